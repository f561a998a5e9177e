// What each of two files has claimed before, and how often it has made or taken back the claim.

import StandpointSQLite

extension Merge {
    // MARK: Claims

    /// The name of a thing or document in claims; of one that is gone, its last.
    func name(_ table: String, _ id: String, _ side: MergeSide) -> String {
        if table == "passage" { return passage(id, side) }
        let last =
            switch table {
            case "document":
                "SELECT name FROM temp.document_version WHERE side = '\(side)' AND id = \(id) ORDER BY since DESC LIMIT 1"
            case "passage_anchor":
                "SELECT \(anchorClaim("gone", side)) FROM \(side.schema).passage_anchor_history gone WHERE gone.id = \(id) ORDER BY gone.until_revision_id DESC LIMIT 1"
            case "entity": "SELECT name FROM temp.gone_entity_name WHERE side = '\(side)' AND id = \(id)"
            default:
                "SELECT \(Merge.wordName(table, "gone")) FROM \(side.schema).\(table)_history gone WHERE gone.id = \(id) LIMIT 1"
            }
        return
            "coalesce((SELECT name FROM temp.\(table)_name WHERE side = '\(side)' AND id = \(id)), (\(last)))"
    }

    /// The name of a row of a table of things or documents.
    func rowName(_ table: String, _ id: String, _ side: MergeSide) -> String {
        name(Merge.named(table), id, side)
    }

    /// The table that has the names of a table's rows: what only one kind of things has goes by that of the things.
    static func named(_ table: String) -> String {
        (["document", "passage", "passage_anchor"] + vocabulary).contains(table) ? table : "entity"
    }

    /// The names of the things or documents of a file.
    func names(_ table: String, _ side: MergeSide = .ours) -> String {
        table == "passage"
            ? "(SELECT p.id, \(passageClaim("p", side)) || '' AS name FROM \(side.schema).passage p)"
            : "(SELECT id, name FROM temp.\(Merge.named(table))_name WHERE side = '\(side)')"
    }

    private func passageClaim(_ row: String, _ side: MergeSide, in document: String? = nil) -> String {
        "json_array(\(document ?? name("document", "\(row).document_id", side)), \(row).start_offset, \(row).end_offset, coalesce(\(row).locator, ''), iif(\(row).start_offset IS NULL, \(row).quote, NULL))"
    }

    /// The claim of an anchor as plain text, for the claims of what it says.
    private func anchorClaim(_ row: String, _ side: MergeSide) -> String {
        claim("passage_anchor", row, side) + " || ''"
    }

    /// Names the anchors that are there, by what they say.
    func nameAnchors(_ side: MergeSide) throws {
        try connection.execute(
            """
            CREATE TEMP TABLE IF NOT EXISTS passage_anchor_name (side TEXT, id INTEGER, name TEXT, PRIMARY KEY (side, id)) WITHOUT ROWID;
            INSERT OR IGNORE INTO temp.passage_anchor_name SELECT '\(side)', a.id, \(anchorClaim("a", side)) FROM \(side.schema).passage_anchor a;
            """)
    }

    private func passage(_ id: String, _ side: MergeSide) -> String {
        let schema = side.schema
        // As plain text: whether SQLite takes it for JSON within JSON depends on how it came by it.
        return """
            coalesce((SELECT \(passageClaim("p", side)) FROM \(schema).passage p WHERE p.id = \(id)),
                (SELECT \(passageClaim("p", side)) FROM \(schema).passage_history p WHERE p.id = \(id) ORDER BY p.until_revision_id DESC LIMIT 1)) || ''
            """
    }

    /// What a row says, as a text that is the same in both files; with the claim of its passage as it was at some time.
    func claim(_ table: String, _ row: String, _ side: MergeSide, passage claim: String? = nil) -> String {
        if table == "passage" { return passageClaim(row, side) }
        if ["entity", "document"].contains(table) { return "json_array(\(name(table, "\(row).id", side)))" }
        let parents = parents(table)
        let values = (Merge.identities[table] ?? columns(table)).map { column in
            switch parents[column] {
            case "entity": name("entity", "\(row).\(column)", side)
            case "document": name("document", "\(row).\(column)", side)
            case "passage": claim ?? passage("\(row).\(column)", side)
            default: "\(row).\(column)"
            }
        }
        return "json_array(\(values.joined(separator: ", ")))"
    }

