// Everything that has a date, in the order of time.

import StandpointSQLite

/// Something that took place, was said or held at a time.
public struct TimelineEntry: Sendable, Hashable, Codable {
    /// What sort of row it is.
    public let kind: Kind
    /// The id of the row in its table.
    public let id: Int64
    /// When; that of the event where a participation has no date of its own.
    public let date: EDTF
    /// Whom or what it is about.
    public let subject: Mention
    /// What it did or was: the kind of the event, the act, the role, the office, the predicate, the measure of a
    /// figure and its number.
    public let word: String
    /// The side of the object that a stance takes.
    public let polarity: Polarity?
    /// The other thing: the place of an event, the target of a stance, the event of a participation.
    public let object: Mention?
    /// The words that prove it; nil for an event.
    public let quote: String?

    /// The sorts of rows that have a date.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable, ColumnDecodable {
        /// A row of `event`.
        case event
        /// A row of `stance`.
        case stance
        /// A row of `participation`.
        case participation
        /// A row of `membership`.
        case membership
        /// A row of `relation`.
        case relation
        /// A row of `figure`.
        case figure
    }
}

extension KnowledgeBase {
    /// Everything that has a date, by its first day; participations that have none of their own by that of the event.
    /// Members of a process are there without its date.
    ///
    ///     // What happened in Latin America in the autumn of 2019?
    ///     let entries = try await kb.timeline(in: "2019-27", located: "latin-america").all()
    ///     let certain = entries.filter { $0.date.certainlyFalls(within: try EDTF("2019-27")) }
    ///
    /// - Parameters:
    ///   - key: Only what this thing has to do with.
    ///   - narrower: Also what everything narrower than it has to do with.
    ///   - date: Only what may fall within this date, EDTF; nothing where the text is none.
    ///   - certainly: Only what certainly does.
    ///   - place: Only events that took place in this place or in one within it, and what was said and done there.
    ///   - kinds: Only these sorts of rows.
    public func timeline(
        about key: String? = nil, includingNarrower narrower: Bool = false, in date: String? = nil,
        certainly: Bool = false, located place: String? = nil,
        kinds: Set<TimelineEntry.Kind> = Set(TimelineEntry.Kind.allCases)
    ) -> Analysis<TimelineEntry> {
        /// One part of the union: rows that pass, under the same columns.
        func part<Result: Queryable>(
            _ query: Query<Result>, _ kind: TimelineEntry.Kind, _ f: String, dated: String? = nil,
            things: [String], events: String?,
            subject: String, word: String, polarity: String = "NULL", object: String?, quote: Bool = true
        ) -> SQL? {
            guard kinds.contains(kind) else { return nil }
            var query = query.adding("\(raw: f).date IS \(raw: dated == nil ? "NOT NULL" : "NULL")")
            if let date, dated == nil {
                query = query.within(date, certainly: certainly)
            } else if let date {
                let held = self.events.held(in: date, certainly: certainly).selecting(
                    "m.id", joins: "\nCROSS JOIN entity m ON coalesce(m.canonical_id, m.id) = e.id")
                query = query.adding("f.event_id IN (\(held))")
            }
            if let key {
                let ids = narrower ? Piece.narrower(key) : Piece.same(key)
                query = query.adding(
                    "(" + things.map { "\(raw: $0) IN (\(ids))" as SQL }.joined(" OR ") + ")")
            }
            if let place {
                guard let events else { return nil }
                query = query.adding("\(raw: events) IN (\(Piece.located(place)))")
            }
            let when = dated ?? f
            let columns = """
                '\(kind.rawValue)' AS kind, \(f == "t" ? "e" : f).id AS id, \(when).date AS date, \(when).earliest AS earliest, \(when).latest AS latest,
                    subject.id, subject.key, subject.name, \(word) AS word, \(polarity) AS polarity, object.id, object.key, object.name,
                    \(quote ? "p.quote" : "NULL") AS quote
                """
            return query.selecting(
                columns,
                joins: Piece.mention("subject", subject)
                    + (quote ? "\nCROSS JOIN passage p ON p.id = f.passage_id" : "")
                    + Piece.mention("object", object ?? "NULL", optional: true)
                    + (dated.map { "\nJOIN event \($0) ON \($0).id = object.id AND \($0).date IS NOT NULL" } ?? ""))
        }
        let parts = [
            part(
                events, .event, "t", things: ["e.id", "t.place_id", "t.part_of_id", "t.series_id"],
                events: "e.id",
                subject: "e.id", word: "t.kind", object: "t.place_id", quote: false),
            part(
                stances, .stance, "f",
                things: ["f.holder_id", "f.target_id", "f.on_behalf_of_id", "f.addressee_id", "f.event_id"],
                events: "f.event_id", subject: "f.holder_id", word: "f.act", polarity: "f.polarity",
                object: "f.target_id"),
            part(
                participations, .participation, "f",
                things: ["f.event_id", "f.participant_id", "f.on_behalf_of_id"],
                events: "f.event_id", subject: "f.participant_id", word: "f.role", object: "f.event_id"),
            part(
                participations.adding("f.role <> 'member'"), .participation, "f", dated: "held",
                things: ["f.event_id", "f.participant_id", "f.on_behalf_of_id"],
                events: "f.event_id", subject: "f.participant_id", word: "f.role", object: "f.event_id"),
            part(
                memberships, .membership, "f",
                things: ["f.member_id", "f.organization_id", "f.on_behalf_of_id"],
                events: nil, subject: "f.member_id", word: "coalesce(f.post, f.role, 'member')",
                object: "f.organization_id"),
            part(
                relations, .relation, "f", things: ["f.subject_id", "f.object_id"], events: nil,
                subject: "f.subject_id", word: "f.predicate", object: "f.object_id"),
            part(
                figures, .figure, "f", things: ["f.entity_id"], events: "f.entity_id",
                subject: "f.entity_id", word: "f.measure || ' ' || (SELECT value FROM figures WHERE id = f.id)",
                object: nil),
        ].compactMap { $0 }
        // Nothing to ask for is an empty answer, not an error.
        let sql =
            parts.isEmpty
            ? "SELECT NULL WHERE 0" : parts.joined("\nUNION ALL\n") + "\nORDER BY earliest, latest, kind, id"
        return Analysis(self, sql) { row in
            guard let date = try row.date(2) else {
                throw SQLiteError.misuse("a row of the timeline has no date")
            }
            return try TimelineEntry(
                kind: row.get(0), id: row.get(1), date: date, subject: row.mention(5), word: row.get(8),
                polarity: row.get(9), object: row.optionalMention(10), quote: row.get(13))
        }
    }
}
