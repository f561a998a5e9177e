// Questions as values: filters that compose in any order, one statement that anyone can see.

public import StandpointSQLite

/// What a query can give: a thing, a document, a passage or a fact.
public protocol Queryable: Sendable, Hashable {
    /// Where its rows come from and how they are read.
    static var shape: QueryShape<Self> { get }
}

/// Where the rows of a query come from and how they are read: its SQL without the filters.
public struct QueryShape<Result: Sendable>: Sendable {
    /// What is selected.
    let columns: String
    /// The table.
    let table: String
    /// What the SQL calls its rows.
    let alias: String
    /// What belongs to each row, and filters may look at.
    var joins = ""
    /// What each row is completed with once it has passed the filters.
    var lookups = ""
    /// What is always asked for.
    var condition: SQL?
    /// The columns of keys for which an index has the rows in the order of the date.
    var leading: [String] = []
    /// The indexes that have the rows of more than a day by their last one, by the column of the key that they begin
    /// with; that of all rows under no name.
    var spans: [String: String] = [:]
    /// The columns of two keys for which an index has the rows in the order of the date.
    var pair: (first: String, second: String)?
    /// In which order, where nothing else is said.
    let order: Order<Result>
    /// Reads a row by position.
    let decode: @Sendable (Row) throws -> Result

    /// The table under its alias.
    var source: String { "\(table) \(alias)" }
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
    /// A row of the table belongs to the thing of a key.
    private struct Key: Sendable, Hashable {
        let column: String
        let key: String
    }

    /// The days that the date of a row is compared with.
    private struct Span: Sendable, Hashable {
        let earliest: Value
        let latest: Value
    }

    /// Whom it asks.
    public let knowledgeBase: KnowledgeBase
    private var keys: [Key] = []
    private var span: Span?
    private var conditions: [SQL]
    private var order = Result.shape.order
    private var isDescending = false
    private var last: [Value]?
    private var limit: Int?

    init(_ knowledgeBase: KnowledgeBase) {
        self.knowledgeBase = knowledgeBase
        conditions = Result.shape.condition.map { [$0] } ?? []
    }

    /// Reads a row by position.
    public var decode: @Sendable (Row) throws -> Result { Result.shape.decode }

    // MARK: Filters, order and pages

    /// The same question with a further condition.
    func adding(_ condition: SQL) -> Query {
        var query = self
        query.conditions.append(condition)
        return query
    }

    /// A condition on a column that holds the id of a thing.
    func matching(_ column: String, _ key: String, narrower: Bool = false) -> Query {
        if narrower { return adding("\(raw: column) IN (\(Piece.narrower(key)))") }
        var query = self
        query.keys.append(Key(column: column, key: key))
        return query
    }

    /// A condition on a column that holds one of some words; none where there are none.
    func matching(_ column: String, anyOf words: [some Term]) -> Query {
        adding("\(raw: column) IN (\(words))")
    }

    /// A condition on the date of a row of a table: that it may fall within another, or that it certainly does.
    func within(_ table: String, _ date: EDTF, certainly: Bool) -> Query {
        let (first, last) = (date.earliest.description, date.latest.description)
        let f = Result.shape.leading.isEmpty ? "" : "f."
        let condition: SQL =
            certainly
            ? "\(raw: f)earliest BETWEEN \(first) AND \(last) AND \(raw: f)latest <= \(last)"
            : "\(raw: f)earliest <= \(last) AND \(raw: f)latest >= \(first)"
        if Result.shape.leading.isEmpty {
            // Apart from the rest, so that SQLite does not read all rows in their order rather than these by their dates.
            return adding(
                "\(raw: Result.shape.alias).id IN (SELECT id FROM \(raw: table) WHERE \(condition))")
        }
        guard certainly || span != nil else {
            var query = self
            query.span = Span(earliest: .text(first), latest: .text(last))
            return query
        }
        return adding(condition)
    }

    /// The same for the text of a date; nothing matches one that is none.
    func within(_ table: String, _ text: String, certainly: Bool) -> Query {
        EDTF(text).map { within(table, $0, certainly: certainly) } ?? adding("0")
    }

