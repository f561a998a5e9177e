// What has changed from one network to another.

/// The change from one network to another of the same relation.
public struct NetworkChange: Sendable, Hashable {
    /// A tie that has changed.
    public struct Tie: Sendable, Hashable, Codable {
        /// The keys of the two nodes.
        public let source: String, target: String
        /// The weight before and after; 0 where there was or is none.
        public let before: Double, after: Double
    }

    /// The ties that have changed, the greatest change first, of equals by key.
    public let ties: [Tie]
    /// Nodes that came, and nodes that went, by key.
    public let appeared: [String], vanished: [String]
    /// How much the two have in common: Σ of the lesser over Σ of the greater weights (the weighted Jaccard
    /// similarity of sizes), 1 the same, 0 nothing; weights on opposite sides of 0 have nothing in common.
    public let similarity: Double

    /// The greater change comes first, of equals by key.
    static func precedes(_ left: Tie, _ right: Tie) -> Bool {
        let (one, other) = (abs(left.after - left.before), abs(right.after - right.before))
        return one != other ? one > other : (left.source, left.target) < (right.source, right.target)
    }
}

extension Network {
    /// What has changed since an earlier network; nodes are the same by key.
    public func change(since earlier: Network) -> NetworkChange {
        struct Pair: Hashable {
            let source: String, target: String
            init(_ network: Network, _ edge: Edge) {
                let keys = [network.nodes[edge.source].key, network.nodes[edge.target].key]
                // The order of nodes is that of labels, which may differ between the two.
                let isTurned = !network.isTwoMode && keys[1] < keys[0]
                (source, target) = isTurned ? (keys[1], keys[0]) : (keys[0], keys[1])
            }
        }
        var weights: [Pair: (before: Double, after: Double)] = [:]
        for edge in earlier.edges { weights[Pair(earlier, edge), default: (0, 0)].before = edge.weight }
        for edge in edges { weights[Pair(self, edge), default: (0, 0)].after = edge.weight }
        let ties = weights.filter { $0.value.before != $0.value.after }.map {
            NetworkChange.Tie(
                source: $0.key.source, target: $0.key.target, before: $0.value.before, after: $0.value.after)
        }.sorted(by: NetworkChange.precedes)
        // Summed in order, so that the digits are the same each time.
        let pairs = weights.sorted { ($0.key.source, $0.key.target) < ($1.key.source, $1.key.target) }.map(
            \.value)
        let lesser = pairs.reduce(0.0) {
            $0 + ($1.before * $1.after > 0 ? min(abs($1.before), abs($1.after)) : 0)
        }
        let greater = pairs.reduce(0.0) {
            $0 + ($1.before * $1.after < 0 ? abs($1.before - $1.after) : max(abs($1.before), abs($1.after)))
        }
        let (then, now) = (Set(earlier.nodes.map(\.key)), Set(nodes.map(\.key)))
        return NetworkChange(
            ties: ties, appeared: now.subtracting(then).sorted(), vanished: then.subtracting(now).sorted(),
            similarity: greater > 0 ? lesser / greater : 1)
    }
}
