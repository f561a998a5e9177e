// A database of the Discourse Network Analyzer brought into the file, each coder's work as a revision of the coder's.

import Foundation
import StandpointSQLite

extension KnowledgeBase {
    /// Imports a database of the Discourse Network Analyzer, version 3.
    ///
    /// Its documents come with their texts, its statements as stances with the passages that they mark (the file
    /// counts UTF-16 units, passages count code points). The person is the holder and speaks for the organization;
    /// where no person is coded, the organization is the holder. Agreement is `supports`, disagreement `opposes`;
    /// an integer of −10 to 10 gives the side by its sign and the strength by its size, and 0 or none is `declares`,
    /// on neither side; ``NetworkQualifier/signedStrength(_:)`` puts the two together again. A statement without an
    /// actor or a concept is no stance and is left out. Attributes of its entities stand in `entity.extra`. A
    /// stance's date is that of its document. A statement of a document without text is proved by a locator.
    /// Importing a file again changes nothing; importing it after it was edited changes just what was edited.
    /// - Parameters:
    ///   - path: The file.
    ///   - key: By which name the file is known when it is imported again; that of the file where left out.
    ///   - variables: Which variables mean what, where their names do not tell.
    ///   - author: Who imports: the author of the things that statements name, and of what has no coder.
    ///   - progress: Is told how many documents and statements of how many are written; return false to stop.
    /// - Throws: ``StandpointError/dossier(path:_:)`` with all that is wrong with the file; nothing is imported then.
    @discardableResult
    public func importDNA(
        at path: String, key: String? = nil, variables: DNAVariables = DNAVariables(),
        by author: String = "import",
        progress: (@Sendable (Int, Int) -> Bool)? = nil
    ) throws -> ImportSummary {
        let file = try DNAFile(at: path, variables)
        return try pool.write { try DNAImporter(file, $0, author, key).run(progress) }
    }

    /// Imports a database of the Discourse Network Analyzer without blocking the caller's thread; see
    /// ``importDNA(at:key:variables:by:progress:)-swift.method``.
    /// - Throws: ``StandpointError/dossier(path:_:)``; `CancellationError`.
    @discardableResult
    public func importDNA(
        at path: String, key: String? = nil, variables: DNAVariables = DNAVariables(),
        by author: String = "import",
        progress: (@Sendable (Int, Int) -> Bool)? = nil
    ) async throws -> ImportSummary {
        try await pool.write { connection in
            try DNAImporter(try DNAFile(at: path, variables), connection, author, key).run(progress)
        }
    }
}

/// Writes what such a file holds.
private final class DNAImporter {
    private let file: DNAFile
    private let connection: Connection
    private let author: String
    private let key: String
    private var summary: ImportSummary
    private var entities: [Int64: Int64] = [:]
    private var documents: [Int64: (id: Int64, text: DNAText?)] = [:]
    private var problems: [DossierProblem] = []

    init(_ file: DNAFile, _ connection: Connection, _ author: String, _ key: String?) {
        (self.file, self.connection, self.author) = (file, connection, author)
        let name = key ?? URL(fileURLWithPath: file.path).deletingPathExtension().lastPathComponent
        self.key = "dna-" + (Slug.make(name) ?? "file")
        summary = ImportSummary(dossier: self.key)
    }

    func run(_ progress: (@Sendable (Int, Int) -> Bool)?) throws -> ImportSummary {
        let total = file.documents.count + file.statements.count
        var done = 0
        func step() throws {
            done += 1
            if let progress, !progress(done, total) { throw CancellationError() }
        }
        try requireSameFile()
        // One revision after another is open; each belongs to whoever did that part of the work.
        var stated: [String: Set<Int64>] = ["entity": try acting(as: nil) { try writeThings($0) }]
        let coders: [Int64?] = [nil] + file.coders.keys.sorted().map { $0 }
        for coder in coders {
            let theirs = file.documents.filter { known($0.coder) == coder }
            try acting(as: coder) { edit in
                for document in theirs {
                    stated["document", default: []].insert(try write(document, edit))
                    try step()
                }
            }
        }
        var standing = try self.standing()
        for coder in coders {
            let theirs = file.statements.filter { known($0.coder) == coder }
            try acting(as: coder) { edit in
                for statement in theirs {
                    if let id = try write(statement, edit, &standing) {
                        stated["stance", default: []].insert(id)
                    }
                    try step()
                }
            }
        }
        guard problems.isEmpty else { throw StandpointError.dossier(path: file.path, problems) }
        try acting(as: nil) { try record(stated, $0) }
        return summary
    }

