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
                try edit.stance(
                    of: actors[Int.random(in: 0..<8, using: &chance)], "declares", side,
                    toward: topics[Int.random(in: 0..<5, using: &chance)], date: day.description,
                    evidence: documents[Int.random(in: 0..<6, using: &chance)].quoting("They said so"))
            }
        }
        return kb
    }

    @Test(
        "each window is the network of its dates",
        arguments: [NetworkRelation.congruence, .conflict, .subtract, .cooccurrence, .affiliation],
        [NetworkDuplicates.all, .oncePerDocument, .oncePerWeek])
    func windows(_ relation: NetworkRelation, _ duplicates: NetworkDuplicates) throws {
        let kb = try year(3)
        for normalization in NetworkNormalization.allCases where normalization.fits(relation) {
            var series = try kb.stances.series(
                relation, normalization: normalization, duplicates: duplicates, window: .months(2),
                step: .weeks(3))
            var (windows, moved) = (0, 0)
            while series.advance() {
                let asked = try kb.stances.expressed(in: "\(series.first)/\(series.last)").network(
                    relation, normalization: normalization, duplicates: duplicates)
                let found = try series.network()
                #expect(found.nodes.map(\.key) == asked.nodes.map(\.key))
                #expect(found.nodes.map(\.activity) == asked.nodes.map(\.activity))
                #expect(found.edges == asked.edges, "\(relation) \(normalization) \(series.first)")
                windows += 1
                moved += series.entered
            }
            #expect(windows > 15)
            #expect(moved == 250)
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
}
