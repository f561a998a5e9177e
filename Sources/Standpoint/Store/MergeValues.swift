// What two files say differently in one column of one row.

import StandpointSQLite

extension Merge {
    /// Columns that belong to the one before them: they change together.
    private static let followers = [
        "date": ["earliest", "latest"], "published": ["published_earliest", "published_latest"],
        "latitude": ["longitude"], "outcome": ["new_passage_id", "score", "context"],
    ]
    /// The columns that make chains, in which nothing may come to lie in itself.
    private static let chains = [
        "place": "part_of_id", "event": "part_of_id", "topic": "broader_id", "document": "supersedes_id",
    ]

    /// A value of one column of one row.
    private struct Choice {
        let row: Int64
        let theirRow: Int64?
        /// What the row says here and there.
        let ours: String?
        let theirs: String?
        /// The key of the row.
        let key: String
        /// Whether it came in this merge.
        let isFresh: Bool
        /// All values that stand in either file.
        var standing: Set<TextBytes> = []
        var winner: String?
    }

    /// The columns of a table that may differ in a row that is the same.
    func reconciled(_ table: String) throws -> [String] {
        let followers = Set(Merge.followers.values.joined())
        let fixed = Set(Merge.identities[table] ?? []).union(["canonical_id", "text", "sha256"])
        return columns(table).filter { !followers.contains($0) && !fixed.contains($0) }
    }

    /// The value of a column as a text that is the same in both files.
    func text(_ column: String, _ table: String, _ row: String, _ side: MergeSide) throws -> String {
        switch parents(table)[column] {
        case let parent? where parent != "passage":
            "iif(\(row).\(column) IS NULL, NULL, \(name(parent, "\(row).\(column)", side)))"
        case _ where table == "passage_anchor" && column == "outcome":
            """
            \(row).outcome || coalesce((SELECT ' ' || p.start_offset || '-' || p.end_offset FROM \(side.schema).passage p WHERE p.id = \(row).new_passage_id),
                (SELECT ' ' || p.start_offset || '-' || p.end_offset FROM \(side.schema).passage_history p WHERE p.id = \(row).new_passage_id ORDER BY p.until_revision_id DESC LIMIT 1), '')
                || coalesce(' ' || \(row).score, '') || coalesce(', ' || \(row).context, '')
            """
        default:
            column == "latitude"
                ? "\(row).latitude || ', ' || \(row).longitude" : "CAST(\(row).\(column) AS TEXT)"
        }
    }

    /// Settles what the two files say differently in the columns of a table.
    mutating func reconcile(_ table: String) throws {
        // Most tables have nothing to settle: one question for all columns.
        let differs = try reconciled(table).map {
            "\(try text($0, table, "t", .ours)) IS NOT \(try text($0, table, "o", .theirs))"
        }.joined(separator: " OR ")
        guard !differs.isEmpty else { return }
        let isShared = try connection.value(
            Bool.self,
            """
            SELECT EXISTS (SELECT 1 FROM main.conflict WHERE table_name = ?1) OR EXISTS (SELECT 1 FROM other.conflict WHERE table_name = ?1)
                OR EXISTS (SELECT 1 FROM temp.map_\(table) m JOIN main.\(table) t ON t.id = m.id JOIN other.\(table) o ON o.id = m.other_id WHERE \(differs))
            """, table)
        let isChanged = try reconciled(table).contains {
            try hasPast(.ours, "\(table).\($0)") || hasPast(.theirs, "\(table).\($0)")
        }
        guard isShared == true || isChanged else { return }
        for column in try reconciled(table) {
            var choices = try self.choices(table, column)
            guard !choices.isEmpty else { continue }
            for index in choices.indices { choices[index].winner = try winner(choices[index], table, column) }
            if Merge.chains[table] == column {
                try cut(&choices, table, column)
                // One by one, the new links may close a chain with those that are still to go.
                for choice in choices where choice.ours != nil && choice.winner != choice.ours {
                    try write(nil, table, column, choice.row)
                }
            }
            for choice in choices { try settle(choice, table, column) }
        }
    }

