// Whose an identifier is in two files, and which judgements of identity stand together.

import StandpointSQLite

extension Merge {
    /// What somebody judged, in words that are the same in both files: the keys in their order.
    private struct Verdict: Hashable {
        let one: String
        let other: String
        let judgement: String
        let author: String
        let reason: String
        let preferred: String?

        var values: [Value] {
            [one, other, judgement, author, reason].map { .text($0) } + [preferred.value]
        }
        /// The order in which judgements are asked whether they may stand; those that a merge drew come last.
        var place: (Int, String, String, String, String) {
            (author == Merge.author ? 1 : 0, one, other, author, reason)
        }
    }

    /// A judgement with its row here; nil where there is none yet.
    private struct Judged {
        let row: Int64?
        let shown: String?
        let verdict: Verdict
    }

    private static let author = "merge"

    /// Settles identifiers and judgements.
    mutating func settleIdentities() throws {
        let wanted = try identifiers()
        try judgements(wanted)
    }

    // MARK: Identifiers

    /// An identifier belongs to one thing: that whose key comes first. Another of its kind is to be judged the same, one
    /// of another kind is listed.
    private mutating func identifiers() throws -> [Verdict] {
        let (ours, theirs) = (key("t.entity_id", .ours), key("o.entity_id", .theirs))
        let listed = { (schema: String, id: String) in
            "\(id) IN (SELECT row_id FROM \(schema).conflict WHERE table_name = 'identifier')"
        }
        let gone = """
            SELECT t.id FROM main.identifier t CROSS JOIN temp.past q ON q.side = 'theirs' AND q.table_name = 'identifier'
                AND q.claim = \(try claim("identifier", "t", .ours))
            LEFT JOIN temp.past p ON p.side = 'ours' AND p.table_name = q.table_name AND p.claim = q.claim
            WHERE q.length % 2 = 0 AND q.length > coalesce(p.length, 1)
                AND NOT EXISTS (SELECT 1 FROM other.identifier o WHERE o.scheme = t.scheme AND o.value = t.value)
            """
        if try hasPast(.theirs, "identifier") { try delete("identifier", gone) }
        let open = try connection.rows(
            """
            SELECT t.id, o.id, o.scheme, o.value, iif(t.id IS NULL, NULL, \(ours)), \(theirs)
            FROM other.identifier o LEFT JOIN main.identifier t ON t.scheme = o.scheme AND t.value = o.value
            WHERE t.id IS NULL OR \(ours) <> \(theirs) OR \(listed("main", "t.id")) OR \(listed("other", "o.id")) ORDER BY o.scheme, o.value
            """
        ).map { try $0.decode(Int64?.self, Int64.self, String.self, String.self, String?.self, String.self) }
        var wanted: [Verdict] = []
        for (row, theirRow, scheme, value, ours, theirs) in open {
            let held = Set([ours].compactMap(\.self) + (try owners(.ours, row)))
            let offered = Set([theirs] + (try owners(.theirs, theirRow)))
            var standing = try held.union(offered).filter { key in
                let claim: [Value] = [.text(key), .text(scheme), .text(value)]
                return try max(
                    length(.ours, "identifier", claim, held.contains(key)),
                    length(.theirs, "identifier", claim, offered.contains(key))) % 2 == 1
            }
            if standing.isEmpty, let ours { standing = [min(ours, theirs)] }
            let things = try standing.sorted().compactMap { key in
                try connection.first("SELECT id, kind FROM main.entity WHERE key = ?", key) {
                    (id: try $0.get(0, as: Int64.self), kind: try $0.get(1, as: String.self), key: key)
                }
            }
            guard let owner = things.first else { continue }
            let identifier: Int64
            if let row {
                identifier = row
                if owner.key != ours {
                    try connection.run(
                        "UPDATE main.identifier SET entity_id = ?, revision_id = ? WHERE id = ?", owner.id,
                        edit.revision(), row)
                    updated += 1
                }
            } else {
                identifier = try edit.insert(.identifier, [.integer(owner.id), .text(scheme), .text(value)])
                inserted += 1
            }
            for thing in things where thing.kind != owner.kind {
                try addConflict("identifier", identifier, "entity_id", thing.key)
            }
            for one in things {
                for other in things where one.key < other.key && one.kind == other.kind {
                    wanted.append(Merge.same(one.key, other.key, "both are \(scheme) \(value)"))
                }
            }
        }
        return wanted
    }

