// Questions for documents and passages.

import StandpointSQLite

extension KnowledgeBase {
    /// Documents, by key.
    public var documents: Query<Document> { Query(self) }
    /// Passages, as they were written.
    public var passages: Query<Passage> { Query(self) }
}

extension Document: Queryable {
    /// Rows of `document`, without their text.
    public static let shape = QueryShape<Document>(
        columns: """
            e.id, e.key, e.title, e.publisher, e.published, e.published_earliest, e.published_latest, e.url,
                e.language, e.description, e.sha256
            """,
        table: "document", alias: "e",
        dates: DateColumns(table: "document", alias: "e", name: "published"), order: .key
    ) { row in
        try Document(
            id: row.get(0), key: row.get(1), title: row.get(2), publisher: row.get(3), published: row.date(4),
            url: row.get(7), language: row.get(8), description: row.get(9), sha256: row.get(10))
    }
}

extension Order where Result == Document {
    /// By key.
    public static let key = Order(columns: ["e.key"]) { [.text($0.key)] }
    /// By the first day on which it may have been published, those without a date first; then by id.
    public static let published = Order(columns: ["e.published_earliest", "e.id"]) {
        [$0.published.map { .text($0.earliest.description) } ?? .null, $0.id.value]
    }
}

extension Query where Result == Document {
    /// Of one of these keys.
    public func keyed(_ keys: String...) -> Query { narrowed(to: "e.key IN (\(keys))") }
    /// Of that publisher.
    public func published(by publisher: String) -> Query { adding("e.publisher = \(publisher)") }
    /// Published within a date, EDTF: documents whose own date may fall within it, or only those whose date
    /// certainly does; none where the text is no date.
    public func published(in date: String, certainly: Bool = false) -> Query {
        within(date, certainly: certainly)
    }
    /// In that language, BCP 47 as the document has it: `es`, `pt-BR`.
    public func language(_ language: String) -> Query { checking("e.language", " = \(language)") }
    /// With an archived text, or without.
    public func archived(_ isArchived: Bool = true) -> Query {
        adding(isArchived ? "e.text IS NOT NULL" : "e.text IS NULL")
    }
    /// Whose title or text matches a search, in which accents and case do not matter.
    public func mentioning(_ words: String, _ syntax: SearchSyntax = .words) -> Query {
        guard let match = syntax.match(words) else { return adding("0") }
        return narrowed(to: "e.id IN (SELECT rowid FROM document_search WHERE document_search MATCH \(match))")
    }
}

extension Passage: Queryable {
    /// Rows of `passage`.
    public static let shape = QueryShape<Passage>(
        columns: "f.id, f.document_id, f.start_offset, f.end_offset, f.quote, f.locator", table: "passage",
        alias: "f",
        order: .written
    ) { row in
        let (start, end) = try (row.get(2, as: Int?.self), row.get(3, as: Int?.self))
        return try Passage(
            id: row.get(0), document: row.get(1),
            position: start.flatMap { start in end.flatMap { start <= $0 ? start..<$0 : nil } },
            quote: row.get(4), locator: row.get(5))
    }
}

extension Order where Result == Passage {
    /// As they were written.
    public static let written = Order(columns: ["f.id"]) { [$0.id.value] }
}

extension Query where Result == Passage {
    /// Of the document of that key.
    public func of(_ key: String) -> Query {
        narrowed(to: "f.document_id = (SELECT id FROM document WHERE key = \(key))")
    }
    /// Whose words match a search, in which accents and case do not matter.
    public func mentioning(_ words: String, _ syntax: SearchSyntax = .words) -> Query {
        guard let match = syntax.match(words) else { return adding("0") }
        return narrowed(to: "f.id IN (SELECT rowid FROM passage_search WHERE passage_search MATCH \(match))")
    }
}
