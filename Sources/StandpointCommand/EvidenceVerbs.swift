// The verbs for evidence: how good it is, what became of it, and how it travels.

import Standpoint

extension Verb {
    private static func text(_ value: String?) -> Value { value.map { .text($0) } ?? .null }

    // MARK: corroboration

    static let corroboration = Verb(
        name: "corroboration", usage: "corroboration FILE [options]",
        summary:
            "Says by how many independent publishers it is attested that somebody stands on a side of something.",
        operands: 1...1,
        options: StanceFilter.options + StanceFilter.sides + [
            Option("publishers", "COUNT", "only what at least so many publishers attest"), .limit, .showSQL,
            .asOf,
        ], example: "standpoint corroboration havana.sqlite --toward us-blockade-of-cuba"
    ) { arguments in
        let kb = try arguments.knowledgeBase()
        var query = try StanceFilter.query(arguments, kb)
        if let side = try StanceFilter.side(arguments) { query = query.holding(side) }
        var found = query.corroboration(publishers: try arguments.number("publishers") ?? 0)
        if let limit = try arguments.number("limit") { found = found.limited(to: limit) }
        if try arguments.showsSQL(found) { return 0 }
        let keys = arguments.isForProgram ? ["holder_key", "target_key"] : []
        let rows: [[Value]] = try found.all().map {
            [
                .text($0.holder.name), .text($0.target.name), .integer(Int64($0.polarity.rawValue)),
                .integer(Int64($0.publishers)), .integer(Int64($0.documents)), .integer(Int64($0.stances)),
                .integer(Int64($0.quoted)),
            ] + (keys.isEmpty ? [] : [.text($0.holder.key), .text($0.target.key)])
        }
        try Answer(
            columns: ["holder", "target", "polarity", "publishers", "documents", "stances", "quoted"] + keys,
            rows: rows
        ).print(arguments)
        return 0
    }

    // MARK: grades

    static let grades = Verb(
        name: "grades", usage: "grades FILE [options]",
        summary:
            "Says of each stance in whose words it is told, who said it, who reported it and who coded it.",
        operands: 1...1, options: StanceFilter.options + StanceFilter.sides + [.limit, .showSQL, .asOf],
        example: "standpoint grades havana.sqlite --by nicolas-maduro"
    ) { arguments in
        let kb = try arguments.knowledgeBase()
        var query = try StanceFilter.query(arguments, kb)
        if let side = try StanceFilter.side(arguments) { query = query.holding(side) }
        var found = query.grades()
        if let limit = try arguments.number("limit") { found = found.limited(to: limit) }
        if try arguments.showsSQL(found) { return 0 }
        let rows: [[Value]] = try found.all().map { grade in
            [
                .integer(grade.id.rawValue), .text(grade.wording.rawValue), .text(grade.holder.name),
                .text(grade.act.rawValue), .text(grade.target.name), text(grade.evidence.document.publisher),
                text(grade.authors.isEmpty ? nil : grade.authors.joined(separator: ", ")), .text(grade.coder),
                text(grade.reviser), grade.confidence.map { .real($0) } ?? .null, .text(grade.evidence.quote),
            ]
        }
        try Answer(
            columns: [
                "stance", "wording", "said_by", "act", "target", "reported_by", "authors", "coded_by",
                "revised_by",
                "confidence", "quote",
            ], rows: rows
        ).print(arguments)
        return 0
    }

    // MARK: reanchor

