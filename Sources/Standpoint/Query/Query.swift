// Questions as values: filters that compose in any order, one statement that anyone can see.

public import StandpointSQLite

/// What a query can give: a thing, a document or a fact.
public protocol Queryable: Sendable {
    /// Where its rows come from and how they are read.
    static var shape: QueryShape<Self> { get }
}

/// Where the rows of a query come from and how they are read: its SQL without the filters.
public struct QueryShape<Result: Sendable>: Sendable {
    /// What is selected, and from what.
    let select: String
    /// What the filters need of it, for counting.
    let count: String
    /// In which order.
    let order: String
    /// Reads a row by position.
    let decode: @Sendable (Row) throws -> Result
}

/// A question to a knowledge base. It is a value: each filter gives a narrower one, in any order, and ``sql`` shows
/// the one statement that it runs, with ``bindings`` for its parameters, to paste into `sqlite3`.
///
///     let against = try await kb.stances
///         .toward("us-blockade-of-cuba", includingNarrower: true)
///         .holding(.opposes)
///         .expressed(in: "2019")
///         .all()
///     for stance in against { print(stance.holder.name, stance.evidence.quote) }
public struct Query<Result: Queryable>: Sendable, Hashable {
    private struct Condition: Sendable, Hashable {
        let sql: String
        let bindings: [Value]
    }

    let kb: KnowledgeBase
    private var conditions: [Condition] = []
    private(set) var limit: Int?

    init(_ kb: KnowledgeBase) { self.kb = kb }

    /// The same question with a further condition, whose values are bound and never spliced.
    func adding(_ sql: String, _ bindings: [Value]) -> Query {
        var query = self
        query.conditions.append(Condition(sql: sql, bindings: bindings))
        return query
    }

    /// At most that many.
    public func limited(to count: Int) -> Query {
        var query = self
        query.limit = max(0, count)
        return query
    }

    // MARK: SQL

    var condition: String {
        conditions.isEmpty ? "" : "\nWHERE " + conditions.map(\.sql).joined(separator: "\n    AND ")
    }

    /// The statement that ``all()-swift.method`` runs.
    public var sql: String {
        Result.shape.select + condition + "\nORDER BY \(Result.shape.order)"
            + (limit.map { "\nLIMIT \($0)" } ?? "")
    }

    /// The values of the parameters of ``sql``, in order.
    public var bindings: [Value] { conditions.flatMap(\.bindings) }

    /// How SQLite would run ``sql``, a line a step.
    /// - Throws: ``SQLiteError``.
    public func plan(in snapshot: Snapshot) throws -> [String] {
        try snapshot.connection.statement("EXPLAIN QUERY PLAN " + sql).rows(values: bindings).map {
            try $0.get(3, as: String.self)
        }
    }

    // MARK: Answers

    /// All that match.
    /// - Throws: ``SQLiteError``.
    public func all() throws -> [Result] { try kb.read { try all(in: $0) } }

    /// All that match, without blocking the caller's thread.
    /// - Throws: ``SQLiteError``, `CancellationError`.
    public func all() async throws -> [Result] { try await kb.read { try all(in: $0) } }

    /// All that match in a snapshot.
    /// - Throws: ``SQLiteError``.
    public func all(in snapshot: Snapshot) throws -> [Result] {
        try snapshot.connection.statement(sql).rows(values: bindings).map(Result.shape.decode)
    }

    /// The first that matches; nil where none does.
    /// - Throws: ``SQLiteError``.
    public func first() throws -> Result? { try kb.read { try first(in: $0) } }

    /// The first that matches, without blocking the caller's thread.
    /// - Throws: ``SQLiteError``, `CancellationError`.
    public func first() async throws -> Result? { try await kb.read { try first(in: $0) } }

    /// The first that matches in a snapshot.
    /// - Throws: ``SQLiteError``.
    public func first(in snapshot: Snapshot) throws -> Result? {
        try limited(to: min(1, limit ?? 1)).all(in: snapshot).first
    }

    /// How many match; a limit counts.
    /// - Throws: ``SQLiteError``.
    public func count() throws -> Int { try kb.read { try count(in: $0) } }

    /// How many match, without blocking the caller's thread.
    /// - Throws: ``SQLiteError``, `CancellationError`.
    public func count() async throws -> Int { try await kb.read { try count(in: $0) } }

    /// How many match in a snapshot.
    /// - Throws: ``SQLiteError``.
    public func count(in snapshot: Snapshot) throws -> Int {
        let counted = "SELECT count(*) FROM \(Result.shape.count)" + condition
        let count = try snapshot.connection.statement(counted).rows(values: bindings).map {
            try $0.get(0, as: Int.self)
        }
        return min(count.first ?? 0, limit ?? Int.max)
    }

    /// Whether any matches.
    /// - Throws: ``SQLiteError``.
    public func exists() throws -> Bool { try kb.read { try exists(in: $0) } }

    /// Whether any matches, without blocking the caller's thread.
    /// - Throws: ``SQLiteError``, `CancellationError`.
    public func exists() async throws -> Bool { try await kb.read { try exists(in: $0) } }

