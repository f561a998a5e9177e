// Which rows of the other file are here already, and which are to come.

import StandpointSQLite

extension Merge {
    /// Finds the things that are the same: by key and kind.
    ///
    /// The name of a thing, which it has in claims, is its key with its kind behind it. Of several of one key all but one
    /// have their kind in the key too, behind `--`, which no other key has.
    mutating func matchThings() throws {
        try create("map_entity")
        try connection.execute(
            """
            CREATE UNIQUE INDEX temp.map_entity_id ON map_entity (id);
            CREATE TEMP TABLE entity_name (side TEXT, id INTEGER, name TEXT, PRIMARY KEY (side, id)) WITHOUT ROWID;
            CREATE INDEX temp.entity_name_name ON entity_name (name, side);
            CREATE TEMP TABLE gone_entity_name (side TEXT, id INTEGER, name TEXT, PRIMARY KEY (side, id)) WITHOUT ROWID;
            CREATE INDEX temp.gone_entity_name_name ON gone_entity_name (name, side);
            CREATE TEMP TABLE gone_entity_again (side TEXT, id INTEGER, again INTEGER, PRIMARY KEY (side, id, again)) WITHOUT ROWID;
            """)
        try readGivenUp()
        try readListedKeys()
        for side in MergeSide.allCases {
            try connection.execute(
                """
                INSERT INTO temp.entity_name SELECT '\(side)', t.id, \(Merge.entityName("t")) FROM \(side.schema).entity t;
                INSERT OR IGNORE INTO temp.gone_entity_name SELECT '\(side)', h.id, \(Merge.entityName("h")) FROM \(side.schema).entity_history h
                    WHERE h.id NOT IN (SELECT id FROM \(side.schema).entity);
                INSERT INTO temp.gone_entity_again SELECT '\(side)', id, again FROM (
                    SELECT g.id, n.id AS again FROM temp.gone_entity_name g JOIN temp.entity_name n USING (side, name) WHERE g.side = '\(side)'
                    UNION SELECT g.id, n.id FROM temp.gone_entity_name g JOIN temp.gone_entity_name n USING (side, name) WHERE g.side = '\(side)' AND n.id > g.id
                ) WHERE (SELECT min(revision_id) FROM \(side.schema).entity_version WHERE id = again) NOT IN (SELECT merged_in FROM \(side.schema).merged);
                """)
        }
        try connection.execute(
            """
            CREATE TEMP TABLE their_entity AS SELECT o.id,
                iif(n.name IN (SELECT name FROM temp.entity_name WHERE side = 'ours') OR o.key NOT IN (SELECT key FROM main.entity), o.key, o.key || '--' || o.kind) AS key
            FROM other.entity o JOIN temp.entity_name n ON n.side = 'theirs' AND n.id = o.id;
            CREATE UNIQUE INDEX temp.their_entity_id ON their_entity (id);
            CREATE INDEX temp.their_entity_key ON their_entity (key);
            INSERT OR IGNORE INTO temp.map_entity SELECT o.id, t.id, 1 FROM temp.entity_name o JOIN temp.entity_name t ON t.name = o.name AND t.side = 'ours' WHERE o.side = 'theirs';
            """)
    }

    /// Reads what earlier merges noted that were not undone since; of several the last, which knew the others.
    private func readGivenUp() throws {
        try connection.execute(
            "CREATE TEMP TABLE given_up (side TEXT, table_name TEXT, claim TEXT, length INTEGER, merged_in INTEGER, PRIMARY KEY (side, table_name, claim)) WITHOUT ROWID"
        )
        for side in MergeSide.allCases {
            try connection.execute(
                """
                INSERT INTO temp.given_up SELECT '\(side)', table_name, claim, length, max(merged_in) FROM \(side.schema).given_up WHERE merged_in NOT IN (
                    SELECT m.source FROM \(side.schema).merged m LEFT JOIN \(side.schema).unmerged u USING (merged_in)
                    GROUP BY m.source HAVING max(coalesce(u.undone_in, 0)) > max(m.merged_in)
                ) GROUP BY table_name, claim
                """)
        }
    }

