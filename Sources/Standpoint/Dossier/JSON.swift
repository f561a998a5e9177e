// JSON5 as a tree. Foundation reads it too, but does not say where a mistake is, nor that a name stands twice.

/// A JSON value.
indirect enum JSON {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// What sort of value it is, for a person.
    var sort: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// Why a text cannot be read, and where.
    struct Unreadable: Error { let reason: String }

    /// Whether a text begins a list, which is told before anything is made of it.
    static func isList(_ text: [UInt8]) -> Bool {
        var reader = JSONReader(text)
        return reader.beginsList()
    }

    /// Reads JSON5 (https://spec.json5.org): comments, trailing commas, plain names and single quotes are welcome.
    static func read(_ text: [UInt8]) throws(Unreadable) -> JSON {
        var reader = JSONReader(text)
        return try reader.document()
    }
}

/// Reads JSON5 from UTF-8 that is known to be valid.
private struct JSONReader {
    private static let deepest = 100
    private let bytes: [UInt8]
    private var at = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSON.Unreadable) -> JSON {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        let value = try self.value()
        try skip()
        guard at == bytes.count else { throw error("something stands behind the end") }
        return value
    }

    mutating func beginsList() -> Bool {
        guard (try? skip()) != nil else { return false }
        return next == UInt8(ascii: "[")
    }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private func error(_ what: String, at place: Int? = nil) -> JSON.Unreadable {
        let before = bytes[..<min(place ?? at, bytes.count)]
        let line = before.count { $0 == 10 } + 1
        let start = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
        let column = String(decoding: before[start...], as: UTF8.self).count + 1
        return JSON.Unreadable(reason: "line \(line), column \(column): \(what)")
    }

    private mutating func take(_ byte: Character) -> Bool {
        guard next == byte.asciiValue else { return false }
        at += 1
        return true
    }

    /// Passes over white space and comments.
    private mutating func skip() throws(JSON.Unreadable) {
        while let byte = next {
            switch byte {
            case 9...13, 32: at += 1
            case 0xC2 where bytes[at...].starts(with: [0xC2, 0xA0]): at += 2
            case 0xEF where bytes[at...].starts(with: [0xEF, 0xBB, 0xBF]): at += 3
            case UInt8(ascii: "/"):
                if bytes[at...].starts(with: "//".utf8) {
                    while let byte = next, byte != 10 { at += 1 }
                } else if bytes[at...].starts(with: "/*".utf8) {
                    let start = at
                    at += 2
                    while next != UInt8(ascii: "*") || !bytes[at...].starts(with: "*/".utf8) {
                        guard at < bytes.count else { throw error("the comment is not closed", at: start) }
                        at += 1
                    }
                    at += 2
                } else {
                    throw error("a value cannot begin with /")
                }
            default: return
            }
        }
    }

    private mutating func value() throws(JSON.Unreadable) -> JSON {
        try skip()
        guard let byte = next else { throw error("the file ends where a value is expected") }
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try string())
        default:
            let start = at
            while let byte = next,
                JSONReader.isWord(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: ".")
            {
                at += 1
            }
            let word = String(decoding: bytes[start..<at], as: UTF8.self)
            switch word {
            case "null": return .null
            case "true": return .bool(true)
            case "false": return .bool(false)
            case "":
                let character =
                    String(decoding: bytes[at..<min(at + 4, bytes.count)], as: UTF8.self).first ?? "?"
                throw error("a value is expected, not \(character)")
            default:
                guard let number = JSONReader.number(word) else {
                    throw error(
                        "‘\(word.prefix(40))’ is not a value; put texts in quotation marks", at: start)
                }
                guard number.isFinite else {
                    throw error("‘\(word.prefix(40))’ is too large a number", at: start)
                }
                return .number(number)
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
    }

    private static func number(_ word: String) -> Double? {
        var digits = word[...]
        let sign: Double = digits.first == "-" ? -1 : 1
        if digits.first == "-" || digits.first == "+" { digits = digits.dropFirst() }
        if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
            return UInt64(digits.dropFirst(2), radix: 16).map { sign * Double($0) }
        }
        guard let first = digits.first, first.isASCII, first.isNumber || first == "." else { return nil }
        if first == "." { digits = "0" + digits }
        if digits.hasSuffix(".") { digits += "0" }
        return Double(digits).map { sign * $0 }
    }

    private mutating func enter() throws(JSON.Unreadable) {
        depth += 1
        guard depth <= JSONReader.deepest else {
            throw error("lists and objects are nested deeper than \(JSONReader.deepest)")
        }
        at += 1
    }

    private mutating func array() throws(JSON.Unreadable) -> JSON {
        let start = at
        try enter()
        var items: [JSON] = []
        while true {
            try skip()
            if take("]") { break }
            guard next != nil else { throw error("the list is not closed", at: start) }
            items.append(try value())
            try skip()
            if take("]") { break }
            guard take(",") else {
                throw error(
                    next == nil ? "the list that begins here is not closed" : "a comma or ] is expected",
                    at: next == nil ? start : at)
            }
        }
        depth -= 1
        return .array(items)
    }

    private mutating func object() throws(JSON.Unreadable) -> JSON {
        let start = at
        try enter()
        var members: [String: JSON] = [:]
        while true {
            try skip()
            if take("}") { break }
            guard let byte = next else { throw error("the object that begins here is not closed", at: start) }
            let place = at
            let name: String
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                name = try string()
            } else {
                while let byte = next, JSONReader.isWord(byte) { at += 1 }
                name = String(decoding: bytes[place..<at], as: UTF8.self)
                guard !name.isEmpty else { throw error("the name of a field is expected") }
            }
            guard members[name] == nil else { throw error("the field ‘\(name)’ stands twice", at: place) }
            try skip()
            guard take(":") else { throw error("a colon is expected behind ‘\(name.prefix(40))’") }
            members[name] = try value()
            try skip()
            if take("}") { break }
            guard take(",") else {
                throw error(
                    next == nil ? "the object that begins here is not closed" : "a comma or } is expected",
                    at: next == nil ? start : at)
            }
        }
        depth -= 1
        return .object(members)
    }

    private mutating func string() throws(JSON.Unreadable) -> String {
        let start = at
        let mark = bytes[at]
        at += 1
        var text: [UInt8] = []
        while true {
            guard let byte = next else { throw error("the text that begins here is not closed", at: start) }
            if byte == 10 || byte == 13 {
                throw error("the text that begins here is not closed on its line", at: start)
            }
            at += 1
            if byte == mark { return String(decoding: text, as: UTF8.self) }
            if byte != UInt8(ascii: "\\") {
                text.append(byte)
                continue
            }
            guard let escaped = next else {
                throw error("the text that begins here is not closed", at: start)
            }
            at += 1
            switch escaped {
            case UInt8(ascii: "n"): text.append(10)
            case UInt8(ascii: "t"): text.append(9)
            case UInt8(ascii: "r"): text.append(13)
            case UInt8(ascii: "b"): text.append(8)
            case UInt8(ascii: "f"): text.append(12)
            case UInt8(ascii: "v"): text.append(11)
            case UInt8(ascii: "0"): text.append(0)
            case UInt8(ascii: "x"): text += Array(String(try scalar(2)).utf8)
            case UInt8(ascii: "u"): text += Array(String(try scalar(4)).utf8)
            case 13: if next == 10 { at += 1 }
            case 10: break
            default: text.append(escaped)
            }
        }
    }

    /// A character by its hexadecimal digits, two escapes where it is beyond the first 65,536.
    private mutating func scalar(_ digits: Int) throws(JSON.Unreadable) -> Character {
        let start = at - 2
        var code = try hexadecimal(digits)
        if (0xD800...0xDBFF).contains(code), bytes[at...].starts(with: "\\u".utf8) {
            at += 2
            let low = try hexadecimal(4)
            guard (0xDC00...0xDFFF).contains(low) else {
                throw error("the escape is half a character", at: start)
            }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw error("the escape is half a character", at: start)
        }
        return Character(scalar)
    }

    private mutating func hexadecimal(_ digits: Int) throws(JSON.Unreadable) -> UInt32 {
        let word = bytes[at..<min(at + digits, bytes.count)]
        guard word.count == digits, let code = UInt32(String(decoding: word, as: UTF8.self), radix: 16) else {
            throw error("\(digits) hexadecimal digits are expected")
        }
        at += digits
        return code
    }
}
