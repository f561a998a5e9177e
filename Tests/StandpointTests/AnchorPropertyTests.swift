// Captures that were changed at random, and texts of everything that makes positions hard.

import Foundation
import StandpointTestSupport
import Testing

@testable import Standpoint

@Suite("An anchor, over thousands of generated cases")
struct AnchorPropertyTests {
    /// A text as pieces, each of which can be followed through changes.
    struct Paper {
        struct Piece {
            let id: Int
            let text: String
        }
        /// Sentences of pieces.
        var sentences: [[Piece]] = []
        private var next = 0

        static let words = [
            "peace", "war", "the", "delegates", "“no”", "\"no\"", "e\u{301}lite", "\u{E9}lite", "🇨🇺", "👩‍👩‍👧",
            "of", "blockade", "السلام", "לכולם", "한국", "e\u{FB03}cient", "efficient", "1\u{A0}350", "1 350",
            "people’s",
            "people's", "2015–2019", "2015-2019", "and", "unity", "justice", "land", "bread", "x", "y", "z",
            "now", "10²", "102", "1½", "11⁄2", "350", "1,350", "moral", "immoral", "violent", "can", "can’t",
        ]

        mutating func piece(_ dice: inout SeededGenerator) -> Piece {
            next += 1
            let gap = [" ", " ", " ", " ", "  ", "\n", "\r\n", "\t", ", ", " — "][
                Int.random(in: 0..<10, using: &dice)]
            return Piece(
                id: next, text: Paper.words[Int.random(in: 0..<Paper.words.count, using: &dice)] + gap)
        }

        init(sentences count: Int, _ dice: inout SeededGenerator) {
            for _ in 0..<count {
                if sentences.count > 2, Int.random(in: 0..<6, using: &dice) == 0 {
                    // A sentence that stands there already, word for word.
                    let copy = sentences[Int.random(in: 0..<sentences.count, using: &dice)]
                    sentences.append(copy.map { Piece(id: -next - $0.id * 1000, text: $0.text) })
                } else {
                    next += 1
                    let words = (0..<Int.random(in: 3...12, using: &dice)).map { _ in piece(&dice) }
                    sentences.append(words + [Piece(id: next, text: "all.\n\n")])
                }
            }
        }

        var pieces: [Piece] { Array(sentences.joined()) }
        var text: String { pieces.map(\.text).joined() + "." }

        /// Words put in, left out and replaced, and sentences moved, left out and repeated.
        mutating func change(_ dice: inout SeededGenerator, times: Int) {
            for _ in 0..<times where !sentences.isEmpty {
                let place = Int.random(in: 0..<sentences.count, using: &dice)
                let word = Int.random(in: 0..<max(1, sentences[place].count), using: &dice)
                switch Int.random(in: 0..<10, using: &dice) {
                case 0, 1: sentences[place].insert(piece(&dice), at: min(word, sentences[place].count))
                case 2, 3: if word < sentences[place].count { sentences[place].remove(at: word) }
                case 4, 5: if word < sentences[place].count { sentences[place][word] = piece(&dice) }
                // Another word that has this one in it.
                case 8:
                    if word < sentences[place].count {
                        next += 1
                        let before = ["un", "1", "1,", "non-", "im"][Int.random(in: 0..<5, using: &dice)]
                        sentences[place][word] = Piece(id: next, text: before + sentences[place][word].text)
                    }
                case 9:
                    if word < sentences[place].count {
                        next += 1
                        let text = sentences[place][word].text
                        let letters = text.prefix { !$0.isWhitespace && $0 != "," }
                        let behind = ["ful", "0", ",000", "-like", "’t"][Int.random(in: 0..<5, using: &dice)]
                        sentences[place][word] = Piece(
                            id: next, text: "\(letters)\(behind)\(text.dropFirst(letters.count))")
                    }
                case 6:
                    let moved = sentences.remove(at: place)
                    sentences.insert(moved, at: Int.random(in: 0...sentences.count, using: &dice))
                default:
                    if sentences.count > 2 { sentences.remove(at: place) }
                }
            }
        }
    }

