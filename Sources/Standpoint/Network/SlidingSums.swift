// What a window holds, kept up to date as stances come and go.

/// The sums of a one-mode network as stances come and go.
struct SlidingSums: Sendable {
    private struct Cell: Hashable {
        let actor: Int32
        let cell: UInt32
        let bucket: UInt32
    }
    private struct Pair: Hashable {
        let source: Int32
        let target: Int32
    }
    private struct Sums {
        var numerator = 0
        var product = 0
        var shared = 0
    }

    private let product: OneMode
    private let levels: Int
    private let place: [Int: Int]
    private var buckets: [Cell: Int] = [:]
    /// How often each actor has each cell.
    private var columns: [UInt32: [Int32: Int]] = [:]
    private var pairs: [Pair: Sums] = [:]
    private var activity: [Int]

    init(_ product: OneMode) {
        self.product = product
        levels = max(1, product.matrix.levels.count)
        place = Dictionary(
            product.matrix.levels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        activity = [Int](repeating: 0, count: product.matrix.actors.count)
    }

    /// One stance comes, 1, or goes, −1.
    mutating func change(_ rows: Observations, _ row: Int, by step: Int) {
        let actor = rows.actors[row]
        guard let k = place[Int(rows.levels[row])] else { return }
        let target = Int(rows.targets[row])
        let cell = UInt32(target * levels + k)
        if !rows.buckets.isEmpty {
            // Only the first that comes and the last that goes count.
            let key = Cell(actor: actor, cell: cell, bucket: rows.buckets[row])
            let count = buckets[key, default: 0] + step
            buckets[key] = count == 0 ? nil : count
            guard count == (step > 0 ? 1 : 0) else { return }
        }
        let before = columns[cell]?[actor] ?? 0
        let after = before + step
        columns[cell, default: [:]][actor] = after == 0 ? nil : after
        activity[Int(actor)] += step
        for l in 0..<levels {
            let factor = product.factor(k, l)
            guard factor != 0 || l == k, let column = columns[UInt32(target * levels + l)] else { continue }
            for (other, count) in column where other != actor {
                let pair = Pair(source: min(actor, other), target: max(actor, other))
                var sums = pairs[pair] ?? Sums()
                sums.numerator += factor * step * count
                if l == k {
                    sums.product += step * count
                    // Both take it: all that the two say of it is shared.
                    sums.shared += (after > 0 ? after + count : 0) - (before > 0 ? before + count : 0)
                }
                let isEmpty = sums.numerator == 0 && sums.product == 0 && sums.shared == 0
                pairs[pair] = isEmpty ? nil : sums
            }
        }
    }

    func network(
        _ actors: [Network.Node], _ relation: NetworkRelation, _ normalization: NetworkNormalization
    ) -> Network {
        var edges: [Network.Edge] = []
        for (pair, sums) in pairs where sums.numerator != 0 {
            let (one, other) = (Double(activity[Int(pair.source)]), Double(activity[Int(pair.target)]))
            let divisor =
                switch normalization {
                case .averageActivity: (one + other) / 2
                case .jaccard: one + other - Double(sums.shared) + Double(sums.product)
                case .activityProduct: one * other
                default: 1.0
                }
            guard divisor != 0 else { continue }
            edges.append(
                Network.Edge(
                    source: Int(pair.source), target: Int(pair.target),
                    weight: Double(sums.numerator) / product.unit / divisor))
        }
        edges.sort { ($0.source, $0.target) < ($1.source, $1.target) }
        let nodes = zip(actors, activity).map { node, activity in
            var node = node
            node.activity = activity
            node.days = nil
            return node
        }
        return Network(
            nodes: nodes, edges: Edges(edges, rows: nodes.count), relation: relation,
            normalization: normalization
        ).keepingActive()
    }
}
