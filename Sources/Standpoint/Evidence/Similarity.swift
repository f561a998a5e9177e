// Words that are only something like others: where in a text they stand, and how much alike they are.

/// Looks for the stretches of a text that are most like some words.
///
/// How much alike two texts are is 1 less the letters that must be put in, left out or changed (Levenshtein), as a part
/// of the length of the longer.
struct Similarity {
    /// A stretch of a text and how much it is like the words, 0 to 1.
    struct Place {
        let range: Range<Int>
        let score: Double
    }

    /// How many stretches are looked at closely.
    private static let candidates = 8
    /// The longest words that are looked for, in bytes; longer ones would cost the square of their length.
    private static let longest = 20_000

    /// The words, in UTF-8.
    let needle: [UInt8]
    /// How much alike a stretch must be, 0 to 1.
    let minimum: Double

    /// The stretches that are alike enough, each the best of its neighbourhood.
    func places(in text: [UInt8]) -> [Place] {
        guard needle.count >= 4, needle.count <= Similarity.longest, text.count >= 4 else { return [] }
        let letters = Array(String(decoding: needle, as: UTF8.self).unicodeScalars)
        var found: [Place] = []
        for start in starts(in: text) {
            let half = needle.count / 2 + 8
            let region = Similarity.whole(
                max(0, start - half)..<min(text.count, start + needle.count + half), in: text)
            guard let place = align(letters, with: text, in: region), place.score >= minimum else { continue }
            if !found.contains(where: { $0.range == place.range }) { found.append(place) }
        }
        return found
    }

    /// How much some bytes, which cut no code point, are like the words.
    func score(of bytes: some Sequence<UInt8>) -> Double {
        let letters = Array(String(decoding: needle, as: UTF8.self).unicodeScalars)
        let others = Array(String(decoding: Array(bytes), as: UTF8.self).unicodeScalars)
        // For each prefix of the words: the fewest edits that make it of the others so far.
        var edits = Array(0...letters.count)
        for (column, letter) in others.enumerated() {
            var corner = edits[0]
            edits[0] = column + 1
            for row in letters.indices {
                let changed = corner + (letters[row] == letter ? 0 : 1)
                corner = edits[row + 1]
                edits[row + 1] = min(changed, corner + 1, edits[row] + 1)
            }
        }
        return 1 - Double(edits[letters.count]) / Double(max(letters.count, others.count, 1))
    }

    /// Where stretches begin that share most runs of four bytes with the words, the best first.
    private func starts(in text: [UInt8]) -> [Int] {
        func grams(_ bytes: [UInt8], _ body: (Int, UInt32) -> Void) {
            var gram: UInt32 = 0
            for (index, byte) in bytes.enumerated() {
                gram = gram << 8 | UInt32(byte)
                if index >= 3 { body(index - 3, gram) }
            }
        }
        var need: [UInt32: Int] = [:]
        grams(needle) { need[$1, default: 0] += 1 }
        let width = needle.count - 3
        // An edit spoils four runs at most, so that fewer shared ones than this cannot be alike enough.
        let edits = Double(needle.count) * (1 - minimum) * 1.5
        let least = max(1, width - Int(min(4 * edits, Double(width))))
        var (have, shared) = ([UInt32: Int](), 0)
        var window: [UInt32] = Array(repeating: 0, count: width)
        var best: [(start: Int, shared: Int)] = []
        let block = max(1, width / 2)
        grams(text) { index, gram in
            let slot = index % width
            if index >= width, let limit = need[window[slot]], let count = have[window[slot]] {
                if count <= limit { shared -= 1 }
                have[window[slot]] = count - 1
            }
            window[slot] = gram
            if let limit = need[gram] {
                let count = have[gram, default: 0]
                if count < limit { shared += 1 }
                have[gram] = count + 1
            }
            guard shared >= least else { return }
            let start = max(0, index - width + 1)
            if let last = best.last, last.start / block == start / block {
                if shared > last.shared { best[best.count - 1] = (start, shared) }
            } else {
                best.append((start, shared))
            }
        }
        return best.sorted { ($1.shared, $0.start) < ($0.shared, $1.start) }.prefix(Similarity.candidates)
            .map(\.start)
    }

    /// A range of bytes that cuts no code point.
    private static func whole(_ range: Range<Int>, in text: [UInt8]) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
        while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
        return start..<end
    }

    /// The stretch within a region of the text that needs the fewest edits to become the words (Sellers' algorithm).
    private func align(_ letters: [Unicode.Scalar], with text: [UInt8], in region: Range<Int>) -> Place? {
        let hay = Array(String(decoding: text[region], as: UTF8.self).unicodeScalars)
        // For each prefix of the words: the fewest edits, and where the stretch that has them starts.
        var edits = Array(0...letters.count), starts = [Int](repeating: 0, count: letters.count + 1)
        var best: (edits: Int, start: Int, end: Int) = (letters.count, 0, 0)
        for (column, letter) in hay.enumerated() {
            var (corner, cornerStart) = (edits[0], starts[0])
            (edits[0], starts[0]) = (0, column + 1)
            for row in letters.indices {
                let (above, left) = (edits[row] + 1, edits[row + 1] + 1)
                let changed = corner + (letters[row] == letter ? 0 : 1)
                let from = cornerStart
                (corner, cornerStart) = (edits[row + 1], starts[row + 1])
                if changed <= left, changed <= above {
                    (edits[row + 1], starts[row + 1]) = (changed, from)
                } else if left <= above {
                    edits[row + 1] = left
                } else {
                    (edits[row + 1], starts[row + 1]) = (above, starts[row])
                }
            }
            if edits[letters.count] < best.edits {
                best = (edits[letters.count], starts[letters.count], column + 1)
            }
        }
        guard best.end > best.start else { return nil }
        func bytes(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
            scalars.reduce(0) { $0 + UTF8.width($1) }
        }
        let start = region.lowerBound + bytes(hay[..<best.start])
        let length = max(letters.count, best.end - best.start)
        return Place(
            range: start..<(start + bytes(hay[best.start..<best.end])),
            score: 1 - Double(best.edits) / Double(length))
    }
}
