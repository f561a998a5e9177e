// One set of changes: a transaction and a revision.

public import StandpointSQLite

/// The changes of one revision, within ``KnowledgeBase/edit(by:note:_:)-swift.method``.
///
/// Things are written by key: the first call makes them, a later one changes what it is given and leaves the rest.
/// Facts are added one by one, each with the words that prove it.
public final class Edit {
    /// The connection, for SQL that the library has no words for; use ``revision()`` for the column `revision_id`.
    public let connection: Connection
    let author: String
    private let note: String
    private let isMerge: Bool
    private var revisionID: Int64?
    private var isOpen = true
    /// How many savepoints had been undone when it was last looked.
    private var undone: Int
    /// The texts that quotes were looked for in, with the keys of their documents.
    private var texts: [Int64: (DocumentText, name: String)] = [:]

    private init(_ connection: Connection, author: String, note: String, isMerge: Bool) {
        (self.connection, self.author, self.note, self.isMerge) = (connection, author, note, isMerge)
        undone = connection.undoneSavepoints
    }

    /// Runs an edit in the transaction that is open on the connection.
    static func run<T>(
        on connection: Connection, author: String, note: String, isMerge: Bool = false,
        _ body: (Edit) throws -> T
    ) throws -> T {
        let edit = Edit(connection, author: author, note: note, isMerge: isMerge)
        defer { edit.isOpen = false }
        let result = try body(edit)
        if let revision = edit.revisionID {
            try NameSound.write(on: connection)
            try connection.run(
                "UPDATE revision SET closed_at = max(created_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) WHERE id = ?",
                revision)
        }
        return result
    }

    /// The revision of this edit, opened with the first change; for the column `revision_id` of rows that SQL of
    /// your own writes.
    /// - Throws: ``SQLiteError`` where there is no author.
    public func revision() throws -> Int64 {
        guard isOpen else {
            throw StandpointError.misuse("an edit ends with its closure: make changes within it")
        }
        try forgetUndone()
        if let revisionID { return revisionID }
        try connection.run("INSERT INTO revision (author, note) VALUES (?, ?)", author, note)
        let id = connection.lastInsertRowID
        if isMerge { try connection.run("INSERT INTO merged (merged_in, source) VALUES (?1, ?1)", id) }
        revisionID = id
        return id
    }

    /// Forgets what was written within a savepoint that was undone.
    private func forgetUndone() throws {
        guard undone != connection.undoneSavepoints else { return }
        undone = connection.undoneSavepoints
        texts = [:]
        guard let revisionID else { return }
        let isThere = try connection.value(
            Bool.self, "SELECT EXISTS (SELECT 1 FROM revision WHERE id = ?)", revisionID)
        if isThere == false { self.revisionID = nil }
    }

    // MARK: Rows

    func insert(_ table: Table, _ values: [Value]) throws -> Int64 {
        let statement = try connection.statement(table.insert)
        try statement.run(values: values + [.integer(revision())])
        return connection.lastInsertRowID
    }

    /// The columns of a row; nil where there is none.
    func row(_ table: Table, _ id: Int64) throws -> [Value]? {
        try connection.first(table.select, id) { row in
            try (0..<row.count).map { try row.value($0) }
        }
    }

    /// Writes a row that may be there: a nil leaves the column as it is, and a row that has it all stays untouched.
    func write(_ table: Table, _ id: Int64, _ values: [Value?]) throws {
        if let old = try row(table, id) {
            let new = zip(values, old).map { $0 ?? $1 }
            if new != old {
                try connection.statement(table.update).run(
                    values: new + [.integer(revision()), .integer(id)])
            }
        } else {
            try connection.statement(table.insertWithID).run(
                values: [.integer(id)] + values.map { $0 ?? .null } + [.integer(revision())])
        }
    }

    /// Writes a thing or a document, the known one under the key that it has.
    func put(_ table: Table, _ known: Int64?, _ values: [Value?]) throws -> Int64 {
        guard let known else { return try insert(table, values.map { $0 ?? .null }) }
        try write(table, known, [nil] + values.dropFirst())
        return known
    }

    // MARK: Things

