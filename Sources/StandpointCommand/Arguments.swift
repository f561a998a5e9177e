// The words behind a verb: operands, options with a value, and flags.

import Standpoint

/// An option of a verb.
struct Option: Sendable {
    let name: String
    /// What its value is called in the help; nil for a flag.
    let value: String?
    let meaning: String
    /// The option without which it means nothing.
    let companion: String?

    init(_ name: String, _ value: String? = nil, _ meaning: String, with companion: String? = nil) {
        (self.name, self.value, self.meaning, self.companion) = (name, value, meaning, companion)
    }
}

/// The words behind a verb, sorted out.
struct Arguments {
    let operands: [String]
    private let options: [String: [String]]

    /// - Throws: `UsageError` for an option that the verb does not have or that lacks its value.
    init(_ words: [String], for verb: Verb) throws {
        var (operands, options) = ([String](), [String: [String]]())
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.hasPrefix("--") else {
                operands.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = (verb.options + Option.output).first(where: { $0.name == name }) else {
                throw UsageError(message: Arguments.unknown(name, for: verb))
            }
            if option.value == nil {
                guard parts.count == 1 else { throw UsageError(message: "--\(name) takes no value") }
                options[name, default: []].append("")
            } else if parts.count == 2 {
                options[name, default: []].append(String(parts[1]))
            } else if let value = rest.popFirst() {
                options[name, default: []].append(value)
            } else {
                throw UsageError(message: "--\(name) needs a value")
            }
        }
        guard verb.operands.contains(operands.count) else {
            throw UsageError(
                message: operands.count < verb.operands.lowerBound ? "something is missing" : "too many words"
            )
        }
        for option in verb.options where options[option.name] != nil {
            guard let companion = option.companion, options[companion] == nil else { continue }
            throw UsageError(message: "--\(option.name) goes with --\(companion)")
        }
        (self.operands, self.options) = (operands, options)
    }

    /// What to say of an option that a verb does not have.
    private static func unknown(_ name: String, for verb: Verb) -> String {
        let options = (verb.options + Option.output).map(\.name)
        guard name == Option.asOf.name else {
            return "there is no option --\(name)\(StandpointError.hint(for: name, in: options))"
        }
        let others = Verb.all.filter { $0.options.contains { $0.name == name } }.map(\.name)
        return "\(verb.name) knows the file as it is now, not as it was; "
            + "--as-of can be asked of \(others.joined(separator: ", "))"
    }

    func has(_ name: String) -> Bool { options[name] != nil }

    func value(_ name: String) -> String? { options[name]?.last }

    func values(_ name: String) -> [String] { options[name] ?? [] }
}
