// One entry of a dossier, read field by field; what is wrong is noted and reading goes on.

import StandpointSQLite

/// What reading a dossier has found wrong so far.
final class Findings {
    let file: String
    private(set) var problems: [DossierProblem] = []

    init(file: String) { self.file = file }

    func add(_ entry: String, _ message: String) {
        guard problems.count < 1000 else { return }
        problems.append(DossierProblem(file: file, entry: entry, message: message))
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
        for name in members.keys.sorted() where !fields.contains(name) {
            findings.add(place(name), "there is no such field\(Nearest.hint(for: name, in: fields))")
        }
    }

    func place(_ field: String) -> String { places[field] ?? (path.isEmpty ? field : "\(path).\(field)") }

    func wrong(_ field: String, _ message: String) { findings.add(place(field), message) }

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
            wrong(field, "the text is empty; leave the field out")
            return nil
        }
        guard !text.utf8.contains(0) else {
            wrong(field, "the text holds a NUL character; remove it")
            return nil
        }
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
