// Who belongs together: communities by modularity, and how far two camps are apart.

/// A division of the nodes into communities.
public struct Communities: Sendable, Hashable, Codable {
    /// The community of each node: numbers from 0, the largest first, of equals the one with the first node.
    public let membership: [Int]
    /// How much more weight lies within them than chance would put there, −0.5 to 1 (Newman 2004).
    public let modularity: Double
    /// How many there are.
    public var count: Int { (membership.max() ?? -1) + 1 }
}

extension Network {
    /// Finds communities of high modularity (Louvain: Blondel, Guillaume, Lambiotte, Lefebvre 2008).
    /// - Parameters:
    ///   - seed: In which order nodes are tried; the same seed gives the same communities.
    ///   - resolution: Above 1 more and smaller communities, below 1 fewer and larger.
    /// - Throws: ``StandpointError/network(_:)`` for weights below 0, for which modularity is not defined.
    public func communities(seed: UInt64 = 1, resolution: Double = 1) throws -> Communities {
        try requirePositive("communities")
        var level = Louvain(Adjacency(self))
        var membership = Array(nodes.indices)
        var chance = Chance(seed)
        while true {
            let moved = level.run(resolution, &chance)
            let numbers = level.renumbered()
            membership = membership.map { numbers[$0] }
            guard moved else { break }
            level = level.aggregated(numbers)
        }
        let ordered = Network.orderedBySize(membership)
        return Communities(
            membership: ordered, modularity: try modularity(of: ordered, resolution: resolution))
    }

    /// The modularity of a division: Σ over communities of (weight within / all) − resolution · (strength / twice
    /// all)². 0 where nothing is tied.
    /// - Throws: ``StandpointError/network(_:)`` for weights below 0, or a division of other nodes.
    public func modularity(of membership: [Int], resolution: Double = 1) throws -> Double {
        try requirePositive("modularity")
        try require(membership)
        let total = edges.reduce(0.0) { $0 + $1.weight }
        guard total > 0 else { return 0 }
        var (within, strength) = ([Int: Double](), [Int: Double]())
        for edge in edges where membership[edge.source] == membership[edge.target] {
            within[membership[edge.source], default: 0] += edge.weight
        }
        for (node, sum) in strengths.enumerated() { strength[membership[node], default: 0] += sum }
        return strength.keys.sorted().reduce(0.0) { sum, community in
            let share = (strength[community] ?? 0) / (2 * total)
            return sum + (within[community] ?? 0) / total - resolution * share * share
        }
    }

    /// The E-I index of a division (Krackhardt and Stern 1988): weight between groups less weight within them, over
    /// all weight; −1 where all ties are within groups, 1 where all are between. Nil where nothing is tied.
    /// - Parameter weighted: Whether ties count by weight; else each counts once.
    /// - Throws: ``StandpointError/network(_:)`` for a division of other nodes, or weights below 0.
    public func eiIndex(of membership: [Int], weighted: Bool = true) throws -> Double? {
        try require(membership)
        if weighted { try requirePositive("the E-I index") }
        var (external, all) = (0.0, 0.0)
        for edge in edges {
            let weight = weighted ? edge.weight : 1
            all += weight
            if membership[edge.source] != membership[edge.target] { external += weight }
        }
        return all > 0 ? (2 * external - all) / all : nil
    }

