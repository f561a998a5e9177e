// Dossiers: what is imported, what a second import changes, and what is said of one that is wrong.

import Foundation
import StandpointSQLite
import StandpointTestSupport
import Synchronization
import Testing

@testable import Standpoint

@Suite("A dossier")
struct DossierTests {
    private static func imported(_ folder: DossierFolder) throws -> KnowledgeBase {
        let kb = try KnowledgeBase.inMemory()
        try kb.importDossier(at: folder.path)
        return kb
    }

    @Test("as shipped is imported with every thing and fact, each with the words that prove it")
    func havana() throws {
        let kb = try KnowledgeBase.inMemory()
        let summary = try kb.importDossier(at: DossierFolder.example)
        #expect(summary.dossier == "havana-2019" && summary.updated == 0 && summary.deleted == 0)
        #expect(try kb.read { try $0.problems() }.isEmpty)
        #expect(try kb.number("SELECT count(*) FROM organization") >= 12)
        #expect(try kb.number("SELECT count(*) FROM person") >= 12)
        let stances = try kb.stances.all()
        #expect(stances.count >= 30)
        let text = try String(contentsOfFile: DossierFolder.example + "/report.txt", encoding: .utf8)
        for stance in stances {
            #expect(text.contains(stance.evidence.quote) && !stance.evidence.quote.isEmpty)
            #expect(stance.evidence.start != nil)
        }
        #expect(try kb.revisionCount == 1)
        #expect(try kb.texts("SELECT author FROM revision") == ["Standpoint examples"])
        let rows = try [
            "entity", "document", "name", "identifier", "stance", "participation", "membership", "relation",
            "figure", "attribute",
        ].map { try kb.number("SELECT count(*) FROM \($0)") }.reduce(0, +)
        #expect(summary.inserted == rows)
    }

    @Test("imported twice changes nothing, nor does one of which only spaces and comments were edited")
    func again() throws {
        let folder = try DossierFolder.havana()
        let kb = try Self.imported(folder)
        let before = try kb.dump()
        let summary = try kb.importDossier(at: folder.path)
        #expect(summary == ImportSummary(dossier: "havana-2019"))
        #expect(try kb.dump() == before)

        try folder.write(
            "// Read again.\n"
                + folder.read(DossierFolder.json).replacing("\", \"act\"", with: "\",\n\t\"act\""),
            to: DossierFolder.json)
        #expect(try kb.importDossier(at: folder.path) == summary)
        #expect(try differences(before, kb.dump()).keys.sorted() == ["dossier"])
        #expect(try kb.revisionCount == 1)
    }

