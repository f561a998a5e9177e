// Typed ids: a number that says of which table it is a row.

public import StandpointSQLite

/// The id of a row of one kind, in one file. What travels between files is the key.
///
///     let cuba: ID<Organization> = try edit.organization("cuba", name: "Cuba", kind: .state)
public struct ID<Row>: RawRepresentable, Sendable, Hashable, Comparable, Codable, CustomStringConvertible,
    Bindable, ColumnDecodable, ValueConvertible
{
    /// The number in the column `id`.
    public let rawValue: Int64

    /// The id of that number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// The number.
    public var description: String { String(rawValue) }

    /// Orders by number.
    public static func < (left: ID, right: ID) -> Bool { left.rawValue < right.rawValue }
}

/// What can be the target of a stance, and what facts are about: a row of `entity`.
public protocol Thing: Sendable {
    /// The kind that such things have; nil where it can be any.
    static var entityKind: EntityKind? { get }
}

/// What can hold a stance: a person, an organization, or an event whose assembly adopted it.
public protocol StanceHolder: Thing {}

/// What can take part, belong and be spoken for: a person or an organization.
public protocol LegalEntity: StanceHolder {}

extension ID where Row: Thing {
    /// The same id, of a thing of any kind.
    public var entity: ID<Entity> { ID<Entity>(rawValue: rawValue) }
}
