// Nothing that was said is lost: each table's twin keeps what rows said before.

import Standpoint
import StandpointTestSupport
import Testing

@Suite("History")
struct HistoryTests {
    @Test("keeps the row as it was before a later revision changed it")
    func update() throws {
        let file = try SmallFile()
        let outcome = try sqlite3(
            file.path,
            """
            UPDATE entity SET name = 'Anna' WHERE id = 1;
            INSERT INTO revision (author, note) VALUES ('desk', 'married');
            UPDATE entity SET name = 'Anna B.', revision_id = 2 WHERE id = 1;
            SELECT name, revision_id, until_revision_id FROM entity_history;
            SELECT table_name, row_id FROM history;
            """)
        // The change within revision 1 leaves no trace: a revision is one step.
        #expect(outcome.output == "Anna|1|2\nentity|1\n", "\(outcome.errors)")
    }

    @Test("keeps the row that a later revision deleted")
    func delete() throws {
        let file = try SmallFile()
        let outcome = try sqlite3(
            file.path,
            """
            INSERT INTO revision (author) VALUES ('desk');
            DELETE FROM stance;
            SELECT act, holder_id, until_revision_id FROM stance_history;
            """)
        #expect(outcome.output == "supports|1|2\n", "\(outcome.errors)")
    }

    @Test("keeps a real number with all its digits")
    func digits() throws {
        let file = try SmallFile()
        let outcome = try sqlite3(
            file.path,
            """
            UPDATE figure SET low = 0.1 + 0.2;
            INSERT INTO revision (author) VALUES ('desk');
            UPDATE figure SET low = 1, revision_id = 2;
            SELECT low = 0.1 + 0.2 FROM figure_history;
            """)
        #expect(outcome.output == "1\n", "\(outcome.errors)")
    }

    @Test("says what a revision did in as many steps as it did things, times a constant")
    func steps() throws {
        func steps(_ rows: Int) throws -> Int {
            let file = try SmallFile()
            // All are made by one revision, changed by the second one and the third one, and every other one deleted by that.
            let outcome = try sqlite3(
                file.path,
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rows))
                INSERT INTO name (entity_id, text, revision_id) SELECT 1, 'Ana ' || i, 1 FROM n;
                INSERT INTO revision (author) VALUES ('desk');
                UPDATE name SET language = 'it', revision_id = 2;
                INSERT INTO revision (author) VALUES ('desk');
                DELETE FROM name WHERE id % 2 = 0;
                UPDATE name SET language = 'es', revision_id = 3;
                SELECT change, count(*) FROM changes WHERE revision_id = 2 GROUP BY change;
                SELECT change, count(*) FROM changes WHERE revision_id = 3 GROUP BY change;
                .stats vmstep
                SELECT count(*) FROM changes WHERE revision_id = 2 UNION ALL
                SELECT count(*) FROM changes WHERE revision_id = 3;
                """)
            let lines = outcome.output.split(separator: "\n")
            #expect(
                lines.prefix(3) == ["update|\(rows + 1)", "delete|\(rows / 2)", "update|\(rows / 2 + 1)"],
                "\(outcome)")
            return try #require(lines.last?.split(separator: " ").last.flatMap { Int($0) })
        }
        #expect(try steps(4000) < 5 * steps(1000))
    }

    @Test("at any revision is what a replay of all changes gives", arguments: 1...80 as ClosedRange<UInt64>)
    func replay(seed: UInt64) throws {
        var chance = SeededGenerator(seed)
        let kb = try KnowledgeBase.inMemory()
        // What the names were after each revision, by id.
        var (states, names) = ([[Int64: String]](), [Int64: String]())
        for round in 1...25 {
            names = try kb.edit(by: "chance", note: "\(round)") { edit in
                var now = names
                let revision = try edit.revision()
                for _ in 0..<Int.random(in: 1...12, using: &chance) {
                    let known = now.keys.sorted()
                    let text = "Name \(Int.random(in: 0..<1000, using: &chance))"
                    switch Int.random(in: 0..<3, using: &chance) {
                    case 1 where !known.isEmpty:
                        let id = known[Int.random(in: 0..<known.count, using: &chance)]
                        try edit.connection.run(
                            "UPDATE entity SET name = ?, revision_id = ? WHERE id = ?", text, revision, id)
                        now[id] = text
                    case 2 where !known.isEmpty:
                        let id = known[Int.random(in: 0..<known.count, using: &chance)]
                        try edit.connection.run("DELETE FROM entity WHERE id = ?", id)
                        now[id] = nil
                    default:
                        let key = "k\(round)-\(Int.random(in: 0..<1_000_000_000, using: &chance))"
                        let id = try edit.topic(key, name: text, kind: .issue)
                        now[id.rawValue] = text
                    }
                }
                return now
            }
            states.append(names)
        }
        for (index, state) in states.enumerated() {
            let then = try kb.read { snapshot in
                try snapshot.connection.rows(
                    """
                    SELECT id, name FROM entity WHERE revision_id <= ?1
                    UNION ALL
                    SELECT id, name FROM entity_history WHERE revision_id <= ?1 AND until_revision_id > ?1
                    """, index + 1
                ).map { try $0.decode(Int64.self, String.self) }
            }
            #expect(then.count == state.count)
            #expect(
                Dictionary(then, uniquingKeysWith: { first, _ in first }) == state, "revision \(index + 1)")
        }
    }
}
