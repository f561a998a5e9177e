// The things that facts are about, as plain rows.

public import StandpointSQLite

/// The kinds of things: each has a table of its own beside `entity`.
public enum EntityKind: String, Sendable, Hashable, Codable, CaseIterable, Bindable, ColumnDecodable {
    /// A person.
    case person
    /// All that acts as a body: parties, unions, states, peoples.
    case organization
    /// What takes place.
    case event
    /// A place.
    case place
    /// What one can stand for or against.
    case topic
}

/// A thing of any kind: what all of them have.
public struct Entity: Thing, LegalEntity, Sendable, Hashable, Identifiable, Codable {
    /// Any kind.
    public static var entityKind: EntityKind? { nil }
    /// The file's number of it.
    public let id: ID<Entity>
    /// Its readable name for dossiers, SQL and links.
    public let key: String
    /// Its kind.
    public let kind: EntityKind
    /// What to call it.
    public let name: String
    /// A sentence that tells it from others of the same name.
    public let description: String?
}

/// A person.
public struct Person: LegalEntity, Sendable, Hashable, Identifiable, Codable {
    /// Always ``EntityKind/person``.
    public static var entityKind: EntityKind? { .person }
    /// The file's number of it.
    public let id: ID<Person>
    /// Its readable name for dossiers, SQL and links.
    public let key: String
    /// What to call the person.
    public let name: String
    /// A sentence that tells the person from others of the same name.
    public let description: String?
    /// As the person states it.
    public let gender: String?
    /// From birth to death.
    public let date: EDTF?
}

/// All that acts as a body: parties, unions, coalitions, states, peoples.
public struct Organization: LegalEntity, Sendable, Hashable, Identifiable, Codable {
    /// Always ``EntityKind/organization``.
    public static var entityKind: EntityKind? { .organization }
    /// The file's number of it.
    public let id: ID<Organization>
    /// Its readable name for dossiers, SQL and links.
    public let key: String
    /// What to call it.
    public let name: String
    /// A sentence that tells it from others of the same name.
    public let description: String?
    /// What it is.
    public let kind: Kind
    /// Its seat, or a state's territory.
    public let place: ID<Place>?
    /// From founding to dissolution.
    public let date: EDTF?
}

/// A place.
public struct Place: Thing, Sendable, Hashable, Identifiable, Codable {
    /// Always ``EntityKind/place``.
    public static var entityKind: EntityKind? { .place }
    /// The file's number of it.
    public let id: ID<Place>
    /// Its readable name for dossiers, SQL and links.
    public let key: String
    /// What to call it.
    public let name: String
    /// A sentence that tells it from others of the same name.
    public let description: String?
    /// What it is.
    public let kind: Kind
    /// The place that it lies in.
    public let partOf: ID<Place>?
    /// Degrees north, WGS 84, -90 to 90.
    public let latitude: Double?
    /// Degrees east, WGS 84, -180 to 180.
    public let longitude: Double?
}

/// What one can stand for or against.
public struct Topic: Thing, Sendable, Hashable, Identifiable, Codable {
    /// Always ``EntityKind/topic``.
    public static var entityKind: EntityKind? { .topic }
    /// The file's number of it.
    public let id: ID<Topic>
    /// Its readable name for dossiers, SQL and links.
    public let key: String
    /// What to call it.
    public let name: String
    /// A sentence that tells it from others of the same name.
    public let description: String?
    /// What it is.
    public let kind: Kind
    /// The topic that it is a part or case of (SKOS `broader`).
    public let broader: ID<Topic>?
}

/// What takes place: a meeting, a ceremony, an election, a process of years.
public struct Event: StanceHolder, Sendable, Hashable, Identifiable, Codable {
    /// Always ``EntityKind/event``.
    public static var entityKind: EntityKind? { .event }
    /// The file's number of it.
    public let id: ID<Event>
    /// Its readable name for dossiers, SQL and links.
    public let key: String
    /// What to call it.
    public let name: String
    /// A sentence that tells it from others of the same name.
    public let description: String?
    /// What it is.
    public let kind: Kind
    /// When it took place.
    public let date: EDTF?
    /// Where it took place.
    public let place: ID<Place>?
    /// The event that it was part of.
    public let partOf: ID<Event>?
    /// The series that it was an edition of.
    public let series: ID<Event>?
    /// Which edition, from 1.
    public let edition: Int?
}
