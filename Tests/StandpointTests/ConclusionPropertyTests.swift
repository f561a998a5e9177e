// What is concluded from many facts, on generated ones, against the same computed in Swift from the single facts.

import Foundation
import Standpoint
import StandpointTestSupport
import Testing

@Suite("A conclusion from generated facts")
struct ConclusionPropertyTests {
    /// People, parties and events of which some were judged the same; dates of every precision, ranks, several sources.
    static let file = Result { () throws -> KnowledgeBase in
        let kb = try KnowledgeBase.inMemory()
        var random = SeededGenerator(5)
        func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
        func date() -> String? {
            let year = 2010 + pick(10)
            return switch pick(20) {
            case 0, 1: nil
            case 2, 3: "\(year)"
            case 4: "\(year)/.."
            case 5, 6: "\(year)-0\(1 + pick(9))"
            case 7: "\(year)/\(year + 3)"
            default: "\(year)-0\(1 + pick(9))-1\(pick(10))"
            }
        }
        try kb.edit(by: "generator") { edit in
            let topics = try (0..<4).map { try edit.topic("topic-\($0)", name: "Topic \($0)", kind: .issue) }
            let parties = try (0..<8).map {
                try edit.organization("party-\($0)", name: "Party \($0)", kind: .party)
            }
            let people = try (0..<10).map { try edit.person("person-\($0)", name: "Person \($0)") }
            let events = try (0..<9).map {
                try edit.event(
                    "event-\($0)", name: "Event \($0)", kind: .meeting,
                    date: $0 % 3 == 0 ? nil : "201\($0)-05-05")
            }
            let documents = try (0..<6).map {
                try edit.document(
                    "document-\($0)", title: "Document \($0)",
                    publisher: $0 == 0 ? nil : "Publisher \($0 % 3)")
            }
            var number = 0
            func evidence() -> Evidence {
                number += 1
                return documents[pick(6)].at("sentence \(number)")
            }
            func rank() -> Rank { [.normal, .normal, .normal, .preferred, .deprecated][pick(5)] }
            let acts: [Act] = [.supports, .supports, .opposes, .opposes, .abstains]
            for _ in 0..<500 {
                let holder = pick(14)
                if holder < 10 {
                    try edit.stance(
                        of: people[holder], acts[pick(5)], toward: topics[pick(4)], date: date(),
                        evidence: evidence(), rank: rank())
                } else {
                    try edit.stance(
                        of: parties[holder - 10], acts[pick(5)], toward: topics[pick(4)], date: date(),
                        evidence: evidence(), rank: rank())
                }
            }
            for _ in 0..<100 {
                try edit.participation(
                    of: people[pick(10)], in: events[pick(9)], as: pick(3) == 0 ? .member : .attendee,
                    date: pick(2) == 0 ? date() : nil, evidence: evidence(), rank: rank())
            }
            for _ in 0..<30 {
                try edit.membership(
                    of: people[pick(10)], in: parties[pick(8)], date: date(), evidence: evidence(),
                    rank: rank())
                let (one, other) = (pick(8), pick(8))
                if one != other {
                    try edit.membership(
                        of: parties[one], in: parties[other], date: date(), evidence: evidence(), rank: rank()
                    )
                }
            }
            try edit.judge(people[0], people[1], .same, reason: "drawn")
            try edit.judge(parties[0], parties[4], .same, reason: "drawn")
            try edit.judge(topics[2], topics[3], .same, reason: "drawn")
            try edit.judge(events[1], events[2], .same, reason: "drawn")
        }
        return kb
    }

    /// The stances that count, by holder and target, each group in the order of time.
    private static func groups(_ kb: KnowledgeBase) throws -> [[String]: [Stance]] {
        let counted = try kb.stances.all().filter { $0.rank != .deprecated }
        return Dictionary(grouping: counted) { [$0.holder.key, $0.target.key] }.mapValues {
            $0.sorted(by: isEarlier)
        }
    }

    private static func isEarlier(_ a: Stance, _ b: Stance) -> Bool {
        func place(_ stance: Stance) -> [String] {
            let days = stance.date.map { [$0.earliest.description, $0.latest.description] } ?? ["", ""]
            return days + [stance.rank == .preferred ? "1" : "0"]
        }
        let (left, right) = (place(a), place(b))
        return left == right ? a.id.rawValue < b.id.rawValue : left.lexicographicallyPrecedes(right)
    }

    private static func certainly(_ a: Stance, before b: Stance) -> Bool {
        guard let a = a.date, let b = b.date else { return false }
        return a.latest < b.earliest
    }

    private static func mayMeet(_ a: EDTF?, _ b: EDTF?) -> Bool {
        guard let a, let b else { return true }
        return a.earliest <= b.latest && b.earliest <= a.latest
    }

