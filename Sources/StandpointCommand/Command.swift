// The command `standpoint`: finds the verb and runs it.

import Foundation
import Standpoint

@main
enum Command {
    /// What the command ends with: 0 done, 1 refused or found wrong, 2 called wrongly.
    static func main() {
        do {
            let code = try run(words())
            try Output.finish()
            exit(code)
        } catch let error as OutputError where error.isClosedPipe {
            // As the shell counts a program that the closed pipe itself has ended.
            exit(128 + SIGPIPE)
        } catch let error as UsageError {
            fail(error.message, code: 2)
        } catch {
            fail("\(error)", code: 1)
        }
    }

    /// The words of the call. `CommandLine.arguments` would put marks where they are not UTF-8.
    private static func words() throws -> [String] {
        try (1..<max(1, Int(CommandLine.argc))).compactMap { place in
            guard let argument = CommandLine.unsafeArgv[place] else { return nil }
            guard let word = String(validatingCString: argument) else {
                throw UsageError(
                    message:
                        "‘\(String(cString: argument))’ is not UTF-8: set the terminal to UTF-8, or give the file another name"
                )
            }
            return word
        }
    }

    private static func run(_ words: [String]) throws -> Int32 {
        guard let name = words.first else {
            try Output.line(Help.overview)
            return 2
        }
        if ["--help", "-h", "help"].contains(name) {
            let named = try words.dropFirst().first.map(Command.verb)
            try Output.line(named.map(Help.text) ?? Help.overview)
            return 0
        }
        let (verb, rest) = (try Command.verb(name), Array(words.dropFirst()))
        if rest.contains("--help") || rest.contains("-h") {
            try Output.line(Help.text(verb))
            return 0
        }
        var file = ""
        do {
            let arguments = try Arguments(rest, for: verb)
            file = arguments.operands.first ?? ""
            return try verb.run(arguments)
        } catch let error as UsageError {
            throw UsageError(
                message:
                    "\(error.message)\nusage: standpoint \(verb.usage)\nstandpoint \(name) --help says more")
        } catch StandpointError.network(let message) {
            throw UsageError(message: message)
        } catch let error as SQLiteError where verb.name != Verb.sql.name {
            // The SQL is the library's own here, and would only be in the way of the words of a rule.
            throw Refusal(description: Command.advice(on: error, file) ?? error.message)
        }
    }

    /// What to do where the file or the disk is in the way.
    private static func advice(on error: SQLiteError, _ file: String) -> String? {
        switch error.primaryCode {
        case .readOnly:
            "\(file) cannot be written: it or its folder is for reading only; copy it to a folder of your own"
        case .full: "there is no room left for \(file), which is as it was: free some and try again"
        case .busy:
            "\(file) is being written by another program, and was for five seconds: try again when that is done"
        default: nil
        }
    }

    private static func verb(_ name: String) throws -> Verb {
        guard let verb = Verb.all.first(where: { $0.name == name }) else {
            let hint = StandpointError.hint(for: name, in: Verb.all.map(\.name))
            throw UsageError(
                message: "there is no verb ‘\(name)’\(hint)\nstandpoint --help lists the verbs")
        }
        return verb
    }

    private static func fail(_ message: String, code: Int32) -> Never {
        // What was answered before it stays so.
        try? Output.finish()
        Output.complain("standpoint: \(message)\n".printable)
        exit(code)
    }
}

/// A wrong call of the command.
struct UsageError: Error {
    let message: String
}

/// Something that cannot be done, and what to do instead.
struct Refusal: Error, CustomStringConvertible {
    let description: String
}
