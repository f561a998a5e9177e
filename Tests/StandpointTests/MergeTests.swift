// Two files become one, and it does not matter which was first.

import Foundation
import Standpoint
import StandpointTestSupport
import Synchronization
import Testing

@Suite("Merging files")
struct MergeTests {
    /// What a file says, without the numbers that are its own; what it says twice is there twice.
    private static func content(_ kb: KnowledgeBase) throws -> [String: [String]] {
        let passage =
            "(SELECT d.key || ':' || coalesce(p.start_offset, '') || coalesce(p.locator, '') || ':' || coalesce(p.quote, '') FROM passage p JOIN document d ON d.id = p.document_id WHERE p.id = f.passage_id)"
        func key(_ column: String) -> String { "(SELECT key FROM entity WHERE id = \(column))" }
        let questions = [
            "things": "SELECT key, kind, name, description FROM entity",
            "people": "SELECT \(key("id")), gender, date, earliest, latest FROM person",
            "events":
                "SELECT \(key("id")), kind, date, earliest, \(key("place_id")), \(key("part_of_id")) FROM event",
            "places": "SELECT \(key("id")), kind, \(key("part_of_id")), latitude, longitude FROM place",
            "topics": "SELECT \(key("id")), kind, \(key("broader_id")) FROM topic",
            "names": "SELECT \(key("entity_id")), text, kind, language FROM name",
            "identifiers": "SELECT \(key("entity_id")), scheme, value FROM identifier",
            "documents":
                "SELECT key, title, publisher, text, sha256, published, published_latest, (SELECT key FROM document s WHERE s.id = d.supersedes_id) FROM document d",
            "passages":
                "SELECT (SELECT key FROM document WHERE id = document_id), start_offset, locator, quote FROM passage",
            "stances":
                "SELECT \(key("holder_id")), act, polarity, \(key("target_id")), \(key("event_id")), date, confidence, rank, \(passage) FROM stance f",
            "figures": "SELECT \(key("entity_id")), measure, low, high, \(passage) FROM figure f",
            "judgements":
                "SELECT min(\(key("left_id")), \(key("right_id"))), max(\(key("left_id")), \(key("right_id"))), verdict, author, reason FROM identity_judgement WHERE author <> 'merge'",
            // Between which things of one identifier a judgement was drawn depends on the order; who is the same as
            // whom does not.
            "same": "SELECT key, canonical_key FROM identities",
            "acts": "SELECT key, plover, cameo, meaning FROM act",
            "terms": "SELECT field, value, meaning FROM term",
            "conflicts": """
            SELECT table_name, column_name, value, CASE WHEN table_name IN ('stance', 'figure') THEN '' WHEN table_name = 'act' THEN (SELECT key FROM act WHERE id = row_id) WHEN table_name = 'term' THEN (SELECT value FROM term WHERE id = row_id) WHEN table_name = 'document'
                THEN (SELECT key FROM document WHERE id = row_id) WHEN table_name = 'identifier' THEN (SELECT value FROM identifier WHERE id = row_id)
                WHEN table_name = 'identity_judgement' THEN (SELECT author FROM identity_judgement WHERE id = row_id)
                ELSE \(key("row_id")) END FROM conflict
            WHERE table_name <> 'passage' AND (table_name <> 'identity_judgement' OR row_id IN (SELECT id FROM identity_judgement WHERE author <> 'merge'))
            """,
        ]
        return try kb.read { snapshot in
            try questions.mapValues { sql in
                try snapshot.connection.rows(sql).map { row in
                    try (0..<row.count).map { "\(try row.value($0))" }.joined(separator: "|")
                }.sorted()
            }
        }
    }

    static func expectSame(_ one: KnowledgeBase, _ other: KnowledgeBase, _ words: String) throws {
        let (left, right) = (try content(one), try content(other))
        for (table, rows) in left where rows != right[table] {
            let changes = rows.difference(from: right[table] ?? []).map { change in
                switch change {
                case .insert(_, let row, _): "more: \(row)"
                case .remove(_, let row, _): "less: \(row)"
                }
            }
            Issue.record("\(words), \(table): \(changes.joined(separator: "; "))")
        }
    }

