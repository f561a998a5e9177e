// The SQL of a question: where its rows come from, what is asked of them, and the one statement that this makes.

import StandpointSQLite

/// Where the rows of a query come from: its SQL without the filters. There is one for each kind of row, to which all
/// queries refer.
final class QuerySource: Sendable {
    /// What is selected.
    let columns: String
    /// The table.
    let table: String
    /// What the SQL calls its rows.
    let alias: String
    /// What belongs to each row, and filters may look at.
    let joins: String
    /// What each row is completed with once it has passed the filters.
    let lookups: String
    /// The columns of keys for which an index has the rows in the order of the date.
    let leading: [String]
    /// The indexes that have the rows of more than a day by their last one, by the column of the key that they begin
    /// with; that of all rows under no name.
    let spans: [String: String]
    /// The columns of two keys for which an index has the rows in the order of the date.
    let pair: (first: String, second: String)?
    /// In which order, where nothing else is said.
    let order: [String]

    init(
        columns: String, table: String, alias: String, joins: String, lookups: String, leading: [String],
        spans: [String: String], pair: (first: String, second: String)?, order: [String]
    ) {
        (self.columns, self.table, self.alias, self.joins) = (columns, table, alias, joins)
        (self.lookups, self.leading, self.spans, self.pair) = (lookups, leading, spans, pair)
        self.order = order
    }

    /// The table under its alias.
    var rows: String { "\(table) \(alias)" }
}

/// What a question asks of its rows, and the SQL of it. It knows nothing of the type that the rows are read into, so
/// that it is compiled once for all.
struct QueryStatement: Sendable {
    /// A row of the table belongs to the thing of a key.
    private struct Key: Sendable, Hashable {
        let column: String
        let key: String
    }

    /// The days that the date of a row is compared with.
    private struct Span: Sendable {
        let earliest: Value
        let latest: Value
    }

    let source: QuerySource
    /// Whether its tables are views, which have no indexes to name.
    let isPast: Bool
    private var keys: [Key] = []
    private var span: Span?
    var conditions: [SQL]
    /// The columns; the last tells any two rows apart, and the one before it may be empty.
    var order: [String]
    var isDescending = false
    /// What the last row of the page before has in these columns.
    var last: [Value]?
    var limit: Int?

    init(_ source: QuerySource, condition: SQL?, isPast: Bool) {
        (self.source, self.isPast, order) = (source, isPast, source.order)
        conditions = condition.map { [$0] } ?? []
    }

    /// Asks that a column holds the id of the thing of a key.
    mutating func match(_ column: String, _ key: String) { keys.append(Key(column: column, key: key)) }

    /// Asks that the date of a row of a table may fall within another, or that it certainly does.
    mutating func within(_ table: String, _ date: EDTF, certainly: Bool) {
        let (first, last) = (date.earliest.description, date.latest.description)
        let f = source.leading.isEmpty ? "" : "f."
        let condition: SQL =
            certainly
            ? "\(raw: f)earliest BETWEEN \(first) AND \(last) AND \(raw: f)latest <= \(last)"
            : "\(raw: f)earliest <= \(last) AND \(raw: f)latest >= \(first)"
        if source.leading.isEmpty {
            // Apart from the rest, so that SQLite does not read all rows in their order rather than these by their dates.
            conditions.append(
                "\(raw: source.alias).id IN (SELECT id FROM \(raw: table) WHERE \(condition))")
        } else if certainly || span != nil {
            conditions.append(condition)
        } else {
            span = Span(earliest: .text(first), latest: .text(last))
        }
    }

    /// The statement, with its values.
    var sql: SQL {
        var sql = SQL(reserving: 4096)
        sql.add("SELECT ")
        sql.add(source.columns)
        sql.add("\nFROM ")
        addRows(to: &sql, joins: source.lookups)
        sql.add("\nORDER BY ")
        for (index, column) in order.enumerated() {
            if index > 0 { sql.add(", ") }
            sql.add(column)
            if isDescending { sql.add(" DESC") }
        }
        if let limit {
            sql.add("\nLIMIT ")
            sql.add(String(limit))
        }
        return sql
    }

    /// Other columns of the rows that match, each with what belongs to it; for what is drawn from many rows.
    func selecting(_ columns: String, joins: String) -> SQL {
        var sql = SQL(text: "SELECT \(columns)\nFROM ")
        addRows(to: &sql, joins: joins)
        return sql
    }

    /// A part of the rows that SQLite reads in the order of one index.
    private struct Part {
        enum Identity { case itself, merged, any }
        enum Time { case begun, reaching, overlapping }
        var identity: Identity?
        /// Of the second key of a pair that has an index of its own.
        var second: Identity?
        var time: Time?
        var index: String?
    }

    /// Parts that exclude each other and together have what a key and the span ask for; none where one condition
    /// behind the other does as well.
    ///
    /// SQLite merges them, so that the first rows are there at once however many there are: `column IN (…)` or `OR`
    /// would have all of them read and sorted.
    private var parts: [Part] {
        guard !source.leading.isEmpty, order == source.order else { return [] }
        let spans = isPast ? [:] : source.spans
        guard let lead else {
            guard keys.isEmpty, span != nil, let index = spans[""] else { return [] }
            return [Part(time: .begun), Part(time: .reaching, index: index)]
        }
        if second != nil {
            let time: Part.Time? = span == nil ? nil : .overlapping
            return [
                Part(identity: .itself, second: .itself, time: time),
                Part(identity: .itself, second: .merged, time: time),
                Part(identity: .merged, second: .any, time: time),
            ]
        }
        guard span != nil else { return [Part(identity: .itself), Part(identity: .merged)] }
        guard let index = spans[lead.column] else {
            return [Part(identity: .itself, time: .overlapping), Part(identity: .merged, time: .overlapping)]
        }
        return [
            Part(identity: .itself, time: .begun), Part(identity: .itself, time: .reaching, index: index),
            Part(identity: .merged, time: .overlapping),
        ]
    }

