// Which pools' closures a thread is running.

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Stands for a pool on the threads that run a closure of it. Each thread has a list of those that it is in the
/// midst of, which lies on its stack.
final class PoolMark: Sendable {
    private struct Link {
        let mark: ObjectIdentifier
        let outer: UnsafeMutableRawPointer?
    }

    /// Where a thread keeps its list; nil where the system has no place left, and then nothing is known.
    private static let key: pthread_key_t? = {
        var key = pthread_key_t()
        return pthread_key_create(&key, nil) == 0 ? key : nil
    }()

    /// Whether this thread is in the midst of a closure of the pool.
    var isOnThisThread: Bool {
        guard let key = Self.key else { return false }
        var next = pthread_getspecific(key)
        while let link = next?.assumingMemoryBound(to: Link.self).pointee {
            if link.mark == ObjectIdentifier(self) { return true }
            next = link.outer
        }
        return false
    }

    /// Runs a closure of the pool.
    func around<T>(_ body: () throws -> T) rethrows -> T {
        guard let key = Self.key else { return try body() }
        var link = Link(mark: ObjectIdentifier(self), outer: pthread_getspecific(key))
        return try withUnsafeMutablePointer(to: &link) { link in
            pthread_setspecific(key, link)
            defer { pthread_setspecific(key, link.pointee.outer) }
            return try body()
        }
    }
}