    /// In another order, or in the same one backwards. A page that was asked for is forgotten.
    public func sorted(by order: Order<Result>, descending: Bool = false) -> Query {
        var query = self
        (query.order, query.isDescending, query.last) = (order, descending, nil)
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
        query.last = order.values(row)
        return query
    }

    /// At most that many; the least where it is asked for several times.
    public func limited(to count: Int) -> Query {
        var query = self
        query.limit = max(0, min(count, limit ?? Int.max))
        return query
    }

    // MARK: SQL

    /// The statement that it runs, with its values.
    public var statement: SQL {
        var sql = SQL(reserving: 4096)
        sql.add("SELECT ")
        sql.add(Result.shape.columns)
        sql.add("\nFROM ")
        addRows(to: &sql, joins: Result.shape.lookups)
        sql.add("\nORDER BY ")
        for (index, column) in order.columns.enumerated() {
            if index > 0 { sql.add(", ") }
            sql.add(column)
            if isDescending { sql.add(" DESC") }
        }
        if let limit {
            sql.add("\nLIMIT ")
            sql.add(String(limit))
        }
        return sql
    }

    /// Other columns of the rows that match, each with what belongs to it; for what is drawn from many rows.
    func selecting(_ columns: String, joins: String) -> SQL {
        var sql = SQL(text: "SELECT \(columns)\nFROM ")
        addRows(to: &sql, joins: joins)
        return sql
    }

    /// A part of the rows that SQLite reads in the order of one index.
    private struct Part {
        enum Identity { case itself, merged, any }
        enum Time { case begun, reaching, overlapping }
        var identity: Identity?
        /// Of the second key of a pair that has an index of its own.
        var second: Identity?
        var time: Time?
        var index: String?
    }

    /// Parts that exclude each other and together have what a key and the span ask for; none where one condition
    /// behind the other does as well.
    ///
    /// SQLite merges them, so that the first rows are there at once however many there are: `column IN (…)` or `OR`
    /// would have all of them read and sorted.
    private var parts: [Part] {
        let spans = knowledgeBase.isPast ? [:] : Result.shape.spans
        guard !Result.shape.leading.isEmpty, order.columns == Result.shape.order.columns else { return [] }
        guard let lead else {
            guard keys.isEmpty, span != nil, let index = spans[""] else { return [] }
            return [Part(time: .begun), Part(time: .reaching, index: index)]
        }
        if second != nil {
            let time: Part.Time? = span == nil ? nil : .overlapping
            return [
                Part(identity: .itself, second: .itself, time: time),
                Part(identity: .itself, second: .merged, time: time),
                Part(identity: .merged, second: .any, time: time),
            ]
        }
        guard span != nil else { return [Part(identity: .itself), Part(identity: .merged)] }
        guard let index = spans[lead.column] else {
            return [Part(identity: .itself, time: .overlapping), Part(identity: .merged, time: .overlapping)]
        }
        return [
            Part(identity: .itself, time: .begun), Part(identity: .itself, time: .reaching, index: index),
            Part(identity: .merged, time: .overlapping),
        ]
    }

    /// The key whose index the rows are read by.
    private var lead: Key? {
        if keys.count < 2 {
            return keys.first.flatMap { Result.shape.leading.contains($0.column) ? $0 : nil }
        }
        return Result.shape.leading.lazy.compactMap { column in keys.first { $0.column == column } }.first
    }

    /// The key that an index has behind the lead.
    private var second: Key? {
        guard keys.count > 1, let pair = Result.shape.pair, lead?.column == pair.first else { return nil }
        return keys.first { $0.column == pair.second }
    }

