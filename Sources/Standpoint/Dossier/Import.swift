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
    /// after it was edited changes just what was edited. What it no longer states goes, unless another dossier states it
    /// too, somebody had written it before, or something else needs it. A field of a thing that it leaves out stays as
    /// it is, but one that it gave before is emptied, unless somebody has written it since; `null` empties any.
    /// - Parameters:
    ///   - path: The folder, or the JSON file in it.
    ///   - author: Who imports; the dossier's own `author` where it is left out.
    ///   - progress: Is told how many steps of how many are done: each entry is checked, each row written. Return false
    ///     to stop.
    /// - Throws: ``StandpointError/dossier(path:_:)`` with all errors of the dossier; nothing of it is imported then.
    @discardableResult
    public func importDossier(
        at path: String, by author: String? = nil, progress: (@Sendable (Int, Int) -> Bool)? = nil
    ) throws -> ImportSummary {
        if let progress, !progress(0, 1) { throw CancellationError() }
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
            if let progress, !progress(0, 1) { throw CancellationError() }
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
    private let known: DossierRecord
    private var connection: Connection { edit.connection }
    private var ids: [String: Int64] = [:]
    private var documents: [String: Int64] = [:]
    /// The rows that the dossier states now, by table.
    private var stated: [String: Set<Int64>] = [:]
    /// Those of them that this import has written.
    private var made: [String: Set<Int64>] = [:]
    /// The columns that the dossier gives of a thing or document, of those that it may leave out.
    private var given: [String: [Int64: Set<String>]] = [:]
    /// The documents that were changed.
    private var changed: Set<Int64> = []
    private(set) var summary: ImportSummary

    init(_ dossier: Dossier, _ edit: Edit) throws {
        (self.dossier, self.edit) = (dossier, edit)
        known = try DossierRecord(of: dossier.key, on: edit.connection)
        summary = ImportSummary(dossier: dossier.key)
    }

    func run(_ progress: (@Sendable (Int, Int) -> Bool)?) throws -> ImportSummary {
        if known.id != nil, known.sha256 == dossier.sha256, known.rowCount == dossier.rowCount {
            return summary
        }
        let entries = dossier.documents.count + dossier.things.count + dossier.facts.count
        let total = entries + dossier.rowCount
        var done = 0
        func step() throws {
            done += 1
            if let progress, !progress(done, total) { throw CancellationError() }
        }
        let (details, drafts) = try check(step)

        for document in dossier.documents {
            try at(document.entry) { try write(document) }
            try step()
        }
        // Things and documents first without what links them, so that they may name each other in any order.
        for document in dossier.documents { try at(document.entry) { try link(document) } }
        for thing in dossier.things {
            try at(thing.entry) { try write(thing) }
            try step()
        }
        for (thing, detail) in zip(dossier.things, details) {
            try at(thing.entry) { try write(thing, detail) }
        }
        try dossier.findings.report(of: dossier.path)
        for table in [Table.name, .identifier] + Table.facts {
            try write(table, drafts.filter { $0.table.name == table.name }, step)
        }
        try dossier.findings.report(of: dossier.path)

        let id = try known.id ?? newDossier()
        let needed = try letGo()
        try record(id, needed)
        // Where something had to stay, the next import is to try again.
        let sha256 = needed.isEmpty ? dossier.sha256 : ""
        if summary.inserted + summary.updated + summary.deleted > 0 {
            summary.revision = try edit.revision()
            try connection.run(
                "UPDATE dossier SET sha256 = ?, revision_id = ? WHERE id = ?", sha256, edit.revision(), id)
        } else {
            try connection.run("UPDATE dossier SET sha256 = ? WHERE id = ?", sha256, id)
        }
        return summary
    }

    /// Everything of the dossier, checked; throws all that is wrong with it together.
    private func check(_ step: () throws -> Void) throws -> (details: [[Draft.Cell?]], drafts: [Draft]) {
        let findings = dossier.findings
        let checker = try DossierChecker(dossier, known, connection)
        var (details, drafts) = ([[Draft.Cell?]](), [Draft]())
        for document in dossier.documents where !findings.isFull {
            try checker.check(document)
            try step()
        }
        for thing in dossier.things where !findings.isFull {
            details.append(try checker.detail(thing))
            drafts += try checker.names(thing)
            drafts += try checker.attributes(thing)
            try step()
        }
        try checker.findCycles()
        for fact in dossier.facts where !findings.isFull {
            drafts.append(try checker.fact(fact))
            try step()
        }
        findRepeated(drafts)
        try findings.report(of: dossier.path)
        return (details, drafts)
    }

    /// Finds facts that are stated twice, from the same words.
    private func findRepeated(_ drafts: [Draft]) {
        var seen: [String: [[Draft.Cell]: Entry]] = [:]
        for draft in drafts where !dossier.findings.concern(draft.entry.path) {
            if let first = seen[draft.table.name, default: [:]].updateValue(draft.entry, forKey: draft.cells)
            {
                draft.entry.findings.add(draft.entry.path, repeats(first))
            }
        }
    }

    private func repeats(_ first: Entry) -> String {
        "it says the same as \(first.path), from the same words; leave one out"
    }

    /// Writes something of an entry; a rule that it breaks is noted with the entry, and the rest goes on.
    func at(_ entry: Entry, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as SQLiteError where error.primaryCode == .constraint {
            let check = "CHECK constraint failed: "
            let rule =
                error.message.hasPrefix(check) ? String(error.message.dropFirst(check.count)) : error.message
            entry.findings.add(entry.path, rule)
        } catch let error as StandpointError {
            entry.findings.add(entry.path, error.description)
        }
    }

    // MARK: Documents and things

    private func write(_ document: Dossier.DocumentEntry) throws {
        let entry = document.entry
        func given(_ field: String) -> Value? { entry.has(field) ? entry.string(field).value : nil }
        let published: [Value?] = entry.has("published") ? entry.date("published").columns : [nil, nil, nil]
        let archive: [Value?] =
            if let text = document.text { [.text(text.text), document.sha256.value] } else { [nil, nil] }
        let authors: Value? =
            entry.has("authors") ? entry.strings("authors").map { .text(JSONText.list($0)) } ?? .null : nil
        let head: [Value?] = [.text(document.key), given("title"), given("url"), given("publisher"), authors]
        let tail: [Value?] = [given("retrieved_at"), given("licence"), nil]
        var values = head + published + [given("language"), given("description")] + archive + tail
        let before = try Edit.document(
            document.key, sha256: archive[1] ?? .null, text: archive[0] ?? .null, on: connection)
        if let before {
            values = try completed(
                values, of: before, in: .document, owner: .document, and: entry.has("supersedes"))
        }
        let id = try tally(.document, before) { try edit.put(.document, before, values) }
        if before == nil { note(values, of: id, in: .document, owner: .document) }
        if entry.has("supersedes") {
            self.given["document", default: [:]][id, default: []].insert("supersedes_id")
        }
        documents[document.key] = id
        stated["document", default: []].insert(id)
    }

    /// Says which document a document supersedes, once all are there.
    private func link(_ document: Dossier.DocumentEntry) throws {
        guard document.entry.has("supersedes"), let id = documents[document.key],
            let place = Table.document.index(of: "supersedes_id")
        else { return }
        var values = [Value?](repeating: nil, count: Table.document.columns.count)
        values[place] =
            try document.entry.string("supersedes").map { key in
                let earlier =
                    try documents[key]
                    ?? connection.value(Int64.self, "SELECT id FROM document WHERE key = ?", key)
                return earlier.map { .integer($0) } ?? .null
            } ?? .null
        let before = try edit.row(.document, id)
        try edit.write(.document, id, values)
        if try edit.row(.document, id) != before, made["document"]?.contains(id) != true,
            changed.insert(id).inserted
        {
            summary.updated += 1
        }
    }

    private func write(_ thing: Dossier.ThingEntry) throws {
        let entry = thing.entry
        let description: Value? = entry.has("description") ? entry.string("description").value : nil
        var values: [Value?] = [
            .text(thing.key), .text(thing.kind.rawValue), entry.string("name").value, description, nil,
        ]
        let found = try edit.find(thing.key, thing.kind)
        if let found { values = try completed(values, of: found, in: .entity, owner: .entity) }
        let id = try tally(.entity, found) { try edit.put(.entity, found, values) }
        if found == nil { note(values, of: id, in: .entity, owner: .entity) }
        ids[thing.key] = id
        stated["entity", default: []].insert(id)
    }

    private func write(_ thing: Dossier.ThingEntry, _ detail: [Draft.Cell?]) throws {
        guard let id = ids[thing.key] else { return }
        let table = Table.of(thing.kind)
        let values = try completed(
            detail.map { try $0.map { try value($0) } }, of: id, in: table, owner: .entity)
        if try edit.row(table, id) == nil {
            try edit.write(table, id, values)
        } else {
            _ = try tally(table, id) {
                try edit.write(table, id, values)
                return id
            }
        }
    }

    /// Notes which columns the dossier gives, and adds the empty ones that it no longer gives.
    /// - Parameter isLinked: Whether it gives a link as well, which is written later.
    private func completed(
        _ values: [Value?], of id: Int64, in table: Table, owner: Table, and isLinked: Bool = false
    ) throws -> [Value?] {
        note(values, of: id, in: table, owner: owner)
        var columns = Set(zip(table.columns, values).filter { $1 != nil }.map(\.0))
        if isLinked { columns.insert("supersedes_id") }
        let left = try known.left(columns, of: id, in: table, owner: owner, on: connection)
        return zip(table.columns, values).map { left.contains($0) ? .null : $1 }
    }

    /// The columns that no dossier may leave out, or that are never emptied.
    private static let required: Set<String> = ["key", "kind", "name", "title", "text", "sha256"]

    private func note(_ values: [Value?], of id: Int64, in table: Table, owner: Table) {
        let columns = zip(table.columns, values).filter { $1 != nil && !Importer.required.contains($0) }.map(
            \.0)
        given[owner.name, default: [:]][id, default: []].formUnion(columns)
    }

    /// Runs a write of one row and counts it as inserted or updated, where it was.
    private func tally(_ table: Table, _ before: Int64?, _ body: () throws -> Int64) throws -> Int64 {
        guard let before else {
            let id = try body()
            made[table.name, default: []].insert(id)
            summary.inserted += 1
            return id
        }
        let old = try edit.row(table, before)
        let id = try body()
        if try edit.row(table, id) != old {
            if table.name == "document" { changed.insert(id) }
            summary.updated += 1
        }
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

    /// Writes the rows of one table: those that are there already stay, those that are much like one that is no
    /// longer stated become its new version, the rest is new.
    func write(_ table: Table, _ drafts: [Draft], _ step: () throws -> Void) throws {
        var standing: [[Value]: [Int64]] = [:]
        for (id, _) in (known.rows[table.name] ?? [:]).sorted(by: { $0.key > $1.key }) {
            if let row = try edit.row(table, id) { standing[row, default: []].append(id) }
        }
        var (found, left, seen) = (Set<Int64>(), [(draft: Draft, values: [Value])](), [[Value]: Entry]())
        var others = StandingRows(table, connection)
        for draft in drafts {
            try at(draft.entry) {
                let values = try self.values(draft)
                if let first = seen.updateValue(draft.entry, forKey: values) {
                    draft.entry.findings.add(draft.entry.path, repeats(first))
                } else if let id = try standing[values]?.popLast() ?? others.find(values) {
                    found.insert(id)
                } else {
                    left.append((draft, values))
                }
            }
            try step()
        }
        let free = standing.flatMap { row, ids in ids.map { (id: $0, row: row) } }
            .filter { known.rows[table.name]?[$0.id]?.isOwn == true && !found.contains($0.id) }
            .sorted { $0.id < $1.id }
        let pairs = Pairing.pairs(left.map(\.values), with: free, in: table)
        for (index, (draft, values)) in left.enumerated() {
            try at(draft.entry) {
                if let id = pairs[index] {
                    try edit.write(table, id, values)
                    summary.updated += 1
                    found.insert(id)
                } else {
                    let id = try edit.insert(table, values)
                    made[table.name, default: []].insert(id)
                    summary.inserted += 1
                    found.insert(id)
                }
            }
        }
        stated[table.name] = found
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

    // MARK: Letting go

    /// Deletes what the dossier no longer states and nobody else needs; gives the things and documents that stay
    /// because something refers to them.
    private func letGo() throws -> [String: Set<Int64>] {
        func gone(_ table: Table) -> [Int64] {
            (known.rows[table.name] ?? [:]).filter { $1.isOwn && stated[table.name]?.contains($0) != true }
                .keys
                .sorted(by: >)
        }
        for table in Table.facts + [.name, .identifier] {
            for row in gone(table) where try edit.row(table, row) != nil {
                _ = try edit.revision()
                try connection.run("DELETE FROM \(table.name) WHERE id = ?", row)
                summary.deleted += 1
            }
        }
        var needed: [String: Set<Int64>] = [:]
        needed["entity"] = try delete(.entity, gone(.entity))
        for document in Set((known.rows["document"] ?? [:]).keys).union(stated["document"] ?? []).sorted() {
            try sweep(document)
        }
        needed["document"] = try delete(.document, gone(.document))
        return needed.filter { !$1.isEmpty }
    }

    /// Deletes rows that may need each other, and gives those that something else needs: the schema refuses these.
    private func delete(_ table: Table, _ rows: [Int64]) throws -> Set<Int64> {
        var (left, count) = (try rows.filter { try edit.row(table, $0) != nil }, Int.max)
        while !left.isEmpty, left.count < count {
            count = left.count
            _ = try edit.revision()
            left = try left.filter { row in
                do {
                    try connection.run("DELETE FROM \(table.name) WHERE id = ?", row)
                    summary.deleted += 1
                    return false
                } catch let error as SQLiteError where error.primaryCode == .constraint {
                    return true
                }
            }
        }
        return Set(left)
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

    /// Keeps which rows the dossier states, and which it only stated but are needed.
    private func record(_ dossier: Int64, _ needed: [String: Set<Int64>]) throws {
        for (table, rows) in stated {
            for row in rows.sorted() {
                let columns = (given[table]?[row] ?? []).sorted().joined(separator: " ")
                if let before = known.rows[table]?[row],
                    before.columns.sorted().joined(separator: " ") == columns
                {
                    continue
                }
                try haveOthersLookAgain(table, row, dossier)
                try connection.run(
                    """
                    INSERT INTO dossier_row (table_name, row_id, dossier_id, is_made, column_names)
                    VALUES (?1, ?2, ?3, ?4 OR EXISTS (
                        SELECT 1 FROM dossier_row WHERE table_name = ?1 AND row_id = ?2 AND is_made = 1), nullif(?5, ''))
                    ON CONFLICT DO UPDATE SET column_names = excluded.column_names
                    """, table, row, dossier, made[table]?.contains(row) == true, columns)
            }
        }
        for (table, rows) in known.rows {
            for row in Set(rows.keys).subtracting(stated[table] ?? []).subtracting(needed[table] ?? []) {
                try haveOthersLookAgain(table, row, dossier)
                try connection.run(
                    "DELETE FROM dossier_row WHERE table_name = ? AND row_id = ? AND dossier_id = ? AND NOT is_gone",
                    table, row, dossier)
            }
        }
    }

    /// Where a dossier states something else of a shared row now, the next import of the others is to look again, though
    /// they are as they were: what they state may have given way to what is no longer stated.
    private func haveOthersLookAgain(_ table: String, _ row: Int64, _ dossier: Int64) throws {
        guard known.rows[table]?[row]?.isShared == true else { return }
        try connection.run(
            """
            UPDATE dossier SET sha256 = '' WHERE id IN (
                SELECT dossier_id FROM dossier_row WHERE table_name = ? AND row_id = ? AND dossier_id <> ?)
            """, table, row, dossier)
    }
}

/// The rows of a table that are there, whoever wrote them, read by passage or thing as they are asked for.
private struct StandingRows {
    private let connection: Connection
    private let sql: String
    private let place: Int?
    private var rows: [Value: [[Value]: Int64]] = [:]

    init(_ table: Table, _ connection: Connection) {
        self.connection = connection
        let column = table.index(of: "passage_id") == nil ? "entity_id" : "passage_id"
        place = table.index(of: column)
        sql = "SELECT id, \(table.columns.joined(separator: ", ")) FROM \(table.name) WHERE \(column) = ?"
    }

    /// The row with just these columns.
    mutating func find(_ values: [Value]) throws -> Int64? {
        guard let place else { return nil }
        if let known = rows[values[place]] { return known[values] }
        var found: [[Value]: Int64] = [:]
        var rows = try connection.statement(sql).rows(values: [values[place]])
        while let row = try rows.next() {
            found[try (1..<row.count).map { try row.value($0) }] = try row.get(0, as: Int64.self)
        }
        self.rows[values[place]] = found
        return found[values]
    }
}
