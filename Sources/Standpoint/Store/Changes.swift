// What a revision changed, and taking it back.

import StandpointSQLite

/// A set of changes that somebody made together, for a reason.
public struct Revision: Sendable, Hashable, Identifiable, Codable {
    /// Its number, which grows with time.
    public let id: Int64
    /// Who made the changes.
    public let author: String
    /// Why.
    public let note: String
    /// When it was opened, UTC, ISO 8601.
    public let createdAt: String
}

/// What a revision did to a row.
public struct RowChange: Sendable, Hashable, Codable {
    /// The table.
    public let table: String
    /// The id of the row.
    public let row: Int64
    /// What was done.
    public let kind: Kind
    /// The columns that are other than before, by name; all that have a value for a row that was inserted or deleted.
    public let columns: [Column]

    /// What can be done to a row.
    public enum Kind: String, Sendable, Hashable, Codable, ColumnDecodable {
        /// It was not there before.
        case insert
        /// It was there before and after.
        case update
        /// It was there before and not after.
        case delete
    }

    /// A column before and after.
    public struct Column: Sendable, Hashable, Codable {
        /// The name of the column.
        public let name: String
        /// What it held before.
        public let before: Value
        /// What it held after.
        public let after: Value
    }
}

extension KnowledgeBase {
    /// The revisions of the file, the first one first.
    public var revisions: Analysis<Revision> {
        Analysis(self, "SELECT id, author, note, created_at FROM revision ORDER BY id") { row in
            try Revision(id: row.get(0), author: row.get(1), note: row.get(2), createdAt: row.get(3))
        }
    }
}

extension Snapshot {
    /// What a revision changed, row by row, before and after: things first, then evidence, then facts.
    /// - Throws: ``SQLiteError``.
    public func changes(in revision: Int64) throws -> [RowChange] {
        try History.tables(connection).flatMap { try $0.changes(in: revision, on: connection) }
    }
}

extension Edit {
    /// Takes back what a revision did, as a part of this one: deletes what it inserted, restores what it deleted, and
    /// gives what it updated the values from before. A dossier that it imported can be imported anew.
    ///
    ///     try kb.edit(by: "desk", note: "the report was withdrawn") { try $0.undo(revision: 12) }
    /// - Returns: How many rows were changed back.
    /// - Throws: ``StandpointError/cannotUndo(revision:_:)`` with all that has come to depend on it: rows that were
    ///   changed again since, later rows that refer to what it inserted, and rows that a rule does not let be as before.
    ///   ``SQLiteError``. Nothing is changed then.
    @discardableResult
    public func undo(revision undone: Int64) throws -> Int {
        let tables = try History.tables(connection)
        let changes = try tables.map { ($0, try $0.changes(in: undone, on: connection)) }
        // A merge may have brought no row, but what is to be remembered.
        let isMerge = try connection.value(
            Bool.self, "SELECT EXISTS (SELECT 1 FROM merged WHERE merged_in = ?)", undone)
        guard isMerge == true || changes.contains(where: { !$0.1.isEmpty }) else {
            throw StandpointError.unknownKey(String(undone), kind: "revision with changes", hint: "")
        }
        let obstacles = try History.obstacles(to: undone, changes, on: connection)
        guard obstacles.isEmpty else { throw StandpointError.cannotUndo(revision: undone, obstacles) }
        let revision = try self.revision()
        return try connection.savepoint { try takeBack(undone, changes, revision) }
    }

    private func takeBack(
        _ undone: Int64, _ changes: [(History.Table, [RowChange])], _ revision: Int64
    ) throws -> Int {
        // A merge that is undone never was; one of which the undoing is undone is there again.
        try connection.run(
            "INSERT OR IGNORE INTO merged SELECT ?1, m.source FROM unmerged u JOIN merged m USING (merged_in) WHERE u.undone_in = ?2",
            revision, undone)
        try connection.run(
            "INSERT OR IGNORE INTO unmerged SELECT m.merged_in, ?1 FROM merged o JOIN merged m USING (source) WHERE o.merged_in = ?2",
            revision, undone)
        // What others refer to comes back first, what refers to others goes first. Where a row must wait for another all
        // the same, as one whose key a row has that is still to go, the rules refuse it, and it has another try.
        var pending: [(History.Table, RowChange)] = []
        for kind in [RowChange.Kind.delete, .update] {
            for (table, changes) in changes {
                for change in changes where change.kind == kind { pending.append((table, change)) }
            }
        }
        for (table, changes) in changes.reversed() {
            for change in changes.reversed() where change.kind == .insert { pending.append((table, change)) }
        }
        let count = pending.count
        var isLoose = false
        while !pending.isEmpty {
            var refused: [(History.Table, RowChange)] = []
            var reasons: [String] = []
            for (table, change) in pending {
                do {
                    try table.revert(change, from: undone, to: revision, on: connection)
                } catch let error as SQLiteError
                    where error.primaryCode == .constraint || error.message.hasPrefix(History.said)
                {
                    refused.append((table, change))
                    let message =
                        error.message.hasPrefix(History.said)
                        ? String(error.message.dropFirst(History.said.count).dropLast()) : error.message
                    reasons.append("\(table.name) \(change.row) cannot be as before: \(message)")
                }
            }
            // A key that another thing has by now, a judgement that contradicts later ones.
            if refused.count == pending.count {
                guard !isLoose else { throw StandpointError.cannotUndo(revision: undone, reasons) }
                // Rows may wait for each other in a circle, which a link holds together that is to be another one.
                for (table, change) in pending where change.kind == .update {
                    try? table.loosen(change, revision, on: connection)
                }
                isLoose = true
            }
            pending = refused
        }
        try connection.run(
            "UPDATE dossier SET sha256 = '', revision_id = ? WHERE revision_id = ?", revision, undone)
        return count
    }
}

