// One row of a result, read by position.

public import CStandpointSQLite

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The current row of a cursor, read by position from 0.
///
/// ```swift
/// var rows = try connection.rows("SELECT name, born FROM person")
/// while let row = try rows.next() {
///     let (name, born) = try row.decode(String.self, Int?.self)
/// }
/// ```
///
/// It is valid until the cursor moves on; read later, it throws ``SQLiteError/misuse(_:)``.
public struct Row {
    @usableFromInline let statement: Statement
    @usableFromInline var serial: Int

    @inlinable
    init(_ statement: Statement) {
        self.statement = statement
        serial = statement.serial
    }

    /// The number of columns; 0 once the cursor has moved on.
    public var count: Int { serial == statement.serial ? statement.columnCount : 0 }

    /// Reads a column.
    ///
    /// - Parameter index: The number of the column, counted from 0.
    /// - Throws: ``SQLiteError`` when there is no such column or it does not hold a `T`.
    @inlinable
    public func get<T: ColumnDecodable>(_ index: Int, as type: T.Type = T.self) throws(SQLiteError) -> T {
        try T(from: self, at: index)
    }

    /// Reads the first columns, one for each type.
    ///
    /// - Throws: ``SQLiteError`` when there are fewer columns or one does not hold its type.
    @inlinable
    @_disfavoredOverload
    public func decode<each T: ColumnDecodable>(
        _ types: repeat (each T).Type
    ) throws(SQLiteError) -> (repeat each T) {
        var index = -1
        return (repeat try (each T)(from: self, at: Statement.next(&index)))
    }

    /// Reads a column of any type.
    ///
    /// - Throws: ``SQLiteError/columnIndex(index:count:sql:)``.
    public func value(_ index: Int) throws(SQLiteError) -> Value { try Value(from: self, at: index) }

    /// The name of a column: its alias, or the expression it was made from.
    ///
    /// - Throws: ``SQLiteError/columnIndex(index:count:sql:)``.
    public func name(_ index: Int) throws(SQLiteError) -> String { statement.columnName(try column(index)) }

    /// What kind of value a column holds.
    ///
    /// - Throws: ``SQLiteError/columnIndex(index:count:sql:)``.
    public func storageClass(_ index: Int) throws(SQLiteError) -> StorageClass {
        StorageClass(sqlite3_column_type(statement.pointer, try column(index)))
    }

    /// Whether a column is NULL.
    ///
    /// - Throws: ``SQLiteError/columnIndex(index:count:sql:)``.
    @inlinable
    public func isNull(_ index: Int) throws(SQLiteError) -> Bool {
        sqlite3_column_type(statement.pointer, try column(index)) == SQLITE_NULL
    }

    /// Reads an integer.
    ///
    /// - Throws: ``SQLiteError/columnType(column:index:expected:found:sql:)`` for anything else.
    @inlinable
    public func integer(_ index: Int) throws(SQLiteError) -> Int64 {
        let value = sqlite3_column_value(statement.pointer, try column(index))
        guard sqlite3_value_type(value) == SQLITE_INTEGER else { try refuse(index, "an integer") }
        return sqlite3_value_int64(value)
    }

    /// Reads a floating point number; an integer is converted.
    ///
    /// - Throws: ``SQLiteError/columnType(column:index:expected:found:sql:)`` for anything else.
    @inlinable
    public func real(_ index: Int) throws(SQLiteError) -> Double {
        let value = sqlite3_column_value(statement.pointer, try column(index))
        let type = sqlite3_value_type(value)
        guard type == SQLITE_FLOAT || type == SQLITE_INTEGER else { try refuse(index, "a number") }
        return sqlite3_value_double(value)
    }

    /// Reads a text, U+0000 included.
    ///
    /// - Throws: ``SQLiteError/columnType(column:index:expected:found:sql:)`` for anything else,
    ///   ``SQLiteError/invalidText(column:index:sql:)``.
    public func text(_ index: Int) throws(SQLiteError) -> String {
        try text(of: textBytes(index), index)
    }

