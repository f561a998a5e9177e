// Web Annotations: out of one file, into another, and back.

import Foundation
import StandpointTestSupport
import Testing

@testable import Standpoint

@Suite("Web Annotations")
struct AnnotationTests {
    /// Everything that annotations carry: the stances by keys and the passages by document and place.
    static func content(_ kb: KnowledgeBase) throws -> [String] {
        try kb.texts(
            """
            SELECT 'stance ' || json_array(h.key, b.key, s.act, s.polarity, s.strength, t.key, a.key, s.ordinal, s.proposition,
                s.conditional, s.reported, e.key, s.date, s.earliest, s.latest, s.confidence, s.rank, d.key, p.start_offset, p.quote, p.locator)
            FROM stance s JOIN passage p ON p.id = s.passage_id JOIN document d ON d.id = p.document_id
            JOIN entity h ON h.id = s.holder_id JOIN entity t ON t.id = s.target_id
            LEFT JOIN entity b ON b.id = s.on_behalf_of_id LEFT JOIN entity a ON a.id = s.addressee_id
            LEFT JOIN entity e ON e.id = s.event_id
            UNION ALL
            SELECT 'passage ' || json_array(d.key, p.start_offset, p.end_offset, p.quote, p.prefix, p.suffix, p.locator)
            FROM passage p JOIN document d ON d.id = p.document_id
            ORDER BY 1
            """)
    }

    /// A copy of a file without its facts and passages.
    static func bare(_ kb: KnowledgeBase, at path: String) throws -> KnowledgeBase {
        try #require(try sqlite3(kb.path, "VACUUM INTO '\(path)'").errors == "")
        let copy = try KnowledgeBase(at: path)
        try copy.edit(by: "desk") { edit in
            _ = try edit.revision()
            for table in [
                "stance", "participation", "membership", "relation", "figure", "attribute", "passage",
            ] {
                try edit.connection.run("DELETE FROM \(table)")
            }
        }
        return copy
    }