    /// Reads which things and documents had the keys that conflicts name, and when.
    private func readListedKeys() throws {
        try connection.execute(
            "CREATE TEMP TABLE listed_key (side TEXT, table_name TEXT, key TEXT, since INTEGER, until INTEGER, id INTEGER, PRIMARY KEY (side, table_name, key, since)) WITHOUT ROWID"
        )
        for side in MergeSide.allCases {
            let schema = side.schema
            for table in ["entity", "document"] {
                // What this merge lists has the keys that they have then.
                try connection.execute(
                    """
                    INSERT OR IGNORE INTO temp.listed_key
                    SELECT '\(side)', '\(table)', key, revision_id, min(until_revision_id, (SELECT max(id) + 1 FROM \(schema).revision WHERE closed_at IS NOT NULL)), id
                    FROM \(schema).\(table)_version WHERE key IN (SELECT value FROM \(schema).conflict_version WHERE column_name GLOB '*_id')
                    """)
            }
        }
    }

    /// Whether a version of a row counts: what a merge brought that was undone was never here.
    static func counts(_ version: String, _ side: MergeSide) -> String {
        "NOT EXISTS (SELECT 1 FROM \(side.schema).unmerged u WHERE u.merged_in = \(version).revision_id AND u.undone_in = \(version).until_revision_id)"
    }

    /// The name of a thing in claims, whether or not its kind is in its key.
    private static func entityName(_ row: String) -> String {
        "\(plainKey("\(row).key")) || ' ' || \(row).kind"
    }

    private static func plainKey(_ key: String) -> String {
        "substr(\(key), 1, instr(\(key) || '--', '--') - 1)"
    }

    /// Of the things of one key that are of several kinds, that of the first kind has the key.
    mutating func settleThingKeys() throws {
        try settleKeys("entity", parted: "t.kind", order: "t.kind")
    }

    /// Of the rows of one key the first has it; the others have what tells them apart behind it.
    private mutating func settleKeys(_ table: String, parted: String, order: String) throws {
        let plain = Merge.plainKey("t.key")
        let changed = try connection.rows(
            """
            SELECT id, key, wanted FROM (
                SELECT t.id, t.key, \(plain) || iif(row_number() OVER (PARTITION BY \(plain) ORDER BY \(order)) = 1, '', '--' || \(parted)) AS wanted
                FROM main.\(table) t JOIN temp.\(table)_name n ON n.side = 'ours' AND n.id = t.id
                WHERE t.key GLOB '*--*' OR t.key IN (SELECT \(Merge.plainKey("key")) FROM main.\(table) WHERE key GLOB '*--*')
            ) WHERE key <> wanted ORDER BY length(wanted) DESC
            """
        ).map { try $0.decode(Int64.self, String.self, String.self) }
        try rename(changed, in: table)
    }

    /// Finds the documents that are the same: by key and text. A source that is cited without its text is one more.
    ///
    /// The name of a document, which it has in claims, is its key with the first letters of the SHA-256 of its text
    /// behind it, zeros where it has none. Of several of one key all but one have these in the key too.
    mutating func matchDocuments() throws {
        try connection.execute(
            """
            CREATE TEMP TABLE document_name (side TEXT, id INTEGER, name TEXT, PRIMARY KEY (side, id)) WITHOUT ROWID;
            CREATE INDEX temp.document_name_name ON document_name (name, side);
            CREATE TEMP TABLE document_version (side TEXT, id INTEGER, since INTEGER, until INTEGER, name TEXT, PRIMARY KEY (side, id, since)) WITHOUT ROWID;
            CREATE TEMP TABLE renamed_document (side TEXT, id INTEGER, PRIMARY KEY (side, id)) WITHOUT ROWID;
            CREATE TEMP TABLE their_document (id INTEGER PRIMARY KEY, key TEXT);
            """)
        for side in MergeSide.allCases { try nameDocuments(side) }
        // One of which a text was archived, since it was parted as one without.
        try rename(
            connection.rows(
                "SELECT d.id, d.key, \(Merge.partedKey("d.key", "n.name")) FROM main.document d JOIN temp.document_name n ON n.side = 'ours' AND n.id = d.id WHERE d.key GLOB '*--*' AND d.key <> \(Merge.partedKey("d.key", "n.name"))"
            ).map { try $0.decode(Int64.self, String.self, String.self) }, in: "document")
        try create("map_document")
        try connection.execute(
            """
            INSERT OR IGNORE INTO temp.map_document SELECT o.id, t.id, 1 FROM temp.document_name o JOIN temp.document_name t ON t.side = 'ours' AND t.name = o.name WHERE o.side = 'theirs';
            INSERT INTO temp.their_document SELECT o.id,
                iif(o.id IN (SELECT other_id FROM temp.map_document) OR o.key NOT GLOB '*--*' AND o.key NOT IN (SELECT key FROM main.document), o.key, \(Merge.partedKey("o.key", "n.name")))
            FROM other.document o JOIN temp.document_name n ON n.side = 'theirs' AND n.id = o.id;
            """)
    }

