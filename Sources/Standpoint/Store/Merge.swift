// Bringing what another file says into this one.

import StandpointSQLite

/// What a merge did.
public struct MergeSummary: Sendable, Hashable, Codable {
    /// The rows that were new here.
    public let inserted: Int
    /// The columns that got a value, or another one, from the other file.
    public let updated: Int
    /// The rows that went, because the other file had them too and has corrected or deleted them since.
    public let deleted: Int
    /// The values that both files have for one column, and that differ; the table `conflict` keeps the one that the
    /// column does not show. The things and documents that got another key are among them (view `conflicts`).
    public let conflicts: Int
    /// The revision; nil where nothing changed.
    public let revision: Int64?
}

extension KnowledgeBase {
    /// Brings everything that another file says now into this one, as one revision.
    ///
    /// Things are the same by key; things of different keys that have an identifier in common are judged the same. Facts
    /// are the same by all that they say, confidence and rank included; what one file says twice is there twice, and so is
    /// what each has corrected in another way. Who wrote a fact, a name or a judgement, and when, comes with it (`origin`).
    ///
    /// Nothing is lost: where the two have different values for one column, the greater one stands (a rule that does
    /// not ask which file is merged into which; of anchors the surest), the other goes into the table `conflict`. As long
    /// as it is there, every merge shows the greatest. Who sets the column decides, and who lets it stand deletes the conflict;
    /// two who decide differently have it once more.
    ///
    /// Two documents of one key with different texts are two documents: that of the greater SHA-256 has the key, the other
    /// gets the first letters of its own behind it, as in `report--649b6b55`; a source that one file only cites, without a
    /// text, gets zeros. Two things of one key that are of different kinds are two things: that of the first kind has the
    /// key, the other gets its kind behind it, as in `georgia--place`. Both for as long as both are there. Of judgements that
    /// exclude each other, those that two things are different stand; a judgement `same` against them becomes `unsure`, and
    /// `conflict` keeps what it was. The acts and terms of both files are there.
    ///
    /// Files remember what each has corrected: what one has deleted, changed or withdrawn since is not a claim of the other,
    /// and goes there too, also where they were made apart. Who has said a thing, taken it back and said it again has the
    /// last word. A thing or a document that one file has deleted stays where a fact, a name, an identifier, an anchor or a
    /// link of the other that the one has not taken back rests on it; what else the other says of it is kept in `given_up`.
    ///
    /// So merging A into B and B into A, in whatever order with others and however often, gives the same content. The
    /// history of the other file stays there; `given_up` keeps what it had taken back as well, for a third file. A merge
    /// that was undone counts as one that never was: its facts were not deleted, and the next merge brings them again.
    ///
    ///     let summary = try kb.merge(fileAt: "colleague.sqlite", by: "desk")
    /// - Parameters:
    ///   - other: The path of the other file, which is only read.
    ///   - author: Who merges them.
    ///   - note: Why.
    ///   - progress: Is told how many steps of how many are done. Return false to stop.
    /// - Throws: ``StandpointError/notAKnowledgeBase(path:reason:)``, ``StandpointError/misuse(_:)`` for an act that has
    ///   another polarity there, ``SQLiteError``, `CancellationError`. Nothing is changed then.
    @discardableResult
    public func merge(
        fileAt other: String, by author: String, note: String? = nil,
        progress: (@Sendable (Int, Int) -> Bool)? = nil
    ) throws -> MergeSummary {
        try pool.withWriter { try Merge.run(on: $0, other, by: author, note: note, progress) }
    }

    /// Merges without blocking the caller's thread; see ``merge(fileAt:by:note:progress:)-swift.method``.
    /// - Throws: As the synchronous call; `CancellationError` when the task is cancelled.
    @discardableResult
    public func merge(
        fileAt other: String, by author: String, note: String? = nil,
        progress: (@Sendable (Int, Int) -> Bool)? = nil
    ) async throws -> MergeSummary {
        try await pool.withWriter { try Merge.run(on: $0, other, by: author, note: note, progress) }
    }
}

