// Dates as sources state them: EDTF by the specification of the Library of Congress.

import Standpoint
import StandpointTestSupport
import Testing

@Suite("A date")
struct EDTFTests {
    typealias Case = (text: String, earliest: String, latest: String, level: Int)

    static let past = "0000-01-01"
    static let future = "9999-12-31"

    // The features and the examples of https://www.loc.gov/standards/datetime/, in its order.
    static let level0: [Case] = [
        ("1985-04-12", "1985-04-12", "1985-04-12", 0),
        ("1985-04", "1985-04-01", "1985-04-30", 0),
        ("1985", "1985-01-01", "1985-12-31", 0),
        ("0000", "0000-01-01", "0000-12-31", 0),
        ("2000-02", "2000-02-01", "2000-02-29", 0),
        ("1900-02", "1900-02-01", "1900-02-28", 0),
        ("1985-04-12T23:20:30", "1985-04-12", "1985-04-12", 0),
        ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12", 0),
        ("1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12", 0),
        ("1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12", 0),
        ("1964/2008", "1964-01-01", "2008-12-31", 0),
        ("2004-06/2006-08", "2004-06-01", "2006-08-31", 0),
        ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08", 0),
        ("2004-02-01/2005-02", "2004-02-01", "2005-02-28", 0),
        ("2004-02-01/2005", "2004-02-01", "2005-12-31", 0),
        ("2005/2006-02", "2005-01-01", "2006-02-28", 0),
    ]

    static let level1: [Case] = [
        ("Y170000002", future, future, 1),
        ("Y-170000002", past, past, 1),
        ("2001-21", "2001-03-01", "2001-11-30", 1),
        ("2001-22", "2001-06-01", "2002-02-28", 1),
        ("2001-23", "2001-03-01", "2001-11-30", 1),
        ("2001-24", "2001-06-01", "2002-02-28", 1),
        ("1984?", "1984-01-01", "1984-12-31", 1),
        ("2004-06~", "2004-06-01", "2004-06-30", 1),
        ("2004-06-11%", "2004-06-11", "2004-06-11", 1),
        ("201X", "2010-01-01", "2019-12-31", 1),
        ("20XX", "2000-01-01", "2099-12-31", 1),
        ("2004-XX", "2004-01-01", "2004-12-31", 1),
        ("1985-04-XX", "1985-04-01", "1985-04-30", 1),
        ("1985-XX-XX", "1985-01-01", "1985-12-31", 1),
        ("1985-04-12/..", "1985-04-12", future, 1),
        ("1985-04/..", "1985-04-01", future, 1),
        ("1985/..", "1985-01-01", future, 1),
        ("../1985-04-12", past, "1985-04-12", 1),
        ("../1985-04", past, "1985-04-30", 1),
        ("../1985", past, "1985-12-31", 1),
        ("1985-04-12/", "1985-04-12", future, 1),
        ("1985/", "1985-01-01", future, 1),
        ("/1985-04", past, "1985-04-30", 1),
        ("1984~/2004-06", "1984-01-01", "2004-06-30", 1),
        ("1984/2004-06~", "1984-01-01", "2004-06-30", 1),
        ("1984?/2004%", "1984-01-01", "2004-12-31", 1),
        ("1984-06-02?/2004-08-08~", "1984-06-02", "2004-08-08", 1),
        ("-1985", past, past, 1),
        ("-1985-04-12T23:20:30", past, past, 1),
        ("Y170000002?", future, future, 1),
        ("Y9999999999999999999", future, future, 1),
        ("Y-9999999999999999999~", past, past, 1),
    ]

