// Whose an identifier is in two files, and which judgements of identity stand together.

import StandpointSQLite

extension Merge {
    /// What somebody judged, in words that are the same in both files: the names in their order.
    private struct Said: Hashable {
        let one: String
        let other: String
        let verdict: String
        let author: String
        let reason: String
        let preferred: String?

        var values: [Value] {
            [one, other, verdict, author, reason].map { .text($0) } + [preferred.value]
        }
        var plain: Said {
            Said(
                one: one, other: other, verdict: verdict, author: author, reason: reason, preferred: nil)
        }
        /// The order in which judgements are asked whether they may stand; those that a merge drew come last.
        var place: (Int, String, String, String, String) {
            (author == Merge.author ? 1 : 0, one, other, author, reason)
        }
    }

    /// A judgement with its row here; nil where there is none yet.
    private struct Judged {
        let row: Int64?
        /// Its row in the other file, where it comes from there.
        let otherRow: Int64?
        let shown: String?
        let said: Said
    }

    private static let author = "merge"

    /// Settles identifiers and judgements.
    mutating func settleIdentities() throws {
        try judgements(identifiers())
    }

    // MARK: Identifiers

    /// Reads whose the identifiers are said to be that the files say something different of.
    func readIdentifierClaims() throws {
        let (ours, theirs) = (name("entity", "t.entity_id", .ours), name("entity", "o.entity_id", .theirs))
        let listed = { (schema: String, id: String) in
            "\(id) IN (SELECT row_id FROM \(schema).conflict WHERE table_name = 'identifier')"
        }
        try connection.execute(
            """
            CREATE TEMP TABLE open_identifier (scheme TEXT, value TEXT, PRIMARY KEY (scheme, value)) WITHOUT ROWID;
            INSERT INTO temp.open_identifier
            SELECT o.scheme, o.value FROM other.identifier o LEFT JOIN main.identifier t ON t.scheme = o.scheme AND t.value = o.value
            WHERE t.id IS NULL OR \(ours) <> \(theirs) OR \(listed("main", "t.id")) OR \(listed("other", "o.id"))
            UNION SELECT json_extract(claim, '$[1]'), json_extract(claim, '$[2]') FROM temp.past WHERE table_name = 'identifier';
            CREATE TEMP TABLE identifier_claim (scheme TEXT, value TEXT, name TEXT, length INTEGER, PRIMARY KEY (scheme, value, name)) WITHOUT ROWID;
            CREATE INDEX temp.identifier_claim_name ON identifier_claim (name);
            """)
        for side in MergeSide.allCases {
            let (identifiers, conflicts) = ("\(side.schema).identifier", "\(side.schema).conflict")
            // What stands in a row or among the conflicts was not taken back when the row was given to another thing.
            try connection.execute(
                """
                WITH held (scheme, value, name) AS (
                    SELECT i.scheme, i.value, \(name("entity", "i.entity_id", side)) FROM temp.open_identifier JOIN \(identifiers) i USING (scheme, value)
                    UNION SELECT i.scheme, i.value, \(listedName("entity", "c", side)) FROM \(conflicts) c JOIN \(identifiers) i ON i.id = c.row_id
                        WHERE c.table_name = 'identifier' AND c.column_name = 'entity_id'
                ),
                said (scheme, value, name, length) AS (
                    SELECT json_extract(claim, '$[1]'), json_extract(claim, '$[2]'), json_extract(claim, '$[0]'), length
                    FROM temp.past WHERE side = '\(side)' AND table_name = 'identifier'
                )
                INSERT INTO temp.identifier_claim SELECT scheme, value, name, 1 FROM held
                UNION ALL SELECT s.scheme, s.value, s.name,
                    s.length - (s.length % 2 = 0 AND (s.scheme, s.value, s.name) IN (SELECT * FROM held))
                FROM said s
                WHERE 1 ON CONFLICT DO UPDATE SET length = max(length, excluded.length);
                """)
        }
    }

