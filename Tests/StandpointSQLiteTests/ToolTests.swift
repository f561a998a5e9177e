// Trace, progress, backup and blobs.

import StandpointSQLite
import Testing

@Suite struct ToolTests {
    @Test func traceShowsTheValues() throws {
        let connection = try people()
        var lines: [String] = []
        try connection.setTrace { lines.append($0) }
        try connection.run("INSERT INTO person(name) VALUES (?)", "Ana")
        try connection.setTrace(nil)
        _ = try connection.count()
        #expect(lines == ["INSERT INTO person(name) VALUES ('Ana')"])
    }

    @Test func progressStopsAStatement() throws {
        let connection = try people()
        var calls = 0
        try connection.setProgressHandler(every: 1000) {
            calls += 1
            return calls < 10
        }
        #expect(try failure { try connection.run(endless) }.primaryCode == .interrupt)
        #expect(calls == 10)
        try connection.setProgressHandler(nil)
        #expect(try connection.count() == 0)
    }

    @Test func aCallbackCannotUseItsConnection() throws {
        let connection = try people("Ana")
        var errors = 0
        try connection.setTrace { _ in
            do { _ = try connection.count() } catch { errors += 1 }
            do { try connection.close() } catch { errors += 1 }
        }
        #expect(try connection.count() == 1)
        #expect(errors == 2)
    }

    @Test func aBackupIsACopy() throws {
        let folder = try Folder()
        let source = try people("Ana", "Bea")
        try source.execute("CREATE TABLE filler AS SELECT randomblob(5000) AS x FROM person, person")
        let copy = try Connection(folder.file())
        var steps: [Int] = []
        try source.backup(to: copy, pagesPerStep: 2) { remaining, total in
            steps.append(remaining)
            return total > 0
        }
        #expect(steps.count > 3 && steps.last == 0)
        #expect(try copy.count() == 2)
        let stopped = try Connection(.memory)
        #expect(
            try failure { try source.backup(to: stopped, pagesPerStep: 1) { _, _ in false } }.code
                == .interrupt)
        #expect(try failure { try source.backup(to: source) }.isMisuse)
        try stopped.execute("CREATE TABLE t(x)")
    }

    @Test func aBlobIsReadAndWrittenInParts() throws {
        let connection = try Connection(.memory)
        try connection.execute(
            "CREATE TABLE file(id INTEGER PRIMARY KEY, data BLOB); INSERT INTO file VALUES (1, zeroblob(10))")
        let blob = try connection.blob(table: "file", column: "data", row: 1, writable: true)
        #expect(blob.count == 10)
        try blob.write([1, 2, 3], at: 7)
        #expect(try blob.read(4, at: 6) == [0, 1, 2, 3])
        #expect(try blob.read(0, at: 10) == [])
        for (count, offset) in [(1, 10), (11, 0), (-1, 0), (1, -1), (Int.max, 1), (1, Int.max)] {
            #expect(try failure { _ = try blob.read(count, at: offset) }.code == .range)
        }
        #expect(try failure { try blob.write([1, 2], at: 9) } == .blobRange(offset: 9, count: 2, size: 10))
        try connection.run("UPDATE file SET data = x'00'")
        #expect(try failure { _ = try blob.read(1) }.primaryCode == .abort)
        let reading = try connection.blob(table: "file", column: "data", row: 1)
        #expect(try failure { try reading.write([1]) }.primaryCode == .readOnly)
        #expect(throws: SQLiteError.self) { try connection.blob(table: "file", column: "data", row: 2) }
        try connection.close()
        #expect(try failure { _ = try reading.read(1) }.isMisuse)
    }
}