    /// What a judgement says; one that had to give way says what it said before.
    func judgementClaim(_ row: String, _ side: MergeSide, verdict: String? = nil) -> String {
        let (left, right) = (name("entity", "\(row).left_id", side), name("entity", "\(row).right_id", side))
        func kept(_ column: String, in table: String) -> String {
            "(SELECT \(column == "preferred_id" ? listedName("entity", "c", side) : "c.value") FROM \(side.schema).\(table) c WHERE c.table_name = 'identity_judgement' AND c.row_id = \(row).id AND c.column_name = '\(column)')"
        }
        let made = verdict ?? "coalesce(\(kept("verdict", in: "conflict")), \(row).verdict)"
        let preferred =
            "coalesce(\(name("entity", "\(row).preferred_id", side)), \(kept("preferred_id", in: "conflict_version")))"
        return
            "json_array(min(\(left), \(right)), max(\(left), \(right)), \(made), \(row).author, \(row).reason, \(preferred))"
    }

    // MARK: Lengths

    func hasPast(_ side: MergeSide, _ table: String) throws -> Bool {
        try connection.value(
            Bool.self, "SELECT EXISTS (SELECT 1 FROM temp.past WHERE side = ? AND table_name = ?)",
            side.rawValue, table)
            ?? false
    }

    /// What earlier merges noted of a table, or of a column.
    private func givenUp(_ table: String, _ side: MergeSide) -> String {
        "(SELECT * FROM temp.given_up WHERE side = '\(side)' AND table_name = '\(table)')"
    }

    private func exists(_ rows: String) throws -> Bool {
        try connection.value(Bool.self, "SELECT EXISTS (SELECT 1 FROM \(rows))") ?? false
    }

    /// Reads the claims that rows of a table made before, in both files.
    func readPast(_ table: String) throws {
        for side in MergeSide.allCases {
            let (history, present) = ("\(side.schema).\(table)_history", "\(side.schema).\(table)")
            // What changed with its name, or with that of what it rests on, has all its versions in a table of their own.
            var others = "1"
            if table == "document" {
                others = "t.id NOT IN (SELECT id FROM temp.document_version WHERE side = '\(side)')"
                try addVersions(
                    "SELECT json_array(name), since, until FROM temp.document_version WHERE side = '\(side)'")
            } else if table == "passage" {
                try addPassageVersions(side)
                others = "t.id NOT IN (SELECT id FROM temp.passage_version WHERE side = '\(side)')"
                try addVersions(
                    "SELECT claim, since, until FROM temp.passage_version WHERE side = '\(side)'")
            } else if parents(table)["passage_id"] != nil {
                let changed = "passage_id IN (SELECT id FROM temp.passage_version WHERE side = '\(side)')"
                others = "NOT t.\(changed)"
                try addVersions(
                    """
                    SELECT \(claim(table, "v", side, passage: "p.claim || ''")), max(v.revision_id, p.since), min(v.until_revision_id, p.until)
                    FROM \(versions(table, side, where: changed)) v
                    JOIN temp.passage_version p ON p.side = '\(side)' AND p.id = v.passage_id AND p.since < v.until_revision_id AND p.until > v.revision_id
                    """)
            }
            try addVersions(
                "SELECT \(claim(table, "t", side)), t.revision_id, t.until_revision_id FROM \(history) t WHERE \(others)"
            )
            if table == "identifier" { try addOffers(side) }
            let known = "SELECT claim FROM temp.version UNION ALL SELECT claim FROM \(givenUp(table, side))"
            if try exists("(\(known))") {
                // Claims, not columns: what a row rests on may have been made again.
                let now = claim(table, "t", side)
                try addVersions(
                    "SELECT \(now), t.revision_id, \(Merge.present) FROM \(present) t WHERE \(others) AND \(now) IN (\(known))"
                )
            }
            if table == "identifier" { try continueGiven(side) }
            try measure(
                table, side,
                decided: table == "identifier"
                    ? decided(table, "entity_id", claim(table, "v", side), side) : nil)
        }
    }

    /// Reads whose an identifier was said to be, besides the thing that has it.
    private func addOffers(_ side: MergeSide) throws {
        let schema = side.schema
        try addVersions(
            """
            SELECT json_array(\(listedName("entity", "c", side)), v.scheme, v.value), max(c.revision_id, v.revision_id), min(c.until_revision_id, v.until_revision_id)
            FROM \(schema).conflict_version c
            JOIN \(schema).identifier_version v ON v.id = c.row_id AND v.revision_id < c.until_revision_id AND v.until_revision_id > c.revision_id
            WHERE c.table_name = 'identifier' AND c.column_name = 'entity_id'
            """)
    }