    /// Refuses a file that has nothing in common with what was imported by its key: it is another one, and would
    /// take the place of the first.
    private func requireSameFile() throws {
        let before = try connection.rows(
            """
            SELECT d.title, d.sha256 FROM dossier o
            JOIN dossier_row r ON r.dossier_id = o.id AND r.table_name = 'document' JOIN document d ON d.id = r.row_id
            WHERE o.key = ?
            """, key
        ).map { try $0.decode(String.self, String?.self) }
        let (titles, texts) = (Set(before.map(\.0)), Set(before.compactMap(\.1)))
        let isShared = file.documents.contains { document in
            titles.contains(document.title)
                || hasText(document) && texts.contains(SHA256.hex(document.text.utf8))
        }
        guard before.isEmpty || isShared else {
            throw StandpointError.dossier(
                path: file.path,
                [
                    DossierProblem(
                        file: file.path, entry: "",
                        message:
                            "another file was imported as ‘\(key.dropFirst(4))’, and no document of this one is among its \(before.count); give this one a key of its own"
                    )
                ])
        }
    }

    private func hasText(_ document: DNAFile.Document) -> Bool { !document.text.allSatisfy(\.isWhitespace) }

    /// Works as a coder, or as whoever imports.
    private func acting<T>(as coder: Int64?, _ body: (Edit) throws -> T) throws -> T {
        try Edit.run(
            on: connection, author: coder.flatMap { file.coders[$0] } ?? author,
            note: "Imported the Discourse Network Analyzer file \(key.dropFirst(4))", body)
    }

    private func known(_ coder: Int64?) -> Int64? { coder.flatMap { file.coders[$0] == nil ? nil : $0 } }

    private func wrong(_ entry: String, _ message: String) {
        guard problems.count < 1000 else { return }
        problems.append(DossierProblem(file: file.path, entry: entry, message: message))
    }

    /// Runs a write of one row, counts it, and keeps the revision.
    private func tally(_ table: Table, _ before: Int64?, _ edit: Edit, _ body: () throws -> Int64) throws
        -> Int64
    {
        let old = try before.flatMap { try edit.row(table, $0) }
        let id = try body()
        if before == nil {
            summary.inserted += 1
        } else if try edit.row(table, id) != old {
            summary.updated += 1
        } else {
            return id
        }
        summary.revision = try edit.revision()
        return id
    }

    // MARK: Things

    private func writeThings(_ edit: Edit) throws -> Set<Int64> {
        var given = Given()
        for thing in file.things.values.sorted(by: { $0.id < $1.id }) {
            let base = Slug.make(thing.name) ?? "\(thing.kind.rawValue)-\(thing.id)"
            let (key, found) = try free(base, &given) { key in
                try connection.first("SELECT id, kind, name FROM entity WHERE key = ?", key) { row in
                    try row.decode(Int64.self, EntityKind.self, String.self)
                }.map { ($0.0, $0.1 == thing.kind && $0.2 == thing.name) }
            }
            let extra = try extra(thing, found)
            let values: [Value?] = [.text(key), .text(thing.kind.rawValue), .text(thing.name), nil, extra]
            let detail: [Value?] =
                switch thing.kind {
                case .person: [nil, nil, nil, nil]
                case .topic: [found == nil ? .text("concept") : nil, nil]
                default: [found == nil ? .text("other") : nil, nil, nil, nil, nil]
                }
            entities[thing.id] = try tally(.entity, found, edit) {
                guard let found else {
                    let id = try edit.insert(.entity, values.map { $0 ?? .null })
                    try edit.write(.of(thing.kind), id, detail)
                    return id
                }
                try edit.write(.entity, found, values)
                return found
            }
        }
        // A concept below another is narrower than it.
        for thing in file.things.values.sorted(by: { $0.id < $1.id }) where thing.kind == .topic {
            guard let parent = thing.parent.flatMap({ entities[$0] }), let id = entities[thing.id] else {
                continue
            }
            _ = try tally(.topic, id, edit) {
                try edit.write(.topic, id, [nil, .integer(parent)])
                return id
            }
        }
        return Set(entities.values)
    }

