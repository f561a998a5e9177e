// Where holders stand by now, where they turned, and where they are said to stand on both sides.

import StandpointSQLite

/// Where a holder stands on a target: the latest of its stances, and how well all of them are attested.
public struct Position: Sendable, Hashable, Codable {
    /// Who.
    public let holder: Mention
    /// On what.
    public let target: Mention
    /// The latest stance.
    public let latest: Expression
    /// When the holder first took this side without having left it since, as far as the file knows; nil where that
    /// stance has no date.
    public let since: EDTF?
    /// How many stances there are, on whatever side.
    public let stances: Int
    /// In how many documents.
    public let documents: Int
    /// By how many publishers, as ``Corroboration/publishers`` counts them.
    public let publishers: Int
}

/// A stance as a conclusion refers to it: without its holder and target, which the conclusion names.
public struct Expression: Sendable, Hashable, Identifiable, Codable {
    /// The stance.
    public let id: ID<Stance>
    /// By which act.
    public let act: Act
    /// On which side of the target.
    public let polarity: Polarity
    /// When; nil where that is not stated.
    public let date: EDTF?
    /// Where.
    public let event: Mention?
    /// The words that prove it.
    public let evidence: Quotation
}

/// A holder that moved from one side of a target to the other.
public struct Turnaround: Sendable, Hashable, Codable {
    /// Who.
    public let holder: Mention
    /// On what.
    public let target: Mention
    /// The last stance before.
    public let before: Expression
    /// The first stance on the other side.
    public let after: Expression
}

/// Two documents that put one holder on both sides of one target at what may be the same time.
public struct Contradiction: Sendable, Hashable, Codable {
    /// Who.
    public let holder: Mention
    /// On what.
    public let target: Mention
    /// The stance in favour.
    public let supporting: Expression
    /// The stance against.
    public let opposing: Expression
}

/// A member that takes the other side than its organization did at that time.
public struct Departure: Sendable, Hashable, Codable {
    /// The member.
    public let member: Mention
    /// The organization.
    public let organization: Mention
    /// On what.
    public let target: Mention
    /// What the member stands for.
    public let stance: Expression
    /// The organization's line: its latest stance on the target that may be no later.
    public let line: Expression
}

extension Query where Result == Stance {
    /// Where each holder stands on each target by now, judged by the stances that this query is for; deprecated ones
    /// do not count. The last is told by the first day that its date allows, then the last day, then the rank: one of
    /// 2019-11-30 is later than one of 2019. Of several of the same days the last is that of the last document, and within
    /// it the last in the text. Those without a date come before all others.
    ///
    ///     let opponents = try await kb.stances.toward("us-blockade-of-cuba").positions(.opposes).all()
    ///     for position in opponents { print(position.holder.name, position.since, position.publishers) }
    ///
    /// - Parameter polarity: Only those who stand on that side by now; all of them where it is nil.
    public func positions(_ polarity: Polarity? = nil) -> Analysis<Position> {
        let sql: SQL = """
            WITH s AS (
            \(counted("\(Piece.publisher) AS publisher, \(Query.inText)"))
            ), o AS (
                SELECT *, row_number() OVER w AS place, lead(id) OVER w IS NULL AS is_last,
                    lag(CASE WHEN date IS NOT NULL THEN polarity END) OVER w AS before
                FROM s
                WINDOW w AS (PARTITION BY holder_id, target_id ORDER BY \(raw: Query.time))
            ), g AS (
                SELECT holder_id, target_id, max(id) FILTER (WHERE is_last) AS id,
                    max(polarity) FILTER (WHERE is_last) AS polarity, count(*) AS stances,
                    count(DISTINCT document_id) AS documents, count(DISTINCT publisher) AS publishers,
                    substr(max(CASE WHEN before IS NOT polarity THEN printf('%09d', place) || coalesce(date, '') END), 10) AS since
                FROM o GROUP BY holder_id, target_id
            )
            SELECT \(raw: Piece.columns("holder")), \(raw: Piece.columns("target")),
                nullif(x.since, ''), x.stances, x.documents, x.publishers, \(raw: Expression.columns("f"))
            FROM (
                SELECT g.*
                FROM g CROSS JOIN entity holder ON holder.id = g.holder_id CROSS JOIN entity target ON target.id = g.target_id
                WHERE \(polarity.map { "g.polarity = \($0.rawValue)" as SQL } ?? "1")
                ORDER BY holder.key, target.key
            """
        let rest: SQL = """

            ) x
            CROSS JOIN entity holder ON holder.id = x.holder_id CROSS JOIN entity target ON target.id = x.target_id
            CROSS JOIN stance f ON f.id = x.id\(raw: Expression.lookups("f"))
            ORDER BY holder.key, target.key
            """
        return Analysis(knowledgeBase, sql, rest: rest) { row in
            try Position(
                holder: row.mention(0), target: row.mention(3), latest: Expression(row, 10),
                since: row.get(6), stances: row.get(7), documents: row.get(8), publishers: row.get(9))
        }
    }

