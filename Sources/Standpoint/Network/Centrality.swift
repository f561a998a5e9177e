// Who is central: degree, strength, betweenness, eigenvector; and what hangs together.

extension Network {
    /// How many ties each node has.
    public var degrees: [Int] {
        var degrees = [Int](repeating: 0, count: nodes.count)
        for edge in edges {
            degrees[edge.source] += 1
            degrees[edge.target] += 1
        }
        return degrees
    }

    /// The sum of the weights of each node's ties.
    public var strengths: [Double] {
        var strengths = [Double](repeating: 0, count: nodes.count)
        for edge in edges {
            strengths[edge.source] += edge.weight
            strengths[edge.target] += edge.weight
        }
        return strengths
    }

    /// The part that each node belongs to: numbers from 0, by the first node of the part.
    public var components: [Int] {
        let adjacency = Adjacency(self)
        var (component, count) = ([Int](repeating: -1, count: nodes.count), 0)
        for start in nodes.indices where component[start] < 0 {
            var open = [start]
            component[start] = count
            while let node = open.popLast() {
                for place in adjacency.starts[node]..<adjacency.starts[node + 1] {
                    let next = Int(adjacency.neighbours[place])
                    guard component[next] < 0 else { continue }
                    component[next] = count
                    open.append(next)
                }
            }
            count += 1
        }
        return component
    }

    /// On how many shortest paths between two others each node lies (Brandes 2001), as a share of all pairs of
    /// others, 0 to 1.
    /// - Parameters:
    ///   - weighted: Whether a tie is as long as 1 / weight, so that strong ties are short; else all are equally long.
    ///   - progress: Is told how much is done.
    /// - Throws: ``StandpointError/network(_:)`` for weights below 0, which are no lengths; `CancellationError`.
    public func betweenness(weighted: Bool = false, progress: NetworkProgress? = nil) throws -> [Double] {
        if weighted, let negative = edges.first(where: { $0.weight < 0 }) {
            throw StandpointError.network(
                "a tie of weight \(negative.weight) has no length; leave such ties out with keeping { $0.weight > 0 }"
            )
        }
        let (adjacency, count) = (Adjacency(self), nodes.count)
        // Summed by part and then in order, so that the digits do not depend on which core was faster.
        let parts = max(1, min(32, count))
        let sums = UnsafeMutablePointer<[Double]>.allocate(capacity: parts)
        sums.initialize(repeating: [], count: parts)
        defer {
            sums.deinitialize(count: parts)
            sums.deallocate()
        }
        try Workers.run(parts, progress) { _, part in
            var paths = ShortestPaths(adjacency)
            for source in Workers.range(part, of: parts, in: count) {
                if weighted { paths.dijkstra(source) } else { paths.breadthFirst(source) }
                paths.accumulate(source)
            }
            sums[part] = paths.betweenness
        }
        let pairs = count > 2 ? Double(count - 1) * Double(count - 2) : 1
        return nodes.indices.map { node in (0..<parts).reduce(0.0) { $0 + sums[$1][node] } / pairs }
    }

    /// How central the neighbours of each node are (Bonacich 1972): the eigenvector of the weights' greatest
    /// eigenvalue, of length 1. Where a network falls into parts, that of the most central part.
    public var eigenvectorCentrality: [Double] {
        let adjacency = Adjacency(self)
        guard !edges.isEmpty else { return [Double](repeating: 0, count: nodes.count) }
        let vector = Spectrum.leading(count: nodes.count, adjacency.times)
        return vector.reduce(0, +) < 0 ? vector.map { -$0 } : vector
    }
}

/// The shortest paths from one node after another.
private struct ShortestPaths {
    private let adjacency: Adjacency
    private(set) var betweenness: [Double]
    private var distance: [Double]
    private var paths: [Double]
    private var dependency: [Double]
    private var order: [Int] = []
    private var before: [[Int32]]

    init(_ adjacency: Adjacency) {
        self.adjacency = adjacency
        betweenness = [Double](repeating: 0, count: adjacency.count)
        distance = [Double](repeating: .infinity, count: adjacency.count)
        paths = [Double](repeating: 0, count: adjacency.count)
        dependency = paths
        before = [[Int32]](repeating: [], count: adjacency.count)
    }

    private mutating func begin(_ source: Int) {
        for node in order {
            distance[node] = .infinity
            paths[node] = 0
            dependency[node] = 0
            before[node].removeAll(keepingCapacity: true)
        }
        order.removeAll(keepingCapacity: true)
        distance[source] = 0
        paths[source] = 1
    }

    mutating func breadthFirst(_ source: Int) {
        begin(source)
        order.append(source)
        var next = 0
        while next < order.count {
            let node = order[next]
            next += 1
            for place in adjacency.starts[node]..<adjacency.starts[node + 1] {
                let other = Int(adjacency.neighbours[place])
                if distance[other] == .infinity {
                    distance[other] = distance[node] + 1
                    order.append(other)
                }
                if distance[other] == distance[node] + 1 {
                    paths[other] += paths[node]
                    before[other].append(Int32(truncatingIfNeeded: node))
                }
            }
        }
    }

    /// Whether two lengths are the same but for rounding: 1/3 + 1/3 + 1/3 is as long as 1. The tolerance is igraph's.
    private static func areEqual(_ one: Double, _ other: Double) -> Bool {
        one == other || abs(one - other) < 1e-10 * (one + other)
    }

    mutating func dijkstra(_ source: Int) {
        begin(source)
        var open = Heap()
        open.push(0, source)
        var isDone = Set<Int>()
        while let (length, node) = open.pop() {
            guard isDone.insert(node).inserted else { continue }
            order.append(node)
            for place in adjacency.starts[node]..<adjacency.starts[node + 1] {
                let other = Int(adjacency.neighbours[place])
                guard !isDone.contains(other) else { continue }
                let reached = length + 1 / adjacency.weights[place]
                if ShortestPaths.areEqual(reached, distance[other]) {
                    paths[other] += paths[node]
                    before[other].append(Int32(truncatingIfNeeded: node))
                } else if reached < distance[other] {
                    distance[other] = reached
                    paths[other] = paths[node]
                    before[other] = [Int32(truncatingIfNeeded: node)]
                    open.push(reached, other)
                }
            }
        }
    }

    mutating func accumulate(_ source: Int) {
        for node in order.reversed() {
            let share = (1 + dependency[node]) / paths[node]
            for previous in before[node] { dependency[Int(previous)] += paths[Int(previous)] * share }
            if node != source { betweenness[node] += dependency[node] }
        }
    }
}

/// The nearest first.
struct Heap {
    private var items: [(length: Double, node: Int)] = []

    private static func precedes(_ a: (length: Double, node: Int), _ b: (length: Double, node: Int)) -> Bool {
        a.length < b.length || a.length == b.length && a.node < b.node
    }

    mutating func push(_ length: Double, _ node: Int) {
        items.append((length, node))
        var child = items.count - 1
        while child > 0, Heap.precedes(items[child], items[(child - 1) / 2]) {
            items.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func pop() -> (length: Double, node: Int)? {
        guard let first = items.first else { return nil }
        let last = items.removeLast()
        guard !items.isEmpty else { return first }
        items[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < items.count && Heap.precedes(items[child], items[least]) {
                least = child
            }
            guard least != parent else { return first }
            items.swapAt(parent, least)
            parent = least
        }
    }
}
