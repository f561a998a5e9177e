// A dossier brought into the file: what it states anew is written, what it no longer states goes, the rest stays.

import StandpointSQLite

/// What an import has changed.
public struct ImportSummary: Sendable, Hashable, Codable {
    /// The key of the dossier.
    public var dossier: String
    /// Rows that were written anew: things, names, documents, facts.
    public var inserted = 0
    /// Rows that were changed.
    public var updated = 0
    /// Rows that the dossier no longer states and no other does.
    public var deleted = 0
    /// The revision that holds the changes; nil where there were none.
    public var revision: Int64?
}

extension KnowledgeBase {
    /// Imports a dossier: a folder with a source text and a JSON5 file of things and facts.
    ///
    /// All that it states is there afterwards, in one revision. Importing it again changes nothing; importing it
    /// after it was edited changes just what was edited: a fact that it no longer states is deleted, unless another
    /// dossier states it too. A field of a thing that it leaves out stays as it is; `null` empties it.
    /// - Parameters:
    ///   - path: The folder, or the JSON file in it.
    ///   - author: Who imports; the dossier's own `author` where it is left out.
    ///   - progress: Is told how many entries of how many are written; return false to stop.
    /// - Throws: ``StandpointError/dossier(path:_:)`` with all errors of the dossier; nothing of it is imported then.
    @discardableResult
    public func importDossier(
        at path: String, by author: String? = nil, progress: (@Sendable (Int, Int) -> Bool)? = nil
    ) throws -> ImportSummary {
        let dossier = try Dossier(at: path)
        return try edit(by: author ?? dossier.author ?? "import", note: dossier.importNote) {
            try Importer(dossier, $0).run(progress)
        }
    }

    /// Imports a dossier without blocking the caller's thread; see ``importDossier(at:by:progress:)-swift.method``.
    /// - Throws: ``StandpointError/dossier(path:_:)`` with all errors of the dossier; `CancellationError`.
    @discardableResult
    public func importDossier(
        at path: String, by author: String? = nil, progress: (@Sendable (Int, Int) -> Bool)? = nil
    ) async throws -> ImportSummary {
        // The dossier is read on the writer's thread too: it may be large.
        try await pool.write { connection in
            let dossier = try Dossier(at: path)
            return try Edit.run(
                on: connection, author: author ?? dossier.author ?? "import", note: dossier.importNote
            ) { try Importer(dossier, $0).run(progress) }
        }
    }
}

extension Dossier {
    var importNote: String { note.isEmpty ? "Imported the dossier \(key)" : note }
}

/// Writes a checked dossier.
final class Importer {
    private let dossier: Dossier
    private let edit: Edit
    private var connection: Connection { edit.connection }
    private var ids: [String: Int64] = [:]
    private var documents: [String: Int64] = [:]
    private(set) var summary: ImportSummary

    init(_ dossier: Dossier, _ edit: Edit) {
        (self.dossier, self.edit) = (dossier, edit)
        summary = ImportSummary(dossier: dossier.key)
    }

    func run(_ progress: (@Sendable (Int, Int) -> Bool)?) throws -> ImportSummary {
        let known = try connection.first("SELECT id, sha256 FROM dossier WHERE key = ?", dossier.key) { row in
            try row.decode(Int64.self, String.self)
        }
        if let known, known.1 == dossier.sha256 { return summary }
        let (details, drafts) = try check()

        let total = dossier.documents.count + dossier.things.count + drafts.count
        var done = 0
        func step() throws {
            done += 1
            if let progress, !progress(done, total) { throw CancellationError() }
        }
        var stated: [String: Set<Int64>] = [:]
        for document in dossier.documents {
            try at(document.entry) { stated["document", default: []].insert(try write(document)) }
            try step()
        }
        // Things first without what links them, so that they may name each other in any order.
        for thing in dossier.things {
            try at(thing.entry) { stated["entity", default: []].insert(try write(thing)) }
            try step()
        }
        for (thing, detail) in zip(dossier.things, details) {
            try at(thing.entry) { try write(thing, detail) }
        }

        let id = try known?.0 ?? newDossier()
        let recorded = try rows(of: id)
        for table in [Table.name, .identifier] + Table.facts {
            let wanted = drafts.filter { $0.table.name == table.name }
            stated[table.name] = try write(table, wanted, recorded[table.name] ?? [], id, step)
        }
        try letGo(recorded, stated, id)
        try record(stated, recorded, id)
        if summary.inserted + summary.updated + summary.deleted > 0 {
            summary.revision = try edit.revision()
            try connection.run(
                "UPDATE dossier SET sha256 = ?, revision_id = ? WHERE id = ?", dossier.sha256,
                edit.revision(), id)
        } else {
            try connection.run("UPDATE dossier SET sha256 = ? WHERE id = ?", dossier.sha256, id)
        }
        return summary
    }

