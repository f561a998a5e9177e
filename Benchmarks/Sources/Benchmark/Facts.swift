// `benchmark facts`: facts in bulk by the edit API, against C that runs the same statements.

import CFloor
import Foundation
import Standpoint
import StandpointSQLite

private let rounds = 5
private let perReport = 100

/// What the edit runs for one stance, in this order.
private let statements = [
    "SELECT polarity FROM act WHERE key = ?",
    "SELECT date, earliest, latest FROM event WHERE id = ?",
    """
    SELECT id FROM passage
    WHERE document_id = ? AND start_offset IS ? AND end_offset IS ? AND coalesce(locator, '') = ? AND quote IS ?
    """,
    """
    INSERT INTO passage (document_id, start_offset, end_offset, quote, prefix, suffix, locator, revision_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """,
    """
    INSERT INTO stance (holder_id, on_behalf_of_id, act, polarity, strength, target_id, addressee_id, ordinal, proposition,
        conditional, reported, event_id, date, earliest, latest, passage_id, confidence, rank, revision_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
]
private let widths: [Int32] = [1, 1, 5, 8, 19]

/// The values of these, read from a file that the edit has written.
private let written = """
    SELECT s.act, s.event_id, p.document_id, p.start_offset, p.end_offset, '', p.quote,
        p.document_id, p.start_offset, p.end_offset, p.quote, p.prefix, p.suffix, p.locator, p.revision_id,
        s.holder_id, s.on_behalf_of_id, s.act, s.polarity, s.strength, s.target_id, s.addressee_id, s.ordinal, s.proposition,
        s.conditional, s.reported, s.event_id, s.date, s.earliest, s.latest, s.passage_id, s.confidence, s.rank, s.revision_id
    FROM stance s JOIN passage p ON p.id = s.passage_id ORDER BY s.id
    """

/// Measures one edit with all facts; the library finds each quote in its report as well.
func facts(_ arguments: [String]) throws {
    guard let count = Int(arguments.first ?? "20000"), count >= perReport else {
        throw BenchmarkError("How many facts, \(perReport) or more? For instance: benchmark facts 20000")
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appending(path: name).path }
    let prepared = try prepare(count / perReport, at: path("prepared.sqlite"))

    /// A fresh copy of the file without facts.
    func copy(_ name: String) throws -> String {
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path(name) + end) }
        try FileManager.default.copyItem(atPath: path("prepared.sqlite"), toPath: path(name))
        return path(name)
    }
    func swift() throws -> Duration {
        let kb = try KnowledgeBase(at: try copy("swift.sqlite"), .init(synchronous: .normal))
        let time = try ContinuousClock().measure { try write(prepared, kb) }
        try kb.close()
        return time
    }
    _ = try swift()
    let (values, texts) = try CQuestion.values(values(of: path("swift.sqlite")))
    defer { for text in texts { free(text) } }
    let sql = statements.map { UnsafePointer(strdup($0)) }
    defer { for one in sql { free(UnsafeMutablePointer(mutating: one)) } }
    func c() throws -> Duration {
        let copied = try copy("c.sqlite")
        return try ContinuousClock().measure {
            let status = floor_facts(
                copied,
                """
                PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON;
                BEGIN IMMEDIATE; INSERT INTO revision (author) VALUES ('benchmark')
                """, sql, widths, Int32(sql.count), values, Int64(values.count) / Int64(widths.reduce(0, +)),
                "UPDATE revision SET closed_at = created_at WHERE closed_at IS NULL; COMMIT")
            guard status == 0 else { throw BenchmarkError("C failed") }
        }
    }
    let ratios = try (0..<rounds).map { round in
        let (first, second) = round % 2 == 0 ? (try swift(), try c()) : { ($1, $0) }(try c(), try swift())
        return first / second
    }.sorted()
    print(
        "\(prepared.reports.count * perReport) stances with their words in one edit, \(perReport) a report; \(rounds) rounds by turns"
    )
    print(
        String(
            format: "%.2f times as long as the same statements in C (%.2f–%.2f)", ratios[rounds / 2],
            ratios[0],
            ratios[rounds - 1]))
}

/// What a file has before the facts.
private struct Prepared {
    var parties: [ID<Organization>] = []
    var topics: [ID<Topic>] = []
    let meeting: ID<Event>
    /// With the sentences of each.
    var reports: [(document: ID<Document>, sentences: [String])] = []
}

/// A file with reports and things, and no facts.
private func prepare(_ count: Int, at path: String) throws -> Prepared {
    let kb = try KnowledgeBase(at: path, .init(synchronous: .normal))
    let prepared = try kb.edit(by: "benchmark") { edit in
        var prepared = Prepared(
            meeting: try edit.event(
                "meeting", name: "The meeting", kind: .meeting, date: "2019-11-01/2019-11-03"))
        for number in 1...100 {
            prepared.parties.append(
                try edit.organization("party-\(number)", name: "Party number \(number)", kind: .party))
            prepared.topics.append(
                try edit.topic("topic-\(number)", name: "Topic number \(number)", kind: .issue))
        }
        for number in 1...count {
            let sentences = (1...perReport).map {
                "In sentence \($0) of report \(number) the delegation — José Ramón’s — demands an end to the blockade."
            }
            let document = try edit.document(
                "report-\(number)", title: "Report \(number)", text: sentences.joined(separator: "\n"),
                published: "2019-11-06")
            prepared.reports.append((document, sentences))
        }
        return prepared
    }
    try kb.close()
    return prepared
}

/// All facts in one edit.
private func write(_ prepared: Prepared, _ kb: KnowledgeBase) throws {
    try kb.edit(by: "benchmark") { edit in
        for (number, report) in prepared.reports.enumerated() {
            for (place, sentence) in report.sentences.enumerated() {
                try edit.stance(
                    of: prepared.parties[(number + place) % 100], .condemns,
                    toward: prepared.topics[place % 100],
                    at: prepared.meeting, evidence: report.document.quoting(sentence))
            }
        }
    }
}

/// What the statements were given.
private func values(of path: String) throws -> [Value] {
    let connection = try Connection(.path(path), .init(readOnly: true))
    var values: [Value] = []
    try connection.rows(written).forEach { row in
        for column in 0..<row.count { values.append(try row.value(column)) }
    }
    return values
}
