// A page that was captured again: the words that its facts rest on, found anew in the later capture.

import StandpointSQLite

/// What became of one passage in a later capture of its document.
public struct Reanchoring: Sendable, Hashable, Identifiable, Codable {
    /// The passage as it was read.
    public let passage: ID<Passage>
    /// Whether its words stand in the later capture.
    public let outcome: AnchorOutcome
    /// The passage of the later capture that has them; nil where they are ambiguous or orphaned.
    public let newPassage: ID<Passage>?
    /// How much alike the words are where they are only something like those of the passage, 0 to 1; nil otherwise.
    public let score: Double?
    /// How much of the 64 letters on either side of the words is the same, 0 to 1; nil where the words were not
    /// found, or where the earlier capture has no text.
    public let context: Double?

    /// The passage as it was read.
    public var id: ID<Passage> { passage }
}

extension Edit {
    /// Looks for the words of every passage of a capture in a later capture of the same page, and keeps what came of it.
    ///
    ///     let again = try edit.document("report-2", title: "Report", text: text, supersedes: report)
    ///     let gone = try edit.reanchor(from: report, to: again).filter { $0.outcome == .orphaned }
    ///
    /// The same words are found however they are typed now, but no parts of other words or numbers (`350` in `1,350`), and
    /// not in another sentence than before: whether `Ana said: …` has become `Ben said: …`, or only got its comma, is for a
    /// person to tell.
    ///
    /// For each passage the file gets a row in `passage_anchor` and, where its words were found, the passage that has them
    /// in the later capture. The facts stay where they are: each rests on the words that its coder read, which the
    /// earlier capture still has, and the same page captured twice is one source. Copies of the facts would count
    /// as a second document that agrees. The anchors lead from a fact to its words in any later capture; the view
    /// `orphans` and ``KnowledgeBase/orphans()`` list the facts whose words are not known to be in the last one.
    ///
    /// Words of still earlier captures that were not found in this one are looked for too, so that words which come
    /// back are found again. Doing it again changes nothing, unless the texts or what is asked for differ. A passage
    /// that is only a locator has no words and is left out.
    /// - Parameters:
    ///   - old: The earlier capture.
    ///   - new: The later one; it supersedes the earlier, itself or through others, and has a text.
    ///   - fuzzy: The least likeness, above 0 and at most 1, of words that take the place of those that are gone,
    ///     or of the sentence that the same words stand in now; nil to accept none. What is found so is never other than
    ///     ``AnchorOutcome/fuzzy``.
    /// - Returns: What became of each passage, in the order of the text.
    /// - Throws: ``StandpointError/misuse(_:)`` for a likeness out of range or a document that is no later capture,
    ///   ``StandpointError/noSuchPosition(document:reason:)`` where the later capture has no text, ``SQLiteError``.
    @discardableResult
    public func reanchor(
        from old: ID<Document>, to new: ID<Document>, fuzzy: Double? = nil
    ) throws -> [Reanchoring] {
        if let fuzzy, !(fuzzy > 0 && fuzzy <= 1) {
            throw StandpointError.misuse("fuzzy: the least likeness is above 0 and at most 1, not \(fuzzy)")
        }
        let isLater = try connection.value(
            Bool.self,
            """
            WITH RECURSIVE earlier (id) AS (
                SELECT supersedes_id FROM document WHERE id = ?1
                UNION SELECT d.supersedes_id FROM earlier JOIN document d ON d.id = earlier.id WHERE d.supersedes_id IS NOT NULL
            ) SELECT ?2 IN (SELECT id FROM earlier WHERE id IS NOT NULL)
            """, new, old)
        guard isLater == true else {
            let keys = try [new, old].map {
                try connection.value(String.self, "SELECT key FROM document WHERE id = ?", $0) ?? "?"
            }
            throw StandpointError.misuse(
                "‘\(keys[0])’ is no later capture of ‘\(keys[1])’: document.supersedes_id says of which page it is one"
            )
        }
        var report = try reanchor(passages(of: old), of: old, to: new, fuzzy)
        for (document, passages) in try lost(in: old) {
            report += try reanchor(passages, of: document, to: new, fuzzy)
        }
        return report
    }

