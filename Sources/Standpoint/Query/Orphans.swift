// The question for facts whose words are gone.

import StandpointSQLite

/// A fact whose words are gone from the last capture of the page that had them, or not known to be there.
public struct Orphan: Sendable, Hashable, Codable {
    /// The table of the fact: stance, participation, membership, relation, figure or attribute.
    public let table: String
    /// Its id there.
    public let row: Int64
    /// What it says, in words.
    public let fact: String
    /// The words that proved it, and the document that has them.
    public let evidence: Quotation
    /// The later capture.
    public let capture: Quotation.Source
    /// ``AnchorOutcome/orphaned`` where it does not have them, ``AnchorOutcome/ambiguous`` where it has them several times or
    /// in another sentence; nil where nobody has looked for them yet.
    public let outcome: AnchorOutcome?
}

extension KnowledgeBase {
    /// The facts whose words are gone from the last capture of their page, or not known to be there, in the order of
    /// documents and their text; see ``Edit/reanchor(from:to:fuzzy:)``.
    ///
    ///     for orphan in try await kb.orphans().all() { print(orphan.fact, orphan.evidence.quote) }
    public func orphans() -> Analysis<Orphan> {
        let sql: SQL = """
            SELECT o.table_name, o.row_id, o.fact, \(raw: Piece.quotation), later.id, later.key, later.title, later.publisher, o.outcome
            FROM orphans o
            CROSS JOIN passage p ON p.id = o.passage_id CROSS JOIN document d ON d.id = p.document_id
            CROSS JOIN document later ON later.key = o.capture_key
            ORDER BY d.key, p.start_offset, p.id, o.table_name, o.row_id
            """
        return Analysis(self, sql) { row in
            try Orphan(
                table: row.get(0), row: row.get(1), fact: row.get(2), evidence: row.quotation(3),
                capture: Quotation.Source(
                    id: row.get(11), key: row.get(12), title: row.get(13), publisher: row.get(14)),
                outcome: row.get(15))
        }
    }
}