/// One of the two files.
enum MergeSide: String, CaseIterable {
    case ours, theirs

    var schema: String { self == .ours ? "main" : "other" }
}

/// One merge. What is the same, what is new and what was given up is found in sets; what differs is settled one by one.
///
/// What a file says of a thing, a row or the value of a column, is a claim. Each claim has a length in each file: how
/// often it was made or taken back, so that it is odd where the claim stands. The greater length of the two files holds.
/// As the maximum does not ask for an order, nor does the merge.
struct Merge {
    let edit: Edit
    var connection: Connection { edit.connection }
    var (inserted, updated, deleted) = (0, 0, 0)
    /// The columns of each table beside `id` and `revision_id`, and what of them refers to rows that have other ids in
    /// the other file.
    private let tables: [String: (columns: [String], parents: [String: String])]

    init(edit: Edit) throws {
        self.edit = edit
        let names =
            ["entity", "document", "passage", "passage_anchor", "identifier", "identity_judgement"]
            + Merge.vocabulary + Merge.details + Merge.attested
        tables = try Dictionary(
            uniqueKeysWithValues: names.map { name in
                let columns = try edit.connection.rows(
                    "SELECT name FROM pragma_table_info(?, 'main') WHERE name NOT IN ('id', 'revision_id') ORDER BY cid",
                    name
                ).map { try $0.get(0, as: String.self) }
                let references = try edit.connection.rows(
                    "SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?, 'main') WHERE \"table\" IN ('entity', 'document', 'passage')",
                    name
                ).map { try $0.decode(String.self, String.self) }
                return (name, (columns, Dictionary(references, uniquingKeysWith: { first, _ in first })))
            })
    }

    /// The words of a file: all of both are here.
    static let vocabulary = ["act", "term"]
    static let details = ["person", "organization", "place", "topic", "event"]
    /// What makes a row what it is, in the tables whose other columns may differ.
    static let identities = [
        "act": ["key", "polarity"], "term": ["field", "value"],
        "entity": ["kind", "key"], "document": ["key"],
        "passage": ["document_id", "start_offset", "end_offset", "locator", "quote"],
        "passage_anchor": ["passage_id", "document_id"],
    ]
    static let attested = ["name"] + Table.facts.map(\.name)
    /// What others rest on, and what rests on it with nothing resting on itself.
    static let (bearing, resting) = (["entity", "document", "passage"], attested + ["passage_anchor"])

    private typealias Step = (inout Merge) throws -> Void

    /// What a merge does, in this order.
    private static var steps: [Step] {
        func each(_ tables: [String], _ step: @escaping (inout Merge, String) throws -> Void) -> [Step] {
            tables.map { table in { try step(&$0, table) } }
        }
        var steps: [Step] = [
            { try $0.connection.execute(Merge.temporaryTables) }, { try $0.vocabulary() },
            { try $0.matchThings() },
            { try $0.matchDocuments() },
        ]
        steps += each(["passage"] + resting) { try $0.match($1) }
        steps += each(bearing + resting + ["identifier"]) { try $0.readPast($1) }
        steps += [{ try $0.readIdentifierClaims() }, { try $0.readPastOfJudgements() }]
        steps.append { for side in MergeSide.allCases { try $0.nameAnchors(side) } }
        steps += each(vocabulary + ["entity"] + details + ["document", "passage", "passage_anchor"]) {
            try $0.readPastOfColumns($1)
        }
        steps += [{ try $0.choose() }, { try $0.insertThings() }, { try $0.insertEvidence() }]
        steps += each(attested) { try $0.insert($1, from: "temp.fresh_\($1)") }
        steps += each(resting.reversed()) { try $0.deleteGone($1) }
        steps += each(vocabulary + ["entity"] + details + ["document"]) { try $0.reconcile($1) }
        steps.append { merge in
            try merge.insert("passage_anchor", from: "temp.fresh_passage_anchor")
            try merge.match("passage_anchor")
            try merge.nameAnchors(.ours)
        }
        steps += each(["passage", "passage_anchor"]) { try $0.reconcile($1) }
        steps.append { try $0.settleIdentities() }
        steps += each(bearing.reversed()) { try $0.deleteUnneeded($1) }
        steps += [{ try $0.settleThingKeys() }, { try $0.settleDocumentKeys() }]
        steps += each(bearing.reversed()) { try $0.keepValuesOfGivenUp($1) }
        steps.append { try $0.remember() }
        return steps
    }