    static let level2: [Case] = [
        ("Y-17E7", past, past, 2),
        ("Y19E2", "1900-01-01", "1900-12-31", 2),
        ("1950S2", "1900-01-01", "1999-12-31", 2),
        ("Y171010000S3", future, future, 2),
        ("Y3388E2S3", future, future, 2),
        ("Y17E7%", future, future, 2),
        ("Y-17E7~", past, past, 2),
        ("Y3388E2S3~", future, future, 2),
        ("Y1E18", future, future, 2),
        ("Y1E999", future, future, 2),
        ("0050S3", "0050-01-01", "0050-12-31", 2),
        ("2001-25", "2001-03-01", "2001-05-31", 2),
        ("2001-28", "2001-12-01", "2002-02-28", 2),
        ("2003-28", "2003-12-01", "2004-02-29", 2),
        ("2001-29", "2001-09-01", "2001-11-30", 2),
        ("2001-34", "2001-04-01", "2001-06-30", 2),
        ("2001-37", "2001-01-01", "2001-04-30", 2),
        ("2001-41", "2001-07-01", "2001-12-31", 2),
        ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31", 2),
        ("[..1760-12-03]", past, "1760-12-03", 2),
        ("[1760-12..]", "1760-12-01", future, 2),
        ("[1760-01,1760-02,1760-12..]", "1760-01-01", future, 2),
        ("[1667,1760-12]", "1667-01-01", "1760-12-31", 2),
        ("[..1984]", past, "1984-12-31", 2),
        ("{1667,1668,1670..1672}", "1667-01-01", "1672-12-31", 2),
        ("{1960,1961-12}", "1960-01-01", "1961-12-31", 2),
        ("{..1984}", past, "1984-12-31", 2),
        ("2004-06~-11", "2004-06-11", "2004-06-11", 2),
        ("2004?-06-11", "2004-06-11", "2004-06-11", 2),
        ("?2004-06-~11", "2004-06-11", "2004-06-11", 2),
        ("2001-?09~-09", "2001-09-09", "2001-09-09", 2),
        ("2004-%06-11", "2004-06-11", "2004-06-11", 2),
        ("2004-~06?", "2004-06-01", "2004-06-30", 2),
        ("?2004~-06-~11?", "2004-06-11", "2004-06-11", 2),
        ("[1667,1912-03..1912-05]", "1667-01-01", "1912-05-31", 2),
        ("[1999..Y20000]", "1999-01-01", future, 2),
        ("156X-12-25", "1560-12-25", "1569-12-25", 2),
        ("15XX-12-25", "1500-12-25", "1599-12-25", 2),
        ("XXXX-12-XX", "0000-12-01", "9999-12-31", 2),
        ("1XXX-XX", "1000-01-01", "1999-12-31", 2),
        ("1XXX-12", "1000-12-01", "1999-12-31", 2),
        ("1984-1X", "1984-10-01", "1984-12-31", 2),
        ("2004-06-~01/2004-06-~20", "2004-06-01", "2004-06-20", 2),
        ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03", 2),
        ("202X-02-29", "2020-02-29", "2028-02-29", 2),
    ]

    @Test(
        "keeps its text, and knows its first and last day and its level", arguments: level0 + level1 + level2)
    func specification(_ expected: Case) throws {
        let date = try EDTF(expected.text[...])
        #expect(date.description == expected.text)
        #expect(date.earliest.description == expected.earliest)
        #expect(date.latest.description == expected.latest)
        #expect(date.level == expected.level)
        #expect(EDTF(expected.text) == date)
    }

