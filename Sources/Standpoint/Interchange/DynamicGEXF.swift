// A row of networks as one GEXF file in which ties come, change and go.

extension NetworkSeries {
    /// The networks from the next window on as dynamic GEXF 1.2: each node lives from the first to the last window
    /// that has it, each tie in the windows that have it, with its weight in each. Windows that overlap count from
    /// the start of one to the day before the next.
    /// - Throws: ``StandpointError/network(_:)``.
    public func gexf() throws -> String {
        struct Spell {
            let first: Day
            var last: Day
            let weight: Double
        }
        var series = self
        var windows: [(first: Day, last: Day, network: Network)] = []
        while series.advance() {
            if let before = windows.last, before.last >= series.first {
                windows[windows.count - 1].last = Day(number: series.first.number - 1)
            }
            windows.append((series.first, series.last, try series.network()))
        }
        var (nodes, places) = ([Network.Node](), [String: Int]())
        var spells: [[Int]: [Spell]] = [:]
        for (first, last, network) in windows {
            let numbers = network.nodes.map { node in
                let id = "\(node.mode) \(node.key)"
                if let known = places[id] {
                    nodes[known].days = (nodes[known].days?.lowerBound ?? first)...last
                    nodes[known].activity += node.activity
                    return known
                }
                places[id] = nodes.count
                nodes.append(node)
                nodes[nodes.count - 1].days = first...last
                return nodes.count - 1
            }
            for edge in network.edges {
                let ends = [numbers[edge.source], numbers[edge.target]].sorted()
                var known = spells[ends] ?? []
                // What goes on with the same weight is one spell.
                if let before = known.last, before.weight == edge.weight,
                    before.last.number + 1 == first.number
                {
                    known[known.count - 1].last = last
                } else {
                    known.append(Spell(first: first, last: last, weight: edge.weight))
                }
                spells[ends] = known
            }
        }
        var text = ""
        let columns = Network(
            nodes: nodes, edges: Edges([Network.Edge](), rows: nodes.count), relation: .cooccurrence
        ).columns
        GEXF.head(true, columns, isWeighted: true) { text += $0 }
        GEXF.nodes(nodes, columns) { text += $0 }
        text += "    <edges>\n"
        for (number, (ends, times)) in spells.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
            .enumerated()
        {
            text += "      <edge id=\"\(number)\" source=\"n\(ends[0])\" target=\"n\(ends[1])\"><attvalues>"
            for spell in times {
                text +=
                    "<attvalue for=\"weight\" value=\"\(spell.weight)\" start=\"\(spell.first)\" end=\"\(spell.last)\"/>"
            }
            text += "</attvalues><spells>"
            for spell in times { text += "<spell start=\"\(spell.first)\" end=\"\(spell.last)\"/>" }
            text += "</spells></edge>\n"
        }
        return text + "    </edges>\n  </graph>\n</gexf>\n"
    }
}
