// The command as people and programs call it: a real process on a real file.

import Foundation
import StandpointTestSupport
import Testing

@Suite("The command standpoint")
struct CommandTests {
    /// The example, imported once for all tests.
    private static let example = Result { () throws -> (folder: TemporaryFolder, file: String) in
        let folder = try TemporaryFolder()
        let file = folder.path("havana.sqlite")
        let outcome = try standpoint("import", file, packageFolder + "/Examples/havana-2019")
        guard outcome.status == 0 else { throw Failure(message: outcome.errors) }
        return (folder, file)
    }

    private struct Failure: Error { let message: String }

    private static func standpoint(_ arguments: [String]) throws -> Outcome {
        let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent()
        return try run(
            products.appendingPathComponent("standpoint").path, arguments, environment: ["COLUMNS": "200"])
    }

    private static func standpoint(_ arguments: String...) throws -> Outcome { try standpoint(arguments) }

    /// Runs a verb on the example.
    private func ask(_ verb: String, _ rest: String...) throws -> Outcome {
        try CommandTests.standpoint([verb, CommandTests.example.get().file] + rest)
    }

    private func json(_ outcome: Outcome) throws -> [[String: Any]] {
        try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
    }

    @Test("import makes the file, says what it did, and does nothing the second time")
    func imports() throws {
        let folder = try TemporaryFolder()
        let first = try CommandTests.standpoint(
            "import", folder.path("a.sqlite"), packageFolder + "/Examples/havana-2019", "--csv")
        #expect(first.status == 0)
        #expect(first.output.hasPrefix("dossier,inserted,updated,deleted,revision\r\nhavana-2019,"))
        let second = try CommandTests.standpoint(
            "import", folder.path("a.sqlite"), packageFolder + "/Examples/havana-2019", "--csv")
        #expect(second.output == "dossier,inserted,updated,deleted,revision\r\nhavana-2019,0,0,0,\r\n")
    }

