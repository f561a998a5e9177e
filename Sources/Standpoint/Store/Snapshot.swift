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
    /// each anchor with those it stands for, and the bounds of each date with what its text allows, and asks SQLite
    /// whether the file itself is whole.
    /// - Throws: ``SQLiteError``.
    public func problems() throws -> [Problem] {
        var found: [Problem] = []
        var integrity = try connection.rows("PRAGMA integrity_check(100)")
        while let row = try integrity.next() {
            let message = try row.get(0, as: String.self)
            if message != "ok" { found.append(Problem(table: "sqlite_schema", row: 0, message: message)) }
        }
        var rows = try connection.rows("SELECT table_name, row_id, problem FROM problem ORDER BY 1, 2, 3")
        while let row = try rows.next() {
            let (table, id, message) = try row.decode(String.self, Int64.self, String.self)
            found.append(Problem(table: table, row: id, message: message))
        }
        var texts = try connection.rows(
            "SELECT id, text, sha256 FROM document WHERE text IS NOT NULL AND sha256 IS NOT NULL")
        while let row = try texts.next() {
            let (id, text, sha256) = try row.decode(Int64.self, String.self, String.self)
            if SHA256.hex(text.utf8) != sha256 {
                found.append(
                    Problem(
                        table: "document", row: id,
                        message: "sha256: the text is not the one that was archived"))
            }
        }
        found += try Anchoring.problems(on: connection)
        // The view has the plain ones of these already.
        let known = Set(found)
        found += try StoredDates.problems(on: connection).filter { !known.contains($0) }
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
}
