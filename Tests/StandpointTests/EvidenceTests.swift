// Quotes: found in any text, kept in the text's own wording, at positions that SQLite counts alike.

import Foundation
import StandpointSQLite
import StandpointTestSupport
import Testing

@testable import Standpoint

@Suite("A quote")
struct EvidenceTests {
    /// What SQL gives back for a passage: the document's words at its position.
    private static func check(
        _ text: String, _ quote: String, prefix: String? = nil, suffix: String? = nil
    ) throws -> (stored: String, cut: String, start: Int, end: Int) {
        let kb = try KnowledgeBase.inMemory()
        let id = try kb.edit(by: "desk") { edit in
            let report = try edit.document("report", title: "Report", text: text)
            return try edit.passage(report.quoting(quote, prefix: prefix, suffix: suffix))
        }
        let found = try kb.read { snapshot in
            try snapshot.connection.first(
                """
                SELECT quote, substr(text, start_offset + 1, end_offset - start_offset),
                    start_offset, end_offset
                FROM passage p JOIN document d ON d.id = p.document_id WHERE p.id = ?
                """, id
            ) { try $0.decode(String.self, String.self, Int.self, Int.self) }
        }
        return try #require(found)
    }

    static let nasty: [(text: String, quote: String, words: String, start: Int)] = [
        ("Line one\r\nline two\r\nline three", "one line two", "one\r\nline two", 5),
        ("Caf\u{E9} society", "Cafe\u{301}", "Caf\u{E9}", 0),
        ("Cafe\u{301} society", "Caf\u{E9} society", "Cafe\u{301} society", 0),
        ("The 🇨🇺 flag and the 🇻🇪 flag", "🇻🇪 flag", "🇻🇪 flag", 20),
        ("A family 👩‍👩‍👧 marched", "👩‍👩‍👧 marched", "👩‍👩‍👧 marched", 9),
        ("Thumbs 👍🏽 up", "👍🏽 up", "👍🏽 up", 7),
        ("قال الرئيس إن السلام ممكن", "السلام ממכן", "", 0),
        ("قال الرئيس إن السلام ممكن", "السلام ممكن", "السلام ممكن", 14),
        ("שלום לכולם היום", "לכולם", "לכולם", 5),
        ("an e\u{FB03}cient \u{FB01}ght", "efficient fight", "e\u{FB03}cient \u{FB01}ght", 3),
        ("She said “no pasarán” to it", "\"no pasarán\"", "“no pasarán”", 9),
        ("It’s the people’s voice", "people's voice", "people’s voice", 9),
        ("1\u{A0}350\u{202F}delegates came", "1 350 delegates", "1\u{A0}350\u{202F}delegates", 0),
        ("soli\u{AD}dar\u{AD}ity meeting", "solidarity meeting", "soli\u{AD}dar\u{AD}ity meeting", 0),
        ("2015–2019 — years", "2015-2019 - years", "2015–2019 — years", 0),
        ("zero\u{200B}width", "zerowidth", "zero\u{200B}width", 0),
        ("ｆｕｌｌ width", "full width", "ｆｕｌｌ width", 0),
        ("가나다 한국어", "\u{1112}\u{1161}\u{11AB}국어", "한국어", 4),
        ("  spaced\t\tout \n text", "spaced out text", "spaced\t\tout \n text", 2),
        ("It´s 5″ wide", "It's 5\" wide", "It´s 5″ wide", 0),
        ("a ¨b c", "¨b", "¨b", 2),
        ("wait… then", "wait... then", "wait… then", 0),
        ("« Non », dit-il", "\"Non\", dit-il", "« Non », dit-il", 0),
        ("«\u{A0}Non\u{A0}», dit-il", "«Non», dit-il", "«\u{A0}Non\u{A0}», dit-il", 0),
        ("sagte »Nein« laut", "sagte \"Nein\" laut", "sagte »Nein« laut", 0),
        ("「平和」と", "\"平和\"と", "「平和」と", 0),
        ("the plan—bold", "the plan--bold", "the plan—bold", 0),
        ("the plan--bold", "the plan — bold", "the plan--bold", 0),
        ("the plan — bold", "the plan - bold", "the plan — bold", 0),
        ("an œuvre, Æon", "oeuvre, AEon", "œuvre, Æon", 3),
        (
            "pea\u{200E}ce \u{202B}now\u{202C} here", "peace now here",
            "pea\u{200E}ce \u{202B}now\u{202C} here", 0
        ),
        ("na\u{200C}me p\u{200D}eace", "name peace", "na\u{200C}me p\u{200D}eace", 0),
        ("\u{2067}peace\u{2069}\u{180E} now", "peace now", "peace\u{2069}\u{180E} now", 1),
        ("soli\u{AD}\n  darity is key", "solidarity is key", "soli\u{AD}\n  darity is key", 0),
        ("peace\u{AD}\r\nful end", "peaceful end", "peace\u{AD}\r\nful end", 0),
        ("ﻣﺮﺣﺒﺎ", "مرحبا", "ﻣﺮﺣﺒﺎ", 0),
        ("𝕬 mathematical 𐍈 letter", "𐍈 letter", "𐍈 letter", 15),
    ]

