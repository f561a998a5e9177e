// Questions for stances.

extension KnowledgeBase {
    /// The stances of the file, by date and then in the order in which they were written.
    public var stances: Query<Stance> { Query(self) }
}

extension Stance: Queryable {
    /// Rows of `stance` with names and evidence.
    public static let shape = QueryShape<Stance>(
        select: """
            SELECT f.id, \(Piece.columns("holder")), \(Piece.columns("behalf")), f.act, f.polarity, act.polarity IS NULL,
                f.strength, \(Piece.columns("target")), \(Piece.columns("addressee")), f.ordinal, f.proposition,
                f.conditional, f.reported, \(Piece.columns("event")), f.date, f.earliest, f.latest,
                \(Piece.evidence)
            FROM stance f
            JOIN act ON act.key = f.act
            \(Piece.mention("holder", "f.holder_id"))
            \(Piece.mention("target", "f.target_id"))
            \(Piece.evidenceJoins)
            \(Piece.mention("behalf", "f.on_behalf_of_id", optional: true))
            \(Piece.mention("addressee", "f.addressee_id", optional: true))
            \(Piece.mention("event", "f.event_id", optional: true))
            """,
        count: "stance f", order: "f.earliest, f.id"
    ) { row in
        try Stance(
            id: row.get(0), holder: row.mention(1), onBehalfOf: row.optionalMention(4), act: row.get(7),
            polarity: row.get(8), actIsOpen: row.get(9), strength: row.get(10), target: row.mention(11),
            addressee: row.optionalMention(14), ordinal: row.get(17), proposition: row.get(18),
            isConditional: row.get(19), isReported: row.get(20), event: row.optionalMention(21),
            date: row.date(24),
            evidence: row.quotation(27), confidence: row.get(35), rank: row.get(36))
    }
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
        adding("f.polarity = ?", [.integer(Int64(polarity.rawValue))])
    }

    /// By one of these acts.
    public func by(_ acts: Act...) -> Query { by(acts) }

    /// By one of these acts; by none where the list is empty.
    public func by(_ acts: [Act]) -> Query { matching("f.act", anyOf: acts) }

    /// Expressed at the event of that key.
    public func at(_ key: String) -> Query { matching("f.event_id", key) }

    /// Expressed when the date allows it, EDTF: each stance whose own date may fall within it. Stances without a
    /// date are not among them, and none is where the text is no date.
    public func expressed(in date: String) -> Query { within("f", date) }

    /// Expressed when the date allows it: each stance whose own date may fall within it.
    public func expressed(in date: EDTF) -> Query { within("f", date) }

    /// Proved by the document of that key.
    public func documented(by key: String) -> Query { adding(Piece.document, [.text(key)]) }

    /// Of that rank.
    public func ranked(_ rank: Rank) -> Query { adding("f.rank = ?", [.text(rank.rawValue)]) }
}
