// What a network is computed from: who took which level on what, once per row, in numbers.

/// One stance in plain words, for networks of data that lie elsewhere than in a Standpoint file.
public struct NetworkRecord: Sendable, Hashable {
    /// Who.
    public var actor: String
    /// On what.
    public var target: String
    /// On which side, how strongly, or in which category: −1 and 1 for two sides.
    public var level: Int
    /// In which document; for duplicates.
    public var document: String
    /// When; for duplicates within weeks, months and years, and for windows.
    public var day: Day?

    /// A stance. Those with an empty actor or target are left out of networks.
    public init(actor: String, target: String, level: Int = 1, document: String = "", day: Day? = nil) {
        (self.actor, self.target, self.level, self.document, self.day) = (actor, target, level, document, day)
    }
}

/// Stances in columns of numbers, in the order in which the first of duplicates is the one that stays.
struct Observations: Sendable {
    /// Places among the actors and targets.
    var actors: [Int32] = []
    var targets: [Int32] = []
    /// The level as it was stated.
    var levels: [Int32] = []
    /// Within what duplicates count once; empty where all count.
    var buckets: [UInt32] = []
    /// Days since 1 January of the year 0; `noDay` where it is not known; empty where dates do not matter.
    var days: [Int32] = []

    static let noDay = Int32.min

    var count: Int { actors.count }

    /// Takes back a row of which only who, on what and the level stand there.
    mutating func removeLast() {
        actors.removeLast()
        targets.removeLast()
        levels.removeLast()
    }
}

/// Numbers from 0 for whatever comes, in the order of coming.
struct Numbering<Key: Hashable> {
    private(set) var keys: [Key] = []
    private var numbers: [Key: Int32] = [:]

    mutating func callAsFunction(_ key: Key) -> Int32 {
        if let known = numbers[key] { return known }
        let number = Int32(truncatingIfNeeded: keys.count)
        keys.append(key)
        numbers[key] = number
        return number
    }
}

extension NetworkDuplicates {
    /// Whether duplicates are told by the day.
    var needsDay: Bool { [.oncePerWeek, .oncePerMonth, .oncePerYear].contains(self) }

    /// The number of the period of a day, the same for all days of a week, month or year; unknown days share one.
    func period(of day: Int32) -> UInt32 {
        guard day != Observations.noDay else { return 0 }
        switch self {
        // Day 0 is a Saturday, so that five days before it began an ISO week.
        case .oncePerWeek: return UInt32(truncatingIfNeeded: 1 + (Int(day) + 5) / 7)
        case .oncePerMonth, .oncePerYear:
            let date = Day(number: Int(day))
            return UInt32(1 + (self == .oncePerYear ? date.year : date.year * 12 + date.month))
        case .all, .oncePerDocument, .once: return 0
        }
    }
}

extension Day {
    /// Days since 1 January of the year 0.
    var number: Int {
        // Counted from 1 March, so that a leap day is the last of its year (after Hinnant, "chrono-compatible
        // low-level date algorithms").
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear + 60
    }

    /// The day of a number; clipped to the two ends of time.
    init(number: Int) {
        guard number > 0 else { self = .distantPast; return }
        guard number < Day.distantFuture.number else { self = .distantFuture; return }
        let days = number - 60
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        self = Day(year: year, month: month, day: dayOfYear - (153 * shifted + 2) / 5 + 1) ?? .distantPast
    }
}
