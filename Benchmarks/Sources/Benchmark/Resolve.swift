// `benchmark resolve`: finding a thing by a mention of it among many names, and suggested duplicates.

import Foundation
import Standpoint

private let mentions = 200

/// Measures files of growing size: the median and the slowest of many mentions of each kind, and how they grow.
func resolve(_ arguments: [String]) throws {
    let sizes = arguments.compactMap { Int($0) }
    guard sizes.count == arguments.count, sizes.allSatisfy({ $0 >= 1000 }) else {
        throw BenchmarkError("How many names, 1000 or more? For instance: benchmark resolve 100000 1000000")
    }
    var medians: [(size: Int, works: [(name: String, median: Double)])] = []
    for size in sizes.isEmpty ? [100_000, 1_000_000] : sizes {
        let file = try Names(count: size)
        defer { try? file.remove() }
        print("\nResolving \(mentions) mentions of each kind among \(size) names")
        medians.append((size, try measure(file)))
        let took = try ContinuousClock().measure {
            print("\(try file.kb.duplicates().atLeast(0.9).all().count) suggested duplicates of at least 0.9")
        }
        print(String(format: "in %.1f µs for each name", took / .microseconds(size)))
    }
    guard let first = medians.first, let last = medians.last, medians.count > 1 else { return }
    print("\nHow the median of each grows from \(first.size) to \(last.size) names")
    for (small, large) in zip(first.works, last.works) {
        print(small.name + String(format: ": %.2f times", large.median / small.median))
    }
}

private func measure(_ file: Names) throws -> [(name: String, median: Double)] {
    let names = try file.sample(mentions)
    let works: [(name: String, mention: (String) -> String)] = [
        ("exact", { $0 }),
        (
            "without accents and capitals",
            { $0.folding(options: .diacriticInsensitive, locale: nil).uppercased() }
        ),
        ("last name first", { $0.split(separator: " ").reversed().joined(separator: ", ") }),
        ("with an initial", { "\($0.prefix(1)). \($0.split(separator: " ").last ?? "")" }),
        ("in Cyrillic letters", { $0.applyingTransform(.latinToCyrillic, reverse: false) ?? $0 }),
        (
            "misspelt",
            { name in
                // The third letter from the end is left out.
                var letters = Array(name)
                letters.remove(at: max(0, letters.count - 3))
                return String(letters)
            }
        ),
        ("unknown", { _ in "Xavier Quetzalcoatl Wjschrb" }),
    ]
    return try file.kb.read { snapshot in
        try works.map { name, mention in
            var (times, found) = ([Double](), 0)
            for entry in names {
                let asked = mention(entry)
                var candidates: [Candidate] = []
                let took = try ContinuousClock().measure {
                    candidates = try snapshot.resolve(asked, kind: .person)
                }
                times.append(took / .milliseconds(1))
                if candidates.contains(where: { $0.thing.name == entry }) { found += 1 }
            }
            times.sort()
            let median = times[times.count / 2]
            print(
                String(
                    format: "%@: median %.2f ms, 95th percentile %.2f ms, slowest %.2f ms, found %d of %d",
                    name, median, times[times.count * 95 / 100], times.last ?? 0, found, names.count))
            return (name, median)
        }
    }
}

/// A file of people with names made of syllables, a few of them very common.
private struct Names {
    let folder: URL
    let kb: KnowledgeBase

    init(count: Int) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        kb = try KnowledgeBase(at: folder.appending(path: "names.sqlite").path, .init(synchronous: .normal))
        try kb.edit(by: "generator") { edit in
            try edit.connection.execute(Names.sql(count, revision: try edit.revision()))
        }
    }

    func remove() throws {
        try kb.close()
        try FileManager.default.removeItem(at: folder)
    }

    /// Names from all over the file.
    func sample(_ count: Int) throws -> [String] {
        try kb.sql(
            "SELECT name FROM entity WHERE id IN (SELECT 1 + abs(value * 7919 * 104729) % (SELECT max(id) FROM entity) FROM json_each(\("[\((1...count).map(String.init).joined(separator: ","))]")))"
        ).all(String.self)
    }

    /// First names of two syllables out of some 3000, last names of two or three out of 120 000, drawn with the cube of a number
    /// from 0 to 1.
    private static func sql(_ count: Int, revision: Int64) -> String {
        func syllable(_ number: String) -> String {
            "(SELECT s FROM temp.syllable WHERE i = 1 + (\(number)) % 840)"
        }
        func capital(_ text: String) -> String { "upper(substr(\(text), 1, 1)) || substr(\(text), 2)" }
        return """
            CREATE TEMP TABLE syllable (i INTEGER PRIMARY KEY, s TEXT);
            INSERT INTO temp.syllable (s) SELECT a.value || b.value || c.value
                FROM json_each('["b","br","c","ch","d","f","g","gr","h","j","k","l","m","n","p","qu","r","s","st","t","v","w","y","z"]') a,
                    json_each('["a","e","i","o","u","á","í"]') b, json_each('["","n","r","l","s"]') c;
            WITH RECURSIVE n (i, r, s) AS (
                SELECT 1, 12345, 6789
                UNION ALL SELECT i + 1, (r * 1103515245 + 12345) % 2147483648, (s * 1103515245 + 54321) % 2147483648 FROM n WHERE i < \(count)
            ), drawn AS (
                SELECT i, CAST(3000 * (r / 2147483648.0) * (r / 2147483648.0) * (r / 2147483648.0) AS INTEGER) AS g,
                    CAST(120000 * (s / 2147483648.0) * (s / 2147483648.0) * (s / 2147483648.0) AS INTEGER) AS f FROM n
            )
            INSERT INTO entity (id, key, kind, name, revision_id)
                SELECT i, 'person-' || i, 'person', \(capital(syllable("g * 7"))) || \(syllable("g * 131")) || ' '
                    || \(capital(syllable("f * 11"))) || \(syllable("f * 677")) || iif(f % 3 = 0, '', \(syllable("f / 3"))), \(revision)
                FROM drawn;
            INSERT INTO person (id, revision_id) SELECT id, \(revision) FROM entity;
            DROP TABLE temp.syllable;
            """
    }
}
