// Questions for participations, memberships, relations, figures and attributes.

extension KnowledgeBase {
    /// Who took part in which event.
    public var participations: Query<Participation> { Query(self) }
    /// Who belongs to which organization, or holds which office in it.
    public var memberships: Query<Membership> { Query(self) }
    /// Which thing is linked to which.
    public var relations: Query<Relation> { Query(self) }
    /// Which numbers the sources give of which things.
    public var figures: Query<Figure> { Query(self) }
    /// What the sources say of the things themselves.
    public var attributes: Query<Attribute> { Query(self) }
}

// MARK: Participations

extension Participation: Queryable {
    /// Rows of `participation` with names and evidence.
    public static let shape = QueryShape<Participation>(
        columns: """
            f.id, \(Piece.columns("event")), \(Piece.columns("participant")), f.role, f.post,
                \(Piece.columns("behalf")), f.date, f.earliest, f.latest, \(Piece.evidence)
            """,
        table: "participation", alias: "f",
        lookups: Piece.mention("event", "f.event_id") + Piece.mention("participant", "f.participant_id")
            + Piece.evidenceLookups + Piece.mention("behalf", "f.on_behalf_of_id", optional: true),
        dates: DateColumns(table: "participation", alias: "f"), order: .written
    ) { row in
        try Participation(
            id: row.get(0), event: row.mention(1), participant: row.mention(4), role: row.get(7),
            post: row.get(8),
            onBehalfOf: row.optionalMention(9), date: row.date(12), evidence: row.quotation(15),
            confidence: row.get(23), rank: row.rank(24))
    }
}

extension Query where Result == Participation {
    /// In the event of that key; with the events that are part of it, where that is asked for.
    public func `in`(_ key: String, includingParts: Bool = false) -> Query {
        matching("f.event_id", key, narrower: includingParts)
    }
    /// By the participant of that key.
    public func by(_ key: String) -> Query { matching("f.participant_id", key) }
    /// In one of these roles.
    public func `as`(_ roles: Role...) -> Query { matching("f.role", anyOf: roles) }
    /// On behalf of the one of that key.
    public func onBehalf(of key: String) -> Query { matching("f.on_behalf_of_id", key) }
    /// At an event that took place in the place of that key or in a place within it.
    public func located(in key: String) -> Query { narrowed(to: "f.event_id IN (\(Piece.located(key)))") }
    /// Within a date, EDTF: each whose own date, or else that of its event, may fall within it, or only those whose date
    /// certainly does; none where the text is no date.
    public func held(in date: String, certainly: Bool = false) -> Query {
        guard let date = EDTF(date), let own = Participation.shape.source.dates else { return adding("0") }
        let span = QueryStatement.Span(date, isCertain: certainly)
        return narrowed(
            to: """
                f.id IN (
                    SELECT id FROM participation WHERE \(own.within(span, ""))
                    UNION ALL SELECT p.id FROM event e JOIN participation p ON p.event_id = e.id AND p.date IS NULL
                    WHERE \(own.within(span, "e."))
                )
                """)
    }
}

// MARK: Memberships

extension Membership: Queryable {
    /// Rows of `membership` with names and evidence.
    public static let shape = QueryShape<Membership>(
        columns: """
            f.id, \(Piece.columns("member")), \(Piece.columns("organization")), f.role, f.post,
                \(Piece.columns("behalf")), f.date, f.earliest, f.latest, \(Piece.evidence)
            """,
        table: "membership", alias: "f",
        lookups: Piece.mention("member", "f.member_id") + Piece.mention("organization", "f.organization_id")
            + Piece.evidenceLookups + Piece.mention("behalf", "f.on_behalf_of_id", optional: true),
        dates: DateColumns(table: "membership", alias: "f"), order: .written
    ) { row in
        try Membership(
            id: row.get(0), member: row.mention(1), organization: row.mention(4), role: row.get(7),
            post: row.get(8),
            onBehalfOf: row.optionalMention(9), date: row.date(12), evidence: row.quotation(15),
            confidence: row.get(23), rank: row.rank(24))
    }
}

