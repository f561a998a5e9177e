// SQL with its values: text that is written in the program, and values that are bound to it, never spliced.

public import StandpointSQLite

/// SQL text and the values of its parameters, in order.
///
/// What is interpolated is bound: it can never become SQL.
///
///     let key = "nicolas-maduro"
///     let rows = try kb.sql("SELECT target, act FROM stances WHERE holder_key = \(key)").all(String.self, Act.self)
public struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The text, with `?` for each value.
    public private(set) var text: String
    /// The values, in order.
    public private(set) var bindings: [Value]

    init(text: String, bindings: [Value] = []) { (self.text, self.bindings) = (text, bindings) }

    /// Empty, with room for so many bytes.
    init(reserving capacity: Int) {
        (text, bindings) = ("", [])
        text.reserveCapacity(capacity)
        bindings.reserveCapacity(16)
    }

    /// SQL without values.
    public init(stringLiteral value: String) { self.init(text: value) }

    /// SQL with the values that are interpolated.
    public init(stringInterpolation: Interpolation) {
        (text, bindings) = (stringInterpolation.text, stringInterpolation.bindings)
    }

    /// The text and the values of an interpolated literal.
    public struct Interpolation: StringInterpolationProtocol {
        var text = ""
        var bindings: [Value] = []

        /// Reserves room.
        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 2 * interpolationCount)
            bindings.reserveCapacity(interpolationCount)
        }

        /// Takes SQL as it is written.
        public mutating func appendLiteral(_ literal: String) { text += literal }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some ValueConvertible) {
            text += "?"
            bindings.append(value.value)
        }

        /// Binds a value, or NULL.
        public mutating func appendInterpolation<Wrapped: ValueConvertible>(_ value: Wrapped?) {
            text += "?"
            bindings.append(value.value)
        }

        /// Binds the values of a list, as `IN (\(keys))` needs them.
        public mutating func appendInterpolation(_ values: [some ValueConvertible]) {
            text += values.map { _ in "?" }.joined(separator: ", ")
            bindings += values.map(\.value)
        }

        /// Puts in other SQL with its values.
        public mutating func appendInterpolation(_ sql: SQL) {
            text += sql.text
            bindings += sql.bindings
        }

        mutating func appendInterpolation(raw sql: String) { text += sql }
    }

    /// Adds text, in place: the statement of a query is made in less than the time that it takes to run.
    mutating func add(_ text: String) { self.text += text }

    /// Adds text and a value behind it.
    mutating func add(_ text: String, _ value: Value) {
        self.text += text
        self.text += "?"
        bindings.append(value)
    }

    static func += (left: inout SQL, right: SQL) {
        left.text += right.text
        left.bindings += right.bindings
    }

    static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum += right
        return sum
    }
}

extension [SQL] {
    /// The parts one behind the other.
    func joined(_ separator: String) -> SQL {
        var sum = SQL(text: "")
        for (index, part) in enumerated() {
            if index > 0 { sum += SQL(text: separator) }
            sum += part
        }
        return sum
    }
}

extension KnowledgeBase {
    /// A question in SQL of your own, which can only read.
    ///
    ///     let since = "2019-01-01"
    ///     let counts = try await kb.sql("SELECT holder, count(*) FROM stances WHERE earliest >= \(since) GROUP BY 1")
    ///         .all(String.self, Int.self)
    ///
    /// - Parameter sql: One statement; what is interpolated is bound.
    public func sql(_ sql: SQL) -> SQLQuery { SQLQuery(knowledgeBase: self, question: sql) }
}

/// A question in SQL, whose rows are read by position: into tuples, by an initializer or closure, or as dictionaries.
public struct SQLQuery: Sendable {
    let knowledgeBase: KnowledgeBase
    let question: SQL

    /// The statement.
    public var sql: String { question.text }
    /// The values of its parameters.
    public var bindings: [Value] { question.bindings }

