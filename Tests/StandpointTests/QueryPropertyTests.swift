// What holds of every question, on a generated file: any filters in any order, pages, orders, plans.

import Foundation
import Standpoint
import StandpointTestSupport
import Testing

@Suite("Any question")
struct QueryPropertyTests {
    static let file = Result { try GeneratedFile(stances: 3000) }

    /// A filter, and what it asks of a stance in Swift.
    struct Filter: Sendable {
        let name: String
        /// Whether it says little, so that what else is asked for finds the rows.
        var isBroad = false
        /// Whether an index finds its rows; what none is for is looked at row by row.
        var isIndexed = true
        let apply: @Sendable (Query<Stance>) -> Query<Stance>
        let holds: @Sendable (Stance) -> Bool
    }

    static let november = EDTF("2019-11")

    static let filters: [Filter] = [
        Filter(
            name: "held(by: one)", apply: { $0.held(by: "actor-0") }, holds: { $0.holder.key == "actor-0" }),
        Filter(
            name: "held(by: merged)", apply: { $0.held(by: "actor-5") }, holds: { $0.holder.key == "actor-2" }
        ),
        Filter(name: "toward", apply: { $0.toward("topic-1") }, holds: { $0.target.key == "topic-1" }),
        Filter(
            name: "toward narrower", apply: { $0.toward("topic-0", includingNarrower: true) },
            holds: {
                ["topic-0", "topic-1", "topic-6", "topic-11", "topic-16", "topic-21", "topic-26"].contains(
                    $0.target.key)
            }),
        Filter(
            name: "onBehalf", apply: { $0.onBehalf(of: "actor-0") },
            holds: { $0.onBehalfOf?.key == "actor-0" }),
        Filter(
            name: "addressed", apply: { $0.addressed(to: "actor-1") },
            holds: { $0.addressee?.key == "actor-2" }),
        Filter(
            name: "holding", isBroad: true, apply: { $0.holding(.opposes) },
            holds: { $0.polarity == .opposes }),
        Filter(name: "by one", isBroad: true, apply: { $0.by(.demands) }, holds: { $0.act == .demands }),
        Filter(
            name: "by several", isBroad: true, apply: { $0.by(.supports, .condemns) },
            holds: { [.supports, .condemns].contains($0.act) }),
        Filter(name: "at", apply: { $0.at("event-1") }, holds: { $0.event?.key == "event-1" }),
        Filter(
            name: "located", apply: { $0.located(in: "latin-america") },
            holds: { ["event-0", "event-2", "event-4", "event-6", "event-8"].contains($0.event?.key) }),
        Filter(
            name: "may be in", isBroad: true, apply: { $0.expressed(in: "2019-11") },
            holds: { stance in
                stance.date.flatMap { date in november.map { date.mayFall(within: $0) } } == true
            }),
        Filter(
            name: "certainly in", isBroad: true, apply: { $0.expressed(in: "2019", certainly: true) },
            holds: { stance in
                stance.date.flatMap { date in EDTF("2019").map { date.certainlyFalls(within: $0) } } == true
            }),
        Filter(
            name: "document", apply: { $0.documented(by: "document-1") },
            holds: { $0.evidence.document.key == "document-1" }),
        Filter(
            name: "publisher", apply: { $0.published(by: "Publisher 2") },
            holds: { $0.evidence.document.publisher == "Publisher 2" }),
        Filter(
            name: "mentioning", apply: { $0.mentioning("BREAD peace") },
            holds: { $0.evidence.quote.contains("bread") && $0.evidence.quote.contains("peace") }),
        Filter(
            name: "preferred", isBroad: true, apply: { $0.ranked(.preferred) },
            holds: { $0.rank == .preferred }),
        Filter(
            name: "normal", isBroad: true, apply: { $0.ranked(.normal) }, holds: { $0.rank == .normal }),
        Filter(
            name: "reported", isBroad: true, isIndexed: false, apply: { $0.reported() },
            holds: { $0.isReported }),
        Filter(
            name: "unconditional", isBroad: true, isIndexed: false, apply: { $0.conditional(false) },
            holds: { !$0.isConditional }),
        Filter(
            name: "confident", isBroad: true, isIndexed: false, apply: { $0.confident(atLeast: 0.5) },
            holds: { ($0.confidence ?? 0) >= 0.5 }),
        Filter(
            name: "strong", isBroad: true, isIndexed: false, apply: { $0.strong(atLeast: 7) },
            holds: { ($0.strength ?? 0) >= 7 }),
        Filter(
            name: "listed", isBroad: true, isIndexed: false, apply: { $0.listed() },
            holds: { $0.ordinal != nil }),
        Filter(
            name: "held by people", isBroad: true, isIndexed: false, apply: { $0.held(byKind: .person) },
            holds: { Int($0.holder.key.dropFirst(6)).map { $0 % 3 != 0 } == true }),
        Filter(
            name: "in Spanish", isBroad: true, isIndexed: false, apply: { $0.language("es") },
            holds: { ["document-1", "document-4"].contains($0.evidence.document.key) }),
    ]

