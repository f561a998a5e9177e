// Setting up an open database, and compiling SQL text.

internal import CStandpointSQLite

extension Database {
    /// Switches on what the documentation of ``Connection`` promises.
    func configure(_ configuration: Connection.Configuration, isFile: Bool) throws(SQLiteError) {
        let pointer = try requireReady()
        try watchBusy()
        for (option, value) in [
            (SQLITE_DBCONFIG_DQS_DDL, Int32(0)), (SQLITE_DBCONFIG_DQS_DML, 0),
            (SQLITE_DBCONFIG_DEFENSIVE, 1),
            (SQLITE_DBCONFIG_TRUSTED_SCHEMA, configuration.trustedSchema ? 1 : 0),
            (SQLITE_DBCONFIG_ENABLE_FKEY, configuration.foreignKeys ? 1 : 0),
        ] {
            let status = standpoint_db_config(pointer, option, value)
            guard status == SQLITE_OK else { throw error(status, sql: nil) }
        }
        try command("PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON")
        try command("PRAGMA synchronous = \(configuration.synchronous.rawValue)")
        guard isFile else { return }
        if configuration.writeAheadLog && !configuration.readOnly {
            try insist("PRAGMA journal_mode = WAL")
        } else {
            // Reads the first page: a file that is no database is refused here, not at the first query.
            try insist("PRAGMA schema_version")
        }
    }

    /// The bytes of SQL, with a 0 behind them: without one SQLite would copy all that is left for each statement.
    static func terminated(_ sql: String) throws(SQLiteError) -> [UInt8] {
        var bytes = Array(sql.utf8)
        guard bytes.count < Int(Int32.max), !bytes.contains(0) else {
            throw .misuse("SQL cannot contain U+0000, nor be longer than two gigabytes; bind such values")
        }
        bytes.append(0)
        return bytes
    }

    /// Compiles the first statement from a byte on; nil when there is none. Returns where the next begins.
    /// - Parameter bytes: Of ``terminated(_:)``.
    func compile(
        _ bytes: [UInt8], from start: Int, sql: String
    ) throws(SQLiteError) -> (statement: OpaquePointer?, end: Int) {
        let database = try requireReady()
        var statement: OpaquePointer?
        var end = bytes.count - 1
        let status = bytes.withUnsafeBytes { all in
            guard let first = all.baseAddress else { return SQLITE_OK }
            let base = first.assumingMemoryBound(to: CChar.self)
            var tail: UnsafePointer<CChar>?
            let status = sqlite3_prepare_v3(
                database, base + start, Int32(truncatingIfNeeded: all.count - start),
                UInt32(SQLITE_PREPARE_PERSISTENT), &statement, &tail)
            if let tail { end = tail - base }
            return status
        }
        guard status == SQLITE_OK else {
            throw error(
                status, sql: sql, at: start, orAt: start > 0 ? firstToken(of: bytes, from: start) : nil)
        }
        return (statement, end)
    }

    /// Where the first thing begins that is neither space, nor a semicolon, nor a comment.
    /// - Parameter bytes: Of ``terminated(_:)``.
    func firstToken(of bytes: [UInt8], from start: Int) -> Int {
        var index = start
        let count = bytes.count - 1
        while index < count {
            let next = bytes[index + 1]
            switch (bytes[index], next) {
            case (0x20, _), (0x09, _), (0x0a, _), (0x0c, _), (0x0d, _), (0x3b, _):
                index += 1
            case (0x2d, 0x2d):  // "--" to the end of the line
                index = bytes[index...].firstIndex(of: 0x0a).map { $0 + 1 } ?? count
            case (0x2f, 0x2a):  // "/*" to "*/", or to the end of the text
                index += 3
                while index < count, bytes[index] != 0x2f || bytes[index - 1] != 0x2a {
                    index += 1
                }
                index = min(index + 1, count)
            default:
                return index
            }
        }
        return count
    }
}
