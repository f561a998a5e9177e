// The formats that a network is written in, and what they share.

/// A format that other programs read.
public enum NetworkFormat: String, Sendable, Hashable, Codable, CaseIterable {
    /// GraphML (http://graphml.graphdrawing.org/specification.html): Gephi, visone, Cytoscape, networkx, igraph.
    case graphml
    /// GEXF 1.2 (https://gexf.net), with the first and last day of nodes where they are known: Gephi, networkx.
    case gexf
    /// Pajek's .net; with two modes, the actors are the first vertices. It holds labels, each on one line, and
    /// weights: nothing else that is known of the nodes, not their keys either.
    case pajek
    /// UCINET's DL, an edge list with labels, each on one line; with two modes, rows and columns.
    case dl
    /// The DOT language of Graphviz; the end of a line in a label is written \\n.
    case dot
    /// The matrix as CSV (RFC 4180), labels in the first row and column.
    case csv
    /// The ties as CSV, one a row.
    case edges
    /// Node-link JSON, the ties under `edges`: `node_link_graph(data)` of networkx 3.6 and later reads it, of earlier
    /// ones with `edges="edges"`; D3 takes `data.nodes` and `data.edges`.
    case json
}

extension Network {
    /// The network in a format, in full precision.
    public func text(as format: NetworkFormat) -> String {
        var text = ""
        write(as: format) { text += $0 }
        return text
    }

    /// Writes the network in a format, piece by piece, in full precision.
    /// - Parameter emit: Takes the next piece.
    /// - Throws: What `emit` throws.
    public func write(as format: NetworkFormat, to emit: (String) throws -> Void) rethrows {
        switch format {
        case .graphml: try GraphML.write(self, to: emit)
        case .gexf: try GEXF.write(self, to: emit)
        case .pajek: try Pajek.write(self, to: emit)
        case .dl: try UCINET.write(self, to: emit)
        case .dot: try DOT.write(self, to: emit)
        case .csv: try NetworkCSV.writeMatrix(self, to: emit)
        case .edges: try NetworkCSV.writeEdges(self, to: emit)
        case .json: try NetworkJSON.write(self, to: emit)
        }
    }

    /// The labels, told apart by their keys where two are the same, and one that is both actor and target by that:
    /// for formats in which a label is what names a node.
    var distinctLabels: [String] {
        var labels = nodes.map(\.label)
        for _ in nodes {
            let count = Dictionary(labels.map { ($0, 1) }, uniquingKeysWith: +)
            guard count.count < labels.count else { return labels }
            // A label that stands there already may be what another becomes.
            for (place, node) in nodes.enumerated() where count[labels[place]] != 1 {
                labels[place] += " [\(node.key)\(node.mode == 1 ? ", target" : "")]"
            }
        }
        return labels
    }

    /// What is known of each node beside key and label, by column: whole numbers or texts.
    var columns: [NodeColumn] {
        var columns = [NodeColumn(name: "kind", isNumber: false) { $0.kind }]
        if isTwoMode { columns.append(NodeColumn(name: "mode", isNumber: true) { String($0.mode) }) }
        columns.append(NodeColumn(name: "activity", isNumber: true) { String($0.activity) })
        if nodes.contains(where: { $0.days != nil }) {
            columns.append(NodeColumn(name: "first_day", isNumber: false) { $0.days?.lowerBound.description })
            columns.append(NodeColumn(name: "last_day", isNumber: false) { $0.days?.upperBound.description })
        }
        let taken = Set(columns.map(\.name) + ["id", "key", "label", "weight"])
        for name in Set(nodes.flatMap(\.attributes.keys)).sorted() {
            columns.append(
                NodeColumn(name: taken.contains(name) ? "attribute_\(name)" : name, isNumber: false) {
                    $0.attributes[name]
                })
        }
        return columns
    }
}

/// One thing known of nodes.
struct NodeColumn {
    let name: String
    let isNumber: Bool
    let value: (Network.Node) -> String?
}

enum XML {
    /// A text for an element or an attribute. Characters that XML 1.0 cannot hold become U+FFFD.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            // White space other than the space is only kept where it is written by number.
            case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
            case let other where other.value < 32 || other.value == 0xFFFE || other.value == 0xFFFF:
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