    /// A passage whose words are looked for.
    private struct Sought {
        let id: ID<Passage>
        let start: Int?
        let end: Int?
        let quote: String
    }

    private func passages(of document: ID<Document>) throws -> [Sought] {
        try connection.rows(
            """
            SELECT id, start_offset, end_offset, quote FROM passage
            WHERE document_id = ? AND quote IS NOT NULL ORDER BY start_offset, end_offset, id
            """, document
        ).map { row in
            try Sought(id: row.get(0), start: row.get(1), end: row.get(2), quote: row.get(3))
        }
    }

    /// The passages of earlier captures whose words were looked for in a capture and not found as they were.
    private func lost(in document: ID<Document>) throws -> [(document: ID<Document>, passages: [Sought])] {
        var found: [(document: ID<Document>, passages: [Sought])] = []
        var rows = try connection.rows(
            """
            SELECT p.document_id, p.id, p.start_offset, p.end_offset, p.quote
            FROM anchors a CROSS JOIN passage p ON p.id = a.passage_id
            WHERE a.document_id = ? AND a.outcome NOT IN ('exact', 'moved') AND p.quote IS NOT NULL
            ORDER BY p.document_id, p.start_offset, p.end_offset, p.id
            """, document)
        while let row = try rows.next() {
            let sought = try Sought(id: row.get(1), start: row.get(2), end: row.get(3), quote: row.get(4))
            let document: ID<Document> = try row.get(0)
            if found.last?.document == document {
                found[found.count - 1].passages.append(sought)
            } else {
                found.append((document, [sought]))
            }
        }
        return found
    }

    private func reanchor(
        _ passages: [Sought], of old: ID<Document>, to new: ID<Document>, _ fuzzy: Double?
    ) throws -> [Reanchoring] {
        let (later, _) = try text(of: new)
        let earlier =
            passages.contains { $0.start != nil } ? try text(of: old).0 : DocumentText("")
        let anchoring = Anchoring(from: earlier, to: later)
        return try passages.map { passage in
            let words = passage.start.flatMap(earlier.byte).flatMap { start in
                passage.end.flatMap(earlier.byte).flatMap { start < $0 ? start..<$0 : nil }
            }
            let result =
                words.map { anchoring.find($0, minimum: fuzzy) }
                ?? anchoring.find(quote: passage.quote, minimum: fuzzy)
            return try keep(result, of: passage, in: new, later)
        }
    }

    /// Writes what came of it: the passage in the later capture and the anchor that leads to it.
    private func keep(
        _ result: Anchoring.Result, of passage: Sought, in document: ID<Document>, _ text: DocumentText
    ) throws -> Reanchoring {
        var reanchoring = Reanchoring(
            passage: passage.id, outcome: result == .ambiguous ? .ambiguous : .orphaned, newPassage: nil,
            score: nil, context: nil)
        if case .found(let place) = result {
            let match = text.match(place.range)
            let outcome: AnchorOutcome =
                place.score != nil
                ? .fuzzy : match.position.lowerBound == passage.start ? .exact : .moved
            reanchoring = try Reanchoring(
                passage: passage.id, outcome: outcome,
                newPassage: self.passage(document, match, quote: match.quote, locator: nil),
                score: place.score, context: place.context)
        }
        let values: [Value] = [
            .id(passage.id), .id(document), .text(reanchoring.outcome.rawValue), .id(reanchoring.newPassage),
            reanchoring.score.value, reanchoring.context.value,
        ]
        let known = try connection.value(
            Int64.self, "SELECT id FROM passage_anchor WHERE passage_id = ? AND document_id = ?", passage.id,
            document)
        if let known {
            try write(.passageAnchor, known, values)
        } else {
            _ = try insert(.passageAnchor, values)
        }
        return reanchoring
    }
}
