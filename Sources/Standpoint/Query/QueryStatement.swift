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
    /// The columns of keys for which an index has the rows in the order of the date, and the index; the one that finds
    /// the fewest rows as a rule comes first.
    let leading: [(column: String, index: String)]
    /// The indexes that have the rows of more than a day by their last one, by the column of the key that they begin
    /// with; that of all rows under no name.
    let spans: [String: String]
    /// The columns of two keys for which an index has the rows in the order of the date.
    let pair: (first: String, second: String, index: String)?
    /// In which order, where nothing else is said.
    let order: [String]
    /// The date of a row, where it has one.
    let dates: DateColumns?
    /// What its statements begin with.
    let selection: String
    /// The table under its alias.
    let rows: String

    init(
        columns: String, table: String, alias: String, joins: String, lookups: String,
        leading: [(column: String, index: String)], spans: [String: String],
        pair: (first: String, second: String, index: String)?, order: [String], dates: DateColumns?
    ) {
        (self.columns, self.table, self.alias, self.joins) = (columns, table, alias, joins)
        (self.lookups, self.leading, self.spans, self.pair) = (lookups, leading, spans, pair)
        (self.order, self.dates) = (order, dates)
        (selection, rows) = ("SELECT \(columns)\nFROM ", "\(table) \(alias)")
    }
}

/// The three columns of the date of a row.
struct DateColumns: Sendable {
    /// The table that has them.
    let table: String
    /// What the SQL calls its rows.
    let alias: String
    /// What the columns begin with where they are not `date`, `earliest` and `latest`: `published`.
    var name: String?

    /// The condition that a date may fall within another, or that it certainly does: that all its days are among those of
    /// the other, and that no mark of doubt says that it may have been other days.
    /// - Parameter prefix: What stands before the names of the columns: the alias and a period; a `+`, which keeps
    ///   SQLite from reading the rows by this condition where others find fewer.
    func within(_ span: QueryStatement.Span, _ prefix: String) -> SQL {
        let (date, earliest, latest) = (
            prefix + (name ?? "date"), prefix + (name.map { $0 + "_earliest" } ?? "earliest"),
            prefix + (name.map { $0 + "_latest" } ?? "latest")
        )
        guard span.isCertain else {
            return "\(raw: earliest) <= \(span.latest) AND \(raw: latest) >= \(span.earliest)"
        }
        return """
            \(raw: earliest) BETWEEN \(span.earliest) AND \(span.latest) AND \(raw: latest) <= \(span.latest) \
            AND \(raw: date) NOT GLOB '*[~?%]*'
            """
    }
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
    struct Span: Sendable {
        let earliest: Value
        let latest: Value
        /// Whether it is to fall within them for certain.
        let isCertain: Bool

        init(_ date: EDTF, isCertain: Bool) {
            // What lies before the year 0 or after 9999 is kept as the first or last day, and may lie anywhere beyond it:
            // for certain it is only within what has no end there.
            let isOpen = (start: date.beginning != .stated, end: date.end != .stated)
            earliest = .text(
                isCertain && date.earliest == .distantPast && !isOpen.start
                    ? "0000-01-02" : date.earliest.description)
            latest = .text(
                isCertain && date.latest == .distantFuture && !isOpen.end
                    ? "9999-12-30" : date.latest.description)
            self.isCertain = isCertain
        }
    }

    /// Something asked of a row.
    private struct Condition: Sendable {
        let sql: SQL
        /// The column that it begins with, where that says little: which side, which act. SQLite, which does not know
        /// that, is kept from reading a third of the table by it where something else finds a few rows.
        var column = ""
        /// Whether it finds a few rows by itself.
        var narrows = false
    }

    let source: QuerySource
    /// Whether its tables are views, which have no indexes to name.
    let isPast: Bool
    private var keys: [Key] = []
    private var spans: [Span] = []
    private var conditions: [Condition]
    /// The columns; the last tells any two rows apart, and the one before it may be empty.
    var order: [String]
    var isDescending = false
    /// What the last row of the page before has in these columns.
    var last: [Value]?
    var limit: Int?

    init(_ source: QuerySource, condition: SQL?, isPast: Bool) {
        (self.source, self.isPast, order) = (source, isPast, source.order)
        conditions = condition.map { [Condition(sql: $0)] } ?? []
    }

    /// Asks for something.
    mutating func add(_ condition: SQL) { conditions.append(Condition(sql: condition)) }

    /// Asks for something that few rows have, and that an index finds.
    mutating func narrow(_ condition: SQL) { conditions.append(Condition(sql: condition, narrows: true)) }

    /// Asks something of a column of which many rows have the same.
    mutating func check(_ column: String, _ condition: SQL) {
        conditions.append(Condition(sql: condition, column: column))
    }

    /// Whether something asked for finds a few rows.
    private var isNarrow: Bool { !keys.isEmpty || conditions.contains { $0.narrows } }

    /// Asks that a column holds the id of the thing of a key.
    mutating func match(_ column: String, _ key: String) { keys.append(Key(column: column, key: key)) }

    /// Asks that the date of a row may fall within another, or that it certainly does.
    mutating func within(_ date: EDTF, certainly: Bool) {
        spans.append(Span(date, isCertain: certainly))
    }

