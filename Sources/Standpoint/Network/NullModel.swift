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
    /// before and each level of each target is taken as often as before. Where all duplicates count, an actor may be
    /// dealt the same stance several times (the configuration model with labelled stubs; Fosdick, Larremore,
    /// Nishimura, Ugander 2018). Where they do not, an actor has none more often than anybody has: actors trade what
    /// the other does not have (Curveball: Strona and others 2014; in rounds of pairs as by Carstens and others 2018).
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
        let deck = duplicates == .all ? Deck.stubs(self) : Deck.layers(self)
        let parts = min(samples, 64)
        let tallies = UnsafeMutablePointer<Tally>.allocate(capacity: parts)
        tallies.initialize(repeating: Tally(observed.edges.count), count: parts)
        defer {
            tallies.deinitialize(count: parts)
            tallies.deallocate()
        }
        try Workers.run(parts, progress) { _, part in
            var tally = tallies[part]
            for sample in Workers.range(part, of: parts, in: samples) {
                var chance = Chance(seed &+ UInt64(sample) &* 0xD1B5_4A32_D192_ED03)
                // The same check has passed for the observed network already.
                guard
                    let edges = try? redealt(deck.dealt(&chance)).network(
                        relation, normalization: normalization
                    ).edges
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
            // Sums are of differences from the tie, so that a weight that never changes has no deviation.
            let difference = total.sums[place] / Double(samples)
            let variance = max(0, total.squares[place] / Double(samples) - difference * difference)
            return TieSignificance(
                edge: edge, expected: edge.weight + difference, deviation: variance.squareRoot(),
                pAtLeast: Double(1 + total.atLeast[place]) / Double(1 + samples),
                pAtMost: Double(1 + total.atMost[place]) / Double(1 + samples))
        }
    }

    /// The matrix with other cells for each actor.
    private func redealt(_ hands: [[UInt32]]) -> Affiliations {
        var (starts, cells, counts) = ([0], [UInt32](), [UInt32]())
        for hand in hands {
            for cell in hand.sorted() {
                if cells.count > starts[starts.count - 1], cells[cells.count - 1] == cell {
                    counts[counts.count - 1] += 1
                } else {
                    cells.append(cell)
                    counts.append(1)
                }
            }
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
        /// Of the differences from the observed weight.
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
                    let difference = chance - weights[index]
                    sums[place] += difference
                    squares[place] += difference * difference
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

/// The stances as they are dealt out by chance.
private enum Deck {
    /// All stances, and how many each actor has.
    case stubs([UInt32], [Int])
    /// The cells of each actor, in layers that have each once: the first has all, the second those that count twice
    /// or more, and so on. Within a layer two of an actor differ in the cell over the divisor.
    case layers([[[UInt32]]], UInt32)

    static func stubs(_ matrix: Affiliations) -> Deck {
        .stubs(
            zip(matrix.cells, matrix.counts).flatMap { [UInt32](repeating: $0, count: Int($1)) },
            matrix.actors.map(\.activity))
    }

    static func layers(_ matrix: Affiliations) -> Deck {
        var layers: [[[UInt32]]] = []
        for actor in matrix.actors.indices {
            // Without regard to the level there is one of a target in each layer, else one of a cell.
            var depths: [UInt32: Int] = [:]
            let divisor = matrix.ignoresLevels ? UInt32(max(1, matrix.levels.count)) : 1
            for place in matrix.starts[actor]..<matrix.starts[actor + 1] {
                for _ in 0..<matrix.counts[place] {
                    let depth = depths[matrix.cells[place] / divisor, default: 0]
                    depths[matrix.cells[place] / divisor] = depth + 1
                    if depth == layers.count {
                        layers.append([[UInt32]](repeating: [], count: matrix.actors.count))
                    }
                    layers[depth][actor].append(matrix.cells[place])
                }
            }
        }
        return .layers(layers, matrix.ignoresLevels ? UInt32(max(1, matrix.levels.count)) : 1)
    }

    /// The cells that each actor is dealt, as often as they count.
    func dealt(_ chance: inout Chance) -> [[UInt32]] {
        switch self {
        case .stubs(var stubs, let sizes):
            stubs.shuffle(using: &chance)
            var next = 0
            return sizes.map { size in
                defer { next += size }
                return Array(stubs[next..<(next + size)])
            }
        case .layers(var layers, let divisor):
            for layer in layers.indices { Deck.trade(&layers[layer], divisor, &chance) }
            return (layers.first ?? []).indices.map { actor in layers.flatMap { $0[actor] } }
        }
    }

    /// Rounds in which all actors trade in pairs; after twenty nothing is left of where they began.
    private static func trade(_ hands: inout [[UInt32]], _ divisor: UInt32, _ chance: inout Chance) {
        var order = hands.indices.filter { !hands[$0].isEmpty }
        for _ in 0..<20 {
            order.shuffle(using: &chance)
            for place in stride(from: 1, to: order.count, by: 2) {
                let (one, other) = (order[place - 1], order[place])
                let (mine, theirs) = (
                    Set(hands[one].lazy.map { $0 / divisor }), Set(hands[other].lazy.map { $0 / divisor })
                )
                var (kept, left) = ([UInt32](), [UInt32]())
                var free: [UInt32] = []
                for cell in hands[one] {
                    if theirs.contains(cell / divisor) { kept.append(cell) } else { free.append(cell) }
                }
                let count = free.count
                for cell in hands[other] {
                    if mine.contains(cell / divisor) { left.append(cell) } else { free.append(cell) }
                }
                free.shuffle(using: &chance)
                hands[one] = kept + free[..<count]
                hands[other] = left + free[count...]
            }
        }
    }
}
