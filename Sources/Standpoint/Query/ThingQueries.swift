// Questions for things.

extension KnowledgeBase {
    /// Things of all kinds, by key; like the rest here without those that were judged the same as another.
    public var entities: Query<Entity> { Query(self) }
    /// People, by key.
    public var people: Query<Person> { Query(self) }
    /// Organizations, by key.
    public var organizations: Query<Organization> { Query(self) }
    /// Events, by key.
    public var events: Query<Event> { Query(self) }
    /// Places, by key.
    public var places: Query<Place> { Query(self) }
    /// Topics, by key.
    public var topics: Query<Topic> { Query(self) }
}

/// A thing that has a key and a name.
public protocol NamedThing: Thing, Queryable {
    /// Its readable name for dossiers, SQL and links.
    var key: String { get }
    /// What to call it.
    var name: String { get }
}

extension QueryShape where Result: NamedThing {
    /// The shape of a thing with the columns of its kind in `t`.
    fileprivate static func thing(
        _ columns: String, kind: EntityKind?, isDated: Bool = false,
        decode: @escaping @Sendable (Row) throws -> Result
    ) -> QueryShape {
        QueryShape(
            columns: "e.id, e.key, e.name, e.description, \(columns)", table: "entity", alias: "e",
            joins: kind.map { " JOIN \($0.rawValue) t ON t.id = e.id" } ?? "",
            condition: SQL(
                text: "e.canonical_id IS NULL" + (kind.map { " AND e.kind = '\($0.rawValue)'" } ?? "")),
            dates: isDated ? kind.map { DateColumns(table: $0.rawValue, alias: "t") } : nil, order: .key,
            decode: decode)
    }
}

extension Entity: NamedThing {
    /// Rows of `entity`.
    public static let shape = QueryShape<Entity>.thing("e.kind", kind: nil) { row in
        try Entity(
            id: row.get(0), key: row.get(1), kind: row.get(4), name: row.get(2), description: row.get(3))
    }
}

extension Person: NamedThing {
    /// Rows of `entity` and `person`.
    public static let shape = QueryShape<Person>.thing(
        "t.gender, t.date, t.earliest, t.latest", kind: .person, isDated: true
    ) {
        row in
        try Person(
            id: row.get(0), key: row.get(1), name: row.get(2), description: row.get(3), gender: row.get(4),
            date: row.date(5))
    }
}

extension Organization: NamedThing {
    /// Rows of `entity` and `organization`.
    public static let shape = QueryShape<Organization>.thing(
        "t.kind, t.place_id, t.date, t.earliest, t.latest", kind: .organization, isDated: true
    ) { row in
        try Organization(
            id: row.get(0), key: row.get(1), name: row.get(2), description: row.get(3), kind: row.get(4),
            place: row.get(5), date: row.date(6))
    }
}

extension Event: NamedThing {
    /// Rows of `entity` and `event`.
    public static let shape = QueryShape<Event>.thing(
        "t.kind, t.date, t.earliest, t.latest, t.place_id, t.part_of_id, t.series_id, t.edition", kind: .event,
        isDated: true
    ) { row in
        try Event(
            id: row.get(0), key: row.get(1), name: row.get(2), description: row.get(3), kind: row.get(4),
            date: row.date(5), place: row.get(8), partOf: row.get(9), series: row.get(10),
            edition: row.get(11))
    }
}

extension Place: NamedThing {
    /// Rows of `entity` and `place`.
    public static let shape = QueryShape<Place>.thing(
        "t.kind, t.part_of_id, t.latitude, t.longitude", kind: .place
    ) { row in
        try Place(
            id: row.get(0), key: row.get(1), name: row.get(2), description: row.get(3), kind: row.get(4),
            partOf: row.get(5), latitude: row.get(6), longitude: row.get(7))
    }
}

extension Topic: NamedThing {
    /// Rows of `entity` and `topic`.
    public static let shape = QueryShape<Topic>.thing("t.kind, t.broader_id", kind: .topic) { row in
        try Topic(
            id: row.get(0), key: row.get(1), name: row.get(2), description: row.get(3), kind: row.get(4),
            broader: row.get(5))
    }
}

