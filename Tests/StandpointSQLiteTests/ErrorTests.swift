// What an error says, and that no wrong call does worse than throw one.

import Foundation
import StandpointSQLite
import Testing

@Suite struct ErrorTests {
    @Test func aSyntaxErrorNamesTheCodeTheSQLAndThePlace() throws {
        let error = try failure { _ = try people().prepare("SELECT name FRM person") }
        #expect(error.code == .error)
        #expect(error.sql == "SELECT name FRM person")
        #expect(error.offset == 16)
        #expect(error.description.contains("person"))
    }

    @Test func aBrokenConstraintKeepsItsExtendedCode() throws {
        let connection = try people("Ana")
        let error = try failure { try connection.run("INSERT INTO person(name) VALUES (?)", "Ana") }
        #expect(error.code == .constraintUnique)
        #expect(error.primaryCode == .constraint)
        #expect(error.message.contains("person.name"))
        try connection.run("INSERT INTO person(name) VALUES (?)", "Bea")
    }

    @Test func aTriggerSpeaksInItsOwnWords() throws {
        let connection = try people()
        try connection.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON person BEGIN SELECT RAISE(ABORT, 'Say who'); END")
        let error = try failure { try connection.run("INSERT INTO person(name) VALUES ('x')") }
        #expect(error.code == .constraintTrigger)
        #expect(error.message == "Say who")
    }

    @Test func foreignKeysAreEnforced() throws {
        let connection = try people()
        try connection.execute("CREATE TABLE seat(person INTEGER REFERENCES person(id)) STRICT")
        #expect(
            try failure { try connection.run("INSERT INTO seat VALUES (9)") }.code == .constraintForeignKey)
    }

    @Test func aScriptSaysWhichStatementFailed() throws {
        let script = "CREATE TABLE a(x) ;\n-- the second\nINSERT INTO b VALUES (1); CREATE TABLE c(x)"
        let connection = try Connection(.memory)
        let error = try failure { try connection.execute(script) }
        #expect(error.offset == 34)
        #expect(try connection.value(Int.self, "SELECT count(*) FROM sqlite_schema") == 1)
        let late = "SELECT 1; INSERT INTO a VALUES (1); SELECT abs(-9223372036854775808)"
        #expect(try failure { try connection.execute(late) }.offset == 36)
    }

    @Test func aWrongNumberOfValuesIsRefused() throws {
        let connection = try people()
        let sql = "INSERT INTO person(id, name) VALUES (?, ?)"
        let statement = try connection.prepare(sql)
        #expect(try failure { try statement.run(1) } == .parameterCount(expected: 2, given: 1, sql: sql))
        #expect(try failure { try statement.run() } == .parameterCount(expected: 2, given: 0, sql: sql))
        #expect(
            try failure { try connection.run(sql, 1, "a", 2) }
                == .parameterCount(expected: 2, given: 3, sql: sql))
        #expect(try failure { try statement.run(values: [1]) }.code == .range)
        #expect(try failure { try statement.bind(1, at: 3) } == .parameterIndex(index: 3, count: 2, sql: sql))
        #expect(try failure { try statement.bind(1, at: 0) }.code == .range)
        #expect(try failure { try statement.bind(1, at: .min) }.code == .range)
        #expect(try failure { try statement.bind(1, named: ":x") } == .unknownParameter(name: ":x", sql: sql))
        try statement.run(1, "Ana")
    }

    @Test func aWrongColumnIsRefused() throws {
        let connection = try people("Ana")
        var rows = try connection.rows("SELECT id, name, NULL, 300, 1e3, -1 FROM person")
        let row = try #require(try rows.next())
        #expect(row.count == 6)
        for index in [6, -1, .max, .min] {
            #expect(try failure { _ = try row.get(index, as: Int.self) }.code == .range)
        }
        let wrong = try failure { _ = try row.get(1, as: Int.self) }
        guard case .columnType(let column, 1, _, .text, _) = wrong else {
            Issue.record("\(wrong)")
            return
        }
        #expect(column == "name")
        #expect(try failure { _ = try row.get(0, as: String.self) }.code == .mismatch)
        #expect(try failure { _ = try row.get(2, as: String.self) }.description.contains("NULL"))
        #expect(try row.get(2, as: String?.self) == nil)
        #expect(try failure { _ = try row.get(4, as: Int.self) }.code == .mismatch)
        guard case .outOfRange(_, 3, 300, "Int8", _) = try failure({ _ = try row.get(3, as: Int8.self) })
        else {
            Issue.record("300 is no Int8")
            return
        }
        #expect(try failure { _ = try row.get(5, as: UInt32.self) }.code == .mismatch)
        #expect(try failure { _ = try row.get(3, as: Bool.self) }.code == .mismatch)
        #expect(try failure { _ = try row.decode(Int.self, Int.self) }.code == .mismatch)
    }

    @Test func aRowReadTooLateThrows() throws {
        let connection = try people("Ana", "Bea")
        var rows = try connection.rows("SELECT name FROM person ORDER BY id")
        let first = try #require(try rows.next())
        let second = try #require(try rows.next())
        #expect(try failure { _ = try first.get(0, as: String.self) }.isMisuse)
        #expect(try second.get(0, as: String.self) == "Bea")
        #expect(try rows.next() == nil)
        #expect(try rows.next() == nil)
        #expect(try failure { _ = try second.value(0) }.isMisuse)
        #expect(second.count == 0)
    }

    @Test func nothingOfAClosedConnectionCrashes() throws {
        let connection = try people("Ana")
        let statement = try connection.prepare("SELECT name FROM person")
        var rows = try connection.rows("SELECT name FROM person")
        let row = try #require(try rows.next())
        let handle = try connection.interruptHandle
        try connection.close()
        try connection.close()
        #expect(try failure { try statement.run() }.isMisuse)
        #expect(try failure { _ = try rows.next() }.isMisuse)
        #expect(try failure { _ = try row.value(0) }.isMisuse)
        #expect(try failure { try connection.execute("SELECT 1") }.isMisuse)
        #expect(try failure { try connection.transaction {} }.isMisuse)
        handle.interrupt()
        connection.interrupt()
        #expect(statement.sql == "" && statement.columnNames == [])
        #expect(connection.lastInsertRowID == 0)
    }

    @Test func aStatementOutlivesItsConnectionObject() throws {
        let statement = try people("Ana").prepare("SELECT name FROM person")
        #expect(try statement.rows().map { try $0.get(0, as: String.self) } == ["Ana"])
    }

    @Test func exactlyOneStatementIsPrepared() throws {
        let connection = try Connection(.memory)
        _ = try connection.prepare("SELECT 1 ; -- done\n /* really */ ;")
        #expect(
            try failure { _ = try connection.prepare("SELECT 1; SELECT 2") }
                == .severalStatements(sql: "SELECT 1; SELECT 2"))
        #expect(
            try failure { _ = try connection.prepare(" -- nothing") } == .emptyStatement(sql: " -- nothing"))
        #expect(try failure { _ = try connection.prepare("SELECT 1\0; DROP TABLE x") }.isMisuse)
    }

    @Test func aDoubleQuotedStringIsRefused() throws {
        let connection = try people()
        #expect(throws: SQLiteError.self) { try connection.run("SELECT \"no such column\"") }
        #expect(throws: SQLiteError.self) { try connection.execute("CREATE INDEX i ON person(\"nothing\")") }
    }
}

