// The verb `network`: who stands together, in whatever form other programs want it.

import Standpoint

extension Verb {
    static let network = Verb(
        name: "network", usage: "network FILE [options]",
        summary:
            "Makes the network of the stances that the options leave: who agrees with whom, or who speaks of what.",
        operands: 1...1,
        options: StanceFilter.options + StanceFilter.sides + [
            Option(
                "relation", "RELATION", "what ties: \(list(NetworkRelation.self)); congruence where left out"),
            Option("of", "UNIT", "the nodes: \(units); holders where left out"),
            Option("over", "UNIT", "over what they are tied; targets where left out"),
            Option(
                "qualifier", "WHAT", "what is compared: sides, polarity, strength, observed-strength or act"),
            Option("normalization", "HOW", list(NetworkNormalization.self)),
            Option("duplicates", "HOW", list(NetworkDuplicates.self)),
            Option("isolates", nil, "keep nodes of the file that no stance left has"),
            Option("minimum", "WEIGHT", "only ties of at least this weight"),
            Option("measures", nil, "a table of the nodes with their measures"),
            Option("summary", nil, "a table of what is so of the whole network"),
            Option("significance", "SAMPLES", "a table of the ties, held against so many networks by chance"),
            Option("backbone", nil, "a table of the targets in the order in which they can be left out"),
            Option(
                "window", "PERIOD",
                "a table of windows, as in 3-months; with --format gexf one file along time"),
            Option("step", "PERIOD", "how far the next window begins; as long as the window where left out"),
            Option("seed", "N", "the seed of communities and of chance; 1 where left out"),
            Option(
                "format", "FORMAT",
                "\(list(NetworkFormat.self)), svg, heatmap (SVG) or timeline (SVG); a table of ties where left out"
            ),
            Option("title", "TEXT", "the title of a picture"), .asOf,
        ],
        example:
            "standpoint network havana.sqlite --relation cooccurrence --of targets --format graphml > topics.graphml"
    ) { arguments in
        let kb = try arguments.knowledgeBase()
        var query = try StanceFilter.query(arguments, kb)
        if let side = try StanceFilter.side(arguments) { query = query.holding(side) }
        let picture = arguments.value("format").flatMap {
            ["svg", "heatmap", "timeline"].contains($0) ? $0 : nil
        }
        let format = picture == nil ? try word("format", NetworkFormat.self, arguments) : nil
        if picture == "timeline" {
            let lanes: TimelinePicture.Lanes = arguments.value("of") == "targets" ? .targets : .holders
            try Output.write(query.timelineSVG(of: lanes, title: arguments.value("title")))
            return 0
        }
        let relation = try word("relation", NetworkRelation.self, arguments) ?? .congruence
        let normalization = try word("normalization", NetworkNormalization.self, arguments) ?? .none
        guard let seed = UInt64(arguments.value("seed") ?? "1") else {
            throw UsageError(message: "--seed takes a whole number, 0 or more")
        }
        let progress = Progress("counting")
        if let window = try period("window", arguments) {
            let series = try query.series(
                relation, of: try unit("of", arguments) ?? .holders, over: try unit("over", arguments),
                qualifier: try qualifier(arguments), normalization: normalization,
                duplicates: try word("duplicates", NetworkDuplicates.self, arguments) ?? .all, window: window,
                step: try period("step", arguments))
            if format == .gexf {
                try Output.write(series.gexf())
            } else {
                try windows(series).print(arguments)
            }
            return 0
        }
        let affiliations = try query.affiliations(
            of: try unit("of", arguments) ?? .holders, over: try unit("over", arguments),
            qualifier: try qualifier(arguments),
            duplicates: try word("duplicates", NetworkDuplicates.self, arguments) ?? .all,
            ignoringLevels: [.cooccurrence, .affiliation].contains(relation),
            isolates: arguments.has("isolates"), dated: format == .gexf
        ) { progress.show($0, of: $1) }
        if picture == "heatmap" {
            progress.clear()
            try Output.write(affiliations.svg(title: arguments.value("title")))
            return 0
        }
        if let samples = arguments.value("significance") {
            guard let count = Int(samples) else {
                throw UsageError(message: "--significance takes a whole number")
            }
            let ties = try affiliations.significance(
                relation, normalization: normalization, samples: count, seed: seed
            ) { progress.show($0, of: $1) }
            progress.clear()
            try significance(ties, affiliations.actors).print(arguments)
            return 0
        }
        if arguments.has("backbone") {
            let steps = try affiliations.backbone(relation, normalization: normalization) {
                progress.show($0, of: $1)
            }
            progress.clear()
            try Answer(
                columns: ["target", "loss"],
                rows: steps.map { [.text(affiliations.targets[$0.target].label), .real($0.loss)] }
            ).print(arguments)
            return 0
        }
        var network = try affiliations.network(relation, normalization: normalization) {
            progress.show($0, of: $1)
        }
        progress.clear()
        if let minimum = arguments.value("minimum") {
            guard let least = Double(minimum) else { throw UsageError(message: "--minimum takes a number") }
            network = network.keeping { $0.weight >= least }
        }
        if arguments.has("measures") {
            try measures(network, seed).print(arguments)
            return 0
        }
        if arguments.has("summary") {
            try summary(network, seed).print(arguments)
            return 0
        }
        if picture == "svg" {
            try Output.write(network.svg(title: arguments.value("title"), seed: seed))
            return 0
        }
        guard let format else {
            try table(network).print(arguments)
            return 0
        }
        try network.write(as: format) { try Output.write($0) }
        return 0
    }