    /// The thing of a key and a kind, also where a merge has put the kind behind the key; or the one of another kind that has
    /// the key.
    static func thing(
        _ key: String, _ kind: EntityKind, on connection: Connection
    ) throws -> (id: Int64, kind: EntityKind)? {
        try connection.first(
            "SELECT id, kind FROM entity WHERE key IN (?1, ?1 || '--' || ?2) ORDER BY kind <> ?2", key,
            kind.rawValue
        ) { try $0.decode(Int64.self, EntityKind.self) }
    }

    /// The id of the thing of a key, of that kind.
    func find(_ key: String, _ kind: EntityKind) throws -> Int64? {
        let found = try Edit.thing(key, kind, on: connection)
        guard let (id, other) = found else { return nil }
        guard other == kind else {
            throw StandpointError.otherKind(key: key, expected: kind.rawValue, found: other.rawValue)
        }
        return id
    }

    /// Writes a thing of a key and what only its kind has.
    func thing(
        _ key: String, _ kind: EntityKind, name: String, description: Value?, detail: [Value?]
    ) throws -> Int64 {
        let values: [Value?] = [.text(key), .text(kind.rawValue), .text(name), description, nil]
        // Both or none, also for a caller who looks away from an error.
        return try connection.savepoint {
            let id = try put(.entity, find(key, kind), values)
            try write(.of(kind), id, detail)
            return id
        }
    }

    /// Makes or changes a person.
    /// - Parameters:
    ///   - key: Small letters, digits and hyphens, as in `nicolas-maduro`.
    ///   - name: What to call the person.
    ///   - description: A sentence that tells the person from others of the same name.
    ///   - gender: As the person states it.
    ///   - date: From birth to death, EDTF: `1962-11-23/..`.
    /// - Throws: ``StandpointError/otherKind(key:expected:found:)``, ``StandpointError/date(_:)``, ``SQLiteError``.
    @discardableResult
    public func person(
        _ key: String, name: String, description: String? = nil, gender: String? = nil, date: String? = nil
    ) throws -> ID<Person> {
        let detail = [given(gender)] + (try dateColumns(date))
        return ID(
            rawValue: try thing(key, .person, name: name, description: given(description), detail: detail))
    }

    /// Makes or changes an organization.
    /// - Parameters:
    ///   - key: Small letters, digits and hyphens.
    ///   - name: What to call it.
    ///   - kind: What it is.
    ///   - description: A sentence that tells it from others of the same name.
    ///   - place: Its seat, or a state's territory.
    ///   - date: From founding to dissolution, EDTF.
    /// - Throws: ``StandpointError/otherKind(key:expected:found:)``, ``StandpointError/date(_:)``, ``SQLiteError``.
    @discardableResult
    public func organization(
        _ key: String, name: String, kind: Organization.Kind, description: String? = nil,
        place: ID<Place>? = nil,
        date: String? = nil
    ) throws -> ID<Organization> {
        let detail = [.text(kind.rawValue), given(place)] + (try dateColumns(date))
        return ID(
            rawValue: try thing(
                key, .organization, name: name, description: given(description), detail: detail))
    }

    /// Makes or changes an event.
    /// - Parameters:
    ///   - key: Small letters, digits and hyphens.
    ///   - name: What to call it.
    ///   - kind: What it is.
    ///   - date: When it took place, EDTF: `2019-11-01/2019-11-03`.
    ///   - place: Where.
    ///   - partOf: The event that it was part of.
    ///   - series: The series that it was an edition of.
    ///   - edition: Which edition, from 1.
    ///   - description: A sentence that tells it from others of the same name.
    /// - Throws: ``StandpointError/otherKind(key:expected:found:)``, ``StandpointError/date(_:)``, ``SQLiteError``.
    @discardableResult
    public func event(
        _ key: String, name: String, kind: Event.Kind, date: String? = nil, place: ID<Place>? = nil,
        partOf: ID<Event>? = nil, series: ID<Event>? = nil, edition: Int? = nil, description: String? = nil
    ) throws -> ID<Event> {
        let links: [Value?] = [
            given(place), given(partOf), given(series), edition.map { .integer(Int64($0)) },
        ]
        let detail = [.text(kind.rawValue)] + (try dateColumns(date)) + links
        return ID(
            rawValue: try thing(key, .event, name: name, description: given(description), detail: detail))
    }

