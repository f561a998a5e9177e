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
    /// do not count. The latest day tells which is the last, then the first day, the rank, and the time of publication.
    ///
    ///     let opponents = try await kb.stances.toward("us-blockade-of-cuba").positions(.opposes).all()
    ///     for position in opponents { print(position.holder.name, position.since, position.publishers) }
    ///
    /// - Parameter polarity: Only those who stand on that side by now; all of them where it is nil.
    public func positions(_ polarity: Polarity? = nil) -> Analysis<Position> {
        let sql: SQL = """
            WITH s AS (
            \(counted("\(Piece.publisher) AS publisher, d.published_latest AS published"))
            ), o AS (
                SELECT *, row_number() OVER w AS place, lag(polarity) OVER w AS before, lead(id) OVER w IS NULL AS is_last
                FROM s
                WINDOW w AS (PARTITION BY holder_id, target_id ORDER BY latest, earliest, rank = 'preferred', published, id)
            ), g AS (
                SELECT holder_id, target_id, max(id) FILTER (WHERE is_last) AS id, count(*) AS stances,
                    count(DISTINCT document_id) AS documents, count(DISTINCT publisher) AS publishers,
                    substr(max(CASE WHEN before IS NOT polarity THEN printf('%09d', place) || coalesce(date, '') END), 10) AS since
                FROM o GROUP BY holder_id, target_id
            )
            SELECT holder.id, holder.key, holder.name, target.id, target.key, target.name,
                nullif(g.since, ''), g.stances, g.documents, g.publishers, \(raw: Expression.columns("f"))
            FROM g
            CROSS JOIN entity holder ON holder.id = g.holder_id CROSS JOIN entity target ON target.id = g.target_id
            CROSS JOIN stance f ON f.id = g.id\(raw: Expression.lookups("f"))
            WHERE \(polarity.map { "f.polarity = \($0.rawValue)" as SQL } ?? "1")
            ORDER BY holder.key, target.key
            """
        return Analysis(knowledgeBase, sql) { row in
            try Position(
                holder: row.mention(0), target: row.mention(3), latest: Expression(row, 10),
                since: row.get(6), stances: row.get(7), documents: row.get(8), publishers: row.get(9))
        }
    }

    /// Whose position turned around, in favour to against or back, when and where, by the order of time; neutral
    /// stances between the two do not count, nor deprecated ones. Where the dates leave it open which of two stances
    /// came first, nobody turned: that is one of the ``contradictions()``.
    public func turnarounds() -> Analysis<Turnaround> {
        let sql: SQL = """
            WITH s AS (
            \(adding("f.polarity <> 0").counted(""))
            ), o AS (
                SELECT *, lag(id) OVER w AS before_id, lag(polarity) OVER w AS before FROM s
                WINDOW w AS (PARTITION BY holder_id, target_id ORDER BY latest, earliest, rank = 'preferred', id)
            )
            SELECT \(raw: Query.two)
            FROM o\(raw: Query.pair("o.holder_id", "o.target_id", "o.before_id", "o.id"))
            WHERE o.before = -o.polarity AND a.latest < b.earliest
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
            \(adding("f.polarity <> 0").counted(""))
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
    /// those of the members; the organization's may be any. Deprecated stances and memberships do not count.
    public func departures() -> Analysis<Departure> {
        let sql: SQL = """
            WITH s AS (
            \(adding("f.polarity <> 0").counted(""))
            ), pair AS (
                SELECT s.holder_id, s.target_id, s.id, s.polarity, o.id AS organization_id, (
                        SELECT n.id FROM stance n
                        WHERE n.holder_id IN (SELECT id FROM entity WHERE coalesce(canonical_id, id) = +o.id)
                            AND n.target_id IN (SELECT id FROM entity WHERE coalesce(canonical_id, id) = s.target_id)
                            AND n.polarity <> 0 AND n.rank <> 'deprecated'
                            AND (n.earliest IS NULL OR s.latest IS NULL OR n.earliest <= s.latest)
                        ORDER BY n.latest DESC, n.earliest DESC, n.id DESC LIMIT 1
                    ) AS line_id
                FROM s
                CROSS JOIN entity h ON coalesce(h.canonical_id, h.id) = s.holder_id
                CROSS JOIN membership m ON m.member_id = h.id AND m.rank <> 'deprecated'
                    AND (m.date IS NULL OR s.date IS NULL OR (m.earliest <= s.latest AND s.earliest <= m.latest))
                CROSS JOIN entity g ON g.id = m.organization_id
                CROSS JOIN entity o ON o.id = coalesce(g.canonical_id, g.id)
                GROUP BY s.id, o.id
            )
            SELECT \(raw: Piece.columns("organization")), \(raw: Query.two)
            FROM pair x CROSS JOIN entity organization ON organization.id = x.organization_id\
            \(raw: Query.pair("x.holder_id", "x.target_id", "x.id", "x.line_id"))
            WHERE b.polarity = -x.polarity
            ORDER BY a.earliest, a.id
            """
        return Analysis(knowledgeBase, sql) { row in
            try Departure(
                member: row.mention(3), organization: row.mention(0), target: row.mention(6),
                stance: Expression(row, 9), line: Expression(row, 9 + Expression.count))
        }
    }

    /// The stances that count, with the things that stand for holder and target, and the document.
    func counted(_ columns: String) -> SQL {
        adding("f.rank <> 'deprecated'").selecting(
            """
            f.id, coalesce(h.canonical_id, h.id) AS holder_id, coalesce(t.canonical_id, t.id) AS target_id,
                f.polarity, f.date, f.earliest, f.latest, f.rank, p.document_id\(columns.isEmpty ? "" : ", " + columns)
            """,
            joins: "\nCROSS JOIN entity h ON h.id = f.holder_id CROSS JOIN entity t ON t.id = f.target_id"
                + Piece.evidenceLookups)
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
