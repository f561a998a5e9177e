// A dossier as it is read from its folder: documents, things and facts, keys not yet looked up.

import Foundation
import StandpointSQLite

/// A folder of facts: source texts and a JSON5 file that lists things, and facts with the words that prove them.
struct Dossier {
    let path: String
    let key: String
    let author: String?
    let note: String
    let documents: [DocumentEntry]
    /// Whether there are documents whose key cannot be read: nobody can say then of which of them an entry speaks.
    let hasUnknownDocuments: Bool
    let things: [ThingEntry]
    let facts: [FactEntry]
    /// SHA-256 of all that was read.
    let sha256: String
    let findings: Findings

    /// A document of the dossier, with its text at hand.
    struct DocumentEntry {
        let entry: Entry
        let key: String
        let text: DocumentText?
        let sha256: String?
    }

    /// A thing of the dossier.
    struct ThingEntry {
        let entry: Entry
        let key: String
        let kind: EntityKind
        /// What a passage says of its properties.
        let attributes: [(property: String, value: String, evidence: Entry)]
    }

    /// A fact of the dossier: an entry for one of the tables of facts.
    struct FactEntry {
        let entry: Entry
        let table: Table
    }

    // MARK: Fields

    static let evidenceFields = ["document", "quote", "prefix", "suffix", "locator"]
    private static let thingFields = ["key", "name", "description", "names", "identifiers"]
    private static let factFields = evidenceFields + ["confidence", "rank"]

    /// How many rows state the dossier.
    var rowCount: Int {
        func count(_ list: JSON?) -> Int { if case .array(let items)? = list { items.count } else { 0 } }
        return things.reduce(documents.count + things.count + facts.count) { sum, thing in
            sum + thing.attributes.count + count(thing.entry.members["names"])
                + count(thing.entry.members["identifiers"])
        }
    }

    /// The fields of a thing of a kind that stand in a table of the kind's own; a passage may prove each.
    static func details(_ kind: EntityKind) -> [String] {
        switch kind {
        case .person: ["gender", "date"]
        case .organization: ["kind", "place", "date"]
        case .event: ["kind", "date", "place", "part_of", "series", "edition"]
        case .place: ["kind", "part_of", "latitude", "longitude"]
        case .topic: ["kind", "broader"]
        }
    }

    private static let sections: [(name: String, kind: EntityKind)] = [
        ("people", .person), ("organizations", .organization), ("places", .place), ("topics", .topic),
        ("events", .event),
    ]

    static let factSections: [(name: String, table: Table, fields: [String])] = [
        (
            "stances", .stance,
            [
                "holder", "on_behalf_of", "act", "polarity", "strength", "target", "addressee", "ordinal",
                "proposition", "conditional", "reported", "event", "date",
            ] + factFields
        ),
        (
            "participations", .participation,
            ["event", "participant", "role", "on_behalf_of", "post", "date"] + factFields
        ),
        (
            "memberships", .membership,
            ["member", "organization", "role", "post", "on_behalf_of", "date"] + factFields
        ),
        ("relations", .relation, ["subject", "predicate", "object", "date"] + factFields),
        (
            "figures", .figure,
            ["entity", "measure", "low", "high", "approximate", "unit", "date"] + factFields
        ),
        ("attributes", .attribute, ["entity", "property", "value"] + factFields),
    ]

    private static let documentFields = [
        "key", "file", "title", "publisher", "authors", "published", "url", "language", "description",
        "licence",
        "retrieved_at", "supersedes",
    ]

    // MARK: Reading

    /// The largest file that is read, in bytes.
    static let sizeLimit = 256 << 20

