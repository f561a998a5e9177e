// Running real programs: the shell of SQLite, the command, Swift itself.

public import Foundation

/// What a program said and how it ended.
public struct Outcome: Sendable {
    /// Its standard output.
    public let output: String
    /// Its standard error.
    public let errors: String
    /// Its exit code.
    public let status: Int32
}

/// Runs a program and waits for it.
public func run(
    _ program: String, _ arguments: [String], input: String = "", in folder: String? = nil,
    environment: [String: String] = [:]
) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    // Files instead of pipes: no program waits for a reader.
    let temporary = try TemporaryFolder()
    let (inPath, outPath, errPath) = (temporary.path("in"), temporary.path("out"), temporary.path("err"))
    try Data(input.utf8).write(to: URL(fileURLWithPath: inPath))
    for path in [outPath, errPath] { try Data().write(to: URL(fileURLWithPath: path)) }
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: inPath))
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: outPath))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errPath))
    try process.run()
    process.waitUntilExit()
    func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }
    return Outcome(output: try text(outPath), errors: try text(errPath), status: process.terminationStatus)
}

/// Runs SQL in the plain `sqlite3` shell on a file; stops at the first error.
///
/// It waits for a lock as Standpoint does: whoever closes a file last has it for itself for a moment.
public func sqlite3(_ file: String, _ sql: String, options: [String] = []) throws -> Outcome {
    try run("sqlite3", ["-bail", "-cmd", ".timeout 10000"] + options + [file], input: sql)
}

/// The folder of the package.
public let packageFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
