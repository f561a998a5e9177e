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
    /// Moved along, and lent to closures: a new one for each row would be counted as a reference each time.
    @usableFromInline var row: Row
    @usableFromInline var isDone = false

    @inlinable
    init(_ statement: Statement) {
        statement.begin()
        row = Row(statement)
    }

    deinit {
        // Another serial means that the statement was reset meanwhile, and is perhaps running for another.
        if !isDone && row.serial == row.statement.serial { row.statement.reset() }
    }

    /// The names of the columns.
    public var columnNames: [String] { row.statement.columnNames }

    /// Moves to the next row; nil at the end, and from then on.
    ///
    /// - Throws: What SQLite reports; ``SQLiteError/misuse(_:)`` when the statement was reset meanwhile.
    @inlinable
    public mutating func next() throws(SQLiteError) -> Row? {
        try advance() ? row : nil
    }

    @inlinable
    mutating func advance() throws(SQLiteError) -> Bool {
        if isDone { return false }
        guard row.serial == row.statement.serial else {
            isDone = true
            throw .misuse("The statement of these rows was reset or closed while they were being read")
        }
        do {
            isDone = try !row.statement.advance()
        } catch {
            // A cursor that is read in place has not moved; after any other error the statement is reset.
            isDone = row.serial != row.statement.serial
            throw error
        }
        row.serial = row.statement.serial
        return !isDone
    }

    /// Goes through all rows that are left: the fastest way to read many. The row is good until the closure returns.
    ///
    ///     var longest = 0
    ///     try connection.rows("SELECT quote FROM passage").forEach { longest = try max(longest, $0.text(0).count) }
    /// - Throws: What SQLite reports, or the closure throws.
    @inlinable
    public consuming func forEach(_ body: (borrowing Row) throws -> Void) throws {
        while try advance() { try body(row) }
    }

    /// Reads the next row alone; nil when none is left.
    ///
    /// - Throws: What SQLite reports, or the closure throws.
    @inlinable
    public consuming func first<T>(_ decode: (borrowing Row) throws -> T) throws -> T? {
        try advance() ? try decode(row) : nil
    }

    /// Reads all rows that are left.
    ///
    /// - Throws: What SQLite reports, or the closure throws.
    @inlinable
    public consuming func map<T>(_ decode: (borrowing Row) throws -> T) throws -> [T] {
        var result: [T] = []
        try forEach { row in
            if result.isEmpty { result.reserveCapacity(8) }
            result.append(try decode(row))
        }
        return result
    }
}

@available(*, unavailable)
extension Rows: Sendable {}
