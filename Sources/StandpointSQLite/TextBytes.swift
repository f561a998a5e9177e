// Texts as SQLite tells them apart: by their bytes.

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A text that is the same as another only where its bytes are. Strings of Swift are the same where they look the same:
/// an é of one code point is an é of two.
package struct TextBytes: Hashable, Comparable {
    package let text: String

    package init(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        self.text = text
    }

    package static func == (left: TextBytes, right: TextBytes) -> Bool {
        left.withBytes { one in right.withBytes { one.isSame(as: $0) } }
    }

    package static func < (left: TextBytes, right: TextBytes) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    private func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        var text = text
        return text.withUTF8(body)
    }
}

extension UnsafeBufferPointer<UInt8> {
    @inline(__always)
    func isSame(as other: Self) -> Bool {
        guard count == other.count, count > 0, let one = baseAddress, let two = other.baseAddress else {
            return count == other.count
        }
        return one == two || memcmp(one, two, count) == 0
    }
}