    /// What is the same when only the typing differs, written independently: letters in canonical form, a few
    /// ligatures, and the plain quotes and dashes without white space next to them.
    static func plain(_ text: String) -> String {
        var result = ""
        let letters = ["\u{FB03}": "ffi", "\u{FB01}": "fi", "œ": "oe"]
        for character in text.decomposedStringWithCanonicalMapping {
            switch character {
            case "“", "”", "„", "«", "»": result += "\""
            case "‘", "’": result += "'"
            case "–", "—", "−", "‐", "‑": result += "-"
            case "\u{200B}", "\u{AD}", "\u{2060}", "\u{FEFF}": break
            case _ where character.isWhitespace: result += " "
            default: result += letters[String(character)] ?? String(character)
            }
        }
        for (pattern, plain) in [(" +", " "), (" ?\" ?", "\""), (" ?-[- ]*", "-")] {
            result = result.replacingOccurrences(of: pattern, with: plain, options: .regularExpression)
        }
        return result.trimmingCharacters(in: CharacterSet(charactersIn: " "))
    }

    /// A word with what a hyphen or an apostrophe adds to it, or a number with its groups and decimals.
    static let word =
        "[\\p{L}\\p{M}\\p{N}]+(?:(?:[-‐‑]|(?<=\\p{Nd})[.,'’](?=\\p{Nd})|(?<=[\\p{L}\\p{M}\\p{N}])['’](?=[\\p{L}\\p{N}])"
        + "|(?<=(?<!\\p{Nd})\\p{Nd}{1,3})\\p{Zs}(?=\\p{Nd}{3}(?!\\p{Nd})))[\\p{L}\\p{M}\\p{N}]+)*"

    /// The places of a text, in code points, that lie within a word or a number, written independently.
    static func inWords(_ text: String) -> Set<Int> {
        var found: Set<Int> = []
        var from = text.startIndex
        while let range = text.range(of: word, options: .regularExpression, range: from..<text.endIndex) {
            let start = text.unicodeScalars.distance(from: text.startIndex, to: range.lowerBound)
            var last: Unicode.Scalar?
            for (index, scalar) in text[range].unicodeScalars.enumerated() {
                // Behind l’ a word begins.
                if let last, last != "'", last != "’" { found.insert(start + index) }
                last = scalar
            }
            from = range.upperBound
        }
        return found
    }