extension Query where Result == Membership {
    /// Of the member of that key.
    public func of(_ key: String) -> Query { matching("f.member_id", key) }
    /// In the organization of that key.
    public func `in`(_ key: String) -> Query { matching("f.organization_id", key) }
    /// On behalf of the one of that key.
    public func onBehalf(of key: String) -> Query { matching("f.on_behalf_of_id", key) }
    /// In that office, as the source words it.
    public func holding(post: String) -> Query { checking("f.post", " = \(post)") }
    /// In that part, in a word.
    public func `as`(_ role: String) -> Query { checking("f.role", " = \(role)") }
    /// Held within a date, EDTF: those whose own date may fall within it, or only those that were held throughout
    /// their time within it; none where the text is no date.
    public func held(in date: String, certainly: Bool = false) -> Query {
        within(date, certainly: certainly)
    }
}

// MARK: Relations

extension Relation: Queryable {
    /// Rows of `relation` with names and evidence.
    public static let shape = QueryShape<Relation>(
        columns: """
            f.id, \(Piece.columns("subject")), f.predicate, \(Piece.columns("object")),
                f.date, f.earliest, f.latest, \(Piece.evidence)
            """,
        table: "relation", alias: "f",
        lookups: Piece.mention("subject", "f.subject_id") + Piece.mention("object", "f.object_id")
            + Piece.evidenceLookups,
        dates: DateColumns(table: "relation", alias: "f"), order: .written
    ) { row in
        try Relation(
            id: row.get(0), subject: row.mention(1), predicate: row.get(4), object: row.mention(5),
            date: row.date(8),
            evidence: row.quotation(11), confidence: row.get(19), rank: row.rank(20))
    }
}

extension Query where Result == Relation {
    /// From the thing of that key.
    public func from(_ key: String) -> Query { matching("f.subject_id", key) }
    /// To the thing of that key.
    public func to(_ key: String) -> Query { matching("f.object_id", key) }
    /// By one of these predicates.
    public func by(_ predicates: Predicate...) -> Query { matching("f.predicate", anyOf: predicates) }
    /// That held within a date, EDTF: each whose own date may fall within it, or only those whose date certainly does;
    /// none where the text is no date.
    public func held(in date: String, certainly: Bool = false) -> Query { within(date, certainly: certainly) }
}

// MARK: Figures

extension Figure: Queryable {
    /// Rows of `figure` with names and evidence.
    public static let shape = QueryShape<Figure>(
        columns: """
            f.id, \(Piece.columns("thing")), f.measure, f.low, f.high, f.approximate, f.unit,
                f.date, f.earliest, f.latest, \(Piece.evidence)
            """,
        table: "figure", alias: "f", lookups: Piece.mention("thing", "f.entity_id") + Piece.evidenceLookups,
        dates: DateColumns(table: "figure", alias: "f"), order: .written
    ) { row in
        try Figure(
            id: row.get(0), thing: row.mention(1), measure: row.get(4), low: row.get(5), high: row.get(6),
            isApproximate: row.get(7), unit: row.get(8), date: row.date(9), evidence: row.quotation(12),
            confidence: row.get(20), rank: row.rank(21))
    }
}

extension Query where Result == Figure {
    /// Of the thing of that key.
    public func of(_ key: String) -> Query { matching("f.entity_id", key) }
    /// That count this: `delegates`, `countries`.
    public func counting(_ measure: String) -> Query { checking("f.measure", " = \(measure)") }
    /// That may be that much or more: whose upper end is not below it.
    public func reaching(_ number: Double) -> Query {
        checking("coalesce(f.high, 9e999)", " >= \(number)")
    }
    /// That held within a date, EDTF: each whose own date may fall within it, or only those whose date certainly does;
    /// none where the text is no date.
    public func held(in date: String, certainly: Bool = false) -> Query { within(date, certainly: certainly) }
}

// MARK: Attributes

extension Attribute: Queryable {
    /// Rows of `attribute` with names and evidence.
    public static let shape = QueryShape<Attribute>(
        columns: """
            f.id, \(Piece.columns("thing")), f.property, f.value, \(Piece.evidence)
            """,
        table: "attribute", alias: "f",
        lookups: Piece.mention("thing", "f.entity_id") + Piece.evidenceLookups,
        order: .written
    ) { row in
        try Attribute(
            id: row.get(0), thing: row.mention(1), property: row.get(4), value: row.get(5),
            evidence: row.quotation(6),
            confidence: row.get(14), rank: row.rank(15))
    }
}

extension Query where Result == Attribute {
    /// Of the thing of that key.
    public func of(_ key: String) -> Query { matching("f.entity_id", key) }
    /// That say this of it: `date`, `slogan`.
    public func saying(_ property: String) -> Query { checking("f.property", " = \(property)") }
}
