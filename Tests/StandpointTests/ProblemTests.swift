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
        #expect(try sqlite3(SmallFile().path, "SELECT * FROM problem").output == "")
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
            INSERT INTO identity_judgement (id, left_id, right_id, judgement, author, reason, revision_id) VALUES (1, 1, 3, 'unsure', 'x', 'y', 1);
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
            ("DELETE FROM person", "there is no row in person for it"),
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
}