    /// The key whose index the rows are read by.
    private var lead: Key? {
        if keys.count < 2 {
            return keys.first.flatMap { source.leading.contains($0.column) ? $0 : nil }
        }
        return source.leading.lazy.compactMap { column in keys.first { $0.column == column } }.first
    }

    /// The key that an index has behind the lead.
    private var second: Key? {
        guard keys.count > 1, let pair = source.pair, lead?.column == pair.first else { return nil }
        return keys.first { $0.column == pair.second }
    }

    /// Adds the tables and the conditions.
    private func addRows(to sql: inout SQL, joins: String) {
        let (table, alias) = (source.rows, source.alias)
        let page = self.page
        var parts = self.parts
        let isPaged = !parts.isEmpty || (page.count > 1 && keys.isEmpty && !source.leading.isEmpty)
        if isPaged, parts.isEmpty { parts = [Part()] }
        let lead = parts.first?.identity == nil ? nil : self.lead
        let second = parts.first?.second == nil ? nil : self.second
        var isFirst = true
        for part in parts {
            for page in page.isEmpty ? [nil] : page.map(Optional.some) {
                sql.add(isFirst ? "(SELECT * FROM " : "\n    UNION ALL SELECT * FROM ")
                sql.add(table)
                if let index = part.index {
                    sql.add(" INDEXED BY ")
                    sql.add(index)
                }
                add(part, page, lead, second, to: &sql)
                isFirst = false
            }
        }
        if isFirst {
            sql.add(table)
        } else {
            sql.add(") ")
            sql.add(alias)
        }
        sql.add(source.joins)
        sql.add(joins)

        var isOpen = false
        func and(_ sql: inout SQL) {
            sql.add(isOpen ? "\n    AND " : "\nWHERE ")
            isOpen = true
        }
        for condition in conditions {
            and(&sql)
            sql += condition
        }
        for key in keys where key != lead && key != second {
            and(&sql)
            sql.add(key.column)
            sql.add(" IN (")
            sql += Piece.same(key.key)
            sql.add(")")
        }
        if let span, parts.first?.time == nil {
            and(&sql)
            add(.overlapping, span, to: &sql)
        }
        if !page.isEmpty, !isPaged {
            and(&sql)
            sql.add("(")
            sql += page.joined(" OR ")
            sql.add(")")
        }
    }

    /// Adds what is asked of a part.
    private func add(_ part: Part, _ page: SQL?, _ lead: Key?, _ second: Key?, to sql: inout SQL) {
        var isOpen = false
        func and(_ sql: inout SQL) {
            sql.add(isOpen ? " AND " : " WHERE ")
            isOpen = true
        }
        for case let (identity?, key?) in [(part.identity, lead), (part.second, second)] {
            and(&sql)
            sql.add(key.column)
            switch identity {
            case .itself:
                sql.add(" = (SELECT coalesce(canonical_id, id) FROM entity WHERE key = ", .text(key.key))
                sql.add(")")
            case .merged:
                sql.add(" IN (SELECT id FROM entity WHERE canonical_id = ")
                sql.add("(SELECT coalesce(canonical_id, id) FROM entity WHERE key = ", .text(key.key))
                sql.add("))")
            case .any:
                sql.add(" IN (")
                sql += Piece.same(key.key)
                sql.add(")")
            }
        }
        if let time = part.time, let span {
            and(&sql)
            add(time, span, to: &sql)
        }
        if let page {
            and(&sql)
            sql += page
        }
    }

    private func add(_ time: Part.Time, _ span: Span, to sql: inout SQL) {
        let (first, last) = (span.earliest, span.latest)
        switch time {
        case .begun:
            sql.add("f.earliest BETWEEN ", first)
            sql.add(" AND ", last)
        case .reaching:
            sql.add("f.earliest < ", first)
            sql.add(" AND f.latest >= ", first)
            sql.add(" AND f.latest > f.earliest")
        case .overlapping:
            sql.add("f.earliest <= ", last)
            sql.add(" AND f.latest >= ", first)
        }
    }

    /// What comes behind the last row of the page before; no first column is less than any other.
    private var page: [SQL] {
        guard let last, let id = last.last, let column = order.last else { return [] }
        let sign = isDescending ? "<" : ">"
        guard last.count == 2, let first = order.first else {
            return ["\(raw: column) \(raw: sign) \(id)"]
        }
        let same: SQL = "\(raw: first) IS NULL AND \(raw: column) \(raw: sign) \(id)"
        let beyond: SQL = "(\(raw: first), \(raw: column)) \(raw: sign) (\(last[0]), \(id))"
        switch (last[0], isDescending) {
        case (.null, false): return [same, "\(raw: first) IS NOT NULL"]
        case (.null, true): return [same]
        case (_, false): return [beyond]
        case (_, true): return [beyond, "\(raw: first) IS NULL"]
        }
    }
}
