// Judgements whether two things are the same: making them, taking them back, and asking who judged what.

public import StandpointSQLite

/// Somebody's judgement whether two things are the same. Things that judgements join are shown and found as one;
/// their facts stay where they are.
public struct Judgement: Sendable, Hashable, Identifiable, Codable {
    /// What is judged.
    public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable, Bindable, ColumnDecodable {
        /// They are one.
        case same
        /// They are two, and nothing may join them, directly or through others.
        case different
        /// Nobody can say; they are not suggested as duplicates again.
        case unsure
    }

    /// The file's number of it.
    public let id: ID<Judgement>
    /// The one thing.
    public let one: Mention
    /// The other.
    public let other: Mention
    /// What is judged.
    public let verdict: Verdict
    /// Who judges.
    public let author: String
    /// Why.
    public let reason: String
    /// Which of the two is to stand for both; nil where it does not matter.
    public let preferred: Mention.ID?
    /// When it was judged, UTC, ISO 8601; here or in the file that a merge brought it from.
    public let judgedAt: String
    /// What the author said, where that gave way in a merge to judgements that it excludes: ``verdict`` is `unsure` then.
    public let said: Verdict?
}

extension Edit {
    /// Judges whether two things are the same. Who has judged the two before judges anew.
    ///
    /// Of things that are the same, directly or through others, one stands for all: the one that judgements prefer,
    /// or else that whose key comes first.
    ///
    ///     try edit.judge(maduro, other, .same, preferring: maduro, reason: "the same dates and office")
    /// - Parameters:
    ///   - one: The one thing.
    ///   - other: The other, of the same kind.
    ///   - verdict: What is judged.
    ///   - preferred: Which of the two is to stand for both, where they are the same.
    ///   - reason: Why.
    ///   - judge: Who judges; the author of the edit where left out.
    /// - Throws: ``StandpointError/contradictsJudgements(one:other:_:)`` where what stands says otherwise,
    ///   ``SQLiteError`` for another rule that it breaks, such as two things of different kinds.
    @discardableResult
    public func judge<Subject: Thing>(
        _ one: ID<Subject>, _ other: ID<some Thing>, _ verdict: Judgement.Verdict,
        preferring preferred: ID<Subject>? = nil, reason: String, by judge: String? = nil
    ) throws -> ID<Judgement> {
        let (left, right) = (
            min(one.rawValue, other.rawValue), max(one.rawValue, other.rawValue)
        )
        guard left < right else {
            throw StandpointError.misuse("a thing is the same as itself: judge two things")
        }
        let judge = judge ?? author
        let values: [Value] = [
            .integer(left), .integer(right), .text(verdict.rawValue), .text(judge), .text(reason),
            .id(preferred),
        ]
        let earlier = try connection.value(
            Int64.self,
            "SELECT id FROM identity_judgement WHERE left_id = ? AND right_id = ? AND author = ? ORDER BY id DESC LIMIT 1",
            left, right, judge)
        do {
            guard let earlier else { return ID(rawValue: try insert(.identityJudgement, values)) }
            try write(.identityJudgement, earlier, values)
            return ID(rawValue: earlier)
        } catch let error as SQLiteError where error.message.contains("cannot be different and the same") {
            throw StandpointError.contradictsJudgements(
                one: try key(left), other: try key(right), try contradicting(left, right, verdict))
        }
    }

    /// Takes a judgement back: things that nothing else joins are apart again, as they were. Its history is kept.
    /// - Throws: ``StandpointError/unknownKey(_:kind:hint:)`` where there is no such judgement, ``SQLiteError``.
    public func withdraw(_ judgement: ID<Judgement>) throws {
        guard try row(.identityJudgement, judgement.rawValue) != nil else {
            throw StandpointError.unknownKey(judgement.description, kind: "judgement of the number", hint: "")
        }
        _ = try revision()
        try connection.run("DELETE FROM identity_judgement WHERE id = ?", judgement)
    }

    private func key(_ id: Int64) throws -> String {
        try connection.value(String.self, "SELECT key FROM entity WHERE id = ?", id) ?? String(id)
    }

    /// The judgements that stand against one on two things: that things of their two classes are different, or those
    /// that make them one.
    private func contradicting(
        _ left: Int64, _ right: Int64, _ verdict: Judgement.Verdict
    ) throws -> [Judgement] {
        let shape = Judgement.shape
        return try connection.rows(
            """
            SELECT \(shape.source.columns) FROM \(shape.source.rows)\(shape.source.joins)\(shape.source.lookups)
            WHERE f.verdict = ?3 AND f.left_id IN (
                SELECT m.id FROM entity k JOIN entity m ON coalesce(m.canonical_id, m.id) = coalesce(k.canonical_id, k.id)
                WHERE k.id IN (?1, ?2)
            ) AND (?3 = 'same' OR coalesce(r.canonical_id, r.id) <> coalesce(l.canonical_id, l.id)
                AND r.id IN (
                    SELECT m.id FROM entity k JOIN entity m ON coalesce(m.canonical_id, m.id) = coalesce(k.canonical_id, k.id)
                    WHERE k.id IN (?1, ?2)
                ))
            ORDER BY f.id
            """, left, right, verdict == .same ? Judgement.Verdict.different : .same
        ).map(shape.decode)
    }
}

// MARK: Questions

extension KnowledgeBase {
    /// Judgements of identity, in the order in which they were made.
    ///
    ///     for judgement in try kb.judgements.about("nicolas-maduro").saying(.same).all() {
    ///         print(judgement.author, judgement.reason)
    ///     }
    public var judgements: Query<Judgement> { Query(self) }
}

extension Judgement: Queryable {
    /// Rows of `identity_judgement` with the two things.
    public static let shape = QueryShape<Judgement>(
        columns:
            "f.id, l.id, l.key, l.name, r.id, r.key, r.name, f.verdict, f.author, f.reason, f.preferred_id, v.judged_at, v.said",
        table: "identity_judgement", alias: "f",
        joins: "\nCROSS JOIN entity l ON l.id = f.left_id CROSS JOIN entity r ON r.id = f.right_id",
        lookups: " CROSS JOIN judgements v ON v.id = f.id",
        order: Order(columns: ["f.id"]) { [.integer($0.id.rawValue)] }
    ) { row in
        try Judgement(
            id: row.get(0), one: row.mention(1), other: row.mention(4), verdict: row.get(7),
            author: row.get(8),
            reason: row.get(9), preferred: row.get(10), judgedAt: row.get(11), said: row.get(12))
    }
}

extension Query where Result == Judgement {
    /// On the thing of that key, or on any that it is judged to be the same as.
    public func about(_ key: String) -> Query {
        adding("(f.left_id IN (\(Piece.same(key))) OR f.right_id IN (\(Piece.same(key))))")
    }

    /// That say one of these.
    public func saying(_ verdicts: Judgement.Verdict...) -> Query {
        adding("f.verdict IN (\(verdicts.map(\.rawValue)))")
    }

    /// By that judge.
    public func by(_ author: String) -> Query { adding("f.author = \(author)") }
}
