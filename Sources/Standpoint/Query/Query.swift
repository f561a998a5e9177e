// Questions as values: filters that compose in any order, one statement that anyone can see.

public import StandpointSQLite

/// What a query can give: a thing, a document, a passage or a fact.
public protocol Queryable: Sendable, Hashable {
    /// Where its rows come from and how they are read.
    static var shape: QueryShape<Self> { get }
}

/// Where the rows of a query come from and how they are read: its SQL without the filters.
public struct QueryShape<Result: Sendable>: Sendable {
    let source: QuerySource
    /// What is always asked for.
    let condition: SQL?
    /// In which order, where nothing else is said.
    let order: Order<Result>
    /// Reads a row by position.
    let decode: @Sendable (Row) throws -> Result

    init(
        columns: String, table: String, alias: String, joins: String = "", lookups: String = "",
        condition: SQL? = nil, leading: [(column: String, index: String)] = [],
        spans: [String: String] = [:], pair: (first: String, second: String, index: String)? = nil, dates: DateColumns? = nil, order: Order<Result>,
        decode: @escaping @Sendable (Row) throws -> Result
    ) {
        source = QuerySource(
            columns: columns, table: table, alias: alias, joins: joins, lookups: lookups, leading: leading,
            spans: spans, pair: pair, order: order.columns, dates: dates)
        (self.condition, self.order, self.decode) = (condition, order, decode)
    }
}

/// An order of the rows of a query. None leaves it open which of two rows is first.
public struct Order<Result: Sendable>: Sendable {
    /// The columns; the last tells any two rows apart, and the one before it may be empty.
    let columns: [String]
    /// What a row has in them.
    let values: @Sendable (Result) -> [Value]
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
public struct Query<Result: Queryable>: Question {
    /// Whom it asks.
    public let knowledgeBase: KnowledgeBase
    private var asked: QueryStatement
    private var order: Order<Result>

    init(_ knowledgeBase: KnowledgeBase) {
        let shape = Result.shape
        (self.knowledgeBase, order) = (knowledgeBase, shape.order)
        asked = QueryStatement(shape.source, condition: shape.condition, isPast: knowledgeBase.isPast)
    }

    /// Reads a row by position.
    public var decode: @Sendable (Row) throws -> Result { Result.shape.decode }

    // MARK: Filters, order and pages

    /// The same question with a further condition.
    func adding(_ condition: SQL) -> Query { changed { $0.add(condition) } }

    /// The same question for the few rows that an index finds by a condition.
    func narrowed(to condition: SQL) -> Query { changed { $0.narrow(condition) } }

    /// The same question with a condition on a column of which many rows have the same; the condition begins behind
    /// its name.
    func checking(_ column: String, _ condition: SQL) -> Query { changed { $0.check(column, condition) } }

    /// A condition on a column that holds the id of a thing.
    func matching(_ column: String, _ key: String, narrower: Bool = false) -> Query {
        if narrower { return narrowed(to: "\(raw: column) IN (\(Piece.narrower(key)))") }
        return changed { $0.match(column, key) }
    }

    /// A condition on a column that holds one of some words; none where there are none.
    func matching(_ column: String, anyOf words: [some Term]) -> Query { checking(column, " IN (\(words))") }

    /// A condition on the date of a row: that it may fall within another, or that it certainly does.
    func within(_ date: EDTF, certainly: Bool) -> Query { changed { $0.within(date, certainly: certainly) } }

    /// The same for the text of a date; nothing matches one that is none.
    func within(_ text: String, certainly: Bool) -> Query {
        EDTF(text).map { within($0, certainly: certainly) } ?? adding("0")
    }

    private func changed(_ change: (inout QueryStatement) -> Void) -> Query {
        var query = self
        change(&query.asked)
        return query
    }

    /// In another order, or in the same one backwards. A page that was asked for is forgotten.
    public func sorted(by order: Order<Result>, descending: Bool = false) -> Query {
        var query = self
        query.order = order
        (query.asked.order, query.asked.isDescending, query.asked.last) = (order.columns, descending, nil)
        return query
    }

    /// Only what comes behind that row, in the order of the question: the next page, however deep, costs what the
    /// first does.
    ///
    ///     var page = try kb.stances.limited(to: 20).all()
    ///     while let last = page.last {
    ///         page = try kb.stances.limited(to: 20).after(last).all()
    ///     }
    public func after(_ row: Result) -> Query {
        var query = self
        query.asked.last = order.values(row)
        return query
    }

    /// At most that many; the least where it is asked for several times.
    public func limited(to count: Int) -> Query {
        var query = self
        query.asked.limit = max(0, min(count, asked.limit ?? Int.max))
        return query
    }

    /// The statement that it runs, with its values.
    public var statement: SQL { asked.sql }

    /// Other columns of the rows that match, each with what belongs to it; for what is drawn from many rows. Neither a
    /// limit nor a page counts.
    func selecting(_ columns: String, joins: String) -> SQL {
        var whole = asked
        whole.last = nil
        return whole.selecting(columns, joins: joins)
    }

    // MARK: Counting

    /// How many match; a limit counts.
    /// - Throws: ``SQLiteError``.
    public func count() throws -> Int { try knowledgeBase.ask { try count(in: $0) } }

    /// How many match, without blocking the caller's thread.
    /// - Throws: ``SQLiteError``, `CancellationError`.
    public func count() async throws -> Int { try await knowledgeBase.ask { try count(in: $0) } }

    /// How many match in a snapshot.
    /// - Throws: ``SQLiteError``.
    public func count(in snapshot: Snapshot) throws -> Int {
        let counted = asked.selecting("count(*)", joins: "")
        let count = try snapshot.connection.statement(counted.text).rows(values: counted.bindings).map {
            try $0.get(0, as: Int.self)
        }
        return min(count.first ?? 0, asked.limit ?? Int.max)
    }

    /// Whether any matches.
    /// - Throws: ``SQLiteError``.
    public func exists() throws -> Bool { try knowledgeBase.ask { try exists(in: $0) } }

    /// Whether any matches, without blocking the caller's thread.
    /// - Throws: ``SQLiteError``, `CancellationError`.
    public func exists() async throws -> Bool { try await knowledgeBase.ask { try exists(in: $0) } }

    /// Whether any matches in a snapshot.
    /// - Throws: ``SQLiteError``.
    public func exists(in snapshot: Snapshot) throws -> Bool {
        guard asked.limit != 0 else { return false }
        let exists = "SELECT EXISTS (" + asked.selecting("1", joins: "") + ")"
        return try snapshot.connection.statement(exists.text).rows(values: exists.bindings).map {
            try $0.get(0, as: Bool.self)
        }.first ?? false
    }

    /// Two questions are equal when they ask the same of the same knowledge base.
    public static func == (left: Query, right: Query) -> Bool {
        left.knowledgeBase === right.knowledgeBase && left.statement == right.statement
    }

    /// Feeds the question.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(knowledgeBase))
        hasher.combine(statement)
    }
}