    /// The ties, strongest first.
    private static func table(_ network: Network) -> Answer {
        let ties = network.edges.sorted {
            ($1.weight, $0.source, $0.target) < ($0.weight, $1.source, $1.target)
        }
        return Answer(
            columns: ["source", "target", "weight"],
            rows: ties.map { tie in
                [
                    .text(network.nodes[tie.source].label), .text(network.nodes[tie.target].label),
                    .real(tie.weight),
                ]
            })
    }

    /// The nodes with their measures. What needs weights above 0 is left empty where there are others.
    private static func measures(_ network: Network, _ seed: UInt64) throws -> Answer {
        let isPositive = network.edges.allSatisfy { $0.weight > 0 }
        let (degrees, strengths, components) = (network.degrees, network.strengths, network.components)
        let (central, between) = (network.eigenvectorCentrality, try network.betweenness())
        let weighted = isPositive ? try network.betweenness(weighted: true) : nil
        let communities = isPositive ? try network.communities(seed: seed) : nil
        return Answer(
            columns: [
                "node", "key", "degree", "strength", "betweenness", "weighted_betweenness", "eigenvector",
                "component", "community",
            ],
            rows: network.nodes.enumerated().map { place, node in
                [
                    .text(node.label), .text(node.key), .integer(Int64(degrees[place])),
                    .real(strengths[place]),
                    .real(between[place]), weighted.map { .real($0[place]) } ?? .null, .real(central[place]),
                    .integer(Int64(components[place])),
                    communities.map { .integer(Int64($0.membership[place])) } ?? .null,
                ]
            })
    }

    /// The network as a whole; its two largest communities are the camps.
    private static func summary(_ network: Network, _ seed: UInt64) throws -> Answer {
        let communities =
            network.edges.allSatisfy { $0.weight > 0 } ? try network.communities(seed: seed) : nil
        let camps = communities?.membership.map { $0 < 2 ? $0 : nil }
        let (ei, polarization) = (
            try communities.flatMap { try network.eiIndex(of: $0.membership) },
            try camps.flatMap {
                Set($0.compactMap { $0 }).count == 2 ? try network.polarization(of: $0) : nil
            }
        )
        func real(_ value: Double?) -> Value { value.map { .real($0) } ?? .null }
        return Answer(
            columns: [
                "nodes", "ties", "weight", "components", "communities", "modularity", "ei_index",
                "polarization",
            ],
            rows: [
                [
                    .integer(Int64(network.nodes.count)), .integer(Int64(network.edges.count)),
                    .real(network.edges.reduce(0) { $0 + $1.weight }),
                    .integer(Int64((network.components.max() ?? -1) + 1)),
                    communities.map { .integer(Int64($0.count)) } ?? .null, real(communities?.modularity),
                    real(ei), real(polarization),
                ]
            ])
    }

    private static func significance(_ ties: [TieSignificance], _ nodes: [Network.Node]) -> Answer {
        Answer(
            columns: ["source", "target", "weight", "expected", "z", "p_at_least", "p_at_most"],
            rows: ties.sorted { $0.pAtLeast < $1.pAtLeast }.map { tie in
                [
                    .text(nodes[tie.edge.source].label), .text(nodes[tie.edge.target].label),
                    .real(tie.edge.weight), .real(tie.expected), tie.z.map { .real($0) } ?? .null,
                    .real(tie.pAtLeast), .real(tie.pAtMost),
                ]
            })
    }

    /// A row for each window.
    private static func windows(_ series: NetworkSeries) throws -> Answer {
        var (series, before) = (series, Network?.none)
        var answer = Answer(columns: [
            "first", "last", "entered", "left", "nodes", "ties", "weight", "similarity",
        ])
        while series.advance() {
            let network = try series.network()
            answer.rows.append([
                .text(series.first.description), .text(series.last.description),
                .integer(Int64(series.entered)), .integer(Int64(series.left)),
                .integer(Int64(network.nodes.count)), .integer(Int64(network.edges.count)),
                .real(network.edges.reduce(0) { $0 + $1.weight }),
                before.map { .real(network.change(since: $0).similarity) } ?? .null,
            ])
            before = network
        }
        return answer
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

    // MARK: Words

    private static let units =
        "holders, people, organizations, countries, offices, targets, or attribute=NAME"

    private static func list<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type) -> String {
        type.allCases.map(\.rawValue).joined(separator: ", ")
    }

    private static func word<Word: CaseIterable & RawRepresentable<String>>(
        _ option: String, _ type: Word.Type, _ arguments: Arguments
    ) throws -> Word? {
        guard let text = arguments.value(option) else { return nil }
        if let word = Word(rawValue: text) { return word }
        throw UsageError(message: "--\(option) is one of \(list(type)), not ‘\(text)’")
    }

    private static func unit(_ option: String, _ arguments: Arguments) throws -> NetworkUnit? {
        guard let text = arguments.value(option) else { return nil }
        let plain: [String: NetworkUnit] = [
            "holders": .holders, "people": .people, "organizations": .organizations, "countries": .countries,
            "offices": .offices, "targets": .targets,
        ]
        if let unit = plain[text] { return unit }
        guard text.hasPrefix("attribute="), text != "attribute=" else {
            throw UsageError(message: "--\(option) is one of \(units), not ‘\(text)’")
        }
        return .attribute(String(text.dropFirst("attribute=".count)))
    }

    private static func qualifier(_ arguments: Arguments) throws -> NetworkQualifier? {
        switch arguments.value("qualifier") {
        case nil: return nil
        case "sides"?: return .sides
        case "polarity"?: return .polarity
        case "strength"?: return .strength()
        case "observed-strength"?: return .strength(.observed)
        case "act"?: return .act
        case let other?:
            throw UsageError(
                message: "--qualifier is sides, polarity, strength, observed-strength or act, not ‘\(other)’")
        }
    }
}