    /// The keys that an import has given, and for each name the first number that may be free.
    private struct Given {
        var keys = Set<String>()
        var numbers: [String: Int] = [:]
    }

    /// The first key that is free or taken by the same, and the id of the same.
    private func free(
        _ base: String, _ given: inout Given, _ find: (String) throws -> (Int64, isSame: Bool)?
    ) throws -> (String, Int64?) {
        func key(_ number: Int) -> String { number == 1 ? base : "\(base)-\(number)" }
        var first = given.numbers[base, default: 1]
        while given.keys.contains(key(first)) { first += 1 }
        given.numbers[base] = first
        var number = first
        while true {
            let key = key(number)
            number += 1
            guard !given.keys.contains(key) else { continue }
            let found = try find(key)
            if let found, !found.isSame { continue }
            given.keys.insert(key)
            return (key, found?.0)
        }
    }

    /// The members of `extra` with the attributes of a thing among them; nil where it has none.
    private func extra(_ thing: DNAFile.Thing, _ found: Int64?) throws -> Value? {
        guard !thing.attributes.isEmpty else { return nil }
        let given =
            "{"
            + thing.attributes.sorted { $0.key < $1.key }.map {
                "\(JSONText.quoted($0.key)): \(JSONText.quoted($0.value))"
            }.joined(separator: ", ") + "}"
        let before = try found.flatMap {
            try connection.value(String.self, "SELECT extra FROM entity WHERE id = ?", $0)
        }
        guard let before else { return .text(given) }
        // SQLite merges the two; what is the same already stays as it is written.
        let merged = try connection.first(
            "SELECT json_patch(?1, ?2), json(?1) = json_patch(?1, ?2)", before, given
        ) { try $0.decode(String.self, Bool.self) }
        return merged.map { .text($1 ? before : $0) }
    }

    // MARK: Documents

    private func write(_ document: DNAFile.Document, _ edit: Edit) throws -> Int64 {
        let base = Slug.make(document.title) ?? "document-\(document.id)"
        let hasText = hasText(document)
        let sha256 = hasText ? SHA256.hex(document.text.utf8) : nil
        let (key, found) = try free(base, &givenDocuments) { key in
            try connection.first("SELECT id, title, sha256 FROM document WHERE key = ?", key) { row in
                try row.decode(Int64.self, String.self, String?.self)
            }.map { ($0.0, $0.1 == document.title && $0.2 == sha256) }
        }
        let published = date(document).columns
        let given: [Value?] = [
            .text(key), .text(document.title), nil, filled(document.source),
            document.author.isEmpty ? nil : .text(JSONText.list([document.author])),
        ]
        let values =
            given + published + [nil, filled(document.description), hasText ? .text(document.text) : nil]
            + [sha256.map { .text($0) }, nil, nil, nil]
        let id = try tally(.document, found, edit) { try edit.document(values) }
        documents[document.id] = (id, hasText ? DNAText(document.text) : nil)
        return id
    }

    private var givenDocuments = Given()

    private func filled(_ text: String) -> Value? { text.isEmpty ? nil : .text(text) }

    private func date(_ document: DNAFile.Document) -> EDTF? {
        guard let seconds = document.seconds else { return nil }
        let days = seconds.quotientAndRemainder(dividingBy: 86_400)
        let number = days.quotient - (days.remainder < 0 ? 1 : 0) + 719_528
        guard number > 0, number < Int64(Day.distantFuture.number) else {
            wrong(
                "DOCUMENTS, ID \(document.id)",
                "the date \(seconds) is none of the years 0 to 9999 in seconds since 1970; correct it in that program"
            )
            return nil
        }
        return EDTF(Day(number: Int(number)).description)
    }

    // MARK: Statements

    /// The stances that rest on the documents of the file, by their columns.
    private func standing() throws -> [[Value]: [Int64]] {
        var standing: [[Value]: [Int64]] = [:]
        let columns = Table.stance.columns.map { "s.\($0)" }.joined(separator: ", ")
        for (id, _) in documents.values {
            var rows = try connection.rows(
                "SELECT s.id, \(columns) FROM stance s JOIN passage p ON p.id = s.passage_id WHERE p.document_id = ? ORDER BY s.id DESC",
                id)
            while let row = try rows.next() {
                standing[try (1..<row.count).map { try row.value($0) }, default: []].append(
                    try row.integer(0))
            }
        }
        return standing
    }