    /// The rows in which the files differ, or have differed and nobody has decided.
    private func choices(_ table: String, _ column: String) throws -> [Choice] {
        let (ours, theirs) = (try text(column, table, "t", .ours), try text(column, table, "o", .theirs))
        let isMeant = "table_name = '\(table)' AND column_name = '\(column)'"
        let joined =
            "main.\(table) t LEFT JOIN temp.map_\(table) m ON m.id = t.id LEFT JOIN other.\(table) o ON o.id = m.other_id"
        let row = rowName(table, "t.id", .ours)
        let isFresh = "coalesce(o.id IN (SELECT other_id FROM temp.fresh_\(Merge.named(table))), 0)"
        let isOpen = Merge.chains[table] == column ? "1" : "o.id IS NOT NULL"
        let kept =
            "FROM temp.past q JOIN \(names(table)) k ON k.name = json_extract(q.claim, '$[0]') WHERE \(Merge.isKept("\(table).\(column)"))"
        let found = try connection.rows(
            """
            SELECT t.id, o.id, \(ours), \(theirs), \(row), \(isFresh) FROM \(joined)
            WHERE (o.id IS NOT NULL AND \(ours) IS NOT \(theirs))
                OR (\(isOpen) AND t.id IN (SELECT row_id FROM main.conflict WHERE \(isMeant)))
                OR o.id IN (SELECT row_id FROM other.conflict WHERE \(isMeant))
                OR (\(row) IN (SELECT json_extract(claim, '$[0]') FROM temp.past
                    WHERE side = 'theirs' AND table_name = '\(table).\(column)'))
                OR t.id IN (SELECT k.id \(kept))
                OR (\(isFresh) AND \(row) IN (SELECT json_extract(claim, '$[0]') FROM temp.past
                    WHERE side = 'ours' AND table_name = '\(table).\(column)'))
            ORDER BY t.id
            """
        ).map { try $0.decode(Int64.self, Int64?.self, String?.self, String?.self, String.self, Bool.self) }
        let isChanged = try MergeSide.allCases.contains { try hasPast($0, "\(table).\(column)") }
        return try found.map { id, theirID, ours, said, key, isFresh in
            let theirs = try leadsNowhere(table, theirID) ? nil : said
            var choice = Choice(
                row: id, theirRow: theirID, ours: ours, theirs: theirs, key: key, isFresh: isFresh)
            let (here, there) = (
                try listed(.ours, table, column, id) + [ours].compactMap(\.self),
                try listed(.theirs, table, column, theirID) + [theirs].compactMap(\.self)
            )
            let (held, offered) = (Set(here.map(TextBytes.init)), Set(there.map(TextBytes.init)))
            choice.standing = held.union(offered)
            guard isChanged else { return choice }
            choice.standing.formUnion(try self.kept(table, column, key).map(TextBytes.init))
            choice.standing = try choice.standing.filter { value in
                func length(_ side: MergeSide, _ isHeld: Bool) throws -> Int {
                    try connection.value(
                        Int.self,
                        "SELECT length FROM temp.past WHERE side = ? AND table_name = ? AND claim = json_array(?, ?)",
                        side.rawValue, "\(table).\(column)", key, value.text) ?? (isHeld ? 1 : 0)
                }
                return try max(length(.ours, held.contains(value)), length(.theirs, offered.contains(value)))
                    % 2 == 1
            }
            return choice
        }
    }

    /// Whether an anchor of the other file leads to words that this one has given up.
    private func leadsNowhere(_ table: String, _ id: Int64?) throws -> Bool {
        guard table == "passage_anchor" else { return false }
        return try connection.value(
            Bool.self,
            "SELECT new_passage_id NOT IN (SELECT other_id FROM temp.map_passage) FROM other.passage_anchor WHERE id = ?",
            id) ?? false
    }

    /// Whether something is known to stand, be there a row that shows it or not.
    private static func isKept(_ name: String) -> String {
        "q.side IN ('ours', 'theirs') AND q.table_name = '\(name)' AND q.length % 2"
    }

    /// The values of a column that a file has kept for a thing or document that was not there; a link only where its
    /// other end is here.
    private func kept(_ table: String, _ column: String, _ key: String) throws -> [String] {
        let end = parents(table)[column].map {
            "AND EXISTS (SELECT 1 FROM \(names($0)) WHERE name = json_extract(q.claim, '$[1]'))"
        }
        return try connection.rows(
            "SELECT json_extract(q.claim, '$[1]') FROM temp.past q INDEXED BY past_row WHERE \(Merge.isKept("\(table).\(column)")) AND json_extract(q.claim, '$[0]') = ? \(end ?? "")",
            key
        ).map { try $0.get(0, as: String.self) }
    }