    /// A merge that gave an identifier to another thing did not take back that it is this one's, unless it noted so. It is
    /// until somebody deletes the identifier, who takes it from all that have it.
    private func continueGiven(_ side: MergeSide) throws {
        let (schema, known) = (side.schema, givenUp("identifier", side))
        func end(of claim: String, after since: String) -> String {
            "coalesce((SELECT min(at) FROM temp.identifier_end e WHERE e.side = '\(side)' AND e.scheme = json_extract(\(claim), '$[1]') AND e.value = json_extract(\(claim), '$[2]') AND e.at > \(since)), \(Merge.present))"
        }
        try connection.execute(
            """
            CREATE TEMP TABLE IF NOT EXISTS identifier_end (side TEXT, scheme TEXT, value TEXT, at INTEGER, PRIMARY KEY (side, scheme, value, at)) WITHOUT ROWID;
            INSERT INTO temp.identifier_end SELECT '\(side)', scheme, value, at FROM (
                SELECT scheme, value, until_revision_id AS at FROM \(schema).identifier_history EXCEPT SELECT scheme, value, revision_id FROM \(schema).identifier_version
            ) WHERE at NOT IN (SELECT merged_in FROM \(schema).merged UNION ALL SELECT undone_in FROM \(schema).unmerged);
            """)
        try connection.execute(
            """
            UPDATE temp.version AS v SET until = coalesce((SELECT min(w.since) FROM temp.version w WHERE w.claim = v.claim AND w.since >= v.until), \(end(of: "v.claim", after: "v.until")))
            WHERE until IN (SELECT merged_in FROM \(schema).merged)
                AND NOT EXISTS (SELECT 1 FROM \(known) g WHERE g.claim = v.claim AND g.length % 2 = 0 AND g.merged_in >= v.until);
            """)
        // So is one that no row has shown since.
        try addVersions(
            "SELECT g.claim, g.merged_in, \(end(of: "g.claim", after: "g.merged_in")) FROM \(known) g WHERE g.length % 2 AND NOT EXISTS (SELECT 1 FROM temp.version v WHERE v.claim = g.claim AND v.until > g.merged_in)"
        )
    }

    /// Every version of the rows of a table, or of some of them.
    private func versions(_ table: String, _ side: MergeSide, where condition: String = "1") -> String {
        let rows = "\(side.schema).\(table)"
        return
            "(SELECT \(Merge.present) AS until_revision_id, * FROM \(rows) WHERE \(condition) UNION ALL SELECT * FROM \(rows)_history WHERE \(condition))"
    }

    /// The names of the passages at each time, of documents whose name changed.
    private func addPassageVersions(_ side: MergeSide) throws {
        let renamed = "document_id IN (SELECT id FROM temp.renamed_document WHERE side = '\(side)')"
        try connection.execute(
            """
            CREATE TEMP TABLE IF NOT EXISTS passage_version (side TEXT, id INTEGER, since INTEGER, until INTEGER, claim TEXT, PRIMARY KEY (side, id, since)) WITHOUT ROWID;
            INSERT OR IGNORE INTO temp.passage_version SELECT '\(side)', v.id, max(v.revision_id, d.since), min(v.until_revision_id, d.until), \(passageClaim("v", side, in: "d.name"))
                FROM \(versions("passage", side, where: renamed)) v
                JOIN temp.document_version d ON d.side = '\(side)' AND d.id = v.document_id AND d.since < v.until_revision_id AND d.until > v.revision_id;
            """)
    }

    /// Reads the judgements that were made before. One that had to give way in a merge was not taken back.
    func readPastOfJudgements() throws {
        let table = "identity_judgement"
        for side in MergeSide.allCases {
            let schema = side.schema
            if try exists("\(schema).\(table)_history") || exists(givenUp(table, side)) {
                let versions = versions(table, side)
                let isKept =
                    "c.table_name = '\(table)' AND c.column_name = 'verdict' AND c.row_id = v.id AND c.revision_id < v.until_revision_id AND c.until_revision_id > v.revision_id"
                try addVersions(
                    """
                    SELECT \(judgementClaim("v", side, verdict: "v.verdict")), v.revision_id, v.until_revision_id FROM \(versions) v
                    WHERE NOT (v.verdict = 'unsure' AND EXISTS (SELECT 1 FROM \(schema).conflict_version c WHERE \(isKept)))
                    UNION ALL SELECT \(judgementClaim("v", side, verdict: "c.value")), c.revision_id, c.until_revision_id FROM \(versions) v JOIN \(schema).conflict_version c ON \(isKept)
                    """)
            }
            try measure(table, side)
        }
    }

