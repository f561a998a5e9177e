// Files that grew from one: what either has corrected since is corrected in both.

import Foundation
import Standpoint
import StandpointTestSupport
import Testing

@Suite("Merging files that grew from one")
struct MergeHistoryTests {
    /// Makes a file, two copies of it, and changes each; gives what both orders of merging them give.
    private static func grown(
        _ ancestor: (Edit) throws -> Void, _ one: @escaping (Edit) throws -> Void,
        _ other: @escaping (Edit) throws -> Void
    ) throws -> [KnowledgeBase] {
        let folder = try TemporaryFolder()
        let first = try KnowledgeBase(at: folder.path("ancestor"))
        try first.edit(by: "desk", ancestor)
        try first.close()
        for (name, change) in [("a", one), ("b", other)] {
            try FileManager.default.copyItem(atPath: folder.path("ancestor"), toPath: folder.path(name))
            let kb = try KnowledgeBase(at: folder.path(name))
            try kb.edit(by: name, change)
            try kb.close()
        }
        return try MergeTests.bothOrders(folder, "a", "b")
    }

    /// What a question gives in both orders, which is the same.
    private static func both(_ kbs: [KnowledgeBase], _ sql: String) throws -> [String] {
        let answers = try kbs.map { kb in
            try kb.read { snapshot in
                try snapshot.connection.rows(sql).map { row in
                    try (0..<row.count).map { try row.get($0, as: String?.self) ?? "" }.joined(separator: " ")
                }
            }
        }
        #expect(answers[0] == answers[1])
        return answers[0]
    }

    private static func ana(_ edit: Edit) throws {
        let ana = try edit.person("ana", name: "Ana", description: "wrong")
        let peace = try edit.topic("peace", name: "Peace", kind: .issue)
        let report = try edit.document("report", title: "Report", text: "Ana supports peace.")
        try edit.stance(of: ana, .supports, toward: peace, evidence: report.quoting("Ana supports peace"))
        let ben = try edit.person("ben", name: "Ben")
        try edit.judge(ana, ben, .same, reason: "alike")
    }

    private static func nothing(_ edit: Edit) throws { _ = try edit.person("eva", name: "Eva") }

    private static func run(_ sql: String) -> (Edit) throws -> Void {
        { edit in try edit.connection.execute(sql.replacing("REVISION", with: "\(edit.revision())")) }
    }

    @Test(
        "keeps what one has corrected and the other left",
        arguments: [
            ("DELETE FROM stance", "SELECT count(*) || '' FROM stance", "0"),
            (
                "UPDATE stance SET act = 'opposes', polarity = -1, revision_id = REVISION",
                "SELECT group_concat(act) FROM stance", "opposes"
            ),
            (
                "UPDATE entity SET name = 'Aaa', revision_id = REVISION WHERE key = 'ana'",
                "SELECT name FROM entity WHERE key = 'ana'", "Aaa"
            ),
            (
                "UPDATE entity SET description = NULL, revision_id = REVISION WHERE key = 'ana'",
                "SELECT description FROM entity WHERE key = 'ana'", ""
            ),
            ("DELETE FROM identity_judgement", "SELECT count(*) || '' FROM identity_judgement", "0"),
            (
                "DELETE FROM identity_judgement; DELETE FROM entity WHERE key = 'ben'",
                "SELECT group_concat(key) FROM (SELECT key FROM entity WHERE kind = 'person' ORDER BY 1)",
                "ana,eva"
            ),
            (
                "DELETE FROM stance; DELETE FROM document", "SELECT count(*) || '' FROM document", "0"
            ),
            (
                """
                INSERT INTO passage (document_id, start_offset, end_offset, quote, revision_id) SELECT document_id, 0, 12, 'Ana supports', REVISION FROM passage;
                UPDATE stance SET passage_id = (SELECT max(id) FROM passage), revision_id = REVISION; DELETE FROM passage WHERE id < (SELECT max(id) FROM passage);
                """,
                "SELECT group_concat(quote) FROM passage", "Ana supports"
            ),
        ])
    func keeps(change: String, question: String, answer: String) throws {
        let kbs = try Self.grown(Self.ana, Self.run(change), Self.nothing)
        #expect(try Self.both(kbs, question) == [answer])
        #expect(try Self.both(kbs, "SELECT table_name, column_name, value FROM conflict") == [])
        #expect(try kbs.allSatisfy { try $0.read { try $0.problems() }.isEmpty })
    }

    @Test("keeps a text that one has archived since, with what was cited of its source before")
    func archived() throws {
        let text = "Ana supports peace."
        let kbs = try Self.grown(
            { edit in
                let (ana, peace) = (
                    try edit.person("ana", name: "Ana"), try edit.topic("peace", name: "Peace", kind: .issue)
                )
                let report = try edit.document("report", title: "Report")
                try edit.stance(
                    of: ana, .supports, toward: peace, evidence: report.at("p. 1", quote: "peace"))
            }, { _ = try $0.document("report", title: "Report", text: text) }, Self.nothing)
        #expect(try Self.both(kbs, "SELECT key, text FROM document") == ["report \(text)"])
        #expect(try Self.both(kbs, "SELECT document_key, quote FROM stances") == ["report peace"])
    }