    /// Reads a dossier from its JSON file, or from the folder that has one.
    /// - Throws: ``StandpointError/dossier(path:_:)`` where there is nothing to go on with.
    init(at path: String) throws {
        let file = try Dossier.file(at: path)
        let url = URL(fileURLWithPath: file)
        let findings = Findings(file: file)
        func give(_ message: String) -> StandpointError {
            .dossier(path: path, [DossierProblem(file: file, entry: "", message: message)])
        }
        let data = try Dossier.contents(file).mapError { give($0.reason) }.get()
        guard !data.isEmpty else { throw give("the file is empty; a dossier is a JSON object") }
        if let bad = Dossier.invalidUTF8(data) {
            throw give("it is not UTF-8: the byte at offset \(bad) belongs to no character")
        }
        let bytes = [UInt8](data)
        guard !JSON.isList(bytes) else { throw give("a dossier is a JSON object, not a list") }
        let json: JSON
        do { json = try JSON.read(bytes) } catch { throw give("it is not JSON5: \(error.reason)") }
        guard case .object = json else { throw give("a dossier is a JSON object, not \(json.sort)") }

        let names = Dossier.sections.map(\.name) + Dossier.factSections.map(\.name)
        let root = Entry(
            json, path: "", fields: ["dossier", "author", "note", "documents"] + names, findings: findings)
        self.path = path
        self.findings = findings
        key = root.key("dossier") ?? ""
        author = root.string("author")
        note = root.string("note") ?? ""

        var digest = [SHA256.hex(data)]
        let sources = root.entries("documents", fields: Dossier.documentFields)
        documents = sources.compactMap { entry in
            guard let key = entry.key("key") else { return nil }
            _ = entry.string("title", required: true)
            var text: String?
            if let name = entry.string("file") {
                text = Dossier.text(name, in: url.deletingLastPathComponent().path, entry)
                digest.append(SHA256.hex((text ?? "").utf8))
            }
            return DocumentEntry(
                entry: entry, key: key, text: text.map(DocumentText.init),
                sha256: text == nil ? nil : digest.last)
        }
        hasUnknownDocuments = documents.count < sources.count
        var things: [ThingEntry] = []
        for (section, kind) in Dossier.sections {
            let details = Dossier.details(kind)
            for entry in root.entries(section, fields: Dossier.thingFields + details) {
                guard let thing = Dossier.thing(entry, kind, details) else { continue }
                things.append(thing)
            }
        }
        self.things = things
        facts = Dossier.factSections.flatMap { name, table, fields in
            root.entries(name, fields: fields).map { FactEntry(entry: $0, table: table) }
        }
        sha256 = SHA256.hex(digest.joined(separator: " ").utf8)
        Dossier.findDuplicates(things.map { ($0.entry, $0.key) }, findings)
        Dossier.findDuplicates(documents.map { ($0.entry, $0.key) }, findings)
    }

    private static func findDuplicates(_ keys: [(entry: Entry, key: String)], _ findings: Findings) {
        var seen: [String: String] = [:]
        for (entry, key) in keys {
            if let first = seen[key] {
                entry.wrong("key", "‘\(key)’ is the key of \(first) already; each thing has its own")
            } else {
                seen[key] = entry.path
            }
        }
    }

    /// Reads a thing; a field that is `{ "value": …, "quote": … }` becomes the value and an attribute.
    private static func thing(_ entry: Entry, _ kind: EntityKind, _ details: [String]) -> ThingEntry? {
        var members = entry.members
        var attributes: [(property: String, value: String, evidence: Entry)] = []
        for field in details + ["name", "description"] {
            guard case .object? = members[field], let json = members[field] else { continue }
            let stated = Entry(
                json, path: entry.place(field), fields: ["value"] + factFields, findings: entry.findings)
            members[field] = stated.members["value"] ?? .null
            let value: String? =
                switch stated.members["value"] {
                case .string(let text)?: text
                case .number(let number)?: Int(exactly: number).map(String.init) ?? String(number)
                default: nil
                }
            guard let value else {
                stated.wrong("value", "is missing: { \"value\": …, \"quote\": … }")
                continue
            }
            attributes.append((field.replacing("_", with: "-"), value, stated))
        }
        let plain = Entry(
            .object(members), path: entry.path, fields: thingFields + details, findings: Findings(file: ""))
        let whole = Entry(whole: plain, findings: entry.findings)
        guard let key = whole.key("key") else { return nil }
        _ = whole.string("name", required: true)
        return ThingEntry(entry: whole, key: key, kind: kind, attributes: attributes)
    }

