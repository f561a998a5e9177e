// What the command says: answers to standard output, everything else to standard error.

import Foundation
import Synchronization

/// The one way to standard output. What cannot be written is an error, never lost without a word.
enum Output {
    /// Gathered, because a call of the system for each line would take longer than the answer.
    private static let pending = Mutex<[UInt8]>([])

    /// Writes a text exactly as it is, for a program.
    static func write(_ text: String) throws {
        let isMuch = pending.withLock { bytes in
            bytes += text.utf8
            return bytes.count > 1 << 16
        }
        if isMuch { try finish() }
    }

    /// Writes a line for a person; see ``Swift/String/printable``.
    static func line(_ text: String) throws { try write(text.printable + "\n") }

    /// Writes what is still gathered.
    static func finish() throws {
        try pending.withLock { bytes in
            defer { bytes.removeAll(keepingCapacity: true) }
            if let code = unwritten(bytes, to: STDOUT_FILENO) { throw OutputError(code: code) }
        }
    }

    /// Writes to standard error; where that is gone, nobody is left to tell.
    static func complain(_ text: String) { _ = unwritten(Array(text.utf8), to: STDERR_FILENO) }
}

/// Why standard output took no more.
struct OutputError: Error, CustomStringConvertible {
    let code: Int32

    /// Whether nobody reads on, as when `head` has had enough.
    var isClosedPipe: Bool { code == EPIPE }

    var description: String { "the answer could not be written: \(String(cString: strerror(code)))" }
}

/// Writes all of the bytes; the code of the error where they are not taken.
private func unwritten(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { bytes in
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}

extension String {
    /// The text for a terminal: control characters, which could colour it or move its cursor, are spelt out as in
    /// `\x1b`. Line breaks and tabs stay.
    var printable: String {
        func isControl(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
        }
        guard unicodeScalars.contains(where: isControl) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            guard isControl(scalar) else { return text.unicodeScalars.append(scalar) }
            let digits = String(scalar.value, radix: 16)
            text += "\\x" + (digits.count < 2 ? "0" : "") + digits
        }
    }
}
