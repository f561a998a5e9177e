// Networks along time against the networks of the same windows asked one by one.

import StandpointTestSupport
import Testing

@testable import Standpoint

@Suite("A row of networks along time")
struct NetworkSeriesTests {
    /// A year of stances of eight organizations, by a seed.
    private func year(_ seed: UInt64) throws -> KnowledgeBase {
        var chance = SeededGenerator(seed)
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            let actors = try (0..<8).map { try edit.organization("o\($0)", name: "O\($0)", kind: .party) }
            let topics = try (0..<5).map { try edit.topic("t\($0)", name: "T\($0)", kind: .issue) }
            let documents = try (0..<6).map {
                try edit.document("d\($0)", title: "D\($0)", text: "They said so, and so it is.")
            }
            for _ in 0..<250 {
                let day = Day(number: 737_425 + Int.random(in: 0..<365, using: &chance))
                let side: Polarity = Bool.random(using: &chance) ? .supports : .opposes
                let acts: [Act] = side == .supports ? [.supports, .praises] : [.opposes, .condemns]
                try edit.stance(
                    of: actors[Int.random(in: 0..<8, using: &chance)],
                    acts[Int.random(in: 0..<2, using: &chance)], side,
                    toward: topics[Int.random(in: 0..<5, using: &chance)], date: day.description,
                    evidence: documents[Int.random(in: 0..<6, using: &chance)].quoting("They said so"))
            }
        }
        return kb
    }

    @Test(
        "each window is the network of its dates",
        arguments: NetworkRelation.allCases, [NetworkDuplicates.all, .once, .oncePerDocument, .oncePerWeek])
    func windows(_ relation: NetworkRelation, _ duplicates: NetworkDuplicates) throws {
        let kb = try year(3)
        for normalization in NetworkNormalization.allCases where normalization.fits(relation) {
            // With sides; and with acts, which are categories.
            for qualifier in [nil, NetworkQualifier.act] {
                try compare(kb, relation, normalization, duplicates, qualifier)
            }
        }
    }

    private func compare(
        _ kb: KnowledgeBase, _ relation: NetworkRelation, _ normalization: NetworkNormalization,
        _ duplicates: NetworkDuplicates, _ qualifier: NetworkQualifier?
    ) throws {
        var series = try kb.stances.series(
            relation, qualifier: qualifier, normalization: normalization, duplicates: duplicates,
            window: .months(2), step: .weeks(3))
        // Numbers of categories are in the order of coming, which with a filter is another.
        let isNumbered = qualifier == .act && relation == .affiliationCombine
        var (windows, moved, before) = (0, 0, Network?.none)
        while series.advance() {
            let what: Comment = "\(relation) \(normalization) \(duplicates) \(series.first)"
            let asked = try kb.stances.expressed(in: "\(series.first)/\(series.last)").network(
                relation, qualifier: qualifier, normalization: normalization, duplicates: duplicates)
            let found = series.network()
            #expect(found.nodes.map(\.key) == asked.nodes.map(\.key), what)
            #expect(found.nodes.map(\.activity) == asked.nodes.map(\.activity), what)
            if !isNumbered { #expect(found.edges == asked.edges, what) }
            #expect(series.nodeCount == found.nodes.count && series.tieCount == found.edges.count, what)
            #expect(abs(series.weight - found.edges.reduce(0) { $0 + $1.weight }) < 1e-9, what)
            let change = found.change(since: try before ?? Network(nodes: [], edges: [], relation: relation))
            #expect(series.change.ties == change.ties, what)
            #expect(
                series.change.appeared == change.appeared && series.change.vanished == change.vanished, what)
            #expect(abs(series.similarity - change.similarity) < 1e-9, what)
            windows += 1
            moved += series.entered
            before = found
        }
        #expect(windows > 15)
        #expect(try moved == kb.stances.affiliations().total)
    }

    @Test("windows further apart than they are long leave out what lies between them")
    func apart() throws {
        let kb = try year(4)
        var series = try kb.stances.series(.congruence, window: .weeks(1), step: .months(1))
        var moved = 0
        while series.advance() {
            let asked = kb.stances.expressed(in: "\(series.first)/\(series.last)")
            #expect(try series.entered == asked.count())
            #expect(try series.network().edges == asked.network(.congruence).edges)
            moved += series.entered
        }
        #expect(moved < 120)
    }

    @Test(
        "a window of months or years from any day ends before the same day, or before the last of a shorter month",
        arguments: [NetworkPeriod.days(1), .weeks(1)],
        [NetworkPeriod.months(1), .months(2), .months(3), .years(1), .years(2)])
    func anyDay(_ step: NetworkPeriod, _ window: NetworkPeriod) throws {
        var chance = SeededGenerator(9)
        var rows = Observations()
        // Four years from 1 November 2018, with 29 February 2020.
        let first = try #require(Day("2018-11-01")).number
        for _ in 0..<400 {
            rows.actors.append(0)
            rows.targets.append(0)
            rows.levels.append(1)
            rows.days.append(Int32(first + Int.random(in: 0..<1461, using: &chance)))
        }
        let node = Network.Node(key: "a", label: "A", kind: "actor")
        let whole = try Affiliations(
            rows, actors: [node], targets: [node], scale: .declared(-1...1), duplicates: .all,
            ignoringLevels: false)
        var series = try NetworkSeries(rows, whole, .congruence, .none, window, step)
        let months = window.count * (window == .years(window.count) ? 12 : 1)
        var (held, before, windows) = (0, Int.min, 0)
        while series.advance() {
            // Day after day until the month is the right one and its day the same, or its last.
            var end = series.first.number
            while true {
                end += 1
                let day = Day(number: end)
                let passed = (day.year - series.first.year) * 12 + day.month - series.first.month
                if passed == months, day.day == series.first.day || Day(number: end + 1).day == 1 { break }
            }
            #expect(series.last.number == end - 1, "\(series.first)")
            #expect(series.last.number >= before)
            before = series.last.number
            held += series.entered - series.left
            let inside = rows.days.count { $0 >= series.first.number && $0 <= series.last.number }
            #expect(held == inside, "\(series.first)/\(series.last)")
            windows += 1
        }
        #expect(windows > 200)
    }

    @Test("a dynamic GEXF has the ties of each window, and the mode and the whole activity of nodes")
    func gexf() throws {
        let kb = try year(5)
        let text = try kb.stances.series(.affiliation, window: .months(2), step: .weeks(2)).gexf()
        let actors = try kb.stances.affiliations().actors
        #expect(text.contains("title=\"mode\""))
        let column = try #require(text.firstMatch(of: /id="(d\d+)" title="activity"/)).1
        for actor in actors {
            let node = try #require(
                text.split(separator: "\n").first { $0.contains("label=\"\(actor.label)\"") })
            #expect(node.contains("for=\"\(column)\" value=\"\(actor.activity)\""))
        }
    }

    @Test("windows begin with a week, a month or a year, and are as long as the calendar has it")
    func calendar() throws {
        let kb = try DNAFixture.imported()
        func days(_ window: NetworkPeriod) throws -> [String] {
            var (series, days) = (try kb.stances.series(.congruence, window: window), [String]())
            while series.advance() { days.append("\(series.first)/\(series.last)") }
            return days
        }
        #expect(
            try days(.weeks(1)) == [
                "2019-12-30/2020-01-05", "2020-01-06/2020-01-12", "2020-01-13/2020-01-19",
                "2020-01-20/2020-01-26",
            ])
        #expect(try days(.months(1)) == ["2019-12-01/2019-12-31", "2020-01-01/2020-01-31"])
        #expect(try days(.years(2)) == ["2019-01-01/2020-12-31"])
        #expect(
            try days(.days(10)) == [
                "2019-12-30/2020-01-08", "2020-01-09/2020-01-18", "2020-01-19/2020-01-28",
            ])
        #expect(throws: StandpointError.self) { try days(.days(0)) }
    }

    @Test("every day has the number that the calendar gives it")
    func days() throws {
        let known = [
            ("0000-01-01", 0), ("0000-03-01", 60), ("0001-01-01", 366), ("1970-01-01", 719_528),
            ("9999-12-31", 3_652_424),
        ]
        for (text, number) in known {
            let day = try #require(Day(text))
            #expect(day.number == number)
            #expect(Day(number: number) == day)
        }
        var (day, number) = (try #require(Day("1895-12-31")), try #require(Day("1895-12-31")).number)
        while day.year < 1905 {
            day =
                Day(year: day.year, month: day.month, day: day.day + 1)
                ?? Day(year: day.year, month: day.month + 1, day: 1)
                ?? Day(year: day.year + 1, month: 1, day: 1) ?? .distantFuture
            number += 1
            #expect(day.number == number)
            #expect(Day(number: number) == day)
        }
    }

    @Test(
        "a stance of an open beginning has the day of its document, and is of no window where that has none")
    func openBeginning() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            let (a, b) = (try edit.person("a", name: "A"), try edit.person("b", name: "B"))
            let topic = try edit.topic("t", name: "T", kind: .issue)
            let document = try edit.document("d", title: "D", published: "2019-11-06")
            let undated = try edit.document("e", title: "E")
            try edit.stance(
                of: a, .supports, toward: topic, date: "../2019-11-03", evidence: document.at("1"))
            try edit.stance(of: b, .supports, toward: topic, date: "2019-11-01", evidence: document.at("2"))
            try edit.stance(of: b, .supports, toward: topic, date: "/2019-11-03", evidence: undated.at("3"))
        }
        var series = try kb.stances.series(.congruence, window: .months(1))
        #expect(series.undated == 1)
        let isFirst = series.advance()
        #expect(isFirst && series.tieCount == 1 && series.first.description == "2019-11-01")
        let isMore = series.advance()
        #expect(!isMore)
    }
}
