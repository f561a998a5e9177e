// A reader of a pool that stays in the midst of its work from one call to the next.

internal import Dispatch

/// A connection of its own that only reads, for reading in portions: what a closure leaves open, a statement or a
/// transaction, is there for the next.
///
/// ```swift
/// let reader = pool.reader()
/// try await reader?.run { try $0.execute("BEGIN") }
/// let first = try await reader?.run { try $0.value(Int.self, "SELECT count(*) FROM person") }
/// ```
///
/// It opens with the first call and closes with the last reference to it, whether or not the pool was closed before.
///
/// The proof for `@unchecked Sendable`: `connection` and `isClosed` are touched on the queue only, which runs one closure at a
/// time; the connection is closed by whoever drops the last reference, after the last of them.
public final class PoolReader: @unchecked Sendable {
    private let queue = DispatchQueue(label: "standpoint.sqlite.kept-reader")
    private let open: @Sendable () throws -> Connection
    private var connection: Connection?
    private var isClosed = false
    private let cancellation = Locked<(isCancelled: Bool, handle: InterruptHandle?)>((false, nil))

    init(open: @escaping @Sendable () throws -> Connection) { self.open = open }

    /// Runs a closure with the connection, on a queue of the reader's own.
    ///
    /// - Throws: What the closure throws or SQLite reports; `CancellationError` when the task is cancelled, which
    ///   stops what runs and leaves the reader unusable.
    public func run<T: Sendable>(_ body: @Sendable @escaping (Connection) throws -> T) async throws -> T {
        try Task.checkCancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.async {
                    let result = Result { try body(self.connect()) }
                    if case .failure = result, self.cancellation.withLock({ $0.isCancelled }) {
                        continuation.resume(throwing: CancellationError())
                    } else {
                        continuation.resume(with: result)
                    }
                }
            }
        } onCancel: {
            cancellation.withLock { state in
                state.isCancelled = true
                state.handle?.cancel()
            }
        }
    }

    /// Closes the connection; what comes later throws ``SQLiteError/misuse(_:)``.
    func close() {
        queue.sync {
            isClosed = true
            connection = nil
        }
    }

    private func connect() throws -> Connection {
        if let connection { return connection }
        guard !isClosed else { throw SQLiteError.misuse("The pool is closed") }
        let connection = try open()
        let database = try connection.openDatabase()
        try database.watchProgress(every: 1000)
        cancellation.withLock { state in
            state.handle = database.interruption
            if state.isCancelled { database.interruption.cancel() }
        }
        self.connection = connection
        return connection
    }
}