    /// Reads a text; NULL is nil. It looks at the column once, where `get(_:as:)` looks twice.
    ///
    /// - Throws: ``SQLiteError/columnType(column:index:expected:found:sql:)`` for anything else,
    ///   ``SQLiteError/invalidText(column:index:sql:)``.
    package func optionalText(_ index: Int) throws(SQLiteError) -> String? {
        let value = sqlite3_column_value(statement.pointer, try column(index))
        switch sqlite3_value_type(value) {
        case SQLITE_NULL: return nil
        case SQLITE_TEXT: return try text(of: bytes(ofText: value), index)
        default: try refuse(index, "text")
        }
    }

    /// The text of the bytes of a column, which is made where it was not read lately.
    @inline(__always)
    private func text(of bytes: UnsafeBufferPointer<UInt8>, _ index: Int) throws(SQLiteError) -> String {
        try statement.state.pointee.recentTexts.text(bytes, index) { () throws(SQLiteError) in
            try newText(bytes, index)
        }
    }

    /// Makes a text.
    private func newText(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) throws(SQLiteError) -> String {
        if #available(macOS 26, iOS 26, *) {
            let form = UTF8Form(bytes)
            guard form != .invalid else { try refuseText(index) }
            return String(copying: UTF8Span(unchecked: bytes.span, isKnownASCII: form == .ascii))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { try refuseText(index) }
        return text
    }

    /// Reads a blob, or the bytes of a text.
    ///
    /// - Throws: ``SQLiteError/columnType(column:index:expected:found:sql:)`` for anything else.
    public func blob(_ index: Int) throws(SQLiteError) -> [UInt8] { [UInt8](try rawBytes(index)) }
}

@available(*, unavailable)
extension Row: Sendable {}

// The readers look a column up once and then look at its value, which is less work than a look at the column
// for its type, its contents and its length each. SQLite calls such a value unprotected, which makes no
// difference to a connection that is opened without mutexes and used by one thread at a time.

extension Row {
    /// Lets a closure read a text where it lies, without a copy.
    ///
    /// The closure may use the connection, yet not the cursor of this row.
    /// - Throws: The errors of ``text(_:)`` and those of the closure.
    @available(macOS 26, iOS 26, *)
    @inlinable
    public func withText<R>(_ index: Int, _ body: (borrowing UTF8Span) throws -> R) throws -> R {
        let bytes = try textBytes(index)
        let form = UTF8Form(bytes)
        guard form != .invalid else { try refuseText(index) }
        let lent = statement.lend()
        defer { statement.takeBack(lent) }
        return try body(UTF8Span(unchecked: bytes.span, isKnownASCII: form == .ascii))
    }

    /// Lets a closure read a blob, or the bytes of a text, where they lie, without a copy.
    ///
    /// The closure may use the connection, yet not the cursor of this row.
    /// - Throws: The errors of ``blob(_:)`` and those of the closure.
    @inlinable
    public func withBytes<R>(_ index: Int, _ body: (borrowing RawSpan) throws -> R) throws -> R {
        let bytes = try rawBytes(index)
        let lent = statement.lend()
        defer { statement.takeBack(lent) }
        return try body(bytes.span.bytes)
    }

    /// The number of a column of a row that is still there.
    @inlinable
    @inline(__always)
    func column(_ index: Int) throws(SQLiteError) -> Int32 {
        guard serial == statement.serial, index >= 0, index < statement.columnCount else {
            try refuseColumn(index)
        }
        return Int32(truncatingIfNeeded: index)
    }

    /// The bytes of a text, valid until the statement moves.
    @inlinable
    @inline(__always)
    func textBytes(_ index: Int) throws(SQLiteError) -> UnsafeBufferPointer<UInt8> {
        let value = sqlite3_column_value(statement.pointer, try column(index))
        guard sqlite3_value_type(value) == SQLITE_TEXT else { try refuse(index, "text") }
        return try bytes(ofText: value)
    }

