// A row of networks as one GEXF file in which ties come, change and go.

extension NetworkSeries {
    /// The networks from the next window on as dynamic GEXF 1.2: each node lives from the first to the last window
    /// that has it, each tie in the windows that have it, with its weight in each. Windows that overlap count from
    /// the start of one to the day before the next. The activity of a node is that of the whole time.
    public func gexf() -> String {
        struct Spell {
            let first: Day
            let last: Day
            let weight: Double
        }
        var series = self
        var lives: [Int: (first: Day, last: Day)] = [:]
        var spells: [TiePair: [Spell]] = [:]
        // Ties that go on, each with the day from which it has its weight.
        var open: [TiePair: (first: Day, weight: Double)] = [:]
        func close(_ pair: TiePair, _ last: Day) {
            guard let spell = open.removeValue(forKey: pair) else { return }
            spells[pair, default: []].append(Spell(first: spell.first, last: last, weight: spell.weight))
        }
        var before: Day?
        while series.advance() {
            let sums = series.sums
            let end = before.map { min($0, Day(number: series.first.number - 1)) } ?? series.first
            // Behind a gap, as at the beginning, all is new; else what the step has changed.
            let isNew = before.map { $0.number + 1 < series.first.number } ?? true
            for pair in isNew ? Set(open.keys).union(sums.pairs) : Set(sums.changes.map(\.pair)) {
                close(pair, end)
                let weight = sums.weight(of: pair)
                if weight != 0 { open[pair] = (series.first, weight) }
            }
            for node in isNew ? Array(nodes.indices) : sums.activityBefore.keys.map(Int.init) {
                if sums.activity(of: node) > 0 {
                    lives[node] = (lives[node]?.first ?? series.first, series.last)
                } else if (sums.activityBefore[Int32(truncatingIfNeeded: node)] ?? 0) > 0 {
                    lives[node]?.last = end
                }
            }
            before = series.last
        }
        for pair in open.keys { close(pair, series.last) }
        let places = lives.keys.sorted()
        let alive = places.map { number in
            var node = nodes[number]
            node.days = lives[number].map {
                $0.first...(series.sums.activity(of: number) > 0 ? series.last : $0.last)
            }
            return node
        }
        let place = Dictionary(places.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var text = ""
        let columns = Network(
            nodes: alive, edges: Edges([Network.Edge](), rows: alive.count), relation: relation
        ).columns
        GEXF.head(true, columns, isWeighted: true) { text += $0 }
        GEXF.nodes(alive, columns) { text += $0 }
        text += "    <edges>\n"
        for (number, pair) in spells.keys.sorted().enumerated() {
            let (source, target) = (place[pair.source] ?? 0, place[pair.target] ?? 0)
            let times = spells[pair] ?? []
            text += "      <edge id=\"\(number)\" source=\"n\(source)\" target=\"n\(target)\"><attvalues>"
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
