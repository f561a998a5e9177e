// A network as a value: nodes, weighted ties, and what they stand for.

/// A network of actors, of targets, or of both: undirected and weighted.
///
///     let network = try await kb.stances.expressed(in: "2019")
///         .network(.congruence, of: .holders, normalization: .jaccard, duplicates: .oncePerDocument)
///     for edge in network.edges { print(network.nodes[edge.source].label, network.nodes[edge.target].label, edge.weight) }
public struct Network: Sendable, Hashable {
    /// A node.
    public struct Node: Sendable, Hashable, Identifiable {
        /// Its readable name in the file: an entity's key, or the text itself for offices and attributes.
        public var key: String
        /// What to call it.
        public var label: String
        /// What it is: `person`, `organization`, `topic` …, or `office` or `attribute`.
        public var kind: String
        /// 0 for actors, 1 for the targets of a network with two modes.
        public var mode: Int = 0
        /// How many stances it has in the matrix that the network was made from, duplicates left out.
        public var activity: Int = 0
        /// The first and the last day on which it has one; nil where dates were not read or none is known.
        public var days: ClosedRange<Day>?
        /// What else the file says of it, by name.
        public var attributes: [String: String] = [:]

        /// The key.
        public var id: String { key }

        /// A node.
        public init(key: String, label: String, kind: String) {
            (self.key, self.label, self.kind) = (key, label, kind)
        }
    }

    /// A tie between two nodes.
    public struct Edge: Sendable, Hashable, Codable {
        /// The place of one node among ``Network/nodes``; always below ``target``.
        public let source: Int
        /// The place of the other.
        public let target: Int
        /// The weight; never 0.
        public let weight: Double

        /// A tie.
        public init(source: Int, target: Int, weight: Double) {
            (self.source, self.target, self.weight) = (source, target, weight)
        }
    }

    /// The nodes: sorted by label (by UTF-16 code units), those of mode 0 before those of mode 1.
    public let nodes: [Node]
    /// The ties, by source and then target.
    public let edges: Edges
    /// What the ties stand for.
    public let relation: NetworkRelation
    /// By what they are divided.
    public let normalization: NetworkNormalization

    /// Whether the network has two modes.
    public var isTwoMode: Bool { relation.isTwoMode }

    init(
        nodes: [Node], edges: Edges, relation: NetworkRelation, normalization: NetworkNormalization = .none
    ) {
        (self.nodes, self.edges, self.relation, self.normalization) = (nodes, edges, relation, normalization)
    }

    /// A network of given nodes and ties.
    /// - Throws: ``StandpointError/network(_:)`` for a tie to a node that is not there or to itself, one that is
    ///   there twice, or a weight that is no finite number. Ties of weight 0 are left out.
    public init(nodes: [Node], edges: some Sequence<Edge>, relation: NetworkRelation = .cooccurrence) throws {
        var sorted: [Edge] = []
        for edge in edges where edge.weight != 0 {
            let (low, high) = (min(edge.source, edge.target), max(edge.source, edge.target))
            guard low >= 0, high < nodes.count else {
                throw StandpointError.network(
                    "a tie joins \(low) and \(high), yet there are \(nodes.count) nodes")
            }
            guard low != high else { throw StandpointError.network("node \(low) is tied to itself") }
            guard edge.weight.isFinite else {
                throw StandpointError.network("the tie of \(low) and \(high) has the weight \(edge.weight)")
            }
            sorted.append(Edge(source: low, target: high, weight: edge.weight))
        }
        sorted.sort { ($0.source, $0.target) < ($1.source, $1.target) }
        for (edge, next) in zip(sorted, sorted.dropFirst())
        where edge.source == next.source && edge.target == next.target {
            throw StandpointError.network("nodes \(edge.source) and \(edge.target) are tied twice")
        }
        self.init(nodes: nodes, edges: Edges(sorted, rows: nodes.count), relation: relation)
    }

    /// The weight between two nodes; 0 where they are not tied.
    public func weight(_ a: Int, _ b: Int) -> Double { edges.weight(min(a, b), max(a, b)) }

    /// The weights as rows and columns: square for one mode, actors × targets for two.
    public var matrix: [[Double]] {
        let rows = isTwoMode ? nodes.count { $0.mode == 0 } : nodes.count
        let first = isTwoMode ? rows : 0
        var matrix = [[Double]](repeating: [Double](repeating: 0, count: nodes.count - first), count: rows)
        for edge in edges {
            matrix[edge.source][edge.target - first] = edge.weight
            if !isTwoMode { matrix[edge.target][edge.source] = edge.weight }
        }
        return matrix
    }

    /// The network of the same nodes with only the ties that pass a test.
    public func keeping(_ isKept: (Edge) -> Bool) -> Network {
        Network(
            nodes: nodes, edges: Edges(edges.filter(isKept), rows: nodes.count), relation: relation,
            normalization: normalization)
    }

    /// The network without the nodes that nothing ties.
    public func withoutIsolates() -> Network {
        var isTied = [Bool](repeating: false, count: nodes.count)
        for edge in edges { (isTied[edge.source], isTied[edge.target]) = (true, true) }
        return keepingNodes { isTied[$0] }
    }

    /// The network of the nodes, by place, that pass a test, and of the ties between them.
    public func keepingNodes(_ isKept: (Int) -> Bool) -> Network {
        let kept = nodes.indices.filter(isKept)
        var place = [Int](repeating: -1, count: nodes.count)
        for (new, old) in kept.enumerated() { place[old] = new }
        let edges = edges.filter { place[$0.source] >= 0 && place[$0.target] >= 0 }.map {
            Edge(source: place[$0.source], target: place[$0.target], weight: $0.weight)
        }
        return Network(
            nodes: kept.map { nodes[$0] }, edges: Edges(edges, rows: kept.count), relation: relation,
            normalization: normalization)
    }
}
