// A thing with everything known about it, by the readable views of the file. Each condition is one key of one view,
// for which that has an index: a condition on two of them would read all rows.

import Standpoint

/// What a file says of one thing or document.
enum Portrait {
    /// Answers with their titles, those without rows left out; none for an unknown key.
    static func sections(of key: String, in snapshot: Snapshot) throws -> [(title: String, answer: Answer)] {
        let questions: [(String, String)]
        var key = key
        if let entity = try snapshot.entity(key) {
            // What was judged the same is one thing, by whichever key.
            key =
                try snapshot.connection.value(
                    String.self,
                    "SELECT c.key FROM entity e JOIN entity c ON c.id = e.canonical_id WHERE e.key = ?", key)
                ?? key
            questions = [("What it is", details(entity.kind))] + things
        } else if try snapshot.document(key) != nil {
            questions = document
        } else {
            return []
        }
        return try questions.compactMap { title, sql in
            let answer = try Answer(snapshot.connection, sql, [.text(key)])
            return answer.rows.isEmpty ? nil : (title, answer)
        }
    }

    private static func details(_ kind: EntityKind) -> String {
        switch kind {
        case .person:
            "SELECT e.name, 'person' AS kind, d.gender, d.date, e.description FROM entity e LEFT JOIN person d USING (id) WHERE e.key = ?"
        case .organization:
            """
            SELECT e.name, d.kind, place.name AS place, d.date, e.description
            FROM entity e LEFT JOIN organization d USING (id) LEFT JOIN entity place ON place.id = d.place_id WHERE e.key = ?
            """
        case .event:
            "SELECT event AS name, kind, date, place, part_of, series, edition, description FROM events WHERE key = ?"
        case .place:
            """
            SELECT e.name, d.kind, whole.name AS part_of, d.latitude, d.longitude, e.description
            FROM entity e LEFT JOIN place d USING (id) LEFT JOIN entity whole ON whole.id = d.part_of_id WHERE e.key = ?
            """
        case .topic:
            """
            SELECT e.name, d.kind, broader.name AS broader, e.description
            FROM entity e LEFT JOIN topic d USING (id) LEFT JOIN entity broader ON broader.id = d.broader_id WHERE e.key = ?
            """
        }
    }

