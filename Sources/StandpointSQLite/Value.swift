// The dynamic value: what a column or a parameter holds when its type is known only at run time.

/// The five kinds of value that SQLite stores.
public enum StorageClass: String, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
    /// NULL.
    case null
    /// A signed integer of up to 64 bits.
    case integer
    /// A 64-bit floating point number.
    case real
    /// Text.
    case text
    /// Bytes.
    case blob

    /// The name as SQL writes it: `NULL`, `INTEGER`, `REAL`, `TEXT` or `BLOB`.
    public var description: String { rawValue.uppercased() }
}

/// A value of any of SQLite's kinds.
///
/// Where the type is known, bind and read the Swift type itself: that is faster and is checked.
/// Two texts are the same value where their bytes are, as in SQLite: an é of one code point is not an é of two.
public enum Value: Sendable, Hashable, Codable {
    /// NULL.
    case null
    /// A signed integer.
    case integer(Int64)
    /// A floating point number. SQLite turns a NaN into NULL.
    case real(Double)
    /// A text, which may contain U+0000.
    case text(String)
    /// Bytes.
    case blob([UInt8])

    /// Whether both are of one kind and the same, texts by their bytes.
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.integer(let one), .integer(let other)): one == other
        case (.real(let one), .real(let other)): one == other
        case (.text(let one), .text(let other)): TextBytes(one) == TextBytes(other)
        case (.blob(let one), .blob(let other)): one == other
        default: false
        }
    }

    /// Feeds the kind and the value, a text by its bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(storageClass)
        switch self {
        case .null: break
        case .integer(let value): hasher.combine(value)
        case .real(let value): hasher.combine(value)
        case .text(let value): hasher.combine(TextBytes(value))
        case .blob(let value): hasher.combine(value)
        }
    }

    /// The kind of this value.
    public var storageClass: StorageClass {
        switch self {
        case .null: .null
        case .integer: .integer
        case .real: .real
        case .text: .text
        case .blob: .blob
        }
    }
}

// Not by nil: in an optional value it would be NULL or none, whichever the compiler takes.
extension Value: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral
{
    /// `true` is 1 and `false` is 0.
    public init(booleanLiteral value: Bool) { self = .integer(value ? 1 : 0) }
    /// A literal such as `42`.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A literal such as `0.5`.
    public init(floatLiteral value: Double) { self = .real(value) }
    /// A literal such as `"Havana"`.
    public init(stringLiteral value: String) { self = .text(value) }
}

extension Value: CustomStringConvertible {
    /// The value as a SQL literal, for messages; blobs are shown by their size.
    public var description: String {
        switch self {
        case .null: "NULL"
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .text(let value): "'\(value)'"
        case .blob(let value): "a blob of \(value.count) bytes"
        }
    }
}