    /// Merges the file at a path into that of the connection.
    static func run(
        on connection: Connection, _ other: String, by author: String, note: String?,
        _ progress: (@Sendable (Int, Int) -> Bool)?
    ) throws -> MergeSummary {
        if try connection.value(
            Bool.self, "SELECT EXISTS (SELECT 1 FROM pragma_database_list WHERE name = 'main' AND file = ?)",
            Dossier.resolved(other)) == true
        {
            throw StandpointError.misuse(
                "\(other) is this file itself: name the one that is to be merged into it")
        }
        // Checks that it is such a file, and of this version.
        try KnowledgeBase(at: other, .init(readOnly: true)).close()
        return try connection.attaching(other, as: "other") {
            try connection.transaction(.immediate) {
                try Edit.run(on: connection, author: author, note: note ?? "merge of \(other)", isMerge: true)
                { edit in
                    var merge = try Merge(edit: edit)
                    return try merge.run(progress)
                }
            }
        }
    }

    private mutating func run(_ progress: (@Sendable (Int, Int) -> Bool)?) throws -> MergeSummary {
        let before = try connection.value(Int64.self, "SELECT max(id) FROM revision") ?? 0
        let (steps, others) = (Merge.steps, Set(try temporary()))
        for (done, step) in steps.enumerated() {
            if let progress, !progress(done, steps.count) { throw CancellationError() }
            try step(&self)
        }
        for table in try temporary() where !others.contains(table) {
            try connection.execute("DROP TABLE temp.\(table)")
        }
        let after = try connection.value(Int64.self, "SELECT max(id) FROM revision WHERE id > ?", before)
        return try MergeSummary(
            inserted: inserted, updated: updated, deleted: deleted,
            conflicts: connection.value(
                Int.self, "SELECT count(*) FROM main.conflicts WHERE revision_id = ?", after) ?? 0,
            revision: after)
    }

    // MARK: Vocabulary

    private mutating func vocabulary() throws {
        let other = try connection.first(
            "SELECT o.key FROM other.act o JOIN main.act a USING (key) WHERE o.polarity IS NOT a.polarity"
        ) { try $0.get(0, as: String.self) }
        if let other {
            throw StandpointError.misuse(
                "the two files give the act ‘\(other)’ different polarities: make them the same first")
        }
        for table in Merge.vocabulary {
            let columns = columns(table).joined(separator: ", ")
            let same = (Merge.identities[table] ?? []).map { "t.\($0) IS o.\($0)" }.joined(separator: " AND ")
            try create("map_\(table)")
            try connection.execute(
                """
                CREATE TEMP TABLE fresh_\(table) (other_id INTEGER PRIMARY KEY);
                INSERT INTO temp.fresh_\(table) SELECT id FROM other.\(table) o WHERE NOT EXISTS (SELECT 1 FROM main.\(table) t WHERE \(same));
                CREATE TEMP TABLE \(table)_name (side TEXT, id INTEGER, name TEXT, PRIMARY KEY (side, id)) WITHOUT ROWID;
                """)
            inserted += try count(
                "INSERT INTO main.\(table) (\(columns), revision_id) SELECT \(columns), \(try revision("SELECT 1 FROM temp.fresh_\(table)")) FROM other.\(table) WHERE id IN (SELECT other_id FROM temp.fresh_\(table))"
            )
            try connection.execute(
                "INSERT INTO temp.map_\(table) SELECT o.id, t.id, 1 FROM other.\(table) o JOIN main.\(table) t ON \(same)"
            )
            for side in MergeSide.allCases {
                try connection.execute(
                    "INSERT INTO temp.\(table)_name SELECT '\(side)', w.id, \(Merge.wordName(table, "w")) FROM \(side.schema).\(table) w"
                )
            }
        }
    }

