// The view `problem`: everything that breaks a rule, whoever let it in.

import Standpoint
import StandpointTestSupport
import Testing

@Suite("The view problem")
struct ProblemTests {
    /// A file whose triggers are gone, as if they had never been there; foreign keys are off in the shell anyway.
    private func unguarded() throws -> SmallFile {
        let file = try SmallFile()
        let drops = try sqlite3(
            file.path, "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE type = 'trigger'")
        #expect(try sqlite3(file.path, drops.output).errors == "")
        return file
    }

    @Test("is empty for a file that keeps the rules")
    func healthy() throws {
        let file = try SmallFile()
        #expect(try sqlite3(file.path, "SELECT * FROM problem").output == "")
    }

    @Test("is not all that is asked: what the schema lacks, or has otherwise, is a problem too")
    func schema() throws {
        func problems(_ path: String) throws -> [String] {
            let kb = try KnowledgeBase(at: path)
            defer { try? kb.close() }
            return try kb.problems().map(\.message)
        }
        let file = try SmallFile()
        // Restored from a dump, and with tables and views of others.
        let dump = try sqlite3(file.path, ".dump").output
        let marks = "PRAGMA application_id = 0x53744e64; PRAGMA user_version = 1;"
        let restored = file.path + "-restored"
        #expect(
            try sqlite3(
                restored,
                dump + marks
                    + "CREATE TABLE mine (a); CREATE VIEW mine_too AS SELECT * FROM stance; INSERT INTO mine VALUES (1);"
            ).errors == "")
        // The sum of its text is made up.
        let own = try problems(restored)
        #expect(own == ["sha256: the text is not the one that was archived"])
        #expect(
            try sqlite3(
                restored,
                "DROP TRIGGER stance_history_update; DROP VIEW problem; CREATE VIEW problem AS SELECT '' AS table_name, 0 AS row_id, '' AS problem WHERE 0;"
            ).errors == "")
        let found = try problems(restored)
        #expect(found.count == 2 + own.count)
        #expect(found.contains { $0.hasPrefix("the trigger stance_history_update is missing") })
        #expect(found.contains { $0.hasPrefix("the view problem is not the one that this version makes") })
        // Without a table the others cannot be asked.
        #expect(try sqlite3(restored, "DROP TABLE stance_history").errors == "")
        #expect(try problems(restored).contains { $0.hasPrefix("the table stance_history is missing") })
    }

    @Test("lists every reference to a row that is not there, whatever the table")
    func references() throws {
        let file = try unguarded()
        let keys = try sqlite3(
            file.path,
            """
            SELECT m.name, f."from" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
            WHERE m.type = 'table' ORDER BY 1, 2
            """
        ).output.split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
        #expect(keys.count > 50)
        // Tables that the small file has no row of.
        let rows = """
            INSERT INTO identity_judgement (id, left_id, right_id, verdict, author, reason, revision_id) VALUES (1, 1, 3, 'unsure', 'x', 'y', 1);
            INSERT INTO conflict (id, table_name, row_id, column_name, value, revision_id) VALUES (1, 'entity', 1, 'name', 'x', 1);
            INSERT INTO dossier (id, key, sha256, revision_id) VALUES (1, 'd', '', 1);
            INSERT INTO dossier_row (table_name, row_id, dossier_id) VALUES ('entity', 1, 1);
            INSERT INTO document (id, key, title, supersedes_id, revision_id) VALUES (2, 'later', 'Later', 1, 1);
            INSERT INTO passage (id, document_id, locator, revision_id) VALUES (2, 2, 'page 1', 1);
            INSERT INTO passage_anchor (id, passage_id, document_id, outcome, new_passage_id, revision_id) VALUES (1, 1, 2, 'moved', 2, 1);
            """
        #expect(try sqlite3(file.path, rows).errors == "")
        for key in keys {
            let (table, column) = (key[0], key[1])
            let value = table == "stance" && column == "act" ? "'nothing'" : "99999"
            let condition = column == "id" ? "id = (SELECT max(id) FROM \(table))" : "1"
            let sql = """
                BEGIN;
                PRAGMA ignore_check_constraints = on;
                UPDATE \(table) SET \(column) = \(value) WHERE \(condition);
                SELECT problem FROM problem WHERE table_name = '\(table)' AND problem LIKE '\(column): there is no %';
                ROLLBACK;
                """
            let outcome = try sqlite3(file.path, sql)
            #expect(
                outcome.output.contains("\(column): there is no "), "\(table).\(column) \(outcome.errors)")
        }
    }

    @Test(
        "lists what breaks a rule of meaning",
        arguments: [
            (
                "UPDATE stance SET holder_id = 2",
                "holder_id: it must be a person, an organization or an event, not a topic"
            ),
            ("UPDATE stance SET event_id = 1", "event_id: it must be an event, not a person"),
            ("UPDATE stance SET polarity = -1", "polarity: supports is always 1"),
            ("UPDATE event SET place_id = 1", "place_id: it must be a place, not a person"),
            (
                "UPDATE membership SET organization_id = 5",
                "organization_id: it must be an organization, not a place"
            ),
            ("UPDATE participation SET role = 'dancer'", "role: dancer is not a known word"),
            (
                "UPDATE document SET text = 'Ana asked for war.'",
                "quote: the document says something else at these offsets"
            ),
            ("UPDATE document SET sha256 = NULL", "sha256: the text has none"),
            (
                "UPDATE passage SET (quote, locator, start_offset, end_offset) = ('war', 'line 1', NULL, NULL)",
                "quote: the document does not say that; it has a locator and no offsets"
            ),
            ("DELETE FROM person", "there is no row in person for it"),
            (
                """
                INSERT INTO document (id, key, title, supersedes_id, revision_id) VALUES (2, 'later', 'Later', 1, 1);
                UPDATE document SET supersedes_id = 2 WHERE id = 1
                """, "supersedes_id: it supersedes itself, through others"
            ),
            (
                "INSERT INTO stance_history (id, revision_id, until_revision_id) VALUES (1, 0, 1)",
                "until_revision_id: the row was not changed in revision 1"
            ),
            ("UPDATE entity SET extra = '{'", "extra: it must be a JSON object"),
            ("UPDATE document SET authors = '{}'", "authors: it must be a JSON array of names"),
            ("INSERT INTO person (id, revision_id) VALUES (3, 1)", "the entity is of kind organization"),
            (
                "UPDATE entity SET canonical_id = 2 WHERE id = 1",
                "canonical_id: it must be a thing of the same kind"
            ),
            (
                """
                INSERT INTO entity (id, key, kind, name, revision_id) VALUES (10, 'war', 'topic', 'War', 1);
                INSERT INTO topic VALUES (10, 'issue', 2, 1); UPDATE topic SET broader_id = 10 WHERE id = 2
                """, "broader_id: it is a case of itself, through others"
            ),
        ])
    func meaning(sql: String, problem: String) throws {
        let file = try unguarded()
        let outcome = try sqlite3(file.path, sql + "; SELECT problem FROM problem;")
        #expect(outcome.output.contains(problem), "\(sql)\n\(outcome.output)\(outcome.errors)")
    }

    @Test(
        "lists the values that a constraint refuses, let in by a tool that ignores constraints",
        arguments: [
            ("UPDATE revision SET author = ''", "author: say who makes the changes"),
            (
                "UPDATE act SET polarity = 5 WHERE key = 'rejects'",
                "polarity: that of rejects is 1, 0, -1 or NULL, not 5"
            ),
            ("UPDATE entity SET key = 'Ana' WHERE id = 1", "key: small letters, digits and single hyphens"),
            (
                "UPDATE entity SET kind = 'thing' WHERE id = 1",
                "kind: person, organization, event, place or topic"
            ),
            ("UPDATE entity SET name = ' ' WHERE id = 1", "name: it has none"),
            ("UPDATE place SET latitude = 99, longitude = 1", "latitude: -90 to 90"),
            ("UPDATE event SET edition = 0", "edition: it counts from 1"),
            ("UPDATE name SET script = 'latin'", "script: four letters of ISO 15924"),
            ("UPDATE name SET language = 'e s'", "language: a language of BCP 47"),
            ("UPDATE document SET language = '1'", "language: a language of BCP 47"),
            ("UPDATE document SET retrieved_at = 'today'", "retrieved_at: a day or a time in UTC"),
            ("UPDATE figure SET low = 9e999", "low: a number is not infinite"),
            (
                "INSERT INTO dossier VALUES (1, 'a', '', 1); INSERT INTO dossier_row VALUES ('stance', 1, 1, 2, 0, NULL)",
                "is_made: it and is_gone are 0 or 1"
            ),
            ("UPDATE identifier SET value = ' 1'", "value: it is empty or has spaces around it"),
            ("UPDATE document SET sha256 = 'A'", "sha256: 64 small hexadecimal digits"),
            ("UPDATE passage SET start_offset = -1", "start_offset: offsets count code points from 0"),
            ("UPDATE passage SET start_offset = NULL", "start_offset, end_offset and quote go together"),
            ("UPDATE stance SET strength = 99", "strength: 1 to 10, not 99"),
            ("UPDATE stance SET polarity = 5", "polarity: 1 (for), -1 (against) or 0 (neither), not 5"),
            ("UPDATE stance SET conditional = 2", "conditional and reported are 0 or 1"),
            ("UPDATE stance SET confidence = 4", "confidence: 0 to 1, not 4"),
            ("UPDATE figure SET rank = 'x'", "rank: preferred, normal or deprecated, not x"),
            ("UPDATE figure SET high = 1", "low: it is above high"),
            ("UPDATE membership SET member_id = 3", "member_id: nothing is a member of itself"),
            ("UPDATE attribute SET value = ''", "value: it is empty"),
            ("UPDATE stance SET date = '2019'", "earliest: the date, its first and its last day go together"),
            (
                "UPDATE stance SET date = '2019', earliest = '1 May', latest = '2019-12-31'",
                "earliest: 1 May is not a day, YYYY-MM-DD"
            ),
            (
                "UPDATE stance SET date = 'Y20190', earliest = '2019-12-31', latest = '2019-01-01'",
                "earliest: it is after the last day"
            ),
        ])
    func values(sql: String, problem: String) throws {
        let file = try unguarded()
        let outcome = try sqlite3(
            file.path, "PRAGMA ignore_check_constraints = on; \(sql); SELECT problem FROM problem;")
        #expect(outcome.output.contains(problem), "\(sql)\n\(outcome.output)\(outcome.errors)")
    }

    @Test(
        "lists texts that are no date",
        arguments: [
            "banana", "2019-13", "2019-00", "2019-02-30", "2019/2020/2021", "/", "..", "2019/2019-13",
        ])
    func noDate(_ text: String) throws {
        let file = try SmallFile()
        let problem = try sqlite3(
            file.path,
            "UPDATE stance SET date = '\(text)', earliest = '2019-01-01', latest = '2019-12-31'; SELECT problem FROM problem;"
        ).output
        #expect(problem.contains("date: ‘\(text)’ is not a date"))
        #expect(EDTF(text) == nil)
        let found = try KnowledgeBase(at: file.path).read { try $0.problems() }.map(\.message)
        #expect(found.count { $0.hasPrefix("date: ") } == 1)
    }

    @Test(
        "is joined in the library by what the full-text search does not know, each index with a repair that works"
    )
    func search() throws {
        let file = try SmallFile()
        let damages = [
            "name_search": "DELETE FROM name_search_data WHERE id > 10",
            "name_trigram": "DELETE FROM name_trigram_data WHERE id > 10",
            "document_search":
                "INSERT INTO document_search (document_search, rowid, title, text) SELECT 'delete', id, title, text FROM document",
            "passage_search": "DELETE FROM passage_search_data WHERE id > 10",
        ]
        let kb = try KnowledgeBase(at: file.path)
        let before = try kb.problems()
        for (index, damage) in damages {
            #expect(try sqlite3(file.path, damage).errors == "")
            let found = try kb.problems().filter { !before.contains($0) }
            #expect(found.map(\.table) == [index])
            let repair =
                found.first?.message.split(separator: "; ", maxSplits: 1).last.map { String($0) } ?? ""
            #expect(try sqlite3(file.path, repair.replacing("; mends it", with: ";")).errors == "")
            #expect(try kb.problems() == before)
        }
    }

    @Test("is joined in the library by text that is not UTF-8, wherever it stands")
    func notUTF8() throws {
        let file = try unguarded()
        let damage = """
            UPDATE entity SET name = CAST(x'ff41' AS TEXT) WHERE id = 1; UPDATE document SET text = CAST(x'41c3' AS TEXT);
            UPDATE organization SET kind = CAST(x'80' AS TEXT);
            """
        #expect(try sqlite3(file.path, damage).errors == "")
        let found = try KnowledgeBase(at: file.path).read { try $0.problems() }
        let broken = found.filter { $0.message.contains("not UTF-8") }.map { "\($0.table) \($0.message)" }
        #expect(
            broken.map { $0.prefix { $0 != ":" } } == ["entity name", "organization kind", "document text"])
        #expect(found.contains { $0.message.hasPrefix("kind: \u{fffd} is not a known word") })
    }

    @Test(
        "lists dates whose bounds, written by hand, are not those that the text allows",
        arguments: [
            (
                "2019", "2019-01-01", "2019-12-30",
                "latest: the last day that 2019 allows is 2019-12-31, not 2019-12-30"
            ),
            (
                "2019-02~", "2019-02-02", "2019-02-28",
                "earliest: the first day that 2019-02~ allows is 2019-02-01"
            ),
            ("2020-02", "2020-02-01", "2020-02-28", "latest: the last day that 2020-02 allows is 2020-02-29"),
            ("9999-12", "9999-12-01", "9999-12-30", "latest: the last day that 9999-12 allows is 9999-12-31"),
            ("2019-11-06?", "2019-11-05", "2019-11-06", "earliest: the first day that 2019-11-06? allows is"),
            ("201X", "2010-01-01", "2018-12-31", "latest: the last day that 201X allows is 2019-12-31"),
            ("19XX", "1901-01-01", "1999-12-31", "earliest: the first day that 19XX allows is 1900-01-01"),
            (
                "2018/2019-11", "2018-01-01", "2019-12-31",
                "latest: the last day that 2018/2019-11 allows is 2019-11-30"
            ),
            ("2018/..", "2018-01-01", "2025-12-31", "latest: the last day that 2018/.. allows is 9999-12-31"),
            ("2004-XX", "2004-01-01", "2004-12-30", "latest: the last day that 2004-XX allows is 2004-12-31"),
            (
                "1985-02-XX", "1985-02-01", "1985-02-27",
                "latest: the last day that 1985-02-XX allows is 1985-02-28"
            ),
            (
                "1985-XX-XX", "1985-01-02", "1985-12-31",
                "earliest: the first day that 1985-XX-XX allows is 1985-01-01"
            ),
            ("/2018", "2018-01-01", "2018-12-31", "earliest: the first day that /2018 allows is 0000-01-01"),
        ])
    func bounds(_ date: String, _ earliest: String, _ latest: String, _ problem: String) throws {
        let file = try SmallFile()
        let outcome = try sqlite3(
            file.path,
            """
            UPDATE stance SET date = '\(date)', earliest = '\(earliest)', latest = '\(latest)';
            SELECT problem FROM problem;
            """)
        #expect(
            outcome.output.contains(problem) && outcome.output.split(separator: "\n").count == 1,
            "\(outcome.output)")
        let found = try KnowledgeBase(at: file.path).read { try $0.problems() }.filter {
            $0.table == "stance"
        }
        #expect(found.count == 1 && found.first?.message.contains(problem) == true)
    }

    @Test(
        "finds nothing wrong with the bounds that the library writes, and the library finds what only EDTF can tell"
    )
    func allDates() throws {
        let file = try SmallFile()
        let dates = [
            "2001-24", "[1667,1760..]", "Y19E2", "1950S2", "156X-12-25", "-0012", "2004-06-~01/2004-07",
        ]
        let insert = dates.enumerated().map { index, text in
            let date = EDTF(text)
            return """
                INSERT INTO person (id, revision_id, date, earliest, latest)
                    SELECT max(id) + 1, 1, '\(text)', '\(date?.earliest.description ?? "")', '\(date?.latest.description ?? "")' FROM entity;
                """.replacing(
                    "INSERT INTO person",
                    with: """
                        INSERT INTO entity (key, kind, name, revision_id) VALUES ('p\(index)', 'person', 'P', 1);
                        INSERT INTO person
                        """
                ).replacing("max(id) + 1", with: "max(id)")
        }
        #expect(try sqlite3(file.path, insert.joined(separator: "\n")).errors == "")
        func problems() throws -> [String] {
            try KnowledgeBase(at: file.path).read { try $0.problems() }.filter { $0.table == "person" }.map(
                \.message)
        }
        #expect(try sqlite3(file.path, "SELECT * FROM problem").output == "")
        #expect(try problems() == [])
        let wrong = """
            UPDATE person SET latest = '2001-12-31' WHERE date = '2001-24';
            UPDATE person SET date = 'about 1900' WHERE date = 'Y19E2';
            """
        #expect(try sqlite3(file.path, wrong).errors == "")
        let found = try problems()
        #expect(found.count == 2)
        #expect(found.contains("latest: the last day that 2001-24 allows is 2002-02-28, not 2001-12-31"))
        #expect(found.contains { $0.hasPrefix("date: ‘about 1900’ is not a date") })
    }

    @Test("is joined in the library by a comparison of the words of each anchor with those it stands for")
    func anchors() throws {
        let file = try SmallFile()
        let rows = """
            INSERT INTO document (id, key, title, text, sha256, supersedes_id, revision_id)
                SELECT 2, 'later', 'Later', 'Ana asked for war.', sha256, 1, 1 FROM document;
            INSERT INTO passage (id, document_id, start_offset, end_offset, quote, revision_id) VALUES (2, 2, 4, 17, 'asked for war', 1);
            INSERT INTO passage_anchor (passage_id, document_id, outcome, new_passage_id, revision_id) VALUES (1, 2, 'moved', 2, 1);
            """
        #expect(try sqlite3(file.path, rows).errors == "")
        let found = try KnowledgeBase(at: file.path).read { try $0.problems() }
        #expect(
            found.contains {
                $0.table == "passage_anchor" && $0.message.hasPrefix("new_passage_id: it has other words")
            })
    }

    @Test("is joined in the library by a comparison of each text with its digest")
    func digest() throws {
        let file = try SmallFile()
        let kb = try KnowledgeBase(at: file.path)
        // The digest of the small file's text is made up.
        #expect(
            try kb.read { try $0.problems() }.map(\.message) == [
                "sha256: the text is not the one that was archived"
            ])
    }

    /// A date of any form but a set: what may be unknown, estimated or beyond four digits.
    private static func date(_ chance: inout SeededGenerator) -> String {
        func number(_ range: ClosedRange<Int>, _ digits: Int, _ chance: inout SeededGenerator) -> String {
            let text = String(Int.random(in: range, using: &chance))
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        func one(_ of: [String], _ chance: inout SeededGenerator) -> String {
            of.randomElement(using: &chance) ?? ""
        }
        let mark = one(["", "", "", "?", "~", "%"], &chance)
        var date = one(
            [
                number(0...9999, 4, &chance), number(0...999, 3, &chance) + "X",
                number(0...99, 2, &chance) + "XX", "XXXX",
                "-" + number(1...9999, 4, &chance), "Y" + number(10000...99999, 5, &chance),
                "19" + number(0...99, 2, &chance) + "S" + number(1...4, 1, &chance),
                "1X" + number(0...9, 1, &chance) + "X",
            ], &chance)
        switch Int.random(in: 0..<5, using: &chance) {
        case 0: date += mark
        case 1: date += mark + "-" + one([number(1...12, 2, &chance), "XX", "0X", "1X"], &chance)
        case 2: date += "-" + mark + number(21...41, 2, &chance)
        case 3:
            date +=
                "-" + one([number(1...12, 2, &chance), "XX", "0X"], &chance) + "-"
                + one([number(1...31, 2, &chance), "XX", "0X", "1X", "2X"], &chance) + mark
        default: date += "-" + number(1...12, 2, &chance) + "-" + number(1...28, 2, &chance) + "T10:30:00Z"
        }
        return one([date, date, date, date + "/..", "../" + date, date + "/", "/" + date], &chance)
    }

    @Test("lists no date with the bounds that it has, and each with others", arguments: 1...3)
    func generatedDates(_ seed: Int) throws {
        var chance = SeededGenerator(UInt64(seed))
        let dates = Set((0..<2000).map { _ in Self.date(&chance) }).sorted().compactMap { EDTF($0) }
        #expect(dates.count > 700)
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            for (number, date) in dates.enumerated() {
                try edit.event("event-\(number)", name: "Event", kind: .meeting, date: date.description)
            }
        }
        #expect(try kb.texts("SELECT problem FROM problem_date") == [])
        try kb.edit(by: "desk") { edit in
            try edit.connection.run(
                "UPDATE event SET earliest = '1234-05-06', latest = '1234-05-07', revision_id = ?",
                edit.revision())
        }
        #expect(
            try kb.texts("SELECT date FROM event WHERE id NOT IN (SELECT row_id FROM problem_date)") == [])
        let listed = try kb.problems().filter { $0.table == "event" }
        #expect(Set(listed.map(\.row)).count == dates.count)
    }
}
