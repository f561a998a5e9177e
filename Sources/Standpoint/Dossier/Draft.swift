// The facts of a dossier checked against the file, ready to be written once the things they name have ids.

import StandpointSQLite

/// A row to be written: its columns, with keys and passages still to be looked up.
struct Draft {
    let entry: Entry
    let table: Table
    let cells: [Cell]

    enum Cell: Hashable {
        case value(Value)
        /// The id of the thing of a key.
        case thing(String)
        /// The passage of words of a document.
        case passage(document: String, DocumentText.Match?, quote: String?, locator: String?)
    }
}

/// Checks the entries of a dossier against each other and against the file.
final class DossierChecker {
    private let dossier: Dossier
    private let record: DossierRecord
    private let connection: Connection
    /// The entries of things and documents, by table and key.
    private let entries: [String: [String: Entry]]
    private var owners: [[String]: (thing: String, path: String)] = [:]
    private var kinds: [String: EntityKind?]
    private var documents: [String: DocumentText?]
    /// The key of the document that is meant where none is named: with a quote, that of the only one that has a text.
    private let onlyDocument: String?
    private let onlyWithText: String?
    private let acts: [String: Int?]
    private let terms: [String: Set<String>]
    private lazy var allKeys: Set<String> = {
        let stored = try? connection.rows("SELECT key FROM entity LIMIT 100000").map {
            try $0.get(0, as: String.self)
        }
        return Set(dossier.things.map(\.key) + (stored ?? []))
    }()

    init(_ dossier: Dossier, _ record: DossierRecord, _ connection: Connection) throws {
        (self.dossier, self.record, self.connection) = (dossier, record, connection)
        var entries: [String: [String: Entry]] = [:]
        for thing in dossier.things {
            entries[Table.of(thing.kind).name, default: [:]][thing.key] = thing.entry
        }
        for document in dossier.documents { entries["document", default: [:]][document.key] = document.entry }
        self.entries = entries
        kinds = Dictionary(dossier.things.map { ($0.key, $0.kind) }, uniquingKeysWith: { first, _ in first })
        documents = Dictionary(
            dossier.documents.map { ($0.key, $0.text) }, uniquingKeysWith: { first, _ in first })
        onlyDocument = dossier.documents.count == 1 ? dossier.documents[0].key : nil
        // Also where the text could not be read, which is said of the document.
        let withText = dossier.documents.filter { $0.entry.has("file") }
        onlyWithText = withText.count == 1 ? withText[0].key : nil
        acts = Dictionary(
            uniqueKeysWithValues: try connection.rows("SELECT key, polarity FROM act").map {
                try $0.decode(String.self, Int?.self)
            })
        var terms: [String: Set<String>] = [:]
        var rows = try connection.rows("SELECT field, value FROM term")
        while let row = try rows.next() {
            let (field, value) = try row.decode(String.self, String.self)
            terms[field, default: []].insert(value)
        }
        self.terms = terms
        for thing in dossier.things {
            let stored = try Edit.thing(thing.key, thing.kind, on: connection)?.kind
            if let stored, stored != thing.kind {
                thing.entry.wrong(
                    "key",
                    "‘\(thing.key)’ is a thing of kind \(stored.rawValue) in the file already; use another key"
                )
            }
        }
    }

    private func storedKind(_ key: String) throws -> EntityKind? {
        try connection.value(EntityKind.self, "SELECT kind FROM entity WHERE key = ?", key)
    }

    /// The id of the thing or document of a key, where it is not only there because this dossier once listed it.
    private func stored(_ key: String, in table: Table) throws -> (id: Int64?, isDropped: Bool) {
        let id = try connection.value(Int64.self, "SELECT id FROM \(table.name) WHERE key = ?", key)
        return (id, id.flatMap { record.rows[table.name]?[$0] }?.isOwn ?? false)
    }

    // MARK: References and words

    private static let actors: Set<EntityKind> = [.person, .organization]
    private static let holders: Set<EntityKind> = [.person, .organization, .event]
    private static let anything = Set(EntityKind.allCases)

    /// A reference by key to a thing of one of these kinds.
    func reference(
        _ entry: Entry, _ field: String, _ allowed: Set<EntityKind> = anything, required: Bool = false
    ) throws -> Draft.Cell {
        guard let key = entry.string(field, required: required) else { return .value(.null) }
        return try reference(key, entry.place(field), allowed) ? .thing(key) : .value(.null)
    }

