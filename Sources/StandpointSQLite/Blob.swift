// Reading and writing parts of a large blob.

internal import CStandpointSQLite

/// A blob of one row, opened to be read and written in parts, without loading it as a whole.
///
/// Its size cannot change. When its row is changed in any other way, the blob expires and throws
/// ``ResultCode/abort``. While it is open, so is a transaction.
public final class Blob {
    private let database: Database
    private var pointer: OpaquePointer?
    /// The size in bytes.
    public let count: Int

    fileprivate init(_ pointer: OpaquePointer, _ database: Database) {
        self.pointer = pointer
        self.database = database
        count = Int(sqlite3_blob_bytes(pointer))
        database.blobs[ObjectIdentifier(self)] = Unmanaged.passUnretained(self)
    }

    deinit { close() }

    /// Closes the blob; also done when it is dropped.
    public func close() {
        guard pointer != nil else { return }
        database.blobs[ObjectIdentifier(self)] = nil
        invalidate()
    }

    /// Called by the database when it closes, or the access of a pool ends: from then on the blob does not touch it.
    func invalidate() {
        if let pointer { sqlite3_blob_close(pointer) }
        pointer = nil
    }

    /// Reads bytes.
    ///
    /// - Throws: ``SQLiteError/blobRange(offset:count:size:)``, or what SQLite reports.
    public func read(_ count: Int, at offset: Int = 0) throws(SQLiteError) -> [UInt8] {
        let (pointer, count, offset) = try part(count, offset)
        var status = SQLITE_OK
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
            if count > 0 { status = sqlite3_blob_read(pointer, buffer.baseAddress, count, offset) }
            filled = status == SQLITE_OK ? Int(count) : 0
        }
        guard status == SQLITE_OK else { throw database.error(status, sql: nil) }
        return bytes
    }

    /// Writes bytes over those that are there.
    ///
    /// - Throws: ``SQLiteError/blobRange(offset:count:size:)``, or what SQLite reports, such as
    ///   ``ResultCode/readOnly``.
    public func write(_ bytes: [UInt8], at offset: Int = 0) throws(SQLiteError) {
        let (pointer, count, offset) = try part(bytes.count, offset)
        guard count > 0 else { return }
        let status = bytes.withUnsafeBytes { sqlite3_blob_write(pointer, $0.baseAddress, count, offset) }
        guard status == SQLITE_OK else { throw database.error(status, sql: nil) }
    }

    private func part(
        _ count: Int, _ offset: Int
    ) throws(SQLiteError) -> (pointer: OpaquePointer, count: Int32, offset: Int32) {
        guard let pointer else { throw .misuse("The blob is closed") }
        try database.requireReady()
        guard count >= 0, offset >= 0, offset <= self.count, count <= self.count - offset else {
            throw .blobRange(offset: offset, count: count, size: self.count)
        }
        return (pointer, Int32(count), Int32(offset))
    }
}

@available(*, unavailable)
extension Blob: Sendable {}

extension Connection {
    /// Opens the blob or text of one row.
    ///
    /// - Throws: What SQLite reports when there is no such table, column or row, or it holds something else.
    public func blob(
        table: String, column: String, row: Int64, writable: Bool = false
    ) throws(SQLiteError) -> Blob {
        let database = try openDatabase()
        var blob: OpaquePointer?
        let status = sqlite3_blob_open(
            try database.requireReady(), "main", table, column, row, writable ? 1 : 0, &blob)
        guard status == SQLITE_OK, let blob else { throw database.error(status, sql: nil) }
        return Blob(blob, database)
    }
}
