// A folder of its own for each test, with a small dossier in it or a copy of the shipped example.

import Foundation
import StandpointSQLite
import StandpointTestSupport

@testable import Standpoint

/// A folder that is gone with the test.
final class DossierFolder: Sendable {
    private let folder: TemporaryFolder
    var path: String { folder.path }

    init() throws { folder = try TemporaryFolder() }

    func write(_ text: String, to name: String) throws { try folder.write(text, to: name) }

    func write(_ bytes: [UInt8], to name: String) throws { try folder.write(bytes, to: name) }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

    /// Replaces words that stand in a file exactly once.
    func replace(_ old: String, with new: String, in name: String = DossierFolder.json) throws {
        let text = try read(name)
        let parts = text.components(separatedBy: old)
        guard parts.count == 2 else {
            throw Unfit(reason: "‘\(old)’ stands \(parts.count - 1) times in \(name)")
        }
        try write(parts.joined(separator: new), to: name)
    }

    struct Unfit: Error { let reason: String }

    static let json = "havana-2019.json"

    /// Where the shipped example is.
    static let example = packageFolder + "/Examples/havana-2019"

    /// A copy of the shipped example.
    static func havana() throws -> DossierFolder {
        let folder = try DossierFolder()
        for name in [json, "report.txt"] {
            try FileManager.default.copyItem(atPath: "\(example)/\(name)", toPath: "\(folder.path)/\(name)")
        }
        return folder
    }

    /// A small dossier of three stances, with room for more sections.
    static func small(key: String = "small", more: String = "") throws -> DossierFolder {
        let folder = try DossierFolder()
        try folder.write(smallReport, to: "report.txt")
        try folder.write(
            """
            {
              "dossier": "\(key)", "author": "desk",
              "documents": [ { "key": "report", "file": "report.txt", "title": "A report" } ],
              "people": [ { "key": "ana-ruiz", "name": "Ana Ruiz", "description": "A delegate" } ],
              "organizations": [ { "key": "cuba", "name": "Cuba", "kind": "state" } ],
              "topics": [
                { "key": "blockade", "name": "Blockade", "kind": "policy" },
                { "key": "peace", "name": "Peace", "kind": "cause" },
              ],
              "events": [ { "key": "meeting", "name": "Meeting", "kind": "meeting",
                  "date": "2019-11-01/2019-11-03" } ],
              "stances": [
                { "holder": "ana-ruiz", "act": "condemns", "target": "blockade", "event": "meeting",
                  "quote": "Ana Ruiz condemned the blockade" },
                { "holder": "ana-ruiz", "act": "supports", "target": "peace", "proposition": "a lasting one",
                  "quote": "She spoke up for a lasting peace", "confidence": 0.8 },
                { "holder": "meeting", "act": "demands", "polarity": "against", "target": "blockade",
                  "quote": "The meeting demanded its end" },
              ],\(more)
            }
            """, to: "small.json")
        return folder
    }

    static let smallReport = """
        Ana Ruiz condemned the blockade of Cuba. She spoke up for a lasting peace.
        The meeting demanded its end. Peace, she said, is near; the peace of all.

        """
}

extension KnowledgeBase {
    /// Every row of every table, by table and id: what two states of a file are compared by.
    func dump(without left: Set<String> = []) throws -> [String: [Value: [Value]]] {
        try read { snapshot in
            let tables = try snapshot.connection.rows(
                "SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ).map { try $0.get(0, as: String.self) }
            var dump: [String: [Value: [Value]]] = [:]
            for table in tables where !left.contains(table) {
                var rows = try snapshot.connection.rows("SELECT * FROM \(table)")
                var place: Int64 = 0
                while let row = try rows.next() {
                    let values = try (0..<row.count).map { try row.value($0) }
                    let isKeyed = snapshot.connection.isKeyedByID(table)
                    dump[table, default: [:]][isKeyed ? values[0] : .integer(place)] = values
                    place += 1
                }
            }
            return dump
        }
    }

    func number(_ sql: String) throws -> Int {
        try read { try $0.connection.value(Int.self, sql) ?? 0 }
    }

    func texts(_ sql: String) throws -> [String] {
        try read { try $0.connection.rows(sql).map { try $0.get(0, as: String.self) } }
    }

    var revisionCount: Int { get throws { try number("SELECT count(*) FROM revision") } }
}

extension Connection {
    fileprivate func isKeyedByID(_ table: String) -> Bool {
        let first = try? value(String.self, "SELECT name FROM pragma_table_info(?) WHERE cid = 0", table)
        return first == "id"
    }
}

/// The tables and ids of the rows that two dumps do not have alike.
func differences(
    _ before: [String: [Value: [Value]]], _ after: [String: [Value: [Value]]]
) -> [String: Set<Value>] {
    var found: [String: Set<Value>] = [:]
    for table in Set(before.keys).union(after.keys) {
        let (old, new) = (before[table] ?? [:], after[table] ?? [:])
        let ids = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
        if !ids.isEmpty { found[table] = ids }
    }
    return found
}