    private static let things: [(String, String)] = [
        (
            "Names",
            "SELECT text AS name, n.kind, language, date FROM \(allOfIt) CROSS JOIN name n ON n.entity_id = m.id WHERE k.key = ? ORDER BY n.id"
        ),
        (
            "Identifiers",
            "SELECT scheme, value FROM \(allOfIt) CROSS JOIN identifier i ON i.entity_id = m.id WHERE k.key = ? ORDER BY i.id"
        ),
        (
            "Judged the same",
            "SELECT m.key, m.name, m.description FROM \(allOfIt) WHERE k.key = ? AND m.id <> k.id ORDER BY m.id"
        ),
        (
            "Said under other keys",
            "SELECT key, property, value, shown FROM unshown WHERE canonical_key = ? ORDER BY key, property"
        ),
        (
            "What sources say of it",
            "SELECT property, value, quote, locator, nullif(rank, 'normal') AS rank FROM attributes WHERE entity_key = ? ORDER BY property, id"
        ),
        (
            "Figures",
            "SELECT measure, value, date, quote, locator, nullif(rank, 'normal') AS rank FROM figures WHERE entity_key = ? ORDER BY measure, id"
        ),
        (
            "In it",
            """
            SELECT key, name, kind FROM entity WHERE id IN (
                SELECT o.id FROM \(allOfIt) CROSS JOIN organization o ON o.place_id = m.id WHERE k.key = ?1
                UNION SELECT v.id FROM \(allOfIt) CROSS JOIN event v ON v.place_id = m.id WHERE k.key = ?1
                UNION SELECT p.id FROM \(allOfIt) CROSS JOIN place p ON p.part_of_id = m.id WHERE k.key = ?1)
            ORDER BY kind, name
            """
        ),
        (
            "Parts",
            """
            SELECT event, kind, date, place FROM events
            WHERE id IN (SELECT id FROM events WHERE part_of_key = ?1 UNION SELECT id FROM events WHERE series_key = ?1)
            ORDER BY earliest, event
            """
        ),
        (
            "Participants",
            "SELECT participant, role, post, on_behalf_of, quote, locator, nullif(rank, 'normal') AS rank FROM participations WHERE event_key = ? ORDER BY role, id"
        ),
        (
            "Took part in",
            "SELECT event, date, role, post, on_behalf_of, quote, locator, nullif(rank, 'normal') AS rank FROM participations WHERE participant_key = ? ORDER BY earliest, id"
        ),
        (
            "Belongs to",
            "SELECT organization, post, role, date, quote, locator, nullif(rank, 'normal') AS rank FROM memberships WHERE member_key = ? ORDER BY earliest, id"
        ),
        (
            "Members",
            "SELECT member, post, role, date, quote, locator, nullif(rank, 'normal') AS rank FROM memberships WHERE organization_key = ? ORDER BY earliest, id"
        ),
        (
            "Relations",
            """
            SELECT subject, predicate, object, date, quote, locator, nullif(rank, 'normal') AS rank FROM relations
            WHERE id IN (SELECT id FROM relations WHERE subject_key = ?1 UNION SELECT id FROM relations WHERE object_key = ?1)
            ORDER BY id
            """
        ),
        (
            "Stances it holds",
            "SELECT date, act, polarity, target, proposition, addressee, event, quote, locator, nullif(conditional, 0) AS conditional, nullif(rank, 'normal') AS rank FROM stances WHERE holder_key = ? ORDER BY earliest, id"
        ),
        (
            "Stances on its behalf",
            "SELECT date, holder, act, polarity, target, quote, locator, nullif(conditional, 0) AS conditional, nullif(rank, 'normal') AS rank FROM stances WHERE \(isOnBehalf) ORDER BY earliest, id"
        ),
        (
            "Stances toward it",
            "SELECT date, holder, act, polarity, proposition, quote, locator, nullif(conditional, 0) AS conditional, nullif(rank, 'normal') AS rank FROM stances WHERE target_key = ? ORDER BY earliest, id"
        ),
        (
            "Demanded of it",
            "SELECT date, holder, act, target, quote, locator, nullif(conditional, 0) AS conditional, nullif(rank, 'normal') AS rank FROM stances WHERE addressee_key = ? ORDER BY earliest, id"
        ),
        (
            "Stances at it",
            "SELECT date, holder, act, polarity, target, quote, locator, nullif(conditional, 0) AS conditional, nullif(rank, 'normal') AS rank FROM stances WHERE event_key = ?1 AND holder_key <> ?1 ORDER BY earliest, id"
        ),
        (
            "Sources",
            """
            SELECT DISTINCT d.key, d.title, d.publisher, d.published FROM document d WHERE d.key IN (
                \(sources))
            """
        ),
    ]

    /// A thing `k` with all `m` that it stands for, itself among them.
    private static let allOfIt = "entity k CROSS JOIN entity m ON coalesce(m.canonical_id, m.id) = +k.id"

    /// The documents that name the thing, each column by its own index.
    private static let sources =
        [
            ("stances", ["holder", "target", "addressee", "event"]),
            ("participations", ["event", "participant", "on_behalf_of"]),
            ("memberships", ["member", "organization", "on_behalf_of"]),
            ("relations", ["subject", "object"]),
            ("figures", ["entity"]), ("attributes", ["entity"]),
        ].flatMap { view, columns in
            columns.map { "SELECT document_key FROM \(view) WHERE \($0)_key = ?1" }
        }.joined(separator: "\n    UNION ")
        + "\n    UNION SELECT document_key FROM stances WHERE \(isOnBehalf)"

    /// By the ids of the rows: a few speak for many, or many for one, so that statistics of the column mislead SQLite.
    private static let isOnBehalf = """
        id IN (SELECT f.id FROM \(allOfIt) CROSS JOIN stance f ON f.on_behalf_of_id = m.id WHERE k.key = ?1)
        """

    private static let document: [(String, String)] = [
        (
            "What it is",
            """
            SELECT title, publisher, authors, published, retrieved_at, language, url, licence, description, sha256,
                (SELECT e.key FROM document e WHERE e.id = d.supersedes_id) AS supersedes,
                (SELECT group_concat(l.key, ', ') FROM document l WHERE l.supersedes_id = d.id) AS superseded_by
            FROM document d WHERE key = ?
            """
        ),
        (
            "Stances",
            "SELECT holder, act, polarity, target, quote, locator, nullif(conditional, 0) AS conditional, nullif(rank, 'normal') AS rank FROM stances WHERE document_key = ? ORDER BY start_offset, id"
        ),
        ("Text", "SELECT text FROM document WHERE key = ? AND text IS NOT NULL"),
    ]
}
