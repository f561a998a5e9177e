// Which things a mention may mean: “M. Diaz Canel”, “IMF”, “Q241”, “Мадуро”.

import Foundation
import StandpointSQLite

/// A thing that a mention may mean, and why.
public struct Candidate: Sendable, Hashable, Codable {
    /// What makes the mention look like the thing.
    public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
        /// It is the thing's key or one of its identifiers.
        case identifier
        /// It is one of its names, letter by letter.
        case exact
        /// It is one of its names but for accents, capitals and punctuation.
        case folded
        /// It is one of its names in another script.
        case transliterated
        /// It has the words of one of its names in another order.
        case reordered
        /// It has initials for words of one of its names.
        case initials
        /// It is made of the initials of one of its names.
        case acronym
        /// It is a part of one of its names, or has one as a part.
        case part
        /// It differs in a few letters from one of its names, or from a part of it.
        case misspelt
    }

    /// The thing.
    public let thing: Mention
    /// What it is.
    public let kind: EntityKind
    /// The name or identifier that the mention is like.
    public let name: String
    /// In which way.
    public let reason: Reason
    /// How much, from 0 to 1; 1 for an identifier and an exact name.
    public let score: Double
}

extension KnowledgeBase {
    /// The things that a mention may mean, best first; see ``Snapshot/resolve(_:kind:limit:)``.
    /// - Throws: ``SQLiteError``.
    public func resolve(_ mention: String, kind: EntityKind? = nil, limit: Int = 10) throws -> [Candidate] {
        try read { try $0.resolve(mention, kind: kind, limit: limit) }
    }

    /// The things that a mention may mean, best first, without blocking the caller's thread.
    /// - Throws: ``SQLiteError``, `CancellationError`.
    public func resolve(
        _ mention: String, kind: EntityKind? = nil, limit: Int = 10
    ) async throws -> [Candidate] {
        try await read { try $0.resolve(mention, kind: kind, limit: limit) }
    }
}

extension Snapshot {
    /// The things that a mention may mean, best first, each with the reason. Things that are judged the same are one.
    ///
    ///     let who = try snapshot.resolve("M. Diaz Canel", kind: .person).first
    ///
    /// Names in another script are compared in Latin letters. Where many names share all words of a mention, the
    /// shortest are compared, and of misspelt ones those that share its rarest words and letters: the time depends on
    /// the mention, hardly on the size of the file.
    /// - Parameters:
    ///   - mention: A name in any form, a key, or an identifier with or without its scheme (`wikidata:Q241`).
    ///   - kind: What the thing must be; any where left out.
    ///   - limit: At most so many.
    /// - Throws: ``SQLiteError``.
    public func resolve(_ mention: String, kind: EntityKind? = nil, limit: Int = 10) throws -> [Candidate] {
        let mention = mention.trimmingCharacters(in: .whitespacesAndNewlines).replacing("\0", with: "")
        guard !mention.isEmpty, limit > 0 else { return [] }
        var found = Resolution(connection: connection, mention: mention, kind: kind)
        try found.addIdentifiers()
        try found.addExactNames()
        try found.addInitials()
        try found.addNames()
        if let named = Resolution.withoutTitle(mention) {
            // What is left of the mention, a little less sure.
            var rest = Resolution(connection: connection, mention: named, kind: kind)
            try rest.addExactNames()
            try rest.addNames()
            for candidate in rest.candidates.values { found.add(candidate, weight: 0.97) }
        }
        return found.candidates.values.sorted {
            ($1.score, $0.thing.key) < ($0.score, $1.thing.key)
        }.prefix(limit).map(\.self)
    }
}

/// The candidates for a mention while they are collected.
private struct Resolution {
    let connection: Connection
    let form: NameForm
    let kind: Value
    var candidates: [ID<Entity>: Candidate] = [:]
    var best: Double { candidates.values.lazy.map(\.score).max() ?? 0 }

    init(connection: Connection, mention: String, kind: EntityKind?) {
        self.connection = connection
        self.kind = kind.map { .text($0.rawValue) } ?? .null
        form = NameForm(mention)
    }

    /// Looks for names, from what is quick and sure to what is neither, as long as nothing good was found.
    mutating func addNames() throws {
        try addNamesOfAllWords()
        // One in another script may be the same beside one that is exact.
        try addNamesOfSounds()
        if best < 0.8 { try addNamesOfBeginnings() }
        if best < 0.8 { try addNamesOfRareWords() }
        if best < 0.8 { try addNamesOfRareLetters() }
    }