    /// Makes or changes a place.
    /// - Parameters:
    ///   - key: Small letters, digits and hyphens.
    ///   - name: What to call it.
    ///   - kind: What it is.
    ///   - partOf: The place that it lies in.
    ///   - latitude: Degrees north, WGS 84, -90 to 90; with a longitude.
    ///   - longitude: Degrees east, WGS 84, -180 to 180.
    ///   - description: A sentence that tells it from others of the same name.
    /// - Throws: ``StandpointError/otherKind(key:expected:found:)``, ``SQLiteError``.
    @discardableResult
    public func place(
        _ key: String, name: String, kind: Place.Kind, partOf: ID<Place>? = nil, latitude: Double? = nil,
        longitude: Double? = nil, description: String? = nil
    ) throws -> ID<Place> {
        let detail: [Value?] = [
            .text(kind.rawValue), given(partOf), latitude.map { .real($0) }, longitude.map { .real($0) },
        ]
        return ID(
            rawValue: try thing(key, .place, name: name, description: given(description), detail: detail))
    }

    /// Makes or changes a topic: what one can stand for or against.
    /// - Parameters:
    ///   - key: Small letters, digits and hyphens.
    ///   - name: What to call it.
    ///   - kind: What it is.
    ///   - broader: The topic that it is a part or case of.
    ///   - description: A sentence that tells it from others of the same name.
    /// - Throws: ``StandpointError/otherKind(key:expected:found:)``, ``SQLiteError``.
    @discardableResult
    public func topic(
        _ key: String, name: String, kind: Topic.Kind, broader: ID<Topic>? = nil, description: String? = nil
    ) throws -> ID<Topic> {
        let detail: [Value?] = [.text(kind.rawValue), given(broader)]
        return ID(
            rawValue: try thing(key, .topic, name: name, description: given(description), detail: detail))
    }

    /// Gives a thing a further name; one that it bears already stays as it is.
    /// - Parameters:
    ///   - text: The name.
    ///   - thing: The thing.
    ///   - kind: What sort of name.
    ///   - language: Its language, BCP 47.
    ///   - script: Its script, ISO 15924: `Latn`, `Cyrl`.
    ///   - date: When it was in use, EDTF.
    /// - Throws: ``StandpointError/date(_:)``, ``SQLiteError``.
    public func name(
        _ text: String, of thing: ID<some Thing>, kind: NameKind = .alias, language: String? = nil,
        script: String? = nil, date: String? = nil
    ) throws {
        let values = [
            .integer(thing.rawValue), .text(text), .text(kind.rawValue), language.value, script.value,
        ]
        _ = try name(values + edtf(date).columns)
    }

    func name(_ values: [Value]) throws -> Int64 {
        let same = try connection.statement(
            "SELECT id FROM name WHERE entity_id = ? AND text = ? AND kind = ? AND language IS ? AND script IS ? AND date IS ?"
        ).rows(values: Array(values.prefix(6))).map { try $0.get(0, as: Int64.self) }
        return try same.first ?? insert(.name, values)
    }

    /// Says under which number or code others know a thing.
    /// - Parameters:
    ///   - value: The identifier.
    ///   - scheme: Whose: `wikidata`, `viaf`, `isni`, `lei` …
    ///   - thing: The thing.
    /// - Throws: ``SQLiteError`` where another thing has it.
    public func identifier(_ value: String, scheme: String, of thing: ID<some Thing>) throws {
        _ = try identifier([.integer(thing.rawValue), .text(scheme), .text(value)])
    }

    func identifier(_ values: [Value]) throws -> Int64 {
        let same = try connection.statement(
            "SELECT id FROM identifier WHERE entity_id = ? AND scheme = ? AND value = ?"
        )
        .rows(values: values).map { try $0.get(0, as: Int64.self) }
        return try same.first ?? insert(.identifier, values)
    }