    @Test("import of a dossier with mistakes lists all of them on standard error and ends with 1")
    func importOfMistakes() throws {
        let folder = try TemporaryFolder()
        let dossier = try folder.write(
            #"{dossier: "d", documents: [], people: [{key: "ana", nmae: "Ana"}], stances: [{holder: "anna"}]}"#,
            to: "d.json")
        let outcome = try CommandTests.standpoint("import", folder.path("a.sqlite"), dossier)
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("people[0].nmae: there is no such field; did you mean name"))
        #expect(
            outcome.errors.contains(
                "stances[0].holder: there is no thing ‘anna’ in the dossier or the file; did you mean ana?"))
        #expect(
            !FileManager.default.fileExists(atPath: folder.path("a.sqlite")), "no empty file is left behind")
        // What was imported before the mistakes stays, and is told.
        let both = try CommandTests.standpoint(
            "import", folder.path("a.sqlite"), packageFolder + "/Examples/havana-2019", dossier, "--csv")
        #expect(both.status == 1)
        #expect(both.output.contains("\r\nhavana-2019,"))
        #expect(both.errors.contains("d.json: 6 errors, nothing of it was imported"))
        #expect(try sqlite3(folder.path("a.sqlite"), "SELECT count(*) FROM dossier").output == "1\n")
    }

    @Test("show gives a person's offices, stances and the words that prove them")
    func showsPerson() throws {
        let outcome = try ask("show", "nicolas-maduro")
        #expect(outcome.status == 0)
        for part in ["Nicolás Maduro", "President", "Took part in", "Stances it holds", "Sources"] {
            #expect(outcome.output.contains(part))
        }
    }

    @Test("show of an unknown key names the nearest ones")
    func showsUnknown() throws {
        let outcome = try ask("show", "nicolas-madura")
        #expect(outcome.status == 1)
        #expect(
            outcome.errors
                == "standpoint: there is no thing or document ‘nicolas-madura’; did you mean nicolas-maduro?\n"
        )
    }

    @Test("stances narrows by each option, and all of them together")
    func stances() throws {
        let all = try json(ask("stances", "--json"))
        let against = try json(ask("stances", "--json", "--toward", "us-blockade-of-cuba", "--against"))
        #expect(against.count > 0 && against.count < all.count)
        #expect(
            against.allSatisfy {
                $0["target_key"] as? String == "us-blockade-of-cuba" && $0["polarity"] as? Int == -1
            })
        let one = try json(
            ask(
                "stances", "--json", "--by", "solidarity-meeting-2019", "--act", "demands", "--at",
                "solidarity-meeting-2019", "--in", "2019-11", "--document", "havana-report", "--limit", "1"))
        #expect(one.count == 1)
        let counted = try ask("stances", "--by", "solidarity-meeting-2019", "--count").output
        let listed = try json(ask("stances", "--by", "solidarity-meeting-2019", "--json")).count
        #expect(counted == "\(listed)\n")
    }

    @Test("stances shows its SQL, which plain sqlite3 runs to the same number of rows")
    func stancesSQL() throws {
        let shown = try ask("stances", "--toward", "us-blockade-of-cuba", "--show-sql").output
        let sql = shown.replacing("?", with: "'us-blockade-of-cuba'")
        let lines = try sqlite3(CommandTests.example.get().file, sql).output.split(separator: "\n").count
        #expect(try json(ask("stances", "--toward", "us-blockade-of-cuba", "--json")).count == lines)
    }

    @Test("timeline is in the order of time and narrows to a date")
    func timeline() throws {
        let rows = try json(ask("timeline", "--json", "--in", "2019-11-03"))
        let days = rows.compactMap { $0["earliest"] as? String }
        #expect(days == days.sorted() && !days.isEmpty)
        #expect(rows.contains { $0["subject_key"] as? String == "closing-ceremony" })
    }

    @Test("sql reads, binds its values, and refuses to write")
    func sql() throws {
        let rows = try json(
            ask("sql", "SELECT key FROM entity WHERE key = :key OR key = ?2", "cuba", "havana", "--json"))
        #expect(rows.compactMap { $0["key"] as? String }.sorted() == ["cuba", "havana"])
        let named = try ask("sql", "SELECT name FROM entity WHERE key = :key", "--param", "key=cuba", "--csv")
        #expect(named.output == "name\r\nCuba\r\n")
        let write = try ask("sql", "DELETE FROM stance")
        #expect(write.status == 2)
        #expect(write.errors.contains("would change the file"))
        let wrong = try ask("sql", "SELECT nonsense FROM stance")
        #expect(wrong.status == 1)
        #expect(wrong.errors.contains("no such column: nonsense"))
    }

    @Test("check ends with 0 on a sound file and with 1 on one that another tool has broken")
    func check() throws {
        #expect(try ask("check").output == "no problem found\n")
        let folder = try TemporaryFolder()
        let copy = folder.path("copy.sqlite")
        _ = try sqlite3(CommandTests.example.get().file, "VACUUM INTO '\(copy)'")
        let broken = try sqlite3(
            copy,
            """
            INSERT INTO revision (author) VALUES ('x');
            DROP TRIGGER stance_updated; UPDATE stance SET target_id = 99999, revision_id = 2 WHERE id = 1;
            """)
        #expect(broken.status == 0, "\(broken.errors)")
        let outcome = try CommandTests.standpoint("check", copy)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("target_id: there is no entity 99999"))
    }

    @Test("schema explains every table, one table's columns, or gives the SQL")
    func schema() throws {
        #expect(try ask("schema").output.contains("Who stands where on what"))
        #expect(try ask("schema", "stance").output.contains("By which act"))
        #expect(try ask("schema", "--sql").output.contains("CREATE TABLE stance"))
        #expect(try ask("schema", "stanse").errors.contains("did you mean stance"))
    }

    @Test("CSV quotes what needs it, so that a reader gets the same values back")
    func csv() throws {
        let outcome = try ask(
            "sql", "SELECT 'a,b' AS x, 'say \"yes\"' AS y, 'two' || char(10) || 'lines' AS z", "--csv")
        #expect(outcome.output == "x,y,z\r\n\"a,b\",\"say \"\"yes\"\"\",\"two\nlines\"\r\n")
    }

    @Test(
        "every verb has help with an example",
        arguments: ["import", "show", "stances", "timeline", "sql", "check", "schema"])
    func help(verb: String) throws {
        let outcome = try CommandTests.standpoint(verb, "--help")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("Example:\n  standpoint \(verb) havana.sqlite"))
    }

    @Test(
        "a wrong call ends with 2 and says how to call",
        arguments: [["frobnicate"], ["show"], ["stances", "x", "--colour"], ["sql", "f"]])
    func wrongCalls(arguments: [String]) throws {
        let outcome = try CommandTests.standpoint(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("--help"))
    }

    @Test("a file that is missing or belongs to another program is an error with its path, and none is made")
    func wrongFiles() throws {
        let folder = try TemporaryFolder()
        let missing = try CommandTests.standpoint("check", folder.path("none.sqlite"))
        #expect(missing.status == 1)
        #expect(missing.errors.contains("none.sqlite"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("none.sqlite")))
        _ = try sqlite3(folder.path("other.sqlite"), "CREATE TABLE t (a)")
        let other = try CommandTests.standpoint(
            "import", folder.path("other.sqlite"), packageFolder + "/Examples/havana-2019")
        #expect(other.status == 1)
        #expect(other.errors.contains("belongs to another program"))
    }

    @Test(
        "resolve, duplicates and the judgements of identity work on a file, and are refused with the reason")
    func identity() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("people.sqlite")
        let dossier = try folder.write(
            #"{dossier: "d", author: "desk", people: [{key: "ana-ruiz", name: "Ana Ruiz"}, {key: "anna-ruiz", name: "Anna Ruiz"}, {key: "ruiz", name: "A. Ruiz"}]}"#,
            to: "d.json")
        #expect(try CommandTests.standpoint("import", file, dossier).status == 0)
        let found = try json(CommandTests.standpoint("resolve", file, "Ruiz,", "ANA", "--json"))
        #expect(
            found.first?["key"] as? String == "ana-ruiz" && found.first?["reason"] as? String == "reordered")
        #expect(try CommandTests.standpoint("resolve", file, "Zzyzx").status == 1)
        let pairs = try json(CommandTests.standpoint("duplicates", file, "--kind", "person", "--json"))
        #expect(pairs.count == 3)
        #expect(try CommandTests.standpoint("same", file, "ana-ruiz", "anna-ruiz").status == 2)
        let same = try CommandTests.standpoint(
            "same", file, "ana-ruiz", "anna-ruiz", "--because", "one face", "--prefer", "anna-ruiz", "--by",
            "eva")
        #expect(same.status == 0 && same.output.contains("one face"), "\(same.errors)")
        #expect(
            try CommandTests.standpoint(
                "different", file, "ruiz", "ana-ruiz", "--because", "a man", "--by", "eva"
            )
            .status == 0)
        let refused = try CommandTests.standpoint("same", file, "ruiz", "anna-ruiz", "--because", "no")
        #expect(
            refused.status == 1
                && refused.errors.contains("eva judged ‘ana-ruiz’ and ‘ruiz’ different: “a man”"))
        #expect(try json(CommandTests.standpoint("judgements", file, "anna-ruiz", "--json")).count == 2)
        #expect(
            try sqlite3(file, "SELECT key, canonical_key FROM identities").output == "ana-ruiz|anna-ruiz\n")
        #expect(try CommandTests.standpoint("withdraw", file, "1", "--because", "two faces").status == 0)
        #expect(try sqlite3(file, "SELECT key, canonical_key FROM identities").output == "")
        #expect(try CommandTests.standpoint("withdraw", file, "1", "--because", "again").status == 1)
        #expect(
            try CommandTests.standpoint("unsure", folder.path("none.sqlite"), "a", "b", "--because", "x")
                .status == 1)
        #expect(try sqlite3(file, "SELECT count(*) FROM problem").output == "0\n")
    }

    @Test("network gives ties, measures, windows, files and pictures of the stances that the options leave")
    func networks() throws {
        let ties = try json(ask("network", "--relation", "cooccurrence", "--of", "targets", "--json"))
        #expect(ties.count > 5)
        #expect(ties.allSatisfy { ($0["weight"] as? Double ?? 0) > 0 })
        let fewer = try json(
            ask(
                "network", "--relation", "cooccurrence", "--of", "targets", "--by", "nicolas-maduro", "--json"
            ))
        #expect(fewer.count < ties.count)
        let nodes = try json(ask("network", "--relation", "affiliation", "--measures", "--json"))
        #expect(
            nodes.contains { $0["key"] as? String == "nicolas-maduro" && ($0["degree"] as? Int ?? 0) > 0 })
        for format in [
            "graphml", "gexf", "pajek", "dl", "dot", "csv", "edges", "json", "svg", "heatmap", "timeline",
        ] {
            let outcome = try ask("network", "--relation", "affiliation", "--format", format)
            #expect(outcome.status == 0 && outcome.output.utf8.count > 200, "\(format): \(outcome.errors)")
        }
        let windows = try json(ask("network", "--window", "1-month", "--json"))
        #expect(windows.first?["first"] as? String == "2019-11-01")
        #expect(try ask("network", "--window", "1-month", "--format", "gexf").output.contains("<spell "))
        #expect(try ask("network", "--significance", "20").status == 0)
        #expect(try ask("network", "--backbone").status == 0)
        #expect(try ask("network", "--summary").status == 0)
    }

    @Test("network refuses words that it does not know, and settings that do not go together")
    func networkMistakes() throws {
        for words in [
            ["--relation", "love"], ["--of", "planets"], ["--format", "png"], ["--window", "soon"],
            ["--qualifier", "mood"],
        ] {
            let outcome = try CommandTests.standpoint(["network", CommandTests.example.get().file] + words)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("‘\(words[1])’"))
        }
        let outcome = try ask("network", "--normalization", "activity")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("cannot be normalized by activity; use none, average-activity"))
    }

    @Test(
        "evidence is graded, goes out as annotations and comes back, and is anchored anew in a later capture")
    func evidence() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("havana.sqlite")
        func standpoint(_ arguments: String...) throws -> Outcome { try CommandTests.standpoint(arguments) }
        #expect(try standpoint("import", file, packageFolder + "/Examples/havana-2019").status == 0)
        let grades = try json(standpoint("grades", file, "--json"))
        let wordings = Set(grades.compactMap { $0["wording"] as? String })
        #expect(!wordings.isEmpty && wordings.isSubset(of: ["quoted", "paraphrased"]))
        #expect(try !json(standpoint("corroboration", file, "--json", "--publishers", "1")).isEmpty)
        let annotations = try standpoint("annotations", file, "--document", "havana-report")
        #expect(annotations.status == 0 && annotations.output.contains("http://www.w3.org/ns/anno.jsonld"))
        let path = try folder.write(annotations.output, to: "annotations.json")
        #expect(try json(standpoint("annotate", file, path, "--json")).first?["inserted"] as? Int == 0)
        let later = """
            INSERT INTO revision (author) VALUES ('desk');
            INSERT INTO document (key, title, text, supersedes_id, revision_id)
                SELECT 'later', title, substr(text, 1, length(text) / 2), id, 2 FROM document WHERE key = 'havana-report';
            """
        #expect(try sqlite3(file, later).errors == "")
        let report = try json(standpoint("reanchor", file, "havana-report", "later", "--json"))
        #expect(Set(report.compactMap { $0["outcome"] as? String }).isSuperset(of: ["exact", "orphaned"]))
        #expect(try !json(standpoint("orphans", file, "--json")).isEmpty)
        #expect(
            try standpoint("reanchor", file, "havana-report", "lather").errors.contains("did you mean later?")
        )
        #expect(try standpoint("reanchor", file, "havana-report", "later", "--fuzzy", "2").status == 2)
    }
}