    /// Names the documents of a file; those that were changed, as they were at each time.
    private func nameDocuments(_ side: MergeSide) throws {
        let documents = "\(side.schema).document"
        try connection.execute(
            """
            INSERT INTO temp.document_name SELECT '\(side)', d.id, \(Merge.documentName("d")) FROM \(documents) d;
            INSERT OR IGNORE INTO temp.document_version SELECT '\(side)', v.id, v.revision_id, v.until_revision_id, \(Merge.documentName("v")) FROM \(documents)_history v;
            """)
        // A text may have come without its sum.
        for (version, table, column) in [
            (documents, "document_name", "id"), ("\(documents)_history", "document_version", "since"),
        ] {
            var unsummed = try connection.rows(
                "SELECT id, \(column == "id" ? "id" : "revision_id"), key, text FROM \(version) WHERE sha256 IS NULL AND text IS NOT NULL"
            )
            while let row = try unsummed.next() {
                try connection.run(
                    "UPDATE temp.\(table) SET name = \(Merge.documentName(key: "?1", sha256: "?2")) WHERE side = ?3 AND id = ?4 AND \(column) = ?5",
                    row.text(2), SHA256.hex(try row.text(3).utf8), side.rawValue, row.integer(0),
                    row.integer(1))
            }
        }
        try connection.execute(
            """
            INSERT OR IGNORE INTO temp.document_version SELECT '\(side)', d.id, d.revision_id, \(Merge.present), n.name
                FROM \(documents) d JOIN temp.document_name n ON n.side = '\(side)' AND n.id = d.id WHERE d.id IN (SELECT id FROM \(documents)_history);
            INSERT INTO temp.renamed_document SELECT side, id FROM temp.document_version WHERE side = '\(side)' GROUP BY id HAVING count(DISTINCT name) > 1;
            """)
    }

    /// The name of a document in claims, whatever a merge has put behind its key.
    private static func documentName(key: String, sha256: String) -> String {
        "\(plainKey(key)) || '-' || substr(coalesce(\(sha256), '00000000'), 1, 8)"
    }

    private static func documentName(_ row: String) -> String {
        documentName(key: "\(row).key", sha256: "\(row).sha256")
    }

    /// The key of a document beside another text of its key.
    private static func partedKey(_ key: String, _ name: String) -> String {
        "\(plainKey(key)) || '-' || substr(\(name), -9)"
    }

    /// Of the documents of one key with different texts, that of the greatest SHA-256 has the key; one without a text
    /// has it where no text does.
    mutating func settleDocumentKeys() throws {
        try settleKeys("document", parted: "substr(n.name, -8)", order: "n.name DESC")
    }

    /// Gives things or documents other keys, where these are not taken.
    private mutating func rename(_ rows: [(id: Int64, key: String, wanted: String)], in table: String) throws
    {
        // One may wait for the key of another, which is to have another one itself.
        var (waiting, before) = (rows, Int.max)
        while waiting.count < before {
            before = waiting.count
            waiting = try waiting.filter { row in
                let isTaken = try connection.value(
                    Bool.self, "SELECT EXISTS (SELECT 1 FROM main.\(table) WHERE key = ?)", row.wanted)
                if isTaken == false { try rename(row.id, from: row.key, to: row.wanted, in: table) }
                return isTaken != false
            }
        }
    }

    /// Gives a thing or document another key; the conflicts that name it go with it.
    private mutating func rename(_ id: Int64, from key: String, to other: String, in table: String) throws {
        let revision = try edit.revision()
        try connection.run(
            "UPDATE main.\(table) SET key = ?, revision_id = ? WHERE id = ?", other, revision, id)
        updated += 1
        let naming =
            links(to: table)
            + (table == "entity"
                ? [("identifier", "entity_id"), ("identity_judgement", "preferred_id")] : [])
        for (named, column) in naming {
            let said =
                "FROM main.conflict WHERE table_name = '\(named)' AND column_name = '\(column)' AND value = ?"
            guard try connection.value(Bool.self, "SELECT EXISTS (SELECT 1 \(said))", key) == true else {
                continue
            }
            try connection.run(
                "INSERT INTO main.conflict (table_name, row_id, column_name, value, revision_id) SELECT table_name, row_id, column_name, ?, ? \(said)",
                other, revision, key)
            try connection.run("DELETE \(said)", key)
        }
    }

