// The facts of an edit, each with the words that prove it.

import StandpointSQLite

extension Edit {
    /// Says that somebody takes a position toward something.
    ///
    ///     try edit.stance(of: meeting, .demands, .opposes, toward: blockade, at: meeting, evidence: report.quoting("an end to the blockade"))
    /// - Parameters:
    ///   - holder: Who takes it.
    ///   - act: By which act.
    ///   - polarity: On which side; needed only for acts that go either way (demands, calls for, pledges …).
    ///   - target: Toward what.
    ///   - onBehalfOf: For whom the holder speaks.
    ///   - addressee: Of whom something is demanded.
    ///   - ordinal: Its place in a list, from 1.
    ///   - proposition: Which aspect of the target, in words.
    ///   - strength: How strongly, 1 to 10.
    ///   - conditional: Whether the holder ties it to a condition.
    ///   - reported: Whether the document tells it in its own words.
    ///   - event: Where it was expressed.
    ///   - date: When it was expressed, EDTF; the event's date where it is left out.
    ///   - evidence: The words that prove it.
    ///   - confidence: How sure the coder is that they do, 0 to 1.
    ///   - rank: Which of several attestations counts most.
    /// - Throws: ``StandpointError`` for words that are not in the document or a date that is none, ``SQLiteError``
    ///   for a rule that the stance breaks.
    @discardableResult
    public func stance(
        of holder: ID<some StanceHolder>, _ act: Act, _ polarity: Polarity? = nil,
        toward target: ID<some Thing>,
        onBehalfOf: ID<Entity>? = nil, addressee: ID<Entity>? = nil, ordinal: Int? = nil,
        proposition: String? = nil,
        strength: Int? = nil, conditional: Bool = false, reported: Bool = false, at event: ID<Event>? = nil,
        date: String? = nil, evidence: Evidence, confidence: Double? = nil, rank: Rank = .normal
    ) throws -> ID<Stance> {
        let side =
            try polarity ?? connection.value(Polarity.self, "SELECT polarity FROM act WHERE key = ?", act)
        var when = try edtf(date).columns
        if date == nil, let event { when = try self.date(of: event.rawValue) }
        let values: [Value] =
            [
                .id(holder), .id(onBehalfOf), .text(act.rawValue),
                side.map { .integer(Int64($0.rawValue)) } ?? .null,
                strength.value, .id(target), .id(addressee), ordinal.value, proposition.value,
                .integer(conditional ? 1 : 0), .integer(reported ? 1 : 0), .id(event),
            ] + when + [.id(try passage(evidence)), confidence.value, .text(rank.rawValue)]
        return ID(rawValue: try insert(.stance, values))
    }

    /// The three columns of an event's date.
    func date(of event: Int64) throws -> [Value] {
        try connection.first("SELECT date, earliest, latest FROM event WHERE id = ?", event) { row in
            [try row.value(0), try row.value(1), try row.value(2)]
        } ?? [.null, .null, .null]
    }

    /// Says that somebody took part in an event.
    /// - Parameters:
    ///   - participant: Who.
    ///   - event: In what.
    ///   - role: As what.
    ///   - post: The office in which the participant was there, in words.
    ///   - onBehalfOf: For whom.
    ///   - date: When, EDTF, where it was not as long as the event.
    ///   - evidence: The words that prove it.
    ///   - confidence: How sure the coder is that they do, 0 to 1.
    ///   - rank: Which of several attestations counts most.
    /// - Throws: ``StandpointError``, ``SQLiteError`` for a rule that it breaks.
    @discardableResult
    public func participation(
        of participant: ID<some LegalEntity>, in event: ID<Event>, as role: Role, post: String? = nil,
        onBehalfOf: ID<Entity>? = nil, date: String? = nil, evidence: Evidence, confidence: Double? = nil,
        rank: Rank = .normal
    ) throws -> ID<Participation> {
        let who: [Value] = [.id(event), .id(participant), .text(role.rawValue), .id(onBehalfOf), post.value]
        return ID(rawValue: try insert(.participation, who + attested(date, evidence, confidence, rank)))
    }

