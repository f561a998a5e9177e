// A file of many stances, of which a few holders and targets have very many.

import Foundation
import Standpoint

/// Makes a file and keeps it.
func generate(_ arguments: [String]) throws {
    guard arguments.count == 2, let count = Int(arguments[0]), count > 0 else {
        throw BenchmarkError("How many stances, and where? For instance: generate 1000000 generated.sqlite")
    }
    try Generated.make(stances: count, at: arguments[1]).close()
}

/// A knowledge base that SQL has filled, with all its rules and its search in force.
struct Generated {
    /// What goes with it; nil for a file that was there.
    private let folder: URL?
    let kb: KnowledgeBase
    var path: String { kb.path }

    init(stances: Int) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.folder = folder
        kb = try Generated.make(stances: stances, at: folder.appending(path: "generated.sqlite").path)
    }

    /// The file of an argument: made for a number of stances, opened for a path.
    init(_ argument: String) throws {
        if let count = Int(argument), count >= 10_000 {
            try self.init(stances: count)
        } else if FileManager.default.fileExists(atPath: argument) {
            try self.init(at: argument)
        } else {
            throw BenchmarkError(
                "How many stances, 10000 or more, or which generated file? For instance: 100000 or generated.sqlite"
            )
        }
    }

    /// Makes a file that stays.
    static func make(stances: Int, at path: String) throws -> KnowledgeBase {
        let kb = try KnowledgeBase(at: path, .init(synchronous: .normal))
        try kb.edit(by: "generator") { edit in
            // Half a gigabyte: the indexes of ten million rows are written all over.
            try edit.connection.execute("PRAGMA cache_size = -500000")
            let revision = try edit.revision()
            try edit.connection.execute(Generated.sql(stances: stances, revision: revision))
        }
        try kb.edit(by: "generator") { try $0.connection.execute("PRAGMA optimize") }
        return kb
    }

    /// A file that an earlier run has kept.
    init(at path: String) throws {
        folder = nil
        kb = try KnowledgeBase(at: path, .init(create: false))
    }

    func remove() throws {
        try kb.close()
        if let folder { try FileManager.default.removeItem(at: folder) }
    }

    /// Holders and targets are drawn with the cube of a number from 0 to 1: a tenth of them have almost half.
    private static func sql(stances count: Int, revision: Int64) -> String {
        func numbers(_ count: Int) -> String {
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))"
        }
        func skewed(_ count: Int, _ random: String) -> String {
            "CAST(\(count) * (\(random) / 2147483648.0) * (\(random) / 2147483648.0) * (\(random) / 2147483648.0) AS INTEGER)"
        }
        return """
            \(numbers(20_000))
            INSERT INTO entity (id, key, kind, name, revision_id)
                SELECT i, 'actor-' || i, iif(i % 3 = 0, 'person', 'organization'), 'Actor number ' || i || ' of the list', \(revision) FROM n;
            INSERT INTO person (id, revision_id) SELECT id, \(revision) FROM entity WHERE kind = 'person';
            INSERT INTO organization (id, kind, revision_id) SELECT id, 'party', \(revision) FROM entity WHERE kind = 'organization';
            \(numbers(5_000))
            INSERT INTO entity (id, key, kind, name, revision_id)
                SELECT 20000 + i, 'topic-' || i, 'topic', 'Topic number ' || i || ' of the list', \(revision) FROM n;
            INSERT INTO topic (id, kind, revision_id) SELECT id, 'issue', \(revision) FROM entity WHERE kind = 'topic';
            \(numbers(1_000))
            INSERT INTO entity (id, key, kind, name, revision_id)
                SELECT 25000 + i, 'event-' || i, 'event', 'Event number ' || i || ' of the list', \(revision) FROM n;
            INSERT INTO event (id, kind, revision_id) SELECT id, 'meeting', \(revision) FROM entity WHERE kind = 'event';
            \(numbers(10_000))
            INSERT INTO document (id, key, title, publisher, language, revision_id)
                SELECT i, 'document-' || i, 'Document number ' || i || ' of the list', 'Publisher ' || (i % 97), 'en', \(revision) FROM n;
            \(numbers(count))
            INSERT INTO passage (id, document_id, quote, locator, revision_id)
                SELECT i, 1 + i % 10000, 'In sentence ' || i || ' the actor says where it stands on word' || (i % 5000) || '.', 'record ' || i, \(revision) FROM n;
            WITH RECURSIVE n (i, r, s) AS (
                SELECT 1, 12345, 6789
                UNION ALL SELECT i + 1, (r * 1103515245 + 12345) % 2147483648, (s * 1103515245 + 54321) % 2147483648
                FROM n WHERE i < \(count)
            )
            INSERT INTO stance (id, holder_id, on_behalf_of_id, act, polarity, target_id, event_id, date, earliest, latest, passage_id, revision_id)
                SELECT i, 1 + \(skewed(20_000, "r")), iif(i % 4 = 0, 2, NULL), iif(s % 3 = 0, 'opposes', 'supports'), iif(s % 3 = 0, -1, 1),
                    20001 + \(skewed(5_000, "s")), iif(i % 2 = 0, 25001 + i % 1000, NULL), day, day, day, i, \(revision)
                FROM (SELECT i, r, s, date('2000-01-01', '+' || (i * 7919 % 7300) || ' days') AS day FROM n);
            """
    }
}
