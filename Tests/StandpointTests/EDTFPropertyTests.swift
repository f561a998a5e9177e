// The bounds of dates against an enumeration of the days that they allow, which knows nothing of how they are read.

import Standpoint
import StandpointTestSupport
import Testing

@Suite("The bounds of a date, over thousands of generated dates")
struct EDTFPropertyTests {
    /// A date as it is meant, from which its text is written and its days are told.
    indirect enum Meant {
        case digits(negative: Bool, year: String, month: String?, day: String?)
        case season(negative: Bool, year: String, code: Int)
        case significant(negative: Bool, year: Int, count: Int)
        case long(negative: Bool, value: Int, exponent: Int?, count: Int?)
        case interval(Meant?, Meant?, unknown: Bool)
        case set(choice: Bool, [Member])
    }

    enum Member {
        case one(Meant)
        case range(Meant?, Meant?)
    }

    /// A day as a number, 20191106, in whatever year; the least and the greatest for open ends.
    typealias Number = Int
    static let past = Int.min
    static let future = Int.max

    /// A day as the columns have it: 101 for all before the year 0, 99991231 for all behind 9999.
    static func clipped(_ day: Number) -> Number { day < 0 ? 101 : min(day, 9999_12_31) }

    static func isLeap(_ year: Int) -> Bool {
        let (by4, by100, by400) = (year % 4 == 0, year % 100 == 0, year % 400 == 0)
        return by400 || (by4 && !by100)
    }

