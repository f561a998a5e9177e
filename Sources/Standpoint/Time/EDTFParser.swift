// The grammar of EDTF, read from left to right into the bounds of what it allows.

import Foundation

struct EDTFParser {
    /// From a first day to a last.
    typealias Span = ClosedRange<ExactDay>

    private static let always = ExactDay.past...ExactDay.future

    let text: String
    private(set) var level = 0
    /// What the date read last is.
    private var precision = Precision.year

    private enum Precision { case year, season, month, day, time }

    init(text: String) { self.text = text }

    /// What stretches of time together reach over; all time where there are none.
    static func bounds(of spans: [Span]) -> Span {
        guard let first = spans.map(\.lowerBound).min(), let last = spans.map(\.upperBound).max() else {
            return always
        }
        return first...last
    }

    /// What a date of the whole text allows: a stretch of time, or one for each member of a set.
    mutating func spans() throws(EDTFError) -> [Span] {
        guard text.utf8.count <= 1000 else { throw error("it is longer than 1000 characters") }
        guard text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw error("it holds a space or a letter that dates do not have")
        }
        guard let first = text.utf8.first, let last = text.utf8.last else { throw error("it is empty") }
        if first == UInt8(ascii: "[") || first == UInt8(ascii: "{") {
            guard last == (first == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: "}")) else {
                throw error("the bracket is not closed")
            }
            needs(2)
            return try set(text.dropFirst().dropLast())
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        switch parts.count {
        case 1: return try point(parts[0])
        case 2: return [try interval(parts[0], parts[1])]
        default: throw error("it has more than one slash")
        }
    }

    private func error(_ reason: String) -> EDTFError { EDTFError(text: text, reason: reason) }

    private mutating func needs(_ level: Int) { self.level = max(self.level, level) }

    // MARK: Intervals and sets

    private mutating func interval(_ from: Substring, _ to: Substring) throws(EDTFError) -> Span {
        func isNone(_ part: Substring) -> Bool { part.isEmpty || part == ".." }
        if isNone(from) || isNone(to) { needs(1) }
        if from.contains("X") || to.contains("X") { needs(2) }
        guard !isNone(from) || !isNone(to) else { throw error("an interval needs a beginning or an end") }
        guard !from.contains("T"), !to.contains("T") else {
            throw error("an interval goes from day to day, without times")
        }
        let start = isNone(from) ? EDTFParser.always : EDTFParser.bounds(of: try point(from))
        let end = isNone(to) ? EDTFParser.always : EDTFParser.bounds(of: try point(to))
        guard start.lowerBound <= end.upperBound else { throw error("it ends before it begins") }
        return start.lowerBound...end.upperBound
    }

    private mutating func set(_ list: Substring) throws(EDTFError) -> [Span] {
        var spans: [Span] = []
        let items = list.split(separator: ",", omittingEmptySubsequences: false)
        for (index, item) in items.enumerated() {
            if item.hasPrefix("..") {
                guard index == 0 else {
                    throw error("‘..’ without a beginning stands only at the start of a set")
                }
                let last = EDTFParser.bounds(of: try point(item.dropFirst(2)))
                spans.append(ExactDay.past...last.upperBound)
            } else if item.hasSuffix("..") {
                guard index == items.count - 1 else {
                    throw error("‘..’ without an end stands only at the end of a set")
                }
                let first = EDTFParser.bounds(of: try point(item.dropLast(2)))
                spans.append(first.lowerBound...ExactDay.future)
            } else if let dots = item.range(of: "..") {
                let first = EDTFParser.bounds(of: try point(item[..<dots.lowerBound]))
                let precision = precision
                let last = EDTFParser.bounds(of: try point(item[dots.upperBound...]))
                guard self.precision == precision else {
                    throw error("both ends of ‘\(item)’ are years, or months, or days")
                }
                guard first.lowerBound <= last.upperBound else {
                    throw error("‘\(item)’ ends before it begins")
                }
                spans.append(first.lowerBound...last.upperBound)
            } else {
                spans += try point(item)
            }
        }
        guard !spans.isEmpty else { throw error("the set is empty") }
        return spans
    }

    // MARK: One date

    /// A year, month, day, season or moment, with its qualifiers.
    private mutating func point(_ part: Substring) throws(EDTFError) -> [Span] {
        guard !part.isEmpty else { throw error("a date is missing") }
        if let t = part.firstIndex(of: "T") {
            try time(part[part.index(after: t)...])
            let day = part[..<t]
            guard day.utf8.count == (day.hasPrefix("-") ? 11 : 10),
                day.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (48...57).contains($0) })
            else {
                throw error("before a time stands a whole day, YYYY-MM-DD")
            }
            let found = try calendar(day)
            precision = .time
            return found
        }
        precision = .year
        if part.hasPrefix("Y") { return [try longYear(part.dropFirst())] }
        return try calendar(part)
    }

    /// A year of more than four digits: `Y170000002`, `Y-17E7`, `Y17101E4S3~`.
    private mutating func longYear(_ part: Substring) throws(EDTFError) -> Span {
        needs(1)
        var rest = part
        if let last = rest.utf8.last, EDTFParser.qualifiers.contains(last) { rest = rest.dropLast() }
        let negative = rest.hasPrefix("-")
        if negative { rest = rest.dropFirst() }
        var significant: Int?
        if let s = rest.firstIndex(of: "S") {
            needs(2)
            significant = try number(
                rest[rest.index(after: s)...], "the count of significant digits", 1...1000)
            rest = rest[..<s]
        }
        var exponent = 0
        let exponential = rest.firstIndex(of: "E")
        if let e = exponential {
            needs(2)
            exponent = try number(rest[rest.index(after: e)...], "the exponent", 1...Int.max)
            rest = rest[..<e]
        }
        guard exponential != nil || rest.utf8.count > 4 else {
            throw error("a year after Y has more than four digits")
        }
        guard rest.utf8.first != UInt8(ascii: "0") else {
            throw error("a year after Y does not begin with 0")
        }
        guard !rest.isEmpty, rest.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw error("the year is not a number")
        }
        let (digits, overflow) = rest.utf8.count.addingReportingOverflow(exponent)
        guard significant ?? 1 <= (overflow ? Int.max : digits) else {
            throw error("there are fewer digits than are said to be significant")
        }
        // More than 18 digits are not counted: such a year is the last that is told apart.
        guard !overflow, digits <= 18, let value = Int(rest + String(repeating: "0", count: exponent)) else {
            return try years(ExactDay.lastYear, negative: negative, significant: nil)
        }
        return try years(value, negative: negative, significant: significant)
    }

    /// All days of a year of which only some leading digits may be known.
    private func years(_ value: Int, negative: Bool, significant: Int?) throws(EDTFError) -> Span {
        var (low, high) = (value, value)
        if let significant {
            var unit = 1
            for _ in 0..<max(0, String(value).utf8.count - significant) { unit *= 10 }
            low = value / unit * unit
            high = low + unit - 1
        }
        return try span(from: (negative ? -high : low, 1, 1), to: (negative ? -low : high, 12, 31))
    }

    private func span(
        from first: (year: Int, month: Int, day: Int), to last: (year: Int, month: Int, day: Int)
    ) throws(EDTFError) -> Span {
        guard let first = ExactDay(year: first.year, month: first.month, day: first.day),
            let last = ExactDay(year: last.year, month: last.month, day: last.day), first <= last
        else { throw error("there is no such day") }
        return first...last
    }

    /// `2019`, `201X`, `-0043`, `1950S2`, `2019-11`, `2019-21`, `2019-11-06`, each part with qualifiers before or after.
    private mutating func calendar(_ part: Substring) throws(EDTFError) -> [Span] {
        var rest = part
        // Where each qualifier stands. It is of the one part before which it stands, or of all before it.
        var qualified: [(component: Int, after: Bool)] = qualifier(&rest) ? [(0, false)] : []
        let negative = rest.hasPrefix("-")
        if negative {
            needs(1)
            rest = rest.dropFirst()
        }
        var components: [Substring] = []
        while true {
            let length = components.isEmpty ? 4 : 2
            guard rest.utf8.count >= length else {
                throw error(components.isEmpty ? "a year has four digits" : "a month or day has two digits")
            }
            components.append(rest.prefix(length))
            rest = rest.dropFirst(length)
            if components.count == 1, rest.hasPrefix("S") {
                needs(2)
                var digits = rest.dropFirst()
                if let end = digits.firstIndex(where: { !$0.isASCII || !$0.isNumber }) {
                    digits = digits[..<end]
                }
                rest = rest[digits.endIndex...]
                if qualifier(&rest) { needs(1) }
                guard rest.isEmpty else {
                    throw error("nothing stands behind a year of which only some digits are significant")
                }
                let significant = try number(digits, "the count of significant digits", 1...4)
                let value = try number(components[0], "the year", 0...9999)
                guard !(negative && value == 0) else { throw error("there is no year -0000") }
                return [try years(value, negative: negative, significant: significant)]
            }
            if qualifier(&rest) { qualified.append((components.count - 1, true)) }
            if rest.isEmpty { break }
            guard rest.hasPrefix("-"), components.count < 3 else {
                throw error("‘\(rest)’ does not belong there")
            }
            rest = rest.dropFirst()
            if qualifier(&rest) { qualified.append((components.count, false)) }
        }
        // A qualifier behind the whole date is level 1, one inside it or before a part is level 2.
        for place in qualified {
            needs(place.after && place.component == components.count - 1 && qualified.count == 1 ? 1 : 2)
        }
        return try bounds(components, negative: negative)
    }

    /// From the first to the last real day that year, month and day digits allow, an X being any digit; of a season that
    /// may be that of either half of the earth, each of the two.
    private mutating func bounds(_ components: [Substring], negative: Bool) throws(EDTFError) -> [Span] {
        let patterns = components.map { Array($0.utf8) }
        for pattern in patterns {
            guard pattern.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: "X") }) else {
                throw error(
                    "a year has four digits, a month or day two; X stands for a digit that is not known")
            }
        }
        try checkUnspecified(patterns)
        // There is a year 0000 but none before it that is written so: -000X begins with -0001.
        let years = EDTFParser.matches(patterns[0], negative ? 1...9999 : 0...9999).map {
            negative ? -$0 : $0
        }.sorted()
        guard !(negative && patterns[0].allSatisfy { $0 == 48 }) else {
            throw error("there is no year -0000")
        }
        if patterns.count == 2, let season = EDTFParser.matches(patterns[1], 21...41).first,
            !patterns[1].contains(UInt8(ascii: "X"))
        {
            needs(season <= 24 ? 1 : 2)
            precision = .season
            var spans: [Span] = []
            // Of years that are not known it is all from the first to the last.
            for code in years.count == 1 ? EDTFParser.halves[season] ?? [season] : [season] {
                spans.append(try seasons(code, from: years.first ?? 0, to: years.last ?? 0))
            }
            return spans
        }
        let months = patterns.count > 1 ? EDTFParser.matches(patterns[1], 1...12) : Array(1...12)
        guard !months.isEmpty else { throw error("there is no such month") }
        let days = patterns.count > 2 ? EDTFParser.matches(patterns[2], 1...31) : Array(1...31)
        func first(_ years: some Sequence<Int>, _ months: [Int], _ days: [Int]) -> ExactDay? {
            for year in years {
                for month in months {
                    for day in days {
                        if let found = ExactDay(year: year, month: month, day: day) { return found }
                    }
                }
            }
            return nil
        }
        guard let earliest = first(years, months, days),
            let latest = first(years.reversed(), months.reversed(), days.reversed())
        else { throw error("there is no such day") }
        precision = [.year, .month, .day][patterns.count - 1]
        return [earliest...latest]
    }

    /// The seasons of the northern and the southern half of the earth that one of either may be.
    private static let halves = [21: [25, 29], 22: [26, 30], 23: [27, 31], 24: [28, 32]]

    /// X for the last digits of a year, for a month or a day is level 1; anywhere else it is level 2.
    private mutating func checkUnspecified(_ patterns: [[UInt8]]) throws(EDTFError) {
        let x = UInt8(ascii: "X")
        guard patterns.contains(where: { $0.contains(x) }) else { return }
        needs(1)
        let year = String(decoding: patterns[0], as: UTF8.self)
        let month = patterns.count > 1 ? String(decoding: patterns[1], as: UTF8.self) : ""
        let day = patterns.count > 2 ? String(decoding: patterns[2], as: UTF8.self) : ""
        let yearKnown = !year.contains("X")
        let plain =
            (patterns.count == 1 && (year.hasSuffix("X") && !year.dropLast(2).contains("X")))
            || (patterns.count == 2 && yearKnown && month == "XX")
            || (patterns.count == 3 && yearKnown && day == "XX" && (month == "XX" || !month.contains("X")))
        if !plain { needs(2) }
    }

    /// The months of a season (21 to 32), quarter (33 to 36), third (37 to 39) or half (40, 41) of a year.
    /// Seasons are the meteorological ones. 21 to 24 do not say which half of the earth they mean, so that they
    /// reach over both; a season that begins in December ends in the next year.
    private func seasons(_ code: Int, from first: Int, to last: Int) throws(EDTFError) -> Span {
        let months: (from: Int, to: Int) =
            switch code {
            case 21, 23: (3, 11)
            case 22, 24: (6, 14)
            case 25, 31: (3, 5)
            case 26, 32: (6, 8)
            case 27, 29: (9, 11)
            case 28, 30: (12, 14)
            case 33...36: ((code - 33) * 3 + 1, (code - 33) * 3 + 3)
            case 37...39: ((code - 37) * 4 + 1, (code - 37) * 4 + 4)
            default: ((code - 40) * 6 + 1, (code - 40) * 6 + 6)
            }
        let endYear = months.to > 12 ? last + 1 : last
        let endMonth = months.to > 12 ? months.to - 12 : months.to
        return try span(
            from: (first, months.from, 1), to: (endYear, endMonth, Day.count(year: endYear, month: endMonth)))
    }

    /// `23:59:59`, with `Z`, `+05:30` or `-04` behind it. The day is the one that is written, in its own zone.
    private func time(_ part: Substring) throws(EDTFError) {
        let reason = "a time is hh:mm:ss, with Z, +hh, +hh:mm or nothing behind it"
        func two(_ digits: Substring, _ range: ClosedRange<Int>) throws(EDTFError) {
            guard digits.utf8.count == 2 else { throw error(reason) }
            _ = try number(digits, "the time", range)
        }
        let clock = part.prefix(8).split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 3 else { throw error(reason) }
        if part.hasPrefix("24:00:00") {
            // The end of the day, as ISO 8601 allows.
        } else {
            try two(clock[0], 0...23)
            try two(clock[1], 0...59)
            try two(clock[2], 0...59)
        }
        let zone = part.dropFirst(8)
        if zone.isEmpty || zone == "Z" { return }
        guard zone.hasPrefix("+") || zone.hasPrefix("-") else { throw error(reason) }
        let hours = zone.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard hours.count <= 2 else { throw error(reason) }
        guard zone != "-00", zone != "-00:00" else {
            throw error("a zone that is as far as UTC has a plus: +00:00")
        }
        try two(hours[0], 0...23)
        if hours.count == 2 { try two(hours[1], 0...59) }
    }

    // MARK: Small pieces

    private static let qualifiers = [UInt8(ascii: "?"), UInt8(ascii: "~"), UInt8(ascii: "%")]

    /// Takes a qualifier from the front.
    private func qualifier(_ rest: inout Substring) -> Bool {
        guard let first = rest.utf8.first, EDTFParser.qualifiers.contains(first) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private func number(_ digits: Substring, _ what: String, _ range: ClosedRange<Int>) throws(EDTFError)
        -> Int
    {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw error("\(what) is not a number")
        }
        guard let value = Int(digits), range.contains(value) else { throw error("\(what) is out of range") }
        return value
    }

    /// The numbers of a range whose digits match a pattern, ascending.
    private static func matches(_ pattern: [UInt8], _ range: ClosedRange<Int>) -> [Int] {
        pattern.reduce([0]) { numbers, byte in
            let digits = byte == UInt8(ascii: "X") ? 0...9 : Int(byte) - 48...Int(byte) - 48
            return numbers.flatMap { number in digits.map { number * 10 + $0 } }
        }.filter(range.contains)
    }
}
