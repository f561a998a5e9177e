// Where words begin and end, so that none is taken for a part of another.

extension DocumentText {
    /// Whether a byte parts a word, so that what stands before it or behind it alone may mean something else.
    ///
    /// Letters, digits and their marks that touch are one word, where their script parts words by spaces. So are what
    /// hyphens join (`non-violent`, at the end of a line too), a word and what an apostrophe adds to it (`can’t`), and a number with its groups,
    /// decimals, sign and fraction (`1,350`, `1 350`, `3.5`, `.5`, `-5`, `1/2`). What has no width parts nothing.
    func partsWord(_ byte: Int) -> Bool {
        let before = visible(max(0, byte - 64)..<byte), behind = visible(byte..<min(utf8.count, byte + 64))
        guard let last = before.last, let first = behind.first else { return false }
        if last.isWordPart, first.isWordPart {
            return !last.isUnspaced && !first.isUnspaced || last.isDigit && first.isDigit
        }
        // A word that a hyphen parts at the end of a line.
        if last.properties.isWhitespace, first.isWordPart,
            case let line = DocumentText.joined(before.reversed()[...]),
            line.first.map(DocumentText.hyphens.contains) == true, line.dropFirst().first?.isWordPart == true
        {
            return true
        }
        if last.isWordPart {
            return DocumentText.joins(first, before, behind.dropFirst())
                || DocumentText.apostrophes.contains(first) && behind.dropFirst().first?.isWordPart == true
        }
        return first.isWordPart
            && (DocumentText.joins(last, before.dropLast(), behind)
                || DocumentText.begins(last, before.dropLast(), first))
    }

    /// Whether a sign begins a number: it stands before a digit, and nothing of a word before it.
    private static func begins(
        _ sign: Unicode.Scalar, _ before: ArraySlice<Unicode.Scalar>, _ first: Unicode.Scalar
    ) -> Bool {
        first.isDigit && signs.contains(sign)
            && before.last.map { $0.properties.isWhitespace || openings.contains($0) } ?? true
    }

    private static let signs: Set<Unicode.Scalar> = [
        ".", ",", "-", "+", "\u{2013}", "\u{2212}", "\u{FF0D}", "\u{FF0B}",
    ]
    private static let openings: Set<Unicode.Scalar> = [
        "(", "[", "$", "€", "£", "\"", "'", "\u{201C}", "\u{2018}", "\u{201E}", "\u{201A}", "«", "»", "‹",
        "›",
    ]
    private static let hyphens: Set<Unicode.Scalar> = [
        "-", "\u{58A}", "\u{5BE}", "\u{B7}", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2212}",
        "\u{FE63}", "\u{FF0D}",
    ]
    private static let apostrophes: Set<Unicode.Scalar> = ["'", "\u{2019}", "\u{FF07}"]
    /// Between digits: groups, decimals (Arabic and of full width too), fractions, hours.
    private static let points: Set<Unicode.Scalar> = [
        ",", ".", "'", "\u{2019}", "\u{60C}", "\u{66B}", "\u{66C}", "\u{FF0C}", "\u{FF0E}", "/", "\u{2044}",
        ":",
    ]

    /// What stands beyond the end of a line.
    private static func joined(_ rest: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        let space = rest.prefix { $0.properties.isWhitespace }
        return space.contains { $0 == "\n" || $0 == "\r" } ? rest.dropFirst(space.count) : rest
    }

    /// Whether a sign makes one word of what stands before and behind it.
    private static func joins(
        _ sign: Unicode.Scalar, _ before: ArraySlice<Unicode.Scalar>, _ behind: ArraySlice<Unicode.Scalar>
    ) -> Bool {
        let isHyphen = hyphens.contains(sign)
        let next = isHyphen ? joined(behind) : behind
        guard let last = before.last, let first = next.first, last.isWordPart, first.isWordPart else {
            return false
        }
        if isHyphen { return true }
        guard last.isDigit, first.isDigit else { return false }
        if points.contains(sign) { return true }
        let (head, group) = (before.reversed().prefix(while: \.isDigit), behind.prefix(while: \.isDigit))
        return sign.properties.generalCategory == .spaceSeparator && head.count <= 3 && group.count == 3
    }

    /// The code points of a range that are seen, without those that it cuts.
    private func visible(_ range: Range<Int>) -> ArraySlice<Unicode.Scalar> {
        var (found, isHyphened, isBroken) = ([Unicode.Scalar](), false, false)
        for scalar in String(decoding: utf8[range], as: UTF8.self).unicodeScalars {
            let isSpace = scalar.properties.isWhitespace
            // A soft hyphen at the end of a line: the word goes on in the next.
            if isHyphened, isSpace, isBroken || ["\n", "\r"].contains(scalar) {
                isBroken = true
                continue
            }
            if scalar == "\u{AD}" { isHyphened = true }
            if scalar.properties.generalCategory == .format || scalar == "\u{FFFD}" { continue }
            (isHyphened, isBroken) = (false, false)
            found.append(scalar)
        }
        return found[...]
    }
}

extension Unicode.Scalar {
    /// Whether it is a letter, a digit or a mark on one.
    fileprivate var isWordPart: Bool {
        if isASCII { return isDigit || ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
        switch properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
            return true
        default: return properties.isAlphabetic
        }
    }

    fileprivate var isDigit: Bool { properties.generalCategory == .decimalNumber }

    /// Whether its script writes words without spaces: Chinese, Japanese, Thai, Lao, Tibetan, Burmese, Khmer.
    fileprivate var isUnspaced: Bool {
        switch value {
        case 0xE00...0x109F, 0x1780...0x17FF, 0x3040...0x30FF: true
        default: properties.isIdeographic
        }
    }
}