    /// Whether any matches in a snapshot.
    /// - Throws: ``SQLiteError``.
    public func exists(in snapshot: Snapshot) throws -> Bool {
        let asked = "SELECT EXISTS (SELECT 1 FROM \(Result.shape.count)\(condition))"
        return try snapshot.connection.statement(asked).rows(values: bindings).map {
            try $0.get(0, as: Bool.self)
        }.first
            ?? false
    }

    /// Two questions are equal when they ask the same of the same knowledge base.
    public static func == (left: Query, right: Query) -> Bool {
        left.kb === right.kb && left.conditions == right.conditions && left.limit == right.limit
    }

    /// Feeds the question.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(kb))
        hasher.combine(conditions)
        hasher.combine(limit)
    }
}

// MARK: Pieces that several queries share

/// SQL that several queries share.
enum Piece {
    /// The ids of all things that are judged the same as the one of a key.
    static let same = """
        SELECT m.id FROM entity k JOIN entity m ON coalesce(m.canonical_id, m.id) = coalesce(k.canonical_id, k.id) WHERE k.key = ?
        """

    /// The same with everything narrower: topics below it, places in it, events that are part of it.
    static let narrower = """
        WITH RECURSIVE narrower (id) AS (
                \(same)
                UNION SELECT topic.id FROM topic JOIN narrower ON topic.broader_id = narrower.id
                UNION SELECT place.id FROM place JOIN narrower ON place.part_of_id = narrower.id
                UNION SELECT event.id FROM event JOIN narrower ON event.part_of_id = narrower.id
            ) SELECT id FROM narrower
        """

    /// A join that names the thing of a column by the one that stands for it.
    static func mention(_ alias: String, _ column: String, optional: Bool = false) -> String {
        let join = optional ? "LEFT JOIN" : "JOIN"
        return """
            \(join) entity own_\(alias) ON own_\(alias).id = \(column) \
            \(join) entity \(alias) ON \(alias).id = coalesce(own_\(alias).canonical_id, own_\(alias).id)
            """
    }

    /// The columns of the thing of such a join.
    static func columns(_ alias: String) -> String { "\(alias).id, \(alias).key, \(alias).name" }

    /// The columns of the evidence of a fact `f`, eight of them, then confidence and rank.
    static let evidence = """
        p.id, p.quote, p.start_offset, p.locator, d.id, d.key, d.title, d.publisher, f.confidence, f.rank
        """

    /// The joins of the evidence of a fact `f`.
    static let evidenceJoins =
        "JOIN passage p ON p.id = f.passage_id\nJOIN document d ON d.id = p.document_id"

    /// The document of a fact `f`.
    static let document =
        "f.passage_id IN (SELECT id FROM passage WHERE document_id = (SELECT id FROM document WHERE key = ?))"
}

extension Row {
    /// The thing in three columns.
    func mention(_ index: Int) throws -> Mention {
        try Mention(id: get(index), key: get(index + 1), name: get(index + 2))
    }

    /// The thing in three columns; nil where they are empty.
    func optionalMention(_ index: Int) throws -> Mention? {
        try get(index, as: ID<Entity>?.self) == nil ? nil : mention(index)
    }

    /// The evidence in eight columns.
    func quotation(_ index: Int) throws -> Quotation {
        try Quotation(
            passage: get(index), quote: get(index + 1, as: String?.self) ?? "", start: get(index + 2),
            locator: get(index + 3),
            document: Quotation.Source(
                id: get(index + 4), key: get(index + 5), title: get(index + 6), publisher: get(index + 7)))
    }

    /// The date in three columns; nil where it is not stated.
    func date(_ index: Int) throws -> EDTF? {
        guard let text = try get(index, as: String?.self) else { return nil }
        let (earliest, latest) = try (get(index + 1, as: String.self), get(index + 2, as: String.self))
        return EDTF(
            stored: text, earliest: Day(earliest) ?? .distantPast, latest: Day(latest) ?? .distantFuture)
    }
}

extension Query {
    /// A condition on a column that holds the id of a thing.
    func matching(_ column: String, _ key: String, narrower: Bool = false) -> Query {
        adding("\(column) IN (\(narrower ? Piece.narrower : Piece.same))", [.text(key)])
    }

    /// A condition on a column that holds one of some words; none where there are none.
    func matching(_ column: String, anyOf words: [some RawRepresentable<String>]) -> Query {
        adding(
            "\(column) IN (\(words.map { _ in "?" }.joined(separator: ", ")))",
            words.map { .text($0.rawValue) })
    }

    /// A condition on the date of a row: that it may fall within another.
    func within(_ table: String, _ date: EDTF) -> Query {
        adding(
            "\(table).earliest <= ? AND \(table).latest >= ?",
            [.text(date.latest.description), .text(date.earliest.description)])
    }

    /// The same for the text of a date; nothing matches one that is none.
    func within(_ table: String, _ text: String) -> Query {
        EDTF(text).map { within(table, $0) } ?? adding("0", [])
    }
}
