// One-mode networks: the sparse product of the matrix with itself, a row at a time, on all cores.

extension Affiliations {
    /// The network of the actors, or of actors and targets.
    /// - Parameters:
    ///   - relation: What the ties stand for.
    ///   - normalization: By what they are divided.
    ///   - progress: Is told how much is done.
    /// - Throws: ``StandpointError/network(_:)`` for settings that do not go together; `CancellationError`.
    public func network(
        _ relation: NetworkRelation, normalization: NetworkNormalization = .none,
        progress: NetworkProgress? = nil
    ) throws -> Network {
        try check(relation, normalization)
        if relation.isTwoMode { return try twoMode(relation, normalization) }
        let edges = try OneMode(self, relation, normalization).edges(progress)
        return Network(nodes: actors, edges: edges, relation: relation, normalization: normalization)
    }

    /// Refuses settings that do not go together.
    func check(_ relation: NetworkRelation, _ normalization: NetworkNormalization) throws {
        guard normalization.fits(relation) else {
            let fitting = NetworkNormalization.allCases.filter { $0.fits(relation) }.map(\.rawValue)
            throw StandpointError.network(
                "a network of \(relation.rawValue) cannot be normalized by \(normalization.rawValue); "
                    + "use \(fitting.joined(separator: ", "))")
        }
        let ignores = [.cooccurrence, .affiliation].contains(relation)
        guard duplicates == .all || ignores == ignoresLevels else {
            throw StandpointError.network(
                "\(relation.rawValue) needs duplicates told \(ignores ? "without" : "with") regard to the level: "
                    + "ask for affiliations ignoringLevels: \(ignores)")
        }
    }
}

/// The multiplication of a matrix with itself.
///
/// For each actor the columns of its cells are added up, so that the work is proportional to the pairs of stances
/// that meet, and the memory to the matrix and the ties found. Numerators are whole numbers: weights of levels are
/// multiplied by the range of the scale, which divides once at the end.
struct OneMode {
    let matrix: Affiliations
    let relation: NetworkRelation
    let normalization: NetworkNormalization
    /// The matrix whose products are summed: with the levels summed up for co-occurrence.
    private let terms: Terms
    /// How many stances each actor has, and the length of its row.
    private let activities: [Double]
    private let norms: [Double]
    /// What each pair of levels on one target adds, times the range of the scale.
    private let factors: [Int]
    /// Whether ties of categories come from what the two do not share: every pair has one.
    private let countsUnshared: Bool

    /// Rows of cells with counts.
    struct Terms {
        let starts: [Int]
        let cells: [UInt32]
        let counts: [UInt32]
        let levels: Int
        let cellCount: Int
    }

    /// The same by column. They are read again and again, and what is small stays in the processor's caches.
    struct Columns<Place: FixedWidthInteger> {
        /// How many stances come before those of each cell; one more for the end.
        let starts: [Int]
        /// Where the actors of each cell begin that few actors have; one more for the end.
        let sparse: [Int]
        /// These actors in order, each once, in numbers as small as they can be.
        let actors: [Place]
        /// For each entry of a row, the place in its column behind that actor.
        let behind: [Int32]
        /// The same for those that have the cell more than once, as often as it counts beyond the first: adding to one
        /// sum again at once would wait for it to be written.
        let again: [Int]
        let actorsAgain: [Place]
        let behindAgain: [Int32]
        /// For each cell that many actors have, its number among them; −1 for the others.
        let dense: [Int]
        /// How often each of all actors has such a cell: added up in a row, these take a fraction of the time.
        let counts: [Int16]
        /// The greatest of these counts in each block of actors.
        let peaks: [Int16]

