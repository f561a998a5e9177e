// The dates of a file, checked: what SQL cannot know of EDTF.

import StandpointSQLite

/// The columns of a file that hold dates. SQL checks that the bounds are days in their order; that they are those of
/// the text takes a reader of EDTF.
enum StoredDates {
    /// The tables with dates, and what the three columns of each are called.
    private static let tables: [(table: String, date: String, earliest: String, latest: String)] =
        [
            "person", "organization", "event", "name", "stance", "participation", "membership", "relation",
            "figure",
        ].map { ($0, "date", "earliest", "latest") }
        + [("document", "published", "published_earliest", "published_latest")]

    /// The dates that are none, and those whose bounds are not the first and last day that the text allows.
    ///
    /// The rows are read one at a time, and each distinct date of a table once.
    static func problems(on connection: Connection) throws -> [Problem] {
        var found: [Problem] = []
        for (table, date, earliest, latest) in tables {
            var rows = try connection.rows(
                """
                SELECT \(date), \(earliest), \(latest), min(id), count(*) FROM \(table)
                WHERE \(date) IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 4
                """)
            while let row = try rows.next() {
                let (text, first, last) = try row.decode(String.self, String?.self, String?.self)
                let messages = wrong(text, first, last, date, earliest, latest)
                guard !messages.isEmpty else { continue }
                var ids = try connection.statement(
                    "SELECT id FROM \(table) WHERE \(date) = ? AND \(earliest) IS ? AND \(latest) IS ? ORDER BY id"
                ).rows(values: [.text(text), first.value, last.value])
                while let id = try ids.next() {
                    let row: Int64 = try id.get(0)
                    found += messages.map { Problem(table: table, row: row, message: $0) }
                }
            }
        }
        return found
    }

    /// What is wrong with a date and its bounds, in the words of the view `problem_date`.
    private static func wrong(
        _ text: String, _ first: String?, _ last: String?, _ date: String, _ earliest: String,
        _ latest: String
    ) -> [String] {
        let read: EDTF
        do { read = try EDTF(text[...]) } catch { return ["\(date): \(error.description)"] }
        var found: [String] = []
        if first != read.earliest.description {
            found.append(
                "\(earliest): the first day that \(text) allows is \(read.earliest), not \(first ?? "none")")
        }
        if last != read.latest.description {
            found.append(
                "\(latest): the last day that \(text) allows is \(read.latest), not \(last ?? "none")")
        }
        return found
    }
}
