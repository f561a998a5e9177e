// The one statement that a network reads: who, on what, which level, in integers.

import Dispatch
import StandpointSQLite
import Synchronization

/// Facts that a network can be made of.
public protocol NetworkSource: Queryable {
    /// Where who acts, for whom, on what and at which event stand.
    static var networkColumns: NetworkColumns { get }
}

/// The columns of a fact `f` that a network reads.
public struct NetworkColumns: Sendable {
    let table: String
    let actor: String
    let target: String
    let event: String
    /// Whether the fact has a side, a strength and an act.
    let hasSides: Bool
    /// The first day that the fact's own date allows; of a date that has no beginning there is none.
    var day = NetworkColumns.first("f.earliest")

    static func first(_ column: String) -> String { "nullif(\(column), '\(Day.distantPast)')" }
}

extension Stance: NetworkSource {
    /// Holder and target.
    public static let networkColumns = NetworkColumns(
        table: "stance", actor: "f.holder_id", target: "f.target_id", event: "f.event_id", hasSides: true)
}

extension Participation: NetworkSource {
    /// Participant and event.
    public static let networkColumns = NetworkColumns(
        table: "participation", actor: "f.participant_id", target: "f.event_id", event: "f.event_id",
        hasSides: false,
        day:
            "coalesce(\(NetworkColumns.first("f.earliest")), (SELECT \(NetworkColumns.first("v.earliest")) FROM event v WHERE v.id = f.event_id))"
    )
}

extension Membership: NetworkSource {
    /// Member and organization.
    public static let networkColumns = NetworkColumns(
        table: "membership", actor: "f.member_id", target: "f.organization_id", event: "NULL", hasSides: false
    )
}

/// Which rows a network needs, and the SQL that gives them.
struct NetworkRows: Sendable {
    let columns: NetworkColumns
    let actors: NetworkUnit
    let targets: NetworkUnit
    let qualifier: NetworkQualifier?
    let duplicates: NetworkDuplicates
    /// Whether days are needed beside duplicates: for windows and for the first and last day of nodes.
    let dated: Bool
    /// Whether it matters which of several duplicates is the first.
    let ordered: Bool

    /// The day of a fact: its own first day, or else that of its document.
    private var day: String { "coalesce(\(columns.day), \(NetworkColumns.first("d.published_earliest")))" }

    private func column(_ unit: NetworkUnit) -> String {
        switch unit {
        case .holders, .people, .attribute: columns.actor
        case .organizations, .organizationAttribute, .countries:
            "coalesce(f.on_behalf_of_id, \(columns.actor))"
        case .targets: columns.target
        case .offices:
            """
            coalesce(
                    (SELECT o.post FROM participation o WHERE o.event_id = \(columns.event) AND o.participant_id = \(columns.actor)
                        AND o.post IS NOT NULL AND o.rank <> 'deprecated' ORDER BY o.rank = 'preferred' DESC, o.id LIMIT 1),
                    (SELECT o.post FROM membership o WHERE o.member_id = \(columns.actor)
                        AND o.post IS NOT NULL AND o.rank <> 'deprecated'
                        AND coalesce(o.earliest <= coalesce(f.latest, d.published_latest), 1)
                        AND coalesce(o.latest >= \(day), 1)
                        ORDER BY o.rank = 'preferred' DESC, o.earliest DESC, o.id LIMIT 1))
            """
        }
    }

    private var level: String {
        switch qualifier {
        case nil: "1"
        case .sides?, .polarity?: "f.polarity"
        case .strength?: "f.strength"
        case .signedStrength?: "CASE f.polarity WHEN 0 THEN 0 ELSE f.polarity * f.strength END"
        case .act?: "f.act"
        }
    }

    private var needsDay: Bool { dated || duplicates.needsDay }

    /// The statement for what matches a query.
    /// - Parameter hasOccasions: Whether it says of each row whose it is, at which event and on which day.
    func statement<Result: NetworkSource>(_ query: Query<Result>, hasOccasions: Bool) -> SQL {
        let needsDay = needsDay || hasOccasions
        let needsDocument = needsDay || ordered || actors == .offices || targets == .offices
        let needsPassage = needsDocument || duplicates == .oncePerDocument
        var query = query.adding("f.rank <> 'deprecated'")
        if qualifier == .sides { query = query.adding("f.polarity <> 0") }
        if case .strength? = qualifier { query = query.adding("f.strength IS NOT NULL") }
        if case .signedStrength? = qualifier {
            query = query.adding("(f.polarity = 0 OR f.strength IS NOT NULL)")
        }
        var selected = [column(actors), column(targets), level, "f.passage_id"]
        if hasOccasions { selected += [columns.actor, columns.event] }
        if duplicates == .oncePerDocument { selected.append("p.document_id") }
        if needsDay { selected.append("CAST(replace(\(day), '-', '') AS INTEGER)") }
        let sql = query.selecting(
            selected.joined(separator: ", "),
            joins: (needsPassage ? "\nJOIN passage p ON p.id = f.passage_id" : "")
                + (needsDocument ? "\nJOIN document d ON d.id = p.document_id" : ""))
        return ordered
            ? sql + SQL(text: "\nORDER BY \(day), p.document_id, p.start_offset, f.id") : sql
    }