    /// The things that an identifier is said to be of hold on to it.
    func isIdentified(_ side: MergeSide) -> String {
        "SELECT n.id FROM temp.identifier_claim q CROSS JOIN temp.entity_name n ON n.side = '\(side)' AND n.name = q.name WHERE q.length % 2"
    }

    /// Who has the identifiers that the files say something different of. An identifier belongs to one thing: that whose
    /// key comes first. Another of its kind is to be judged the same, one of another kind is listed.
    private mutating func identifiers() throws -> Drawn {
        let open = try connection.rows(
            """
            SELECT k.scheme, k.value, t.id, \(name("entity", "t.entity_id", .ours))
            FROM temp.open_identifier k LEFT JOIN main.identifier t USING (scheme, value) ORDER BY 1, 2
            """
        ).map { try $0.decode(String.self, String.self, Int64?.self, String?.self) }
        var drawn = Drawn()
        for (scheme, value, row, ours) in open {
            let standing = try connection.rows(
                "SELECT name, length FROM temp.identifier_claim WHERE scheme = ? AND value = ? AND length % 2 ORDER BY name",
                scheme, value
            ).map { try $0.decode(String.self, Int.self) }
            let things = try standing.map(\.0).compactMap { name in
                try connection.first(
                    "SELECT t.id, t.kind, t.key FROM temp.entity_name n JOIN main.entity t ON t.id = n.id WHERE n.side = 'ours' AND n.name = ?",
                    name
                ) {
                    (
                        id: try $0.get(0, as: Int64.self), kind: try $0.get(1, as: String.self),
                        key: try $0.get(2, as: String.self), name: name
                    )
                }
            }
            let reason = "both are \(scheme) \(value)"
            drawn.reasons.insert(reason)
            guard let owner = things.first else {
                if let row { try delete("identifier", "SELECT \(row)") }
                continue
            }
            let identifier: Int64
            if let row {
                identifier = row
                if owner.name != ours {
                    try connection.run(
                        "UPDATE main.identifier SET entity_id = ?, revision_id = ? WHERE id = ?", owner.id,
                        edit.revision(), row)
                    updated += 1
                }
            } else {
                identifier = try edit.insert(.identifier, [.integer(owner.id), .text(scheme), .text(value)])
                inserted += 1
            }
            let others = things.filter { $0.kind != owner.kind }
            for thing in others { try addConflict("identifier", identifier, "entity_id", thing.key) }
            // One that was another's before may have come to be judged the same.
            let listed = try connection.rows(
                "SELECT value FROM main.conflict WHERE table_name = 'identifier' AND column_name = 'entity_id' AND row_id = ?",
                identifier
            ).map { try $0.get(0, as: String.self) }
            for key in listed where !others.contains(where: { TextBytes($0.key) == TextBytes(key) }) {
                try removeConflict("identifier", identifier, "entity_id", key)
            }
            // That others have it stands, though no row shows it.
            let shown = Set(things.filter { $0.kind != owner.kind || $0.name == owner.name }.map(\.name))
            for (key, length) in standing where !shown.contains(key) {
                try keep("identifier", [.text(key), .text(scheme), .text(value)], length)
            }
            for one in things {
                for other in things where one.name < other.name && one.kind == other.kind {
                    drawn.judgements.insert(Merge.same(one.name, other.name, reason))
                }
            }
        }
        return drawn
    }

    /// The judgements that follow from identifiers that are said to be of several things.
    private struct Drawn {
        var judgements: Set<Said> = []
        /// The reasons of those that were looked at: of these there are no other judgements.
        var reasons: Set<String> = []
    }

    /// Notes that a claim stands for which there is no row.
    private func keep(_ table: String, _ claim: [Value], _ length: Int) throws {
        let marks = claim.map { _ in "?" }.joined(separator: ", ")
        try connection.statement(
            "INSERT OR IGNORE INTO temp.past VALUES ('kept', ?, json_array(\(marks)), ?)"
        ).run(
            values: [.text(table)] + claim + [.integer(Int64(length))])
    }