    /// The value of a conflict in the words of claims.
    func listedValue(_ table: String, _ column: String, _ row: String, _ side: MergeSide) -> String {
        guard let parent = parents(table)[column], parent != "passage" else { return "\(row).value" }
        return listedName(parent, row, side)
    }

    /// The name of the thing or document whose key is the value of a conflict, or was when that was listed.
    func listedName(_ table: String, _ row: String, _ side: MergeSide) -> String {
        let then =
            "(SELECT k.id FROM temp.listed_key k WHERE k.side = '\(side)' AND k.table_name = '\(table)' AND k.key = \(row).value AND k.since <= \(row).revision_id AND k.until > \(row).revision_id)"
        return
            "coalesce(\(name(table, then, side)), (SELECT \(name(table, "k.id", side)) FROM \(side.schema).\(table) k WHERE k.key = \(row).value), \(row).value)"
    }

    /// A value as it is shown: a thing or document by its key.
    private func shown(_ value: String, _ table: String, _ column: String) throws -> String {
        guard let parent = parents(table)[column], parent != "passage" else { return value }
        return try key(of: value, parent) ?? value
    }

    /// The key of a thing or document here by its name in claims.
    func key(of name: String, _ table: String = "entity") throws -> String? {
        try connection.value(
            String.self,
            "SELECT t.key FROM temp.\(table)_name n JOIN main.\(table) t ON t.id = n.id WHERE n.side = 'ours' AND n.name = ?",
            name)
    }

    /// The conflicts of a column of a row, in the words of this file.
    private func listed(_ side: MergeSide, _ table: String, _ column: String, _ id: Int64?) throws -> [String]
    {
        guard let id else { return [] }
        let value = listedValue(table, column, "c", side)
        return try connection.rows(
            "SELECT \(value) FROM \(side.schema).conflict c WHERE c.table_name = ? AND c.row_id = ? AND c.column_name = ?",
            table, id, column
        ).map { try $0.get(0, as: String.self) }
    }

    /// The greatest value that stands. Where a column must have a value and none stands, as where one file changed it
    /// there and the other back, it is the greatest of all that it ever had.
    private func winner(_ choice: Choice, _ table: String, _ column: String) throws -> String? {
        let present = [choice.ours, choice.theirs].compactMap { $0.map(TextBytes.init) }
        let values = choice.standing.filter { value in
            table != "passage_anchor" || present.contains(value)
        }
        if table == "passage_anchor", column == "outcome" {
            // The surest; the text has where it leads behind it. What is there has one in any case.
            return AnchorOutcome.allCases.lazy.compactMap { outcome in
                (values.isEmpty ? Set(present) : values).filter { $0.text.hasPrefix(outcome.rawValue) }
                    .max(by: <)?.text
            }.first
        }
        if let winner = values.max(by: <) { return winner.text }
        let isNeeded = try connection.value(
            Bool.self, "SELECT \"notnull\" FROM pragma_table_info(?, 'main') WHERE name = ?", table, column)
        guard isNeeded == true else { return nil }
        // Where an anchor led once is not known any more.
        let ever =
            table == "passage_anchor"
            ? []
            : try connection.rows(
                "SELECT json_extract(claim, '$[1]') FROM temp.past INDEXED BY past_row WHERE side IN ('ours', 'theirs') AND table_name = ? AND json_extract(claim, '$[0]') = ?",
                "\(table).\(column)", choice.key
            ).map { TextBytes(try $0.get(0, as: String.self)) }
        guard let winner = (present + ever).max(by: <)?.text else { return nil }
        if winner != choice.ours || choice.isFresh {
            // It is written because it is needed: that it had been given up is as true as before.
            try connection.run(
                """
                INSERT OR IGNORE INTO temp.past SELECT 'needed', table_name, claim, max(length) FROM temp.past
                WHERE table_name = ? AND claim = json_array(?, ?) GROUP BY table_name, claim
                """, "\(table).\(column)", choice.key, winner)
        }
        return winner
    }

