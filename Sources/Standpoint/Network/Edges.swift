// The ties of a network in compressed rows.

/// The ties of a network, by source and then target, in twelve bytes each.
public struct Edges: RandomAccessCollection, Sendable, Hashable {
    /// How many ties come before those of each source; one more for the end.
    let starts: [Int]
    /// The ties in pieces, as they were found, each with those of some sources.
    private let chunks: [Chunk]
    /// How many ties come before each piece; one more for the end.
    private let offsets: [Int]

    /// Targets and weights of some ties. The proof for `@unchecked Sendable`: what is in it is written before it
    /// becomes a part of ``Edges``, and from then on only read.
    final class Chunk: @unchecked Sendable {
        let targets: UnsafeMutablePointer<Int32>
        let weights: UnsafeMutablePointer<Double>
        /// How many ties each source has, added up.
        var ends: [Int] = []
        var count = 0

        /// Has room for so many ties; memory that is not written to is not used.
        init(capacity: Int) {
            targets = .allocate(capacity: Swift.max(1, capacity))
            weights = .allocate(capacity: Swift.max(1, capacity))
            LargePages.prefer(targets, capacity * MemoryLayout<Int32>.stride)
            LargePages.prefer(weights, capacity * MemoryLayout<Double>.stride)
        }

        deinit {
            targets.deallocate()
            weights.deallocate()
        }

        @inline(__always)
        func append(_ target: Int, _ weight: Double) {
            targets[count] = Int32(truncatingIfNeeded: target)
            weights[count] = weight
            count += 1
        }
    }

    /// Pieces, one after another, that together have the ties of all sources.
    init(_ chunks: [Chunk]) {
        var (starts, offsets) = ([0], [0])
        for chunk in chunks {
            let before = offsets[offsets.count - 1]
            for end in chunk.ends { starts.append(before + end) }
            offsets.append(before + chunk.count)
        }
        (self.starts, self.chunks, self.offsets) = (starts, chunks, offsets)
    }

    /// Ties that are sorted by source and target already.
    init(_ edges: some Collection<Network.Edge>, rows: Int) {
        let chunk = Chunk(capacity: edges.count)
        for edge in edges {
            while chunk.ends.count < edge.source { chunk.ends.append(chunk.count) }
            chunk.append(edge.target, edge.weight)
        }
        while chunk.ends.count < rows { chunk.ends.append(chunk.count) }
        self.init([chunk])
    }

    /// The targets and weights of a source.
    func row(_ source: Int) -> (targets: UnsafeBufferPointer<Int32>, weights: UnsafeBufferPointer<Double>) {
        let (start, count) = (starts[source], starts[source + 1] - starts[source])
        guard count > 0 else {
            return (UnsafeBufferPointer(start: nil, count: 0), UnsafeBufferPointer(start: nil, count: 0))
        }
        let (chunk, offset) = piece(start)
        return (
            UnsafeBufferPointer(start: chunk.targets + offset, count: count),
            UnsafeBufferPointer(start: chunk.weights + offset, count: count)
        )
    }

    /// The piece that has a tie, and the tie's place in it.
    private func piece(_ position: Int) -> (Chunk, Int) {
        var (low, high) = (0, chunks.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if offsets[middle] <= position { low = middle } else { high = middle - 1 }
        }
        return (chunks[low], position - offsets[low])
    }

    /// 0.
    public var startIndex: Int { 0 }
    /// The number of ties.
    public var endIndex: Int { offsets[offsets.count - 1] }

    /// The tie at a place, found by bisection; to go through all of them use `for`.
    public subscript(position: Int) -> Network.Edge {
        var (low, high) = (0, starts.count - 2)
        while low < high {
            let middle = (low + high + 1) / 2
            if starts[middle] <= position { low = middle } else { high = middle - 1 }
        }
        let (chunk, offset) = piece(position)
        return Network.Edge(source: low, target: Int(chunk.targets[offset]), weight: chunk.weights[offset])
    }

    /// Goes through the ties, by source and then target.
    public func makeIterator() -> Iterator { Iterator(self) }

    /// Goes through the ties.
    public struct Iterator: IteratorProtocol {
        private let edges: Edges
        private var chunk = -1
        private var current: Chunk?
        private var (offset, source, position) = (0, 0, 0)

        init(_ edges: Edges) { self.edges = edges }

        /// The next tie; nil at the end.
        public mutating func next() -> Network.Edge? {
            guard position < edges.endIndex else { return nil }
            while edges.starts[source + 1] <= position { source += 1 }
            while chunk < 0 || offset >= edges.chunks[chunk].count {
                chunk += 1
                current = edges.chunks[chunk]
                offset = 0
            }
            guard let current else { return nil }
            defer {
                position += 1
                offset += 1
            }
            return Network.Edge(
                source: source, target: Int(current.targets[offset]), weight: current.weights[offset])
        }
    }

    func weight(_ source: Int, _ target: Int) -> Double {
        guard source >= 0, source + 1 < starts.count else { return 0 }
        let (targets, weights) = row(source)
        var (low, high) = (0, targets.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(targets[middle]) < target { low = middle + 1 } else { high = middle }
        }
        return low < targets.count && Int(targets[low]) == target ? weights[low] : 0
    }

    /// Whether two have the same ties.
    public static func == (left: Edges, right: Edges) -> Bool {
        left.starts == right.starts && left.elementsEqual(right)
    }

    /// Feeds how many ties each source has, and the first of them.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(starts)
        for edge in prefix(64) { hasher.combine(edge) }
    }
}