    /// Notes which rows of the other file are here already; the second of two copies there is the second one here.
    mutating func match(_ table: String) throws {
        let parents = parents(table)
        let identity = Merge.identities[table] ?? columns(table)
        let same = identity.map { column in
            switch column {
            case "locator": return "coalesce(t.locator, '') = coalesce(o.locator, '')"
            case "quote" where table == "passage": return "(t.start_offset IS NOT NULL OR t.quote IS o.quote)"
            default:
                // What is not here yet is no row of this file.
                let value = parents[column].map {
                    "coalesce((SELECT id FROM temp.map_\($0) WHERE other_id = o.\(column)), iif(o.\(column) IS NULL, NULL, -1))"
                }
                return "t.\(column) IS \(value ?? "o.\(column)")"
            }
        }.joined(separator: " AND ")
        try create("map_\(table)")
        try connection.execute(
            "INSERT OR IGNORE INTO temp.map_\(table) SELECT o.id, min(t.id), count(*) FROM other.\(table) o JOIN main.\(table) t ON \(same) GROUP BY o.id; CREATE INDEX IF NOT EXISTS temp.map_\(table)_id ON map_\(table) (id)"
        )
        guard Merge.attested.contains(table) else { return }
        try connection.execute(
            """
            DELETE FROM temp.map_\(table) WHERE other_id IN (
                SELECT other_id FROM (SELECT other_id, copies, row_number() OVER (PARTITION BY id ORDER BY other_id) AS number FROM temp.map_\(table))
                WHERE number > copies)
            """)
    }

    /// Finds the rows of the other file that are to come, and those of this one that are to go. The file whose claim is
    /// the longer one says how often it stands there; where they are as long, the one that has it more often.
    mutating func choose() throws {
        let tables = Merge.bearing + Merge.resting
        for table in tables {
            try connection.execute(
                """
                CREATE TEMP TABLE fresh_\(table) (other_id INTEGER PRIMARY KEY);
                INSERT INTO temp.fresh_\(table) SELECT id FROM other.\(table) WHERE id NOT IN (SELECT other_id FROM temp.map_\(table));
                """)
        }
        for table in tables {
            let (ours, theirs) = (claim(table, "t", .ours), claim(table, "o", .theirs))
            let ourPast = "p.side = 'ours' AND p.table_name = '\(table)'"
            let theirPast = "q.side = 'theirs' AND q.table_name = '\(table)'"
            if try hasPast(.ours, table) {
                try connection.execute(
                    """
                    DELETE FROM temp.fresh_\(table) WHERE other_id IN (
                        SELECT o.id FROM temp.fresh_\(table) f CROSS JOIN other.\(table) o ON o.id = f.other_id
                        CROSS JOIN temp.past p ON \(ourPast) AND p.claim = \(theirs)
                        LEFT JOIN temp.past q ON \(theirPast) AND q.claim = p.claim
                        WHERE p.length > coalesce(q.length, 1) OR (p.length = coalesce(q.length, 1) AND p.length % 2 = 0))
                    """)
            }
            guard Merge.resting.contains(table) else { continue }
            try connection.execute("CREATE TEMP TABLE gone_\(table) (id INTEGER PRIMARY KEY)")
            if try hasPast(.theirs, table) {
                try connection.execute(
                    """
                    INSERT INTO temp.gone_\(table) SELECT id FROM (
                        SELECT t.id, row_number() OVER copies AS number, first_value(t.id) OVER copies AS first FROM main.\(table) t
                        CROSS JOIN temp.past q ON \(theirPast) AND q.claim = \(ours)
                        LEFT JOIN temp.past p ON \(ourPast) AND p.claim = q.claim
                        WHERE q.length > coalesce(p.length, 1) WINDOW copies AS (PARTITION BY q.claim ORDER BY t.id)
                    ) WHERE number > (SELECT count(*) FROM temp.map_\(table) WHERE id = first)
                    """)
            }
        }
        try chooseNeeded()
    }

