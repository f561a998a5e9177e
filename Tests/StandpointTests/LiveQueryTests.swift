// SQL of one's own, streams, cursors, snapshots and answers that follow the file.

import Foundation
import Standpoint
import StandpointTestSupport
import Testing

@Suite("A knowledge base")
struct LiveQueryTests {
    static let file = Result { try GeneratedFile(stances: 1500, seed: 5) }

    // MARK: SQL

    private struct Tally: Equatable, Sendable {
        let holder: String
        let stances: Int
    }

    @Test(
        "answers SQL with what is interpolated bound, never spliced")
    func sql() throws {
        let kb = try Self.file.get().kb
        let (key, since) = ("actor-0", EDTF("2019")?.earliest.description)
        let query = kb.sql(
            "SELECT holder, count(*) FROM stances WHERE holder_key = \(key) AND earliest >= \(since) GROUP BY 1"
        )
        #expect(
            query.sql
                == "SELECT holder, count(*) FROM stances WHERE holder_key = ? AND earliest >= ? GROUP BY 1")
        #expect(query.bindings == ["actor-0", "2019-01-01"])
        let count = try kb.stances.held(by: key).all().count { ($0.date?.earliest.year ?? 0) >= 2019 }
        let tuples = try query.all(String.self, Int.self)
        #expect(tuples.count == 1 && tuples[0] == ("Actor 0", count))
        #expect(try query.all(Tally.init) == [Tally(holder: "Actor 0", stances: count)])
        #expect(try query.dictionaries() == [["holder": "Actor 0", "count(*)": .integer(Int64(count))]])
        let hostile = "x' OR 1 --"
        #expect(try kb.sql("SELECT id FROM entity WHERE key = \(hostile)").all(Int64.self).isEmpty)
        let keys = ["actor-1", "actor-2", hostile]
        #expect(
            try kb.sql("SELECT key FROM entity WHERE key IN (\(keys)) ORDER BY 1").all(String.self) == [
                "actor-1", "actor-2",
            ])
    }

    @Test("answers SQL without blocking a thread, too")
    func sqlAsync() async throws {
        let kb = try Self.file.get().kb
        let query = kb.sql("SELECT key, name FROM entity WHERE key = \("actor-2")")
        let (tuples, made, dictionaries) = try await (
            query.all(String.self, String.self),
            query.all { (key: String, name: String) in "\(key) \(name)" },
            query.dictionaries()
        )
        #expect(tuples[0] == ("actor-2", "Actor 2") && made == ["actor-2 Actor 2"])
        #expect(dictionaries == [["key": "actor-2", "name": "Actor 2"]])
    }

    @Test("refuses SQL that writes, several statements and a wrong type, with what is wrong")
    func wrongSQL() throws {
        let kb = try Self.file.get().kb
        #expect(throws: SQLiteError.self) { try kb.sql("DELETE FROM stance").all(Int.self) }
        #expect(throws: SQLiteError.self) { try kb.sql("SELECT 1; SELECT 2").all(Int.self) }
        #expect(throws: SQLiteError.self) { try kb.sql("SELECT key FROM entity").all(Int.self) }
        #expect(throws: SQLiteError.self) { try kb.sql("SELECT 1").all(Int.self, Int.self) }
        #expect(try kb.stances.count() == 1500)
    }

    // MARK: Streams

    @Test("streams the same answers as it gives at once, and its cursor does")
    func stream() async throws {
        let kb = try Self.file.get().kb
        let query = kb.stances.holding(.opposes)
        let whole = try await query.all()
        var streamed: [Stance] = []
        for try await stance in query.stream() { streamed.append(stance) }
        #expect(streamed == whole && whole.count > 600)
        let walked = try await kb.read { snapshot in
            var cursor = try query.cursor(in: snapshot)
            var found: [Stance] = []
            while let stance = try cursor.next() { found.append(stance) }
            return found
        }
        #expect(walked == whole)
        let memory = try KnowledgeBase.inMemory()
        try await memory.importDossier(at: DossierFolder.example)
        var count = 0
        for try await _ in memory.stances.stream() { count += 1 }
        #expect(try await count == memory.stances.count())
    }

    @Test(
        "streams one state of the file, whatever is written meanwhile, and may write from within the stream")
    func streamIsASnapshot() async throws {
        let file = try GeneratedFile(stances: 600, seed: 9)
        var seen = 0
        for try await stance in file.kb.stances.sorted(by: .written).stream() {
            seen += 1
            if seen.isMultiple(of: 50) {
                try await file.kb.edit(by: "test") { edit in
                    _ = try edit.revision()
                    try edit.connection.run("DELETE FROM stance WHERE id = ?", 601 - Int(stance.id.rawValue))
                }
            }
        }
        #expect(seen == 600)
        #expect(try await file.kb.stances.count() == 588)
    }

    @Test("ends a stream with its task, and leaves the file as usable as before")
    func cancelledStream() async throws {
        let kb = try Self.file.get().kb
        let began = AsyncStream<Void>.makeStream()
        let task = Task {
            var seen = 0
            for try await _ in kb.stances.stream() {
                seen += 1
                if seen == 10 { began.continuation.yield() }
                if seen > 10 { try await Task.sleep(for: .seconds(60)) }
            }
        }
        for await _ in began.stream { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        // A query that would run for ever stops as well.
        let endless = Task {
            try await kb.sql(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
            ).all(Int.self)
        }
        try await Task.sleep(for: .milliseconds(30))
        endless.cancel()
        await #expect(throws: CancellationError.self) { _ = try await endless.value }
        #expect(try await kb.stances.count() == 1500)
    }

    @Test("reads several questions from one state of the file")
    func snapshot() async throws {
        let file = try GeneratedFile(stances: 100, seed: 2)
        let (before, after) = try await file.kb.read { snapshot in
            let before = try file.kb.stances.count(in: snapshot)
            let shell = try sqlite3(
                file.kb.path,
                "INSERT INTO revision (author) VALUES ('shell'); DELETE FROM stance WHERE id = 1;")
            try #require(shell.status == 0, "\(shell.errors)")
            return (before, try file.kb.stances.all(in: snapshot).count)
        }
        #expect(before == 100 && after == 100)
        #expect(try await file.kb.stances.count() == 99)
    }

    // MARK: Observation

    @Test(
        "gives the answers again when they change, by its own edits and by another process, and not otherwise"
    )
    func observe() async throws {
        let file = try GeneratedFile(stances: 50, seed: 4)
        let kb = file.kb
        var answers = kb.people.keyed("actor-1", "new-person").observe(every: .milliseconds(5))
            .makeAsyncIterator()
        #expect(try await answers.next()?.map(\.name) == [])  // actor-1 was judged the same as another
        try await kb.edit(by: "test") { _ = try $0.person("someone-else", name: "Somebody else") }
        try await kb.edit(by: "test") { _ = try $0.person("new-person", name: "New") }
        #expect(try await answers.next()?.map(\.name) == ["New"])
        let shell = try sqlite3(
            kb.path,
            "INSERT INTO revision (author) VALUES ('shell'); UPDATE entity SET name = 'Newer', revision_id = (SELECT max(id) FROM revision) WHERE key = 'new-person';"
        )
        try #require(shell.status == 0, "\(shell.errors)")
        #expect(try await answers.next()?.map(\.name) == ["Newer"])
    }

    @Test("observes a knowledge base in memory as well")
    func observeMemory() async throws {
        let kb = try KnowledgeBase.inMemory()
        var counts = kb.people.observe(every: .milliseconds(5)).makeAsyncIterator()
        #expect(try await counts.next()?.count == 0)
        try await kb.edit(by: "test") { _ = try $0.person("ana", name: "Ana") }
        #expect(try await counts.next()?.map(\.key) == ["ana"])
    }
}