    static let reanchor = Verb(
        name: "reanchor", usage: "reanchor FILE OLD NEW [options]",
        summary:
            "Looks for the words of a document's passages in a later capture, and keeps what became of each.",
        operands: 3...3,
        options: [
            Option(
                "fuzzy", "SCORE",
                "also take words that are only like those that are gone, or that stand in a sentence only like theirs, from this likeness on, 0 to 1"
            ),
            Option("by", "AUTHOR", "who does it; reanchor where left out"),
        ], example: "standpoint reanchor havana.sqlite report report-2020 --fuzzy 0.8"
    ) { arguments in
        let fuzzy = try arguments.value("fuzzy").map { word in
            guard let score = Double(word), score > 0, score <= 1 else {
                throw UsageError(message: "--fuzzy takes a number above 0 and at most 1")
            }
            return score
        }
        let kb = try openToWrite(arguments.operands[0])
        let (old, new) = (arguments.operands[1], arguments.operands[2])
        let ids = try [old, new].map { key in
            guard let document = try kb.read({ try $0.document(key) }) else {
                throw StandpointError.unknownKey(
                    key, kind: "document",
                    hint: StandpointError.hint(
                        for: key, in: try kb.documents.limited(to: 100_000).all().map(\.key)))
            }
            return document.id
        }
        let report = try kb.edit(
            by: arguments.value("by") ?? "reanchor", note: "Looked for the words of \(old) in \(new)"
        ) { try $0.reanchor(from: ids[0], to: ids[1], fuzzy: fuzzy) }
        let words = try kb.read { snapshot in
            try snapshot.connection.rows(
                "SELECT a.passage_id, p.quote, n.quote, n.start_offset FROM passage_anchor a JOIN passage p ON p.id = a.passage_id LEFT JOIN passage n ON n.id = a.new_passage_id WHERE a.document_id = ?",
                ids[1]
            ).map { row in
                (
                    try row.get(0, as: ID<Passage>.self),
                    [try row.value(1), try row.value(2), try row.value(3)]
                )
            }
        }
        let there = Dictionary(uniqueKeysWithValues: words)
        let rows: [[Value]] = report.map { one in
            [
                .integer(one.passage.rawValue), .text(one.outcome.rawValue),
                one.score.map { .real($0) } ?? .null, one.context.map { .real($0) } ?? .null,
            ] + (there[one.passage] ?? [.null, .null, .null])
        }
        try kb.close()
        try Answer(
            columns: ["passage", "outcome", "score", "context", "words", "words_there", "start"], rows: rows
        ).print(arguments)
        return 0
    }

    // MARK: orphans

    static let orphans = Verb(
        name: "orphans", usage: "orphans FILE [options]",
        summary:
            "Lists the facts whose words are gone from the last capture of their page, or not known to be there: orphaned, ambiguous, or not looked for yet.",
        operands: 1...1, options: [.limit, .showSQL, .asOf], example: "standpoint orphans havana.sqlite"
    ) { arguments in
        var orphans = try arguments.knowledgeBase().orphans()
        if let limit = try arguments.number("limit") { orphans = orphans.limited(to: limit) }
        if try arguments.showsSQL(orphans) { return 0 }
        let rows: [[Value]] = try orphans.all().map {
            [
                .text($0.table), .integer($0.row), .text($0.fact), .text($0.evidence.quote),
                .text($0.evidence.document.key), .text($0.capture.key),
                $0.outcome.map { .text($0.rawValue) }
                    ?? (arguments.isForProgram ? .null : .text("not looked for")),
            ]
        }
        try Answer(columns: ["table", "row", "fact", "words", "document", "capture", "outcome"], rows: rows)
            .print(
                arguments)
        return 0
    }

    // MARK: annotations

    static let annotations = Verb(
        name: "annotations", usage: "annotations FILE [options]",
        summary: "Writes passages and stances as W3C Web Annotations, JSON-LD.",
        operands: 1...1, options: [Option("document", "KEY", "only those of this document"), .asOf],
        example: "standpoint annotations havana.sqlite --document havana-report > annotations.json"
    ) { arguments in
        guard !arguments.has("csv") else { throw UsageError(message: "annotations are JSON-LD, not CSV") }
        try arguments.knowledgeBase().read { snapshot in
            try snapshot.annotations(of: arguments.value("document")) {
                try Output.write($0)
            }
        }
        return 0
    }

    static let annotate = Verb(
        name: "annotate", usage: "annotate FILE ANNOTATIONS…",
        summary:
            "Imports W3C Web Annotations, JSON-LD, on documents that the file has. Who imports them is who coded them here; comments and tags are left out.",
        operands: 2...1000, options: [Option("by", "AUTHOR", "who imports; import where left out")],
        example: "standpoint annotate havana.sqlite annotations.json --by desk"
    ) { arguments in
        let kb = try openToWrite(arguments.operands[0])
        var answer = Answer(columns: ["annotations", "inserted", "revision"])
        for path in arguments.operands.dropFirst() {
            let summary = try kb.importAnnotations(at: path, by: arguments.value("by") ?? "import")
            answer.rows.append([
                .text(summary.dossier), .integer(Int64(summary.inserted)),
                summary.revision.map { .integer($0) } ?? .null,
            ])
        }
        try kb.close()
        try answer.print(arguments)
        return 0
    }
}
