// Another database beside that of a connection.

extension Connection {
    /// Runs a closure outside of a transaction with another file attached, which is detached at the end, also after an
    /// error or where the task was cancelled.
    ///
    /// - Parameter name: By what SQL refers to it: a plain word.
    /// - Throws: What the closure throws, or SQLite reports.
    package func attaching<T>(_ path: String, as name: StaticString, _ body: () throws -> T) throws -> T {
        let database = try openDatabase()
        try run("ATTACH ? AS \(name)", path)
        defer { try? database.command("DETACH \(name)", evenCancelled: true) }
        return try body()
    }
}
