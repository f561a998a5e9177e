// Reading several columns at once: the overloads for up to eight that the compiler makes as fast as reading
// each by itself. The general form in Row.swift goes through tables of functions, at twice the time.

extension Row {
    /// Reads the first 2 columns.
    @inlinable
    public func decode<
        A: ColumnDecodable, B: ColumnDecodable
    >(
        _ a: A.Type, _ b: B.Type
    ) throws(SQLiteError) -> (A, B) {
        (
            try get(0, as: A.self), try get(1, as: B.self)
        )
    }

    /// Reads the first 3 columns.
    @inlinable
    public func decode<
        A: ColumnDecodable, B: ColumnDecodable, C: ColumnDecodable
    >(
        _ a: A.Type, _ b: B.Type, _ c: C.Type
    ) throws(SQLiteError) -> (A, B, C) {
        (
            try get(0, as: A.self), try get(1, as: B.self), try get(2, as: C.self)
        )
    }

    /// Reads the first 4 columns.
    @inlinable
    public func decode<
        A: ColumnDecodable, B: ColumnDecodable, C: ColumnDecodable, D: ColumnDecodable
    >(
        _ a: A.Type, _ b: B.Type, _ c: C.Type, _ d: D.Type
    ) throws(SQLiteError) -> (A, B, C, D) {
        (
            try get(0, as: A.self), try get(1, as: B.self), try get(2, as: C.self),
            try get(3, as: D.self)
        )
    }

    /// Reads the first 5 columns.
    @inlinable
    public func decode<
        A: ColumnDecodable, B: ColumnDecodable, C: ColumnDecodable, D: ColumnDecodable, E: ColumnDecodable
    >(
        _ a: A.Type, _ b: B.Type, _ c: C.Type, _ d: D.Type, _ e: E.Type
    ) throws(SQLiteError) -> (A, B, C, D, E) {
        (
            try get(0, as: A.self), try get(1, as: B.self), try get(2, as: C.self),
            try get(3, as: D.self), try get(4, as: E.self)
        )
    }

    /// Reads the first 6 columns.
    @inlinable
    public func decode<
        A: ColumnDecodable, B: ColumnDecodable, C: ColumnDecodable, D: ColumnDecodable, E: ColumnDecodable,
        F: ColumnDecodable
    >(
        _ a: A.Type, _ b: B.Type, _ c: C.Type, _ d: D.Type, _ e: E.Type, _ f: F.Type
    ) throws(SQLiteError) -> (A, B, C, D, E, F) {
        (
            try get(0, as: A.self), try get(1, as: B.self), try get(2, as: C.self),
            try get(3, as: D.self), try get(4, as: E.self), try get(5, as: F.self)
        )
    }

    /// Reads the first 7 columns.
    @inlinable
    public func decode<
        A: ColumnDecodable, B: ColumnDecodable, C: ColumnDecodable, D: ColumnDecodable, E: ColumnDecodable,
        F: ColumnDecodable, G: ColumnDecodable
    >(
        _ a: A.Type, _ b: B.Type, _ c: C.Type, _ d: D.Type, _ e: E.Type, _ f: F.Type, _ g: G.Type
    ) throws(SQLiteError) -> (A, B, C, D, E, F, G) {
        (
            try get(0, as: A.self), try get(1, as: B.self), try get(2, as: C.self),
            try get(3, as: D.self), try get(4, as: E.self), try get(5, as: F.self),
            try get(6, as: G.self)
        )
    }

    /// Reads the first 8 columns.
    @inlinable
    public func decode<
        A: ColumnDecodable, B: ColumnDecodable, C: ColumnDecodable, D: ColumnDecodable, E: ColumnDecodable,
        F: ColumnDecodable, G: ColumnDecodable, H: ColumnDecodable
    >(
        _ a: A.Type, _ b: B.Type, _ c: C.Type, _ d: D.Type, _ e: E.Type, _ f: F.Type, _ g: G.Type, _ h: H.Type
    ) throws(SQLiteError) -> (A, B, C, D, E, F, G, H) {
        (
            try get(0, as: A.self), try get(1, as: B.self), try get(2, as: C.self),
            try get(3, as: D.self), try get(4, as: E.self), try get(5, as: F.self),
            try get(6, as: G.self), try get(7, as: H.self)
        )
    }
}