    /// All rows, each as a tuple of its first columns.
    /// - Throws: ``SQLiteError``, also for a column that does not hold its type.
    public func all<each Column: ColumnDecodable>(
        _ types: repeat (each Column).Type
    ) throws -> [(repeat each Column)] {
        try rows { try $0.decode(repeat each types) }
    }

    /// All rows, each as a tuple of its first columns, without blocking the caller's thread.
    /// - Throws: ``SQLiteError``, also for a column that does not hold its type; `CancellationError`.
    public func all<each Column: ColumnDecodable & Sendable>(
        _ types: repeat (each Column).Type
    ) async throws -> [(repeat each Column)] {
        try await rows { try $0.decode(repeat (each Column).self) }
    }

    /// All rows, each made from its first columns by an initializer or a function.
    ///
    ///     struct Count { let holder: String; let stances: Int }
    ///     let counts = try kb.sql("SELECT holder, count(*) FROM stances GROUP BY 1").all(Count.init)
    /// - Throws: What `make` throws; ``SQLiteError``, also for a column that does not hold its type.
    public func all<each Column: ColumnDecodable, T>(_ make: (repeat each Column) throws -> T) throws -> [T] {
        try rows { try make(repeat each $0.decode(repeat (each Column).self)) }
    }

    /// All rows, each made from its first columns by an initializer or a function, without blocking the caller's
    /// thread.
    /// - Throws: What `make` throws; ``SQLiteError``, also for a column that does not hold its type;
    ///   `CancellationError`.
    public func all<each Column: ColumnDecodable & Sendable, T: Sendable>(
        _ make: @Sendable @escaping (repeat each Column) throws -> T
    ) async throws -> [T] {
        try await rows { try make(repeat each $0.decode(repeat (each Column).self)) }
    }

    /// All rows, each as what its columns are called and hold.
    /// - Throws: ``SQLiteError``.
    public func dictionaries() throws -> [[String: Value]] { try rows(SQLQuery.dictionary) }

    /// All rows, each as what its columns are called and hold, without blocking the caller's thread.
    /// - Throws: ``SQLiteError``, `CancellationError`.
    public func dictionaries() async throws -> [[String: Value]] { try await rows(SQLQuery.dictionary) }

    private static func dictionary(_ row: Row) throws -> [String: Value] {
        var dictionary: [String: Value] = [:]
        for index in 0..<row.count {
            let name = try row.name(index)
            guard dictionary.updateValue(try row.value(index), forKey: name) == nil else {
                throw StandpointError.misuse(
                    "two columns of the answer are called “\(name)”: tell them apart with AS")
            }
        }
        return dictionary
    }

    /// How SQLite would run it, a line a step.
    /// - Throws: ``SQLiteError``.
    public func plan() throws -> [String] {
        try knowledgeBase.ask { snapshot in
            try snapshot.connection.statement("EXPLAIN QUERY PLAN " + sql).rows(values: bindings).map {
                try $0.get(3, as: String.self)
            }
        }
    }

    /// The first row as a tuple of its first columns; nil where there is none.
    /// - Throws: ``SQLiteError``, also for a column that does not hold its type.
    public func first<each Column: ColumnDecodable>(
        _ types: repeat (each Column).Type
    ) throws -> (repeat each Column)? {
        try knowledgeBase.ask { snapshot in
            var rows = try snapshot.connection.statement(sql).rows(values: bindings)
            return try rows.next()?.decode(repeat each types)
        }
    }

    private func rows<T>(_ decode: (Row) throws -> T) throws -> [T] {
        try knowledgeBase.ask { snapshot in
            try snapshot.connection.statement(sql).rows(values: bindings).map(decode)
        }
    }

    private func rows<T: Sendable>(_ decode: @Sendable @escaping (Row) throws -> T) async throws -> [T] {
        try await knowledgeBase.ask { snapshot in
            try snapshot.connection.statement(sql).rows(values: bindings).map(decode)
        }
    }
}