    /// Adds the tables and the conditions.
    private func addRows(to sql: inout SQL, joins: String) {
        let (table, alias) = (Result.shape.source, Result.shape.alias)
        let page = self.page
        var parts = self.parts
        let isPaged = !parts.isEmpty || (page.count > 1 && keys.isEmpty && !Result.shape.leading.isEmpty)
        if isPaged, parts.isEmpty { parts = [Part()] }
        let lead = parts.first?.identity == nil ? nil : self.lead
        let second = parts.first?.second == nil ? nil : self.second
        var isFirst = true
        for part in parts {
            for page in page.isEmpty ? [nil] : page.map(Optional.some) {
                sql.add(isFirst ? "(SELECT * FROM " : "\n    UNION ALL SELECT * FROM ")
                sql.add(table)
                if let index = part.index {
                    sql.add(" INDEXED BY ")
                    sql.add(index)
                }
                add(part, page, lead, second, to: &sql)
                isFirst = false
            }
        }
        if isFirst {
            sql.add(table)
        } else {
            sql.add(") ")
            sql.add(alias)
        }
        sql.add(Result.shape.joins)
        sql.add(joins)

        var isOpen = false
        func and(_ sql: inout SQL) {
            sql.add(isOpen ? "\n    AND " : "\nWHERE ")
            isOpen = true
        }
        for condition in conditions {
            and(&sql)
            sql += condition
        }
        for key in keys where key != lead && key != second {
            and(&sql)
            sql.add(key.column)
            sql.add(" IN (")
            sql += Piece.same(key.key)
            sql.add(")")
        }
        if let span, parts.first?.time == nil {
            and(&sql)
            add(.overlapping, span, to: &sql)
        }
        if !page.isEmpty, !isPaged {
            and(&sql)
            sql.add("(")
            sql += page.joined(" OR ")
            sql.add(")")
        }
    }

    /// Adds what is asked of a part.
    private func add(_ part: Part, _ page: SQL?, _ lead: Key?, _ second: Key?, to sql: inout SQL) {
        var isOpen = false
        func and(_ sql: inout SQL) {
            sql.add(isOpen ? " AND " : " WHERE ")
            isOpen = true
        }
        for case let (identity?, key?) in [(part.identity, lead), (part.second, second)] {
            and(&sql)
            sql.add(key.column)
            switch identity {
            case .itself:
                sql.add(" = (SELECT coalesce(canonical_id, id) FROM entity WHERE key = ", .text(key.key))
                sql.add(")")
            case .merged:
                sql.add(" IN (SELECT id FROM entity WHERE canonical_id = ")
                sql.add("(SELECT coalesce(canonical_id, id) FROM entity WHERE key = ", .text(key.key))
                sql.add("))")
            case .any:
                sql.add(" IN (")
                sql += Piece.same(key.key)
                sql.add(")")
            }
        }
        if let time = part.time, let span {
            and(&sql)
            add(time, span, to: &sql)
        }
        if let page {
            and(&sql)
            sql += page
        }
    }

    private func add(_ time: Part.Time, _ span: Span, to sql: inout SQL) {
        let (first, last) = (span.earliest, span.latest)
        switch time {
        case .begun:
            sql.add("f.earliest BETWEEN ", first)
            sql.add(" AND ", last)
        case .reaching:
            sql.add("f.earliest < ", first)
            sql.add(" AND f.latest >= ", first)
            sql.add(" AND f.latest > f.earliest")
        case .overlapping:
            sql.add("f.earliest <= ", last)
            sql.add(" AND f.latest >= ", first)
        }
    }

    /// What comes behind the last row of the page before; no first column is less than any other.
    private var page: [SQL] {
        guard let last, let id = last.last, let column = order.columns.last else { return [] }
        let sign = isDescending ? "<" : ">"
        guard last.count == 2, let first = order.columns.first else {
            return ["\(raw: column) \(raw: sign) \(id)"]
        }
        let same: SQL = "\(raw: first) IS NULL AND \(raw: column) \(raw: sign) \(id)"
        let beyond: SQL = "(\(raw: first), \(raw: column)) \(raw: sign) (\(last[0]), \(id))"
        switch (last[0], isDescending) {
        case (.null, false): return [same, "\(raw: first) IS NOT NULL"]
        case (.null, true): return [same]
        case (_, false): return [beyond]
        case (_, true): return [beyond, "\(raw: first) IS NULL"]
        }
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
        let counted = selecting("count(*)", joins: "")
        let count = try snapshot.connection.statement(counted.text).rows(values: counted.bindings).map {
            try $0.get(0, as: Int.self)
        }
        return min(count.first ?? 0, limit ?? Int.max)
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
        guard limit != 0 else { return false }
        let asked = "SELECT EXISTS (" + selecting("1", joins: "") + ")"
        return try snapshot.connection.statement(asked.text).rows(values: asked.bindings).map {
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
