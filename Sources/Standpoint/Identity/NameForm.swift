// A name in the forms in which it is compared with another: its words without accents, capitals and punctuation,
// in its own script and in Latin letters, and how alike two names are.

import Foundation

/// A name in the forms in which it is compared.
struct NameForm {
    let text: String
    /// The words as they are to be searched for: the full-text search folds them in a way of its own.
    let terms: [String]
    /// The words in the name's own script.
    let words: [String]
    /// The words in Latin letters.
    let latin: [String]
    /// Whether it is written in another script than Latin, or with Latin letters that have no plain one under them.
    var isForeign: Bool { words != latin }
    /// The consonants of each word, alike ones as one letter: what is left of a name in any spelling and script.
    let sounds: [String]

    init(_ text: String) {
        // More than a name would have costs time for nothing.
        let text = String(text.unicodeScalars.prefix(200))
        self.text = text
        terms = NameForm.terms(text)
        words = NameForm.words(text)
        if words.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 } }) {
            latin = words
            sounds = latin.map(NameForm.sound)
        } else {
            let latin = text.applyingTransform(.toLatin, reverse: false) ?? text
            self.latin = NameForm.words(latin.applyingTransform(NameForm.ascii, reverse: false) ?? latin)
            // The Arabic article is a part of its word: السيسي is Sisi. In other scripts a hissing letter has a mark that
            // ASCII takes away, and c is one too.
            let bare = text.contains("ال") ? text.replacing(#/(^|\s)ال(?=\S\S)/#) { String($0.1) } : text
            let spoken = bare == text ? latin : bare.applyingTransform(.toLatin, reverse: false) ?? bare
            var marked = spoken.precomposedStringWithCanonicalMapping.lowercased()
            if latin != text {
                for letter in "čĉšŝžẑçc" { marked = marked.replacing(String(letter), with: "s") }
            }
            sounds = NameForm.words(marked.applyingTransform(NameForm.ascii, reverse: false) ?? marked)
                .map(NameForm.sound)
        }
    }

    /// What a name in another script is found by: the consonants of each word, and those of all as one.
    var keys: Set<String> { Set(sounds + [NameForm.sound(latin.joined())]).subtracting([""]) }

    /// The consonants of a word in ASCII, alike ones as one letter, none twice in a row. Vowels go, and what some
    /// scripts write for vowels: h, j, v, w and y, and kh, which is often an h.
    private static func sound(_ word: String) -> String {
        var word = word.replacing("kh", with: "h")
        for hiss in [
            "shch", "tsch", "sch", "tch", "sh", "ch", "zh", "ts", "tz", "cz", "sz", "ce", "ci", "cy",
        ] {
            word = word.replacing(hiss, with: "s")
        }
        var sound = ""
        for letter in word {
            let kept: String =
                switch letter {
                case "b", "f", "p": "p"
                case "c", "g", "k", "q", "x": "k"
                case "d", "t": "t"
                case "m", "n": "n"
                case "s", "z": "s"
                case "l", "r", "0"..."9": String(letter)
                default: ""
                }
            if !sound.hasSuffix(kept) { sound += kept }
        }
        return sound
    }

    /// The spellings that a word in a script without vowels may have in Latin letters: each letter that may stand for a
    /// vowel or for several consonants in all ways, up to a bound.
    var spellings: [[String]] {
        guard text.unicodeScalars.contains(where: { (0x590...0x7ff).contains($0.value) }) else { return [] }
        return latin.map { word in
            var spellings = [""]
            for letter in word {
                let ways: [String] =
                    switch letter {
                    case "w": ["u", "o", "w", "v"]
                    case "y": ["i", "e", "y"]
                    case "k": ["k", "c"]
                    default: [String(letter)]
                    }
                let taken = spellings.count * ways.count > 64 ? ways.prefix(1) : ways[...]
                spellings = spellings.flatMap { start in taken.map { start + $0 } }
            }
            return spellings
        }
    }

    /// The words in other scripts, for names that are only known in them.
    var elsewhere: [[String]] {
        guard !isForeign, !latin.isEmpty else { return [] }
        let text = latin.joined(separator: " ")
        return [StringTransform.latinToCyrillic, .latinToGreek, .latinToArabic].compactMap { transform in
            text.applyingTransform(transform, reverse: false).map(NameForm.terms)
        }
    }

    private static func terms(_ text: String) -> [String] {
        text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }

    private static let ascii = StringTransform("Latin-ASCII")

    /// The words of a text without accents, capitals and punctuation; what stands for a sound that Latin letters do
    /// not have, and an apostrophe, part no words.
    private static func words(_ text: String) -> [String] {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            return text.lowercased().replacing("'", with: "").split {
                !($0.isLetter || $0.isNumber)
            }.map(String.init)
        }
        return text.folding(
            options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil
        )
        .filter { !"'’‘ʹʺʻʼʽʾʿ`´".contains($0) }
        .split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }

    // MARK: Comparing

    /// How a name is like this one, the better the nearer to 1; nil where it is not.
    func likeness(to other: NameForm) -> (reason: Candidate.Reason, score: Double)? {
        if text == other.text { return (.exact, 1) }
        guard !latin.isEmpty, !other.latin.isEmpty else { return nil }
        if words == other.words { return (.folded, 0.98) }
        let (mine, its) = (latin, other.latin)
        if mine == its { return (.transliterated, 0.95) }
        if mine.count == its.count, mine.sorted() == its.sorted() { return (.reordered, 0.93) }
        // Words that are written as one, or one as several.
        if mine.joined() == its.joined() {
            return isOfAnotherScript(than: other) ? (.transliterated, 0.94) : (.folded, 0.94)
        }
        if let found = initials(mine, its) { return found }
        if let found = part(mine, its) { return found }
        let misspelt = misspelling(mine, its)
        guard isOfAnotherScript(than: other), let sounding = sounding(other),
            sounding.score > misspelt?.1 ?? 0
        else { return misspelt }
        return sounding
    }

    private func isOfAnotherScript(than other: NameForm) -> Bool { isForeign || other.isForeign }

    /// The words of the one sound like words of the other, whatever vowels are written: for names of two scripts.
    private func sounding(_ other: NameForm) -> (reason: Candidate.Reason, score: Double)? {
        let (whole, itsWhole) = (NameForm.sound(latin.joined()), NameForm.sound(other.latin.joined()))
        if whole.count > 2, whole == itsWhole { return (.transliterated, 0.85) }
        func words(_ form: NameForm) -> [(sound: String, word: String)] {
            zip(form.sounds, form.latin).filter { $0.1 != "al" && $0.1 != "el" }.map { ($0, $1) }
        }
        var (few, left) = (words(self), words(other))
        if few.count > left.count { swap(&few, &left) }
        var (alike, letters, hasInitial) = (0, 0, false)
        // A letter stands for what is left of the words that begin with it.
        for (sound, word) in few.sorted(by: { min($0.word.count, 2) > min($1.word.count, 2) }) {
            letters += word.count
            if word.count == 1, let place = left.firstIndex(where: { $0.word.hasPrefix(word) }) {
                letters += left.remove(at: place).word.count - 1
                hasInitial = true
                continue
            }
            let place =
                left.firstIndex { $0.0 == sound && !sound.isEmpty }
                ?? left.firstIndex {
                    Nearest.distance(Array($0.1.utf8), Array(word.utf8)) * 3 <= max(word.utf8.count, 3)
                }
            guard let place else { return nil }
            alike += sound.count
            left.remove(at: place)
        }
        // One consonant alone says nothing.
        guard alike > 1, letters > 2 else { return nil }
        let rest = left.reduce(0) { $0 + $1.1.count }
        let share = Double(letters) / Double(letters + rest)
        let score = alike > 2 ? 0.55 + 0.3 * share : 0.42 + 0.2 * share
        return hasInitial ? (.initials, 0.9 * score) : (.transliterated, score)
    }

    /// Each word of the one is a word of the other, in the order of both, or stands for it by its first letter.
    private func initials(_ mine: [String], _ its: [String]) -> (Candidate.Reason, Double)? {
        guard mine.contains(where: { $0.count == 1 }) || its.contains(where: { $0.count == 1 }) else {
            return nil
        }
        var (few, many) = mine.count <= its.count ? (mine, its) : (its, mine)
        // “Maduro N.”: what stands behind stands for what is before.
        let behind = few.reversed().prefix { $0.count == 1 }.count
        if behind > 0, behind < few.count { few = few.suffix(behind) + few.dropLast(behind) }
        var (rest, whole, letters) = (many[...], 0, 0)
        for word in few {
            func matches(_ other: String) -> Bool {
                other == word || (word.count == 1 && other.hasPrefix(word))
                    || (other.count == 1 && word.hasPrefix(other))
            }
            guard let place = rest.firstIndex(where: matches) else { return nil }
            if rest[place] == word, word.count > 1 { whole += 1 } else { letters += 1 }
            rest = rest[(place + 1)...]
        }
        guard whole > 0, letters > 0 else { return nil }
        return (.initials, few.count == many.count ? 0.88 : 0.8)
    }

    /// All words of the one are words of the other.
    private func part(_ mine: [String], _ its: [String]) -> (Candidate.Reason, Double)? {
        let (few, many) = mine.count <= its.count ? (mine, its) : (its, mine)
        var left = many
        for word in few {
            guard let place = left.firstIndex(of: word) else { return nil }
            left.remove(at: place)
        }
        func letters(_ words: [String]) -> Double { Double(words.reduce(0) { $0 + $1.count }) }
        guard letters(few) > 2 else { return nil }
        let share = letters(few) / max(letters(many), 1)
        return (.part, few.count > 1 ? 0.75 + 0.15 * share : 0.65 + 0.2 * share)
    }

    /// The words differ in a few letters, in whatever order they stand; some of a longer name may be left out.
    private func misspelling(_ mine: [String], _ its: [String]) -> (Candidate.Reason, Double)? {
        let (few, many) = mine.count <= its.count ? (mine, its) : (its, mine)
        var left = many.map { Array($0.utf8) }
        var (letters, differing) = (0, 0)
        for word in few.sorted(by: { $0.count > $1.count }) {
            let bytes = Array(word.utf8)
            var best: (place: Int, distance: Int)?
            for (place, other) in left.enumerated() {
                guard abs(other.count - bytes.count) <= max(1, bytes.count / 3) else { continue }
                let distance = bytes == other ? 0 : Nearest.distance(bytes, other)
                if distance < best?.distance ?? Int.max { best = (place, distance) }
            }
            guard let best, best.distance * 3 <= max(bytes.count, 3) else { return nil }
            letters += max(bytes.count, left[best.place].count)
            differing += best.distance
            left.remove(at: best.place)
        }
        let rest = left.reduce(0) { $0 + $1.count }
        guard letters > 3 else { return nil }
        let alike = 1 - Double(differing) / Double(letters)
        let whole = Double(letters) / Double(letters + rest)
        return (.misspelt, 0.95 * alike * (0.7 + 0.3 * whole))
    }
}

extension StringTransform {
    fileprivate static let latinToGreek = StringTransform("Latin-Greek")
}
