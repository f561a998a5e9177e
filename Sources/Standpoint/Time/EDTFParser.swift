// The grammar of EDTF, read from left to right into the bounds of what it allows.

import Foundation

struct EDTFParser {
    struct Bounds {
        var earliest: Day
        var latest: Day
        static let always = Bounds(earliest: .distantPast, latest: .distantFuture)
    }

    let text: String
    private(set) var level = 0

    init(text: String) { self.text = text }

    /// What a date of the whole text allows.
    mutating func date() throws(EDTFError) -> Bounds {
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
        case 2: return try interval(parts[0], parts[1])
        default: throw error("it has more than one slash")
        }
    }

    private func error(_ reason: String) -> EDTFError { EDTFError(text: text, reason: reason) }

    private mutating func needs(_ level: Int) { self.level = max(self.level, level) }

    // MARK: Intervals and sets

    private mutating func interval(_ from: Substring, _ to: Substring) throws(EDTFError) -> Bounds {
        func isNone(_ part: Substring) -> Bool { part.isEmpty || part == ".." }
        if isNone(from) || isNone(to) { needs(1) }
        if from.contains("X") || to.contains("X") { needs(2) }
        guard !isNone(from) || !isNone(to) else { throw error("an interval needs a beginning or an end") }
        let start = isNone(from) ? Bounds.always : try end(from)
        let end = isNone(to) ? Bounds.always : try end(to)
        guard start.earliest <= end.latest else { throw error("it ends before it begins") }
        return Bounds(earliest: start.earliest, latest: end.latest)
    }

    /// A beginning or an end of an interval: a date, without a set.
    private mutating func end(_ part: Substring) throws(EDTFError) -> Bounds { try point(part) }

    private mutating func set(_ list: Substring) throws(EDTFError) -> Bounds {
        var whole: Bounds?
        let items = list.split(separator: ",", omittingEmptySubsequences: false)
        for (index, item) in items.enumerated() {
            var bounds: Bounds
            if item.hasPrefix("..") {
                guard index == 0 else {
                    throw error("‘..’ without a beginning stands only at the start of a set")
                }
                bounds = try point(item.dropFirst(2))
                bounds.earliest = .distantPast
            } else if item.hasSuffix("..") {
                guard index == items.count - 1 else {
                    throw error("‘..’ without an end stands only at the end of a set")
                }
                bounds = try point(item.dropLast(2))
                bounds.latest = .distantFuture
            } else if let dots = item.range(of: "..") {
                bounds = try point(item[..<dots.lowerBound])
                let last = try point(item[dots.upperBound...])
                guard bounds.earliest <= last.latest else { throw error("‘\(item)’ ends before it begins") }
                bounds.latest = last.latest
            } else {
                bounds = try point(item)
            }
            whole = Bounds(
                earliest: min(whole?.earliest ?? bounds.earliest, bounds.earliest),
                latest: max(whole?.latest ?? bounds.latest, bounds.latest))
        }
        guard let whole else { throw error("the set is empty") }
        return whole
    }

    // MARK: One date

    /// A year, month, day, season or moment, with its qualifiers.
    private mutating func point(_ part: Substring) throws(EDTFError) -> Bounds {
        guard !part.isEmpty else { throw error("a date is missing") }
        if let t = part.firstIndex(of: "T") {
            try time(part[part.index(after: t)...])
            let day = part[..<t]
            guard day.utf8.count == 10,
                day.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (48...57).contains($0) })
            else {
                throw error("before a time stands a whole day, YYYY-MM-DD")
            }
            return try calendar(day)
        }
        if part.hasPrefix("Y") { return try longYear(part.dropFirst()) }
        return try calendar(part)
    }

    /// A year of more than four digits: `Y170000002`, `Y-17E7`, `Y17101E4S3`.
    private mutating func longYear(_ part: Substring) throws(EDTFError) -> Bounds {
        needs(1)
        var rest = part
        let negative = rest.hasPrefix("-")
        if negative { rest = rest.dropFirst() }
        var significant: Int?
        if let s = rest.firstIndex(of: "S") {
            needs(2)
            significant = try number(rest[rest.index(after: s)...], "the count of significant digits", 1...18)
            rest = rest[..<s]
        }
        var exponent = 0
        let exponential = rest.firstIndex(of: "E")
        if let e = exponential {
            needs(2)
            exponent = try number(rest[rest.index(after: e)...], "the exponent", 0...17)
            rest = rest[..<e]
        }
        guard exponential != nil || rest.utf8.count > 4 else {
            throw error("a year after Y has more than four digits")
        }
        guard rest.utf8.first != UInt8(ascii: "0") else {
            throw error("a year after Y does not begin with 0")
        }
        var value = try number(rest, "the year", 0...Int.max)
        for _ in 0..<exponent {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { throw error("the year is out of range") }
            value = product
        }
        return try years(value, negative: negative, significant: significant)
    }

    /// All days of a year of which only some leading digits may be known.
    private func years(_ value: Int, negative: Bool, significant: Int?) throws(EDTFError) -> Bounds {
        var (low, high) = (value, value)
        if let significant {
            let digits = String(value).utf8.count
            guard significant <= digits else {
                throw error("there are fewer digits than are said to be significant")
            }
            var unit = 1
            for _ in significant..<digits { unit *= 10 }
            low = value / unit * unit
            let (top, overflow) = low.addingReportingOverflow(unit - 1)
            high = overflow ? Int.max : top
        }
        if negative { (low, high) = (-high, -low) }
        guard let earliest = Day(clipping: low, month: 1, day: 1),
            let latest = Day(clipping: high, month: 12, day: 31)
        else { throw error("the year is out of range") }
        return Bounds(earliest: earliest, latest: latest)
    }

    /// `2019`, `201X`, `-0043`, `1950S2`, `2019-11`, `2019-21`, `2019-11-06`, each part with qualifiers before or after.
    private mutating func calendar(_ part: Substring) throws(EDTFError) -> Bounds {
        var rest = part
        let before = qualifier(&rest)
        let negative = rest.hasPrefix("-")
        if negative {
            needs(1)
            rest = rest.dropFirst()
        }
        var components: [Substring] = []
        var qualified: [(component: Int, after: Bool)] = before ? [(0, false)] : []
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
                guard significant <= String(value).utf8.count else {
                    throw error("there are fewer digits than are said to be significant")
                }
                return try years(value, negative: negative, significant: significant)
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

    /// The first and last real day that year, month and day digits allow, an X being any digit.
    private mutating func bounds(_ components: [Substring], negative: Bool) throws(EDTFError) -> Bounds {
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
            return try seasons(season, from: years.first ?? 0, to: years.last ?? 0)
        }
        let months = patterns.count > 1 ? EDTFParser.matches(patterns[1], 1...12) : Array(1...12)
        guard !months.isEmpty else { throw error("there is no such month") }
        let days = patterns.count > 2 ? EDTFParser.matches(patterns[2], 1...31) : Array(1...31)
        func first(_ years: some Sequence<Int>, _ months: [Int], _ days: [Int]) -> Day? {
            for year in years {
                for month in months {
                    for day in days {
                        if let found = Day(clipping: year, month: month, day: day) { return found }
                    }
                }
            }
            return nil
        }
        guard let earliest = first(years, months, days),
            let latest = first(years.reversed(), months.reversed(), days.reversed())
        else { throw error("there is no such day") }
        return Bounds(earliest: earliest, latest: latest)
    }

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
    private func seasons(_ code: Int, from first: Int, to last: Int) throws(EDTFError) -> Bounds {
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
        guard let earliest = Day(clipping: first, month: months.from, day: 1),
            let latest = Day(
                clipping: endYear, month: endMonth, day: Day.count(year: endYear, month: endMonth))
        else { throw error("the year is out of range") }
        return Bounds(earliest: earliest, latest: latest)
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
        try two(hours[0], 0...23)
        if hours.count == 2 { try two(hours[1], 0...59) }
    }

    // MARK: Small pieces

    /// Takes a qualifier from the front.
    private func qualifier(_ rest: inout Substring) -> Bool {
        guard let first = rest.utf8.first else { return false }
        guard [UInt8(ascii: "?"), UInt8(ascii: "~"), UInt8(ascii: "%")].contains(first) else { return false }
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
        if !pattern.contains(UInt8(ascii: "X")) {
            let value = pattern.reduce(0) { $0 * 10 + Int($1) - 48 }
            return range.contains(value) ? [value] : []
        }
        return range.filter { candidate in
            var value = candidate
            for digit in pattern.reversed() {
                if digit != UInt8(ascii: "X"), Int(digit) - 48 != value % 10 { return false }
                value /= 10
            }
            return value == 0
        }
    }
}
