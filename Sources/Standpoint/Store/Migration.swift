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

    private static func create(_ connection: Connection) throws {
        for file in Schema.files { try connection.execute(String(decoding: file.sql, as: UTF8.self)) }
    }
}
