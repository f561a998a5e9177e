// The door to a Standpoint file.

public import StandpointSQLite

/// A knowledge base: one SQLite file of things, facts and the passages that prove them.
///
/// One edit runs at a time, and any number of reads beside it, each on a consistent snapshot. The async calls never
/// block Swift's threads; the sync ones are for scripts and tests.
///
///     let kb = try KnowledgeBase(at: "havana.sqlite")
///     try await kb.edit(by: "desk", note: "Coded the closing report") { edit in
///         let cuba = try edit.organization("cuba", name: "Cuba", kind: .state)
///         …
///     }
public final class KnowledgeBase: Sendable {
    /// The path of the file; `:memory:` for one in memory.
    public let path: String
    let pool: Pool
    /// Whether it is as it was at an earlier revision: its tables are views then, which have no indexes to name.
    let isPast: Bool

    /// Opens a file, makes it where there is none, and brings one of an earlier version up to date.
    /// - Parameters:
    ///   - path: The file. Its folder must be there.
    ///   - configuration: How to open it. Readers never change it.
    /// - Throws: ``StandpointError/notAKnowledgeBase(path:reason:)`` for a file of another program,
    ///   ``StandpointError/newerFile(path:version:supported:)`` for one of a later version, ``SQLiteError`` for what
    ///   SQLite cannot open.
    public convenience init(at path: String, _ configuration: Connection.Configuration = .init()) throws {
        try self.init(path: path, location: .path(path), configuration)
    }

    /// A knowledge base in memory, for tests and for work that needs no file.
    /// - Throws: ``SQLiteError`` where memory runs out.
    public static func inMemory() throws -> KnowledgeBase {
        try KnowledgeBase(path: ":memory:", location: .memory, .init())
    }

    private init(path: String, location: Location, _ configuration: Connection.Configuration) throws {
        (self.path, isPast) = (path, false)
        var configuration = configuration
        // The triggers that keep the full-text search in step write to FTS5 tables. That opens nothing to a file from
        // a stranger: no function and no module is registered with the connection, and extensions cannot be loaded.
        configuration.trustedSchema = !configuration.readOnly
        pool = try Pool(location, configuration)
        let readOnly = configuration.readOnly
        do {
            try pool.withWriter { try Migration.run(on: $0, path: path, readOnly: readOnly) }
        } catch {
            try? pool.close()
            throw error
        }
    }

    /// The knowledge base behind a pool whose connections look at the past.
    init(path: String, pastThrough pool: Pool) { (self.path, self.pool, isPast) = (path, pool, true) }

    /// Closes the file. What is under way is finished first; what comes later throws.
    /// - Throws: ``SQLiteError`` where the file cannot be closed.
    public func close() throws { try pool.close() }

    // MARK: Editing

    /// Makes changes, all of them or none, as one revision.
    ///
    /// The revision is written with the first change, so that an edit that changes nothing leaves nothing.
    /// - Parameters:
    ///   - author: Who makes the changes.
    ///   - note: Why.
    ///   - body: Makes them; what it throws takes all of them back.
    /// - Throws: What `body` throws; ``SQLiteError`` for a rule that a change breaks, with what to do.
    @discardableResult
    public func edit<T>(by author: String, note: String = "", _ body: (Edit) throws -> T) throws -> T {
        try pool.write { try Edit.run(on: $0, author: author, note: note, body) }
    }

    /// Makes changes, all of them or none, as one revision, without blocking the caller's thread.
    ///
    /// A cancelled task takes the changes back and throws `CancellationError`.
    /// - Parameters:
    ///   - author: Who makes the changes.
    ///   - note: Why.
    ///   - body: Makes them; what it throws takes all of them back.
    /// - Throws: What `body` throws; ``SQLiteError`` for a rule that a change breaks, with what to do.
    @discardableResult
    public func edit<T: Sendable>(
        by author: String, note: String = "", _ body: @Sendable @escaping (Edit) throws -> T
    ) async throws -> T {
        try await pool.write { try Edit.run(on: $0, author: author, note: note, body) }
    }

    // MARK: Reading

    /// Reads from one consistent state of the file, whatever is written meanwhile.
    ///
    /// Within it, ask queries with `all(in:)`, `first(in:)` and so on: the calls that open a snapshot of their own
    /// are refused there.
    ///
    ///     let (for, against) = try kb.read { snapshot in
    ///         (try kb.stances.holding(.supports).count(in: snapshot), try kb.stances.holding(.opposes).count(in: snapshot))
    ///     }
    /// - Throws: What `body` throws.
    public func read<T>(_ body: (Snapshot) throws -> T) throws -> T {
        try pool.read { try body(Snapshot($0)) }
    }

    /// Reads from one consistent state of the file, without blocking the caller's thread.
    /// - Throws: What `body` throws; `CancellationError` in a cancelled task.
    public func read<T: Sendable>(_ body: @Sendable @escaping (Snapshot) throws -> T) async throws -> T {
        try await pool.read { try body(Snapshot($0)) }
    }

    /// Reads with one statement, which needs no transaction to see one state.
    func ask<T>(_ body: (Snapshot) throws -> T) throws -> T {
        try pool.read(inTransaction: false) { try body(Snapshot($0)) }
    }

    /// Reads with one statement, without blocking the caller's thread.
    func ask<T: Sendable>(_ body: @Sendable @escaping (Snapshot) throws -> T) async throws -> T {
        try await pool.read(inTransaction: false) { try body(Snapshot($0)) }
    }
}
