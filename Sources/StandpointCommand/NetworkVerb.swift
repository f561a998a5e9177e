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
                "from", "FACTS",
                "what it is made of: stances, or participations (who was at the same events) or memberships (who belongs to the same organizations)"
            ),
            Option(
                "relation", "RELATION",
                "what ties: \(NetworkRequest.list(NetworkRelation.self)); congruence where left out, of other facts than stances cooccurrence"
            ),
            Option("of", "UNIT", "the nodes: \(NetworkRequest.units); holders where left out"),
            Option("over", "UNIT", "over what they are tied; targets where left out"),
            Option("qualifier", "WHAT", "what is compared: \(NetworkRequest.qualifiers)"),
            Option(
                "scale", "LOW..HIGH",
                "the levels of a strength that can be, as in -10..10, or observed for those that occur; 1..10 where left out, of signed-strength -10..10"
            ),
            Option("normalization", "HOW", NetworkRequest.list(NetworkNormalization.self)),
            Option("duplicates", "HOW", NetworkRequest.list(NetworkDuplicates.self)),
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
                "\(NetworkRequest.list(NetworkFormat.self)), svg, heatmap (SVG) or timeline (SVG); a table of ties where left out"
            ),
            Option("title", "TEXT", "the title of a picture"), .asOf,
        ],
        example:
            "standpoint network havana.sqlite --relation cooccurrence --of targets --format graphml > topics.graphml"
    ) { arguments in
        let request = try NetworkRequest(arguments)
        let kb = try arguments.knowledgeBase()
        switch request.source {
        case .stances:
            var query = try StanceFilter.query(arguments, kb)
            if let side = try StanceFilter.side(arguments) { query = query.holding(side) }
            if request.output == .timeline {
                let lanes: TimelinePicture.Lanes = request.unit == .targets ? .targets : .holders
                try Output.write(query.timelineSVG(of: lanes, title: arguments.value("title")))
            } else {
                try answer(request, query, arguments)
            }
        case .participations:
            var query = kb.participations
            if let key = try arguments.key("by", kb, [.person, .organization]) { query = query.by(key) }
            if let key = try arguments.key("at", kb, [.event]) { query = query.in(key) }
            if let key = try arguments.key("on-behalf-of", kb, [.person, .organization]) {
                query = query.onBehalf(of: key)
            }
            if let key = try arguments.key("document", kb) { query = query.documented(by: key) }
            try answer(request, query, arguments)
        case .memberships:
            var query = kb.memberships
            if let key = try arguments.key("by", kb, [.person, .organization]) { query = query.of(key) }
            if let key = try arguments.key("toward", kb, [.organization]) { query = query.in(key) }
            if let key = try arguments.key("on-behalf-of", kb, [.person, .organization]) {
                query = query.onBehalf(of: key)
            }
            if let key = try arguments.key("document", kb) { query = query.documented(by: key) }
            if let date = try arguments.date("in") {
                query = query.held(in: date.description, certainly: arguments.has("certainly"))
            }
            try answer(request, query, arguments)
        }
        return 0
    }

    /// Prints what is asked for.
    private static func answer<Source: NetworkSource>(
        _ request: NetworkRequest, _ query: Query<Source>, _ arguments: Arguments
    ) throws {
        let progress = Progress("counting")
        let show: NetworkProgress = { progress.show($0, of: $1) }
        defer { progress.clear() }
        if let window = request.window {
            let series = try query.series(
                request.relation, of: request.unit, over: request.over, qualifier: request.qualifier,
                normalization: request.normalization, duplicates: request.duplicates, window: window,
                step: request.step, progress: show)
            progress.clear()
            if series.undated > 0 {
                Output.complain("\(series.undated) without a date are in no window\n")
            }
            if request.output == .movie {
                try Output.write(series.gexf())
            } else {
                try windows(series).print(arguments)
            }
            return
        }
        let affiliations = try query.affiliations(
            of: request.unit, over: request.over, qualifier: request.qualifier,
            duplicates: request.duplicates,
            ignoringLevels: [.cooccurrence, .affiliation].contains(request.relation),
            isolates: arguments.has("isolates"), dated: request.output == .file(.gexf), progress: show)
        let network = {
            let whole = try affiliations.network(
                request.relation, normalization: request.normalization, progress: show)
            progress.clear()
            return request.minimum.map { least in whole.keeping { $0.weight >= least } } ?? whole
        }
        let title = arguments.value("title")
        switch request.output {
        case .ties: try table(network()).print(arguments)
        case .measures: try measures(network(), request.seed).print(arguments)
        case .summary: try summary(network(), request.seed).print(arguments)
        case .significance(let samples):
            let ties = try affiliations.significance(
                request.relation, normalization: request.normalization, samples: samples, seed: request.seed,
                progress: show)
            progress.clear()
            try significance(ties, affiliations.actors).print(arguments)
        case .backbone:
            let steps = try affiliations.backbone(
                request.relation, normalization: request.normalization, progress: show)
            progress.clear()
            try Answer(
                columns: ["target", "loss"],
                rows: steps.map { [.text(affiliations.targets[$0.target].label), .real($0.loss)] }
            ).print(arguments)
        case .heatmap:
            progress.clear()
            try Output.write(affiliations.svg(title: title))
        case .picture: try Output.write(network().svg(title: title, seed: request.seed))
        case .file(let format): try write(network(), as: format)
        case .windows, .movie, .timeline: break
        }
    }

    private static func write(_ network: Network, as format: NetworkFormat) throws {
        try network.write(as: format) { try Output.write($0) }
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

    /// The network as a whole; its two largest communities are the camps. Without ties there are none.
    private static func summary(_ network: Network, _ seed: UInt64) throws -> Answer {
        let isWeighed = !network.edges.isEmpty && network.edges.allSatisfy { $0.weight > 0 }
        let communities = isWeighed ? try network.communities(seed: seed) : nil
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
    private static func windows(_ series: NetworkSeries) -> Answer {
        var series = series
        var answer = Answer(columns: [
            "first", "last", "entered", "left", "nodes", "ties", "weight", "similarity",
        ])
        while series.advance() {
            answer.rows.append([
                .text(series.first.description), .text(series.last.description),
                .integer(Int64(series.entered)), .integer(Int64(series.left)),
                .integer(Int64(series.nodeCount)), .integer(Int64(series.tieCount)), .real(series.weight),
                answer.rows.isEmpty ? .null : .real(series.similarity),
            ])
        }
        return answer
    }
}
