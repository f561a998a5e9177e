// Full-text search: names, documents, quotes, and names that are misspelt.

import StandpointSQLite
import Foundation

/// How the words of a search are read.
public enum SearchSyntax: String, Sendable, Hashable, CaseIterable {
    /// All of the words, in any order.
    case words
    /// All of the words, in any order; each may be the beginning of one, as while typing.
    case typing
    /// The words one behind the other.
    case phrase
    /// An expression in the syntax of FTS5: `peace AND NOT war`, `NEAR(peace justice, 5)`, `title: peace`. One that
    /// is wrong is an error of SQLite's.
    case fts5

    /// How many words of a search are looked up at the most; those behind them are passed over.
    static let mostWords = 64

    /// The expression for FTS5; nil where there is no word to search for.
    func match(_ text: String) -> String? {
        let text = text.replacing("\0", with: " ")
        if self == .fts5 { return text.contains { !$0.isWhitespace } ? text : nil }
        // Punctuation alone is no word, and FTS5 has nothing to look up for it.
        var words = text.split(whereSeparator: \.isWhitespace)
            .filter {
                $0.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
            }
            .map { $0.replacing("\"", with: "\"\"") }
        guard !words.isEmpty else { return nil }
        if self != .phrase {
            // A word asked for twice finds no more; each costs a look at the index.
            var seen: Set<String> = []
            words = words.filter { seen.insert(String($0)).inserted }
        }
        words = Array(words.prefix(SearchSyntax.mostWords))
        switch self {
        case .phrase: return "\"\(words.joined(separator: " "))\""
        case .typing: return words.map { "\"\($0)\"*" }.joined(separator: " ")
        case .words, .fts5: return words.map { "\"\($0)\"" }.joined(separator: " ")
        }
    }
}

/// A part of a text with the words that were searched for marked.
public struct Snippet: Sendable, Hashable, Codable {
    /// The text in parts, which one behind the other are the text.
    public let parts: [Part]

    /// A part of the text.
    public struct Part: Sendable, Hashable, Codable {
        /// The words.
        public let text: String
        /// Whether they are what was searched for.
        public let isMatch: Bool
    }

    /// The text without marks.
    public var text: String { parts.map(\.text).joined() }

    /// The text with the matches between two marks, as in `marked("<b>", "</b>")`. Escape the parts yourself where
    /// the marks are a language's.
    public func marked(_ open: String = "[", _ close: String = "]") -> String {
        parts.map { $0.isMatch ? open + $0.text + close : $0.text }.joined()
    }

    /// Reads the text with the marks that the statements below have FTS5 put in.
    init(_ marked: String) {
        var parts: [Part] = []
        for (index, piece) in marked.split(separator: "\u{2}", omittingEmptySubsequences: false).enumerated()
        {
            let halves = piece.split(separator: "\u{3}", maxSplits: 1, omittingEmptySubsequences: false)
            if index > 0, halves.count == 2 { parts.append(Part(text: String(halves[0]), isMatch: true)) }
            let rest = index > 0 && halves.count == 2 ? halves[1] : piece
            if !rest.isEmpty { parts.append(Part(text: String(rest), isMatch: false)) }
        }
        self.parts = parts
    }
}

/// A thing whose name was found.
public struct NameMatch: Sendable, Hashable, Codable {
    /// The thing.
    public let thing: Mention
    /// What it is.
    public let kind: EntityKind
    /// The name that was found: the thing's own or another of its names.
    public let name: String
}

/// A document in which words were found.
public struct DocumentMatch: Sendable, Hashable, Codable {
    /// The document.
    public let document: Quotation.Source
    /// The part of its text with the most of what was searched for.
    public let snippet: Snippet
}

/// A quote in which words were found.
public struct QuoteMatch: Sendable, Hashable, Codable {
    /// The quote and its document.
    public let evidence: Quotation
    /// The quote with what was searched for marked.
    public let snippet: Snippet
}

extension KnowledgeBase {
    /// Things by their names, best first. Accents and case do not matter, nor which of its names it is.
    ///
    ///     kb.names(matching: "canel")            // finds Miguel Díaz-Canel, and so do
    ///     kb.names(matching: "DIAZ-CANEL")       // this
    ///     kb.names(matching: "díaz ca")          // and the beginning of a word
    /// - Parameters:
    ///   - words: What to look for; only punctuation finds nothing.
    ///   - syntax: How it is read; nothing in it is an operator unless ``SearchSyntax/fts5`` is asked for.
    public func names(matching words: String, _ syntax: SearchSyntax = .typing) -> Analysis<NameMatch> {
        let sql: SQL = """
            SELECT \(raw: Piece.columns("e")), e.kind, n.text, min(n.rank) AS best
            FROM (SELECT entity_id, text, rank FROM name_search WHERE \(KnowledgeBase.match("name_search", words, syntax))) n
            CROSS JOIN entity m ON m.id = n.entity_id CROSS JOIN entity e ON e.id = coalesce(m.canonical_id, m.id)
            GROUP BY e.id
            ORDER BY best, length(n.text), e.key
            """
        return Analysis(self, sql) { row in
            try NameMatch(thing: row.mention(0), kind: row.get(3), name: row.get(4))
        }
    }

