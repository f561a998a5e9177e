// Transactions, savepoints, locks and interruption.

import Dispatch
import StandpointSQLite
import Testing

private struct Stop: Error {}

@Suite struct TransactionTests {
    @Test func anErrorUndoesTheTransaction() throws {
        let connection = try people()
        #expect(throws: Stop.self) {
            try connection.transaction {
                try connection.run("INSERT INTO person(name) VALUES ('Ana')")
                #expect(connection.isInTransaction)
                throw Stop()
            }
        }
        #expect(!connection.isInTransaction)
        #expect(try connection.count() == 0)
    }

    @Test func aNestedTransactionIsUndoneAlone() throws {
        let connection = try people()
        try connection.transaction {
            try connection.run("INSERT INTO person(name) VALUES ('Ana')")
            try? connection.transaction {
                try connection.run("INSERT INTO person(name) VALUES ('Bea')")
                try connection.savepoint { try connection.run("INSERT INTO person(name) VALUES ('Clara')") }
                throw Stop()
            }
            try connection.savepoint { try connection.run("INSERT INTO person(name) VALUES ('Dora')") }
        }
        let names = try connection.rows("SELECT name FROM person").map { try $0.get(0, as: String.self) }
        #expect(names == ["Ana", "Dora"])
    }

    @Test func aSavepointAloneIsATransaction() throws {
        let connection = try people()
        try connection.savepoint { try connection.run("INSERT INTO person(name) VALUES ('Ana')") }
        #expect(throws: Stop.self) { try connection.savepoint { throw Stop() } }
        #expect(!connection.isInTransaction)
        #expect(try connection.count() == 1)
    }

    @Test func aRollbackOfSQLiteItselfIsSurvived() throws {
        let connection = try people("Ana")
        for _ in 0..<2 {
            let error = try failure {
                try connection.transaction {
                    try connection.run("INSERT INTO person(name) VALUES ('Bea')")
                    try connection.savepoint {
                        try connection.run("INSERT OR ROLLBACK INTO person(name) VALUES ('Ana')")
                    }
                }
            }
            #expect(error.code == .constraintUnique)
            #expect(!connection.isInTransaction)
        }
        #expect(try connection.count() == 1)
    }

    @Test func aFullDatabaseUndoesTheTransaction() throws {
        let connection = try people()
        try connection.execute("PRAGMA max_page_count = 20")
        let error = try failure {
            try connection.transaction {
                for number in 0..<1000 {
                    let name = String(repeating: "x", count: 1000) + "\(number)"
                    try connection.run("INSERT INTO person(name) VALUES (?)", name)
                }
            }
        }
        #expect(error.primaryCode == .full)
        #expect(!connection.isInTransaction)
        #expect(try connection.count() == 0)
    }

    @Test func aDeferredForeignKeyFailsTheCommitAndLeavesNothing() throws {
        let connection = try people()
        try connection.execute(
            "CREATE TABLE seat(p INTEGER REFERENCES person(id) DEFERRABLE INITIALLY DEFERRED) STRICT")
        let error = try failure {
            try connection.transaction { try connection.run("INSERT INTO seat VALUES (9)") }
        }
        #expect(error.code == .constraintForeignKey)
        #expect(!connection.isInTransaction)
    }

    @Test func aWriterWaitsForTheOther() throws {
        let folder = try Folder()
        let first = try Connection(folder.file())
        try first.execute("CREATE TABLE t(x)")
        let impatient = try Connection(folder.file(), .init(busyTimeout: .milliseconds(100)))
        let clock = ContinuousClock()
        try first.transaction(.immediate) {
            let waited = try clock.measure {
                let error = try failure { try impatient.transaction(.immediate) {} }
                #expect(error.primaryCode == .busy)
            }
            #expect(waited >= .milliseconds(95) && waited < .seconds(3))
        }
        try impatient.transaction(.immediate) { try impatient.run("INSERT INTO t VALUES (1)") }
    }

    @Test func aWriterThatWaitsGetsItsTurn() throws {
        let folder = try Folder()
        let setup = try Connection(folder.file())
        try setup.execute("CREATE TABLE person(name TEXT)")
        try setup.close()
        let location = folder.file()
        DispatchQueue.concurrentPerform(iterations: 8) { number in
            do {
                let connection = try Connection(location)
                for round in 0..<10 {
                    try connection.transaction(.immediate) {
                        try connection.run("INSERT INTO person VALUES (?)", "\(number)/\(round)")
                    }
                }
            } catch {
                Issue.record(error)
            }
        }
        #expect(try Connection(location).count() == 80)
    }

    @Test func anInterruptedStatementLeavesNoTransaction() throws {
        let connection = try people()
        let handle = try connection.interruptHandle
        let error = try failure {
            try connection.transaction {
                try connection.run("INSERT INTO person(name) VALUES ('Ana')")
                DispatchQueue.global().asyncAfter(deadline: .now() + 0.05) { handle.interrupt() }
                try connection.run(endless)
            }
        }
        #expect(error.primaryCode == .interrupt)
        #expect(!connection.isInTransaction)
        #expect(try connection.count() == 0)
    }

    @Test func nothingRunsOnOutsideOfATransactionThatSQLiteHasEnded() throws {
        let connection = try Connection(.memory)
        try connection.execute("CREATE TABLE page(content BLOB)")
        let pages = try connection.value(Int.self, "PRAGMA page_count") ?? 0
        _ = try connection.value(Int.self, "PRAGMA max_page_count = \(pages + 20)")
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction {
                try connection.run("INSERT INTO page VALUES (x'00')")
                try? connection.run("INSERT INTO page VALUES (zeroblob(1000000))")
                guard !connection.isInTransaction else { return }
                try connection.run("INSERT INTO page VALUES (x'01')")
            }
        }
        #expect("\(String(describing: error))".contains("rolled the transaction back"))
        #expect(try connection.value(Int.self, "SELECT count(*) FROM page") == 0)
        try connection.run("INSERT INTO page VALUES (x'02')")
    }
}

/// A query that ends only when it is stopped.
let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
