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
    /// Its language.
    case language
    /// Where the event took place at which they were expressed.
    case place
    /// What sort of thing takes them: person, or the kind of the organization or event, as state, party or meeting.
    case holderKind = "holder-kind"
    /// What sort of thing they are about: the kind of the topic, organization, event or place; or person.
    case targetKind = "target-kind"
    /// How strongly, 1 to 10.
    case strength
    /// 1 where the holder ties them to a condition, 0 otherwise.
    case conditional
    /// 1 where the document tells them in its own words, 0 where it quotes the holder.
    case reported

    /// The column of the stance that holds the id of the thing that this is, or is about.
    fileprivate var thing: String? {
        switch self {
        case .holder, .holderKind: "holder_id"
        case .onBehalfOf: "on_behalf_of_id"
        case .target, .targetKind: "target_id"
        case .addressee: "addressee_id"
        case .event, .place: "event_id"
        default: nil
        }
    }

    /// Its value under a number: the id of the thing or document, or the word; and the joins that this needs.
    fileprivate func value(_ number: Int) -> (column: String, joins: String) {
        let g = "g\(number)"
        let joins = thing.map { "\nLEFT JOIN entity \(g) ON \(g).id = f.\($0)" } ?? ""
        let id = "coalesce(\(g).canonical_id, \(g).id)"
        switch self {
        case .document: return ("p.document_id", joins)
        case .publisher, .language: return ("d.\(rawValue)", joins)
        case .holderKind, .targetKind:
            let kinds = ["organization", "topic", "event", "place", "entity"].map {
                "(SELECT kind FROM \($0) WHERE id = \(id))"
            }
            return ("coalesce(\(kinds.joined(separator: ", ")))", joins)
        case .place:
            return (
                "coalesce(\(g)_p.canonical_id, \(g)_p.id)",
                joins
                    + "\nLEFT JOIN event \(g)_e ON \(g)_e.id = \(id) LEFT JOIN entity \(g)_p ON \(g)_p.id = \(g)_e.place_id"
            )
        default: return (thing == nil ? "f.\(rawValue)" : id, joins)
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
    /// In how many documents; nil where that was not asked for.
    public let documents: Int?
    /// By how many publishers, as ``Corroboration/publishers`` counts them; nil where that was not asked for.
    public let publishers: Int?

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
    /// - Parameter sources: Also in how many documents and by how many publishers, for which each passage is read.
    public func counts(
        by dimensions: Dimension..., per period: Period? = nil, sources: Bool = false
    ) -> Analysis<Count> {
        counts(by: dimensions, per: period, sources: sources)
    }

    /// How many of these stances there are by any number of dimensions, and by year, month or day.
    public func counts(
        by dimensions: [Dimension], per period: Period? = nil, sources: Bool = false
    ) -> Analysis<Count> {
        let values = dimensions.enumerated().map { $1.value($0) }
        let needsSources = sources || dimensions.contains { [.document, .publisher, .language].contains($0) }
        let joins = (needsSources ? Piece.evidenceLookups : "") + values.map(\.joins).joined()
        var columns = values.enumerated().map { "\($1.column) AS v\($0)" }
        let length = period?.rawValue ?? 0
        columns.append(
            period == nil
                ? "NULL AS period"
                : "CASE WHEN substr(f.earliest, 1, \(length)) = substr(f.latest, 1, \(length)) THEN substr(f.earliest, 1, \(length)) END AS period"
        )
        columns.append("count(*) AS stances")
        columns.append(
            sources
                ? "count(DISTINCT p.document_id) AS documents, count(DISTINCT \(Piece.publisher)) AS publishers"
                : "NULL AS documents, NULL AS publishers")
        let keys = dimensions.indices.map { "v\($0), " }.joined()
        let named = dimensions.enumerated().map { index, dimension in
            switch dimension {
            case .holder, .onBehalfOf, .target, .addressee, .event, .place:
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
