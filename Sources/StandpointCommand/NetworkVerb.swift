// The verb `network`: who stands together, in whatever form other programs want it.

import Foundation
import Standpoint

extension Verb {
    static let network = Verb(
        name: "network", usage: "network FILE [options]",
        summary:
            "Makes the network of the stances that the options leave: who agrees with whom, or who speaks of what.",
        operands: 1...1,
        options: filters + [
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
            Option("format", "FORMAT", "\(list(NetworkFormat.self)); a table of ties where left out"),
        ],
        example:
            "standpoint network havana.sqlite --relation cooccurrence --of targets --format graphml > topics.graphml"
    ) { arguments in
        let kb = try open(arguments.operands[0])
        let query = try stanceQuery(kb, arguments)
        let format = try word("format", NetworkFormat.self, arguments)
        let progress = Progress("counting")
        var network = try query.network(
            try word("relation", NetworkRelation.self, arguments) ?? .congruence,
            of: try unit("of", arguments) ?? .holders, over: try unit("over", arguments),
            qualifier: try qualifier(arguments),
            normalization: try word("normalization", NetworkNormalization.self, arguments) ?? .none,
            duplicates: try word("duplicates", NetworkDuplicates.self, arguments) ?? .all,
            isolates: arguments.has("isolates"), dated: format == .gexf
        ) { progress.show($0, of: $1) }
        progress.clear()
        if let minimum = arguments.value("minimum") {
            guard let least = Double(minimum) else { throw UsageError(message: "--minimum takes a number") }
            network = network.keeping { $0.weight >= least }
        }
        guard let format else {
            try table(network).print(arguments)
            return 0
        }
        try network.write(as: format) { try FileHandle.standardOutput.write(contentsOf: Data($0.utf8)) }
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