    @Test("positions: the last stance, since when its side is held, how many sources; in the view as well")
    func positions() throws {
        let kb = try Self.file.get()
        var expected: [String] = []
        for (things, stances) in try Self.groups(kb) {
            let last = try #require(stances.last)
            let run = stances.reversed().prefix { $0.polarity == last.polarity }
            let since = run.reversed().lazy.compactMap(\.date).first
            let documents = Set(stances.map(\.evidence.document.key))
            let publishers = Set(stances.compactMap(\.evidence.document.publisher))
            expected.append(
                "\(things) \(last.id) \(since?.description ?? "-") \(stances.count) \(documents.count) \(publishers.count)"
            )
        }
        #expect(expected.count > 20)
        let found = try kb.stances.positions().all()
        #expect(
            Set(expected)
                == Set(
                    found.map {
                        "\([$0.holder.key, $0.target.key]) \($0.latest.id) \($0.since?.description ?? "-") \($0.stances) \($0.documents) \($0.publishers)"
                    }))
        let view = try kb.sql(
            """
            SELECT printf('["%s", "%s"] %d %s %d %d %d', holder_key, target_key, stance_id, coalesce(since, '-'),
                stances, documents, publishers)
            FROM positions
            """
        ).all { (row: String) in row }
        #expect(Set(expected) == Set(view))
        #expect(
            try kb.stances.positions(.opposes).all() == found.filter { $0.latest.polarity == .opposes })
        #expect(try kb.stances.positions().limited(to: 7).all() == Array(found.prefix(7)))
    }

    @Test("turnarounds: each change of side that the dates leave no doubt about, once")
    func turnarounds() throws {
        let kb = try Self.file.get()
        var expected: Set<String> = []
        for stances in try Self.groups(kb).values {
            let sides = stances.filter { $0.polarity != .neutral }
            var before: Set<ID<Stance>> = []
            for after in sides {
                let others = sides.filter {
                    $0.polarity != after.polarity && Self.certainly($0, before: after)
                }
                guard let last = others.last else { continue }
                let isKnown = sides.contains {
                    $0.polarity == after.polarity && Self.certainly(last, before: $0)
                        && Self.certainly($0, before: after)
                }
                if !isKnown, before.insert(last.id).inserted { expected.insert("\(last.id) \(after.id)") }
            }
        }
        #expect(expected.count > 20)
        let found = try kb.stances.turnarounds().all().map { "\($0.before.id) \($0.after.id)" }
        #expect(Set(found) == expected && found.count == expected.count)
    }

    @Test(
        "contradictions: every two documents on both sides at what may be the same time; in the view as well")
    func contradictions() throws {
        let kb = try Self.file.get()
        var expected: Set<[Int64]> = []
        for stances in try Self.groups(kb).values {
            for one in stances where one.polarity == .supports {
                for other in stances
                where other.polarity == .opposes && Self.mayMeet(one.date, other.date)
                    && one.evidence.document.id != other.evidence.document.id
                {
                    expected.insert([one.id.rawValue, other.id.rawValue])
                }
            }
        }
        #expect(expected.count > 20)
        #expect(
            Set(
                try kb.stances.contradictions().all().map {
                    [$0.supporting.id.rawValue, $0.opposing.id.rawValue]
                })
                == expected)
        let view = try kb.sql("SELECT for_stance_id, against_stance_id FROM contradictions")
            .all(Int64.self, Int64.self)
        #expect(Set(view.map { [$0, $1] }) == expected && view.count == expected.count)
    }

    @Test("departures: a member on the other side than the last that its organization may have said by then")
    func departures() throws {
        let kb = try Self.file.get()
        let groups = try Self.groups(kb)
        let memberships = try kb.memberships.all().filter { $0.rank != .deprecated }
        var expected: Set<String> = []
        for stance in groups.values.joined() where stance.polarity != .neutral {
            for membership in memberships
            where membership.member.key == stance.holder.key && Self.mayMeet(membership.date, stance.date) {
                let said = (groups[[membership.organization.key, stance.target.key]] ?? []).filter {
                    guard $0.polarity != .neutral else { return false }
                    guard let said = $0.date, let date = stance.date else { return true }
                    return said.earliest <= date.latest
                }
                guard let line = said.last, line.polarity != stance.polarity else { continue }
                expected.insert("\(stance.id) \(membership.organization.key) \(line.id)")
            }
        }
        #expect(expected.count > 20)
        let found = try kb.stances.departures().all().map {
            "\($0.stance.id) \($0.organization.key) \($0.line.id)"
        }
        #expect(Set(found) == expected && found.count == expected.count)
    }

    @Test("together: every two that were at two or more of the same events")
    func together() throws {
        let kb = try Self.file.get()
        var attended: [String: Set<String>] = [:]
        for row in try kb.participations.all() where row.role != .member && row.rank != .deprecated {
            attended[row.participant.key, default: []].insert(row.event.key)
        }
        var expected: [Set<String>: Set<String>] = [:]
        for (one, events) in attended {
            for (other, others) in attended where one != other && events.intersection(others).count >= 2 {
                expected[[one, other]] = events.intersection(others)
            }
        }
        #expect(expected.count > 5)
        let found = try kb.participations.together().all()
        #expect(found.count == expected.count)
        for pair in found { #expect(expected[[pair.one.key, pair.other.key]] == Set(pair.events)) }
        #expect(found.map(\.events.count) == found.map(\.events.count).sorted(by: >))
        #expect(try kb.participations.together().limited(to: 3).all() == Array(found.prefix(3)))
    }

    @Test("belonging: by the shortest way, now or at a time", arguments: [nil, "2014", "no date"])
    func belonging(date: String?) throws {
        let kb = try Self.file.get()
        let memberships = try kb.memberships.all().filter { membership in
            guard membership.rank != .deprecated else { return false }
            guard let date else { return true }
            guard let date = EDTF(date) else { return false }
            return Self.mayMeet(membership.date, date)
        }
        var distance: [String: (Int, String?)] = [:]
        var (reached, step) = (["party-1"], 1)
        while !reached.isEmpty {
            var next: [String] = []
            for organization in reached.sorted() {
                for row in memberships
                where row.organization.key == organization && row.member.key != "party-1" {
                    guard distance[row.member.key] == nil else { continue }
                    distance[row.member.key] = (step, step == 1 ? nil : organization)
                    next.append(row.member.key)
                }
            }
            (reached, step) = (next, step + 1)
        }
        #expect(distance.isEmpty == (date == "no date"))
        for kind in [EntityKind.organization, .person] {
            let found = try kb.belonging(to: "party-1", kind, in: date).all()
            let expected = distance.filter { $0.key.hasPrefix(kind == .person ? "person" : "party") }
            #expect(
                Set(found.map { "\($0.member.key) \($0.distance) \($0.through?.key ?? "-")" })
                    == Set(expected.map { "\($0) \($1.0) \($1.1 ?? "-")" }))
            #expect(found.count == expected.count)
        }
    }

    @Test(
        "timeline: whatever may fall within a date, participations by that of the event; in the view as well")
    func timeline() throws {
        let kb = try Self.file.get()
        let days = Dictionary(uniqueKeysWithValues: try kb.events.all().map { ($0.key, $0.date) })
        for text in ["2014-05", "2012/2013", "2016"] {
            let date = try #require(EDTF(text))
            var expected: [String] = []
            func add(_ kind: String, _ key: String, _ when: EDTF?) {
                if let when, when.mayFall(within: date) { expected.append("\(kind) \(key) \(when)") }
            }
            for row in try kb.events.all() { add("event", row.key, row.date) }
            for row in try kb.stances.all() { add("stance", row.holder.key, row.date) }
            for row in try kb.memberships.all() { add("membership", row.member.key, row.date) }
            for row in try kb.participations.all() {
                let when = row.date ?? (row.role == .member ? nil : days[row.event.key] ?? nil)
                add("participation", row.participant.key, when)
            }
            #expect(
                try kb.timeline(in: text).all().map { "\($0.kind.rawValue) \($0.subject.key) \($0.date)" }
                    .sorted()
                    == expected.sorted())
            #expect(
                try kb.sql(
                    "SELECT what || ' ' || subject_key || ' ' || date FROM timeline WHERE earliest <= \(date.latest.description) AND latest >= \(date.earliest.description)"
                ).all { (row: String) in row }.sorted() == expected.sorted())
        }
    }

    @Test(
        "the readable views find their rows by any key without reading a table; analyzed, by those of large tables"
    )
    func plans() throws {
        let file = try GeneratedFile(stances: 300, seed: 9)
        let keys = [
            "stances": ["holder", "target", "on_behalf_of", "addressee", "event", "document"],
            "participations": ["event", "participant", "on_behalf_of"],
            "memberships": ["member", "organization", "on_behalf_of"], "relations": ["subject", "object"],
            "figures": ["entity"], "attributes": ["entity"], "events": ["place", "part_of", "series"],
            "timeline": ["subject"], "positions": ["holder", "target"],
            "contradictions": ["holder", "target"], "evidence_grades": ["holder", "target"],
            "corroboration": ["holder", "target"],
        ]
        let large = /SCAN (s|h|f|e|m|o|p|d|t|a|b|holder|target|event|behalf|addressee|entity)\b.*/
        for analyzed in [false, true] {
            if analyzed { try file.kb.edit(by: "test") { try $0.connection.execute("ANALYZE") } }
            for (view, columns) in keys {
                // Of the few events of this file SQLite knows, once it is analyzed, that reading them all costs less.
                for column in columns where !analyzed || ["holder", "target", "member"].contains(column) {
                    for side in view == "stances" ? ["", " AND polarity = -1"] : [""] {
                        let sql = "SELECT * FROM \(view) WHERE \(column)_key = 'actor-3'\(side)"
                        let plan = try sqlite3(
                            file.folder.path("generated.sqlite"), "EXPLAIN QUERY PLAN \(sql);")
                        let steps = plan.output.split(separator: "\n")
                        #expect(plan.status == 0 && !steps.isEmpty)
                        #expect(
                            !steps.contains { $0.firstMatch(of: large) != nil }
                                && !steps.contains { $0.contains("stance_polarity") },
                            "\(sql)\n\(plan.output)")
                    }
                }
            }
        }
    }
}
