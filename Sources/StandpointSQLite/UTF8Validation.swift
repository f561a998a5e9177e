// Whether bytes are UTF-8, decided at the speed of the columns that are read.

/// What a look at the bytes of a text found.
enum UTF8Form {
    case ascii, utf8, invalid

    /// Looks at bytes: eight at a time where they are ASCII, by the table of well-formed sequences elsewhere
    /// (Unicode Standard, section 3.9, table 3-7).
    ///
    /// The standard library does the same in a first pass for ASCII and a second one byte by byte, which took
    /// a tenth of the time of reading a column of text.
    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        let all = UnsafeRawBufferPointer(bytes)
        var index = Self.endOfASCII(all, from: 0)
        if index == all.count {
            self = .ascii
            return
        }
        repeat {
            let length = Self.lengthOfSequence(all, at: index)
            guard length > 0 else {
                self = .invalid
                return
            }
            index = Self.endOfASCII(all, from: index &+ length)
        } while index < all.count
        self = .utf8
    }

    /// The index of the first byte beyond ASCII at or after another, or the end.
    @inline(__always)
    private static func endOfASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index &+ 8 <= bytes.count {
            let beyond = word(bytes, at: index) & 0x8080_8080_8080_8080
            if beyond != 0 { return index &+ beyond.trailingZeroBitCount &>> 3 }
            index &+= 8
        }
        guard index < bytes.count else { return index }
        if bytes.count >= 8 {
            // The last eight bytes, without those that were looked at: no loop over the rest.
            let seen = index &+ 8 &- bytes.count
            let beyond = word(bytes, at: bytes.count &- 8) &>> UInt64(seen &* 8) & 0x8080_8080_8080_8080
            return beyond == 0 ? bytes.count : index &+ beyond.trailingZeroBitCount &>> 3
        }
        while index < bytes.count, bytes[index] < 0x80 { index &+= 1 }
        return index
    }

    /// Eight bytes, the first one lowest.
    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, at index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// How many bytes the sequence has that begins with a byte beyond ASCII; 0 when it is ill-formed or cut off.
    @inline(__always)
    private static func lengthOfSequence(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
        let rest = bytes.count &- index
        func follows(_ distance: Int, _ range: ClosedRange<UInt8> = 0x80...0xbf) -> Bool {
            range.contains(bytes[index &+ distance])
        }
        switch bytes[index] {
        case 0xc2...0xdf:
            return rest >= 2 && follows(1) ? 2 : 0
        case 0xe0:
            return rest >= 3 && follows(1, 0xa0...0xbf) && follows(2) ? 3 : 0
        case 0xed:  // What would be a surrogate of UTF-16 is no character.
            return rest >= 3 && follows(1, 0x80...0x9f) && follows(2) ? 3 : 0
        case 0xe1...0xef:
            return rest >= 3 && follows(1) && follows(2) ? 3 : 0
        case 0xf0:
            return rest >= 4 && follows(1, 0x90...0xbf) && follows(2) && follows(3) ? 4 : 0
        case 0xf1...0xf3:
            return rest >= 4 && follows(1) && follows(2) && follows(3) ? 4 : 0
        case 0xf4:  // Up to U+10FFFF.
            return rest >= 4 && follows(1, 0x80...0x8f) && follows(2) && follows(3) ? 4 : 0
        default:
            return 0
        }
    }
}
