// Things that may be the same and that nobody has judged yet.

import StandpointSQLite

/// Two things whose names are alike, and that nobody has judged to be the same, different or unsure.
public struct Duplicate: Sendable, Hashable, Codable {
    /// The one thing.
    public let one: Mention
    /// The other, of the same kind.
    public let other: Mention
    /// What they are.
    public let kind: EntityKind
    /// The name of the one.
    public let name: String
    /// The name of the other that is like it.
    public let otherName: String
    /// In which way the names are alike.
    public let reason: Candidate.Reason
    /// How much, from 0 to 1.
    public let score: Double
}

/// A question for things that may be the same.
///
/// Two names are compared only where they have the same words, or words that sound the same where one is in another
/// script, or share a word that few names have, or three letters that hardly any has: the names, and the index of each
/// word and group, are read once.
public struct Duplicates: Sendable {
    let knowledgeBase: KnowledgeBase
    var kind: EntityKind?
    var least = 0.8
    var limit: Int?

    /// Only things of that kind.
    public func of(_ kind: EntityKind) -> Duplicates {
        var question = self
        question.kind = kind
        return question
    }

    /// Only pairs of at least that score, from 0 to 1; 0.8 where left out.
    public func atLeast(_ score: Double) -> Duplicates {
        var question = self
        question.least = score
        return question
    }

    /// At most that many, the most alike.
    public func limited(to count: Int) -> Duplicates {
        var question = self
        question.limit = max(0, min(count, limit ?? Int.max))
        return question
    }

    /// All pairs, the most alike first.
    /// - Throws: ``SQLiteError``.
    public func all() throws -> [Duplicate] { try knowledgeBase.read { try all(in: $0) } }

    /// All pairs, the most alike first, without blocking the caller's thread.
    /// - Throws: ``SQLiteError``, `CancellationError`.
    public func all() async throws -> [Duplicate] { try await knowledgeBase.read { try all(in: $0) } }

    /// All pairs in a snapshot, the most alike first.
    /// - Throws: ``SQLiteError``.
    public func all(in snapshot: Snapshot) throws -> [Duplicate] {
        var search = DuplicateSearch(connection: snapshot.connection, kind: kind, least: least)
        try search.readWholeNames()
        try search.read("name_word", largest: DuplicateSearch.most)
        try search.read("name_letters", largest: 12)
        let sorted = try search.unjudged().sorted {
            ($1.score, $0.one.key, $0.other.key) < ($0.score, $1.one.key, $1.other.key)
        }
        return limit.map { Array(sorted.prefix($0)) } ?? sorted
    }
}

extension KnowledgeBase {
    /// Pairs of things that may be the same, by their names; those that were judged already are left out.
    ///
    ///     for pair in try kb.duplicates().of(.person).all() {
    ///         print(pair.one.key, pair.other.key, pair.reason, pair.score)
    ///     }
    public func duplicates() -> Duplicates { Duplicates(knowledgeBase: self) }
}

/// The pairs while they are collected.
private struct DuplicateSearch {
    let connection: Connection
    let kind: EntityKind?
    let least: Double
    /// The most names of one word or sound that are compared with each other.
    static let most = 40
    /// The names that were read, by their rowid in the search; emptied when they become many.
    private var names: [Int64: (thing: Mention, kind: EntityKind, form: NameForm)] = [:]
    /// The best of each pair of things, and the pairs of names that were compared.
    private var pairs: [[ID<Entity>]: Duplicate] = [:]
    private var compared: Set<[Int64]> = []

    init(connection: Connection, kind: EntityKind?, least: Double) {
        (self.connection, self.kind, self.least) = (connection, kind, least)
    }

