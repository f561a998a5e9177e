// Counting: from rows of numbers to the sparse matrix, duplicates removed, on all cores.

import Synchronization

extension Affiliations {
    /// Counts rows.
    /// - Parameters:
    ///   - rows: Who took which level on what; places among the nodes given.
    ///   - actors: In any order; they are sorted here.
    ///   - targets: In any order.
    ///   - categories: The names of levels that are categories.
    init(
        _ rows: Observations, actors: [Network.Node], targets: [Network.Node], scale: NetworkScale,
        levels: [Int]? = nil, categories: [String] = [], duplicates: NetworkDuplicates, ignoringLevels: Bool,
        progress: NetworkProgress? = nil
    ) throws {
        let levels = try levels ?? Affiliations.levels(scale, rows.levels)
        guard rows.count < 1 << 31, targets.count * levels.count < 1 << 32 else {
            throw StandpointError.network(
                "\(rows.count) stances on \(targets.count) targets at \(levels.count) levels are too many")
        }
        let levelPlace = Dictionary(levels.enumerated().map { ($1, UInt32($0)) }, uniquingKeysWith: { $1 })
        let (actorOrder, actorPlace) = Affiliations.sorted(actors)
        let (targetOrder, targetPlace) = Affiliations.sorted(targets)
        var sortedActors = actorOrder.map { actors[$0] }
        var sortedTargets = targetOrder.map { targets[$0] }

        for place in sortedTargets.indices { sortedTargets[place].activity = 0 }

        // The rows of each actor side by side, in the order in which they came: each core places some of them, behind
        // those of the actor that come before.
        let parts = max(1, min(Workers.count, rows.count / 65_536))
        let (actorCount, levelCount) = (actors.count, UInt32(levels.count))
        let next = UnsafeMutableBufferPointer<Int>.allocate(capacity: parts * actorCount)
        next.initialize(repeating: 0)
        defer { next.deallocate() }
        try Workers.run(parts, progress) { _, part in
            for row in Workers.range(part, of: parts, in: rows.count) {
                next[part * actorCount + actorPlace[Int(rows.actors[row])]] += 1
            }
        }
        var starts = [0]
        starts.reserveCapacity(actors.count + 1)
        for actor in actors.indices {
            var end = starts[actor]
            for part in 0..<parts {
                let count = next[part * actorCount + actor]
                next[part * actorCount + actor] = end
                end += count
            }
            starts.append(end)
        }
        let entries = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: rows.count)
        defer { entries.deallocate() }
        LargePages.prefer(entries.baseAddress, rows.count * MemoryLayout<UInt64>.stride)
        let hasBuckets = !rows.buckets.isEmpty
        let unknown = Atomic<Int32>(.min)
        try Workers.run(parts, progress) { _, part in
            var (lastLevel, lastPlace) = (Int32.min, UInt32(0))
            for row in Workers.range(part, of: parts, in: rows.count) {
                if rows.levels[row] != lastLevel {
                    lastLevel = rows.levels[row]
                    guard let place = levelPlace[Int(lastLevel)] else {
                        return unknown.store(lastLevel, ordering: .relaxed)
                    }
                    lastPlace = place
                }
                let place = part * actorCount + actorPlace[Int(rows.actors[row])]
                let cell = UInt32(targetPlace[Int(rows.targets[row])]) * levelCount + lastPlace
                entries[next[place]] = UInt64(cell) << 32 | UInt64(hasBuckets ? rows.buckets[row] : 0)
                next[place] += 1
            }
        }
        if case let level = unknown.load(ordering: .relaxed), level != .min {
            throw StandpointError.network(
                "the level \(level) is none of the scale \(levels.first ?? 0) to \(levels.last ?? 0)")
        }
        Affiliations.note(rows, actorPlace, &sortedActors)
        Affiliations.note(rows, targetPlace, &sortedTargets, areTargets: true)

