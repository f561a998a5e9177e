// Questions for stances: the question, the SQL that it runs, and the answer, side by side.

import Foundation
import StandpointSQLite
import StandpointTestSupport
import Testing

@testable import Standpoint

@Suite("A question for stances")
struct StanceQueryTests {
    private static func havana() throws -> KnowledgeBase {
        let kb = try KnowledgeBase.inMemory()
        try kb.importDossier(at: DossierFolder.example)
        return kb
    }

    typealias Question = (
        words: String, ask: @Sendable (Query<Stance>) -> Query<Stance>, condition: String
    )

    static let questions: [Question] = [
        ("all", { $0 }, "1"),
        ("held by Maduro", { $0.held(by: "nicolas-maduro") }, "holder_id = \(id("nicolas-maduro"))"),
        ("toward unity", { $0.toward("unity") }, "target_id = \(id("unity"))"),
        (
            "toward capitalism and all that is narrower",
            { $0.toward("capitalism", includingNarrower: true) },
            "target_id IN (\(id("capitalism")), \(id("global-capitalism")), \(id("savage-capitalism")))"
        ),
        ("against something", { $0.holding(.opposes) }, "polarity = -1"),
        ("for something", { $0.holding(.supports) }, "polarity = 1"),
        ("neither", { $0.holding(.neutral) }, "polarity = 0"),
        ("demands and calls", { $0.by(.demands, .callsFor) }, "act IN ('demands', 'calls-for')"),
        (
            "of the Colombian government", { $0.addressed(to: "colombian-government") },
            "addressee_id = \(id("colombian-government"))"
        ),
        (
            "at the meeting", { $0.at("solidarity-meeting-2019") },
            "event_id = \(id("solidarity-meeting-2019"))"
        ),
        ("in 2019", { $0.expressed(in: "2019") }, "earliest <= '2019-12-31' AND latest >= '2019-01-01'"),
        ("on 6 November", { $0.expressed(in: "2019-11-06") }, "date = '2019-11-06'"),
        ("in 2018", { $0.expressed(in: "2018") }, "0"),
        ("on no date", { $0.expressed(in: "yesterday") }, "0"),
        ("in the report", { $0.documented(by: "havana-report") }, "1"),
        ("in another document", { $0.documented(by: "nothing") }, "0"),
        ("on behalf of Cuba", { $0.onBehalf(of: "cuba") }, "on_behalf_of_id = \(id("cuba"))"),
        ("held by nobody known", { $0.held(by: "x'); DROP TABLE stance; --") }, "0"),
        ("by no act", { $0.by() }, "0"),
        (
            "what Maduro opposes, narrower neoliberalism included",
            {
                $0.toward("neoliberalism", includingNarrower: true).holding(.opposes).held(
                    by: "nicolas-maduro")
            },
            """
            holder_id = \(id("nicolas-maduro")) AND polarity = -1
            AND target_id IN (\(id("neoliberalism")), \(id("neoliberal-model-of-the-imf")))
            """
        ),
        (
            "what the meeting demanded of Colombia in November",
            {
                $0.expressed(in: "2019-11").addressed(to: "colombian-government").by(.demands)
                    .held(by: "solidarity-meeting-2019").at("solidarity-meeting-2019").documented(
                        by: "havana-report")
            }, "addressee_id = \(id("colombian-government")) AND act = 'demands'"
        ),
    ]

    private static func id(_ key: String) -> String { "(SELECT id FROM entity WHERE key = '\(key)')" }

    /// The answer to plain SQL over the table, written by hand.
    private static func expected(_ kb: KnowledgeBase, _ condition: String) throws -> [Int64] {
        try kb.read { snapshot in
            try snapshot.connection.rows("SELECT id FROM stance WHERE \(condition) ORDER BY earliest, id").map
            {
                try $0.get(0, as: Int64.self)
            }
        }
    }