        /// - Parameter most: How often an actor has each cell at most.
        init(_ terms: Terms, _ most: [UInt32]) {
            let rows = terms.starts.count - 1
            var starts = [Int](repeating: 0, count: terms.cellCount + 1)
            var (sparse, dense) = (starts, [Int](repeating: -1, count: terms.cellCount))
            for (cell, count) in zip(terms.cells, terms.counts) {
                starts[Int(cell) + 1] += Int(count)
                sparse[Int(cell) + 1] += 1
            }
            var again = [Int](repeating: 0, count: terms.cellCount + 1)
            var number = 0
            for cell in 0..<terms.cellCount {
                let length = starts[cell + 1]
                if length >= 64, length >= rows / 4, most[cell] <= UInt32(Int16.max) {
                    dense[cell] = number
                    number += 1
                    (sparse[cell + 1], again[cell + 1]) = (sparse[cell], again[cell])
                } else {
                    again[cell + 1] = again[cell] + length - sparse[cell + 1]
                    sparse[cell + 1] += sparse[cell]
                }
                starts[cell + 1] += starts[cell]
            }
            var (next, nextAgain) = (sparse, again)
            var actors = [Place](repeating: 0, count: sparse[terms.cellCount])
            var actorsAgain = [Place](repeating: 0, count: again[terms.cellCount])
            var counts = [Int16](repeating: 0, count: number * rows)
            let (block, blocks) = (Accumulator<Int16>.block, Accumulator<Int16>.blocks(rows))
            var behind = [Int32](repeating: 0, count: terms.cells.count)
            var behindAgain = behind
            var peaks = [Int16](repeating: 0, count: number * blocks)
            for row in 0..<rows {
                for index in terms.starts[row]..<terms.starts[row + 1] {
                    let cell = Int(terms.cells[index])
                    guard dense[cell] < 0 else {
                        let (count, peak) = (
                            Int16(truncatingIfNeeded: terms.counts[index]), dense[cell] * blocks + row / block
                        )
                        counts[dense[cell] * rows + row] = count
                        peaks[peak] = max(peaks[peak], count)
                        continue
                    }
                    actors[next[cell]] = Place(truncatingIfNeeded: row)
                    next[cell] += 1
                    for _ in 1..<terms.counts[index] {
                        actorsAgain[nextAgain[cell]] = Place(truncatingIfNeeded: row)
                        nextAgain[cell] += 1
                    }
                    behind[index] = Int32(truncatingIfNeeded: next[cell])
                    behindAgain[index] = Int32(truncatingIfNeeded: nextAgain[cell])
                }
            }
            (self.starts, self.sparse, self.actors, self.behind) = (starts, sparse, actors, behind)
            (self.again, self.actorsAgain, self.behindAgain) = (again, actorsAgain, behindAgain)
            (self.dense, self.counts, self.peaks) = (dense, counts, peaks)
        }
    }

    init(_ matrix: Affiliations, _ relation: NetworkRelation, _ normalization: NetworkNormalization) {
        (self.matrix, self.relation, self.normalization) = (matrix, relation, normalization)
        let whole = Terms(
            starts: matrix.starts, cells: matrix.cells, counts: matrix.counts,
            levels: max(1, matrix.levels.count), cellCount: matrix.targets.count * max(1, matrix.levels.count)
        )
        // Jaccard's divisor is over the levels, also where the numerator ignores them.
        let isSummed = relation == .cooccurrence && whole.levels > 1
        terms = isSummed && normalization != .jaccard ? OneMode.summed(whole) : whole
        let levels = terms.levels
        factors = (0..<(levels * levels)).map { OneMode.factor(matrix, relation, $0 / levels, $0 % levels) }
        countsUnshared = matrix.scale == .categories && [.conflict, .subtract].contains(relation)
        activities = matrix.actors.map { Double($0.activity) }
        let normed = relation == .cooccurrence ? OneMode.summed(whole) : whole
        norms = matrix.actors.indices.map { actor in
            guard normalization == .cosine else { return 0 }
            return normed.counts[normed.starts[actor]..<normed.starts[actor + 1]].reduce(0.0) {
                $0 + Double($1) * Double($1)
            }.squareRoot()
        }
    }

    private static func summed(_ terms: Terms) -> Terms {
        var (starts, cells, counts) = ([0], [UInt32](), [UInt32]())
        for row in terms.starts.indices.dropLast() {
            var last = UInt32.max
            for index in terms.starts[row]..<terms.starts[row + 1] {
                let target = terms.cells[index] / UInt32(terms.levels)
                if target == last {
                    counts[counts.count - 1] += terms.counts[index]
                } else {
                    cells.append(target)
                    counts.append(terms.counts[index])
                    last = target
                }
            }
            starts.append(cells.count)
        }
        return Terms(
            starts: starts, cells: cells, counts: counts, levels: 1,
            cellCount: terms.cellCount / terms.levels)
    }

    /// What a pair of levels on one target adds, times the range of the scale.
    @inline(__always)
    func factor(_ k: Int, _ l: Int) -> Int { factors[k * terms.levels + l] }

