// State behind a lock that the thread sanitizer knows.

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// State that one thread at a time may touch.
///
/// Not the `Mutex` of the standard library: on Linux the thread sanitizer does not see it, and reports every
/// use. With this lock its silence means something.
///
/// The proof for `@unchecked Sendable`: the state is reached in ``withLock(_:)`` only, between locking and
/// unlocking; both allocations live as long as the object and are touched by its deinit last.
final class Locked<State>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)

    init(_ initial: sending State) {
        // Without attributes this cannot fail on the systems that are supported.
        pthread_mutex_init(mutex, nil)
        state.initialize(to: initial)
    }

    deinit {
        state.deinitialize(count: 1)
        state.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func withLock<R>(_ body: (inout State) throws -> R) rethrows -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state.pointee)
    }
}
