// SQL that several questions share, and how its columns are read.

import StandpointSQLite

/// SQL that several questions share.
enum Piece {
    /// The id of the thing that stands for the one of a key.
    static func canonical(_ key: String) -> SQL {
        "(SELECT coalesce(canonical_id, id) FROM entity WHERE key = \(key))"
    }

    /// The ids of all things that are judged the same as the one of a key.
    static func same(_ key: String) -> SQL {
        """
        SELECT m.id FROM entity k JOIN entity m ON coalesce(m.canonical_id, m.id) = coalesce(k.canonical_id, k.id) WHERE k.key = \(key)
        """
    }

    /// The same with everything narrower: topics below it, places in it, events that are part of it; and all that is
    /// judged the same as one of these.
    static func narrower(_ key: String) -> SQL {
        """
        WITH RECURSIVE narrower (id) AS (
                \(same(key))
                \(raw: alsoSame("narrower"))
                UNION SELECT topic.id FROM topic JOIN narrower ON topic.broader_id = narrower.id
                UNION SELECT place.id FROM place JOIN narrower ON place.part_of_id = narrower.id
                UNION SELECT event.id FROM event JOIN narrower ON event.part_of_id = narrower.id
            ) SELECT id FROM narrower
        """
    }

    /// A step of a recursion: all that is judged the same as what it has found.
    private static func alsoSame(_ found: String) -> String {
        """
        UNION SELECT m.id FROM \(found) JOIN entity k ON k.id = \(found).id \
        JOIN entity m ON coalesce(m.canonical_id, m.id) = coalesce(k.canonical_id, k.id)
        """
    }

    /// The same with what lies in it or takes place in it; the territory, where it is a state.
    static func located(_ key: String) -> SQL {
        """
        WITH RECURSIVE located (id) AS (
                \(same(key))
                \(raw: alsoSame("located"))
                UNION SELECT o.place_id FROM organization o JOIN located ON o.id = located.id AND o.kind = 'state' AND o.place_id IS NOT NULL
                UNION SELECT place.id FROM place JOIN located ON place.part_of_id = located.id
                UNION SELECT event.id FROM event JOIN located ON event.place_id = located.id
                UNION SELECT event.id FROM event JOIN located ON event.part_of_id = located.id
            ) SELECT id FROM located
        """
    }

    /// A lookup that names the thing of a column by the one that stands for it.
    static func mention(_ alias: String, _ column: String, optional: Bool = false) -> String {
        let join = optional ? "LEFT JOIN" : "CROSS JOIN"
        return """

            \(join) entity \(alias)_ ON \(alias)_.id = \(column) \
            \(join) entity \(alias) ON \(alias).id = coalesce(\(alias)_.canonical_id, \(alias)_.id)
            """
    }

    /// The columns of the thing of such a lookup.
    static func columns(_ alias: String) -> String { "\(alias).id, \(alias).key, \(alias).name" }

    /// The columns of the words that prove a fact, eight of them.
    static let quotation = "p.id, p.quote, p.start_offset, p.locator, d.id, d.key, d.title, d.publisher"

    /// The columns of the evidence of a fact `f`: the words, then confidence and rank.
    static let evidence = quotation + ", f.confidence, f.rank"

    /// Whose the document of a fact is where independent sources are counted: spelt alike, and one for all captures of
    /// a page.
    static let publisher = "(SELECT publisher FROM publishers WHERE document_id = d.id)"

    /// The lookups of the evidence of a fact `f`.
    static let evidenceLookups =
        "\nCROSS JOIN passage p ON p.id = f.passage_id\nCROSS JOIN document d ON d.id = p.document_id"
}

extension Row {
    // Read by the functions of the row itself: a million stances are some forty million of these columns.

    /// An integer; nil where it is NULL.
    func optionalInt(_ index: Int) throws(SQLiteError) -> Int? {
        try isNull(index) ? nil : Int(truncatingIfNeeded: integer(index))
    }

    /// The thing in three columns.
    func mention(_ index: Int) throws(SQLiteError) -> Mention {
        Mention(id: ID(rawValue: try integer(index)), key: try text(index + 1), name: try text(index + 2))
    }

    /// The thing in three columns; nil where they are empty.
    func optionalMention(_ index: Int) throws(SQLiteError) -> Mention? {
        try isNull(index) ? nil : mention(index)
    }

    /// The evidence in eight columns.
    func quotation(_ index: Int) throws(SQLiteError) -> Quotation {
        Quotation(
            passage: ID(rawValue: try integer(index)), quote: try optionalText(index + 1) ?? "",
            start: try optionalInt(index + 2), locator: try optionalText(index + 3),
            document: Quotation.Source(
                id: ID(rawValue: try integer(index + 4)), key: try text(index + 5),
                title: try text(index + 6),
                publisher: try optionalText(index + 7)))
    }

    /// The date in three columns; nil where it is not stated.
    func date(_ index: Int) throws(SQLiteError) -> EDTF? {
        guard let date = try optionalText(index) else { return nil }
        let (first, last) = (try text(index + 1), try text(index + 2))
        let earliest = Day(first) ?? .distantPast
        // Most dates are a day.
        return EDTF(
            stored: date, earliest: earliest, latest: last == first ? earliest : Day(last) ?? .distantFuture)
    }

    /// How much a fact counts. Nearly all are alike, which is looked at before the list of ranks is.
    func rank(_ index: Int) throws(SQLiteError) -> Rank {
        try text(index) == Rank.normal.rawValue ? .normal : get(index)
    }
}