    private func reference(_ key: String, _ place: String, _ allowed: Set<EntityKind>) throws -> Bool {
        if kinds[key] == nil {
            if try stored(key, in: .entity).isDropped {
                dossier.findings.add(
                    place,
                    "the dossier no longer lists ‘\(key)’, and nobody else made it: list it again, or name another"
                )
                return false
            }
            kinds[key] = try storedKind(key)
        }
        guard let kind = kinds[key] ?? nil else {
            dossier.findings.add(
                place,
                "there is no thing ‘\(key)’ in the dossier or the file\(Nearest.hint(for: key, in: allKeys))")
            return false
        }
        guard allowed.contains(kind) else {
            let names = EntityKind.allCases.filter(allowed.contains).map(\.rawValue)
            dossier.findings.add(
                place,
                "‘\(key)’ is a thing of kind \(kind.rawValue); it must be \(names.joined(separator: " or "))")
            return false
        }
        return true
    }

    /// A word of the vocabulary.
    func term(_ entry: Entry, _ field: String, _ vocabulary: String) -> Draft.Cell {
        guard let word = entry.string(field, required: true) else { return .value(.null) }
        let known = terms[vocabulary] ?? []
        if !known.contains(word) {
            entry.wrong(
                field,
                "‘\(word)’ is not a word for \(vocabulary)\(Nearest.hint(for: word, in: known.sorted())); "
                    + "INSERT INTO term adds one")
        }
        return .value(.text(word))
    }

