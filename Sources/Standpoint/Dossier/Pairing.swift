// Which row that a dossier no longer states became which row that it states now.

import StandpointSQLite

/// Pairs rows that a dossier states anew with rows that it no longer states, so that an edited fact keeps its id.
enum Pairing {
    /// How many rows that have a key in common are compared.
    private static let candidates = 16

    /// The ids of the rows that are to become the wanted ones, by the places of those; rows that are less than half
    /// alike are none.
    static func pairs(
        _ wanted: [[Value]], with free: [(id: Int64, row: [Value])], in table: Table
    ) -> [Int: Int64] {
        var (pairs, taken) = ([Int: Int64](), Set<Int>())
        for columns in keys(of: table) where pairs.count < min(wanted.count, free.count) {
            // The first of them last, where taking one away costs nothing.
            var places: [[Value]: [Int]] = [:]
            for (place, one) in free.enumerated().reversed() where !taken.contains(place) {
                places[columns.map { one.row[$0] }, default: []].append(place)
            }
            for (index, values) in wanted.enumerated() where pairs[index] == nil {
                let key = columns.map { values[$0] }
                guard
                    let nearest = places[key]?.suffix(candidates).enumerated().reversed().compactMap({
                        item -> (offset: Int, place: Int, differing: Int)? in
                        differing(values, free[item.element].row).map { (item.offset, item.element, $0) }
                    }).min(by: { $0.differing < $1.differing })
                else { continue }
                pairs[index] = free[nearest.place].id
                taken.insert(nearest.place)
                let skipped = max(0, (places[key]?.count ?? 0) - candidates)
                places[key]?.remove(at: skipped + nearest.offset)
            }
        }
        return pairs
    }

    /// In how many columns two rows differ; nil where that is more than half of those that either fills.
    private static func differing(_ one: [Value], _ other: [Value]) -> Int? {
        let differing = zip(one, other).count { $0 != $1 }
        let filled = zip(one, other).count { $0 != .null || $1 != .null }
        return differing * 2 <= filled ? differing : nil
    }

    /// The columns, by their places, that two versions of a row have in common, the surest first.
    private static func keys(of table: Table) -> [[Int]] {
        func places(_ columns: [String]) -> [Int] { columns.compactMap(table.index) }
        let subject: [String]
        switch table.name {
        case "name": return [places(["entity_id", "text"]), places(["entity_id", "kind"])]
        case "identifier": return [places(["scheme", "value"]), places(["entity_id", "scheme"])]
        case "stance": subject = ["holder_id", "target_id"]
        case "participation": subject = ["event_id", "participant_id"]
        case "membership": subject = ["member_id", "organization_id"]
        case "relation": subject = ["subject_id", "object_id"]
        case "figure": subject = ["entity_id", "measure"]
        default: subject = ["entity_id", "property"]
        }
        return [
            places(["passage_id"] + subject), places(table.columns.filter { $0 != "passage_id" }),
            places(["passage_id"]), places(subject),
        ]
    }
}
