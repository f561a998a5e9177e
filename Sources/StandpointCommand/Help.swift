// What the command says of itself.

enum Help {
    static let overview = """
        standpoint: who stood where, on what, when, at which event, on whose behalf, and which sentence proves it.

        \(Verb.all.map { "  " + pad($0.name, 12) + $0.summary }.joined(separator: "\n"))

        standpoint VERB --help says more of each, with an example. FILE is a knowledge base, an SQLite file.
        \(exitCodes)
        """

    private static let exitCodes =
        "Exit codes: 0 done; 1 refused or failed, nothing found (search, resolve), or something wrong (check); "
        + "2 called wrongly."

    static func text(_ verb: Verb) -> String {
        let options = (verb.options + Option.output).map { option in
            "  " + pad("--\(option.name)\(option.value.map { " \($0)" } ?? "")", 24) + option.meaning
        }
        return """
            standpoint \(verb.usage)
            \(verb.summary)

            Options:
            \(options.joined(separator: "\n"))

            Example:
            \(verb.example.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))

            \(exitCodes)
            """
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