    /// The things that an identifier was said to be of, beside the one that it belongs to.
    private func owners(_ side: MergeSide, _ row: Int64?) throws -> [String] {
        guard let row else { return [] }
        return try connection.rows(
            "SELECT value FROM \(side.schema).conflict WHERE table_name = 'identifier' AND column_name = 'entity_id' AND row_id = ?",
            row
        ).map { try $0.get(0, as: String.self) }
    }

    private static func same(_ one: String, _ other: String, _ reason: String) -> Verdict {
        Verdict(one: one, other: other, judgement: "same", author: author, reason: reason, preferred: nil)
    }

    private func length(_ side: MergeSide, _ table: String, _ claim: [Value], _ isHeld: Bool) throws -> Int {
        let marks = claim.map { _ in "?" }.joined(separator: ", ")
        let statement = try connection.statement(
            "SELECT length FROM temp.past WHERE side = ? AND table_name = ? AND claim = json_array(\(marks))")
        var rows = try statement.rows(values: [.text(side.rawValue), .text(table)] + claim)
        return try rows.next()?.get(0, as: Int.self) ?? (isHeld ? 1 : 0)
    }

    // MARK: Judgements

    private mutating func judgements(_ wanted: [Verdict]) throws {
        let ours = try read(.ours)
        let theirs = try read(.theirs).map(\.verdict)
        let (here, there) = (Merge.counted(ours.map(\.verdict)), Merge.counted(theirs))
        func stands(_ verdict: Verdict, _ isWanted: Bool = false) throws -> Bool {
            try max(
                length(.ours, "identity_judgement", verdict.values, here[verdict] != nil),
                length(.theirs, "identity_judgement", verdict.values, there[verdict] != nil || isWanted)) % 2
                == 1
        }
        var all = try ours.filter { try there[$0.verdict] != nil || stands($0.verdict) }
        for judged in ours where !all.contains(where: { $0.row == judged.row }) {
            _ = try edit.revision()
            try connection.run("DELETE FROM main.identity_judgement WHERE id = ?", judged.row)
            try connection.run(
                "DELETE FROM main.conflict WHERE table_name = 'identity_judgement' AND row_id = ?", judged.row
            )
            deleted += 1
        }
        for (verdict, count) in there.sorted(by: { $0.key.place < $1.key.place }) where try stands(verdict) {
            for _ in 0..<max(0, count - (here[verdict] ?? 0)) {
                all.append(Judged(row: nil, shown: nil, verdict: verdict))
            }
        }
        for verdict in Set(wanted) where here[verdict] == nil && there[verdict] == nil {
            if try stands(verdict, true) { all.append(Judged(row: nil, shown: nil, verdict: verdict)) }
        }
        guard all.count != ours.count || all.contains(where: { $0.row == nil }) else { return }
        // Whatever has one identifier is the same as all that have it, in whatever order they came.
        let known = Set(all.map(\.verdict))
        let drawn = known.filter { $0.author == Merge.author && $0.judgement == "same" }
        for (reason, group) in Dictionary(grouping: drawn, by: \.reason) where reason.hasPrefix("both are ") {
            let keys = Set(group.flatMap { [$0.one, $0.other] })
            for one in keys {
                for other in keys where one < other {
                    let verdict = Merge.same(one, other, reason)
                    let isOfKind = try connection.value(
                        Bool.self,
                        "SELECT count(DISTINCT kind) = 1 FROM main.entity WHERE key IN (?, ?)", one, other)
                    if !known.contains(verdict), isOfKind == true, try stands(verdict, true) {
                        all.append(Judged(row: nil, shown: nil, verdict: verdict))
                    }
                }
            }
        }
        try write(all)
    }