    /// The name of a word of the vocabulary in claims.
    static func wordName(_ table: String, _ row: String) -> String {
        table == "act" ? "\(row).key" : "\(row).field || '/' || \(row).value"
    }

    // MARK: Writing

    private mutating func insertThings() throws {
        let fresh = "o.id IN (SELECT other_id FROM temp.fresh_entity)"
        let columns = columns("entity").filter { $0 != "canonical_id" }
        let values = columns.map {
            $0 == "key" ? "(SELECT key FROM temp.their_entity WHERE id = o.id)" : "o.\($0)"
        }
        inserted += try count(
            "INSERT INTO main.entity (\(columns.joined(separator: ", ")), revision_id) SELECT \(values.joined(separator: ", ")), \(try revision("SELECT 1 FROM temp.fresh_entity")) FROM other.entity o WHERE \(fresh)"
        )
        try connection.execute(
            "INSERT OR IGNORE INTO temp.map_entity SELECT k.id, t.id, 1 FROM temp.their_entity k JOIN main.entity t ON t.key = k.key JOIN temp.fresh_entity f ON f.other_id = k.id"
        )
        try connection.execute(
            "INSERT OR IGNORE INTO temp.entity_name SELECT 'ours', m.id, n.name FROM temp.map_entity m JOIN temp.entity_name n ON n.side = 'theirs' AND n.id = m.other_id"
        )
        for table in Merge.details {
            let map =
                "INSERT OR IGNORE INTO temp.map_\(table) SELECT o.id, m.id, 1 FROM other.\(table) o JOIN temp.map_entity m ON m.other_id = o.id JOIN main.\(table) t ON t.id = m.id"
            try create("map_\(table)")
            try connection.execute(map)
            try connection.execute("DELETE FROM temp.fresh_row")
            try connection.execute(
                "INSERT INTO temp.fresh_row SELECT o.id FROM other.\(table) o WHERE o.id IN (SELECT other_id FROM temp.map_entity) AND o.id NOT IN (SELECT other_id FROM temp.map_\(table))"
            )
            try insert(
                table, from: "temp.fresh_row", id: "(SELECT id FROM temp.map_entity WHERE other_id = o.id)")
            try connection.execute(map)
        }
    }

    private mutating func insertEvidence() throws {
        let columns = columns("document").filter { $0 != "supersedes_id" }
        let values = columns.map {
            $0 == "key" ? "(SELECT key FROM temp.their_document WHERE id = o.id)" : "o.\($0)"
        }
        inserted += try count(
            "INSERT INTO main.document (\(columns.joined(separator: ", ")), revision_id) SELECT \(values.joined(separator: ", ")), \(try revision("SELECT 1 FROM temp.fresh_document")) FROM other.document o WHERE o.id IN (SELECT other_id FROM temp.fresh_document)"
        )
        try connection.execute(
            "INSERT OR IGNORE INTO temp.map_document SELECT k.id, t.id, 1 FROM temp.their_document k JOIN main.document t ON t.key = k.key JOIN temp.fresh_document f ON f.other_id = k.id"
        )
        try connection.execute(
            "INSERT OR IGNORE INTO temp.document_name SELECT 'ours', m.id, n.name FROM temp.map_document m JOIN temp.document_name n ON n.side = 'theirs' AND n.id = m.other_id"
        )
        // A text may have come without its sum.
        let missing =
            "FROM temp.map_document m JOIN other.document o ON o.id = m.other_id WHERE m.id = t.id AND t.sha256 IS NULL AND o.sha256 IS NOT NULL"
        updated += try count(
            "UPDATE main.document AS t SET sha256 = o.sha256, revision_id = \(try revision("SELECT 1 FROM main.document t WHERE EXISTS (SELECT 1 \(missing))")) \(missing)"
        )
        try insert("passage", from: "temp.fresh_passage")
        try match("passage")
    }

