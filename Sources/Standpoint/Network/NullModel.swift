// Whether a tie is more than chance: against stances dealt out anew, everybody saying as much as before.

/// A tie held against chance.
public struct TieSignificance: Sendable, Hashable, Codable {
    /// The tie.
    public let edge: Network.Edge
    /// Its mean weight by chance.
    public let expected: Double
    /// The standard deviation of its weight by chance.
    public let deviation: Double
    /// How often chance gives at least that weight: (1 + times) / (1 + samples).
    public let pAtLeast: Double
    /// How often chance gives at most that weight.
    public let pAtMost: Double
    /// How many deviations the tie is above chance; nil where chance always gives the same.
    public var z: Double? { deviation > 0 ? (edge.weight - expected) / deviation : nil }
}

extension Affiliations {
    /// Holds each tie of a network against chance: stances are dealt out anew so that each actor has as many as
    /// before and each level of each target is taken as often as before (the configuration model with labelled
    /// stubs; Fosdick, Larremore, Nishimura, Ugander 2018).
    /// - Parameters:
    ///   - relation: What the ties stand for; of one mode.
    ///   - samples: How many times stances are dealt.
    ///   - seed: The same seed gives the same result, on any number of cores.
    /// - Throws: ``StandpointError/network(_:)`` for settings that do not go together; `CancellationError`.
    public func significance(
        _ relation: NetworkRelation, normalization: NetworkNormalization = .none, samples: Int = 1000,
        seed: UInt64 = 1, progress: NetworkProgress? = nil
    ) throws -> [TieSignificance] {
        guard !relation.isTwoMode else {
            throw StandpointError.network(
                "chance keeps what an actor says of a target; ask for a relation of one mode")
        }
        guard samples > 0 else {
            throw StandpointError.network("\(samples) samples tell nothing; ask for 1 or more")
        }
        let observed = try network(relation, normalization: normalization)
        let stubs = zip(cells, counts).flatMap { cell, count in
            [UInt32](repeating: cell, count: Int(count))
        }
        let parts = min(samples, 64)
        let tallies = UnsafeMutablePointer<Tally>.allocate(capacity: parts)
        tallies.initialize(repeating: Tally(observed.edges.count), count: parts)
        defer {
            tallies.deinitialize(count: parts)
            tallies.deallocate()
        }
        try Workers.run(parts, progress) { _, part in
            var tally = tallies[part]
            for sample in (samples * part / parts)..<(samples * (part + 1) / parts) {
                var chance = Chance(seed &+ UInt64(sample) &* 0xD1B5_4A32_D192_ED03)
                var dealt = stubs
                dealt.shuffle(using: &chance)
                // The same check has passed for the observed network already.
                guard let edges = try? redealt(dealt).network(relation, normalization: normalization).edges
                else {
                    continue
                }
                tally.add(edges, observed.edges)
            }
            tallies[part] = tally
        }
        var total = Tally(observed.edges.count)
        for part in 0..<parts { total.add(tallies[part]) }
        return observed.edges.enumerated().map { place, edge in
            let mean = total.sums[place] / Double(samples)
            let variance = max(0, total.squares[place] / Double(samples) - mean * mean)
            return TieSignificance(
                edge: edge, expected: mean, deviation: variance.squareRoot(),
                pAtLeast: Double(1 + total.atLeast[place]) / Double(1 + samples),
                pAtMost: Double(1 + total.atMost[place]) / Double(1 + samples))
        }
    }

    /// The matrix with its stances dealt to the actors in that order.
    private func redealt(_ stubs: [UInt32]) -> Affiliations {
        var (starts, cells, counts, next) = ([0], [UInt32](), [UInt32](), 0)
        for actor in actors {
            for cell in stubs[next..<(next + actor.activity)].sorted() {
                if cells.count > starts[starts.count - 1], cells[cells.count - 1] == cell {
                    counts[counts.count - 1] += 1
                } else {
                    cells.append(cell)
                    counts.append(1)
                }
            }
            next += actor.activity
            starts.append(cells.count)
        }
        return replacing(starts: starts, cells: cells, counts: counts, actors: actors)
    }

    func replacing(starts: [Int], cells: [UInt32], counts: [UInt32], actors: [Network.Node]) -> Affiliations {
        Affiliations(
            actors: actors, targets: targets, levels: levels, categories: categories, scale: scale,
            duplicates: duplicates, ignoresLevels: ignoresLevels, starts: starts, cells: cells, counts: counts
        )
    }

    /// How chance did against each observed tie.
    private struct Tally {
        var sums: [Double]
        var squares: [Double]
        var atLeast: [Int]
        var atMost: [Int]

        init(_ count: Int) {
            sums = [Double](repeating: 0, count: count)
            squares = sums
            atLeast = [Int](repeating: 0, count: count)
            atMost = atLeast
        }

        mutating func add(_ sample: Edges, _ observed: Edges) {
            for row in observed.starts.indices.dropLast() {
                let ((targets, weights), (others, found)) = (observed.row(row), sample.row(row))
                var other = 0
                for (index, target) in targets.enumerated() {
                    while other < others.count, others[other] < target { other += 1 }
                    let chance = other < others.count && others[other] == target ? found[other] : 0
                    let place = observed.starts[row] + index
                    sums[place] += chance
                    squares[place] += chance * chance
                    if chance >= weights[index] { atLeast[place] += 1 }
                    if chance <= weights[index] { atMost[place] += 1 }
                }
            }
        }

        mutating func add(_ other: Tally) {
            for place in sums.indices {
                sums[place] += other.sums[place]
                squares[place] += other.squares[place]
                atLeast[place] += other.atLeast[place]
                atMost[place] += other.atMost[place]
            }
        }
    }
}
