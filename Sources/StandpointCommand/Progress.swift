// How far long work has come, for a person who waits at a terminal.

import Foundation
import Synchronization

/// A line on standard error that is written over, only where standard error is a terminal.
final class Progress: Sendable {
    private let what: String
    private let isShown = isatty(2) == 1
    private let last = Mutex<Int>(-1)

    init(_ what: String) { self.what = what }

    /// Shows a change of a whole per cent; always goes on.
    func show(_ done: Int, of total: Int) -> Bool {
        guard isShown, total > 0 else { return true }
        let percent = done * 100 / total
        let isNew = last.withLock { last in
            defer { last = percent }
            return last != percent
        }
        if isNew { Output.complain("\r\(what) … \(percent) %") }
        return true
    }

    func clear() {
        if isShown { Output.complain("\r\u{1B}[K") }
    }
}
