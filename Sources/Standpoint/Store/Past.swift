// A knowledge base as it was: any question, asked of an earlier revision.

import StandpointSQLite

extension KnowledgeBase {
    /// The knowledge base as it was after a revision: every question and `sql` is answered as it would have been then.
    /// It only reads. Full-text search looks at the words of today for what there was then.
    ///
    ///     let then = try kb.asOf(revision: 12)
    ///     let before = try then.stances.toward("us-blockade-of-cuba").all()
    ///
    /// In SQL the same is `SELECT * FROM stance_version WHERE revision_id <= 12 AND until_revision_id > 12`.
    /// - Throws: ``StandpointError/unknownKey(_:kind:hint:)`` for a revision that there is not, ``SQLiteError``.
    public func asOf(revision: Int64) throws -> KnowledgeBase {
        let known = try read { snapshot in
            try snapshot.connection.value(Int64.self, "SELECT id FROM revision WHERE id = ?", revision)
        }
        guard known != nil else {
            throw StandpointError.unknownKey(
                String(revision), kind: "revision", hint: "; SELECT * FROM revision lists them")
        }
        return try KnowledgeBase(self, asOf: revision)
    }

    /// The knowledge base as it was at a moment: after the last revision that had been opened by then.
    /// - Parameter moment: A day or a moment in UTC, `2019-11-06` or `2019-11-06T12:30:00Z`; a day means its end.
    /// - Throws: ``StandpointError/date(_:)`` for a text that is none, ``SQLiteError``.
    public func asOf(_ moment: String) throws -> KnowledgeBase {
        let end = moment.utf8.count == 10 ? moment + "T23:59:59.999Z" : moment
        let revision = try read { snapshot in
            // SQLite reads the moment, and makes it comparable with created_at. A number alone is a Julian day to it.
            guard Day(String(moment.prefix(10))) != nil,
                let time = try snapshot.connection.value(
                    String.self, "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', ?)", end)
            else {
                throw StandpointError.date(EDTFError(text: moment, reason: "neither a day nor a moment"))
            }
            return try snapshot.connection.value(
                Int64.self, "SELECT coalesce(max(id), 0) FROM revision WHERE created_at <= ?", time)
        }
        return try KnowledgeBase(self, asOf: revision ?? 0)
    }

    private convenience init(_ present: KnowledgeBase, asOf revision: Int64) throws {
        guard present.path == ":memory:" else {
            let pool = try Pool(.path(present.path), .init(readOnly: true)) {
                try KnowledgeBase.turnBack($0, to: revision)
            }
            self.init(path: present.path, pastThrough: pool)
            return
        }
        // A database in memory belongs to its connection: the past is a copy of it.
        let pool = try Pool(.memory)
        try pool.withWriter { copy in
            try present.pool.withWriter { try $0.backup(to: copy) }
            try KnowledgeBase.turnBack(copy, to: revision)
        }
        self.init(path: present.path, pastThrough: pool)
    }

    /// The tables that questions look into again and again for one row, each with what they look for.
    private static let lookedInto = [
        "act": ["key"],
        "entity": ["id", "key", "coalesce(canonical_id, id)", "canonical_id"],
        "participation": ["id", "event_id", "participant_id", "on_behalf_of_id"],
        "membership": ["id", "member_id", "organization_id", "on_behalf_of_id"],
    ]

    /// Puts temporary views in the place of the tables, which have what they had after a revision, and copies of the
    /// file's views, which look at them. Tables that are looked into by row are copied: a view of two has no index.
    private static func turnBack(_ connection: Connection, to revision: Int64) throws {
        for table in try History.tableNames(connection) {
            // The number is a number, and the names are those of tables that have a history, quoted.
            let columns = try connection.rows(
                "SELECT name, \"notnull\" FROM pragma_table_info(?) ORDER BY cid", table
            ).map { row in
                let (name, isStated) = try row.decode(String.self, Bool.self)
                // Words that the file began with have no revision.
                return name == "revision_id" && !isStated
                    ? "nullif(revision_id, 0) AS revision_id" : name.quotedName
            }.joined(separator: ", ")
            let keys = lookedInto[table]
            try connection.run(
                "CREATE TEMP \(keys == nil ? "VIEW" : "TABLE") \(table) AS SELECT \(columns) FROM main.\(table)_version WHERE revision_id <= \(revision) AND until_revision_id > \(revision)"
            )
            for (number, key) in (keys ?? []).enumerated() {
                try connection.run("CREATE INDEX temp.\(table)_\(number) ON \(table) (\(key))")
            }
        }
        let views = try connection.rows(
            """
            SELECT sql FROM main.sqlite_schema
            WHERE type = 'view' AND name NOT IN (SELECT name || '_version' FROM (\(History.names)))
                AND name NOT IN ('changes', 'history', 'dictionary')
            ORDER BY rowid
            """
        )
        .map { try $0.get(0, as: String.self) }
        // Each is one statement, whatever a file has there.
        for view in views {
            try connection.run(view.replacing("CREATE VIEW ", with: "CREATE TEMP VIEW ", maxReplacements: 1))
        }
        for (view, column) in [
            ("revision", "id"), ("changes", "revision_id"), ("history", "until_revision_id"),
        ] {
            try connection.run(
                "CREATE TEMP VIEW \(view) AS SELECT * FROM main.\(view) WHERE \(column) <= \(revision)")
        }
    }
}
