// W3C Web Annotations in JSON-LD brought into the file: passages, and stances where the body carries their keys.

import Foundation
import StandpointSQLite

extension KnowledgeBase {
    /// Imports Web Annotations on documents that the file has: each makes a passage, and a stance where its body has
    /// the term `stance` with keys, as ``Snapshot/annotations(of:_:)`` writes it.
    ///
    /// A file holds an AnnotationCollection with its first page, an AnnotationPage, a list of Annotations or one.
    /// The document is named by the target's `document` or by its source: the address of exactly one document, with or
    /// without a fragment. The words are found by position where they are there, otherwise by themselves with prefix
    /// and suffix; a selector that refines another looks within that one's words. An Annotation with several targets says
    /// the same of each. What is in the file already stays as it is, so that importing an export changes nothing.
    /// Other bodies are left out.
    /// - Parameters:
    ///   - path: The file, JSON-LD.
    ///   - author: Who imports.
    /// - Returns: How many stances and passages are new.
    /// - Throws: ``StandpointError/dossier(path:_:)`` with all errors of the file; nothing of it is imported then.
    @discardableResult
    public func importAnnotations(at path: String, by author: String = "import") throws -> ImportSummary {
        let annotations = try AnnotationFile(at: path)
        return try edit(by: author, note: "Imported annotations from \(annotations.name)") {
            try annotations.write(with: $0)
        }
    }
}

/// A file of annotations, read into entries as a dossier has them.
private struct AnnotationFile {
    let path: String
    let findings: Findings
    /// The annotations with a stance, and those that only mark words.
    private var stances: [Entry] = []
    private var marks: [Entry] = []

    var name: String { URL(fileURLWithPath: path).lastPathComponent }

    init(at path: String) throws {
        self.path = path
        findings = Findings(file: path)
        func give(_ message: String) -> StandpointError {
            .dossier(path: path, [DossierProblem(file: path, entry: "", message: message)])
        }
        let data = try Dossier.contents(path).mapError { give($0.reason) }.get()
        if let bad = Dossier.invalidUTF8(data) {
            throw give("it is not UTF-8: the byte at offset \(bad) belongs to no character")
        }
        let json: JSON
        do { json = try JSON.read([UInt8](data)) } catch { throw give("it is not JSON: \(error.reason)") }
        for (annotation, place) in items(json, "") { read(annotation, place) }
    }

    // MARK: Reading

    /// The annotations of a collection, a page, a list or a single one, each with its place.
    private func items(_ json: JSON, _ path: String) -> [(JSON, String)] {
        func below(_ field: String) -> String { path.isEmpty ? field : "\(path).\(field)" }
        switch json {
        case .array(let list): return list.enumerated().map { ($1, "\(path)[\($0)]") }
        case .object(let members):
            /// A page that the file has in itself; nil, with a finding, where it only names one.
            func page(_ field: String) -> [(JSON, String)]? {
                guard let page = members[field] else { return [] }
                if case .null = page { return [] }
                if case .object(let its) = page, its["items"] != nil || its["next"] != nil {
                    return items(page, below(field))
                }
                findings.add(
                    below(field),
                    field == "first"
                        ? "the page is elsewhere; a file has it in itself"
                        : "there are more pages, which are elsewhere: put all annotations into one list")
                return nil
            }
            func whole(_ all: [(JSON, String)]) -> [(JSON, String)] {
                if case .number(let total)? = members["total"], total > Double(all.count),
                    let total = Int(exactly: total.rounded()), !findings.concern(below("first.next"))
                {
                    findings.add(
                        below("total"),
                        "there are \(total), but the file has \(all.isEmpty ? "none" : "only \(all.count)") of them"
                    )
                }
                return all
            }
            let types = types(open(json, path))
            let isList = !types.isDisjoint(with: ["AnnotationCollection", "AnnotationPage"])
            if members["items"] != nil || members["first"] != nil || isList || members["next"] != nil {
                guard let first = page("first"), let next = page("next") else { return [] }
                return whole((members["items"].map { items($0, below("items")) } ?? []) + first + next)
            }
            return [(json, path)]
        default:
            findings.add(
                path, "an Annotation, a list or a collection of them is expected here, not \(json.sort)")
            return []
        }
    }