/// The tables that have a history, as the file itself describes them.
enum History {
    struct Table {
        let name: String
        /// Without revision_id.
        let columns: [String]

        /// What is written back: what stands for a thing follows from the judgements that there are by then.
        private var content: [String] { columns.filter { $0 != "canonical_id" } }
        private var list: String { content.map(\.quotedName).joined(separator: ", ") }

        func changes(in revision: Int64, on connection: Connection) throws -> [RowChange] {
            let now = columns.map { "a.\($0.quotedName)" }.joined(separator: ", ")
            let before = columns.map { "b.\($0.quotedName)" }.joined(separator: ", ")
            let sql = """
                SELECT iif(b.id IS NULL, 'insert', 'update') AS kind, \(now), \(before)
                FROM \(name)_version a LEFT JOIN \(name)_history b ON b.id = a.id AND b.until_revision_id = ?1
                WHERE a.revision_id = ?1
                UNION ALL
                SELECT 'delete', \(columns.map { _ in "NULL" }.joined(separator: ", ")), \(before) FROM \(name)_history b
                WHERE b.until_revision_id = ?1
                    AND b.id NOT IN (SELECT a.id FROM \(name)_version a WHERE a.revision_id = ?1)
                ORDER BY 1, 2
                """
            return try connection.statement(sql).rows(values: [.integer(revision)]).map { row in
                let kind = try row.get(0, as: RowChange.Kind.self)
                var changed: [RowChange.Column] = []
                for (index, column) in columns.enumerated() where column != "id" {
                    let (after, before) = (try row.value(index + 1), try row.value(index + 1 + columns.count))
                    if after != before { changed.append(.init(name: column, before: before, after: after)) }
                }
                let id = try row.get(kind == .delete ? 1 + columns.count : 1, as: Int64.self)
                return RowChange(table: name, row: id, kind: kind, columns: changed)
            }
        }

        /// Gives a row what it had before a revision.
        func revert(
            _ change: RowChange, from undone: Int64, to revision: Int64, on connection: Connection
        ) throws {
            let values = "FROM \(name)_history WHERE id = ?1 AND until_revision_id = ?2"
            func insert() throws {
                try connection.run(
                    "INSERT INTO \(name) (\(list), revision_id) SELECT \(list), ?3 \(values)", change.row,
                    undone, revision)
            }
            switch change.kind {
            case .insert:
                // A thing takes its own rows with it: they may be gone by now.
                try connection.run("DELETE FROM \(name) WHERE id = ?", change.row)
            case .update:
                guard change.columns.contains(where: { content.contains($0.name) }) else { return }
                try connection.run(
                    "UPDATE \(name) SET (\(list), revision_id) = (SELECT \(list), ?3 \(values)) WHERE id = ?1",
                    change.row, undone, revision)
                // It may have gone with a thing that it came to belong to.
                if connection.changes == 0 { try insert() }
            case .delete:
                try insert()
                try connection.run(
                    "UPDATE dossier_row SET is_gone = 0 WHERE table_name = ? AND row_id = ?", name, change.row
                )
            }
        }

        /// Empties the links of a row that are to be others.
        func loosen(_ change: RowChange, _ revision: Int64, on connection: Connection) throws {
            let links = change.columns.map(\.name).filter { content.contains($0) && $0.hasSuffix("_id") }
            guard !links.isEmpty else { return }
            try connection.run(
                "UPDATE \(name) SET \(links.map { "\($0.quotedName) = NULL, " }.joined())revision_id = ? WHERE id = ?",
                revision, change.row)
        }

