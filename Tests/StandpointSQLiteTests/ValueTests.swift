// What goes in comes out: values of every type, both ways.

import StandpointSQLite
import Testing

private enum Side: String, Bindable, ColumnDecodable { case left, right }

@Suite struct ValueTests {
    private func roundtrip<T: Bindable & ColumnDecodable>(_ value: T) throws -> T? {
        try Connection(.memory).value(T.self, "SELECT ?", value)
    }

    @Test(arguments: [
        "", "Ana", "a\0b", "\0", "👩🏽‍🌾 brigada", "Đặng Thị Hoa", String(repeating: "é", count: 4095),
        String(repeating: "x", count: 8192), String(repeating: "x", count: 8193),
    ])
    func aTextComesBackAsItWas(_ text: String) throws {
        #expect(try roundtrip(text) == text)
        #expect(try roundtrip(Value.text(text)) == .text(text))
        let length = try Connection(.memory).value(Int.self, "SELECT length(CAST(? AS BLOB))", text)
        #expect(length == text.utf8.count)
        let statement = try Connection(.memory).prepare("SELECT ?1")
        try statement.bind(text, at: 1)
        #expect(try statement.cursor().map { try $0.get(0, as: String.self) } == [text])
    }

    @Test func manyTextsOfOneRowDoNotDisturbEachOther() throws {
        let connection = try Connection(.memory)
        let texts = (0..<40).map { String(repeating: "\($0)", count: 50 * ($0 + 1)) }
        let sql = "SELECT " + texts.map { _ in "?" }.joined(separator: ", ")
        let statement = try connection.prepare(sql)
        for texts in [texts, texts.reversed()] {
            var rows = try statement.rows(values: texts.map { .text($0) })
            let row = try #require(try rows.next())
            for (index, text) in texts.enumerated() { #expect(try row.get(index) == text) }
        }
    }

    @Test func aTextOf20MegabytesComesBack() throws {
        let text = String(repeating: "Solidaridad con 🇨🇺. ", count: 800_000)
        #expect(try roundtrip(text) == text)
    }

    @Test func textThatIsNotUTF8IsAnError() throws {
        let connection = try Connection(.memory)
        for bytes: [UInt8] in [
            [0xff], [0xf0, 0x9f, 0x98], [0x61, 0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80],
        ] {
            var rows = try connection.rows("SELECT CAST(? AS TEXT)", bytes)
            let row = try #require(try rows.next())
            let error = try failure { _ = try row.get(0, as: String.self) }
            guard case .invalidText = error else {
                Issue.record("\(error)")
                continue
            }
            #expect(try row.get(0, as: [UInt8].self) == bytes)
            #expect(throws: SQLiteError.self) { try row.withText(0) { _ in } }
        }
        #expect(try roundtrip("\u{FFFD}") == "\u{FFFD}")
    }

    /// What the reader accepts is compared with what the standard library accepts: sequences of the bytes at
    /// which the rules change, at every distance from the start and the end of the words that are read.
    @Test func textIsUTF8ByTheRulesOfTheStandardLibrary() throws {
        let edges: [UInt8] = [
            0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
            0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
        ]
        var sequences: [[UInt8]] = (0...255).map { [$0] }
        for a in edges {
            for b in edges {
                sequences.append([a, b])
                for c in edges { sequences.append([a, b, c]) }
            }
        }
        for a in edges where a >= 0xef {
            for b in edges where b >= 0x7f && b <= 0xc2 {
                for c in edges where c >= 0x7f && c <= 0xc2 {
                    for d in edges where d >= 0x7f && d <= 0xc2 { sequences.append([a, b, c, d]) }
                }
            }
        }
        let statement = try Connection(.memory).prepare("SELECT CAST(? AS TEXT)")
        for (number, sequence) in sequences.enumerated() {
            let before = [UInt8](repeating: 0x61, count: number % 19)
            let after = [UInt8](repeating: 0x62, count: number / 19 % 11)
            let bytes = before + sequence + after
            var rows = try statement.rows(bytes)
            let row = try #require(try rows.next())
            let text = try? row.get(0, as: String.self)
            if text != String(validating: bytes, as: UTF8.self) { Issue.record("\(bytes)") }
        }
    }

    @Test func aTextMayBreakOffAnywhere() throws {
        let statement = try Connection(.memory).prepare("SELECT CAST(? AS TEXT)")
        let text = Array("José — Đặng Thị 👩🏽‍🌾 naïve, solidaridad con 🇨🇺 en 2019".utf8)
        for start in text.indices {
            for end in start...text.count {
                let bytes = Array(text[start..<end])
                var rows = try statement.rows(bytes)
                let row = try #require(try rows.next())
                let read = try? row.get(0, as: String.self)
                if read != String(validating: bytes, as: UTF8.self) { Issue.record("\(bytes)") }
                if let read, !read.utf8.elementsEqual(bytes) { Issue.record("\(bytes)") }
            }
        }
    }

    @Test func numbersAndBytesComeBack() throws {
        #expect(try roundtrip(Int64.min) == .min)
        #expect(try roundtrip(Int64.max) == .max)
        #expect(try roundtrip(UInt32.max) == .max)
        #expect(try roundtrip(Int8.min) == .min)
        #expect(try roundtrip(true) == true)
        #expect(try roundtrip(0.1) == 0.1)
        #expect(try roundtrip(Double.infinity) == .infinity)
        #expect(try roundtrip(Double.nan) == nil)
        #expect(try roundtrip([UInt8]()) == [])
        #expect(try roundtrip([0, 1, 255] as [UInt8]) == [0, 1, 255])
        #expect(try roundtrip([UInt8](repeating: 7, count: 100_000)).map(\.count) == 100_000)
        #expect(try roundtrip(Side.right) == .right)
        #expect(try roundtrip(Value.real(2.5)) == .real(2.5))
        #expect(try Connection(.memory).value(String.self, "SELECT ?", "xay".dropFirst()) == "ay")
        #expect(try Connection(.memory).value("SELECT typeof(?)", nil as Int?) == "null")
    }

    @Test func anUnknownRawValueIsAnError() throws {
        let error = try failure { _ = try Connection(.memory).value(Side.self, "SELECT 'up'") }
        guard case .unknownValue(_, 0, .text("up"), _, _) = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func columnsAreDecodedTogether() throws {
        var rows = try Connection(.memory).rows("SELECT 1, 'a', 2.5, NULL, x'00', 6, 7, 8, 9")
        let row = try #require(try rows.next())
        let (a, b, c, d) = try row.decode(Int.self, String.self, Double.self, Int?.self)
        #expect(a == 1 && b == "a" && c == 2.5 && d == nil)
        let nine = try row.decode(
            Int.self, String.self, Double.self, Int?.self, [UInt8].self, Int.self, Int.self, Int.self,
            Int.self)
        #expect(nine.4 == [0] && nine.8 == 9)
        #expect(try row.name(5) == "6")
        #expect(try row.storageClass(4) == .blob)
    }

    @Test func aTextIsReadInPlaceAndTheCursorWaits() throws {
        let connection = try people("Ana", "Bea")
        var rows = try connection.rows("SELECT name FROM person ORDER BY id")
        let row = try #require(try rows.next())
        let count = try row.withText(0) { span in
            let error = try failure { try connection.close() }
            #expect(error.isMisuse)
            return span.count
        }
        #expect(count == 3)
        #expect(try row.withBytes(0) { $0.byteCount } == 3)
        let statement = try connection.prepare("SELECT name FROM person ORDER BY id")
        #expect(try statement.step())
        let stepped = try #require(statement.row)
        try stepped.withText(0) { span in
            #expect(throws: SQLiteError.self) { try statement.step() }
            statement.reset()
            #expect(span.count == 3)
        }
        #expect(statement.row == nil)
    }

    @Test func textsThatComeAgainAndTextsThatAreAlikeAreReadAsTheyAre() throws {
        let connection = try Connection(.memory)
        // Of all lengths, alike at both ends and in the middle, several times each and in turns.
        let texts = (0..<4000).map { number in
            let length = number * 7 % 150
            let core = Array(repeating: number % 3 == 0 ? "é" : "a", count: length).joined()
            return "the same beginning \(number % 900) \(core) \(number % 5) and the same end"
        }
        try connection.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, text TEXT) STRICT")
        for text in texts + texts { try connection.run("INSERT INTO said (text) VALUES (?)", text) }
        let read = try connection.rows("SELECT text, text || '', substr(text, 5) FROM said ORDER BY id").map {
            try $0.decode(String.self, String.self, String.self)
        }
        #expect(read.map(\.0) == texts + texts)
        #expect(read.allSatisfy { $0.0 == $0.1 && $0.0.dropFirst(4) == $0.2 })
        // Those that come again at once are remembered all along.
        let pairs = try connection.rows("SELECT text FROM said ORDER BY text").map { try $0.text(0) }
        #expect(pairs == (texts + texts).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        // A text that is no UTF-8 is refused however alike it is to one that was read.
        try connection.execute(
            "INSERT INTO said (text) VALUES (CAST(x'" + String(repeating: "61", count: 30)
                + "' AS TEXT)), (CAST(x'"
                + String(repeating: "61", count: 12) + "ff" + String(repeating: "61", count: 17)
                + "' AS TEXT))")
        var last = try connection.rows("SELECT text FROM said ORDER BY id DESC LIMIT 2")
        #expect(throws: SQLiteError.self) { try last.next()?.text(0) }
        #expect(try last.next()?.text(0) == String(repeating: "a", count: 30))
    }
}