    /// Writes rows of the other file, by the numbers of a temporary table.
    mutating func insert(_ table: String, from fresh: String, id: String? = nil) throws {
        let parents = parents(table)
        let last = try connection.value(Int64.self, "SELECT coalesce(max(id), 0) FROM main.\(table)") ?? 0
        let columns = columns(table)
        let values = columns.map { theirs($0, parents) }.joined(separator: ", ")
        inserted += try count(
            """
            INSERT INTO main.\(table) (\(id == nil ? "" : "id, ")\(columns.map { $0 + ", " }.joined())revision_id)
            SELECT \(id.map { $0 + ", " } ?? "")\(values.isEmpty ? "" : values + ", ")\(try revision("SELECT 1 FROM \(fresh)"))
            FROM other.\(table) o WHERE o.id IN (SELECT other_id FROM \(fresh)) ORDER BY o.id
            """)
        guard Merge.attested.contains(table) else { return }
        func numbered(_ id: String, _ rows: String) -> String {
            "(SELECT \(id), row_number() OVER (ORDER BY \(id)) AS place FROM \(rows))"
        }
        try noteOrigins(
            table,
            "SELECT id, other_id FROM \(numbered("id", "main.\(table) WHERE id > \(last)")) JOIN \(numbered("other_id", fresh)) USING (place)"
        )
    }

    /// Notes who wrote rows of the other file that are here now, by a SELECT of their numbers here and there.
    func noteOrigins(_ table: String, _ rows: String) throws {
        guard try connection.value(Bool.self, "SELECT EXISTS (\(rows))") == true else { return }
        try connection.run(
            """
            INSERT INTO main.origin (table_name, row_id, author, created_at, reviser, merged_in)
            SELECT '\(table)', n.id, coalesce(o.author, first.author), coalesce(o.created_at, first.created_at),
                iif(r.revision_id = coalesce(o.merged_in, first.id) OR r.revision_id IN (SELECT merged_in FROM other.merged WHERE source = o.merged_in), o.reviser, last.author), ?
            FROM (\(rows)) n JOIN other.\(table) r ON r.id = n.other_id JOIN other.revision last ON last.id = r.revision_id
            JOIN other.revision first ON first.id = coalesce((SELECT min(h.revision_id) FROM other.\(table)_history h WHERE h.id = r.id), r.revision_id)
            LEFT JOIN other.origin o ON o.table_name = '\(table)' AND o.row_id = r.id
            """, edit.revision())
    }

    /// Deletes rows of this file, by a SELECT of their numbers.
    mutating func delete(_ table: String, _ ids: String) throws {
        guard try connection.value(Int.self, "SELECT EXISTS (\(ids))") == 1 else { return }
        _ = try edit.revision()
        let count = try count("DELETE FROM main.\(table) WHERE id IN (\(ids))")
        if table != "conflict" { deleted += count }
    }

    private mutating func deleteGone(_ table: String) throws {
        try delete(table, "SELECT id FROM temp.gone_\(table)")
    }