        // Each row sorted, duplicates dropped, the rest counted, in place.
        let kept = UnsafeMutableBufferPointer<Int>.allocate(capacity: actors.count)
        defer { kept.deallocate() }
        let (bounds, perTarget) = (starts, UInt32(max(1, levels.count)))
        let pieces = min(actors.count, 64)
        let cellCount = targets.count * levels.count
        try Workers.run(pieces, progress) { _, piece in
            var table = [UInt32](repeating: 0, count: hasBuckets ? 0 : cellCount)
            for actor in Workers.range(piece, of: pieces, in: actorCount) {
                let slice = UnsafeMutableBufferPointer(rebasing: entries[bounds[actor]..<bounds[actor + 1]])
                if !hasBuckets, slice.count > cellCount / 64 {
                    kept[actor] = Affiliations.count(slice, in: &table)
                } else if hasBuckets, ignoringLevels {
                    kept[actor] = Affiliations.countFirst(slice, UInt64(perTarget))
                } else {
                    kept[actor] = Affiliations.count(slice, once: hasBuckets)
                }
            }
        }
        var (cells, counts) = ([UInt32](), [UInt32]())
        let total = kept.reduce(0, +)
        cells.reserveCapacity(total)
        counts.reserveCapacity(total)
        var ends = [0]
        ends.reserveCapacity(actors.count + 1)
        for actor in actors.indices {
            var activity = 0
            for entry in entries[bounds[actor]..<(bounds[actor] + kept[actor])] {
                let (cell, count) = (UInt32(entry >> 32), UInt32(truncatingIfNeeded: entry))
                cells.append(cell)
                counts.append(count)
                activity += Int(count)
                sortedTargets[Int(cell / perTarget)].activity += Int(count)
            }
            sortedActors[actor].activity = activity
            ends.append(cells.count)
        }
        self.init(
            actors: sortedActors, targets: sortedTargets, levels: levels, categories: categories,
            scale: scale,
            duplicates: duplicates, ignoresLevels: ignoringLevels, starts: ends, cells: cells, counts: counts)
    }

    private static func levels(_ scale: NetworkScale, _ observed: [Int32]) throws -> [Int] {
        if case .declared(let range) = scale {
            guard range.count <= 1000 else {
                throw StandpointError.network(
                    "a scale of \(range.count) levels; at most 1000 can be declared")
            }
            return Array(range)
        }
        var seen = Set<Int32>()
        var last: Int32?
        for level in observed where level != last {
            seen.insert(level)
            last = level
        }
        return seen.sorted().map(Int.init)
    }

    /// The order of nodes by label, and the place of each in it.
    private static func sorted(_ nodes: [Network.Node]) -> (order: [Int], place: [Int]) {
        let names = nodes.map { Array($0.label.utf16) }
        let order = nodes.indices.sorted { left, right in
            if names[left] == names[right] { return nodes[left].key < nodes[right].key }
            return names[left].lexicographicallyPrecedes(names[right])
        }
        var place = [Int](repeating: 0, count: nodes.count)
        for (new, old) in order.enumerated() { place[old] = new }
        return (order, place)
    }

    /// Notes the first and last day of each node.
    private static func note(
        _ rows: Observations, _ place: [Int], _ nodes: inout [Network.Node], areTargets: Bool = false
    ) {
        guard !rows.days.isEmpty else { return }
        var first = [Int32](repeating: .max, count: nodes.count)
        var last = [Int32](repeating: .min, count: nodes.count)
        for (row, number) in (areTargets ? rows.targets : rows.actors).enumerated() {
            let (node, day) = (place[Int(number)], rows.days[row])
            guard day != Observations.noDay else { continue }
            first[node] = min(first[node], day)
            last[node] = max(last[node], day)
        }
        for node in nodes.indices where first[node] <= last[node] {
            nodes[node].days = Day(number: Int(first[node]))...Day(number: Int(last[node]))
        }
    }

    /// Sorts rows (cell and bucket in one number) and counts them in place: of each cell one number remains, with
    /// how often it counts in its lower half. Returns how many cells there are.
    private static func count(_ rows: UnsafeMutableBufferPointer<UInt64>, once: Bool) -> Int {
        var rows = rows
        rows.sort()
        var (kept, cell, previous) = (-1, UInt64.max, UInt64.max)
        for index in rows.indices {
            let row = rows[index]
            if once, row == previous { continue }
            previous = row
            if row >> 32 != cell {
                cell = row >> 32
                kept += 1
                rows[kept] = cell << 32
            }
            rows[kept] += 1
        }
        return kept + 1
    }

    /// The same by a table of all cells, which takes less time than sorting where an actor has many of them.
    private static func count(_ rows: UnsafeMutableBufferPointer<UInt64>, in table: inout [UInt32]) -> Int {
        for row in rows { table[Int(truncatingIfNeeded: row >> 32)] &+= 1 }
        var kept = 0
        for cell in table.indices where table[cell] != 0 {
            rows[kept] = UInt64(cell) << 32 | UInt64(table[cell])
            table[cell] = 0
            kept += 1
        }
        return kept
    }

    /// The same where the first of a target counts, whatever its level.
    private static func countFirst(_ rows: UnsafeMutableBufferPointer<UInt64>, _ levels: UInt64) -> Int {
        var (seen, kept) = (Set<UInt64>(), 0)
        for row in rows {
            let target = (row >> 32) / levels
            if seen.insert(target << 32 | row & 0xFFFF_FFFF).inserted {
                rows[kept] = row & ~0xFFFF_FFFF
                kept += 1
            }
        }
        return count(UnsafeMutableBufferPointer(rebasing: rows[..<kept]), once: false)
    }
}
