// Bringing what another file says into this one.

import StandpointSQLite

/// What a merge did.
public struct MergeSummary: Sendable, Hashable, Codable {
    /// The rows that were new here.
    public let inserted: Int
    /// The columns that got a value, or another one, from the other file.
    public let updated: Int
    /// The values that both files have for one column, and that differ; the table `conflict` keeps the one that the
    /// column does not show.
    public let conflicts: Int
    /// The revision; nil where nothing changed.
    public let revision: Int64?
}

extension KnowledgeBase {
    /// Brings everything that another file says now into this one, as one revision.
    ///
    /// Things are the same by key; things of different keys that have an identifier in common are judged the same. Facts
    /// are the same by all that they say, confidence and rank included. Nothing is deleted and nothing is lost: where the two
    /// have different values for one column, the greater one stands (a rule that does not ask which file is merged into
    /// which), the other goes into the table `conflict`. Two documents of one key with different texts are two documents:
    /// one gets the first letters of its SHA-256 behind its key. So merging A into B and B into A, in whatever order with
    /// others and however often, gives the same content. The history of the other file stays there.
    ///
    ///     let summary = try kb.merge(fileAt: "colleague.sqlite", by: "desk")
    /// - Throws: ``StandpointError/notAKnowledgeBase(path:reason:)``, ``StandpointError/otherKind(key:expected:found:)``
    ///   for a key that is a thing of another kind there; ``SQLiteError``, also for things that have been judged
    ///   different here and share an identifier there. Nothing is changed then.
    @discardableResult
    public func merge(fileAt other: String, by author: String, note: String? = nil) throws -> MergeSummary {
        // Checks that it is such a file, and of this version.
        let theirs = try KnowledgeBase(at: other, .init(readOnly: true))
        try theirs.close()
        return try pool.withWriter { connection in
            try connection.run("ATTACH ? AS other", other)
            defer { try? connection.execute("DETACH other") }
            return try connection.transaction(.immediate) {
                try Edit.run(on: connection, author: author, note: note ?? "merge of \(other)") { edit in
                    var merge = Merge(edit: edit)
                    return try merge.run()
                }
            }
        }
    }
}

/// One merge, in sets: no row is looked at by itself.
private struct Merge {
    let edit: Edit
    private var connection: Connection { edit.connection }
    private var (inserted, updated, conflicts) = (0, 0, 0)

    init(edit: Edit) { self.edit = edit }

    /// Columns that belong to the one before them: they change together.
    private static let followers = [
        "date": ["earliest", "latest"], "published": ["published_earliest", "published_latest"],
        "latitude": ["longitude"], "sha256": ["text"], "outcome": ["new_passage_id", "score", "context"],
    ]

    mutating func run() throws -> MergeSummary {
        let before = try connection.value(Int64.self, "SELECT max(id) FROM revision") ?? 0
        try vocabulary()
        try things()
        try reconcile("entity", identity: ["key", "kind"], without: ["canonical_id"])
        for table in ["person", "organization", "place", "topic", "event"] {
            let map = """
                INSERT OR IGNORE INTO temp.map_\(table) SELECT o.id, m.id FROM other.\(table) o
                JOIN temp.map_entity m ON m.other_id = o.id JOIN main.\(table) t ON t.id = m.id
                """
            try execute(map, creating: table)
            try insert(table, id: "(SELECT id FROM temp.map_entity WHERE other_id = o.id)")
            try execute(map)
            try reconcile(table, identity: [])
        }
        try match("name", by: columns("name"))
        try insert("name")
        try identifiers()
        try documents()
        try match(
            "passage", by: ["document_id", "start_offset", "end_offset"],
            and: "coalesce(t.locator, '') = coalesce(o.locator, '')")
        try insert("passage")
        try match(
            "passage", by: ["document_id", "start_offset", "end_offset"],
            and: "coalesce(t.locator, '') = coalesce(o.locator, '')")
        try reconcile("passage", identity: ["document_id", "start_offset", "end_offset", "locator"])
        for table in Table.facts.map(\.name) {
            try match(table, by: columns(table))
            try insert(table, distinct: true)
        }
        try match("passage_anchor", by: ["passage_id", "document_id"])
        try insert("passage_anchor")
        try match("passage_anchor", by: ["passage_id", "document_id"])
        try reconcile("passage_anchor", identity: ["passage_id", "document_id"])
        try judgements()
        try theirConflicts()
        let after = try connection.value(Int64.self, "SELECT max(id) FROM revision") ?? 0
        for table in try mapped() { try connection.execute("DROP TABLE temp.\(table)") }
        return MergeSummary(
            inserted: inserted, updated: updated, conflicts: conflicts, revision: after > before ? after : nil
        )
    }

