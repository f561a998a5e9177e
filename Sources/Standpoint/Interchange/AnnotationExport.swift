// Stances and passages as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), in JSON-LD.

import StandpointSQLite

extension Snapshot {
    /// Writes the passages of the file, or of one document, as an AnnotationCollection in JSON-LD.
    ///
    /// A stance is an Annotation whose body says it in words and, as a JSON literal under the term `stance`, by its
    /// keys in the fields of a dossier. A passage without a stance is an Annotation without a body. The target points
    /// into the document by its address, or `urn:standpoint:document:` and its key where it has none, with a
    /// TextQuoteSelector and a TextPositionSelector that counts code points; a place in a source without text
    /// is a FragmentSelector. The ids follow from the content: the same annotation has the same one in any file.
    /// - Parameters:
    ///   - document: The key of the document; nil for all of them.
    ///   - write: Is given the text piece by piece, an annotation at most at a time.
    /// - Throws: ``StandpointError/unknownKey(_:kind:hint:)``, ``SQLiteError``, what `write` throws.
    public func annotations(of document: String? = nil, _ write: (String) throws -> Void) throws {
        if let document, try self.document(document) == nil {
            let keys = try connection.rows("SELECT key FROM document LIMIT 100000").map {
                try $0.get(0, as: String.self)
            }
            throw StandpointError.unknownKey(
                document, kind: "document", hint: StandpointError.hint(for: document, in: keys))
        }
        let label = document.map { "Passages of \($0)" } ?? "Passages"
        try write(
            """
            {
              "@context": \(AnnotationContext.json),
              "type": "AnnotationCollection",
              "label": \(JSONText.quoted(label)),
              "first": {
                "type": "AnnotationPage",
                "startIndex": 0,
                "items": [
            """)
        var rows = try connection.rows(AnnotationContext.sql, document)
        var count = 0
        var digests: [UInt8] = Array(label.utf8)
        while let row = try rows.next() {
            let annotation = try ExportedAnnotation(row)
            try write((count == 0 ? "\n" : ",\n") + annotation.json)
            digests = Array(SHA256.hex(digests + Array(annotation.id.utf8)).utf8)
            count += 1
        }
        let id = AnnotationContext.urn(digests)
        try write(
            """

                ],
                "id": \(JSONText.quoted(id + "#1")),
                "partOf": \(JSONText.quoted(id))
              },
              "id": \(JSONText.quoted(id)),
              "total": \(count)
            }

            """)
    }

    /// The passages of the file, or of one document, as an AnnotationCollection in JSON-LD; see
    /// ``annotations(of:_:)``.
    /// - Throws: ``StandpointError/unknownKey(_:kind:hint:)``, ``SQLiteError``.
    public func annotations(of document: String? = nil) throws -> String {
        var text = ""
        try annotations(of: document) { text += $0 }
        return text
    }
}

/// What all annotations share.
enum AnnotationContext {
    /// The context of the standard, and the terms that are ours.
    static let json = """
        ["http://www.w3.org/ns/anno.jsonld", {
            "stance": { "@id": "urn:standpoint:stance", "@type": "@json" },
            "document": "urn:standpoint:document"
          }]
        """

    /// The source of a document that has no address, before its key.
    static let source = "urn:standpoint:document:"

    /// The words for the sides of a target.
    static let sides: [Int: String] = [1: "for", -1: "against", 0: "neutral"]

    static let sql = """
        SELECT p.quote, p.prefix, p.suffix, p.start_offset, p.end_offset, p.locator,
            d.key, d.url, d.language, d.retrieved_at, r.author, r.created_at,
            s.id, h.key, h.name, b.key, b.name, s.act, s.polarity, act.polarity IS NULL, s.strength, t.key, t.name,
            a.key, s.ordinal, s.proposition, s.conditional, s.reported, e.key, s.date, s.confidence, s.rank
        FROM document d
        CROSS JOIN passage p ON p.document_id = d.id
        LEFT JOIN stance s ON s.passage_id = p.id
        LEFT JOIN act ON act.key = s.act
        LEFT JOIN entity h ON h.id = s.holder_id
        LEFT JOIN entity b ON b.id = s.on_behalf_of_id
        LEFT JOIN entity t ON t.id = s.target_id
        LEFT JOIN entity a ON a.id = s.addressee_id
        LEFT JOIN entity e ON e.id = s.event_id
        LEFT JOIN revision r ON r.id = coalesce(s.revision_id, p.revision_id)
        WHERE ?1 IS NULL OR d.key = ?1
        ORDER BY d.key, p.start_offset, p.end_offset, p.id, s.id
        """