    @Test(
        "goes by what was last said of a thing that was deleted and is there again",
        arguments: [
            // The deletion was undone.
            (["DELETE FROM entity"], ["UNDO 2"], "Lula|first"),
            // It was made again, and corrected since.
            (
                ["DELETE FROM entity", Self.lula],
                ["UPDATE entity SET description = 'a corrected', revision_id = REVISION"],
                "Lula|a corrected"
            ),
            (
                ["DELETE FROM entity", Self.lula], ["UPDATE person SET gender = 'm', revision_id = REVISION"],
                "Lula|first m"
            ),
            (["DELETE FROM entity", Self.lula], ["DELETE FROM entity"], ""),
        ])
    func again(before: [String], since: [String], answer: String) throws {
        let folder = try TemporaryFolder()
        let (a, b) = (folder.path("a"), folder.path("b"))
        try Self.change(a, [Self.lula] + before)
        try FileManager.default.copyItem(atPath: a, toPath: b)
        try Self.change(b, since)
        for order in [[a, b], [b, a]] {
            let kb = try MergeTests.merged(folder, order)
            #expect(
                try kb.texts(
                    "SELECT name || '|' || coalesce(description, '') || coalesce(' ' || gender, '') FROM entity JOIN person USING (id)"
                ).joined() == answer)
            #expect(try kb.texts("SELECT value FROM conflict") == [])
            #expect(try kb.merge(fileAt: a, by: "m").revision == nil)
        }
    }

    @Test("keeps what was said again after a merge had deleted the thing")
    func saidAgain() throws {
        let folder = try TemporaryFolder()
        let (a, c) = (folder.path("a"), folder.path("c"))
        let gender = "UPDATE person SET gender = 'm', revision_id = REVISION"
        try Self.change(a, [Self.lula])
        try FileManager.default.copyItem(atPath: a, toPath: c)
        try Self.change(a, ["DELETE FROM entity"])
        try Self.change(c, [gender])
        let kb = try KnowledgeBase(at: c)
        try kb.merge(fileAt: a, by: "m")
        #expect(try kb.people.count() == 0)
        try kb.close()
        try Self.change(c, [Self.lula, gender])
        for order in [[a, c], [c, a]] {
            let kb = try MergeTests.merged(folder, order)
            #expect(try kb.texts("SELECT gender FROM person") == ["m"], "\(order)")
            #expect(try kb.merge(fileAt: c, by: "m").revision == nil)
        }
    }

    private static let undescribed = "UPDATE entity SET description = NULL, revision_id = REVISION"
    private static let called =
        "INSERT INTO name (entity_id, text, revision_id) SELECT id, 'Lulita', REVISION FROM entity"

    @Test(
        "brings what is said again after its deletion was merged, and a text archived there, in either order",
        arguments: [
            (
                there: [lula, called, "DELETE FROM name"], here: [], again: called,
                question: "SELECT text FROM name", answer: ["Lulita"]
            ),
            (
                there: [lula, undescribed, "DELETE FROM entity"], here: [], again: lula,
                question: "SELECT key || ' ' || description FROM entity", answer: ["lula first"]
            ),
            (
                there: [lula, "DELETE FROM entity", lula, undescribed], here: [lula, "DELETE FROM entity"],
                again: "UPDATE entity SET description = 'first', revision_id = REVISION",
                question: "SELECT key || ' ' || description FROM entity", answer: ["lula first"]
            ),
            (
                there: [
                    "INSERT INTO document (key, title, revision_id) VALUES ('report', 'Report', REVISION)"
                ],
                here: [
                    "INSERT INTO document (key, title, text, sha256, revision_id) VALUES ('report', 'Report', 'Ana was here.', '823db8a2f09c789f8a3a67f2ea6881da74521c3742e352845fa0c89d39a7e25c', REVISION)"
                ],
                again:
                    "UPDATE document SET text = 'Ana is here.', sha256 = '649b6b55828a68968611d025f24b457f390519c26ba8ef3386b17b9e41b35b96', revision_id = REVISION WHERE key = 'report--00000000'",
                question: "SELECT key || ': ' || text FROM document ORDER BY 1",
                answer: ["report--649b6b55: Ana is here.", "report: Ana was here."]
            ),
        ])
    func afterwards(there: [String], here: [String], again: String, question: String, answer: [String]) throws
    {
        let folder = try TemporaryFolder()
        try Self.change(folder.path("there"), there)
        try Self.change(folder.path("here"), here + ["MERGE " + folder.path("there"), again])
        for kb in try MergeTests.bothOrders(folder, "there", "here") {
            for name in ["there", "here"] {
                #expect(try kb.merge(fileAt: folder.path(name), by: "m").revision == nil)
            }
            #expect(try kb.problems().map(\.message) == [])
            #expect(try kb.texts(question) == answer)
        }
    }

    /// Merges files, each of them once more, and asks which things are one.
    private static func identities(_ folder: TemporaryFolder, _ names: [String]) throws -> [[String]] {
        let order = names.map(folder.path)
        let kb = try MergeTests.merged(folder, order)
        return try order.map { path in
            #expect(try kb.merge(fileAt: path, by: "m").revision == nil)
            return try kb.texts("SELECT key || ' ' || canonical_key FROM identities")
        }
    }

    private static func identifies(_ key: String) -> String {
        "INSERT INTO identifier (entity_id, scheme, value, revision_id) SELECT id, 'wikidata', 'Q2', REVISION FROM entity WHERE key = '\(key)'"
    }

    @Test(
        "keeps two things one by an identifier that one of them had been denied, in whatever order and however often"
    )
    func deniedIdentifier() throws {
        let folder = try TemporaryFolder()
        try Self.grow(
            [
                ("base", nil, ["k2", "k3"].map(Self.place)),
                ("denied", "base", [Self.identifies("k3"), "DELETE FROM identifier"]),
                ("again", "denied", [Self.identifies("k3")]), ("other", "denied", [Self.identifies("k2")]),
                // Who gives it to another thing while it is open whose it is decides that.
                (
                    "decided", "base",
                    [
                        Self.lula.replacing("'lula'", with: "'k1'"), Self.identifies("k1"), "MERGE again",
                        "UPDATE identifier SET entity_id = (SELECT id FROM entity WHERE key = 'k2'), revision_id = REVISION",
                    ]
                ),
            ], in: folder)
        for order in [["denied", "again", "other"], ["other", "again", "denied"]] {
            #expect(try Self.identities(folder, order) == [["k3 k2"], ["k3 k2"], ["k3 k2"]])
        }
        for order in [["again", "decided", "other"], ["other", "decided", "again"]] {
            #expect(try Self.identities(folder, order) == [[], [], []])
        }
    }

    @Test("lets what followed from an identifier go with it, in whatever order and however often")
    func deletedIdentifier() throws {
        let folder = try TemporaryFolder()
        let (one, other) = (folder.path("one"), folder.path("other"))
        try Self.change(other, [Self.paris, Self.identifies("paris")])
        try Self.change(
            one,
            [
                Self.place("lutetia"), Self.identifies("lutetia"),
                "MERGE " + other, "DELETE FROM identifier",
            ])
        try Self.change(folder.path("empty"), [])
        for order in [
            ["empty", "one", "other"], ["other", "one", "empty"], ["one", "empty", "other"],
            ["other", "empty", "one"],
        ] {
            #expect(try Self.identities(folder, order) == [[], [], []])
        }
    }

    /// Files that were changed one after the other, each from its ancestor, and what all of them say together.
    struct Story: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let files: [(name: String, origin: String?, changes: [String])]
        let question: String
        let answer: [String]
    }

    private static func source(_ key: String, text: String? = nil, after earlier: String? = nil) -> String {
        let (text, earlier) = (
            text.map { "'\($0)'" } ?? "NULL",
            earlier.map { "(SELECT id FROM document WHERE key = '\($0)')" } ?? "NULL"
        )
        return
            "INSERT INTO document (key, title, text, supersedes_id, revision_id) SELECT '\(key)', 'T', \(text), \(earlier), REVISION"
    }

    private static let anchored = [
        source("first", text: "alpha beta"), source("second", text: "beta alpha", after: "first"),
        "INSERT INTO passage (document_id, start_offset, end_offset, quote, revision_id) VALUES (1, 0, 5, 'alpha', REVISION), (2, 5, 10, 'alpha', REVISION)",
        "INSERT INTO passage_anchor (passage_id, document_id, outcome, new_passage_id, revision_id) VALUES (1, 2, 'moved', 2, REVISION)",
    ]

    private static func place(_ key: String) -> String { paris.replacing("'paris'", with: "'\(key)'") }

    private static let owners = """
        SELECT e.key FROM identifier i JOIN entity e ON e.id = i.entity_id
        UNION ALL SELECT 'conflict ' || value FROM conflict UNION ALL SELECT key || ' is ' || canonical_key FROM identities ORDER BY 1
        """

    static let stories = [
        Story(
            testDescription: "an anchor that was corrected, and then deleted in one file",
            files: [
                (
                    "a", nil,
                    anchored + [
                        "UPDATE passage_anchor SET outcome = 'orphaned', new_passage_id = NULL, revision_id = REVISION"
                    ]
                ),
                (
                    "b", "a",
                    ["INSERT INTO passage (document_id, locator, revision_id) VALUES (1, 'p. 1', REVISION)"]
                ),
                ("c", "a", ["DELETE FROM passage_anchor"]),
            ],
            question: "SELECT count(*) || '' FROM passage_anchor", answer: ["0"]),
        Story(
            testDescription: "an anchor in a capture that is said to be no later one",
            files: [
                ("a", nil, anchored), ("b", "a", [source("third")]),
                (
                    "c", "a",
                    ["UPDATE document SET supersedes_id = NULL, revision_id = REVISION WHERE key = 'second'"]
                ),
            ],
            question: "SELECT (SELECT count(*) FROM anchors) || ' ' || count(*) FROM passage_anchor",
            answer: ["0 1"]),
        Story(
            testDescription:
                "words that one looked for in a capture that another has deleted and a third has read",
            files: [
                ("a", nil, Array(anchored.dropLast(2))),
                (
                    "b", "a",
                    [
                        "INSERT INTO passage (document_id, start_offset, end_offset, quote, revision_id) VALUES (1, 6, 10, 'beta', REVISION)",
                        "INSERT INTO passage_anchor (passage_id, document_id, outcome, revision_id) VALUES (1, 2, 'orphaned', REVISION)",
                    ]
                ), ("c", "a", ["DELETE FROM document WHERE key = 'second'"]),
                (
                    "d", "a",
                    ["INSERT INTO passage (document_id, locator, revision_id) VALUES (2, 'p. 1', REVISION)"]
                ),
            ],
            question: "SELECT outcome FROM anchors", answer: ["orphaned"]),
        Story(
            testDescription: "a text that was archived in a source that a merge had parted",
            files: [
                ("a", nil, [source("report")]), ("b", nil, [source("report", text: "alpha")]),
                (
                    "c", nil,
                    [
                        "MERGE a",
                        "INSERT INTO passage (document_id, locator, revision_id) VALUES (1, 'p. 2', REVISION)",
                    ]
                ),
                (
                    "d", "a",
                    [
                        "MERGE b",
                        "UPDATE document SET text = 'gamma', revision_id = REVISION WHERE key = 'report--00000000'",
                    ]
                ),
            ],
            question: "SELECT key || ' ' || coalesce(text, '') FROM document ORDER BY 1",
            answer: ["report gamma", "report--00000000 ", "report--8ed3f6ad alpha"]),
        Story(
            testDescription:
                "what stands before words, that one took back and another has deleted with the words",
            files: [
                (
                    "a", nil,
                    [
                        source("first", text: "alpha beta"),
                        "INSERT INTO passage (document_id, start_offset, end_offset, quote, prefix, revision_id) VALUES (1, 6, 10, 'beta', ' ', REVISION)",
                    ]
                ), ("b", "a", ["DELETE FROM passage"]),
                (
                    "c", "a",
                    [
                        "UPDATE passage SET prefix = NULL, revision_id = REVISION",
                        source("second", text: "gamma", after: "first"),
                        "INSERT INTO passage_anchor (passage_id, document_id, outcome, revision_id) VALUES (1, 2, 'orphaned', REVISION)",
                    ]
                ),
            ],
            question: "SELECT quote || coalesce(' after ' || prefix, '') FROM passage", answer: ["beta"]),
        Story(
            testDescription:
                "an identifier that one has deleted, and another has given to a third thing since",
            files: [
                ("base", nil, [place("k5"), place("k6"), lula]),
                ("c", "base", [identifies("k5")]), ("a", "base", [identifies("k6"), "MERGE c"]),
                ("b", "base", ["MERGE a", "DELETE FROM identifier"]),
                ("d", "c", ["MERGE b", identifies("lula")]),
            ],
            question: owners, answer: ["lula"]),
        Story(
            testDescription:
                "an identifier of a thing whose key another has come to have, with a decision that was undone",
            files: [
                ("base", nil, [lula, place("k1")]),
                ("a", "base", ["DELETE FROM entity WHERE key = 'lula'", place("lula")]),
                ("c", "base", [identifies("k1")]),
                ("b", "base", [identifies("lula"), "MERGE c", "DELETE FROM conflict", "UNDO 5"]),
            ],
            question: owners, answer: ["conflict lula", "k1"]),
        Story(
            testDescription: "a thing that an identifier was said to be of, and that one has deleted",
            files: [
                ("a", nil, [paris]),
                ("b", nil, [lula, identifies("lula")]),
                ("c", "a", [identifies("paris"), "MERGE b", "DELETE FROM entity WHERE key = 'paris'"]),
            ],
            question: "SELECT key FROM entity UNION ALL SELECT value FROM conflict ORDER BY 1",
            answer: ["lula"]),
    ]

    /// Makes files, each from a copy of its origin; a `MERGE` among the changes names another of them.
    private static func grow(
        _ files: [(name: String, origin: String?, changes: [String])], in folder: TemporaryFolder
    ) throws {
        for (name, origin, changes) in files {
            if let origin {
                try FileManager.default.copyItem(atPath: folder.path(origin), toPath: folder.path(name))
            }
            try change(
                folder.path(name),
                changes.map { $0.hasPrefix("MERGE ") ? "MERGE " + folder.path(String($0.dropFirst(6))) : $0 })
        }
    }

    @Test("says the same of", arguments: stories)
    func story(_ story: Story) throws {
        let folder = try TemporaryFolder()
        try Self.grow(story.files, in: folder)
        let names = story.files.map(\.name)
        var random = SeededGenerator(UInt64(names.count))
        let others = (0..<2).map { _ in names.shuffled(using: &random) }
        for order in [names, names.reversed()] + others {
            let kb = try MergeTests.merged(folder, order.map(folder.path))
            #expect(try kb.texts(story.question) == story.answer, "\(order)")
            for name in names {
                #expect(
                    try kb.merge(fileAt: folder.path(name), by: "m").revision == nil, "\(order) and \(name)")
            }
            let problems = try kb.problems().map(\.message).filter { !$0.hasPrefix("sha256") }
            #expect(problems == [])
        }
    }

    /// Makes changes in a file, each in a revision: SQL, `UNDO` with the number of one, or `MERGE` with the path of a file.
    private static func change(_ path: String, _ changes: [String]) throws {
        let kb = try KnowledgeBase(at: path)
        for sql in changes {
            if sql.hasPrefix("MERGE ") {
                try kb.merge(fileAt: String(sql.dropFirst(6)), by: "desk")
                continue
            }
            try kb.edit(by: "desk") { edit in
                if sql.hasPrefix("UNDO ") {
                    try edit.undo(revision: Int64(sql.dropFirst(5)) ?? 0)
                } else {
                    try edit.connection.execute(sql.replacing("REVISION", with: "\(edit.revision())"))
                }
            }
        }
        try kb.close()
    }

    /// Two copies of a file in which both say something else, each merged into the other.
    private static func disagreeing(
        _ folder: TemporaryFolder, _ base: [String], _ one: String, _ other: String
    )
        throws -> (a: String, b: String)
    {
        let (a, b) = (folder.path("a"), folder.path("b"))
        try change(a, base)
        try FileManager.default.copyItem(atPath: a, toPath: b)
        try change(a, [one])
        try change(b, [other])
        try change(a, ["MERGE " + b])
        try change(b, ["MERGE " + a])
        return (a, b)
    }

    private static let conflicts = "SELECT column_name || ' ' || value FROM conflict ORDER BY 1"

    @Test("goes by who sets a column, whatever was open about it")
    func sets() throws {
        let folder = try TemporaryFolder()
        func describe(_ text: String) -> String {
            "UPDATE entity SET description = '\(text)', revision_id = REVISION"
        }
        let (a, b) = try Self.disagreeing(folder, [Self.lula], describe("y"), describe("z"))
        // Another column decides nothing.
        try Self.change(a, ["UPDATE entity SET name = 'Lula da Silva', revision_id = REVISION"])
        let kb = try KnowledgeBase(at: a)
        #expect(try kb.texts(Self.conflicts) == ["description y"])
        try kb.close()
        try Self.change(a, [describe("a third")])
        for order in [[a, b], [b, a]] {
            let kb = try MergeTests.merged(folder, order)
            #expect(
                try kb.texts("SELECT name || ' ' || description FROM entity") == ["Lula da Silva a third"])
            #expect(try kb.texts(Self.conflicts) == [])
        }
        // An undo brings back what was open.
        try Self.change(a, ["UNDO 5"])
        let again = try KnowledgeBase(at: a)
        #expect(try again.texts("SELECT description FROM entity") == ["z"])
        #expect(try again.texts(Self.conflicts) == ["description y"])
    }

    @Test("that is undone leaves open what was open before it")
    func undoneOverOpen() throws {
        let folder = try TemporaryFolder()
        func describe(_ text: String) -> String {
            "UPDATE entity SET description = '\(text)', revision_id = REVISION"
        }
        let (a, b) = try Self.disagreeing(folder, [Self.lula], describe("y"), describe("z"))
        let c = folder.path("c")
        try Self.change(c, [Self.lula, describe("zz")])
        try Self.change(a, ["MERGE " + c])
        let kb = try KnowledgeBase(at: a)
        #expect(try kb.texts("SELECT description FROM entity") == ["zz"])
        try kb.edit(by: "desk") { try $0.undo(revision: 4) }
        #expect(try kb.texts("SELECT description FROM entity") == ["z"])
        #expect(try kb.texts(Self.conflicts) == ["description y"])
        #expect(try kb.merge(fileAt: b, by: "desk").revision == nil)
    }

    @Test(
        "has a conflict once more that two have settled differently, and loses neither value",
        arguments: [
            (
                [Self.lula], "UPDATE entity SET description = 'VALUE', revision_id = REVISION", ["y", "z"],
                "SELECT description FROM entity", ["z"], ["description y"]
            ),
            (
                [Self.lula], "UPDATE entity SET name = 'VALUE', revision_id = REVISION", ["y", "z"],
                "SELECT name FROM entity", ["z"], ["name y"]
            ),
            (
                [Self.lula, Self.paris],
                "DELETE FROM identifier; INSERT INTO identifier (entity_id, scheme, value, revision_id) SELECT id, 'wikidata', 'Q1', REVISION FROM entity WHERE key = 'VALUE'",
                ["paris", "lula"], "SELECT e.key FROM identifier i JOIN entity e ON e.id = i.entity_id",
                ["lula"],
                ["entity_id paris"]
            ),
            (
                [Self.lula],
                "UPDATE act SET meaning = 'VALUE', revision_id = REVISION WHERE key = 'supports'",
                ["y", "z"], "SELECT meaning FROM act WHERE key = 'supports'", ["z"], ["meaning y"]
            ),
        ])
    func settled(
        base: [String], change: String, values: [String], question: String, shown: [String], open: [String]
    ) throws {
        let folder = try TemporaryFolder()
        let both = values.map { change.replacing("VALUE", with: $0) }
        let (a, b) = try Self.disagreeing(folder, base, both[0], both[1])
        // The one takes what was not shown, the other lets stand what is.
        let takes =
            change.contains("identifier")
            ? "UPDATE identifier SET entity_id = (SELECT id FROM entity WHERE key = '\(values[0])'), revision_id = REVISION"
            : both[0]
        try Self.change(a, [takes])
        try Self.change(b, ["DELETE FROM conflict"])
        for (path, value) in [(a, [values[0]]), (b, shown)] {
            let kb = try KnowledgeBase(at: path)
            #expect(try kb.texts(question) == value && kb.texts(Self.conflicts) == [])
            try kb.close()
        }
        for kb in try MergeTests.bothOrders(folder, "a", "b") {
            #expect(try kb.texts(question) == shown && kb.texts(Self.conflicts) == open)
        }
    }

    @Test(
        "gives the key to the thing of the first kind for as long as both are there, also where one is deleted or made again"
    )
    func partedKeys() throws {
        let folder = try TemporaryFolder()
        let (a, c, hub) = (folder.path("a"), folder.path("c"), folder.path("hub"))
        let keys = "SELECT key || ' ' || kind FROM entity ORDER BY 1"
        let listed =
            "SELECT e.key || ' ' || value FROM conflicts JOIN entity e ON e.id = row_id WHERE column_name = 'key'"
        let place = Self.place("lula")
        try Self.change(a, [Self.lula])
        try Self.change(c, [place, "MERGE " + a])
        try Self.change(a, ["MERGE " + c])
        try Self.change(hub, ["MERGE " + a, "MERGE " + c])
        for path in [a, c, hub] {
            let kb = try KnowledgeBase(at: path)
            #expect(try kb.texts(keys) == ["lula person", "lula--place place"])
            #expect(try kb.texts(listed) == ["lula--place lula"])
            #expect(try kb.merge(fileAt: hub == path ? a : hub, by: "desk").revision == nil)
            try kb.close()
        }
        // Dossiers and edits know the place by the key that they gave it.
        let kb = try KnowledgeBase(at: hub)
        let before = try kb.texts("SELECT id || '' FROM entity WHERE kind = 'place'")
        try kb.edit(by: "desk") { try $0.place("lula", name: "Lula", kind: .city) }
        #expect(
            try kb.texts("SELECT id || ' ' || key FROM entity WHERE kind = 'place'")
                == before.map { $0 + " lula--place" })
        // Nor is there another place of that key, whether or not the other has it still.
        try Self.change(a, ["DELETE FROM entity WHERE key = 'lula'"])
        #expect(throws: SQLiteError.self) { try Self.change(a, [place]) }
        for order in [[a, c], [c, a]] {
            let kb = try MergeTests.merged(folder, order)
            #expect(try kb.texts(keys) == ["lula place"])
            #expect(try kb.texts(listed) == [] && kb.problems() == [])
        }
        // Who makes the other again makes it for both.
        try Self.change(a, [Self.lula])
        for order in [[a, c], [c, a]] {
            #expect(try MergeTests.merged(folder, order).texts(keys) == ["lula person", "lula--place place"])
        }
    }

    @Test("knows that the meaning of a word was changed and set back")
    func setBack() throws {
        let folder = try TemporaryFolder()
        func means(_ text: String) -> String {
            "UPDATE term SET meaning = '\(text)', revision_id = REVISION WHERE field = 'participation.role' AND value = 'host'"
        }
        let meaning = "SELECT meaning FROM term WHERE field = 'participation.role' AND value = 'host'"
        let kb = try KnowledgeBase(at: folder.path("a"))
        let before = try kb.texts(meaning)
        try kb.close()
        try Self.change(folder.path("a"), [means("wrong")])
        try FileManager.default.copyItem(atPath: folder.path("a"), toPath: folder.path("b"))
        try Self.change(folder.path("b"), ["UNDO 1"])
        for kb in try MergeTests.bothOrders(folder, "a", "b") { #expect(try kb.texts(meaning) == before) }
    }

    @Test("can be undone where it made two sources of one, and where it brought no row")
    func undoes() throws {
        let folder = try TemporaryFolder()
        let (a, b) = (folder.path("a"), folder.path("b"))
        func archived(_ path: String) throws {
            let kb = try KnowledgeBase(at: path)
            try kb.edit(by: "desk") { try $0.document("first", title: "First", text: "alpha") }
            try kb.close()
        }
        try Self.change(
            a,
            [
                "INSERT INTO document (key, title, revision_id) VALUES ('first', 'First', REVISION)",
                "INSERT INTO document (key, title, supersedes_id, revision_id) SELECT 'second', 'Second', id, REVISION FROM document",
            ])
        try FileManager.default.copyItem(atPath: a, toPath: b)
        try archived(a)
        let said =
            "SELECT d.key || ' ' || coalesce(d.text, '') || ' ' || coalesce(s.key, '') FROM document d LEFT JOIN document s ON s.id = d.supersedes_id ORDER BY 1"
        let kb = try KnowledgeBase(at: b)
        let before = try kb.texts(said)
        let revision = try #require(try kb.merge(fileAt: a, by: "desk").revision)
        #expect(try kb.texts(said) != before)
        try kb.edit(by: "desk") { try $0.undo(revision: revision) }
        #expect(try kb.texts(said) == before)
        // What was said and taken back elsewhere is remembered, and that can be taken back.
        let other = folder.path("other")
        try Self.change(other, [Self.lula, "DELETE FROM entity"])
        let memory = try #require(try kb.merge(fileAt: other, by: "desk").revision)
        #expect(try kb.read { try $0.changes(in: memory) } == [])
        let taken = try kb.edit(by: "desk") { try $0.undo(revision: memory) }
        #expect(taken == 0)
    }

    private static let lula = """
        INSERT INTO entity (key, kind, name, description, revision_id) VALUES ('lula', 'person', 'Lula', 'first', REVISION);
        INSERT INTO person (id, revision_id) SELECT id, REVISION FROM entity WHERE key = 'lula';
        """
    private static let paris = """
        INSERT INTO entity (key, kind, name, revision_id) VALUES ('paris', 'place', 'Paris', REVISION);
        INSERT INTO place (id, kind, revision_id) SELECT id, 'city', REVISION FROM entity WHERE key = 'paris';
        """

    @Test(
        "is done where one file leads an anchor to words that the other has given up, and keys end like sums")
    func anchorsAndSums() throws {
        let kbs = try Self.grown(
            { edit in
                let first = try edit.document("first", title: "A", text: "alpha beta gamma")
                let second = try edit.document(
                    "second", title: "B", text: "x alpha beta gamma y", supersedes: first)
                try edit.passage(first.quoting("alpha beta gamma"))
                let found = try edit.reanchor(from: first, to: second, fuzzy: 0.1)
                #expect(found.map(\.outcome) == [.fuzzy])
            },
            { edit in
                try edit.connection.execute(
                    """
                    UPDATE passage_anchor SET outcome = 'ambiguous', new_passage_id = NULL, score = NULL, revision_id = \(edit.revision());
                    DELETE FROM passage WHERE id = 2
                    """)
            }, Self.nothing)
        #expect(kbs.count > 1)
        let folder = try TemporaryFolder()
        let texts = ["alpha", "beta"]
        // The first letters of the sum of the one text.
        let key = "report-8ed3f6ad"
        let files = try texts.map { text in
            let path = folder.path(text)
            let kb = try KnowledgeBase(at: path)
            try kb.edit(by: "desk") { _ = try $0.document(key, title: "T", text: text) }
            try kb.close()
            return path
        }
        for order in [files, files.reversed()] {
            let kb = try MergeTests.merged(folder, order)
            #expect(try kb.texts("SELECT text FROM document ORDER BY 1") == texts)
            #expect(try kb.texts("SELECT key FROM document WHERE text = 'alpha'") == [key + "--8ed3f6ad"])
            #expect(try kb.merge(fileAt: files[0], by: "m").revision == nil)
        }
    }

    @Test("can be undone where an identifier went to another thing, and the key of its own too")
    func undoneIdentifier() throws {
        let folder = try TemporaryFolder()
        let (mine, other) = (folder.path("mine"), folder.path("other"))
        try Self.change(mine, [Self.lula, Self.identifies("lula")])
        try FileManager.default.copyItem(atPath: mine, toPath: other)
        try Self.change(
            other,
            [
                "DELETE FROM entity", Self.place("lula"),
                Self.lula.replacing("'lula'", with: "'luiz'"), Self.identifies("luiz"),
            ])
        let identified =
            "SELECT e.key || ' ' || e.kind || ' ' || i.value FROM identifier i JOIN entity e ON e.id = entity_id"
        let kb = try KnowledgeBase(at: mine)
        let revision = try #require(try kb.merge(fileAt: other, by: "desk").revision)
        #expect(try kb.texts(identified) == ["luiz person Q2"])
        try kb.edit(by: "desk") { _ = try $0.undo(revision: revision) }
        #expect(try kb.texts(identified) == ["lula person Q2"])
        #expect(try kb.problems() == [])
    }

    @Test("is as if it had not been where it was undone")
    func undone() throws {
        let folder = try TemporaryFolder()
        let (mine, colleague) = (folder.path("mine"), folder.path("colleague"))
        let kb = try KnowledgeBase(at: mine)
        try kb.edit(by: "me") { edit in
            try edit.topic("sea", name: "Sea", kind: .policy)
            try edit.person("ana", name: "Anna", description: "mine")
        }
        let other = try KnowledgeBase(at: colleague)
        try other.edit(by: "colleague", Self.ana)
        let before = try kb.texts("SELECT key || name || coalesce(description, '') FROM entity ORDER BY 1")
        let revision = try #require(try kb.merge(fileAt: colleague, by: "me").revision)
        let after = try kb.texts("SELECT key || name || coalesce(description, '') FROM entity ORDER BY 1")
        try kb.edit(by: "me", note: "not yet checked") { try $0.undo(revision: revision) }
        #expect(
            try kb.texts("SELECT key || name || coalesce(description, '') FROM entity ORDER BY 1") == before)
        // The colleague loses nothing, and what was taken back can come again.
        #expect(try other.merge(fileAt: mine, by: "colleague").deleted == 0)
        #expect(try other.texts("SELECT quote FROM stances") == ["Ana supports peace"])
        try kb.merge(fileAt: colleague, by: "me")
        #expect(
            try kb.texts("SELECT key || name || coalesce(description, '') FROM entity ORDER BY 1") == after)
        try MergeTests.expectSame(kb, other, "merged again")
        // Undone, done again and undone again, it was never there either.
        var last = try kb.number("SELECT max(id) FROM revision")
        for _ in 0..<3 {
            try kb.edit(by: "me") { try $0.undo(revision: Int64(last)) }
            last += 1
        }
        #expect(
            try kb.texts("SELECT key || name || coalesce(description, '') FROM entity ORDER BY 1") == before)
        #expect(try other.merge(fileAt: mine, by: "colleague").deleted == 0)
        try kb.merge(fileAt: colleague, by: "me")
        try MergeTests.expectSame(kb, other, "merged once more")
    }

    @Test("lets stay what one has deleted and the other says more about")
    func needed() throws {
        let kbs = try Self.grown(
            Self.ana,
            Self.run(
                "DELETE FROM stance; DELETE FROM identity_judgement; DELETE FROM entity WHERE key = 'ana'")
        ) { edit in
            let (ana, peace) = (
                try edit.person("ana", name: "Ana"), try edit.topic("peace", name: "Peace", kind: .issue)
            )
            try edit.stance(
                of: ana, .praises, toward: peace,
                evidence: edit.document("report", title: "Report").quoting("Ana"))
        }
        #expect(try Self.both(kbs, "SELECT act FROM stance") == ["praises"])
        #expect(
            try Self.both(kbs, "SELECT key FROM entity WHERE kind = 'person' ORDER BY 1") == ["ana", "ben"])
    }

    @Test(
        "brings back what was said of what was deleted, where a third file needs it",
        arguments: [
            (
                "UPDATE entity SET description = 'right', revision_id = REVISION WHERE key = 'ben'",
                "DELETE FROM identity_judgement; DELETE FROM entity WHERE key = 'ben'",
                "INSERT INTO name (entity_id, text, kind, revision_id) SELECT id, 'Benny', 'alias', REVISION FROM entity WHERE key = 'ben'",
                "SELECT key || ' ' || description FROM entity WHERE description = 'right'", "ben right"
            ),
            (
                "UPDATE document SET supersedes_id = (SELECT id FROM document WHERE key = 'draft'), revision_id = REVISION WHERE key = 'report'",
                "DELETE FROM stance; DELETE FROM passage; DELETE FROM document",
                "INSERT INTO passage (document_id, locator, revision_id) SELECT id, 'p. 7', REVISION FROM document WHERE key = 'report'",
                "SELECT d.key || ' after ' || s.key FROM document d JOIN document s ON s.id = d.supersedes_id",
                "report after draft"
            ),
        ])
    func kept(says: String, deletes: String, needs: String, question: String, answer: String) throws {
        let folder = try TemporaryFolder()
        let first = try KnowledgeBase(at: folder.path("first"))
        try first.edit(by: "desk", Self.ana)
        try first.edit(by: "desk") { try $0.document("draft", title: "Draft", text: "Ana supports war.") }
        try first.close()
        for (name, sql) in ["says": says, "deletes": deletes, "needs": needs] {
            try FileManager.default.copyItem(atPath: folder.path("first"), toPath: folder.path(name))
            let kb = try KnowledgeBase(at: folder.path(name))
            try kb.edit(by: name, Self.run(sql))
            try kb.close()
        }
        let orders = [
            ["says", "deletes", "needs"], ["deletes", "says", "needs"], ["needs", "deletes", "says"],
        ]
        for order in orders {
            let two = try MergeTests.merged(folder, order.dropLast().map(folder.path))
            #expect(try two.texts(question) == [])
            let all = try MergeTests.merged(folder, order.map(folder.path))
            #expect(try all.texts(question) == [answer], "\(order)")
        }
    }

    @Test("lets stand what was taken back and said again")
    func again() throws {
        let folder = try TemporaryFolder()
        let first = try KnowledgeBase(at: folder.path("a"))
        try first.edit(by: "desk", Self.ana)
        try first.close()
        try FileManager.default.copyItem(atPath: folder.path("a"), toPath: folder.path("b"))
        let a = try KnowledgeBase(at: folder.path("a"))
        try a.edit(
            by: "a", Self.run("UPDATE entity SET name = 'Anna', revision_id = REVISION WHERE key = 'ana'"))
        try a.edit(
            by: "a", Self.run("UPDATE entity SET name = 'Ana', revision_id = REVISION WHERE key = 'ana'"))
        try a.close()
        let b = try KnowledgeBase(at: folder.path("b"))
        try b.edit(
            by: "b", Self.run("UPDATE entity SET name = 'Anne', revision_id = REVISION WHERE key = 'ana'"))
        try b.close()
        let merged = try MergeTests.bothOrders(folder, "a", "b")
        #expect(try Self.both(merged, "SELECT name FROM entity WHERE key = 'ana'") == ["Anne"])
        #expect(try Self.both(merged, "SELECT value FROM conflict") == ["Ana"])
    }

    @Test("keeps a conflict resolved that somebody resolved", arguments: ["Ana", "Anna"])
    func resolved(name: String) throws {
        let folder = try TemporaryFolder()
        for (file, said) in [("a", "Ana"), ("b", "Anna")] {
            let kb = try KnowledgeBase(at: folder.path(file))
            try kb.edit(by: file) { _ = try $0.person("ana", name: said) }
            try kb.close()
        }
        let kb = try KnowledgeBase(at: folder.path("a"))
        try kb.merge(fileAt: folder.path("b"), by: "desk")
        try kb.edit(by: "desk") { edit in
            _ = try edit.person("ana", name: name)
            _ = try edit.revision()
            try edit.connection.execute("DELETE FROM conflict")
        }
        let summary = try kb.merge(fileAt: folder.path("b"), by: "desk")
        #expect(summary.revision == nil)
        try kb.close()
        let kbs = try MergeTests.bothOrders(folder, "a", "b")
        #expect(try Self.both(kbs, "SELECT name FROM entity") == [name])
        #expect(try Self.both(kbs, "SELECT value FROM conflict") == [])
    }

    // MARK: The laws

    /// A part of a file that has nothing to do with the others: with many of them one merge is many cases.
    private struct World {
        let number: Int
        let name: String
        var random: SeededGenerator

        init(_ number: Int, seed: Int) {
            self.number = number
            name = "w\(number)-"
            random = SeededGenerator(UInt64(seed * 100_000 + number))
        }

        mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &random)] }

        /// The numbers of what a table has of this world.
        func ids(_ table: String, _ connection: Connection) throws -> [Int64] {
            let column =
                [
                    "stance": "holder_id", "identity_judgement": "left_id", "name": "entity_id",
                    "figure": "entity_id",
                ][table]
            let end = "\(name.dropLast())."
            let sql =
                switch table {
                case "document": "SELECT id FROM document WHERE key BETWEEN ? AND ? ORDER BY id"
                case "passage":
                    "SELECT p.id FROM document d JOIN passage p ON p.document_id = d.id WHERE d.key BETWEEN ? AND ? ORDER BY p.id"
                default:
                    "SELECT t.id FROM entity e JOIN \(table) t ON t.\(column ?? "id") = e.id WHERE e.key BETWEEN ? AND ? ORDER BY t.id"
                }
            return try connection.rows(sql, name, end).map { try $0.get(0, as: Int64.self) }
        }

        mutating func any(_ table: String, _ connection: Connection) throws -> Int64? {
            try ids(table, connection).randomElement(using: &random)
        }

        mutating func person(_ edit: Edit) throws -> ID<Person> {
            var key = name + pick(["p1", "p2", "p3", "p4"])
            if try edit.connection.value(Bool.self, "SELECT kind <> 'person' FROM entity WHERE key = ?", key)
                == true
            {
                key = name + "p1"
            }
            let known = try edit.connection.value(String.self, "SELECT name FROM entity WHERE key = ?", key)
            return try edit.person(key, name: known ?? pick(["Ana", "Ben"]))
        }

        /// Words of a report, or a place in one that is cited without its text.
        mutating func evidence(_ edit: Edit) throws -> Evidence {
            let key = name + pick(["d1", "d2"])
            let known = try edit.connection.rows("SELECT text FROM document WHERE key = ?", key).map {
                try $0.get(0, as: String?.self)
            }.first
            let text = known ?? pick([nil, text(), text()])
            let document = try edit.document(key, title: pick(["Report", "Notes"]), text: text)
            let word = pick(["want", "peace", "said"])
            return text == nil ? document.at("p. 1", quote: word) : document.quoting(word)
        }

        mutating func text() -> String {
            name + ": " + pick(["We want peace. They said no.", "They said no. We want peace."])
        }

        /// Corrects a report or what is quoted of it.
        mutating func changeEvidence(_ edit: Edit) throws {
            let (connection, revision) = (edit.connection, try edit.revision())
            guard let id = try any("document", connection) else { return }
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                try connection.run(
                    "UPDATE document SET title = ?, revision_id = ? WHERE id = ?",
                    pick(["Report", "Notes"]), revision, id)
            case 1:
                _ = try? connection.run(
                    "UPDATE document SET supersedes_id = ?, revision_id = ? WHERE id = ?",
                    any("document", connection), revision, id)
            case 2:
                let cited = try connection.value(
                    String.self, "SELECT key FROM document WHERE id = ? AND text IS NULL", id)
                if let cited { try edit.document(cited, title: "Report", text: text()) }
            default:
                // Less or more of the words.
                guard let id = try any("passage", connection) else { return }
                try? connection.savepoint {
                    try connection.run(
                        """
                        INSERT INTO passage (document_id, start_offset, end_offset, quote, revision_id)
                        SELECT d.id, p.start_offset, p.end_offset + ?2, substr(d.text, p.start_offset + 1, p.end_offset + ?2 - p.start_offset), ?3
                        FROM passage p JOIN document d ON d.id = p.document_id WHERE p.id = ?1 AND p.start_offset IS NOT NULL
                        """, id, pick([-1, 1, 2]), revision)
                    try connection.run(
                        "UPDATE stance SET passage_id = (SELECT max(id) FROM passage), revision_id = ? WHERE passage_id = ?",
                        revision, id)
                    try connection.run("DELETE FROM passage WHERE id = ?", id)
                }
            }
        }

        /// Says, corrects or takes back something at random.
        mutating func change(_ edit: Edit) throws {
            let (connection, revision) = (edit.connection, try edit.revision())
            switch Int.random(in: 0..<20, using: &random) {
            case 16, 17: try changeEvidence(edit)
            case 0...3:
                let key = name + pick(["t1", "t2"])
                let topic = try? edit.topic(key, name: "Topic", kind: .issue)
                guard
                    let topic = try topic ?? edit.topic(name + "t1", name: "Topic", kind: .issue)
                        as ID<Topic>?
                else { return }
                let (holder, act) = (try person(edit), pick([Act.supports, .opposes]))
                try edit.stance(of: holder, act, toward: topic, evidence: evidence(edit))
            case 4:
                let event = try edit.event(name + "e1", name: "Event", kind: .meeting)
                try edit.figure(of: event, "delegates", low: pick([10, 20]), evidence: evidence(edit))
            case 5, 6:
                _ = try edit.person(
                    name + pick(["p1", "p2"]), name: pick(["Ana", "Anna", "Ben"]),
                    date: pick([nil, "1950", "1951-02"]))
            case 7:
                if let id = try any("person", connection) {
                    try connection.run(
                        "UPDATE entity SET description = ?, revision_id = ? WHERE id = ?",
                        pick([nil, "one", "two"]), revision, id)
                }
            case 8: try edit.name(pick(["Nick", "Nack"]), of: person(edit))
            case 9:
                let value = "Q\(pick([1, 2]))\(number)"
                let known = try connection.value(
                    Int64.self, "SELECT id FROM identifier WHERE value = ?", value)
                if known == nil { try edit.identifier(value, scheme: "wikidata", of: person(edit)) }
            case 10:
                let (one, other) = (try person(edit), try person(edit))
                if one != other {
                    _ = try? edit.judge(
                        one, other, pick([.same, .same, .different, .unsure]), reason: "r",
                        by: pick(["ann", "ben"]))
                }
            case 11:
                if let id = try any("stance", connection) {
                    try connection.run("DELETE FROM stance WHERE id = ?", id)
                }
            case 12:
                if let id = try any("stance", connection) {
                    try connection.run(
                        "UPDATE stance SET confidence = ?, revision_id = ? WHERE id = ?", pick([0.5, 0.8]),
                        revision, id)
                }
            case 13:
                let table = pick(["name", "figure", "identity_judgement"])
                if let id = try any(table, connection) {
                    try connection.run("DELETE FROM \(table) WHERE id = ?", id)
                }
            case 19:
                // What a word means.
                let (word, meaning) = (name + "w", pick(["one", "two", "three"]))
                try connection.run(
                    "UPDATE term SET meaning = ?2, revision_id = ?3 WHERE field = 'x' AND value = ?1", word,
                    meaning, revision)
                if connection.changes == 0 {
                    try connection.run(
                        "INSERT INTO term (field, value, meaning, revision_id) VALUES ('x', ?, ?, ?)", word,
                        meaning, revision)
                }
            case 18:
                // One key of several kinds.
                _ = try? edit.organization(
                    name + pick(["p3", "p4", "t2", "l3"]), name: pick(["Org", "Party"]), kind: .party)
            case 14:
                let (one, other) = (pick(["l1", "l2", "l3"]), pick(["l1", "l2", "l3"]))
                guard let place = try? edit.place(name + other, name: other, kind: .city) else { return }
                if one != other { _ = try? edit.place(name + one, name: one, kind: .city, partOf: place) }
            default:
                // Whatever nothing rests on.
                let table = pick(["passage", "document", "entity"])
                if let id = try any(table, connection) {
                    _ = try? connection.run("DELETE FROM \(table) WHERE id = ?", id)
                }
            }
        }
    }

    /// Changes a file: each of its worlds, up to so many times.
    private static func change(_ path: String, _ worlds: inout [World], atMost count: Int) throws {
        let kb = try KnowledgeBase(at: path)
        for author in ["ann", "ben"] {
            try kb.edit(by: author) { edit in
                for world in worlds.indices {
                    for _ in 0..<Int.random(in: 0...count, using: &worlds[world].random) {
                        try worlds[world].change(edit)
                    }
                }
            }
        }
        try kb.close()
    }

    @Test(
        "gives the same in whatever order and however often, whatever each has corrected",
        arguments: 1...16)
    func laws(seed: Int) throws {
        var worlds = (0..<250).map { World($0, seed: seed) }
        let folder = try TemporaryFolder()
        var alone = SeededGenerator(UInt64(seed))
        try KnowledgeBase(at: folder.path("new")).close()
        try FileManager.default.copyItem(atPath: folder.path("new"), toPath: folder.path("ancestor"))
        try Self.change(folder.path("ancestor"), &worlds, atMost: 8)
        let (a, b, c) = (folder.path("a"), folder.path("b"), folder.path("c"))
        for path in [a, b, c] {
            // Some files have grown from nothing.
            let origin = Int.random(in: 0..<4, using: &alone) == 0 ? "new" : "ancestor"
            try FileManager.default.copyItem(atPath: folder.path(origin), toPath: path)
            try Self.change(path, &worlds, atMost: 6)
        }
        let (ab, ba) = (try MergeTests.merged(folder, [a, b]), try MergeTests.merged(folder, [b, a]))
        try MergeTests.expectSame(ab, ba, "seed \(seed): a b and b a")
        let bc = try MergeTests.merged(folder, [b, c])
        let abc = try MergeTests.merged(folder, [a, b, c])
        try MergeTests.expectSame(
            abc, MergeTests.merged(folder, [a, bc.path]), "seed \(seed): (a b) c and a (b c)")
        for path in [b, ba.path] {
            let summary = try ab.merge(fileAt: path, by: "merger")
            #expect(summary.revision == nil, "seed \(seed), \(path): \(summary)")
        }
        let problems = try abc.read { try $0.problems() }
        #expect(problems.isEmpty, "seed \(seed): \(problems)")
    }
}
