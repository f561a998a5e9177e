// Running one statement with its values, in one call on the connection.

extension Connection {
    /// Runs one statement to its end. Rows it returns are passed over.
    ///
    /// - Throws: ``SQLiteError/parameterCount(expected:given:sql:)``, or what SQLite reports.
    @inlinable
    public func run<each V: Bindable>(_ sql: String, _ values: repeat each V) throws(SQLiteError) {
        try kept(sql).run(repeat each values)
    }

    /// Runs one query and returns a cursor over its rows.
    ///
    /// - Throws: ``SQLiteError/parameterCount(expected:given:sql:)``, or what SQLite reports.
    @inlinable
    public func rows<each V: Bindable>(
        _ sql: String, _ values: repeat each V
    ) throws(SQLiteError) -> Rows {
        try kept(sql).rows(repeat each values)
    }

    /// Reads the first row of a query; nil when there is none.
    ///
    /// ```swift
    /// let ana = try connection.first("SELECT name, born FROM person WHERE id = ?", 7) {
    ///     try Person(name: $0.get(0), born: $0.get(1))
    /// }
    /// ```
    /// - Throws: What SQLite reports, or the closure throws.
    @inlinable
    public func first<each V: Bindable, T>(
        _ sql: String, _ values: repeat each V, decode: (borrowing Row) throws -> T
    ) throws -> T? {
        try rows(sql, repeat each values).first(decode)
    }

    /// Reads the first column of the first row of a query; nil when there is no row or it is NULL.
    ///
    /// - Throws: ``SQLiteError/columnType(column:index:expected:found:sql:)``, or what SQLite reports.
    @inlinable
    public func value<T: ColumnDecodable, each V: Bindable>(
        _ type: T.Type, _ sql: String, _ values: repeat each V
    ) throws(SQLiteError) -> T? {
        var rows = try rows(sql, repeat each values)
        guard let row = try rows.next() else { return nil }
        return try row.get(0, as: T?.self)
    }

    /// Reads the first column of the first row of a query, as the type that the context asks for.
    ///
    /// - Throws: ``SQLiteError/columnType(column:index:expected:found:sql:)``, or what SQLite reports.
    @inlinable
    public func value<T: ColumnDecodable, each V: Bindable>(
        _ sql: String, _ values: repeat each V
    ) throws(SQLiteError) -> T? {
        try value(T.self, sql, repeat each values)
    }
}
