// Input that is no dossier at all: an error that says why, never a crash, and nothing of it in the file.

import Foundation
import StandpointSQLite
import StandpointTestSupport
import Testing

@testable import Standpoint

@Suite("Malformed input")
struct MalformedInputTests {
    /// What is said of a dossier that cannot be imported, having checked that the file is as it was.
    private static func refusal(_ path: String) throws -> String {
        let kb = try KnowledgeBase.inMemory()
        let before = try kb.dump()
        let error = #expect(throws: StandpointError.self) { try kb.importDossier(at: path) }
        guard case .dossier? = error else {
            Issue.record("\(String(describing: error))")
            return ""
        }
        #expect(try kb.dump() == before)
        return error?.description ?? ""
    }

    private static func refusal(json: [UInt8]) throws -> String {
        let folder = try DossierFolder()
        try folder.write(json, to: "a.json")
        return try refusal(folder.path)
    }

    private static func refusal(json: String) throws -> String { try refusal(json: Array(json.utf8)) }

    @Test("that is not UTF-8 is named by the offset of its first bad byte")
    func notUTF8() throws {
        #expect(
            try Self.refusal(json: Array("{\"dossier\": \"".utf8) + [0xFF, 0xFE]).contains(
                "byte at offset 13"))
        #expect(try Self.refusal(json: [0xC3]).contains("byte at offset 0"))
        #expect(try Self.refusal(json: Array("{}".utf8) + [0xED, 0xA0, 0x80]).contains("byte at offset 2"))
    }

    @Test("in place of a folder with one JSON file is explained")
    func wrongFolders() throws {
        let folder = try DossierFolder()
        #expect(try Self.refusal(folder.path).contains("no .json file"))
        #expect(try Self.refusal(folder.path + "/nowhere").contains("no such file or folder"))
        try folder.write("", to: "a.json")
        #expect(try Self.refusal(folder.path).contains("the file is empty"))
        try folder.write("{}", to: "b.json5")
        let several = try Self.refusal(folder.path)
        #expect(several.contains("a.json, b.json5") && several.contains("name the one to import"))
        try FileManager.default.createDirectory(
            atPath: folder.path + "/c/d.json", withIntermediateDirectories: true)
        #expect(try Self.refusal(folder.path + "/c").contains("is a folder"))
    }

    @Test(
        "of 50 MB of brackets is refused at the place where they get too deep",
        arguments: [
            ("{\"a\":", "line 1, column 501: "), ("{\"a\":[\n", "line 51, column 5: "),
        ])
    func deep(_ opening: String, _ place: String) throws {
        let count = (50 << 20) / opening.utf8.count
        let bytes = [UInt8](String(repeating: opening, count: count).utf8)
        let words = try Self.refusal(json: bytes)
        #expect(words.contains(place + "lists and objects are nested deeper than 100"))
    }

    @Test("of 50 MB of lists is no dossier, which is told before it is read")
    func lists() throws {
        let bytes = [UInt8](("/* [ */ [" + String(repeating: "[],", count: 16 << 20) + "[]]").utf8)
        #expect(try Self.refusal(json: bytes).contains("a dossier is a JSON object, not a list"))
    }

    @Test("with more errors than anyone reads is told so, in no time")
    func manyErrors() throws {
        let empty = String(repeating: "{},", count: 100_000)
        let said = try Self.refusal(json: "{\"dossier\": \"a\", \"stances\": [\(empty)]}")
        #expect(said.contains("at least 1000 errors, nothing of it was imported"))
        #expect(said.split(separator: "\n").count == 1001)
    }

    @Test(
        "that names a text outside of its folder is refused, whatever the way there",
        arguments: ["../secret.txt", "sub/../../secret.txt", "link.txt", "folder/secret.txt"])
    func outside(_ name: String) throws {
        let folder = try DossierFolder()
        let manager = FileManager.default
        try folder.write("Cuba said yes.", to: "secret.txt")
        let home = folder.path + "/dossier"
        try manager.createDirectory(atPath: home + "/sub", withIntermediateDirectories: true)
        try manager.createSymbolicLink(atPath: home + "/link.txt", withDestinationPath: "../secret.txt")
        try manager.createSymbolicLink(atPath: home + "/folder", withDestinationPath: folder.path)
        for file in [name, folder.path + "/secret.txt"] {
            try folder.write(
                "{dossier: 'd', documents: [{key: 'r', file: '\(file)', title: 'R'}]}", to: "dossier/d.json")
            let said = try Self.refusal(home)
            #expect(said.contains("documents[0].file: \(file) is outside of the dossier's folder"), "\(said)")
        }
        // A link within the folder is as good as what it leads to.
        try folder.write("Cuba said yes.", to: "dossier/sub/r.txt")
        try manager.createSymbolicLink(atPath: home + "/inside.txt", withDestinationPath: "sub/r.txt")
        try folder.write(
            "{dossier: 'd', documents: [{key: 'r', file: 'inside.txt', title: 'R'}]}", to: "dossier/d.json")
        let kb = try KnowledgeBase.inMemory()
        try kb.importDossier(at: home)
        #expect(try kb.texts("SELECT text FROM document") == ["Cuba said yes."])
    }

    @Test(
        "for what a document says of itself is refused",
        arguments: [
            ("url", "not a url", "absolute address"), ("url", "https://", "absolute address"),
            ("language", "klingonish", "BCP 47"), ("language", "pt_BR", "BCP 47"),
            ("retrieved_at", "whenever", "UTC"), ("retrieved_at", "2019-02-30", "UTC"),
            ("retrieved_at", "2019-11-05T25:00:00Z", "UTC"), ("retrieved_at", "2019-11-05T10:00:00", "UTC"),
        ])
    func documentFields(_ field: String, _ value: String, _ words: String) throws {
        let folder = try DossierFolder.small()
        try folder.replace(
            "\"title\": \"A report\"", with: "\"title\": \"A report\", \"\(field)\": \"\(value)\"",
            in: "small.json")
        let said = try Self.refusal(folder.path)
        #expect(said.contains("documents[0].\(field): ‘\(value)’ is no"), "\(said)")
        #expect(said.contains(words), "\(said)")
    }

    @Test("whose brackets stand in texts and comments is read as it is meant")
    func bracketsInText() async throws {
        let brackets = String(repeating: "[{", count: 200)
        let folder = try DossierFolder.small()
        try folder.replace("\"A delegate\"", with: "'\(brackets)\\'\"\(brackets)'", in: "small.json")
        try folder.write(
            "// \(brackets)\n/* \(brackets)\n\" */" + folder.read("small.json"), to: "small.json")
        let kb = try KnowledgeBase.inMemory()
        try await kb.importDossier(at: folder.path)
        #expect(try await kb.read { try $0.person("ana-ruiz") }?.description == "\(brackets)'\"\(brackets)")
        #expect(
            try Self.refusal(
                json: "{\"a\": " + String(repeating: "[", count: 99) + String(repeating: "]", count: 99)
                    + "}"
            ).contains("no such field"))
        #expect(
            try Self.refusal(json: "{\n\n\"a\": " + String(repeating: "[", count: 100)).contains(
                "line 3, column 105: lists and objects are nested deeper than 100"))
    }

    @Test("that is cut short anywhere is refused, and the folder that is whole is not")
    func truncated() throws {
        let folder = try DossierFolder.small()
        let whole = Array(try folder.read("small.json").utf8)
        for count in stride(from: 1, to: whole.count - 2, by: 37) {
            #expect(
                try Self.refusal(json: Array(whole.prefix(count))).contains(
                    "1 error, nothing of it was imported"))
        }
    }

    @Test(
        "that is JSON but no dossier is told what it should be",
        arguments: [
            ("[]", "a dossier is a JSON object, not a list"), (" // a\n[1", "not a list"),
            ("7", "not a number"), ("null", "not null"),
            ("{}", "dossier: is missing"), ("{\"dossier\": \"Not A Key\"}", "is not a key"),
            ("{\"dossier\": \"a\", \"stances\": {}}", "stances: a list is expected here, not an object"),
            (
                "{\"dossier\": \"a\", \"stances\": [1, null, []]}",
                "stances[2]: an object is expected here, not a list"
            ),
            ("{\"dossier\": \"a\", \"people\": [{\"key\": null}]}", "people[0].key: is missing"),
            ("{\"dossier\": \"a\", \"people\": [{\"key\": \"b\", \"name\": \" \"}]}", "the text is empty"),
            ("{\"dossier\": \"a\", \"people\": [{\"key\": \"b\", \"name\": \"x\\u0000y\"}]}", "NUL"),
            ("{\"dossier\": \"a\", \"figures\": [{\"low\": 1e999}]}", "‘1e999’ is too large a number"),
            ("{\"dossier\": \"a\", \"figures\": [{\"low\": NaN}]}", "‘NaN’ is not a value"),
        ])
    func noDossier(_ json: String, _ words: String) throws {
        let said = try Self.refusal(json: json)
        #expect(said.contains(words), "\(said)")
    }

    @Test("for the text of a document is refused with what is wrong with it")
    func documents() throws {
        let folder = try DossierFolder.small()
        func refused(_ words: String) throws {
            let said = try Self.refusal(folder.path)
            #expect(said.contains("documents[0].file: ") && said.contains(words), "\(said)")
        }
        try folder.write(Array("Ana ".utf8) + [0x80], to: "report.txt")
        try refused("not UTF-8: the byte at offset 4")
        try folder.write("", to: "report.txt")
        try refused("is empty")
        try folder.write(" \n\t ", to: "report.txt")
        try refused("is empty")
        try folder.write(DossierFolder.smallReport + "\0", to: "report.txt")
        try refused("NUL character at offset \(DossierFolder.smallReport.utf8.count)")
        try folder.remove("report.txt")
        try refused("there is no file")
        try FileManager.default.createDirectory(
            atPath: folder.path + "/report.txt", withIntermediateDirectories: true)
        try refused("is a folder")
    }

    @Test("with a byte order mark or the line ends of Windows is read")
    func marksAndLineEnds() throws {
        let folder = try DossierFolder.small()
        let windows = DossierFolder.smallReport.replacing("\n", with: "\r\n")
        try folder.write([0xEF, 0xBB, 0xBF] + Array(windows.utf8), to: "report.txt")
        try folder.write(folder.read("small.json").replacing("\n", with: "\r\n"), to: "small.json")
        let kb = try KnowledgeBase.inMemory()
        try kb.importDossier(at: folder.path)
        #expect(try kb.texts("SELECT text FROM document") == [windows])
        #expect(try kb.number("SELECT count(*) FROM stance") == 3)
        #expect(try kb.read { try $0.problems() }.isEmpty)
        try folder.write([0xEF, 0xBB, 0xBF] + Array(folder.read("small.json").utf8), to: "small.json")
        let summary = try kb.importDossier(at: folder.path)
        #expect(summary.inserted + summary.updated + summary.deleted == 0)
    }

    @Test("made of the example by changing bytes is imported whole or refused whole")
    func mutations() throws {
        let folder = try DossierFolder.havana()
        let original = Array(try folder.read(DossierFolder.json).utf8)
        var dice = SeededGenerator(2019)
        let kb = try KnowledgeBase.inMemory()
        let before = try kb.dump()
        var refused = 0
        struct Undo: Error {}
        for _ in 0..<200 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &dice) {
                let place = Int.random(in: 0..<bytes.count, using: &dice)
                switch Int.random(in: 0..<4, using: &dice) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &dice)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(Array("\"{}[],:0".utf8).randomElement(using: &dice) ?? 0, at: place)
                default:
                    bytes.removeSubrange(
                        place..<min(bytes.count, place + Int.random(in: 1...40, using: &dice)))
                }
            }
            try folder.write(bytes, to: DossierFolder.json)
            do {
                _ = try Dossier(at: folder.path)
                let fresh = try KnowledgeBase.inMemory()
                do {
                    try fresh.importDossier(at: folder.path)
                    #expect(try fresh.read { try $0.problems() }.isEmpty)
                } catch StandpointError.dossier {
                    refused += 1
                    #expect(try fresh.dump() == before)
                }
            } catch StandpointError.dossier {
                refused += 1
            }
        }
        #expect(refused > 50)
    }
}
