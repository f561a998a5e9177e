// What a window holds, kept up to date as stances come and go.

/// Two nodes by number, the lesser first: what a tie is found by.
struct TiePair: Hashable, Comparable, Sendable {
    private let number: UInt64

    init(_ one: Int32, _ other: Int32) {
        number =
            UInt64(truncatingIfNeeded: min(one, other)) << 32 | UInt64(truncatingIfNeeded: max(one, other))
    }

    var source: Int { Int(number >> 32) }
    var target: Int { Int(number & 0xFFFF_FFFF) }

    static func < (left: TiePair, right: TiePair) -> Bool { left.number < right.number }
}

/// A sum in two numbers, so that what was added can be taken away again and leaves no trace (Neumaier 1974).
struct CarefulSum: Sendable {
    private var high = 0.0
    private var low = 0.0

    var value: Double { high + low }

    mutating func add(_ number: Double) {
        let sum = high + number
        low += abs(high) >= abs(number) ? (high - sum) + number : (number - sum) + high
        high = sum
    }
}

/// The ties of a window as stances come and go. A stance costs what it meets, and a step what it changes.
struct SlidingSums: Sendable {
    /// A tie that the last step changed.
    struct Change: Sendable {
        let pair: TiePair
        let before: Double
        let after: Double
    }

    /// What the stances of two nodes add up to.
    private struct Sums {
        var numerator = 0
        var product = 0
        var shared = 0
        /// What the last step made of it.
        var weight = 0.0
        /// Whether this step has changed it.
        var isTouched = false

        var isEmpty: Bool { numerator == 0 && product == 0 && shared == 0 }

        /// Adds, and tells whether it is the first change of this step.
        mutating func add(_ numerator: Int, _ product: Int, _ shared: Int) -> Bool {
            self.numerator += numerator
            self.product += product
            self.shared += shared
            defer { isTouched = true }
            return !isTouched
        }
    }

    /// The actors, and behind them the targets where there are two modes; the number of a node is its place here.
    let nodes: [Network.Node]
    /// How many nodes and ties there are, and what the ties weigh together.
    private(set) var (nodeCount, tieCount) = (0, 0)
    var weight: Double { total.value }
    /// How much the ties have in common with those before the step.
    private(set) var similarity = 1.0
    /// What the step changed: ties, and the activity that nodes had before it.
    private(set) var changes: [Change] = []
    private(set) var activityBefore: [Int32: Int] = [:]

    private let product: OneMode
    private let relation: NetworkRelation
    private let normalization: NetworkNormalization
    private let levels: Int
    /// Whether levels do not matter, so that there is one cell for a target.
    private let isSummed: Bool
    /// Whether ties come from what two do not share, so that all that are active are tied.
    private let countsUnshared: Bool
    /// Whether a tie changes with the activity of its ends.
    private let hasDivisor: Bool

    /// How often each actor has each cell.
    private var columns: [UInt32: [Int32: Int]] = [:]
    private var sums: [TiePair: Sums] = [:]
    private var activity: [Int]
    private var squares: [Int]
    private var neighbours: [Set<Int32>]
    private var touched: [TiePair] = []
    private var (total, size) = (CarefulSum(), CarefulSum())

    init(_ matrix: Affiliations, _ relation: NetworkRelation, _ normalization: NetworkNormalization) {
        product = OneMode(matrix, relation, normalization)
        (self.relation, self.normalization) = (relation, normalization)
        levels = max(1, matrix.levels.count)
        isSummed = relation == .cooccurrence && normalization != .jaccard
        countsUnshared = matrix.scale == .categories && [.conflict, .subtract].contains(relation)
        hasDivisor = normalization != .none
        let targets = relation.isTwoMode ? matrix.targets : []
        nodes =
            matrix.actors
            + targets.map { target in
                var node = target
                node.mode = 1
                return node
            }
        activity = [Int](repeating: 0, count: nodes.count)
        squares = normalization == .cosine ? activity : []
        neighbours = [Set<Int32>](repeating: [], count: hasDivisor ? nodes.count : 0)
    }

    private var actorCount: Int { product.matrix.actors.count }

    /// How often a node has a stance in the window.
    func activity(of node: Int) -> Int { activity[node] }

    /// The weight of a tie; 0 where there is none.
    func weight(of pair: TiePair) -> Double { sums[pair]?.weight ?? 0 }

