// A connection to a database: opening, closing, running scripts, compiling statements.

internal import CStandpointSQLite

/// A connection to one database.
///
/// ```swift
/// let connection = try Connection(.path("archive.sqlite"))
/// try connection.execute("CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
/// try connection.run("INSERT INTO person(name) VALUES (?)", "Ana")
/// let name = try connection.value(String.self, "SELECT name FROM person WHERE id = ?", 1)
/// ```
///
/// It is used by one thread at a time, and so is everything made from it; ``Pool`` shares several between
/// tasks. It closes with the last reference to it and to its statements, or by ``close()``.
///
/// Every connection refuses double-quoted strings, does not trust functions in the schema of the file, keeps
/// SQL from damaging the file ("defensive"), checks the pages it reads, and overwrites what is deleted.
///
/// The first one of a process keeps SQLite from counting the memory of all of them under one lock, unless the process
/// has used SQLite before: `sqlite3_memory_used` and `sqlite3_soft_heap_limit64` then have nothing to go by.
/// It also lets a statement keep twice as much in memory of what it may have to undo.
public final class Connection {
    /// Nil once closed, or at the end of the pool access that it was lent for.
    private var database: Database?
    let cache: StatementCache
    private let name: String
    private let isLent: Bool

    /// Opens a database.
    ///
    /// - Throws: ``SQLiteError/failed(code:message:sql:offset:)`` naming the path, for instance with
    ///   ``ResultCode/cantOpen`` for a missing folder or ``ResultCode/notADatabase`` for another kind of file.
    public convenience init(
        _ location: Location, _ configuration: Configuration = Configuration()
    ) throws(SQLiteError) {
        let database = try Database(location, configuration)
        do {
            try database.configure(configuration, isFile: location != .memory)
        } catch {
            guard case .failed(let code, let message, _, _) = error else { throw error }
            throw Database.cannotOpen(database.name, code, message)
        }
        self.init(database, StatementCache(capacity: configuration.statementCacheCapacity), isLent: false)
    }

    /// Lends an open database.
    init(_ database: Database, _ cache: StatementCache, isLent: Bool) {
        self.isLent = isLent
        self.database = database
        self.cache = cache
        name = database.name
    }

    /// Closes the database; everything made from this connection throws from now on. Closing twice is fine.
    ///
    /// - Throws: ``SQLiteError/misuse(_:)`` from inside a callback of this connection, and for one of a pool.
    public func close() throws(SQLiteError) {
        guard let database else { return }
        guard !isLent else { throw .misuse("A connection of a pool is closed by the pool") }
        try database.close()
        cache.removeAll()
        self.database = nil
    }

    /// Takes the database away from whoever still holds this connection.
    func revoke() { database = nil }

    /// The database, if it is open.
    func openDatabase() throws(SQLiteError) -> Database {
        guard let database, database.pointer != nil else {
            throw .misuse("The connection to \(name) is closed, or was used after the closure it was lent to")
        }
        return database
    }

    /// The `sqlite3` handle, for what this module does not cover.
    package var handle: OpaquePointer {
        get throws(SQLiteError) { try openDatabase().requireReady() }
    }

    /// Runs any number of statements, and passes over the rows they return.
    ///
    /// - Throws: The error of the first statement that fails; its `offset` says where in the script. What ran
    ///   before it stays: wrap the call in ``transaction(_:_:)`` for all or nothing.
    public func execute(_ script: String) throws(SQLiteError) {
        let database = try openDatabase()
        let bytes = try Database.terminated(script)
        var start = 0
        while start < bytes.count - 1 {
            let (pointer, end) = try database.compile(bytes, from: start, sql: script)
            if let pointer {
                let statement = Statement(pointer, database)
                do {
                    try statement.requireIdle()
                    try statement.finish()
                } catch {
                    guard case .failed(let code, let message, _, let offset) = error else { throw error }
                    throw .failed(
                        code: code, message: message, sql: script,
                        offset: offset.map { start + $0 } ?? database.firstToken(of: bytes, from: start))
                }
            }
            start = end
        }
    }

    /// Compiles one statement, which is not kept for others. A semicolon and comments may follow it.
    ///
    /// - Throws: ``SQLiteError/failed(code:message:sql:offset:)`` with the place of the error,
    ///   ``SQLiteError/severalStatements(sql:)``, ``SQLiteError/emptyStatement(sql:)``.
    public func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        let database = try openDatabase()
        let bytes = try Database.terminated(sql)
        let (pointer, end) = try database.compile(bytes, from: 0, sql: sql)
        guard let pointer else { throw .emptyStatement(sql: sql) }
        let statement = Statement(pointer, database)
        guard database.firstToken(of: bytes, from: end) == bytes.count - 1 else {
            throw .severalStatements(sql: sql)
        }
        return statement
    }

    /// A compiled statement, from those that the connection keeps. The same SQL gives the same statement
    /// again when nobody holds it any longer, with all its values cleared; otherwise another one.
    ///
    /// - Throws: As ``prepare(_:)``.
    public func statement(_ sql: String) throws(SQLiteError) -> Statement {
        let statement = try kept(sql)
        try statement.clearBindings()
        return statement
    }

    /// A kept statement that may have values from before.
    @usableFromInline
    func kept(_ sql: String) throws(SQLiteError) -> Statement {
        _ = try openDatabase()
        return try cache.statement(sql) { () throws(SQLiteError) in try prepare(sql) }
    }

    /// Whether a transaction is open.
    public var isInTransaction: Bool { database?.isInTransaction ?? false }

    /// How many rows the latest INSERT, UPDATE or DELETE changed, without those of triggers.
    public var changes: Int {
        guard let pointer = database?.pointer else { return 0 }
        return Int(sqlite3_changes64(pointer))
    }

    /// How many rows were changed since the connection was opened, those of triggers included.
    public var totalChanges: Int {
        guard let pointer = database?.pointer else { return 0 }
        return Int(sqlite3_total_changes64(pointer))
    }

    /// The rowid of the latest row inserted; 0 before the first.
    public var lastInsertRowID: Int64 {
        guard let pointer = database?.pointer else { return 0 }
        return sqlite3_last_insert_rowid(pointer)
    }

    /// Stops what this connection runs, from any thread.
    ///
    /// - Throws: ``SQLiteError/misuse(_:)`` on a closed connection.
    public var interruptHandle: InterruptHandle {
        get throws(SQLiteError) { try openDatabase().interruption }
    }

    /// Stops the statements that run now; see ``InterruptHandle/interrupt()``.
    public func interrupt() { database?.interruption.interrupt() }
}

@available(*, unavailable)
extension Connection: Sendable {}
