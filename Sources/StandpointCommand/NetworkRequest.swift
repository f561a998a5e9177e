// What the verb `network` is asked for: one output, and only options that it reads.

import Standpoint

/// What comes out of the verb `network`.
enum NetworkOutput: Equatable {
    case ties, measures, summary, backbone, windows, picture, heatmap, timeline, movie
    case significance(Int)
    case file(NetworkFormat)

    /// The output that the options ask for.
    /// - Throws: `UsageError` for two.
    init(_ arguments: Arguments) throws {
        let asked = ["measures", "summary", "significance", "backbone", "window", "format"].filter(
            arguments.has)
        let isMovie = asked == ["window", "format"] && arguments.value("format") == "gexf"
        guard asked.count < 2 || isMovie else {
            let names = asked.map { $0 == "format" ? "--format \(arguments.value($0) ?? "")" : "--\($0)" }
            throw UsageError(
                message: "\(names.joined(separator: " and ")) are several outputs; ask for one at a time"
                    + (asked.contains("window") ? " (--window goes with --format gexf alone)" : ""))
        }
        switch asked.first {
        case nil: self = .ties
        case "measures"?: self = .measures
        case "summary"?: self = .summary
        case "backbone"?: self = .backbone
        case "window"?: self = isMovie ? .movie : .windows
        case "significance"?: self = .significance(try arguments.number("significance", atLeast: 1) ?? 1)
        default:
            switch arguments.value("format") {
            case "svg"?: self = .picture
            case "heatmap"?: self = .heatmap
            case "timeline"?: self = .timeline
            default:
                self = .file(
                    try NetworkRequest.word(
                        "format", NetworkFormat.self, arguments, more: ["svg", "heatmap", "timeline"])
                        ?? .json)
            }
        }
    }

    private var name: String {
        switch self {
        case .ties: "the table of ties"
        case .measures: "--measures"
        case .summary: "--summary"
        case .backbone: "--backbone"
        case .windows: "--window"
        case .movie: "--window with --format gexf"
        case .significance: "--significance"
        case .picture: "--format svg"
        case .heatmap: "--format heatmap"
        case .timeline: "--format timeline"
        case .file(let format): "--format \(format.rawValue)"
        }
    }

    /// The options that it reads, beside those that narrow what the network is of.
    private var reads: Set<String> {
        let matrix: Set = ["from", "of", "over", "qualifier", "scale", "duplicates"]
        let network = matrix.union(["relation", "normalization"])
        let table: Set = ["json", "csv"]
        return switch self {
        case .ties: network.union(table).union(["minimum"])
        case .measures: network.union(table).union(["measures", "isolates", "minimum", "seed"])
        case .summary: network.union(table).union(["summary", "isolates", "minimum", "seed"])
        case .backbone: network.union(table).union(["backbone"])
        case .significance: network.union(table).union(["significance", "seed"])
        case .windows: network.union(table).union(["window", "step"])
        case .movie: network.union(["window", "step", "format"])
        case .picture: network.union(["format", "isolates", "minimum", "seed", "title"])
        case .heatmap: matrix.union(["format", "isolates", "title"])
        case .timeline: ["format", "of", "title"]
        case .file: network.union(["format", "isolates", "minimum"])
        }
    }

    /// Refuses options that it does not read.
    func check(_ arguments: Arguments) throws {
        let narrowing = Set((StanceFilter.options + StanceFilter.sides + [.asOf]).map(\.name))
        for option in Verb.network.options + Option.output
        where arguments.has(option.name) && !narrowing.contains(option.name) && !reads.contains(option.name) {
            let all: [NetworkOutput] = [
                .ties, .measures, .summary, .significance(1), .backbone, .windows, .file(.graphml), .picture,
                .heatmap, .timeline,
            ]
            let others = all.filter { $0.reads.contains(option.name) }.map {
                if case .file = $0 { "--format graphml, gexf …" } else { $0.name }
            }
            throw UsageError(
                message:
                    "\(name) does not read --\(option.name); it goes with \(others.joined(separator: ", "))")
        }
    }
}

/// The settings of a network, checked.
struct NetworkRequest {
    /// What a network is made of.
    enum Source: String, CaseIterable {
        case stances, participations, memberships

        /// The options that narrow them.
        var filters: Set<String> {
            switch self {
            case .stances: Set((StanceFilter.options + StanceFilter.sides).map(\.name))
            case .participations: ["by", "at", "on-behalf-of", "document"]
            case .memberships: ["by", "toward", "on-behalf-of", "document", "in", "certainly"]
            }
        }
    }

    let output: NetworkOutput
    let source: Source
    let relation: NetworkRelation
    let unit: NetworkUnit
    let over: NetworkUnit?
    let qualifier: NetworkQualifier?
    let normalization: NetworkNormalization
    let duplicates: NetworkDuplicates
    let window: NetworkPeriod?
    let step: NetworkPeriod?
    let minimum: Double?
    let seed: UInt64