    @Test("has the answer that its filters have in Swift, alone, in pairs and in threes, in any order")
    func composed() throws {
        let kb = try Self.file.get().kb
        let everything = try kb.stances.all()
        #expect(everything.count == 3000)
        var random = SeededGenerator(11)
        var chosen = Self.filters.map { [$0] }
        for one in Self.filters {
            for other in Self.filters where one.name < other.name { chosen.append([one, other]) }
        }
        for _ in 0..<60 {
            chosen.append((0..<3).compactMap { _ in Self.filters.randomElement(using: &random) })
        }
        try kb.read { snapshot in
            for filters in chosen {
                let query = filters.shuffled(using: &random).reduce(kb.stances) { $1.apply($0) }
                let expected = everything.filter { stance in filters.allSatisfy { $0.holds(stance) } }
                let found = try query.all(in: snapshot)
                #expect(found == expected, "\(filters.map(\.name)): \(found.count) for \(expected.count)")
                #expect(try query.count(in: snapshot) == expected.count)
                #expect(try query.exists(in: snapshot) == !expected.isEmpty)
                #expect(try query.first(in: snapshot) == expected.first)
            }
        }
    }

    @Test(
        "page by page is the same as at once, in every order, forwards and backwards, with and without dates")
    func pages() throws {
        let kb = try Self.file.get().kb
        let questions: [Query<Stance>] = [
            kb.stances, kb.stances.toward("topic-1"), kb.stances.held(by: "actor-1").expressed(in: "2019"),
            kb.stances.expressed(in: "2019-10/.."), kb.stances.holding(.supports).by(.demands),
            kb.stances.toward("topic-0", includingNarrower: true).addressed(to: "actor-0"),
        ]
        let orders: [Order<Stance>] = [.date, .written, .ordinal]
        try kb.read { snapshot in
            for question in questions {
                for order in orders {
                    for descending in [false, true] {
                        let sorted = question.sorted(by: order, descending: descending)
                        let whole = try sorted.all(in: snapshot)
                        if descending {
                            #expect(try question.sorted(by: order).all(in: snapshot).reversed() == whole)
                        }
                        var pages: [Stance] = []
                        while true {
                            let page = try (pages.last.map { sorted.after($0) } ?? sorted).limited(to: 97)
                                .all(in: snapshot)
                            if page.isEmpty { break }
                            pages += page
                        }
                        #expect(pages == whole)
                    }
                }
            }
        }
    }

    @Test("reads large tables by an index only, unless it asks for all of them: alone and in pairs")
    func plans() throws {
        let file = try GeneratedFile(stances: 2000, seed: 3)
        try file.kb.read { snapshot in
            var found: Set<String> = []
            for (question, isNarrow) in Self.questions(file.kb) {
                let plan = try question.plan(in: snapshot)
                let scans = plan.filter {
                    Self.isScan($0, of: plan)
                        || isNarrow && $0.contains(/INDEX stance_(polarity|act|date|span)\b/)
                }
                if !scans.isEmpty, found.insert(scans.joined()).inserted {
                    Issue.record("\(scans) in\n\(plan.joined(separator: "\n"))\n\(question.sql)")
                }
            }
        }
    }

