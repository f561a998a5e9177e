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

    /// The day so many times the period later. Of months and years the same day of the month, or else its last: a
    /// month from 31 January ends before 28 February. A later day never gives an earlier one.
    func after(_ day: Int, times: Int) -> Int {
        switch self {
        case .days(let count): return day + times * count
        case .weeks(let count): return day + 7 * times * count
        case .months, .years:
            let date = Day(number: day)
            let months = date.year * 12 + date.month - 1 + times * count * (isYears ? 12 : 1)
            let (year, month) = (months / 12, months % 12 + 1)
            let last = Day.count(year: year, month: month)
            return Day(year: year, month: month, day: min(date.day, last))?.number
                ?? Day.distantFuture.number + 1
        }
    }

    private var isYears: Bool { if case .years = self { true } else { false } }
}

/// A row of networks, one for each window of time.
///
///     var series = try await kb.stances.series(.congruence, of: .organizations, window: .months(3), step: .months(1))
///     while series.advance() { print(series.first, series.last, series.tieCount, series.similarity) }
///
/// To move on costs in proportion to the stances that come and go, to those that they meet and to the ties that
/// change by them; a whole network costs in proportion to its nodes and ties when it is asked for.
public struct NetworkSeries: Sendable {
    /// All nodes of all windows: the actors, and behind them the targets where there are two modes, each sorted by
    /// label, with their activity in the whole time.
    public var nodes: [Network.Node] { sums.nodes }
    /// The first and the last day of the window.
    public private(set) var first = Day.distantPast, last = Day.distantPast
    /// How many stances came into the window and went out of it with the last step.
    public private(set) var entered = 0, left = 0
    /// How many stances have no date and are in no window.
    public let undated: Int

    /// How many nodes have a stance in the window.
    public var nodeCount: Int { sums.nodeCount }
    /// How many ties the network of the window has.
    public var tieCount: Int { sums.tieCount }
    /// The sum of their weights.
    public var weight: Double { sums.weight }
    /// How much the network has in common with that of the window before, as in ``NetworkChange/similarity``.
    public var similarity: Double { sums.similarity }
    /// What the last step changed; the first changes nothing to something.
    public var change: NetworkChange { sums.change }
    /// The network of the window, of the nodes that have a stance in it.
    public func network() -> Network { sums.network() }

    /// The stances by day: whose, on which cell, when.
    private let actors: [Int32]
    private let cells: [UInt32]
    private let days: [Int32]
    /// The stances before and after each of which it is a duplicate; empty where duplicates count.
    private var (earlier, later) = ([Int](), [Int]())

    let relation: NetworkRelation
    private let window: NetworkPeriod
    private let step: NetworkPeriod
    private let origin: Int
    private var index = -1
    private var (low, high) = (0, 0)
    private(set) var sums: SlidingSums

    init(
        _ rows: Observations, _ whole: Affiliations, _ relation: NetworkRelation,
        _ normalization: NetworkNormalization, _ window: NetworkPeriod, _ step: NetworkPeriod
    ) throws {
        guard (1...1_000_000).contains(window.count), (1...1_000_000).contains(step.count) else {
            throw StandpointError.network(
                "a window and its step are 1 to 1000000 days, weeks, months or years long")
        }
        try whole.check(relation, normalization)
        if relation == .affiliationCombine { try whole.checkCombination() }
        let dated = rows.days.indices.filter { rows.days[$0] != Observations.noDay }
        undated = rows.count - dated.count
        // By day; of a day in the order in which they came.
        let order = dated.sorted { (rows.days[$0], $0) < (rows.days[$1], $1) }
        let levels = Dictionary(
            whole.levels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let cell = { (row: Int) in
            UInt32(Int(rows.targets[row]) * whole.levels.count + (levels[Int(rows.levels[row])] ?? 0))
        }
        actors = order.map { rows.actors[$0] }
        cells = order.map(cell)
        days = order.map { rows.days[$0] }
        origin = step.start(Int(days.first ?? 0))
        (self.relation, self.window, self.step) = (relation, window, step)
        sums = SlidingSums(whole, relation, normalization)
        if !rows.buckets.isEmpty {
            linkDuplicates(order.map { rows.buckets[$0] }, whole.ignoresLevels ? whole.levels.count : 1)
        }
    }

    /// Notes of each stance the one before and the one after it of the same actor, cell and bucket.
    private mutating func linkDuplicates(_ buckets: [UInt32], _ levels: Int) {
        struct Key: Hashable {
            let actor: Int32
            let cell: UInt32
            let bucket: UInt32
        }
        var last: [Key: Int] = [:]
        earlier = [Int](repeating: -1, count: cells.count)
        later = [Int](repeating: .max, count: cells.count)
        for row in cells.indices {
            let key = Key(actor: actors[row], cell: cells[row] / UInt32(max(1, levels)), bucket: buckets[row])
            if let before = last.updateValue(row, forKey: key) {
                earlier[row] = before
                later[before] = row
            }
        }
    }

    /// Moves on to the next window; false behind the last.
    public mutating func advance() -> Bool {
        let start = step.after(origin, times: index + 1)
        guard let final = days.last, start <= Int(final) else { return false }
        index += 1
        let end = window.after(start, times: 1)
        (first, last) = (Day(number: start), Day(number: end - 1))
        (entered, left) = (0, 0)
        sums.begin()
        while low < high, Int(days[low]) < start {
            // The oldest in the window counts; where it has a duplicate, that one counts in its place.
            let next = later.isEmpty ? .max : later[low]
            if next >= high || cells[next] != cells[low] {
                sums.change(actors[low], cells[low], by: -1)
                if next < high { sums.change(actors[next], cells[next], by: 1) }
            }
            low += 1
            left += 1
        }
        // What lies between two windows is in none.
        while high < days.count, Int(days[high]) < start {
            high += 1
            low = high
        }
        while high < days.count, Int(days[high]) < end {
            if earlier.isEmpty || earlier[high] < low { sums.change(actors[high], cells[high], by: 1) }
            high += 1
            entered += 1
        }
        sums.settle()
        return true
    }
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
        try requireSides(relation)
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
