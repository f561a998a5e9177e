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
    /// The sums of a block in 16 bits.
    private let narrow: UnsafeMutablePointer<Int16>
    /// Columns of the counts of all that are still to be added.
    private var columns: [Int] = []
    private var factors: [Sum] = []

    init(_ count: Int) {
        self.count = count
        sums = .allocate(capacity: max(1, count))
        sums.initialize(repeating: 0, count: count)
        narrow = .allocate(capacity: Accumulator.block)
        narrow.initialize(repeating: 0, count: Accumulator.block)
        isNoted = .allocate(capacity: max(1, count))
        isNoted.initialize(repeating: false, count: count)
    }

    func deallocate() {
        sums.deallocate()
        narrow.deallocate()
        isNoted.deallocate()
        shared?.products.deallocate()
        shared?.sums.deallocate()
    }

    /// Begins a row that takes so many additions.
    func begin(_ work: Int) {
        notes = work < count / 8
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

    /// Puts by a column of the counts of all, by its number, that is to be added so many times.
    @inline(__always)
    func put(_ column: Int, _ factor: Sum) {
        columns.append(column)
        factors.append(factor)
    }

    /// Adds the columns that were put by, for the actors behind another: four at a time, so that a sum is read and
    /// written once for four, and in 16 bits for as long as what they add fits there.
    /// - Parameter peaks: The greatest count of each block of actors, by column.
    func addColumns(
        _ counts: UnsafeBufferPointer<Int16>, _ peaks: UnsafeBufferPointer<Int16>, after actor: Int
    ) {
        guard let start = counts.baseAddress, let last = columns.last else { return }
        while columns.count % 4 != 0 { put(last, 0) }
        let blocks = Accumulator.blocks(count)
        for block in ((actor + 1) / Accumulator.block)..<blocks {
            let first = max(actor + 1, block * Accumulator.block)
            let others = min(count, (block + 1) * Accumulator.block) - first
            let sums = sums + first
            var room = Int(Int16.max)
            for index in stride(from: 0, to: columns.count, by: 4) {
                func column(_ four: Int) -> UnsafePointer<Int16> {
                    start + (columns[index + four] * count + first)
                }
                func most(_ four: Int) -> Int {
                    Int(factors[index + four].magnitude) * Int(peaks[columns[index + four] * blocks + block])
                }
                let (p, q, r, s) = (column(0), column(1), column(2), column(3))
                let needed = most(0) + most(1) + most(2) + most(3)
                if needed > room {
                    widen(sums, others)
                    room = Int(Int16.max)
                }
                if needed <= room {
                    room -= needed
                    func factor(_ four: Int) -> Int16 { Int16(truncatingIfNeeded: factors[index + four]) }
                    let (a, b, c, d) = (factor(0), factor(1), factor(2), factor(3))
                    let narrow = narrow
                    for other in 0..<others {
                        narrow[other] &+= (p[other] &* a &+ q[other] &* b) &+ (r[other] &* c &+ s[other] &* d)
                    }
                } else {
                    for (column, four) in [(p, 0), (q, 1), (r, 2), (s, 3)] {
                        let factor = factors[index + four]
                        for other in 0..<others {
                            sums[other] &+= Sum(truncatingIfNeeded: column[other]) &* factor
                        }
                    }
                }
            }
            widen(sums, others)
        }
        columns.removeAll(keepingCapacity: true)
        factors.removeAll(keepingCapacity: true)
    }

    /// Adds what was added up in 16 bits to the sums, and begins again.
    private func widen(_ sums: UnsafeMutablePointer<Sum>, _ others: Int) {
        let narrow = narrow
        for other in 0..<others {
            sums[other] &+= Sum(truncatingIfNeeded: narrow[other])
            narrow[other] = 0
        }
    }

    /// How many actors are a block, whose sums stay in the nearest cache.
    static var block: Int { 4096 }
    static func blocks(_ count: Int) -> Int { (count + block - 1) / block }

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

    /// Adds what both took, for the divisor: of the actors of a column, and of those that have it more than once.
    func share<Place: FixedWidthInteger>(
        _ actors: UnsafeBufferPointer<Place>, _ range: Range<Int>, _ again: UnsafeBufferPointer<Place>,
        _ rangeAgain: Range<Int>, _ mine: Sum
    ) {
        makeShared()
        guard let shared else { return }
        // What meets an actor counts once, however often the actor counts.
        for (actors, range, both) in [(actors, range, mine &+ 1), (again, rangeAgain, 1)] {
            for index in range {
                let actor = Int(truncatingIfNeeded: actors[index])
                shared.products[actor] &+= mine
                shared.sums[actor] &+= both
            }
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
        // Where a stretch has no gaps it is written as a whole, several at a time.
        for first in stride(from: actor + 1, to: count, by: 64) {
            let (sums, others) = (sums + first, min(64, count - first))
            var gaps = 0
            for other in 0..<others where sums[other] == 0 { gaps &+= 1 }
            guard gaps > 0 else {
                let (targets, weights) = (targets + place, weights + place)
                for other in 0..<others {
                    targets[other] = Int32(truncatingIfNeeded: first &+ other)
                    weights[other] = Double(sums[other]) / unit
                    sums[other] = 0
                }
                place += others
                continue
            }
            for other in 0..<others where sums[other] != 0 {
                targets[place] = Int32(truncatingIfNeeded: first + other)
                weights[place] = Double(sums[other]) / unit
                place += 1
                sums[other] = 0
            }
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