    private static func factor(_ matrix: Affiliations, _ relation: NetworkRelation, _ k: Int, _ l: Int) -> Int
    {
        if relation == .cooccurrence { return 1 }
        // Without stances there are no levels.
        guard !matrix.levels.isEmpty else { return 0 }
        if matrix.scale == .categories { return k == l ? 1 : 0 }
        let (range, distance) = (matrix.range, abs(matrix.levels[k] - matrix.levels[l]))
        switch relation {
        case .congruence: return range - distance
        case .conflict: return distance
        default: return range - 2 * distance
        }
    }

    /// What numerators are multiplied by.
    var unit: Double { relation == .cooccurrence ? 1 : Double(matrix.range) }

    // MARK: Ties

    func edges(_ progress: NetworkProgress?) throws -> Edges {
        var most = [UInt32](repeating: 0, count: terms.cellCount)
        for (cell, count) in zip(terms.cells, terms.counts) { most[Int(cell)] = max(most[Int(cell)], count) }
        // Small numbers fit the processor's nearest caches.
        return matrix.actors.count <= Int(UInt16.max)
            ? try edges(of: UInt16.self, most, progress) : try edges(of: Int32.self, most, progress)
    }

    private func edges<Place: FixedWidthInteger>(
        of place: Place.Type, _ most: [UInt32], _ progress: NetworkProgress?
    ) throws -> Edges {
        var (bound, made): (Int?, Columns<Place>?)
        try Workers.run(2, nil) { _, part in
            if part == 0 { bound = greatestSum(most) } else { made = Columns<Place>(terms, most) }
        }
        guard let bound, let columns = made else {
            throw StandpointError.network("the stances of these actors are too many to be multiplied")
        }
        if bound < Int(Int16.max) { return try edges(of: Int16.self, columns, progress) }
        if bound < Int(Int32.max) { return try edges(of: Int32.self, columns, progress) }
        return try edges(of: Int64.self, columns, progress)
    }

    /// A sum that none is greater than: all that an actor says meets the most that anyone says in each cell. Nil where
    /// that is beyond all numbers.
    private func greatestSum(_ most: [UInt32]) -> Int? {
        let levels = terms.levels
        var greatest = 2
        for actor in matrix.actors.indices {
            var sum = 0
            for index in terms.starts[actor]..<terms.starts[actor + 1] {
                let (target, k) = Int(terms.cells[index]).quotientAndRemainder(dividingBy: levels)
                for l in 0..<levels {
                    let (met, isTooLarge) = Int(terms.counts[index]).multipliedReportingOverflow(
                        by: Int(most[target * levels + l]))
                    let (product, isBeyond) = met.multipliedReportingOverflow(
                        by: max(1, abs(factor(k, l))))
                    let (total, overflows) = sum.addingReportingOverflow(product)
                    guard !isTooLarge, !isBeyond, !overflows else { return nil }
                    sum = total
                }
            }
            greatest = max(greatest, sum)
        }
        return greatest
    }

    private func edges<Sum: FixedWidthInteger & SignedInteger, Place: FixedWidthInteger>(
        of type: Sum.Type, _ columns: Columns<Place>, _ progress: NetworkProgress?
    ) throws -> Edges {
        let count = matrix.actors.count
        let parts = max(1, min(count, max(64, count / 64)))
        let found = UnsafeMutablePointer<Edges.Chunk?>.allocate(capacity: parts)
        found.initialize(repeating: nil, count: parts)
        let rows = (0..<Workers.count).map { _ in Accumulator<Sum>(count) }
        defer {
            found.deinitialize(count: parts)
            found.deallocate()
            for row in rows { row.deallocate() }
        }
        try Workers.run(parts, progress) { worker, part in
            let actors = Workers.range(part, of: parts, in: count)
            let chunk = Edges.Chunk(
                capacity: actors.reduce(0) {
                    $0 + min(count - $1 - 1, countsUnshared ? count : work($1, columns.starts))
                })
            for actor in actors {
                add(actor, columns, rows[worker])
                collect(actor, rows[worker], chunk)
                chunk.ends.append(chunk.count)
            }
            found[part] = chunk
        }
        return Edges((0..<parts).compactMap { found[$0] })
    }