    /// Everything of the dossier, checked; throws all that is wrong with it together.
    private func check() throws -> (details: [[Draft.Cell?]], drafts: [Draft]) {
        let checker = try DossierChecker(dossier, connection)
        var (details, drafts) = ([[Draft.Cell?]](), [Draft]())
        for document in dossier.documents { try check(document) }
        for thing in dossier.things {
            details.append(try checker.detail(thing))
            drafts += checker.names(thing)
            drafts += try checker.attributes(thing)
        }
        for fact in dossier.facts { drafts.append(try checker.fact(fact)) }
        findRepeated(drafts)
        guard dossier.findings.problems.isEmpty else {
            throw StandpointError.dossier(path: dossier.path, dossier.findings.problems)
        }
        return (details, drafts)
    }

    /// Finds facts that are stated twice, from the same words.
    private func findRepeated(_ drafts: [Draft]) {
        var seen: [String: [[Draft.Cell]: Entry]] = [:]
        for draft in drafts {
            if let first = seen[draft.table.name, default: [:]].updateValue(draft.entry, forKey: draft.cells),
                !dossier.findings.problems.contains(where: { $0.entry.hasPrefix("\(draft.entry.path).") })
            {
                draft.entry.findings.add(draft.entry.path, repeats(first))
            }
        }
    }

    private func repeats(_ first: Entry) -> String {
        "it says the same as \(first.path), from the same words; leave one out"
    }

    private func check(_ document: Dossier.DocumentEntry) throws {
        if let sha256 = document.sha256,
            let archived = try connection.value(
                String.self, "SELECT sha256 FROM document WHERE key = ?", document.key),
            archived != sha256
        {
            document.entry.wrong("file", StandpointError.documentChanged(key: document.key).description)
        }
        _ = document.entry.date("published")
        _ = document.entry.strings("authors")
        if let key = document.entry.string("supersedes"),
            !dossier.documents.contains(where: { $0.key == key })
        {
            let found = try? connection.value(Int64.self, "SELECT id FROM document WHERE key = ?", key)
            if found == nil || found == .some(nil) {
                document.entry.wrong("supersedes", "there is no document ‘\(key)’ in the dossier or the file")
            }
        }
    }

    /// Says in which entry an error came up while it was written.
    func at(_ entry: Entry, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error where error is SQLiteError || error is StandpointError {
            if let error = error as? SQLiteError, error.primaryCode != .constraint { throw error }
            let message = (error as? SQLiteError)?.message ?? String(describing: error)
            throw StandpointError.dossier(
                path: dossier.path,
                [DossierProblem(file: dossier.findings.file, entry: entry.path, message: message)])
        }
    }

    // MARK: Documents and things

    private func write(_ document: Dossier.DocumentEntry) throws -> Int64 {
        let entry = document.entry
        func given(_ field: String) -> Value? { entry.has(field) ? entry.string(field).value : nil }
        let published: [Value?] = entry.has("published") ? entry.date("published").columns : [nil, nil, nil]
        let supersedes: Value? = try entry.string("supersedes").map { key in
            try documents[key].map { .integer($0) }
                ?? connection.value(Int64.self, "SELECT id FROM document WHERE key = ?", key).map {
                    .integer($0)
                } ?? .null
        }
        let archive: [Value?] =
            if let text = document.text { [.text(text.text), document.sha256.value] } else { [nil, nil] }
        let head: [Value?] = [
            .text(document.key), given("title"), given("url"), given("publisher"),
            entry.strings("authors").map { .text(JSONText.list($0)) },
        ]
        let tail: [Value?] = [given("retrieved_at"), given("licence"), supersedes]
        let values = head + published + [given("language"), given("description")] + archive + tail
        let before = try connection.first("SELECT id FROM document WHERE key = ?", document.key) {
            try $0.get(0, as: Int64.self)
        }
        let id = try tally(.document, before) { try edit.document(values) }
        documents[document.key] = id
        return id
    }

    private func write(_ thing: Dossier.ThingEntry) throws -> Int64 {
        let entry = thing.entry
        let description: Value? = entry.has("description") ? entry.string("description").value : nil
        let values: [Value?] = [
            .text(thing.key), .text(thing.kind.rawValue), entry.string("name").value, description, nil,
        ]
        let id: Int64
        if let found = try edit.find(thing.key, thing.kind) {
            id = found
            _ = try tally(.entity, found) {
                try edit.write(.entity, found, values)
                return found
            }
        } else {
            id = try edit.insert(.entity, values.map { $0 ?? .null })
            summary.inserted += 1
        }
        ids[thing.key] = id
        return id
    }