    static func length(_ year: Int, _ month: Int) -> Int {
        if month == 2 { return isLeap(year) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    static func number(_ year: Int, _ month: Int, _ day: Int) -> Number {
        year * 10000 + month * 100 + day
    }

    static func fits(_ value: Int, _ pattern: [UInt8]) -> Bool {
        var rest = value
        for digit in pattern.reversed() {
            if digit != 88, Int(digit) - 48 != rest % 10 { return false }
            rest /= 10
        }
        return rest == 0
    }

    /// The numbers whose digits fit a pattern, by looking at each between the least and the greatest that may.
    static func fitting(_ pattern: String, _ range: ClosedRange<Int>) -> [Int] {
        let bytes = Array(pattern.utf8)
        if let only = Int(pattern) { return range.contains(only) ? [only] : [] }
        let (least, greatest) = (pattern.replacing("X", with: "0"), pattern.replacing("X", with: "9"))
        let likely = (Int(least) ?? 0)...(Int(greatest) ?? 0)
        return likely.clamped(to: range).filter { range.contains($0) && fits($0, bytes) }
    }

    /// Every day that a date without an interval or a set allows, in no order.
    static func days(_ meant: Meant, _ visit: (Number) -> Void) {
        func whole(_ years: ClosedRange<Int>) {
            for year in years {
                for month in 1...12 {
                    for day in [1, length(year, month)] { visit(number(year, month, day)) }
                }
            }
        }
        switch meant {
        case .digits(let negative, let year, let month, let day):
            let (months, days) = (fitting(month ?? "XX", 1...12), fitting(day ?? "XX", 1...31))
            for one in fitting(year, (negative ? 1 : 0)...9999) {
                for two in months {
                    for three in days where three <= length(negative ? -one : one, two) {
                        visit(number(negative ? -one : one, two, three))
                    }
                }
            }
        case .season(let negative, let year, let code):
            // The months of a season in the north, in the south, or wherever: from the month on, into the next year.
            let months: [Int] =
                switch code {
                case 21: [3, 4, 5, 9, 10, 11]
                case 22: [6, 7, 8, 12, 13, 14]
                case 23: [9, 10, 11, 3, 4, 5]
                case 24: [12, 13, 14, 6, 7, 8]
                case 25, 31: [3, 4, 5]
                case 26, 32: [6, 7, 8]
                case 27, 29: [9, 10, 11]
                case 28, 30: [12, 13, 14]
                case 33...36: (1...3).map { $0 + 3 * (code - 33) }
                case 37...39: (1...4).map { $0 + 4 * (code - 37) }
                default: (1...6).map { $0 + 6 * (code - 40) }
                }
            for one in fitting(year, (negative ? 1 : 0)...9999) {
                for month in months {
                    let own = (negative ? -one : one) + (month > 12 ? 1 : 0)
                    let real = month > 12 ? month - 12 : month
                    for day in 1...length(own, real) { visit(number(own, real, day)) }
                }
            }
        case .significant(let negative, let year, let count):
            let text = String(year)
            let known = text.prefix(count)
            for one in fitting(known + String(repeating: "X", count: text.count - count), 1...9999) {
                whole((negative ? -one : one)...(negative ? -one : one))
            }
        case .long(let negative, let value, let exponent, let count):
            let digits = String(value) + String(repeating: "0", count: exponent ?? 0)
            let known = digits.prefix(count ?? digits.count)
            let gap = digits.count - known.count
            let (low, high) = (
                known + String(repeating: "0", count: gap), known + String(repeating: "9", count: gap)
            )
            for year in [low, high] {
                whole((negative ? -1 : 1) * (Int(year) ?? 0)...(negative ? -1 : 1) * (Int(year) ?? 0))
            }
        case .interval, .set: break
        }
    }

    /// The first and the last day that a date allows; nil where it allows none.
    static func bounds(_ meant: Meant) -> (first: Number, last: Number)? {
        func span(_ from: Meant?, _ to: Meant?) -> (first: Number, last: Number)? {
            let (start, end) = (from.map(bounds), to.map(bounds))
            // A side that is given and allows nothing spoils the whole.
            if case .some(nil) = start { return nil }
            if case .some(nil) = end { return nil }
            let (first, last) = (start??.first ?? past, end??.last ?? future)
            return first <= last ? (first, last) : nil
        }
        switch meant {
        case .interval(let from, let to, _): return span(from, to)
        case .set(_, let members):
            var whole: (first: Number, last: Number)?
            for member in members {
                let one: (first: Number, last: Number)?
                switch member {
                case .one(let date): one = bounds(date)
                case .range(let from, let to): one = span(from, to)
                }
                guard let one else { return nil }
                whole = (min(whole?.first ?? one.first, one.first), max(whole?.last ?? one.last, one.last))
            }
            return whole
        default:
            var found: (first: Number, last: Number)?
            days(meant) { found = (min(found?.first ?? $0, $0), max(found?.last ?? $0, $0)) }
            return found
        }
    }

    /// The stretches of days that a date allows: of a set those of each member, of a season each without a gap.
    static func spans(_ meant: Meant) -> [(first: Number, last: Number)]? {
        guard let whole = bounds(meant) else { return nil }
        switch meant {
        case .season(_, let year, _) where !year.contains("X"):
            var known: [Number] = []
            days(meant) { known.append($0) }
            return known.sorted().reduce(into: []) { spans, day in
                if let last = spans.last, after(last.last) == day {
                    spans[spans.count - 1].last = day
                } else {
                    spans.append((day, day))
                }
            }
        case .set(let choice, let members):
            return members.flatMap { member in
                if case .one(let date) = member { return spans(date) ?? [] }
                return [bounds(.set(choice: choice, [member]))].compactMap(\.self)
            }
        default: return [whole]
        }
    }

    /// The day after another, by the calendar.
    static func after(_ day: Number) -> Number {
        guard day != future else { return future }
        let year = day >= 0 ? day / 10000 : (day - 9999) / 10000
        let (month, date) = ((day - year * 10000) / 100, (day - year * 10000) % 100)
        if date < length(year, month) { return day + 1 }
        return month < 12 ? number(year, month + 1, 1) : number(year + 1, 1, 1)
    }

    // MARK: Generating

    struct Writer {
        var dice: SeededGenerator
        mutating func chance(_ sides: Int) -> Bool { Int.random(in: 0..<sides, using: &dice) == 0 }
        mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &dice) }

        mutating func mask(_ value: Int, _ width: Int, _ sides: Int) -> String {
            let text = String(value)
            let padded = String(repeating: "0", count: width - text.count) + text
            return String(padded.map { chance(sides) ? "X" : $0 })
        }

        mutating func year(_ sides: Int) -> String {
            if chance(1500) { return "XXXX" }
            var text = mask(chance(3) ? number(0...9999) : number(1890...2035), 4, sides)
            // So that not all are about thousands of years.
            if text.count(where: { $0 == "X" }) > 1, !chance(5) { text = "19" + text.suffix(2) }
            if text.count(where: { $0 == "X" }) > 1, !chance(5) { text = "201" + text.suffix(1) }
            return text
        }

        mutating func point() -> Meant {
            let negative = chance(12)
            switch number(0...11) {
            case 0: return .digits(negative: negative, year: year(4), month: nil, day: nil)
            case 1, 2:
                return .digits(negative: negative, year: year(6), month: mask(number(1...12), 2, 4), day: nil)
            case 3...6:
                return .digits(
                    negative: negative, year: year(8), month: mask(number(1...12), 2, 4),
                    day: mask(number(1...31), 2, 4))
            case 7, 8: return .season(negative: negative, year: year(12), code: number(21...41))
            case 9:
                let value = chance(3) ? number(1...9999) : number(1000...2999)
                return .significant(negative: negative, year: value, count: number(1...String(value).count))
            case 10:
                let value = number(10_000...99_999_999)
                return .long(
                    negative: negative, value: value, exponent: nil,
                    count: chance(2) ? number(1...String(value).count) : nil)
            default:
                let (value, exponent) = (number(1...99), number(1...6))
                return .long(
                    negative: negative, value: value, exponent: exponent,
                    count: chance(2) ? number(1...(String(value).count + exponent)) : nil)
            }
        }

        /// How many parts a date has, a season counting as a part of its own kind.
        func parts(_ meant: Meant) -> Int {
            switch meant {
            case .digits(_, _, let month, let day): 1 + (month == nil ? 0 : 1) + (day == nil ? 0 : 1)
            case .season: 4
            default: 1
            }
        }

        mutating func date() -> Meant {
            switch number(0...9) {
            case 0...5: return point()
            case 6, 7:
                let (open, side) = (chance(4), chance(2))
                return .interval(
                    open && side ? nil : point(), open && !side ? nil : point(), unknown: chance(2))
            default:
                let count = number(1...4)
                let members = (0..<count).map { index -> Member in
                    if index == 0, chance(5) { return .range(nil, point()) }
                    if index == count - 1, chance(5) { return .range(point(), nil) }
                    let first = point()
                    guard chance(4) else { return .one(first) }
                    var last = point()
                    while parts(last) != parts(first) { last = point() }
                    return .range(first, last)
                }
                return .set(choice: chance(2), members)
            }
        }

        /// A qualifier, or none.
        mutating func mark() -> String { chance(5) ? ["?", "~", "%"][number(0...2)] : "" }

        mutating func text(_ meant: Meant) -> String {
            func padded(_ value: Int) -> String {
                String(repeating: "0", count: max(0, 4 - String(value).count)) + String(value)
            }
            switch meant {
            case .digits(let negative, let year, let month, let day):
                return ([(negative ? "-" : "") + year] + [month, day].compactMap { $0 })
                    .map { mark() + $0 + mark() }.joined(separator: "-")
            case .season(let negative, let year, let code):
                return (negative ? "-" : "") + year + "-\(code)" + mark()
            case .significant(let negative, let year, let count):
                return (negative ? "-" : "") + padded(year) + "S\(count)" + mark()
            case .long(let negative, let value, let exponent, let count):
                return "Y" + (negative ? "-" : "") + "\(value)" + (exponent.map { "E\($0)" } ?? "")
                    + (count.map { "S\($0)" } ?? "") + mark()
            case .interval(let from, let to, let unknown):
                let none = unknown ? "" : ".."
                return (from.map { text($0) } ?? none) + "/" + (to.map { text($0) } ?? none)
            case .set(let choice, let members):
                let list = members.map { member -> String in
                    switch member {
                    case .one(let date): return text(date)
                    case .range(let from, let to):
                        return (from.map { text($0) } ?? "") + ".." + (to.map { text($0) } ?? "")
                    }
                }.joined(separator: ",")
                return choice ? "[\(list)]" : "{\(list)}"
            }
        }
    }