    /// Compares the names that have the same words, in whatever order and script, each with the first of them; and those
    /// in other scripts with those that sound like them.
    mutating func readWholeNames() throws {
        var sounding: [[String]: [Int64]] = [:]
        var foreign = try connection.rows(
            """
            SELECT s.rowid, s.text FROM name_search s WHERE s.rowid IN (SELECT name_id FROM name_sound)
                AND (?1 IS NULL OR s.entity_id IN (SELECT id FROM entity WHERE kind = ?1))
            """, kind?.rawValue)
        while let row = try foreign.next() {
            let (name, text) = try row.decode(Int64.self, String.self)
            sounding[NameForm(text).sounds.sorted(), default: []].append(name)
        }
        var first: [[String]: Int64] = [:]
        var rows = try connection.rows(
            """
            SELECT s.rowid, s.text, e.kind FROM name_search s CROSS JOIN entity e ON e.id = s.entity_id
            WHERE ?1 IS NULL OR e.kind = ?1
            """, kind?.rawValue)
        while let row = try rows.next() {
            let (name, text, kind) = try row.decode(Int64.self, String.self, String.self)
            let form = NameForm(text)
            let words = form.latin.sorted()
            guard !words.isEmpty else { continue }
            // Only things of one kind can be the same.
            if let known = first[words + [kind]] {
                try compare([known, name])
            } else {
                first[words + [kind]] = name
            }
            if !form.isForeign, !sounding.isEmpty { sounding[form.sounds.sorted()]?.append(name) }
        }
        for block in sounding.values where block.count <= DuplicateSearch.most { try compare(block) }
    }

    /// Compares the names of each block: those that share a term of an index that no more than `largest` have.
    mutating func read(_ index: String, largest: Int) throws {
        var rows = try connection.rows("SELECT term, doc FROM \(index)")
        var (term, block, isLarge) = ("", [Int64](), false)
        while let row = try rows.next() {
            let (next, name) = try row.decode(String.self, Int64.self)
            if next != term {
                try compare(block)
                (term, block, isLarge) = (next, [], false)
            }
            guard !isLarge, block.last != name else { continue }
            block.append(name)
            if block.count > largest { (block, isLarge) = ([], true) }
        }
        try compare(block)
    }

    private mutating func compare(_ block: [Int64]) throws {
        guard block.count > 1 else { return }
        try load(block)
        for (place, first) in block.enumerated() {
            guard let one = names[first] else { continue }
            for second in block[(place + 1)...] {
                guard let other = names[second], one.kind == other.kind, one.thing.id != other.thing.id,
                    compared.insert([first, second]).inserted,
                    let (reason, score) = one.form.likeness(to: other.form), score >= least
                else { continue }
                add(one, other, reason, score)
            }
        }
        if names.count > 50_000 { names.removeAll(keepingCapacity: true) }
        if compared.count > 2_000_000 { compared.removeAll(keepingCapacity: true) }
    }

    private mutating func add(
        _ a: (thing: Mention, kind: EntityKind, form: NameForm),
        _ b: (thing: Mention, kind: EntityKind, form: NameForm), _ reason: Candidate.Reason, _ score: Double
    ) {
        let (one, other) = a.thing.key < b.thing.key ? (a, b) : (b, a)
        let pair = [one.thing.id, other.thing.id]
        if let known = pairs[pair], known.score >= score { return }
        pairs[pair] = Duplicate(
            one: one.thing, other: other.thing, kind: one.kind, name: one.form.text,
            otherName: other.form.text, reason: reason, score: score)
    }

    /// Reads the names of a block that are not known yet, with one statement.
    private mutating func load(_ block: [Int64]) throws {
        let missing = block.filter { names[$0] == nil }
        guard !missing.isEmpty else { return }
        let list = "[" + missing.map(String.init).joined(separator: ",") + "]"
        var rows = try connection.rows(
            """
            SELECT s.rowid, e.id, e.key, e.name, e.kind, s.text
            FROM json_each(?1) n CROSS JOIN name_search s ON s.rowid = n.value CROSS JOIN entity m ON m.id = s.entity_id
            CROSS JOIN entity e ON e.id = coalesce(m.canonical_id, m.id) WHERE ?2 IS NULL OR e.kind = ?2
            """, list, kind?.rawValue)
        while let row = try rows.next() {
            let id = try row.get(0, as: Int64.self)
            names[id] = (try row.mention(1), try row.get(4), NameForm(try row.get(5)))
        }
    }

    /// The pairs without those between whose classes there is a judgement.
    func unjudged() throws -> [Duplicate] {
        var judged: Set<[ID<Entity>]> = []
        var rows = try connection.rows(
            """
            SELECT coalesce(l.canonical_id, l.id), coalesce(r.canonical_id, r.id)
            FROM identity_judgement j JOIN entity l ON l.id = j.left_id JOIN entity r ON r.id = j.right_id
            """)
        while let row = try rows.next() {
            let (one, other) = try row.decode(ID<Entity>.self, ID<Entity>.self)
            judged.formUnion([[one, other], [other, one]])
        }
        return pairs.filter { !judged.contains($0.key) }.map(\.value)
    }
}
