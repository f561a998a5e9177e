// Who was where with whom, in which office, and who belongs to what through others.

import StandpointSQLite

/// Two that took part in the same events.
public struct CoParticipation: Sendable, Hashable, Codable {
    /// The one that was asked for.
    public let one: Mention
    /// The other.
    public let other: Mention
    /// The keys of the events in which both took part, in the order in which they were written.
    public let events: [String]
}

/// The office that somebody held when taking part in an event.
public struct Office: Sendable, Hashable, Codable {
    /// The event.
    public let event: Mention
    /// Who took part.
    public let participant: Mention
    /// As what.
    public let role: Role
    /// The office in which the participant was there, as the source of the participation has it.
    public let post: String?
    /// An office that the participant may have held at the time of the event, by a membership.
    public let held: String?
    /// The organization in which it was held.
    public let organization: Mention?
    /// From when to when it was held; nil where that is not stated.
    public let date: EDTF?
}

/// That something belongs to a process or an organization, by itself or through others.
public struct Belonging: Sendable, Hashable, Codable {
    /// What belongs.
    public let member: Mention
    /// What it belongs to right away, where that is not the whole itself: the coalition through which it belongs.
    public let through: Mention?
    /// How many steps it is away: 1 where it belongs by itself.
    public let distance: Int
}

extension Query where Result == Participation {
    /// Who took part in at least so many events together with those that this query is for. Membership in a process
    /// is no meeting and does not count, nor do deprecated participations.
    ///
    ///     kb.participations.by("nicolas-maduro").together()          // who was with him
    ///     kb.participations.in("closing-ceremony").together()        // who was with any that were there
    public func together(atLeast count: Int = 2) -> Analysis<CoParticipation> {
        func events(_ id: String) -> String {
            """
            SELECT coalesce(v.canonical_id, v.id) FROM entity m
                        CROSS JOIN participation f ON f.participant_id = m.id AND f.role <> 'member' AND f.rank <> 'deprecated'
                        CROSS JOIN entity v ON v.id = f.event_id
                        WHERE coalesce(m.canonical_id, m.id) = \(id)
            """
        }
        // Who was at fewer events than are asked for is nobody's pair.
        func often(_ id: String, _ rows: String) -> SQL {
            """
            SELECT \(raw: id), event_id FROM (SELECT *, count(*) OVER (PARTITION BY \(raw: id)) AS events FROM (
            \(raw: rows)
            )) WHERE events >= \(count)
            """
        }
        let sql: SQL = """
            WITH them AS MATERIALIZED (
            \(counted.selecting("DISTINCT coalesce(m.canonical_id, m.id) AS id", joins: " JOIN entity m ON m.id = f.participant_id"))
            ), attended AS MATERIALIZED (
            \(often("one_id", """
                SELECT DISTINCT t.id AS one_id, coalesce(e.canonical_id, e.id) AS event_id
                FROM them t CROSS JOIN entity m ON coalesce(m.canonical_id, m.id) = t.id
                CROSS JOIN participation f ON f.participant_id = m.id AND f.role <> 'member' AND f.rank <> 'deprecated'
                CROSS JOIN entity e ON e.id = f.event_id
                """))
            ), present AS MATERIALIZED (
            \(often("other_id", """
                SELECT DISTINCT a.event_id, coalesce(m.canonical_id, m.id) AS other_id
                FROM (SELECT DISTINCT event_id FROM attended) a CROSS JOIN entity e ON coalesce(e.canonical_id, e.id) = a.event_id
                CROSS JOIN participation f ON f.event_id = e.id AND f.role <> 'member' AND f.rank <> 'deprecated'
                CROSS JOIN entity m ON m.id = f.participant_id
                """))
            ), pair AS (
                SELECT one_id, other_id, count(*) AS count
                FROM attended CROSS JOIN present ON present.event_id = attended.event_id
                WHERE other_id <> one_id AND (other_id > one_id OR other_id NOT IN (SELECT id FROM them))
                GROUP BY one_id, other_id HAVING count(*) >= \(count)
            )
            SELECT \(raw: Piece.columns("one")), \(raw: Piece.columns("other")),
                (SELECT group_concat(key, ' ') FROM (SELECT key FROM entity
                    WHERE id IN (
                        \(raw: events("+one.id"))
                        INTERSECT
                        \(raw: events("+other.id")))
                    ORDER BY id))
            FROM (
                SELECT pair.*
                FROM pair CROSS JOIN entity one ON one.id = pair.one_id CROSS JOIN entity other ON other.id = pair.other_id
                ORDER BY pair.count DESC, one.key, other.key
            """
        let rest: SQL = """

            ) x CROSS JOIN entity one ON one.id = x.one_id CROSS JOIN entity other ON other.id = x.other_id
            ORDER BY x.count DESC, one.key, other.key
            """
        return Analysis(knowledgeBase, sql, rest: rest) { row in
            try CoParticipation(
                one: row.mention(0), other: row.mention(3),
                events: row.get(6, as: String.self).split(separator: " ").map(String.init))
        }
    }