    /// Facts that come from elsewhere and speak of documents and things of the file.
    init(facts: [FactEntry], path: String, findings: Findings) {
        (self.path, self.facts, self.findings) = (path, facts, findings)
        (key, author, note, sha256) = ("", nil, "", "")
        (documents, things, hasUnknownDocuments) = ([], [], false)
    }

    // MARK: Files

    struct Unreadable: Error { let reason: String }

    /// The JSON file of a dossier: the path itself, or the one .json or .json5 in the folder.
    private static func file(at path: String) throws -> String {
        func give(_ message: String) -> StandpointError {
            .dossier(path: path, [DossierProblem(file: path, entry: "", message: message)])
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw give("there is no such file or folder")
        }
        guard isFolder.boolValue else { return path }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
            !$0.hasPrefix(".") && ($0.hasSuffix(".json") || $0.hasSuffix(".json5"))
        }.sorted()
        guard let name = names.first else { throw give("the folder has no .json file; a dossier has one") }
        guard names.count == 1 else {
            throw give(
                "the folder has several .json files (\(names.joined(separator: ", "))): name the one to import"
            )
        }
        return path.hasSuffix("/") ? path + name : "\(path)/\(name)"
    }

    /// The bytes of a regular file, or of that to which a link leads.
    static func contents(_ link: String) -> Result<Data, Unreadable> {
        let path = resolved(link) ?? link
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return .failure(Unreadable(reason: "there is no file \(path)"))
        }
        if isFolder.boolValue { return .failure(Unreadable(reason: "\(path) is a folder, not a file")) }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        if attributes?[.type] as? FileAttributeType != .typeRegular {
            return .failure(Unreadable(reason: "\(path) is not a regular file"))
        }
        if let size = attributes?[.size] as? Int, size > sizeLimit {
            return .failure(Unreadable(reason: "\(path) has \(size) bytes, the most is \(sizeLimit)"))
        }
        do {
            return .success(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            return .failure(Unreadable(reason: "\(path) cannot be read: \(error.localizedDescription)"))
        }
    }

    /// The path to which the links in a path lead; nil where there is nothing.
    static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The text of a document of the dossier, which is in the dossier's folder: nobody can be made to publish another
    /// file by the dossier of a stranger.
    private static func text(_ name: String, in folder: String, _ entry: Entry) -> String? {
        let path = "\(folder)/\(name)"
        var isInside = !name.hasPrefix("/") && !name.split(separator: "/").contains("..")
        if isInside, let file = resolved(path), let home = resolved(folder) {
            isInside = file.hasPrefix(home.hasSuffix("/") ? home : "\(home)/")
        }
        guard isInside else {
            entry.wrong("file", "\(name) is outside of the dossier's folder; put the text into it")
            return nil
        }
        switch contents(path) {
        case .failure(let error):
            let others = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            entry.wrong("file", error.reason + Nearest.hint(for: name, in: others.filter { $0 != name }))
            return nil
        case .success(let data):
            var bytes = data
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                entry.wrong(
                    "file",
                    "\(name) is not UTF-8: the byte at offset \(invalidUTF8(data) ?? 0) belongs to no character"
                )
                return nil
            }
            if let nul = bytes.firstIndex(of: 0) {
                entry.wrong(
                    "file", "\(name) holds a NUL character at offset \(nul - bytes.startIndex); is it a text?"
                )
                return nil
            }
            guard !text.allSatisfy(\.isWhitespace) else {
                entry.wrong("file", "\(name) is empty")
                return nil
            }
            return text
        }
    }

    /// The offset of the first byte that is not UTF-8.
    static func invalidUTF8(_ data: Data) -> Int? {
        do {
            let bytes = [UInt8](data)
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}

extension Entry {
    /// The same entry with its findings noted elsewhere.
    init(whole entry: Entry, findings: Findings) {
        (path, members, self.findings) = (entry.path, entry.members, findings)
    }
}
