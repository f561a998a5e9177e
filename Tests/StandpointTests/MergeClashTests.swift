// Where two files exclude each other: both orders give the same, nothing is lost, and what did not fit is listed.

import Foundation
import Standpoint
import StandpointTestSupport
import Testing

@Suite("Merging files that exclude each other")
struct MergeClashTests {
    /// What two files say in SQL beside the same people, topic and document, and what is to be in the merged one.
    struct Clash: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var both = ""
        let one: String
        let other: String
        let question: String
        let answer: [String]
        var conflicts: [String] = []
    }

    private static let thing = "INSERT INTO entity (id, key, kind, name, revision_id) VALUES"
    private static let judgement =
        "INSERT INTO identity_judgement (left_id, right_id, verdict, author, reason, revision_id) VALUES"
    private static let identifier = "INSERT INTO identifier (entity_id, scheme, value, revision_id) VALUES"
    private static let document = "INSERT INTO document (id, key, title, text, revision_id) VALUES"
    private static let passage =
        "INSERT INTO passage (id, document_id, start_offset, end_offset, quote, locator, revision_id) VALUES"
    private static let stance =
        "INSERT INTO stance (holder_id, act, polarity, target_id, passage_id, revision_id) VALUES"
    private static let said =
        "SELECT l.key || ' ' || verdict || ' ' || r.key || ' ' || author FROM identity_judgement JOIN entity l ON l.id = left_id JOIN entity r ON r.id = right_id ORDER BY 1"

    static let clashes: [Clash] = [
        Clash(
            testDescription: "one row twice",
            one:
                "\(passage) (50, 4, 0, 3, 'Ana', NULL, R); \(stance) (1, 'supports', 1, 3, 50, R), (1, 'supports', 1, 3, 50, R)",
            other: "SELECT 1", question: "SELECT act FROM stance", answer: ["supports", "supports"]),
        Clash(
            testDescription: "a judgement and a name twice, and once",
            one:
                "\(judgement) (1, 2, 'same', 'a', 'r', R), (1, 2, 'same', 'a', 'r', R); INSERT INTO name (entity_id, text, revision_id) VALUES (1, 'N', R), (1, 'N', R)",
            other: "INSERT INTO name (entity_id, text, revision_id) VALUES (1, 'N', R)",
            question:
                "SELECT (SELECT count(*) FROM identity_judgement) || ' ' || (SELECT count(*) FROM name)",
            answer: ["2 2"]
        ),
        Clash(
            testDescription: "codes and meanings of an act",
            one: "INSERT INTO act (key, polarity, meaning, revision_id) VALUES ('heckles', -1, 'aaa', R)",
            other:
                "INSERT INTO act (key, polarity, plover, cameo, meaning, revision_id) VALUES ('heckles', -1, 'REJECT', '11', 'bbb', R)",
            question: "SELECT plover || cameo || meaning FROM act WHERE key = 'heckles'",
            answer: ["REJECT11bbb"],
            conflicts: ["act meaning aaa"]),
        Clash(
            testDescription: "a text, and none but a place to look it up",
            one:
                "\(document) (5, 'd', 'D', 'Ana supports peace.', R); \(passage) (50, 5, 0, 3, 'Ana', NULL, R)",
            other: "\(document) (5, 'd', 'D', NULL, R); \(passage) (50, 5, NULL, NULL, 'peace', 'p. 3', R)",
            question: "SELECT quote FROM passage ORDER BY 1", answer: ["Ana", "peace"],
            conflicts: ["document key d"]),
        Clash(
            testDescription: "a text, and a source that is cited without it",
            one: "\(document) (5, 'd', 'D', 'Ana supports peace.', R)",
            other: "\(document) (5, 'd', 'E', NULL, R); \(passage) (50, 5, NULL, NULL, 'war', 'p. 3', R)",
            question: "SELECT key || ' ' || title FROM document WHERE key GLOB 'd*' ORDER BY 1",
            answer: ["d D", "d--00000000 E"], conflicts: ["document key d"]),
        Clash(
            testDescription: "different texts without a sum",
            one: "\(document) (5, 'd', 'D', 'One text.', R)",
            other: "\(document) (5, 'd', 'D', 'Other text.', R)",
            question: "SELECT text FROM document WHERE key GLOB 'd*' ORDER BY 1",
            answer: ["One text.", "Other text."], conflicts: ["document key d"]),
        Clash(
            testDescription: "two quotes at one place of a source without text",
            one:
                "\(document) (5, 'd', 'D', NULL, R); \(passage) (50, 5, NULL, NULL, 'aa', 'p1', R), (51, 5, NULL, NULL, 'bb', 'p1', R)",
            other: "\(document) (5, 'd', 'D', NULL, R); \(passage) (50, 5, NULL, NULL, 'cc', 'p1', R)",
            question: "SELECT quote FROM passage ORDER BY 1", answer: ["aa", "bb", "cc"]),
        Clash(
            testDescription: "parts of each other",
            both:
                "\(thing) (10, 'e1', 'event', 'E', R), (11, 'e2', 'event', 'E', R); INSERT INTO event (id, kind, revision_id) VALUES (10, 'meeting', R), (11, 'meeting', R)",
            one: "UPDATE event SET part_of_id = 11, revision_id = R WHERE id = 10",
            other: "UPDATE event SET part_of_id = 10, revision_id = R WHERE id = 11",
            question:
                "SELECT e.key || coalesce(' in ' || p.key, '') FROM event v JOIN entity e ON e.id = v.id LEFT JOIN entity p ON p.id = part_of_id ORDER BY 1",
            answer: ["e1 in e2", "e2"], conflicts: ["event part_of_id e1"]),
        Clash(
            testDescription: "the same and different", one: "\(judgement) (1, 2, 'same', 'a', 'r', R)",
            other: "\(judgement) (1, 2, 'different', 'b', 'r', R)", question: said,
            answer: ["ana different ben b", "ana unsure ben a"],
            conflicts: ["identity_judgement verdict same"]),
        Clash(
            testDescription: "different, and of one identifier",
            one: "\(judgement) (1, 2, 'different', 'a', 'r', R); \(identifier) (1, 'wikidata', 'Q1', R)",
            other: "\(identifier) (2, 'wikidata', 'Q1', R)", question: said,
            answer: ["ana different ben a", "ana unsure ben merge"],
            conflicts: ["identity_judgement verdict same"]),
        Clash(
            testDescription: "one identifier of two kinds",
            one:
                "\(thing) (10, 'cuba', 'organization', 'Cuba', R); INSERT INTO organization (id, kind, revision_id) VALUES (10, 'state', R); \(identifier) (10, 'wikidata', 'Q241', R)",
            other:
                "\(thing) (10, 'cuba-island', 'place', 'Cuba', R); INSERT INTO place (id, kind, revision_id) VALUES (10, 'country', R); \(identifier) (10, 'wikidata', 'Q241', R)",
            question: "SELECT key FROM identifier JOIN entity ON entity.id = entity_id", answer: ["cuba"],
            conflicts: ["identifier entity_id cuba-island"]),
        Clash(
            testDescription: "one key of two kinds",
            one:
                "\(thing) (10, 'cuba', 'organization', 'Cuba', R); INSERT INTO organization (id, kind, revision_id) VALUES (10, 'state', R)",
            other:
                "\(thing) (10, 'cuba', 'place', 'Cuba', R); INSERT INTO place (id, kind, revision_id) VALUES (10, 'country', R)",
            question: "SELECT key || ' ' || kind FROM entity WHERE name = 'Cuba' ORDER BY 1",
            answer: ["cuba organization", "cuba--place place"], conflicts: ["entity key cuba"]),
        Clash(
            testDescription: "a document that another one supersedes, under one key of two texts",
            one:
                "\(document) (5, 'd0', 'D', 'One text.', R), (6, 'd1', 'D', 'Later.', R); UPDATE document SET supersedes_id = 5 WHERE id = 6",
            other:
                "\(document) (5, 'd0', 'D', 'Other text.', R), (6, 'd1', 'D', 'Later.', R); UPDATE document SET supersedes_id = 5 WHERE id = 6",
            question: "SELECT count(*) || '' FROM document WHERE key GLOB 'd0*'", answer: ["2"],
            conflicts: ["document supersedes_id d0", "document key d0"]),
    ]

    @Test("gives the same in both orders, and lists what did not fit", arguments: clashes)
    func clash(_ clash: Clash) throws {
        let folder = try TemporaryFolder()
        for (name, sql) in [("a", clash.one), ("b", clash.other)] {
            let kb = try KnowledgeBase(at: folder.path(name))
            try kb.edit(by: name) { edit in
                try edit.person("ana", name: "Ana")
                try edit.person("ben", name: "Ben")
                try edit.topic("peace", name: "Peace", kind: .issue)
                let revision = "\(try edit.revision())"
                let common =
                    "\(Self.document) (4, 'report', 'Report', 'Ana supports peace.', R); \(clash.both); \(sql)"
                try edit.connection.execute(common.replacing(/\bR\b/, with: revision))
            }
            try kb.close()
        }
        for kb in try MergeTests.bothOrders(folder, "a", "b") {
            let answer = try kb.read { snapshot in
                try snapshot.connection.rows(clash.question).map { try $0.get(0, as: String.self) }
            }
            #expect(answer == clash.answer)
            let listed = try kb.sql("SELECT table_name || ' ' || column_name || ' ' || value FROM conflicts")
                .all(
                    String.self)
            #expect(listed.count == clash.conflicts.count, "\(listed)")
            for (one, expected) in zip(listed, clash.conflicts) {
                #expect(one.hasPrefix(expected), "\(listed)")
            }
            let problems = try kb.read { try $0.problems() }.map(\.message).filter { !$0.hasPrefix("sha256") }
            #expect(problems == [])
        }
    }

    @Test("keeps whose an identifier was said to be, in either order")
    func identified() throws {
        let folder = try TemporaryFolder()
        func file(_ name: String, identifies key: String?) throws -> String {
            let path = folder.path(name)
            let kb = try KnowledgeBase(at: path)
            try kb.edit(by: "first") { edit in
                let (ana, peace) = (
                    try edit.person("ana", name: "Ana"), try edit.topic("peace", name: "Peace", kind: .cause)
                )
                if key == "ana" { try edit.identifier("2", scheme: "viaf", of: ana) }
                if key == "peace" { try edit.identifier("2", scheme: "viaf", of: peace) }
            }
            try kb.close()
            return path
        }
        let (c, d, plain) = (
            try file("c", identifies: "ana"), try file("d", identifies: "peace"),
            try file("e", identifies: nil)
        )
        let both = try MergeTests.merged(folder, [c, d])
        for kb in [
            both, try MergeTests.merged(folder, [plain, both.path]),
            try MergeTests.merged(folder, [d, plain, c]),
        ] {
            #expect(
                try kb.texts("SELECT table_name || '.' || column_name || ' ' || value FROM conflict")
                    == ["identifier.entity_id peace"])
        }
    }

    @Test(
        "lets the same thing stand for a class where it gives its key to one of another kind, until it is undone"
    )
    func keyOfClass() throws {
        let folder = try TemporaryFolder()
        let (mine, other) = (folder.path("mine"), folder.path("other"))
        let kb = try KnowledgeBase(at: mine)
        try kb.edit(by: "me") { edit in
            try edit.judge(
                edit.person("a", name: "A"), edit.person("a-b", name: "A. B."), .same, reason: "alike")
        }
        try KnowledgeBase(at: other).edit(by: "colleague") {
            _ = try $0.event("a", name: "A", kind: .meeting)
        }
        let question = "SELECT e.key || ' is ' || c.key FROM entity e JOIN entity c ON c.id = e.canonical_id"
        #expect(try kb.texts(question) == ["a-b is a"])
        let revision = try #require(try kb.merge(fileAt: other, by: "me").revision)
        #expect(try kb.texts(question) == ["a-b is a--person"])
        let undone = try kb.edit(by: "me") { edit in
            try edit.undo(revision: revision)
            return try edit.revision()
        }
        #expect(try kb.texts(question) == ["a-b is a"])
        try kb.edit(by: "me") { _ = try $0.undo(revision: undone) }
        #expect(try kb.texts(question) == ["a-b is a--person"])
        #expect(try kb.read { try $0.problems() }.isEmpty)
        #expect(try kb.merge(fileAt: other, by: "me").revision == nil)
    }

    @Test(
        "gives the same in either order after a judgement was withdrawn, a conflict decided or an anchor corrected"
    )
    func decided() throws {
        let folder = try TemporaryFolder()
        func file(_ name: String, from origin: String? = nil, _ change: (Edit) throws -> Void) throws
            -> String
        {
            let path = folder.path(name)
            if let origin { try FileManager.default.copyItem(atPath: origin, toPath: path) }
            let kb = try KnowledgeBase(at: path)
            try kb.edit(by: name, change)
            try kb.close()
            return path
        }
        func merge(_ other: String, into path: String, _ change: (Edit) throws -> Void) throws {
            let kb = try KnowledgeBase(at: path)
            try kb.merge(fileAt: other, by: "merger")
            try kb.edit(by: "desk", change)
            try kb.close()
        }
        func both(_ one: String, _ other: String, _ question: String) throws -> [[String]] {
            try [[one, other], [other, one]].map { order in
                let kb = try MergeTests.merged(folder, order)
                for path in order {
                    #expect(try kb.merge(fileAt: path, by: "m").revision == nil, "\(question)")
                }
                #expect(try kb.problems().map(\.message) == [])
                return try kb.texts(question)
            }
        }
        // Nothing forbids any more that they are the same.
        let people = try file("people") { edit in
            for key in ["p1", "p2"] { try edit.person(key, name: key) }
        }
        func judged(_ verdict: Judgement.Verdict) throws -> String {
            try file("\(verdict)", from: people) { edit in
                try edit.judge(
                    edit.person("p1", name: "p1"), edit.person("p2", name: "p2"), verdict, reason: "r")
            }
        }
        let (same, different) = (try judged(.same), try judged(.different))
        try merge(same, into: different) { edit in
            let id = try edit.connection.value(
                ID<Judgement>.self, "SELECT id FROM identity_judgement WHERE verdict = 'different'")
            try edit.withdraw(#require(id))
        }
        #expect(
            try both(same, different, "SELECT key || ' ' || canonical_key FROM identities")
                == [["p2 p1"], ["p2 p1"]])
        // Undone, each stands as it was.
        let third = try file("third", from: people) { edit in
            try edit.judge(edit.person("p1", name: "p1"), edit.person("p2", name: "p2"), .same, reason: "r")
        }
        let fourth = try file("fourth", from: people) { edit in
            try edit.judge(
                edit.person("p1", name: "p1"), edit.person("p2", name: "p2"), .different, reason: "r")
        }
        let kb = try KnowledgeBase(at: third)
        let merged = try #require(try kb.merge(fileAt: fourth, by: "m").revision)
        #expect(
            try kb.texts("SELECT verdict FROM identity_judgement ORDER BY 1") == ["different", "unsure"])
        try kb.edit(by: "desk") { _ = try $0.undo(revision: merged) }
        #expect(try kb.texts("SELECT verdict FROM identity_judgement") == ["same"])
        // What an identifier drew and somebody withdrew is not drawn again.
        let identified = try ["k", "q"].map { key in
            try file(key, from: nil) { edit in
                try edit.identifier("Q1", scheme: "wikidata", of: edit.person(key, name: key))
            }
        }
        let parted = folder.path("parted")
        try FileManager.default.copyItem(atPath: identified[0], toPath: parted)
        try merge(identified[1], into: parted) { edit in
            let id = try edit.connection.value(ID<Judgement>.self, "SELECT id FROM identity_judgement")
            try edit.withdraw(#require(id))
        }
        #expect(try both(identified[0], parted, "SELECT key FROM identities") == [[], []])
        // Somebody has decided what a word means: one meaning stands, and that of the other was given up.
        func meaning(_ text: String) -> (Edit) throws -> Void {
            { edit in
                try edit.connection.execute(
                    "UPDATE act SET meaning = '\(text)', revision_id = \(edit.revision()) WHERE key = 'supports'"
                )
            }
        }
        let (one, two) = (try file("zzz", meaning("zzz")), try file("aaa", meaning("aaa")))
        let said =
            "SELECT meaning FROM act WHERE key = 'supports' UNION ALL SELECT table_name || column_name || value FROM conflict"
        #expect(try both(one, two, said) == [["zzz", "actmeaningaaa"], ["zzz", "actmeaningaaa"]])
        try merge(one, into: two) { edit in
            try meaning("aaa")(edit)
            try edit.connection.execute("DELETE FROM conflict")
        }
        #expect(try both(one, two, said) == [["aaa"], ["aaa"]])
        // Two led the same words elsewhere.
        let captures = try file("captures") { edit in
            let first = try edit.document("first", title: "A", text: "alpha gamma")
            let second = try edit.document("second", title: "B", text: "gamme or gamna", supersedes: first)
            try edit.passage(first.quoting("gamma"))
            for words in ["gamme", "gamna"] { try edit.passage(second.quoting(words)) }
        }
        func led(_ name: String, to passage: Int, _ score: Double) throws -> String {
            try file(name, from: captures) { edit in
                try edit.connection.execute(
                    "INSERT INTO passage_anchor (passage_id, document_id, outcome, new_passage_id, score, revision_id) VALUES (1, 2, 'fuzzy', \(passage), \(score), \(edit.revision()))"
                )
            }
        }
        let anchors = try both(
            led("one", to: 2, 0.8), led("other", to: 3, 0.7),
            "SELECT p.quote || ' ' || a.score FROM passage_anchor a JOIN passage p ON p.id = a.new_passage_id UNION ALL SELECT value FROM conflict"
        )
        #expect(anchors[0] == anchors[1] && anchors[0].count == 2)
        // What was found once and corrected since does not come back from an older copy.
        let older = folder.path("one")
        let corrected = try file("corrected", from: older) { edit in
            try edit.connection.execute(
                "UPDATE passage_anchor SET outcome = 'orphaned', new_passage_id = NULL, score = NULL, revision_id = \(edit.revision())"
            )
        }
        let outcomes = "SELECT outcome FROM passage_anchor UNION ALL SELECT value FROM conflict"
        #expect(try both(older, corrected, outcomes) == [["orphaned"], ["orphaned"]])
    }

    @Test("says nothing of a thing that was said of one of another kind that had its key, in whatever order")
    func kinds() throws {
        let folder = try TemporaryFolder()
        func file(_ name: String, _ change: (Edit) throws -> Void) throws -> String {
            let path = folder.path(name)
            let kb = try KnowledgeBase(at: path)
            try kb.edit(by: name, change)
            try kb.close()
            return path
        }
        let person = try file("person") { edit in
            try edit.identifier("Q5", scheme: "wikidata", of: edit.person("shared", name: "Shared Person"))
        }
        let party = try file("party") { _ = try $0.organization("shared", name: "Shared Org", kind: .party) }
        let gamma = try file("gamma") { edit in
            try edit.identifier("Q5", scheme: "wikidata", of: edit.person("gamma", name: "Gamma"))
        }
        let gone = folder.path("gone")
        try FileManager.default.copyItem(atPath: person, toPath: gone)
        let kb = try KnowledgeBase(at: gone)
        try kb.edit(by: "gone") { edit in
            _ = try edit.revision()
            try edit.connection.execute("DELETE FROM identifier; DELETE FROM entity")
        }
        try kb.close()
        func said(_ order: [String]) throws -> [String] {
            try MergeTests.merged(folder, order).texts(
                """
                SELECT e.key || ' ' || e.kind || ' ' || e.name || coalesce(' is ' || c.key, '') FROM entity e LEFT JOIN entity c ON c.id = e.canonical_id
                UNION ALL SELECT 'conflict ' || column_name || ' ' || value FROM conflicts ORDER BY 1
                """)
        }
        let all = [
            "conflict key shared", "gamma person Gamma", "shared organization Shared Org",
            "shared--person person Shared Person is gamma",
        ]
        for order in [
            [person, party, gamma], [person, gamma, party], [gamma, party, person], [party, gamma, person],
        ] {
            #expect(try said(order) == all)
        }
        // What a fact says of a place by its key is not said of a party that has the key now.
        let summit = try file("summit") { edit in
            let hall = try edit.place("shared", name: "Shared Hall", kind: .venue)
            let event = try edit.event("summit", name: "Summit", kind: .meeting, place: hall)
            let text = try edit.document("t", title: "T", text: "The summit was held in Shared Hall.")
            try edit.attribute(of: event, "place", "shared", evidence: text.quoting("held in Shared Hall"))
        }
        for order in [[summit, party], [party, summit]] {
            #expect(
                try MergeTests.merged(folder, order).texts("SELECT value FROM attributes") == ["Shared Hall"])
        }
        for order in [[person, gone, party], [party, gone, person], [gone, party, person]] {
            let left = try said(order)
            #expect(left == ["shared organization Shared Org"], "\(order): \(left)")
        }
    }

    @Test("keeps which of two things somebody preferred that an identifier made one")
    func preferred() throws {
        let folder = try TemporaryFolder()
        for key in ["aa", "bb"] {
            let kb = try KnowledgeBase(at: folder.path(key))
            try kb.edit(by: key) { edit in
                try edit.identifier("Q1", scheme: "wikidata", of: edit.person(key, name: key))
            }
            try kb.close()
        }
        let both = try MergeTests.merged(folder, [folder.path("aa"), folder.path("bb")])
        try both.edit(by: "desk") { edit in
            try edit.connection.run(
                "UPDATE identity_judgement SET preferred_id = (SELECT id FROM entity WHERE key = 'bb'), revision_id = ?",
                edit.revision())
        }
        try both.close()
        for order in [["aa", both.path], ["bb", both.path], [both.path, "aa"], [both.path, "bb"]] {
            let kb = try MergeTests.merged(folder, order.map { $0.contains("/") ? $0 : folder.path($0) })
            #expect(
                try kb.texts("SELECT key || canonical_key FROM identities ORDER BY 1") == ["aabb"])
            #expect(try kb.number("SELECT count(*) FROM identity_judgement") == 1)
        }
    }

    @Test("puts a source that is cited without its text beside the texts of its key, in whatever order")
    func cited() throws {
        let folder = try TemporaryFolder()
        func file(_ name: String, _ text: String?, _ quote: String) throws -> String {
            let path = folder.path(name)
            let kb = try KnowledgeBase(at: path)
            try kb.edit(by: name) { edit in
                let ana = try edit.person("ana", name: "Ana")
                let peace = try edit.topic("peace", name: "Peace", kind: .cause)
                let report = try edit.document("report", title: "Report of \(name)", text: text)
                let evidence = text == nil ? report.at("p. 1", quote: quote) : report.quoting(quote)
                try edit.stance(of: ana, .supports, toward: peace, evidence: evidence)
            }
            try kb.close()
            return path
        }
        let files = [
            try file("a", nil, "for peace"), try file("b", nil, "for war"),
            try file("c", "Ana is for peace.", "peace"), try file("d", "Ana was for peace.", "was"),
        ]
        let said =
            "SELECT d.key || ': ' || p.quote FROM stance s JOIN passage p ON p.id = s.passage_id JOIN document d ON d.id = p.document_id ORDER BY p.quote"
        let titles = "SELECT title FROM document UNION ALL SELECT value FROM conflict ORDER BY 1"
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]] {
            let kb = try MergeTests.merged(folder, order.map { files[$0] })
            #expect(
                try kb.texts(said) == [
                    "report--00000000: for peace", "report--00000000: for war", "report: peace",
                    "report--022cc8c4: was",
                ])
            #expect(
                try kb.texts(titles) == ["Report of a", "Report of b", "Report of c", "Report of d"])
        }
    }
}
