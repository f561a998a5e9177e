// GraphML: plain keys and data, so that every reader of it understands.

enum GraphML {
    static func write(_ network: Network, to emit: (String) throws -> Void) rethrows {
        let columns = network.columns
        try emit(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
              <key id="label" for="node" attr.name="label" attr.type="string"/>
              <key id="key" for="node" attr.name="key" attr.type="string"/>

            """)
        for (number, column) in columns.enumerated() {
            try emit(
                "  <key id=\"d\(number)\" for=\"node\" attr.name=\"\(XML.escaped(column.name))\" attr.type=\"\(column.isNumber ? "int" : "string")\"/>\n"
            )
        }
        try emit(
            """
              <key id="weight" for="edge" attr.name="weight" attr.type="double"/>
              <graph id="\(network.relation.rawValue)" edgedefault="undirected">

            """)
        for (place, node) in network.nodes.enumerated() {
            var line = "    <node id=\"n\(place)\"><data key=\"label\">\(XML.escaped(node.label))</data>"
            line += "<data key=\"key\">\(XML.escaped(node.key))</data>"
            for (number, column) in columns.enumerated() {
                if let value = column.value(node) {
                    line += "<data key=\"d\(number)\">\(XML.escaped(value))</data>"
                }
            }
            try emit(line + "</node>\n")
        }
        for (number, edge) in network.edges.enumerated() {
            try emit(
                "    <edge id=\"e\(number)\" source=\"n\(edge.source)\" target=\"n\(edge.target)\"><data key=\"weight\">\(edge.weight)</data></edge>\n"
            )
        }
        try emit("  </graph>\n</graphml>\n")
    }
}