    /// The offices that those who took part held at that time: each participation with each membership that has a
    /// role or a post and may have held on the days of the event, and once where there is none.
    public func offices() -> Analysis<Office> {
        let sql: SQL = """
            WITH s AS (
            \(counted.selecting(
                "f.id, f.role, f.post, f.participant_id, coalesce(e.canonical_id, e.id) AS event_id, f.earliest, f.latest",
                joins: " JOIN entity e ON e.id = f.event_id"))
            )
            SELECT \(raw: Piece.columns("event")), \(raw: Piece.columns("participant")), s.role, s.post,
                coalesce(o.post, o.role), \(raw: Piece.columns("organization")), o.date, o.earliest, o.latest
            FROM s CROSS JOIN entity event ON event.id = s.event_id LEFT JOIN event t ON t.id = s.event_id\
            \(raw: Piece.mention("participant", "s.participant_id"))
            LEFT JOIN membership o ON o.rank <> 'deprecated' AND coalesce(o.post, o.role) IS NOT NULL
                AND o.member_id IN (SELECT id FROM entity WHERE coalesce(canonical_id, id) = +participant.id)
                AND (o.date IS NULL OR coalesce(s.earliest, t.earliest) IS NULL
                    OR (o.earliest <= coalesce(s.latest, t.latest) AND o.latest >= coalesce(s.earliest, t.earliest)))\
            \(raw: Piece.mention("organization", "o.organization_id", optional: true))
            ORDER BY event.key, participant.key, s.id, o.id
            """
        return Analysis(knowledgeBase, sql) { row in
            try Office(
                event: row.mention(0), participant: row.mention(3), role: row.get(6), post: row.get(7),
                held: row.get(8), organization: row.optionalMention(9), date: row.date(12))
        }
    }

    /// Those that count as having been there.
    private var counted: Query { adding("f.role <> 'member' AND f.rank <> 'deprecated'") }
}

extension KnowledgeBase {
    /// What belongs to the process or organization of that key: by itself, or through an organization that does.
    ///
    ///     for member in try kb.belonging(to: "continental-gathering").all() {
    ///         print(member.member.name, member.through?.name ?? "by itself")
    ///     }
    /// - Parameters:
    ///   - key: An event that has members, or an organization.
    ///   - kind: What is asked for. The way always leads through organizations.
    ///   - date: Only by memberships that may have held within this date, EDTF, as far as they say when; by none where
    ///     the text is no date. Where it is nil, those that are over count as well.
    public func belonging(
        to key: String, _ kind: EntityKind = .organization, in date: String? = nil
    ) -> Analysis<Belonging> {
        let held: SQL
        if let date {
            held =
                EDTF(date).map {
                    """
                     AND (f.date IS NULL OR (f.earliest <= \($0.latest.description) AND f.latest >= \($0.earliest.description)))
                    """
                } ?? " AND 0"
        } else {
            held = ""
        }
        // Each is reached once at each distance, whatever the ways; forty steps end a circle.
        let sql: SQL = """
            WITH RECURSIVE whole (id) AS (\(Piece.same(key))), member (id, distance) AS (
                SELECT coalesce(m.canonical_id, m.id), 1
                FROM whole CROSS JOIN participation f ON f.event_id = whole.id AND f.role = 'member' AND f.rank <> 'deprecated'\(held)
                CROSS JOIN entity m ON m.id = f.participant_id
                UNION
                SELECT coalesce(m.canonical_id, m.id), 1
                FROM whole CROSS JOIN membership f ON f.organization_id = whole.id AND f.rank <> 'deprecated'\(held)
                CROSS JOIN entity m ON m.id = f.member_id
                UNION
                SELECT coalesce(m.canonical_id, m.id), member.distance + 1
                FROM member CROSS JOIN entity o ON coalesce(o.canonical_id, o.id) = member.id
                CROSS JOIN membership f ON f.organization_id = o.id AND f.rank <> 'deprecated'\(held)
                CROSS JOIN entity m ON m.id = f.member_id
                WHERE member.distance < 40
            ), near AS MATERIALIZED (
                SELECT id, min(distance) AS distance FROM member WHERE id NOT IN (SELECT id FROM whole) GROUP BY id
            ), way (id, through) AS (
                -- Of several that it belongs to on the shortest ways, the one whose key comes first.
                SELECT x.id, min(through.key)
                FROM near y CROSS JOIN entity through ON through.id = y.id
                CROSS JOIN entity o ON coalesce(o.canonical_id, o.id) = y.id
                CROSS JOIN membership f ON f.organization_id = o.id AND f.rank <> 'deprecated'\(held)
                CROSS JOIN entity m ON m.id = f.member_id
                CROSS JOIN near x ON x.id = coalesce(m.canonical_id, m.id) AND x.distance = y.distance + 1
                GROUP BY x.id
            )
            SELECT \(raw: Piece.columns("e")), \(raw: Piece.columns("through")), near.distance
            FROM near CROSS JOIN entity e ON e.id = near.id
            LEFT JOIN way ON way.id = near.id LEFT JOIN entity through ON through.key = way.through
            WHERE e.kind = \(kind.rawValue)
            ORDER BY near.distance, e.key
            """
        return Analysis(self, sql) { row in
            try Belonging(member: row.mention(0), through: row.optionalMention(3), distance: row.get(6))
        }
    }
}
