// Copying a whole database while it is in use.

internal import CStandpointSQLite

extension Connection {
    /// Copies this database over another one, page by page.
    ///
    /// Others may read and write this database meanwhile. What `target` held before is lost; nothing else may
    /// use it, and no statement of it may be running.
    ///
    /// - Parameters:
    ///   - target: The connection to the copy.
    ///   - pagesPerStep: How many pages are copied between two calls of `progress`; all when not positive.
    ///   - progress: Is given the pages that remain and their total. When it returns `false` the backup stops
    ///     with ``ResultCode/interrupt`` and the copy is of no use. It cannot use the two connections.
    /// - Throws: What SQLite reports; ``ResultCode/busy`` when locks stand in the way for longer than the busy
    ///   timeout; ``SQLiteError/misuse(_:)`` for a copy of a connection to itself.
    public func backup(
        to target: Connection, pagesPerStep: Int = -1,
        progress: ((_ remaining: Int, _ total: Int) -> Bool)? = nil
    ) throws(SQLiteError) {
        let source = try openDatabase()
        let copy = try target.openDatabase()
        guard source !== copy else { throw .misuse("A database cannot be backed up to itself") }
        let sourceHandle = try source.requireReady()
        let copyHandle = try copy.requireReady()
        guard let backup = sqlite3_backup_init(copyHandle, "main", sourceHandle, "main") else {
            throw copy.error(sqlite3_errcode(copyHandle), sql: nil)
        }
        var status = SQLITE_OK
        var isWaiting = false
        repeat {
            status = sqlite3_backup_step(backup, pagesPerStep > 0 ? Int32(clamping: pagesPerStep) : -1)
            let remaining = Int(sqlite3_backup_remaining(backup))
            let total = Int(sqlite3_backup_pagecount(backup))
            let goesOn = source.callback { copy.callback { progress?(remaining, total) ?? true } }
            if status == SQLITE_OK {
                isWaiting = false
                if !goesOn { status = SQLITE_INTERRUPT }
            } else if status & 0xff == SQLITE_BUSY || status == SQLITE_LOCKED {
                guard goesOn, source.waitForLock(again: isWaiting) else { break }
                isWaiting = true
            }
        } while status == SQLITE_OK || status & 0xff == SQLITE_BUSY || status == SQLITE_LOCKED
        let end = sqlite3_backup_finish(backup)
        if status == SQLITE_INTERRUPT {
            throw .failed(
                code: .interrupt, message: "The backup was stopped before its end", sql: nil, offset: nil)
        }
        guard status == SQLITE_DONE else { throw copy.error(end == SQLITE_OK ? status : end, sql: nil) }
    }
}
