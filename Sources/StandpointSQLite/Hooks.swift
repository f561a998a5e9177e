// What SQLite calls back: waiting for locks, progress, trace.

internal import CStandpointSQLite

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension Connection {
    /// Calls a closure at intervals while statements run; when it returns `false`, they stop with
    /// ``ResultCode/interrupt``.
    ///
    /// - Parameters:
    ///   - instructions: The interval, in instructions of SQLite's virtual machine; a thousand take some ten
    ///     microseconds. At least 1.
    ///   - body: The closure, which cannot use this connection; `nil` removes it.
    /// - Throws: ``SQLiteError/misuse(_:)`` on a closed connection.
    public func setProgressHandler(
        every instructions: Int = 1000, _ body: (() -> Bool)?
    ) throws(SQLiteError) {
        let database = try openDatabase()
        database.onProgress = body
        database.hooksAreChanged = true
        try database.watchProgress(every: instructions)
    }

    /// Calls a closure with the SQL of each statement when it begins to run, its values filled in.
    ///
    /// - Parameter body: The closure, which cannot use this connection; `nil` removes it.
    /// - Throws: ``SQLiteError/misuse(_:)`` on a closed connection.
    public func setTrace(_ body: ((String) -> Void)?) throws(SQLiteError) {
        let database = try openDatabase()
        database.hooksAreChanged = true
        try database.trace(body)
    }
}

extension Database {
    func trace(_ body: ((String) -> Void)?) throws(SQLiteError) {
        let pointer = try requireReady()
        onTrace = body
        guard body != nil else {
            sqlite3_trace_v2(pointer, 0, nil, nil)
            return
        }
        sqlite3_trace_v2(
            pointer, UInt32(SQLITE_TRACE_STMT),
            { _, context, statement, text in
                guard let context, let statement, let text else { return 0 }
                let database = Unmanaged<Database>.fromOpaque(context).takeUnretainedValue()
                let start = text.assumingMemoryBound(to: CChar.self)
                // A line that begins with "--" announces a trigger: it is no statement of its own.
                if start[0] == 0x2d && start[1] == 0x2d { return 0 }
                let expanded = sqlite3_expanded_sql(OpaquePointer(statement))
                defer { sqlite3_free(expanded) }
                let sql = String(cString: expanded ?? UnsafeMutablePointer(mutating: start))
                database.callback { database.onTrace?(sql) }
                return 0
            },
            Unmanaged.passUnretained(self).toOpaque())
    }

    /// Keeps the hooks that are set now beyond the access of a pool.
    func keepHooks() {
        lasting = (onProgress, onTrace)
        hooksAreChanged = false
    }

    /// Takes back the hooks that an access has set: they are that thread's.
    func restoreHooks() {
        guard hooksAreChanged else { return }
        onProgress = lasting.onProgress
        // Only a closed database refuses these, which calls nothing any more.
        try? watchProgress(every: 1000)
        try? trace(lasting.onTrace)
        hooksAreChanged = false
    }

    /// Has SQLite look at intervals whether the work is cancelled and whether ``onProgress`` wants to stop.
    func watchProgress(every instructions: Int) throws(SQLiteError) {
        sqlite3_progress_handler(
            try requireReady(), Int32(clamping: max(1, instructions)),
            { context in
                guard let context else { return 0 }
                let database = Unmanaged<Database>.fromOpaque(context).takeUnretainedValue()
                if database.interruption.isCancelled { return 1 }
                guard let onProgress = database.onProgress else { return 0 }
                return database.callback(onProgress) ? 0 : 1
            },
            Unmanaged.passUnretained(self).toOpaque())
    }

    /// Waits for the locks of other connections until the busy timeout has passed.
    ///
    /// Not `sqlite3_busy_timeout`, which cannot be cancelled, and counts its naps rather than the time.
    func watchBusy() throws(SQLiteError) {
        sqlite3_busy_handler(
            try requireReady(),
            { context, count in
                guard let context else { return 0 }
                let database = Unmanaged<Database>.fromOpaque(context).takeUnretainedValue()
                return database.waitForLock(again: count > 0) ? 1 : 0
            },
            Unmanaged.passUnretained(self).toOpaque())
    }

    /// Sleeps for a moment; false when it is time to give up.
    func waitForLock(again: Bool) -> Bool {
        let now = ContinuousClock.now
        if !again { busySince = now }
        let waited = (busySince ?? now).duration(to: now)
        guard waited < busyTimeout, !interruption.isCancelled else { return false }
        // Short naps at first, as most locks are held for a moment; at most 20 ms.
        usleep(waited < .milliseconds(10) ? 500 : waited < .milliseconds(200) ? 5000 : 20000)
        return true
    }

    /// Runs a command that SQLite refuses at once when another connection is in the way, such as a change of
    /// the journal mode, until it succeeds or the busy timeout has passed.
    func insist(_ sql: String) throws(SQLiteError) {
        var again = false
        while true {
            do {
                return try command(sql)
            } catch {
                // The lock that the wait is for may have used up the time inside of the command.
                let since = busySince
                guard error.primaryCode == .busy, waitForLock(again: again) else { throw error }
                if again { busySince = since }
                again = true
            }
        }
    }
}
