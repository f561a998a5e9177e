// Two-mode networks: the matrix itself, actors × targets.

extension Affiliations {
    /// Refuses more levels than a number can tell apart.
    func checkCombination() throws {
        guard levels.count <= 1000 else {
            throw StandpointError.network(
                "\(levels.count) levels are too many to be combined; at most 1000 can be")
        }
    }

    /// The network of actors and targets.
    func twoMode(_ relation: NetworkRelation, _ normalization: NetworkNormalization) throws -> Network {
        let count = levels.count
        if relation == .affiliationCombine { try checkCombination() }
        var (ends, places, weights) = ([0], [Int32](), [Double]())
        var (rowSums, columnSums) = ([Double](), [Double](repeating: 0, count: targets.count))
        for actor in actors.indices {
            var (index, rowSum) = (starts[actor], 0.0)
            while index < starts[actor + 1] {
                let target = Int(cells[index]) / count
                var (weight, stances) = (0.0, 0.0)
                while index < starts[actor + 1], Int(cells[index]) / count == target {
                    let (level, times) = (Int(cells[index]) % count, Double(counts[index]))
                    stances += times
                    switch relation {
                    case .affiliationSubtract where scale != .categories:
                        weight += Double(levels[level]) * times
                    case .affiliationCombine:
                        weight += Double(sign: .plus, exponent: count - 1 - level, significand: 1)
                    default: weight += times
                    }
                    index += 1
                }
                // Of categories there is one for a pair, however many stances stand behind it.
                let share = relation == .affiliationCombine ? 1 : stances
                rowSum += share
                columnSums[target] += share
                guard weight != 0 else { continue }
                places.append(Int32(truncatingIfNeeded: actors.count + target))
                weights.append(weight)
            }
            rowSums.append(rowSum)
            ends.append(places.count)
        }
        if normalization != .none {
            for actor in actors.indices {
                for index in ends[actor]..<ends[actor + 1] {
                    weights[index] /=
                        normalization == .activity
                        ? rowSums[actor] : columnSums[Int(places[index]) - actors.count]
                }
            }
        }
        let second = targets.map { target in
            var node = target
            node.mode = 1
            return node
        }
        let chunk = Edges.Chunk(capacity: places.count)
        for (place, weight) in zip(places, weights) { chunk.append(Int(place), weight) }
        // The targets' rows have no ties of their own.
        chunk.ends = ends.dropFirst() + [Int](repeating: places.count, count: targets.count)
        return Network(
            nodes: actors + second, edges: Edges([chunk]), relation: relation, normalization: normalization)
    }
}
