// Networks against matrices that were computed by hand.

import StandpointSQLite
import StandpointTestSupport
import Testing

@testable import Standpoint

@Suite("A discourse network")
struct NetworkMatrixTests {
    /// Front, League, Union.
    private func organizations(
        _ relation: NetworkRelation, _ normalization: NetworkNormalization = .none,
        _ duplicates: NetworkDuplicates = .all, isolates: Bool = false
    ) throws -> [[Double]] {
        let network = try DNAFixture.imported().stances.network(
            relation, of: .organizations, normalization: normalization, duplicates: duplicates,
            isolates: isolates)
        #expect(network.nodes.filter { $0.mode == 0 }.map(\.label) == ["Front", "League", "Union"])
        return network.matrix
    }

    private func pair(_ weight: Double) -> [[Double]] { [[0, 0, 0], [0, 0, weight], [0, weight, 0]] }

    // X: League Peace + 1 − 1, Trade + 1 − 1; Union Peace + 2, Trade − 1; Front its own + 1. So a = 1, 4, 3.

    @Test("congruence adds what two say on one side, conflict what they say on opposite ones")
    func oneMode() throws {
        #expect(try organizations(.congruence) == pair(2 * 1 + 1 * 1))
        #expect(try organizations(.conflict) == pair(2 * 1 + 1 * 1))
        #expect(try organizations(.subtract) == pair(0))
        #expect(try organizations(.cooccurrence) == pair(2 * 2 + 2 * 1))
    }

    @Test("duplicates count once per document, ISO week, month, year or in all")
    func duplicates() throws {
        // Once per document Ana's second statement goes; so it does in all others.
        #expect(try organizations(.congruence, .none, .oncePerDocument) == pair(1 + 1))
        #expect(try organizations(.cooccurrence, .none, .oncePerDocument) == pair(2 * 1 + 1 * 1))
        // The last of December 2019 and the first days of January 2020 are one ISO week, but neither a month nor a year.
        let records = ["2019-12-30", "2020-01-05", "2020-01-20", "2019-01-20"].flatMap { day in
            ["a", "b"].map { NetworkRecord(actor: $0, target: "t", level: 1, document: day, day: Day(day)) }
        }
        let expected: [(NetworkDuplicates, Int)] = [
            (.all, 4), (.oncePerDocument, 4), (.oncePerWeek, 3), (.oncePerMonth, 3), (.oncePerYear, 2),
            (.once, 1),
        ]
        for (duplicates, count) in expected {
            let counted = try Affiliations(records, duplicates: duplicates)
            #expect(counted.actors.map(\.activity) == [count, count], "\(duplicates)")
        }
    }

    @Test("a normalization divides by activity, by the union, or by the norms")
    func normalizations() throws {
        #expect(try organizations(.congruence, .averageActivity) == pair(3 / 3.5))
        // League alone: Peace −, Trade +: 2; Union alone: nothing; both: 2 · 1 + 1 · 1.
        #expect(try organizations(.congruence, .jaccard) == pair(3 / 5.0))
        #expect(try organizations(.congruence, .activityProduct) == pair(3 / 12.0))
        #expect(try organizations(.congruence, .cosine) == pair(3 / (2 * 5.0.squareRoot())))
        #expect(try organizations(.cooccurrence, .cosine) == pair(6 / (8.0.squareRoot() * 5.0.squareRoot())))
    }