    /// Leaves out a link of each chain that would lead back to where it began: that of the greatest key.
    private mutating func cut(_ choices: inout [Choice], _ table: String, _ column: String) throws {
        var places = Dictionary(
            uniqueKeysWithValues: choices.enumerated().map { ($0.element.key, $0.offset) })
        let names = names(table)
        func above(_ key: String) throws -> String? {
            if let place = places[key] { return choices[place].winner }
            return try connection.value(
                String.self,
                "SELECT p.name FROM \(names) e JOIN main.\(table) t ON t.id = e.id JOIN \(names) p ON p.id = t.\(column) WHERE e.name = ?",
                key)
        }
        for start in choices.map(\.key) {
            var (seen, path, next) = (Set<String>(), [String](), Optional(start))
            while let key = next, seen.insert(key).inserted {
                path.append(key)
                next = try above(key)
            }
            guard let back = next, let first = path.firstIndex(of: back), let last = path[first...].max()
            else {
                continue
            }
            if places[last] == nil {
                let id = try connection.value(Int64.self, "SELECT id FROM \(names) WHERE name = ?", last)
                guard let id, let value = try above(last) else { continue }
                places[last] = choices.count
                choices.append(
                    Choice(
                        row: id, theirRow: nil, ours: value, theirs: nil, key: last, isFresh: false,
                        standing: [TextBytes(value)]))
            } else if let place = places[last] {
                choices[place].winner = nil
            }
        }
    }

    /// Writes what was chosen, and lists the rest.
    private mutating func settle(_ choice: Choice, _ table: String, _ column: String) throws {
        let winner = choice.winner.map(TextBytes.init)
        if winner != choice.ours.map(TextBytes.init) {
            if let row = choice.theirRow, winner == choice.theirs.map(TextBytes.init) {
                let (parents, all) = (parents(table), [column] + (Merge.followers[column] ?? []))
                try connection.run(
                    "UPDATE main.\(table) SET (\(all.joined(separator: ", ")), revision_id) = (SELECT \(all.map { theirs($0, parents) }.joined(separator: ", ")), ? FROM other.\(table) o WHERE o.id = ?) WHERE id = ?",
                    edit.revision(), row, choice.row)
            } else {
                try write(choice.winner, table, column, choice.row)
            }
            updated += 1
        }
        for value in choice.standing where value != winner {
            try addConflict(table, choice.row, column, shown(value.text, table, column))
        }
        for value in try listed(.ours, table, column, choice.row).map(TextBytes.init)
        where value == winner || !choice.standing.contains(value) {
            try removeConflict(table, choice.row, column, shown(value.text, table, column))
        }
    }

    /// Writes a value that only a conflict has kept, or none.
    private func write(_ value: String?, _ table: String, _ column: String, _ row: Int64) throws {
        var values: [Value] = [value.value]
        switch column {
        case "date", "published":
            values = value.flatMap { EDTF($0) }.columns
        case "latitude":
            let parts = value?.split(separator: ",").compactMap { Double($0.drop { $0 == " " }) } ?? []
            values = parts.count == 2 ? parts.map { .real($0) } : [.null, .null]
        default:
            if let parent = parents(table)[column], let value {
                values = [
                    try connection.value(Int64.self, "SELECT id FROM \(names(parent)) WHERE name = ?", value)
                        .value
                ]
            }
        }
        let all = [column] + (Merge.followers[column] ?? [])
        try connection.statement(
            "UPDATE main.\(table) SET \(all.map { "\($0) = ?, " }.joined())revision_id = ? WHERE id = ?"
        ).run(values: values + [.integer(edit.revision()), .integer(row)])
    }

    /// Lists a value that no column shows, where it is not listed yet.
    func addConflict(_ table: String, _ row: Int64, _ column: String, _ value: String) throws {
        let isKnown = try connection.value(
            Bool.self,
            "SELECT EXISTS (SELECT 1 FROM main.conflict WHERE table_name = ? AND row_id = ? AND column_name = ? AND value = ?)",
            table, row, column, value)
        guard isKnown != true else { return }
        try connection.run(
            "INSERT INTO main.conflict (table_name, row_id, column_name, value, revision_id) VALUES (?, ?, ?, ?, ?)",
            table,
            row, column, value, edit.revision())
    }

    /// Takes a value off the list that some column shows again, or nobody says any more.
    func removeConflict(_ table: String, _ row: Int64, _ column: String, _ value: String) throws {
        _ = try edit.revision()
        try connection.run(
            "DELETE FROM main.conflict WHERE table_name = ? AND row_id = ? AND column_name = ? AND value = ?",
            table, row, column, value)
    }
}