    /// All ties.
    var pairs: [TiePair] { sums.filter { $0.value.weight != 0 }.map(\.key) }

    // MARK: A step

    /// Begins a step.
    mutating func begin() {
        changes.removeAll(keepingCapacity: true)
        activityBefore.removeAll(keepingCapacity: true)
    }

    /// A stance of an actor on a cell (place of the target × number of levels + place of the level) comes, 1, or
    /// goes, −1.
    mutating func change(_ actor: Int32, _ cell: UInt32, by step: Int) {
        let (target, k) = (Int(cell) / levels, Int(cell) % levels)
        count(actor, step)
        guard !relation.isTwoMode else {
            let node = Int32(truncatingIfNeeded: actorCount + target)
            count(node, step)
            let isGraded = relation == .affiliationSubtract && product.matrix.scale != .categories
            add(TiePair(actor, node), step * (isGraded ? product.matrix.levels[k] : 1), step, 0)
            if relation == .affiliationCombine { _ = count(actor, cell, step) }
            return
        }
        let (own, others) = isSummed ? (UInt32(target), 0..<1) : (cell, 0..<levels)
        let (before, after) = count(actor, own, step)
        if normalization == .cosine { squares[Int(actor)] += after * after - before * before }
        let needsShared = normalization == .jaccard || countsUnshared
        for l in others {
            let factor = isSummed ? 1 : product.factor(k, l)
            let shares = needsShared && l == k
            guard factor != 0 || shares,
                let column = columns[isSummed ? own : UInt32(target * levels + l)]
            else { continue }
            for (other, count) in column where other != actor {
                // Both take it: all that the two say of it is shared.
                let shared = (after > 0 ? after + count : 0) - (before > 0 ? before + count : 0)
                add(
                    TiePair(actor, other), factor * step * count, shares ? step * count : 0,
                    shares ? shared : 0)
            }
        }
    }

    private mutating func count(_ node: Int32, _ step: Int) {
        if activityBefore[node] == nil { activityBefore[node] = activity[Int(node)] }
        activity[Int(node)] += step
    }

    private mutating func count(_ actor: Int32, _ cell: UInt32, _ step: Int) -> (before: Int, after: Int) {
        let before = columns[cell]?[actor] ?? 0
        let after = before + step
        columns[cell, default: [:]][actor] = after == 0 ? nil : after
        return (before, after)
    }

    private mutating func add(_ pair: TiePair, _ numerator: Int, _ product: Int, _ shared: Int) {
        if sums[pair, default: Sums()].add(numerator, product, shared) { touched.append(pair) }
    }

    /// Ends a step: weighs what it has touched.
    mutating func settle() {
        touchTiesOfActivity()
        if hasDivisor {
            for pair in touched {
                let (source, target) = (pair.source, pair.target)
                if sums[pair]?.isEmpty != false {
                    neighbours[source].remove(Int32(truncatingIfNeeded: target))
                    neighbours[target].remove(Int32(truncatingIfNeeded: source))
                } else {
                    neighbours[source].insert(Int32(truncatingIfNeeded: target))
                    neighbours[target].insert(Int32(truncatingIfNeeded: source))
                }
            }
        }
        for (node, before) in activityBefore {
            nodeCount += (activity[Int(node)] > 0 ? 1 : 0) - (before > 0 ? 1 : 0)
        }
        // What stays as it is weighs the same before and after; of the rest the lesser and the greater weight.
        var (staying, stayingCount) = (size, tieCount)
        var (lesser, greater) = (CarefulSum(), CarefulSum())
        for pair in touched {
            guard var tie = sums[pair] else { continue }
            let (before, after) = (tie.weight, weight(pair, tie))
            (tie.weight, tie.isTouched) = (after, false)
            sums[pair] = tie.isEmpty && after == 0 ? nil : tie
            guard before != after else { continue }
            changes.append(Change(pair: pair, before: before, after: after))
            tieCount += (after != 0 ? 1 : 0) - (before != 0 ? 1 : 0)
            stayingCount -= before != 0 ? 1 : 0
            for sum in [-before, after] { total.add(sum) }
            for sum in [-abs(before), abs(after)] { size.add(sum) }
            staying.add(-abs(before))
            if before * after > 0 { lesser.add(min(abs(before), abs(after))) }
            greater.add(before * after < 0 ? abs(before - after) : max(abs(before), abs(after)))
        }
        touched.removeAll(keepingCapacity: true)
        if tieCount == 0 { (total, size) = (CarefulSum(), CarefulSum()) }
        let same = stayingCount > 0 ? staying.value : 0
        similarity = same + greater.value > 0 ? (same + lesser.value) / (same + greater.value) : 1
    }

