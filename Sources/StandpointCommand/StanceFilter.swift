// The options that narrow stances, which several verbs share.

import Standpoint

enum StanceFilter {
    static let options = [
        Option("by", "KEY", "held by this person, organization or event"),
        Option("on-behalf-of", "KEY", "expressed on behalf of this one"),
        Option("toward", "KEY", "toward this thing"),
        Option("narrower", nil, "with --toward: and everything narrower than it", with: "toward"),
        Option("addressed-to", "KEY", "of whom something is demanded"),
        Option("act", "ACT", "by this act; may be given several times"),
        Option("at", "KEY", "expressed at this event"),
        Option("located", "KEY", "expressed at an event in this place"),
        Option("in", "DATE", "expressed when this EDTF date allows it: 2019, 2019-11-01/2019-11-03"),
        Option(
            "certainly", nil,
            "with --in: only when they all lie in it; a set, or a season 21 to 24, counts from its first day to its last",
            with: "in"),
        Option("document", "KEY", "proved by this document"),
        Option("mentioning", "WORDS", "proved by a quote with these words"),
    ]

    static let sides = [
        Option("for", nil, "in favour of the target"), Option("against", nil, "against the target"),
        Option("neutral", nil, "neither for nor against it"),
    ]

    static func query(_ arguments: Arguments, _ kb: KnowledgeBase) throws -> Query<Stance> {
        var query = kb.stances
        if let key = try arguments.key("by", kb, [.person, .organization, .event]) {
            query = query.held(by: key)
        }
        if let key = try arguments.key("on-behalf-of", kb, [.person, .organization]) {
            query = query.onBehalf(of: key)
        }
        if let key = try arguments.key("toward", kb) {
            query = query.toward(key, includingNarrower: arguments.has("narrower"))
        }
        if let key = try arguments.key("addressed-to", kb, [.person, .organization, .event]) {
            query = query.addressed(to: key)
        }
        if let key = try arguments.key("at", kb, [.event]) { query = query.at(key) }
        if let key = try arguments.key("located", kb, [.place]) { query = query.located(in: key) }
        if let key = try arguments.key("document", kb) { query = query.documented(by: key) }
        if let words = arguments.value("mentioning") {
            guard !arguments.has("as-of") else {
                throw UsageError(
                    message: "--mentioning searches the quotes of the file as it is now, not as it was: "
                        + "leave it or --as-of out")
            }
            query = query.mentioning(words)
        }
        let acts = try arguments.acts(kb)
        if !acts.isEmpty { query = query.by(acts) }
        if let date = try arguments.date("in") {
            query = query.expressed(in: date, certainly: arguments.has("certainly"))
        }
        return query
    }

    static func side(_ arguments: Arguments) throws -> Polarity? {
        let sides = [("for", Polarity.supports), ("against", .opposes), ("neutral", .neutral)].filter {
            arguments.has($0.0)
        }
        guard sides.count < 2 else {
            throw UsageError(message: "--\(sides[0].0) and --\(sides[1].0) exclude each other")
        }
        return sides.first?.1
    }
}

extension Arguments {
    /// The key that an option gives, of a thing or document that is there.
    func key(_ option: String, _ kb: KnowledgeBase, _ kinds: [EntityKind] = EntityKind.allCases) throws
        -> String?
    {
        guard let key = value(option) else { return nil }
        return try option == "document"
            ? Arguments.knownDocument(key, in: kb) : Arguments.known(key, in: kb, kinds)
    }

    /// The key of a thing that is there.
    /// - Throws: ``StandpointError/unknownKey(_:kind:hint:)`` with the nearest; ``StandpointError/otherKind(key:expected:found:)``.
    static func known(
        _ key: String, in kb: KnowledgeBase, _ kinds: [EntityKind] = EntityKind.allCases
    ) throws -> String {
        try kb.read { snapshot in
            guard let thing = try snapshot.entity(key) else {
                throw try unknown(key, "thing", in: "entity", snapshot)
            }
            guard kinds.contains(thing.kind) else {
                throw StandpointError.otherKind(
                    key: key, expected: kinds.map(\.rawValue).joined(separator: " or "),
                    found: thing.kind.rawValue)
            }
        }
        return key
    }

    /// The key of a document that is there.
    fileprivate static func knownDocument(_ key: String, in kb: KnowledgeBase) throws -> String {
        try kb.read { snapshot in
            guard try snapshot.document(key) == nil else { return }
            throw try unknown(key, "document", in: "document", snapshot)
        }
        return key
    }

    private static func unknown(
        _ key: String, _ kind: String, in table: String, _ snapshot: Snapshot
    ) throws -> StandpointError {
        let keys = try snapshot.connection.rows("SELECT key FROM \(table) LIMIT 100000").map {
            try $0.get(0, as: String.self)
        }
        return .unknownKey(key, kind: kind, hint: StandpointError.hint(for: key, in: keys))
    }

    /// The acts that are asked for, each a word that the file knows.
    fileprivate func acts(_ kb: KnowledgeBase) throws -> [Act] {
        let words = values("act")
        guard !words.isEmpty else { return [] }
        let known = try kb.read { snapshot in
            try snapshot.connection.rows("SELECT key FROM act").map { try $0.get(0, as: String.self) }
        }
        for word in words where !known.contains(word) {
            let hint = StandpointError.hint(for: word, in: known)
            throw StandpointError.unknownKey(
                word, kind: "act",
                hint: hint.isEmpty ? "; SELECT key, meaning FROM act lists them" : hint)
        }
        return words.map { Act(rawValue: $0) }
    }

    /// The date that an option gives.
    func date(_ option: String) throws -> EDTF? {
        guard let text = value(option) else { return nil }
        do { return try EDTF(text[...]) } catch { throw UsageError(message: "--\(option): \(error)") }
    }

    /// The number that an option gives.
    func number(_ option: String, atLeast least: Int = 0) throws -> Int? {
        guard let text = value(option) else { return nil }
        guard let number = Int(text), number >= least else {
            throw UsageError(message: "--\(option) takes a number, \(least) or more")
        }
        return number
    }

    /// The one of several words that an option gives.
    func choice<Word: RawRepresentable & CaseIterable>(_ option: String, _ type: Word.Type) throws -> [Word]
    where Word.RawValue == String {
        try values(option).map { text in
            guard let word = Word(rawValue: text) else {
                let words = Word.allCases.map(\.rawValue)
                throw UsageError(
                    message:
                        "--\(option) takes one of \(words.joined(separator: ", "))\(StandpointError.hint(for: text, in: words))"
                )
            }
            return word
        }
    }

    /// Prints the statement instead of its answer where that is asked for.
    func showsSQL(_ question: some Question) throws -> Bool {
        guard has("show-sql") else { return false }
        guard !isForProgram else {
            throw UsageError(message: "--show-sql prints the SQL as it is, not as JSON or CSV")
        }
        for (index, value) in question.bindings.enumerated() {
            try Output.line(".parameter set ?\(index + 1) \(Answer.literal(value))")
        }
        if let moment = self.value("as-of") {
            try Output.line("-- of each table, the rows of its _version that stood as of \(moment)")
        }
        try Output.line(question.sql + ";")
        return true
    }
}

extension Option {
    static let limit = Option("limit", "N", "at most so many")
    static let showSQL = Option("show-sql", nil, "only the SQL and its parameters, as sqlite3 takes them")
}
