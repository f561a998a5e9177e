// One holder, one passage, one statement: what is written down twice counts once.

/// Tells which rows repeat an earlier one: the same holder takes the same level on the same target in the same
/// passage and at the same event, only for another organization or by another act.
///
/// Most passages prove one thing of one holder, which costs a look into an array; only of the passages that prove
/// several are the rows compared.
struct Repetition {
    private struct Key: Hashable {
        let passage: Int64
        let holder: Int64
        let event: Int64
        let actor: Int32
        let target: Int32
        let level: Int32
    }

    /// Behind the only row of each passage; −1 where it has several.
    private var flat: [Int32] = []
    private var rest: [Int64: Int32] = [:]
    private static let flatLimit: Int64 = 1 << 26
    private static let several: Int32 = -1
    private var keys = Set<Key>()
    /// Whose a row is and at which event, by row, where the nodes do not tell or events matter.
    private var holders: [Int64] = []
    private var events: [Int64] = []

    /// Takes the row that comes next among some, and tells whether it repeats one of them.
    mutating func isNext(
        in rows: Observations, passage: Int64, holder: Int64?, event: Int64?, actor: Int32, target: Int32,
        level: Int32
    ) -> Bool {
        let key = {
            Key(
                passage: passage, holder: holder ?? 0, event: event ?? 0, actor: actor, target: target,
                level: level)
        }
        let known = noted(passage)
        if known == 0 {
            note(passage, Int32(truncatingIfNeeded: rows.count + 1))
        } else {
            if known != Repetition.several {
                let first = Int(known) - 1
                keys.insert(
                    Key(
                        passage: passage, holder: holders.isEmpty ? 0 : holders[first],
                        event: events.isEmpty ? 0 : events[first], actor: rows.actors[first],
                        target: rows.targets[first], level: rows.levels[first]))
                note(passage, Repetition.several)
            }
            guard keys.insert(key()).inserted else { return true }
        }
        if let holder { holders.append(holder) }
        if let event { events.append(event) }
        return false
    }

    private func noted(_ passage: Int64) -> Int32 {
        guard passage >= 0, passage < Repetition.flatLimit else { return rest[passage] ?? 0 }
        return passage < Int64(flat.count) ? flat[Int(passage)] : 0
    }

    private mutating func note(_ passage: Int64, _ row: Int32) {
        guard passage >= 0, passage < Repetition.flatLimit else {
            rest[passage] = row
            return
        }
        if passage >= Int64(flat.count) {
            let size = max(Int(passage) + 1, min(2 * flat.count, Int(Repetition.flatLimit)), 1024)
            flat += [Int32](repeating: 0, count: size - flat.count)
        }
        flat[Int(passage)] = row
    }
}
