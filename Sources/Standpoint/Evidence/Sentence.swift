// Where the sentence of some words begins and ends.

extension DocumentText {
    /// The bytes of the sentence, or sentences, of some bytes; open on a side where it goes on for more than a thousand bytes.
    ///
    /// A sentence ends at a full stop before white space, or without it in scripts that write none, and at a blank line or
    /// an item of a list; not behind a colon, at the end of a speech before the one who spoke (`“No!” said Ana`), or before a
    /// small letter. No full stop is that of an abbreviation: behind one letter, a few consonants, a title, a month.
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

    /// How far from some bytes the ends of their sentence are looked for.
    static let far = 1200

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
            // In French the mark that closes stands apart.
            let apart = after(last) { $0 == " " || $0 == "\u{A0}" || $0 == "\u{202F}" }
            if last > place, apart > last, apart < scalars.count, "»›".unicodeScalars.contains(scalars[apart])
            {
                last = after(apart) { SentenceMark.closing.contains($0) }
            }
            let next = after(last) { $0.properties.isWhitespace }
            let begins = after(next) { SentenceMark.opening.contains($0) }
            let (isBroken, isBlank) = breaks(scalars, last..<next)
            // What stands behind a speech may say whose it is: always where letters have no capitals, or after `!”`.
            let isSpoken =
                scalars[place..<last].contains(where: SentenceMark.quotation.contains) && !isBroken
                && (scalar != "." || begins < scalars.count && !scalars[begins].properties.isCased)
            // A speech and an item of a list may begin with any letter.
            let isSmall =
                begins < scalars.count && scalars[begins].properties.isLowercase
                && !scalars[next..<begins].contains(where: SentenceMark.speech.contains)
            let isStop =
                last > place && !isSpoken && !isSmall
                && (next > last || next == scalars.count || SentenceMark.unspaced.contains(scalar))
                && !(scalar == "." && last == place + 1 && isAbbreviated(scalars[..<place]))
            let isItem = isBroken && isBullet(scalars, next)
            let goesOn = place > 0 && ":：,，".unicodeScalars.contains(scalars[max(0, place - 1)])
            if isStop || (isBlank || isItem) && !goesOn { found.append((offsets[last], offsets[next])) }
            place = max(next, place + 1)
        }
        return found
    }

    /// Whether white space has a line's end in it, and a blank line.
    private func breaks(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> (one: Bool, more: Bool) {
        let ends = range.count {
            scalars[$0] == "\n" || scalars[$0] == "\u{2028}" || scalars[$0] == "\u{2029}"
                || scalars[$0] == "\r" && (!range.contains($0 + 1) || scalars[$0 + 1] != "\n")
        }
        return (ends > 0, ends > 1)
    }

    /// Whether an item of a list begins at a place: a bullet or a number.
    private func isBullet(_ scalars: [Unicode.Scalar], _ place: Int) -> Bool {
        guard place + 1 < scalars.count else { return false }
        if "-•*◦▪".unicodeScalars.contains(scalars[place]) {
            return scalars[place + 1].properties.isWhitespace
        }
        let digits = scalars[place...].firstIndex { $0.properties.numericType == nil } ?? place
        return digits > place && ".)".unicodeScalars.contains(scalars[digits])
    }

    /// Whether a full stop behind some text is that of an abbreviation.
    private func isAbbreviated(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
        let word = text.reversed().prefix { $0.properties.isAlphabetic }
        return word.count == 1
            || word.count == 2 && word.last?.properties.isUppercase == true
                && word.first?.properties.isLowercase == true
            || (1...4).contains(word.count)
                && word.allSatisfy { $0.properties.isCased && !SentenceMark.vowels.contains($0) }
            || SentenceMark.abbreviations.contains(
                String(String.UnicodeScalarView(word.reversed())).lowercased())
    }
}

/// The signs at the ends of sentences.
private enum SentenceMark {
    static let unspaced = Set("。！？।॥".unicodeScalars)
    static let any = unspaced.union(".!?…؟۔".unicodeScalars)
    static let closing = Set("\"'”’»›)]）」』".unicodeScalars)
    static let quotation = Set("\"'”’»›」』".unicodeScalars)
    static let vowels = Set(
        "aeiouyáéíóúàèìòùâêîôûäëïöüAEIOUYÁÉÍÓÚÀÈÌÒÙÂÊÎÔÛÄËÏÖÜаеёиоуыэюяАЕЁИОУЫЭЮЯ".unicodeScalars)
    /// Those with vowels.
    static let abbreviations: Set = [
        "gen", "sen", "rep", "col", "gov", "prof", "capt", "rev", "hon", "pres", "amb", "maj", "adm", "sec",
        "insp", "supt",
        "sra", "srta", "nos", "gral", "lic", "ing", "mons", "dra", "ud", "uds", "cía", "av", "avda", "arq",
        "cap", "cnel",
        "inc", "co", "corp", "dept", "univ", "assn", "art", "arts", "fig", "no", "núm", "op", "al", "etc",
        "approx", "ca",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ene", "abr",
        "ago", "dic",
        "mme", "mlle", "акад", "им", "тов", "проф", "ул", "обл", "ген", "пол", "доц", "пос", "руб",
    ]
    static let speech = Set("\"“„«‹「『".unicodeScalars)
    static let opening = Set("\"'“‘„«‹([（「『-–—•*¿¡ ".unicodeScalars)
}
