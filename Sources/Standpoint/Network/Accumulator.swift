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

    /// Adds a factor for each time that an actor behind another counts in a column of the counts of all.
    @inline(__always)
    func add(_ counts: UnsafeBufferPointer<Int16>, after actor: Int, _ factor: Sum) {
        let sums = sums
        // Narrow factors, which the processor multiplies several at a time.
        if let narrow = Int16(exactly: factor) {
            for other in (actor + 1)..<counts.count {
                sums[other] &+= Sum(truncatingIfNeeded: Int32(counts[other]) &* Int32(narrow))
            }
        } else {
            for other in (actor + 1)..<counts.count {
                sums[other] &+= Sum(truncatingIfNeeded: counts[other]) &* factor
            }
        }
    }

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
