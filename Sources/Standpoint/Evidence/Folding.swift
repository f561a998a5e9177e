// A text with what does not matter for finding a quote folded away, and the way back to the original.

import Foundation

/// A text folded for comparison: what only the typing changes is gone, and nothing that another word could have.
///
/// - Letters are decomposed canonically (Unicode NFD). Ligatures (ﬁ, œ, æ) and the forms of width and place that print
///   has of letters are the letters; what else Unicode holds compatible is not: `10²` is no `102`, `½` no `1⁄2`.
/// - Runs of white space are one space; before `!`, `?`, `;` and `:`, and next to Chinese and Japanese, they are none.
/// - Quotation marks, single and double, are the plain one, dashes or runs of them too, and white space next to them does
///   not count: `« Non »` is `"Non"` and `'Non'`, ` — ` is `--`; a sign behind a dash is one more, `— -5` not `— 5`. Behind
///   a digit the marks stay apart: `5'` is not `5"`.
/// - What has no width is gone, and a soft hyphen at the end of a line with the line's end.
struct Folding {
    /// The folded text in UTF-8.
    private(set) var bytes: [UInt8] = []
    /// For each folded byte, where the character that it comes from starts in the original's UTF-8; one more for the end.
    private var starts: [Int32] = []
    /// For each folded byte, where that character ends.
    private var ends: [Int32] = []
    /// Whether white space behind a mark was left out.
    private var isParted = false

    private static let apostrophe = UInt8(ascii: "'"), digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    private static let quote = UInt8(ascii: "\""), dash = UInt8(ascii: "-"), space = UInt8(ascii: " ")

    init(_ text: String) {
        bytes.reserveCapacity(text.utf8.count)
        starts.reserveCapacity(text.utf8.count)
        ends.reserveCapacity(text.utf8.count)
        var cache: [Character: [UInt8]] = [:]
        var offset: Int32 = 0
        var (isHyphened, isBroken, isUnspaced) = (false, false, false)
        for character in text {
            let length = Int32(truncatingIfNeeded: character.utf8.count)
            let (start, end) = (offset, offset + length)
            offset = end
            if length == 1, let ascii = character.asciiValue, ascii > Folding.space,
                ascii != UInt8(ascii: "`")
            {
                append(ascii, start, end)
                (isHyphened, isBroken, isUnspaced) = (false, false, false)
                continue
            }
            // A word that a soft hyphen parted at the end of a line goes on behind the white space there.
            if isHyphened && character.isNewline || isBroken && character.isWhitespace {
                isBroken = true
                continue
            }
            let folded: [UInt8]
            if let known = cache[character] {
                folded = known
            } else {
                folded = Folding.fold(character)
                cache[character] = folded
            }
            if !folded.isEmpty {
                (isHyphened, isBroken) = (false, false)
            } else if character == "\u{AD}", let last = bytes.last, last != Folding.space {
                isHyphened = true
            }
            if folded == [Folding.space], isUnspaced { continue }
            if folded != [Folding.space], !folded.isEmpty {
                isUnspaced = Folding.isUnspaced(character)
                if isUnspaced, bytes.last == Folding.space { removeLast() }
            }
            for byte in folded { append(byte, start, end) }
        }
    }

    /// Whether a character is of a script that parts no words: Chinese or Japanese, its punctuation too.
    private static func isUnspaced(_ character: Character) -> Bool {
        switch character.unicodeScalars.first?.value ?? 0 {
        case 0x2E80...0x31FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0xFF01...0xFF0F, 0xFF1A...0xFF20,
            0x20000...0x3FFFF:
            true
        default: false
        }
    }

    private mutating func removeLast() {
        bytes.removeLast()
        starts.removeLast()
        ends.removeLast()
    }

    private mutating func append(_ typed: UInt8, _ start: Int32, _ end: Int32) {
        var byte = typed
        switch typed {
        // Behind a digit they may be feet and inches.
        case Folding.apostrophe where bytes.last.map { Folding.digits ~= $0 } != true: byte = Folding.quote
        // Of a ligature the second letter is small or not as it is typed.
        case UInt8(ascii: "E") where bytes.last == UInt8(ascii: "O") || bytes.last == UInt8(ascii: "A"):
            byte = UInt8(ascii: "e")
        default: break
        }
        let isApart = isParted
        isParted = false
        switch byte {
        case Folding.space:
            switch bytes.last {
            case Folding.space?: ends[ends.count - 1] = end; return
            case Folding.quote?, Folding.dash?:
                isParted = true
                return
            default: break
            }
        case Folding.quote, Folding.dash:
            if bytes.last == Folding.space { removeLast() }
            if byte == Folding.dash, bytes.last == Folding.dash, !isApart {
                ends[ends.count - 1] = end
                return
            }
        case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"), UInt8(ascii: ":"):
            if bytes.last == Folding.space { removeLast() }
        default: break
        }
        bytes.append(byte)
        starts.append(start)
        ends.append(end)
    }

    /// Whether a text may have marks that are typed in more ways than one.
    static func hasMarks(_ text: String) -> Bool {
        text.utf8.contains { byte in
            byte >= 0x80 || byte == quote || byte == apostrophe || byte == dash || byte == UInt8(ascii: "`")
        }
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
        if character.isWhitespace { return [space] }
        // A sign of several joined signs is another than those side by side.
        let isEmoji = character.unicodeScalars.first.map { $0.value > 0xFF && $0.properties.isEmoji } ?? false
        var result = ""
        for scalar in String(character).decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar.value {
            case 0x200D where isEmoji: result.unicodeScalars.append(scalar)
            case 0xAD, 0x34F, 0x61C, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064,
                0x2066...0x2069,
                0xFE0E, 0xFE0F, 0xFEFF:
                break
            case 0x5F3, 0x2018...0x201B, 0x275B, 0x275C, 0x2032, 0x2035, 0x2039, 0x203A, 0x02BC, 0x60, 0xB4,
                0xFF40:
                result.append("'")
            case 0x5F4, 0x201C...0x201F, 0x2033, 0x2036, 0x275D, 0x275E, 0x2E42, 0xAB, 0xBB, 0x300C...0x300F,
                0xFE41...0xFE44, 0x301D...0x301F, 0xFF02,
                0xFF62, 0xFF63:
                result.append("\"")
            case 0x58A, 0x5BE, 0x2010...0x2015, 0x2212, 0x2E3A, 0x2E3B, 0xFE31, 0xFE32, 0xFE58, 0xFE63,
                0xFF0D:
                result.append("-")
            case 0x152: result.append("OE")
            case 0x153: result.append("oe")
            case 0xC6: result.append("AE")
            case 0xE6: result.append("ae")
            // … of which print makes one sign, ligatures, Arabic letters by their place, letters by their width.
            case 0x132, 0x133, 0x1C7...0x1CC, 0x1F1...0x1F3, 0x587, 0x2025, 0x2026, 0xFB00...0xFB06,
                0xFB13...0xFB17, 0xFB4F...0xFDFF,
                0xFE70...0xFEFC,
                0xFF01...0xFFDC, 0xFFE0...0xFFE2, 0xFFE5, 0xFFE6:
                result += String(scalar).decomposedStringWithCompatibilityMapping
            default: result.unicodeScalars.append(scalar)
            }
        }
        // An Arabic vowel that stands alone is a space with a vowel: that space is none between words.
        return Array(String(result.unicodeScalars.drop { $0 == " " }).utf8)
    }
}
