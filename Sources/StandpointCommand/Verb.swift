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

    /// Opens a file that is there, to read it.
    static func open(_ path: String) throws -> KnowledgeBase {
        guard FileManager.default.fileExists(atPath: path) else {
            throw Refusal(
                description: "there is no file \(path); standpoint import \(path) DOSSIER… makes it")
        }
        return try KnowledgeBase(at: path, .init(readOnly: true))
    }

    /// Opens a file that is there, to change it.
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
        options: [Option("by", "AUTHOR", "who imports; the dossier's own author where left out")]
            + Option.dna,
        example: "standpoint import havana.sqlite Examples/havana-2019"
    ) { arguments in
        let file = arguments.operands[0]
        let isNew = !FileManager.default.fileExists(atPath: file)
        let kb = try KnowledgeBase(at: file)
        let progress = Progress("importing")
        var answer = Answer(columns: ["dossier", "inserted", "updated", "deleted", "revision"])
        do {
            for dossier in arguments.operands.dropFirst() {
                defer { progress.clear() }
                let summary =
                    try DNAVariables.couldRead(dossier)
                    ? kb.importDNA(
                        at: dossier, key: arguments.value("key"), variables: DNAVariables(arguments),
                        by: arguments.value("by") ?? "import"
                    ) { progress.show($0, of: $1) }
                    : kb.importDossier(at: dossier, by: arguments.value("by")) { progress.show($0, of: $1) }
                answer.rows.append([
                    .text(summary.dossier), .integer(Int64(summary.inserted)),
                    .integer(Int64(summary.updated)), .integer(Int64(summary.deleted)),
                    summary.revision.map { .integer($0) } ?? .null,
                ])
            }
        } catch {
            // What was imported before it stays, and is told; a file that was made for nothing goes.
            try kb.close()
            if !answer.rows.isEmpty {
                try answer.print(arguments)
            } else if isNew {
                for name in [file, "\(file)-wal", "\(file)-shm"] {
                    try? FileManager.default.removeItem(atPath: name)
                }
            }
            throw error
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
        let (kb, key) = (try arguments.knowledgeBase(), arguments.operands[1])
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
        let kb = try arguments.knowledgeBase()
        let answer = try kb.read { snapshot in
            let statement = try snapshot.connection.prepare(arguments.operands[1])
            // What has no columns is no question: ATTACH and BEGIN count as reading with SQLite, and so does a
            // PRAGMA that changes how the connection behaves.
            guard statement.isReadOnly, !statement.columnNames.isEmpty else {
                throw UsageError(
                    message: "sql only reads, and this would change something: "
                        + "ask with SELECT, VALUES, EXPLAIN or a PRAGMA such as table_info(stance)")
            }
            try bind(arguments, to: statement)
            return try Answer(statement)
        }
        try answer.print(arguments)
        return 0
    }

    /// Gives a statement the values of the call: those behind it in order, and those of `--param` by name.
    private static func bind(_ arguments: Arguments, to statement: Statement) throws {
        let names = (0..<statement.parameterCount).map { statement.parameterName(at: $0 + 1) }
        var values: [Value?] = names.map { _ in nil }
        let inOrder = arguments.operands.dropFirst(2)
        guard inOrder.count <= names.count else {
            throw UsageError(
                message: "the statement takes \(names.count) value(s), and \(inOrder.count) are given")
        }
        for (place, word) in inOrder.enumerated() { values[place] = Answer.value(word) }
        for parameter in arguments.values("param") {
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw UsageError(message: "--param takes NAME=VALUE") }
            let (name, value) = (String(parts[0]), String(parts[1]))
            guard let place = names.firstIndex(where: { $0.map { String($0.dropFirst()) } == name }) else {
                let known = names.compactMap { $0.map { String($0.dropFirst()) } }
                throw UsageError(
                    message: "the statement has no :\(name)\(StandpointError.hint(for: name, in: known))")
            }
            values[place] = Answer.value(value)
        }
        for (place, value) in values.enumerated() {
            guard let value else {
                let isNamed = names[place].map { !$0.hasPrefix("?") } ?? false
                throw UsageError(
                    message: isNamed
                        ? "\(names[place] ?? "") has no value: give --param \(names[place]?.dropFirst() ?? "")=VALUE"
                        : "?\(place + 1) has no value: give it behind the statement")
            }
            try statement.bind(value, at: place + 1)
        }
    }

    // MARK: check

    static let check = Verb(
        name: "check", usage: "check FILE",
        summary: "Lists everything in the file that breaks a rule; exit code 1 where anything does.",
        operands: 1...1, options: [], example: "standpoint check havana.sqlite"
    ) { arguments in
        let problems = try open(arguments.operands[0]).problems()
        if problems.isEmpty, !arguments.has("json"), !arguments.has("csv") {
            try Output.line("no problem found")
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
            for row in answer.rows { try Output.line(Answer.plain(row[0]) + ";\n") }
        } else {
            try answer.print(arguments)
        }
        return 0
    }
}