    private func write(_ thing: Dossier.ThingEntry, _ detail: [Draft.Cell?]) throws {
        guard let id = ids[thing.key] else { return }
        let values = try detail.map { try $0.map { try value($0) } }
        let table = Table.of(thing.kind)
        if try edit.row(table, id) == nil {
            try edit.write(table, id, values)
        } else {
            _ = try tally(table, id) {
                try edit.write(table, id, values)
                return id
            }
        }
    }

    /// Runs a write of one row and counts it as inserted or updated, where it was.
    private func tally(_ table: Table, _ before: Int64?, _ body: () throws -> Int64) throws -> Int64 {
        guard let before else {
            let id = try body()
            summary.inserted += 1
            return id
        }
        let old = try edit.row(table, before)
        let id = try body()
        if try edit.row(table, id) != old { summary.updated += 1 }
        return id
    }

    /// What a cell holds, keys and passages looked up; a passage that is not there yet is made.
    func value(_ cell: Draft.Cell) throws -> Value {
        switch cell {
        case .value(let value): return value
        case .thing(let key):
            if let id = ids[key] { return .integer(id) }
            guard let id = try connection.value(Int64.self, "SELECT id FROM entity WHERE key = ?", key) else {
                throw StandpointError.unknownKey(key, kind: "thing", hint: "")
            }
            ids[key] = id
            return .integer(id)
        case .passage(let key, let match, let quote, let locator):
            let document =
                try documents[key]
                ?? connection.value(Int64.self, "SELECT id FROM document WHERE key = ?", key)
            guard let document else { throw StandpointError.unknownKey(key, kind: "document", hint: "") }
            documents[key] = document
            return .id(try edit.passage(ID(rawValue: document), match, quote: quote, locator: locator))
        }
    }

    // MARK: Facts

    private func newDossier() throws -> Int64 {
        try connection.run(
            "INSERT INTO dossier (key, sha256, revision_id) VALUES (?, ?, ?)", dossier.key, dossier.sha256,
            edit.revision())
        return connection.lastInsertRowID
    }

    /// The rows that the dossier stated when it was last imported, by table.
    private func rows(of dossier: Int64) throws -> [String: [Int64]] {
        var found: [String: [Int64]] = [:]
        var rows = try connection.rows(
            "SELECT table_name, row_id FROM dossier_row WHERE dossier_id = ? ORDER BY row_id", dossier)
        while let row = try rows.next() {
            let (table, id) = try row.decode(String.self, Int64.self)
            found[table, default: []].append(id)
        }
        return found
    }

    /// Writes the rows of one table: those that are there already stay, those that are much like one that is no
    /// longer stated become its new version, the rest is new.
    func write(
        _ table: Table, _ drafts: [Draft], _ recorded: [Int64], _ dossier: Int64, _ step: () throws -> Void
    ) throws -> Set<Int64> {
        var standing: [[Value]: [Int64]] = [:]
        for id in recorded {
            if let row = try edit.row(table, id) { standing[row, default: []].append(id) }
        }
        var (stated, left) = (Set<Int64>(), [(draft: Draft, values: [Value])]())
        var seen: [[Value]: Entry] = [:]
        for draft in drafts {
            var values = [Value]()
            try at(draft.entry) { values = try self.values(draft) }
            if let first = seen[values] {
                throw StandpointError.dossier(
                    path: self.dossier.path,
                    [
                        DossierProblem(
                            file: self.dossier.findings.file, entry: draft.entry.path,
                            message: repeats(first))
                    ])
            }
            seen[values] = draft.entry
            if let id = standing[values]?.popLast() {
                stated.insert(id)
                try step()
            } else {
                left.append((draft, values))
            }
        }
        var free = standing.flatMap { row, ids in ids.map { (id: $0, row: row) } }.sorted { $0.id < $1.id }
        for (draft, values) in left {
            try at(draft.entry) {
                if let same = try find(table, values) {
                    stated.insert(same)
                } else if let place = nearest(values, in: free.map(\.row)),
                    try isOnly(dossier, table, free[place].id)
                {
                    let id = free.remove(at: place).id
                    try edit.write(table, id, values)
                    summary.updated += 1
                    stated.insert(id)
                } else {
                    stated.insert(try edit.insert(table, values))
                    summary.inserted += 1
                }
            }
            try step()
        }
        return stated
    }

    private func values(_ draft: Draft) throws -> [Value] {
        var values = try draft.cells.map { try value($0) }
        // A stance at an event was expressed when the event took place, where the dossier says no more.
        if draft.table.name == "stance", let date = draft.table.index(of: "date"), values[date] == .null,
            let event = draft.table.index(of: "event_id"), case .integer(let id) = values[event]
        {
            values.replaceSubrange(date..<(date + 3), with: try edit.date(of: id))
        }
        return values
    }

