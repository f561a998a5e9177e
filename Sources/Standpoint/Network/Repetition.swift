// One holder, one passage, one statement: what is written down twice counts once.

/// Tells which rows repeat an earlier one: the same holder takes the same level on the same target in the same
/// passage, at the same event and on the same day, only for another organization or by another act.
///
/// Most passages prove one thing of one node, which costs a look into an array. Only of passages that prove several
/// are the rows compared.
struct Repetition {
    /// Whose a row is, at which event and on which day.
    struct Occasion: Hashable {
        var holder: Int64 = 0
        var event: Int64 = 0
        var day: Int64 = 0
    }

    private struct Key: Hashable {
        let passage: Int64
        let actor: Int32
        let target: Int32
        let level: Int32
        let occasion: Occasion
    }

    /// The place behind the only row of each passage; −1 where it has several.
    private var flat: [Int32] = []
    private var rest: [Int64: Int32] = [:]
    private static let flatLimit: Int64 = 1 << 26
    private static let several: Int32 = -1
    private var keys = Set<Key>()
    private var occasions: [Occasion] = []

    /// Takes the last row of some, and tells whether it repeats another.
    /// - Parameter occasion: Nil where rows are compared without, which finds all that repeat others and more.
    @inline(__always)
    mutating func isLast(of rows: Observations, _ passage: Int64, _ occasion: Occasion?) -> Bool {
        if let occasion { occasions.append(occasion) }
        let known = noted(passage)
        guard known != 0 else {
            note(passage, Int32(truncatingIfNeeded: rows.count))
            return false
        }
        return isLast(of: rows, passage, known, hasOccasion: occasion != nil)
    }

    private mutating func isLast(
        of rows: Observations, _ passage: Int64, _ known: Int32, hasOccasion: Bool
    ) -> Bool {
        if known != Repetition.several {
            keys.insert(key(rows, Int(known) - 1, passage))
            note(passage, Repetition.several)
        }
        guard keys.insert(key(rows, rows.count - 1, passage)).inserted else {
            if hasOccasion { occasions.removeLast() }
            return true
        }
        return false
    }

    private func key(_ rows: Observations, _ row: Int, _ passage: Int64) -> Key {
        Key(
            passage: passage, actor: rows.actors[row], target: rows.targets[row], level: rows.levels[row],
            occasion: occasions.isEmpty ? Occasion() : occasions[row])
    }

    @inline(__always)
    private func noted(_ passage: Int64) -> Int32 {
        guard passage >= 0, passage < Repetition.flatLimit else { return rest[passage] ?? 0 }
        return passage < Int64(flat.count) ? flat[Int(passage)] : 0
    }

    @inline(__always)
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
