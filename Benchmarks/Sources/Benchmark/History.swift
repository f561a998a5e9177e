// `benchmark history`: what it costs to keep earlier versions of rows.

import Foundation
import Standpoint

private let rounds = 5

/// Measures inserts and updates in bulk, in a file as it is and in one whose history triggers were dropped, by turns.
func history(_ arguments: [String]) throws {
    guard let count = Int(arguments.first ?? "100000"), count >= 10_000 else {
        throw BenchmarkError("How many stances, 10000 or more? For instance: benchmark history 100000")
    }
    let (kept, dropped) = (try Generated(stances: count), try Generated(stances: count))
    defer { for file in [kept, dropped] { try? file.remove() } }
    for file in [kept, dropped] {
        try run(
            file,
            "INSERT INTO name (entity_id, text, kind, revision_id) SELECT id, name || ' again', 'alias', REVISION FROM entity"
        )
    }
    let tables = ["stance", "name", "entity"]
    for table in tables {
        for event in ["update", "delete"] { try run(dropped, "DROP TRIGGER \(table)_history_\(event)") }
    }
    let columns = """
        holder_id, on_behalf_of_id, act, polarity, target_id, event_id, date, earliest, latest, passage_id
        """
    let works: [(String, String?)] = [
        (
            "insert stances",
            "INSERT INTO stance (\(columns), revision_id) SELECT \(columns), REVISION FROM stance WHERE id <= \(count)"
        ),
        (
            "update stances",
            "UPDATE stance SET confidence = ROUND / 10.0, revision_id = REVISION WHERE id <= \(count)"
        ),
        ("update names", "UPDATE name SET language = iif(ROUND % 2, 'en', 'es'), revision_id = REVISION"),
        ("update things", "UPDATE entity SET description = 'round ' || ROUND, revision_id = REVISION"),
        ("rename things", "UPDATE entity SET name = key || ' in round ' || ROUND, revision_id = REVISION"),
    ]
    func corrected(_ file: Generated, _ round: Int) throws {
        try file.kb.edit(by: "benchmark") { edit in
            for number in 1...20_000 where number % 3 != 0 {
                try edit.organization(
                    "actor-\(number)", name: "Actor number \(number) of the list", kind: .party,
                    description: "round \(round)")
            }
        }
    }
    print("With history : without, median of \(rounds) rounds by turns (lowest–highest), \(count) stances")
    for (work, sql) in works + [("correct organizations one by one, by the edit API", nil)] {
        let ratios = try (1...rounds).map { round in
            func took(_ file: Generated) throws -> Duration {
                try ContinuousClock().measure {
                    guard let sql else { return try corrected(file, round) }
                    try run(file, sql.replacing("ROUND", with: "\(round)"))
                }
            }
            let (first, second) = round % 2 == 0 ? (kept, dropped) : (dropped, kept)
            let ratio = try took(first) / took(second)
            return round % 2 == 0 ? ratio : 1 / ratio
        }.sorted()
        print(String(format: "%@: %.2f (%.2f–%.2f)", work, ratios[rounds / 2], ratios[0], ratios[rounds - 1]))
    }
}

private func run(_ file: Generated, _ sql: String) throws {
    try file.kb.edit(by: "benchmark") { edit in
        try edit.connection.execute(sql.replacing("REVISION", with: "\(edit.revision())"))
    }
}