    @Test(
        "is found however it was typed, and kept as the text has it, at positions in code points",
        arguments: nasty)
    func nastyTexts(_ text: String, _ quote: String, _ words: String, _ start: Int) throws {
        guard !words.isEmpty else {
            #expect(throws: StandpointError.self) { try Self.check(text, quote) }
            return
        }
        let found = try Self.check(text, quote)
        #expect(Array(found.stored.unicodeScalars) == Array(words.unicodeScalars))
        #expect(Array(found.cut.unicodeScalars) == Array(words.unicodeScalars))
        #expect(found.start == start)
        #expect(found.end - found.start == words.unicodeScalars.count)
    }

    @Test(
        "is no other number, sign or letter, however compatible Unicode holds them",
        arguments: [
            ("x² is", "x2 is"), ("x2 is", "x² is"), ("H₂O is", "H2O is"), ("½ of it", "1⁄2 of it"),
            ("point ①", "point 1"), ("part Ⅳ", "part IV"), ("Nº 5", "No 5"), ("Peace now", "peace now"),
            ("café", "cafe"), ("Straße", "Strasse"), ("𝕬 day", "A day"),
            ("👩‍👩‍👧 came", "👩👩👧 came"),
        ])
    func otherSigns(_ text: String, _ quote: String) {
        #expect(DocumentText(text).matches(of: quote).isEmpty)
    }

    @Test("never cuts a letter off its accents, at either end")
    func wholeLetters() throws {
        let text = DocumentText("cafe\u{301} and resume\u{301}s, e\u{301}")
        #expect(text.matches(of: "cafe").isEmpty)
        #expect(text.matches(of: "resume").isEmpty)
        #expect(text.matches(of: "\u{301} and").isEmpty)
        #expect(text.matches(of: "cafe\u{301}").count == 1)
        #expect(text.matches(of: "caf").count == 1)
        // Nor off what makes one character of several: half a flag, half a ligature, one of a family.
        #expect(DocumentText("an e\u{FB03}cient way").matches(of: "ef").isEmpty)
        #expect(DocumentText("1\u{FB03}1").matches(of: "fi1").isEmpty)
    }