    @Test("may be imported without blocking a thread, to the same end")
    func asynchronously() async throws {
        let (one, two) = (try KnowledgeBase.inMemory(), try Self.imported(DossierFolder.havana()))
        let summary = try await one.importDossier(at: DossierFolder.example)
        #expect(summary.revision == 1)
        #expect(
            try await one.importDossier(at: DossierFolder.example) == ImportSummary(dossier: "havana-2019"))
        for table in ["entity", "stance", "passage", "relation"] {
            #expect(try one.dump()[table]?.count == two.dump()[table]?.count)
        }
    }

    /// Imports the small dossier, edits it, imports it again.
    private static func edited(
        _ edits: [(String, String)], more: String = ""
    ) throws -> (kb: KnowledgeBase, summary: ImportSummary, changed: [String: Set<Value>]) {
        let folder = try DossierFolder.small(more: more)
        let kb = try imported(folder)
        let before = try kb.dump()
        for (old, new) in edits { try folder.replace(old, with: new, in: "small.json") }
        let summary = try kb.importDossier(at: folder.path)
        var changed = try differences(before, kb.dump())
        for table in ["dossier", "revision", "history", "dossier_row"] { changed[table] = nil }
        changed = changed.filter { !$0.key.hasSuffix("_history") && !$0.key.contains("fts") }
        #expect(try kb.revisionCount == 2)
        #expect(summary.revision == 2)
        #expect(try kb.read { try $0.problems() }.isEmpty)
        return (kb, summary, changed)
    }

    private static func counts(_ summary: ImportSummary) -> [Int] {
        [summary.inserted, summary.updated, summary.deleted]
    }

    @Test(
        "in which one field of a fact was edited changes that fact, which keeps its id, and no other row",
        arguments: [
            (
                "\"confidence\": 0.8", "\"confidence\": 0.5", "SELECT confidence FROM stance WHERE id = 2",
                "0.5"
            ),
            (
                "\"a lasting one\"", "\"a just one\"", "SELECT proposition FROM stance WHERE id = 2",
                "a just one"
            ),
            (
                "\"act\": \"condemns\"", "\"act\": \"criticizes\"", "SELECT act FROM stance WHERE id = 1",
                "criticizes"
            ),
            (
                "\"polarity\": \"against\"", "\"polarity\": \"for\"",
                "SELECT polarity FROM stance WHERE id = 3", "1"
            ),
            (
                "\"confidence\": 0.8", "\"confidence\": 0.8, \"date\": \"2019-11\"",
                "SELECT latest FROM stance WHERE id = 2", "2019-11-30"
            ),
        ])
    func changedField(_ old: String, _ new: String, _ sql: String, _ expected: String) throws {
        let (kb, summary, changed) = try Self.edited([(old, new)])
        #expect(Self.counts(summary) == [0, 1, 0])
        #expect(changed.mapValues(\.count) == ["stance": 1])
        #expect(try kb.texts("SELECT CAST((\(sql)) AS TEXT)") == [expected])
    }

    @Test(
        "in which a quote was edited moves that fact to the other words, and drops words that nothing rests on"
    )
    func changedQuote() throws {
        let (kb, summary, changed) = try Self.edited([("for a lasting peace\"", "for a lasting\"")])
        #expect(Self.counts(summary) == [0, 1, 0])
        #expect(changed["stance"] == [.integer(2)])
        #expect(Set(changed.keys) == ["stance", "passage"])
        #expect(
            try kb.texts("SELECT quote FROM passage p JOIN stance s ON s.passage_id = p.id WHERE s.id = 2")
                == [
                    "She spoke up for a lasting"
                ])
        #expect(try kb.number("SELECT count(*) FROM passage") == 3)
    }

    @Test("with a fact more inserts it, with a fact less deletes it")
    func addedAndRemoved() throws {
        let third = """
            { "holder": "meeting", "act": "demands", "polarity": "against", "target": "blockade",
                  "quote": "The meeting demanded its end" },
            """
        let one = try Self.edited([
            (
                third,
                third
                    + #"{ "holder": "cuba", "act": "thanks", "target": "meeting", "quote": "is near" },"#
            )
        ])
        #expect(Self.counts(one.summary) == [1, 0, 0])
        #expect(one.changed.mapValues(\.count) == ["stance": 1, "passage": 1])
        let two = try Self.edited([(third, "")])
        #expect(Self.counts(two.summary) == [0, 0, 1])
        #expect(two.changed == ["stance": [.integer(3)], "passage": [.integer(3)]])
        #expect(try two.kb.number("SELECT count(*) FROM stance_history WHERE id = 3") == 1)
    }

    @Test("with another description of a thing changes the thing, with a date of it its date")
    func changedThing() throws {
        let one = try Self.edited([("A delegate", "A delegate of Peru")])
        #expect(Self.counts(one.summary) == [0, 1, 0])
        #expect(one.changed.mapValues(\.count) == ["entity": 1])
        #expect(try one.kb.read { try $0.person("ana-ruiz") }?.description == "A delegate of Peru")
        let two = try Self.edited([("\"description\": \"A delegate\"", "\"description\": null")])
        #expect(two.changed.mapValues(\.count) == ["entity": 1])
        #expect(try two.kb.read { try $0.person("ana-ruiz") }?.description == nil)
        let three = try Self.edited([("\"kind\": \"state\"", "\"kind\": \"state\", \"date\": \"1902/..\"")])
        #expect(Self.counts(three.summary) == [0, 1, 0])
        #expect(three.changed.mapValues(\.count) == ["organization": 1])
    }

    @Test(
        "that no longer has a thing deletes it where nothing refers to it, and keeps it where something does")
    func removedThing() throws {
        let extra = "\n\"places\": [ { \"key\": \"lima\", \"name\": \"Lima\", \"kind\": \"city\" }, ],"
        let gone = try Self.edited(
            [("{ \"key\": \"lima\", \"name\": \"Lima\", \"kind\": \"city\" },", "")], more: extra)
        #expect(Self.counts(gone.summary) == [0, 0, 1])
        #expect(gone.changed.mapValues(\.count) == ["entity": 1, "place": 1])

        let folder = try DossierFolder.small()
        let kb = try Self.imported(folder)
        try kb.edit(by: "hand") { edit in
            let bo = try edit.person("bo", name: "Bo")
            let topic = try edit.topic("blockade", name: "Blockade", kind: .policy)
            let cuba = try edit.organization("cuba", name: "Cuba", kind: .state)
            let report = try edit.document("report", title: "A report")
            try edit.stance(of: bo, .supports, toward: cuba, evidence: report.quoting("Cuba"))
            try edit.topic("sanctions", name: "Sanctions", kind: .policy, broader: topic)
        }
        let kept = "{ \"key\": \"cuba\", \"name\": \"Cuba\", \"kind\": \"state\" }"
        try folder.replace(kept, with: "", in: "small.json")
        let summary = try kb.importDossier(at: folder.path)
        #expect(Self.counts(summary) == [0, 0, 0])
        #expect(try kb.read { try $0.organization("cuba") } != nil)
        #expect(try kb.number("SELECT count(*) FROM stance") == 4)
        #expect(try kb.read { try $0.problems() }.isEmpty)
    }

    @Test("is imported on where a merge gave its text, or a thing of it, another key")
    func afterMerge() throws {
        let place = try TemporaryFolder()
        let peru = "{ \"key\": \"peru\", \"name\": \"Peru\", \"kind\":"
        let folders = [
            try DossierFolder.small(key: "one"),
            try DossierFolder.small(key: "two", more: "\"places\": [ \(peru) \"country\" } ]"),
        ]
        let cuba = "{ \"key\": \"cuba\", \"name\": \"Cuba\", \"kind\": \"state\" }"
        try folders[0].replace(cuba, with: "\(cuba), \(peru) \"state\" }", in: "small.json")
        try folders[1].write(DossierFolder.smallReport + "Nobody objected.", to: "report.txt")
        let files = try zip(folders, ["one", "two"]).map { folder, name in
            let kb = try KnowledgeBase(at: place.path(name))
            try kb.importDossier(at: folder.path)
            return kb
        }
        try files[0].merge(fileAt: place.path("two"), by: "desk")
        #expect(try files[0].documents.count() == 2)
        for folder in folders {
            try folder.replace("A delegate", with: "A delegate of Peru", in: "small.json")
            #expect(Self.counts(try files[0].importDossier(at: folder.path))[0] == 0)
            #expect(Self.counts(try files[0].importDossier(at: folder.path)) == [0, 0, 0])
        }
        #expect(try files[0].documents.count() == 2 && files[0].stances.count() == 6)
        #expect(
            try files[0].texts("SELECT key FROM entity WHERE name = 'Peru' ORDER BY 1") == [
                "peru", "peru--place",
            ])
        try folders[1].replace("\"Peru\"", with: "\"The Andes\"", in: "small.json")
        #expect(Self.counts(try files[0].importDossier(at: folders[1].path)) == [0, 1, 0])
        #expect(
            try files[0].texts("SELECT name FROM entity WHERE key GLOB 'peru*' ORDER BY key") == [
                "Peru", "The Andes",
            ])
        #expect(try files[0].problems().map(\.message) == [])
    }

    @Test("that no longer has anything takes away all it made, whatever is a part of what")
    func emptied() throws {
        let more = """
            "places": [ { "key": "americas", "name": "Americas", "kind": "continent" },
                { "key": "peru", "name": "Peru", "kind": "country", "part_of": "americas" },
                { "key": "lima", "name": "Lima", "kind": "city", "part_of": "peru" } ],
            """
        let folder = try DossierFolder.small(more: more)
        let kb = try Self.imported(folder)
        try folder.write("{ \"dossier\": \"small\" }", to: "small.json")
        let summary = try kb.importDossier(at: folder.path)
        #expect(Self.counts(summary) == [0, 0, 12])
        for table in ["entity", "stance", "passage", "document", "dossier_row WHERE NOT is_gone"] {
            #expect(try kb.number("SELECT count(*) FROM \(table)") == 0, "\(table)")
        }
    }

    @Test("takes away what had to stay for somebody else's sake once nobody needs it")
    func needed() throws {
        let folder = try DossierFolder.small()
        let kb = try Self.imported(folder)
        let stance = try kb.edit(by: "hand") { edit in
            let bo = try edit.person("bo", name: "Bo")
            let cuba = try edit.organization("cuba", name: "Cuba", kind: .state)
            return try edit.stance(
                of: bo, .supports, toward: cuba,
                evidence: edit.document("report", title: "A report").quoting("Cuba"))
        }
        try folder.replace(
            "{ \"key\": \"cuba\", \"name\": \"Cuba\", \"kind\": \"state\" }", with: "", in: "small.json")
        for _ in 0..<2 {
            #expect(try Self.counts(kb.importDossier(at: folder.path)) == [0, 0, 0])
            #expect(try kb.read { try $0.organization("cuba") } != nil)
        }
        try kb.edit(by: "hand") { edit in
            _ = try edit.revision()
            try edit.connection.run("DELETE FROM stance WHERE id = ?", stance)
        }
        #expect(try Self.counts(kb.importDossier(at: folder.path)) == [0, 0, 1])
        #expect(try kb.read { try $0.organization("cuba") } == nil)
        #expect(try kb.read { try $0.person("bo") } != nil)
    }

    @Test("leaves the things and facts that a hand had written before it stated them too")
    func statedLater() throws {
        let folder = try DossierFolder.small()
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "hand") { edit in
            try edit.topic("peace", name: "Peace", kind: .cause)
            try edit.person("ana-ruiz", name: "Ana Ruiz")
        }
        try kb.importDossier(at: folder.path)
        try folder.write("{ \"dossier\": \"small\" }", to: "small.json")
        try kb.importDossier(at: folder.path)
        #expect(try kb.texts("SELECT key FROM entity ORDER BY key") == ["ana-ruiz", "peace"])
    }

    private static let meeting = "\"kind\": \"meeting\",\n      \"date\": \"2019-11-01/2019-11-03\""
    private static let edition = """
        "kind": "meeting", "edition": { "value": 3, "quote": "Peace, she said" },
            "date": { "value": "2019-11-01/2019-11-03", "quote": "is near" }
        """

    @Test("that no longer gives a field empties it, unless a hand or another dossier has given it since")
    func fieldNoLongerGiven() throws {
        func folder(_ key: String) throws -> DossierFolder {
            let folder = try DossierFolder.small(key: key)
            try folder.replace(Self.meeting, with: Self.edition, in: "small.json")
            try folder.replace("\"description\": \"A delegate\"", with: "\"gender\": \"f\"", in: "small.json")
            try folder.replace(
                "\"title\": \"A report\"", with: "\"title\": \"A report\", \"publisher\": \"Us\"",
                in: "small.json")
            return folder
        }
        func drop(_ folder: DossierFolder) throws {
            try folder.replace(Self.edition, with: "\"kind\": \"meeting\"", in: "small.json")
            try folder.replace(", \"gender\": \"f\"", with: "", in: "small.json")
            try folder.replace(", \"publisher\": \"Us\"", with: "", in: "small.json")
        }
        let fields = """
            SELECT coalesce(edition, '') || '|' || coalesce(date, '') || '|' || coalesce(latest, '') || '|'
                || coalesce(gender, '') || '|' || coalesce(publisher, '')
            FROM (SELECT edition, date, latest FROM event), (SELECT gender FROM person), document
            """
        let all = "3|2019-11-01/2019-11-03|2019-11-03|f|Us"

        let one = try folder("small")
        let kb = try Self.imported(one)
        #expect(try kb.texts(fields) == [all])
        try drop(one)
        // The stance at the event has its date from the event, and loses it with it.
        #expect(try Self.counts(kb.importDossier(at: one.path)) == [0, 4, 2])
        #expect(try kb.texts(fields) == ["||||"])

        let (two, three) = (try folder("small"), try folder("other"))
        let shared = try Self.imported(two)
        try shared.importDossier(at: three.path)
        try drop(two)
        try shared.importDossier(at: two.path)
        #expect(try shared.texts(fields) == [all])
        try shared.edit(by: "hand") { edit in
            try edit.person("ana-ruiz", name: "Ana Ruiz", gender: "female")
            try edit.event("meeting", name: "Meeting", kind: .meeting, date: "2019-11")
        }
        try drop(three)
        try shared.importDossier(at: three.path)
        #expect(try shared.texts(fields) == ["|2019-11|2019-11-30|female|"])
    }

    @Test("that no longer lists what it speaks of is refused, as it is by a file that never saw it")
    func noLongerListed() throws {
        let person = "{ \"key\": \"ana-ruiz\", \"name\": \"Ana Ruiz\", \"description\": \"A delegate\" }"
        let folder = try DossierFolder.small()
        let kb = try Self.imported(folder)
        try folder.replace(person, with: "", in: "small.json")
        let found = try Self.problems(of: folder, into: kb)
        #expect(found.map(\.entry) == ["stances[0].holder", "stances[1].holder"])
        #expect(found.first?.message.contains("no longer lists ‘ana-ruiz’") == true)
        #expect(try Self.problems(of: folder).map(\.entry) == found.map(\.entry))
        // What somebody else has written may be spoken of.
        let other = try KnowledgeBase.inMemory()
        try other.edit(by: "hand") { _ = try $0.person("ana-ruiz", name: "Ana Ruiz") }
        for _ in 0..<2 {
            try other.importDossier(at: folder.path)
            try folder.write(folder.read("small.json") + "\n", to: "small.json")
        }
        #expect(try other.number("SELECT count(*) FROM stance") == 3)
    }

    @Test("brings back what was deleted by hand, though it is itself unchanged")
    func deletedByHand() throws {
        let folder = try DossierFolder.small()
        let kb = try Self.imported(folder)
        try kb.edit(by: "hand") { edit in
            _ = try edit.revision()
            try edit.connection.run("DELETE FROM stance WHERE id = 2")
        }
        #expect(try Self.counts(kb.importDossier(at: folder.path)) == [1, 0, 0])
        #expect(try kb.number("SELECT count(*) FROM stance") == 3)
        #expect(try kb.importDossier(at: folder.path) == ImportSummary(dossier: "small"))
    }

    @Test("in which every fact was edited keeps each fact's id, however many there are")
    func everyFactEdited() throws {
        let folder = try DossierFolder()
        func write(_ confidence: String, from first: Int) throws {
            let count = 600
            try folder.write(
                (0..<count).map { "Sentence \($0) is about Cuba.\n" }.joined(), to: "report.txt")
            let stances = (first..<count).map {
                "{ holder: 'cuba', act: 'supports', target: 'peace', quote: 'Sentence \($0) is about', confidence: \(confidence) }"
            }
            try folder.write(
                """
                { dossier: 'many', documents: [{ key: 'report', file: 'report.txt', title: 'Report' }],
                  organizations: [{ key: 'cuba', name: 'Cuba', kind: 'state' }],
                  topics: [{ key: 'peace', name: 'Peace', kind: 'cause' }],
                  stances: [\(stances.joined(separator: ",\n"))] }
                """, to: "many.json")
        }
        try write("0.5", from: 0)
        let kb = try Self.imported(folder)
        let words = """
            SELECT s.id || ' ' || p.quote FROM stance s JOIN passage p ON p.id = s.passage_id
            WHERE s.id > 1 ORDER BY s.id
            """
        let before = try kb.texts(words)
        try write("0.75", from: 1)
        #expect(try Self.counts(kb.importDossier(at: folder.path)) == [0, 599, 1])
        #expect(try kb.texts(words) == before)
        #expect(try kb.number("SELECT count(*) FROM stance WHERE confidence = 0.75") == 599)
    }

    @Test("may say of a document that it supersedes one that stands further down")
    func supersedesLater() throws {
        let folder = try DossierFolder.small()
        let first = "{ \"key\": \"report\", \"file\""
        try folder.replace(
            first,
            with: "{ \"key\": \"second\", \"title\": \"B\", \"supersedes\": \"report\" }, \(first)",
            in: "small.json")
        try folder.write(
            folder.read("small.json").replacing("\"quote\":", with: "\"document\": \"report\", \"quote\":"),
            to: "small.json")
        let kb = try KnowledgeBase.inMemory()
        #expect(try kb.importDossier(at: folder.path).updated == 0)
        let sql = "SELECT d.key || ' ' || e.key FROM document d JOIN document e ON e.id = d.supersedes_id"
        #expect(try kb.texts(sql) == ["second report"])
        try folder.replace(", \"supersedes\": \"report\"", with: "", in: "small.json")
        #expect(try Self.counts(kb.importDossier(at: folder.path)) == [0, 1, 0])
        #expect(try kb.texts(sql) == [])
        try folder.replace(
            "\"title\": \"B\"", with: "\"title\": \"B\", \"supersedes\": \"reprot\"", in: "small.json")
        let found = try Self.problems(of: folder, into: kb)
        #expect(found.map(\.entry) == ["documents[0].supersedes"])
        #expect(found.first?.message.contains("did you mean report?") == true)
    }

    @Test(
        "that states a fact which another states too shares the row, and lets it stay when it lets go of it")
    func sharedFact() throws {
        let (one, two) = (try DossierFolder.small(), try DossierFolder.small(key: "other"))
        let kb = try Self.imported(one)
        let before = try kb.dump()
        let summary = try kb.importDossier(at: two.path)
        #expect(Self.counts(summary) == [0, 0, 0])
        #expect(try kb.dump()["stance"] == before["stance"])
        let fact = """
            { "holder": "ana-ruiz", "act": "condemns", "target": "blockade", "event": "meeting",
                  "quote": "Ana Ruiz condemned the blockade" },
            """
        try two.replace(fact, with: "", in: "small.json")
        #expect(try Self.counts(kb.importDossier(at: two.path)) == [0, 0, 0])
        #expect(try kb.dump()["stance"] == before["stance"])
        try one.replace(fact, with: "", in: "small.json")
        #expect(try Self.counts(kb.importDossier(at: one.path)) == [0, 0, 1])
        #expect(try kb.number("SELECT count(*) FROM stance") == 2)
    }

    @Test(
        "leaves facts made by hand alone, and does not take back a hand's change while it is unchanged itself"
    )
    func handMade() throws {
        let folder = try DossierFolder.small()
        let kb = try Self.imported(folder)
        try kb.edit(by: "hand") { edit in
            let ana = try edit.person("ana-ruiz", name: "Ana Ruiz Pérez")
            let peace = try edit.topic("peace", name: "Peace", kind: .cause)
            let report = try edit.document("report", title: "A report")
            try edit.stance(
                of: ana, .praises, toward: peace, evidence: report.quoting("Peace, she said, is near"))
        }
        let before = try kb.dump()
        try kb.importDossier(at: folder.path)
        #expect(try kb.dump() == before)
        try folder.replace("\"confidence\": 0.8", with: "\"confidence\": 0.4", in: "small.json")
        try kb.importDossier(at: folder.path)
        #expect(try kb.number("SELECT count(*) FROM stance WHERE act = 'praises'") == 1)
        #expect(try kb.number("SELECT count(*) FROM stance") == 4)
        #expect(try kb.dump()["stance"]?[.integer(4)] == before["stance"]?[.integer(4)])
    }

    @Test("leaves the fields that it does not name as a hand has filled them")
    func fieldsLeftOut() throws {
        let folder = try DossierFolder.small()
        let kb = try Self.imported(folder)
        try kb.edit(by: "hand") { edit in
            try edit.connection.run(
                "UPDATE entity SET extra = '{\"a\": 1}', revision_id = ?", edit.revision())
            try edit.topic("peace", name: "Peace", kind: .cause, description: "By hand")
            try edit.person("ana-ruiz", name: "Ana Ruiz", gender: "female", date: "1980/..")
            try edit.document("report", title: "A report", publisher: "Us", published: "2019-11-06")
        }
        let before = try kb.dump()
        try folder.replace("\"confidence\": 0.8", with: "\"confidence\": 0.4", in: "small.json")
        #expect(try Self.counts(kb.importDossier(at: folder.path)) == [0, 1, 0])
        for table in ["person", "document", "entity"] { #expect(try kb.dump()[table] == before[table]) }
    }

    // MARK: Errors

    /// The problems of a dossier that must not be imported, having checked that nothing of it was.
    private static func problems(of folder: DossierFolder, into kb: KnowledgeBase? = nil) throws
        -> [DossierProblem]
    {
        let kb = try kb ?? KnowledgeBase.inMemory()
        let before = try kb.dump()
        let error = #expect(throws: StandpointError.self) { try kb.importDossier(at: folder.path) }
        #expect(try kb.dump() == before)
        guard case .dossier(let path, let problems)? = error else {
            Issue.record("\(String(describing: error))")
            return []
        }
        #expect(path == folder.path)
        #expect(problems.allSatisfy { $0.file.hasPrefix(folder.path) })
        return problems
    }

    @Test("with errors is refused with all of them, each with its entry and what was probably meant")
    func allErrors() throws {
        let folder = try DossierFolder.small(
            more: """
                "figures": [
                  { "entity": "meeting", "messure": "delegates", "measure": "delegates", "low": "many",
                    "quote": "is near" },
                  { "entity": "meeting", "measure": "Delegates", "low": 5, "high": 4, "quote": "is near" },
                ],
                "memberships": [ { "member": "blockade", "organization": "cuba", "quote": "is near" } ],
                "relations": [ { "subject": "cuba", "predicate": "imposess", "object": "blockade",
                  "quote": "is near" } ],
                "participations": [ { "event": "meetting", "participant": "ana-ruiz", "role": "attendee",
                  "quote": "is near" } ],
                """)
        try folder.replace(
            "\"quote\": \"The meeting demanded its end\" },",
            with: """
                "quote": "The meeting demanded its end" },
                { "holder": "ana-ruis", "act": "condems", "target": "blockade",
                  "quote": "Ana Ruiz condemned it, the blockade of Cuba" },
                { "holder": "peace", "act": "demands", "target": "blockade", "quote": "peace" },
                { "holder": "cuba", "act": "condemns", "polarity": "for", "target": "blockade",
                  "date": "3 May 2019", "quote": "is near" },
                { "holder": "cuba", "act": "condemns", "target": 7, "confidence": 2, "strength": 11,
                  "reported": "yes", "rank": "best", "quote": "is near" },
                { "holder": "meeting", "act": "demands", "polarity": "against", "target": "blockade",
                  "quote": "The meeting demanded its end" },
                7,
                """, in: "small.json")
        try folder.replace(
            "\"name\": \"Cuba\", \"kind\": \"state\" }",
            with:
                #""name": "Cuba", "kind": "state" }, { "key": "peace", "name": "X", "kind": "partty" }"#,
            in: "small.json")
        let found = try Self.problems(of: folder)
        let expected: [(entry: String, words: String)] = [
            ("figures[0].messure", "did you mean measure?"),
            ("figures[0].low", "a number is expected here, not a text"),
            ("figures[1].measure", "small letters"), ("figures[1].high", "below low"),
            ("memberships[0].member", "must be person or organization"),
            ("relations[0].predicate", "did you mean imposes?"),
            ("participations[0].event", "did you mean meeting?"),
            ("stances[3].holder", "did you mean ana-ruiz?"), ("stances[3].act", "did you mean condemns?"),
            ("stances[3].quote", "the nearest is “"), ("stances[4].polarity", "goes either way"),
            ("stances[4].quote", "stands 2 times"), ("stances[5].polarity", "always against"),
            ("stances[5].date", "is not a date"),
            ("stances[6].target", "a text is expected here, not a number"),
            ("stances[6].confidence", "not between 0.0 and 1.0"), ("stances[6].strength", "1 to 10"),
            ("stances[6].reported", "true or false is expected"),
            ("stances[6].rank", "preferred, normal, deprecated"),
            ("stances[7]", "it says the same as stances[2]"),
            ("stances[8]", "an object is expected here, not a number"),
            ("topics[1].key", "is the key of organizations[1] already"),
            ("organizations[1].kind", "did you mean party"),
        ]
        for (entry, words) in expected {
            #expect(found.contains { $0.entry == entry && $0.message.contains(words) }, "\(entry): \(words)")
        }
        #expect(
            Set(found.map(\.entry)).isSubset(
                of: Set(
                    expected.map(\.entry) + [
                        "stances[4].holder", "stances[8].holder", "stances[8].act", "stances[8].target",
                        "stances[8].quote",
                        "figures[0].low",
                    ])), "\(found.map(\.description).joined(separator: "\n"))")
        let shown = StandpointError.dossier(path: folder.path, found).description
        #expect(shown.contains("\(found.count) errors, nothing of it was imported"))
        #expect(shown.contains("small.json: stances[3].quote: "))
    }

    @Test("with another text under the key of a document is refused, together with its other errors")
    func changedText() throws {
        let folder = try DossierFolder.small()
        let kb = try Self.imported(folder)
        try folder.write(DossierFolder.smallReport + "More.", to: "report.txt")
        try folder.replace("\"act\": \"supports\"", with: "\"act\": \"suports\"", in: "small.json")
        let found = try Self.problems(of: folder, into: kb)
        #expect(found.map(\.entry) == ["documents[0].file", "stances[1].act"])
        #expect(found.first?.message.contains("supersede") == true)
    }

    @Test("that gives a key to a thing of another kind than the file has is refused")
    func otherKind() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "hand") { _ = try $0.person("peace", name: "Peace Smith") }
        let found = try Self.problems(of: DossierFolder.small(), into: kb)
        #expect(found.map(\.entry) == ["topics[1].key"])
        #expect(found.first?.message.contains("kind person") == true)
    }

    @Test("is told at once of everything that would stand above itself or belong to two")
    func cyclesAndOwners() throws {
        let folder = try DossierFolder.small(
            more: #"""
                "places": [
                  { "key": "a", "name": "A", "kind": "city", "part_of": "b",
                    "identifiers": [ { "scheme": "wikidata", "value": " Q1" } ] },
                  { "key": "b", "name": "B", "kind": "city", "part_of": "c",
                    "identifiers": [ { "scheme": "wikidata", "value": "Q2" } ] },
                  { "key": "c", "name": "C", "kind": "city", "part_of": "a",
                    "identifiers": [ { "scheme": "wikidata", "value": "Q2" } ] },
                ],
                "memberships": [ { "member": "cuba", "organization": "cuba", "quote": "is near" } ],
                """#)
        try folder.replace(
            "\"title\": \"A report\"", with: "\"title\": \"A report\", \"supersedes\": \"report\"",
            in: "small.json")
        try folder.replace(
            "\"kind\": \"policy\"", with: "\"kind\": \"policy\", \"broader\": \"wide\"", in: "small.json")
        try folder.replace(
            "\"kind\": \"meeting\"", with: "\"kind\": \"meeting\", \"series\": \"meeting\"", in: "small.json")
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "hand") { edit in
            let blockade = try edit.topic("blockade", name: "Blockade", kind: .policy)
            try edit.topic("wide", name: "Wide", kind: .policy, broader: blockade)
        }
        let found = try Self.problems(of: folder, into: kb)
        let expected = [
            ("places[0].identifiers[0].value", "spaces around it"),
            ("places[2].identifiers[0]", "‘b’s already (places[1].identifiers[0])"),
            ("topics[0].broader", "blockade → wide → blockade"), ("places[0].part_of", "a → b → c → a"),
            ("events[0].series", "an edition of itself"), ("documents[0].supersedes", "supersede itself"),
            ("memberships[0].organization", "nothing is a member of itself"),
        ]
        #expect(Set(found.map(\.entry)) == Set(expected.map(\.0)), "\(found)")
        for (entry, words) in expected {
            #expect(found.contains { $0.entry == entry && $0.message.contains(words) }, "\(entry): \(words)")
        }
    }

    @Test("may turn around what is broader than what, and hand an identifier over")
    func turnedAround() throws {
        let folder = try DossierFolder.small(
            more: #"""
                "places": [
                  { "key": "a", "name": "A", "kind": "city", "part_of": "b",
                    "identifiers": [ { "scheme": "wikidata", "value": "Q1" } ] },
                  { "key": "b", "name": "B", "kind": "city" } ],
                """#)
        let kb = try Self.imported(folder)
        try folder.replace(
            """
            , "part_of": "b",
                "identifiers": [ { "scheme": "wikidata", "value": "Q1" } ] }
            """, with: " }", in: "small.json")
        try folder.replace(
            #""name": "B", "kind": "city" }"#,
            with: #"""
                "name": "B", "kind": "city", "part_of": "a",
                    "identifiers": [ { "scheme": "wikidata", "value": "Q1" } ] }
                """#, in: "small.json")
        #expect(try Self.counts(kb.importDossier(at: folder.path)) == [0, 3, 0])
        #expect(
            try kb.texts(
                "SELECT e.key || ' ' || p.key FROM place JOIN entity e USING (id) JOIN entity p ON p.id = part_of_id"
            ) == ["b a"])
        #expect(
            try kb.texts("SELECT key FROM entity JOIN identifier ON entity_id = entity.id") == ["b"])
    }

    @Test("that quotes words with a prefix that is not there is told that of the prefix")
    func wrongPrefix() throws {
        let folder = try DossierFolder.small()
        try folder.replace(
            "\"quote\": \"The meeting demanded its end\"",
            with: "\"quote\": \"demanded its end\", \"prefix\": \"The assembly\"", in: "small.json")
        try folder.replace(
            "\"quote\": \"Ana Ruiz condemned the blockade\"",
            with: "\"quote\": \"Ana Ruis condemmed teh blokade\"", in: "small.json")
        let found = try Self.problems(of: folder)
        #expect(found.map(\.entry) == ["stances[0].quote", "stances[2].prefix"])
        #expect(
            found.first?.message.contains("the nearest is “Ana Ruiz condemned the blockade") == true,
            "\(found)")
        #expect(found.last?.message.contains("but not with this prefix") == true, "\(found)")
    }

    @Test("that breaks a rule only the file knows is refused with the entry and the rule's words")
    func ruleOfTheFile() throws {
        let folder = try DossierFolder.small(
            more: #"""
                "places": [ { "key": "lima", "name": "Lima", "kind": "city",
                    "identifiers": [ { "scheme": "wikidata", "value": "Q2868" } ] } ],
                """#)
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "hand") { edit in
            let lima = try edit.place("lima-ohio", name: "Lima", kind: .city)
            try edit.identifier("Q2868", scheme: "wikidata", of: lima)
        }
        let found = try Self.problems(of: folder, into: kb)
        #expect(found.map(\.entry) == ["places[0].identifiers[0]"])
        #expect(found.first?.message.contains("another thing's already, ‘lima-ohio’") == true, "\(found)")
    }

    @Test("can be stopped on its way, and leaves nothing then")
    func stopped() throws {
        let kb = try KnowledgeBase.inMemory()
        let before = try kb.dump()
        #expect(throws: CancellationError.self) {
            try kb.importDossier(at: DossierFolder.example) { done, total in
                #expect(done <= total)
                return done < 60
            }
        }
        #expect(try kb.dump() == before)
        // Steps are told while it is checked, too: before anything is written.
        let folder = try DossierFolder.small()
        try folder.replace("\"act\": \"supports\"", with: "\"act\": \"suports\"", in: "small.json")
        let steps = Mutex(0)
        #expect(throws: StandpointError.self) {
            try kb.importDossier(at: folder.path) { done, _ in
                steps.withLock { $0 = max($0, done) }
                return true
            }
        }
        #expect(steps.withLock { $0 } == 9)
    }

    @Test("whose text cannot be read has one mistake, not one for each fact; the file that is meant is named")
    func missingText() throws {
        for (field, hint) in [("file", "did you mean report.txt?"), ("key", "did you mean key?")] {
            let folder = try DossierFolder.small()
            if field == "file" {
                try folder.replace("\"report.txt\"", with: "\"reprot.txt\"", in: "small.json")
            } else {
                try folder.replace("{ \"key\": \"report\"", with: "{ \"kee\": \"report\"", in: "small.json")
            }
            do {
                try KnowledgeBase.inMemory().importDossier(at: folder.path)
                Issue.record("it was imported")
            } catch StandpointError.dossier(_, let problems) {
                #expect(problems.allSatisfy { $0.entry.hasPrefix("documents[0]") }, "\(problems)")
                #expect(problems.contains { $0.message.contains(hint) }, "\(problems)")
            }
        }
    }

    @Test("that lets go of what it shares has the others look again")
    func sharedValues() throws {
        let folder = try DossierFolder()
        let (one, other) = (folder.path + "/one.json", folder.path + "/other.json")
        func write(_ text: String, _ path: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }
        let kb = try KnowledgeBase.inMemory()
        try write(
            #"{dossier: "a", topics: [{key: "t", name: "T", kind: "issue", description: "mine"}]}"#, one)
        try write(
            #"{dossier: "b", topics: [{key: "t", name: "T", kind: "issue", description: "yours"}]}"#, other)
        try kb.importDossier(at: one)
        try kb.importDossier(at: other)
        try write(#"{dossier: "b"}"#, other)
        try kb.importDossier(at: other)
        try kb.importDossier(at: one)
        #expect(try kb.texts("SELECT description FROM entity") == ["mine"])
    }
}