extension Order where Result: NamedThing {
    /// By key.
    public static var key: Order { Order(columns: ["e.key"]) { [.text($0.key)] } }
    /// By name, and things of one name by key; compared letter by letter, capitals before small ones.
    public static var name: Order {
        Order(columns: ["e.name", "e.key"]) { [.text($0.name), .text($0.key)] }
    }
}

extension Order where Result == Event {
    /// By the first day that the date allows, those without a date first; then by key.
    public static let date = Order(columns: ["t.earliest", "e.key"]) {
        [$0.date.map { .text($0.earliest.description) } ?? .null, .text($0.key)]
    }
}

extension Query where Result: NamedThing {
    /// Of one of these keys.
    public func keyed(_ keys: String...) -> Query { narrowed(to: "e.key IN (\(keys))") }
    /// Known under that identifier, as in `identified(by: "Q241", scheme: "wikidata")`.
    public func identified(by value: String, scheme: String) -> Query {
        matchingCanonical("SELECT entity_id FROM identifier WHERE scheme = \(scheme) AND value = \(value)")
    }
    /// Called just that: by its own name or one of its others.
    public func named(_ name: String) -> Query {
        matchingCanonical(
            "SELECT id FROM entity WHERE name = \(name) UNION SELECT entity_id FROM name WHERE text = \(name)"
        )
    }
    /// Called something that matches a search by words, in which accents and case do not matter; the last word may
    /// be the beginning of one.
    public func matching(_ words: String, _ syntax: SearchSyntax = .typing) -> Query {
        guard let match = syntax.match(words) else { return adding("0") }
        return matchingCanonical(
            "SELECT entity_id FROM name_search WHERE name_search MATCH \(match)")
    }

    /// A condition on ids of things, any of which may have been judged the same as another.
    private func matchingCanonical(_ ids: SQL) -> Query {
        narrowed(to: "e.id IN (SELECT coalesce(canonical_id, id) FROM entity WHERE id IN (\(ids)))")
    }
}

extension Query where Result == Entity {
    /// Of one of these kinds.
    public func of(_ kinds: EntityKind...) -> Query { adding("e.kind IN (\(kinds.map(\.rawValue)))") }
}

extension Query where Result == Organization {
    /// Of one of these kinds.
    public func of(_ kinds: Organization.Kind...) -> Query { matching("t.kind", anyOf: kinds) }
    /// With their seat in the place of that key or in a place within it.
    public func located(in key: String) -> Query {
        narrowed(to: "t.place_id IN (\(Piece.located(key)))")
    }
    /// That existed within a date, EDTF: each whose own date may fall within it, or only those that certainly did not
    /// exist before or behind it; none where the text is no date.
    public func existing(in date: String, certainly: Bool = false) -> Query { within(date, certainly: certainly) }
}

extension Query where Result == Person {
    /// That lived within a date, EDTF: each whose own date may fall within it, or only those that certainly did not live
    /// before or behind it; none where the text is no date.
    public func living(in date: String, certainly: Bool = false) -> Query { within(date, certainly: certainly) }
}

extension Query where Result == Event {
    /// Of one of these kinds.
    public func of(_ kinds: Event.Kind...) -> Query { matching("t.kind", anyOf: kinds) }
    /// In the place of that key or in a place within it, or part of an event there.
    public func located(in key: String) -> Query { narrowed(to: "e.id IN (\(Piece.located(key)))") }
    /// Within a date, EDTF: events whose own date may fall within it, or only those whose date certainly does; none
    /// where the text is no date.
    public func held(in date: String, certainly: Bool = false) -> Query {
        within(date, certainly: certainly)
    }
    /// Part of the event of that key, through however many others.
    public func part(of key: String) -> Query { matching("t.part_of_id", key, narrower: true) }
    /// Editions of the series of that key.
    public func edition(of key: String) -> Query { matching("t.series_id", key) }
}

extension Query where Result == Place {
    /// Of one of these kinds.
    public func of(_ kinds: Place.Kind...) -> Query { matching("t.kind", anyOf: kinds) }
    /// In the place of that key, through however many others.
    public func part(of key: String) -> Query { matching("t.part_of_id", key, narrower: true) }
}

extension Query where Result == Topic {
    /// Of one of these kinds.
    public func of(_ kinds: Topic.Kind...) -> Query { matching("t.kind", anyOf: kinds) }
    /// Narrower than the topic of that key, through however many others.
    public func narrower(than key: String) -> Query { matching("t.broader_id", key, narrower: true) }
}
