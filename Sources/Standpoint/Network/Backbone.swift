// Which topics make the network what it is.

/// A topic in the order of the backbone.
public struct BackboneStep: Sendable, Hashable, Codable {
    /// The place of the target among ``Affiliations/targets``.
    public let target: Int
    /// How far the network of this target and of all that follow is from the whole one, before this target goes:
    /// 0 the same, 1 nothing in common.
    public let loss: Double
}

extension Affiliations {
    /// Takes targets away one by one, each time the one without which the network stays most like the whole one.
    /// What goes first is redundant, what stays longest is the backbone.
    ///
    /// Two networks are as far apart as the share of weight that lies on other ties: half the sum of the differences
    /// when each network's weights are divided by their sum. (After the nested backbone of Leifeld's dnaR, which
    /// compares eigenvalues instead.)
    /// - Parameters:
    ///   - relation: What the ties stand for; of one mode.
    /// - Returns: All targets, the first to go first.
    /// - Throws: ``StandpointError/network(_:)`` for settings that do not go together; `CancellationError`.
    public func backbone(
        _ relation: NetworkRelation = .congruence, normalization: NetworkNormalization = .none,
        progress: NetworkProgress? = nil
    ) throws -> [BackboneStep] {
        guard !relation.isTwoMode else {
            throw StandpointError.network(
                "a backbone is of the ties between actors; ask for a relation of one mode")
        }
        let whole = try network(relation, normalization: normalization).edges
        var (left, steps, loss) = (Array(targets.indices), [BackboneStep](), 0.0)
        while !left.isEmpty {
            let losses = UnsafeMutableBufferPointer<Double>.allocate(capacity: left.count)
            defer { losses.deallocate() }
            let candidates = left
            try Workers.run(candidates.count, nil) { _, place in
                var isKept = [Bool](repeating: false, count: targets.count)
                for target in candidates where target != candidates[place] { isKept[target] = true }
                let part = try? keepingTargets(isKept).network(relation, normalization: normalization).edges
                losses[place] = part.map { Edges.distance(whole, $0) } ?? 1
            }
            guard let place = losses.indices.min(by: { losses[$0] < losses[$1] }) else { break }
            steps.append(BackboneStep(target: left[place], loss: loss))
            loss = losses[place]
            left.remove(at: place)
            if let progress, !progress(steps.count, targets.count) { throw CancellationError() }
        }
        return steps
    }

    /// The matrix of the same actors with what they say of some targets only.
    private func keepingTargets(_ isKept: [Bool]) -> Affiliations {
        var (starts, cells, counts, active) = ([0], [UInt32](), [UInt32](), actors)
        for actor in actors.indices {
            active[actor].activity = 0
            for place in self.starts[actor]..<self.starts[actor + 1]
            where isKept[Int(self.cells[place]) / max(1, levels.count)] {
                cells.append(self.cells[place])
                counts.append(self.counts[place])
                active[actor].activity += Int(self.counts[place])
            }
            starts.append(cells.count)
        }
        return replacing(starts: starts, cells: cells, counts: counts, actors: active)
    }
}

extension Edges {
    /// Half the sum of the differences of weights, those of each network divided by their sum; 1 for one without.
    static func distance(_ one: Edges, _ other: Edges) -> Double {
        let (first, second) = (one.reduce(0) { $0 + abs($1.weight) }, other.reduce(0) { $0 + abs($1.weight) })
        guard first > 0, second > 0 else { return first == second ? 0 : 1 }
        var sum = 0.0
        join(one, other) { _, _, before, after in sum += abs(before / first - after / second) }
        return sum / 2
    }

    /// Goes through the ties of two networks of the same nodes, in order; weight 0 where one has none.
    static func join(_ one: Edges, _ other: Edges, _ body: (Int, Int, Double, Double) -> Void) {
        for row in one.starts.indices.dropLast() {
            let ((first, firstWeights), (second, secondWeights)) = (one.row(row), other.row(row))
            var (i, j) = (0, 0)
            while i < first.count || j < second.count {
                let a = i < first.count ? first[i] : .max
                let b = j < second.count ? second[j] : .max
                body(row, Int(Swift.min(a, b)), a <= b ? firstWeights[i] : 0, b <= a ? secondWeights[j] : 0)
                if a <= b { i += 1 }
                if b <= a { j += 1 }
            }
        }
    }
}
