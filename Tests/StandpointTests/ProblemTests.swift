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
            INSERT INTO dossier_row VALUES ('entity', 1, 1);
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
