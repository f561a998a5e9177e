// Judgements of identity: what they join, what they forbid, and what taking them back restores.

import Standpoint
import StandpointTestSupport
import Testing

@Suite("Identity")
struct IdentityTests {
    /// People of one stance each.
    static func file(_ keys: [String]) throws -> (kb: KnowledgeBase, people: [ID<Person>]) {
        let kb = try KnowledgeBase.inMemory()
        let people = try kb.edit(by: "desk") { edit in
            let people = try keys.map { try edit.person($0, name: $0) }
            let report = try edit.document("report", title: "Report")
            let peace = try edit.topic("peace", name: "Peace", kind: .issue)
            for person in people {
                try edit.stance(of: person, .supports, toward: peace, evidence: report.at("\(person)"))
            }
            return people
        }
        return (kb, people)
    }

    private func file() throws -> (kb: KnowledgeBase, people: [ID<Person>]) {
        try IdentityTests.file(["dora", "cleo", "ben", "ana"])
    }

    @Test("shows and finds things that are judged the same as one, under the key that comes first")
    func merges() throws {
        let (kb, people) = try file()
        try kb.edit(by: "desk") { edit in
            try edit.judge(people[0], people[1], .same, reason: "same birthday")
            try edit.judge(people[1], people[2], .same, reason: "same face")
        }
        for key in ["ben", "cleo", "dora"] {
            let stances = try kb.stances.held(by: key).all()
            #expect(stances.count == 3 && stances.allSatisfy { $0.holder.key == "ben" })
        }
        #expect(try kb.people.all().map(\.key) == ["ana", "ben"])
        #expect(
            try kb.sql("SELECT key, canonical_key FROM identities ORDER BY 1").all(String.self, String.self)
                .map { "\($0) \($1)" } == ["cleo ben", "dora ben"])
        #expect(try kb.judgements.about("dora").all().map(\.reason) == ["same birthday", "same face"])
        #expect(try kb.judgements.about("ana").all().isEmpty)
    }

    @Test("lets the thing stand for the others that a judgement prefers, until it is taken back")
    func prefers() throws {
        let (kb, people) = try file()
        let judgement = try kb.edit(by: "desk") { edit in
            try edit.judge(people[1], people[2], .same, reason: "same face")
            return try edit.judge(people[0], people[1], .same, preferring: people[0], reason: "better known")
        }
        #expect(try kb.people.all().map(\.key) == ["ana", "dora"])
        try kb.edit(by: "desk") { try $0.withdraw(judgement) }
        #expect(try kb.people.all().map(\.key) == ["ana", "ben", "dora"])
    }

    @Test("tells what a thing says of itself that is not shown while another stands for it")
    func unshown() throws {
        let kb = try KnowledgeBase.inMemory()
        let judgement = try kb.edit(by: "desk") { edit in
            let cities = try ["geneva", "geneve"].map { try edit.place($0, name: "Geneva", kind: .city) }
            try edit.judge(cities[0], cities[1], .same, reason: "one city")
            let first = try edit.event("a-closing", name: "Closing", kind: .meeting, place: cities[0])
            let second = try edit.event(
                "closing", name: "Closing", kind: .ceremony, date: "2019-11-03", place: cities[1],
                description: "The end")
            return try edit.judge(first, second, .same, reason: "one evening")
        }
        let sql =
            "SELECT canonical_key || ' ' || key || ' ' || property || ' ' || value || ' ' || coalesce(shown, '-') FROM unshown ORDER BY 1"
        #expect(
            try kb.texts(sql) == [
                "a-closing closing date 2019-11-03 -", "a-closing closing description The end -",
                "a-closing closing kind ceremony meeting",
            ])
        try kb.edit(by: "desk") { try $0.withdraw(judgement) }
        #expect(try kb.texts(sql) == [])
    }

    @Test("parts what a judgement had joined when it is taken back, and nothing else; its history is kept")
    func withdraws() throws {
        let (kb, people) = try file()
        let judgements = try kb.edit(by: "desk") { edit in
            try zip(people, people.dropFirst()).map { try edit.judge($0, $1, .same, reason: "alike") }
        }
        #expect(try kb.people.all().map(\.key) == ["ana"])
        try kb.edit(by: "eva", note: "two men") { try $0.withdraw(judgements[1]) }
        #expect(try kb.people.all().map(\.key) == ["ana", "cleo"])
        #expect(try kb.stances.held(by: "dora").all().map(\.holder.key) == ["cleo", "cleo"])
        let history = try kb.sql(
            "SELECT author, reason, until_revision_id FROM identity_judgement_history"
        ).all(String.self, String.self, Int.self)
        #expect(history.map { "\($0)" } == [#"("desk", "alike", 3)"#])
        #expect(throws: StandpointError.unknownKey("99", kind: "judgement of the number", hint: "")) {
            try kb.edit(by: "eva") { try $0.withdraw(ID(rawValue: 99)) }
        }
    }

    @Test("refuses to join what is judged different, directly or through others, and says by whom and why")
    func different() throws {
        let (kb, people) = try file()
        try kb.edit(by: "desk") { edit in
            try edit.judge(people[0], people[1], .same, reason: "alike")
            try edit.judge(people[0], people[3], .different, reason: "it's two people", by: "eva")
            try edit.judge(people[2], people[3], .same, reason: "alike")
        }
        let error = #expect(throws: StandpointError.self) {
            try kb.edit(by: "desk") { try $0.judge(people[1], people[2], .same, reason: "alike") }
        }
        let message = "\(try #require(error))"
        #expect(message.contains("eva judged ‘dora’ and ‘ana’ different: “it's two people” (judgement 2)"))
        #expect(try kb.people.all().map(\.key) == ["ana", "cleo"])
        #expect(try kb.judgements.count() == 3)
    }

    @Test("refuses to call different what judgements make the same, and names these")
    func same() throws {
        let (kb, people) = try file()
        try kb.edit(by: "desk") { edit in
            try edit.judge(people[0], people[1], .same, reason: "alike")
            try edit.judge(people[1], people[2], .same, reason: "akin")
        }
        let error = #expect(throws: StandpointError.self) {
            try kb.edit(by: "eva") { try $0.judge(people[2], people[0], .different, reason: "no") }
        }
        let message = "\(try #require(error))"
        #expect(message.contains("“alike” (judgement 1)") && message.contains("“akin” (judgement 2)"))
        // One's own judgement is judged anew, in its place.
        try kb.edit(by: "desk") { edit in
            try edit.judge(people[1], people[0], .unsure, reason: "on second thoughts")
        }
        #expect(try kb.judgements.saying(.unsure).all().map(\.id.rawValue) == [1])
        #expect(try kb.people.all().map(\.key) == ["ana", "ben", "dora"])
        #expect(try kb.read { try $0.problems() }.isEmpty)
    }

    @Test("undoes a judgement whatever else joins the things by then")
    func undoes() throws {
        let (kb, people) = try file()
        func judge(_ one: Int, _ other: Int, _ author: String) throws {
            try kb.edit(by: author) { try $0.judge(people[one], people[other], .same, reason: "alike") }
        }
        // Twice, by two: dora and cleo stay one.
        try judge(0, 1, "ann")
        try judge(0, 1, "ben")
        try kb.edit(by: "desk") { _ = try $0.undo(revision: 2) }
        #expect(try kb.people.all().map(\.key) == ["ana", "ben", "cleo"])
        // A chain: what a later judgement joined stays joined.
        try judge(1, 2, "ann")
        try judge(2, 3, "ann")
        try kb.edit(by: "desk") { _ = try $0.undo(revision: 5) }
        #expect(try kb.people.all().map(\.key) == ["ana", "cleo"])
        #expect(try kb.read { try $0.problems() }.isEmpty)
    }

    @Test("says what is in the way of an old key that another thing has by now")
    func takenKey() throws {
        let (kb, _) = try file()
        try kb.edit(by: "desk") { try $0.person("zoe", name: "Zoe") }
        try kb.edit(by: "desk") { edit in
            _ = try edit.revision()
            try edit.connection.execute("DELETE FROM entity WHERE key = 'zoe'")
        }
        try kb.edit(by: "desk") { try $0.person("zoe", name: "Another Zoe") }
        let error = #expect(throws: StandpointError.self) {
            try kb.edit(by: "desk") { _ = try $0.undo(revision: 3) }
        }
        let message = "\(try #require(error))"
        #expect(
            message.contains("revision 3 cannot be undone")
                && message.contains("of revision 4 has the key ‘zoe’ now"),
            "\(message)")
    }

    @Test("refuses things of two kinds, a thing and itself, and a judgement without a reason")
    func refusals() throws {
        let (kb, people) = try file()
        try kb.edit(by: "desk") { edit in
            let league = try edit.organization("league", name: "League", kind: .movement)
            #expect(throws: SQLiteError.self) { try edit.judge(people[0], league, .same, reason: "x") }
            #expect(throws: StandpointError.self) { try edit.judge(league, league, .same, reason: "x") }
            #expect(throws: SQLiteError.self) { try edit.judge(people[0], people[1], .same, reason: " ") }
            try edit.judge(people[0], league, .different, reason: "a person is no league")
        }
        #expect(try kb.judgements.count() == 1)
    }

    @Test("says the same in plain sqlite3, where nothing but judgements moves what stands for a thing")
    func plain() throws {
        let file = try SmallFile()
        let made = try sqlite3(
            file.path,
            """
            INSERT INTO entity (id, key, kind, name, revision_id) VALUES (11, 'anita', 'person', 'Anita', 1), (12, 'anna', 'person', 'Anna', 1);
            INSERT INTO person (id, revision_id) VALUES (11, 1), (12, 1);
            INSERT INTO identity_judgement (id, left_id, right_id, verdict, author, reason, revision_id) VALUES
                (1, 1, 11, 'same', 'desk', 'alike', 1), (2, 11, 12, 'different', 'eva', 'it''s her sister', 1);
            SELECT one, verdict, other, reason FROM judgements;
            SELECT key, canonical_key FROM identities;
            """)
        #expect(
            made.output == "Ana|same|Anita|alike\nAnita|different|Anna|it's her sister\nanita|ana\n",
            "\(made.errors)")
        for (sql, words) in [
            (
                "INSERT INTO identity_judgement (left_id, right_id, verdict, author, reason, revision_id) VALUES (1, 12, 'same', 'desk', 'alike', 1)",
                [
                    "anita and anna cannot be different and the same",
                    "eva, \"it’s her sister\" (judgement 2)", "desk, \"alike\" (judgement 1)",
                ]
            ),
            (
                "UPDATE identity_judgement SET verdict = 'same' WHERE id = 2; UPDATE identity_judgement SET verdict = 'different' WHERE id = 1; UPDATE identity_judgement SET left_id = 1 WHERE id = 2; INSERT INTO identity_judgement (left_id, right_id, verdict, author, reason, revision_id) VALUES (1, 11, 'different', 'x', 'x', 1), (11, 12, 'same', 'y', 'y', 1)",
                ["cannot be different and the same"]
            ),
            ("UPDATE entity SET canonical_id = 12 WHERE id = 1", ["it follows from the judgements"]),
            ("UPDATE entity SET canonical_id = NULL WHERE id = 11", ["it follows from the judgements"]),
            (
                "INSERT INTO entity (key, kind, name, canonical_id, revision_id) VALUES ('b', 'person', 'B', 1, 1)",
                ["it follows from the judgements"]
            ),
            (
                "INSERT INTO identity_judgement (left_id, right_id, verdict, author, reason, revision_id) VALUES (1, 3, 'same', 'desk', 'alike', 1)",
                ["only things of one kind can be the same"]
            ),
            (
                "UPDATE revision SET closed_at = created_at; DELETE FROM identity_judgement WHERE id = 1",
                ["open a revision first"]
            ),
        ] {
            let outcome = try sqlite3(file.path, "BEGIN; \(sql);")
            #expect(outcome.status != 0)
            for part in words { #expect(outcome.errors.contains(part), "\(sql)\n\(outcome.errors)") }
        }
    }

    @Test("lists a file in which what stands for a thing is not what the judgements say, and mends it")
    func problems() throws {
        let file = try SmallFile()
        let people = """
            INSERT INTO entity (id, key, kind, name, revision_id)
                SELECT 10 + value, 'p' || value, 'person', 'P', 1 FROM json_each('[1,2,3,4,5,6]');
            INSERT INTO person (id, revision_id) SELECT id, 1 FROM entity WHERE id > 10;
            DROP TRIGGER entity_canonical_updated; DROP TRIGGER identity_judgement_made;
            """
        #expect(try sqlite3(file.path, people).errors == "")
        for (sql, problem) in [
            ("UPDATE entity SET canonical_id = 11 WHERE id = 12", "canonical_id: no judgement joins it"),
            (
                "INSERT INTO identity_judgement VALUES (1, 11, 12, 'same', 'x', 'y', NULL, 1)",
                "it says same, but not the same thing stands for both"
            ),
            (
                "INSERT INTO identity_judgement VALUES (1, 11, 12, 'same', 'x', 'y', NULL, 1); UPDATE entity SET canonical_id = 12 WHERE id = 11",
                "canonical_id: p1 should stand for its class, not p2"
            ),
            (
                """
                INSERT INTO identity_judgement VALUES (1, 11, 12, 'same', 'x', 'y', NULL, 1), (2, 13, 14, 'same', 'x', 'y', NULL, 1);
                UPDATE entity SET canonical_id = 11 WHERE id BETWEEN 12 AND 14
                """, "canonical_id: no judgement joins it"
            ),
        ] {
            let outcome = try sqlite3(
                file.path,
                """
                BEGIN; \(sql); SELECT problem FROM problem;
                INSERT INTO identity_settlement SELECT id FROM entity; SELECT 'mended', count(*) FROM problem; ROLLBACK;
                """)
            #expect(outcome.output.contains(problem), "\(sql)\n\(outcome.output)\(outcome.errors)")
            #expect(outcome.output.contains("mended|0"), "\(sql)\n\(outcome.output)\(outcome.errors)")
        }
        for (sql, problem) in [
            (
                "INSERT INTO identity_judgement VALUES (1, 3, 11, 'same', 'x', 'y', NULL, 1)",
                "only things of one kind can be the same"
            ),
            (
                "INSERT INTO identity_judgement VALUES (1, 11, 12, 'same', 'x', 'y', NULL, 1), (2, 11, 12, 'different', 'x', 'y', NULL, 1); UPDATE entity SET canonical_id = 11 WHERE id = 12",
                "it says different, but other judgements make them the same"
            ),
        ] {
            let outcome = try sqlite3(file.path, "BEGIN; \(sql); SELECT problem FROM problem; ROLLBACK;")
            #expect(outcome.output.contains(problem), "\(sql)\n\(outcome.output)\(outcome.errors)")
        }
    }
}
