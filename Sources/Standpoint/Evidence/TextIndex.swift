// Finding many needles in one text.

import Foundation

/// Where needles stand in a text. The first few are looked for by going through it; when more come, an index of it is
/// made once, and what a search costs no longer depends on the length of the text.
final class TextIndex {
    /// The most places that are found where nobody asks for more.
    static let most = 1000
    /// How many bytes are a key of the index, and how far apart the keys stand in the text.
    private static let step = 8
    /// How many searches an index costs about as much as.
    private static let worth = 16

    private let bytes: [UInt8]
    private var searches = 0
    /// For each hash of eight bytes, where the list of their places begins; one more for the end.
    private var lists: [Int32] = []
    /// The places of every eighth byte, by the hash of what begins there.
    private var places: [Int32] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Where the needle stands, left to right, so many places at most; they may overlap.
    func ranges(of needle: [UInt8], most: Int = TextIndex.most) -> [Range<Int>] {
        searches += 1
        // Wherever the needle stands, one of its first eight keys is in the index.
        guard needle.count >= 2 * TextIndex.step - 1, needle.count <= bytes.count,
            searches > TextIndex.worth, bytes.count < Int(Int32.max)
        else { return DocumentText.ranges(of: needle, in: bytes, most: most) }
        if lists.isEmpty { build() }
        var found: [Int] = []
        bytes.withUnsafeBytes { text in
            needle.withUnsafeBytes { needle in
                guard let textStart = text.baseAddress, let needleStart = needle.baseAddress else { return }
                for first in 0..<TextIndex.step {
                    let (offset, list) = rarest(from: first, in: needle)
                    for place in places[list] {
                        let start = Int(place) - offset
                        if start >= 0, start + needle.count <= text.count,
                            memcmp(textStart + start, needleStart, needle.count) == 0
                        {
                            found.append(start)
                            if found.count == most { return }
                        }
                    }
                }
            }
        }
        // There may be more of them further left.
        if found.count == most { return DocumentText.ranges(of: needle, in: bytes, most: most) }
        return found.sorted().map { $0..<($0 + needle.count) }
    }

    /// Of the keys of a needle that are a multiple of eight bytes from the first, the one that the text has least often.
    private func rarest(from first: Int, in needle: UnsafeRawBufferPointer) -> (Int, Range<Int>) {
        var best = (first, list(hash(needle, first)))
        var offset = first + TextIndex.step
        while offset + TextIndex.step <= needle.count, best.1.count > 1 {
            let list = list(hash(needle, offset))
            if list.count < best.1.count { best = (offset, list) }
            offset += TextIndex.step
        }
        return best
    }

    private func list(_ hash: Int) -> Range<Int> { Int(lists[hash])..<Int(lists[hash + 1]) }

    private var shift = 0

    private func hash(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Int {
        let key = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        return Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(shift))
    }

    private func build() {
        let count = bytes.count / TextIndex.step
        var bits = 8
        while 1 << bits < count { bits += 1 }
        shift = 64 - bits
        lists = Array(repeating: 0, count: (1 << bits) + 1)
        places = Array(repeating: 0, count: count)
        bytes.withUnsafeBytes { text in
            for index in 0..<count { lists[hash(text, index * TextIndex.step) + 1] += 1 }
            for hash in 1..<lists.count { lists[hash] += lists[hash - 1] }
            var next = lists
            for index in 0..<count {
                let hash = hash(text, index * TextIndex.step)
                places[Int(next[hash])] = Int32(truncatingIfNeeded: index * TextIndex.step)
                next[hash] += 1
            }
        }
    }
}