    /// The members of an object, whatever it has.
    private func open(_ json: JSON, _ path: String) -> Entry {
        guard case .object(let members) = json else {
            return Entry(json, path: path, fields: [], findings: findings)
        }
        return Entry(json, path: path, fields: Array(members.keys), findings: findings)
    }

    /// A member that may be one or a list of them, each with its place.
    private func several(_ entry: Entry, _ field: String) -> [(JSON, String)] {
        switch entry.members[field] {
        case nil, .null?: []
        case .array(let list)?: list.enumerated().map { ($1, "\(entry.place(field))[\($0)]") }
        case let one?: [(one, entry.place(field))]
        }
    }

    private mutating func read(_ json: JSON, _ place: String) {
        guard case .object = json else {
            findings.add(place, "an Annotation is expected here, not \(json.sort)")
            return
        }
        let annotation = open(json, place)
        let targets = several(annotation, "target")
        if targets.isEmpty { annotation.wrong("target", "is missing") }
        let bodies = several(annotation, "body").compactMap { body, place -> Entry? in
            guard case .object(let members) = body, let stance = members["stance"] else { return nil }
            return Entry(
                stance, path: "\(place).stance", fields: AnnotationFile.stanceFields, findings: findings)
        }
        for (target, targetPlace) in targets {
            guard let aim = aim(target, targetPlace) else { continue }
            func entry(_ own: Entry?) -> Entry {
                let all = JSON.object(aim.members.merging(own?.members ?? [:]) { here, _ in here })
                var entry = open(all, own?.path ?? place)
                entry.places = aim.places
                return entry
            }
            if bodies.isEmpty { marks.append(entry(nil)) } else { stances += bodies.map(entry) }
        }
    }

    private static let stanceFields =
        (Dossier.factSections.first { $0.name == "stances" }?.fields ?? []).filter {
            !Dossier.evidenceFields.contains($0)
        }

    /// The types of an object; it may have one or several.
    private func types(_ entry: Entry) -> Set<String> {
        Set(
            several(entry, "type").compactMap { type, _ in
                if case .string(let name) = type { name } else { nil }
            })
    }

    /// What a target says of document and words, in the fields of a dossier, and where it says so.
    private struct Aim {
        var members: [String: JSON] = [:]
        var places: [String: String] = [:]
        /// Where a position counts from the beginning of another selection than the text.
        var relative: String?

        mutating func take(_ ours: String, _ theirs: String, of entry: Entry) {
            guard entry.has(theirs) else { return }
            (members[ours], places[ours]) = (entry.members[theirs], entry.place(theirs))
        }
    }