    /// The ties of the nodes whose activity this step has changed, where that changes them.
    private mutating func touchTiesOfActivity() {
        guard hasDivisor || countsUnshared else { return }
        let active =
            countsUnshared
            ? activity.indices.map { Int32(truncatingIfNeeded: $0) }.filter {
                activity[Int($0)] > 0 || activityBefore[$0] != nil
            } : []
        for node in activityBefore.keys {
            if countsUnshared {
                for other in active where other != node { add(TiePair(node, other), 0, 0, 0) }
            } else {
                for other in neighbours[Int(node)] { add(TiePair(node, other), 0, 0, 0) }
            }
        }
    }

    private func weight(_ pair: TiePair, _ sums: Sums) -> Double {
        if relation.isTwoMode { return twoModeWeight(pair, sums) }
        let (one, other) = (activity[pair.source], activity[pair.target])
        let apart = Double(one) + Double(other) - Double(sums.shared)
        var numerator = Double(sums.numerator)
        if countsUnshared {
            guard one > 0, other > 0 else { return 0 }
            numerator = relation == .conflict ? apart : numerator - apart
        }
        guard numerator != 0 else { return 0 }
        let divisor =
            switch normalization {
            case .averageActivity: (Double(one) + Double(other)) / 2
            case .jaccard: apart + Double(sums.product)
            case .cosine:
                Double(squares[pair.source]).squareRoot() * Double(squares[pair.target]).squareRoot()
            case .activityProduct: Double(one) * Double(other)
            default: 1.0
            }
        return divisor == 0 ? 0 : numerator / product.unit / divisor
    }

    private func twoModeWeight(_ pair: TiePair, _ sums: Sums) -> Double {
        guard sums.product > 0 else { return 0 }
        var weight = Double(sums.numerator)
        if relation == .affiliationCombine {
            let actor = Int32(truncatingIfNeeded: pair.source)
            let first = (pair.target - actorCount) * levels
            weight = (0..<levels).reduce(0.0) { sum, level in
                guard columns[UInt32(first + level)]?[actor] != nil else { return sum }
                return sum + Double(sign: .plus, exponent: levels - 1 - level, significand: 1)
            }
        }
        guard weight != 0, hasDivisor else { return weight }
        let end = normalization == .activity ? pair.source : pair.target
        // Of categories there is one for a pair, however many stances stand behind it.
        return weight / Double(relation == .affiliationCombine ? neighbours[end].count : activity[end])
    }

    // MARK: The whole

    /// The network, of the nodes that have a stance in the window.
    func network() -> Network {
        var (place, active) = ([Int](repeating: -1, count: nodes.count), [Network.Node]())
        for (number, node) in nodes.enumerated() where activity[number] > 0 {
            var node = node
            (node.activity, node.days) = (activity[number], nil)
            place[number] = active.count
            active.append(node)
        }
        let edges = pairs.sorted().map { pair in
            Network.Edge(source: place[pair.source], target: place[pair.target], weight: weight(of: pair))
        }
        return Network(
            nodes: active, edges: Edges(edges, rows: active.count), relation: relation,
            normalization: normalization)
    }

    /// What the step changed, by key.
    var change: NetworkChange {
        let ties = changes.map { change in
            let keys = [nodes[change.pair.source].key, nodes[change.pair.target].key]
            // The order of nodes is that of labels.
            let isTurned = !relation.isTwoMode && keys[1] < keys[0]
            return NetworkChange.Tie(
                source: keys[isTurned ? 1 : 0], target: keys[isTurned ? 0 : 1], before: change.before,
                after: change.after)
        }
        let (came, went) = (
            activityBefore.filter { $1 == 0 && activity[Int($0)] > 0 },
            activityBefore.filter { $1 > 0 && activity[Int($0)] == 0 }
        )
        return NetworkChange(
            ties: ties.sorted(by: NetworkChange.precedes),
            appeared: came.map { nodes[Int($0.key)].key }.sorted(),
            vanished: went.map { nodes[Int($0.key)].key }.sorted(), similarity: similarity)
    }
}
