// The tables that edits write, and the SQL with which they do: made once, never per row.

import StandpointSQLite

/// A table with its columns beside `id` and `revision_id`.
struct Table: Sendable {
    let name: String
    let columns: [String]
    /// Binds the columns, then revision_id.
    let insert: String
    /// The same with an id before them.
    let insertWithID: String
    /// Binds the columns, revision_id, id.
    let update: String
    /// Gives the columns of the row with an id.
    let select: String

    private init(_ name: String, _ columns: [String]) {
        (self.name, self.columns) = (name, columns)
        let list = columns.map { "\($0), " }.joined()
        let marks = columns.map { _ in "?, " }.joined()
        insert = "INSERT INTO \(name) (\(list)revision_id) VALUES (\(marks)?)"
        insertWithID = "INSERT INTO \(name) (id, \(list)revision_id) VALUES (?, \(marks)?)"
        update = "UPDATE \(name) SET \(columns.map { "\($0) = ?, " }.joined())revision_id = ? WHERE id = ?"
        select = "SELECT \(columns.joined(separator: ", ")) FROM \(name) WHERE id = ?"
    }

    func index(of column: String) -> Int? { columns.firstIndex(of: column) }

    private static let dated = ["date", "earliest", "latest"]
    private static let attested = ["passage_id", "confidence", "rank"]

    static let entity = Table("entity", ["key", "kind", "name", "description", "extra"])
    static let person = Table("person", ["gender"] + dated)
    static let organization = Table("organization", ["kind", "place_id"] + dated)
    static let place = Table("place", ["kind", "part_of_id", "latitude", "longitude"])
    static let topic = Table("topic", ["kind", "broader_id"])
    static let event = Table("event", ["kind"] + dated + ["place_id", "part_of_id", "series_id", "edition"])
    static let name = Table("name", ["entity_id", "text", "kind", "language", "script"] + dated)
    static let identityJudgement = Table(
        "identity_judgement", ["left_id", "right_id", "verdict", "author", "reason", "preferred_id"])
    static let identifier = Table("identifier", ["entity_id", "scheme", "value"])
    static let document = Table(
        "document",
        [
            "key", "title", "url", "publisher", "authors", "published", "published_earliest",
            "published_latest",
            "language", "description", "text", "sha256", "retrieved_at", "licence", "supersedes_id",
        ])
    static let passage = Table(
        "passage", ["document_id", "start_offset", "end_offset", "quote", "prefix", "suffix", "locator"])
    static let passageAnchor = Table(
        "passage_anchor", ["passage_id", "document_id", "outcome", "new_passage_id", "score", "context"])
    static let stance = Table(
        "stance",
        [
            "holder_id", "on_behalf_of_id", "act", "polarity", "strength", "target_id", "addressee_id",
            "ordinal",
            "proposition", "conditional", "reported", "event_id",
        ] + dated + attested)
    static let participation = Table(
        "participation", ["event_id", "participant_id", "role", "on_behalf_of_id", "post"] + dated + attested)
    static let membership = Table(
        "membership", ["member_id", "organization_id", "role", "post", "on_behalf_of_id"] + dated + attested)
    static let relation = Table("relation", ["subject_id", "predicate", "object_id"] + dated + attested)
    static let figure = Table(
        "figure", ["entity_id", "measure", "low", "high", "approximate", "unit"] + dated + attested)
    static let attribute = Table("attribute", ["entity_id", "property", "value"] + attested)

    /// The tables of facts, by name.
    static let facts = [stance, participation, membership, relation, figure, attribute]

    /// The table of what only things of a kind have.
    static func of(_ kind: EntityKind) -> Table {
        switch kind {
        case .person: person
        case .organization: organization
        case .event: event
        case .place: place
        case .topic: topic
        }
    }
}

extension String {
    /// A name of the file's schema in quotation marks, for SQL.
    var quotedName: String { "\"\(replacing("\"", with: "\"\""))\"" }
}

extension Optional where Wrapped == EDTF {
    /// The three columns of a date.
    var columns: [Value] {
        guard let date = self else { return [.null, .null, .null] }
        return [.text(date.description), .text(date.earliest.description), .text(date.latest.description)]
    }
}

extension Value {
    /// The id as a value; NULL for none.
    static func id<Row>(_ id: ID<Row>?) -> Value { id.map { .integer($0.rawValue) } ?? .null }
}
