// The schema as a file format: made by hand or by the library, it is the same and explains itself.

import Standpoint
import StandpointTestSupport
import Testing

@Suite("The schema")
struct SchemaTests {
    /// Rows of a query in the plain shell, columns by |.
    private func ask(_ file: String, _ sql: String) throws -> [String] {
        let outcome = try sqlite3(file, sql)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return outcome.output.split(separator: "\n").map(String.init)
    }

    @Test("loaded by hand with sqlite3 is what the library makes")
    func byHand() throws {
        let folder = try TemporaryFolder()
        #expect(try SmallFile.schema(into: folder.path("hand.sqlite")).errors == "")
        try KnowledgeBase(at: folder.path("library.sqlite")).close()
        for sql in [
            "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name",
            "PRAGMA application_id",
            "PRAGMA user_version", "SELECT * FROM act", "SELECT * FROM term",
        ] {
            #expect(try ask(folder.path("hand.sqlite"), sql) == ask(folder.path("library.sqlite"), sql))
        }
        #expect(try ask(folder.path("hand.sqlite"), "PRAGMA application_id") == ["1400131172"])
    }

    @Test("has only STRICT tables and no generated columns")
    func strict() throws {
        let file = try SmallFile()
        #expect(
            try ask(
                file.path,
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"
            )
                == [])
        #expect(
            try ask(
                file.path,
                "SELECT m.name, c.name FROM pragma_table_list m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND c.hidden <> 0"
            ) == [])
    }

    @Test("explains every table, view and column in the view dictionary")
    func dictionary() throws {
        let file = try SmallFile()
        #expect(
            try ask(
                file.path,
                """
                SELECT name FROM pragma_table_list WHERE type <> 'shadow' AND name NOT LIKE 'sqlite_%'
                    AND name NOT IN (SELECT table_name FROM dictionary WHERE column_name IS NULL AND meaning <> '')
                """) == [])
        // The columns of a history twin are those of its table, and so are those of its versions.
        #expect(
            try ask(
                file.path,
                """
                SELECT m.name, c.name FROM pragma_table_list m JOIN pragma_table_info(m.name) c
                WHERE m.type <> 'shadow' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT GLOB '*_history' AND m.name NOT GLOB '*_version' AND NOT EXISTS (
                    SELECT 1 FROM dictionary WHERE table_name = m.name AND column_name = c.name AND meaning <> '')
                """) == [])
        #expect(
            try ask(
                file.path,
                """
                SELECT table_name, column_name FROM dictionary WHERE column_name IS NOT NULL
                    AND column_name NOT IN (SELECT name FROM pragma_table_info(table_name))
                """) == [])
    }

    @Test("lets whoever sets a column that merges settle decide what was open about it")
    func decided() throws {
        let file = try SmallFile()
        // What makes a row what it is, or goes with another column, is not settled.
        #expect(
            try ask(
                file.path,
                """
                SELECT m.tbl_name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.tbl_name) c
                WHERE m.type = 'trigger' AND m.name = m.tbl_name || '_conflict_update'
                    AND NOT instr(m.sql, 'NEW.' || c.name || ' IS NOT OLD.') AND NOT instr(m.sql, 'NEW.' || c.name || ',') AND NOT instr(m.sql, 'NEW.' || c.name || ')')
                    AND c.name NOT IN ('id', 'revision_id', 'key', 'canonical_id', 'text', 'sha256', 'earliest', 'latest', 'published_earliest', 'published_latest')
                    AND m.tbl_name || '.' || c.name NOT IN ('entity.kind', 'act.polarity', 'term.field', 'term.value', 'identifier.scheme', 'identifier.value',
                        'passage.document_id', 'passage.start_offset', 'passage.end_offset', 'passage.quote', 'passage.locator', 'passage_anchor.passage_id', 'passage_anchor.document_id')
                """) == [])
        #expect(
            try ask(
                file.path,
                """
                SELECT name FROM pragma_table_list WHERE name || '_conflict_delete' IN (SELECT name FROM sqlite_schema)
                    AND name || '_conflict_update' NOT IN (SELECT name FROM sqlite_schema)
                """) == ["identity_judgement"])
    }

    @Test("keeps a twin of each table for what rows said before, with the same columns")
    func twins() throws {
        let file = try SmallFile()
        let tables = try ask(
            file.path,
            """
            SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = 'revision_id'
            WHERE m.type = 'table' AND m.name NOT LIKE '%!_history' ESCAPE '!' AND m.name <> 'dossier'
            """)
        #expect(tables.count == 21)
        for table in tables {
            let columns = try ask(file.path, "SELECT name, type FROM pragma_table_info('\(table)')")
            let twin = try ask(file.path, "SELECT name, type FROM pragma_table_info('\(table)_history')")
            #expect(twin == ["until_revision_id|INTEGER"] + columns, "\(table)")
        }
    }

    @Test(
        "has at least forty acts, each with a side or none, with the codes of PLOVER 0.8 and CAMEO where there is one"
    )
    func acts() throws {
        let file = try SmallFile()
        #expect(try ask(file.path, "SELECT count(*) >= 40 FROM act") == ["1"])
        let types = [
            "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
            "REJECT",
            "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
        ]
        #expect(
            Set(types).isSuperset(
                of: try ask(file.path, "SELECT DISTINCT plover FROM act WHERE plover IS NOT NULL")))
        #expect(try ask(file.path, "SELECT count(*) > 50 FROM act WHERE cameo GLOB '[0-9][0-9]*'") == ["1"])
    }

    @Test("can be read whole by a program that trusts no schema")
    func untrusted() throws {
        let file = try SmallFile()
        for view in try ask(file.path, "SELECT name FROM sqlite_schema WHERE type = 'view'") {
            let outcome = try sqlite3(file.path, "PRAGMA trusted_schema = off; SELECT count(*) FROM \(view);")
            #expect(outcome.status == 0, "\(view): \(outcome.errors)")
        }
        let write = try sqlite3(
            file.path,
            "PRAGMA trusted_schema = off; UPDATE stance SET proposition = 'a lasting one' WHERE id = 1; SELECT changes();"
        )
        #expect(write.output == "1\n", "\(write.errors)")
    }

    @Test("knows every word that the library has a name for")
    func words() throws {
        let kb = try KnowledgeBase.inMemory()
        let source = try run("cat", [packageFolder + "/Sources/Standpoint/Model/Vocabulary.swift"]).output
        let words = source.matches(of: #/= "([a-z-]+)"$/#.anchorsMatchLineEndings()).map { String($0.1) }
        #expect(words.count > 80)
        let known = try kb.read { snapshot in
            try snapshot.connection.rows("SELECT key FROM act UNION SELECT value FROM term").map {
                try $0.get(0, as: String.self)
            }
        }
        #expect(Set(words).subtracting(known) == [])
    }
}