    /// A text of everything that makes positions hard.
    static func randomText(_ dice: inout SeededGenerator, count: Int) -> String {
        let pieces = [
            "a", "b", " ", "  ", "\n", "\r\n", "\t", "e\u{301}", "\u{E9}", "o\u{302}\u{323}", "🇨🇺", "🇻🇪",
            "👩‍👩‍👧",
            "👍🏽", "😀",
            "“", "”", "’", "‘", "\u{A0}", "\u{202F}", "\u{AD}", "\u{200B}", "\u{FB01}", "\u{FB03}", "–", "—",
            "-", "'",
            "\"", "م", "ش", "\u{64B}", "ש", "ל", "한", "\u{1112}\u{1161}\u{11AB}", "漢", "字", "𐍈", "½", "①",
            "ß", "İ",
            "Å", "\u{212B}", "word", "peace", ".", ",", "\u{FEFF}", "\u{2060}", "`", "´", "…",
        ]
        return (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &dice)] }.joined()
    }

    @Test("from anywhere in any text is in SQLite's own substr, thousands of times")
    func randomQuotes() throws {
        let kb = try KnowledgeBase.inMemory()
        var dice = SeededGenerator(41)
        var (unique, several) = (0, 0)
        try kb.edit(by: "desk") { edit in
            for number in 0..<30 {
                let source = Self.randomText(&dice, count: 160) + "."
                let report = try edit.document("text-\(number)", title: "Text \(number)", text: source)
                let characters = Array(source)
                for _ in 0..<100 {
                    let from = Int.random(in: 0..<characters.count, using: &dice)
                    let to = Int.random(in: (from + 1)...min(characters.count, from + 40), using: &dice)
                    let words = String(characters[from..<to])
                    let retyped = [
                        words, words.precomposedStringWithCanonicalMapping,
                        words.decomposedStringWithCanonicalMapping,
                        words.replacing("\u{A0}", with: " ").replacing("“", with: "\"").replacing(
                            "\u{200B}w", with: "w"),
                    ][Int.random(in: 0..<4, using: &dice)]
                    do {
                        let id = try edit.passage(report.quoting(retyped))
                        let stored = try edit.connection.value(
                            String.self, "SELECT quote FROM passage WHERE id = ?", id)
                        let quote = try #require(stored)
                        // What was found says the same: the words alike when folded.
                        #expect(Folding(quote).trimmed == Folding(words).trimmed)
                        unique += 1
                    } catch let StandpointError.quoteAmbiguous(_, _, count, contexts) {
                        #expect(count > 1 && !contexts.isEmpty)
                        several += 1
                    } catch let StandpointError.quoteNotFound(quote, _, _) {
                        // Only what has no visible letter at all may be missing.
                        #expect(Folding(quote).trimmed.isEmpty, "\(quote.unicodeScalars.map { $0.value })")
                    }
                }
            }
        }
        #expect(unique > 1500 && several > 100)
        let wrong = try kb.number(
            """
            SELECT count(*) FROM passage p JOIN document d ON d.id = p.document_id
            WHERE quote IS NOT substr(text, start_offset + 1, end_offset - start_offset)
                OR (start_offset > 0 AND quote = '')
            """)
        #expect(wrong == 0)
        #expect(try kb.read { try $0.problems() }.isEmpty)
    }

    @Test("by position is the text's code points from one to the other, thousands of times")
    func randomPositions() throws {
        let kb = try KnowledgeBase.inMemory()
        var dice = SeededGenerator(43)
        let source = Self.randomText(&dice, count: 3000)
        let scalars = Array(source.unicodeScalars)
        try kb.edit(by: "desk") { edit in
            let report = try edit.document("report", title: "Report", text: source)
            for _ in 0..<1500 {
                let from = Int.random(in: 0..<scalars.count, using: &dice)
                let to = Int.random(in: (from + 1)...min(scalars.count, from + 60), using: &dice)
                let id = try edit.passage(report.at(from..<to))
                let quote = try edit.connection.value(
                    String.self, "SELECT quote FROM passage WHERE id = ?", id)
                #expect(quote.map { Array($0.unicodeScalars) } == Array(scalars[from..<to]))
            }
            #expect(throws: StandpointError.self) { try edit.passage(report.at(0..<(scalars.count + 1))) }
            #expect(throws: StandpointError.self) { try edit.passage(report.at(5..<5)) }
            #expect(throws: StandpointError.self) { try edit.passage(report.at(-1..<5)) }
        }
        #expect(
            try kb.number(
                """
                SELECT count(*) FROM passage p JOIN document d ON d.id = p.document_id
                WHERE quote IS NOT substr(text, start_offset + 1, end_offset - start_offset)
                """) == 0)
    }

    static let speech = """
        The peace of the people is near. The delegates spoke of peace and of unity. \
        Whoever wants peace must want justice.
        """

    @Test("that stands several times is refused with the count and with what stands around each")
    func ambiguous() throws {
        let kb = try KnowledgeBase.inMemory()
        let error = #expect(throws: StandpointError.self) {
            try kb.edit(by: "desk") { edit in
                let report = try edit.document("speech", title: "Speech", text: Self.speech)
                try edit.passage(report.quoting("peace"))
            }
        }
        guard case .quoteAmbiguous("peace", "speech", 3, let contexts)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(contexts.count == 3)
        #expect(contexts[0].contains("The [peace] of the people"))
        #expect(error?.description.contains("3 times in speech") == true)
        #expect(error?.description.contains("prefix or suffix") == true)
        #expect(try kb.number("SELECT count(*) FROM document") == 0)
    }

    @Test("in marks that the keyboard has stands where print has others too")
    func twins() throws {
        let text = "“Peace” is our motto. He wrote \"Peace\" later."
        #expect(throws: StandpointError.self) { try Self.check(text, "\"Peace\"") }
        #expect(try Self.check(text, "\"Peace\"", suffix: " is our").start == 0)
        #expect(try Self.check(text, "“Peace”", prefix: "wrote ").start == 31)
    }

    @Test("that stands several times is told apart by the words before or after it")
    func prefixAndSuffix() throws {
        #expect(try Self.check(Self.speech, "peace", prefix: "spoke of").start == 56)
        #expect(try Self.check(Self.speech, "peace", suffix: "and of unity").start == 56)
        #expect(try Self.check(Self.speech, "peace", prefix: "The ").start == 4)
        #expect(try Self.check(Self.speech, "peace", suffix: " must").start == 90)
        #expect(throws: StandpointError.self) { try Self.check(Self.speech, "peace", prefix: "war and") }
    }

    @Test("that is not in the text is refused with the words that are nearest to it")
    func missing() throws {
        let error = #expect(throws: StandpointError.self) {
            try Self.check(Self.speech, "The delegates talked of peace and unity")
        }
        guard case .quoteNotFound(_, "report", let nearest)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(nearest?.contains("delegates spoke of peace") == true)
        let other = #expect(throws: StandpointError.self) {
            try Self.check(Self.speech, "Quantum chromodynamics")
        }
        guard case .quoteNotFound(_, _, nil)? = other else {
            Issue.record("\(String(describing: other))")
            return
        }
        #expect(throws: StandpointError.self) { try Self.check(Self.speech, "") }
        #expect(throws: StandpointError.self) { try Self.check(Self.speech, " \u{200B}\n") }
    }

    @Test("of a source without archived text is pointed at by its locator")
    func locator() throws {
        let kb = try KnowledgeBase.inMemory()
        let id = try kb.edit(by: "desk") { edit in
            let video = try edit.document("video", title: "Video")
            #expect(throws: StandpointError.self) { try edit.passage(video.quoting("we will not yield")) }
            let first = try edit.passage(video.at("00:14:05", quote: "we will not yield"))
            #expect(try edit.passage(video.at("00:14:05", quote: "we will not yield")) == first)
            return first
        }
        #expect(
            try kb.texts("SELECT locator || ': ' || quote FROM passage WHERE id = \(id)") == [
                "00:14:05: we will not yield"
            ])
    }

    @Test("is found in a text of 20 MB, near its end, through accents and line ends")
    func largeText() throws {
        let filler = "The delegates spoke of peace, of unité and of justice.\r\n"
        let text =
            String(repeating: filler, count: (20 << 20) / filler.utf8.count) + "“Hands off Cuba”, they said."
        let found = try Self.check(text, "\"Hands off Cuba\", they said.")
        #expect(found.stored == "“Hands off Cuba”, they said.")
        #expect(found.cut == found.stored)
    }
}