    init(_ arguments: Arguments) throws {
        output = try NetworkOutput(arguments)
        try output.check(arguments)
        source = try NetworkRequest.word("from", Source.self, arguments) ?? .stances
        for option in StanceFilter.options + StanceFilter.sides
        where arguments.has(option.name) && !source.filters.contains(option.name) {
            let filters = source.filters.sorted().map { "--\($0)" }.joined(separator: ", ")
            throw UsageError(message: "--\(option.name) narrows stances; \(source.rawValue) take \(filters)")
        }
        guard source != .memberships || !arguments.has("window") else {
            throw UsageError(
                message: "a membership lasts, and windows count what is of a day; ask with --in for each time"
            )
        }
        relation =
            try NetworkRequest.word("relation", NetworkRelation.self, arguments)
            ?? (source == .stances ? .congruence : .cooccurrence)
        guard source == .stances || [.cooccurrence, .affiliation].contains(relation) else {
            throw UsageError(
                message:
                    "\(source.rawValue) have no side, so there is no \(relation.rawValue); ask for cooccurrence or affiliation"
            )
        }
        unit = try NetworkRequest.unit("of", arguments) ?? .holders
        guard output != .timeline || unit == .holders || unit == .targets else {
            throw UsageError(
                message: "a timeline has a lane for each of the holders or of the targets; ask for one")
        }
        over = try NetworkRequest.unit("over", arguments)
        // A heat map has a colour for what is neither for nor against.
        qualifier =
            try NetworkRequest.qualifier(arguments)
            ?? (output == .heatmap && source == .stances ? .polarity : nil)
        normalization =
            try NetworkRequest.word("normalization", NetworkNormalization.self, arguments) ?? .none
        duplicates = try NetworkRequest.word("duplicates", NetworkDuplicates.self, arguments) ?? .all
        window = try NetworkRequest.period("window", arguments)
        step = try NetworkRequest.period("step", arguments)
        minimum = try NetworkRequest.minimum(arguments)
        guard let seed = UInt64(arguments.value("seed") ?? "1") else {
            throw UsageError(message: "--seed takes a whole number, 0 or more")
        }
        self.seed = seed
    }

    // MARK: Words

    static let units =
        "holders, people, organizations, countries, offices, targets, attribute=NAME (of the holder) or organization-attribute=NAME (of the organization spoken for)"
    static let qualifiers = "sides, polarity, strength, signed-strength or act"

    static func list<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type) -> String {
        type.allCases.map(\.rawValue).joined(separator: ", ")
    }

    static func word<Word: CaseIterable & RawRepresentable<String>>(
        _ option: String, _ type: Word.Type, _ arguments: Arguments, more: [String] = []
    ) throws -> Word? {
        guard let text = arguments.value(option) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let words = ([list(type)] + more).joined(separator: ", ")
        throw UsageError(message: "--\(option) is one of \(words), not ‘\(text)’")
    }

    private static func unit(_ option: String, _ arguments: Arguments) throws -> NetworkUnit? {
        guard let text = arguments.value(option) else { return nil }
        let plain: [String: NetworkUnit] = [
            "holders": .holders, "people": .people, "organizations": .organizations, "countries": .countries,
            "offices": .offices, "targets": .targets,
        ]
        if let unit = plain[text] { return unit }
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("attribute"?, 2): return .attribute(parts[1])
        case ("organization-attribute"?, 2): return .organizationAttribute(parts[1])
        default: throw UsageError(message: "--\(option) is one of \(units), not ‘\(text)’")
        }
    }

    private static func qualifier(_ arguments: Arguments) throws -> NetworkQualifier? {
        let scale = try scale(arguments)
        let word = arguments.value("qualifier")
        guard scale == nil || word == "strength" || word == "signed-strength" else {
            throw UsageError(message: "--scale goes with --qualifier strength or signed-strength")
        }
        switch word {
        case nil: return nil
        case "sides"?: return .sides
        case "polarity"?: return .polarity
        case "strength"?: return scale.map { .strength($0) } ?? .strength()
        case "signed-strength"?: return scale.map { .signedStrength($0) } ?? .signedStrength()
        case "act"?: return .act
        case let other?: throw UsageError(message: "--qualifier is \(qualifiers), not ‘\(other)’")
        }
    }

    private static func scale(_ arguments: Arguments) throws -> NetworkScale? {
        guard let text = arguments.value("scale") else { return nil }
        if text == "observed" { return .observed }
        let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let low = ends[0], let high = ends[1], low < high,
            high.subtractingReportingOverflow(low).partialValue < 1000, high - low > 0
        else {
            throw UsageError(
                message:
                    "--scale is the least and the greatest level, as in -10..10, at most 1000 levels, or observed; not ‘\(text)’"
            )
        }
        return .declared(low...high)
    }

    private static func minimum(_ arguments: Arguments) throws -> Double? {
        guard let text = arguments.value("minimum") else { return nil }
        guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let number = Double(text),
            number.isFinite
        else { throw UsageError(message: "--minimum takes a decimal number, as in 2 or 0.5, not ‘\(text)’") }
        return number
    }

    private static func period(_ option: String, _ arguments: Arguments) throws -> NetworkPeriod? {
        guard let text = arguments.value(option) else { return nil }
        let parts = text.split(separator: "-", maxSplits: 1)
        if parts.count == 2, let count = Int(parts[0]), count > 0 {
            switch parts[1] {
            case "day", "days": return .days(count)
            case "week", "weeks": return .weeks(count)
            case "month", "months": return .months(count)
            case "year", "years": return .years(count)
            default: break
            }
        }
        throw UsageError(message: "--\(option) is like 10-days, 2-weeks, 3-months or 1-year, not ‘\(text)’")
    }
}