    /// Reads the rows of a snapshot, and what the nodes are called.
    func read<Result: NetworkSource>(
        _ query: Query<Result>, in snapshot: Snapshot, isolates: Bool, progress: NetworkProgress?
    ) throws -> NetworkReading {
        // Rows that may repeat others are rare, so whose they are and when is only read when there are any; where
        // they are many, the first pass soon ends.
        var all = try tally(statement(query, hasOccasions: false), hasOccasions: false, snapshot, progress)
        if all.needsOccasions {
            all = try tally(statement(query, hasOccasions: true), hasOccasions: true, snapshot, progress)
        }
        if isolates {
            for (number, unit) in [self.actors, self.targets].enumerated() {
                var units = try snapshot.connection.rows(
                    """
                    SELECT DISTINCT \(column(unit)) FROM \(columns.table) f
                    JOIN passage p ON p.id = f.passage_id JOIN document d ON d.id = p.document_id
                    """)
                while let row = try units.next() {
                    _ = try number == 0 ? all.actors.number(row, 0) : all.targets.number(row, 0)
                }
            }
        }
        return NetworkReading(
            rows: all.rows, actors: try all.actors.nodes(snapshot),
            targets: try all.targets.nodes(snapshot),
            acts: all.acts.keys)
    }

    /// What a row says in numbers.
    private struct Numbers {
        var actor: Int64 = 0
        var target: Int64 = 0
        var level: Int64 = 0
        var document: Int64 = 0
        var day: Int64 = 0
        var passage: Int64 = 0
        var holder: Int64 = 0
        var event: Int64 = 0
    }

    /// The rows that have come so far, each once.
    private struct Tally {
        var rows = Observations()
        var acts = Numbering<String>()
        var actors: UnitNumbering
        var targets: UnitNumbering
        private var documents = DenseNumbering()
        private var repetition = Repetition()
        private let duplicates: NetworkDuplicates
        private let needsDay: Bool
        private let hasOccasions: Bool
        /// Whether a row may repeat another and its occasion would tell.
        private(set) var needsOccasions = false

        init(_ wanted: NetworkRows, hasOccasions: Bool, _ snapshot: Snapshot) throws {
            actors = try UnitNumbering(wanted.actors, snapshot)
            targets = try UnitNumbering(wanted.targets, snapshot)
            (duplicates, needsDay, self.hasOccasions) = (wanted.duplicates, wanted.needsDay, hasOccasions)
        }

        mutating func take(_ batch: [Numbers]) {
            for row in batch {
                guard let actor = actors.number(row.actor), let target = targets.number(row.target) else {
                    continue
                }
                take(row, actor, target, Int32(truncatingIfNeeded: row.level))
            }
        }

        @inline(__always)
        mutating func take(_ row: Numbers, _ actor: Int32, _ target: Int32, _ level: Int32) {
            rows.actors.append(actor)
            rows.targets.append(target)
            rows.levels.append(level)
            let occasion =
                hasOccasions ? Repetition.Occasion(holder: row.holder, event: row.event, day: row.day) : nil
            if repetition.isLast(of: rows, row.passage, occasion) {
                needsOccasions = needsOccasions || !hasOccasions
                rows.removeLast()
                return
            }
            var day = Observations.noDay
            if needsDay {
                if row.day != 0 { day = NetworkRows.number(ofDay: Int(row.day)) }
                rows.days.append(day)
            }
            switch duplicates {
            case .all: break
            case .oncePerDocument: rows.buckets.append(UInt32(documents(row.document) { $0 }))
            default: rows.buckets.append(duplicates.period(of: day))
            }
        }
    }

    /// Ends the reading of rows.
    private struct Enough: Error {}

    /// Counts rows on a thread of its own while others are read. The proof for `@unchecked Sendable`: the tally is
    /// touched on one queue only.
    private final class Counter: @unchecked Sendable {
        private var tally: Tally
        private let queue = DispatchQueue(label: "network rows")
        /// So many batches may wait.
        private let ahead = DispatchSemaphore(value: 4)
        private let stop = Atomic<Bool>(false)

        init(_ tally: Tally) { self.tally = tally }

        /// False where no more are wanted.
        func take(_ batch: [Numbers]) -> Bool {
            ahead.wait()
            queue.async {
                self.tally.take(batch)
                if self.tally.needsOccasions { self.stop.store(true, ordering: .relaxed) }
                self.ahead.signal()
            }
            return !stop.load(ordering: .relaxed)
        }

