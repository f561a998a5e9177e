// Who took which side on what, and how often: the matrix that every network is made from.

/// The counts X(i, j, k): how often actor i took level k on target j, duplicates left out. Sparse.
///
///     let affiliations = try await kb.stances.affiliations(of: .organizations)
///     let coalition = try affiliations.network(.congruence, normalization: .averageActivity)
public struct Affiliations: Sendable, Hashable {
    /// The actors, sorted by label.
    public let actors: [Network.Node]
    /// The targets, sorted by label.
    public let targets: [Network.Node]
    /// The levels that can be, least first; the numbers of categories.
    public let levels: [Int]
    /// Their names where they are categories; empty otherwise.
    public let categories: [String]
    /// How far apart the levels are.
    public let scale: NetworkScale
    /// How duplicates were counted.
    public let duplicates: NetworkDuplicates
    /// Whether duplicates were told without regard to the level, as co-occurrence and affiliation want it.
    public let ignoresLevels: Bool

    /// Where the cells of each actor begin; one more for the end.
    let starts: [Int]
    /// The cells of an actor in order: place of the target × number of levels + place of the level.
    let cells: [UInt32]
    /// How often.
    let counts: [UInt32]

    /// How often an actor took a level on a target; by their places.
    public func count(actor: Int, target: Int, level: Int) -> Int {
        guard starts.indices.contains(actor + 1), targets.indices.contains(target), actor >= 0,
            levels.indices.contains(level)
        else { return 0 }
        let cell = UInt32(truncatingIfNeeded: target * levels.count + level)
        var (low, high) = (starts[actor], starts[actor + 1])
        while low < high {
            let middle = (low + high) / 2
            if cells[middle] < cell { low = middle + 1 } else { high = middle }
        }
        return low < starts[actor + 1] && cells[low] == cell ? Int(counts[low]) : 0
    }

    /// The number of stances, duplicates left out.
    public var total: Int { counts.reduce(0) { $0 + Int($1) } }

    /// The number that divides the distance of two levels: the greatest there can be, at least 1.
    var range: Int {
        switch scale {
        case .categories: return 1
        case .declared(let scale): return max(1, scale.upperBound - scale.lowerBound)
        case .observed: return max(1, (levels.last ?? 0) - (levels.first ?? 0))
        }
    }
}

extension Affiliations {
    /// The matrix of stances that lie elsewhere.
    /// - Parameters:
    ///   - records: The stances, in the order in which the first of duplicates is the one that stays.
    ///   - scale: How far apart their levels are.
    ///   - levels: The levels that can be; nil for all of a declared scale and else all that occur.
    ///   - ignoringLevels: Whether duplicates are told without regard to the level.
    ///   - isolates: Actors and targets to keep though no stance has them.
    /// - Throws: ``StandpointError/network(_:)`` for a level that is not one.
    public init(
        _ records: some Sequence<NetworkRecord>, scale: NetworkScale = .declared(-1...1),
        levels: [Int]? = nil, duplicates: NetworkDuplicates = .all, ignoringLevels: Bool = false,
        isolates: (actors: [String], targets: [String]) = ([], [])
    ) throws {
        var (actors, targets, documents) = (Numbering<String>(), Numbering<String>(), Numbering<String>())
        var rows = Observations()
        for record in records where !record.actor.isEmpty && !record.target.isEmpty {
            guard let level = Int32(exactly: record.level) else {
                throw StandpointError.network("the level \(record.level) is too large")
            }
            rows.actors.append(actors(record.actor))
            rows.targets.append(targets(record.target))
            rows.levels.append(level)
            let day = record.day.map { Int32(truncatingIfNeeded: $0.number) } ?? Observations.noDay
            rows.days.append(day)
            if duplicates == .oncePerDocument {
                rows.buckets.append(UInt32(documents(record.document)))
            } else if duplicates != .all {
                rows.buckets.append(duplicates.period(of: day))
            }
        }
        for actor in isolates.actors where !actor.isEmpty { _ = actors(actor) }
        for target in isolates.targets where !target.isEmpty { _ = targets(target) }
        func nodes(_ keys: [String], _ kind: String) -> [Network.Node] {
            keys.map { Network.Node(key: $0, label: $0, kind: kind) }
        }
        try self.init(
            rows, actors: nodes(actors.keys, "actor"), targets: nodes(targets.keys, "target"), scale: scale,
            levels: levels, duplicates: duplicates, ignoringLevels: ignoringLevels)
    }
}