    // MARK: Vocabulary and things

    private func vocabulary() throws {
        let other = try connection.first(
            "SELECT o.key FROM other.act o JOIN main.act a USING (key) WHERE o.polarity IS NOT a.polarity"
        ) { try $0.get(0, as: String.self) }
        if let other {
            throw StandpointError.misuse(
                "the two files give the act ‘\(other)’ different polarities: make them the same first")
        }
        try connection.execute(
            """
            INSERT INTO main.act SELECT * FROM other.act WHERE key NOT IN (SELECT key FROM main.act);
            INSERT INTO main.term SELECT * FROM other.term o WHERE NOT EXISTS (SELECT 1 FROM main.term t WHERE t.field = o.field AND t.value = o.value);
            UPDATE main.act SET meaning = o.meaning FROM other.act o WHERE o.key = act.key AND o.meaning > act.meaning;
            UPDATE main.term SET meaning = o.meaning FROM other.term o WHERE o.field = term.field AND o.value = term.value AND o.meaning > term.meaning;
            """)
    }

    private mutating func things() throws {
        let clash = try connection.first(
            "SELECT o.key, t.kind, o.kind FROM other.entity o JOIN main.entity t USING (key) WHERE o.kind <> t.kind"
        ) { try $0.decode(String.self, String.self, String.self) }
        if let (key, here, there) = clash {
            throw StandpointError.otherKind(key: key, expected: there, found: here)
        }
        try match("entity", by: ["key"])
        try insert("entity", without: ["canonical_id"])
        try match("entity", by: ["key"])
    }

    /// An identifier belongs to one thing: the one whose key comes first; the other is judged the same.
    private mutating func identifiers() throws {
        try match("identifier", by: ["scheme", "value"])
        let shared =
            "FROM temp.map_identifier m JOIN main.identifier t ON t.id = m.id JOIN other.identifier o ON o.id = m.other_id JOIN temp.map_entity e ON e.other_id = o.entity_id AND e.id <> t.entity_id"
        try execute(
            "CREATE TEMP TABLE shared_identifier AS SELECT t.id, t.scheme, t.value, t.entity_id AS ours, e.id AS theirs \(shared)"
        )
        let new = """
            FROM temp.shared_identifier s WHERE NOT EXISTS (
                SELECT 1 FROM main.identity_judgement j WHERE j.left_id = min(s.ours, s.theirs) AND j.right_id = max(s.ours, s.theirs)
                    AND j.judgement = 'same' AND j.author = 'merge' AND j.reason = 'both are ' || s.scheme || ' ' || s.value)
            """
        inserted += try count(
            """
            INSERT INTO main.identity_judgement (left_id, right_id, judgement, author, reason, revision_id)
            SELECT DISTINCT min(ours, theirs), max(ours, theirs), 'same', 'merge', 'both are ' || scheme || ' ' || value, \(try revision("SELECT 1 \(new)"))
            \(new)
            """)
        let moved =
            "(SELECT id, theirs FROM temp.shared_identifier s WHERE (SELECT key FROM main.entity WHERE id = s.theirs) < (SELECT key FROM main.entity WHERE id = s.ours))"
        updated += try count(
            "UPDATE main.identifier SET entity_id = s.theirs, revision_id = \(try revision("SELECT 1 FROM \(moved)")) FROM \(moved) s WHERE s.id = identifier.id"
        )
        try execute("DROP TABLE temp.shared_identifier")
        try insert("identifier")
    }

    private mutating func judgements() throws {
        let other = """
            SELECT o.id AS other_id, min(l.id, r.id) AS left_id, max(l.id, r.id) AS right_id, o.judgement, o.author, o.reason, p.id AS preferred_id
            FROM other.identity_judgement o JOIN temp.map_entity l ON l.other_id = o.left_id JOIN temp.map_entity r ON r.other_id = o.right_id
            LEFT JOIN temp.map_entity p ON p.other_id = o.preferred_id
            WHERE l.id <> r.id
            """
        let new = """
            FROM (\(other)) o WHERE NOT EXISTS (SELECT 1 FROM main.identity_judgement t WHERE t.left_id = o.left_id AND t.right_id = o.right_id
                AND t.judgement = o.judgement AND t.author = o.author AND t.reason = o.reason AND t.preferred_id IS o.preferred_id)
            """
        inserted += try count(
            "INSERT INTO main.identity_judgement (left_id, right_id, judgement, author, reason, preferred_id, revision_id) SELECT DISTINCT left_id, right_id, judgement, author, reason, preferred_id, \(try revision("SELECT 1 \(new)")) \(new)"
        )
    }

