// Statements, cursors, and what the connection keeps of them.

import StandpointSQLite
import Testing

@Suite struct StatementTests {
    @Test func aStatementSaysWhatItIs() throws {
        let connection = try people()
        let statement = try connection.prepare("SELECT id AS number, name FROM person WHERE name = :name")
        #expect(statement.columnNames == ["number", "name"])
        #expect(statement.parameterCount == 1)
        #expect(statement.isReadOnly)
        try statement.bind("O'Neill", named: ":name")
        #expect(statement.expandedSQL.hasSuffix("name = 'O''Neill'"))
        #expect(try !connection.prepare("DELETE FROM person").isReadOnly)
    }

    @Test func theSameSQLMayBeIteratedInsideOfItself() throws {
        let connection = try people("Ana", "Bea", "Clara")
        let sql = "SELECT name FROM person ORDER BY id"
        var pairs = 0
        var outer = try connection.rows(sql)
        while let row = try outer.next() {
            var inner = try connection.rows(sql)
            while try inner.next() != nil { pairs += 1 }
            #expect(try row.get(0, as: String.self).isEmpty == false)
        }
        #expect(pairs == 9)
    }

    @Test func aKeptStatementIsHandedOutOnceAtATime() throws {
        let connection = try people("Ana")
        let sql = "SELECT name FROM person WHERE id = ?"
        let one = try connection.statement(sql)
        let other = try connection.statement(sql)
        #expect(one !== other)
        try one.bind(1, at: 1)
        #expect(try one.step())
        #expect(try other.step() == false)
    }

    @Test func aKeptStatementComesBackClean() throws {
        let connection = try people("Ana")
        let sql = "SELECT name FROM person WHERE id = ?"
        do {
            let statement = try connection.statement(sql)
            try statement.bind(1, at: 1)
            #expect(try statement.step())
        }
        #expect(try connection.statement(sql).step() == false)
    }

    @Test func aRunningStatementIsNotRunAgain() throws {
        let statement = try people("Ana", "Bea").prepare("SELECT name FROM person")
        var rows = try statement.rows()
        #expect(try rows.next() != nil)
        #expect(try failure { try statement.run() }.isMisuse)
        #expect(try failure { _ = try statement.rows() }.isMisuse)
        #expect(try failure { try statement.clearBindings() }.isMisuse)
        statement.reset()
        #expect(try failure { _ = try rows.next() }.isMisuse)
        try statement.run()
    }

    @Test func leavingALoopEarlyLeavesNothingBusy() throws {
        let folder = try Folder()
        let connection = try Connection(folder.file(), .init(writeAheadLog: false))
        try connection.execute("CREATE TABLE t(x); INSERT INTO t VALUES (1), (2)")
        let statement = try connection.prepare("SELECT x FROM t")
        func first() throws -> Int? {
            var rows = try statement.rows()
            while let row = try rows.next() { return try row.get(0) }
            return nil
        }
        #expect(try first() == 1)
        #expect(try connection.first("SELECT x FROM t") { try $0.get(0, as: Int.self) } == 1)
        // Without WAL a reader that is still busy would keep the other from writing.
        let other = try Connection(folder.file(), .init(busyTimeout: .zero, writeAheadLog: false))
        try other.run("INSERT INTO t VALUES (3)")
        try connection.execute("DROP TABLE t")
    }

    @Test func aLoopOverAllRowsEndsWithTheLastOrWithAnError() throws {
        struct Enough: Error {}
        let connection = try people("Ana", "Ben", "Eva")
        let statement = try connection.prepare("SELECT name FROM person ORDER BY name")
        var names: [String] = []
        try statement.rows().forEach { names.append(try $0.text(0)) }
        #expect(names == ["Ana", "Ben", "Eva"])
        #expect(throws: Enough.self) {
            try statement.rows().forEach { if try $0.text(0) == "Ben" { throw Enough() } }
        }
        // Nothing is left busy.
        try connection.execute("DROP TABLE person")
    }

    @Test func aSchemaChangeIsNoticed() throws {
        let connection = try people("Ana")
        let statement = try connection.prepare("SELECT * FROM person")
        #expect(try statement.rows().map { $0.count } == [2])
        try connection.execute("ALTER TABLE person ADD COLUMN born TEXT")
        #expect(try statement.rows().map { $0.count } == [3])
        #expect(try statement.rows().map { try $0.get(2, as: String?.self) } == [nil])
    }

    @Test func moreStatementsThanAreKeptStillWork() throws {
        let connection = try Connection(.memory, .init(statementCacheCapacity: 3))
        for round in 0..<3 {
            for number in 0..<10 {
                #expect(try connection.value(Int.self, "SELECT \(number) + ?", round) == number + round)
            }
        }
        let none = try Connection(.memory, .init(statementCacheCapacity: 0))
        #expect(try none.value(Int.self, "SELECT 1") == 1)
    }

    @Test func countersCount() throws {
        let connection = try people("Ana", "Bea")
        #expect(connection.lastInsertRowID == 2)
        try connection.run("DELETE FROM person")
        #expect(connection.changes == 2)
        #expect(connection.totalChanges == 4)
    }

    @Test func statementsAndValuesAreToldApartByTheirBytes() throws {
        let connection = try Connection(.memory)
        let (one, two) = ("José", "Jose\u{301}")
        #expect(one == two)
        #expect(Value.text(one) != .text(two) && Set([Value.text(one), .text(two), .text(one)]).count == 2)
        for text in [one, two, one] {
            #expect(try connection.value(Int.self, "SELECT length('\(text)')") == text.unicodeScalars.count)
        }
    }
}
