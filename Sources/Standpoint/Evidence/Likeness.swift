// The stretch of a text that is most like words that are not in it.

/// A text in which words are looked for that may be misspelt: small letters, no accents, and as many runs of three
/// letters in common as possible.
///
/// Which runs a block of the text has is kept as bits, so that only the few blocks that have most of them are read.
struct Likeness {
    /// The letters of a block, in bytes.
    private static let block = 1024
    /// The words of 64 bits that say which runs a block has.
    private static let width = 64
    /// How many blocks are looked at closely.
    private static let candidates = 8
    /// How many letters of the words are looked for.
    private static let longest = 400

    private let bytes: [UInt8]
    private let runs: [UInt64]

    /// A text in UTF-8, folded.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var runs = [UInt64](repeating: 0, count: (bytes.count / Likeness.block + 1) * Likeness.width)
        Likeness.letters(of: bytes, in: 0..<bytes.count) { run, place in
            let bit = Likeness.bit(run)
            runs[place / Likeness.block * Likeness.width + bit / 64] |= 1 << UInt64(bit % 64)
        }
        self.runs = runs
    }

    /// The bytes of the stretch that is most like the words; nil where less than two fifths are alike.
    func nearest(to words: [UInt8]) -> Range<Int>? {
        var wanted: [UInt64] = []
        Likeness.letters(of: words, in: 0..<words.count) { run, _ in
            if wanted.count < Likeness.longest { wanted.append(run) }
        }
        guard let first = wanted.first else { return nil }
        var need: [UInt64: Int] = [:]
        for run in wanted { need[run, default: 0] += 1 }
        var best: (shared: Int, begins: Bool, range: Range<Int>)?
        let reach = min(words.count, 4 * Likeness.longest)
        for block in blocks(with: Set(wanted.map(Likeness.bit))) {
            let start = block * Likeness.block
            let region = max(0, start - reach)..<min(bytes.count, start + 2 * Likeness.block + reach)
            // A window as long as the words goes over the region.
            var (window, have, shared) = ([(run: UInt64, place: Int)](), [UInt64: Int](), 0)
            Likeness.letters(of: bytes, in: region) { run, place in
                if let limit = need[run] {
                    if have[run, default: 0] < limit { shared += 1 }
                    have[run, default: 0] += 1
                }
                window.append((run, place))
                let start = max(0, window.count - wanted.count)
                if start > 0, let limit = need[window[start - 1].run], let count = have[window[start - 1].run]
                {
                    if count <= limit { shared -= 1 }
                    have[window[start - 1].run] = count - 1
                }
                // Of two stretches that share as much, the one that begins with the same letters is nearer.
                let begins = window[start].run == first
                if shared > best?.shared ?? 0 || shared == best?.shared && begins && best?.begins == false {
                    best = (shared, begins, window[start].place..<place)
                }
            }
        }
        guard let best, best.shared * 5 >= wanted.count * 2 else { return nil }
        return wholeWords(from: best.range.lowerBound, to: best.range.upperBound)
    }

    /// The blocks that, together with the next, have most of some runs; the best first.
    private func blocks(with bits: Set<Int>) -> [Int] {
        let count = runs.count / Likeness.width
        var found: [(block: Int, shared: Int)] = []
        for block in 0..<count {
            let next = min(block + 1, count - 1)
            let shared = bits.count { bit in
                let (word, place) = (bit / 64, UInt64(bit % 64))
                return (runs[block * Likeness.width + word] | runs[next * Likeness.width + word]) >> place & 1
                    == 1
            }
            if shared * 5 >= bits.count * 2 { found.append((block, shared)) }
        }
        return found.sorted { ($1.shared, $0.block) < ($0.shared, $1.block) }.prefix(Likeness.candidates)
            .map(\.block)
    }

    /// The whole words from the one place to the other, which are those of the first letters and of the last three.
    private func wholeWords(from first: Int, to last: Int) -> Range<Int> {
        func isWord(_ byte: UInt8) -> Bool {
            byte >= 0x80 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        }
        /// The longest piece of a word that is added.
        let most = 24
        var (start, end) = (first, last)
        while start > 0, isWord(bytes[start - 1]), isWord(bytes[start]) { start -= 1 }
        if first - start > most { start = first }
        for _ in 0..<3 where end < bytes.count {
            end += 1
            while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        }
        let least = end
        while end < bytes.count, isWord(bytes[end]), isWord(bytes[end - 1]) { end += 1 }
        return start..<(end - least > most ? least : end)
    }

    // MARK: Letters

    /// Every run of three letters, small and without accents, with the place of its first.
    private static func letters(of bytes: [UInt8], in range: Range<Int>, _ body: (UInt64, Int) -> Void) {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start] & 0xC0 == 0x80 { start += 1 }
        while end > start, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        var (run, count, places) = (UInt64(0), 0, (0, 0))
        var place = start
        for scalar in String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars {
            defer { place += UTF8.width(scalar) }
            guard let letter = letter(scalar) else { continue }
            run = (run << 21 | UInt64(letter)) & 0x7FFF_FFFF_FFFF_FFFF
            count += 1
            if count >= 3 { body(run, places.0) }
            places = (places.1, place)
        }
    }

    private static func letter(_ scalar: Unicode.Scalar) -> UInt32? {
        if scalar.isASCII {
            return (65...90).contains(scalar.value) ? scalar.value + 32 : scalar.value
        }
        if scalar.properties.generalCategory == .nonspacingMark { return nil }
        return scalar.properties.lowercaseMapping.unicodeScalars.first?.value
    }

    private static func bit(_ run: UInt64) -> Int {
        Int(truncatingIfNeeded: (run &* 0x9E37_79B9_7F4A_7C15) >> 52)
    }
}
