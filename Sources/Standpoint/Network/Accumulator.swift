// The sums of one row of a product, on their way.

/// The sums of one actor with all others, used by one worker at a time and freed by its owner.
///
/// A row that meets many others is gone through from end to end; of a row that meets few, the places are noted.
final class Accumulator<Sum: FixedWidthInteger & SignedInteger> {
    private let count: Int
    private let sums: UnsafeMutablePointer<Sum>
    /// Products and sums of what both took, for divisors; made when first needed.
    private var shared: (products: UnsafeMutablePointer<Sum>, sums: UnsafeMutablePointer<Sum>)?
    private let isNoted: UnsafeMutablePointer<Bool>
    private var noted: [Int32] = []
    private var notes = false
    /// Columns of the counts of all that are still to be added.
    private var columns: [Int] = []
    private var factors: [Sum] = []
    private var isAll = false

    init(_ count: Int) {
        self.count = count
        sums = .allocate(capacity: max(1, count))
        sums.initialize(repeating: 0, count: count)
        isNoted = .allocate(capacity: max(1, count))
        isNoted.initialize(repeating: false, count: count)
    }

    func deallocate() {
        sums.deallocate()
        isNoted.deallocate()
        shared?.products.deallocate()
        shared?.sums.deallocate()
    }

    /// Begins a row that takes so many additions.
    func begin(_ work: Int) {
        isAll = work == .max
        notes = !isAll && work < count / 8
    }

    /// Adds a factor for each actor of a column.
    @inline(__always)
    func add<Place: FixedWidthInteger>(
        _ actors: UnsafeBufferPointer<Place>, _ range: Range<Int>, _ factor: Sum
    ) {
        let sums = sums
        for index in range { sums[Int(truncatingIfNeeded: actors[index])] &+= factor }
        if notes { note(actors, range) }
    }

    /// Notes a column of the counts of all, by where it begins, that is to be added so many times.
    @inline(__always)
    func note(_ place: Int, _ factor: Sum) {
        columns.append(place)
        factors.append(factor)
    }

    /// Adds the columns that were noted, for the actors behind another: four at a time, so that a sum is read and
    /// written once for four.
    func addNoted(_ counts: UnsafeBufferPointer<Int16>, after actor: Int) {
        defer {
            columns.removeAll(keepingCapacity: true)
            factors.removeAll(keepingCapacity: true)
        }
        guard let start = counts.baseAddress, !columns.isEmpty else { return }
        // Narrow factors, which the processor multiplies several at a time.
        let narrow = factors.map { Int32(Int16(truncatingIfNeeded: $0)) }
        let isNarrow = Sum.bitWidth <= 32 && zip(narrow, factors).allSatisfy { Sum(truncatingIfNeeded: $0) == $1 }
        let fours = isNarrow ? columns.count / 4 * 4 : 0
        // So many at once that their sums stay in the nearest cache.
        for first in stride(from: actor + 1, to: count, by: Accumulator.block) {
            let (sums, others) = (sums + first, min(Accumulator.block, count - first))
            for index in stride(from: 0, to: fours, by: 4) {
                let (p, q) = (start + columns[index] + first, start + columns[index + 1] + first)
                let (r, s) = (start + columns[index + 2] + first, start + columns[index + 3] + first)
                let (a, b) = (narrow[index], narrow[index + 1])
                let (c, d) = (narrow[index + 2], narrow[index + 3])
                for other in 0..<others {
                    // What goes beyond 32 bits on the way comes back, as the sum does not.
                    let one = Int32(p[other]) &* a &+ Int32(q[other]) &* b
                    let two = Int32(r[other]) &* c &+ Int32(s[other]) &* d
                    sums[other] &+= Sum(truncatingIfNeeded: one &+ two)
                }
            }
            for index in fours..<columns.count {
                let (column, factor) = (start + columns[index] + first, factors[index])
                for other in 0..<others { sums[other] &+= Sum(truncatingIfNeeded: column[other]) &* factor }
            }
        }
    }

    private static var block: Int { 4096 }

    /// Adds what both took, for the divisor, from a column of the counts of all.
    func share(_ counts: UnsafeBufferPointer<Int16>, after actor: Int, _ mine: Sum) {
        makeShared()
        guard let shared else { return }
        for other in (actor + 1)..<counts.count where counts[other] != 0 {
            let theirs = Sum(truncatingIfNeeded: counts[other])
            shared.products[other] &+= mine &* theirs
            shared.sums[other] &+= mine &+ theirs
        }
    }

    /// Adds what both took, for the divisor.
    func share<Place: FixedWidthInteger>(
        _ actors: UnsafeBufferPointer<Place>, _ range: Range<Int>, _ mine: Sum
    ) {
        makeShared()
        guard let shared else { return }
        var last = -1
        for index in range {
            let actor = Int(truncatingIfNeeded: actors[index])
            shared.products[actor] &+= mine
            // An actor stands there as often as it counts; what meets it counts once.
            shared.sums[actor] &+= actor == last ? 1 : mine &+ 1
            last = actor
        }
    }

    private func makeShared() {
        if shared == nil {
            let made = (
                products: UnsafeMutablePointer<Sum>.allocate(capacity: max(1, count)),
                sums: UnsafeMutablePointer<Sum>.allocate(capacity: max(1, count))
            )
            made.products.initialize(repeating: 0, count: count)
            made.sums.initialize(repeating: 0, count: count)
            shared = made
        }
    }

    private func note<Place: FixedWidthInteger>(_ actors: UnsafeBufferPointer<Place>, _ range: Range<Int>) {
        for index in range {
            let actor = Int(truncatingIfNeeded: actors[index])
            guard !isNoted[actor] else { continue }
            isNoted[actor] = true
            noted.append(Int32(truncatingIfNeeded: actor))
        }
    }

    /// Writes the others that the row met and their sums over a unit, from a place on; returns the place behind the
    /// last. Clears the sums.
    func collect(
        after actor: Int, _ unit: Double, _ targets: UnsafeMutablePointer<Int32>,
        _ weights: UnsafeMutablePointer<Double>, _ place: Int
    ) -> Int {
        var place = place
        guard !notes else {
            forEach(after: actor) { other, sum, _, _ in
                guard sum != 0 else { return }
                targets[place] = Int32(truncatingIfNeeded: other)
                weights[place] = Double(sum) / unit
                place += 1
            }
            return place
        }
        let sums = sums
        for other in stride(from: actor + 1, to: count, by: 1) {
            let sum = sums[other]
            guard sum != 0 else { continue }
            targets[place] = Int32(truncatingIfNeeded: other)
            weights[place] = Double(sum) / unit
            place += 1
            sums[other] = 0
        }
        return place
    }

    /// Goes through the others that the row met, in order, with the sum, the product and the sum of what both took;
    /// clears them.
    func forEach(after actor: Int, _ body: (Int, Sum, Sum, Sum) -> Void) {
        func take(_ other: Int) {
            let sum = sums[other]
            sums[other] = 0
            guard let shared else { return body(other, sum, 0, 0) }
            body(other, sum, shared.products[other], shared.sums[other])
            shared.products[other] = 0
            shared.sums[other] = 0
        }
        if notes {
            noted.sort()
            for other in noted {
                isNoted[Int(other)] = false
                take(Int(other))
            }
            noted.removeAll(keepingCapacity: true)
        } else {
            guard actor + 1 < count else { return }
            for other in (actor + 1)..<count { take(other) }
        }
    }
}