    /// Says that somebody belongs to an organization or holds an office in it.
    /// - Parameters:
    ///   - member: Who.
    ///   - organization: In what.
    ///   - post: The office held, in words.
    ///   - role: What part the member has in it, in a word.
    ///   - onBehalfOf: For whom the seat is held.
    ///   - date: From when to when, EDTF.
    ///   - evidence: The words that prove it.
    ///   - confidence: How sure the coder is that they do, 0 to 1.
    ///   - rank: Which of several attestations counts most.
    /// - Throws: ``StandpointError``, ``SQLiteError`` for a rule that it breaks.
    @discardableResult
    public func membership(
        of member: ID<some LegalEntity>, in organization: ID<Organization>, post: String? = nil,
        role: String? = nil,
        onBehalfOf: ID<Entity>? = nil, date: String? = nil, evidence: Evidence, confidence: Double? = nil,
        rank: Rank = .normal
    ) throws -> ID<Membership> {
        let who: [Value] = [.id(member), .id(organization), role.value, post.value, .id(onBehalfOf)]
        return ID(rawValue: try insert(.membership, who + attested(date, evidence, confidence, rank)))
    }

    /// Says that one thing is linked to another.
    /// - Parameters:
    ///   - subject: The one.
    ///   - predicate: What it does or is to the other.
    ///   - object: The other.
    ///   - date: From when to when, EDTF.
    ///   - evidence: The words that prove it.
    ///   - confidence: How sure the coder is that they do, 0 to 1.
    ///   - rank: Which of several attestations counts most.
    /// - Throws: ``StandpointError``, ``SQLiteError`` for a rule that it breaks.
    @discardableResult
    public func relation(
        _ subject: ID<some Thing>, _ predicate: Predicate, _ object: ID<some Thing>, date: String? = nil,
        evidence: Evidence, confidence: Double? = nil, rank: Rank = .normal
    ) throws -> ID<Relation> {
        let link: [Value] = [.id(subject), .text(predicate.rawValue), .id(object)]
        return ID(rawValue: try insert(.relation, link + attested(date, evidence, confidence, rank)))
    }

    /// Gives a number of a thing, as a source states it.
    ///
    ///     try edit.figure(of: meeting, "delegates", low: 1350, high: 1350, approximate: true, evidence: …)  // around 1,350
    ///     try edit.figure(of: meeting, "countries", low: 86, evidence: …)                                   // over 86
    /// - Parameters:
    ///   - thing: The thing.
    ///   - measure: What is counted: small letters, digits and hyphens.
    ///   - low: The least it may be; nil where the source gives none.
    ///   - high: The most it may be; nil where the source gives none.
    ///   - approximate: Whether the source says around, about, some.
    ///   - unit: The unit, where it is not a plain count.
    ///   - date: When it held, EDTF.
    ///   - evidence: The words that prove it.
    ///   - confidence: How sure the coder is that they do, 0 to 1.
    ///   - rank: Which of several attestations counts most.
    /// - Throws: ``StandpointError``, ``SQLiteError`` for a rule that it breaks.
    @discardableResult
    public func figure(
        of thing: ID<some Thing>, _ measure: String, low: Double? = nil, high: Double? = nil,
        approximate: Bool = false, unit: String? = nil, date: String? = nil, evidence: Evidence,
        confidence: Double? = nil, rank: Rank = .normal
    ) throws -> ID<Figure> {
        let number: [Value] = [
            .id(thing), .text(measure), low.value, high.value, .integer(approximate ? 1 : 0), unit.value,
        ]
        return ID(rawValue: try insert(.figure, number + attested(date, evidence, confidence, rank)))
    }

    /// Says what a source says of a thing's own properties: its date, its place, its slogan.
    /// - Parameters:
    ///   - thing: The thing.
    ///   - property: Which: small letters, digits and hyphens.
    ///   - value: What the source says; a thing by its key.
    ///   - evidence: The words that prove it.
    ///   - confidence: How sure the coder is that they do, 0 to 1.
    ///   - rank: Which of several attestations counts most.
    /// - Throws: ``StandpointError``, ``SQLiteError`` for a rule that it breaks.
    @discardableResult
    public func attribute(
        of thing: ID<some Thing>, _ property: String, _ value: String, evidence: Evidence,
        confidence: Double? = nil,
        rank: Rank = .normal
    ) throws -> ID<Attribute> {
        let values: [Value] = [
            .id(thing), .text(property), .text(value), .id(try passage(evidence)), confidence.value,
            .text(rank.rawValue),
        ]
        return ID(rawValue: try insert(.attribute, values))
    }

    private func attested(
        _ date: String?, _ evidence: Evidence, _ confidence: Double?, _ rank: Rank
    ) throws -> [Value] {
        try edtf(date).columns + [.id(passage(evidence)), confidence.value, .text(rank.rawValue)]
    }
}
