// One entry of a dossier, read field by field; what is wrong is noted and reading goes on.

import StandpointSQLite

/// What reading a dossier has found wrong so far.
final class Findings {
    /// How many problems are told; a dossier that has more is not read on.
    static let most = 1000

    let file: String
    private(set) var problems: [DossierProblem] = []
    /// The entries that have problems, and those around them.
    private var entries: Set<String> = []

    init(file: String) { self.file = file }

    var isFull: Bool { problems.count >= Findings.most }

    func add(_ entry: String, _ message: @autoclosure () -> String) {
        guard !isFull else { return }
        problems.append(DossierProblem(file: file, entry: entry, message: message()))
        entries.insert(entry)
        for dot in entry.indices where entry[dot] == "." { entries.insert(String(entry[..<dot])) }
    }

    /// Whether something is wrong with an entry or in it.
    func concern(_ entry: String) -> Bool { entries.contains(entry) }

    /// Throws what was found; nothing where all is well.
    func report(of path: String) throws {
        guard problems.isEmpty else { throw StandpointError.dossier(path: path, problems) }
    }
}

/// An object of a dossier with its place in it.
struct Entry {
    let path: String
    let members: [String: JSON]
    let findings: Findings
    /// Where fields stand that were taken from elsewhere than this object.
    var places: [String: String] = [:]

    /// Reads an object; nil, with a finding, where it is none or has fields that are not known.
    init(_ json: JSON, path: String, fields: [String], findings: Findings) {
        self.path = path
        self.findings = findings
        guard case .object(let members) = json else {
            findings.add(path, "an object is expected here, not \(json.sort)")
            self.members = [:]
            return
        }
        self.members = members
        guard !findings.isFull else { return }
        for name in members.keys.sorted() where !fields.contains(name) {
            findings.add(place(name), "there is no such field\(Nearest.hint(for: name, in: fields))")
        }
    }

    func place(_ field: String) -> String { places[field] ?? (path.isEmpty ? field : "\(path).\(field)") }

    func wrong(_ field: String, _ message: @autoclosure () -> String) {
        findings.add(place(field), message())
    }

    /// Whether the field is there, null or not.
    func has(_ field: String) -> Bool { members[field] != nil }

    private func member(_ field: String, required: Bool) -> JSON? {
        switch members[field] {
        case nil, .null?:
            if required { wrong(field, "is missing") }
            return nil
        case let value?: return value
        }
    }

    func string(_ field: String, required: Bool = false) -> String? {
        guard let value = member(field, required: required) else { return nil }
        guard case .string(let text) = value else {
            wrong(field, "a text is expected here, not \(value.sort)")
            return nil
        }
        guard !text.allSatisfy(\.isWhitespace) else {
            wrong(
                field,
                required
                    ? "the text is empty; write it out"
                    : "the text is empty; write it out, or leave the field out where it may be missing")
            return nil
        }
        guard !text.utf8.contains(0) else {
            wrong(field, "the text holds a NUL character; remove it")
            return nil
        }
        return text
    }

    /// A text that has a form.
    func string(_ field: String, like form: Form) -> String? {
        guard let text = string(field) else { return nil }
        if !form.fits(text) { wrong(field, "‘\(text)’ \(form.hint)") }
        return text
    }

    func number(_ field: String, in range: ClosedRange<Double>? = nil) -> Double? {
        guard let value = member(field, required: false) else { return nil }
        guard case .number(let number) = value, number.isFinite else {
            wrong(field, "a number is expected here, not \(value.sort)")
            return nil
        }
        if let range, !range.contains(number) {
            wrong(field, "\(number) is not between \(range.lowerBound) and \(range.upperBound)")
            return nil
        }
        return number
    }

    func integer(_ field: String, in range: ClosedRange<Int>) -> Int? {
        guard let number = number(field) else { return nil }
        guard let whole = Int(exactly: number), range.contains(whole) else {
            let most = range.upperBound == Int.max ? "or more" : "to \(range.upperBound)"
            wrong(field, "a whole number is expected here, \(range.lowerBound) \(most)")
            return nil
        }
        return whole
    }

    func bool(_ field: String) -> Bool {
        guard let value = member(field, required: false) else { return false }
        guard case .bool(let flag) = value else {
            wrong(field, "true or false is expected here, not \(value.sort)")
            return false
        }
        return flag
    }

    func list(_ field: String) -> [JSON] {
        guard let value = member(field, required: false) else { return [] }
        guard case .array(let items) = value else {
            wrong(field, "a list is expected here, not \(value.sort)")
            return []
        }
        return items
    }

    func strings(_ field: String) -> [String]? {
        guard has(field) else { return nil }
        return list(field).enumerated().compactMap { index, item in
            if case .string(let text) = item { return text }
            wrong("\(field)[\(index)]", "a text is expected here, not \(item.sort)")
            return nil
        }
    }

    /// The entries of a list of objects.
    func entries(_ field: String, fields: [String]) -> [Entry] {
        list(field).enumerated().map { index, item in
            Entry(item, path: place("\(field)[\(index)]"), fields: fields, findings: findings)
        }
    }

    /// A word of a closed list.
    func word<Word: RawRepresentable & CaseIterable>(_ field: String, _ type: Word.Type) -> Word?
    where Word.RawValue == String {
        guard let text = string(field) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let known = Word.allCases.map(\.rawValue)
        wrong(
            field,
            "‘\(text)’ is none of \(known.joined(separator: ", "))\(Nearest.hint(for: text, in: known))")
        return nil
    }

    func date(_ field: String) -> EDTF? { string(field).flatMap { date($0, field) } }

    func date(_ text: String, _ field: String) -> EDTF? {
        do {
            return try EDTF(text[...])
        } catch {
            wrong(field, error.description)
            return nil
        }
    }

    /// A key: small letters, digits and single hyphens.
    func key(_ field: String) -> String? {
        guard let text = string(field, required: true) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard
            parts.allSatisfy({ part in
                !part.isEmpty && part.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
            })
        else {
            wrong(
                field,
                "‘\(text)’ is not a key: small letters, digits and single hyphens, as in nicolas-maduro")
            return nil
        }
        return text
    }
}

/// What a text must look like.
enum Form {
    case language, script, url, time

    /// What to say of a text that does not.
    var hint: String {
        switch self {
        case .language:
            "is no language of BCP 47: two or three letters and what narrows it down, as in es or pt-BR"
        case .script: "is no script of ISO 15924: four letters, as in Latn, Cyrl or Arab"
        case .url:
            "is not an absolute address: a scheme and what it leads to, as in https://example.org/report"
        case .time: "is no day or time in UTC: as in 2019-11-05 or 2019-11-05T18:30:00Z"
        }
    }

    func fits(_ text: String) -> Bool {
        switch self {
        case .language:
            text.wholeMatch(of: #/(?:[A-Za-z]{2,3}|[xX](?=-))(?:-[A-Za-z0-9]{1,8})*/#) != nil
        case .script: text.wholeMatch(of: #/[A-Z][a-z]{3}/#) != nil
        case .url: text.wholeMatch(of: #/[A-Za-z][A-Za-z0-9+.\-]*:[^\s]*[^\s:\/?#][^\s]*/#) != nil
        case .time:
            if let time = text.wholeMatch(
                of:
                    #/([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?Z)?/#
            ) {
                (try? EDTF(time.1)) != nil
            } else {
                false
            }
        }
    }
}
