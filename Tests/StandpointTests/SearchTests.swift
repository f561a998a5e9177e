// Names, documents and quotes by their words.

import Foundation
import Standpoint
import StandpointTestSupport
import Testing

@Suite("Search")
struct SearchTests {
    private static let havana = Result { () throws -> KnowledgeBase in
        let kb = try KnowledgeBase.inMemory()
        try kb.importDossier(at: DossierFolder.example)
        return kb
    }

    @Test(
        "finds a man however he is typed, and while he is being typed",
        arguments: [
            "canel", "Díaz Canel", "DIAZ-CANEL", "diaz canel", "canel díaz", "dí", "Miguel Dí", "CAN",
        ])
    func names(_ words: String) throws {
        #expect(try Self.havana.get().names(matching: words).all().first?.thing.key == "miguel-diaz-canel")
        #expect(try Self.havana.get().people.matching(words).all().contains { $0.key == "miguel-diaz-canel" })
    }

    @Test("finds an organization by its acronym in any language", arguments: ["TUCA", "csa", "Csa"])
    func acronyms(_ words: String) throws {
        let found = try #require(try Self.havana.get().names(matching: words).first())
        #expect(
            found.thing.key == "tuca" && found.kind == .organization
                && found.name.lowercased() == words.lowercased())
    }

    @Test(
        "of only punctuation is an empty answer, and so is nothing",
        arguments: ["", " ", "...", "\"", "\"\"", "*", "-", "()", "' OR '", "\u{0}", "😀", "¿?"])
    func punctuation(_ words: String) throws {
        let kb = try Self.havana.get()
        for syntax in [SearchSyntax.words, .typing, .phrase] where words != "' OR '" {
            #expect(try kb.names(matching: words, syntax).all().isEmpty)
            #expect(try kb.documents(mentioning: words, syntax).all().isEmpty)
            #expect(try kb.quotes(mentioning: words, syntax).all().isEmpty)
            #expect(try kb.stances.mentioning(words, syntax).all().isEmpty)
            #expect(try kb.people.matching(words, syntax).all().isEmpty)
        }
        #expect(try kb.read { try $0.names(like: words) }.isEmpty)
    }

    @Test(
        "never reads what is typed as syntax",
        arguments: [
            "peace AND", "NOT peace", "peace)", "(peace", "title: peace", "peace*peace", "\"peace",
            "NEAR(peace justice)",
            "{peace}", "pea^ce", "peace + war", "peace' --", "-peace", "col:umn",
        ])
    func injection(_ words: String) throws {
        let kb = try Self.havana.get()
        for syntax in [SearchSyntax.words, .typing, .phrase] {
            _ = try kb.names(matching: words, syntax).all()
            _ = try kb.documents(mentioning: words, syntax).all()
            _ = try kb.quotes(mentioning: words, syntax).all()
        }
        _ = try kb.read { try $0.names(like: words) }
    }

    @Test("takes the syntax of FTS5 where it is asked for, and says what is wrong with it")
    func syntax() throws {
        let kb = try Self.havana.get()
        let both = try kb.quotes(mentioning: "peace AND (farc OR eln) NOT talks", .fts5).all()
        #expect(!both.isEmpty && both.allSatisfy { !$0.evidence.quote.contains("talks") })
        #expect(throws: SQLiteError.self) { try kb.quotes(mentioning: "peace AND", .fts5).all() }
    }

    @Test("gives quotes and documents best first, with what was found marked")
    func snippets() throws {
        let kb = try Self.havana.get()
        let quotes = try kb.quotes(mentioning: "Peace TALKS").all()
        #expect(quotes.first?.snippet.marked() == "to return to [peace] [talks] with the ELN")
        #expect(quotes.allSatisfy { $0.snippet.text == $0.evidence.quote })
        #expect(quotes.first?.snippet.parts.map(\.isMatch) == [false, true, false, true, false])
        let document = try #require(try kb.documents(mentioning: "blockade be lifted", .phrase).first())
        #expect(document.document.key == "havana-report")
        #expect(document.snippet.marked("<", ">").contains("<blockade be lifted>"))
        #expect(try kb.documents(mentioning: "lifted blockade be", .phrase).all().isEmpty)
        #expect(try kb.documents(mentioning: "lifted blockade be").all().count == 1)
        #expect(
            try kb.stances.mentioning("blockade lifted").all().map(\.target.key) == ["us-blockade-of-cuba"])
    }

    @Test(
        "finds misspelt names",
        arguments: [
            ("Dias Cannel", "miguel-diaz-canel"), ("nicolas madurro", "nicolas-maduro"),
            ("Sanches Ceren", "salvador-sanchez-ceren"),
            ("Monika Valente", "monica-valente"), ("Puerto Rikan", "puerto-rico"),
            ("Bolsonarro", "jair-bolsonaro"),
        ])
    func misspelt(_ name: String, _ key: String) throws {
        let found = try Self.havana.get().read { try $0.names(like: name) }
        #expect(found.contains { $0.thing.key == key }, "\(found)")
    }

    @Test("follows what is written, renamed, judged the same and deleted, by whatever tool")
    func kept() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("names.sqlite")
        let kb = try KnowledgeBase(at: path)
        try kb.edit(by: "test") { edit in
            let person = try edit.person("ana-ruiz", name: "Ana Ruiz")
            try edit.name("Anita", of: person)
            try edit.person("anna-ruiz", name: "Anna Ruíz")
            let report = try edit.document("report", title: "A report", text: "The blockade must end.")
            let peace = try edit.topic("peace", name: "Peace", kind: .issue)
            try edit.stance(of: person, .supports, toward: peace, evidence: report.quoting("must end"))
        }
        func keys(_ words: String) throws -> [String] {
            try kb.names(matching: words).all().map(\.thing.key).sorted()
        }
        #expect(try keys("ruiz") == ["ana-ruiz", "anna-ruiz"])
        #expect(try keys("anit") == ["ana-ruiz"])
        let shell = try sqlite3(
            path,
            """
            INSERT INTO revision (author) VALUES ('shell');
            UPDATE entity SET name = 'Ana Pérez', revision_id = 2 WHERE key = 'ana-ruiz';
            UPDATE name SET text = 'Nita', revision_id = 2 WHERE text = 'Anita';
            INSERT INTO identity_judgement (left_id, right_id, verdict, author, reason, revision_id)
                SELECT min(id), max(id), 'same', 'shell', 'one woman', 2 FROM entity WHERE kind = 'person';
            """)
        #expect(shell.status == 0, "\(shell.errors)")
        #expect(try keys("ruiz") == ["ana-ruiz"])
        #expect(try keys("perez") == ["ana-ruiz"])
        #expect(try keys("anita").isEmpty)
        #expect(try keys("nit") == ["ana-ruiz"])
        #expect(try kb.read { try $0.names(like: "Ana Peres") }.map(\.thing.key) == ["ana-ruiz"])
        let gone = try sqlite3(
            path,
            "INSERT INTO revision (author) VALUES ('shell'); DELETE FROM name WHERE text = 'Nita'; DELETE FROM stance; DELETE FROM passage; DELETE FROM document;"
        )
        #expect(gone.status == 0, "\(gone.errors)")
        #expect(try keys("nit").isEmpty)
        #expect(try kb.documents(mentioning: "blockade").all().isEmpty)
        #expect(try kb.quotes(mentioning: "end").all().isEmpty)
        for table in ["name_search", "document_search", "passage_search"] {
            let check = try sqlite3(path, "INSERT INTO \(table) (\(table)) VALUES ('integrity-check');")
            #expect(check.status == 0, "\(table): \(check.errors)")
        }
    }
}
