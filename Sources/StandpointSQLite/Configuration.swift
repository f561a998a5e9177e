// Where a database lies and how a connection to it is set up.

/// Where a database lies.
public enum Location: Sendable, Hashable {
    /// A file. The path is taken as it is: `file:` and `:memory:` mean nothing special.
    case path(String)
    /// A private database in memory, gone with its connection.
    case memory
}

extension Connection {
    /// How a connection behaves. The defaults are the safe ones.
    public struct Configuration: Sendable, Hashable {
        /// How far SQLite goes before it says that a transaction is committed.
        public enum Synchronous: String, Sendable, Hashable {
            /// A committed transaction survives a loss of power.
            case full = "FULL"
            /// A loss of power may undo the latest transactions, yet damages nothing. Faster.
            case normal = "NORMAL"
        }

        /// Whether the file may only be read. Never creates one.
        public var readOnly: Bool
        /// Whether a missing file is created. Its folder never is.
        public var create: Bool
        /// How long a call waits for the lock of another connection before it throws ``ResultCode/busy``.
        public var busyTimeout: Duration
        /// Whether a writable file is put in WAL mode, where readers and a writer do not block each other.
        /// When `false`, the journal mode that the file has is left as it is.
        public var writeAheadLog: Bool
        /// What a commit waits for.
        public var synchronous: Synchronous
        /// Whether SQLite enforces foreign keys.
        public var foreignKeys: Bool
        /// Whether triggers and views of the file may use virtual tables and functions that SQLite does not call
        /// innocuous; FTS5 is among them in SQLite 3.40. The readers of a ``Pool`` never do.
        public var trustedSchema: Bool
        /// How many compiled statements a connection keeps; 0 keeps none.
        public var statementCacheCapacity: Int

        /// The defaults: writable, created when missing, WAL, full durability, foreign keys, five seconds.
        public init(
            readOnly: Bool = false, create: Bool = true, busyTimeout: Duration = .seconds(5),
            writeAheadLog: Bool = true, synchronous: Synchronous = .full, foreignKeys: Bool = true,
            trustedSchema: Bool = false, statementCacheCapacity: Int = 128
        ) {
            self.readOnly = readOnly
            self.create = create
            self.busyTimeout = busyTimeout
            self.writeAheadLog = writeAheadLog
            self.synchronous = synchronous
            self.foreignKeys = foreignKeys
            self.trustedSchema = trustedSchema
            self.statementCacheCapacity = statementCacheCapacity
        }
    }
}
