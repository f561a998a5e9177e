// What was held at an earlier revision, what a revision changed, and taking it back.

import Foundation
import Standpoint
import StandpointTestSupport
import Testing

@Suite("The past")
struct PastTests {
    /// Everything that a question can see: the rows of every table but their revisions.
    private static func content(_ kb: KnowledgeBase) throws -> [String: Set<[Value]>] {
        try kb.read { snapshot in
            let tables = try snapshot.connection.rows(
                "SELECT substr(name, 1, length(name) - 8) FROM main.sqlite_schema WHERE name GLOB '*_version'"
            ).map { try $0.get(0, as: String.self) }
            var content: [String: Set<[Value]>] = [:]
            for table in tables {
                let columns = try snapshot.connection.rows(
                    "SELECT name FROM pragma_table_info(?, 'main') WHERE name <> 'revision_id'", table
                ).map { try $0.get(0, as: String.self) }.joined(separator: ", ")
                content[table] = Set(
                    try snapshot.connection.rows("SELECT \(columns) FROM \(table)").map { row in
                        try (0..<row.count).map { try row.value($0) }
                    })
            }
            return content
        }
    }

    /// Edits at random: people, topics and stances are made, changed and deleted.
    private static func edit(_ kb: KnowledgeBase, _ round: Int, _ random: inout SeededGenerator) throws {
        var chance = random
        try kb.edit(by: "author \(round)", note: "round \(round)") { edit in
            let document = try edit.document("document-\(round % 3)", title: "Document \(round % 3)")
            for _ in 0..<Int.random(in: 1...6, using: &chance) {
                let number = Int.random(in: 0..<6, using: &chance)
                switch Int.random(in: 0..<4, using: &chance) {
                case 0:
                    try edit.person(
                        "person-\(number)", name: "Name \(Int.random(in: 0..<100, using: &chance))",
                        date: "19\(10 + number)/..")
                case 1:
                    let ids = try edit.connection.rows("SELECT id FROM stance").map {
                        try $0.get(0, as: Int64.self)
                    }
                    if let id = ids.randomElement(using: &chance) {
                        _ = try edit.revision()
                        try edit.connection.run("DELETE FROM stance WHERE id = ?", id)
                    }
                case 2:
                    let ids = try edit.connection.rows("SELECT id FROM stance").map {
                        try $0.get(0, as: Int64.self)
                    }
                    if let id = ids.randomElement(using: &chance) {
                        try edit.connection.run(
                            "UPDATE stance SET strength = ?, revision_id = ? WHERE id = ?",
                            Int.random(in: 1...10, using: &chance), edit.revision(), id)
                    }
                default:
                    let person = try edit.person("person-\(number)", name: "Person \(number)")
                    let topic = try edit.topic(
                        "topic-\(number % 3)", name: "Topic \(number % 3)", kind: .issue)
                    try edit.stance(
                        of: person, number % 2 == 0 ? .supports : .opposes, toward: topic,
                        date: "20\(10 + number)",
                        evidence: document.at("place \(round)-\(Int.random(in: 0..<10_000, using: &chance))"))
                }
            }
        }
        random = chance
    }

