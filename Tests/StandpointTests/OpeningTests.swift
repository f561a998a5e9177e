// Opening files of all sorts.

import Foundation
import Standpoint
import StandpointTestSupport
import Testing

@Suite("Opening")
struct OpeningTests {
    private func error(opening path: String, _ configuration: Connection.Configuration = .init()) -> String {
        do {
            try KnowledgeBase(at: path, configuration).close()
            return "no error"
        } catch { return "\(error)" }
    }

    @Test("makes a file where there is none, and brings an empty one up from version 0")
    func makes() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "empty.sqlite")
        for name in ["new.sqlite", "empty.sqlite"] {
            try KnowledgeBase(at: folder.path(name)).close()
            #expect(
                try sqlite3(folder.path(name), "PRAGMA user_version; SELECT count(*) FROM problem").output
                    == "1\n0\n")
        }
    }

    @Test("refuses the database of another program and leaves it as it is")
    func otherProgram() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("other.sqlite")
        _ = try sqlite3(path, "CREATE TABLE t (a); PRAGMA application_id = 77;")
        #expect(
            error(opening: path)
                == "\(path) is not a Standpoint file: it belongs to another program (application_id 77)")
        #expect(try sqlite3(path, ".tables").output == "t\n")
    }

    @Test("refuses a file of a later version, and names both versions")
    func newer() throws {
        let file = try SmallFile()
        _ = try sqlite3(file.path, "PRAGMA user_version = 99")
        #expect(
            error(opening: file.path)
                == "\(file.path) has version 99 of the schema, this Standpoint knows versions up to 1: update Standpoint"
        )
    }

    @Test("says of a file that was restored from a dump what is missing, and opens it then")
    func dump() throws {
        let file = try SmallFile()
        let restored = file.folder.path("restored.sqlite")
        _ = try sqlite3(restored, try sqlite3(file.path, ".dump").output)
        let message = error(opening: restored)
        #expect(message.contains("it has the tables of one but not the mark, which a dump leaves out"))
        let pragmas = message.matches(of: #/PRAGMA [^;]+;/#).map { String($0.0) }
        #expect(pragmas.count == 2)
        _ = try sqlite3(restored, pragmas.joined())
        #expect(error(opening: restored) == "no error")
    }

    @Test("names the path of a text, a folder, a missing folder and a file that may not be made")
    func notDatabases() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write(String(repeating: "This is no database. ", count: 100), to: "text.txt")
        for path in [text, folder.path, folder.path("none/a.sqlite")] {
            #expect(error(opening: path).contains(path))
        }
        let missing = folder.path("missing.sqlite")
        #expect(error(opening: missing, .init(readOnly: true)).contains(missing))
        #expect(!FileManager.default.fileExists(atPath: missing))
    }

    @Test("a new file by many at once makes it once")
    func atOnce() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("shared.sqlite")
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let kb = try KnowledgeBase(at: path)
                    try await kb.edit(by: "task \(number)") { edit in
                        _ = try edit.topic("topic-\(number)", name: "Topic", kind: .issue)
                    }
                    return try await kb.topics.count()
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.count == 8)
        #expect(
            try sqlite3(path, "SELECT count(*), (SELECT count(*) FROM revision) FROM topic").output == "8|8\n"
        )
    }

    @Test("for reading only reads, and refuses to edit")
    func readOnly() throws {
        let file = try SmallFile()
        let kb = try KnowledgeBase(at: file.path, .init(readOnly: true))
        #expect(try kb.people.all().map(\.name) == ["Ana"])
        #expect(throws: SQLiteError.self) { try kb.edit(by: "x") { try $0.person("b", name: "B") } }
    }
}
