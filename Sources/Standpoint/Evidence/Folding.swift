// A text with what does not matter for finding a quote folded away, and the way back to the original.

import Foundation

/// A text folded for comparison: runs of white space are one space, quotation marks and dashes are the plain ones,
/// ligatures are letters, accents are decomposed (Unicode NFKD), and what has no width is gone.
struct Folding {
    /// The folded text in UTF-8.
    private(set) var bytes: [UInt8] = []
    /// For each folded byte, where the character that it comes from starts in the original's UTF-8; one more for the end.
    private var starts: [Int32] = []
    /// For each folded byte, where that character ends.
    private var ends: [Int32] = []

    init(_ text: String) {
        bytes.reserveCapacity(text.utf8.count)
        starts.reserveCapacity(text.utf8.count)
        ends.reserveCapacity(text.utf8.count)
        var cache: [Character: [UInt8]] = [:]
        var offset: Int32 = 0
        for character in text {
            let length = Int32(truncatingIfNeeded: character.utf8.count)
            if length == 1, let ascii = character.asciiValue, ascii > 32, ascii != UInt8(ascii: "`") {
                append(ascii, offset, offset + 1)
            } else {
                let folded: [UInt8]
                if let known = cache[character] {
                    folded = known
                } else {
                    folded = Folding.fold(character)
                    cache[character] = folded
                }
                for byte in folded {
                    if byte == 32, bytes.last == 32 {
                        ends[ends.count - 1] = offset + length
                    } else {
                        append(byte, offset, offset + length)
                    }
                }
            }
            offset += length
        }
    }

    private mutating func append(_ byte: UInt8, _ start: Int32, _ end: Int32) {
        bytes.append(byte)
        starts.append(start)
        ends.append(end)
    }

    /// The folded text without white space at its ends.
    var trimmed: [UInt8] {
        guard let first = bytes.firstIndex(where: { $0 != 32 }),
            let last = bytes.lastIndex(where: { $0 != 32 })
        else {
            return []
        }
        return Array(bytes[first...last])
    }

    /// The bytes of the original from which folded bytes come; nil where they begin or end within a character.
    func source(_ range: Range<Int>) -> Range<Int>? {
        guard !range.isEmpty, range.upperBound <= bytes.count else { return nil }
        let (start, end) = (starts[range.lowerBound], ends[range.upperBound - 1])
        if range.lowerBound > 0, starts[range.lowerBound - 1] == start { return nil }
        if range.upperBound < bytes.count, starts[range.upperBound] == starts[range.upperBound - 1] {
            return nil
        }
        return Int(start)..<Int(end)
    }

    /// The first folded byte that comes from a byte of the original or one behind it.
    func index(of byte: Int) -> Int {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(starts[middle]) < byte { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func fold(_ character: Character) -> [UInt8] {
        if character.isWhitespace { return [32] }
        var result = ""
        for scalar in character.unicodeScalars {
            switch scalar.value {
            case 0x200B, 0x2060, 0xFEFF, 0xAD: break
            // Before they are decomposed: ´ would be a space with an accent, ″ two of ′.
            case 0x2018, 0x2019, 0x201A, 0x201B, 0x2032, 0x2035, 0x02BC, 0x60, 0xB4: result.append("'")
            case 0x201C, 0x201D, 0x201E, 0x201F, 0x2033, 0x2036, 0xAB, 0xBB: result.append("\"")
            case 0x2039, 0x203A: result.append("'")
            case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D: result.append("-")
            default: result.unicodeScalars.append(scalar)
            }
        }
        var scalars = result.decomposedStringWithCompatibilityMapping.unicodeScalars[...]
        // An accent that stands alone is a space with an accent: that space is none between words.
        if scalars.first == " " { scalars = scalars.dropFirst() }
        return Array(String(scalars).utf8)
    }
}
