// Dates as sources state them: the Extended Date/Time Format, ISO 8601-2:2019, in the profile of the Library of
// Congress (https://www.loc.gov/standards/datetime/), levels 0, 1 and 2.

public import StandpointSQLite

/// A date as a source states it: a day, a month, a year, a decade, a season, an interval, a set; certain or not.
///
/// It keeps the text as written and knows the first and the last day that the text allows. Qualifiers
/// (`~` approximate, `?` uncertain, `%` both) are kept and do not widen the bounds: nobody knows by how much.
///
///     try EDTF("2019-11-01/2019-11-03").latest   // 2019-11-03
///     try EDTF("201X").earliest                  // 2010-01-01
///     try EDTF("2018-04-19/..").latest           // Day.distantFuture: it still holds
///
/// Dates are in the order of the first day that they allow, then of the last, then of their texts. Years before 0000
/// and behind 9999 have a place in it like all others: only ``earliest`` and ``latest``, and the columns that hold
/// them, end there.
///
/// All three levels of the profile are read. It is left in these points:
///
/// - What the profile allows in one place is read in others too: seasons, long years and unknown digits as the ends of
///   intervals and as members of sets, times as members of sets, qualifiers behind years that begin with Y or have an S,
///   times on days of negative years, exponents behind years of fewer than five digits, and 24:00:00 for the end of a day.
/// - An interval has a beginning or an end: the profile tells of one end at a time that it is open or unknown, so that
///   `/`, `../..`, `/..` and `../` are refused, and so is an interval that ends before it begins.
/// - A qualifier before a part is of that part, one behind it of all so far: `2004-~06?` is read, and has both.
/// - A date that no day can have is refused: `2021-02-3X`, `-0000`, `-0000S1`.
/// - More significant digits than a year of four has without its leading zeros say that all are known: `0050S3`.
/// - Years too long to be counted, such as `Y1E18` or `Y9999999999999999999`, are all the same distant one.
/// - A zone may be up to 23:59 from UTC, as ISO 8601 writes it, whether or not anybody lives in it. A leap second,
///   `23:59:60`, is refused, and so is a date of more than 1000 characters.
///
/// Where the profile is silent: seasons are those of meteorology. 21 to 24 may be those of either half of the earth, so
/// that `2001-24` reaches from June to February; a winter that begins in December belongs to the year of that
/// December. An end of an interval that is unknown (`1985/`) bounds no more than one that is open (`1985/..`); the text
/// keeps them apart.
public struct EDTF: RawRepresentable, Sendable, Hashable, Comparable, LosslessStringConvertible, Bindable,
    ColumnDecodable,
    ValueConvertible
{
    /// The date as it was written.
    public let description: String
    /// The first day that the date allows; ``Day/distantPast`` where it has no beginning.
    public let earliest: Day
    /// The last day that the date allows; ``Day/distantFuture`` where it has no end.
    public let latest: Day
    /// The level of the standard that the text needs: 0, 1 or 2.
    public var level: Int {
        var parser = EDTFParser(text: description)
        _ = try? parser.spans()
        return parser.level
    }

    /// Whether any part of it is marked as approximate (`~` or `%`).
    public var isApproximate: Bool {
        description.utf8.contains { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "%") }
    }

    /// Whether any part of it is marked as uncertain (`?` or `%`).
    public var isUncertain: Bool {
        description.utf8.contains { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "%") }
    }

    /// What a date says of one of its ends.
    public enum End: String, Sendable, Hashable, Codable {
        /// It gives it, if only roughly.
        case stated
        /// There is none: `2018/..`.
        case open
        /// There is one that nobody knows: `2018/`.
        case unknown
    }

    /// What it says of its beginning.
    public var beginning: End {
        if let slash = description.firstIndex(of: "/") { return EDTF.end(description[..<slash]) }
        return description.dropFirst().hasPrefix("..") ? .open : .stated
    }

    /// What it says of its end.
    public var end: End {
        if let slash = description.firstIndex(of: "/") {
            return EDTF.end(description[description.index(after: slash)...])
        }
        return description.dropLast().hasSuffix("..") ? .open : .stated
    }

    private static func end(_ part: Substring) -> End {
        part.isEmpty ? .unknown : part == ".." ? .open : .stated
    }

    /// Whether some day that this date allows lies within the days that another allows: `2019` may fall within
    /// `2019-11`.
    ///
    /// Of a set it is the days of its members that count, of a season of either half of the earth (`2019-21`) those of
    /// both, of unknown digits all from the first day to the last. The filters of queries ask the two columns, and take
    /// each of these for all from its first day to its last: `2019-06` is not within `[2018,2020]` here, and among what
    /// they find for it.
    public func mayFall(within other: EDTF) -> Bool {
        let theirs = other.spans
        return spans.contains { one in theirs.contains { $0.overlaps(one) } }
    }

    /// Whether every day that this date allows lies within the days that another allows: `2019-11-03` certainly falls
    /// within `2019-11`. What is marked as approximate or uncertain may have been on other days, and never does. What
    /// is said of sets under ``mayFall(within:)`` holds here too.
    public func certainlyFalls(within other: EDTF) -> Bool {
        guard !isApproximate, !isUncertain else { return false }
        // What the other allows, put together where one part of it goes on from another.
        var theirs: [EDTFParser.Span] = []
        for span in other.spans.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = theirs.last, span.lowerBound <= last.upperBound.next {
                theirs[theirs.count - 1] = last.lowerBound...max(last.upperBound, span.upperBound)
            } else {
                theirs.append(span)
            }
        }
        return spans.allSatisfy { one in
            theirs.contains { $0.lowerBound <= one.lowerBound && one.upperBound <= $0.upperBound }
        }
    }

    /// Whether a date comes before another: by the first day that it allows, then by the last, then by its text.
    public static func < (left: EDTF, right: EDTF) -> Bool {
        let (one, other) = (left.bounds, right.bounds)
        if one.lowerBound != other.lowerBound { return one.lowerBound < other.lowerBound }
        if one.upperBound != other.upperBound { return one.upperBound < other.upperBound }
        return left.description < right.description
    }

    /// The days that it allows, each stretch for itself, in whatever years.
    private var spans: [EDTFParser.Span] {
        var parser = EDTFParser(text: description)
        return (try? parser.spans()) ?? [hull]
    }

    /// From the first day that it allows to the last, in whatever years.
    private var bounds: EDTFParser.Span {
        // Only behind the ends of the columns lies more than they say.
        earliest == .distantPast || latest == .distantFuture ? EDTFParser.bounds(of: spans) : hull
    }

    private var hull: EDTFParser.Span { ExactDay(earliest)...ExactDay(max(earliest, latest)) }

    /// Reads a date.
    /// - Throws: ``EDTFError`` with the text and what is wrong with it.
    public init(_ text: some StringProtocol) throws(EDTFError) {
        var parser = EDTFParser(text: String(text))
        let bounds = EDTFParser.bounds(of: try parser.spans())
        (description, earliest, latest) = (parser.text, bounds.lowerBound.clipped, bounds.upperBound.clipped)
    }

    /// A date as the file has it in its three columns.
    init(stored text: String, earliest: Day, latest: Day) {
        (description, self.earliest, self.latest) = (text, earliest, latest)
    }

    /// Reads a date; nil where the text is none.
    public init?(_ description: String) {
        guard let date = try? EDTF(description[...]) else { return nil }
        self = date
    }

    /// The date as it was written, as columns hold it.
    public var rawValue: String { description }

    /// Reads a date; nil where the text is none.
    public init?(rawValue: String) { self.init(rawValue) }

    /// Two dates are equal when they were written the same.
    public static func == (left: EDTF, right: EDTF) -> Bool { left.description == right.description }

    /// Feeds the text as written.
    public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

extension EDTF: Codable {
    /// Reads the text of a date.
    /// - Throws: `DecodingError.dataCorrupted` where it is none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(container.decode(String.self)[...])
        } catch let error as EDTFError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Writes the text of the date.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// What is wrong with a text that should be a date.
public struct EDTFError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The text.
    public let text: String
    /// What is wrong with it.
    public let reason: String

    /// The text and what is wrong, for a person.
    public var description: String {
        "‘\(text)’ is not a date: \(reason). Write dates as EDTF: 2019-11-06, 2019-11, 2019~, 2019-11-01/2019-11-03, 2018/.."
    }
}
