// Whether bytes are UTF-8, decided at the speed of the columns that are read.

/// What a look at the bytes of a text found.
@usableFromInline
enum UTF8Form {
    case ascii, utf8, invalid

    /// Looks at bytes: sixteen at a time where they are ASCII or sequences of two bytes, as in all of Latin, Greek and
    /// Cyrillic; elsewhere eight at a time, or sequence by sequence (Unicode Standard, section 3.9, table 3-7).
    ///
    /// The standard library does the same in a first pass for ASCII and a second one byte by byte, which took
    /// a tenth of the time of reading a column of text.
    @usableFromInline
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        let bytes = UnsafeRawBufferPointer(bytes)
        if Self.isASCII(bytes) {
            self = .ascii
            return
        }
        self = .utf8
        if bytes.count > 16 && Self.hasNoLongerThanTwo(bytes) { return }
        var index = 0
        while index < bytes.count {
            let word = Self.word(bytes, at: index)
            let beyond = word & Self.topBits
            if beyond == 0 {
                index &+= 8
                continue
            }
            // The top bit of each byte says what the byte is: beyond ASCII and 11…, or else 10….
            let first = beyond & word &<< 1
            if first & word &<< 2 == 0 {
                // No byte begins three or four. One that begins two is not C0 or C1, and each such byte, and no
                // other, has one that goes on behind it; one at the end is left for the next eight.
                let isLong = (word & 0x1e1e_1e1e_1e1e_1e1e) &+ 0x7e7e_7e7e_7e7e_7e7e
                guard beyond ^ first == first &<< 8, first & ~isLong == 0 else {
                    self = .invalid
                    return
                }
                index &+= 8 &- Int(truncatingIfNeeded: first &>> 63)
            } else {
                index &+= beyond.trailingZeroBitCount &>> 3
                let length = Self.lengthOfSequence(bytes, at: index)
                guard length > 0 else {
                    self = .invalid
                    return
                }
                index &+= length
            }
        }
    }

    private static let topBits: UInt64 = 0x8080_8080_8080_8080
    private typealias Sixteen = SIMD16<UInt8>

    /// Whether all bytes are ASCII.
    @inline(__always)
    private static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 8 else { return bytes.reduce(0, |) < 0x80 }
        guard bytes.count > 16 else {
            return (word(bytes, at: 0) | word(bytes, at: bytes.count &- 8)) & topBits == 0
        }
        let last = bytes.count &- 16
        var all = sixteen(bytes, at: last)
        var index = 0
        while index < last {
            all |= sixteen(bytes, at: index)
            index &+= 16
        }
        return !hasTopBit(all)
    }

    /// Whether more than sixteen bytes are well-formed and have sequences of one and of two bytes only.
    ///
    /// Nothing is decided on the way: what is wrong anywhere is gathered in the top bits of one vector.
    @inline(__always)
    private static func hasNoLongerThanTwo(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // Each byte but the last is looked at with the one behind it.
        let last = bytes.count &- 17
        var wrong = Sixteen.zero
        var index = 0
        while true {
            let here = sixteen(bytes, at: index)
            let behind = sixteen(bytes, at: index &+ 1)
            // The top bit of each byte says what the byte is: whether it is 11…, and begins two or more, or 10….
            let begins = here & (here &+ here)
            let goesOn = behind & ~(behind &+ behind)
            // One that begins two is not C0 or C1; in one that begins three or more the third bit is set.
            let isLow = ~((here & 0x1e) &+ 0x7e)
            wrong |= (begins ^ goesOn) | begins & (isLow | here &<< 2)
            if index == last { break }
            index = min(index &+ 16, last)
        }
        return !hasTopBit(wrong) && bytes[0] & 0xc0 != 0x80 && bytes[bytes.count &- 1] < 0xc0
    }

    @inline(__always)
    private static func hasTopBit(_ sixteen: Sixteen) -> Bool {
        let halves = unsafeBitCast(sixteen, to: SIMD2<UInt64>.self)
        return (halves[0] | halves[1]) & topBits != 0
    }

    @inline(__always)
    private static func sixteen(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Sixteen {
        bytes.loadUnaligned(fromByteOffset: index, as: Sixteen.self)
    }

    /// Eight bytes, the first one lowest; those behind the end are 0.
    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, at index: Int) -> UInt64 {
        func word(_ index: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        }
        let rest = bytes.count &- index
        if rest >= 8 { return word(index) }
        if bytes.count >= 8 { return word(bytes.count &- 8) &>> UInt64(8 &* (8 &- rest)) }
        return (0..<rest).reduce(0) { $0 | UInt64(bytes[index &+ $1]) &<< UInt64(8 &* $1) }
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