    private func write(
        _ statement: DNAFile.Statement, _ edit: Edit, _ standing: inout [[Value]: [Int64]]
    ) throws -> Int64? {
        let person = statement.person.flatMap { entities[$0] }
        let organization = statement.organization.flatMap { entities[$0] }
        guard let holder = person ?? organization, let concept = statement.concept.flatMap({ entities[$0] })
        else {
            return nil
        }
        let entry = "STATEMENTS, ID \(statement.id)"
        guard let (document, text) = documents[statement.document] else {
            wrong(entry, "there is no document with the ID \(statement.document)")
            return nil
        }
        let passage: ID<Passage>
        if let text {
            guard let position = text.codePoints(statement.start, statement.stop),
                let match = text.text.match(at: position)
            else {
                wrong(entry, "its document has no text from \(statement.start) to \(statement.stop)")
                return nil
            }
            passage = try edit.passage(ID(rawValue: document), match, quote: match.quote, locator: nil)
        } else {
            passage = try edit.passage(
                ID(rawValue: document), nil, quote: nil,
                locator: "characters \(statement.start) to \(statement.stop)")
        }
        let level = statement.level.map { file.isBoolean ? ($0 == 0 ? -1 : 1) : $0 } ?? 0
        guard (-10...10).contains(level) else {
            wrong(
                entry,
                "the agreement \(level) is no strength, which is at most 10 on either side; divide the values in that program, or name another variable of agreement"
            )
            return nil
        }
        let side = level.signum()
        let strength: Value = !file.isBoolean && level != 0 ? .integer(Int64(level.magnitude)) : .null
        let dates = try connection.first(
            "SELECT published, published_earliest, published_latest FROM document WHERE id = ?", document
        ) { row in [try row.value(0), try row.value(1), try row.value(2)] }
        let behalf: Value = person != nil ? organization.map { .integer($0) } ?? .null : .null
        let values: [Value] =
            [
                .integer(holder), behalf, .text(side > 0 ? "supports" : side < 0 ? "opposes" : "declares"),
                .integer(side), strength, .integer(concept), .null, .null, .null, .integer(0), .integer(0),
                .null,
            ] + (dates ?? [.null, .null, .null]) + [.id(passage), .null, .text(Rank.normal.rawValue)]
        if let id = standing[values]?.popLast() { return id }
        let id = try edit.insert(.stance, values)
        summary.inserted += 1
        summary.revision = try edit.revision()
        return id
    }

    // MARK: What the file stated before

    /// Keeps which rows the file states, and deletes the stances that it no longer does.
    private func record(_ stated: [String: Set<Int64>], _ edit: Edit) throws {
        var dossier = try connection.value(Int64.self, "SELECT id FROM dossier WHERE key = ?", key)
        if dossier == nil {
            try connection.run(
                "INSERT INTO dossier (key, sha256, revision_id) VALUES (?, '', ?)", key, try edit.revision())
            dossier = connection.lastInsertRowID
        }
        guard let dossier else { return }
        var recorded: [String: Set<Int64>] = [:]
        var rows = try connection.rows(
            "SELECT table_name, row_id FROM dossier_row WHERE dossier_id = ? AND NOT is_gone", dossier)
        while let row = try rows.next() { recorded[try row.text(0), default: []].insert(try row.integer(1)) }
        let gone = (recorded["stance"] ?? []).subtracting(stated["stance"] ?? [])
        for id in gone.sorted() {
            let others = try connection.value(
                Int.self,
                "SELECT count(*) FROM dossier_row WHERE table_name = 'stance' AND row_id = ? AND dossier_id <> ?",
                id, dossier)
            if others == 0, try edit.row(.stance, id) != nil {
                summary.revision = try edit.revision()
                try connection.run("DELETE FROM stance WHERE id = ?", id)
                summary.deleted += 1
            } else {
                try connection.run(
                    "DELETE FROM dossier_row WHERE table_name = 'stance' AND row_id = ? AND dossier_id = ?",
                    id,
                    dossier)
            }
        }
        for (table, ids) in stated {
            for id in ids.subtracting(recorded[table] ?? []).sorted() {
                try connection.run(
                    "INSERT INTO dossier_row (table_name, row_id, dossier_id) VALUES (?, ?, ?)", table, id,
                    dossier)
            }
        }
    }
}