        /// What has come, once all is counted.
        var result: Tally { queue.sync { tally } }
    }

    /// Reads the rows without those that repeat others; ends early where rows may, and their occasions would tell.
    private func tally(
        _ statement: SQL, hasOccasions: Bool, _ snapshot: Snapshot, _ progress: NetworkProgress?
    ) throws -> Tally {
        var tally = try Tally(self, hasOccasions: hasOccasions, snapshot)
        let (readsDocument, readsDay) = (duplicates == .oncePerDocument, needsDay || hasOccasions)
        let documentPlace = hasOccasions ? 6 : 4
        let dayPlace = documentPlace + (readsDocument ? 1 : 0)
        @inline(__always)
        func numbers(_ row: Row) throws -> Numbers {
            var numbers = Numbers()
            numbers.passage = try row.integer(3)
            if hasOccasions {
                numbers.holder = try row.integer(4)
                numbers.event = try row.get(5, as: Int64?.self) ?? 0
            }
            if readsDocument { numbers.document = try row.integer(documentPlace) }
            if readsDay { numbers.day = try row.get(dayPlace, as: Int64?.self) ?? 0 }
            return numbers
        }
        var count = 0
        func report() throws {
            count += 1
            if count % 65_536 == 0, let progress, !progress(0, 1) { throw CancellationError() }
        }
        var cursor = try snapshot.connection.statement(statement.text).rows(values: statement.bindings)
        guard qualifier != .act, tally.actors.isOfThings, tally.targets.isOfThings else {
            while !tally.needsOccasions, let row = try cursor.next() {
                try report()
                guard let actor = try tally.actors.number(row, 0),
                    let target = try tally.targets.number(row, 1)
                else { continue }
                let level =
                    try qualifier == .act
                    ? tally.acts(row.text(2)) : Int32(truncatingIfNeeded: row.integer(2))
                tally.take(try numbers(row), actor, target, level)
            }
            return tally
        }
        // All that is read are numbers, which another core counts.
        let counter = Counter(tally)
        let size = 4096
        var batch: [Numbers] = []
        do {
            try cursor.forEach { row in
                try report()
                var numbers = try numbers(row)
                numbers.actor = try row.integer(0)
                numbers.target = try row.integer(1)
                numbers.level = try row.integer(2)
                batch.append(numbers)
                if batch.count == size {
                    guard counter.take(batch) else { throw Enough() }
                    batch = []
                    batch.reserveCapacity(size)
                }
            }
        } catch is Enough {}
        _ = counter.take(batch)
        return counter.result
    }

    /// The number of a day written as YYYYMMDD.
    private static func number(ofDay stated: Int) -> Int32 {
        guard let day = Day(year: stated / 10_000, month: stated / 100 % 100, day: stated % 100) else {
            return Observations.noDay
        }
        return Int32(truncatingIfNeeded: day.number)
    }
}

/// What a network is made from: rows of numbers and the nodes that the numbers mean.
struct NetworkReading: Sendable {
    let rows: Observations
    let actors: [Network.Node]
    let targets: [Network.Node]
    /// The names of levels that are acts.
    let acts: [String]
}

/// Numbers from 0 for ids: small ids in a flat array, which is faster than a dictionary, others in one.
struct DenseNumbering {
    private(set) var keys: [Int64] = []
    private var flat: [Int32] = []
    private var rest: [Int64: Int32] = [:]
    private var canonical: [Int64: Int32] = [:]
    private static let unseen: Int32 = -1
    private static let none: Int32 = -2
    private static let flatLimit: Int64 = 1 << 24

    /// The number of the thing that an id stands for; −2 where there is none, nil where it was not asked for yet.
    @inline(__always)
    func known(_ id: Int64) -> Int32? {
        guard id >= 0, id < Int64(flat.count) else { return rest[id] }
        let known = flat[Int(id)]
        return known == DenseNumbering.unseen ? nil : known
    }

    /// The same; what it stands for is asked for once per id.
    mutating func callAsFunction(_ id: Int64, _ resolve: (Int64) -> Int64?) -> Int32 {
        if let known = known(id) { return known }
        let number =
            resolve(id).map { thing in
                if let known = canonical[thing] { return known }
                let new = Int32(truncatingIfNeeded: keys.count)
                keys.append(thing)
                canonical[thing] = new
                return new
            } ?? DenseNumbering.none
        if id >= 0, id < DenseNumbering.flatLimit {
            if id >= Int64(flat.count) {
                let size = max(Int(id) + 1, min(2 * flat.count, Int(DenseNumbering.flatLimit)), 1024)
                flat += [Int32](repeating: DenseNumbering.unseen, count: size - flat.count)
            }
            flat[Int(id)] = number
        } else {
            rest[id] = number
        }
        return number
    }
}
