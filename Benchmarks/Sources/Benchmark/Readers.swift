// `benchmark readers`: threads that ask short questions through the library, against threads in C.

import CFloor
import Foundation
import Standpoint

private let rounds = 9

/// Measures one reader, two, and two beside a busy writer.
func readers(_ arguments: [String]) throws {
    let file = try Generated(arguments.first ?? "100000")
    defer { try? file.remove() }
    print("10 stances of a large target, again and again; median of \(rounds) rounds by turns")
    try readers(file, threads: 1, besideAWriter: false)
    try readers(file, threads: 2, besideAWriter: false)
    try readers(file, threads: 2, besideAWriter: true)
}

/// Readers in Swift and as many in C, alone and beside the same busy writer.
private func readers(_ file: Generated, threads: Int, besideAWriter: Bool) throws {
    let question = file.kb.stances.toward("topic-1").limited(to: 10)
    let side = try CQuestion(file.path, question)
    var ratios: [Double] = []
    for round in 0..<rounds {
        func swift() throws -> Int64 {
            let writer = besideAWriter ? floor_writer_start(file.path) : nil
            let done = Counter()
            DispatchQueue.concurrentPerform(iterations: threads) { _ in
                let end = ContinuousClock.now + .milliseconds(500)
                var count: Int64 = 0
                while ContinuousClock.now < end, (try? question.all()) != nil { count += 1 }
                done.add(count)
            }
            if let writer { _ = floor_writer_stop(writer) }
            return done.value
        }
        func c() throws -> Int64 {
            let writer = besideAWriter ? floor_writer_start(file.path) : nil
            let done = side.readers(threads, milliseconds: 500)
            if let writer { _ = floor_writer_stop(writer) }
            return done
        }
        let (a, b) = round % 2 == 0 ? (try swift(), try c()) : { (c, s) in (s, c) }(try c(), try swift())
        ratios.append(Double(a) / Double(b))
    }
    print(
        String(
            format:
                "\(threads) reader\(threads == 1 ? "" : "s")\(besideAWriter ? " beside a busy writer" : ""): %.2f of the rate of the same in C",
            ratios.sorted()[rounds / 2]))
}

/// A sum that several threads add to.
private final class Counter: @unchecked Sendable {
    // The lock orders every access.
    private let lock = NSLock()
    private var sum: Int64 = 0

    func add(_ value: Int64) { lock.withLock { sum += value } }
    var value: Int64 { lock.withLock { sum } }
}
