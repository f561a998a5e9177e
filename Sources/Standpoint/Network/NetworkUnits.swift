// From the ids of a row to nodes: things that were judged the same are one, people stand for their country or party.

import StandpointSQLite

/// Numbers the values of one unit, and says what they are called.
struct UnitNumbering {
    private let unit: NetworkUnit
    private var ids = DenseNumbering()
    private var texts = Numbering<String>()
    /// For things: what stands for an id. Where the map is whole, ids that it lacks are left out; else they stand
    /// for themselves.
    private var things: [Int64: Int64] = [:]
    private let isWhole: Bool
    /// Whether the nodes are things, and not texts.
    let isOfThings: Bool
    /// For attributes: the value of a thing.
    private var values: [Int64: String] = [:]

    init(_ unit: NetworkUnit, _ snapshot: Snapshot) throws {
        self.unit = unit
        isOfThings =
            switch unit {
            case .offices, .attribute, .organizationAttribute: false
            default: true
            }
        let connection = snapshot.connection
        switch unit {
        case .holders, .targets:
            isWhole = false
            things = try UnitNumbering.map(
                connection, "SELECT id, canonical_id FROM entity WHERE canonical_id IS NOT NULL")
        case .people, .organizations:
            isWhole = true
            things = try UnitNumbering.map(
                connection,
                "SELECT id, coalesce(canonical_id, id) FROM entity WHERE kind = '\(unit == .people ? "person" : "organization")'"
            )
        case .countries:
            isWhole = true
            things = try UnitNumbering.map(connection, UnitNumbering.countries)
        case .offices: isWhole = true
        case .attribute(let property), .organizationAttribute(let property):
            isWhole = true
            var isOfOrganizations = false
            if case .organizationAttribute = unit { isOfOrganizations = true }
            let rows = try connection.rows(
                UnitNumbering.attributes, property, property, property, isOfOrganizations
            ).map { try $0.decode(Int64.self, String.self) }
            values = Dictionary(rows, uniquingKeysWith: { first, _ in first })
            guard !values.isEmpty else {
                throw try UnitNumbering.unknown(property, isOfOrganizations, connection)
            }
        }
    }

    /// What is wrong with a property that nothing in the file has.
    private static func unknown(
        _ property: String, _ isOfOrganizations: Bool, _ connection: Connection
    ) throws -> StandpointError {
        let known = try connection.rows(
            """
            SELECT property FROM attribute WHERE rank <> 'deprecated'
            UNION SELECT j.key FROM entity e, json_each(CASE WHEN json_valid(e.extra) THEN e.extra ELSE '{}' END) j
            WHERE e.extra IS NOT NULL AND j.type NOT IN ('object', 'array', 'null') ORDER BY 1
            """
        ).map { try $0.text(0) }
        let hint = StandpointError.hint(for: property, in: known)
        let list =
            known.isEmpty ? "the file has none" : "there are \(known.prefix(20).joined(separator: ", "))"
        return .network(
            "\(isOfOrganizations ? "no organization" : "nothing") has an attribute ‘\(property)’\(hint); \(list)"
        )
    }

