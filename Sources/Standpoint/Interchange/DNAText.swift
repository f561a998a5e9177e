// Positions in a text from UTF-16 units to code points.

/// A text of such a file, in which positions count UTF-16 units.
struct DNAText {
    let text: DocumentText
    /// Where characters outside of the basic plane stand, which are two units and one code point; by unit.
    private let pairs: [Int]
    private let count: Int

    init(_ text: String) {
        self.text = DocumentText(text)
        var (pairs, unit) = ([Int](), 0)
        for scalar in text.unicodeScalars {
            if scalar.value > 0xFFFF {
                pairs.append(unit)
                unit += 1
            }
            unit += 1
        }
        (self.pairs, count) = (pairs, unit)
    }

    /// The same stretch in code points; a half character belongs to it whole. Nil where it is none of the text.
    func codePoints(_ start: Int, _ stop: Int) -> Range<Int>? {
        guard start >= 0, start < stop, stop <= count else { return nil }
        // A start within a pair moves before it, a stop within a pair behind it.
        let low = start - pairs(before: start)
        // A pair that begins in the last unit has its second half behind it.
        return low..<(stop - pairs(before: stop - 1))
    }

    private func pairs(before unit: Int) -> Int {
        var (low, high) = (0, pairs.count)
        while low < high {
            let middle = (low + high) / 2
            if pairs[middle] < unit { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