    /// Whose position turned around, in favour to against or back, when and where, by the order of time; neutral
    /// stances between the two do not count, nor deprecated ones or those without a date.
    ///
    /// A change is a stance and the last one on the other side that certainly came before it, where none of its own
    /// side certainly came between; of several such stances, the first. Where the dates leave it open which of two
    /// came first, nobody turned: that is one of the ``contradictions()``.
    public func turnarounds() -> Analysis<Turnaround> {
        // One way through the days: on each day the stances that may begin then look at the last that were over
        // before, for each side. A place is the days of a stance, its rank, its number in the order of time, and its id.
        let sql: SQL = """
            WITH s AS MATERIALIZED (
                SELECT *, row_number() OVER (ORDER BY \(raw: Query.time)) AS number FROM (
            \(adding("f.polarity <> 0 AND f.date IS NOT NULL").counted(Query.inText)))
            ), day AS (
                SELECT holder_id, target_id, polarity, earliest AS day, 0 AS is_over, \(raw: Query.place) AS place FROM s
                UNION ALL
                SELECT holder_id, target_id, polarity, latest, 1, \(raw: Query.place) FROM s
            ), o AS (
                SELECT *, max(CASE WHEN is_over AND polarity = 1 THEN place END) OVER w AS last_for,
                    max(CASE WHEN is_over AND polarity = -1 THEN place END) OVER w AS last_against
                FROM day
                WINDOW w AS (PARTITION BY holder_id, target_id ORDER BY day, is_over ROWS UNBOUNDED PRECEDING)
            ), change AS (
                SELECT holder_id, target_id, place, iif(polarity = 1, last_against, last_for) AS before,
                    iif(polarity = 1, last_for, last_against) AS own
                FROM o WHERE NOT is_over
            ), x AS (
                SELECT holder_id, target_id, CAST(substr(before, 34) AS INTEGER) AS before_id,
                    CAST(substr(min(place), 34) AS INTEGER) AS id
                FROM change
                WHERE before IS NOT NULL AND coalesce(substr(own, 1, 10) <= substr(before, 11, 10), 1)
                GROUP BY holder_id, target_id, before
            )
            SELECT \(raw: Query.two)
            FROM x\(raw: Query.pair("x.holder_id", "x.target_id", "x.before_id", "x.id"))
            ORDER BY b.earliest, b.id
            """
        return Analysis(knowledgeBase, sql) { row in
            try Turnaround(
                holder: row.mention(0), target: row.mention(3), before: Expression(row, 6),
                after: Expression(row, 6 + Expression.count))
        }
    }

    /// Where two documents put one holder on both sides of one target at what may be the same time; deprecated
    /// stances do not count.
    public func contradictions() -> Analysis<Contradiction> {
        let sql: SQL = """
            WITH s AS MATERIALIZED (
            \(adding("f.polarity <> 0").counted())
            )
            SELECT \(raw: Query.two)
            FROM s x JOIN s y ON y.holder_id = x.holder_id AND y.target_id = x.target_id AND y.polarity = -1\
            \(raw: Query.pair("x.holder_id", "x.target_id", "x.id", "y.id"))
            WHERE x.polarity = 1 AND x.document_id <> y.document_id
                AND (x.date IS NULL OR y.date IS NULL OR (x.earliest <= y.latest AND y.earliest <= x.latest))
            ORDER BY a.earliest, a.id, b.id
            """
        return Analysis(knowledgeBase, sql) { row in
            try Contradiction(
                holder: row.mention(0), target: row.mention(3), supporting: Expression(row, 6),
                opposing: Expression(row, 6 + Expression.count))
        }
    }

