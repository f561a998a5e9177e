// Days of any year, by which dates are compared before columns cut them short.

/// A day of the proleptic Gregorian calendar in any year, or one of the two ends of time.
struct ExactDay: Sendable, Hashable, Comparable {
    let year: Int
    let month: Int
    let day: Int

    /// The farthest year that is told apart from one behind it.
    static let lastYear = Int.max - 1
    /// Before every day.
    static let past = ExactDay(unchecked: -Int.max, 1, 1)
    /// Behind every day.
    static let future = ExactDay(unchecked: Int.max, 12, 31)

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The day of that year, month and day of the month; nil where there is none.
    init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= Day.count(year: year, month: month) else {
            return nil
        }
        self.init(unchecked: year, month, day)
    }

    /// A day as a column has it.
    init(_ day: Day) { self.init(unchecked: day.year, day.month, day.day) }

    /// The day as a column has it: clipped to the two ends that a file knows.
    var clipped: Day {
        year < 0
            ? .distantPast
            : year > 9999 ? .distantFuture : Day(year: year, month: month, day: day) ?? .distantPast
    }

    /// The day after; the end of time for itself.
    var next: ExactDay {
        if day < Day.count(year: year, month: month) { return ExactDay(unchecked: year, month, day + 1) }
        if month < 12 { return ExactDay(unchecked: year, month + 1, 1) }
        return year < ExactDay.lastYear ? ExactDay(unchecked: year + 1, 1, 1) : .future
    }

    static func < (left: ExactDay, right: ExactDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}
