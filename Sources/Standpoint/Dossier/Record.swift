// What a file keeps of a dossier that was imported into it, so that the next import knows what it may change.

import StandpointSQLite

/// The rows that a dossier stated when it was last imported.
struct DossierRecord {
    /// A row that it stated.
    struct Row {
        /// Whether it was an import that wrote it, not somebody's hand before.
        let isMade: Bool
        /// Whether another dossier states it too.
        let isShared: Bool
        /// The columns that it gave of those that it may leave out.
        let columns: Set<String>

        /// Whether it stands there for this dossier alone, to be changed or deleted with it.
        var isOwn: Bool { isMade && !isShared }
    }

    /// Nil where the dossier is new to the file.
    let id: Int64?
    /// Of what was imported; empty where the next import must look again, whatever it finds.
    let sha256: String
    /// The revision that last changed something.
    let revision: Int64
    /// By table and id.
    let rows: [String: [Int64: Row]]

    var rowCount: Int { rows.values.reduce(0) { $0 + $1.count } }

    init(of key: String, on connection: Connection) throws {
        let found = try connection.first("SELECT id, sha256, revision_id FROM dossier WHERE key = ?", key) {
            try $0.decode(Int64.self, String.self, Int64.self)
        }
        (id, sha256, revision) = (found?.0, found?.1 ?? "", found?.2 ?? 0)
        var known: [String: [Int64: Row]] = [:]
        var rows = try connection.rows(
            """
            SELECT table_name, row_id, is_made, column_names, EXISTS (
                SELECT 1 FROM dossier_row o
                WHERE o.table_name = r.table_name AND o.row_id = r.row_id AND o.dossier_id <> r.dossier_id)
            FROM dossier_row r WHERE dossier_id = ? AND NOT is_gone
            """, id)
        while let row = try rows.next() {
            let (table, id, isMade, columns, isShared) = try row.decode(
                String.self, Int64.self, Bool.self, String?.self, Bool.self)
            known[table, default: [:]][id] = Row(
                isMade: isMade, isShared: isShared,
                columns: Set((columns ?? "").split(separator: " ").map(String.init)))
        }
        self.rows = known
    }

    /// The columns that go with each other.
    private static let groups = [
        ["date", "earliest", "latest"], ["published", "published_earliest", "published_latest"],
        ["latitude", "longitude"],
    ]

    /// The columns of a thing or document that the dossier gave and gives no longer, and that are therefore to be
    /// emptied: those that nobody has written since, and that no other dossier gives.
    /// - Parameters:
    ///   - given: The columns that it gives now.
    ///   - row: The row, in the table itself or, under the same id, in the table of what only its kind has.
    ///   - owner: The table of the things themselves.
    func left(
        _ given: Set<String>, of row: Int64, in table: Table, owner: Table, on connection: Connection
    ) throws -> Set<String> {
        guard let known = rows[owner.name]?[row] else { return [] }
        var left = try known.columns.subtracting(given).filter { column in
            guard table.columns.contains(column) else { return false }
            return try connection.statement(
                """
                SELECT NOT EXISTS (
                    SELECT 1 FROM \(table.name)_history h JOIN \(table.name) t ON t.id = h.id
                    WHERE h.id = ?1 AND h.until_revision_id > ?2 AND h.\(column) IS NOT t.\(column))
                AND NOT EXISTS (
                    SELECT 1 FROM dossier_row WHERE table_name = ?3 AND row_id = ?1 AND dossier_id <> ?4
                        AND instr(' ' || column_names || ' ', ' ' || ?5 || ' ') > 0)
                """
            ).rows(values: [
                .integer(row), .integer(revision), .text(owner.name), id.map { .integer($0) } ?? .null,
                .text(column),
            ]).map { try $0.get(0, as: Bool.self) }.first ?? false
        }
        for group in DossierRecord.groups where !left.isSuperset(of: group) { left.subtract(group) }
        return left
    }
}