    @Test("two modes count, weigh sides against each other, or tell for, against and both apart")
    func twoMode() throws {
        // Columns: Peace, Trade, and the quoted one, which sorts last.
        #expect(try organizations(.affiliation) == [[0, 0, 1], [2, 2, 0], [2, 1, 0]])
        #expect(try organizations(.affiliationSubtract) == [[0, 0, 1], [0, 0, 0], [2, -1, 0]])
        #expect(try organizations(.affiliationCombine) == [[0, 0, 1], [3, 3, 0], [1, 2, 0]])
        #expect(
            try organizations(.affiliation, .activity) == [
                [0, 0, 1], [0.5, 0.5, 0], [2 / 3.0, 1 / 3.0, 0],
            ])
        #expect(
            try organizations(.affiliationSubtract, .prominence) == [
                [0, 0, 1], [0, 0, 0], [0.5, -1 / 3.0, 0],
            ])
        #expect(
            try organizations(.affiliationCombine, .activity) == [[0, 0, 1], [1.5, 1.5, 0], [0.5, 1, 0]])
    }

    @Test("topics are tied by who speaks of them, people by what they say, types by who is of them")
    func units() throws {
        let kb = try DNAFixture.imported()
        let topics = try kb.stances.network(.congruence, of: .targets, over: .organizations)
        #expect(topics.nodes.map(\.key) == ["peace", "trade", "a-b-cs-own"])
        // League + · + and − · −, Union − · −: none, as Peace has + and Trade −.
        #expect(topics.matrix == [[0, 2, 0], [2, 0, 0], [0, 0, 0]])
        let people = try kb.stances.network(.conflict, of: .people)
        #expect(people.nodes.map(\.label) == ["Ana", "Ben", "Cleo"])
        #expect(people.matrix == [[0, 0, 2], [0, 0, 0], [2, 0, 0]])
        let types = try kb.stances.network(.affiliation, of: .attribute("type"))
        #expect(types.nodes.map(\.label) == ["Business", "Left", "Peace", "Trade"])
        #expect(types.matrix == [[0, 2], [2, 0]])
    }

    @Test(
        "a narrower question gives a narrower network; nodes that it leaves without stances stay where that is asked"
    )
    func filters() throws {
        let kb = try DNAFixture.imported()
        let january = kb.stances.expressed(in: "2020-01-01/2020-01-10")
        #expect(
            try january.network(.congruence, of: .organizations).nodes.map(\.label) == ["League", "Union"])
        let all = try january.network(.congruence, of: .organizations, isolates: true)
        #expect(all.nodes.map(\.label) == ["Front", "League", "Union"])
        #expect(all.matrix == pair(1))
        #expect(try january.network(.affiliation, of: .organizations, isolates: true).nodes.count == 6)
    }

    @Test("on an ordinal scale what lies between counts in part, by the declared scale or the observed one")
    func ordinal() throws {
        let records = [("a", 1), ("b", 3), ("c", 5)].map {
            NetworkRecord(actor: $0.0, target: "t", level: $0.1)
        }
        let declared = try Affiliations(records, scale: .declared(1...10))
        func symmetric(_ ab: Double, _ ac: Double, _ bc: Double) -> [[Double]] {
            [[0, ab, ac], [ab, 0, bc], [ac, bc, 0]]
        }
        #expect(try declared.network(.congruence).matrix == symmetric(7.0 / 9, 5.0 / 9, 7.0 / 9))
        #expect(try declared.network(.conflict).matrix == symmetric(2.0 / 9, 4.0 / 9, 2.0 / 9))
        let observed = try Affiliations(records, scale: .observed)
        #expect(try observed.network(.congruence).matrix == [[0, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0]])
        #expect(try observed.network(.subtract).matrix == [[0, 0, -1], [0, 0, 0], [-1, 0, 0]])
        #expect(try observed.network(.affiliationSubtract).matrix == [[1], [3], [5]])
        let same = try Affiliations(
            records.map { NetworkRecord(actor: $0.actor, target: "t", level: 4) }, scale: .observed)
        #expect(try same.network(.congruence).edges.map(\.weight) == [1, 1, 1])
        #expect(try same.network(.conflict).edges.isEmpty)
    }

    @Test("categories are the same or not")
    func categories() throws {
        let records = [("a", 7), ("a", 7), ("a", 8), ("b", 7), ("b", 9), ("c", 8)].map {
            NetworkRecord(actor: $0.0, target: "t", level: $0.1)
        }
        let matrix = try Affiliations(records, scale: .categories)
        #expect(try matrix.network(.congruence).matrix == [[0, 2, 1], [2, 0, 0], [1, 0, 0]])
        // a has 8 alone and b has 9 alone; a has 7 twice and c has nothing alone; b has both and c has 8.
        #expect(try matrix.network(.conflict).matrix == [[0, 2, 2], [2, 0, 3], [2, 3, 0]])
        #expect(try matrix.network(.subtract).matrix == [[0, 0, -1], [0, 0, -3], [-1, -3, 0]])
    }

    @Test("co-occurrence keeps the first of duplicates, whose level Jaccard's divisor sees")
    func firstStays() throws {
        let records = [("a", 1), ("a", -1), ("b", -1), ("b", 1)].map {
            NetworkRecord(actor: $0.0, target: "t", level: $0.1, document: "d")
        }
        let matrix = try Affiliations(records, duplicates: .once, ignoringLevels: true)
        #expect(matrix.actors.map(\.activity) == [1, 1])
        #expect(try matrix.network(.cooccurrence).matrix == [[0, 1], [1, 0]])
        #expect(try matrix.network(.cooccurrence, normalization: .jaccard).matrix == [[0, 0.5], [0.5, 0]])
    }

    @Test("labels sort by UTF-16 code unit, whatever the language")
    func order() throws {
        let labels = ["b", "a", "É", "Z", "𝒜", "\u{FF21}"]
        let network = try Affiliations(labels.map { NetworkRecord(actor: $0, target: "t") }).network(
            .congruence)
        #expect(network.nodes.map(\.label) == ["Z", "a", "b", "É", "𝒜", "\u{FF21}"])
    }

    @Test("things that were judged the same are one node")
    func merged() throws {
        let kb = try DNAFixture.imported()
        try kb.edit(by: "desk") { edit in
            let revision = try edit.revision()
            try edit.connection.run(
                "INSERT INTO identity_judgement (left_id, right_id, verdict, author, reason, revision_id) SELECT min(id), max(id), 'same', 'desk', 'one union', ? FROM entity WHERE key IN ('union', 'front')",
                revision)
        }
        let network = try kb.stances.network(.affiliation, of: .organizations)
        #expect(network.nodes.map(\.key) == ["front", "league", "peace", "trade", "a-b-cs-own"])
        #expect(network.matrix == [[2, 1, 1], [2, 2, 0]])
    }

    @Test("actors are their country, their office or a party that the file says they are of")
    func otherUnits() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            let report = try edit.document(
                "report", title: "Report", text: "Ana, minister, Ben and the League said so.")
            let country = try edit.place("utopia", name: "Utopia", kind: .country)
            let city = try edit.place("port", name: "Port", kind: .city, partOf: country)
            let league = try edit.organization("league", name: "League", kind: .movement, place: city)
            let peace = try edit.topic("peace", name: "Peace", kind: .issue)
            let words = report.quoting("said so")
            let ana = try edit.person("ana", name: "Ana")
            let ben = try edit.person("ben", name: "Ben")
            try edit.membership(of: ana, in: league, post: "Minister", date: "2019", evidence: words)
            try edit.attribute(of: ben, "party", "Greens", evidence: words)
            try edit.attribute(of: ben, "party", "league", evidence: words, rank: .preferred)
            try edit.stance(
                of: ana, .supports, toward: peace, onBehalfOf: league.entity, strength: 2, date: "2019-05-01",
                evidence: words)
            try edit.stance(
                of: ana, .supports, toward: peace, strength: 4, date: "2020-05-01", evidence: words)
            try edit.stance(
                of: ben, .opposes, toward: peace, strength: 8, date: "2019-05-02", evidence: words)
            try edit.stance(
                of: league, .opposes, toward: peace, date: "2019-05-03", evidence: words, rank: .deprecated)
            let meeting = try edit.event("meeting", name: "Meeting", kind: .meeting, date: "2019")
            for who in [ana, ben] {
                try edit.participation(of: who, in: meeting, as: .speaker, evidence: words)
            }
        }
        func rows(_ unit: NetworkUnit) throws -> [String] {
            let network = try kb.stances.network(.affiliation, of: unit)
            return network.edges.map {
                "\(network.nodes[$0.source].label) \(network.nodes[$0.target].label) \($0.weight)"
            }
        }
        #expect(try rows(.countries) == ["Utopia Peace 1.0"])
        #expect(try rows(.offices) == ["Minister Peace 1.0"])
        #expect(try rows(.attribute("party")) == ["League Peace 1.0"])
        #expect(try rows(.people) == ["Ana Peace 2.0", "Ben Peace 1.0"])
        #expect(try rows(.holders) == ["Ana Peace 2.0", "Ben Peace 1.0"])
        let strength = try kb.stances.network(.congruence, qualifier: .strength())
        #expect(strength.edges.map(\.weight) == [(3 + 5) / 9.0])
        #expect(try kb.stances.network(.conflict, qualifier: .act).edges.map(\.weight) == [3])
        #expect(try kb.participations.network(.cooccurrence).edges.map(\.weight) == [1])
        #expect(try kb.memberships.network(.affiliation).nodes.map(\.key) == ["ana", "league"])
    }

    @Test("what one speaker says once in a passage counts once, for however many organizations or acts")
    func once() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            let report = try edit.document("report", title: "Report", text: "Ana said so. Ben said so too.")
            let peace = try edit.topic("peace", name: "Peace", kind: .issue)
            let (ana, ben) = (try edit.person("ana", name: "Ana"), try edit.person("ben", name: "Ben"))
            let union = try edit.organization("union", name: "Union", kind: .movement)
            let league = try edit.organization("league", name: "League", kind: .movement)
            let (first, second) = (report.quoting("Ana said so"), report.quoting("Ben said so"))
            for organization in [union, league] {
                try edit.stance(
                    of: ana, .supports, toward: peace, onBehalfOf: organization.entity, evidence: first)
            }
            try edit.stance(of: ben, .supports, toward: peace, evidence: second)
            try edit.stance(of: ben, .praises, toward: peace, evidence: second)
            // Another passage, another event, another day and the other side are other statements.
            try edit.stance(of: ben, .supports, toward: peace, evidence: first)
            let meeting = try edit.event("meeting", name: "Meeting", kind: .meeting, date: "2019")
            try edit.stance(of: ben, .supports, toward: peace, at: meeting, evidence: second)
            try edit.stance(of: ben, .opposes, toward: peace, evidence: second)
            try edit.stance(of: ben, .supports, toward: peace, date: "2018", evidence: second)
        }
        func rows(_ unit: NetworkUnit, _ qualifier: NetworkQualifier? = nil) throws -> [String] {
            let network = try kb.stances.network(.affiliation, of: unit, qualifier: qualifier)
            return network.edges.map { "\(network.nodes[$0.source].label) \($0.weight)" }
        }
        #expect(try rows(.holders) == ["Ana 1.0", "Ben 5.0"])
        #expect(try rows(.organizations) == ["League 1.0", "Union 1.0"])
        #expect(try kb.stances.network(.congruence).edges.map(\.weight) == [4])
        // Two acts are two where acts are compared.
        #expect(try rows(.holders, .act) == ["Ana 1.0", "Ben 6.0"])
        let topics = try kb.stances.affiliations(of: .targets, over: .organizations)
        #expect(topics.total == 2)
    }

    @Test("side and strength in one number give what an ordinal scale from against to for gives")
    func signedStrength() throws {
        let folder = try TemporaryFolder()
        let kb = try KnowledgeBase.inMemory()
        // Ana + 3 on peace, Cleo − 2 and later 0, Ben + 5 on trade, the League 1 and − 4.
        let values = [(1, 3), (3, -2), (4, 5), (5, 1), (6, -4), (7, 0)]
        try kb.importDNA(
            at: DNAFixture.make(
                in: folder,
                changes:
                    "UPDATE VARIABLES SET DataType = 'integer' WHERE ID = 4; DELETE FROM STATEMENTS WHERE ID = 2;"
                    + values.map {
                        "INSERT INTO DATAINTEGER (StatementId, VariableId, Value) VALUES (\($0), 4, \($1));"
                    }
                    .joined()))
        func tie(_ relation: NetworkRelation, _ scale: NetworkScale) throws -> Double {
            let network = try kb.stances.network(
                relation, of: .organizations, qualifier: .signedStrength(scale))
            #expect(network.nodes.map(\.label) == ["Front", "League", "Union"])
            return network.weight(1, 2)
        }
        // League and Union: peace 3 with − 2 and 0, trade 5 with 1 and − 4; distances 5, 3, 4, 9.
        for (scale, range) in [
            (NetworkScale.declared(-10...10), 20.0), (.declared(-5...5), 10), (.observed, 9),
        ] {
            #expect(abs(try tie(.congruence, scale) - (4 - 21 / range)) < 1e-12)
            #expect(abs(try tie(.conflict, scale) - 21 / range) < 1e-12)
        }
        let sums = try kb.stances.network(
            .affiliationSubtract, of: .organizations, qualifier: .signedStrength())
        #expect(sums.matrix == [[0, 0, 0], [-2, -3, 0], [3, 5, 0]])
        // A level that the scale does not have is an error.
        #expect(throws: StandpointError.self) { try tie(.congruence, .declared(-3...3)) }
    }

    @Test("an attribute of the organization spoken for is a unit; one that nothing has is an error")
    func organizationAttributes() throws {
        let kb = try DNAFixture.imported()
        let types = try kb.stances.network(.affiliation, of: .organizationAttribute("type"))
        #expect(types.nodes.map(\.label) == ["Business", "Labour", "Peace", "Trade"])
        #expect(types.matrix == [[2, 2], [2, 1]])
        let error = #expect(throws: StandpointError.self) {
            try kb.stances.network(.affiliation, of: .attribute("typ"))
        }
        #expect(error?.description.contains("‘typ’") == true)
        #expect(error?.description.contains("there are type") == true)
    }

    @Test("settings that do not go together are errors that say what would")
    func impossible() throws {
        let kb = try DNAFixture.imported()
        let error = #expect(throws: StandpointError.self) {
            try kb.stances.network(.congruence, normalization: .activity)
        }
        #expect(error?.description.contains("average-activity, jaccard, cosine") == true)
        #expect(throws: StandpointError.self) {
            try kb.stances.network(.affiliation, normalization: .jaccard)
        }
        #expect(throws: StandpointError.self) {
            try kb.stances.network(.congruence, of: .people, over: .people)
        }
        #expect(throws: StandpointError.self) {
            try kb.participations.network(.affiliation, qualifier: .sides)
        }
        #expect(throws: StandpointError.self) { try kb.participations.network(.conflict) }
        #expect(throws: StandpointError.self) {
            try kb.stances.affiliations(duplicates: .once).network(.cooccurrence)
        }
        #expect(throws: StandpointError.self) {
            try Affiliations([NetworkRecord(actor: "a", target: "t", level: 12)], scale: .declared(1...10))
        }
    }

    @Test("the sparse product is the plain sum, for any matrix", arguments: 0..<12)
    func random(_ seed: Int) throws {
        var chance = SeededGenerator(UInt64(seed))
        let (actors, targets) = (
            Int.random(in: 2...40, using: &chance), Int.random(in: 1...12, using: &chance)
        )
        let records = (0..<Int.random(in: 1...400, using: &chance)).map { _ in
            NetworkRecord(
                actor: "\(Int.random(in: 0..<actors, using: &chance))",
                target: "\(Int.random(in: 0..<targets, using: &chance))",
                level: Int.random(in: 1...4, using: &chance))
        }
        let matrix = try Affiliations(records, scale: .declared(1...4))
        let rows = matrix.actors.indices
        func x(_ a: Int, _ t: Int, _ l: Int) -> Double { Double(matrix.count(actor: a, target: t, level: l)) }
        for relation in [NetworkRelation.congruence, .conflict, .cooccurrence] {
            let found = try matrix.network(relation, normalization: .jaccard).matrix
            for p in rows {
                for q in rows where p != q {
                    var (sum, divisor) = (0.0, 0.0)
                    for t in matrix.targets.indices {
                        for k in 0..<4 {
                            for l in 0..<4 {
                                let distance = Double(abs(k - l)) / 3
                                let share =
                                    relation == .conflict
                                    ? distance : relation == .cooccurrence ? 1 : 1 - distance
                                sum += x(p, t, k) * x(q, t, l) * share
                            }
                            let (a, b) = (x(p, t, k), x(q, t, k))
                            divisor += (b == 0 ? a : 0) + (a == 0 ? b : 0) + a * b
                        }
                    }
                    #expect(abs(found[p][q] - (divisor == 0 ? 0 : sum / divisor)) < 1e-12)
                }
            }
        }
    }
}