    /// The bytes of a value that is a text, valid until the statement moves.
    @inlinable
    @inline(__always)
    func bytes(ofText value: OpaquePointer?) throws(SQLiteError) -> UnsafeBufferPointer<UInt8> {
        // The text first: it may be converted from UTF-16, after which the number of bytes is another.
        guard let bytes = sqlite3_value_text(value) else {
            throw outOfMemory
        }
        return UnsafeBufferPointer(start: bytes, count: Int(sqlite3_value_bytes(value)))
    }

    /// The bytes of a blob or a text, valid until the statement moves.
    @inlinable
    @inline(__always)
    func rawBytes(_ index: Int) throws(SQLiteError) -> UnsafeBufferPointer<UInt8> {
        let value = sqlite3_column_value(statement.pointer, try column(index))
        let type = sqlite3_value_type(value)
        if type == SQLITE_TEXT { return try bytes(ofText: value) }
        guard type == SQLITE_BLOB else { try refuse(index, "a blob") }
        let bytes = sqlite3_value_blob(value)
        return UnsafeBufferPointer(
            start: bytes?.assumingMemoryBound(to: UInt8.self), count: Int(sqlite3_value_bytes(value)))
    }
}

// MARK: - Errors, kept out of the fast paths

extension Row {
    /// Throws the reason why there is no such column.
    @inline(never)
    @usableFromInline
    func refuseColumn(_ index: Int) throws(SQLiteError) -> Never {
        guard serial == statement.serial else {
            throw .misuse("The row was read after its cursor had moved on; read it before the next step")
        }
        throw .columnIndex(index: index, count: statement.columnCount, sql: statement.sql)
    }

    /// Throws that a column, which is there, holds a value of another type.
    @inline(never)
    @usableFromInline
    func refuse(_ index: Int, _ expected: StaticString) throws(SQLiteError) -> Never {
        let column = try column(index)
        throw .columnType(
            column: statement.columnName(column), index: index, expected: "\(expected)",
            found: StorageClass(sqlite3_column_type(statement.pointer, column)), sql: statement.sql)
    }

    @inline(never)
    @usableFromInline
    var outOfMemory: SQLiteError { statement.database.error(SQLITE_NOMEM, sql: statement.sql) }

    /// Throws that a text is not UTF-8.
    @inline(never)
    @usableFromInline
    func refuseText(_ index: Int) throws(SQLiteError) -> Never {
        throw .invalidText(column: try name(index), index: index, sql: statement.sql)
    }

    @inline(never)
    @usableFromInline
    func outOfRange(_ index: Int, _ value: Int64, _ type: String) throws(SQLiteError) -> SQLiteError {
        .outOfRange(column: try name(index), index: index, value: value, type: type, sql: statement.sql)
    }

    @inline(never)
    @usableFromInline
    func unknownValue(_ index: Int, _ type: String) throws(SQLiteError) -> SQLiteError {
        .unknownValue(
            column: try name(index), index: index, value: try value(index), type: type, sql: statement.sql)
    }
}

extension Statement {
    /// Keeps the memory of the current row in place until ``takeBack(_:)``.
    @inlinable
    func lend() -> Bool {
        let before = isLent
        isLent = true
        return before
    }

    @inlinable
    func takeBack(_ before: Bool) {
        isLent = before
        if !isLent && resetIsDue { reset() }
    }
}

extension StorageClass {
    /// From a number such as `SQLITE_TEXT`.
    init(_ type: Int32) {
        self =
            switch type {
            case SQLITE_INTEGER: .integer
            case SQLITE_FLOAT: .real
            case SQLITE_TEXT: .text
            case SQLITE_BLOB: .blob
            default: .null
            }
    }
}
