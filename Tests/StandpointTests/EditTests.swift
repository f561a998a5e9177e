// Edits: one transaction, one revision, all or nothing.

import Foundation
import StandpointSQLite
import StandpointTestSupport
import Testing

@testable import Standpoint

@Suite("An edit")
struct EditTests {
    private static let text = "Ana Ruiz condemned the blockade. The meeting demanded its end."

    private static func fill(_ edit: Edit) throws {
        let report = try edit.document("report", title: "Report", text: text)
        let ana = try edit.person("ana-ruiz", name: "Ana Ruiz")
        let blockade = try edit.topic("blockade", name: "Blockade", kind: .policy)
        let meeting = try edit.event(
            "meeting", name: "Meeting", kind: .meeting, date: "2019-11-01/2019-11-03")
        try edit.stance(
            of: ana, .condemns, toward: blockade, at: meeting,
            evidence: report.quoting("Ana Ruiz condemned the blockade"))
        try edit.stance(
            of: meeting, .demands, .opposes, toward: blockade, date: "2019-11-03",
            evidence: report.quoting("The meeting demanded its end"))
    }

    @Test("is one revision, with its author and its note, that every row of it belongs to")
    func oneRevision() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk", note: "Coded the report") { try Self.fill($0) }
        #expect(try kb.texts("SELECT author || ': ' || note FROM revision") == ["desk: Coded the report"])
        #expect(try kb.number("SELECT count(*) FROM revision WHERE closed_at IS NULL") == 0)
        for table in ["entity", "person", "topic", "event", "document", "passage", "stance"] {
            #expect(try kb.number("SELECT count(DISTINCT revision_id) FROM \(table)") == 1, "\(table)")
        }
        _ = try kb.edit(by: "editor") { try $0.person("bo", name: "Bo") }
        #expect(try kb.revisionCount == 2)
        #expect(try kb.number("SELECT revision_id FROM entity WHERE key = 'bo'") == 2)
        #expect(try kb.read { try $0.problems() }.isEmpty)
    }

    @Test("that throws leaves nothing")
    func throwingLeavesNothing() throws {
        struct Stop: Error {}
        let kb = try KnowledgeBase.inMemory()
        let before = try kb.dump()
        #expect(throws: Stop.self) {
            try kb.edit(by: "desk") { edit in
                try Self.fill(edit)
                throw Stop()
            }
        }
        #expect(try kb.dump() == before)
        try kb.edit(by: "desk") { try Self.fill($0) }
        #expect(try kb.revisionCount == 1)
    }

    @Test("that changes nothing leaves no revision")
    func nothingChanged() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { _ in }
        #expect(try kb.revisionCount == 0)
        try kb.edit(by: "desk") { try Self.fill($0) }
        let before = try kb.dump()
        try kb.edit(by: "desk") { edit in
            let report = try edit.document("report", title: "Report", text: Self.text)
            try edit.person("ana-ruiz", name: "Ana Ruiz")
            try edit.event("meeting", name: "Meeting", kind: .meeting, date: "2019-11-01/2019-11-03")
            try edit.passage(report.quoting("Ana Ruiz condemned the blockade"))
        }
        #expect(try kb.dump() == before)
    }

    @Test("without an author is refused")
    func author() throws {
        let kb = try KnowledgeBase.inMemory()
        let error = #expect(throws: SQLiteError.self) {
            try kb.edit(by: " ") { try $0.person("bo", name: "Bo") }
        }
        #expect(error?.message.contains("say who makes the changes") == true)
    }

    @Test("of a thing that is there changes what it is given and leaves the rest")
    func upsert() throws {
        let kb = try KnowledgeBase.inMemory()
        let first = try kb.edit(by: "desk") { edit in
            try edit.person(
                "ana-ruiz", name: "Ana Ruiz", description: "A delegate", gender: "female", date: "1980/..")
        }
        let second = try kb.edit(by: "desk") { try $0.person("ana-ruiz", name: "Ana Ruiz Pérez") }
        #expect(first == second)
        let person = try #require(try kb.read { try $0.person("ana-ruiz") })
        #expect(person.name == "Ana Ruiz Pérez")
        #expect(person.description == "A delegate")
        #expect(person.gender == "female")
        #expect(person.date?.description == "1980/..")
        #expect(try kb.number("SELECT latest = '9999-12-31' FROM person") == 1)
        #expect(try kb.revisionCount == 2)
        try kb.edit(by: "desk") { edit in
            try edit.organization("cuba", name: "Cuba", kind: .state, date: "1902/..")
            try edit.document(
                "report", title: "Report", text: Self.text, publisher: "Us", published: "2019-11-06",
                language: "en")
        }
        try kb.edit(by: "desk") { edit in
            try edit.organization("cuba", name: "The Republic of Cuba", kind: .state)
            try edit.document("report", title: "The report")
        }
        #expect(try kb.read { try $0.organization("cuba") }?.date?.description == "1902/..")
        let report = try #require(try kb.read { try $0.document("report") })
        #expect(report.title == "The report" && report.publisher == "Us" && report.sha256 != nil)
        #expect(report.published?.description == "2019-11-06")
        try kb.edit(by: "desk") { edit in
            let place = try edit.place(
                "havana", name: "Havana", kind: .city, latitude: 23.1, longitude: -82.4)
            try edit.event("meeting", name: "Meeting", kind: .meeting, date: "2019", place: place, edition: 3)
        }
        _ = try kb.edit(by: "desk") {
            try $0.event("meeting", name: "The meeting", kind: .meeting, date: "2019-11")
        }
        let event = try #require(try kb.read { try $0.event("meeting") })
        #expect(event.name == "The meeting" && event.edition == 3 && event.place != nil)
        #expect(event.date?.description == "2019-11")
        #expect(try kb.texts("SELECT latest FROM event") == ["2019-11-30"])
    }

    @Test("of a thing of another kind is refused, and so is another text under a document's key")
    func otherKind() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { try Self.fill($0) }
        let before = try kb.dump()
        #expect(throws: StandpointError.otherKind(key: "ana-ruiz", expected: "topic", found: "person")) {
            try kb.edit(by: "desk") { try $0.topic("ana-ruiz", name: "Ana Ruiz", kind: .issue) }
        }
        #expect(throws: StandpointError.documentChanged(key: "report")) {
            try kb.edit(by: "desk") { try $0.document("report", title: "Report", text: Self.text + " More.") }
        }
        #expect(try kb.dump() == before)
    }

    @Test("takes the side of a stance from its act, and its date from its event")
    func stance() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { try Self.fill($0) }
        let stances = try kb.stances.all()
        #expect(stances.map(\.polarity) == [.opposes, .opposes])
        #expect(stances.map { $0.date?.description } == ["2019-11-01/2019-11-03", "2019-11-03"])
        #expect(stances.map { $0.date?.latest.description } == ["2019-11-03", "2019-11-03"])
    }

    @Test("that breaks a rule of the file is refused in the rule's own words")
    func rules() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { try Self.fill($0) }
        let before = try kb.dump()
        func refused(_ words: String, _ body: @escaping (Edit) throws -> Void) {
            let error = #expect(throws: SQLiteError.self) { try kb.edit(by: "desk", body) }
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
            #expect(error?.primaryCode == .constraint)
        }
        func stance(_ edit: Edit, _ act: Act, _ side: Polarity?, confidence: Double? = nil) throws {
            let report = try edit.document("report", title: "Report")
            let ana = try edit.person("ana-ruiz", name: "Ana Ruiz")
            let blockade = try edit.topic("blockade", name: "Blockade", kind: .policy)
            try edit.stance(
                of: ana, act, side, toward: blockade, evidence: report.quoting("Ana Ruiz"),
                confidence: confidence)
        }
        refused("stance.act: not a known act") { try stance($0, "grumbles", .opposes) }
        refused("stance.polarity: say 1") { try stance($0, .demands, nil) }
        refused("stance.polarity: this act always has the other one") { try stance($0, .condemns, .supports) }
        refused("confidence: 0 to 1") { try stance($0, .condemns, nil, confidence: 1.5) }
        refused("key") { try $0.person("Not a key", name: "X") }
        refused("not a known word") { try $0.event("e", name: "E", kind: "jamboree") }
        #expect(throws: StandpointError.self) {
            try kb.edit(by: "desk") { try $0.event("e", name: "E", kind: .meeting, date: "last week") }
        }
        #expect(try kb.dump() == before)
    }

    @Test("cannot be used after its closure")
    func afterwards() throws {
        let kb = try KnowledgeBase.inMemory()
        let kept = try kb.edit(by: "desk") { edit in
            try Self.fill(edit)
            return edit
        }
        let before = try kb.dump()
        let misuse = StandpointError.misuse("an edit ends with its closure: make changes within it")
        #expect(throws: misuse) { try kept.revision() }
        #expect(throws: SQLiteError.self) { try kept.person("bo", name: "Bo") }
        #expect(throws: SQLiteError.self) { try kept.person("ana-ruiz", name: "Another name") }
        #expect(try kb.dump() == before)
    }

    @Test("may be async, and many at once come one after the other, each whole")
    func concurrent() async throws {
        let folder = try DossierFolder()
        let kb = try KnowledgeBase(at: "\(folder.path)/kb.sqlite")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    try await kb.edit(by: "worker-\(number)") { edit in
                        let before = try edit.connection.value(Int.self, "SELECT count(*) FROM entity") ?? 0
                        try edit.person("first-\(number)", name: "First \(number)")
                        try edit.person("second-\(number)", name: "Second \(number)")
                        let after = try edit.connection.value(Int.self, "SELECT count(*) FROM entity")
                        #expect(after == before + 2)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try kb.revisionCount == 40)
        #expect(try kb.number("SELECT count(*) FROM entity") == 80)
        #expect(
            try kb.number(
                "SELECT count(*) FROM (SELECT 1 FROM entity GROUP BY revision_id HAVING count(*) = 2)") == 40)
        try kb.close()
    }

    @Test("of a cancelled task leaves no trace")
    func cancellation() async throws {
        let folder = try DossierFolder()
        let kb = try KnowledgeBase(at: "\(folder.path)/kb.sqlite")
        let before = try kb.dump()
        let (started, signal) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await kb.edit(by: "desk") { edit in
                signal.finish()
                for number in 0..<1_000_000 {
                    try Task.checkCancellation()
                    try edit.person("person-\(number)", name: "Person \(number)")
                }
            }
        }
        for await _ in started {}
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try kb.dump() == before)
        try await kb.edit(by: "desk") { _ = try $0.person("bo", name: "Bo") }
        #expect(try kb.revisionCount == 1)
    }

    @Test("is not seen by a read beside it before it is done")
    func readsBeside() throws {
        let folder = try DossierFolder()
        let kb = try KnowledgeBase(at: "\(folder.path)/kb.sqlite")
        try kb.edit(by: "desk") { try Self.fill($0) }
        let before = try kb.dump()
        try kb.edit(by: "desk") { edit in
            try edit.person("bo", name: "Bo")
            #expect(try edit.connection.value(Int.self, "SELECT count(*) FROM entity WHERE key = 'bo'") == 1)
            // On another thread: within an edit, its own connection is the one to read from.
            let done = DispatchSemaphore(value: 0)
            DispatchQueue.global().async {
                let seen = try? kb.dump()
                #expect(seen == before)
                done.signal()
            }
            #expect(done.wait(timeout: .now() + 30) == .success)
            #expect(throws: SQLiteError.self) { try kb.read { try $0.person("bo") } }
        }
        #expect(try kb.read { try $0.person("bo") }?.name == "Bo")
    }

    @Test("writes all of a thing or nothing, and goes on after a savepoint that was undone")
    func halves() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            #expect(throws: SQLiteError.self) {
                try edit.event("meeting", name: "M", kind: .meeting, edition: 0)
            }
            struct Undone: Error {}
            #expect(throws: Undone.self) {
                try edit.connection.savepoint {
                    try edit.person("ana", name: "Ana")
                    throw Undone()
                }
            }
            try edit.person("ben", name: "Ben")
        }
        #expect(try kb.texts("SELECT key || revision_id FROM entity") == ["ben1"])
        #expect(try kb.problems().map(\.message) == [])
    }
}
