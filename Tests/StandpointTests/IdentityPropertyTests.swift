// Any sequence of judgements ends in the partition of those that stand, in Swift and in plain sqlite3.

import Standpoint
import StandpointTestSupport
import Testing

/// The judgements that stand, kept apart from the library, and the partition that follows from them.
private struct Model {
    struct Entry: Hashable {
        let id: Int64
        let left: Int
        let right: Int
        let verdict: Judgement.Verdict
        let preferred: Int?
    }

    let keys: [String]
    var entries: [Entry] = []

    /// For each thing the one that stands for it: union-find over the judgements `same`.
    var roots: [Int] {
        var parent = Array(keys.indices)
        func find(_ x: Int) -> Int {
            var x = x
            while parent[x] != x { x = parent[x] }
            return x
        }
        for entry in entries where entry.verdict == .same { parent[find(entry.left)] = find(entry.right) }
        var behind = Set<Int>()
        var ahead = Set<Int>()
        for entry in entries {
            guard let preferred = entry.preferred else { continue }
            ahead.insert(preferred)
            behind.insert(preferred == entry.left ? entry.right : entry.left)
        }
        func precedes(_ a: Int, _ b: Int) -> Bool {
            func rank(_ x: Int) -> Int { behind.contains(x) ? 2 : ahead.contains(x) ? 0 : 1 }
            return (rank(a), keys[a]) < (rank(b), keys[b])
        }
        var best: [Int: Int] = [:]
        for thing in keys.indices {
            let root = find(thing)
            if let known = best[root], precedes(known, thing) { continue }
            best[root] = thing
        }
        return keys.indices.map { best[find($0)] ?? $0 }
    }

    var isConsistent: Bool {
        let roots = roots
        return entries.allSatisfy { $0.verdict != .different || roots[$0.left] != roots[$0.right] }
    }
}

/// One step of a sequence.
private enum Step {
    case judge(left: Int, right: Int, Judgement.Verdict, preferred: Int?)
    case withdraw(Int)

    /// A step that suits what stands.
    static func drawn(_ model: Model, _ number: Int, using chance: inout SeededGenerator) -> Step {
        let roll = Int.random(in: 0..<10, using: &chance)
        if roll < 3, !model.entries.isEmpty {
            return .withdraw(Int.random(in: 0..<model.entries.count, using: &chance))
        }
        let left = Int.random(in: 0..<(model.keys.count - 1), using: &chance)
        let right = Int.random(in: (left + 1)..<model.keys.count, using: &chance)
        let verdict: Judgement.Verdict = roll < 8 ? .same : roll == 8 ? .different : .unsure
        let preferred = [nil, nil, left, right][Int.random(in: 0..<4, using: &chance)]
        return .judge(left: left, right: right, verdict, preferred: verdict == .same ? preferred : nil)
    }
}

@Suite("Identity: any sequence of judgements")
struct IdentityPropertyTests {
    private static let count = 8

    private static func made() throws -> (kb: KnowledgeBase, people: [ID<Person>]) {
        try IdentityTests.file((0..<count).map { "p\($0)" })
    }

    /// Every row of the tables of facts and names, to see that none moves.
    private func facts(_ snapshot: Snapshot) throws -> [String] {
        try snapshot.connection.rows(
            "SELECT id || ' ' || holder_id || ' ' || target_id || ' ' || revision_id FROM stance ORDER BY id"
        )
        .map { try $0.get(0, as: String.self) }
    }

    @Test(
        "ends in the partition of those that stand; facts stay, questions follow, refusals change nothing",
        arguments: 1...40 as ClosedRange<UInt64>)
    func sequences(seed: UInt64) throws {
        var chance = SeededGenerator(seed)
        let (kb, people) = try Self.made()
        var model = Model(keys: (0..<Self.count).map { "p\($0)" })
        let before = try kb.read(facts)
        var (refused, joined) = (0, 0)
        for number in 0..<60 {
            switch Step.drawn(model, number, using: &chance) {
            case .withdraw(let index):
                let entry = model.entries.remove(at: index)
                try kb.edit(by: "desk") { try $0.withdraw(ID(rawValue: entry.id)) }
            case .judge(let left, let right, let verdict, let preferred):
                var next = model
                func add(_ id: Int64) {
                    next.entries.append(
                        .init(id: id, left: left, right: right, verdict: verdict, preferred: preferred))
                }
                add(0)
                // Each by a judge of its own: judgements of several on one pair stand side by side.
                let allowed = next.isConsistent
                let revisions = try kb.sql("SELECT count(*) FROM revision").all(Int.self)
                do {
                    let id = try kb.edit(by: "desk") { edit in
                        try edit.judge(
                            people[left], people[right], verdict, preferring: preferred.map { people[$0] },
                            reason: "drawn", by: "judge \(number)")
                    }
                    #expect(allowed)
                    next.entries.removeLast()
                    add(id.rawValue)
                    model = next
                } catch let error as StandpointError {
                    #expect(!allowed, "\(error)")
                    #expect("\(error)".contains("would be the same and different at once: judge "))
                    #expect(try kb.sql("SELECT count(*) FROM revision").all(Int.self) == revisions)
                    refused += 1
                }
            }
            try check(kb, people, model, before)
            joined = max(joined, Self.count - Set(model.roots).count)
        }
        #expect(joined > 0)
        #expect(try kb.read { try $0.problems() }.isEmpty)
        // All of them taken back: as it was in the beginning.
        try kb.edit(by: "desk") { edit in
            for entry in model.entries.shuffled(using: &chance) { try edit.withdraw(ID(rawValue: entry.id)) }
        }
        model.entries = []
        try check(kb, people, model, before)
    }