@Suite("SHA-256")
struct SHA256Tests {
    @Test("gives the digests of the standard")
    func vectors() {
        let known: [(String, String)] = [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopq"
                    + "rlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ]
        for (text, digest) in known {
            #expect(SHA256.hex(text.utf8) == digest)
            #expect(SHA256.hex(Array(text.utf8)) == digest)
            #expect(SHA256.hex(text.utf8.lazy.map { $0 }) == digest)
        }
    }

    @Test("is right at the lengths where the padding needs another block")
    func padding() {
        let digests = [
            "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318",
            "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a",
            "f13b2d724659eb3bf47f2dd6af1accc87b81f09f59f2b75e5c0bed6589dfe8c6",
            "d5c039b748aa64665782974ec3dc3025c042edf54dcdc2b5de31385b094cb678",
            "111bb261277afd65f0744b247cd3e47d386d71563d0ed995517807d5ebd4fba3",
            "11ee391211c6256460b6ed375957fadd8061cafbb31daf967db875aebd5aaad4",
            "35d5fc17cfbbadd00f5e710ada39f194c5ad7c766ad67072245f1fad45f0f530",
            "f506898cc7c2e092f9eb9fadae7ba50383f5b46a2a4fe5597dbb553a78981268",
            "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34",
            "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb",
            "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0",
        ]
        for (offset, digest) in digests.enumerated() {
            #expect(SHA256.hex([UInt8](repeating: UInt8(ascii: "a"), count: 55 + offset)) == digest)
        }
    }
}
