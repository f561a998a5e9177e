// How good the evidence is: in whose words, who reported it, who coded it, and how many attest the same.

import StandpointSQLite

/// How good the evidence of one stance is.
public struct EvidenceGrade: Sendable, Hashable, Identifiable, Codable {
    /// In whose words a document tells a stance.
    public enum Wording: String, Sendable, Hashable, Codable {
        /// In the holder's own.
        case quoted
        /// In those of the document.
        case paraphrased
    }

    /// The stance.
    public let id: ID<Stance>
    /// Who said it.
    public let holder: Mention
    /// By which act.
    public let act: Act
    /// On which side of the target.
    public let polarity: Polarity
    /// Toward what.
    public let target: Mention
    /// In whose words the document tells it.
    public let wording: Wording
    /// The words, and the document that reported them with its publisher.
    public let evidence: Quotation
    /// Who wrote the document.
    public let authors: [String]
    /// Who wrote the stance, here or in the file that a merge brought it from: the author of its first revision.
    public let coder: String
    /// When, UTC, ISO 8601.
    public let coded: String
    /// Who changed it last; nil where nobody did.
    public let reviser: String?
    /// How sure the coder is that the words say so, 0 to 1; nil where that is not stated.
    public let confidence: Double?
}

/// How well it is attested that somebody stands on one side of something.
public struct Corroboration: Sendable, Hashable, Codable {
    /// Who.
    public let holder: Mention
    /// On what.
    public let target: Mention
    /// On which side.
    public let polarity: Polarity
    /// By how many publishers: sources are independent when their publishers are. Documents without one count none, all
    /// captures of a page count as the first that has one, documents of the very same text as the first published, and
    /// neither white space around a name nor the case of its letters (of ASCII, as SQLite knows it) makes another of it.
    public let publishers: Int
    /// In how many documents.
    public let documents: Int
    /// In how many stances.
    public let stances: Int
    /// How many of these are in the holder's own words.
    public let quoted: Int
}

extension Query where Result == Stance {
    /// How good the evidence of each of these stances is, in the order in which they were written.
    public func grades() -> Analysis<EvidenceGrade> {
        let rows = selecting(
            """
            f.id, \(Piece.columns("holder")), f.act, f.polarity, \(Piece.columns("target")), f.reported OR p.quote IS NULL,
                \(Piece.quotation), d.authors, c.coded_by, c.coded_at, c.revised_by, f.confidence
            """,
            joins: Piece.mention("holder", "f.holder_id") + Piece.mention("target", "f.target_id")
                + Piece.evidenceLookups + " CROSS JOIN codings c ON c.stance_id = f.id")
        return Analysis(knowledgeBase, rows + "\nORDER BY f.id") { row in
            try EvidenceGrade(
                id: row.get(0), holder: row.mention(1), act: row.get(4), polarity: row.get(5),
                target: row.mention(6), wording: row.get(9) ? .paraphrased : .quoted,
                evidence: row.quotation(10), authors: row.texts(18), coder: row.get(19), coded: row.get(20),
                reviser: row.get(21), confidence: row.get(22))
        }
    }

    /// By how many independent sources it is attested that a holder stands on a side of a target, judged by the
    /// stances that this query is for; the best attested first. Things that were judged the same are one, and
    /// deprecated stances do not count.
    ///
    ///     let sure = try await kb.stances.toward("us-blockade-of-cuba").corroboration(publishers: 2).all()
    /// - Parameter publishers: Only what at least that many publishers attest.
    public func corroboration(publishers: Int = 0) -> Analysis<Corroboration> {
        let sql: SQL = """
            WITH s AS (
            \(counted("\(Piece.publisher) AS publisher, f.reported OR p.quote IS NULL AS reported"))
            ), g AS (
                SELECT holder_id, target_id, polarity, count(DISTINCT publisher) AS publishers,
                    count(DISTINCT document_id) AS documents, count(*) AS stances,
                    count(*) FILTER (WHERE reported = 0) AS quoted
                FROM s GROUP BY holder_id, target_id, polarity
            )
            SELECT \(raw: Piece.columns("holder")), \(raw: Piece.columns("target")), g.polarity, g.publishers,
                g.documents, g.stances, g.quoted
            FROM g
            CROSS JOIN entity holder ON holder.id = g.holder_id CROSS JOIN entity target ON target.id = g.target_id
            WHERE g.publishers >= \(publishers)
            ORDER BY g.publishers DESC, g.documents DESC, holder.key, target.key, g.polarity
            """
        return Analysis(knowledgeBase, sql) { row in
            try Corroboration(
                holder: row.mention(0), target: row.mention(3), polarity: row.get(6), publishers: row.get(7),
                documents: row.get(8), stances: row.get(9), quoted: row.get(10))
        }
    }
}

extension Row {
    /// The texts of a JSON array; none where the column is empty or holds no such array.
    fileprivate func texts(_ index: Int) throws -> [String] {
        guard let text = try get(index, as: String?.self),
            case .array(let items)? = try? JSON.read(Array(text.utf8))
        else { return [] }
        return items.compactMap { item in
            if case .string(let text) = item { text } else { nil }
        }
    }
}
