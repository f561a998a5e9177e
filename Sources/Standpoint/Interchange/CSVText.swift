// Texts as CSV writes them (RFC 4180).

package enum CSVText {
    /// A field: in quotation marks where it holds a comma, a quotation mark, CR or LF.
    package static func field(_ text: String) -> String {
        text.utf8.contains { [44, 34, 13, 10].contains($0) }
            ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
