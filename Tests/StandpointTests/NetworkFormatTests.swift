// The formats and pictures of networks, as other programs would see them.

import Foundation
import StandpointTestSupport
import Testing

@testable import Standpoint

@Suite("A network on its way to other programs")
struct NetworkFormatTests {
    private static let labels = [
        #"O'Brien "the Boss""#, "Łódź & Co. <x>", "semi;colon, comma", #"back\slash"#, "🕊️ Peace",
    ]

    private func network() throws -> Network {
        try Network(
            nodes: NetworkFormatTests.labels.enumerated().map { number, label in
                var node = Network.Node(key: "n\(number)", label: label, kind: "organization")
                node.attributes = number == 0 ? ["type": "a <b>"] : [:]
                return node
            },
            edges: [
                Network.Edge(source: 0, target: 1, weight: 1 / 3.0),
                Network.Edge(source: 1, target: 4, weight: 2),
                Network.Edge(source: 2, target: 3, weight: 1e-7),
            ])
    }

    @Test("every weight is written in full, every label as it is", arguments: NetworkFormat.allCases)
    func precise(_ format: NetworkFormat) throws {
        let text = try network().text(as: format)
        #expect(text.contains("0.3333333333333333"))
        #expect(text.contains("1e-07"))
        #expect(text.contains("semi;colon, comma"))
        #expect(text.contains("🕊️ Peace"))
    }

    @Test("GraphML, GEXF and the pictures are well-formed XML, also with what XML cannot hold")
    func xml() throws {
        let made = try network()
        var nodes = made.nodes
        nodes[0].label = "bell \u{7}, tab \t & \u{FFFE}"
        let network = try Network(nodes: nodes, edges: made.edges)
        let matrix = try DNAFixture.imported().stances.affiliations(of: .organizations)
        let series = try DNAFixture.imported().stances.series(
            .cooccurrence, of: .organizations, window: .months(1))
        let texts = [
            network.text(as: .graphml), network.text(as: .gexf), try network.svg(), try matrix.svg(),
            try DNAFixture.imported().stances.timelineSVG(of: .holders), series.gexf(),
        ]
        let folder = try TemporaryFolder()
        for (number, text) in texts.enumerated() {
            let path = try folder.write(text, to: "\(number).xml")
            let read = try run(
                "python3", ["-c", "import sys, xml.dom.minidom as m; m.parse(sys.argv[1])", path])
            if read.status == 127 { continue }
            #expect(read.status == 0, "\(read.errors.suffix(300))")
        }
    }

