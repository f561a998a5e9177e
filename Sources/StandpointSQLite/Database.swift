// The open SQLite handle that a connection and everything made from it share.

internal import CStandpointSQLite

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// An open `sqlite3` handle: closes when the last of its connection, statements and blobs is gone, or
/// earlier when told to, and then makes all of them unusable rather than dangling.
///
/// It is used by one thread at a time, which is what lets SQLite run without its own mutexes: neither it
/// nor anything that refers to it is Sendable, apart from ``InterruptHandle``.
@usableFromInline
final class Database {
    /// The handle; nil once closed.
    private(set) var pointer: OpaquePointer?
    /// For messages: the path, or "a database in memory".
    let name: String
    let busyTimeout: Duration
    let interruption: InterruptHandle
    /// Whether calls are allowed now: open, and not inside one of its own callbacks.
    var isReady: Bool { ready.pointee }
    /// Behind a pointer for the reason given at ``StatementState``; it lives as long as this object.
    private let ready: UnsafeMutablePointer<Bool>
    /// Whether a closure runs that began a transaction; behind a pointer likewise.
    private let transacting: UnsafeMutablePointer<Bool>
    var isTransacting: Bool {
        get { transacting.pointee }
        set { transacting.pointee = newValue }
    }
    /// How many savepoints were undone.
    var undone = 0
    /// Whether the connection reads only until the access of a pool ends.
    var readsOnly = false
    private var callbackDepth = 0

    /// What must be told when the handle closes. Unretained: each removes itself in its deinit.
    var statements: [ObjectIdentifier: Unmanaged<Statement>] = [:]
    /// Those of them that no ``StatementCache`` keeps.
    var loose: Set<ObjectIdentifier> = []
    var blobs: [ObjectIdentifier: Unmanaged<Blob>] = [:]

    /// The closures of the hooks, which SQLite finds through an unretained pointer to this object.
    var onProgress: (() -> Bool)?
    var onTrace: ((String) -> Void)?
    /// Those that hold beyond the access of a pool, which may set others.
    var lasting: (onProgress: (() -> Bool)?, onTrace: ((String) -> Void)?)
    var hooksAreChanged = false
    var busySince: ContinuousClock.Instant?

    /// SQLite counts its memory under one lock of the process, which each allocation of each reader takes. It goes
    /// on counting where something else in the process has used SQLite before; so do statements to write what they may
    /// have to undo to a file early.
    private static let settings = standpoint_configure()

    init(_ location: Location, _ configuration: Connection.Configuration) throws(SQLiteError) {
        _ = Database.settings
        let path: String
        switch location {
        case .memory:
            path = ":memory:"
            name = "a database in memory"
        case .path(let given):
            // "./" keeps SQLite from reading ":memory:", "" and "file:…" as something else than a path.
            path = given.hasPrefix("/") ? given : "./" + given
            name = given
        }
        if name.isEmpty || name.utf8.contains(0) {
            throw .failed(
                code: .cantOpen, message: "“\(name)” is not a path of a file", sql: nil, offset: nil)
        }
        var flags = SQLITE_OPEN_NOMUTEX
        if configuration.readOnly && location != .memory {
            flags |= SQLITE_OPEN_READONLY
        } else {
            flags |= SQLITE_OPEN_READWRITE
            if configuration.create || location == .memory { flags |= SQLITE_OPEN_CREATE }
        }
        var opened: OpaquePointer?
        let status = sqlite3_open_v2(path, &opened, flags, nil)
        guard status == SQLITE_OK, let opened else {
            let code = ResultCode(rawValue: opened.map { sqlite3_extended_errcode($0) } ?? status)
            let text = opened.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "out of memory"
            sqlite3_close(opened)
            throw Database.cannotOpen(name, code, text)
        }
        pointer = opened
        ready = .allocate(capacity: 1)
        ready.initialize(to: true)
        transacting = .allocate(capacity: 1)
        transacting.initialize(to: false)
        busyTimeout = configuration.busyTimeout
        interruption = InterruptHandle(opened)
        sqlite3_extended_result_codes(opened, 1)
    }

