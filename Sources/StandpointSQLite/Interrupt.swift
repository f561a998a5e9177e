// Stopping a running statement from another thread.

internal import CStandpointSQLite
internal import Synchronization

/// Stops what a connection is running; usable from any thread, also after the connection is closed.
///
/// ```swift
/// let handle = connection.interruptHandle
/// Task { try await Task.sleep(for: .seconds(2)); handle.interrupt() }
/// ```
public final class InterruptHandle: Sendable {
    // The proof for @unchecked Sendable: SQLite allows sqlite3_interrupt from any thread while the handle is
    // open, and `detach` takes the handle away under the lock that `interrupt` holds, before it is closed.
    private struct Target: @unchecked Sendable { var pointer: OpaquePointer? }
    private let target: Locked<Target>
    private let cancelled = Atomic<Bool>(false)
    private let ignored = Atomic<Bool>(false)

    init(_ pointer: OpaquePointer) {
        target = Locked(Target(pointer: pointer))
    }

    /// Stops the statements that run now, which throw ``ResultCode/interrupt``. Those that begin later are
    /// not affected, and with nothing running nothing happens.
    public func interrupt() {
        target.withLock { if let pointer = $0.pointer { sqlite3_interrupt(pointer) } }
    }

    /// Stops what runs now and whatever begins, until ``renew()``.
    func cancel() {
        cancelled.store(true, ordering: .relaxed)
        interrupt()
    }

    /// Allows work again; returns whether it was cancelled.
    func renew() -> Bool { cancelled.exchange(false, ordering: .relaxed) }

    func detach() { target.withLock { $0.pointer = nil } }

    /// Whether work should stop. Relaxed is enough: it is a hint that orders nothing else.
    var isCancelled: Bool { cancelled.load(ordering: .relaxed) && !ignored.load(ordering: .relaxed) }

    /// Whether cancellation is overlooked for now; set by the connection's own thread only.
    var isIgnored: Bool {
        get { ignored.load(ordering: .relaxed) }
        set { ignored.store(newValue, ordering: .relaxed) }
    }
}