    /// Deletes what either file has deleted, where nothing that stays rests on it or, as an open conflict, names it.
    private mutating func deleteUnneeded(_ table: String) throws {
        let gone = "temp.gone_\(table)"
        guard try hasPast(.ours, table) || hasPast(.theirs, table) else { return }
        try connection.execute(
            """
            CREATE TEMP TABLE gone_\(table) (id INTEGER PRIMARY KEY);
            INSERT INTO \(gone) SELECT t.id FROM main.\(table) t WHERE \(claim(table, "t", .ours)) IN (
                SELECT claim FROM temp.past WHERE table_name = '\(table)' AND side IN ('ours', 'theirs') GROUP BY claim HAVING max(length) % 2 = 0);
            """)
        let own = table == "entity" ? Merge.details : [table]
        let references = references(to: table).filter {
            !($0.table != table && own.contains($0.table) && $0.column == "id")
        }
        let rests = references.map {
            // What follows from an identifier goes with the thing.
            let stays =
                own.contains($0.table)
                ? "r.id NOT IN (SELECT id FROM \(gone))"
                : $0.table == "identity_judgement" ? "r.author <> 'merge'" : "1"
            return
                "EXISTS (SELECT 1 FROM main.\($0.table) r WHERE r.\($0.column) = gone_\(table).id AND \(stays))"
        }
        let named = links(to: table).map {
            "id IN (SELECT k.id FROM main.conflict c JOIN main.\(table) k ON k.key = c.value WHERE c.table_name = '\($0.table)' AND c.column_name = '\($0.column)' AND c.row_id NOT IN (SELECT id FROM \(gone)))"
        }
        let identified = table == "entity" ? ["id IN (\(isIdentified(.ours)))"] : []
        let needed = (rests + named + identified).joined(separator: " OR ")
        while try count("DELETE FROM \(gone) WHERE \(needed)") > 0 {}
        try keepValues(table, "SELECT id FROM \(gone)", .ours)
        if table == "entity" {
            let rows =
                "FROM main.identity_judgement r WHERE r.left_id IN (SELECT id FROM \(gone)) OR r.right_id IN (SELECT id FROM \(gone))"
            try connection.execute(
                "INSERT OR IGNORE INTO temp.past SELECT 'kept', 'identity_judgement', \(judgementClaim("r", .ours)), 1 \(rows)"
            )
            try delete("identity_judgement", "SELECT r.id \(rows)")
        }
        // Of those that rest on each other, the last first.
        let inner = references.filter { own.contains($0.table) }.map {
            " AND NOT EXISTS (SELECT 1 FROM main.\($0.table) r WHERE r.\($0.column) = t.id)"
        }
        let last = "SELECT t.id FROM \(gone) JOIN main.\(table) t USING (id) WHERE 1" + inner.joined()
        var before = -1
        while before != deleted {
            before = deleted
            try delete(table, last)
        }
    }

    // MARK: Any table

    static let temporaryTables = """
        CREATE TEMP TABLE past (side TEXT, table_name TEXT, claim TEXT, length INTEGER, PRIMARY KEY (side, table_name, claim)) WITHOUT ROWID;
        CREATE INDEX temp.past_row ON past (side, table_name, json_extract(claim, '$[0]'));
        CREATE TEMP TABLE version (claim TEXT, since INTEGER, until INTEGER);
        CREATE INDEX temp.version_claim ON version (claim, since);
        CREATE TEMP TABLE fresh_row (other_id INTEGER PRIMARY KEY);
        """

    func columns(_ table: String) -> [String] { tables[table]?.columns ?? [] }

    /// What the columns refer to that have other ids in the other file.
    func parents(_ table: String) -> [String: String] { tables[table]?.parents ?? [:] }

    /// The columns of the tables that are merged which refer to a table.
    func references(to table: String) -> [(table: String, column: String)] {
        tables.flatMap { name, columns in
            columns.parents.filter { $0.value == table && $0.key != "canonical_id" }.map { (name, $0.key) }
        }.sorted { $0 < $1 }
    }

    /// The columns that link things or documents to others, whose values may be conflicts.
    func links(to table: String) -> [(table: String, column: String)] {
        references(to: table).filter {
            (Merge.details + ["document"]).contains($0.table) && $0.column != "id"
        }
    }

    /// The value of a column of the other file, as it is to be written here.
    func theirs(_ column: String, _ parents: [String: String]) -> String {
        parents[column].map { "(SELECT id FROM temp.map_\($0) WHERE other_id = o.\(column))" }
            ?? "o.\(column)"
    }

    func create(_ map: String) throws {
        try connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS \(map) (other_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, copies INTEGER NOT NULL)"
        )
    }

    private func temporary() throws -> [String] {
        try connection.rows(
            "SELECT name FROM sqlite_temp_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        .map { try $0.get(0, as: String.self) }
    }

    /// Runs a statement, and says how many rows it wrote.
    func count(_ sql: String) throws -> Int {
        try connection.run(sql)
        return connection.changes
    }

    /// The revision, which is opened only where there is something to write.
    func revision(_ rows: String) throws -> Int64 {
        guard try connection.value(Int.self, "SELECT EXISTS (\(rows))") == 1 else { return 0 }
        return try edit.revision()
    }
}
