// The result codes of SQLite, as a type that keeps the extended code and derives the primary one.

internal import CStandpointSQLite

/// What SQLite answered: an extended result code such as 787, "FOREIGN KEY constraint failed".
///
/// The lower eight bits are the ``primary`` code. `code == .constraintUnique` asks for one kind of
/// failure, `code.primary == .constraint` for the whole family.
public struct ResultCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number that SQLite uses.
    public let rawValue: Int32

    /// Wraps a number of SQLite; any number is accepted.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// The family this code belongs to: its lower eight bits.
    public var primary: ResultCode { ResultCode(rawValue: rawValue & 0xff) }

    /// The number and what SQLite says of it, such as `787 (constraint failed)`.
    public var description: String {
        guard let text = sqlite3_errstr(rawValue) else { return "\(rawValue)" }
        return "\(rawValue) (\(String(cString: text)))"
    }

    /// Success.
    public static let ok = ResultCode(rawValue: SQLITE_OK)
    /// A failure without a code of its own, such as a syntax error.
    public static let error = ResultCode(rawValue: SQLITE_ERROR)
    /// The statement was stopped because its transaction was rolled back, or by a callback.
    public static let abort = ResultCode(rawValue: SQLITE_ABORT)
    /// Another connection holds the lock, and the busy timeout has passed.
    public static let busy = ResultCode(rawValue: SQLITE_BUSY)
    /// A read transaction cannot become a write transaction, as the file has changed since it began.
    public static let busySnapshot = ResultCode(rawValue: SQLITE_BUSY | (2 << 8))
    /// A table is locked by another statement of the same connection.
    public static let locked = ResultCode(rawValue: SQLITE_LOCKED)
    /// Memory ran out.
    public static let noMemory = ResultCode(rawValue: SQLITE_NOMEM)
    /// The file or the connection may only be read.
    public static let readOnly = ResultCode(rawValue: SQLITE_READONLY)
    /// The statement was interrupted.
    public static let interrupt = ResultCode(rawValue: SQLITE_INTERRUPT)
    /// The operating system failed to read or write.
    public static let ioError = ResultCode(rawValue: SQLITE_IOERR)
    /// The file is damaged.
    public static let corrupt = ResultCode(rawValue: SQLITE_CORRUPT)
    /// The disk is full.
    public static let full = ResultCode(rawValue: SQLITE_FULL)
    /// The file cannot be opened.
    public static let cantOpen = ResultCode(rawValue: SQLITE_CANTOPEN)
    /// The schema changed under the statement.
    public static let schema = ResultCode(rawValue: SQLITE_SCHEMA)
    /// A text, a blob or a statement is longer than SQLite's limit.
    public static let tooBig = ResultCode(rawValue: SQLITE_TOOBIG)
    /// A constraint of any kind is broken.
    public static let constraint = ResultCode(rawValue: SQLITE_CONSTRAINT)
    /// A CHECK constraint is broken.
    public static let constraintCheck = ResultCode(rawValue: SQLITE_CONSTRAINT | (1 << 8))
    /// A foreign key points nowhere.
    public static let constraintForeignKey = ResultCode(rawValue: SQLITE_CONSTRAINT | (3 << 8))
    /// A NOT NULL column was given NULL.
    public static let constraintNotNull = ResultCode(rawValue: SQLITE_CONSTRAINT | (5 << 8))
    /// A primary key exists already.
    public static let constraintPrimaryKey = ResultCode(rawValue: SQLITE_CONSTRAINT | (6 << 8))
    /// A trigger refused the change with `RAISE`.
    public static let constraintTrigger = ResultCode(rawValue: SQLITE_CONSTRAINT | (7 << 8))
    /// A UNIQUE constraint is broken.
    public static let constraintUnique = ResultCode(rawValue: SQLITE_CONSTRAINT | (8 << 8))
    /// A rowid exists already.
    public static let constraintRowID = ResultCode(rawValue: SQLITE_CONSTRAINT | (10 << 8))
    /// A value does not fit the type of a column of a STRICT table.
    public static let constraintDataType = ResultCode(rawValue: SQLITE_CONSTRAINT | (12 << 8))
    /// A value of the wrong type, such as a rowid that is a text.
    public static let mismatch = ResultCode(rawValue: SQLITE_MISMATCH)
    /// The library was called in a way that it does not allow.
    public static let misuse = ResultCode(rawValue: SQLITE_MISUSE)
    /// An authorizer refused.
    public static let denied = ResultCode(rawValue: SQLITE_AUTH)
    /// A parameter or column number is out of range.
    public static let range = ResultCode(rawValue: SQLITE_RANGE)
    /// The file is not a SQLite database, or it is encrypted.
    public static let notADatabase = ResultCode(rawValue: SQLITE_NOTADB)
}