    /// The error for a database that cannot be opened, with what its path tells where SQLite's words do not.
    static func cannotOpen(_ name: String, _ code: ResultCode, _ text: String) -> SQLiteError {
        func status(_ path: String) -> stat? {
            var found = stat()
            return stat(path, &found) == 0 ? found : nil
        }
        var reason = text
        switch status(name) {
        case let found? where found.st_mode & S_IFMT == S_IFDIR:
            reason = "it is a folder"
        case nil where code.primary == .cantOpen:
            let folder = name.split(separator: "/", omittingEmptySubsequences: false).dropLast()
                .joined(separator: "/")
            let isThere = folder.isEmpty || status(folder) != nil
            let isWritable = access(folder.isEmpty ? "." : folder, W_OK) == 0
            reason =
                !isThere
                ? "there is no folder \(folder)"
                : "there is no such file" + (isWritable ? "" : ", and its folder cannot be written")
        case .some where code.rawValue == SQLITE_READONLY | (6 << 8):
            reason =
                "it is in WAL mode, for which SQLite writes files beside it, and its folder cannot be written: "
                + "copy it to a folder of your own, or have a copy made with VACUUM INTO, which needs none"
        default: break
        }
        return .failed(code: code, message: "Cannot open \(name): \(reason)", sql: nil, offset: nil)
    }

    deinit {
        dispose()
        ready.deallocate()
        transacting.deallocate()
    }

    /// Closes the handle; every statement and blob made from it throws from now on.
    func close() throws(SQLiteError) {
        guard pointer != nil else { return }
        try requireReady()
        if statements.values.contains(where: { $0._withUnsafeGuaranteedRef { $0.isLent } }) {
            throw .misuse("A connection cannot be closed while one of its values is being read in place")
        }
        dispose()
    }

    private func dispose() {
        guard let pointer else { return }
        ready.pointee = false
        for statement in statements.values { statement._withUnsafeGuaranteedRef { $0.invalidate() } }
        statements.removeAll()
        loose.removeAll()
        closeBlobs()
        interruption.detach()
        self.pointer = nil
        // Nothing of this module is left in it; close_v2 also copes with what SQLite's own extensions hold.
        sqlite3_close_v2(pointer)
    }

    func closeBlobs() {
        for blob in blobs.values { blob._withUnsafeGuaranteedRef { $0.invalidate() } }
        blobs.removeAll()
    }

    /// The handle, or an error when it is closed or inside one of its own callbacks.
    @discardableResult
    func requireReady() throws(SQLiteError) -> OpaquePointer {
        guard let pointer else { throw .misuse("The connection to \(name) is closed") }
        guard isReady else {
            throw .misuse("A progress, trace or backup closure cannot use the connection that calls it")
        }
        return pointer
    }

    /// Runs a closure during which SQLite does not allow that the handle is used.
    func callback<T>(_ body: () -> T) -> T {
        callbackDepth += 1
        ready.pointee = false
        defer {
            callbackDepth -= 1
            ready.pointee = callbackDepth == 0 && pointer != nil
        }
        return body()
    }

    /// The error that SQLite reports now for the latest call. Its place counts from `base`, and is `start` when
    /// SQLite knows of none.
    func error(
        _ status: Int32, sql: String?, at base: Int = 0, orAt start: Int? = nil
    ) -> SQLiteError {
        guard let pointer else { return .misuse("The connection to \(name) is closed") }
        let extended = sqlite3_extended_errcode(pointer)
        // A misuse is not recorded in the handle, whose latest error is then about something else.
        let isRecorded = extended & 0xff == status & 0xff
        let text = isRecorded ? sqlite3_errmsg(pointer) : sqlite3_errstr(status)
        let offset = isRecorded ? Int(sqlite3_error_offset(pointer)) : -1
        return .failed(
            code: ResultCode(rawValue: isRecorded ? extended : status),
            message: text.map { String(cString: $0) } ?? "unknown error", sql: sql,
            offset: offset >= 0 ? base + offset : start)
    }

    /// Runs a statement of our own; one that tidies up, such as a rollback, goes through past any cancellation.
    func command(_ sql: String, evenCancelled: Bool = false) throws(SQLiteError) {
        let pointer = try requireReady()
        interruption.isIgnored = evenCancelled
        defer { interruption.isIgnored = false }
        let status = sqlite3_exec(pointer, sql, nil, nil, nil)
        guard status == SQLITE_OK else { throw error(status, sql: sql) }
    }

    /// Whether a transaction is open.
    var isInTransaction: Bool { pointer.map { sqlite3_get_autocommit($0) == 0 } ?? false }
}
