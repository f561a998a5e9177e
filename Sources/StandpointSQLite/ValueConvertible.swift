// The Swift types that can be kept as a value until a statement is there to bind it to.

/// What has a form that SQLite stores.
public protocol ValueConvertible: Sendable {
    /// The form.
    var value: Value { get }
}

extension ValueConvertible where Self: FixedWidthInteger {
    /// An integer.
    public var value: Value { .integer(Int64(truncatingIfNeeded: self)) }
}

extension ValueConvertible where Self: RawRepresentable, RawValue: ValueConvertible {
    /// The raw value's.
    public var value: Value { rawValue.value }
}

// UInt and UInt64 are left out: they do not fit SQLite's integers.
extension Int: ValueConvertible {}
extension Int8: ValueConvertible {}
extension Int16: ValueConvertible {}
extension Int32: ValueConvertible {}
extension Int64: ValueConvertible {}
extension UInt8: ValueConvertible {}
extension UInt16: ValueConvertible {}
extension UInt32: ValueConvertible {}

extension Bool: ValueConvertible {
    /// 1 or 0.
    public var value: Value { .integer(self ? 1 : 0) }
}

extension Double: ValueConvertible {
    /// A floating point number.
    public var value: Value { .real(self) }
}

extension String: ValueConvertible {
    /// A text.
    public var value: Value { .text(self) }
}

extension Substring: ValueConvertible {
    /// A text.
    public var value: Value { .text(String(self)) }
}

extension Optional: ValueConvertible where Wrapped: ValueConvertible {
    /// The value's, or NULL.
    public var value: Value { map(\.value) ?? .null }
}

extension Value: ValueConvertible {
    /// Itself.
    public var value: Value { self }
}
