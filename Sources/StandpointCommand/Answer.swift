// Rows on their way to a person (a table) or a program (JSON, CSV).

import Standpoint

extension Option {
    /// The options that every verb has.
    static let output = [
        Option("json", nil, "the answer as JSON"), Option("csv", nil, "the answer as CSV (RFC 4180)"),
    ]
}

/// The answer to a question: named columns and rows.
struct Answer {
    var columns: [String]
    var rows: [[Value]] = []

    init(columns: [String], rows: [[Value]] = []) { (self.columns, self.rows) = (columns, rows) }

    init(_ connection: Connection, _ sql: String, _ values: [Value]) throws {
        let statement = try connection.statement(sql)
        let rows = try statement.rows(values: values).map { row in
            try (0..<row.count).map { try row.value($0) }
        }
        self.init(columns: statement.columnNames, rows: rows)
    }

    /// All rows of a statement that has its values. A column whose name is taken gets a number: a JSON object cannot
    /// have two members of one name.
    init(_ statement: Statement) throws {
        var rows: [[Value]] = []
        while try statement.step(), let row = statement.row {
            rows.append(try (0..<row.count).map { try row.value($0) })
        }
        var (columns, taken) = (statement.columnNames, Set(statement.columnNames))
        for (place, name) in columns.enumerated() where columns[..<place].contains(name) {
            columns[place] = (2...).lazy.map { "\(name)_\($0)" }.first { !taken.contains($0) } ?? name
            taken.insert(columns[place])
        }
        self.init(columns: columns, rows: rows)
    }

    /// Stances; the whole of them for programs, what a person reads otherwise.
    init(_ stances: [Stance], whole: Bool) {
        func text(_ value: String?) -> Value { value.map { .text($0) } ?? .null }
        guard whole else {
            self.init(
                columns: ["date", "holder", "act", "toward", "words"],
                rows: stances.map { stance in
                    let side =
                        stance.polarity == .supports ? "for" : stance.polarity == .opposes ? "against" : nil
                    let marks = [
                        stance.actIsOpen ? side : nil, stance.isConditional ? "conditional" : nil,
                        stance.rank == .deprecated ? "deprecated" : nil,
                    ].compactMap(\.self)
                    let toward = [
                        stance.target.name, stance.proposition, stance.addressee.map { "of \($0.name)" },
                    ]
                    return [
                        text(stance.date?.description),
                        .text(stance.holder.name + (stance.onBehalfOf.map { " for \($0.name)" } ?? "")),
                        .text(
                            stance.act.rawValue + (marks.isEmpty ? "" : " (\(marks.joined(separator: ", ")))")
                        ),
                        .text(toward.compactMap { $0 }.joined(separator: "; ")),
                        .text(Answer.words(stance.evidence.quote, stance.evidence.locator)),
                    ]
                })
            return
        }
        self.init(
            columns: [
                "id", "date", "holder", "holder_key", "on_behalf_of", "on_behalf_of_key", "act", "polarity",
                "strength",
                "target", "target_key", "addressee", "addressee_key", "ordinal", "proposition", "conditional",
                "reported",
                "event", "event_key", "quote", "start_offset", "locator", "document", "document_key",
                "publisher",
                "confidence", "rank",
            ],
            rows: stances.map { stance in
                [
                    .integer(stance.id.rawValue), text(stance.date?.description), .text(stance.holder.name),
                    .text(stance.holder.key), text(stance.onBehalfOf?.name), text(stance.onBehalfOf?.key),
                    .text(stance.act.rawValue), .integer(Int64(stance.polarity.rawValue)),
                    stance.strength.map { .integer(Int64($0)) } ?? .null, .text(stance.target.name),
                    .text(stance.target.key), text(stance.addressee?.name), text(stance.addressee?.key),
                    stance.ordinal.map { .integer(Int64($0)) } ?? .null, text(stance.proposition),
                    .integer(stance.isConditional ? 1 : 0), .integer(stance.isReported ? 1 : 0),
                    text(stance.event?.name),
                    text(stance.event?.key), .text(stance.evidence.quote),
                    stance.evidence.start.map { .integer(Int64($0)) } ?? .null, text(stance.evidence.locator),
                    .text(stance.evidence.document.title), .text(stance.evidence.document.key),
                    text(stance.evidence.document.publisher), stance.confidence.map { .real($0) } ?? .null,
                    .text(stance.rank.rawValue),
                ]
            })
    }