    mutating func add(_ candidate: Candidate, weight: Double) {
        let score = candidate.score * weight
        guard score >= 0.5 else { return }
        // An exact name behind a title is a part of the mention.
        let reason = candidate.reason == .exact || candidate.reason == .folded ? .part : candidate.reason
        add(
            Candidate(
                thing: candidate.thing, kind: candidate.kind, name: candidate.name, reason: reason,
                score: score))
    }

    private mutating func add(_ candidate: Candidate) {
        if let known = candidates[candidate.thing.id], known.score >= candidate.score { return }
        candidates[candidate.thing.id] = candidate
    }

    /// Adds what a statement finds: a thing in four columns and the name that led to it.
    private mutating func add(
        _ sql: String, _ values: [Value], _ rate: (String) -> (reason: Candidate.Reason, score: Double)?
    ) throws {
        var rows = try connection.statement(sql).rows(values: values)
        while let row = try rows.next() {
            let name = try row.get(4, as: String.self)
            guard let (reason, score) = rate(name), score >= 0.5 else { continue }
            add(
                Candidate(
                    thing: try row.mention(0), kind: try row.get(3), name: name, reason: reason, score: score)
            )
        }
    }

    private func rate(_ name: String) -> (reason: Candidate.Reason, score: Double)? {
        form.likeness(to: NameForm(name))
    }

    /// The things of names, by their rowid in the search; `?1` is the kind.
    private static func things(_ names: String) -> String {
        """
        SELECT e.id, e.key, e.name, e.kind, s.text FROM (\(names)) n CROSS JOIN name_search s ON s.rowid = n.id
        CROSS JOIN entity m ON m.id = s.entity_id CROSS JOIN entity e ON e.id = coalesce(m.canonical_id, m.id)
        WHERE ?1 IS NULL OR e.kind = ?1
        """
    }

    // MARK: Ways to find

    mutating func addIdentifiers() throws {
        let text = form.text
        // The scheme before a colon or a space, and what an address ends with.
        let parts = text.split(maxSplits: 1) { $0 == ":" || $0 == " " }
            .map { $0.trimmingCharacters(in: .whitespaces.union([":"])) }
        let isSchemed =
            parts.count == 2 && !text.contains("//") && parts[1].contains(where: \.isNumber)
            && parts[0].contains(where: \.isLetter)
        let address =
            text.contains("//")
            ? text.prefix { $0 != "?" }.split { "/#".contains($0) }.dropFirst(2).last.map(String.init) : nil
        let page =
            text.contains("#") ? text.prefix { $0 != "#" }.split(separator: "/").last.map(String.init) : nil
        func forms(_ value: String) -> [String] {
            let plain = value.filter { $0 != " " && $0 != "-" }
            return [value, plain, value.uppercased(), plain.uppercased()]
        }
        let values = Set(
            forms(text)
                + forms(page ?? address ?? text))
        let find = """
            SELECT e.id, e.key, e.name, e.kind, i.name FROM (
                SELECT entity_id AS id, scheme || ':' || value AS name FROM identifier
                WHERE value IN (SELECT value FROM json_each(?2)) AND (?3 IS NULL OR scheme = ?3)
                UNION ALL SELECT id, key FROM entity WHERE key = ?4
            ) i CROSS JOIN entity m ON m.id = i.id CROSS JOIN entity e ON e.id = coalesce(m.canonical_id, m.id)
            WHERE ?1 IS NULL OR e.kind = ?1
            """
        func list(_ values: some Sequence<String>) -> Value {
            .text(JSONText.list(values.sorted()))
        }
        try add(find, [kind, list(values), .null, .text(text)]) { _ in (.identifier, 1) }
        if isSchemed {
            try add(find, [kind, list(Set(forms(parts[1]))), .text(parts[0].lowercased()), .null]) { _ in
                (.identifier, 1)
            }
        }
    }

    mutating func addExactNames() throws {
        try add(
            """
            SELECT e.id, e.key, e.name, e.kind, ?2 FROM (
                SELECT id FROM entity WHERE name = ?2 UNION ALL SELECT entity_id FROM name WHERE text = ?2 LIMIT 200
            ) i CROSS JOIN entity m ON m.id = i.id CROSS JOIN entity e ON e.id = coalesce(m.canonical_id, m.id)
            WHERE ?1 IS NULL OR e.kind = ?1
            """, [kind, .text(form.text)]
        ) { _ in (.exact, 1) }
    }

