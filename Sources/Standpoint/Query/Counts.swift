// How many stances there are of each kind, and when.

import StandpointSQLite

/// What stances can be counted by.
public enum Dimension: String, Sendable, Hashable, CaseIterable {
    /// Who takes them.
    case holder
    /// For whom the holder speaks.
    case onBehalfOf = "on-behalf-of"
    /// Toward what.
    case target
    /// Of whom something is demanded.
    case addressee
    /// Where they were expressed.
    case event
    /// By which act.
    case act
    /// On which side of the target: 1, 0 or -1.
    case polarity
    /// preferred, normal or deprecated.
    case rank
    /// The document that proves them.
    case document
    /// Who published it.
    case publisher

    /// The column of the stance, where it is the id of a thing.
    fileprivate var thing: String? {
        switch self {
        case .holder: "holder_id"
        case .onBehalfOf: "on_behalf_of_id"
        case .target: "target_id"
        case .addressee: "addressee_id"
        case .event: "event_id"
        default: nil
        }
    }
}

/// A span of the calendar that stances are counted by.
public enum Period: Int, Sendable, Hashable, CaseIterable {
    /// `2019`.
    case year = 4
    /// `2019-11`.
    case month = 7
    /// `2019-11-06`.
    case day = 10
}

/// How many stances there are of one kind.
public struct Count: Sendable, Hashable, Codable {
    /// Of what they are, in the order of the dimensions that were asked for.
    public let groups: [Group]
    /// The year, month or day within which their date certainly falls; nil where no period was asked for, and for
    /// those whose date may fall within several or is not stated.
    public let period: String?
    /// How many stances.
    public let stances: Int
    /// In how many documents.
    public let documents: Int
    /// By how many publishers, as ``Corroboration/publishers`` counts them.
    public let publishers: Int

    /// One value of a dimension.
    public struct Group: Sendable, Hashable, Codable {
        /// The key of the thing or document, or the word; nil for stances that have none.
        public let key: String?
        /// What to call it.
        public let name: String?
    }
}

extension Query where Result == Stance {
    /// How many of these stances there are by one or several dimensions, and by year, month or day: the most first,
    /// or in the order of time where a period is given.
    ///
    ///     kb.stances.toward("us-blockade-of-cuba").counts(by: .polarity, per: .year)
    public func counts(by dimensions: Dimension..., per period: Period? = nil) -> Analysis<Count> {
        counts(by: dimensions, per: period)
    }

    /// How many of these stances there are by any number of dimensions, and by year, month or day.
    public func counts(by dimensions: [Dimension], per period: Period? = nil) -> Analysis<Count> {
        var joins = Piece.evidenceLookups
        var columns: [String] = []
        for (index, dimension) in dimensions.enumerated() {
            if let column = dimension.thing {
                joins += "\nLEFT JOIN entity g\(index) ON g\(index).id = f.\(column)"
                columns.append("coalesce(g\(index).canonical_id, g\(index).id) AS v\(index)")
            } else {
                let column =
                    switch dimension {
                    case .document: "p.document_id"
                    case .publisher: "d.publisher"
                    default: "f.\(dimension.rawValue)"
                    }
                columns.append("\(column) AS v\(index)")
            }
        }
        let length = period?.rawValue ?? 0
        columns.append(
            period == nil
                ? "NULL AS period"
                : "CASE WHEN substr(f.earliest, 1, \(length)) = substr(f.latest, 1, \(length)) THEN substr(f.earliest, 1, \(length)) END AS period"
        )
        columns.append(
            "count(*) AS stances, count(DISTINCT p.document_id) AS documents, count(DISTINCT \(Piece.publisher)) AS publishers"
        )
        let keys = dimensions.indices.map { "v\($0), " }.joined()
        let named = dimensions.enumerated().map { index, dimension in
            switch dimension {
            case _ where dimension.thing != nil:
                "(SELECT key FROM entity WHERE id = v\(index)), (SELECT name FROM entity WHERE id = v\(index)), "
            case .document:
                "(SELECT key FROM document WHERE id = v\(index)), (SELECT title FROM document WHERE id = v\(index)), "
            default: "v\(index), v\(index), "
            }
        }.joined()
        let sql: SQL = """
            SELECT \(raw: named)period, stances, documents, publishers
            FROM (
            \(selecting(columns.joined(separator: ", "), joins: joins))
            GROUP BY \(raw: keys)period
            )
            ORDER BY \(raw: period == nil ? "" : "period, ")stances DESC, \(raw: keys)period
            """
        let count = dimensions.count
        return Analysis(knowledgeBase, sql) { row in
            func word(_ index: Int) throws -> String? {
                let value = try row.value(index)
                return value == .null ? nil : value.text
            }
            return try Count(
                groups: (0..<count).map { try Count.Group(key: word(2 * $0), name: word(2 * $0 + 1)) },
                period: row.get(2 * count), stances: row.get(2 * count + 1),
                documents: row.get(2 * count + 2),
                publishers: row.get(2 * count + 3))
        }
    }
}

extension Value {
    /// The value in words.
    fileprivate var text: String {
        if case .text(let text) = self { return text }
        return description
    }
}
