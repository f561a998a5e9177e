// The text of a document, searched for the words that prove a fact.

import Foundation

/// A text with its UTF-8 at hand, in which quotes are found and positions are counted in code points.
///
/// A quote is first looked for as it is, then with both sides folded: white space, quotation marks, dashes,
/// ligatures and normal forms no longer tell apart. A match never cuts a character off its combining marks.
final class DocumentText {
    /// Where a quote stands: its bytes, and what a passage stores.
    struct Match: Hashable {
        let position: Range<Int>
        let quote: String
        let prefix: String
        let suffix: String
    }

    let text: String
    let utf8: [UInt8]
    /// The number of code points before every 1024th byte.
    private let marks: [Int]
    private(set) lazy var folded = Folding(text)
    private lazy var index = TextIndex(utf8)
    private lazy var foldedIndex = TextIndex(folded.bytes)
    private(set) lazy var turns = Turn.all(in: text)

    init(_ text: String) {
        self.text = text
        utf8 = Array(text.utf8)
        var (marks, count) = ([Int](), 0)
        marks.reserveCapacity(utf8.count / 1024 + 1)
        for (index, byte) in utf8.enumerated() {
            if index % 1024 == 0 { marks.append(count) }
            if byte & 0xC0 != 0x80 { count += 1 }
        }
        self.marks = marks
    }

    /// All places where the quote stands, with those words before and after it, within a stretch of the text.
    func matches(
        of quote: String, prefix: String? = nil, suffix: String? = nil, within stretch: Range<Int>? = nil
    ) -> [Match] {
        // What stands around a place may tell it from thousands of others.
        let most = prefix == nil && suffix == nil && stretch == nil ? TextIndex.most : Int.max
        let bytes = stretch.flatMap { stretch in
            byte(stretch.lowerBound).flatMap { start in byte(stretch.upperBound).map { start..<$0 } }
        }
        func isWithin(_ range: Range<Int>) -> Bool { bytes?.contains(range) ?? true }
        let exact = index.ranges(of: Array(quote.utf8), most: most).filter { isWithin($0) && isWhole($0) }
        var ranges = filter(exact, prefix, suffix)
        // Marks are typed in more ways than one: what differs in them alone is as good.
        if ranges.isEmpty || Folding.hasMarks(quote), case let needle = Folding(quote).trimmed,
            !needle.isEmpty
        {
            let found = filter(
                foldedIndex.ranges(of: needle, most: most).compactMap(folded.source).filter(isWithin), prefix,
                suffix)
            ranges += found.filter { one in !ranges.contains { $0.overlaps(one) } }
            ranges.sort { $0.lowerBound < $1.lowerBound }
        }
        return ranges.map(match)
    }

    /// Whether those words stand before and after a match.
    func stands(_ match: Match, between prefix: String?, and suffix: String?) -> Bool {
        guard let start = byte(match.position.lowerBound), let end = byte(match.position.upperBound) else {
            return false
        }
        // As the text has them, though they part a character there; or however they are typed.
        let (before, after) = (Array((prefix ?? "").utf8), Array((suffix ?? "").utf8))
        return utf8[..<start].suffix(before.count).elementsEqual(before) && utf8[end...].starts(with: after)
            || !filter([start..<end], prefix, suffix).isEmpty
    }

    /// The words at a position in code points; nil where the text does not reach that far.
    func match(at position: Range<Int>) -> Match? {
        guard position.lowerBound >= 0, !position.isEmpty, let start = byte(position.lowerBound),
            let end = byte(position.upperBound)
        else { return nil }
        return match(start..<end)
    }

    // MARK: Positions

    private func codePoint(_ byte: Int) -> Int {
        guard byte < utf8.count else { return count }
        let mark = byte / 1024
        return marks[mark] + utf8[(mark * 1024)..<byte].reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
    }

    private lazy var count: Int = {
        guard let last = marks.indices.last else { return 0 }
        return marks[last] + utf8[(last * 1024)...].reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
    }()

    /// The byte at which a code point starts; nil where the text does not reach that far.
    func byte(_ codePoint: Int) -> Int? {
        if codePoint == count { return utf8.count }
        guard codePoint < count else { return nil }
        var (low, high) = (0, marks.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if marks[middle] <= codePoint { low = middle } else { high = middle - 1 }
        }
        var (byte, seen) = (low * 1024, marks[low])
        while byte < utf8.count {
            if utf8[byte] & 0xC0 != 0x80 {
                if seen == codePoint { return byte }
                seen += 1
            }
            byte += 1
        }
        return nil
    }

