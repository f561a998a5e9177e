// The verbs that ask what was changed, and take it back.

import Standpoint

extension Verb {
    // MARK: log

    static let log = Verb(
        name: "log", usage: "log FILE [REVISION]",
        summary:
            "Lists the revisions: who changed what, when and why; or what one of them changed, row by row, before and after.",
        operands: 1...2, options: [.limit], example: "standpoint log havana.sqlite 1"
    ) { arguments in
        let kb = try open(arguments.operands[0])
        guard let text = arguments.operands.dropFirst().first else {
            var rows = try kb.revisions.all().reversed().map { revision -> [Value] in
                [
                    .integer(revision.id), .text(revision.createdAt), .text(revision.author),
                    .text(revision.note),
                ]
            }
            if let limit = try arguments.number("limit") { rows = Array(rows.prefix(limit)) }
            try Answer(columns: ["revision", "when", "who", "why"], rows: rows).print(arguments)
            return 0
        }
        let revision = try Arguments.revision(text, in: kb)
        let changes = try kb.read { try $0.changes(in: revision) }
        let rows = changes.flatMap { change -> [[Value]] in
            // A row may have nothing but its id.
            let columns = change.columns.map { [.text($0.name), $0.before, $0.after] }
            return (columns.isEmpty ? [[.null, .null, .null]] : columns).map { (column: [Value]) in
                [.text(change.table), .integer(change.row), .text(change.kind.rawValue)] + column
            }
        }.prefix(try arguments.number("limit") ?? Int.max)
        try Answer(columns: ["table", "row", "change", "column", "before", "after"], rows: Array(rows)).print(
            arguments)
        return 0
    }

    // MARK: undo

    static let undo = Verb(
        name: "undo", usage: "undo FILE REVISION --by AUTHOR [--because WHY]",
        summary:
            "Takes back what a revision did, as a new one. Refused, with the list, where something has come to depend on it.",
        operands: 2...2,
        options: [Option("by", "AUTHOR", "who takes it back"), Option("because", "WHY", "why")],
        example: "standpoint undo havana.sqlite 2 --by desk --because \"the report was withdrawn\""
    ) { arguments in
        guard let author = arguments.value("by") else {
            throw UsageError(message: "--by says who takes it back")
        }
        let kb = try openToWrite(arguments.operands[0])
        let revision = try Arguments.revision(arguments.operands[1], in: kb)
        let count = try kb.edit(
            by: author, note: arguments.value("because") ?? "undo of revision \(revision)"
        ) {
            try $0.undo(revision: revision)
        }
        try kb.close()
        if arguments.isForProgram {
            try Answer(columns: ["rows"], rows: [[.integer(Int64(count))]]).print(arguments)
        } else {
            try Output.line("\(count) row\(count == 1 ? "" : "s") changed back")
        }
        return 0
    }
}

extension Arguments {
    /// The number of a revision that is there.
    fileprivate static func revision(_ text: String, in kb: KnowledgeBase, hint: String = "") throws -> Int64
    {
        guard let revision = Int64(text) else {
            throw UsageError(message: "a revision is a number, not ‘\(text)’; standpoint log lists them")
        }
        let isThere = try kb.read {
            try $0.connection.value(Int64.self, "SELECT 1 FROM revision WHERE id = ?", revision) != nil
        }
        guard isThere else {
            throw StandpointError.unknownKey(
                text, kind: "revision", hint: "; standpoint log lists them\(hint)")
        }
        return revision
    }

    /// The file that the verb is about, as it is, or as it was at `--as-of`.
    func knowledgeBase() throws -> KnowledgeBase {
        let kb = try Verb.open(operands[0])
        guard let text = value("as-of") else { return kb }
        if Int64(text) != nil {
            let hint = ", and a date is YYYY-MM-DD or longer"
            return try kb.asOf(revision: try Arguments.revision(text, in: kb, hint: hint))
        }
        do {
            return try kb.asOf(text)
        } catch StandpointError.date {
            throw UsageError(message: "--as-of ‘\(text)’ is no time: \(Option.asOfRule)")
        }
    }
}

extension Option {
    static let asOf = Option("as-of", "WHEN", "as the file was then: \(asOfRule)")

    fileprivate static let asOfRule =
        "a number is a revision, as standpoint log lists them; "
        + "YYYY-MM-DD is the end of that day and YYYY-MM-DDThh:mm:ssZ a moment, in UTC"
}

extension Verb {
    // MARK: merge

    static let merge = Verb(
        name: "merge", usage: "merge FILE OTHER --by AUTHOR [--because WHY]",
        summary:
            "Brings everything that another file says into FILE, as one revision; what the two say differently of a thing is listed, and a fact that each has corrected in another way is there twice.",
        operands: 2...2,
        options: [Option("by", "AUTHOR", "who merges them"), Option("because", "WHY", "why")],
        example: "standpoint merge havana.sqlite colleague.sqlite --by desk"
    ) { arguments in
        guard let author = arguments.value("by") else {
            throw UsageError(message: "--by says who merges them")
        }
        let kb = try openToWrite(arguments.operands[0])
        let progress = Progress("merging")
        defer { progress.clear() }
        let summary = try kb.merge(
            fileAt: arguments.operands[1], by: author, note: arguments.value("because")
        ) { progress.show($0, of: $1) }
        progress.clear()
        if !arguments.isForProgram {
            try Output.line(
                "\(summary.inserted) rows inserted, \(summary.deleted) deleted, \(summary.updated) columns updated, \(summary.conflicts) conflicts"
            )
            if summary.conflicts == 0 { return 0 }
        }
        let answer = try kb.read { snapshot in
            try Answer(
                snapshot.connection,
                "SELECT table_name AS \"table\", row_id AS row, column_name AS column, value AS other_value FROM conflicts WHERE revision_id = ? ORDER BY 1, 2, 3",
                [summary.revision.map { .integer($0) } ?? .null])
        }
        guard arguments.isForProgram else {
            try answer.print(arguments)
            return 0
        }
        let counts = [summary.inserted, summary.deleted, summary.updated, summary.conflicts].map {
            Value.integer(Int64($0))
        }
        try Answer.print(
            [
                (
                    "merge",
                    Answer(
                        columns: ["inserted", "deleted", "updated", "conflicts", "revision"],
                        rows: [counts + [summary.revision.map { .integer($0) } ?? .null]])
                ), ("conflicts", answer),
            ], arguments)
        return 0
    }
}
