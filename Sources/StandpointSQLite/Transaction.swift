// Transactions and savepoints.

/// When a transaction takes its locks.
public enum TransactionKind: String, Sendable, Hashable {
    /// At the first read or write.
    case deferred = "DEFERRED"
    /// The right to write at once, so that a later write cannot find the file changed by another.
    case immediate = "IMMEDIATE"
    /// Like immediate, and without WAL mode nobody else may read either.
    case exclusive = "EXCLUSIVE"
}

extension Connection {
    /// Runs a closure as one transaction: all of it is committed at the end, or nothing when it throws.
    ///
    /// Inside another transaction it becomes a savepoint, which is undone alone.
    /// - Throws: What the closure throws; what SQLite reports for BEGIN and COMMIT, with
    ///   ``ResultCode/busy`` when another connection holds the lock for longer than the busy timeout.
    public func transaction<T>(
        _ kind: TransactionKind = .deferred, _ body: () throws -> T
    ) throws -> T {
        let database = try openDatabase()
        if database.isInTransaction || database.isTransacting { return try savepoint(body) }
        try database.command("BEGIN \(kind.rawValue)")
        do {
            let result = try database.transacting(body)
            try database.requireNotCancelled()
            try database.command("COMMIT")
            return result
        } catch {
            database.rollback()
            throw error
        }
    }

    /// Runs a closure inside a savepoint: when it throws, what it did is undone, and only that. Outside of a
    /// transaction it is one of its own.
    ///
    /// - Throws: What the closure throws, or SQLite reports.
    public func savepoint<T>(_ body: () throws -> T) throws -> T {
        let database = try openDatabase()
        try database.requireTransaction()
        // Savepoints of one name nest; the innermost is meant.
        try database.command("SAVEPOINT standpoint")
        do {
            let result = try database.transacting(body)
            try database.command("RELEASE standpoint")
            return result
        } catch {
            // SQLite may have rolled everything back already, on a full disk for instance; then there is no
            // such savepoint any more, and the first error is the one to report.
            if database.isInTransaction {
                try? database.command("ROLLBACK TO standpoint", evenCancelled: true)
                try? database.command("RELEASE standpoint", evenCancelled: true)
            }
            database.undone += 1
            throw error
        }
    }
}

extension Connection {
    /// How many savepoints were undone: what was written within one is not there any more.
    package var undoneSavepoints: Int { (try? openDatabase().undone) ?? 0 }
}

extension Database {
    /// Runs the closure of a transaction, in which nothing is to run outside of it.
    fileprivate func transacting<T>(_ body: () throws -> T) rethrows -> T {
        let before = isTransacting
        isTransacting = true
        defer { isTransacting = before }
        return try body()
    }

    /// SQLite ends a transaction by itself where a disk is full or memory lacks. What a closure does then, having looked
    /// away from that error, would be committed by itself.
    func requireTransaction() throws(SQLiteError) {
        guard isTransacting, !isInTransaction else { return }
        throw .misuse("SQLite has rolled the transaction back after an error: let that error end the closure")
    }

    /// A cancelled task commits nothing, not even when its closure looked away from the interruption.
    func requireNotCancelled() throws(SQLiteError) {
        guard interruption.isCancelled else { return }
        throw .failed(code: .interrupt, message: "interrupted", sql: nil, offset: nil)
    }

    /// Ends an open transaction without keeping anything of it.
    func rollback() {
        // SQLite may have done it already, on a full disk for instance. A rollback that fails has nothing
        // to add to the error that led to it.
        if isInTransaction { try? command("ROLLBACK", evenCancelled: true) }
    }
}
