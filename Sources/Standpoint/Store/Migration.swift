// Making a new file, and bringing one of an earlier version up to date.

import StandpointSchema
import StandpointSQLite

enum Migration {
    /// The steps by which a file gets from one version of the schema to the next: the first makes it from nothing,
    /// each runs in a transaction of its own and ends at the version that is its place in the list.
    static let steps: [@Sendable (Connection) throws -> Void] = [create]

    /// Checks whose file it is and brings it up to the version of this library.
    /// - Throws: ``StandpointError/notAKnowledgeBase(path:reason:)`` or ``StandpointError/newerFile(path:version:supported:)``.
    static func run(on connection: Connection, path: String, readOnly: Bool) throws {
        var version = try check(connection, path: path)
        if readOnly {
            guard version == Int(Schema.version) else {
                throw StandpointError.notAKnowledgeBase(
                    path: path,
                    reason: version == 0
                        ? "it is empty, and it was opened for reading only"
                        : "it has version \(version) of the schema and must be opened for writing once, to be brought to \(Schema.version)"
                )
            }
            return
        }
        while version < steps.count {
            // Looked at again under the lock: another process may have made this step meanwhile.
            version = try connection.transaction(.immediate) {
                let now = try check(connection, path: path)
                if now < steps.count {
                    try steps[now](connection)
                    return now + 1
                }
                return now
            }
        }
    }

    /// The version of a file; 0 for an empty one.
    private static func check(_ connection: Connection, path: String) throws -> Int {
        let application = try connection.value(Int32.self, "PRAGMA application_id") ?? 0
        let version = try connection.value(Int.self, "PRAGMA user_version") ?? 0
        let tables = try connection.value(Int.self, "SELECT count(*) FROM sqlite_schema") ?? 0
        if application == 0, version == 0, tables == 0 { return 0 }
        let isMade =
            try connection.value(
                Int.self,
                "SELECT count(*) FROM sqlite_schema WHERE name IN ('entity', 'stance', 'passage', 'revision')"
            ) == 4
        guard application == Schema.applicationID else {
            throw StandpointError.notAKnowledgeBase(
                path: path,
                reason: isMade && application == 0
                    ? "it has the tables of one but not the mark, which a dump leaves out; restore it with "
                        + "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = \(Schema.version);"
                    : "it belongs to another program (application_id \(application))")
        }
        guard version <= Int(Schema.version) else {
            throw StandpointError.newerFile(path: path, version: version, supported: Int(Schema.version))
        }
        // A file is made in one transaction: with the mark it has its version, and with a version its tables.
        guard version > 0, isMade else {
            throw StandpointError.notAKnowledgeBase(
                path: path,
                reason: isMade
                    ? "it has the tables and the mark of one but the version \(version), as after a dump that leaves it out; "
                        + "PRAGMA user_version = \(Schema.version) gives it that of this library"
                    : "it has the mark of one but not its tables; begin with a new file")
        }
        return version
    }

    /// The tables, indexes, views and triggers that a file lacks, or has otherwise than this version makes them: what they
    /// should keep is not known to hold. Whatever else a file has is left alone.
    /// - Returns: The problems, and whether all tables and views are there.
    static func problems(on connection: Connection) throws -> (found: [Problem], isWhole: Bool) {
        let new = try KnowledgeBase.inMemory()
        // What SQLite makes of a full-text index is its own affair.
        let objects = """
            SELECT type, name, sql FROM main.sqlite_schema
            WHERE sql IS NOT NULL AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
            ORDER BY rowid
            """
        func read(_ connection: Connection) throws -> [(type: String, name: String, sql: String)] {
            try connection.rows(objects).map { row in
                let (type, name, sql) = try row.decode(String.self, String.self, String.self)
                return (type, name, sql)
            }
        }
        let wanted = try new.read { try read($0.connection) }
        try new.close()
        let there = Dictionary(try read(connection).map { ("\($0.type) \($0.name)", $0.sql) }) { one, _ in one
        }
        var (found, isWhole) = ([Problem](), true)
        for (type, name, sql) in wanted {
            let present = there["\(type) \(name)"]
            guard present != sql else { continue }
            if present == nil, type == "table" || type == "view" { isWhole = false }
            let advice =
                switch (present, type) {
                case (nil, _): "run its CREATE statement, as a new file has it in sqlite_schema"
                case (_, "table"):
                    "give it the columns that it has in a new file, or merge this file into a new one"
                default: "drop it, and run its CREATE statement, as a new file has it in sqlite_schema"
                }
            found.append(
                Problem(
                    table: "sqlite_schema", row: 0,
                    message:
                        "the \(type) \(name) is \(present == nil ? "missing" : "not the one that this version makes"): "
                        + advice))
        }
        return (found, isWhole)
    }

    private static func create(_ connection: Connection) throws {
        for file in Schema.files { try connection.execute(String(decoding: file.sql, as: UTF8.self)) }
    }
}
