// The command `standpoint`: finds the verb and runs it.

import Foundation
import Standpoint

@main
enum Command {
    /// What the command ends with: 0 done, 1 refused or found wrong, 2 called wrongly.
    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        guard let name = arguments.first else {
            print(Help.overview)
            exit(2)
        }
        if ["--help", "-h", "help"].contains(name) {
            print(Verb.all.first { $0.name == arguments.dropFirst().first }.map(Help.text) ?? Help.overview)
            exit(0)
        }
        guard let verb = Verb.all.first(where: { $0.name == name }) else {
            fail("there is no verb ‘\(name)’; standpoint --help lists them", code: 2)
        }
        arguments.removeFirst()
        if arguments.contains("--help") || arguments.contains("-h") {
            print(Help.text(verb))
            exit(0)
        }
        do {
            exit(try verb.run(try Arguments(arguments, for: verb)))
        } catch let error as UsageError {
            fail(
                "\(error.message)\nusage: standpoint \(verb.usage)\nstandpoint \(name) --help says more",
                code: 2)
        } catch {
            fail("\(error)", code: 1)
        }
    }

    private static func fail(_ message: String, code: Int32) -> Never {
        FileHandle.standardError.write(Data("standpoint: \(message)\n".utf8))
        exit(code)
    }
}

/// A wrong call of the command.
struct UsageError: Error {
    let message: String
}