    @Test("the CSV matrix is square, and actors by targets with two modes")
    func matrix() throws {
        let kb = try DNAFixture.imported()
        #expect(
            try kb.stances.network(.congruence, of: .organizations).text(as: .csv)
                == ",Front,League,Union\r\nFront,0,0,0\r\nLeague,0,0,3\r\nUnion,0,3,0\r\n")
        #expect(
            try kb.stances.network(.affiliation, of: .organizations).text(as: .csv)
                == ",Peace,Trade,\"“A; B”, C's \"\"own\"\"\"\r\nFront,0,0,1\r\nLeague,2,2,0\r\nUnion,2,1,0\r\n"
        )
    }

    @Test("the end of a line in a label stays one in DOT, and is a space where a label is one line")
    func lines() throws {
        var node = Network.Node(key: "a", label: "one\ntwo \\ \"three\"", kind: "person")
        node.attributes = ["note": "x\r\ny"]
        let network = try Network(nodes: [node], edges: [])
        #expect(network.text(as: .dot).contains(#"label="one\ntwo \\ \"three\"""#))
        #expect(network.text(as: .dot).contains(#"="x\ny""#))
        #expect(network.text(as: .pajek).contains(#"1 "one two \\ \"three\"""#))
    }

    @Test("JSON is what networkx and D3 read, with what the file says of the nodes")
    func json() throws {
        let text = try DNAFixture.imported().stances.network(.congruence, of: .organizations).text(as: .json)
        let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let nodes = try #require(object["nodes"] as? [[String: Any]])
        #expect(nodes.map { $0["label"] as? String } == ["Front", "League", "Union"])
        #expect(
            nodes.map { $0["attribute_type"] as? String ?? $0["type"] as? String } == [
                "other", "Business", "Labour",
            ])
        #expect((object["edges"] as? [[String: Any]])?.count == 1)
    }

    @Test("two nodes of one name are told apart where the name is all that there is")
    func sameNames() throws {
        let nodes = ["x", "y"].map { Network.Node(key: $0, label: "Union", kind: "organization") }
        let network = try Network(nodes: nodes, edges: [Network.Edge(source: 0, target: 1, weight: 1)])
        #expect(network.text(as: .pajek).contains("1 \"Union [x]\"\n2 \"Union [y]\"\n"))
        #expect(network.text(as: .csv).hasPrefix(",Union [x],Union [y]\r\n"))
    }

    // MARK: Pictures

    /// Organizations that agree within two camps, by a seed.
    private func camps(_ count: Int) throws -> Network {
        var chance = SeededGenerator(UInt64(count))
        let records = (0..<(count * 6)).map { _ -> NetworkRecord in
            let (actor, topic) = (
                Int.random(in: 0..<count, using: &chance),
                Int.random(in: 0..<max(4, count / 6), using: &chance)
            )
            return NetworkRecord(
                actor: "Organization \(actor)", target: "T\(topic)", level: (actor + topic) % 2 == 0 ? 1 : -1)
        }
        return try Affiliations(records).network(.congruence, normalization: .averageActivity)
    }

    @Test(
        "a picture is the same each time, names each node, and its labels do not collide",
        arguments: [10, 50, 300])
    func picture(_ count: Int) throws {
        let network = try camps(count)
        let svg = try network.svg(title: "Camps & co")
        #expect(svg == (try network.svg(title: "Camps & co")))
        #expect(svg.contains("Camps &amp; co"))
        #expect(svg.contains("prefers-color-scheme:dark"))
        for node in network.nodes { #expect(svg.contains("<title>\(node.label)</title>")) }
        // The labels as boxes of the width that they take at least.
        let pattern =
            /<text x="(?<x>[-0-9.]+)" y="(?<y>[-0-9.]+)" font-size="12"(?<anchor> text-anchor="(end|middle)")? class="l" aria-hidden="true">(?<text>[^<]*)<\/text>/
        let boxes = svg.matches(of: pattern).compactMap { match -> Box? in
            guard let x = Double(match.x), let y = Double(match.y) else { return nil }
            let width = Double(match.text.count) * 6
            let anchor = match.anchor.map(String.init) ?? ""
            let left = anchor.contains("end") ? x - width : anchor.contains("middle") ? x - width / 2 : x
            return Box(x: left, y: y - 10, width: width, height: 11)
        }
        #expect(boxes.count > count * 8 / 10)
        for (number, box) in boxes.enumerated() {
            #expect(!boxes[(number + 1)...].contains { $0.overlaps(box) })
        }
    }

    @Test("an empty network, one node and one without ties have pictures too")
    func small() throws {
        #expect(try Network(nodes: [], edges: []).svg().contains("0 nodes"))
        #expect(
            try Network(nodes: [Network.Node(key: "a", label: "A", kind: "person")], edges: []).svg()
                .contains(">A<"))
        #expect(try Affiliations([]).svg().contains("0 actors"))
        #expect(TimelinePicture.svg(of: []).contains("0 stances"))
        let many = (0...Network.largestPicture).map {
            Network.Node(key: "\($0)", label: "\($0)", kind: "person")
        }
        #expect(throws: StandpointError.self) { try Network(nodes: many, edges: []).svg() }
    }

    @Test("the timeline says which stances it leaves out")
    func timeline() throws {
        let kb = try DNAFixture.imported()
        let svg = try kb.stances.timelineSVG(of: .targets)
        #expect(svg.contains("8 stances in 3 lanes."))
        #expect(svg.contains("class=\"against o\""))
        #expect(svg.contains("“Cleo: no peace”"))
    }

    @Test("a timeline has neither what was given up nor, where nothing is left, an axis")
    func deprecated() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            let (ana, peace) = (
                try edit.person("ana", name: "Ana"), try edit.topic("peace", name: "Peace", kind: .cause)
            )
            try edit.stance(
                of: ana, .supports, toward: peace, date: "2019",
                evidence: edit.document("d", title: "D").at("1"),
                rank: .deprecated)
        }
        let svg = try kb.stances.timelineSVG()
        #expect(svg.contains("0 stances") && !svg.contains("0000") && !svg.contains("2019"))
    }

    @Test("labels are told apart by keys, also where one looks like that already")
    func distinct() throws {
        let records = [("p3", "Same"), ("p4", "Same"), ("p5", "Same [p3]")]
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            let topic = try edit.topic("t", name: "T", kind: .issue)
            let document = try edit.document("d", title: "D")
            for (key, name) in records {
                let person = try edit.person(key, name: name)
                try edit.stance(of: person, .supports, toward: topic, evidence: document.at(key))
            }
        }
        let labels = try kb.stances.network(.congruence).distinctLabels
        #expect(Set(labels).count == 3)
    }
}
