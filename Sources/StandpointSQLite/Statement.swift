// A compiled statement: what it is, and how it is stepped and reset.

internal import CStandpointSQLite

/// One compiled SQL statement.
///
/// ```swift
/// let insert = try connection.prepare("INSERT INTO person(name, born) VALUES (?, ?)")
/// for person in people { try insert.run(person.name, person.born) }
/// ```
///
/// A statement keeps its database open as long as it lives, unless the connection is closed explicitly; then
/// it throws ``SQLiteError/misuse(_:)``. Like its connection, it is used by one thread at a time.
public final class Statement {
    /// Valid until ``phase`` is invalid.
    @usableFromInline let pointer: OpaquePointer
    @usableFromInline let database: Database
    /// What changes while it runs. It lives as long as the statement and is not given away.
    @usableFromInline let state: UnsafeMutablePointer<StatementState>
    /// How many values the statement takes.
    public let parameterCount: Int

    init(_ pointer: OpaquePointer, _ database: Database) {
        self.pointer = pointer
        self.database = database
        state = .allocate(capacity: 1)
        state.initialize(to: StatementState())
        parameterCount = Int(sqlite3_bind_parameter_count(pointer))
        database.statements[ObjectIdentifier(self)] = Unmanaged.passUnretained(self)
        database.loose.insert(ObjectIdentifier(self))
    }

    deinit {
        if phase != .invalid {
            database.statements[ObjectIdentifier(self)] = nil
            database.loose.remove(ObjectIdentifier(self))
            sqlite3_finalize(pointer)
        }
        state.pointee.recentTexts.deallocate()
        state.pointee.scratch?.deallocate()
        state.deallocate()
    }

    /// Called by the database when it closes.
    func invalidate() {
        phase = .invalid
        serial &+= 1
        sqlite3_finalize(pointer)
    }

    /// Throws unless the statement is neither closed nor running.
    @usableFromInline
    func requireIdle() throws(SQLiteError) {
        if phase == .stepping && resetIsDue { reset() }
        guard phase == .idle, database.isReady else { throw unavailable() }
        try database.requireNotCancelled()
        try database.requireTransaction()
    }

    @inline(never)
    func unavailable() -> SQLiteError {
        do { _ = try database.requireReady() } catch { return error }
        return switch phase {
        case .invalid: .misuse("The statement was closed with its connection or at the end of its access")
        case .binding: .misuse("The statement is being given its values")
        case .idle, .stepping:
            .misuse("The statement is still running: finish or drop its rows, or call reset(). SQL: \(sql)")
        }
    }

    /// Steps to the next row; `false` at the end, where the statement is reset and its values stay bound.
    ///
    /// This is the plain way for values that were bound one by one; ``rows(_:)`` and ``run(_:)`` do the same
    /// in one call and clean up by themselves. A statement that was stepped and not finished holds its
    /// read lock: call ``reset()``.
    /// - Throws: What SQLite reports; the statement is reset then.
    public func step() throws(SQLiteError) -> Bool {
        if phase != .stepping {
            try requireIdle()
            begin()
        }
        return try advance()
    }

    /// The row that ``step()`` moved to, if it did.
    public var row: Row? { phase == .stepping && columnCount >= 0 ? Row(self) : nil }

    @usableFromInline
    func begin() {
        phase = .stepping
        serial &+= 1
        columnCount = -1
    }

    /// One step, without asking whether it is the first.
    @usableFromInline
    func advance() throws(SQLiteError) -> Bool {
        guard database.isReady, !isLent, phase != .invalid else {
            throw isLent ? .misuse("A row is being read in place; step after the closure") : unavailable()
        }
        serial &+= 1
        let status = sqlite3_step(pointer)
        if status == SQLITE_ROW {
            if columnCount < 0 { columnCount = Int(sqlite3_column_count(pointer)) }
            return true
        }
        if status == SQLITE_DONE {
            reset()
            return false
        }
        throw failure(status)
    }

    /// Steps to the end and resets, for statements whose rows nobody wants.
    @usableFromInline
    func finish() throws(SQLiteError) {
        phase = .stepping
        serial &+= 1
        var status = sqlite3_step(pointer)
        while status == SQLITE_ROW { status = sqlite3_step(pointer) }
        guard status == SQLITE_DONE else { throw failure(status) }
        sqlite3_reset(pointer)
        phase = .idle
    }

    /// The error of a failed call; resets the statement.
    @inline(never)
    @usableFromInline
    func failure(_ status: Int32) -> SQLiteError {
        let error = database.error(status, sql: sql)
        reset()
        return error
    }

    /// Ends the run: gives its locks back and makes its rows unreadable. The values stay bound.
    public func reset() {
        guard phase != .invalid else { return }
        if isLent || !database.isReady {
            resetIsDue = true
            return
        }
        resetIsDue = false
        serial &+= 1
        phase = .idle
        sqlite3_reset(pointer)
    }

    /// The SQL that it was compiled from.
    public var sql: String {
        guard phase != .invalid, let text = sqlite3_sql(pointer) else { return "" }
        return String(cString: text)
    }

    /// The SQL with the bound values filled in; for people, not to be run.
    public var expandedSQL: String {
        guard phase != .invalid, let text = sqlite3_expanded_sql(pointer) else { return sql }
        defer { sqlite3_free(text) }
        return String(cString: text)
    }

    /// The names of the columns, empty for a statement that returns none.
    public var columnNames: [String] {
        guard phase != .invalid else { return [] }
        return (0..<sqlite3_column_count(pointer)).map(columnName)
    }

    func columnName(_ index: Int32) -> String {
        guard phase != .invalid, let text = sqlite3_column_name(pointer, index) else { return "" }
        return String(cString: text)
    }

    /// Whether it leaves the file as it is.
    public var isReadOnly: Bool { phase != .invalid && sqlite3_stmt_readonly(pointer) != 0 }
}

@available(*, unavailable)
extension Statement: Sendable {}
