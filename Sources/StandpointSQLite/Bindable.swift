// The Swift types that can be given to a statement as values.

/// A value that can be bound to a parameter of a statement.
///
/// An enum or another type with a raw value conforms by saying so:
///
/// ```swift
/// enum Kind: String, Bindable, ColumnDecodable { case person, place }
/// ```
public protocol Bindable {
    /// Binds this value, by calling one of the statement's `bind…(_:at:)` functions.
    ///
    /// - Parameter index: The number of the parameter, counted from 1.
    func bind(to statement: Statement, at index: Int) throws(SQLiteError)
}

extension Bindable where Self: RawRepresentable, RawValue: Bindable {
    /// Binds the raw value.
    @inlinable
    public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
        try rawValue.bind(to: statement, at: index)
    }
}

extension Bindable where Self: FixedWidthInteger {
    /// Binds an integer.
    @inlinable
    public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
        try statement.bindInteger(Int64(truncatingIfNeeded: self), at: index)
    }
}

// UInt and UInt64 are left out: they do not fit SQLite's integers.
extension Int: Bindable {}
extension Int8: Bindable {}
extension Int16: Bindable {}
extension Int32: Bindable {}
extension Int64: Bindable {}
extension UInt8: Bindable {}
extension UInt16: Bindable {}
extension UInt32: Bindable {}

extension Bool: Bindable {
    /// Binds 1 or 0.
    @inlinable
    public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
        try statement.bindInteger(self ? 1 : 0, at: index)
    }
}

extension Double: Bindable {
    /// Binds a floating point number; a NaN becomes NULL, as SQLite has none.
    @inlinable
    public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
        try statement.bindReal(self, at: index)
    }
}

extension String: Bindable {
    /// Binds a text, U+0000 included.
    @inlinable
    public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
        try statement.bindText(self, at: index)
    }
}

extension Substring: Bindable {
    /// Binds a text, U+0000 included.
    @inlinable
    public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
        try statement.bindText(String(self), at: index)
    }
}

extension [UInt8]: Bindable {
    /// Binds a blob.
    @inlinable
    public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
        try statement.bindBlob(self, at: index)
    }
}

extension Optional: Bindable where Wrapped: Bindable {
    /// Binds the value, or NULL.
    @inlinable
    public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
        switch self {
        case .some(let value): try value.bind(to: statement, at: index)
        case .none: try statement.bindNull(at: index)
        }
    }
}

extension Value: Bindable {
    /// Binds whatever it holds.
    public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
        switch self {
        case .null: try statement.bindNull(at: index)
        case .integer(let value): try statement.bindInteger(value, at: index)
        case .real(let value): try statement.bindReal(value, at: index)
        case .text(let value): try statement.bindText(value, at: index)
        case .blob(let value): try statement.bindBlob(value, at: index)
        }
    }
}