    @Test("of the example go out as JSON-LD, come back without a change, and make the same in a bare copy")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let kb = try KnowledgeBase(at: folder.path("havana.sqlite"))
        try kb.importDossier(at: DossierFolder.example)
        try kb.edit(by: "desk") { edit in
            let video = try edit.document("video", title: "Video", retrievedAt: "2019-11-04T10:00:00Z")
            let ana = try edit.person("ana", name: "Ana \"la \u{1F54A}\"\nRuiz")
            try edit.stance(
                of: ana, .demands, .supports, toward: ana, ordinal: 2, proposition: "a\tb", strength: 7,
                conditional: true, reported: true, date: "2019-11~",
                evidence: video.at("00:14:05", quote: "we will \\ not"), confidence: 0.25, rank: .preferred)
            try edit.passage(video.at("00:20"))
        }
        let exported = try kb.read { try $0.annotations() }
        let path = try folder.write(exported, to: "annotations.json")
        let before = try kb.dump()
        let nothing = try kb.importAnnotations(at: path)
        #expect(nothing.inserted == 0 && nothing.revision == nil)
        #expect(try kb.dump() == before)
        let copy = try Self.bare(kb, at: folder.path("copy.sqlite"))
        let summary = try copy.importAnnotations(at: path, by: "desk")
        #expect(summary.inserted > 20 && summary.revision != nil)
        #expect(try Self.content(copy) == Self.content(kb))
        #expect(try copy.read { try $0.problems() }.isEmpty)
        #expect(try Self.ids(copy.read { try $0.annotations() }) == Self.ids(exported))
    }

    /// The ids of the annotations, in their order.
    static func ids(_ text: String) throws -> [String] {
        let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let items = (root?["first"] as? [String: Any])?["items"] as? [[String: Any]]
        return try #require(items).compactMap { $0["id"] as? String }
    }

    @Test("have the form of the standard")
    func form() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            let report = try edit.document(
                "report", title: "Report", text: "🕊 Ana asked for peace in Turin.",
                url: "https://example.org/report")
            let ana = try edit.person("ana", name: "Ana")
            let peace = try edit.topic("peace", name: "Peace", kind: .issue)
            try edit.stance(of: ana, .supports, toward: peace, evidence: report.quoting("asked for peace"))
            try edit.passage(report.quoting("Turin"))
        }
        let text = try kb.read { try $0.annotations(of: "report") }
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect((root["@context"] as? [Any])?.first as? String == "http://www.w3.org/ns/anno.jsonld")
        #expect(root["type"] as? String == "AnnotationCollection" && root["total"] as? Int == 2)
        let page = try #require(root["first"] as? [String: Any])
        let items = try #require(page["items"] as? [[String: Any]])
        #expect(page["type"] as? String == "AnnotationPage" && items.count == 2)
        let item = items[0]
        #expect(item["type"] as? String == "Annotation" && item["motivation"] as? String == "classifying")
        #expect((item["id"] as? String)?.hasPrefix("urn:uuid:") == true)
        let body = try #require(item["body"] as? [String: Any])
        #expect(body["type"] as? String == "TextualBody" && body["value"] as? String == "Ana supports Peace")
        let stance = try #require(body["stance"] as? [String: Any])
        #expect(stance["holder"] as? String == "ana" && stance["target"] as? String == "peace")
        let target = try #require(item["target"] as? [String: Any])
        #expect(target["source"] as? String == "https://example.org/report")
        let selectors = try #require(target["selector"] as? [[String: Any]])
        #expect(selectors.map { $0["type"] as? String } == ["TextQuoteSelector", "TextPositionSelector"])
        #expect(
            selectors[0]["exact"] as? String == "asked for peace"
                && selectors[0]["prefix"] as? String == "🕊 Ana ")
        #expect(selectors[1]["start"] as? Int == 6 && selectors[1]["end"] as? Int == 21)
        #expect(items[1]["motivation"] as? String == "highlighting" && items[1]["body"] == nil)
        #expect(throws: StandpointError.self) { try kb.read { try $0.annotations(of: "raport") } }
    }

    @Test("of other tools are taken: one or a list, the words moved, the document by its address")
    func others() throws {
        let folder = try TemporaryFolder()
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            try edit.document(
                "report", title: "R", text: "Peace now. No peace later.", url: "https://example.org/r")
        }
        let one = """
            { "@context": "http://www.w3.org/ns/anno.jsonld", "id": "http://a.example/1", "type": "Annotation",
              "body": { "type": "TextualBody", "value": "Interesting" },
              "target": { "source": "https://example.org/r", "selector":
                { "type": "TextQuoteSelector", "exact": "peace", "prefix": "No " } } }
            """
        let position = """
            { "type": "Annotation", "target": { "source": { "id": "urn:standpoint:document:report" }, "selector": [
                { "type": "TextPositionSelector", "start": 0, "end": 9 }, { "type": "XPathSelector", "value": "/p" } ] } }
            """
        #expect(try kb.importAnnotations(at: folder.write(one, to: "one.json")).inserted == 1)
        #expect(
            try kb.importAnnotations(at: folder.write("[\(one), \(position)]", to: "two.json")).inserted == 1)
        #expect(
            try kb.texts("SELECT start_offset || quote FROM passage ORDER BY id") == [
                "14peace", "0Peace now",
            ])
    }

    static let paper = "Hello 👩‍👩‍👧 world. We support peace. They said no. We support peace, again."

    /// Imports a target, or a list of them, into a file with one document; gives the places and words that are there then.
    static func words(_ target: String) throws -> [String] {
        let folder = try TemporaryFolder()
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            try edit.document("paper", title: "P", text: paper, url: "https://example.org/p")
        }
        let text = "{ \"type\": [\"Annotation\"], \"target\": \(target) }"
        try kb.importAnnotations(at: folder.write(text, to: "one.json"))
        return try kb.texts(
            "SELECT coalesce(start_offset || ' ' || quote, locator) FROM passage ORDER BY start_offset, id")
    }

    static func target(_ selector: String, source: String = "https://example.org/p") -> String {
        "{ \"source\": \"\(source)\", \"selector\": \(selector) }"
    }

    static let said = #"{ "type": "TextQuoteSelector", "exact": "They said no" }"#
    static let hello = #"{ "type": ["TextQuoteSelector"], "exact": "Hello" }"#

    @Test(
        "mean the words that refine a selector, whatever form of the model says so",
        arguments: [
            (target(#"{ "type": "CssSelector", "value": "p", "refinedBy": \#(said) }"#), ["37 They said no"]),
            (
                target(#"{ "type": "XPathSelector", "value": "/p", "refinedBy": [\#(said)] }"#),
                ["37 They said no"]
            ),
            (
                target(#"{ "type": "FragmentSelector", "value": "a", "refinedBy": \#(said) }"#),
                ["37 They said no"]
            ),
            (
                target(
                    #"{ "type": "TextQuoteSelector", "exact": "They said no. We", "refinedBy": \#(said) }"#),
                ["37 They said no"]
            ),
            (
                target(
                    #"{ "type": "TextQuoteSelector", "exact": "They said no. We", "refinedBy": { "type": "TextPositionSelector", "start": 5, "end": 9 } }"#
                ), ["42 said"]
            ),
            // Twice in the text, once in what is refined.
            (
                target(
                    #"{ "type": "TextQuoteSelector", "exact": "They said no. We support peace", "refinedBy": { "type": "TextQuoteSelector", "exact": "We support peace" } }"#
                ), ["51 We support peace"]
            ),
            // The position of an older capture: what stands before tells.
            (
                target(
                    #"[{ "type": "TextPositionSelector", "start": 20, "end": 36 }, { "type": "TextQuoteSelector", "exact": "We support peace", "prefix": "said no. " }]"#
                ), ["51 We support peace"]
            ),
            (#"{ "id": "https://example.org/p#page=3", "type": "Video" }"#, ["page=3"]),
            (
                #"{ "id": "https://example.org/p#a", "source": "https://example.org/p", "selector": \#(said) }"#,
                ["37 They said no"]
            ),
            (
                target(
                    #"{ "type": "TextQuoteSelector", "exact": "They said no", "refinedBy": { "type": "FragmentSelector", "value": "a" } }"#
                ), ["37 They said no"]
            ),
            // A position in UTF-16, as browsers count: the quote decides.
            (
                target(#"[{ "type": "TextPositionSelector", "start": 40, "end": 52 }, \#(said)]"#),
                ["37 They said no"]
            ),
            (target(hello, source: "https://example.org/p#part"), ["0 Hello"]),
            ("[\(target(said)), \(target(hello))]", ["0 Hello", "37 They said no"]),
            (#""https://example.org/p#page=3""#, ["page=3"]),
        ])
    func forms(_ target: String, _ words: [String]) throws {
        #expect(try Self.words(target) == words)
    }

    @Test(
        "that do not say which words they mean are refused with their place",
        arguments: [
            (#""https://example.org/p""#, "target", "whole document"),
            (
                target(
                    #"{ "type": "XPathSelector", "refinedBy": { "type": "TextPositionSelector", "start": 0, "end": 2 } }"#
                ),
                "target.selector.refinedBy", "counts from what it refines"
            ),
            (target(#"{ "type": "RangeSelector" }"#), "target.selector", "of another kind"),
            (
                target(
                    #"{ "type": "FragmentSelector", "value": "a", "refinedBy": { "type": "SvgSelector" } }"#),
                "target.selector", "of another kind"
            ),
            (
                target(#"{ "type": "TextQuoteSelector", "exact": "We support peace" }"#),
                "target.selector.exact", "2 times"
            ),
            (
                target(#"{ "type": "TextQuoteSelector", "exact": "They said no", "refinedBy": \#(hello) }"#),
                "target.selector.refinedBy.exact", "not in"
            ),
            (
                target(#"{ "type": "TextPositionSelector", "start": 5, "end": 5000 }"#),
                "target.selector.start", "no such words"
            ),
            (target(#"{ "type": "TextQuoteSelector" }"#), "target.selector.exact", "is missing"),
            (target("[\(said), \(hello)]"), "target.selector[1].exact", "has others"),
            ("[\(target(said)), \(target(hello, source: "x")), 7]", "target[1].source", "no document"),
            ("[\(target(said)), \(target(hello, source: "x")), 7]", "target[2]", "expected here"),
            (
                #"{ "document": "other", "source": "https://example.org/p", "selector": \#(said) }"#,
                "target.source", "not of ‘other’"
            ),
        ])
    func unclear(_ target: String, _ place: String, _ message: String) throws {
        let error = #expect(throws: StandpointError.self) { try Self.words(target) }
        guard case .dossier(_, let problems)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problems.contains { $0.entry == place && $0.message.contains(message) }, "\(problems)")
    }

    @Test("of an empty collection are none, and of one whose pages are elsewhere refused")
    func empty() throws {
        let folder = try TemporaryFolder()
        let kb = try KnowledgeBase.inMemory()
        for elsewhere in [
            #"{ "type": "AnnotationCollection", "first": { "type": "AnnotationPage", "id": "p" } }"#,
            #"{ "type": "AnnotationPage", "items": [], "next": { "type": "AnnotationPage", "id": "p" } }"#,
        ] {
            let error = #expect(throws: StandpointError.self) {
                try kb.importAnnotations(at: folder.write(elsewhere, to: "none.json"))
            }
            #expect(error?.description.contains("elsewhere") == true)
        }
        for empty in [
            #"{ "type": "AnnotationCollection", "total": 0 }"#, #"{ "type": "AnnotationPage", "items": [] }"#,
            #"{ "type": ["AnnotationPage"] }"#, "[]",
        ] {
            let summary = try kb.importAnnotations(at: folder.write(empty, to: "none.json"))
            #expect(summary.inserted == 0 && summary.revision == nil)
        }
        #expect(throws: StandpointError.self) {
            try kb.importAnnotations(
                at: folder.write(#"{ "type": "AnnotationCollection", "total": 3 }"#, to: "none.json"))
        }
        let error = #expect(throws: StandpointError.self) {
            try kb.importAnnotations(
                at: folder.write(
                    #"{ "type": "AnnotationCollection", "total": 3, "first": { "type": "AnnotationPage", "items": [] } }"#,
                    to: "none.json"))
        }
        #expect(error?.description.contains("total: there are 3, but the file has none of them") == true)
    }

    @Test("with mistakes are refused, all of them told with their places")
    func mistakes() throws {
        let folder = try TemporaryFolder()
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            try edit.document("report", title: "R", text: "Ana wants peace.", url: "https://example.org/r")
            try edit.person("ana", name: "Ana")
        }
        func target(_ quote: String) -> String {
            """
            "target": { "document": "report", "source": "https://example.org/r", "selector": { "type": "TextQuoteSelector", "exact": "\(quote)" } }
            """
        }
        let text = """
            { "type": "AnnotationPage", "items": [
              { "type": "Annotation", \(target("Ana wants war")) },
              { "type": "Annotation", \(target("peace")), "body": { "type": "TextualBody", "stance":
                { "holder": "anna", "act": "supports", "target": "ana", "acts": 1 } } },
              { "type": "Annotation", "target": { "source": "https://example.org/none", "selector": { "type": "TextQuoteSelector", "exact": "x" } } },
              { "type": "Annotation", "target": { "document": "report" } },
              { "type": "Annotation" },
              7 ] }
            """
        let before = try kb.dump()
        let error = #expect(throws: StandpointError.self) {
            try kb.importAnnotations(at: folder.write(text, to: "bad.json"))
        }
        guard case .dossier(_, let problems)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(
            Set(problems.map(\.entry)) == [
                "items[0].target.selector.exact", "items[1].body.stance.holder", "items[1].body.stance.acts",
                "items[2].target.source", "items[3].target.selector", "items[4].target", "items[5]",
            ], "\(problems)")
        #expect(problems.contains { $0.message.contains("the nearest is “Ana wants peace”") })
        #expect(try kb.dump() == before)
        for wrong in ["", "[", "7", "{\"first\": \"https://elsewhere\"}"] {
            #expect(throws: StandpointError.self) {
                try kb.importAnnotations(at: folder.write(wrong, to: "bad.json"))
            }
        }
        #expect(throws: StandpointError.self) { try kb.importAnnotations(at: folder.path("none.json")) }
    }

    @Test("of any words of any text come back to the same place, thousands of times")
    func anyWords() throws {
        let folder = try TemporaryFolder()
        let kb = try KnowledgeBase(at: folder.path("kb.sqlite"))
        var dice = SeededGenerator(307)
        try kb.edit(by: "desk") { edit in
            for number in 0..<8 {
                let text = EvidenceTests.randomText(&dice, count: 400)
                let document = try edit.document("text-\(number)", title: "Text", text: text)
                let count = text.unicodeScalars.count
                for _ in 0..<250 {
                    let start = Int.random(in: 0..<count, using: &dice)
                    try edit.passage(
                        document.at(start..<min(count, start + Int.random(in: 1...20, using: &dice))))
                }
            }
        }
        let path = try folder.write(kb.read { try $0.annotations() }, to: "annotations.json")
        let copy = try Self.bare(kb, at: folder.path("copy.sqlite"))
        #expect(try copy.importAnnotations(at: path).inserted > 1500)
        #expect(try Self.content(copy) == Self.content(kb))
    }
}

@Suite("Evidence is graded")
struct GradeTests {
    private static func file() throws -> KnowledgeBase {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "first desk") { edit in
            let ana = try edit.person("ana", name: "Ana")
            let other = try edit.person("anita", name: "Anita")
            let peace = try edit.topic("peace", name: "Peace", kind: .issue)
            let sources = [("a", "Granma"), ("b", "Granma"), ("c", "Reuters"), ("d", nil)]
            for (index, (key, publisher)) in sources.enumerated() {
                let document = try edit.document(
                    key, title: key, text: "Ana wants peace. (\(key))", publisher: publisher,
                    authors: ["J. Doe", "\(key)"])
                try edit.stance(
                    of: index == 2 ? other : ana, .supports, toward: peace, reported: index > 0,
                    date: "2019-11",
                    evidence: document.quoting("Ana wants peace"))
            }
            try edit.stance(
                of: ana, .opposes, toward: peace,
                evidence: Evidence(document: ID(rawValue: 1), .quote("peace")),
                rank: .deprecated)
            try edit.judge(ana, other, .same, reason: "one delegate")
        }
        try kb.edit(by: "second desk") { edit in
            try edit.connection.run(
                "UPDATE stance SET confidence = 0.5, revision_id = ? WHERE id = 2", edit.revision())
        }
        return kb
    }

    @Test("by the words, who said it, who reported it and who coded it, in the library and in SQL")
    func grades() throws {
        let kb = try Self.file()
        let grades = try kb.stances.holding(.supports).grades().all()
        #expect(grades.map(\.wording) == [.quoted, .paraphrased, .paraphrased, .paraphrased])
        #expect(grades.map(\.holder.key) == ["ana", "ana", "ana", "ana"])
        #expect(grades.map(\.evidence.document.publisher) == ["Granma", "Granma", "Reuters", nil])
        #expect(grades.map(\.authors.last) == ["a", "b", "c", "d"])
        #expect(grades.map(\.coder) == Array(repeating: "first desk", count: 4))
        #expect(grades.map(\.reviser) == [nil, "second desk", nil, nil])
        #expect(grades[1].confidence == 0.5)
        #expect(
            try kb.texts(
                """
                SELECT json_array(stance_id, wording, said_by, reported_by, coded_by, revised_by)
                FROM evidence_grades WHERE stance_id IN (1, 2)
                """) == [
                    #"[1,"quoted","Ana","Granma","first desk",null]"#,
                    #"[2,"paraphrased","Ana","Granma","first desk","second desk"]"#,
                ])
    }

    @Test("by publishers, whatever the spelling of their names, and one for all captures of a page")
    func publishers() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            let ana = try edit.person("ana", name: "Ana")
            let peace = try edit.topic("peace", name: "Peace", kind: .issue)
            var last: ID<Document>?
            let sources = [
                ("The Gazette", false), ("the gazette", false), (" The Gazette ", false), (nil, false),
                ("Herald", true), ("The Herald Group", true), ("GAZETTE ONLINE", true), ("Étoile", false),
                ("Courier", false),
            ]
            for (index, (publisher, isLater)) in sources.enumerated() {
                let document = try edit.document(
                    // The Courier prints what Étoile had.
                    "d\(index)", title: "D", text: "Ana wants peace. \(min(index, 7))", publisher: publisher,
                    supersedes: isLater ? last : nil)
                last = document
                try edit.stance(
                    of: ana, .supports, toward: peace, evidence: document.quoting("Ana wants peace"))
            }
        }
        // The Gazette, the Herald on a page whose first capture has no publisher, Étoile.
        #expect(try kb.stances.corroboration().all().map(\.publishers) == [3])
        #expect(try kb.stances.positions().all().map(\.publishers) == [3])
        #expect(try kb.stances.counts(by: .holder, sources: true).all().map(\.publishers) == [3])
        #expect(
            try kb.texts(
                "SELECT publishers || '' FROM corroboration UNION ALL SELECT publishers || '' FROM positions")
                == ["3", "3"])
        // Who prints a text that a page had before belongs to the first capture of that page.
        let twins = try KnowledgeBase.inMemory()
        try twins.edit(by: "desk") { edit in
            let first = try edit.document("c", title: "C", text: "no", publisher: "P3", published: "2018")
            try edit.document(
                "b", title: "B", text: "peace", publisher: "P2", published: "2019", supersedes: first)
            try edit.document("a", title: "A", text: "peace", publisher: "P1", published: "2020")
        }
        #expect(try twins.texts("SELECT DISTINCT publisher FROM publishers") == ["p3"])
        // What it stands for is as the source spells it.
        #expect(try kb.stances.grades().all().first?.evidence.document.publisher == "The Gazette")
        #expect(
            try kb.texts("SELECT group_concat(coalesce(publisher, '-'), ', ') FROM publishers") == [
                "the gazette, the gazette, the gazette, -, herald, herald, herald, Étoile, Étoile"
            ])
    }

    @Test("by how many independent publishers attest it, things that were judged the same as one")
    func corroboration() throws {
        let kb = try Self.file()
        let found = try kb.stances.corroboration().all()
        #expect(found.count == 1)
        let one = try #require(found.first)
        #expect(one.holder.key == "ana" && one.polarity == .supports)
        #expect(one.publishers == 2 && one.documents == 4 && one.stances == 4 && one.quoted == 1)
        #expect(try kb.stances.corroboration(publishers: 3).all().isEmpty)
        #expect(
            try kb.texts(
                "SELECT json_array(holder_key, polarity, publishers, documents, stances, quoted) FROM corroboration"
            )
                == [#"["ana",1,2,4,4,1]"#])
    }

    @Test("of which there are more pages are refused: the others would be missing")
    func morePages() throws {
        let folder = try TemporaryFolder()
        let page =
            #"{"type": "AnnotationCollection", "total": 2, "first": {"type": "AnnotationPage", "items": [], "next": "page2"}}"#
        let path = try folder.write(page, to: "page.json")
        #expect {
            try KnowledgeBase.inMemory().importAnnotations(at: path)
        } throws: {
            "\($0)".contains("first.next: there are more pages")
        }
    }
}