    @Test(
        "at any revision is what a question would have answered then, in a file and in memory",
        arguments: [1, 2, 3, 4] as [UInt64])
    func asOf(seed: UInt64) throws {
        var random = SeededGenerator(seed)
        let folder = try TemporaryFolder()
        let kb = seed == 4 ? try KnowledgeBase.inMemory() : try KnowledgeBase(at: folder.path("past.sqlite"))
        var states: [Int64: ([String: Set<[Value]>], [Stance], [Position])] = [:]
        for round in 1...15 {
            try Self.edit(kb, round, &random)
            let revision = try kb.sql("SELECT coalesce(max(id), 0) FROM revision").all(Int64.self)[0]
            states[revision] = (
                try Self.content(kb), try kb.stances.toward("topic-1").expressed(in: "2012/2014").all(),
                try kb.stances.positions().all()
            )
        }
        for (revision, state) in states {
            let then = try kb.asOf(revision: revision)
            #expect(try Self.content(then) == state.0, "revision \(revision)")
            #expect(try then.stances.toward("topic-1").expressed(in: "2012/2014").all() == state.1)
            #expect(try then.stances.positions().all() == state.2)
            #expect(
                try then.sql("SELECT count(*) FROM stances").all(Int.self) == [state.0["stance"]?.count ?? 0])
            #expect(throws: SQLiteError.self) {
                try then.edit(by: "me") { try $0.person("new", name: "New") }
            }
            try then.close()
        }
        #expect(throws: StandpointError.self) { try kb.asOf(revision: 1000) }
    }

    @Test("knows of no change that came later")
    func later() throws {
        let kb = try KnowledgeBase.inMemory()
        for name in ["Ana", "Anna", "Anita"] { try kb.edit(by: "desk") { try $0.person("ana", name: name) } }
        let then = try kb.asOf(revision: 2)
        #expect(
            try then.texts("SELECT revision_id || change FROM changes WHERE table_name = 'entity' ORDER BY 1")
                == ["1insert", "2update"])
        #expect(try then.number("SELECT count(*) FROM history") == 1)
        #expect(try kb.number("SELECT count(*) FROM history") == 2)
        // Things are a copy then, with indexes to look into.
        #expect(try then.texts("SELECT name FROM entity WHERE key = 'ana'") == ["Anna"])
    }

    @Test("knows what words meant, and words that were added, as it knows all else")
    func vocabulary() throws {
        let folder = try TemporaryFolder()
        let kb = try KnowledgeBase(at: folder.path("kb"))
        func edit(_ sql: String) throws {
            try kb.edit(by: "desk") { edit in
                try edit.connection.execute(sql.replacing("REVISION", with: "\(edit.revision())"))
            }
        }
        try kb.edit(by: "desk") { _ = try $0.person("ana", name: "Ana") }
        try edit("UPDATE act SET meaning = 'Says yes to it', revision_id = REVISION WHERE key = 'supports'")
        try edit(
            "INSERT INTO term (field, value, meaning, revision_id) VALUES ('organization.kind', 'choir', 'People who sing', REVISION)"
        )
        func said(_ kb: KnowledgeBase) throws -> [String] {
            try kb.texts(
                "SELECT meaning FROM act WHERE key = 'supports' UNION ALL SELECT meaning FROM term WHERE value = 'choir'"
            )
        }
        let began = "Speaks or acts in its favour"
        #expect(try said(kb) == ["Says yes to it", "People who sing"])
        #expect(try said(kb.asOf(revision: 2)) == ["Says yes to it"])
        #expect(try said(kb.asOf(revision: 1)) == [began])
        let change = try #require(try kb.read { try $0.changes(in: 2) }.first)
        #expect(change.table == "act" && change.columns.map(\.name) == ["meaning"])
        #expect(change.columns.map(\.before) == [.text(began)])
        #expect(
            try kb.texts(
                "SELECT table_name || ' ' || change FROM changes WHERE revision_id > 1 ORDER BY revision_id")
                == ["act update", "term insert"])
        try kb.edit(by: "desk") { edit in
            try edit.organization("singers", name: "Singers", kind: "choir")
        }
        let error = #expect(throws: StandpointError.self) {
            try kb.edit(by: "desk") { _ = try $0.undo(revision: 3) }
        }
        #expect("\(try #require(error))".contains("term: rows use that word"))
        try kb.edit(by: "desk") { edit in
            try edit.undo(revision: 4)
            try edit.undo(revision: 2)
        }
        #expect(try said(kb) == [began, "People who sing"])
        #expect(try kb.problems().map(\.message) == [])
    }

    @Test("is asked by a moment as well, and in plain SQL")
    func moments() throws {
        let folder = try TemporaryFolder()
        let kb = try KnowledgeBase(at: folder.path("past.sqlite"))
        try kb.edit(by: "desk") { _ = try $0.person("ana", name: "Ana") }
        Thread.sleep(forTimeInterval: 0.05)
        let between = Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        Thread.sleep(forTimeInterval: 0.05)
        try kb.edit(by: "desk") { _ = try $0.person("ana", name: "Anna") }
        #expect(try kb.asOf(between).people.first()?.name == "Ana")
        #expect(try kb.asOf("9999-12-31").people.first()?.name == "Anna")
        #expect(try kb.asOf("1999-12-31").people.all().isEmpty)
        for time in ["yesterday or so", "2019", "12:30:00"] {
            #expect(throws: StandpointError.self) { try kb.asOf(time) }
        }
        let shell = try sqlite3(
            kb.path, "SELECT name FROM entity_version WHERE revision_id <= 1 AND until_revision_id > 1;")
        #expect(shell.output == "Ana\n", "\(shell.errors)")
    }

    @Test("says what a revision changed, row by row, before and after")
    func changes() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk", note: "first") { _ = try $0.person("ana", name: "Ana") }
        try kb.edit(by: "editor", note: "married") { edit in
            try edit.person("ana", name: "Anna", gender: "female")
            try edit.person("ben", name: "Ben")
        }
        try kb.edit(by: "editor", note: "not ours") { edit in
            _ = try edit.revision()
            try edit.connection.run("DELETE FROM entity WHERE key = 'ben'")
        }
        let second = try kb.read { try $0.changes(in: 2) }
        #expect(
            second.map { change in
                let columns = change.columns.map { "\($0.name): \($0.before) > \($0.after)" }
                return "\(change.kind) \(change.table) \(change.row) " + columns.joined(separator: ", ")
            } == [
                "insert entity 2 key: NULL > 'ben', kind: NULL > 'person', name: NULL > 'Ben'",
                "update entity 1 name: 'Ana' > 'Anna'",
                "insert person 2 ",
                "update person 1 gender: NULL > 'female'",
            ])
        #expect(
            try kb.read { try $0.changes(in: 3) }.map { "\($0.kind) \($0.table)" } == [
                "delete entity", "delete person",
            ])
        #expect(
            try kb.sql(
                "SELECT author, note, table_name, row_id, change FROM changes WHERE revision_id = 2 ORDER BY 3, 4"
            )
            .all(String.self, String.self, String.self, Int.self, String.self).map {
                "\($0) \($1) \($2) \($3) \($4)"
            } == [
                "editor married entity 1 update", "editor married entity 2 insert",
                "editor married person 1 update", "editor married person 2 insert",
            ])
        #expect(try kb.revisions.all().map(\.note) == ["first", "married", "not ours"])
    }

    @Test(
        "comes back when the latest revision is undone, whatever it did, again and again",
        arguments: [11, 12, 13, 14, 15, 16] as [UInt64])
    func undo(seed: UInt64) throws {
        var random = SeededGenerator(seed)
        let kb = try KnowledgeBase.inMemory()
        var before = try Self.content(kb)
        for round in 1...20 {
            try Self.edit(kb, round, &random)
            let after = try Self.content(kb)
            let last = try kb.sql("SELECT max(id) FROM revision").all(Int64.self)[0]
            guard after != before else { continue }
            try kb.edit(by: "desk", note: "undo") { _ = try $0.undo(revision: last) }
            #expect(try Self.content(kb) == before, "round \(round)")
            // And what was undone comes back when the undoing is undone.
            let undoing = try kb.sql("SELECT max(id) FROM revision").all(Int64.self)[0]
            try kb.edit(by: "desk", note: "redo") { _ = try $0.undo(revision: undoing) }
            #expect(try Self.content(kb) == after, "round \(round)")
            before = after
        }
        for table in ["name_search", "document_search", "passage_search"] {
            try kb.edit(by: "test") {
                try $0.connection.run("INSERT INTO \(table) (\(table)) VALUES ('integrity-check')")
            }
        }
        #expect(try kb.read { try $0.problems() }.isEmpty)
    }

    @Test("is not taken back where something has come to depend on it, and the list says what")
    func dependants() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "one") { edit in
            try edit.person("ana", name: "Ana")
            try edit.topic("peace", name: "Peace", kind: .issue)
            try edit.document("report", title: "Report")
        }
        try kb.edit(by: "two") { edit in
            let (ana, peace) = (
                try edit.person("ana", name: "Ana"), try edit.topic("peace", name: "Peace!", kind: .issue)
            )
            let report = try edit.document("report", title: "Report")
            try edit.stance(of: ana, .supports, toward: peace, evidence: report.at("1"))
        }
        let before = try Self.content(kb)
        let error = #expect(throws: StandpointError.self) {
            try kb.edit(by: "desk") { _ = try $0.undo(revision: 1) }
        }
        let words = error.map { "\($0)" } ?? ""
        for part in [
            "revision 1 cannot be undone", "stance 1 of revision 2 refers to it by holder_id",
            "passage 1 of revision 2 refers to it by document_id", "entity 2 was changed again by revision 2",
        ] { #expect(words.contains(part), "\(words)") }
        #expect(try Self.content(kb) == before)
        #expect(try kb.revisions.all().count == 2)
        try kb.edit(by: "desk") { _ = try $0.undo(revision: 2) }
        try kb.edit(by: "desk") { _ = try $0.undo(revision: 1) }
        #expect(try kb.entities.count() == 0)
        #expect(throws: StandpointError.self) { try kb.edit(by: "desk") { _ = try $0.undo(revision: 1) } }
    }

    @Test("of an import comes back, and the dossier can be imported anew")
    func undoneImport() throws {
        let kb = try KnowledgeBase.inMemory()
        let first = try kb.importDossier(at: DossierFolder.example)
        let content = try Self.content(kb)
        try kb.edit(by: "desk") { _ = try $0.undo(revision: try #require(first.revision)) }
        #expect(try Self.content(kb).allSatisfy { ["act", "term"].contains($0.key) || $0.value.isEmpty })
        let again = try kb.importDossier(at: DossierFolder.example)
        #expect(again.inserted == first.inserted && again.updated == 0)
        #expect(try Self.content(kb).mapValues(\.count) == content.mapValues(\.count))
    }

    @Test("of an import brings back what that took away, and the dossier has it again")
    func undoneCorrection() throws {
        let (folder, kb) = (try DossierFolder.small(), try KnowledgeBase.inMemory())
        try kb.importDossier(at: folder.path)
        let (whole, stances) = (try folder.read("small.json"), try kb.stances.count())
        try folder.write(
            whole.replacing(#/\{ "holder": "ana-ruiz", "act": "condemns"[^}]*\},/#, with: ""),
            to: "small.json")
        let summary = try kb.importDossier(at: folder.path)
        #expect(try kb.stances.count() == stances - 1)
        try kb.edit(by: "desk") { _ = try $0.undo(revision: try #require(summary.revision)) }
        #expect(try kb.stances.count() == stances)
        // It states less than is there: that goes again.
        #expect(try kb.importDossier(at: folder.path).deleted > 0)
        #expect(try kb.stances.count() == stances - 1)
        try folder.write(whole, to: "small.json")
        try kb.importDossier(at: folder.path)
        #expect(try kb.stances.count() == stances)
    }

    @Test("gives no id twice, so that nobody is said to have coded what stood under it before")
    func ids() throws {
        let kb = try KnowledgeBase.inMemory()
        func state(_ author: String, _ act: Act, _ words: String) throws {
            try kb.edit(by: author) { edit in
                let (ana, peace) = (
                    try edit.person("ana", name: "Ana"), try edit.topic("peace", name: "Peace", kind: .cause)
                )
                let report = try edit.document("report", title: "R", text: "Ana wants peace, not war.")
                try edit.stance(of: ana, act, toward: peace, evidence: report.quoting(words))
            }
        }
        try state("first", .supports, "wants peace")
        try kb.edit(by: "second") { edit in
            _ = try edit.revision()
            try edit.connection.execute("DELETE FROM stance")
        }
        try state("third", .praises, "not war")
        #expect(try kb.texts("SELECT coded_by || coalesce(revised_by, '') FROM evidence_grades") == ["third"])
        #expect(try kb.edit(by: "desk") { try $0.undo(revision: 2) } == 1)
        #expect(
            try kb.texts(
                "SELECT coded_by || ' ' || coalesce(revised_by, '-') FROM evidence_grades ORDER BY stance_id")
                == ["first desk", "third -"])
        let tables = try kb.texts(
            """
            SELECT m.name FROM sqlite_schema m WHERE m.type = 'table' AND EXISTS (SELECT 1 FROM sqlite_schema h WHERE h.name = m.name || '_history')
                AND m.sql NOT LIKE '%AUTOINCREMENT%' ORDER BY 1
            """)
        // Of these the id is that of the entity.
        #expect(tables == ["event", "organization", "person", "place", "topic"])
    }

    @Test(
        "of a file with views and tables of others is that of the file, and nothing that is written there runs"
    )
    func strangers() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("kb.sqlite")
        try KnowledgeBase(at: path).edit(by: "desk") { _ = try $0.person("ana", name: "Ana") }
        let written = folder.path("written.sqlite")
        _ = try sqlite3(
            path,
            """
            CREATE TABLE note (id INTEGER PRIMARY KEY, "order" TEXT);
            CREATE TABLE "my notes" (id INTEGER PRIMARY KEY, "free text" TEXT);
            CREATE VIEW app_version AS SELECT 1 AS n;
            CREATE VIEW "x AS SELECT 1; VACUUM INTO '\(written)'; --_version" AS SELECT 1;
            """)
        let kb = try KnowledgeBase(at: path)
        #expect(try kb.problems().map(\.message) == [])
        #expect(try kb.asOf(revision: 1).people.all().map(\.key) == ["ana"])
        #expect(try kb.asOf(revision: 1).sql("SELECT n FROM app_version").dictionaries().count == 1)
        #expect(try kb.read { try $0.changes(in: 1) }.map(\.table) == ["entity", "person"])
        #expect(!FileManager.default.fileExists(atPath: written))
    }

    @Test("can be taken back after a later revision was, though that wrote the same row again")
    func undoneTwice() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "a") { _ = try $0.topic("blockade", name: "Blockade", kind: .policy) }
        try kb.edit(by: "b") { edit in
            let broader = try edit.topic("sanctions", name: "Sanctions", kind: .policy)
            try edit.topic("blockade", name: "Blockade", kind: .policy, broader: broader)
        }
        try kb.edit(by: "c") { edit in
            try edit.connection.run(
                "UPDATE topic SET broader_id = NULL, revision_id = ? WHERE id = 1", edit.revision())
        }
        try kb.edit(by: "d") { _ = try $0.undo(revision: 3) }
        try kb.edit(by: "e") { _ = try $0.undo(revision: 2) }
        #expect(try kb.topics.all().map(\.key) == ["blockade"])
    }
}
