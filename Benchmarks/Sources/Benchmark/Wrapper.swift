// `benchmark wrapper`: the module StandpointSQLite against C over sqlite3.h.

import CFloor
import Foundation
import StandpointSQLite

private let rounds = 5

/// The SQL of both sides.
private enum SQL {
    static let schema = """
        CREATE TABLE person(
            id INTEGER PRIMARY KEY, parent INTEGER NOT NULL, name TEXT NOT NULL, note TEXT NOT NULL,
            score REAL NOT NULL
        ) STRICT
        """
    static let insert = "INSERT INTO person(parent, name, note, score) VALUES (?, ?, ?, ?)"
    static let scan = "SELECT parent, name, note, score FROM person"
    static let lookup = "SELECT parent, name, note, score FROM person WHERE id = ?"
    static let join = """
        SELECT person.name, other.name, other.score
        FROM person JOIN person AS other ON other.id = person.parent
        """
    /// Moves what is in the write-ahead log to the file, so that a file at rest is read.
    static let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)"
}

/// Runs all in memory and in a file, and prints the ratios.
func wrapper(_ arguments: [String]) throws {
    guard let rows = arguments.isEmpty ? 1_000_000 : Int(arguments[0]), rows > 0, arguments.count <= 1 else {
        throw BenchmarkError("How many rows? For instance: benchmark wrapper 1000000")
    }
    let people = People(rows)
    print("The wrapper against C: \(rows) rows, median of \(rounds) rounds by turns")
    var comparison = Comparison()
    for place in ["memory", "file"] {
        for round in 0..<rounds {
            comparison.swiftGoesFirst = round % 2 == 1
            try compare(people, in: place, &comparison)
        }
    }
    print(comparison.table)
}

/// One round: each side fills a database of its own and reads it.
private func compare(_ people: People, in place: String, _ comparison: inout Comparison) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let isFile = place == "file"
    let swift = try SwiftSide(isFile ? .path(folder.appending(path: "swift.sqlite").path) : .memory)
    let c = try CSide(isFile ? folder.appending(path: "c.sqlite").path : ":memory:")

    func measure(_ work: String, swift: () throws -> Int64, c: () throws -> Int64) throws {
        try comparison.measure("\(work), \(place)", swift: swift, c: c)
    }
    try measure("insert", swift: { try swift.insert(people.swift) }, c: { try c.insert(people.c) })
    try swift.connection.execute(SQL.checkpoint)
    try c.execute(SQL.checkpoint)
    try measure("scan in place", swift: swift.scanInPlace, c: c.scanInPlace)
    try measure("scan into strings", swift: swift.scan, c: c.scan)
    try measure("scan into an array", swift: swift.collect, c: c.collect)
    try measure(
        "lookup in place", swift: { try swift.lookupInPlace(people.ids) },
        c: { try c.lookup(people.ids, inPlace: true) })
    try measure(
        "lookup into strings", swift: { try swift.lookup(people.ids) }, c: { try c.lookup(people.ids) })
    try measure("join", swift: swift.join, c: c.join)
    try swift.connection.close()
}

/// The work as a user of the wrapper writes it.
private struct SwiftSide {
    let connection: Connection

    init(_ location: Location) throws {
        connection = try Connection(location, .init(synchronous: .normal))
        try connection.execute(SQL.schema)
    }

    func insert(_ people: [Person]) throws -> Int64 {
        let statement = try connection.prepare(SQL.insert)
        try connection.transaction {
            for person in people {
                try statement.run(person.parent, person.name, person.note, person.score)
            }
        }
        return 0
    }

    func scan() throws -> Int64 {
        var sum: Int64 = 0
        try connection.prepare(SQL.scan).rows().forEach { sum &+= try Person($0).summed }
        return sum
    }

    func scanInPlace() throws -> Int64 {
        var sum: Int64 = 0
        try connection.prepare(SQL.scan).rows().forEach { sum &+= try sumInPlace($0) }
        return sum
    }

    private func sumInPlace(_ row: borrowing Row) throws -> Int64 {
        let name = try row.withBytes(1) { Int64($0.byteCount) }
        let note = try row.withBytes(2) { Int64($0.byteCount) }
        return try row.integer(0) &+ name &+ note &+ Int64(row.real(3))
    }

    func collect() throws -> Int64 {
        let people = try connection.prepare(SQL.scan).rows().map { try Person($0) }
        return people.reduce(0) { $0 &+ $1.summed }
    }

    func lookup(_ ids: [Int64]) throws -> Int64 {
        var sum: Int64 = 0
        let statement = try connection.prepare(SQL.lookup)
        for id in ids {
            sum &+= try statement.rows(id).first { try Person($0).summed } ?? 0
        }
        return sum
    }

    func lookupInPlace(_ ids: [Int64]) throws -> Int64 {
        var sum: Int64 = 0
        let statement = try connection.prepare(SQL.lookup)
        for id in ids { sum &+= try statement.rows(id).first(sumInPlace) ?? 0 }
        return sum
    }

    func join() throws -> Int64 {
        var sum: Int64 = 0
        var rows = try connection.prepare(SQL.join).rows()
        while let row = try rows.next() {
            let (one, other, score) = try row.decode(String.self, String.self, Double.self)
            sum &+= Int64(one.utf8.count) &+ Int64(other.utf8.count) &+ Int64(score)
        }
        return sum
    }
}

extension Person {
    fileprivate init(_ row: borrowing Row) throws(SQLiteError) {
        (parent, name, note, score) = try row.decode(
            Int64.self, String.self, String.self, Double.self)
    }

    /// What both languages add up.
    fileprivate var summed: Int64 {
        parent &+ Int64(name.utf8.count) &+ Int64(note.utf8.count) &+ Int64(score)
    }
}

/// The work in C.
private final class CSide {
    private var database: OpaquePointer?

    init(_ path: String) throws {
        try check(floor_open(path, &database))
        try execute(SQL.schema)
    }

    deinit { floor_close(database) }

    func execute(_ sql: String) throws { try check(floor_execute(database, sql)) }

    func insert(_ people: [floor_person]) throws -> Int64 {
        try execute("BEGIN")
        try check(floor_insert(database, SQL.insert, people, people.count))
        try execute("COMMIT")
        return 0
    }

    func scan() throws -> Int64 { try sum { floor_scan(database, SQL.scan, &$0) } }

    func scanInPlace() throws -> Int64 { try sum { floor_scan_in_place(database, SQL.scan, &$0) } }

    func collect() throws -> Int64 { try sum { floor_collect(database, SQL.scan, &$0) } }

    func lookup(_ ids: [Int64], inPlace: Bool = false) throws -> Int64 {
        try sum { floor_lookup(database, SQL.lookup, ids, ids.count, inPlace ? 1 : 0, &$0) }
    }

    func join() throws -> Int64 { try sum { floor_join(database, SQL.join, &$0) } }

    private func sum(_ body: (inout Int64) -> Int32) throws -> Int64 {
        var sum: Int64 = 0
        try check(body(&sum))
        return sum
    }

    private func check(_ status: Int32) throws {
        guard status == 0 else { throw BenchmarkError("The C side failed with SQLite's code \(status)") }
    }
}