    private static func map(_ connection: Connection, _ sql: String) throws -> [Int64: Int64] {
        let rows = try connection.rows(sql).map { try $0.decode(Int64.self, Int64.self) }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// The country of each organization: from its place upward to the first of kind country.
    private static let countries = """
        WITH RECURSIVE above (organization_id, place_id, steps) AS (
            SELECT o.id, o.place_id, 0 FROM organization o WHERE o.place_id IS NOT NULL
            UNION SELECT above.organization_id, place.part_of_id, above.steps + 1
            FROM above JOIN place ON place.id = above.place_id
            WHERE place.kind <> 'country' AND place.part_of_id IS NOT NULL AND above.steps < 100
        )
        SELECT m.id, coalesce(c.canonical_id, c.id)
        FROM above JOIN place ON place.id = above.place_id AND place.kind = 'country'
        JOIN entity c ON c.id = place.id
        JOIN entity o ON o.id = above.organization_id
        JOIN entity m ON coalesce(m.canonical_id, m.id) = coalesce(o.canonical_id, o.id)
        ORDER BY m.id, above.steps
        """

    /// The value of a property for each thing, best first: attested and preferred, attested, from `extra`.
    private static let attributes = """
        SELECT m.id, v.value FROM (
            SELECT entity_id, value, rank = 'preferred' AS preferred, id AS place FROM attribute
            WHERE property = ? AND rank <> 'deprecated'
            UNION ALL
            SELECT e.id, CAST(j.value AS TEXT), -1, 0
            FROM entity e, json_each(CASE WHEN json_valid(e.extra) THEN e.extra ELSE '{}' END) j
            WHERE e.extra IS NOT NULL AND (j.key = ? OR lower(j.key) = lower(?)) AND j.type NOT IN ('object', 'array', 'null')
        ) v
        JOIN entity o ON o.id = v.entity_id
        JOIN entity m ON coalesce(m.canonical_id, m.id) = coalesce(o.canonical_id, o.id)
        WHERE v.value <> '' AND (NOT ? OR m.kind = 'organization')
        ORDER BY m.id, v.preferred DESC, v.place
        """

    /// The number of what stands for a thing; nil where nothing does.
    @inline(__always)
    mutating func number(_ id: Int64) -> Int32? {
        if let known = ids.known(id) { return known < 0 ? nil : known }
        let (things, isWhole) = (things, isWhole)
        let number = ids(id) { things[$0] ?? (isWhole ? nil : $0) }
        return number < 0 ? nil : number
    }

    /// The number of the value in a column; nil where the row has none.
    mutating func number(_ row: Row, _ column: Int) throws -> Int32? {
        switch unit {
        case .offices: return try row.get(column, as: String?.self).flatMap { $0.isEmpty ? nil : texts($0) }
        case .attribute, .organizationAttribute:
            let number = ids(try row.integer(column)) { self.values[$0] == nil ? nil : $0 }
            return number < 0 ? nil : texts(values[ids.keys[Int(number)]] ?? "")
        default: return number(try row.integer(column))
        }
    }

    /// The nodes, by number.
    func nodes(_ snapshot: Snapshot) throws -> [Network.Node] {
        switch unit {
        case .offices: return texts.keys.map { Network.Node(key: $0, label: $0, kind: "office") }
        case .attribute(let property), .organizationAttribute(let property):
            let names = try snapshot.connection.rows(
                "SELECT DISTINCT a.value, e.name FROM attribute a JOIN entity e ON e.key = a.value WHERE a.property = ?",
                property
            ).map { try $0.decode(String.self, String.self) }
            let named = Dictionary(names, uniquingKeysWith: { first, _ in first })
            return texts.keys.map { Network.Node(key: $0, label: named[$0] ?? $0, kind: "attribute") }
        default: return try things(snapshot)
        }
    }

    private func things(_ snapshot: Snapshot) throws -> [Network.Node] {
        var nodes = ids.keys.map { Network.Node(key: String($0), label: String($0), kind: "") }
        let places = Dictionary(ids.keys.enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
        var rows = try snapshot.connection.rows(
            """
            SELECT e.id, e.key, e.name, e.kind, coalesce(o.kind, t.kind, v.kind, p.kind), e.extra
            FROM entity e LEFT JOIN organization o ON o.id = e.id LEFT JOIN topic t ON t.id = e.id
            LEFT JOIN event v ON v.id = e.id LEFT JOIN place p ON p.id = e.id
            WHERE e.canonical_id IS NULL
            """)
        while let row = try rows.next() {
            guard let place = places[try row.integer(0)] else { continue }
            nodes[place] = Network.Node(key: try row.text(1), label: try row.text(2), kind: try row.text(3))
            if let type = try row.get(4, as: String?.self) { nodes[place].attributes["type"] = type }
            if let extra = try row.get(5, as: String?.self),
                case .object(let members)? = try? JSON.read(Array(extra.utf8))
            {
                for case (let name, .string(let text)) in members where !text.isEmpty {
                    nodes[place].attributes[name] = text
                }
            }
        }
        // The least preferred first, so that the best stays.
        var attributes = try snapshot.connection.rows(
            """
            SELECT coalesce(e.canonical_id, e.id), a.property, a.value FROM attribute a
            JOIN entity e ON e.id = a.entity_id WHERE a.rank <> 'deprecated'
            ORDER BY a.rank = 'preferred', a.id DESC
            """)
        while let row = try attributes.next() {
            let (id, property, value) = try row.decode(Int64.self, String.self, String.self)
            if let place = places[id] { nodes[place].attributes[property] = value }
        }
        return nodes
    }
}