    /// Reads the values that the columns of a table had before, in the column or among the conflicts. Who deletes a row
    /// takes back the row, not what it said last: where it stays because of the other file, it stays whole.
    func readPastOfColumns(_ table: String) throws {
        for side in MergeSide.allCases {
            let schema = side.schema
            let conflicted = try exists("\(schema).conflict_history WHERE table_name = '\(table)'")
            let hasHistory = try exists("\(schema).\(table)_history") || conflicted
            guard try hasHistory || exists("\(schema).given_up") else { continue }
            let row = { rowName(table, $0, side) }
            // A thing that was made again goes on under another id.
            func isLater(than id: String) -> String {
                Merge.named(table) == "entity"
                    ? "(l.id = \(id) OR l.id IN (SELECT g.again FROM temp.gone_entity_again g WHERE g.side = '\(side)' AND g.id = \(id)))"
                    : "l.id = \(id)"
            }
            var (name, later) = (row("v.id"), isLater(than: "v.id"))
            // Rows that have been changed, or made again under their key.
            var again =
                "\(row("h.id")) FROM \(schema).\(table)_history h WHERE h.id NOT IN (SELECT id FROM \(schema).\(table))"
            if table == "document" {
                // A document had the values under the name that it had then.
                func named(_ row: String) -> String {
                    "(SELECT n.name FROM temp.document_version n WHERE n.side = '\(side)' AND n.id = \(row).id AND n.since = \(row).revision_id)"
                }
                name = "coalesce(\(named("v")), \(name))"
                later += " AND \(named("l")) = \(named("v"))"
                again = "name FROM temp.document_version WHERE side = '\(side)'"
            }
            again = "SELECT id FROM \(names(table, side)) WHERE name IN (SELECT \(again))"
            // Where no version followed, it is the end of the row and not of what it said.
            func until(_ later: String) -> String {
                """
                iif(EXISTS (SELECT 1 FROM \(schema).\(table) l WHERE \(later))
                    OR EXISTS (SELECT 1 FROM \(schema).\(table)_history l WHERE \(later) AND l.until_revision_id > v.until_revision_id),
                    v.until_revision_id, \(Merge.present))
                """
            }
            for column in try reconciled(table) {
                let noted = givenUp("\(table).\(column)", side)
                if try hasHistory || exists(noted) {
                    let value = try text(column, table, "v", side)
                    var isValue = "v.\(column) IS NOT NULL"
                    if parents(table)[column] == "document" {
                        let renamed =
                            "\(column) IN (SELECT id FROM temp.renamed_document WHERE side = '\(side)')"
                        isValue += " AND NOT v.\(renamed)"
                        try addVersions(
                            """
                            SELECT json_array(\(name), d.name), max(v.revision_id, d.since), min(\(until(later)), d.until) FROM \(versions(table, side, where: renamed)) v
                            JOIN temp.document_version d ON d.side = '\(side)' AND d.id = v.\(column) AND d.since < \(until(later)) AND d.until > v.revision_id
                            """)
                    }
                    let ids =
                        "SELECT id FROM \(schema).\(table)_history UNION \(again) UNION SELECT id FROM \(names(table, side)) WHERE name IN (SELECT json_extract(claim, '$[0]') FROM \(noted)) UNION SELECT row_id FROM \(schema).conflict_history WHERE table_name = '\(table)' AND column_name = '\(column)'"
                    let isMeant = "table_name = '\(table)' AND column_name = '\(column)'"
                    try addVersions(
                        """
                        SELECT json_array(\(name), \(value)), revision_id, \(until(later)) FROM \(schema).\(table)_history v
                            WHERE \(isValue)
                        UNION ALL SELECT json_array(\(row("v.id")), \(value)), coalesce(revision_id, 0), \(Merge.present) FROM \(schema).\(table) v WHERE \(isValue) AND v.id IN (\(ids))
                        UNION ALL SELECT json_array(\(row("v.row_id")), \(listedValue(table, column, "v", side))), revision_id, \(Merge.present) FROM \(schema).conflict v WHERE \(isMeant) AND v.row_id IN (\(ids))
                        UNION ALL SELECT json_array(\(row("v.row_id")), \(listedValue(table, column, "v", side))), revision_id, \(until(isLater(than: "v.row_id"))) FROM \(schema).conflict_history v
                            WHERE \(isMeant)
                        """)
                }
                let decided =
                    try conflicted
                    ? decided(
                        table, column,
                        "iif(v.\(column) IS NULL, NULL, json_array(\(row("v.id")), \(text(column, table, "v", side))))",
                        side)
                    : nil
                try measure("\(table).\(column)", side, decided: decided)
            }
        }
    }