    static func number(_ day: Day) -> Number { day.year * 10000 + day.month * 100 + day.day }

    @Test(
        "contain every day that it allows, and begin and end with one", arguments: [1, 2, 3, 4] as [UInt64])
    func everyDay(_ seed: UInt64) throws {
        var writer = Writer(dice: SeededGenerator(seed))
        var (valid, refused, days) = (0, 0, 0)
        for number in 0..<800 {
            let meant = writer.date()
            let text = writer.text(meant)
            let expected = Self.bounds(meant)
            let date = EDTF(text)
            guard let expected else {
                #expect(date == nil, "\(text) allows no day")
                refused += 1
                continue
            }
            guard let date else {
                Issue.record("\(text) allows \(expected), but is refused")
                continue
            }
            valid += 1
            let (first, last) = (Self.number(date.earliest), Self.number(date.latest))
            #expect(
                first == Self.clipped(expected.first) && last == Self.clipped(expected.last),
                "\(text): \(first) to \(last), not \(expected)")
            #expect(date.description == text)
            // Day by day; of every fourth, to save time.
            guard number % 4 == 0 else { continue }
            var outside = 0
            Self.days(meant) { day in
                days += 1
                if Self.clipped(day) < first || Self.clipped(day) > last { outside += 1 }
            }
            #expect(outside == 0, "\(text)")
        }
        #expect(valid > 500 && refused > 10 && days > 10_000, "\(valid) \(refused) \(days)")
    }

    @Test("tell when a date may fall within another and when it certainly does, as their days do")
    func within() {
        var writer = Writer(dice: SeededGenerator(5))
        var (may, certainly) = (0, 0)
        for _ in 0..<2000 {
            let (one, other) = (writer.date(), writer.date())
            guard let a = EDTF(writer.text(one)), let b = EDTF(writer.text(other)) else { continue }
            guard let x = Self.spans(one), let y = Self.spans(other) else { continue }
            func allows(_ day: Number) -> Bool { y.contains { $0.first <= day && day <= $0.last } }
            let meets = x.contains { mine in
                y.contains { mine.first <= $0.last && $0.first <= mine.last }
            }
            // A stretch is not covered where it begins outside, or goes on where one of the other's ends.
            let isCovered = x.allSatisfy { mine in
                allows(mine.first)
                    && y.map(\.last).filter { mine.first <= $0 && $0 < mine.last }.allSatisfy {
                        allows(Self.after($0))
                    }
            }
            #expect(a.mayFall(within: b) == meets, "\(a) within \(b)")
            let isDoubtful = a.isApproximate || a.isUncertain
            #expect(a.certainlyFalls(within: b) == (isCovered && !isDoubtful), "\(a) within \(b)")
            // What certainly falls within another may.
            #expect(!a.certainlyFalls(within: b) || a.mayFall(within: b))
            if a.mayFall(within: b) { may += 1 }
            if a.certainlyFalls(within: b) { certainly += 1 }
        }
        #expect(may > 150 && certainly > 30)
    }

    @Test("give dates the order of their first days, then of their last, in whatever years")
    func order() {
        var writer = Writer(dice: SeededGenerator(6))
        var (before, ancient) = (0, 0)
        for _ in 0..<2000 {
            let (one, other) = (writer.date(), writer.date())
            guard let a = EDTF(writer.text(one)), let b = EDTF(writer.text(other)),
                let x = Self.bounds(one), let y = Self.bounds(other)
            else { continue }
            if x != y { #expect((a < b) == (x < y), "\(a), \(b)") }
            #expect(!(a < b && b < a) && (a < b || b < a || a == b))
            if a < b { before += 1 }
            if max(x.last, y.last) < 0, x != y { ancient += 1 }
        }
        #expect(before > 500 && ancient > 3)
    }
}
