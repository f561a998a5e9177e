// GEXF 1.2: for one network, or for a row of windows with the weight of each tie over time.

enum GEXF {
    static func write(_ network: Network, to emit: (String) throws -> Void) rethrows {
        try head(network.nodes.contains { $0.days != nil }, network.columns, isWeighted: false, to: emit)
        try nodes(network.nodes, network.columns, to: emit)
        try emit("    <edges>\n")
        for (number, edge) in network.edges.enumerated() {
            try emit(
                "      <edge id=\"\(number)\" source=\"n\(edge.source)\" target=\"n\(edge.target)\" weight=\"\(edge.weight)\"/>\n"
            )
        }
        try emit("    </edges>\n  </graph>\n</gexf>\n")
    }

    static func head(
        _ isDynamic: Bool, _ columns: [NodeColumn], isWeighted: Bool, to emit: (String) throws -> Void
    ) rethrows {
        let time = isDynamic ? " mode=\"dynamic\" timeformat=\"date\"" : " mode=\"static\""
        try emit(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
              <graph\(time) defaultedgetype="undirected">
                <attributes class="node">
                  <attribute id="key" title="key" type="string"/>

            """)
        for (number, column) in columns.enumerated() {
            try emit(
                "      <attribute id=\"d\(number)\" title=\"\(XML.escaped(column.name))\" type=\"\(column.isNumber ? "integer" : "string")\"/>\n"
            )
        }
        try emit("    </attributes>\n")
        if isWeighted {
            try emit(
                "    <attributes class=\"edge\" mode=\"dynamic\"><attribute id=\"weight\" title=\"weight\" type=\"double\"/></attributes>\n"
            )
        }
    }

    static func nodes(
        _ nodes: [Network.Node], _ columns: [NodeColumn], to emit: (String) throws -> Void
    ) rethrows {
        try emit("    <nodes>\n")
        for (place, node) in nodes.enumerated() {
            let days = node.days.map { " start=\"\($0.lowerBound)\" end=\"\($0.upperBound)\"" } ?? ""
            var line = "      <node id=\"n\(place)\" label=\"\(XML.escaped(node.label))\"\(days)><attvalues>"
            line += "<attvalue for=\"key\" value=\"\(XML.escaped(node.key))\"/>"
            for (number, column) in columns.enumerated() {
                if let value = column.value(node) {
                    line += "<attvalue for=\"d\(number)\" value=\"\(XML.escaped(value))\"/>"
                }
            }
            try emit(line + "</attvalues></node>\n")
        }
        try emit("    </nodes>\n")
    }
}