    /// What was given up here, and what comes rests on, comes too.
    private mutating func chooseNeeded() throws {
        func isGivenUp(_ claim: String, _ table: String) -> String {
            """
            \(claim) IN (SELECT p.claim FROM temp.past p LEFT JOIN temp.past q ON q.side = 'theirs' AND q.table_name = p.table_name AND q.claim = p.claim
                WHERE p.side = 'ours' AND p.table_name = '\(table)' AND p.length % 2 = 0 AND p.length >= coalesce(q.length, 1))
            """
        }
        func add(_ table: String, _ needed: String) throws {
            let ids =
                "SELECT id FROM other.\(table) WHERE id NOT IN (SELECT other_id FROM temp.map_\(table)) AND id NOT IN (SELECT other_id FROM temp.fresh_\(table)) AND id IN (\(needed))"
            // It came because it was needed: that it had been given up is as true as before.
            let claims =
                "SELECT \(claim(table, "o", .theirs)) FROM other.\(table) o WHERE o.id IN (\(ids))"
            let known =
                "FROM temp.past WHERE side = 'ours' AND table_name = '\(table)' AND claim IN (\(claims))"
            try connection.execute(
                "INSERT OR IGNORE INTO temp.past SELECT 'needed', table_name, claim, length \(known); INSERT INTO temp.fresh_\(table) \(ids);"
            )
        }
        for table in Merge.bearing.reversed() {
            let isLeft = try connection.value(
                Bool.self,
                "SELECT EXISTS (SELECT 1 FROM other.\(table) WHERE id NOT IN (SELECT other_id FROM temp.map_\(table)) AND id NOT IN (SELECT other_id FROM temp.fresh_\(table)))"
            )
            guard isLeft == true else { continue }
            var needed = try references(to: table).compactMap { reference -> String? in
                let (other, column) = reference
                if other == "document" || Merge.details.contains(other) {
                    guard column != "id" else { return nil }
                    // A link that was taken away here needs nothing.
                    let taken = isGivenUp(
                        "json_array(\(rowName(other, "r.id", .theirs)), \(try text(column, other, "r", .theirs)))",
                        "\(other).\(column)")
                    let isHere = ["map", "fresh"].map {
                        "r.id IN (SELECT other_id FROM temp.\($0)_\(Merge.named(other)))"
                    }
                    return
                        "SELECT r.\(column) FROM other.\(other) r WHERE r.\(column) IS NOT NULL AND (\(isHere.joined(separator: " OR "))) AND NOT \(taken)"
                }
                guard !["identifier", "identity_judgement"].contains(other) else {
                    return nil
                }
                return
                    "SELECT r.\(column) FROM other.\(other) r WHERE r.id IN (SELECT other_id FROM temp.fresh_\(other))"
            }
            if table == "entity" {
                // A name that was not given up with its thing is in fresh_name.
                needed.append(isIdentified(.theirs))
                for column in ["left_id", "right_id"] {
                    needed.append(
                        "SELECT r.\(column) FROM other.identity_judgement r WHERE r.author <> 'merge' AND NOT \(isGivenUp(judgementClaim("r", .theirs), "identity_judgement"))"
                    )
                }
            }
            // What a conflict names is needed as well.
            for (other, column) in links(to: table) {
                let (row, value) = (
                    rowName(other, "c.row_id", .theirs), listedValue(other, column, "c", .theirs)
                )
                needed.append(
                    """
                    SELECT k.id FROM other.conflict c JOIN other.\(table) k ON k.key = c.value WHERE c.table_name = '\(other)' AND c.column_name = '\(column)'
                        AND (c.row_id IN (SELECT other_id FROM temp.map_\(table)) OR c.row_id IN (SELECT other_id FROM temp.fresh_\(table)))
                        AND NOT \(isGivenUp("json_array(\(row), \(value))", "\(other).\(column)"))
                    """)
            }
            // So is the end of a link that is kept of what is here, or comes.
            for (other, column) in links(to: table) {
                needed.append(
                    """
                    SELECT k.id FROM (
                        SELECT claim, max(length) AS length FROM temp.past WHERE side IN ('ours', 'theirs') AND table_name = '\(other).\(column)' GROUP BY claim
                    ) q JOIN temp.\(table)_name k ON k.side = 'theirs' AND k.name = json_extract(q.claim, '$[1]')
                    WHERE q.length % 2 AND json_extract(q.claim, '$[0]') IN (
                        SELECT name FROM \(names(other)) UNION SELECT name FROM \(names(other, .theirs)) WHERE id IN (SELECT other_id FROM temp.fresh_\(Merge.named(other))))
                    """)
            }
            // A link within the table may need another of its rows.
            var count = -1
            while let now = try connection.value(Int.self, "SELECT count(*) FROM temp.fresh_\(table)"),
                now != count
            {
                count = now
                for rows in needed { try add(table, rows) }
            }
        }
    }
}
