// The verbs, each a few lines over the library.

import Foundation
import Standpoint

/// A verb of the command.
struct Verb: Sendable {
    let name: String
    let usage: String
    let summary: String
    let operands: ClosedRange<Int>
    let options: [Option]
    let example: String
    let run: @Sendable (Arguments) throws -> Int32

    static let all = [
        imports, show, stances, network, positions, timeline, who, together, changes, search, corroboration,
        grades,
        orphans, reanchor, annotations, annotate, resolve, duplicates, same, different, unsure, withdraw,
        judgements, sql,
        log, undo, merge, check, schema,
    ]

    static func open(_ path: String) throws -> KnowledgeBase {
        try KnowledgeBase(at: path, .init(readOnly: true))
    }

    /// Opens a file that is there.
    static func openToWrite(_ path: String) throws -> KnowledgeBase {
        try open(path).close()
        return try KnowledgeBase(at: path)
    }

    // MARK: import

    static let imports = Verb(
        name: "import", usage: "import FILE DOSSIER…",
        summary:
            "Imports dossiers: folders with a source text and a JSON5 file of things and facts; or .dna files of the Discourse Network Analyzer. Makes FILE where there is none.",
        operands: 2...1000,
        options: [Option("by", "AUTHOR", "who imports; the dossier's own author where left out")],
        example: "standpoint import havana.sqlite Examples/havana-2019"
    ) { arguments in
        let kb = try KnowledgeBase(at: arguments.operands[0])
        let progress = Progress("importing")
        var answer = Answer(columns: ["dossier", "inserted", "updated", "deleted", "revision"])
        for dossier in arguments.operands.dropFirst() {
            let summary =
                try dossier.hasSuffix(".dna")
                ? kb.importDNA(at: dossier, by: arguments.value("by") ?? "import") {
                    progress.show($0, of: $1)
                }
                : kb.importDossier(at: dossier, by: arguments.value("by")) { progress.show($0, of: $1) }
            progress.clear()
            answer.rows.append([
                .text(summary.dossier), .integer(Int64(summary.inserted)), .integer(Int64(summary.updated)),
                .integer(Int64(summary.deleted)), summary.revision.map { .integer($0) } ?? .null,
            ])
        }
        try kb.close()
        try answer.print(arguments)
        return 0
    }

    // MARK: show

    static let show = Verb(
        name: "show", usage: "show FILE KEY",
        summary: "Shows a thing or a document with everything known about it, sources included.",
        operands: 2...2, options: [.asOf], example: "standpoint show havana.sqlite nicolas-maduro"
    ) { arguments in
        let (kb, key) = (try arguments.atTime(open(arguments.operands[0])), arguments.operands[1])
        let sections = try kb.read { try Portrait.sections(of: key, in: $0) }
        guard !sections.isEmpty else {
            let keys = try kb.read { snapshot in
                try snapshot.connection.rows(
                    "SELECT key FROM entity UNION ALL SELECT key FROM document LIMIT 100000"
                )
                .map { try $0.get(0, as: String.self) }
            }
            throw StandpointError.unknownKey(
                key, kind: "thing or document", hint: StandpointError.hint(for: key, in: keys))
        }
        try Answer.print(sections, arguments)
        return 0
    }

    // MARK: sql

    static let sql = Verb(
        name: "sql", usage: "sql FILE SQL [VALUE…]",
        summary:
            "Runs one SQL statement that only reads. Values are bound to its parameters in order, or by name.",
        operands: 2...1000,
        options: [Option("param", "NAME=VALUE", "the value of :NAME; may be given several times"), .asOf],
        example:
            "standpoint sql havana.sqlite \"SELECT holder, act FROM stances WHERE target_key = :topic\" --param topic=us-blockade-of-cuba"
    ) { arguments in
        let kb = try arguments.atTime(open(arguments.operands[0]))
        let answer = try kb.read { snapshot in
            let statement = try snapshot.connection.prepare(arguments.operands[1])
            guard statement.isReadOnly else {
                throw UsageError(message: "the statement would change the file; sql only reads")
            }
            for (index, value) in arguments.operands.dropFirst(2).enumerated() {
                try statement.bind(Answer.value(value), at: index + 1)
            }
            for parameter in arguments.values("param") {
                let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { throw UsageError(message: "--param takes NAME=VALUE") }
                try statement.bind(Answer.value(String(parts[1])), named: ":\(parts[0])")
            }
            return try Answer(statement)
        }
        try answer.print(arguments)
        return 0
    }

    // MARK: check

    static let check = Verb(
        name: "check", usage: "check FILE",
        summary: "Lists everything in the file that breaks a rule; exit code 1 where anything does.",
        operands: 1...1, options: [], example: "standpoint check havana.sqlite"
    ) { arguments in
        let problems = try open(arguments.operands[0]).problems()
        if problems.isEmpty, !arguments.has("json"), !arguments.has("csv") {
            print("no problem found")
            return 0
        }
        let rows: [[Value]] = problems.map { [.text($0.table), .integer($0.row), .text($0.message)] }
        try Answer(columns: ["table", "row", "problem"], rows: rows).print(arguments)
        return problems.isEmpty ? 0 : 1
    }

    // MARK: schema

    static let schema = Verb(
        name: "schema", usage: "schema FILE [TABLE]",
        summary: "Says what the tables and views of the file and their columns mean.",
        operands: 1...2, options: [Option("sql", nil, "the CREATE statements instead")],
        example: "standpoint schema havana.sqlite stances"
    ) { arguments in
        let kb = try open(arguments.operands[0])
        let table = arguments.operands.dropFirst().first
        let tables = try kb.read { snapshot in
            try snapshot.connection.rows("SELECT DISTINCT table_name FROM dictionary").map {
                try $0.get(0, as: String.self)
            }
        }
        if let table, !tables.contains(table) {
            throw StandpointError.unknownKey(
                table, kind: "table or view", hint: StandpointError.hint(for: table, in: tables))
        }
        let answer = try kb.read { snapshot in
            if arguments.has("sql") {
                return try Answer(
                    snapshot.connection,
                    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND (?1 IS NULL OR tbl_name = ?1) ORDER BY rowid",
                    [table.map { .text($0) } ?? .null])
            }
            if let table {
                return try Answer(
                    snapshot.connection,
                    "SELECT coalesce(column_name, '') AS \"column\", meaning FROM dictionary WHERE table_name = ?",
                    [.text(table)])
            }
            return try Answer(
                snapshot.connection,
                "SELECT table_type AS type, table_name AS name, meaning FROM dictionary WHERE column_name IS NULL",
                [])
        }
        if arguments.has("sql"), !arguments.has("json"), !arguments.has("csv") {
            for row in answer.rows { print(Answer.plain(row[0]) + ";\n") }
        } else {
            try answer.print(arguments)
        }
        return 0
    }
}
