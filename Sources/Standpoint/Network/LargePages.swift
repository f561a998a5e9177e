// Memory in large pages, where the system has them.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

enum LargePages {
    /// Asks for large pages for memory that is about to be filled: a system that hands out gigabytes page by page
    /// would otherwise take longer than the work itself. Only a wish; nothing depends on it.
    static func prefer(_ start: UnsafeMutableRawPointer?, _ bytes: Int) {
        #if os(Linux)
            let page = 2 << 20
            guard let start, bytes >= 4 * page else { return }
            let first = (UInt(bitPattern: start) + UInt(page) - 1) / UInt(page) * UInt(page)
            let end = (UInt(bitPattern: start) + UInt(bytes)) / UInt(page) * UInt(page)
            guard end > first, let from = UnsafeMutableRawPointer(bitPattern: first) else { return }
            _ = madvise(from, Int(end - first), Int32(MADV_HUGEPAGE))
        #endif
    }
}