    static let present = Int64.max

    private func addVersions(_ rows: String) throws {
        try connection.execute("INSERT INTO temp.version \(rows)")
    }

    /// Works out how long the claims are whose versions were read: the stretches of time in which each stood, without
    /// the gaps between versions of one row or several that say the same, and the beginnings and ends of these. What an
    /// earlier merge has written in `given_up` counts for all that was before it; where that is odd, the claim stands
    /// since then, whether or not there was a row to show it.
    /// - Parameter decided: Which claims somebody let stand when conflicts were settled, each with the revision: who does
    ///   says them again, so that two who settle a conflict differently have it once more, and lose nothing.
    private func measure(_ table: String, _ side: MergeSide, decided: String? = nil) throws {
        let known = givenUp(table, side)
        guard try exists("temp.version") || exists(known) || decided != nil else { return }
        // What a merge brought that was undone was never here; what it ended went on.
        let undone = "\(side.schema).unmerged m WHERE m.merged_in ="
        try connection.execute(
            """
            DELETE FROM temp.version AS v WHERE EXISTS (SELECT 1 FROM \(undone) v.since AND m.undone_in = v.until);
            UPDATE temp.version AS v SET until = (SELECT min(m.undone_in) FROM \(undone) v.until) WHERE EXISTS (SELECT 1 FROM \(undone) v.until);
            UPDATE temp.version AS v SET since = coalesce((SELECT min(w.since) FROM temp.version w WHERE w.claim = v.claim AND w.until = v.since), since)
                WHERE since IN (SELECT undone_in FROM \(side.schema).unmerged);
            """)
        // What was said again after it was given up, and not by a merge, is a claim anew, even where something kept its row.
        try connection.execute(
            """
            UPDATE temp.version AS v SET until = g.merged_in FROM \(known) g WHERE g.claim = v.claim AND g.length % 2 = 0 AND v.since <= g.merged_in AND v.until > g.merged_in
                AND EXISTS (SELECT 1 FROM temp.version w WHERE w.claim = v.claim AND w.since > g.merged_in AND w.since NOT IN (SELECT merged_in FROM \(side.schema).merged));
            """)
        try connection.execute(
            """
            INSERT INTO temp.past SELECT '\(side)', '\(table)', claim, length + (ends AND length % 2) FROM (
                SELECT claim, max(base) + coalesce(sum(iif(before IS NULL OR before <= at, base % 2 = 0, before < since) AND since > at), 0)
                    + coalesce(sum(before < since AND before > at), 0) + (max(until) < \(Merge.present) AND max(until) > max(at)) AS length,
                    max(until) < \(Merge.present) AND max(until) > max(at) AS ends
                FROM (
                    SELECT v.claim, v.since, v.until, coalesce(g.length, 0) AS base, coalesce(g.merged_in, -1) AS at,
                        max(iif(g.length % 2 = 0 AND v.since <= g.merged_in, NULL, v.until)) OVER (PARTITION BY v.claim ORDER BY v.since ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
                    FROM \(Merge.stretches) v LEFT JOIN temp.given_up g ON g.side = '\(side)' AND g.table_name = '\(table)' AND g.claim = v.claim
                ) GROUP BY claim
            ) WHERE claim IS NOT NULL AND length + (ends AND length % 2) > 1;
            INSERT OR IGNORE INTO temp.past SELECT side, table_name, claim, length FROM \(known);
            DELETE FROM temp.version;
            """)
        guard let decided else { return }
        try connection.execute(
            """
            INSERT INTO temp.past SELECT '\(side)', '\(table)', d.claim, 1 + 2 * count(*)
            FROM (\(decided)) d LEFT JOIN temp.given_up g ON g.side = '\(side)' AND g.table_name = '\(table)' AND g.claim = d.claim
            WHERE d.claim IS NOT NULL AND d.at > coalesce(g.merged_in, -1) GROUP BY d.claim
            ON CONFLICT (side, table_name, claim) DO UPDATE SET length = length + excluded.length - 1;
            """)
    }

