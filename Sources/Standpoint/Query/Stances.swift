// Questions for stances.

extension KnowledgeBase {
    /// The stances of the file, by date and then in the order in which they were written.
    public var stances: Query<Stance> { Query(self) }
}

extension Stance: Queryable {
    /// Rows of `stance` with names and evidence.
    public static let shape = QueryShape<Stance>(
        columns: """
            f.id, \(Piece.columns("holder")), \(Piece.columns("behalf")), f.act, f.polarity, act.polarity IS NULL,
                f.strength, \(Piece.columns("target")), \(Piece.columns("addressee")), f.ordinal, f.proposition,
                f.conditional, f.reported, \(Piece.columns("event")), f.date, f.earliest, f.latest,
                \(Piece.evidence)
            """,
        table: "stance", alias: "f",
        lookups: "\nCROSS JOIN act ON act.key = f.act" + Piece.mention("holder", "f.holder_id")
            + Piece.mention("target", "f.target_id") + Piece.evidenceLookups
            + Piece.mention("behalf", "f.on_behalf_of_id", optional: true)
            + Piece.mention("addressee", "f.addressee_id", optional: true)
            + Piece.mention("event", "f.event_id", optional: true),
        leading: [
            ("f.addressee_id", "stance_addressee"), ("f.event_id", "stance_event"),
            ("f.holder_id", "stance_holder"), ("f.on_behalf_of_id", "stance_on_behalf_of"),
            ("f.target_id", "stance_target"),
        ],
        spans: [
            "": "stance_span", "f.holder_id": "stance_holder_span", "f.target_id": "stance_target_span",
            "f.on_behalf_of_id": "stance_on_behalf_of_span",
        ],
        pair: ("f.holder_id", "f.target_id", "stance_position"),
        dates: DateColumns(table: "stance", alias: "f"),
        order: .date
    ) { row in
        try Stance(
            id: ID(rawValue: row.integer(0)), holder: row.mention(1), onBehalfOf: row.optionalMention(4),
            act: Act(rawValue: row.text(7)), polarity: row.get(8), actIsOpen: row.integer(9) != 0,
            strength: row.optionalInt(10), target: row.mention(11), addressee: row.optionalMention(14),
            ordinal: row.optionalInt(17), proposition: row.optionalText(18),
            isConditional: row.integer(19) != 0,
            isReported: row.integer(20) != 0, event: row.optionalMention(21), date: row.date(24),
            evidence: row.quotation(27), confidence: row.isNull(35) ? nil : row.real(35), rank: row.rank(36))
    }
}

extension Order where Result == Stance {
    /// By the first day that the date allows, those without a date first; then as they were written.
    public static let date = Order(columns: ["f.earliest", "f.id"]) {
        [$0.date.map { .text($0.earliest.description) } ?? .null, $0.id.value]
    }
    /// By their place in a list, those without one first: the first of several priorities, the second.
    public static let ordinal = Order(columns: ["f.ordinal", "f.id"]) { [$0.ordinal.value, $0.id.value] }
}

extension Query where Result == Stance {
    /// Held by the thing of that key.
    public func held(by key: String) -> Query { matching("f.holder_id", key) }

    /// Expressed on behalf of the one of that key.
    public func onBehalf(of key: String) -> Query { matching("f.on_behalf_of_id", key) }

    /// Toward the thing of that key; with everything narrower than it (topics below it, places in it, events that
    /// are part of it), where that is asked for.
    public func toward(_ key: String, includingNarrower: Bool = false) -> Query {
        matching("f.target_id", key, narrower: includingNarrower)
    }

    /// Addressed to the one of that key: of whom something is demanded.
    public func addressed(to key: String) -> Query { matching("f.addressee_id", key) }

    /// On that side of the target.
    public func holding(_ polarity: Polarity) -> Query {
        checking("f.polarity", " = \(polarity.rawValue)")
    }

    /// By one of these acts.
    public func by(_ acts: Act...) -> Query { by(acts) }

    /// By one of these acts; by none where the list is empty.
    public func by(_ acts: [Act]) -> Query { matching("f.act", anyOf: acts) }

    /// Expressed at the event of that key; or at events that are part of it, where that is asked for.
    public func at(_ key: String, includingParts: Bool = false) -> Query {
        matching("f.event_id", key, narrower: includingParts)
    }

    /// Expressed at an event that took place in the place of that key or in a place within it.
    public func located(in key: String) -> Query {
        narrowed(to: "f.event_id IN (\(Piece.located(key)))")
    }

    /// Expressed within another date, EDTF: each stance whose own date may fall within it, or only those whose date
    /// certainly does. Stances without a date are not among them, and none is where the text is no date.
    ///
    /// A stance of “2019” may fall within 2019-11, a stance of 2019-11-03 certainly does.
    public func expressed(in date: String, certainly: Bool = false) -> Query {
        within(date, certainly: certainly)
    }

    /// Expressed within another date: each stance whose own date may fall within it, or only those whose date
    /// certainly does.
    public func expressed(in date: EDTF, certainly: Bool = false) -> Query {
        within(date, certainly: certainly)
    }

    /// Told by the document in its own words, or in the holder's.
    public func reported(_ isReported: Bool = true) -> Query {
        checking("f.reported", " = \(isReported ? 1 : 0)")
    }

    /// Tied to a condition, or not.
    public func conditional(_ isConditional: Bool = true) -> Query {
        checking("f.conditional", " = \(isConditional ? 1 : 0)")
    }

    /// At least that strong, 1 to 10. Those that nobody graded are not among them.
    public func strong(atLeast strength: Int) -> Query { checking("f.strength", " >= \(strength)") }

    /// With a place in a list: the first of several priorities, the second.
    public func listed() -> Query { checking("f.ordinal", " IS NOT NULL") }

    /// Held by a thing of one of these kinds.
    public func held(byKind kinds: EntityKind...) -> Query {
        checking("f.holder_id", " IN (SELECT id FROM entity WHERE kind IN (\(kinds.map(\.rawValue))))")
    }

    /// Toward a thing of one of these kinds.
    public func toward(kind kinds: EntityKind...) -> Query {
        checking("f.target_id", " IN (SELECT id FROM entity WHERE kind IN (\(kinds.map(\.rawValue))))")
    }
}
