// Reading from one state of the file.

public import StandpointSQLite

/// One consistent state of a knowledge base, within ``KnowledgeBase/read(_:)-swift.method``.
public struct Snapshot {
    /// The connection that reads it, for SQL that the library has no words for.
    ///
    ///     try kb.read { try $0.connection.value(Int.self, "SELECT count(*) FROM stance") }
    public let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    /// The thing of a key; nil where there is none.
    /// - Throws: ``SQLiteError``.
    public func entity(_ key: String) throws -> Entity? { try row(key) }

    /// The person of a key; nil where there is none.
    /// - Throws: ``SQLiteError``.
    public func person(_ key: String) throws -> Person? { try row(key) }

    /// The organization of a key; nil where there is none.
    /// - Throws: ``SQLiteError``.
    public func organization(_ key: String) throws -> Organization? { try row(key) }

    /// The event of a key; nil where there is none.
    /// - Throws: ``SQLiteError``.
    public func event(_ key: String) throws -> Event? { try row(key) }

    /// The place of a key; nil where there is none.
    /// - Throws: ``SQLiteError``.
    public func place(_ key: String) throws -> Place? { try row(key) }

    /// The topic of a key; nil where there is none.
    /// - Throws: ``SQLiteError``.
    public func topic(_ key: String) throws -> Topic? { try row(key) }

    /// The document of a key; nil where there is none.
    /// - Throws: ``SQLiteError``.
    public func document(_ key: String) throws -> Document? { try row(key) }

    private func row<Result: Queryable>(_ key: String) throws -> Result? {
        let shape = Result.shape
        return try connection.first(
            "SELECT \(shape.source.columns) FROM \(shape.source.rows)\(shape.source.joins) WHERE e.key = ?",
            key,
            decode: shape.decode)
    }

    /// The archived text of a document; nil where it has none.
    /// - Throws: ``SQLiteError``.
    public func text(of document: ID<Document>) throws -> String? {
        try connection.value(String.self, "SELECT text FROM document WHERE id = ?", document)
    }

    /// Everything in the file that breaks a rule; empty in a healthy file.
    ///
    /// Beside the view `problem`, which any tool can read, this compares each text with its SHA-256, the words of
    /// each anchor with those it stands for, and the bounds of each date with what its text allows, looks for text
    /// that is not UTF-8, compares the schema with that of a new file, and asks SQLite whether the file itself is whole.
    /// ``KnowledgeBase/problems()`` looks into the full-text search as well.
    /// - Throws: ``SQLiteError``.
    public func problems() throws -> [Problem] {
        var found: [Problem] = []
        var integrity = try connection.rows("PRAGMA integrity_check(100)")
        while let row = try integrity.next() {
            let message = String(decoding: try row.blob(0), as: UTF8.self)
            if message != "ok" { found.append(Problem(table: "sqlite_schema", row: 0, message: message)) }
        }
        let schema = try Migration.problems(on: connection)
        found += schema.found
        // What follows asks tables and views.
        guard schema.isWhole else { return found }
        let damaged = try notUTF8()
        found += damaged
        var rows = try connection.rows("SELECT table_name, row_id, problem FROM problem ORDER BY 1, 2, 3")
        while let row = try rows.next() {
            // What is wrong may quote text that is not UTF-8.
            let message = String(decoding: try row.blob(2), as: UTF8.self)
            found.append(Problem(table: try row.get(0), row: try row.get(1), message: message))
        }
        var texts = try connection.rows(
            "SELECT id, text, sha256 FROM document WHERE text IS NOT NULL AND sha256 IS NOT NULL")
        while let row = try texts.next() {
            if try SHA256.hex(row.blob(1)) != String(decoding: row.blob(2), as: UTF8.self) {
                found.append(
                    Problem(
                        table: "document", row: try row.get(0),
                        message: "sha256: the text is not the one that was archived"))
            }
        }
        // What follows reads text as text.
        guard damaged.isEmpty else { return found }
        found += try Anchoring.problems(on: connection)
        // The view has the plain ones of these already, in its own words.
        let known = Set(found.map(\.place))
        found += try StoredDates.problems(on: connection).filter { !known.contains($0.place) }
        return found
    }

    /// The text that is not UTF-8, in the tables whose rows have ids.
    private func notUTF8() throws -> [Problem] {
        let columns = try connection.rows(
            """
            SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT GLOB '*_history' AND c.type = 'TEXT'
                AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'id')
            ORDER BY m.rowid, c.cid
            """
        ).map { try $0.decode(String.self, String.self) }
        var found: [Problem] = []
        for (table, column) in columns {
            // Most text is ASCII, which SQLite can tell.
            let name = column.quotedName
            var rows = try connection.rows(
                "SELECT id, \(name) FROM \(table.quotedName) WHERE \(name) GLOB '*[^' || char(1) || '-' || char(127) || ']*'"
            )
            while let row = try rows.next() {
                if String(validating: try row.blob(1), as: UTF8.self) == nil {
                    found.append(
                        Problem(
                            table: table, row: try row.get(0),
                            message: "\(column): the text is not UTF-8; write it anew"))
                }
            }
        }
        return found
    }
}

extension KnowledgeBase {
    /// Everything in the file that breaks a rule, the full-text search included; empty for a healthy file.
    ///
    /// SQLite checks a full-text index for a writer only. That changes nothing; in a file that is open for reading
    /// only, it is left out.
    /// - Throws: ``SQLiteError``.
    public func problems() throws -> [Problem] {
        let found: [Problem] = try read { snapshot in try snapshot.problems() }
        if isPast { return found }
        let search: [Problem] = try pool.withWriter { connection in
            try KnowledgeBase.searchProblems(on: connection)
        }
        return found + search
    }

    /// The full-text indexes that do not hold what their tables do.
    private static func searchProblems(on connection: Connection) throws -> [Problem] {
        guard try connection.value(Int.self, "PRAGMA query_only") == 0 else { return [] }
        let tables = try connection.rows(
            "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5 (%' ORDER BY rowid"
        ).map { try $0.get(0, as: String.self) }
        var found: [Problem] = []
        for table in tables {
            do throws(SQLiteError) {
                let name = table.quotedName
                let check = "INSERT INTO \(name) (\(name), rank) VALUES ('integrity-check', 1)"
                try connection.run(check)
            } catch {
                guard error.primaryCode == .corrupt else { throw error }
                // An index that keeps no text cannot be built from itself.
                var repair = "INSERT INTO \(table) (\(table)) VALUES ('rebuild')"
                if table == "name_trigram" {
                    repair = """
                        INSERT INTO name_trigram (name_trigram) VALUES ('delete-all'); \
                        INSERT INTO name_trigram (rowid, text) SELECT rowid, text FROM name_search
                        """
                }
                let message = "the full-text index is not that of its table; \(repair); mends it"
                found.append(Problem(table: table, row: 0, message: message))
            }
        }
        return found
    }
}

/// A violation of a rule, as the view `problem` lists it.
public struct Problem: Sendable, Hashable, Codable {
    /// The table of the row.
    public let table: String
    /// The id of the row.
    public let row: Int64
    /// What is wrong with it.
    public let message: String

    /// The column that it is about, of its row.
    fileprivate var place: [String] { [table, String(row), String(message.prefix { $0 != ":" })] }
}