    /// Names of which the mention has the initials: “IMF”, “U.N.”.
    mutating func addInitials() throws {
        let letters = form.text.filter { $0 != "." && $0 != " " }
        guard (2...10).contains(letters.count), letters.allSatisfy(\.isLetter),
            form.words.count == 1 || form.words.allSatisfy({ $0.count == 1 })
        else { return }
        // Small letters may be a word of its own.
        let score = letters.contains(where: \.isLowercase) ? 0.7 : 0.85
        try add(
            Resolution.things("SELECT name_id AS id FROM name_initial WHERE initials = ?2 LIMIT 200"),
            [kind, .text(letters.uppercased())]
        ) { _ in (.acronym, score) }
    }

    /// Names that have all words of the mention in any order, and something for its initials.
    mutating func addNamesOfAllWords() throws {
        for words in form.isForeign ? [form.terms, form.latin] : [form.terms] {
            guard let match = Resolution.match(words.filter { $0.count > 1 }) else { continue }
            let initial = words.first { $0.count == 1 }
            try add(
                Resolution.things(
                    """
                    SELECT rowid AS id FROM name_search WHERE rowid IN (
                        SELECT rowid FROM name_search WHERE name_search MATCH ?2 LIMIT iif(?3 IS NULL, 2000, 20000)
                    ) AND (?3 IS NULL OR text LIKE ?3 || '%' OR text LIKE '% ' || ?3 || '%')
                    ORDER BY length(text) LIMIT 100
                    """), [kind, .text(match), initial.value], rate)
        }
    }

    /// Names that have all words of the mention but one or, of that, the first three letters; or those of all words.
    mutating func addNamesOfBeginnings() throws {
        for words in [form.terms] + (form.isForeign ? [form.latin] : form.elsewhere) {
            let words = words.filter { $0.count > 2 }.prefix(6).map { "\"\($0)\"" }
            let beginnings = words.map { "\"\($0.dropFirst().dropLast().prefix(3))\"*" }
            guard words.count > 1 else { continue }
            let others = words.indices.map { place in
                words.enumerated().map { $0.offset == place ? beginnings[place] : $0.element }
            }
            for match in others + [beginnings] {
                try add(
                    Resolution.things(
                        """
                        SELECT rowid AS id FROM name_search WHERE rowid IN (
                            SELECT rowid FROM name_search WHERE name_search MATCH ?2 LIMIT 1000
                        ) ORDER BY abs(length(text) - ?3) LIMIT 60
                        """), [kind, .text(match.joined(separator: " ")), .integer(Int64(form.text.count))],
                    rate)
            }
        }
    }

    /// Names in other scripts that sound like the mention, and for a mention in a script without vowels the names of
    /// the spellings that it may have.
    mutating func addNamesOfSounds() throws {
        let sounds = form.sounds.filter { $0.count > 1 }
        let joined = form.keys.filter { $0.count > 1 }.sorted()
        if sounds.count > 1 {
            // All words, whatever their number of names.
            let others = sounds.indices.dropFirst().map {
                "AND EXISTS (SELECT 1 FROM name_sound o WHERE o.sound = ?\($0 + 2) AND o.name_id = n.name_id)"
            }.prefix(5).joined(separator: " ")
            try add(
                Resolution.things(
                    "SELECT name_id AS id FROM name_sound n WHERE n.sound = ?2 \(others) LIMIT 200"),
                [kind] + sounds.prefix(6).map { .text($0) }, rate)
        }
        for sound in joined.prefix(8) {
            try add(
                Resolution.things("SELECT name_id AS id FROM name_sound WHERE sound = ?2 LIMIT 200"),
                [kind, .text(sound)], rate)
        }
        for (name, text) in try NameSound.waiting(on: connection, limit: 2000)
        where !NameForm(text).keys.isDisjoint(with: joined) {
            try add(Resolution.things("SELECT ?2 AS id"), [kind, .integer(name)], rate)
        }
        let spellings = form.spellings.filter { ($0.first?.count ?? 0) > 1 }.prefix(4)
        guard !spellings.isEmpty else { return }
        let match = spellings.map { "(" + $0.map { "\"\($0)\"" }.joined(separator: " OR ") + ")" }
        try add(
            Resolution.things("SELECT rowid AS id FROM name_search WHERE name_search MATCH ?2 LIMIT 200"),
            [kind, .text(match.joined(separator: " AND "))], rate)
    }

