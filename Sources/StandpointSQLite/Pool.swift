// Several connections to one database, shared by threads and tasks.

internal import Dispatch

/// One connection that writes and several that read, shared by any number of threads and tasks.
///
/// ```swift
/// let pool = try Pool(.path("archive.sqlite"))
/// try await pool.write { try $0.run("INSERT INTO person(name) VALUES (?)", "Ana") }
/// let count = try await pool.read { try $0.value(Int.self, "SELECT count(*) FROM person") }
/// ```
///
/// Readers see the database as it was committed when they began, and wait for nobody, given WAL mode.
/// Writers wait for each other. The asynchronous calls run on queues of their own, so that SQLite never
/// blocks the threads that Swift's tasks share; the synchronous ones run on the calling thread.
///
/// A connection is lent for the time of the closure: it, its statements and its cursors throw
/// ``SQLiteError/misuse(_:)`` afterwards. A synchronous call from inside of a closure of the same pool
/// throws it too, where it would otherwise wait for itself.
public final class Pool: Sendable {
    private let writer: Crew
    private let readers: Crew
    private let mark: PoolMark
    private let openReader: (@Sendable () throws -> Connection)?
    /// Watches for the commits of others; a database in memory has none.
    private let watcher: PoolReader?

    /// Opens the connection that writes; those that read are opened when they are first needed. A database
    /// in memory has one connection for both.
    ///
    /// - Parameters:
    ///   - maximumReaders: How many connections read at the same time, at least 1.
    ///   - prepare: Is run on each connection when it is opened.
    /// - Throws: As ``Connection/init(_:_:)``, or what `prepare` throws.
    public init(
        _ location: Location, _ configuration: Connection.Configuration = Connection.Configuration(),
        maximumReaders: Int = 4, prepare: (@Sendable (Connection) throws -> Void)? = nil
    ) throws {
        let mark = PoolMark()
        @Sendable func member(
            _ name: String, _ configuration: Connection.Configuration, reads: Bool
        ) -> PoolMember {
            PoolMember(DispatchQueue(label: "standpoint.sqlite.\(name)"), mark) {
                let connection = try Connection(location, configuration)
                try prepare?(connection)
                if reads { try connection.execute("PRAGMA query_only = ON") }
                try connection.openDatabase().watchProgress(every: 1000)
                return connection
            }
        }
        let first = member("writer", configuration, reads: configuration.readOnly)
        _ = try first.connect()
        self.mark = mark
        writer = Crew(maximum: 1) { first }
        if location == .memory {
            readers = writer
            (openReader, watcher) = (nil, nil)
        } else {
            var reading = configuration
            reading.readOnly = true
            reading.writeAheadLog = false
            reading.trustedSchema = false
            readers = Crew(maximum: max(1, maximumReaders)) { [reading] in
                member("reader", reading, reads: true)
            }
            let open: @Sendable () throws -> Connection = { [reading] in
                let connection = try Connection(location, reading)
                try prepare?(connection)
                try connection.execute("PRAGMA query_only = ON")
                return connection
            }
            (openReader, watcher) = (open, PoolReader(open: open))
        }
    }
}

extension Pool {
    /// Reads, seeing one state of the database throughout. Writing is refused.
    ///
    /// - Parameters:
    ///   - inTransaction: False where the closure runs one statement, which sees one state by itself.
    ///   - body: Reads.
    /// - Throws: What the closure throws or SQLite reports; ``SQLiteError/misuse(_:)`` when the pool is closed
    ///   or when called from inside of a closure of this pool.
    public func read<T>(inTransaction: Bool = true, _ body: (Connection) throws -> T) throws -> T {
        try perform(readers) { try self.reading($0, inTransaction, body) }
    }

    /// Reads, seeing one state of the database throughout. Writing is refused.
    ///
    /// - Parameters:
    ///   - inTransaction: False where the closure runs one statement, which sees one state by itself.
    ///   - body: Reads.
    /// - Throws: As the synchronous call; `CancellationError` when the task is cancelled, which also stops a
    ///   running statement.
    public func read<T: Sendable>(
        inTransaction: Bool = true, _ body: @Sendable @escaping (Connection) throws -> T
    ) async throws -> T {
        try await perform(readers) { try self.reading($0, inTransaction, body) }
    }

