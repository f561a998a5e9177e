// The dates of a file, checked: what SQL cannot know of EDTF.

import StandpointSQLite

/// The dates of a file. SQL checks that the bounds are days in their order; that they are those of the text takes a
/// reader of EDTF.
enum StoredDates {
    /// The dates that are none, and those whose bounds are not the first and last day that the text allows.
    ///
    /// The rows are read one at a time, and each distinct date once.
    static func problems(on connection: Connection) throws -> [Problem] {
        var found: [Problem] = []
        var rows = try connection.rows(
            "SELECT date, earliest, latest, column_name, table_name, row_id FROM dates WHERE date IS NOT NULL ORDER BY 1, 2, 3, 4, 5, 6"
        )
        var (last, messages) = ([String?](), [String]())
        while let row = try rows.next() {
            let (text, first, end, column, table, id) = try row.decode(
                String.self, String?.self, String?.self, String.self, String.self, Int64.self)
            if last != [text, first, end, column] {
                last = [text, first, end, column]
                messages = wrong(text, first, end, column)
            }
            found += messages.map { Problem(table: table, row: id, message: $0) }
        }
        return found
    }

    /// What is wrong with a date and its bounds, in the words of the view `problem_date`.
    private static func wrong(
        _ text: String, _ first: String?, _ last: String?, _ column: String
    ) -> [String] {
        let read: EDTF
        do { read = try EDTF(text[...]) } catch { return ["\(column): \(error.description)"] }
        let prefix = column == "published" ? "published_" : ""
        var found: [String] = []
        if first != read.earliest.description {
            found.append(
                "\(prefix)earliest: the first day that \(text) allows is \(read.earliest), not \(first ?? "none")"
            )
        }
        if last != read.latest.description {
            found.append(
                "\(prefix)latest: the last day that \(text) allows is \(read.latest), not \(last ?? "none")")
        }
        return found
    }
}
