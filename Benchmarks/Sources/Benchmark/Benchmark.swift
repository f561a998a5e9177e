// The command: one verb for each benchmark.

import Foundation

/// A benchmark that can be run by its name.
struct Verb: Sendable {
    let name: String
    let summary: String
    /// Whether it is run where none is named.
    var isMeasurement = true
    /// Runs it with the arguments after its name and prints its table.
    let run: @Sendable ([String]) throws -> Void
}

@main
enum Benchmark {
    static let verbs = [
        Verb(
            name: "wrapper",
            summary: "[rows]  the module StandpointSQLite against C: insert, scan, lookup, join",
            run: wrapper),
        Verb(
            name: "questions",
            summary:
                "[stances …]  the questions of the library against C: decoding, filters, pages, conclusions, search",
            run: questions),
        Verb(
            name: "readers",
            summary:
                "[stances]  threads that ask short questions against threads in C, also beside a busy writer",
            run: readers),
        Verb(
            name: "networks",
            summary: "[stances]  a congruence network against reading the same rows in C", run: networks),
        Verb(
            name: "resolve",
            summary: "[names …]  finding a thing by a mention of it, and suggested duplicates",
            run: resolve),
        Verb(
            name: "facts",
            summary:
                "[facts]  stances with their words, written by an edit, against the same statements in C",
            run: facts),
        Verb(
            name: "history",
            summary: "[stances]  inserts and updates in bulk against the same without history",
            run: history),
        Verb(
            name: "generate",
            summary: "stances path  makes the file that the others measure, and keeps it",
            isMeasurement: false, run: generate),
    ]

    static func main() {
        do {
            try run()
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func run() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let name = arguments.first else {
            for verb in verbs where verb.isMeasurement { try verb.run([]) }
            return
        }
        guard let verb = verbs.first(where: { $0.name == name }) else { throw BenchmarkError(usage) }
        try verb.run(Array(arguments.dropFirst()))
    }

    static var usage: String {
        "There is no benchmark of that name. These are all; without a name, each is run:\n"
            + verbs.map { "  benchmark \($0.name) \($0.summary)" }.joined(separator: "\n")
    }
}

/// Why a benchmark could not be run, in words.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