        /// The rows that no longer are as a revision left them, each in words.
        func changedSince(_ undone: Int64, on connection: Connection) throws -> [String] {
            let same = content.map { "c.\($0.quotedName) IS v.\($0.quotedName)" }.joined(separator: " AND ")
            return try connection.rows(
                """
                WITH changed (id) AS (
                    SELECT v.id FROM \(name)_version v LEFT JOIN \(name) c ON c.id = v.id
                    WHERE v.revision_id = ?1 AND (c.id IS NULL OR NOT (\(same)))
                    UNION SELECT c.id FROM \(name)_history h JOIN \(name) c ON c.id = h.id
                    WHERE h.until_revision_id = ?1 AND h.id NOT IN (SELECT v.id FROM \(name)_version v WHERE v.revision_id = ?1)
                )
                SELECT id, group_concat(revision, ', ') FROM (
                    SELECT c.id, w.revision_id AS revision FROM changed c JOIN \(name)_version w ON w.id = c.id WHERE w.revision_id > ?1
                    UNION SELECT c.id, w.until_revision_id FROM changed c JOIN \(name)_history w ON w.id = c.id WHERE w.until_revision_id > ?1
                    ORDER BY 1, 2
                ) GROUP BY id ORDER BY id
                """, undone
            ).map { row in
                let (id, revisions) = try row.decode(Int64.self, String.self)
                return "\(name) \(id) was changed again by revision \(revisions)"
            }
        }
    }

    /// How SQLite begins what a rule says that puts its words together, in 17-identity.sql.
    fileprivate static let said = "JSON path error near '"

    /// The query for their names: a view `…_version` of somebody else's is none of theirs.
    static let names = """
        SELECT t.name, v.rowid AS place FROM main.sqlite_schema v
        JOIN main.sqlite_schema t ON t.type = 'table' AND v.name = t.name || '_version'
        JOIN main.sqlite_schema h ON h.type = 'table' AND h.name = t.name || '_history'
        WHERE v.type = 'view' AND t.name NOT GLOB '*[^a-z_]*'
        """

    /// Their names, in the order in which they may refer to each other.
    static func tableNames(_ connection: Connection) throws -> [String] {
        try connection.rows("SELECT name FROM (\(names)) ORDER BY place").map {
            try $0.get(0, as: String.self)
        }
    }

    /// The tables in that order.
    static func tables(_ connection: Connection) throws -> [Table] {
        try tableNames(connection).map { name in
            Table(
                name: name,
                columns: try connection.rows(
                    "SELECT name FROM pragma_table_info(?) WHERE name <> 'revision_id' ORDER BY cid", name
                ).map { try $0.get(0, as: String.self) })
        }
    }

    /// What stands in the way of taking a revision back.
    static func obstacles(
        to undone: Int64, _ changes: [(table: Table, changes: [RowChange])], on connection: Connection
    ) throws -> [String] {
        var obstacles: [String] = []
        for (table, found) in changes where !found.isEmpty {
            obstacles += try table.changedSince(undone, on: connection)
        }
        // What is to come back needs its key.
        for (table, found) in changes
        where table.columns.contains("key") && found.contains(where: { $0.kind == .delete }) {
            obstacles += try connection.rows(
                """
                SELECT o.id, o.revision_id, o.key FROM \(table.name)_history h JOIN \(table.name) o ON o.key = h.key
                WHERE h.until_revision_id = ?1 AND o.id <> h.id AND o.revision_id > ?1 ORDER BY o.id
                """, undone
            ).map { row in
                let (id, revision, key) = try row.decode(Int64.self, Int64.self, String.self)
                return "\(table.name) \(id) of revision \(revision) has the key ‘\(key)’ now"
            }
        }
        // Later rows that refer to what is to go.
        for (table, found) in changes where found.contains(where: { $0.kind == .insert }) {
            let references = try connection.rows(
                """
                SELECT m.name, f."from" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
                WHERE m.type = 'table' AND f."table" = ? AND f."to" = 'id' AND f."from" NOT IN ('revision_id', 'canonical_id') AND m.name IN (SELECT name FROM (\(names)))
                ORDER BY m.rowid, f.id
                """, table.name
            ).map { try $0.decode(String.self, String.self) }
            for (other, column) in references {
                obstacles += try connection.rows(
                    """
                    SELECT o.id, o.revision_id FROM \(other) o
                    WHERE o.revision_id > ?1 AND (o.id, o.\(column)) NOT IN (
                        SELECT v.id, v.\(column) FROM \(other)_version v
                        WHERE v.revision_id = ?1 AND v.\(column) IS NOT NULL)
                    AND o.\(column) IN (
                        SELECT a.id FROM \(table.name)_version a WHERE a.revision_id = ?1
                            AND NOT EXISTS (SELECT 1 FROM \(table.name)_history b WHERE b.id = a.id AND b.until_revision_id = ?1))
                    """, undone
                ).map { row in
                    let (id, revision) = try row.decode(Int64.self, Int64.self)
                    return "\(other) \(id) of revision \(revision) refers to it by \(column)"
                }
            }
        }
        return obstacles
    }
}
