// Giving a statement its values: the overloads for up to eight that the compiler makes as fast as binding each
// by itself. The general forms in Binding.swift go through tables of functions, value by value.

extension Statement {
    /// Binds what the closure binds, from the scratch memory.
    @inlinable
    @inline(__always)
    func binding(_ count: Int, _ body: () throws(SQLiteError) -> Void) throws(SQLiteError) {
        try beginBinding(count)
        do {
            try body()
        } catch {
            abandonBinding()
            throw error
        }
        endBinding()
    }

    /// Runs the statement to its end with this value; see the general `run(_:)`.
    @inlinable
    public func run<A: Bindable>(_ a: A) throws(SQLiteError) {
        try binding(1) { () throws(SQLiteError) in
            try a.bind(to: self, at: 1)
        }
        try finish()
    }

    /// Runs the statement to its end with these 2 values; see the general `run(_:)`.
    @inlinable
    public func run<A: Bindable, B: Bindable>(_ a: A, _ b: B) throws(SQLiteError) {
        try binding(2) { () throws(SQLiteError) in
            try a.bind(to: self, at: 1)
            try b.bind(to: self, at: 2)
        }
        try finish()
    }

    /// Runs the statement to its end with these 3 values; see the general `run(_:)`.
    @inlinable
    public func run<A: Bindable, B: Bindable, C: Bindable>(_ a: A, _ b: B, _ c: C) throws(SQLiteError) {
        try binding(3) { () throws(SQLiteError) in
            try a.bind(to: self, at: 1)
            try b.bind(to: self, at: 2)
            try c.bind(to: self, at: 3)
        }
        try finish()
    }

    /// Runs the statement to its end with these 4 values; see the general `run(_:)`.
    @inlinable
    public func run<
        A: Bindable, B: Bindable, C: Bindable, D: Bindable
    >(
        _ a: A, _ b: B, _ c: C, _ d: D
    ) throws(SQLiteError) {
        try binding(4) { () throws(SQLiteError) in
            try a.bind(to: self, at: 1)
            try b.bind(to: self, at: 2)
            try c.bind(to: self, at: 3)
            try d.bind(to: self, at: 4)
        }
        try finish()
    }

    /// Runs the statement to its end with these 5 values; see the general `run(_:)`.
    @inlinable
    public func run<
        A: Bindable, B: Bindable, C: Bindable, D: Bindable, E: Bindable
    >(
        _ a: A, _ b: B, _ c: C, _ d: D, _ e: E
    ) throws(SQLiteError) {
        try binding(5) { () throws(SQLiteError) in
            try a.bind(to: self, at: 1)
            try b.bind(to: self, at: 2)
            try c.bind(to: self, at: 3)
            try d.bind(to: self, at: 4)
            try e.bind(to: self, at: 5)
        }
        try finish()
    }

    /// Runs the statement to its end with these 6 values; see the general `run(_:)`.
    @inlinable
    public func run<
        A: Bindable, B: Bindable, C: Bindable, D: Bindable, E: Bindable, F: Bindable
    >(
        _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F
    ) throws(SQLiteError) {
        try binding(6) { () throws(SQLiteError) in
            try a.bind(to: self, at: 1)
            try b.bind(to: self, at: 2)
            try c.bind(to: self, at: 3)
            try d.bind(to: self, at: 4)
            try e.bind(to: self, at: 5)
            try f.bind(to: self, at: 6)
        }
        try finish()
    }

    /// Runs the statement to its end with these 7 values; see the general `run(_:)`.
    @inlinable
    public func run<
        A: Bindable, B: Bindable, C: Bindable, D: Bindable, E: Bindable, F: Bindable, G: Bindable
    >(
        _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G
    ) throws(SQLiteError) {
        try binding(7) { () throws(SQLiteError) in
            try a.bind(to: self, at: 1)
            try b.bind(to: self, at: 2)
            try c.bind(to: self, at: 3)
            try d.bind(to: self, at: 4)
            try e.bind(to: self, at: 5)
            try f.bind(to: self, at: 6)
            try g.bind(to: self, at: 7)
        }
        try finish()
    }

    /// Runs the statement to its end with these 8 values; see the general `run(_:)`.
    @inlinable
    public func run<
        A: Bindable, B: Bindable, C: Bindable, D: Bindable, E: Bindable, F: Bindable, G: Bindable, H: Bindable
    >(
        _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G, _ h: H
    ) throws(SQLiteError) {
        try binding(8) { () throws(SQLiteError) in
            try a.bind(to: self, at: 1)
            try b.bind(to: self, at: 2)
            try c.bind(to: self, at: 3)
            try d.bind(to: self, at: 4)
            try e.bind(to: self, at: 5)
            try f.bind(to: self, at: 6)
            try g.bind(to: self, at: 7)
            try h.bind(to: self, at: 8)
        }
        try finish()
    }

    /// Binds this value and returns a cursor over the rows; see the general `rows(_:)`.
    @inlinable
    public func rows<A: Bindable>(_ a: A) throws(SQLiteError) -> Rows {
        try binding(1) { () throws(SQLiteError) in
            try a.bind(to: self, at: 1)
        }
        return Rows(self)
    }

    /// Binds these 2 values and returns a cursor over the rows; see the general `rows(_:)`.
    @inlinable
    public func rows<A: Bindable, B: Bindable>(_ a: A, _ b: B) throws(SQLiteError) -> Rows {
        try binding(2) { () throws(SQLiteError) in
            try a.bind(to: self, at: 1)
            try b.bind(to: self, at: 2)
        }
        return Rows(self)
    }
}
