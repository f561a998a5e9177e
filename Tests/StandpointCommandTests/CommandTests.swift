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

    private static let command = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("standpoint").path

    private static func standpoint(_ arguments: [String]) throws -> Outcome {
        try run(command, arguments, environment: ["COLUMNS": "200"])
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

    @Test(
        "stances shows its SQL and its values, which plain sqlite3 runs to the same number of rows",
        arguments: [
            ["--toward", "us-blockade-of-cuba"], ["--mentioning", #"it's "so" \n"#], ["--limit", "3"],
        ])
    func stancesSQL(options: [String]) throws {
        let file = try CommandTests.example.get().file
        let shown = try CommandTests.standpoint(["stances", file, "--show-sql"] + options).output
        let asked = try sqlite3(file, shown)
        #expect(asked.errors == "")
        let rows = try json(CommandTests.standpoint(["stances", file, "--json"] + options))
        #expect(rows.count == asked.output.split(separator: "\n").count)
    }

    @Test(
        "a key of another kind and an option without its companion are refused",
        arguments: [
            (["stances", "--at", "cuba"], "‘cuba’ is a thing of kind organization, not event"),
            (["stances", "--on-behalf-of", "closing-ceremony"], "of kind event, not person or organization"),
            (["timeline", "--located", "cuba"], "not place"), (["together", "--at", "cuba"], "not event"),
            (["who", "closing-ceremony", "--in", "2019"], "--in goes with --belongs"),
        ])
    func otherKinds(words: [String], message: String) throws {
        let file = try CommandTests.example.get().file
        let outcome = try CommandTests.standpoint([words[0], file] + words.dropFirst())
        #expect(outcome.status != 0 && outcome.output == "" && outcome.errors.contains(message))
    }

    @Test("words that are not UTF-8 are refused")
    func notUTF8() throws {
        let file = try CommandTests.example.get().file
        let bytes = try run(
            "sh", ["-c", "'\(CommandTests.command)' show '\(file)' \"$(printf 'N\\372')\""])
        #expect(bytes.status == 2 && bytes.errors.contains("is not UTF-8"))
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
        #expect(write.errors.contains("sql only reads"))
        let wrong = try ask("sql", "SELECT nonsense FROM stance")
        #expect(wrong.status == 1)
        #expect(wrong.errors.contains("no such column: nonsense"))
    }

    @Test("check ends with 0 on a sound file and with 1 on one that another tool has broken")
    func check() throws {
        #expect(try ask("check").output == "no problem found\n")
        let folder = try TemporaryFolder()
        let copy = folder.path("copy.sqlite")
        try #require(sqlite3(CommandTests.example.get().file, "VACUUM INTO '\(copy)'").errors == "")
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
        arguments: [
            "import", "show", "stances", "network", "positions", "timeline", "who", "together", "changes",
            "search", "corroboration", "grades", "orphans", "reanchor", "annotations", "annotate", "resolve",
            "duplicates", "same", "different", "unsure", "withdraw", "judgements", "sql", "log", "undo",
            "merge",
            "check", "schema",
        ])
    func help(verb: String) throws {
        let outcome = try CommandTests.standpoint(verb, "--help")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("Example:\n  standpoint \(verb) havana.sqlite"))
        #expect(outcome.output.contains("Exit codes: 0 done;"))
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
        #expect(missing.errors.contains("there is no file \(folder.path("none.sqlite")); standpoint import"))
        #expect(try CommandTests.standpoint("check", folder.path).errors.contains("it is a folder"))
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

    /// Runs a verb on the example with its output sent elsewhere by the shell.
    private func shell(_ script: String) throws -> Outcome {
        let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent()
        return try run(
            "bash", ["-c", script],
            environment: [
                "standpoint": products.appendingPathComponent("standpoint").path,
                "file": try CommandTests.example.get().file,
            ])
    }

    @Test(
        "an answer that cannot be written is an error",
        arguments: ["stances $file", "stances $file --json", "annotations $file", "sql $file 'SELECT 1'"])
    func fullDevice(call: String) throws {
        let outcome = try shell("$standpoint \(call) >/dev/full")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("the answer could not be written: No space left on device"))
    }

    @Test("a reader that has had enough ends the command without a word, even where SIGPIPE is ignored")
    func closedPipe() throws {
        let long = "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT i FROM n"
        let outcome = try shell(
            "trap '' PIPE; $standpoint sql $file '\(long)' --csv | head -1; exit ${PIPESTATUS[0]}")
        #expect(outcome.status == 141)
        #expect(outcome.output == "i\r\n" && outcome.errors == "")
    }

    @Test("control characters reach no terminal, and programs get them exactly")
    func controls() throws {
        let sql = "SELECT char(27) || '[31m' || char(155) || 'red' AS name"
        #expect(try ask("sql", sql).output.contains("\\x1b[31m\\x9bred"))
        #expect(try ask("sql", sql, "--csv").output == "name\r\n\u{1B}[31m\u{9B}red\r\n")
        #expect(try ask("show", "\u{1B}[31m").errors.contains("‘\\x1b[31m’"))
    }

    @Test("words that are not known are errors with the nearest: acts, revisions, verbs, options")
    func unknownWords() throws {
        #expect(
            try ask("stances", "--act", "comdemns").errors.contains(
                "there is no act ‘comdemns’; did you mean condemns?"))
        #expect(try ask("log", "77").errors.contains("there is no revision ‘77’; standpoint log lists them"))
        #expect(try CommandTests.standpoint("stanecs").errors.contains("did you mean stances?"))
        #expect(try ask("stances", "--towrad", "x").errors.contains("did you mean toward?"))
    }

    @Test(
        "sql answers only what reads, and every parameter has a value",
        arguments: [
            "ATTACH 'other.sqlite' AS other", "PRAGMA writable_schema = 1", "PRAGMA query_only = 0", "BEGIN",
        ])
    func sqlReads(statement: String) throws {
        let outcome = try ask("sql", statement)
        #expect(outcome.status == 2 && outcome.errors.contains("sql only reads"))
        #expect(try ask("sql", "SELECT :who").errors.contains(":who has no value: give --param who=VALUE"))
        #expect(try ask("sql", "PRAGMA table_info(act)").status == 0)
        #expect(try ask("sql", "EXPLAIN QUERY PLAN SELECT * FROM act").status == 0)
        let same = try ask("sql", "SELECT 1 AS name, 2 AS name", "--csv")
        #expect(same.output == "name,name_2\r\n1,2\r\n")
    }

    @Test(
        "every question is answered as of a revision, and those that only know today say so",
        arguments: ["stances", "corroboration", "grades", "network", "orphans", "judgements", "annotations"])
    func asOf(verb: String) throws {
        let folder = try TemporaryFolder()
        let file = folder.path("copy.sqlite")
        try #require(sqlite3(CommandTests.example.get().file, "VACUUM INTO '\(file)'").errors == "")
        let gone = try sqlite3(
            file, "INSERT INTO revision (author) VALUES ('desk'); DELETE FROM stance; SELECT changes();")
        #expect(gone.errors == "")
        let now = try CommandTests.standpoint(verb, file)
        let then = try CommandTests.standpoint(verb, file, "--as-of", "1")
        #expect(try then.output == ask(verb).output, "\(then.errors)")
        if !["orphans", "judgements"].contains(verb) { #expect(now.output != then.output) }
        #expect(try ask("search", "cuba", "--as-of", "1").errors.contains("knows the file as it is now"))
        #expect(try ask(verb, "--as-of", "2020").errors.contains("a date is YYYY-MM-DD or longer"))
        #expect(try ask(verb, "--as-of", "2020-01").errors.contains("a number is a revision"))
    }

    @Test("a date is never broken across lines, however narrow the terminal")
    func wholeDates() throws {
        let sql = "SELECT '2019-11-01/2019-11-03' AS date, printf('%.400c', 'x y ') AS a, quote FROM stances"
        let lines = try shell("COLUMNS=30 $standpoint sql $file \"\(sql)\" --").output
        #expect(lines.contains("2019-11-01/2019-11-03"))
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
            let outcome = try ask("network", "--format", format)
            #expect(outcome.status == 0 && outcome.output.utf8.count > 150, "\(format): \(outcome.errors)")
        }
        let windows = try json(ask("network", "--window", "1-month", "--json"))
        #expect(windows.first?["first"] as? String == "2019-11-01")
        #expect(try ask("network", "--window", "1-month", "--format", "gexf").output.contains("<spell "))
        #expect(try ask("network", "--significance", "20").status == 0)
        #expect(try ask("network", "--backbone").status == 0)
        #expect(try ask("network", "--summary").status == 0)
    }

    @Test("network is also made of who was where and who belongs to what")
    func networksOfOtherFacts() throws {
        for facts in ["participations", "memberships"] {
            let ties = try json(ask("network", "--from", facts, "--relation", "affiliation", "--json"))
            #expect(!ties.isEmpty, "\(facts)")
            #expect(try ask("network", "--from", facts).status == 0)
            #expect(try ask("network", "--from", facts, "--relation", "conflict").status == 2)
        }
        #expect(try ask("network", "--from", "memberships", "--against").status == 2)
    }

    @Test("network makes one output, and refuses an option that it does not read")
    func networkOptions() throws {
        let refused = [
            "--window 1-month --format graphml", "--window 1-month --measures", "--window 1-month --isolates",
            "--window 1-month --minimum 5", "--step 1-day", "--measures --format svg", "--summary --measures",
            "--format timeline --relation conflict", "--format timeline --of countries",
            "--format heatmap --relation conflict", "--format heatmap --minimum 5", "--title x",
            "--format csv --title x", "--format svg --json", "--format graphml --csv", "--minimum nan",
            "--minimum 0x10", "--minimum inf", "--significance 0", "--backbone --seed 2", "--scale 1..5",
            "--qualifier strength --scale 5..1", "--qualifier strength --scale 1..100000",
            "--from memberships --window 1-year",
        ]
        for words in refused {
            let outcome = try CommandTests.standpoint(
                ["network", CommandTests.example.get().file] + words.split(separator: " ").map(String.init))
            #expect(outcome.status == 2 && outcome.output.isEmpty, "\(words): \(outcome.errors)")
        }
        #expect(try ask("network", "--of", "attribute=zzz").errors.contains("‘zzz’"))
        #expect(try ask("network", "--window", "99999999-days").errors.contains("1 to 1000000"))
        #expect(try ask("network", "--title", "x").errors.contains("it goes with --format svg"))
        let empty = try json(ask("network", "--in", "1815", "--summary", "--json"))
        #expect(empty.first?["ties"] as? Int == 0 && empty.first?["modularity"] is NSNull)
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
        #expect(outcome.status == 2)
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

    @Test(
        "an option that goes with another is refused without it, and values that are no plain numbers are texts"
    )
    func companionsAndCodes() throws {
        for (verb, option, companion) in [
            ("stances", "--certainly", "--in"), ("network", "--narrower", "--toward"),
            ("positions", "--narrower", "--toward"),
        ] {
            let outcome = try ask(verb, option)
            #expect(outcome.status == 2 && outcome.errors.contains("\(option) goes with \(companion)"))
        }
        let codes = try ask(
            "sql", "SELECT typeof(?) || typeof(?) || typeof(?) || typeof(?)", "080", "80", "0.5", "1e3")
        #expect(codes.output.contains("textintegerrealtext"))
    }

    @Test("show tells of all that was judged the same, by whichever key")
    func showOfTheSame() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("a.sqlite")
        _ = try CommandTests.standpoint("import", file, packageFolder + "/Examples/havana-2019")
        let before = try CommandTests.standpoint("show", file, "miguel-diaz-canel").output
        #expect(before.contains("Stances it holds"))
        _ = try CommandTests.standpoint(
            "same", file, "miguel-diaz-canel", "evo-morales", "--because", "a test", "--by", "desk")
        let (one, other) = (
            try CommandTests.standpoint("show", file, "miguel-diaz-canel").output,
            try CommandTests.standpoint("show", file, "evo-morales").output
        )
        #expect(one == other && one.contains("Stances it holds") && one.contains("Judged the same"))
    }

    @Test("a file that lacks its version or its tables says so, and merging a file with itself is refused")
    func oddFiles() throws {
        let folder = try TemporaryFolder()
        let (file, bare) = (folder.path("a.sqlite"), folder.path("b.sqlite"))
        _ = try CommandTests.standpoint("import", file, packageFolder + "/Examples/havana-2019")
        let itself = try CommandTests.standpoint("merge", file, file, "--by", "desk")
        #expect(itself.status == 1 && itself.errors.contains("is this file itself"))
        for version in [-1, 0] {
            _ = try sqlite3(file, "PRAGMA user_version = \(version);")
            let outcome = try CommandTests.standpoint("import", file, packageFolder + "/Examples/havana-2019")
            #expect(outcome.status == 1 && outcome.errors.contains("but the version \(version)"))
        }
        _ = try sqlite3(bare, "PRAGMA application_id = 1400131172; PRAGMA user_version = 1;")
        let outcome = try CommandTests.standpoint("stances", bare)
        #expect(outcome.status == 1 && outcome.errors.contains("but not its tables"))
    }
}