    @Test("has the answer that SQL by hand has, as a list, as a count and as the first")
    func answers() throws {
        let kb = try Self.havana()
        for (words, ask, condition) in Self.questions {
            let query = ask(kb.stances)
            let expected = try Self.expected(kb, condition)
            let all = try query.all()
            #expect(all.map(\.id.rawValue) == expected, "\(words)")
            #expect(try query.count() == expected.count, "\(words)")
            #expect(try query.first()?.id.rawValue == expected.first)
            #expect(try query.limited(to: 2).all().map(\.id.rawValue) == Array(expected.prefix(2)))
        }
        #expect(try kb.stances.count() >= 30)
        #expect(
            try kb.stances.by(.prioritizes).all().map(\.target.key) == [
                "chilean-rebellion", "haitian-uprising", "battle-of-morales-and-maduro", "freedom-of-lula",
            ])
    }

    @Test("may be asked without blocking a thread, to the same answer")
    func asynchronously() async throws {
        let kb = try Self.havana()
        let query = kb.stances.holding(.opposes).held(by: "nicolas-maduro")
        let (all, count, first) = (try await query.all(), try await query.count(), try await query.first())
        #expect(all.count == count && all.first == first && count > 3)
        let together = try await kb.read { (try query.all(in: $0), try query.count(in: $0)) }
        #expect(together.0 == all && together.1 == count)
    }

    @Test("shows the one statement that it runs, which sqlite3 answers alike")
    func shell() throws {
        let folder = try DossierFolder()
        let path = "\(folder.path)/havana.sqlite"
        let kb = try KnowledgeBase(at: path)
        try kb.importDossier(at: DossierFolder.example)
        for (words, ask, _) in Self.questions {
            let query = ask(kb.stances)
            var sql = ""
            var bindings = query.bindings[...]
            for character in query.sql {
                guard character == "?" else {
                    sql.append(character)
                    continue
                }
                switch bindings.popFirst() {
                case .text(let text)?: sql += "'" + text.replacing("'", with: "''") + "'"
                case .integer(let number)?: sql += "\(number)"
                case let other: Issue.record("\(words): \(String(describing: other))")
                }
            }
            #expect(bindings.isEmpty)
            let lines = try Self.sqlite3(path, "SELECT count(*) FROM (\(sql));")
            #expect(lines == "\(try query.count())\n", "\(words)")
        }
        try kb.close()
    }

    private static func sqlite3(_ path: String, _ sql: String) throws -> String {
        try StandpointTestSupport.sqlite3(path, sql, options: ["-readonly"]).output
    }

    @Test("reads as question, SQL and answer")
    func sideBySide() throws {
        let kb = try Self.havana()
        let query = kb.stances.toward("us-blockade-of-cuba").holding(.opposes).expressed(
            in: "2019", certainly: true)
        let canonical = "(SELECT coalesce(canonical_id, id) FROM entity WHERE key = ?)"
        let within =
            "f.earliest BETWEEN ? AND ? AND f.latest <= ? AND f.date NOT GLOB '*[~?%]*'"
        #expect(
            query.sql.components(separatedBy: "\nFROM ").last?.components(separatedBy: "\nCROSS JOIN").first
                == """
                (SELECT f.* FROM stance f INDEXED BY stance_target WHERE f.target_id = \(canonical) AND \(within)
                    UNION ALL SELECT f.* FROM entity merged CROSS JOIN stance f INDEXED BY stance_target WHERE f.target_id = merged.id AND merged.canonical_id = \(canonical) AND \(within)) f
                """)
        #expect(
            query.sql.components(separatedBy: "\nWHERE ").last == """
                +f.polarity = ?
                ORDER BY f.earliest, f.id
                """)
        #expect(
            query.bindings == [
                "us-blockade-of-cuba", "2019-01-01", "2019-12-31", "2019-12-31",
                "us-blockade-of-cuba", "2019-01-01", "2019-12-31", "2019-12-31", -1,
            ])
        let stance = try #require(try query.first())
        #expect(try query.count() == 1)
        #expect(
            stance.holder.name
                == "Third Anti-Imperialist Solidarity Meeting, for Democracy and against Neoliberalism")
        #expect(
            stance.act == .demands && stance.polarity == .opposes && stance.isReported
                && !stance.isConditional)
        #expect(stance.target.key == "us-blockade-of-cuba" && stance.target.name == "US blockade of Cuba")
        #expect(stance.proposition == "that it be lifted, demanded unanimously")
        #expect(stance.event?.key == "solidarity-meeting-2019")
        #expect(stance.date?.description == "2019-11-01/2019-11-03")
        #expect(stance.date?.latest == Day("2019-11-03"))
        #expect(
            stance.evidence.quote
                == "They were equally unanimous when they demanded that the blockade be lifted.")
        #expect(
            stance.evidence.document.key == "havana-report"
                && stance.evidence.document.publisher == "Standpoint")
        #expect(
            stance.addressee == nil && stance.onBehalfOf == nil && stance.confidence == nil
                && stance.rank == .normal)
    }

    @Test("is a value: a filter makes a narrower one and leaves the one that it was made from")
    func values() throws {
        let kb = try Self.havana()
        let all = kb.stances
        let against = all.holding(.opposes)
        #expect(try all.count() > against.count())
        #expect(
            try against.held(by: "nicolas-maduro").count()
                == all.held(by: "nicolas-maduro").holding(.opposes).count())
        #expect(try all.limited(to: 0).all().isEmpty)
        #expect(try all.limited(to: -5).first() == nil)
    }

    @Test("follows two identities that were judged the same")
    func merged() throws {
        let kb = try Self.havana()
        let before = try kb.stances.held(by: "nicolas-maduro").count()
        try kb.edit(by: "desk") { edit in
            let maduro = try edit.person("nicolas-maduro", name: "Nicolás Maduro")
            let other = try edit.person("maduro-moros", name: "N. Maduro Moros")
            let topic = try edit.topic("unity", name: "Unity", kind: .concept)
            let note = try edit.document("note", title: "Note", text: "Maduro Moros was for unity.")
            try edit.stance(of: other, .supports, toward: topic, evidence: note.quoting("was for unity"))
            try edit.judge(maduro, other, .same, preferring: maduro, reason: "one man")
        }
        #expect(try kb.stances.held(by: "nicolas-maduro").count() == before + 1)
        #expect(try kb.stances.held(by: "maduro-moros").count() == before + 1)
        #expect(try kb.stances.documented(by: "note").first()?.holder.key == "nicolas-maduro")
    }

    @Test("of years beyond four digits are certainly only within what has no end there")
    func beyond() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            let (ana, peace) = (
                try edit.person("ana", name: "Ana"), try edit.topic("peace", name: "Peace", kind: .cause)
            )
            let document = try edit.document("d", title: "D")
            for (number, date) in ["-0100", "Y12000", "2019"].enumerated() {
                try edit.stance(
                    of: ana, .supports, toward: peace, date: date, evidence: document.at("\(number)"))
            }
        }
        for (date, count) in [
            ("-0044", 0), ("0000", 0), ("9999", 0), ("../2019", 2), ("2019/..", 2), ("2019", 1),
        ] {
            #expect(try kb.stances.expressed(in: date, certainly: true).count() == count, "\(date)")
        }
        #expect(try kb.stances.expressed(in: "-0044").count() == 1)
    }
}