    /// Reads a target; nil, with a finding, where it does not say which words of which document it means.
    private func aim(_ json: JSON, _ place: String) -> Aim? {
        var aim = Aim()
        // A mere address, or one with what it is the address of: of a whole document, or with the part behind its # as a
        // FragmentSelector has it.
        var (mere, place) = (json, place)
        if case .object(let members) = json, members["source"] == nil, members["selector"] == nil,
            let id = members["id"]
        {
            (mere, place) = (id, "\(place).id")
        }
        if case .string(let address) = mere {
            guard let sign = address.firstIndex(of: "#"), sign != address.indices.last else {
                findings.add(
                    place, "it is a whole document; a source and a selector say which of its words are meant")
                return nil
            }
            aim.members = [
                "source": .string(address),
                "locator": .string(String(address[address.index(after: sign)...])),
            ]
            if case .object(let members) = json { aim.members["document"] = members["document"] }
            aim.places = ["source": place, "document": place, "locator": place, "quote": place]
            return aim
        }
        guard case .object = json else {
            findings.add(place, "a target with a source and a selector is expected here, not \(json.sort)")
            return nil
        }
        let target = open(json, place)
        aim.take("document", "document", of: target)
        var source = target.members["source"]
        if case .object(let described)? = source { source = described["id"] }
        if case .string(let address)? = source {
            // Looked up once the file is open.
            (aim.members["source"], aim.places["source"]) = (.string(address), target.place("source"))
            aim.places["document"] = aim.places["document"] ?? target.place("source")
        } else if !target.has("document") {
            target.wrong("source", "is missing: the address of a document, as a text")
            return nil
        }
        let selectors = several(target, "selector")
        let isKnown = select(selectors, refines: false, &aim)
        // A prefix of white space or of nothing at all tells nothing.
        for field in ["prefix", "suffix"] {
            if case .string(let text)? = aim.members[field], text.allSatisfy(\.isWhitespace) {
                aim.members[field] = nil
            }
        }
        if !isKnown {
            target.wrong(
                "selector",
                "\(selectors.isEmpty ? "is missing" : "is of another kind"): a TextQuoteSelector, TextPositionSelector or FragmentSelector says which words are meant"
            )
            return nil
        }
        if let relative = aim.relative, aim.members["quote"] == nil {
            findings.add(
                relative,
                "it counts from what it refines, which the text does not show; refine by a TextQuoteSelector")
            return nil
        }
        return aim
    }

    /// The fields that say which words are meant.
    private static let selecting = ["quote", "prefix", "suffix", "start", "end", "within"]

    /// Takes what selectors of the same words say; whether one is known. One that another refines is where that looks,
    /// and counts where no other says it all.
    private func select(_ selectors: [(JSON, String)], refines: Bool, _ aim: inout Aim) -> Bool {
        let opened = selectors.map { open($0, $1) }
        var isKnown = false
        for entry in opened where several(entry, "refinedBy").isEmpty {
            isKnown = take(entry, refines: refines, &aim) || isKnown
        }
        for entry in opened where !isKnown {
            let refining = several(entry, "refinedBy")
            guard !refining.isEmpty else { continue }
            var own = aim
            _ = take(entry, refines: refines, &own)
            var whole: [String: JSON] = [:]
            for field in AnnotationFile.selecting {
                whole[field] = own.members.removeValue(forKey: field)
                own.places["within.\(field)"] = own.places.removeValue(forKey: field)
            }
            if !whole.isEmpty {
                (own.members["within"], own.places["within"]) = (.object(whole), entry.path)
            }
            isKnown = select(refining, refines: true, &own)
            // What refines it by a fragment says nothing of its words.
            if isKnown, own.members["quote"] == nil, own.members["start"] == nil {
                own.members.merge(whole) { here, _ in here }
                if whole["within"] == nil { own.members["within"] = nil }
            }
            if isKnown { aim = own }
        }
        return isKnown
    }

    /// Takes what a selector says, whether or not another refines it; whether it is known.
    private func take(_ entry: Entry, refines: Bool, _ aim: inout Aim) -> Bool {
        let types = types(entry)
        if types.contains("TextQuoteSelector") {
            if !entry.has("exact") { entry.wrong("exact", "is missing: the words that are meant") }
            if case .string(let other)? = aim.members["quote"],
                case .string(let words)? = entry.members["exact"],
                Folding(other).trimmed != Folding(words).trimmed
            {
                entry.wrong("exact", "another selector of the same words has others: ‘\(other)’")
            }
            for field in ["quote", "prefix", "suffix"] { aim.members[field] = nil }
            aim.take("quote", "exact", of: entry)
            aim.take("prefix", "prefix", of: entry)
            aim.take("suffix", "suffix", of: entry)
        } else if types.contains("TextPositionSelector") {
            if refines, aim.members["within"] == nil {
                aim.relative = entry.path
            } else {
                for field in ["start", "end"] {
                    if !entry.has(field) { entry.wrong(field, "is missing: a number of code points") }
                    aim.take(field, field, of: entry)
                }
            }
        } else if types.contains("FragmentSelector") {
            aim.take("locator", "value", of: entry)
        } else {
            return false
        }
        for field in ["quote", "locator"] where aim.places[field] == nil { aim.places[field] = entry.path }
        return true
    }

