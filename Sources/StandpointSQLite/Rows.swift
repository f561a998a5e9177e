// The cursor over the rows of a statement.

/// A cursor: the rows that a statement returns, one at a time.
///
/// ```swift
/// var rows = try connection.rows("SELECT id FROM entity WHERE kind = ?", "person")
/// while let row = try rows.next() { print(try row.get(0, as: Int.self)) }
/// ```
///
/// When the cursor goes away, at the end or after an early exit from the loop, the statement is reset and
/// holds no lock.
public struct Rows: ~Copyable {
    @usableFromInline let statement: Statement
    @usableFromInline var serial: Int
    @usableFromInline var isDone = false

    @inlinable
    init(_ statement: Statement) {
        self.statement = statement
        statement.begin()
        serial = statement.serial
    }

    deinit {
        // Another serial means that the statement was reset meanwhile, and is perhaps running for another.
        if !isDone && serial == statement.serial { statement.reset() }
    }

    /// The names of the columns.
    public var columnNames: [String] { statement.columnNames }

    /// Moves to the next row; nil at the end, and from then on.
    ///
    /// - Throws: What SQLite reports; ``SQLiteError/misuse(_:)`` when the statement was reset meanwhile.
    @inlinable
    public mutating func next() throws(SQLiteError) -> Row? {
        guard try advance() else { return nil }
        return Row(statement)
    }

    @inlinable
    mutating func advance() throws(SQLiteError) -> Bool {
        if isDone { return false }
        guard serial == statement.serial else {
            isDone = true
            throw .misuse("The statement of these rows was reset or closed while they were being read")
        }
        do {
            isDone = try !statement.advance()
        } catch {
            // A cursor that is read in place has not moved; after any other error the statement is reset.
            isDone = serial != statement.serial
            throw error
        }
        serial = statement.serial
        return !isDone
    }

    /// Goes through all rows that are left: the fastest way to read many. The row is good until the closure returns.
    ///
    ///     var longest = 0
    ///     try connection.rows("SELECT quote FROM passage").forEach { longest = try max(longest, $0.text(0).count) }
    /// - Throws: What SQLite reports, or the closure throws.
    @inlinable
    public consuming func forEach(_ body: (borrowing Row) throws -> Void) throws {
        // One row for all, moved along: a new one each time would be counted as a reference each time.
        var row = Row(statement)
        while try advance() {
            row.serial = serial
            try body(row)
        }
    }

    /// Reads all rows that are left.
    ///
    /// - Throws: What SQLite reports, or the closure throws.
    @inlinable
    public consuming func map<T>(_ decode: (Row) throws -> T) throws -> [T] {
        var result: [T] = []
        try forEach { row in
            if result.isEmpty { result.reserveCapacity(8) }
            result.append(try decode(copy row))
        }
        return result
    }
}

@available(*, unavailable)
extension Rows: Sendable {}
