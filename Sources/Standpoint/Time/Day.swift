// A day of the proleptic Gregorian calendar, as bounds of dates are written in the file.

/// A day of the proleptic Gregorian calendar (ISO 8601, year 0 is 1 BC), or one of the two ends of time that a
/// file knows: ``distantPast`` stands for that day and all before it, ``distantFuture`` for that day and all after.
///
///     Day("2019-11-06") < Day("2019-11-07")   // true
public struct Day: Sendable, Hashable, Comparable, LosslessStringConvertible {
    /// The year, 0 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// 0000-01-01: that day or any before it.
    public static let distantPast = Day(year: 0, month: 1, day: 1, checked: ())
    /// 9999-12-31: that day or any after it.
    public static let distantFuture = Day(year: 9999, month: 12, day: 31, checked: ())

    private init(year: Int, month: Int, day: Int, checked: Void) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The day of that year, month and day of the month; nil where there is none, as for 30 February.
    public init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Day.count(year: year, month: month)
        else { return nil }
        self.init(year: year, month: month, day: day, checked: ())
    }

    /// Reads `YYYY-MM-DD`; nil for anything else.
    public init?(_ description: String) {
        // Without a list of parts, as each row of an answer has two days.
        var text = description
        let numbers = text.withUTF8 { bytes -> (Int, Int, Int)? in
            guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else {
                return nil
            }
            var isNumber = true
            func number(_ range: Range<Int>) -> Int {
                range.reduce(0) { number, index in
                    let digit = Int(bytes[index]) - 48
                    isNumber = isNumber && 0...9 ~= digit
                    return number * 10 + digit
                }
            }
            let numbers = (number(0..<4), number(5..<7), number(8..<10))
            return isNumber ? numbers : nil
        }
        guard let numbers else { return nil }
        self.init(year: numbers.0, month: numbers.1, day: numbers.2)
    }

    /// The day as `YYYY-MM-DD`, which sorts as text as it does in time.
    public var description: String {
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// Whether the one day comes before the other.
    public static func < (left: Day, right: Day) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// How many days the month has.
    static func count(year: Int, month: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
