// Formats in plain lines: Pajek, UCINET DL, DOT, CSV; and JSON.

/// Pajek's .net (Batagelj and Mrvar, "Pajek: reference manual").
enum Pajek {
    static func write(_ network: Network, to emit: (String) throws -> Void) rethrows {
        let actors = network.nodes.count { $0.mode == 0 }
        try emit("*Vertices \(network.nodes.count)\(network.isTwoMode ? " \(actors)" : "")\n")
        for (place, label) in network.distinctLabels.enumerated() {
            try emit("\(place + 1) \(Lines.quoted(label))\n")
        }
        try emit("*Edges\n")
        for edge in network.edges { try emit("\(edge.source + 1) \(edge.target + 1) \(edge.weight)\n") }
    }
}

/// UCINET's data language (Borgatti, Everett, Freeman, "UCINET 6: DL file format").
enum UCINET {
    static func write(_ network: Network, to emit: (String) throws -> Void) rethrows {
        let labels = network.distinctLabels.map(Lines.label)
        let actors = network.nodes.count { $0.mode == 0 }
        if network.isTwoMode {
            try emit("dl nr=\(actors), nc=\(labels.count - actors)\nformat = edgelist2\nrow labels:\n")
            for label in labels[..<actors] { try emit(label + "\n") }
            try emit("column labels:\n")
            for label in labels[actors...] { try emit(label + "\n") }
            try emit("data:\n")
            for edge in network.edges {
                try emit("\(edge.source + 1) \(edge.target - actors + 1) \(edge.weight)\n")
            }
        } else {
            try emit("dl n=\(labels.count)\nformat = edgelist1\nlabels:\n")
            for label in labels { try emit(label + "\n") }
            try emit("data:\n")
            // A tie has two directions there.
            for edge in network.edges {
                try emit("\(edge.source + 1) \(edge.target + 1) \(edge.weight)\n")
                try emit("\(edge.target + 1) \(edge.source + 1) \(edge.weight)\n")
            }
        }
    }
}

/// The DOT language (https://graphviz.org/doc/info/lang.html).
enum DOT {
    static func write(_ network: Network, to emit: (String) throws -> Void) rethrows {
        let columns = network.columns
        try emit("graph \"\(network.relation.rawValue)\" {\n")
        for (place, node) in network.nodes.enumerated() {
            var line = "  n\(place) [label=\(quoted(node.label)), key=\(quoted(node.key))"
            for column in columns {
                if let value = column.value(node) {
                    line += ", \(quoted(column.name))=\(column.isNumber ? value : quoted(value))"
                }
            }
            try emit(line + "];\n")
        }
        for edge in network.edges {
            try emit("  n\(edge.source) -- n\(edge.target) [weight=\(Lines.decimal(edge.weight))];\n")
        }
        try emit("}\n")
    }

    /// A text in quotation marks; the escape for the end of a line is one of the language's own.
    private static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\""
            + escaped.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(
                separator: "\\n") + "\""
    }
}

enum Lines {
    /// A text in quotation marks, with backslashes before quotation marks and backslashes; on one line.
    static func quoted(_ text: String) -> String {
        "\""
            + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").split(
                omittingEmptySubsequences: false, whereSeparator: \.isNewline
            ).joined(separator: " ") + "\""
    }

    /// A label of DL: in quotation marks where it holds what separates labels. The language has no escape for
    /// quotation marks within; they are doubled.
    static func label(_ text: String) -> String {
        let line = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(
            separator: " ")
        guard line.isEmpty || line.utf8.contains(where: { [32, 9, 34, 44, 61].contains($0) }) else {
            return line
        }
        return "\"" + line.replacing("\"", with: "\"\"") + "\""
    }

    /// A number without an exponent where that is short, in the fewest digits that read back to it.
    static func decimal(_ value: Double) -> String {
        let text = "\(value)"
        return text.contains("e") ? "\"\(text)\"" : text
    }
}

/// CSV as RFC 4180 has it.
enum NetworkCSV {
    /// The columns are those of the second mode, or all nodes.
    static func writeMatrix(_ network: Network, to emit: (String) throws -> Void) rethrows {
        let labels = network.distinctLabels
        let rows = network.isTwoMode ? network.nodes.count { $0.mode == 0 } : labels.count
        let first = network.isTwoMode ? rows : 0
        try emit(([""] + labels[first...].map(CSVText.field)).joined(separator: ",") + "\r\n")
        // The rows of ties hold each once; the other half of a symmetric matrix is turned around.
        var before = [[(Int, Double)]](repeating: [], count: network.isTwoMode ? 0 : rows)
        for source in 0..<rows {
            var row = [Double](repeating: 0, count: labels.count - first)
            if !network.isTwoMode {
                for (target, weight) in before[source] { row[target] = weight }
                before[source] = []
            }
            let (targets, weights) = network.edges.row(source)
            for (target, weight) in zip(targets.lazy.map(Int.init), weights) {
                row[target - first] = weight
                if !network.isTwoMode { before[target].append((source, weight)) }
            }
            try emit(
                ([CSVText.field(labels[source])] + row.map(JSONText.number)).joined(separator: ",") + "\r\n")
        }
    }

    static func writeEdges(_ network: Network, to emit: (String) throws -> Void) rethrows {
        let labels = network.nodes.map { CSVText.field($0.label) }
        let keys = network.nodes.map { CSVText.field($0.key) }
        try emit("source,target,weight,source_key,target_key\r\n")
        for edge in network.edges {
            try emit(
                "\(labels[edge.source]),\(labels[edge.target]),\(JSONText.number(edge.weight)),\(keys[edge.source]),\(keys[edge.target])\r\n"
            )
        }
    }
}

/// Node-link JSON.
enum NetworkJSON {
    static func write(_ network: Network, to emit: (String) throws -> Void) rethrows {
        let columns = network.columns
        try emit(
            """
            {"directed": false, "multigraph": false, "graph": {"relation": "\(network.relation.rawValue)", \
            "normalization": "\(network.normalization.rawValue)"},
             "nodes": [
            """)
        for (place, node) in network.nodes.enumerated() {
            var line =
                "{\"id\": \(place), \"key\": \(JSONText.quoted(node.key)), \"label\": \(JSONText.quoted(node.label))"
            for column in columns {
                guard let value = column.value(node) else { continue }
                line +=
                    ", \(JSONText.quoted(column.name)): \(column.isNumber ? value : JSONText.quoted(value))"
            }
            try emit((place == 0 ? "\n  " : ",\n  ") + line + "}")
        }
        try emit("],\n \"edges\": [")
        for (number, edge) in network.edges.enumerated() {
            try emit(
                (number == 0 ? "\n  " : ",\n  ")
                    + "{\"source\": \(edge.source), \"target\": \(edge.target), \"weight\": \(JSONText.number(edge.weight))}"
            )
        }
        try emit("]}\n")
    }
}