    /// Two files merged in both orders, which say the same.
    static func bothOrders(_ folder: TemporaryFolder, _ one: String, _ other: String) throws
        -> [KnowledgeBase]
    {
        let (one, other) = (folder.path(one), folder.path(other))
        let kbs = [try merged(folder, [one, other]), try merged(folder, [other, one])]
        try expectSame(kbs[0], kbs[1], "both orders")
        for path in [one, other] { #expect(try kbs[0].merge(fileAt: path, by: "merger").revision == nil) }
        return kbs
    }

    /// A file made at random from a small stock of keys, so that files have much in common and differ in much.
    private static func file(_ folder: TemporaryFolder, _ name: String, _ random: inout SeededGenerator)
        throws -> String
    {
        let path = folder.path(name)
        let kb = try KnowledgeBase(at: path)
        var chance = random
        func pick<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &chance)] }
        try kb.edit(by: "author of \(name)") { edit in
            for _ in 0..<Int.random(in: 3...10, using: &chance) {
                let number = Int.random(in: 0..<5, using: &chance)
                let person = try edit.person(
                    "person-\(number)", name: pick(["Ana", "Ben", "Person \(number)"]),
                    description: pick([nil, "one", "another"]),
                    date: pick([nil, "1950/..", "1951-02/2001"]))
                if Bool.random(using: &chance) {
                    try edit.name(pick(["Nick", "Nack"]), of: person, language: pick([nil, "en"]))
                }
                let topic = try edit.topic(
                    "topic-\(pick([0, 1, 2]))", name: pick(["Peace", "War"]), kind: pick([.issue, .policy]))
                let event = try edit.event(
                    "event-\(pick([0, 1]))", name: "Event", kind: .meeting,
                    date: pick([nil, "2019", "2019-11"]))
                let text = pick(["Peace, they said. War, they said.", "They said peace. They said war."])
                let key = "report-\(pick([0, 1]))"
                let known = try edit.connection.value(
                    String.self, "SELECT text FROM document WHERE key = ?", key)
                let document = try edit.document(
                    key, title: pick(["Report", "The report"]), text: known ?? text,
                    publisher: pick([nil, "Gazette", "Herald"]),
                    published: pick([nil, "2019-11-06", "2019"]))
                for _ in 0..<2 {
                    try edit.stance(
                        of: person, pick([.supports, .opposes]), toward: topic, at: pick([nil, event]),
                        date: pick([nil, "2019"]),
                        evidence: document.quoting(
                            pick(["they said. War", "They said peace"]).contains("War")
                                && (known ?? text).contains("they said. War")
                                ? "they said. War"
                                : (known ?? text).contains("They said peace") ? "They said peace" : "Peace"),
                        confidence: pick([nil, 0.5, 0.8]))
                }
                try edit.figure(
                    of: event, "delegates", low: Double(pick([10, 20])),
                    evidence: document.quoting(
                        "said", prefix: (known ?? text).contains("Peace, they") ? "Peace, they " : "They ",
                        suffix: (known ?? text).contains("Peace, they") ? ". War" : " peace"))
            }
            // The same identifier may be known of another person in another file.
            for identifier in ["Q1", "Q2"] {
                let people = try edit.connection.rows("SELECT id FROM person ORDER BY id").map {
                    try $0.get(0, as: ID<Person>.self)
                }
                if let person = people.randomElement(using: &chance) {
                    try edit.identifier(identifier, scheme: "wikidata", of: person)
                }
            }
        }
        try kb.close()
        random = chance
        return path
    }

    @Test("keep who wrote and judged what, and when, in whatever order they are merged and undone")
    func origins() throws {
        let folder = try TemporaryFolder()
        for (author, verdict) in [("ann", Judgement.Verdict.different), ("bob", .same)] {
            let kb = try KnowledgeBase(at: folder.path(author))
            try kb.edit(by: author) { edit in
                let people = try ["ana", "a-silva"].map { try edit.person($0, name: "Ana") }
                let peace = try edit.topic("peace", name: "Peace", kind: .issue)
                let report = try edit.document("of-\(author)", title: "Report", text: "Ana supports peace.")
                try edit.stance(
                    of: people[0], .supports, toward: peace, evidence: report.quoting("Ana supports peace"))
                try edit.judge(people[0], people[1], verdict, reason: "seen")
            }
            try kb.edit(by: "\(author)'s desk") { edit in
                try edit.connection.execute(
                    "UPDATE stance SET confidence = 0.5, revision_id = \(edit.revision())")
            }
            try kb.close()
        }
        let written = """
            SELECT document_key || ' ' || coded_by || ' ' || revised_by || ' ' || (coded_at < (SELECT max(created_at) FROM revision))
            FROM evidence_grades ORDER BY 1
            """
        for order in [["ann", "bob"], ["bob", "ann"]] {
            let kb = try Self.merged(folder, order.map(folder.path))
            #expect(try kb.texts(written) == ["of-ann ann ann's desk 1", "of-bob bob bob's desk 1"])
            // Through another file, too.
            let third = try KnowledgeBase(at: folder.path("third-\(order[0])"))
            try third.merge(fileAt: kb.path, by: "merger")
            #expect(try third.texts(written) == ["of-ann ann ann's desk 1", "of-bob bob bob's desk 1"])
            for _ in 0..<2 {
                let last = Int64(try kb.number("SELECT max(id) FROM revision"))
                try kb.edit(by: "chief") { try $0.undo(revision: last) }
            }
            let grades = try kb.stances.grades().all()
            #expect(grades.map(\.coder).sorted() == ["ann", "bob"])
            #expect(throws: SQLiteError.self) {
                try kb.edit(by: "forger") { try $0.connection.run("UPDATE origin SET author = 'forger'") }
            }
            let judged = try kb.judgements.all().sorted { $0.author < $1.author }
            #expect(judged.map(\.verdict) == [.different, .unsure] && judged.map(\.said) == [nil, .same])
            #expect(
                try kb.texts("SELECT judged_at FROM judgements ORDER BY author")
                    == order.sorted().map {
                        try KnowledgeBase(at: folder.path($0), .init(readOnly: true)).texts(
                            "SELECT created_at FROM revision WHERE id = 1")[0]
                    })
        }
    }

    @Test("let the words that stand last in the text be the last of one day, in whatever order")
    func sameDay() throws {
        let folder = try TemporaryFolder()
        for (name, act, quote) in [("a", Act.supports, "Ana supports"), ("b", .opposes, "Ana opposes")] {
            let kb = try KnowledgeBase(at: folder.path(name))
            try kb.edit(by: name) { edit in
                let ana = try edit.person("ana", name: "Ana")
                let peace = try edit.topic("levy", name: "Levy", kind: .policy)
                let report = try edit.document(
                    "report", title: "Report", text: "Ana opposes the levy. Later Ana supports the levy.")
                try edit.stance(
                    of: ana, act, toward: peace, date: "2024-03-04",
                    evidence: report.quoting("\(quote) the levy"))
            }
            try kb.close()
        }
        for kb in try Self.bothOrders(folder, "a", "b") {
            #expect(try kb.stances.positions().all().map(\.latest.act) == [.supports])
            #expect(try kb.texts("SELECT act || ' ' || since FROM positions") == ["supports 2024-03-04"])
        }
    }

    /// A copy of one file with others merged into it, in that order.
    static func merged(_ folder: TemporaryFolder, _ paths: [String]) throws -> KnowledgeBase {
        let copy = folder.path("merged-\(UUID().uuidString).sqlite")
        try FileManager.default.copyItem(atPath: paths[0], toPath: copy)
        let kb = try KnowledgeBase(at: copy)
        for path in paths.dropFirst() { try kb.merge(fileAt: path, by: "merger") }
        return kb
    }

    @Test("gives the same whichever is first, in whatever order, and however often", arguments: 1...10)
    func algebra(seed: Int) throws {
        var random = SeededGenerator(UInt64(seed))
        let folder = try TemporaryFolder()
        let (a, b, c) = (
            try Self.file(folder, "a.sqlite", &random), try Self.file(folder, "b.sqlite", &random),
            try Self.file(folder, "c.sqlite", &random)
        )
        let (ab, ba) = (try Self.merged(folder, [a, b]), try Self.merged(folder, [b, a]))
        try Self.expectSame(ab, ba, "a and b")
        let bc = try Self.merged(folder, [b, c])
        try Self.expectSame(
            Self.merged(folder, [a, b, c]), Self.merged(folder, [a, bc.path]), "(a b) c and a (b c)")
        try Self.expectSame(
            Self.merged(folder, [c, a, b]), Self.merged(folder, [b, c, a]), "c a b and b c a")
        let once = try Self.content(ab)
        let revisions = try ab.revisions.all().count
        for path in [b, a, ba.path] {
            let summary = try ab.merge(fileAt: path, by: "merger")
            #expect(summary.inserted == 0 && summary.updated == 0 && summary.conflicts == 0, "\(summary)")
            #expect(summary.revision == nil)
        }
        #expect(try Self.content(ab) == once)
        #expect(try ab.revisions.all().count == revisions)
        #expect(try ab.read { try $0.problems() }.map(\.message) == [])
    }

    @Test("loses nothing: what both say differently is in the view of conflicts")
    func conflicts() throws {
        let folder = try TemporaryFolder()
        for (name, said) in [("a", "Ana"), ("b", "Anna")] {
            let kb = try KnowledgeBase(at: folder.path(name))
            try kb.edit(by: name) { edit in
                let ana = try edit.person(
                    "ana", name: said, gender: name == "a" ? "female" : nil,
                    date: name == "a" ? "1950/.." : "1951/..")
                let peace = try edit.topic("peace", name: "Peace", kind: .issue)
                let report = try edit.document(
                    "report", title: "Report", text: "Version \(name): Ana supports peace.")
                try edit.stance(
                    of: ana, .supports, toward: peace, evidence: report.quoting("Ana supports peace"))
            }
            try kb.close()
        }
        let kb = try KnowledgeBase(at: folder.path("a"))
        let summary = try kb.merge(fileAt: folder.path("b"), by: "desk")
        #expect(
            try kb.people.all().map { "\($0.name) \($0.gender ?? "") \($0.date?.description ?? "")" } == [
                "Anna female 1951/.."
            ])
        #expect(
            try kb.sql("SELECT table_name, column_name, value FROM conflicts ORDER BY 1, 2").all(
                String.self, String.self, String.self
            )
            .map { "\($0) \($1) \($2)" } == ["document key report", "entity name Ana", "person date 1950/.."])
        #expect(summary.conflicts == 3)
        // Two texts under one key are two documents, and both attest the stance.
        let documents = try kb.documents.all().map(\.key)
        #expect(documents.count == 2 && documents.allSatisfy { $0.hasPrefix("report") })
        #expect(try kb.stances.positions().all().map(\.documents) == [2])
        #expect(try kb.read { try $0.problems() }.isEmpty)
        // And the whole of it can be taken back.
        try kb.edit(by: "desk") { _ = try $0.undo(revision: try #require(summary.revision)) }
        #expect(try kb.people.all().map(\.name) == ["Ana"])
        #expect(try kb.documents.all().map(\.key) == ["report"])
    }

    @Test("refuses a file of another program, one with another polarity of an act, and leaves all as it was")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let (kb, other) = (try KnowledgeBase(at: folder.path("a")), try KnowledgeBase(at: folder.path("b")))
        try kb.edit(by: "a") { _ = try $0.person("ana", name: "Ana") }
        try kb.edit(by: "a") { edit in
            try edit.connection.execute(
                "INSERT INTO act (key, polarity, meaning, revision_id) VALUES ('heckles', -1, 'x', \(edit.revision()))"
            )
        }
        try other.edit(by: "b") { edit in
            _ = try edit.person("ben", name: "Ben")
            try edit.connection.execute(
                "INSERT INTO act (key, polarity, meaning, revision_id) VALUES ('heckles', 1, 'x', \(edit.revision()))"
            )
        }
        let before = try Self.content(kb)
        #expect(throws: StandpointError.self) {
            try kb.merge(fileAt: other.path, by: "desk")
        }
        _ = try sqlite3(folder.path("c"), "CREATE TABLE t (x);")
        #expect(throws: StandpointError.self) { try kb.merge(fileAt: folder.path("c"), by: "desk") }
        #expect(throws: SQLiteError.self) { try kb.merge(fileAt: folder.path("nowhere"), by: "desk") }
        #expect(try Self.content(kb) == before && kb.revisions.all().count == 2)
        try kb.edit(by: "a") { _ = try $0.person("still", name: "Still writable") }
    }

    @Test("can be stopped on its way, by its progress or with its task, and leaves nothing then")
    func stopped() async throws {
        let folder = try TemporaryFolder()
        let (kb, other) = (try KnowledgeBase(at: folder.path("a")), try KnowledgeBase(at: folder.path("b")))
        try await kb.edit(by: "a") { _ = try $0.person("ana", name: "Ana") }
        try await other.edit(by: "b") { _ = try $0.person("ben", name: "Ben") }
        let before = try Self.content(kb)
        let steps = Mutex<[Int]>([])
        await #expect(throws: CancellationError.self) {
            try await kb.merge(fileAt: other.path, by: "desk") { done, total in
                steps.withLock { $0.append(done) }
                return done < total / 2
            }
        }
        #expect(steps.withLock { $0 == Array(0..<$0.count) && $0.count > 2 })
        #expect(try Self.content(kb) == before)
        let (halfway, signal) = AsyncStream.makeStream(of: Void.self)
        let isCancelled = Atomic<Bool>(false)
        let task = Task {
            try await kb.merge(fileAt: other.path, by: "desk") { done, total in
                guard done == total / 2 else { return true }
                signal.finish()
                while !isCancelled.load(ordering: .acquiring) { usleep(1000) }
                return true
            }
        }
        for await _ in halfway {}
        task.cancel()
        isCancelled.store(true, ordering: .releasing)
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try Self.content(kb) == before)
        // Nothing of the other file is in the way of the next merge.
        let summary = try await kb.merge(fileAt: other.path, by: "desk")
        #expect(summary.inserted == 2 && summary.deleted == 0)
        #expect(try Self.content(kb)["things"]?.count == 2)
    }
}
