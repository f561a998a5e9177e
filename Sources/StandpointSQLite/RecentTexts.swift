// Texts that a statement has read before, so that one which comes again is not made again.

/// Some of the texts that a statement read lately. Most rows name what other rows name as well: a text of them that
/// comes again is the same String, for a fifth of the time of making one and without memory of its own.
///
/// Each text has one place, by its bytes; the latest of those that share a place has it. What fits into a String
/// itself is made as fast, and long texts seldom come again. A column whose texts do not come again is left alone.
struct RecentTexts {
    private struct Entry {
        /// What is compared before the bytes are.
        var mark: UInt64 = 0
        var text = ""
    }

    private static let places = 256
    /// In bytes.
    private static let lengths = 16...128

    /// So many columns are told apart.
    private static let columns = 64
    /// So many texts more than came again have not, until a column is left alone.
    private static let patience: Int16 = 64

    private typealias Memory = (
        /// The places.
        entries: UnsafeMutablePointer<Entry>,
        /// How many more texts of each column have come again than have not.
        scores: UnsafeMutablePointer<Int16>
    )
    /// Nil until the first text that a place is for, which most statements never read.
    private var memory: Memory?

    func deallocate() {
        memory?.entries.deinitialize(count: Self.places)
        memory?.entries.deallocate()
        memory?.scores.deallocate()
    }

    private mutating func allocate() -> Memory {
        let memory: Memory = (.allocate(capacity: Self.places), .allocate(capacity: Self.columns))
        memory.entries.initialize(repeating: Entry(), count: Self.places)
        memory.scores.initialize(repeating: 0, count: Self.columns)
        self.memory = memory
        return memory
    }

    /// The text of these bytes in a column, which is made when it is not there.
    @inline(__always)
    mutating func text(
        _ bytes: UnsafeBufferPointer<UInt8>, _ column: Int, _ make: () throws(SQLiteError) -> String
    ) throws(SQLiteError) -> String {
        let count = bytes.count
        guard let start = bytes.baseAddress, Self.lengths ~= count else { return try make() }
        let (entries, scores) = memory ?? allocate()
        let score = scores + column % Self.columns
        guard score.pointee > -Self.patience else { return try make() }
        // The beginnings of texts are often alike, and so are the ends; what numbers them lies in between, or at either.
        let raw = UnsafeRawPointer(start)
        let first = raw.loadUnaligned(as: UInt64.self)
        let middle = raw.loadUnaligned(fromByteOffset: count &>> 1 &- 4, as: UInt64.self)
        let last = raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
        var mark = (first ^ UInt64(truncatingIfNeeded: count)) &* 0x9e37_79b9_7f4a_7c15
        mark = (mark ^ mark &>> 32 ^ middle) &* 0x9e37_79b9_7f4a_7c15
        mark = (mark ^ mark &>> 32 ^ last) &* 0x9e37_79b9_7f4a_7c15
        let entry = entries + Int(truncatingIfNeeded: mark &>> 56)
        if entry.pointee.mark == mark, entry.pointee.text.isMade(of: bytes) {
            score.pointee = min(score.pointee &+ 1, Self.patience)
            return entry.pointee.text
        }
        score.pointee &-= 1
        let text = try make()
        entry.pointee = Entry(mark: mark, text: text)
        return text
    }
}

extension String {
    /// Whether these are its bytes.
    @inline(__always)
    fileprivate func isMade(of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        utf8.withContiguousStorageIfAvailable { $0.isSame(as: bytes) } ?? false
    }
}