    @Test(
        "in a changed capture has the same words unless it is marked fuzzy, and is at the right place",
        arguments: [(UInt64(101), Double?.none), (102, 0.4), (103, nil), (104, 0.8)])
    func changes(_ seed: UInt64, _ fuzzy: Double?) throws {
        var dice = SeededGenerator(seed)
        var counts: [AnchorOutcome: Int] = [:]
        var (known, right) = (0, 0)
        let kb = try KnowledgeBase.inMemory()
        for number in 0..<60 {
            var paper = Paper(sentences: Int.random(in: 3...25, using: &dice), &dice)
            let (before, old, sentences) = (paper.pieces, paper.text, paper.sentences)
            paper.change(&dice, times: Int.random(in: 0...20, using: &dice))
            let (after, new) = (paper.pieces, paper.text)
            let oldStarts = Self.starts(before)
            let newStarts = Self.starts(after)
            let (cutsBefore, cutsAfter) = (Self.inWords(old), Self.inWords(new))
            var pieces: [ID<Passage>: Range<Int>] = [:]
            let report = try kb.edit(by: "desk") { edit in
                let first = try edit.document("first-\(number)", title: "First", text: old)
                for _ in 0..<25 {
                    let from = Int.random(in: 0..<before.count, using: &dice)
                    let to = min(before.count, from + Int.random(in: 1...8, using: &dice))
                    let gap = before[to - 1].text.unicodeScalars.reversed().prefix {
                        $0.properties.isWhitespace || $0 == "," || $0 == "—"
                    }.count
                    pieces[try edit.passage(first.at(oldStarts[from]..<(oldStarts[to] - gap)))] = from..<to
                }
                let second = try edit.document(
                    "second-\(number)", title: "Second", text: new, supersedes: first)
                return try edit.reanchor(from: first, to: second, fuzzy: fuzzy)
            }
            #expect(report.count == pieces.count)
            let all = try kb.passages.of("first-\(number)").all() + kb.passages.of("second-\(number)").all()
            let passages = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
            for one in report {
                counts[one.outcome, default: 0] += 1
                let quote = try #require(passages[one.passage]?.quote)
                let found = one.newPassage.flatMap { passages[$0] }
                let words = found?.quote
                switch one.outcome {
                case .exact, .moved:
                    #expect(words.map(Self.plain) == Self.plain(quote))
                    #expect(
                        (found?.position?.lowerBound == passages[one.passage]?.position?.lowerBound)
                            == (one.outcome == .exact))
                    #expect(one.score == nil)
                    // Whole words are not parts of others now, and something around them is what it was.
                    let (was, now) = try (
                        #require(passages[one.passage]?.position), #require(found?.position)
                    )
                    #expect(
                        cutsBefore.contains(was.lowerBound) || !cutsAfter.contains(now.lowerBound), "\(quote)"
                    )
                    #expect(
                        cutsBefore.contains(was.upperBound) || !cutsAfter.contains(now.upperBound), "\(quote)"
                    )
                    #expect(one.context ?? 0 > 0)
                case .fuzzy:
                    let score = try #require(one.score)
                    #expect(score < 1 && score >= fuzzy ?? 2)
                case .ambiguous: #expect(one.newPassage == nil)
                case .orphaned:
                    #expect(one.newPassage == nil)
                    // What stood there once and stands there once is found.
                    let once = [old, new].allSatisfy {
                        Self.plain($0).components(separatedBy: Self.plain(quote)).count == 2
                    }
                    #expect(!once || Self.isCut(quote, in: new), "\(quote)")
                }
                // Where the very same pieces still stand together, that is where it is.
                guard one.outcome == .exact || one.outcome == .moved, let range = pieces[one.passage] else {
                    continue
                }
                let ids = before[range].map(\.id)
                guard
                    let place = after.indices.first(where: { after[$0...].prefix(ids.count).map(\.id) == ids }
                    )
                else { continue }
                known += 1
                let start = try #require(found?.position?.lowerBound)
                if start == newStarts[place]
                    || Self.isCopy(of: range, sentences, old, oldStarts, in: new, at: start)
                {
                    right += 1
                }
            }
        }
        #expect(
            try kb.number(
                """
                SELECT count(*) FROM passage p JOIN document d ON d.id = p.document_id
                WHERE quote IS NOT substr(text, start_offset + 1, end_offset - start_offset)
                """) == 0)
        #expect(try kb.read { try $0.problems() }.isEmpty)
        for outcome in AnchorOutcome.allCases where outcome != .fuzzy || fuzzy != nil {
            #expect(counts[outcome, default: 0] > 10, "\(outcome): \(counts)")
        }
        #expect(known > 250)
        #expect(Double(right) >= 0.99 * Double(known), "\(right) of \(known)")
    }

    /// Whether the words stand in a text as parts of others.
    static func isCut(_ quote: String, in text: String) -> Bool {
        let text = plain(text)
        guard let range = text.range(of: plain(quote), options: .literal) else { return false }
        return !inWords(text).isDisjoint(
            with: [range.lowerBound, range.upperBound].map {
                text.unicodeScalars.distance(from: text.startIndex, to: $0)
            })
    }

    /// Whether the sentences of some pieces stand, letter for letter, around a place of the new text.
    private static func isCopy(
        of range: Range<Int>, _ sentences: [[Paper.Piece]], _ old: String, _ starts: [Int], in new: String,
        at place: Int
    ) -> Bool {
        var (first, from, to) = (0, 0, 0)
        for sentence in sentences {
            if first <= range.lowerBound { from = first }
            first += sentence.count
            if to < range.upperBound { to = first }
        }
        let words = old.unicodeScalars.dropFirst(starts[from]).prefix(starts[to] - starts[from])
        let start = place - (starts[range.lowerBound] - starts[from])
        return start >= 0 && new.unicodeScalars.dropFirst(start).starts(with: words)
    }

    /// How many code points stand before each piece, and behind the last.
    static func starts(_ pieces: [Paper.Piece]) -> [Int] {
        pieces.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.text.unicodeScalars.count) }
    }

    @Test("round-trips at every code point of any text, as it does in SQLite")
    func everyPosition() throws {
        let kb = try KnowledgeBase.inMemory()
        var dice = SeededGenerator(211)
        var cases = 0
        for number in 0..<12 {
            let text = EvidenceTests.randomText(&dice, count: 120)
            let scalars = Array(text.unicodeScalars)
            try kb.edit(by: "desk") { edit in
                let document = try edit.document("text-\(number)", title: "Text", text: text)
                let again = try edit.document(
                    "again-\(number)", title: "Text", text: "\u{1F54A}x\r\n" + text, supersedes: document)
                for start in scalars.indices {
                    let end = min(scalars.count, start + Int.random(in: 1...5, using: &dice))
                    let id = try edit.passage(document.at(start..<end))
                    #expect(try edit.passage(document.at(start..<end)) == id)
                    cases += 1
                }
                let shift = 4
                for one in try edit.reanchor(from: document, to: again) {
                    guard let new = one.newPassage else { continue }
                    let same = try edit.connection.value(
                        Bool.self,
                        """
                        SELECT a.quote = b.quote AND (?3 OR b.start_offset = a.start_offset + ?4)
                        FROM passage a, passage b WHERE a.id = ?1 AND b.id = ?2
                        """, one.passage, new, one.context != 1, shift)
                    #expect(same == true)
                }
            }
        }
        #expect(cases > 1400)
        let passages = try kb.passages.all()
        for passage in passages {
            let position = try #require(passage.position)
            #expect(position.count == passage.quote?.unicodeScalars.count)
        }
        #expect(
            try kb.number(
                """
                SELECT count(*) FROM passage p JOIN document d ON d.id = p.document_id
                WHERE quote IS NOT substr(text, start_offset + 1, end_offset - start_offset)
                """) == 0)
    }

    @Test("of words typed otherwise is found all the same, and keeps the text's own wording")
    func retyped() throws {
        var dice = SeededGenerator(223)
        var (found, several) = (0, 0)
        for _ in 0..<40 {
            let paper = Paper(sentences: 12, &dice)
            let pieces = paper.pieces
            let kb = try KnowledgeBase.inMemory()
            try kb.edit(by: "desk") { edit in
                let document = try edit.document("text", title: "Text", text: paper.text)
                for _ in 0..<60 {
                    let from = Int.random(in: 0..<pieces.count, using: &dice)
                    let to = min(pieces.count, from + Int.random(in: 2...10, using: &dice))
                    let words = pieces[from..<to].map(\.text).joined()
                    let typed = Self.retype(words, &dice)
                    do {
                        let id = try edit.passage(document.quoting(typed))
                        let quote = try edit.connection.value(
                            String.self, "SELECT quote FROM passage WHERE id = ?", id)
                        #expect(Self.plain(quote ?? "") == Self.plain(words), "\(typed)")
                        #expect(quote.map { paper.text.unicodeScalars.contains($0.unicodeScalars) } == true)
                        found += 1
                    } catch StandpointError.quoteAmbiguous {
                        several += 1
                    }
                }
            }
        }
        #expect(found > 1500 && found + several == 2400)
    }

    /// The same words as somebody else would type them.
    static func retype(_ words: String, _ dice: inout SeededGenerator) -> String {
        func pick(_ variants: [String]) -> String {
            variants[Int.random(in: 0..<variants.count, using: &dice)]
        }
        var typed = ""
        for character in words {
            switch character {
            case _ where character.isWhitespace: typed += pick([" ", "\n", "\u{A0}", "  ", "\t", "\u{202F}"])
            case "“", "”", "\"": typed += pick(["\"", "“", "”", "« ", " „"])
            case "’", "'": typed += pick(["'", "’", "‘"])
            case "–", "—", "-": typed += pick(["-", "–", "—", "‑", "--", " - "])
            case "\u{FB03}": typed += pick(["ffi", "\u{FB03}", "f\u{FB01}"])
            default: typed.append(character)
            }
        }
        return [
            typed, typed.precomposedStringWithCanonicalMapping, typed.decomposedStringWithCanonicalMapping,
        ][Int.random(in: 0..<3, using: &dice)]
    }
}