    /// The mention without the titles and offices before the name; nil where it has none.
    static func withoutTitle(_ mention: String) -> String? {
        let words = mention.split(separator: " ")
        let name = words.drop { titles.contains($0.lowercased().filter { $0 != "." }) }
        guard name.count < words.count, !name.isEmpty else { return nil }
        return name.joined(separator: " ")
    }

    private static let titles: Set<String> = [
        "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "lord", "lady", "dame", "rev", "fr",
        "st", "sr",
        "sra", "srta", "don", "doña", "señor", "señora", "compañero", "compañera", "monsieur", "madame",
        "herr", "frau",
        "president", "presidente", "presidenta", "président", "présidente", "präsident", "prime", "primer",
        "premier",
        "minister", "ministro", "ministra", "ministre", "foreign", "vice", "vice-president", "vicepresidente",
        "chancellor", "secretary", "secretary-general", "general", "gen", "colonel", "col", "comandante",
        "commander",
        "captain", "marshal", "king", "queen", "prince", "princess", "emperor", "sultan", "sheikh", "emir",
        "pope",
        "senator", "sen", "senador", "senadora", "governor", "mayor", "ambassador", "judge", "comrade",
        "ayatollah",
        "imam", "bishop", "cardinal", "the", "former", "ex-president", "leader",
    ]

    /// Names that share a rare word with the mention.
    mutating func addNamesOfRareWords() throws {
        var words = form.isForeign ? form.terms + form.latin : form.terms
        for other in form.elsewhere { words += other }
        let terms = Set(words.filter { $0.count > 2 }).sorted().prefix(16).compactMap {
            Resolution.match([$0])
        }
        try addNames(of: terms, in: "name_search")
    }

    /// Names that share rare groups of three letters with the mention.
    mutating func addNamesOfRareLetters() throws {
        var groups: Set<String> = []
        let texts = [form.words, [form.text.lowercased()], form.latin] + form.elsewhere
        for text in texts.map({ $0.joined(separator: " ") }) {
            let letters = Array(text.unicodeScalars.prefix(80))
            for start in letters.indices.dropLast(2) {
                var group = String.UnicodeScalarView()
                group.append(contentsOf: letters[start..<start + 3])
                groups.insert("\"" + String(group).replacing("\"", with: "\"\"") + "\"")
            }
        }
        try addNames(of: Array(groups.sorted().prefix(120)), in: "name_trigram")
    }

    /// Adds the names that share most of those terms that few names have.
    private mutating func addNames(of terms: [String], in table: String) throws {
        let most = 1000
        var counted: [(count: Int, term: String)] = []
        for term in terms {
            let count = try connection.value(
                Int.self,
                "SELECT count(*) FROM (SELECT 1 FROM \(table) WHERE \(table) MATCH ? LIMIT \(most + 1))", term
            )
            if let count, count > 0, count <= most { counted.append((count, term)) }
        }
        counted.sort { ($0.count, $0.term) < ($1.count, $1.term) }
        var (rare, sum) = ([String](), 0)
        for (count, term) in counted.prefix(16) where sum + count <= 4 * most {
            rare.append(term)
            sum += count
        }
        guard !rare.isEmpty else { return }
        let each = (0..<rare.count).map {
            "SELECT rowid AS id FROM \(table) WHERE \(table) MATCH ?\($0 + 3)"
        }
        try add(
            Resolution.things(
                """
                SELECT g.id FROM (
                    SELECT id, count(*) AS shared FROM (\(each.joined(separator: " UNION ALL "))) GROUP BY id ORDER BY 2 DESC, 1 LIMIT 1000
                ) g CROSS JOIN name_search t ON t.rowid = g.id ORDER BY g.shared DESC, abs(length(t.text) - ?2) LIMIT 100
                """
            ), [kind, .integer(Int64(form.text.count))] + rare.map { .text($0) }, rate)
    }

    /// The expression for FTS5 that asks for all of some words; nil for none.
    private static func match(_ words: [String]) -> String? {
        words.isEmpty ? nil : words.map { "\"\($0)\"" }.joined(separator: " ")
    }
}
