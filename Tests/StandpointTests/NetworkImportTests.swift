// Databases of the Discourse Network Analyzer, brought in.

import Foundation
import StandpointSQLite
import StandpointTestSupport
import Testing

@testable import Standpoint

@Suite("A file of the Discourse Network Analyzer")
struct NetworkImportTests {
    private func rows(_ kb: KnowledgeBase, _ sql: String) throws -> [String] {
        try kb.read { snapshot in
            try snapshot.connection.rows(sql).map { row in
                try (0..<row.count).map { column in
                    switch try row.value(column) {
                    case .null: ""
                    case .integer(let value): String(value)
                    case .text(let value): value
                    case let other: "\(other)"
                    }
                }.joined(separator: "|")
            }
        }
    }

    @Test("its statements become stances whose words are the marked ones, emoji or not")
    func stances() throws {
        let kb = try DNAFixture.imported()
        #expect(
            try rows(
                kb,
                "SELECT holder, on_behalf_of, act, polarity, target_key, date, quote FROM stances ORDER BY document_key, start_offset, id"
            )
                == [
                    "Cleo|League|supports|1|peace|2020-01-20|Cleo now wants peace",
                    "Front||supports|1|a-b-cs-own|2020-01-20|the Front",
                    "Ana|Union|supports|1|peace|2019-12-30|Ana is for peace",
                    "Ana|Union|supports|1|peace|2019-12-30|for peace",
                    "Cleo|League|opposes|-1|peace|2019-12-30|Cleo: no peace",
                    "Ben|Union|opposes|-1|trade|2020-01-05|Ben",
                    "League||supports|1|trade|2020-01-05|the League",
                    "League||opposes|-1|trade|2020-01-05|on trade",
                ])
        #expect(try kb.read { try $0.problems() } == [])
    }

    @Test("its titles become keys, its authors and sources stay")
    func documents() throws {
        let kb = try DNAFixture.imported()
        #expect(
            try rows(kb, "SELECT key, title, authors, publisher, published FROM document ORDER BY id") == [
                "document-3|第三|||2020-01-20",
                "first-ete|First: Été|[\"A. Writer\"]|Daily|2019-12-30",
                "second|Second||Weekly|2020-01-05",
            ])
    }

    @Test("its coders are the authors of what they coded")
    func coders() throws {
        let kb = try DNAFixture.imported()
        #expect(
            try rows(
                kb,
                "SELECT r.author, count(*) FROM stance s JOIN revision r ON r.id = s.revision_id GROUP BY 1 ORDER BY 1"
            )
                == ["Emil|4", "Rosa|2", "archive|2"])
        #expect(try rows(kb, "SELECT DISTINCT author FROM revision WHERE closed_at IS NULL") == [])
    }

    @Test("its attributes stand with the things, and a concept below another is narrower")
    func attributes() throws {
        let kb = try DNAFixture.imported()
        #expect(
            try rows(kb, "SELECT key, extra FROM entity WHERE extra IS NOT NULL ORDER BY key") == [
                "ana|{\"type\": \"Left\"}", "league|{\"type\": \"Business\"}", "union|{\"type\": \"Labour\"}",
            ])
        #expect(
            try rows(kb, "SELECT e.key FROM topic t JOIN entity e ON e.id = t.broader_id") == ["peace"])
    }

    @Test("importing it again changes nothing; an edited one changes what was edited")
    func twice() throws {
        let folder = try TemporaryFolder()
        let kb = try KnowledgeBase.inMemory()
        let first = try kb.importDNA(at: DNAFixture.make(in: folder))
        #expect(first.inserted == 10 + 3 + 8)
        let revisions = try rows(kb, "SELECT count(*) FROM revision")
        let again = try kb.importDNA(at: DNAFixture.make(in: folder))
        #expect((again.inserted, again.updated, again.deleted) == (0, 0, 0))
        #expect(again.revision == nil)
        #expect(try rows(kb, "SELECT count(*) FROM revision") == revisions)
        let edited = try kb.importDNA(
            at: DNAFixture.make(
                in: folder,
                changes:
                    "UPDATE DATABOOLEAN SET Value = 0 WHERE StatementId = 8; DELETE FROM STATEMENTS WHERE ID = 2;"
            ))
        #expect((edited.inserted, edited.updated, edited.deleted) == (1, 0, 2))
        #expect(try kb.stances.count() == 7)
    }

    @Test(
        "a statement outside of its text, a missing document and another kind of file are errors that say where"
    )
    func mistakes() throws {
        let folder = try TemporaryFolder()
        let kb = try KnowledgeBase.inMemory()
        let bad = try DNAFixture.make(
            in: folder,
            changes:
                "UPDATE STATEMENTS SET Stop = 900 WHERE ID = 4; UPDATE STATEMENTS SET DocumentId = 77 WHERE ID = 5;"
        )
        let error = #expect(throws: StandpointError.self) { try kb.importDNA(at: bad) }
        let message = error?.description ?? ""
        #expect(message.contains("2 errors, nothing of it was imported"))
        #expect(message.contains("STATEMENTS, ID 4: its document has no text from 0 to 900"))
        #expect(message.contains("STATEMENTS, ID 5: there is no document with the ID 77"))
        #expect(try kb.entities.count() == 0)

        let other = folder.path("other.dna")
        _ = try sqlite3(other, "CREATE TABLE STATEMENTS (a);")
        #expect(throws: StandpointError.self) { try kb.importDNA(at: other) }
        #expect(throws: (any Error).self) { try kb.importDNA(at: folder.path("nothing.dna")) }
        #expect(
            throws: StandpointError.self,
            performing: {
                try kb.importDNA(at: DNAFixture.make(in: folder), variables: DNAVariables(concept: "konzept"))
            })
    }

    @Test("variables are found by type and order, or named")
    func variables() throws {
        let folder = try TemporaryFolder()
        let path = try DNAFixture.make(
            in: folder,
            changes: """
                UPDATE VARIABLES SET Variable = 'Sprecherin' WHERE ID = 1; UPDATE VARIABLES SET Variable = 'Verband' WHERE ID = 2;
                UPDATE VARIABLES SET Variable = 'Forderung' WHERE ID = 3; UPDATE VARIABLES SET Variable = 'dafür' WHERE ID = 4;
                """)
        let found = try KnowledgeBase.inMemory()
        try found.importDNA(at: path)
        #expect(try found.stances.held(by: "ana").onBehalf(of: "union").toward("peace").count() == 2)
        let named = try KnowledgeBase.inMemory()
        try named.importDNA(at: path, variables: DNAVariables(person: "Verband", organization: "Sprecherin"))
        #expect(try named.stances.held(by: "union").onBehalf(of: "ana").count() == 2)
    }

    @Test("an integer tells the side by its sign and the strength by its size")
    func integers() throws {
        let folder = try TemporaryFolder()
        let path = try DNAFixture.make(
            in: folder,
            changes: """
                UPDATE VARIABLES SET DataType = 'integer' WHERE ID = 4;
                INSERT INTO DATAINTEGER (StatementId, VariableId, Value) VALUES (1, 4, 2), (2, 4, 0), (3, 4, -2), (4, 4, -10);
                """)
        let kb = try KnowledgeBase.inMemory()
        try kb.importDNA(at: path)
        #expect(
            try rows(
                kb, "SELECT act, polarity, strength FROM stances WHERE quote LIKE '%peace' OR quote = 'Ben'"
            ).sorted() == [
                "declares|0|", "declares|0|", "opposes|-1|10", "opposes|-1|2", "supports|1|2",
            ])
    }

    @Test("an agreement that no strength can hold and a date that is none are errors")
    func beyond() throws {
        let folder = try TemporaryFolder()
        let path = try DNAFixture.make(
            in: folder,
            changes: """
                UPDATE VARIABLES SET DataType = 'integer' WHERE ID = 4;
                INSERT INTO DATAINTEGER (StatementId, VariableId, Value) VALUES (1, 4, 50), (2, 4, -9223372036854775808);
                UPDATE DOCUMENTS SET Date = 1578182400000 WHERE ID = 2;
                """)
        let error = #expect(throws: StandpointError.self) { try KnowledgeBase.inMemory().importDNA(at: path) }
        let message = error?.description ?? ""
        #expect(message.contains("STATEMENTS, ID 1: the agreement 50 is no strength"))
        #expect(message.contains("STATEMENTS, ID 2: the agreement -9223372036854775808 is no strength"))
        #expect(message.contains("DOCUMENTS, ID 2: the date 1578182400000 is none of the years"))
    }

    @Test("another file of the same name is refused, unless it is given a key of its own")
    func sameName() throws {
        let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
        let kb = try KnowledgeBase.inMemory()
        try kb.importDNA(at: DNAFixture.make(in: first))
        let other = try DNAFixture.make(
            in: second, changes: "UPDATE DOCUMENTS SET Title = 'Other ' || ID, Text = Text || ' And more.';")
        let error = #expect(throws: StandpointError.self) { try kb.importDNA(at: other) }
        #expect(error?.description.contains("another file was imported as ‘fixture’") == true)
        #expect(try kb.stances.count() == 8)
        #expect(try kb.importDNA(at: other, key: "other").dossier == "dna-other")
        #expect(try kb.stances.count() == 16)
        #expect(try kb.importDNA(at: other, key: "other").inserted == 0)
    }

    @Test(
        "tables that are missing are empty, names that are empty get another, and a document may lack its text"
    )
    func lacks() throws {
        let folder = try TemporaryFolder()
        let path = try DNAFixture.make(
            in: folder,
            changes: """
                DROP TABLE DATABOOLEAN; DROP TABLE ATTRIBUTEVALUES; DROP TABLE ATTRIBUTEVARIABLES;
                UPDATE CODERS SET Name = ' ' WHERE ID = 3;
                UPDATE DOCUMENTS SET Title = '', Text = '' WHERE ID = 2;
                """)
        let kb = try KnowledgeBase.inMemory()
        try kb.importDNA(at: path)
        #expect(
            try rows(kb, "SELECT act, count(*) FROM stances GROUP BY 1") == ["declares|8"])
        #expect(
            try rows(
                kb,
                "SELECT p.locator, p.quote, d.title FROM passage p JOIN document d ON d.id = p.document_id WHERE p.locator IS NOT NULL ORDER BY p.id"
            ) == [
                "characters 0 to 3||Document 2", "characters 8 to 18||Document 2",
                "characters 19 to 27||Document 2",
            ])
        #expect(
            try rows(kb, "SELECT DISTINCT author FROM revision WHERE author LIKE 'Coder%'") == ["Coder 3"])
        #expect(try kb.read { try $0.problems() } == [])
        #expect(try kb.importDNA(at: path).inserted == 0)
    }

    @Test("a file is told by its first bytes, or by its name in small letters or not")
    func recognized() throws {
        let folder = try TemporaryFolder()
        let path = try DNAFixture.make(in: folder)
        let copy = folder.path("copy.db")
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        #expect(DNAVariables.couldRead(copy))
        #expect(DNAVariables.couldRead(folder.path("none.DNA")))
        #expect(try !DNAVariables.couldRead(folder.write("{}", to: "dossier.json")))
        #expect(!DNAVariables.couldRead(folder.path("")))
    }
}