    /// Where a member takes the other side than its organization did by then. The stances that this query is for are
    /// those of the members; the organization's may be any. Deprecated stances and memberships do not count, nor
    /// neutral stances. The last of the organization's is told as for ``positions(_:)``.
    public func departures() -> Analysis<Departure> {
        // The line of an organization on a target is put together once: each of its stances, and the day of the next.
        let sql: SQL = """
            WITH s AS MATERIALIZED (
            \(adding("f.polarity <> 0").counted(sources: false))
            ), m AS MATERIALIZED (
                SELECT DISTINCT coalesce(h.canonical_id, h.id) AS member_id,
                    coalesce(g.canonical_id, g.id) AS organization_id, f.date, f.earliest, f.latest
                FROM entity h
                CROSS JOIN membership f ON f.member_id = h.id AND f.rank <> 'deprecated'
                CROSS JOIN entity g ON g.id = f.organization_id
                WHERE coalesce(h.canonical_id, h.id) IN (SELECT holder_id FROM s)
            ), n AS (
                SELECT a.organization_id, coalesce(t.canonical_id, t.id) AS target_id, f.id, f.polarity,
                    f.earliest, f.latest, f.rank, \(raw: Query.inText)
                FROM (SELECT DISTINCT organization_id FROM m) a
                CROSS JOIN entity h ON coalesce(h.canonical_id, h.id) = a.organization_id
                CROSS JOIN stance f ON f.holder_id = h.id AND f.polarity <> 0 AND f.rank <> 'deprecated'
                CROSS JOIN entity t ON t.id = f.target_id\(raw: Piece.evidenceLookups)
                WHERE coalesce(t.canonical_id, t.id) IN (SELECT target_id FROM s)
            ), line AS MATERIALIZED (
                SELECT organization_id, target_id, id, polarity, coalesce(earliest, '') AS since,
                    lead(coalesce(earliest, '')) OVER (PARTITION BY organization_id, target_id ORDER BY \(raw: Query.time)) AS until
                FROM n
            ), x AS (
                SELECT DISTINCT s.holder_id, s.target_id, s.id, line.id AS line_id, line.organization_id
                FROM m CROSS JOIN line ON line.organization_id = m.organization_id
                CROSS JOIN s ON s.holder_id = m.member_id AND s.target_id = line.target_id AND s.polarity = -line.polarity
                WHERE line.since <= coalesce(s.latest, '9999-12-31')
                    AND (line.until IS NULL OR line.until > coalesce(s.latest, '9999-12-31'))
                    AND (m.date IS NULL OR s.date IS NULL OR (m.earliest <= s.latest AND s.earliest <= m.latest))
            )
            SELECT \(raw: Piece.columns("organization")), \(raw: Query.two)
            FROM x CROSS JOIN entity organization ON organization.id = x.organization_id\
            \(raw: Query.pair("x.holder_id", "x.target_id", "x.id", "x.line_id"))
            ORDER BY a.earliest, a.id, organization.key
            """
        return Analysis(knowledgeBase, sql) { row in
            try Departure(
                member: row.mention(3), organization: row.mention(0), target: row.mention(6),
                stance: Expression(row, 9), line: Expression(row, 9 + Expression.count))
        }
    }

    /// The stances that count, with the things that stand for holder and target, the document, and further columns.
    func counted(_ columns: String = "", sources: Bool = true) -> SQL {
        adding("f.rank <> 'deprecated'").selecting(
            """
            f.id, coalesce(h.canonical_id, h.id) AS holder_id, coalesce(t.canonical_id, t.id) AS target_id,
                f.polarity, f.date, f.earliest, f.latest, f.rank\(sources ? ", p.document_id" : "")\
            \(columns.isEmpty ? "" : ", " + columns)
            """,
            joins: "\nCROSS JOIN entity h ON h.id = f.holder_id CROSS JOIN entity t ON t.id = f.target_id"
                + (sources ? Piece.evidenceLookups : ""))
    }

    /// The order of time in which one of several stances is the last, as in the view `positions`.
    private static var time: String {
        "earliest, latest, rank = 'preferred', published, document_key, start_offset, id"
    }

    /// Where the words stand, for that order.
    private static var inText: String {
        "d.published_earliest AS published, d.key AS document_key, p.start_offset"
    }

    /// The same as a text, for those that have a date: 10 characters, 10, 1, a number of 12, and the id.
    private static var place: String {
        "earliest || latest || (rank = 'preferred') || printf('%012d', number) || id"
    }

    /// The columns of a holder, a target and two stances.
    private static var two: String {
        "\(Piece.columns("holder")), \(Piece.columns("target")), \(Expression.columns("a")), \(Expression.columns("b"))"
    }

    /// The lookups of a holder, a target and two stances by their ids.
    private static func pair(_ holder: String, _ target: String, _ one: String, _ other: String) -> String {
        """

        CROSS JOIN entity holder ON holder.id = \(holder) CROSS JOIN entity target ON target.id = \(target)
        CROSS JOIN stance a ON a.id = \(one)\(Expression.lookups("a"))
        CROSS JOIN stance b ON b.id = \(other)\(Expression.lookups("b"))
        """
    }
}

extension Expression {
    /// How many columns it has.
    fileprivate static let count = 17

    fileprivate static func columns(_ f: String) -> String {
        """
        \(f).id, \(f).act, \(f).polarity, \(f).date, \(f).earliest, \(f).latest, \(Piece.columns("\(f)_event")), \
        \(f)_p.id, \(f)_p.quote, \(f)_p.start_offset, \(f)_p.locator, \(f)_d.id, \(f)_d.key, \(f)_d.title, \(f)_d.publisher
        """
    }

    fileprivate static func lookups(_ f: String) -> String {
        """

        CROSS JOIN passage \(f)_p ON \(f)_p.id = \(f).passage_id CROSS JOIN document \(f)_d ON \(f)_d.id = \(f)_p.document_id\
        \(Piece.mention("\(f)_event", "\(f).event_id", optional: true))
        """
    }

    fileprivate init(_ row: Row, _ index: Int) throws {
        try self.init(
            id: row.get(index), act: row.get(index + 1), polarity: row.get(index + 2),
            date: row.date(index + 3),
            event: row.optionalMention(index + 6), evidence: row.quotation(index + 9))
    }
}
