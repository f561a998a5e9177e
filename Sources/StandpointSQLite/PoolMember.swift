// One connection of a pool, and the crew of connections that work is given to.

internal import Dispatch

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// One connection of a pool, opened at its first use.
///
/// The proof for `@unchecked Sendable`: the mutable state is touched only between ``Crew``'s giving the
/// member to one taker and that taker's giving it back, and both happen under the crew's lock, which orders
/// what one taker did before what the next does. The connections that closures are given are taken from
/// them at the end of each, so what a closure keeps cannot touch the database afterwards.
final class PoolMember: @unchecked Sendable {
    /// Where asynchronous calls run.
    let queue: DispatchQueue
    private let mark: PoolMark
    private let open: @Sendable () throws -> Connection
    private var database: Database?
    private var cache = StatementCache(capacity: 0)
    /// The thread that used it last; touched under the crew's lock.
    fileprivate var thread: pthread_t?

    init(_ queue: DispatchQueue, _ mark: PoolMark, open: @escaping @Sendable () throws -> Connection) {
        (self.queue, self.mark, self.open) = (queue, mark, open)
    }

    /// Opens the connection if that has not been done.
    func connect() throws -> Database {
        if let database { return database }
        let connection = try open()
        let opened = try connection.openDatabase()
        opened.keepHooks()
        database = opened
        cache = connection.cache
        return opened
    }

    /// Runs a closure with the connection and leaves it clean: no transaction, no statement running.
    func use<T>(_ body: (Connection) throws -> T) throws -> T {
        let database = try connect()
        let connection = Connection(database, cache, isLent: true)
        defer {
            connection.revoke()
            database.endAccess(cache)
        }
        let result = try mark.around { try body(connection) }
        guard !database.isInTransaction else {
            throw SQLiteError.misuse("The closure left a transaction open; it was rolled back")
        }
        return result
    }

    func close() {
        cache.removeAll()
        try? database?.close()
        database = nil
    }
}

extension Database {
    /// Takes back whatever the closure of a pool access still holds.
    func endAccess(_ cache: StatementCache) {
        cache.endAccess()
        for key in loose {
            statements[key]?._withUnsafeGuaranteedRef { $0.invalidate() }
            statements[key] = nil
        }
        loose.removeAll()
        closeBlobs()
        rollback()
        restoreHooks()
        if readsOnly {
            try? command("PRAGMA query_only = OFF", evenCancelled: true)
            readsOnly = false
        }
    }
}

/// The connections of a pool that do the same kind of work, and the work that waits for one of them.
final class Crew: Sendable {
    /// Is given a member to use and give back, or nil when the pool is closed.
    typealias Taker = @Sendable (PoolMember?) -> Void

    private struct State {
        var idle: [PoolMember] = []
        var count = 0
        var waiting: [Taker] = []
        var isClosed = false
    }

    private let state = Locked(State())
    private let maximum: Int
    private let recruit: @Sendable () -> PoolMember
    private let inUse = DispatchGroup()

    init(maximum: Int, recruit: @escaping @Sendable () -> PoolMember) {
        self.maximum = maximum
        self.recruit = recruit
    }

    /// Calls the taker with a member as soon as there is one, in the order of the calls.
    func take(_ taker: @escaping Taker) {
        let now: PoolMember?? = state.withLock { state in
            if state.isClosed { return .some(nil) }
            if let member = free(&state) { return member }
            state.waiting.append(taker)
            return nil
        }
        if let now { taker(now) }
    }

    /// A member that is free right now.
    func takeNow() -> PoolMember? { state.withLock { $0.isClosed ? nil : free(&$0) } }

    private func free(_ state: inout State) -> PoolMember? {
        if !state.idle.isEmpty {
            // Two threads that swap connections would wait for each other's allocations and caches.
            let thread = pthread_self()
            let own = state.idle.lastIndex { $0.thread.map { pthread_equal($0, thread) != 0 } ?? false }
            inUse.enter()
            let member = state.idle.remove(at: own ?? state.idle.endIndex - 1)
            member.thread = thread
            return member
        }
        guard state.count < maximum else { return nil }
        state.count += 1
        inUse.enter()
        return recruit()
    }

    /// Gives a member to the next that waits.
    func giveBack(_ member: PoolMember) {
        let next: Taker? = state.withLock { state in
            if state.waiting.isEmpty {
                state.idle.append(member)
                inUse.leave()
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?(member)
    }

    /// Refuses new work and what waits, lets what runs finish, and closes the connections.
    func close() {
        let refused = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for taker in refused { taker(nil) }
        inUse.wait()
        let idle = state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
        for member in idle { member.close() }
    }
}
