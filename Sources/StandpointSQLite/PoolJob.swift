// The life of one asynchronous call of a pool: waiting, running, cancelled, finished.

/// One asynchronous call; resumes its continuation exactly once, whoever comes first.
final class PoolJob<T: Sendable>: Sendable {
    private enum State {
        case new
        case waiting(CheckedContinuation<T, any Error>)
        case running(CheckedContinuation<T, any Error>, InterruptHandle)
        case cancelled
        case finished
    }

    private let state = Locked(State.new)

    /// Takes the continuation; false when the task is cancelled already, which resumes it.
    func wait(_ continuation: CheckedContinuation<T, any Error>) -> Bool {
        let isCancelled = state.withLock { state in
            if case .cancelled = state { return true }
            state = .waiting(continuation)
            return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
        return !isCancelled
    }

    /// Runs the closure, unless the task was cancelled meanwhile.
    func run(on member: PoolMember, _ body: (Connection) throws -> T) {
        let interruption: InterruptHandle
        do { interruption = try member.connect().interruption } catch { return finish(.failure(error)) }
        let mayRun = state.withLock { state in
            guard case .waiting(let continuation) = state else { return false }
            state = .running(continuation, interruption)
            return true
        }
        guard mayRun else { return }
        let result = Result { try member.use(body) }
        finish(result, interruption)
    }

    func finish(_ result: Result<T, any Error>, _ interruption: InterruptHandle? = nil) {
        let continuation: CheckedContinuation<T, any Error>? = state.withLock { state in
            defer { state = .finished }
            switch state {
            case .waiting(let continuation), .running(let continuation, _): return continuation
            case .new, .cancelled, .finished: return nil
            }
        }
        // From here on nobody cancels: the connection is the next one's.
        let wasCancelled = interruption?.renew() ?? false
        if wasCancelled, case .failure = result {
            continuation?.resume(throwing: CancellationError())
        } else {
            continuation?.resume(with: result)
        }
    }

    /// Ends the wait at once, or stops what runs.
    func cancel() {
        let waiting: CheckedContinuation<T, any Error>? = state.withLock { state in
            switch state {
            case .new:
                state = .cancelled
            case .waiting(let continuation):
                state = .cancelled
                return continuation
            case .running(_, let interruption):
                interruption.cancel()
            case .cancelled, .finished:
                break
            }
            return nil
        }
        waiting?.resume(throwing: CancellationError())
    }
}