    /// The statement, with its values.
    var sql: SQL {
        var sql = SQL(reserving: 4096)
        sql.add(source.selection)
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
        enum Time { case begun, reaching, whole }
        var identity: Identity?
        /// Of the second key of a pair that has an index of its own.
        var second: Identity?
        var time = Time.whole
        var index: String?
        /// Whether it goes through the things that were merged into one.
        var isMerged: Bool { identity == .merged || second == .merged }
    }

    /// Parts that exclude each other and together have what a key and the first span ask for; none where one condition
    /// behind the other does as well.
    ///
    /// SQLite merges them, so that the first rows are there at once however many there are: `column IN (…)` or `OR`
    /// would have all of them read and sorted.
    private var parts: [Part] {
        guard !source.leading.isEmpty, order == source.order else { return [] }
        let indexes = isPast ? [:] : source.spans
        let canReach = spans.first.map { !$0.isCertain } ?? false
        guard let (lead, leading) = lead else {
            guard !isNarrow, canReach, let index = indexes[""] else { return [] }
            return [Part(time: .begun), Part(time: .reaching, index: index)]
        }
        // Named, as SQLite would rather read all rows in the order of the date where it takes those of a thing for many.
        let index = isPast ? nil : leading
        if second != nil {
            let index = isPast ? nil : source.pair?.index
            return [
                Part(identity: .itself, second: .itself, index: index),
                Part(identity: .itself, second: .merged, index: index),
                Part(identity: .merged, second: .any, index: index),
            ]
        }
        guard canReach, let reaching = indexes[lead.column] else {
            return [Part(identity: .itself, index: index), Part(identity: .merged, index: index)]
        }
        return [
            Part(identity: .itself, time: .begun, index: index),
            Part(identity: .itself, time: .reaching, index: reaching), Part(identity: .merged, index: index),
        ]
    }

    /// The key whose index the rows are read by, and the index.
    private var lead: (key: Key, index: String)? {
        guard !keys.isEmpty else { return nil }
        for (column, index) in source.leading {
            if let key = keys.first(where: { $0.column == column }) { return (key, index) }
        }
        return nil
    }

    /// The key that an index has behind the lead.
    private var second: Key? {
        guard keys.count > 1, let pair = source.pair, lead?.key.column == pair.first else { return nil }
        return keys.first { $0.column == pair.second }
    }

    /// Adds the tables and the conditions.
    private func addRows(to sql: inout SQL, joins: String) {
        let (table, alias) = (source.rows, source.alias)
        let page = self.page
        var parts = self.parts
        let isPaged = !parts.isEmpty || (page.count > 1 && keys.isEmpty && !source.leading.isEmpty)
        if isPaged, parts.isEmpty { parts = [Part()] }
        let lead = parts.first?.identity == nil ? nil : self.lead?.key
        let second = parts.first?.second == nil ? nil : self.second
        var isFirst = true
        for part in parts {
            for page in page.isEmpty ? [nil] : page.map(Optional.some) {
                sql.add(isFirst ? "(SELECT " : "\n    UNION ALL SELECT ")
                sql.add(alias)
                // A join costs less than `IN`, which fills a table of its own each time.
                sql.add(part.isMerged ? ".* FROM entity merged CROSS JOIN " : ".* FROM ")
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
        let isNarrow = self.isNarrow
        for condition in conditions {
            and(&sql)
            if isNarrow, !condition.column.isEmpty { sql.add("+") }
            sql.add(condition.column)
            sql += condition.sql
        }
        for key in keys where key != lead && key != second {
            and(&sql)
            if lead != nil { sql.add("+") }
            sql.add(key.column)
            sql.add(" IN (")
            sql += Piece.same(key.key)
            sql.add(")")
        }
        if let dates = source.dates {
            // The first span is asked for in the parts.
            for span in spans.dropFirst(isPaged ? 1 : 0) {
                and(&sql)
                if isNarrow || isPaged || !source.leading.isEmpty {
                    sql += dates.within(span, (isNarrow || isPaged ? "+" : "") + dates.alias + ".")
                } else {
                    // Apart from the rest, so that SQLite does not read all rows in their order rather than these by
                    // their dates.
                    sql.add("\(dates.alias).id IN (SELECT id FROM \(dates.table) WHERE ")
                    sql += dates.within(span, "")
                    sql.add(")")
                }
            }
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
        func match(_ identity: Part.Identity?, _ key: Key?, _ sql: inout SQL) {
            guard let identity, let key else { return }
            and(&sql)
            sql.add(key.column)
            switch identity {
            case .itself, .merged:
                if identity == .merged { sql.add(" = merged.id AND merged.canonical_id") }
                sql.add(" = (SELECT coalesce(canonical_id, id) FROM entity WHERE key = ", .text(key.key))
                sql.add(")")
            case .any:
                sql.add(" IN (")
                sql += Piece.same(key.key)
                sql.add(")")
            }
        }
        match(part.identity, lead, &sql)
        match(part.second, second, &sql)
        if let span = spans.first, let dates = source.dates {
            and(&sql)
            switch part.time {
            case .begun:
                sql.add("f.earliest BETWEEN ", span.earliest)
                sql.add(" AND ", span.latest)
            case .reaching:
                sql.add("f.earliest < ", span.earliest)
                sql.add(" AND f.latest >= ", span.earliest)
                sql.add(" AND f.latest > f.earliest")
            case .whole:
                sql += dates.within(span, part.identity == nil && isNarrow ? "+f." : "f.")
            }
        }
        if let page {
            and(&sql)
            sql += page
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