    // MARK: Dates and options

    /// Reads a date as callers write it.
    func edtf(_ date: String?) throws -> EDTF? {
        guard let date else { return nil }
        do { return try EDTF(date[...]) } catch { throw StandpointError.date(error) }
    }

    private func dateColumns(_ date: String?) throws -> [Value?] {
        try edtf(date).map { date in Optional(date).columns } ?? [nil, nil, nil]
    }

    private func given(_ text: String?) -> Value? { text.map { .text($0) } }

    private func given<Row>(_ id: ID<Row>?) -> Value? { id.map { .integer($0.rawValue) } }

    // MARK: Documents and passages

    /// Archives a source.
    ///
    /// A text, once archived, is what passages point into: the same key with another text is refused. A later
    /// capture is a document of its own that supersedes the earlier.
    /// - Parameters:
    ///   - key: Small letters, digits and hyphens.
    ///   - title: Its title.
    ///   - text: Its text; nil for a source that is cited by locator.
    ///   - publisher: Who published it. Sources are independent when their publishers are.
    ///   - authors: Who wrote it.
    ///   - published: When it was published, EDTF.
    ///   - url: Where it was found.
    ///   - language: Its language, BCP 47.
    ///   - description: How it came to be and what it rests on.
    ///   - retrievedAt: When it was captured, UTC, ISO 8601.
    ///   - licence: What one may do with it.
    ///   - supersedes: The earlier capture of the same source.
    /// - Throws: ``StandpointError/documentChanged(key:)``, ``StandpointError/date(_:)``, ``SQLiteError``.
    @discardableResult
    public func document(
        _ key: String, title: String, text: String? = nil, publisher: String? = nil, authors: [String]? = nil,
        published: String? = nil, url: String? = nil, language: String? = nil, description: String? = nil,
        retrievedAt: String? = nil, licence: String? = nil, supersedes: ID<Document>? = nil
    ) throws -> ID<Document> {
        let values: [Value?] =
            [
                .text(key), .text(title), given(url), given(publisher),
                authors.map { .text(JSONText.list($0)) },
            ]
            + (try dateColumns(published)) + [given(language), given(description)]
            + (text.map { [.text($0), .text(SHA256.hex($0.utf8))] } ?? [nil, nil])
            + [given(retrievedAt), given(licence), given(supersedes)]
        return ID(rawValue: try document(values))
    }

    func document(_ values: [Value?]) throws -> Int64 {
        let table = Table.document
        guard let position = table.index(of: "sha256"), case .text(let key)? = values.first ?? nil else {
            throw StandpointError.misuse("a document needs a key")
        }
        let text = table.index(of: "text").flatMap { values[$0] } ?? .null
        let known = try Edit.document(key, sha256: values[position] ?? .null, text: text, on: connection)
        return try put(table, known, values)
    }

    /// The document that has a key and a text or none yet; nil where no document has the key. Where another text has it, it
    /// is the one to which a merge gave another key for that.
    /// - Throws: ``StandpointError/documentChanged(key:)`` where there is none, ``SQLiteError``.
    static func document(
        _ key: String, sha256: Value, text: Value = .null, on connection: Connection
    ) throws -> Int64? {
        let found = try connection.first(
            "SELECT id, iif(sha256 IS NULL, text <> ?3, sha256 <> ?2) FROM document WHERE key = ?1", key,
            sha256,
            text
        ) { try $0.decode(Int64.self, Bool?.self) }
        guard let found, found.1 == true else { return found?.0 }
        let parted = try connection.value(
            Int64.self,
            "SELECT id FROM document WHERE key > ?1 AND key < ?1 || '-.' AND iif(sha256 IS NULL, text = ?3, sha256 = ?2)",
            key, sha256, text)
        guard let parted else { throw StandpointError.documentChanged(key: key) }
        return parted
    }