    /// How far two camps are apart: the mean weight of a pair within a camp less that of a pair across, over their
    /// sum; 1 where nothing ties the camps, 0 where they are tied as much as each is within, −1 where only they are.
    /// Other than the E-I index it does not depend on how large the camps are. Nil where nothing is tied.
    /// - Parameter camps: The camp of each node, two in all; nodes of none, nil, are left out.
    /// - Throws: ``StandpointError/network(_:)`` unless there are two camps, one of at least two nodes; for weights
    ///   below 0.
    public func polarization(of camps: [Int?]) throws -> Double? {
        try requirePositive("polarization")
        guard camps.count == nodes.count else { throw Network.otherNodes(camps.count, nodes.count) }
        var sizes: [Int: Int] = [:]
        for case let camp? in camps { sizes[camp, default: 0] += 1 }
        let (counts, pairsWithin) = (Array(sizes.values), sizes.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 })
        guard counts.count == 2, pairsWithin > 0 else {
            throw StandpointError.network(
                "polarization is between two camps, one of at least two nodes; these are \(counts.count)")
        }
        var (within, across) = (0.0, 0.0)
        for edge in edges {
            guard let one = camps[edge.source], let other = camps[edge.target] else { continue }
            if one == other { within += edge.weight } else { across += edge.weight }
        }
        within /= Double(pairsWithin)
        across /= Double(counts[0] * counts[1])
        return within + across > 0 ? (within - across) / (within + across) : nil
    }

    // MARK: Checks

    func requirePositive(_ what: String) throws {
        if let negative = edges.first(where: { $0.weight < 0 }) {
            throw StandpointError.network(
                "\(what) needs weights above 0, there is one of \(negative.weight); "
                    + "leave such ties out with keeping { $0.weight > 0 }")
        }
    }

    private func require(_ membership: [Int]) throws {
        guard membership.count == nodes.count else { throw Network.otherNodes(membership.count, nodes.count) }
    }

    private static func otherNodes(_ given: Int, _ count: Int) -> StandpointError {
        .network("the division is of \(given) nodes, the network has \(count)")
    }

    private static func orderedBySize(_ membership: [Int]) -> [Int] {
        var sizes: [Int: (size: Int, first: Int)] = [:]
        for (node, community) in membership.enumerated() { sizes[community, default: (0, node)].size += 1 }
        let order = sizes.sorted { ($1.value.size, $0.value.first) < ($0.value.size, $1.value.first) }
        let number = Dictionary(
            order.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
        return membership.map { number[$0] ?? 0 }
    }
}

/// One level of Louvain's method: nodes that stand for communities of the level below.
private struct Louvain {
    private let adjacency: [[(node: Int, weight: Double)]]
    /// The weight within each node, twice.
    private let loops: [Double]
    private let strengths: [Double]
    private let total: Double
    private var community: [Int]

    init(_ adjacency: Adjacency) {
        self.init(
            (0..<adjacency.count).map { node in
                (adjacency.starts[node]..<adjacency.starts[node + 1]).map {
                    (Int(adjacency.neighbours[$0]), adjacency.weights[$0])
                }
            }, loops: [Double](repeating: 0, count: adjacency.count))
    }

    private init(_ adjacency: [[(node: Int, weight: Double)]], loops: [Double]) {
        (self.adjacency, self.loops) = (adjacency, loops)
        strengths = zip(adjacency, loops).map { $0.reduce($1) { $0 + $1.weight } }
        total = strengths.reduce(0, +)
        community = Array(adjacency.indices)
    }

    /// Moves nodes to the neighbouring community that gains most, until none gains; whether any moved.
    mutating func run(_ resolution: Double, _ chance: inout Chance) -> Bool {
        guard total > 0 else { return false }
        var sums = strengths
        let order = Array(adjacency.indices).shuffled(using: &chance)
        var (movedEver, moved) = (false, true)
        var links = [Double](repeating: 0, count: adjacency.count)
        while moved {
            moved = false
            for node in order {
                let own = community[node]
                var met: [Int] = []
                for (other, weight) in adjacency[node] where other != node {
                    if links[community[other]] == 0 { met.append(community[other]) }
                    links[community[other]] += weight
                }
                sums[own] -= strengths[node]
                func gain(_ candidate: Int) -> Double {
                    links[candidate] - resolution * sums[candidate] * strengths[node] / total
                }
                // A move must gain clearly, or rounding would let nodes go to and fro for ever.
                var (best, most) = (own, gain(own) + 1e-12 * total)
                for candidate in met.sorted() where gain(candidate) > most {
                    (best, most) = (candidate, gain(candidate))
                }
                for candidate in met { links[candidate] = 0 }
                sums[best] += strengths[node]
                if best != own {
                    community[node] = best
                    (moved, movedEver) = (true, true)
                }
            }
        }
        return movedEver
    }

    /// The community of each node, numbered from 0 in order.
    func renumbered() -> [Int] {
        var numbering = Numbering<Int>()
        return community.map { Int(numbering($0)) }
    }

    /// The level above: a node for each community.
    func aggregated(_ numbers: [Int]) -> Louvain {
        let count = (numbers.max() ?? -1) + 1
        var weights = [[Int: Double]](repeating: [:], count: count)
        var inner = [Double](repeating: 0, count: count)
        for node in adjacency.indices {
            inner[numbers[node]] += loops[node]
            for (other, weight) in adjacency[node] {
                if numbers[node] == numbers[other] {
                    inner[numbers[node]] += weight
                } else {
                    weights[numbers[node]][numbers[other], default: 0] += weight
                }
            }
        }
        return Louvain(
            weights.map { row in row.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }, loops: inner)
    }
}