    /// The versions, those that touch as one.
    private static let stretches = """
        (SELECT claim, min(since) AS since, max(until) AS until FROM (
            SELECT claim, since, until, sum(begins) OVER (PARTITION BY claim ORDER BY since, until ROWS UNBOUNDED PRECEDING) AS number FROM (
                SELECT claim, since, until, coalesce(since > max(until) OVER (PARTITION BY claim ORDER BY since, until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 1) AS begins FROM temp.version
            )
        ) GROUP BY claim, number)
        """

    /// Which claims were shown when somebody settled the conflicts of a column, in no merge.
    private func decided(_ table: String, _ column: String, _ claim: String, _ side: MergeSide) -> String {
        let schema = side.schema
        return """
            SELECT DISTINCT \(claim) AS claim, h.until_revision_id AS at FROM \(schema).conflict_history h
            JOIN \(versions(table, side, where: "id IN (SELECT row_id FROM \(schema).conflict_history WHERE table_name = '\(table)' AND column_name = '\(column)')")) v
                ON v.id = h.row_id AND coalesce(v.revision_id, 0) <= h.until_revision_id AND v.until_revision_id > h.until_revision_id
            WHERE h.table_name = '\(table)' AND h.column_name = '\(column)' AND \(Merge.counts("h", side))
                AND h.until_revision_id NOT IN (SELECT merged_in FROM \(schema).merged UNION SELECT undone_in FROM \(schema).unmerged)
            """
    }

    /// Notes what the files say of things or documents that are not to be here, for a third file that needs them.
    func keepValuesOfGivenUp(_ table: String) throws {
        try keepValues(
            table, "SELECT id FROM other.\(table) WHERE id NOT IN (SELECT other_id FROM temp.map_\(table))",
            .theirs)
    }

    /// Notes what stands in the columns of rows, and among their conflicts, that go or do not come.
    func keepValues(_ table: String, _ ids: String, _ side: MergeSide) throws {
        let schema = side.schema
        guard try exists("\(schema).\(table) WHERE id IN (\(ids))") else { return }
        for table in table == "entity" ? ["entity"] + Merge.details : [table] {
            for column in try reconciled(table) {
                let row = { rowName(table, $0, side) }
                let name = "\(table).\(column)"
                try connection.execute(
                    """
                    INSERT OR IGNORE INTO temp.past SELECT 'kept', '\(name)', claim, length FROM (
                        SELECT v.claim, coalesce((SELECT max(p.length) FROM temp.past p
                            WHERE p.table_name = '\(name)' AND p.claim = v.claim AND p.side IN ('ours', 'theirs')), 1) AS length
                        FROM (
                            SELECT json_array(\(row("r.id")), \(try text(column, table, "r", side))) AS claim
                                FROM \(schema).\(table) r WHERE r.\(column) IS NOT NULL AND r.id IN (\(ids))
                            UNION SELECT json_array(\(row("c.row_id")), \(listedValue(table, column, "c", side))) FROM \(schema).conflict c
                                WHERE c.table_name = '\(table)' AND c.column_name = '\(column)' AND c.row_id IN (\(ids))
                        ) v
                    ) WHERE length % 2
                    """)
            }
        }
    }

    /// Keeps what the other file has given up, for the merges to come.
    func remember() throws {
        let longer = """
            FROM temp.past q LEFT JOIN temp.past p ON p.side = 'ours' AND p.table_name = q.table_name AND p.claim = q.claim
            WHERE q.side = 'theirs' AND q.length > coalesce(p.length, 0)
                AND NOT (q.table_name = 'identity_judgement' AND q.length % 2 AND json_extract(q.claim, '$[3]') = 'merge')
            UNION ALL SELECT table_name, claim, length FROM temp.past WHERE side = 'needed'
            UNION ALL SELECT k.table_name, k.claim, k.length FROM temp.past k LEFT JOIN temp.given_up g ON g.side = 'ours' AND g.table_name = k.table_name AND g.claim = k.claim
            WHERE k.side = 'kept' AND k.length > coalesce(g.length, 0)
            """
        let rows =
            "SELECT table_name, claim, max(length) FROM (SELECT q.table_name, q.claim, q.length \(longer)) GROUP BY 1, 2"
        guard try connection.value(Bool.self, "SELECT EXISTS (\(rows))") == true else { return }
        try connection.run(
            "INSERT OR REPLACE INTO main.given_up (table_name, claim, length, merged_in) SELECT *, ? FROM (\(rows))",
            edit.revision())
    }
}