    /// The passage that evidence points to, made where it is not there yet.
    /// - Throws: ``StandpointError/quoteNotFound(quote:document:nearest:)``,
    ///   ``StandpointError/quoteAmbiguous(quote:document:count:contexts:)``,
    ///   ``StandpointError/quoteElsewhere(quote:document:selector:contexts:)``,
    ///   ``StandpointError/noSuchPosition(document:reason:)``, ``SQLiteError``.
    @discardableResult
    public func passage(_ evidence: Evidence) throws -> ID<Passage> {
        switch evidence.selector {
        case .locator(let locator, let quote):
            return try passage(evidence.document, nil, quote: quote, locator: locator)
        case .quote(let quote, let prefix, let suffix):
            let (text, name) = try text(of: evidence.document)
            let match = try text.only(quote, prefix: prefix, suffix: suffix, in: name)
            return try passage(evidence.document, match, quote: match.quote, locator: nil)
        case .position(let position):
            let (text, name) = try text(of: evidence.document)
            guard let match = text.match(at: position) else {
                throw StandpointError.noSuchPosition(
                    document: name,
                    reason: "there is no text from \(position.lowerBound) to \(position.upperBound)")
            }
            return try passage(evidence.document, match, quote: match.quote, locator: nil)
        }
    }

    func passage(
        _ document: ID<Document>, _ match: DocumentText.Match?, quote: String?, locator: String?
    ) throws -> ID<Passage> {
        let (start, end) = (match.map(\.position.lowerBound), match.map(\.position.upperBound))
        let known = try connection.value(
            ID<Passage>.self,
            """
            SELECT id FROM passage
            WHERE document_id = ? AND start_offset IS ? AND end_offset IS ? AND coalesce(locator, '') = ? AND quote IS ?
            """, document, start, end, locator ?? "", quote)
        if let known { return known }
        return ID(
            rawValue: try insert(
                .passage,
                [
                    .integer(document.rawValue), start.value, end.value, quote.value, (match?.prefix).value,
                    (match?.suffix).value, locator.value,
                ]))
    }

    /// The archived text of a document, and its key.
    func text(of document: ID<Document>) throws -> (DocumentText, name: String) {
        try forgetUndone()
        if let known = texts[document.rawValue] { return known }
        let found = try connection.first("SELECT key, text FROM document WHERE id = ?", document) { row in
            try row.decode(String.self, String?.self)
        }
        guard let (key, text) = found else {
            throw StandpointError.unknownKey(
                String(document.rawValue), kind: "document with the id", hint: "")
        }
        guard let text else {
            throw StandpointError.noSuchPosition(
                document: key, reason: "it has no archived text; point into it by locator")
        }
        let made = (DocumentText(text), name: key)
        texts[document.rawValue] = made
        return made
    }
}

extension DocumentText {
    /// The one place where a quote stands, in a stretch of the text where one is given.
    func only(
        _ quote: String, prefix: String?, suffix: String?, within stretch: Range<Int>? = nil,
        in document: String
    ) throws -> Match {
        guard quote.utf8.contains(where: { $0 > 0x20 && $0 < 0x80 }) || !Folding(quote).trimmed.isEmpty else {
            throw StandpointError.quoteNotFound(quote: quote, document: document, nearest: nil)
        }
        let found = matches(of: quote, prefix: prefix, suffix: suffix, within: stretch)
        func contexts(_ matches: [Match]) -> [String] {
            matches.prefix(3).map {
                "…\($0.prefix.suffix(16))[\($0.quote.prefix(24))]\($0.suffix.prefix(16))…"
            }
        }
        guard let first = found.first else {
            if prefix != nil || suffix != nil, case let others = matches(of: quote, within: stretch),
                !others.isEmpty
            {
                let isPrefix =
                    prefix != nil && matches(of: quote, prefix: prefix, within: stretch).isEmpty
                throw StandpointError.quoteElsewhere(
                    quote: quote, document: document, selector: isPrefix ? "prefix" : "suffix",
                    contexts: contexts(others))
            }
            let whole = [prefix, quote, suffix].compactMap { $0 }.joined(separator: " ")
            throw StandpointError.quoteNotFound(quote: quote, document: document, nearest: nearest(to: whole))
        }
        guard found.count == 1 else {
            throw StandpointError.quoteAmbiguous(
                quote: quote, document: document, count: found.count, contexts: contexts(found))
        }
        return first
    }
}
