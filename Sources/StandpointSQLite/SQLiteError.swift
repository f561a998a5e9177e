// Everything that can go wrong in this module, in one enum that carries what a person needs to act.

/// Why a call failed.
///
/// Every function of this module throws this type and nothing else, except for the errors of the
/// closures that it is given, and `CancellationError` from the asynchronous calls of ``Pool``.
public enum SQLiteError: Error, Sendable, Hashable {
    /// SQLite refused. `offset` is the byte offset in `sql` where the error lies, if it is known: the token
    /// for a syntax error, the start of the statement for one that failed inside a script.
    case failed(code: ResultCode, message: String, sql: String?, offset: Int?)
    /// A statement takes `expected` values and was given `given`.
    case parameterCount(expected: Int, given: Int, sql: String)
    /// A statement has no parameter with this number; the first is 1.
    case parameterIndex(index: Int, count: Int, sql: String)
    /// A statement has no parameter of this name.
    case unknownParameter(name: String, sql: String)
    /// A row has no column with this number; the first is 0.
    case columnIndex(index: Int, count: Int, sql: String)
    /// A column holds another type than asked for, or NULL where the Swift type is not optional.
    case columnType(column: String, index: Int, expected: String, found: StorageClass, sql: String)
    /// A column holds an integer that does not fit the Swift type.
    case outOfRange(column: String, index: Int, value: Int64, type: String, sql: String)
    /// A column holds a value that is none of the raw values of the Swift type.
    case unknownValue(column: String, index: Int, value: Value, type: String, sql: String)
    /// A column holds text that is not UTF-8.
    case invalidText(column: String, index: Int, sql: String)
    /// More than one statement where one is expected; ``Connection/execute(_:)`` takes several.
    case severalStatements(sql: String)
    /// No statement at all, only space or comments.
    case emptyStatement(sql: String)
    /// A part of a blob was asked for that lies outside of it. All three are bytes.
    case blobRange(offset: Int, count: Int, size: Int)
    /// A call that is not allowed here, such as one on a closed connection; the text says what to do.
    case misuse(String)
}

extension SQLiteError {
    /// The extended result code: SQLite's own for ``failed(code:message:sql:offset:)``, and the nearest one
    /// for the errors that this module finds itself.
    public var code: ResultCode {
        switch self {
        case .failed(let code, _, _, _): code
        case .parameterCount, .parameterIndex, .unknownParameter, .columnIndex, .blobRange: .range
        case .columnType, .outOfRange, .unknownValue, .invalidText: .mismatch
        case .severalStatements, .emptyStatement: .error
        case .misuse: .misuse
        }
    }

    /// The family of ``code``, such as ``ResultCode/constraint``.
    public var primaryCode: ResultCode { code.primary }

    /// The statement or script concerned, if there is one.
    public var sql: String? {
        switch self {
        case .failed(_, _, let sql, _): sql
        case .parameterCount(_, _, let sql), .parameterIndex(_, _, let sql), .unknownParameter(_, let sql),
            .columnIndex(_, _, let sql), .columnType(_, _, _, _, let sql), .outOfRange(_, _, _, _, let sql),
            .unknownValue(_, _, _, _, let sql), .invalidText(_, _, let sql), .severalStatements(let sql),
            .emptyStatement(let sql):
            sql
        case .blobRange, .misuse: nil
        }
    }

    /// What went wrong, without the SQL: for a trigger's refusal, the words of the trigger.
    public var message: String {
        switch self {
        case .failed(_, let message, _, _):
            message
        case .parameterCount(let expected, let given, _):
            "The statement takes \(expected) value(s), \(given) given"
        case .parameterIndex(let index, let count, _):
            "There is no parameter \(index); the statement has \(count), counted from 1"
        case .unknownParameter(let name, _):
            "The statement has no parameter \(name)"
        case .columnIndex(let index, let count, _):
            "There is no column \(index); the row has \(count), counted from 0"
        case .columnType(let column, let index, let expected, let found, _):
            "Column \(index) (\(column)) holds \(found), which cannot be read as \(expected)"
        case .outOfRange(let column, let index, let value, let type, _):
            "Column \(index) (\(column)) holds \(value), which does not fit \(type)"
        case .unknownValue(let column, let index, let value, let type, _):
            "Column \(index) (\(column)) holds \(value), which is no value of \(type)"
        case .invalidText(let column, let index, _):
            "Column \(index) (\(column)) holds text that is not UTF-8; read it as a blob to see it"
        case .severalStatements:
            "More than one statement where one is expected; run them one by one"
        case .emptyStatement:
            "There is no statement, only space or comments"
        case .blobRange(let offset, let count, let size):
            "Bytes \(offset) ..< \(offset) + \(count) lie outside of the blob, which has \(size)"
        case .misuse(let text):
            text
        }
    }
}

extension SQLiteError: CustomStringConvertible {
    /// One or two sentences: the message, the code, and the part of the SQL that is concerned.
    public var description: String {
        var text = message
        if case .failed(let code, _, _, _) = self { text += " [SQLite \(code)]" }
        guard let sql else { return text }
        var offset = 0
        if case .failed(_, _, _, let known?) = self { offset = known }
        let place = offset > 0 ? " from byte \(offset)" : ""
        return text + ". SQL\(place): " + Self.excerpt(of: sql, from: offset)
    }

    /// At most 200 bytes of the SQL, on one line, from the given byte on.
    private static func excerpt(of sql: String, from offset: Int) -> String {
        let bytes = sql.utf8.dropFirst(offset)
        let part = String(decoding: bytes.prefix(200), as: UTF8.self)
        let line = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return bytes.count > 200 ? line + " …" : line
    }
}
