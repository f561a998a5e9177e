// What a picture shows: camps apart, opponents far, colours that mean something.

import Testing

@testable import Standpoint

@Suite("Pictures")
struct PictureTests {
    /// Two camps, three of many: each speaks to six of a dozen targets, its camp's way with few exceptions.
    private func records(_ count: Int, camps: Int) -> [NetworkRecord] {
        var chance = Chance(7)
        return (0..<count * 10).map { number in
            let (actor, topic) = (number % count, Int.random(in: 0..<24, using: &chance))
            let side = (topic >> (actor % camps)) & 1 == 0 ? 1 : -1
            let isException = Int.random(in: 0..<12, using: &chance) == 0
            return NetworkRecord(
                actor: "Organization \(actor)", target: "T\(topic)", level: isException ? -side : side)
        }
    }

    private func camp(_ node: Network.Node, of camps: Int) -> Int {
        (Int(node.key.split(separator: " ").last ?? "") ?? 0) % camps
    }

    private func meanDistance(_ points: [Point], where isWanted: (Int, Int) -> Bool) -> Double {
        var (sum, count) = (0.0, 0.0)
        for i in points.indices {
            for j in 0..<i where isWanted(i, j) {
                let (x, y) = (points[i].x - points[j].x, points[i].y - points[j].y)
                sum += (x * x + y * y).squareRoot()
                count += 1
            }
        }
        return count > 0 ? sum / count : 0
    }

    @Test(
        "members of a camp lie much nearer to each other than to those of others", arguments: [10, 50, 300])
    func camps(_ count: Int) throws {
        let camps = count == 10 ? 2 : 4
        for relation in [NetworkRelation.congruence, .subtract] {
            let network = try Affiliations(records(count, camps: camps)).network(relation)
            let groups = try network.keeping { $0.weight > 0 }.communities(seed: 1).membership
            let places = StressLayout.places(network, groups: groups)
            func areAllied(_ i: Int, _ j: Int) -> Bool {
                camp(network.nodes[i], of: camps) == camp(network.nodes[j], of: camps)
            }
            let within = meanDistance(places, where: areAllied)
            let across = meanDistance(places) { !areAllied($0, $1) }
            #expect(1.5 * within < across)
        }
    }

    @Test("opponents lie further apart than allies where ties are conflicts, and colour means nothing there")
    func conflict() throws {
        let network = try Affiliations(records(50, camps: 2)).network(.conflict)
        let places = StressLayout.places(network, groups: [Int](repeating: 0, count: network.nodes.count))
        func areAllied(_ i: Int, _ j: Int) -> Bool {
            camp(network.nodes[i], of: 2) == camp(network.nodes[j], of: 2)
        }
        let within = meanDistance(places, where: areAllied)
        let across = meanDistance(places) { !areAllied($0, $1) }
        #expect(1.2 * within < across)
        let svg = try network.svg()
        #expect(!svg.contains("class=\"o c0\""))
        #expect(svg.contains("colour has no meaning"))
    }

    @Test("a node without ties is grey, and ties of one weight are thin")
    func isolates() throws {
        let nodes = ["a", "b", "c", "d"].map { Network.Node(key: $0, label: $0, kind: "person") }
        let svg = try Network(
            nodes: nodes,
            edges: [
                Network.Edge(source: 0, target: 1, weight: 3), Network.Edge(source: 1, target: 2, weight: 3),
            ]
        ).svg()
        #expect(svg.matches(of: /class="o c8"/).count == 1)
        #expect(!svg.contains("stroke-width=\"5\""))
        #expect(svg.contains("All ties drawn weigh 3."))
    }

    @Test("a print is one page of the picture's size")
    func print() throws {
        let svg = try Network(nodes: [], edges: []).svg()
        let size = try #require(svg.firstMatch(of: /width="(\d+)" height="(\d+)"/))
        #expect(svg.contains("@page{size:\(size.1)px \(size.2)px;margin:0}"))
    }

    @Test("a heat map names neither side only where it is counted, and a large one is labelled at both ends")
    func heatMap() throws {
        let sides = try Affiliations(records(10, camps: 2), levels: [-1, 1])
        #expect(!(try sides.svg().contains(">neither<")))
        let few = try Affiliations([NetworkRecord(actor: "A", target: "B", level: 0)])
        #expect(try few.svg().contains(">neither<"))
        #expect(try few.svg().contains("0 for, 0 against, 1 neither"))
        #expect(try few.svg().matches(of: />B</).count == 1)
        let many = (0..<60).map { NetworkRecord(actor: "A\($0)", target: "B\($0)", level: 1) }
        let large = try Affiliations(many).svg()
        #expect(large.matches(of: />A7</).count == 2)
        #expect(large.matches(of: />B7</).count == 2)
    }
}