    /// Adds up the columns of an actor's cells, from the next actor on.
    private func add<Sum: FixedWidthInteger & SignedInteger, Place: FixedWidthInteger>(
        _ actor: Int, _ columns: Columns<Place>, _ row: Accumulator<Sum>
    ) {
        let needsShared = normalization == .jaccard
        row.begin(countsUnshared ? .max : work(actor, columns.starts))
        columns.actors.withUnsafeBufferPointer { others in
            columns.actorsAgain.withUnsafeBufferPointer { again in
                columns.counts.withUnsafeBufferPointer { counts in
                    add(actor, columns, others, again, counts, row, needsShared)
                }
            }
        }
    }

    @inline(__always)
    private func add<Sum: FixedWidthInteger & SignedInteger, Place: FixedWidthInteger>(
        _ actor: Int, _ columns: Columns<Place>, _ others: UnsafeBufferPointer<Place>,
        _ again: UnsafeBufferPointer<Place>, _ counts: UnsafeBufferPointer<Int16>, _ row: Accumulator<Sum>,
        _ needsShared: Bool
    ) {
        let levels = terms.levels
        for index in terms.starts[actor]..<terms.starts[actor + 1] {
            let x = Sum(truncatingIfNeeded: terms.counts[index])
            let (target, k) = Int(terms.cells[index]).quotientAndRemainder(dividingBy: levels)
            for l in 0..<levels {
                let factor = factor(k, l)
                let shares = l == k && (needsShared || countsUnshared)
                guard factor != 0 || shares else { continue }
                let column = target * levels + l
                let product = Sum(truncatingIfNeeded: factor) &* x
                let dense = columns.dense[column]
                if dense >= 0 {
                    row.put(dense, product)
                    if shares {
                        let rows = matrix.actors.count
                        let column = UnsafeBufferPointer(
                            rebasing: counts[(dense * rows)..<((dense + 1) * rows)])
                        row.share(column, after: actor, x)
                    }
                } else {
                    let (end, endAgain) = (columns.sparse[column + 1], columns.again[column + 1])
                    let start =
                        l == k
                        ? Int(columns.behind[index]) : after(actor, columns.sparse[column], end, others)
                    let startAgain =
                        l == k
                        ? Int(columns.behindAgain[index])
                        : after(actor, columns.again[column], endAgain, again)
                    row.add(others, start..<end, product)
                    if startAgain < endAgain { row.add(again, startAgain..<endAgain, product) }
                    if shares { row.share(others, start..<end, again, startAgain..<endAgain, x) }
                }
            }
        }
        columns.peaks.withUnsafeBufferPointer { row.addColumns(counts, $0, after: actor) }
    }

    /// How many additions an actor's row takes at most.
    private func work(_ actor: Int, _ starts: [Int]) -> Int {
        var work = 0
        for cell in terms.cells[terms.starts[actor]..<terms.starts[actor + 1]] {
            let target = Int(cell) / terms.levels * terms.levels
            work += starts[target + terms.levels] - starts[target]
        }
        return work
    }

    /// The first place of a column that belongs to a later actor.
    private func after<Place: FixedWidthInteger>(
        _ actor: Int, _ start: Int, _ end: Int, _ actors: UnsafeBufferPointer<Place>
    ) -> Int {
        var (low, high) = (start, end)
        while low < high {
            let middle = (low + high) / 2
            if Int(actors[middle]) <= actor { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Turns the sums of an actor's row into ties, and clears them.
    private func collect<Sum: FixedWidthInteger & SignedInteger>(
        _ actor: Int, _ row: Accumulator<Sum>, _ found: Edges.Chunk
    ) {
        if normalization == .none, !countsUnshared {
            found.count = row.collect(after: actor, unit, found.targets, found.weights, found.count)
            return
        }
        let (activity, unit) = (activities[actor], unit)
        row.forEach(after: actor) { other, sum, product, onlyShared in
            let theirs = activities[other]
            // What each took that the other did not: all that it took less what both took.
            let apart = activity + theirs - Double(onlyShared)
            var numerator = Double(sum)
            if countsUnshared { numerator = relation == .conflict ? apart : numerator - apart }
            guard numerator != 0 else { return }
            let divisor =
                switch normalization {
                case .averageActivity: (activity + theirs) / 2
                case .jaccard: apart + Double(product)
                case .cosine: norms[actor] * norms[other]
                case .activityProduct: activity * theirs
                default: 1.0
                }
            guard divisor != 0 else { return }
            found.append(other, numerator / unit / divisor)
        }
    }
}
