// The Swift types that can be read from a column.

/// A value that can be read from a column of a row.
///
/// Reading is strict: another storage class, NULL for a type that is not optional, an integer out of range
/// and text that is not UTF-8 are errors, never another value. An enum or another type with a raw value
/// conforms by saying so.
public protocol ColumnDecodable {
    /// Reads one column, by calling the row's `integer(_:)`, `real(_:)`, `text(_:)` or `blob(_:)`.
    ///
    /// - Parameter index: The number of the column, counted from 0.
    init(from row: borrowing Row, at index: Int) throws(SQLiteError)
}

extension ColumnDecodable where Self: RawRepresentable, RawValue: ColumnDecodable {
    /// Reads the raw value.
    @inlinable
    public init(from row: borrowing Row, at index: Int) throws(SQLiteError) {
        guard let value = Self(rawValue: try RawValue(from: row, at: index)) else {
            throw try row.unknownValue(index, "\(Self.self)")
        }
        self = value
    }
}

extension ColumnDecodable where Self: FixedWidthInteger {
    /// Reads an integer that fits.
    @inlinable
    public init(from row: borrowing Row, at index: Int) throws(SQLiteError) {
        let value = try row.integer(index)
        guard let exact = Self(exactly: value) else { throw try row.outOfRange(index, value, "\(Self.self)") }
        self = exact
    }
}

extension Int: ColumnDecodable {}
extension Int8: ColumnDecodable {}
extension Int16: ColumnDecodable {}
extension Int32: ColumnDecodable {}
extension Int64: ColumnDecodable {}
extension UInt8: ColumnDecodable {}
extension UInt16: ColumnDecodable {}
extension UInt32: ColumnDecodable {}

extension Bool: ColumnDecodable {
    /// Reads 0 or 1.
    @inlinable
    public init(from row: borrowing Row, at index: Int) throws(SQLiteError) {
        switch try row.integer(index) {
        case 0: self = false
        case 1: self = true
        case let value: throw try row.outOfRange(index, value, "Bool")
        }
    }
}

extension Double: ColumnDecodable {
    /// Reads a floating point number, or an integer that a column without REAL affinity stored as one.
    @inlinable
    public init(from row: borrowing Row, at index: Int) throws(SQLiteError) { self = try row.real(index) }
}

extension String: ColumnDecodable {
    /// Reads a text.
    @inlinable
    public init(from row: borrowing Row, at index: Int) throws(SQLiteError) { self = try row.text(index) }
}

extension [UInt8]: ColumnDecodable {
    /// Reads a blob, or the bytes of a text.
    @inlinable
    public init(from row: borrowing Row, at index: Int) throws(SQLiteError) { self = try row.blob(index) }
}

extension Optional: ColumnDecodable where Wrapped: ColumnDecodable {
    /// Reads a value; NULL is nil.
    @inlinable
    public init(from row: borrowing Row, at index: Int) throws(SQLiteError) {
        self = try row.isNull(index) ? nil : Wrapped(from: row, at: index)
    }
}

extension Value: ColumnDecodable {
    /// Reads whatever the column holds.
    public init(from row: borrowing Row, at index: Int) throws(SQLiteError) {
        self =
            switch try row.storageClass(index) {
            case .null: .null
            case .integer: .integer(try row.integer(index))
            case .real: .real(try row.real(index))
            case .text: .text(try row.text(index))
            case .blob: .blob(try row.blob(index))
            }
    }
}