    /// Every question that the filters make, alone and in pairs, in every order, with and without a page; and whether
    /// one of its filters finds a few rows.
    private static func questions(_ kb: KnowledgeBase) -> [(any Question, isNarrow: Bool)] {
        var questions: [(any Question, isNarrow: Bool)] = []
        // What is so of almost all, as that it is of normal rank, is asked for all of them.
        let indexed = filters.filter { $0.isIndexed && $0.name != "normal" }
        for one in indexed {
            for other in indexed where one.name <= other.name {
                let query = other.apply(one.apply(kb.stances))
                let isNarrow = !one.isBroad || !other.isBroad
                let asked: [any Question] = [
                    query, query.limited(to: 10), query.sorted(by: .date, descending: true).limited(to: 10),
                    query.positions(), query.turnarounds(), query.contradictions(), query.departures(),
                    query.counts(by: .holder, .publisher, per: .month),
                ]
                questions += asked.map { ($0, isNarrow) }
            }
        }
        let others: [any Question] = [
            kb.participations.in("event-1"), kb.participations.by("actor-1"), kb.participations.as(.speaker),
            kb.participations.onBehalf(of: "actor-0"), kb.participations.documented(by: "document-1"),
            kb.participations.in("event-1", includingParts: true).by("actor-1"),
            kb.participations.by("actor-1").together(), kb.participations.in("event-1").offices(),
            kb.memberships.of("actor-1"), kb.memberships.in("actor-0"),
            kb.memberships.onBehalf(of: "actor-0"),
            kb.memberships.held(in: "2019"), kb.memberships.documented(by: "document-1"),
            kb.relations.from("actor-1"), kb.relations.to("actor-1"), kb.relations.by(.leads),
            kb.relations.documented(by: "document-1"),
            kb.figures.of("event-1"), kb.figures.counting("delegates"),
            kb.figures.documented(by: "document-1"),
            kb.attributes.of("event-1"), kb.attributes.saying("date"),
            kb.attributes.documented(by: "document-1"),
            kb.entities.keyed("actor-1"), kb.people.named("Actor 1"),
            kb.people.identified(by: "Q1", scheme: "wikidata"),
            kb.people.matching("act"), kb.organizations.of(.party),
            kb.organizations.located(in: "latin-america"),
            kb.events.of(.meeting), kb.events.located(in: "latin-america"), kb.events.held(in: "2019"),
            kb.events.part(of: "event-1"), kb.events.edition(of: "event-1"),
            kb.places.part(of: "latin-america"),
            kb.places.of(.country), kb.topics.narrower(than: "topic-0"), kb.topics.of(.issue),
            kb.documents.keyed("document-1"), kb.documents.published(by: "Publisher 1"),
            kb.documents.published(in: "2019"), kb.documents.mentioning("peace"),
            kb.passages.of("document-1"), kb.passages.mentioning("peace"),
            kb.names(matching: "act"), kb.documents(mentioning: "peace"), kb.quotes(mentioning: "peace"),
            kb.belonging(to: "event-1"), kb.timeline(about: "actor-1", in: "2019"),
            kb.timeline(in: "2019-11", located: "latin-america"),
        ]
        return questions + others.map { ($0, false) }
    }

    /// Whether a step of a plan reads a table of the file from end to end. Full-text tables are looked up by their
    /// words, and what a question has put together itself is read whole.
    private static func isScan(_ step: String, of plan: [String]) -> Bool {
        guard let words = step.wholeMatch(of: /SCAN (\w+)(.*)/), !step.contains("VIRTUAL TABLE INDEX") else {
            return false
        }
        let name = String(words.1)
        return !plan.contains {
            $0 == "CO-ROUTINE \(name)" || $0 == "MATERIALIZE \(name)"
                || $0 == "RECURSIVE STEP" && name == "member"
        }
            && !["narrower", "located", "whole", "member", "CONSTANT", "x", "y", "t", "a"].contains(name)
    }
}