    @Test(
        "is refused with a reason",
        arguments: [
            ("", "empty"), ("hello", "letter"), ("2019-13", "no such month"), ("2019-02-30", "no such day"),
            ("2019-00", "no such month"), ("2019-01-00", "no such day"), ("2019-1", "two digits"),
            ("219", "four digits"),
            ("2019-11-03/2019-11-01", "ends before it begins"), ("2019/2020/2021", "more than one slash"),
            ("/", "needs a"),
            ("../..", "needs a beginning"), ("[2019", "not closed"), ("{2019]", "not closed"),
            ("[]", "missing"),
            ("Y2019", "more than four digits"), ("Y012345", "begin with 0"), ("2019S5", "out of range"),
            ("-0000", "no year -0000"), ("2019 ", "space"), ("2019-11-06T25:00:00", "out of range"),
            ("2019-11T10:00:00", "whole day"), ("2019-11-06T10:00", "hh:mm:ss"),
            ("[2019..2018]", "ends before it begins"),
            ("2019-11-06-07", "does not belong"), ("1XXX-02-30", "no such day"),
            ("2021-02-3X", "no such day"),
            ("٢٠١٩", "letter"), ("2019-42", "no such month"), ("Y1E99999999999999999999", "out of range"),
            ("-", "four digits"),
            ("2019??", "does not belong"), ("[2019,,2020]", "missing"),
            ("[2018,..2019]", "only at the start"),
            ("{1984..1985-04}", "both ends"), ("[2001-21..2002]", "both ends"),
            ("[2004-02-01..2004-03]", "both ends"), ("[2004-01-01T00:00:00..2005-01-01]", "both ends"),
            ("2005-07-25T10:10:10Z/2006-01-01T10:10:10Z", "without times"),
            ("2005/2006-01-01T10:10:10", "without"),
            ("Y17E0", "out of range"), ("Y12345E00", "out of range"),
            ("2016-05-02T12:00:00-00:00", "plus"), ("2016-05-02T12:00:00-00", "plus"),
            ("-0500/-0600", "ends before"), ("Y20000/Y10000", "ends before"),
            ("[-0100..-0500]", "ends before"), ("/..", "needs a beginning"), ("../", "needs a beginning"),
            ("1985-04-12T23:20:30+24:00", "out of range"), ("Y12345S6", "fewer digits"),
            ("Y170000002??", "number"),
        ])
    func refusal(_ text: String, _ reason: String) throws {
        let error = #expect(throws: EDTFError.self) { try EDTF(text[...]) }
        #expect(error?.text == text)
        #expect(error?.reason.contains(reason) == true || reason == "letter", "\(error?.reason ?? "")")
        #expect(EDTF(text) == nil)
    }

    @Test("that is longer than any real one is refused before it costs time")
    func tooLong() {
        #expect(EDTF(String(repeating: "XXXX/", count: 100_000)) == nil)
        #expect(EDTF("[" + String(repeating: "2019,", count: 190) + "2019]") != nil)
    }

    @Test("says whether it is approximate or uncertain")
    func qualifiers() throws {
        #expect(try EDTF("2019~").isApproximate && !EDTF("2019~").isUncertain)
        #expect(try !EDTF("2019?").isApproximate && EDTF("2019?").isUncertain)
        #expect(try EDTF("2019%").isApproximate && EDTF("2019%").isUncertain)
        #expect(try !EDTF("2019").isApproximate && !EDTF("2019").isUncertain)
    }

    @Test("comes before another by its first day, then by its last, then by its text, in any year")
    func order() throws {
        let sorted = [
            "Y-9999999999999999999", "-0500", "-0100", "-0100-03", "0000", "2018", "2019-01", "2019",
            "2019/..", "2019-02-03", "2019-02-03?", "Y10000", "Y20000",
        ]
        let dates = try sorted.map { try EDTF($0[...]) }
        #expect(dates.reversed().sorted().map(\.description) == sorted)
    }