    // MARK: Documents

    /// Documents of one key with different texts are two: that of the smaller SHA-256 gets it behind its key.
    private mutating func documents() throws {
        let clash = "FROM main.document t JOIN other.document o ON o.key = t.key WHERE t.sha256 <> o.sha256"
        updated += try count(
            "UPDATE main.document SET key = key || '-' || substr(sha256, 1, 8), revision_id = \(try revision("SELECT 1 \(clash) AND t.sha256 < o.sha256")) WHERE id IN (SELECT t.id \(clash) AND t.sha256 < o.sha256)"
        )
        // After that a key is the same only where the text is, or where theirs is the one to be renamed.
        try execute(
            """
            CREATE TEMP TABLE their_document AS SELECT o.id, CASE
                    WHEN EXISTS (SELECT 1 FROM main.document t WHERE t.key = o.key AND t.sha256 <> o.sha256) THEN o.key || '-' || substr(o.sha256, 1, 8)
                    ELSE o.key END AS key
            FROM other.document o
            """)
        let map =
            "INSERT OR IGNORE INTO temp.map_document SELECT o.id, t.id FROM temp.their_document o JOIN main.document t ON t.key = o.key"
        try execute(map, creating: "document")
        let columns = try columns("document").filter { $0 != "supersedes_id" }
        let given = columns.map {
            $0 == "key" ? "(SELECT key FROM temp.their_document WHERE id = o.id)" : "o.\($0)"
        }
        let new = "FROM other.document o WHERE o.id NOT IN (SELECT other_id FROM temp.map_document)"
        inserted += try count(
            "INSERT INTO main.document (\(columns.joined(separator: ", ")), revision_id) SELECT \(given.joined(separator: ", ")), \(try revision("SELECT 1 \(new)")) \(new)"
        )
        try execute(map)
        try execute("DROP TABLE temp.their_document")
        try reconcile("document", identity: ["key"])
    }

    // MARK: Any table

    private func columns(_ table: String) throws -> [String] {
        try connection.rows(
            "SELECT name FROM pragma_table_info(?, 'main') WHERE name NOT IN ('id', 'revision_id') ORDER BY cid",
            table
        ).map { try $0.get(0, as: String.self) }
    }

    /// What the columns refer to that have other ids in the other file.
    private func parents(_ table: String) throws -> [String: String] {
        let references = try connection.rows(
            "SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?, 'main') WHERE \"table\" IN ('entity', 'document', 'passage')",
            table
        ).map { try $0.decode(String.self, String.self) }
        return Dictionary(references, uniquingKeysWith: { first, _ in first })
    }

    /// The value of a column of the other file, as it is to be written here.
    private func theirs(_ column: String, _ parents: [String: String]) -> String {
        parents[column].map { "(SELECT id FROM temp.map_\($0) WHERE other_id = o.\(column))" }
            ?? "o.\(column)"
    }

    /// Notes which rows of the other file are here already.
    private func match(_ table: String, by identity: [String], and further: String = "1") throws {
        let parents = try parents(table)
        let same = identity.map { "t.\($0) IS \(theirs($0, parents))" }.joined(separator: " AND ")
        try execute(
            "INSERT OR IGNORE INTO temp.map_\(table) SELECT o.id, min(t.id) FROM other.\(table) o JOIN main.\(table) t ON \(same) AND \(further) GROUP BY o.id",
            creating: table)
    }

    /// Writes the rows that are not.
    private mutating func insert(
        _ table: String, without left: Set<String> = [], distinct: Bool = false, id: String? = nil
    ) throws {
        let parents = try parents(table)
        let columns = try columns(table).filter { !left.contains($0) }
        let values = columns.map { theirs($0, parents) }.joined(separator: ", ")
        let new = "FROM other.\(table) o WHERE o.id NOT IN (SELECT other_id FROM temp.map_\(table))"
        inserted += try count(
            """
            INSERT INTO main.\(table) (\(id == nil ? "" : "id, ")\(columns.map { $0 + ", " }.joined())revision_id)
            SELECT \(distinct ? "DISTINCT " : "")\(id.map { $0 + ", " } ?? "")\(values.isEmpty ? "" : values + ", ")\(try revision("SELECT 1 \(new)")) \(new)
            """)
    }

