// Timing the same work in Swift and in C by turns, and the table of their ratios.

import Foundation

/// What pieces of work take in Swift, divided by what they take in C.
///
/// Both run in one process, one right after the other, in alternating order from round to round: whatever
/// else slows the machine down hits both. Only their ratio is reported, as times say nothing about another
/// machine.
struct Comparison {
    private var works: [String] = []
    private var ratios: [String: [Double]] = [:]
    /// Which of the two goes first; the caller switches it from round to round.
    var swiftGoesFirst = false

    /// Times a piece of work in both languages.
    ///
    /// - Throws: ``BenchmarkError`` when the two return different sums: they did not do the same work.
    mutating func measure(_ work: String, swift: () throws -> Int64, c: () throws -> Int64) throws {
        func timed(_ body: () throws -> Int64) rethrows -> (sum: Int64, seconds: Double) {
            let start = ContinuousClock.now
            let sum = try body()
            return (sum, start.duration(to: .now) / .seconds(1))
        }
        let first = try timed(swiftGoesFirst ? swift : c)
        let second = try timed(swiftGoesFirst ? c : swift)
        guard first.sum == second.sum else {
            throw BenchmarkError("\(work): Swift and C read different things, \(first.sum) and \(second.sum)")
        }
        if ratios[work] == nil { works.append(work) }
        let ratio = first.seconds / second.seconds
        ratios[work, default: []].append(swiftGoesFirst ? ratio : 1 / ratio)
    }

    /// A line for each piece of work: the median of its ratios, and the lowest and the highest.
    var table: String {
        let width = (works.map(\.count).max() ?? 0) + 2
        var lines = ["work".padding(width) + "Swift : C   lowest–highest"]
        for work in works {
            let sorted = (ratios[work] ?? []).sorted()
            guard let low = sorted.first, let high = sorted.last else { continue }
            lines.append(
                work.padding(width)
                    + String(format: "%.2f        %.2f–%.2f", sorted[sorted.count / 2], low, high))
        }
        return lines.joined(separator: "\n")
    }
}

extension String {
    fileprivate func padding(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
