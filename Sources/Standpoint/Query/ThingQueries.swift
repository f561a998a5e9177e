// Questions for things and documents.

extension KnowledgeBase {
    /// Things of all kinds, by key; like the rest here without those that were judged the same as another.
    public var entities: Query<Entity> { Query(self).adding("e.canonical_id IS NULL", []) }
    /// People, by key.
    public var people: Query<Person> { Query(self).adding("e.canonical_id IS NULL", []) }
    /// Organizations, by key.
    public var organizations: Query<Organization> { Query(self).adding("e.canonical_id IS NULL", []) }
    /// Events, by key.
    public var events: Query<Event> { Query(self).adding("e.canonical_id IS NULL", []) }
    /// Places, by key.
    public var places: Query<Place> { Query(self).adding("e.canonical_id IS NULL", []) }
    /// Topics, by key.
    public var topics: Query<Topic> { Query(self).adding("e.canonical_id IS NULL", []) }
    /// Documents, by key.
    public var documents: Query<Document> { Query(self) }
}

extension Entity: Queryable {
    /// Rows of `entity`.
    public static let shape = QueryShape<Entity>(
        select: "SELECT e.id, e.key, e.kind, e.name, e.description\nFROM entity e", count: "entity e",
        order: "e.key"
    ) { row in
        try Entity(
            id: row.get(0), key: row.get(1), kind: row.get(2), name: row.get(3), description: row.get(4))
    }
}

extension Person: Queryable {
    /// Rows of `entity` and `person`.
    public static let shape = QueryShape<Person>(
        select: """
            SELECT e.id, e.key, e.name, e.description, t.gender, t.date, t.earliest, t.latest
            FROM entity e JOIN person t ON t.id = e.id
            """,
        count: "entity e JOIN person t ON t.id = e.id", order: "e.key"
    ) { row in
        try Person(
            id: row.get(0), key: row.get(1), name: row.get(2), description: row.get(3), gender: row.get(4),
            date: row.date(5))
    }
}

extension Organization: Queryable {
    /// Rows of `entity` and `organization`.
    public static let shape = QueryShape<Organization>(
        select: """
            SELECT e.id, e.key, e.name, e.description, t.kind, t.place_id, t.date, t.earliest, t.latest
            FROM entity e JOIN organization t ON t.id = e.id
            """,
        count: "entity e JOIN organization t ON t.id = e.id", order: "e.key"
    ) { row in
        try Organization(
            id: row.get(0), key: row.get(1), name: row.get(2), description: row.get(3), kind: row.get(4),
            place: row.get(5), date: row.date(6))
    }
}

extension Event: Queryable {
    /// Rows of `entity` and `event`.
    public static let shape = QueryShape<Event>(
        select: """
            SELECT e.id, e.key, e.name, e.description, t.kind, t.date, t.earliest, t.latest, t.place_id, t.part_of_id,
                t.series_id, t.edition
            FROM entity e JOIN event t ON t.id = e.id
            """,
        count: "entity e JOIN event t ON t.id = e.id", order: "e.key"
    ) { row in
        try Event(
            id: row.get(0), key: row.get(1), name: row.get(2), description: row.get(3), kind: row.get(4),
            date: row.date(5), place: row.get(8), partOf: row.get(9), series: row.get(10),
            edition: row.get(11))
    }
}

extension Place: Queryable {
    /// Rows of `entity` and `place`.
    public static let shape = QueryShape<Place>(
        select: """
            SELECT e.id, e.key, e.name, e.description, t.kind, t.part_of_id, t.latitude, t.longitude
            FROM entity e JOIN place t ON t.id = e.id
            """,
        count: "entity e JOIN place t ON t.id = e.id", order: "e.key"
    ) { row in
        try Place(
            id: row.get(0), key: row.get(1), name: row.get(2), description: row.get(3), kind: row.get(4),
            partOf: row.get(5), latitude: row.get(6), longitude: row.get(7))
    }
}

extension Topic: Queryable {
    /// Rows of `entity` and `topic`.
    public static let shape = QueryShape<Topic>(
        select: """
            SELECT e.id, e.key, e.name, e.description, t.kind, t.broader_id
            FROM entity e JOIN topic t ON t.id = e.id
            """,
        count: "entity e JOIN topic t ON t.id = e.id", order: "e.key"
    ) { row in
        try Topic(
            id: row.get(0), key: row.get(1), name: row.get(2), description: row.get(3), kind: row.get(4),
            broader: row.get(5))
    }
}

extension Document: Queryable {
    /// Rows of `document`, without their text.
    public static let shape = QueryShape<Document>(
        select: """
            SELECT e.id, e.key, e.title, e.publisher, e.published, e.published_earliest, e.published_latest, e.url,
                e.language, e.description, e.sha256
            FROM document e
            """,
        count: "document e", order: "e.key"
    ) { row in
        try Document(
            id: row.get(0), key: row.get(1), title: row.get(2), publisher: row.get(3), published: row.date(4),
            url: row.get(7), language: row.get(8), description: row.get(9), sha256: row.get(10))
    }
}

extension Query where Result: Thing {
    /// Of one of these keys.
    public func keyed(_ keys: String...) -> Query {
        adding("e.key IN (\(keys.map { _ in "?" }.joined(separator: ", ")))", keys.map { .text($0) })
    }
    /// Known under that identifier, as in `identified(by: "Q241", scheme: "wikidata")`.
    public func identified(by value: String, scheme: String) -> Query {
        adding(
            "e.id IN (SELECT entity_id FROM identifier WHERE scheme = ? AND value = ?)",
            [.text(scheme), .text(value)])
    }
    /// Called just that: by its own name or one of its others.
    public func named(_ name: String) -> Query {
        adding(
            "(e.name = ? OR e.id IN (SELECT entity_id FROM name WHERE text = ?))", [.text(name), .text(name)])
    }
}

extension Query where Result == Organization {
    /// Of one of these kinds.
    public func of(_ kinds: Organization.Kind...) -> Query { matching("t.kind", anyOf: kinds) }
    /// With their seat in the place of that key or in a place within it.
    public func located(in key: String) -> Query { matching("t.place_id", key, narrower: true) }
}

extension Query where Result == Event {
    /// Of one of these kinds.
    public func of(_ kinds: Event.Kind...) -> Query { matching("t.kind", anyOf: kinds) }
    /// In the place of that key or in a place within it.
    public func held(in key: String) -> Query { matching("t.place_id", key, narrower: true) }
    /// When the date allows it, EDTF; none where the text is no date.
    public func taking(placeIn date: String) -> Query { within("t", date) }
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

extension Query where Result == Document {
    /// Of one of these keys.
    public func keyed(_ keys: String...) -> Query {
        adding("e.key IN (\(keys.map { _ in "?" }.joined(separator: ", ")))", keys.map { .text($0) })
    }
    /// Of that publisher.
    public func published(by publisher: String) -> Query { adding("e.publisher = ?", [.text(publisher)]) }
}