    // MARK: Writing

    func write(with edit: Edit) throws -> ImportSummary {
        let facts = try stances.compactMap { try named($0, edit) }.map {
            Dossier.FactEntry(entry: $0, table: .stance)
        }
        let dossier = Dossier(facts: facts, path: path, findings: findings)
        let record = try DossierRecord(of: dossier.key, on: edit.connection)
        let checker = try DossierChecker(dossier, record, edit.connection)
        var seen: Set<[Draft.Cell]> = []
        let drafts = try facts.map(checker.fact).filter { seen.insert($0.cells).inserted }
        let words = try marks.compactMap { try named($0, edit) }.map { ($0, try checker.passage($0)) }
        try findings.report(of: path)
        let last = try edit.connection.value(Int64.self, "SELECT max(id) FROM passage") ?? 0
        let importer = try Importer(dossier, edit)
        try importer.write(.stance, drafts) {}
        for (entry, passage) in words { try importer.at(entry) { _ = try importer.value(passage) } }
        try findings.report(of: path)
        var summary = importer.summary
        summary.dossier = name
        summary.inserted +=
            try edit.connection.value(Int.self, "SELECT count(*) FROM passage WHERE id > ?", last) ?? 0
        if summary.inserted > 0 { summary.revision = try edit.revision() }
        return summary
    }

    /// An entry with the key of its document, found by its address; of several of one address, captures of one page, by
    /// the key that it gives. Nil where that names none.
    private func named(_ entry: Entry, _ edit: Edit) throws -> Entry? {
        guard case .string(let address)? = entry.members["source"] else { return entry }
        var given: String?
        if case .string(let key)? = entry.members["document"] { given = key }
        var keys: [String]
        if address.hasPrefix(AnnotationContext.source) {
            keys = [String(address.dropFirst(AnnotationContext.source.count).prefix { $0 != "#" })]
        } else {
            let exact = try keysOfDocuments(at: address, edit)
            let whole = address.prefix { $0 != "#" }
            keys = exact.isEmpty ? try keysOfDocuments(at: String(whole), edit) : exact
        }
        if let given {
            if keys.contains(where: { TextBytes($0) == TextBytes(given) }) {
                keys = [given]
            } else if keys.isEmpty {
                let other =
                    try edit.connection.value(
                        String?.self, "SELECT url FROM document WHERE key = ?", given) ?? nil
                guard let other else {
                    // It has no address, or there is none of that key, which is found out next.
                    return keyed(entry, given)
                }
                entry.wrong("source", "‘\(given)’ has the address \(other), not \(address)")
                return nil
            } else {
                entry.wrong(
                    "source",
                    "\(address) is the address of ‘\(keys.joined(separator: "’, ‘"))’, not of ‘\(given)’")
                return nil
            }
        }
        guard keys.count == 1, let key = keys.first else {
            entry.wrong(
                "source",
                keys.isEmpty
                    ? "no document of the file has the address \(address)"
                    : "\(keys.joined(separator: ", ")) have the address \(address): say in target.document which is meant"
            )
            return nil
        }
        return keyed(entry, key)
    }

    private func keyed(_ entry: Entry, _ key: String) -> Entry {
        var members = entry.members
        members["document"] = .string(key)
        members["source"] = nil
        var named = open(.object(members), entry.path)
        named.places = entry.places
        return named
    }

    private func keysOfDocuments(at address: String, _ edit: Edit) throws -> [String] {
        try edit.connection.rows("SELECT key FROM document WHERE url = ? ORDER BY key", address).map {
            try $0.get(0, as: String.self)
        }
    }
}