    /// Writes in one transaction, which is rolled back when the closure throws.
    ///
    /// - Throws: What the closure throws or SQLite reports; ``SQLiteError/misuse(_:)`` when the pool is closed
    ///   or when called from inside of a closure of this pool.
    public func write<T>(_ body: (Connection) throws -> T) throws -> T {
        try perform(writer) { connection in try connection.transaction(.immediate) { try body(connection) } }
    }

    /// Writes in one transaction, which is rolled back when the closure throws or the task is cancelled.
    ///
    /// - Throws: As the synchronous call; `CancellationError` when the task is cancelled.
    public func write<T: Sendable>(
        _ body: @Sendable @escaping (Connection) throws -> T
    ) async throws -> T {
        try await perform(writer) { connection in
            try connection.transaction(.immediate) { try body(connection) }
        }
    }

    /// Gives access to the connection that writes, outside of a transaction: for VACUUM, pragmas, migrations.
    ///
    /// - Throws: As ``write(_:)``; ``SQLiteError/misuse(_:)`` when the closure leaves a transaction open.
    public func withWriter<T>(_ body: (Connection) throws -> T) throws -> T {
        try perform(writer, body)
    }

    /// Gives access to the connection that writes, outside of a transaction: for VACUUM, pragmas, migrations.
    ///
    /// - Throws: As the synchronous call; `CancellationError` when the task is cancelled.
    public func withWriter<T: Sendable>(
        _ body: @Sendable @escaping (Connection) throws -> T
    ) async throws -> T {
        try await perform(writer, body)
    }

    /// A reader that is kept from one call to the next, beside those that the calls above share; nil for a database
    /// in memory, which has one connection only.
    public func reader() -> PoolReader? { openReader.map(PoolReader.init) }

    /// A number that is another after each commit, by whatever connection of whatever process.
    ///
    /// - Throws: What SQLite reports.
    public func version() async throws -> Int {
        guard let watcher else { return try await withWriter { $0.totalChanges } }
        // In a task of its own: who stops waiting must not stop the reader that others share.
        return try await Task.detached {
            try await watcher.run { try $0.value(Int.self, "PRAGMA data_version") ?? 0 }
        }.value
    }

    /// Refuses new work, waits for what runs, and closes all connections. Closing twice is fine.
    ///
    /// - Throws: ``SQLiteError/misuse(_:)`` from inside of a closure of this pool.
    public func close() throws(SQLiteError) {
        try refuseReentry()
        watcher?.close()
        readers.close()
        if writer !== readers { writer.close() }
    }
}

extension Pool {
    private func refuseReentry() throws(SQLiteError) {
        if mark.isOnThisThread {
            throw .misuse(
                "This pool was called from inside one of its closures; use the connection it is given")
        }
    }

    /// One snapshot, in which nothing can be written.
    private func reading<T>(
        _ connection: Connection, _ inTransaction: Bool, _ body: (Connection) throws -> T
    ) throws -> T {
        guard readers === writer else {
            return inTransaction ? try connection.transaction { try body(connection) } : try body(connection)
        }
        let database = try connection.openDatabase()
        try database.command("PRAGMA query_only = ON")
        database.readsOnly = true
        return try connection.transaction { try body(connection) }
    }

    private func perform<T>(_ crew: Crew, _ body: (Connection) throws -> T) throws -> T {
        try refuseReentry()
        guard let member = crew.takeNow() ?? Self.wait(for: crew) else { throw Self.closed }
        defer { crew.giveBack(member) }
        return try member.use(body)
    }

    private func perform<T: Sendable>(
        _ crew: Crew, _ body: @Sendable @escaping (Connection) throws -> T
    ) async throws -> T {
        let job = PoolJob<T>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard job.wait(continuation) else { return }
                crew.take { member in
                    guard let member else { return job.finish(.failure(Self.closed)) }
                    member.queue.async {
                        job.run(on: member, body)
                        crew.giveBack(member)
                    }
                }
            }
        } onCancel: {
            job.cancel()
        }
    }

    /// The next member that is free; nil when the pool is closed.
    private static func wait(for crew: Crew) -> PoolMember? {
        let box = Handover()
        crew.take { member in
            box.member.withLock { $0 = member }
            box.isReady.signal()
        }
        box.isReady.wait()
        return box.member.withLock { $0 }
    }

    private static var closed: SQLiteError { .misuse("The pool is closed") }
}

/// Where a thread that waits for a connection finds it.
private final class Handover: Sendable {
    let member = Locked<PoolMember?>(nil)
    let isReady = DispatchSemaphore(value: 0)
}
