// Work in parts on all cores, which tells how far it is and can be stopped.

import Dispatch
import Foundation
import Synchronization

/// Is told how many parts of how many are done, from any thread; returns false to stop.
public typealias NetworkProgress = @Sendable (_ done: Int, _ of: Int) -> Bool

/// Parts of some work, handed out to the cores one by one.
enum Workers {
    /// How many there are.
    static var count: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

    /// The places of some that belong to a part of the work, all parts about as long.
    static func range(_ part: Int, of parts: Int, in count: Int) -> Range<Int> {
        (count * part / parts)..<(count * (part + 1) / parts)
    }

    private final class State: Sendable {
        let next = Atomic<Int>(0)
        let done = Atomic<Int>(0)
        let isStopped = Atomic<Bool>(false)
    }

    /// Runs the body for each part, on all cores; it is given the number of its worker and of the part.
    /// - Throws: `CancellationError` where progress says to stop; parts under way are finished first.
    static func run(_ parts: Int, _ progress: NetworkProgress?, _ body: (Int, Int) -> Void) throws {
        let state = State()
        withoutActuallyEscaping(body) { body in
            // The proof for `unsafe`: each part is handed to one worker only, and all are done before this returns.
            nonisolated(unsafe) let body = body
            DispatchQueue.concurrentPerform(iterations: min(count, max(1, parts))) { worker in
                while !state.isStopped.load(ordering: .relaxed) {
                    let part = state.next.wrappingAdd(1, ordering: .relaxed).oldValue
                    guard part < parts else { return }
                    body(worker, part)
                    let done = state.done.wrappingAdd(1, ordering: .relaxed).newValue
                    if let progress, !progress(done, parts) {
                        state.isStopped.store(true, ordering: .relaxed)
                    }
                }
            }
        }
        if state.isStopped.load(ordering: .relaxed) { throw CancellationError() }
    }
}

/// A switch that a cancelled task turns.
final class Stop: Sendable {
    private let isSet = Atomic<Bool>(false)
    /// Says to stop.
    func set() { isSet.store(true, ordering: .relaxed) }
    /// Progress that stops when told, and is passed on otherwise.
    func progress(_ progress: NetworkProgress?) -> NetworkProgress {
        { self.isSet.load(ordering: .relaxed) ? false : progress?($0, $1) ?? true }
    }
}
