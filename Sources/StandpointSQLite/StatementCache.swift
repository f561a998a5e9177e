// The compiled statements that a connection keeps for the next time the same SQL is asked for.

/// Compiled statements by their SQL; the least recently used goes when there are too many.
///
/// It is apart from ``Database``, which the statements keep alive: neither must keep the other.
final class StatementCache {
    private final class Entry {
        var statement: Statement
        let sql: TextBytes
        var lastUse = 0
        /// Whether it was given out since the latest access of a pool ended.
        var isUsed = false

        init(_ statement: Statement, _ sql: TextBytes) {
            self.statement = statement
            self.sql = sql
        }
    }

    private var entries: [TextBytes: Entry] = [:]
    /// The entry asked for last: a loop that repeats one SQL literal need not hash it.
    private var latest: Entry?
    /// What was given out since the latest access of a pool ended: there may be many more that were not.
    private var used: [Entry] = []
    private var clock = 0
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(0, capacity) }

    /// A statement that nobody else holds: the kept one, or a new one when that is out or missing.
    func statement(
        _ sql: String, prepare: () throws(SQLiteError) -> Statement
    ) throws(SQLiteError) -> Statement {
        let sql = TextBytes(sql)
        if let latest, latest.sql == sql, let statement = free(latest) { return statement }
        if let entry = entries[sql] {
            guard let statement = free(entry) else { return try prepare() }
            latest = entry
            return statement
        }
        let statement = try prepare()
        guard capacity > 0 else { return statement }
        if entries.count >= capacity, let oldest = entries.values.min(by: { $0.lastUse < $1.lastUse }) {
            forget(oldest)
        }
        statement.isKept = true
        let entry = Entry(statement, sql)
        clock += 1
        entry.lastUse = clock
        entries[sql] = entry
        latest = entry
        noteUse(of: entry)
        return statement
    }

    /// The entry's statement when the cache alone refers to it.
    private func free(_ entry: Entry) -> Statement? {
        guard isKnownUniquelyReferenced(&entry.statement) else { return nil }
        clock += 1
        entry.lastUse = clock
        // Someone may have stepped it and forgotten it.
        if entry.statement.phase == .stepping { entry.statement.reset() }
        noteUse(of: entry)
        return entry.statement
    }

    private func noteUse(of entry: Entry) {
        guard !entry.isUsed else { return }
        entry.isUsed = true
        used.append(entry)
    }

    /// Resets what was stepped and forgotten; statements that someone still holds are closed and forgotten.
    func endAccess() {
        let ended = used
        used.removeAll(keepingCapacity: true)
        for entry in ended {
            entry.isUsed = false
            if isKnownUniquelyReferenced(&entry.statement) {
                if entry.statement.phase == .stepping { entry.statement.reset() }
            } else {
                forget(entry)
            }
        }
    }

    private func forget(_ entry: Entry) {
        entry.statement.isKept = false
        entries[entry.sql] = nil
        if latest === entry { latest = nil }
        if entry.isUsed { used.removeAll { $0 === entry } }
    }

    func removeAll() {
        latest = nil
        used.removeAll()
        entries.removeAll()
    }
}