    private func check(_ kb: KnowledgeBase, _ people: [ID<Person>], _ model: Model, _ before: [String]) throws
    {
        let roots = model.roots
        try kb.read { snapshot in
            let stored = try snapshot.connection.rows(
                "SELECT coalesce(canonical_id, id) FROM entity WHERE kind = 'person' ORDER BY id"
            ).map { try $0.get(0, as: ID<Person>.self) }
            #expect(stored == roots.map { people[$0] })
            #expect(try facts(snapshot) == before)
            let probe = model.entries.count % Self.count
            let stances = try kb.stances.held(by: model.keys[probe]).all(in: snapshot)
            #expect(stances.count == roots.count { $0 == roots[probe] })
            #expect(stances.allSatisfy { $0.holder.key == model.keys[roots[probe]] })
            #expect(try kb.people.count(in: snapshot) == Set(roots).count)
            #expect(try snapshot.connection.value(Int.self, "SELECT count(*) FROM problem_identity") == 0)
        }
    }

    @Test(
        "does so in plain sqlite3 too, however judgements are written, changed and deleted",
        arguments: 1...8 as ClosedRange<UInt64>)
    func plain(seed: UInt64) throws {
        var chance = SeededGenerator(seed &+ 1000)
        let file = try SmallFile()
        var model = Model(keys: (0..<Self.count).map { "q\($0)" })
        let values = model.keys.indices.map { "(\(100 + $0), 'q\($0)', 'person', 'Person \($0)', 1)" }
        var script = """
            INSERT INTO entity (id, key, kind, name, revision_id) VALUES \(values.joined(separator: ", "));
            INSERT INTO person (id, revision_id) SELECT id, 1 FROM entity WHERE id >= 100;

            """
        var expected: [String] = []
        for number in 0..<150 {
            script += "INSERT INTO revision (author) VALUES ('shell');\n"
            let revision = number + 2
            var next = model
            let sql: String
            switch Step.drawn(model, number, using: &chance) {
            case .withdraw(let index):
                sql = "DELETE FROM identity_judgement WHERE id = \(model.entries[index].id)"
                next.entries.remove(at: index)
            case .judge(let left, let right, let verdict, let preferred):
                let choice = preferred.map { String(100 + $0) } ?? "NULL"
                if number % 3 == 0, let index = model.entries.indices.randomElement(using: &chance) {
                    let id = model.entries[index].id
                    next.entries[index] = .init(
                        id: id, left: left, right: right, verdict: verdict, preferred: preferred)
                    sql = """
                        UPDATE identity_judgement SET left_id = \(100 + left), right_id = \(100 + right), verdict = '\(verdict.rawValue)', \
                        preferred_id = \(choice), revision_id = \(revision) WHERE id = \(id)
                        """
                } else {
                    let id = Int64(1000 + number)
                    next.entries.append(
                        .init(id: id, left: left, right: right, verdict: verdict, preferred: preferred))
                    sql = """
                        INSERT INTO identity_judgement (id, left_id, right_id, verdict, author, reason, preferred_id, revision_id) \
                        VALUES (\(id), \(100 + left), \(100 + right), '\(verdict.rawValue)', 'shell', 'drawn', \(choice), \(revision))
                        """
                }
            }
            if next.isConsistent { model = next }
            script += sql + ";\n"
            script += """
                SELECT (SELECT group_concat(c, ' ') FROM (SELECT coalesce(canonical_id, id) AS c FROM entity WHERE id >= 100 ORDER BY id)), \
                (SELECT count(*) FROM problem_identity);

                """
            expected.append(model.roots.map { String(100 + $0) }.joined(separator: " ") + "|0")
        }
        // Not stopped by a refusal: what is refused leaves nothing.
        let outcome = try run("sqlite3", [file.path], input: script)
        let states = outcome.output.split(separator: "\n").map(String.init)
        #expect(states == expected)
        #expect(
            outcome.errors.split(separator: "\n").allSatisfy {
                $0.contains("cannot be different and the same at once; different: shell, \"drawn\"")
            }, "\(outcome.errors)")
    }
}
