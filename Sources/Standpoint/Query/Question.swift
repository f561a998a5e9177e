// What every question to a knowledge base can do, whatever it asks for.

public import StandpointSQLite

/// A question to a knowledge base: a value that becomes one SQL statement, which anyone can see.
public protocol Question<Answer>: Sendable, Hashable {
    /// What each row of the answer is read into.
    associatedtype Answer: Sendable, Hashable
    /// Whom it asks.
    var knowledgeBase: KnowledgeBase { get }
    /// The statement that it runs, with its values.
    var statement: SQL { get }
    /// Reads a row of the answer, by position.
    var decode: @Sendable (Row) throws -> Answer { get }
    /// The same question for at most that many rows.
    func limited(to count: Int) -> Self
}

extension Question {
    /// The statement that ``all()-swift.method`` runs, with `?` for each value; to paste into `sqlite3`.
    public var sql: String { statement.text }

    /// The values of the parameters of ``sql``, in order.
    public var bindings: [Value] { statement.bindings }

    /// How SQLite would run ``sql``, a line a step.
    /// - Throws: ``SQLiteError``.
    public func plan() throws -> [String] { try knowledgeBase.ask { try plan(in: $0) } }

    /// How SQLite would run ``sql``, a line a step.
    /// - Throws: ``SQLiteError``.
    public func plan(in snapshot: Snapshot) throws -> [String] {
        let statement = statement
        return try snapshot.connection.statement("EXPLAIN QUERY PLAN " + statement.text)
            .rows(values: statement.bindings).map { try $0.get(3, as: String.self) }
    }

    /// All that match.
    /// - Throws: ``SQLiteError``.
    public func all() throws -> [Answer] { try knowledgeBase.ask { try all(in: $0) } }

    /// All that match, without blocking the caller's thread.
    /// - Throws: ``SQLiteError``, `CancellationError`.
    public func all() async throws -> [Answer] { try await knowledgeBase.ask { try all(in: $0) } }

    /// All that match in a snapshot.
    /// - Throws: ``SQLiteError``.
    public func all(in snapshot: Snapshot) throws -> [Answer] {
        try rows(on: snapshot.connection).map(decode)
    }

    /// The first that matches; nil where none does.
    /// - Throws: ``SQLiteError``.
    public func first() throws -> Answer? { try knowledgeBase.ask { try first(in: $0) } }

    /// The first that matches, without blocking the caller's thread; nil where none does.
    /// - Throws: ``SQLiteError``, `CancellationError`.
    public func first() async throws -> Answer? { try await knowledgeBase.ask { try first(in: $0) } }

    /// The first that matches in a snapshot; nil where none does.
    /// - Throws: ``SQLiteError``.
    public func first(in snapshot: Snapshot) throws -> Answer? {
        try limited(to: 1).all(in: snapshot).first
    }

    /// A cursor over all that match in a snapshot, which holds one of them at a time.
    ///
    ///     try kb.read { snapshot in
    ///         var stances = try kb.stances.cursor(in: snapshot)
    ///         while let stance = try stances.next() { print(stance.evidence.quote) }
    ///     }
    /// - Throws: ``SQLiteError``.
    public func cursor(in snapshot: Snapshot) throws -> Cursor<Answer> {
        Cursor(rows: try rows(on: snapshot.connection), decode: decode)
    }

    func rows(on connection: Connection) throws -> Rows {
        let statement = statement
        return try connection.statement(statement.text).rows(values: statement.bindings)
    }
}

/// The answers to a question one at a time, within the snapshot that it was asked in.
public struct Cursor<Answer>: ~Copyable {
    fileprivate var rows: Rows
    fileprivate let decode: @Sendable (Row) throws -> Answer

    /// The next; nil after the last.
    /// - Throws: ``SQLiteError``.
    public mutating func next() throws -> Answer? {
        guard let row = try rows.next() else { return nil }
        return try decode(row)
    }
}

/// A question that draws a conclusion from many rows, such as where a holder stands by now.
public struct Analysis<Answer: Sendable & Hashable>: Question {
    /// Whom it asks.
    public let knowledgeBase: KnowledgeBase
    /// Reads a row by position.
    public let decode: @Sendable (Row) throws -> Answer
    private let whole: SQL
    /// What stands behind the limit: what completes only the rows of the answer.
    private let rest: SQL
    private var limit: Int?

    init(
        _ knowledgeBase: KnowledgeBase, _ statement: SQL, rest: SQL = "",
        decode: @escaping @Sendable (Row) throws -> Answer
    ) {
        (self.knowledgeBase, self.decode, whole, self.rest) = (knowledgeBase, decode, statement, rest)
    }

    /// The statement that it runs, with its values.
    public var statement: SQL { whole + SQL(text: limit.map { "\nLIMIT \($0)" } ?? "") + rest }

    /// At most that many; the least where it is asked for several times.
    public func limited(to count: Int) -> Analysis {
        var analysis = self
        analysis.limit = max(0, min(count, limit ?? Int.max))
        return analysis
    }

    /// Two questions are equal when they ask the same of the same knowledge base.
    public static func == (left: Analysis, right: Analysis) -> Bool {
        left.knowledgeBase === right.knowledgeBase && left.statement == right.statement
    }

    /// Feeds the question.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(knowledgeBase))
        hasher.combine(statement)
    }
}