    /// Documents by the words of their titles and texts, best first, each with the part that has the most of them.
    /// - Parameters:
    ///   - words: What to look for; only punctuation finds nothing.
    ///   - syntax: How it is read; nothing in it is an operator unless ``SearchSyntax/fts5`` is asked for.
    public func documents(
        mentioning words: String, _ syntax: SearchSyntax = .words
    ) -> Analysis<DocumentMatch> {
        let sql: SQL = """
            SELECT d.id, d.key, d.title, d.publisher, snippet(document_search, -1, char(2), char(3), '…', 24)
            FROM document_search CROSS JOIN document d ON d.id = document_search.rowid
            WHERE \(KnowledgeBase.match("document_search", words, syntax))
            ORDER BY rank
            """
        return Analysis(self, sql) { row in
            try DocumentMatch(
                document: Quotation.Source(
                    id: row.get(0), key: row.get(1), title: row.get(2), publisher: row.get(3)),
                snippet: Snippet(row.get(4)))
        }
    }

    /// Quotes by their words, best first, with what was found marked.
    /// - Parameters:
    ///   - words: What to look for; only punctuation finds nothing.
    ///   - syntax: How it is read; nothing in it is an operator unless ``SearchSyntax/fts5`` is asked for.
    public func quotes(mentioning words: String, _ syntax: SearchSyntax = .words) -> Analysis<QuoteMatch> {
        let sql: SQL = """
            SELECT \(raw: Piece.quotation), highlight(passage_search, 0, char(2), char(3))
            FROM passage_search CROSS JOIN passage p ON p.id = passage_search.rowid
            CROSS JOIN document d ON d.id = p.document_id
            WHERE \(KnowledgeBase.match("passage_search", words, syntax))
            ORDER BY rank
            """
        return Analysis(self, sql) { row in
            try QuoteMatch(evidence: row.quotation(0), snippet: Snippet(row.get(8)))
        }
    }

    private static func match(_ table: String, _ words: String, _ syntax: SearchSyntax) -> SQL {
        // An FTS5 table that is not searched would be read from end to end: an impossible rowid instead.
        syntax.match(words).map { "\(raw: table) MATCH \($0)" } ?? "\(raw: table).rowid = -1"
    }
}

extension Snapshot {
    /// Things whose names are most like one that may be misspelt, best first: "Diaz Cannel" finds Díaz-Canel.
    ///
    /// The names that share most of its groups of three letters are compared letter by letter, whole and by as many of
    /// their words as it has; those that differ in more than a third of it are left out, and so is everything for a name of fewer than three letters.
    /// - Throws: ``SQLiteError``.
    public func names(like name: String, limit: Int = 10) throws -> [NameMatch] {
        let wanted = Snapshot.letters(name)
        var groups: [String] = []
        for text in Set([wanted, name.lowercased()]) {
            let letters = Array(text.unicodeScalars.prefix(80))
            for start in letters.indices.dropLast(2) {
                var group = String.UnicodeScalarView()
                group.append(contentsOf: letters[start..<start + 3])
                let quoted =
                    "\"" + String(group).replacing("\"", with: "\"\"").replacing("\0", with: " ") + "\""
                if !groups.contains(quoted) { groups.append(quoted) }
            }
        }
        guard wanted.unicodeScalars.count > 2, !groups.isEmpty else { return [] }
        let found = try connection.statement(
            """
            SELECT e.id, e.key, e.name, e.kind, s.text
            FROM (SELECT rowid AS id FROM name_trigram WHERE name_trigram MATCH ? ORDER BY rank LIMIT 200) n
            CROSS JOIN name_search s ON s.rowid = n.id CROSS JOIN entity m ON m.id = s.entity_id
            CROSS JOIN entity e ON e.id = coalesce(m.canonical_id, m.id)
            """
        ).rows(values: [.text(groups.joined(separator: " OR "))]).map { row in
            try NameMatch(thing: row.mention(0), kind: row.get(3), name: row.get(4))
        }
        let bytes = Array(wanted.utf8)
        var best: [ID<Entity>: (distance: Int, match: NameMatch)] = [:]
        for match in found {
            let distance = Snapshot.distance(bytes, words: wanted.split(separator: " ").count, to: match.name)
            guard distance * 3 <= max(bytes.count, 3), distance < best[match.thing.id]?.distance ?? Int.max
            else {
                continue
            }
            best[match.thing.id] = (distance, match)
        }
        return best.values.sorted { ($0.distance, $0.match.thing.key) < ($1.distance, $1.match.thing.key) }
            .prefix(max(0, limit)).map(\.match)
    }

    /// How many letters differ from those of a name, or from as many of its words as there are.
    private static func distance(_ bytes: [UInt8], words count: Int, to name: String) -> Int {
        let words = letters(name).split(separator: " ").map { Array($0.utf8) }
        let starts = 0...max(0, words.count - count)
        let parts = starts.map { Array(words[$0..<min($0 + count, words.count)].joined(separator: [32])) }
        return (parts + [Array(words.joined(separator: [32]))]).map { Nearest.distance(bytes, $0) }.min()
            ?? Int.max
    }

    /// A name without accents, capitals and punctuation.
    private static func letters(_ name: String) -> String {
        name.folding(options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil)
            .split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    }
}