@Suite struct OpeningTests {
    @Test func whatIsNoDatabaseIsNamedInTheError() throws {
        let folder = try Folder()
        try Data(String(repeating: "This is a report. ", count: 100).utf8).write(
            to: URL(filePath: folder.path + "/report.txt"))
        let text = try failure { _ = try Connection(folder.file("report.txt")) }
        #expect(text.code == .notADatabase)
        #expect(text.message.contains("report.txt"))
        let readOnly = try failure { _ = try Connection(folder.file("report.txt"), .init(readOnly: true)) }
        #expect(readOnly.code == .notADatabase)
        #expect(try failure { _ = try Connection(.path(folder.path)) }.primaryCode == .cantOpen)
        let missing = try failure { _ = try Connection(folder.file("no/such/file.sqlite")) }
        #expect(missing.primaryCode == .cantOpen)
        #expect(missing.message.contains("no/such/file.sqlite"))
        #expect(
            try failure { _ = try Connection(folder.file(), .init(create: false)) }.primaryCode == .cantOpen)
        #expect(try failure { _ = try Connection(.path("")) }.primaryCode == .cantOpen)
    }

    @Test func aReadOnlyConnectionWritesNothing() throws {
        let folder = try Folder()
        let writer = try Connection(folder.file())
        try writer.execute("CREATE TABLE person(name TEXT)")
        let reader = try Connection(folder.file(), .init(readOnly: true))
        #expect(try reader.count() == 0)
        #expect(try failure { try reader.run("INSERT INTO person VALUES ('x')") }.primaryCode == .readOnly)
    }

    @Test func theSafeSettingsAreOn() throws {
        let folder = try Folder()
        let connection = try Connection(folder.file())
        for (pragma, expected) in [
            ("foreign_keys", 1), ("secure_delete", 1), ("cell_size_check", 1), ("trusted_schema", 0),
            ("synchronous", 2),
        ] {
            #expect(try connection.value(Int.self, "PRAGMA \(pragma)") == expected, "\(pragma)")
        }
        #expect(try connection.value(String.self, "PRAGMA journal_mode") == "wal")
        try connection.execute("PRAGMA writable_schema = ON; CREATE TABLE t(x)")
        #expect(throws: SQLiteError.self) { try connection.execute("DELETE FROM sqlite_schema") }
    }
}
