// The mutable state of a statement, apart from its object.

/// What changes while a statement runs.
///
/// The state is reached through a pointer, as each access to a stored property of a class would be checked
/// at run time for overlapping accesses: a dozen checks for each row. There is nothing for them to find, as
/// a statement is used by one thread at a time and each access below is over before anything else is called.
@usableFromInline
struct StatementState {
    @usableFromInline var phase = Statement.Phase.idle
    @usableFromInline var serial = 0
    @usableFromInline var columnCount = -1
    @usableFromInline var isLent = false
    @usableFromInline var resetIsDue = false
    var recentTexts = RecentTexts()
    var scratch: UnsafeMutableRawPointer?
    var scratchUsed = Statement.scratchCapacity
}

extension Statement {
    @usableFromInline
    enum Phase: UInt8 { case idle, binding, stepping, invalid }

    @inlinable var phase: Phase {
        get { state.pointee.phase }
        set { state.pointee.phase = newValue }
    }

    /// Changes with each step and reset, so that a row knows whether it is still the current one.
    @inlinable var serial: Int {
        get { state.pointee.serial }
        set { state.pointee.serial = newValue }
    }

    /// The columns of the current row; -1 until the first step, where SQLite may compile the statement again.
    @inlinable var columnCount: Int {
        get { state.pointee.columnCount }
        set { state.pointee.columnCount = newValue }
    }

    /// Whether a closure looks at memory of the current row; a reset then waits for its end.
    @inlinable var isLent: Bool {
        get { state.pointee.isLent }
        set { state.pointee.isLent = newValue }
    }

    @inlinable var resetIsDue: Bool {
        get { state.pointee.resetIsDue }
        set { state.pointee.resetIsDue = newValue }
    }

    /// Whether it belongs to the statements that the connection keeps.
    var isKept: Bool {
        get { !database.loose.contains(ObjectIdentifier(self)) }
        set {
            if newValue {
                database.loose.remove(ObjectIdentifier(self))
            } else {
                database.loose.insert(ObjectIdentifier(self))
            }
        }
    }

    /// Where texts and blobs are bound from by the calls that bind all values at once. SQLite reads it in
    /// place, so it never moves and lives as long as the statement.
    var scratch: UnsafeMutableRawPointer? {
        get { state.pointee.scratch }
        set { state.pointee.scratch = newValue }
    }

    /// The bytes in use; at the capacity, SQLite makes copies of its own.
    var scratchUsed: Int {
        get { state.pointee.scratchUsed }
        set { state.pointee.scratchUsed = newValue }
    }

    static var scratchCapacity: Int { 8192 }
}