    private static func same(_ one: String, _ other: String, _ reason: String) -> Said {
        Said(one: one, other: other, verdict: "same", author: author, reason: reason, preferred: nil)
    }

    private func length(_ side: MergeSide, _ said: Said, _ isHeld: Bool) throws -> Int {
        let statement = try connection.statement(
            "SELECT length FROM temp.past WHERE side = ? AND table_name = 'identity_judgement' AND claim = json_array(?, ?, ?, ?, ?, ?)"
        )
        var rows = try statement.rows(values: [.text(side.rawValue)] + said.values)
        let length = try rows.next()?.get(0, as: Int.self) ?? 0
        // What a row says was not taken back.
        return isHeld && length % 2 == 0 ? max(1, length - 1) : length
    }

    // MARK: Judgements

    private mutating func judgements(_ drawn: Drawn) throws {
        let ours = try read(.ours)
        let theirs = try read(.theirs)
        let (here, there) = (Merge.counted(ours.map(\.said)), Merge.counted(theirs.map(\.said)))
        func stands(_ said: Said, _ isWanted: Bool = false) throws -> Bool {
            // Somebody may have preferred one of the two since.
            if said.author == Merge.author, drawn.reasons.contains(said.reason),
                !drawn.judgements.contains(said.plain)
            {
                return false
            }
            let length = try max(
                length(.ours, said, here[said] != nil),
                length(.theirs, said, there[said] != nil))
            // What is drawn stands unless somebody has withdrawn it.
            return isWanted && length == 0 || length % 2 == 1
        }
        // What both say stands, but for what is drawn from identifiers.
        var all = try ours.filter {
            try there[$0.said] != nil && $0.said.author != Merge.author || stands($0.said)
        }
        let standing = Set(all.map(\.row))
        for judged in ours where !standing.contains(judged.row) {
            _ = try edit.revision()
            // What does not follow any more was not taken back.
            if judged.said.author == Merge.author {
                let length = try length(.ours, judged.said, true)
                if length % 2 == 1 { try keep("identity_judgement", judged.said.values, length) }
            }
            try connection.run("DELETE FROM main.identity_judgement WHERE id = ?", judged.row)
            deleted += 1
        }
        for (said, copies) in Dictionary(grouping: theirs, by: \.said).sorted(by: {
            $0.key.place < $1.key.place
        })
        where try stands(said) {
            all += copies.dropFirst(here[said] ?? 0)
        }
        let known = Set(all.map(\.said.plain))
        for said in drawn.judgements
        where here[said] == nil && there[said] == nil && !known.contains(said) {
            if try stands(said, true) { all.append(Judged(row: nil, otherRow: nil, shown: nil, said: said)) }
        }
        // One that had to give way may stand again, where what was against it was withdrawn.
        guard
            all.count != ours.count
                || all.contains(where: { $0.row == nil || $0.shown != $0.said.verdict })
        else { return }
        try write(all)
    }

    private static func counted(_ judgements: [Said]) -> [Said: Int] {
        Dictionary(judgements.map { ($0, 1) }, uniquingKeysWith: +)
    }

    /// Writes the judgements: those that two are different stand, and of those that two are the same, in their order,
    /// each that joins nothing that is different. The others become `unsure`, and the conflicts say what they were.
    private mutating func write(_ all: [Judged]) throws {
        let sorted = all.sorted { $0.said.place < $1.said.place }
        var (parents, enemies) = ([String: String](), [String: Set<String>]())
        func root(_ key: String) -> String {
            var key = key
            while let parent = parents[key] { key = parent }
            return key
        }
        for judged in sorted where judged.said.verdict == "different" {
            enemies[judged.said.one, default: []].insert(judged.said.other)
            enemies[judged.said.other, default: []].insert(judged.said.one)
        }
        var refused: Set<Int> = []
        for (place, judged) in sorted.enumerated() where judged.said.verdict == "same" {
            let (one, other) = (root(judged.said.one), root(judged.said.other))
            guard one != other else { continue }
            let against = (enemies[one] ?? []).union(enemies[other] ?? [])
            // An enemy of the one class that is in the other.
            if (enemies[one] ?? []).contains(where: { root($0) == other }) {
                refused.insert(place)
                continue
            }
            parents[other] = one
            enemies[one] = against
        }
        func given(_ place: Int) -> String {
            refused.contains(place) ? "unsure" : sorted[place].said.verdict
        }
        // What joins goes before what parts comes, and what joins comes last.
        let changed = sorted.indices.filter { sorted[$0].shown != given($0) }
        let order =
            changed.filter { given($0) != "same" && sorted[$0].row != nil }
            + changed.filter { given($0) != "same" && sorted[$0].row == nil }
            + changed.filter { given($0) == "same" }
        for place in order { try write(sorted[place], given(place)) }
    }