    /// A row of the file with just these columns, whoever wrote it.
    private func find(_ table: Table, _ values: [Value]) throws -> Int64? {
        let column = table.index(of: "passage_id") == nil ? "entity_id" : "passage_id"
        guard let place = table.index(of: column) else { return nil }
        let list = table.columns.joined(separator: ", ")
        var rows = try connection.statement("SELECT id, \(list) FROM \(table.name) WHERE \(column) = ?")
            .rows(values: [values[place]])
        while let row = try rows.next() {
            if try (1..<row.count).map({ try row.value($0) }) == values {
                return try row.get(0, as: Int64.self)
            }
        }
        return nil
    }

    /// Which of some rows shares most columns with another: at least half of those that either fills.
    private func nearest(_ values: [Value], in rows: [[Value]]) -> Int? {
        var best: (place: Int, differing: Int)?
        for (place, row) in rows.enumerated() {
            let differing = zip(values, row).count { $0 != $1 }
            let filled = zip(values, row).count { $0 != .null || $1 != .null }
            if differing * 2 <= filled, differing < best?.differing ?? Int.max { best = (place, differing) }
        }
        return best?.place
    }

    private func isOnly(_ dossier: Int64, _ table: Table, _ row: Int64) throws -> Bool {
        try connection.value(
            Bool.self,
            "SELECT NOT EXISTS (SELECT 1 FROM dossier_row WHERE table_name = ? AND row_id = ? AND dossier_id <> ?)",
            table.name, row, dossier) ?? true
    }

    // MARK: Letting go

    /// Deletes what the dossier no longer states and nobody else needs.
    private func letGo(_ recorded: [String: [Int64]], _ stated: [String: Set<Int64>], _ id: Int64) throws {
        for table in Table.facts + [.name, .identifier] {
            for row in recorded[table.name] ?? [] where stated[table.name]?.contains(row) != true {
                guard try isOnly(id, table, row), try edit.row(table, row) != nil else { continue }
                _ = try edit.revision()
                try connection.run("DELETE FROM \(table.name) WHERE id = ?", row)
                summary.deleted += 1
            }
        }
        for row in recorded["entity"] ?? [] where stated["entity"]?.contains(row) != true {
            guard try isOnly(id, .entity, row), try edit.row(.entity, row) != nil else { continue }
            // A thing that anything else refers to stays: the schema refuses to delete it.
            try delete(.entity, row)
        }
        for document in Set((recorded["document"] ?? []) + (stated["document"] ?? [])) { try sweep(document) }
        for row in recorded["document"] ?? [] where stated["document"]?.contains(row) != true {
            guard try isOnly(id, .document, row), try edit.row(.document, row) != nil else { continue }
            try delete(.document, row)
        }
    }

    private func delete(_ table: Table, _ row: Int64) throws {
        _ = try edit.revision()
        do {
            try connection.savepoint { try connection.run("DELETE FROM \(table.name) WHERE id = ?", row) }
            summary.deleted += 1
        } catch let error as SQLiteError where error.primaryCode == .constraint {
            // It is needed elsewhere.
        }
    }

    /// Deletes the passages of a document that no fact rests on and no anchor leads to.
    private func sweep(_ document: Int64) throws {
        let unused = try connection.rows(
            """
            SELECT id FROM passage p WHERE document_id = ?
                AND NOT EXISTS (SELECT 1 FROM stance WHERE passage_id = p.id)
                AND NOT EXISTS (SELECT 1 FROM participation WHERE passage_id = p.id)
                AND NOT EXISTS (SELECT 1 FROM membership WHERE passage_id = p.id)
                AND NOT EXISTS (SELECT 1 FROM relation WHERE passage_id = p.id)
                AND NOT EXISTS (SELECT 1 FROM figure WHERE passage_id = p.id)
                AND NOT EXISTS (SELECT 1 FROM attribute WHERE passage_id = p.id)
                AND NOT EXISTS (SELECT 1 FROM passage_anchor WHERE new_passage_id = p.id)
            """, document
        ).map { try $0.get(0, as: Int64.self) }
        for passage in unused {
            _ = try edit.revision()
            try connection.run("DELETE FROM passage WHERE id = ?", passage)
        }
    }

    /// Keeps which rows the dossier states.
    private func record(_ stated: [String: Set<Int64>], _ recorded: [String: [Int64]], _ id: Int64) throws {
        for (table, rows) in stated {
            for row in rows.subtracting(recorded[table] ?? []) {
                try connection.run(
                    "INSERT INTO dossier_row (table_name, row_id, dossier_id) VALUES (?, ?, ?)", table, row,
                    id)
            }
        }
        for (table, rows) in recorded {
            for row in Set(rows).subtracting(stated[table] ?? []) {
                try connection.run(
                    "DELETE FROM dossier_row WHERE table_name = ? AND row_id = ? AND dossier_id = ?", table,
                    row, id)
            }
        }
    }
}
