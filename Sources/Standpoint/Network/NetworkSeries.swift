// Networks along time: windows that move by a step, each made from the one before.

/// A stretch of the calendar. Weeks are ISO weeks.
public enum NetworkPeriod: Sendable, Hashable, Codable {
    /// So many days.
    case days(Int)
    /// So many weeks, from a Monday.
    case weeks(Int)
    /// So many calendar months.
    case months(Int)
    /// So many calendar years.
    case years(Int)

    /// How many units.
    var count: Int {
        switch self {
        case .days(let count), .weeks(let count), .months(let count), .years(let count): count
        }
    }

    /// The first day of the unit that a day lies in.
    func start(_ day: Int) -> Int {
        let date = Day(number: day)
        switch self {
        case .days: return day
        case .weeks: return day - (day + 5) % 7
        case .months: return day - date.day + 1
        case .years: return Day(year: date.year, month: 1, day: 1)?.number ?? day
        }
    }

    /// The day so many times the period later; months and years from the first of a month.
    func after(_ day: Int, times: Int) -> Int {
        switch self {
        case .days(let count): return day + times * count
        case .weeks(let count): return day + 7 * times * count
        case .months, .years:
            let date = Day(number: day)
            let months = date.year * 12 + date.month - 1 + times * count * (isYears ? 12 : 1)
            guard months < 120_000, let first = Day(year: months / 12, month: months % 12 + 1, day: 1) else {
                return Day.distantFuture.number + 1
            }
            return first.number + date.day - 1
        }
    }

    private var isYears: Bool { if case .years = self { true } else { false } }
}

/// A row of networks, one for each window of time.
///
///     var series = try await kb.stances.series(.congruence, of: .organizations, window: .months(3), step: .months(1))
///     while series.advance() { print(series.first, series.last, try series.network().edges.count) }
///
/// To move on costs in proportion to the stances that come and go and to those that they meet; a network costs in
/// proportion to its ties when it is asked for. Networks of two modes, of categories, with the cosine, and of
/// co-occurrence without duplicates are made anew for each window, in proportion to its stances.
public struct NetworkSeries: Sendable {
    /// All nodes of all windows, sorted by label.
    public var nodes: [Network.Node] { whole.actors }
    /// The first and the last day of the window.
    public private(set) var first = Day.distantPast, last = Day.distantPast
    /// How many stances came into the window and went out of it with the last step.
    public private(set) var entered = 0, left = 0
    /// How many stances have no date and are in no window.
    public let undated: Int

    private let whole: Affiliations
    private let rows: Observations
    private let relation: NetworkRelation
    private let normalization: NetworkNormalization
    private let window: NetworkPeriod
    private let step: NetworkPeriod
    private let origin: Int
    private var index = -1
    private var (low, high) = (0, 0)
    private var sums: SlidingSums?

    init(
        _ rows: Observations, _ whole: Affiliations, _ relation: NetworkRelation,
        _ normalization: NetworkNormalization, _ window: NetworkPeriod, _ step: NetworkPeriod
    ) throws {
        guard (1...1_000_000).contains(window.count), (1...1_000_000).contains(step.count) else {
            throw StandpointError.network("a window and its step are at least 1 long")
        }
        try whole.check(relation, normalization)
        let dated = rows.days.indices.filter { rows.days[$0] != Observations.noDay }
        undated = rows.count - dated.count
        // By day; of a day in the order in which they came.
        let order = dated.sorted { (rows.days[$0], $0) < (rows.days[$1], $1) }
        var sorted = Observations()
        sorted.actors = order.map { rows.actors[$0] }
        sorted.targets = order.map { rows.targets[$0] }
        sorted.levels = order.map { rows.levels[$0] }
        sorted.days = order.map { rows.days[$0] }
        if !rows.buckets.isEmpty { sorted.buckets = order.map { rows.buckets[$0] } }
        origin = step.start(Int(sorted.days.first ?? 0))
        (self.rows, self.whole, self.relation, self.normalization) = (sorted, whole, relation, normalization)
        (self.window, self.step) = (window, step)
        let isMoved =
            !relation.isTwoMode && whole.scale != .categories && normalization != .cosine
            && !(whole.ignoresLevels && whole.duplicates != .all)
        sums = isMoved ? SlidingSums(OneMode(whole, relation, normalization)) : nil
    }

