// Measures against values that are known or computed by hand.

import StandpointTestSupport
import Testing

@testable import Standpoint

@Suite("Measures of a network")
struct NetworkMeasureTests {
    private func network(_ count: Int, _ ties: [(Int, Int, Double)]) throws -> Network {
        try Network(
            nodes: (0..<count).map { Network.Node(key: "n\($0)", label: "Node \($0)", kind: "actor") },
            edges: ties.map { Network.Edge(source: $0.0, target: $0.1, weight: $0.2) })
    }

    private func near(_ found: [Double], _ expected: [Double]) -> Bool {
        found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }
    }

    /// Two triangles, 0 1 2 and 3 4 5, joined by a tie of 2 and 3; 6 alone.
    private func triangles() throws -> Network {
        try network(
            7, [(0, 1, 2), (0, 2, 2), (1, 2, 2), (2, 3, 1), (3, 4, 2), (3, 5, 2), (4, 5, 2)])
    }

    @Test("degree counts ties, strength adds their weights, components are what hangs together")
    func degree() throws {
        let network = try triangles()
        #expect(network.degrees == [2, 2, 3, 3, 2, 2, 0])
        #expect(network.strengths == [4, 4, 5, 5, 4, 4, 0])
        #expect(network.components == [0, 0, 0, 0, 0, 0, 1])
    }

    @Test("betweenness is the share of shortest paths that lead over a node")
    func betweenness() throws {
        // Over 2 lead the paths of 0 and 1 with 3, 4 and 5: six of the fifteen pairs of the six others.
        #expect(near(try triangles().betweenness(), [0, 0, 6 / 15.0, 6 / 15.0, 0, 0, 0]))
        // By weight the way over the strong ties is shorter than the direct weak one.
        let detour = try network(3, [(0, 1, 4), (1, 2, 4), (0, 2, 1)])
        #expect(try detour.betweenness() == [0, 0, 0])
        #expect(try detour.betweenness(weighted: true) == [0, 1, 0])
        // 1/10 + 1/5 is as long as 3/10, though the computer's digits differ.
        let rounded = try network(3, [(0, 1, 10), (1, 2, 5), (0, 2, 10 / 3.0)])
        #expect(try rounded.betweenness(weighted: true) == [0, 0.5, 0])
        #expect(throws: StandpointError.self) { try network(2, [(0, 1, -1)]).betweenness(weighted: true) }
    }

    @Test("the eigenvector of a star is known, and so is that of a path")
    func eigenvector() throws {
        let star = try network(5, [(0, 1, 1), (0, 2, 1), (0, 3, 1), (0, 4, 1)])
        let leaf = (1.0 / 8).squareRoot()
        #expect(near(star.eigenvectorCentrality, [(1.0 / 2).squareRoot(), leaf, leaf, leaf, leaf]))
        #expect(
            near(
                try network(3, [(0, 1, 3), (1, 2, 3)]).eigenvectorCentrality,
                [0.5, (1.0 / 2).squareRoot(), 0.5]))
        #expect(try network(3, []).eigenvectorCentrality == [0, 0, 0])
    }

    @Test("communities are the triangles, whatever the seed, and their modularity is Newman's")
    func communities() throws {
        let network = try triangles()
        for seed in 0..<20 {
            let found = try network.communities(seed: UInt64(seed))
            #expect(found.membership == [0, 0, 0, 1, 1, 1, 2])
            #expect(abs(found.modularity - (12 / 13.0 - 2 * 0.25)) < 1e-12)
        }
        #expect(try network.communities(seed: 5) == network.communities(seed: 5))
        #expect(throws: StandpointError.self) { try self.network(2, [(0, 1, -1)]).communities() }
        #expect(throws: StandpointError.self) { try network.modularity(of: [0]) }
    }

    @Test("the E-I index and polarization tell how far camps are apart")
    func camps() throws {
        let network = try triangles()
        let camps = [0, 0, 0, 1, 1, 1, 2]
        #expect(try network.eiIndex(of: camps) == (1 - 12) / 13.0)
        #expect(try network.eiIndex(of: camps, weighted: false) == (1 - 6) / 7.0)
        // Within 12 over 6 pairs, across 1 over 9.
        let expected = (2 - 1 / 9.0) / (2 + 1 / 9.0)
        #expect(abs(try #require(try network.polarization(of: [0, 0, 0, 1, 1, 1, nil])) - expected) < 1e-12)
        #expect(throws: StandpointError.self) { try network.polarization(of: camps) }
        #expect(try self.network(2, []).eiIndex(of: [0, 1]) == nil)
    }

    @Test(
        "a tie that chance makes as well is not significant; one that it does not make is, and a seed repeats it"
    )
    func significance() throws {
        // a and b say the same of all topics; c and d each of one, like everybody.
        var records = (0..<8).flatMap { topic in
            ["a", "b"].map { NetworkRecord(actor: $0, target: "t\(topic)", level: topic % 2 == 0 ? 1 : -1) }
        }
        for number in 0..<8 {
            records += (0..<8).map {
                NetworkRecord(actor: "x\(number)", target: "t\($0)", level: ($0 + number) % 3 == 0 ? 1 : -1)
            }
        }
        let matrix = try Affiliations(records)
        let ties = try matrix.significance(.congruence, samples: 200, seed: 7)
        let together = try #require(ties.first { $0.edge.source == 0 && $0.edge.target == 1 })
        #expect(together.edge.weight == 8)
        #expect(together.pAtLeast < 0.02)
        #expect((together.z ?? 0) > 2)
        #expect(ties == (try matrix.significance(.congruence, samples: 200, seed: 7)))
        #expect(ties != (try matrix.significance(.congruence, samples: 200, seed: 8)))
        #expect(throws: StandpointError.self) { try matrix.significance(.affiliation) }
    }

    @Test("where duplicates count once, chance deals nobody the same stance twice")
    func chanceWithoutDuplicates() throws {
        // Everybody says everything: chance has nothing to deal.
        let complete = ["a", "b", "c", "d"].flatMap { actor in
            ["t", "u", "v"].map { NetworkRecord(actor: actor, target: $0) }
        }
        for ignoringLevels in [false, true] {
            let ties = try Affiliations(complete, duplicates: .once, ignoringLevels: ignoringLevels)
                .significance(
                    ignoringLevels ? .cooccurrence : .congruence, samples: 100)
            #expect(ties.count == 6)
            #expect(
                ties.allSatisfy { $0.expected == 3 && $0.z == nil && $0.pAtLeast == 1 && $0.pAtMost == 1 })
        }
        // a and b have two of three topics each, c one: they share 1 or 2, the one with chance 2/3, as counted out.
        let records = [("a", "t"), ("a", "u"), ("b", "u"), ("b", "v"), ("c", "t")].map {
            NetworkRecord(actor: $0.0, target: $0.1)
        }
        let ties = try Affiliations(records, duplicates: .once).significance(.congruence, samples: 3000)
        // Columns t 2, u 2, v 1: c has t, u or v. Then a and b: of t v u u (2 ways), t t u v (2 ways), t t u u (1).
        let expected = try #require(ties.first { $0.edge.source == 0 && $0.edge.target == 1 }).expected
        #expect(abs(expected - (1 * 4 + 2 * 1) / 5.0) < 0.05)
        // Once per document: nobody has a stance more often than there are documents with it.
        let documents = complete.flatMap { record in
            ["x", "y"].map { NetworkRecord(actor: record.actor, target: record.target, document: $0) }
        }
        let twice = try Affiliations(documents, duplicates: .oncePerDocument).significance(
            .congruence, samples: 50)
        #expect(twice.allSatisfy { $0.expected == 12 && $0.z == nil })
    }

    @Test("the backbone leaves out first what nobody misses")
    func backbone() throws {
        // All weight is on the topic that both share; the other ties nobody.
        let matrix = try Affiliations([
            NetworkRecord(actor: "a", target: "shared"), NetworkRecord(actor: "b", target: "shared"),
            NetworkRecord(actor: "a", target: "alone"),
            NetworkRecord(actor: "c", target: "shared", level: -1),
            NetworkRecord(actor: "c", target: "small"), NetworkRecord(actor: "b", target: "small"),
            NetworkRecord(actor: "a", target: "shared"),
        ])
        let steps = try matrix.backbone()
        #expect(steps.map { matrix.targets[$0.target].label } == ["alone", "small", "shared"])
        #expect(steps[0].loss == 0)
        #expect(steps[1].loss == 0)
        // Of weights 2 and 1 the tie of 1 is gone: a third of the weight is elsewhere.
        #expect(abs(steps[2].loss - 1 / 3.0) < 1e-12)
    }

    @Test("a change names the ties that came, went, grew and shrank")
    func change() throws {
        let before = try network(4, [(0, 1, 2), (1, 2, 4), (2, 3, 1)])
        let after = try network(3, [(0, 1, 3), (1, 2, 4), (0, 2, 1)])
        let change = after.change(since: before)
        #expect(
            change.ties.map { "\($0.source) \($0.target) \($0.before) \($0.after)" } == [
                "n0 n1 2.0 3.0", "n0 n2 0.0 1.0", "n2 n3 1.0 0.0",
            ])
        #expect(change.vanished == ["n3"])
        #expect(change.appeared == [])
        #expect(change.similarity == 6 / 9.0)
        #expect(before.change(since: before).similarity == 1)
    }

    @Test("ties to nowhere, to oneself, twice and of no finite weight are refused")
    func mistakes() {
        for ties in [[(0, 5, 1.0)], [(1, 1, 1)], [(0, 1, 1), (1, 0, 1)], [(0, 1, .nan)], [(-1, 1, 1)]] {
            #expect(throws: StandpointError.self) { try network(3, ties) }
        }
    }

    @Test("a network is cancelled where progress says so, and where its task is")
    func cancelled() async throws {
        let kb = try DNAFixture.imported()
        #expect(throws: CancellationError.self) { try kb.stances.network(.congruence) { _, _ in false } }
        let task = Task { () -> Network in
            while !Task.isCancelled { await Task.yield() }
            return try await kb.stances.network(.congruence)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        #expect(try await kb.stances.network(.congruence) == kb.stances.network(.congruence))
    }
}