    /// A name that follows from the content: a UUID of version 8 (RFC 9562) of its SHA-256.
    static func urn(_ content: some Sequence<UInt8>) -> String {
        var digits = Array(SHA256.hex(Array(content)).prefix(32))
        digits[12] = "8"
        digits[16] = "a"
        let parts = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
        return "urn:uuid:" + parts.map { String($0) }.joined(separator: "-")
    }
}

/// One annotation on its way out.
private struct ExportedAnnotation {
    let id: String
    let json: String

    init(_ row: Row) throws {
        let target = try ExportedAnnotation.target(row)
        let body = try row.isNull(12) ? nil : ExportedAnnotation.body(row)
        id = AnnotationContext.urn(((body ?? "") + target).utf8)
        var members = [
            "\"id\": \(JSONText.quoted(id))", "\"type\": \"Annotation\"",
            "\"motivation\": \"\(body == nil ? "highlighting" : "classifying")\"",
        ]
        if let author = try row.get(10, as: String?.self) {
            members.append("\"creator\": { \"name\": \(JSONText.quoted(author)) }")
        }
        if let created = try row.get(11, as: String?.self) {
            members.append("\"created\": \(JSONText.quoted(created))")
        }
        if let body { members.append("\"body\": \(body)") }
        members.append("\"target\": \(target)")
        json = "      { " + members.joined(separator: ",\n        ") + " }"
    }

    private static func target(_ row: Row) throws -> String {
        let (quote, prefix, suffix) = try row.decode(String?.self, String?.self, String?.self)
        let (start, end) = try (row.get(3, as: Int?.self), row.get(4, as: Int?.self))
        let key: String = try row.get(6)
        var selectors: [String] = []
        if let quote {
            let around = [("exact", quote), ("prefix", prefix), ("suffix", suffix)].compactMap { name, text in
                text.map { ", \"\(name)\": \(JSONText.quoted($0))" }
            }
            selectors.append("{ \"type\": \"TextQuoteSelector\"\(around.joined()) }")
        }
        if let start, let end {
            selectors.append("{ \"type\": \"TextPositionSelector\", \"start\": \(start), \"end\": \(end) }")
        }
        if let locator = try row.get(5, as: String?.self) {
            selectors.append("{ \"type\": \"FragmentSelector\", \"value\": \(JSONText.quoted(locator)) }")
        }
        let url = try row.get(7, as: String?.self)
        var members = [
            "\"source\": \(JSONText.quoted(url ?? AnnotationContext.source + key))",
            "\"document\": \(JSONText.quoted(key))",
            "\"selector\": [\n          \(selectors.joined(separator: ",\n          "))]",
        ]
        if let retrieved = try row.get(9, as: String?.self) {
            members.append(
                "\"state\": { \"type\": \"TimeState\", \"sourceDate\": \(JSONText.quoted(retrieved)) }")
        }
        return "{ " + members.joined(separator: ", ") + " }"
    }

    private static func body(_ row: Row) throws -> String {
        func text(_ index: Int) throws -> String? { try row.get(index, as: String?.self) }
        let act = try text(17) ?? ""
        let side = AnnotationContext.sides[try row.get(18)] ?? ""
        let isOpen: Bool = try row.get(19)
        let who = try (text(14) ?? "") + (text(16).map { " for \($0)" } ?? "")
        let proposition = try text(25).map { ": \($0)" } ?? ""
        let sentence =
            "\(who) \(act.replacing("-", with: " "))\(isOpen ? " (\(side))" : "") \(try text(22) ?? "")\(proposition)"
        func quoted(_ name: String, _ index: Int) throws -> String? {
            try text(index).map { "\"\(name)\": \(JSONText.quoted($0))" }
        }
        func number(_ name: String, _ index: Int) throws -> String? {
            switch try row.value(index) {
            case .integer(let number): "\"\(name)\": \(number)"
            case .real(let number): "\"\(name)\": \(number)"
            default: nil
            }
        }
        func flag(_ name: String, _ index: Int) throws -> String? {
            try row.get(index, as: Bool.self) ? "\"\(name)\": true" : nil
        }
        let rank = try text(31)
        let fields = try [
            quoted("holder", 13), quoted("on_behalf_of", 15), quoted("act", 17), "\"polarity\": \"\(side)\"",
            quoted("target", 21), quoted("addressee", 23), number("ordinal", 24), quoted("proposition", 25),
            number("strength", 20), flag("conditional", 26), flag("reported", 27), quoted("event", 28),
            quoted("date", 29), number("confidence", 30), rank == "normal" ? nil : quoted("rank", 31),
        ].compactMap { $0 }
        return """
            { "type": "TextualBody", "format": "text/plain", "purpose": "classifying",
                  "value": \(JSONText.quoted(sentence)),
                  "stance": { \(fields.joined(separator: ", ")) } }
            """
    }
}