    /// Settles what the two files say differently in one column of one row.
    private mutating func reconcile(_ table: String, identity: Set<String>, without left: Set<String> = [])
        throws
    {
        let parents = try parents(table)
        let followers = Set(Merge.followers.values.joined())
        for column in try columns(table)
        where !identity.contains(column) && !left.contains(column) && !followers.contains(column) {
            func text(_ schema: String, _ row: String) -> String {
                guard let parent = parents[column], parent != "passage" else {
                    return "CAST(\(row).\(column) AS TEXT)"
                }
                return "(SELECT key FROM \(schema).\(parent) WHERE id = \(row).\(column))"
            }
            let (ours, other) = (text("main", "t"), text("other", "o"))
            let rows =
                "FROM temp.map_\(table) m JOIN main.\(table) t ON t.id = m.id JOIN other.\(table) o ON o.id = m.other_id WHERE \(ours) IS NOT \(other) AND \(other) IS NOT NULL"
            guard try connection.value(Int.self, "SELECT EXISTS (SELECT 1 \(rows))") == 1 else { continue }
            // The rows of the conflict table name a value of both files; only what is new counts.
            let known =
                "SELECT 1 FROM main.conflict c WHERE c.table_name = '\(table)' AND c.row_id = t.id AND c.column_name = '\(column)' AND c.value = min(\(ours), \(other))"
            conflicts += try count(
                """
                INSERT OR IGNORE INTO main.conflict (table_name, row_id, column_name, value, revision_id)
                SELECT '\(table)', t.id, '\(column)', min(\(ours), \(other)), \(try revision("SELECT 1 \(rows) AND \(ours) IS NOT NULL AND NOT EXISTS (\(known))"))
                \(rows) AND \(ours) IS NOT NULL AND NOT EXISTS (\(known))
                """)
            let all = [column] + (Merge.followers[column] ?? [])
            let wins = "\(rows) AND (\(ours) IS NULL OR \(other) > \(ours))"
            updated += try count(
                """
                UPDATE main.\(table) SET (\(all.joined(separator: ", ")), revision_id) = (v.\(all.indices.map { "c\($0)" }.joined(separator: ", v.")), \(try revision("SELECT 1 \(wins)")))
                FROM (SELECT t.id, \(all.enumerated().map { "\(theirs($1, parents)) AS c\($0)" }.joined(separator: ", ")) \(wins)) v
                WHERE v.id = \(table).id
                """)
        }
    }

    /// What the other file has in its own table of conflicts.
    private mutating func theirConflicts() throws {
        for table in try mapped().map({ String($0.dropFirst(4)) }) {
            let new = """
                FROM other.conflict o JOIN temp.map_\(table) m ON m.other_id = o.row_id WHERE o.table_name = '\(table)' AND NOT EXISTS (
                    SELECT 1 FROM main.conflict c WHERE c.table_name = o.table_name AND c.row_id = m.id AND c.column_name = o.column_name AND c.value = o.value)
                """
            conflicts += try count(
                "INSERT INTO main.conflict (table_name, row_id, column_name, value, revision_id) SELECT o.table_name, m.id, o.column_name, o.value, \(try revision("SELECT 1 \(new)")) \(new)"
            )
        }
    }

    // MARK: Running

    /// The tables that say which row of the other file is which row here.
    private func mapped() throws -> [String] {
        try connection.rows("SELECT name FROM sqlite_temp_schema WHERE type = 'table' AND name GLOB 'map_*'")
            .map { try $0.get(0, as: String.self) }
    }

    private func execute(_ sql: String, creating table: String? = nil) throws {
        if let table {
            try connection.execute(
                "CREATE TEMP TABLE IF NOT EXISTS map_\(table) (other_id INTEGER PRIMARY KEY, id INTEGER NOT NULL)"
            )
        }
        try connection.execute(sql)
    }

    /// Runs a statement, and says how many rows it wrote.
    private func count(_ sql: String) throws -> Int {
        try connection.run(sql)
        return connection.changes
    }

    /// The revision, which is opened only where there is something to write.
    private func revision(_ rows: String) throws -> Int64 {
        guard try connection.value(Int.self, "SELECT EXISTS (\(rows))") == 1 else { return 0 }
        return try edit.revision()
    }
}