    private func slug(_ entry: Entry, _ field: String) -> Draft.Cell {
        guard let word = entry.string(field, required: true) else { return .value(.null) }
        if !word.utf8.allSatisfy({
            (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-")
        }) {
            entry.wrong(field, "‘\(word)’: small letters, digits and hyphens, as in delegates")
        }
        return .value(.text(word))
    }

    // MARK: Evidence

    /// The passage that an entry names: its quote, looked up in the text of its document.
    func passage(_ entry: Entry) throws -> Draft.Cell {
        // A document that is only cited has no words: a quote is then from the one that has a text.
        let meant = (entry.has("quote") ? onlyWithText : nil) ?? onlyDocument
        guard let key = entry.string("document") ?? meant else {
            if dossier.hasUnknownDocuments { return .value(.null) }
            entry.wrong(
                "document",
                dossier.documents.isEmpty
                    ? "is missing: the dossier has no document of its own"
                    : "is missing: say which of the dossier's documents has these words")
            return .value(.null)
        }
        if documents[key] == nil {
            let (id, isDropped) = try stored(key, in: .document)
            if let id, !isDropped {
                let text = try connection.value(String.self, "SELECT text FROM document WHERE id = ?", id)
                documents[key] = text.map(DocumentText.init)
            } else if dossier.hasUnknownDocuments {
                return .value(.null)
            } else {
                let known = dossier.documents.map(\.key)
                entry.wrong("document", "there is no document ‘\(key)’\(Nearest.hint(for: key, in: known))")
                return .value(.null)
            }
        }
        let locator = entry.string("locator")
        guard let text = documents[key] ?? nil else {
            if locator == nil, entries["document"]?[key]?.has("file") != true {
                entry.wrong("locator", "is missing: ‘\(key)’ has no text, so say where in it this stands")
            }
            return .passage(document: key, nil, quote: entry.string("quote"), locator: locator)
        }
        let match = try words(entry, text, of: key, required: locator == nil)
        return .passage(document: key, match, quote: match?.quote, locator: locator)
    }

    /// The words that an entry means, in the text of its document; nil, with a finding, where they are not there. What
    /// it is to be looked for within is found first.
    private func words(_ entry: Entry, _ text: DocumentText, of key: String, required: Bool) throws
        -> DocumentText.Match?
    {
        var stretch: Range<Int>?
        if let json = entry.members["within"], case .object(let members) = json {
            var whole = Entry(
                json, path: entry.place("within"), fields: Array(members.keys), findings: entry.findings)
            for (field, place) in entry.places where field.hasPrefix("within.") {
                whole.places[String(field.dropFirst("within.".count))] = place
            }
            guard let match = try words(whole, text, of: key, required: true) else { return nil }
            stretch = match.position
        }
        let (prefix, suffix) = (entry.string("prefix"), entry.string("suffix"))
        if let match = position(entry, text, stretch), text.stands(match, between: prefix, and: suffix) {
            return match
        }
        if !entry.has("quote"), entry.has("start") || entry.has("end") {
            entry.wrong(
                entry.has("start") ? "start" : "end",
                stretch == nil
                    ? "the text has no such words: start counts its code points from 0, end is greater and not beyond the text"
                    : "what it refines has no such words: start counts code points from its beginning, end is greater and not beyond it"
            )
            return nil
        }
        guard let quote = entry.string("quote", required: required) else { return nil }
        do {
            return try text.only(quote, prefix: prefix, suffix: suffix, within: stretch, in: key)
        } catch let error as StandpointError {
            if case .quoteElsewhere(_, _, let selector, _) = error {
                entry.wrong(selector, error.description)
            } else {
                entry.wrong("quote", error.description)
            }
            return nil
        }
    }

    /// The words at the position that an entry gives, in a stretch of the text or in all of it; nil where it gives none,
    /// or where the words there are not those that it quotes.
    private func position(_ entry: Entry, _ text: DocumentText, _ stretch: Range<Int>?) -> DocumentText.Match?
    {
        guard let start = entry.integer("start", in: 0...Int.max),
            let end = entry.integer("end", in: 0...Int.max), start < end,
            end <= stretch?.count ?? Int.max,
            case let first = stretch?.lowerBound ?? 0,
            let match = text.match(at: (first + start)..<(first + end))
        else { return nil }
        guard case .string(let quote)? = entry.members["quote"] else { return match }
        return match.quote == quote || Folding(match.quote).trimmed == Folding(quote).trimmed ? match : nil
    }

    private func attested(_ entry: Entry) throws -> [Draft.Cell] {
        let rank = entry.word("rank", Rank.self) ?? .normal
        return [
            try passage(entry), .value(entry.number("confidence", in: 0...1).value),
            .value(.text(rank.rawValue)),
        ]
    }

    private func date(_ entry: Entry) -> [Draft.Cell] { entry.date("date").columns.map { .value($0) } }

    // MARK: Documents

    /// What a document says of itself, apart from its text.
    func check(_ document: Dossier.DocumentEntry) throws {
        let entry = document.entry
        if let sha256 = document.sha256 {
            do {
                _ = try Edit.document(document.key, sha256: .text(sha256), on: connection)
            } catch let error as StandpointError {
                entry.wrong("file", error.description)
            }
        }
        _ = entry.date("published")
        _ = entry.strings("authors")
        _ = entry.string("url", like: .url)
        _ = entry.string("language", like: .language)
        _ = entry.string("retrieved_at", like: .time)
        for field in ["publisher", "description", "licence"] { _ = entry.string(field) }
        if let key = entry.string("supersedes"), documents[key] == nil {
            let (id, isDropped) = try stored(key, in: .document)
            if id == nil || isDropped {
                let known = try connection.rows("SELECT key FROM document LIMIT 100000").map {
                    try $0.get(0, as: String.self)
                }
                let hint = Nearest.hint(for: key, in: Set(dossier.documents.map(\.key) + known))
                entry.wrong("supersedes", "there is no document ‘\(key)’ in the dossier or the file\(hint)")
            }
        }
    }

    // MARK: Cycles

    /// Finds what would be above itself, a part of itself or later than itself, in the file as it would be.
    func findCycles() throws {
        try findCycles(.topic, "broader", "broader_id", "be broader than itself")
        try findCycles(.place, "part_of", "part_of_id", "be a part of itself")
        try findCycles(.event, "part_of", "part_of_id", "be a part of itself")
        try findCycles(.event, "series", "series_id", "be an edition of itself")
        try findCycles(.document, "supersedes", "supersedes_id", "supersede itself")
    }

    private func findCycles(_ table: Table, _ field: String, _ column: String, _ words: String) throws {
        let entries = entries[table.name] ?? [:]
        var done: Set<String> = []
        for start in entries.keys.sorted() where entries[start]?.has(field) == true {
            var (path, places, next) = ([String](), [String: Int](), String?.some(start))
            while let key = next, !done.contains(key), places[key] == nil {
                places[key] = path.count
                path.append(key)
                next = try follow(key, table, field, column)
            }
            if let key = next, let place = places[key] {
                let cycle = path[place...]
                if let first = cycle.first(where: { entries[$0]?.has(field) == true }) {
                    let way = (cycle + [key]).joined(separator: " → ")
                    entries[first]?.wrong(
                        field, "‘\(first)’ would \(words): \(way); take one of these links out")
                }
            }
            done.formUnion(path)
        }
    }

    /// The key to which a thing or document of a key leads: as the dossier says, or else the file.
    private func follow(_ key: String, _ table: Table, _ field: String, _ column: String) throws -> String? {
        let entry = entries[table.name]?[key]
        if let member = entry?.members[field] {
            if case .string(let next) = member { return next }
            return nil
        }
        let owner = table.name == "document" ? Table.document : .entity
        let stored = try connection.first(
            """
            SELECT t.id, p.key FROM \(owner.name) o JOIN \(table.name) t ON t.id = o.id
            JOIN \(owner.name) p ON p.id = t.\(column) WHERE o.key = ?
            """, key
        ) { try $0.decode(Int64.self, String.self) }
        guard let (id, next) = stored else { return nil }
        let isLeft =
            try entry != nil
            && record.left([], of: id, in: table, owner: owner, on: connection).contains(column)
        return isLeft ? nil : next
    }

    // MARK: Rows

    /// The columns of a thing that stand in a table of its kind; nil where the dossier says nothing of them.
    func detail(_ thing: Dossier.ThingEntry) throws -> [Draft.Cell?] {
        let entry = thing.entry
        func given(_ field: String, _ cell: @autoclosure () throws -> Draft.Cell) rethrows -> Draft.Cell? {
            entry.has(field) ? try cell() : nil
        }
        func dated() -> [Draft.Cell?] { entry.has("date") ? date(entry) : [nil, nil, nil] }
        func kind() -> Draft.Cell { term(entry, "kind", "\(thing.kind.rawValue).kind") }
        switch thing.kind {
        case .person:
            return [given("gender", .value(entry.string("gender").value))] + dated()
        case .organization:
            return [kind(), try given("place", reference(entry, "place", [.place]))] + dated()
        case .event:
            return [kind()] + dated() + [
                try given("place", reference(entry, "place", [.place])),
                try given("part_of", reference(entry, "part_of", [.event])),
                try given("series", reference(entry, "series", [.event])),
                given("edition", .value(entry.integer("edition", in: 1...Int.max).value)),
            ]
        case .place:
            if entry.has("latitude") != entry.has("longitude") {
                entry.wrong(
                    entry.has("latitude") ? "longitude" : "latitude", "is missing: the two go together")
            }
            return [
                kind(), try given("part_of", reference(entry, "part_of", [.place])),
                given("latitude", .value(entry.number("latitude", in: -90...90).value)),
                given("longitude", .value(entry.number("longitude", in: -180...180).value)),
            ]
        case .topic:
            return [kind(), try given("broader", reference(entry, "broader", [.topic]))]
        }
    }

    /// The further names and the identifiers of a thing.
    func names(_ thing: Dossier.ThingEntry) throws -> [Draft] {
        let names = thing.entry.entries("names", fields: ["text", "kind", "language", "script", "date"]).map {
            entry in
            Draft(
                entry: entry, table: .name,
                cells: [
                    .thing(thing.key), .value(entry.string("text", required: true).value),
                    entry.has("kind") ? term(entry, "kind", "name.kind") : .value(.text("alias")),
                    .value(entry.string("language", like: .language).value),
                    .value(entry.string("script", like: .script).value),
                ] + date(entry))
        }
        let identifiers = try thing.entry.entries("identifiers", fields: ["scheme", "value"]).map { entry in
            let value = entry.string("value", required: true)
            let cells: [Draft.Cell] = [.thing(thing.key), slug(entry, "scheme"), .value(value.value)]
            if let value, case .string(let scheme)? = entry.members["scheme"] {
                try checkOwner(entry, scheme: scheme, value, of: thing.key)
            }
            return Draft(entry: entry, table: .identifier, cells: cells)
        }
        return names + identifiers
    }

    /// Finds an identifier that is another thing's, in the dossier or in the file.
    private func checkOwner(_ entry: Entry, scheme: String, _ value: String, of thing: String) throws {
        if value.first?.isWhitespace == true || value.last?.isWhitespace == true {
            entry.wrong("value", "‘\(value)’ has spaces around it; remove them")
        }
        if let owner = owners[[scheme, value]] {
            if owner.thing != thing {
                entry.findings.add(
                    entry.path,
                    "\(scheme) \(value) is ‘\(owner.thing)’s already (\(owner.path)): an identifier belongs to one thing"
                )
            }
            return
        }
        owners[[scheme, value]] = (thing, entry.path)
        let stored = try connection.first(
            """
            SELECT i.id, e.key FROM identifier i JOIN entity e ON e.id = i.entity_id
            WHERE i.scheme = ? AND i.value = ?
            """, scheme, value
        ) { try $0.decode(Int64.self, String.self) }
        if let (id, owner) = stored, owner != thing, record.rows["identifier"]?[id]?.isOwn != true {
            entry.findings.add(
                entry.path,
                "\(scheme) \(value) is another thing's already, ‘\(owner)’ in the file: is that the same as ‘\(thing)’?"
            )
        }
    }

    /// What passages say of the properties of a thing.
    func attributes(_ thing: Dossier.ThingEntry) throws -> [Draft] {
        try thing.attributes.map { attribute in
            Draft(
                entry: attribute.evidence, table: .attribute,
                cells: [.thing(thing.key), .value(.text(attribute.property)), .value(.text(attribute.value))]
                    + (try attested(attribute.evidence)))
        }
    }

    func fact(_ fact: Dossier.FactEntry) throws -> Draft {
        let entry = fact.entry
        let cells: [Draft.Cell]
        switch fact.table.name {
        case "stance":
            let (act, side) = actAndPolarity(entry)
            cells =
                [
                    try reference(entry, "holder", DossierChecker.holders, required: true),
                    try reference(entry, "on_behalf_of", DossierChecker.actors), act, side,
                    .value(entry.integer("strength", in: 1...10).value),
                    try reference(entry, "target", required: true),
                    try reference(entry, "addressee", DossierChecker.holders),
                    .value(entry.integer("ordinal", in: 1...Int.max).value),
                    .value(entry.string("proposition").value),
                    .value(.integer(entry.bool("conditional") ? 1 : 0)),
                    .value(.integer(entry.bool("reported") ? 1 : 0)), try reference(entry, "event", [.event]),
                ] + date(entry)
        case "participation":
            cells =
                [
                    try reference(entry, "event", [.event], required: true),
                    try reference(entry, "participant", DossierChecker.actors, required: true),
                    term(entry, "role", "participation.role"),
                    try reference(entry, "on_behalf_of", DossierChecker.actors),
                    .value(entry.string("post").value),
                ] + date(entry)
        case "membership":
            let member = try reference(entry, "member", DossierChecker.actors, required: true)
            let organization = try reference(entry, "organization", [.organization], required: true)
            if member == organization, member != .value(.null) {
                entry.wrong(
                    "organization", "nothing is a member of itself; name the organization it belongs to")
            }
            cells =
                [
                    member, organization,
                    .value(entry.string("role").value), .value(entry.string("post").value),
                    try reference(entry, "on_behalf_of", DossierChecker.actors),
                ] + date(entry)
        case "relation":
            cells =
                [
                    try reference(entry, "subject", required: true),
                    term(entry, "predicate", "relation.predicate"),
                    try reference(entry, "object", required: true),
                ] + date(entry)
        case "figure":
            let (low, high) = (entry.number("low"), entry.number("high"))
            if low == nil, high == nil { entry.wrong("low", "is missing: give low, high or both") }
            if let low, let high, low > high { entry.wrong("high", "\(high) is below low, \(low)") }
            cells =
                [
                    try reference(entry, "entity", required: true), slug(entry, "measure"), .value(low.value),
                    .value(high.value), .value(.integer(entry.bool("approximate") ? 1 : 0)),
                    .value(entry.string("unit").value),
                ] + date(entry)
        default:
            cells = [
                try reference(entry, "entity", required: true), slug(entry, "property"),
                .value(entry.string("value", required: true).value),
            ]
        }
        return Draft(entry: entry, table: fact.table, cells: cells + (try attested(entry)))
    }

    private func actAndPolarity(_ entry: Entry) -> (Draft.Cell, Draft.Cell) {
        let sides = ["for": 1, "against": -1, "neutral": 0]
        var side: Int?
        if let word = entry.string("polarity") {
            side = sides[word]
            if side == nil { entry.wrong("polarity", "‘\(word)’ is none of for, against, neutral") }
        }
        guard let act = entry.string("act", required: true) else { return (.value(.null), .value(.null)) }
        guard let known = acts[act] else {
            entry.wrong(
                "act",
                "‘\(act)’ is not a known act\(Nearest.hint(for: act, in: acts.keys.sorted())); INSERT INTO act adds one"
            )
            return (.value(.null), .value(.null))
        }
        if let known, let side, known != side {
            let word = sides.first { $0.value == known }?.key ?? ""
            entry.wrong("polarity", "‘\(act)’ is always \(word); leave polarity out")
        }
        if known == nil, side == nil, !entry.has("polarity") {
            entry.wrong("polarity", "is missing: ‘\(act)’ goes either way, say for, against or neutral")
        }
        return (.value(.text(act)), .value((known ?? side).value))
    }
}