    private func string(_ range: Range<Int>) -> String { String(decoding: utf8[range], as: UTF8.self) }

    /// What a passage stores of the words in these bytes.
    func match(_ bytes: Range<Int>) -> Match {
        let start = codePoint(bytes.lowerBound)
        let quote = string(bytes)
        return Match(
            position: start..<(start + quote.unicodeScalars.count), quote: quote,
            prefix: String(string(max(0, floor(bytes.lowerBound - 128))..<bytes.lowerBound).suffix(32)),
            suffix: String(
                string(bytes.upperBound..<floor(min(utf8.count, bytes.upperBound + 128))).prefix(32)))
    }

    /// The start of the code point that a byte belongs to.
    private func floor(_ byte: Int) -> Int {
        var byte = byte
        while byte > 0, byte < utf8.count, utf8[byte] & 0xC0 == 0x80 { byte -= 1 }
        return byte
    }

    // MARK: Matching

    /// Whether no character is cut: no accent off its letter, no emoji out of a sequence.
    private func isWhole(_ range: Range<Int>) -> Bool {
        isBoundary(range.lowerBound) && isBoundary(range.upperBound)
    }

    /// Whether a character begins at a byte, or the text ends there.
    func isBoundary(_ byte: Int) -> Bool {
        String.Index(text.utf8.index(text.startIndex, offsetBy: byte), within: text) != nil
    }

    /// Those of some bytes that have the words before and behind them, white space between them or none.
    private func filter(_ ranges: [Range<Int>], _ prefix: String?, _ suffix: String?) -> [Range<Int>] {
        let before = prefix.map { Folding($0).trimmed } ?? []
        let after = suffix.map { Folding($0).trimmed } ?? []
        guard !before.isEmpty || !after.isEmpty else { return ranges }
        let bytes = folded.bytes
        return ranges.filter { range in
            let head = bytes[..<folded.index(of: range.lowerBound)]
            let tail = bytes[folded.index(of: range.upperBound)...]
            let end = head.last == 32 ? head.dropLast() : head
            return end.suffix(before.count).elementsEqual(before)
                && tail.drop { $0 == 32 }.starts(with: after)
        }
    }

    /// Where the needle stands, left to right, so many places at most; they may overlap.
    static func ranges(of needle: [UInt8], in bytes: [UInt8], most: Int = TextIndex.most) -> [Range<Int>] {
        guard !needle.isEmpty, needle.count <= bytes.count else { return [] }
        // Horspool's search: from a byte that does not fit, skip as far as the needle allows.
        let last = needle.count - 1
        var skips = [Int](repeating: needle.count, count: 256)
        for index in 0..<last { skips[Int(needle[index])] = last - index }
        return bytes.withUnsafeBufferPointer { hay in
            needle.withUnsafeBufferPointer { needle in
                guard let text = hay.baseAddress, let words = needle.baseAddress else { return [] }
                var (found, from) = ([Range<Int>](), 0)
                while from + needle.count <= hay.count {
                    let end = hay[from + last]
                    if end == needle[last], memcmp(text + from, words, last) == 0 {
                        found.append(from..<(from + needle.count))
                        if found.count == most { break }
                        from += 1
                    } else {
                        from += skips[Int(end)]
                    }
                }
                return found
            }
        }
    }

    // MARK: The nearest words

    /// The stretch of the text that is most like a quote that is not in it; nil where little is alike.
    func nearest(to quote: String) -> String? {
        guard var range = likeness.nearest(to: Folding(quote).trimmed) else { return nil }
        // Characters are not cut.
        while folded.source(range) == nil {
            if range.lowerBound > 0, folded.source(range.lowerBound..<folded.bytes.count) == nil {
                range = (range.lowerBound - 1)..<range.upperBound
            } else if range.upperBound < folded.bytes.count {
                range = range.lowerBound..<(range.upperBound + 1)
            } else {
                return nil
            }
        }
        guard let source = folded.source(range) else { return nil }
        let found = string(source)
        return found.count > 240 ? String(found.prefix(239)) + "…" : found
    }

    private lazy var likeness = Likeness(folded.bytes)
}
