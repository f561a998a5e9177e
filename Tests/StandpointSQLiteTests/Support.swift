// What the tests share: databases in temporary folders, and catching the error of a call.

import Foundation
import StandpointSQLite
import Testing

/// A folder that goes away with its last reference.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "sqlite-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String = "test.sqlite") -> Location { .path(path + "/" + name) }
}

/// A database in memory with a table of people.
func people(_ names: String...) throws -> Connection {
    let connection = try Connection(.memory)
    try connection.execute("CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT")
    for name in names { try connection.run("INSERT INTO person(name) VALUES (?)", name) }
    return connection
}

/// The error that a closure throws.
func failure(_ body: () throws -> Void) throws -> SQLiteError {
    try #require(throws: SQLiteError.self, performing: body)
}

extension SQLiteError {
    var isMisuse: Bool {
        if case .misuse = self { true } else { false }
    }

    var offset: Int? {
        if case .failed(_, _, _, let offset) = self { offset } else { nil }
    }
}

extension Connection {
    func count() throws -> Int? { try value(Int.self, "SELECT count(*) FROM person") }
}
