// `benchmark networks`: a congruence network of all stances, against reading the same rows in C.

import Foundation
import Standpoint

private let rounds = 3

/// Measures the whole, and its two steps.
func networks(_ arguments: [String]) throws {
    let file = try Generated(arguments.first ?? "1000000")
    defer { try? file.remove() }
    let side = try CQuestion(
        file.path,
        sql: """
            SELECT f.holder_id, f.target_id, f.polarity FROM stance f
            WHERE f.rank <> 'deprecated' AND f.polarity <> 0
            """)
    let clock = ContinuousClock()
    var (whole, counting, ties) = ([Double](), [Double](), 0)
    var rows = try side.integers()  // The pages come into memory.
    for round in 0..<rounds {
        func c() throws -> Duration { try clock.measure { rows = try side.integers() } }
        func swift() throws -> (Duration, Duration) {
            var made: Affiliations?
            let first = try clock.measure { made = try file.kb.stances.affiliations() }
            let second = try clock.measure { ties = try made?.network(.congruence).edges.count ?? 0 }
            return (first, second)
        }
        let (floor, steps) = round % 2 == 0 ? (try c(), try swift()) : { ($1, $0) }(try swift(), try c())
        whole.append((steps.0 + steps.1) / floor)
        counting.append(steps.0 / floor)
    }
    let (all, first) = (whole.sorted()[rounds / 2], counting.sorted()[rounds / 2])
    print("A congruence network of \(rows) stances, \(ties) ties; median of \(rounds) rounds by turns")
    print(
        String(
            format: "%.2f times as long as reading the rows in C; %.2f of it are reading and counting", all,
            first))
}
