// Where the sentence of some words begins and ends.

extension DocumentText {
    /// The bytes of the sentence, or sentences, of some bytes; open on a side where it goes on for hundreds of bytes.
    ///
    /// A sentence ends at a full stop before white space, or without it in scripts that write none, and at the end of a
    /// line; never before a small letter. No full stop is that of an abbreviation: behind one letter, a capital and one
    /// more, or a title.
    func sentence(_ words: Range<Int>) -> (start: Int?, end: Int?) {
        var (start, end) = (words.lowerBound <= DocumentText.far ? 0 : Int?.none, Int?.none)
        if utf8.count - words.upperBound <= DocumentText.far { end = utf8.count }
        for (stop, next) in sentenceEnds(
            max(0, words.lowerBound - DocumentText.far)..<min(utf8.count, words.upperBound + DocumentText.far)
        ) {
            if next <= words.lowerBound { start = next }
            if stop >= words.upperBound {
                end = stop
                break
            }
        }
        return (start, end)
    }

    private static let far = 320

    /// Where sentences end in a range and where the next ones begin.
    private func sentenceEnds(_ range: Range<Int>) -> [(stop: Int, next: Int)] {
        var (scalars, offsets, offset) = ([Unicode.Scalar](), [Int](), range.lowerBound)
        for scalar in String(decoding: utf8[range], as: UTF8.self).unicodeScalars {
            // A character that the range cuts is no other one.
            let length = scalar == "\u{FFFD}" && utf8[offset] & 0xC0 == 0x80 ? 1 : UTF8.width(scalar)
            scalars.append(scalar)
            offsets.append(offset)
            offset = min(range.upperBound, offset + length)
        }
        offsets.append(range.upperBound)
        func after(_ place: Int, _ isMeant: (Unicode.Scalar) -> Bool) -> Int {
            scalars[place...].firstIndex { !isMeant($0) } ?? scalars.endIndex
        }
        var (found, place) = ([(stop: Int, next: Int)](), 0)
        while place < scalars.count {
            let scalar = scalars[place]
            var last = place
            if SentenceMark.any.contains(scalar) {
                last = after(place) { SentenceMark.any.contains($0) || SentenceMark.closing.contains($0) }
                // The number of a note.
                if last < scalars.count, scalars[last] == "[" {
                    let digits = after(last + 1) { $0.properties.numericType != nil }
                    if digits > last + 1, digits < scalars.count, scalars[digits] == "]" { last = digits + 1 }
                }
            } else if !scalar.properties.isWhitespace {
                place += 1
                continue
            }
            let next = after(last) { $0.properties.isWhitespace }
            let isBroken = scalars[last..<next].contains {
                "\n\r\u{2028}\u{2029}".unicodeScalars.contains($0)
            }
            let begins = after(next) { SentenceMark.opening.contains($0) }
            // A speech and an item of a list may begin with any letter.
            let isSmall =
                begins < scalars.count && scalars[begins].properties.isLowercase
                && !scalars[next..<begins].contains(where: SentenceMark.speech.contains)
                && !(isBroken && begins > next + 1 && scalars[begins - 1].properties.isWhitespace)
            let isStop =
                last > place
                && (next > last || next == scalars.count || SentenceMark.unspaced.contains(scalar))
                && !(scalar == "." && last == place + 1 && isAbbreviated(scalars[..<place]))
            if !isSmall, isStop || isBroken { found.append((offsets[last], offsets[next])) }
            place = max(next, place + 1)
        }
        return found
    }

    /// Whether a full stop behind some text is that of an abbreviation.
    private func isAbbreviated(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
        let word = text.reversed().prefix { $0.properties.isAlphabetic }
        return word.count == 1 || word.count == 2 && word.last?.properties.isUppercase == true
            || SentenceMark.titles.contains(String(String.UnicodeScalarView(word.reversed())))
    }
}

/// The signs at the ends of sentences.
private enum SentenceMark {
    static let unspaced = Set("。！？।॥".unicodeScalars)
    static let any = unspaced.union(".!?…؟۔".unicodeScalars)
    static let closing = Set("\"'”’»›)]）」』".unicodeScalars)
    static let titles: Set = [
        "Mrs", "Gen", "Sen", "Rep", "Col", "Gov", "Prof", "Capt", "Sgt", "Rev", "Hon", "Pres", "Amb", "Sra",
        "Srta", "Nos",
    ]
    static let speech = Set("\"“„«‹「『".unicodeScalars)
    static let opening = Set("\"'“‘„«‹([（「『-–—•*¿¡ ".unicodeScalars)
}