    private mutating func write(_ judged: Judged, _ given: String) throws {
        let said = judged.said
        func id(_ name: String?) throws -> Int64? {
            try connection.value(
                Int64.self, "SELECT id FROM temp.entity_name WHERE side = 'ours' AND name = ?", name)
        }
        guard let one = try id(said.one), let other = try id(said.other) else { return }
        let preferred = given == "same" ? try id(said.preferred) : nil
        let values: [Value] = [
            .integer(min(one, other)), .integer(max(one, other)), .text(given), .text(said.author),
            .text(said.reason), preferred.value,
        ]
        let row: Int64
        if let known = judged.row {
            row = known
            try edit.write(.identityJudgement, row, values)
        } else {
            row = try edit.insert(.identityJudgement, values)
            inserted += 1
            if let other = judged.otherRow {
                try noteOrigins("identity_judgement", "SELECT \(row) AS id, \(other) AS other_id")
            }
        }
        if given == said.verdict {
            if judged.row != nil {
                try connection.run(
                    "DELETE FROM main.conflict WHERE table_name = 'identity_judgement' AND row_id = ?", row)
            }
        } else {
            try addConflict("identity_judgement", row, "verdict", said.verdict)
            if let preferred = said.preferred {
                try addConflict(
                    "identity_judgement", row, "preferred_id", key(of: preferred, "entity") ?? preferred)
            }
        }
    }

    /// The judgements of a file on things that are here, as they were made.
    private func read(_ side: MergeSide) throws -> [Judged] {
        func kept(_ column: String) -> String {
            "(SELECT \(column == "preferred_id" ? listedName("entity", "c", side) : "c.value") FROM \(side.schema).conflict c WHERE c.table_name = 'identity_judgement' AND c.row_id = j.id AND c.column_name = '\(column)')"
        }
        func entity(_ name: String, _ column: String) -> String {
            side == .ours
                ? "JOIN main.entity \(name) ON \(name).id = j.\(column)"
                : "JOIN temp.map_entity m\(name) ON m\(name).other_id = j.\(column) JOIN main.entity \(name) ON \(name).id = m\(name).id"
        }
        let names = ["l", "r"].map { name("entity", "\($0).id", .ours) }.joined(separator: ", ")
        return try connection.rows(
            """
            SELECT j.id, j.verdict, min(\(names)), max(\(names)), coalesce(\(kept("verdict")), j.verdict), j.author, j.reason,
                coalesce(\(name("entity", "p.id", .ours)), \(kept("preferred_id")))
            FROM \(side.schema).identity_judgement j \(entity("l", "left_id")) \(entity("r", "right_id")) LEFT \(entity("p", "preferred_id").replacing(" JOIN", with: " LEFT JOIN"))
            WHERE l.id <> r.id ORDER BY j.id
            """
        ).map { row in
            Judged(
                row: side == .ours ? try row.get(0) : nil, otherRow: side == .ours ? nil : try row.get(0),
                shown: side == .ours ? try row.get(1) : nil,
                said: Said(
                    one: try row.get(2), other: try row.get(3), verdict: try row.get(4),
                    author: try row.get(5),
                    reason: try row.get(6), preferred: try row.get(7)))
        }
    }
}
