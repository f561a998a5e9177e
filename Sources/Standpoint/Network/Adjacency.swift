// A network as its nodes see it: the neighbours of each, both ways; and chance from a seed.

/// The neighbours of each node with the weights of the ties, in order.
struct Adjacency {
    let starts: [Int]
    let neighbours: [Int32]
    let weights: [Double]

    var count: Int { starts.count - 1 }

    init(_ network: Network) {
        let count = network.nodes.count
        var starts = [Int](repeating: 0, count: count + 1)
        for edge in network.edges {
            starts[edge.source + 1] += 1
            starts[edge.target + 1] += 1
        }
        for node in 0..<count { starts[node + 1] += starts[node] }
        var next = starts
        var neighbours = [Int32](repeating: 0, count: starts[count])
        var weights = [Double](repeating: 0, count: starts[count])
        // By source and then target, so that the neighbours of each node come in order: those before it first.
        for edge in network.edges {
            for (from, to) in [(edge.source, edge.target), (edge.target, edge.source)] {
                neighbours[next[from]] = Int32(truncatingIfNeeded: to)
                weights[next[from]] = edge.weight
                next[from] += 1
            }
        }
        (self.starts, self.neighbours, self.weights) = (starts, neighbours, weights)
    }

    /// The product with a vector.
    func times(_ vector: [Double]) -> [Double] {
        (0..<count).map { node in
            var sum = 0.0
            for place in starts[node]..<starts[node + 1] {
                sum += weights[place] * vector[Int(neighbours[place])]
            }
            return sum
        }
    }
}

/// Chance that is the same in every run (SplitMix64; Steele, Lea, Flood 2014).
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
