// The pool: snapshots beside a writer, re-entrancy, cancellation, many tasks.

import Foundation
import StandpointSQLite
import Testing

@Suite struct PoolTests {
    private func pool(_ folder: Folder) async throws -> Pool {
        let pool = try Pool(folder.file())
        try await pool.withWriter {
            try $0.execute("CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
        }
        return pool
    }

    @Test func readersBesideAWriterSeeOneState() async throws {
        let folder = try Folder()
        let pool = try await pool(folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for _ in 0..<50 {
                    try await pool.write {
                        try $0.run("INSERT INTO person(name) VALUES ('a')")
                        try $0.run("INSERT INTO person(name) VALUES ('b')")
                    }
                }
            }
            for _ in 0..<6 {
                group.addTask {
                    for _ in 0..<50 {
                        let (one, other) = try await pool.read { connection in
                            let one = try connection.count() ?? -1
                            usleep(200)
                            return (one, try connection.count() ?? -2)
                        }
                        #expect(one == other && one % 2 == 0)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await pool.read { try $0.count() } == 100)
        try pool.close()
        await #expect(throws: SQLiteError.self) { try await pool.read { try $0.count() } }
    }

    @Test func aReaderCannotWrite() async throws {
        let folder = try Folder()
        for pool in [try await pool(folder), try Pool(.memory)] {
            await #expect(throws: SQLiteError.self) {
                try await pool.read { try $0.execute("CREATE TABLE x(y)") }
            }
            try await pool.write { try $0.execute("CREATE TABLE x(y)") }
        }
    }

    @Test func aCallFromInsideIsRefusedAndDoesNotHang() async throws {
        let folder = try Folder()
        for pool in [try await pool(folder), try Pool(.memory)] {
            let results = try await pool.write { _ in
                [
                    Result { try pool.write { _ in } }, Result { try pool.read { _ in } },
                    Result { try pool.close() },
                ].map { result -> Bool in
                    if case .failure(let error as SQLiteError) = result { return error.isMisuse }
                    return false
                }
            }
            #expect(results == [true, true, true])
            try await pool.write { _ in }
        }
    }

    @Test func aConnectionIsOfNoUseAfterItsClosure() throws {
        let pool = try Pool(.memory)
        var kept: Connection?
        var statement: Statement?
        try pool.write {
            kept = $0
            statement = try $0.prepare("SELECT 1")
        }
        #expect(try failure { try kept?.execute("SELECT 1") }.isMisuse)
        #expect(try failure { try statement?.run() }.isMisuse)
        #expect(try pool.read { try $0.value(Int.self, "SELECT 1") } == 1)
        #expect(try failure { try pool.read { try $0.close() } }.isMisuse)
        #expect(try failure { try pool.withWriter { try $0.execute("BEGIN") } }.isMisuse)
        try pool.write { try $0.execute("CREATE TABLE t(x)") }
    }

    @Test func aForgottenCursorDoesNotHoldTheSnapshot() async throws {
        let folder = try Folder()
        let pool = try Pool(folder.file(), maximumReaders: 1)
        try await pool.write {
            try $0.execute("CREATE TABLE person(name TEXT); INSERT INTO person VALUES ('a'), ('b')")
        }
        try await pool.read { _ = try $0.statement("SELECT name FROM person").step() }
        try await pool.write { try $0.run("INSERT INTO person VALUES ('c')") }
        #expect(try await pool.read { try $0.count() } == 3)
    }

    @Test func cancellationStopsUndoesAndLeavesAllUsable() async throws {
        let folder = try Folder()
        let pool = try await pool(folder)
        for _ in 0..<5 {
            let task = Task {
                try await pool.write {
                    try $0.run("INSERT INTO person(name) VALUES ('x')")
                    try $0.run(endless)
                }
            }
            try await Task.sleep(for: .milliseconds(20))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await pool.read { try $0.count() } == 0)
        }
        // A loop of short statements ends as well, and one that looks away commits nothing.
        let task = Task {
            try await pool.write { connection in
                while true { try connection.run("INSERT INTO person(name) VALUES ('x')") }
            }
        }
        let deaf = Task {
            try await pool.write { connection in
                try connection.run("INSERT INTO person(name) VALUES ('x')")
                try? connection.run(endless)
            }
        }
        try await Task.sleep(for: .milliseconds(20))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await Task.sleep(for: .milliseconds(20))
        deaf.cancel()
        await #expect(throws: CancellationError.self) { try await deaf.value }
        #expect(try await pool.read { try $0.count() } == 0)
    }

    @Test func whatIsCancelledBeforeItBeginsNeverRuns() async throws {
        let folder = try Folder()
        let pool = try await pool(folder)
        let mayEnd = DispatchSemaphore(value: 0)
        let (holds, held) = AsyncStream.makeStream(of: Void.self)
        let holder = Task {
            try await pool.write { _ in
                held.yield()
                mayEnd.wait()
            }
        }
        for await _ in holds { break }
        let waiting = Task { try await pool.write { try $0.run("INSERT INTO person(name) VALUES ('x')") } }
        try await Task.sleep(for: .milliseconds(20))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        mayEnd.signal()
        try await holder.value
        #expect(try await pool.read { try $0.count() } == 0)
    }

    @Test(.timeLimit(.minutes(1))) func cancellationEndsTheWaitForALock() async throws {
        let folder = try Folder()
        let (begins, begun) = AsyncStream.makeStream(of: Void.self)
        // The wait ends by the cancellation or not within the time limit of this test.
        let pool = try Pool(folder.file(), .init(busyTimeout: .seconds(600))) {
            try $0.setTrace { if $0.contains("BEGIN IMMEDIATE") { begun.yield() } }
        }
        // A lock belongs to the connection, so that no thread needs to wait while it is held.
        let other = try Connection(folder.file())
        try other.execute("BEGIN IMMEDIATE")
        let waiting = Task { try await pool.write { _ in } }
        for await _ in begins { break }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        try other.execute("ROLLBACK")
        try await pool.write { _ in }
    }

    @Test func aThousandTasksGetTheirTurn() async throws {
        let folder = try Folder()
        let pool = try await pool(folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<1000 {
                group.addTask {
                    if number % 10 == 0 {
                        try await pool.write {
                            try $0.run("INSERT INTO person(name) VALUES (?)", "\(number)")
                        }
                    } else {
                        _ = try await pool.read { try $0.count() }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await pool.read { try $0.count() } == 100)
    }

    @Test func threadsShareThePoolToo() throws {
        let folder = try Folder()
        let pool = try Pool(folder.file(), maximumReaders: 2) { try $0.execute("PRAGMA cache_size = 100") }
        try pool.write { try $0.execute("CREATE TABLE person(name TEXT)") }
        DispatchQueue.concurrentPerform(iterations: 8) { number in
            do {
                for _ in 0..<20 {
                    try pool.write { try $0.run("INSERT INTO person VALUES (?)", number) }
                    _ = try pool.read { try $0.count() }
                }
            } catch {
                Issue.record(error)
            }
        }
        #expect(try pool.read { try $0.count() } == 160)
    }

    @Test func whatAClosureSetsOrOpensEndsWithIt() throws {
        let folder = try Folder()
        let pool = try Pool(folder.file())
        try pool.withWriter {
            try $0.execute(
                "CREATE TABLE person(name TEXT NOT NULL); INSERT INTO person VALUES ('Ana'), ('Ben')")
        }
        var ticks = 0
        let blob = try pool.withWriter { connection in
            try connection.setTrace { _ in ticks += 1 }
            _ = try connection.count()
            return try connection.blob(table: "person", column: "name", row: 1)
        }
        let seen = ticks
        #expect(seen > 0)
        try pool.withWriter { connection in
            // At the address of the one before, as likely as not.
            let other = try connection.blob(table: "person", column: "name", row: 2)
            #expect(throws: SQLiteError.self) { try blob.read(3) }
            blob.close()
            #expect(try other.read(3) == Array("Ben".utf8))
        }
        #expect(ticks == seen)
    }

    @Test func aReaderStaysOneWhateverItIsTold() async throws {
        let folder = try Folder()
        let pool = try await pool(folder)
        try await pool.read { try $0.execute("PRAGMA query_only = OFF") }
        await #expect(throws: SQLiteError.self) {
            try await pool.read(inTransaction: false) { try $0.run("DELETE FROM person") }
        }
    }

    @Test func aDatabaseInMemoryIsWrittenAgainAfterACancelledRead() async throws {
        let pool = try Pool(.memory)
        try await pool.write { try $0.execute("CREATE TABLE person(name TEXT)") }
        let (started, signal) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await pool.read { connection in
                let statement = try connection.statement(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n")
                _ = try statement.step()
                signal.finish()
                while try statement.step() {}
            }
        }
        for await _ in started {}
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await pool.write { try $0.run("INSERT INTO person VALUES ('Ana')") }
    }
}