    /// Moves on to the next window; false behind the last.
    public mutating func advance() -> Bool {
        let start = step.after(origin, times: index + 1)
        guard let final = rows.days.last, start <= Int(final) else { return false }
        index += 1
        let end = window.after(start, times: 1)
        (first, last) = (Day(number: start), Day(number: end - 1))
        (entered, left) = (0, 0)
        while high < rows.count, Int(rows.days[high]) < end {
            sums?.change(rows, high, by: 1)
            high += 1
            entered += 1
        }
        while low < high, Int(rows.days[low]) < start {
            sums?.change(rows, low, by: -1)
            low += 1
            left += 1
        }
        return true
    }

    /// The network of the window, of the nodes that have a stance in it.
    /// - Throws: ``StandpointError/network(_:)``.
    public func network() throws -> Network {
        if let sums { return sums.network(whole.actors, relation, normalization) }
        var part = Observations()
        part.actors = Array(rows.actors[low..<high])
        part.targets = Array(rows.targets[low..<high])
        part.levels = Array(rows.levels[low..<high])
        part.days = Array(rows.days[low..<high])
        if !rows.buckets.isEmpty { part.buckets = Array(rows.buckets[low..<high]) }
        let made = try Affiliations(
            part, actors: whole.actors, targets: whole.targets, scale: whole.scale, levels: whole.levels,
            categories: whole.categories, duplicates: whole.duplicates, ignoringLevels: whole.ignoresLevels)
        return try made.network(relation, normalization: normalization).keepingActive()
    }
}

extension Network {
    /// Without the nodes that no stance has.
    func keepingActive() -> Network { keepingNodes { nodes[$0].activity > 0 } }
}

extension Query where Result: NetworkSource {
    /// The networks of what matches along time; see ``NetworkSeries`` and
    /// ``network(_:of:over:qualifier:normalization:duplicates:isolates:dated:progress:)-swift.method``.
    ///
    /// Duplicates are told within each window. The first window begins with the unit of the step that the first
    /// stance lies in.
    /// - Parameters:
    ///   - window: How long a window is.
    ///   - step: How far the next one begins; as long as the window where left out.
    /// - Throws: As a network does.
    public func series(
        _ relation: NetworkRelation, of actors: NetworkUnit = .holders, over targets: NetworkUnit? = nil,
        qualifier: NetworkQualifier? = nil, normalization: NetworkNormalization = .none,
        duplicates: NetworkDuplicates = .all, window: NetworkPeriod, step: NetworkPeriod? = nil,
        progress: NetworkProgress? = nil
    ) throws -> NetworkSeries {
        let wanted = try rows(actors, targets, qualifier, duplicates, relation.ignoresLevels, dated: true)
        let reading = try read(wanted, isolates: false, progress)
        let (scale, levels) = wanted.scale
        let whole = try Affiliations(
            reading.rows, actors: reading.actors, targets: reading.targets, scale: scale, levels: levels,
            categories: reading.acts, duplicates: duplicates, ignoringLevels: relation.ignoresLevels,
            progress: progress)
        return try NetworkSeries(
            reading.rows.sorted(reading, whole), whole, relation, normalization, window, step ?? window)
    }

    /// The same without blocking the caller's thread; a cancelled task stops it.
    /// - Throws: As the synchronous call.
    public func series(
        _ relation: NetworkRelation, of actors: NetworkUnit = .holders, over targets: NetworkUnit? = nil,
        qualifier: NetworkQualifier? = nil, normalization: NetworkNormalization = .none,
        duplicates: NetworkDuplicates = .all, window: NetworkPeriod, step: NetworkPeriod? = nil,
        progress: NetworkProgress? = nil
    ) async throws -> NetworkSeries {
        try await background { stop in
            try series(
                relation, of: actors, over: targets, qualifier: qualifier, normalization: normalization,
                duplicates: duplicates, window: window, step: step, progress: stop.progress(progress))
        }
    }
}

extension Observations {
    /// The same rows with the places that actors and targets have when they are sorted.
    func sorted(_ reading: NetworkReading, _ whole: Affiliations) -> Observations {
        func places(_ nodes: [Network.Node], _ sorted: [Network.Node]) -> [Int32] {
            let place = Dictionary(
                sorted.enumerated().map { ($1.key, Int32(truncatingIfNeeded: $0)) },
                uniquingKeysWith: { first, _ in first })
            return nodes.map { place[$0.key] ?? 0 }
        }
        let (actors, targets) = (places(reading.actors, whole.actors), places(reading.targets, whole.targets))
        var rows = self
        rows.actors = rows.actors.map { actors[Int($0)] }
        rows.targets = rows.targets.map { targets[Int($0)] }
        return rows
    }
}