    private static func counted(_ verdicts: [Verdict]) -> [Verdict: Int] {
        Dictionary(verdicts.map { ($0, 1) }, uniquingKeysWith: +)
    }

    /// Writes the judgements: those that two are different stand, and of those that two are the same, in their order,
    /// each that joins nothing that is different. The others become `unsure`, and the conflicts say what they were.
    private mutating func write(_ all: [Judged]) throws {
        let sorted = all.sorted { $0.verdict.place < $1.verdict.place }
        var (parents, enemies) = ([String: String](), [String: Set<String>]())
        func root(_ key: String) -> String {
            var key = key
            while let parent = parents[key] { key = parent }
            return key
        }
        for judged in sorted where judged.verdict.judgement == "different" {
            enemies[judged.verdict.one, default: []].insert(judged.verdict.other)
            enemies[judged.verdict.other, default: []].insert(judged.verdict.one)
        }
        var refused: Set<Int> = []
        for (place, judged) in sorted.enumerated() where judged.verdict.judgement == "same" {
            let (one, other) = (root(judged.verdict.one), root(judged.verdict.other))
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
            refused.contains(place) ? "unsure" : sorted[place].verdict.judgement
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
        let verdict = judged.verdict
        func id(_ key: String?) throws -> Int64? {
            try connection.value(Int64.self, "SELECT id FROM main.entity WHERE key = ?", key)
        }
        guard let one = try id(verdict.one), let other = try id(verdict.other) else { return }
        let preferred = given == "same" ? try id(verdict.preferred) : nil
        let values: [Value] = [
            .integer(min(one, other)), .integer(max(one, other)), .text(given), .text(verdict.author),
            .text(verdict.reason), preferred.value,
        ]
        let row: Int64
        if let known = judged.row {
            row = known
            try edit.write(.identityJudgement, row, values)
        } else {
            row = try edit.insert(.identityJudgement, values)
            inserted += 1
        }
        if given == verdict.judgement {
            if judged.row != nil {
                try connection.run(
                    "DELETE FROM main.conflict WHERE table_name = 'identity_judgement' AND row_id = ?", row)
            }
        } else {
            try addConflict("identity_judgement", row, "judgement", verdict.judgement)
            if let preferred = verdict.preferred {
                try addConflict("identity_judgement", row, "preferred_id", preferred)
            }
        }
    }

    /// The judgements of a file on things that are here, as they were made.
    private func read(_ side: MergeSide) throws -> [Judged] {
        func kept(_ column: String) -> String {
            "(SELECT c.value FROM \(side.schema).conflict c WHERE c.table_name = 'identity_judgement' AND c.row_id = j.id AND c.column_name = '\(column)')"
        }
        func entity(_ name: String, _ column: String) -> String {
            side == .ours
                ? "JOIN main.entity \(name) ON \(name).id = j.\(column)"
                : "JOIN temp.map_entity m\(name) ON m\(name).other_id = j.\(column) JOIN main.entity \(name) ON \(name).id = m\(name).id"
        }
        return try connection.rows(
            """
            SELECT j.id, j.judgement, min(l.key, r.key), max(l.key, r.key), coalesce(\(kept("judgement")), j.judgement), j.author, j.reason,
                coalesce(p.key, \(kept("preferred_id")))
            FROM \(side.schema).identity_judgement j \(entity("l", "left_id")) \(entity("r", "right_id")) LEFT \(entity("p", "preferred_id").replacing(" JOIN", with: " LEFT JOIN"))
            WHERE l.id <> r.id ORDER BY j.id
            """
        ).map { row in
            Judged(
                row: side == .ours ? try row.get(0) : nil, shown: side == .ours ? try row.get(1) : nil,
                verdict: Verdict(
                    one: try row.get(2), other: try row.get(3), judgement: try row.get(4),
                    author: try row.get(5),
                    reason: try row.get(6), preferred: try row.get(7)))
        }
    }
}