    @Test(
        "falls within another by its own days: those of the members of a set, and of years before 0 and behind 9999"
    )
    func within() throws {
        func may(_ one: String, _ other: String) throws -> Bool {
            try EDTF(one[...]).mayFall(within: EDTF(other[...]))
        }
        func certainly(_ one: String, _ other: String) throws -> Bool {
            try EDTF(one[...]).certainlyFalls(within: EDTF(other[...]))
        }
        #expect(try !certainly("2019-02", "[2019-01,2019-03]") && !may("2019-02", "[2019-01,2019-03]"))
        #expect(try !may("2019-06", "[2018,2020]") && may("[2018,2020]", "2020-06"))
        #expect(try certainly("2019-01-15/2019-02-15", "{2019-01,2019-02}"))
        #expect(try certainly("[2018,2020]", "2018/2020") && !certainly("2018/2020", "[2018,2020]"))
        #expect(try !certainly("-0500", "-0100") && !may("-0500", "-0100") && certainly("-0500-03", "-0500"))
        #expect(
            try !may("Y20000", "Y10000") && certainly("Y20000", "2018/..") && certainly("2018", "-0500/.."))
        #expect(try !certainly("../2018", "-0500/2018") && may("../2018", "-0500"))
        #expect(
            try !may("2001-07", "2001-21") && may("2001-10", "2001-21") && certainly("2001-04", "2001-21"))
        #expect(try !certainly("2001-21", "2001-25") && certainly("2001-21", "2001"))
    }

    @Test("tells an end that is open from one that nobody knows")
    func ends() throws {
        let known: [(String, EDTF.End, EDTF.End)] = [
            ("2018/..", .stated, .open), ("2018/", .stated, .unknown), ("../2018", .open, .stated),
            ("/2018", .unknown, .stated), ("2018", .stated, .stated), ("2018/2019", .stated, .stated),
            ("[..2018]", .open, .stated), ("{2018..}", .stated, .open), ("[2017,2018]", .stated, .stated),
        ]
        for (text, beginning, end) in known {
            let date = try EDTF(text[...])
            #expect(date.beginning == beginning && date.end == end, "\(text)")
        }
    }

    // MARK: Against an independent enumeration

    /// The days of a month, by counting from a known date with the civil-from-days algorithm.
    static func daysOfMonth(_ year: Int, _ month: Int) -> Int {
        func serial(_ y: Int, _ m: Int) -> Int {
            let shifted = m <= 2 ? y - 1 : y
            let era = (shifted >= 0 ? shifted : shifted - 399) / 400
            let ofEra = shifted - era * 400
            let ofYear = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5
            return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear
        }
        return month == 12
            ? serial(year + 1, 1) - serial(year, 12) : serial(year, month + 1) - serial(year, month)
    }

    static func digits(_ value: Int, _ width: Int) -> [Character] {
        let text = String(value)
        return Array(String(repeating: "0", count: width - text.count) + text)
    }

    static func fits(_ value: Int, _ pattern: [Character]) -> Bool {
        zip(digits(value, pattern.count), pattern).allSatisfy { $1 == "X" || $0 == $1 }
    }

    /// The first and last day whose digits fit a pattern of eight, by looking at every one.
    static func bounds(_ year: [Character], _ month: [Character], _ day: [Character]) -> (String, String)? {
        var found: (first: String, last: String)?
        for y in 0...9999 where fits(y, year) {
            for m in 1...12 where fits(m, month) {
                for d in 1...daysOfMonth(y, m) where fits(d, day) {
                    let text = String(digits(y, 4)) + "-" + String(digits(m, 2)) + "-" + String(digits(d, 2))
                    found = (found?.first ?? text, text)
                }
            }
        }
        return found
    }

    @Test(
        "with unknown digits reaches from the first to the last day that fits, and is refused where none does"
    )
    func patterns() {
        var dice = SeededGenerator(20_191_101)
        for _ in 0..<400 {
            func pattern(_ value: Int, _ width: Int) -> [Character] {
                Self.digits(value, width).map { Int.random(in: 0..<4, using: &dice) == 0 ? "X" : $0 }
            }
            var year = pattern(Int.random(in: 0...9999, using: &dice), 4)
            // At most one unknown digit of the year, so that looking at all days stays quick.
            if year.count(where: { $0 == "X" }) > 1 { year[0] = "1"; year[1] = "9"; year[2] = "2" }
            let month = pattern(Int.random(in: 1...12, using: &dice), 2)
            let day = pattern(Int.random(in: 1...31, using: &dice), 2)
            let text = [year, month, day].map { String($0) }.joined(separator: "-")
            let expected = Self.bounds(year, month, day)
            let date = EDTF(text)
            #expect(date?.earliest.description == expected?.0, "\(text)")
            #expect(date?.latest.description == expected?.1, "\(text)")
        }
    }

    @Test("is a day, a month or a year, with any qualifier, bounded as the calendar says")
    func plainDates() throws {
        var dice = SeededGenerator(7)
        for _ in 0..<4000 {
            let (y, m) = (Int.random(in: 0...9999, using: &dice), Int.random(in: 1...12, using: &dice))
            let last = Self.daysOfMonth(y, m)
            let d = Int.random(in: 1...31, using: &dice)
            let parts = [(y, 4), (m, 2), (d, 2)].map { String(Self.digits($0, $1)) }
            let size = Int.random(in: 1...3, using: &dice)
            let mark = ["", "?", "~", "%"][Int.random(in: 0..<4, using: &dice)]
            let text = parts.prefix(size).joined(separator: "-") + mark
            guard size < 3 || d <= last else {
                #expect(EDTF(text) == nil, "\(text)")
                continue
            }
            let date = try EDTF(text[...])
            let first = parts.prefix(size) + ["01", "01"].suffix(3 - size)
            let end =
                size == 3
                ? parts[...] : size == 2 ? parts.prefix(2) + ["\(last)"] : parts.prefix(1) + ["12", "31"]
            #expect(date.earliest.description == first.joined(separator: "-"), "\(text)")
            #expect(date.latest.description == end.joined(separator: "-"), "\(text)")
            #expect(date.level == (mark.isEmpty ? 0 : 1))
            #expect(date.description == text)
        }
    }

    @Test("that is an interval or a set reaches from its first member's beginning to its last one's end")
    func intervalsAndSets() throws {
        var dice = SeededGenerator(11)
        for _ in 0..<1500 {
            let years = [0, 1, 2].map { _ in Int.random(in: 1000...2999, using: &dice) }
            let texts = years.map { "\($0)" }
            let (low, high) = (min(years[0], years[1]), max(years[0], years[1]))
            let interval = try EDTF("\(low)/\(high)"[...])
            #expect(interval.earliest.year == low && interval.latest.year == high)
            #expect(low == high || EDTF("\(high)/\(low)") == nil)
            let set = try EDTF("{\(texts.joined(separator: ","))}"[...])
            #expect(set.earliest.year == years.min() && set.latest.year == years.max())
            let open = try EDTF("[\(texts[0]),\(low)..]"[...])
            #expect(open.earliest.year == low && open.latest == .distantFuture)
        }
    }

    @Test("of which only some digits are significant reaches over all that share them")
    func significantDigits() throws {
        var dice = SeededGenerator(13)
        for _ in 0..<2000 {
            let year = Int.random(in: 1000...9999, using: &dice)
            let count = Int.random(in: 1...4, using: &dice)
            let known = "\(year)".prefix(count)
            let date = try EDTF("\(year)S\(count)"[...])
            #expect(date.earliest.description == known + String(repeating: "0", count: 4 - count) + "-01-01")
            #expect(date.latest.description == known + String(repeating: "9", count: 4 - count) + "-12-31")
        }
    }

    @Test(
        "never has its last day before its first, whatever the text, and random texts never stop the program")
    func randomTexts() {
        var dice = SeededGenerator(17)
        let letters = Array("0123456789X-/.?~%[]{},YEST:Z+")
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...14, using: &dice)
            let text = String(
                (0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &dice)] })
            if let date = EDTF(text) {
                #expect(date.earliest <= date.latest, "\(text)")
                #expect(date.description == text)
                #expect((0...2).contains(date.level))
            }
        }
    }
}