    // MARK: Values

    /// A value as a person writes it on the command line: a number where it is written as one is printed, a text
    /// otherwise: `080` is a code, and so is a number of more digits than SQLite has.
    static func value(_ word: String) -> Value {
        if let integer = Int64(word), String(integer) == word { return .integer(integer) }
        if let real = Double(word), real.isFinite, String(real) == word { return .real(real) }
        return .text(word)
    }

    /// The words that prove something, or where they stand in a source without archived text.
    static func words(_ quote: String, _ locator: String?) -> String {
        guard quote.isEmpty, let locator else { return quote }
        return "[\(locator)]"
    }

    static func plain(_ value: Value) -> String {
        switch value {
        case .null: ""
        case .integer(let value): String(value)
        case .real(let value): Int64(exactly: value).map(String.init) ?? String(value)
        case .text(let value): value
        case .blob(let bytes):
            "x'" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "'"
        }
    }

    /// A value as a literal of SQL, quoted as the shell of SQLite reads the words of its own commands.
    static func literal(_ value: Value) -> String {
        guard case .text(let text) = value else { return value == .null ? "NULL" : plain(value) }
        let escaped = text.replacing("'", with: "''").replacing("\\", with: "\\\\").replacing(
            "\"", with: "\\\""
        )
        .replacing("\n", with: "\\n")
        return "\"'\(escaped)'\""
    }

    private static func json(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .integer(let value): String(value)
        case .real(let value): value.isFinite ? String(value) : "null"
        case .text(let text): JSONText.quoted(text)
        case .blob: JSONText.quoted(plain(value))
        }
    }

    // MARK: Printing

    func print(_ arguments: Arguments) throws {
        try Answer.checkOutput(arguments)
        if arguments.has("json") {
            try Output.write(jsonArray(indent: "") + "\n")
        } else if arguments.has("csv") {
            try printCSV()
        } else {
            try Output.line(TextTable(self).text)
        }
    }

    static func print(_ sections: [(title: String, answer: Answer)], _ arguments: Arguments) throws {
        try checkOutput(arguments)
        if arguments.has("json") {
            let members = sections.map {
                "  \(JSONText.quoted($0.title)): \($0.answer.jsonArray(indent: "  "))"
            }
            try Output.write("{\n\(members.joined(separator: ",\n"))\n}\n")
        } else if arguments.has("csv") {
            var long = Answer(columns: ["section", "row", "column", "value"])
            for (title, answer) in sections {
                for (number, row) in answer.rows.enumerated() {
                    for (column, value) in zip(answer.columns, row) where value != .null {
                        long.rows.append([.text(title), .integer(Int64(number + 1)), .text(column), value])
                    }
                }
            }
            try long.printCSV()
        } else {
            for (title, answer) in sections {
                let isOne = answer.rows.count == 1 && title == "What it is"
                let text = isOne ? TextTable.list(answer) : TextTable(answer).text
                try Output.line("\(title)\n\n\(text)\n")
            }
        }
    }

    private static func checkOutput(_ arguments: Arguments) throws {
        if arguments.has("json"), arguments.has("csv") {
            throw UsageError(message: "--json and --csv exclude each other")
        }
    }

    private func jsonArray(indent: String) -> String {
        guard !rows.isEmpty else { return "[]" }
        let lines = rows.map { row in
            "\(indent)  {"
                + zip(columns, row).map { "\(JSONText.quoted($0)): \(Answer.json($1))" }.joined(
                    separator: ", ")
                + "}"
        }
        return "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
    }

    private func printCSV() throws {
        try Output.write(columns.map(CSVText.field).joined(separator: ",") + "\r\n")
        for row in rows {
            try Output.write(row.map { CSVText.field(Answer.plain($0)) }.joined(separator: ",") + "\r\n")
        }
    }
}
