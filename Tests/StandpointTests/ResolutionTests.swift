// Which thing a mention means, and which things may be one.

import Standpoint
import StandpointTestSupport
import Testing

@Suite("Resolving a mention")
struct ResolutionTests {
    private static let people = Result { () throws -> KnowledgeBase in
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            let maduro = try edit.person("nicolas-maduro", name: "Nicolás Maduro")
            try edit.identifier("Q19118", scheme: "wikidata", of: maduro)
            try edit.identifier("0000000121032683", scheme: "isni", of: maduro)
            let canel = try edit.person("miguel-diaz-canel", name: "Miguel Díaz-Canel Bermúdez")
            try edit.name("Díaz-Canel", of: canel, kind: .short)
            try edit.person("putin", name: "Владимир Путин")
            try edit.person("tsipras", name: "Αλέξης Τσίπρας")
            try edit.person("salman", name: "محمد بن سلمان")
            try edit.person("thi", name: "Đặng Thị Hoa")
            try edit.person("fdr", name: "Franklin Delano Roosevelt")
            try edit.person("ana-garcia", name: "Ana García")
            try edit.person("anna-garcia", name: "Anna Garcia")
            let fund = try edit.organization(
                "imf", name: "International Monetary Fund", kind: .intergovernmental)
            try edit.name("Fondo Monetario Internacional", of: fund, language: "es", script: "Latn")
            try edit.organization("unam", name: "Universidad Nacional Autónoma de México", kind: .ngo)
            try edit.organization("canel", name: "Canel", kind: .company)
        }
        return kb
    }

    @Test(
        "finds a thing by whatever is like one of its names, and says in which way",
        arguments: [
            ("Q19118", "nicolas-maduro", .identifier), ("wikidata:Q19118", "nicolas-maduro", .identifier),
            ("https://www.wikidata.org/wiki/Q19118", "nicolas-maduro", .identifier),
            ("ISNI: 0000 0001 2103 2683", "nicolas-maduro", .identifier),
            ("nicolas-maduro", "nicolas-maduro", .identifier), ("Nicolás Maduro", "nicolas-maduro", .exact),
            ("NICOLAS MADURO", "nicolas-maduro", .folded), ("Díaz Canel", "miguel-diaz-canel", .folded),
            ("Dang Thi Hoa", "thi", .folded), ("Николас Мадуро", "nicolas-maduro", .misspelt),
            ("Vladimir Putin", "putin", .transliterated), ("путин владимир", "putin", .reordered),
            ("Alexis Tsipras", "tsipras", .misspelt),
            ("محمّد بن سلمان", "salman", .folded),
            ("Maduro, Nicolás", "nicolas-maduro", .reordered), ("N. Maduro", "nicolas-maduro", .initials),
            ("M. Diaz Canel", "miguel-diaz-canel", .initials), ("F. D. Roosevelt", "fdr", .initials),
            ("FDR", "fdr", .acronym), ("IMF", "imf", .acronym), ("FMI", "imf", .acronym),
            ("UNAM", "unam", .acronym),
            ("I.M.F.", "imf", .acronym), ("Maduro", "nicolas-maduro", .part),
            ("President Nicolás Maduro", "nicolas-maduro", .part),
            ("Nicolas Madurro", "nicolas-maduro", .misspelt),
            ("Dias Cannel", "miguel-diaz-canel", .misspelt),
            ("Internatoinal Monetary Fund", "imf", .misspelt),
        ] as [(String, String, Candidate.Reason)])
    func finds(mention: String, key: String, reason: Candidate.Reason) throws {
        let kb = try Self.people.get()
        let found = try kb.resolve(mention)
        let best = try #require(found.first { $0.thing.key == key }, "\(found)")
        #expect(best.thing.key == found.first?.thing.key, "\(found)")
        #expect(best.reason == reason || (reason == .folded && best.reason == .transliterated), "\(best)")
        #expect(found.map(\.score) == found.map(\.score).sorted(by: >))
        #expect(found.allSatisfy { (0.5...1).contains($0.score) })
    }

    private static let world = Result { () throws -> KnowledgeBase in
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            let names = [
                "arafat": "ياسر عرفات", "abbas": "محمود عباس", "ben-gurion": "דוד בן גוריון", "xi": "习近平",
                "kim": "김정은", "gandhi": "इंदिरा गांधी", "pashinyan": "Նիկոլ Փաշինյան", "athens": "Αθήνα",
                "gorbachev": "Михаил Горбачёв", "shchukin": "Владислав Щукин", "walesa": "Lech Wałęsa",
                "lodz": "Łódź",
                "canel": "Miguel Díaz-Canel", "ho": "Hồ Chí Minh", "lukashenko": "Александр Лукашенко",
                "zakharova": "Мария Захарова", "khrushchev": "Никита Хрущёв", "assad": "بشار الأسد",
                "mitsotakis": "Κυριάκος Μητσοτάκης", "sisi": "عبد الفتاح السيسي",
            ]
            for (key, name) in names { try edit.person(key, name: name) }
            let maduro = try edit.person("maduro", name: "Nicolás Maduro")
            try edit.identifier("Q3561028", scheme: "wikidata", of: maduro)
            try edit.identifier("46763123", scheme: "viaf", of: maduro)
            try edit.identifier("0000000121032683", scheme: "isni", of: maduro)
            let fund = try edit.organization(
                "imf", name: "International Monetary Fund", kind: .intergovernmental)
            try edit.identifier("5493001KJTIIGC8Y1R12", scheme: "lei", of: fund)
        }
        return kb
    }

    @Test(
        "finds names in other scripts, behind titles, run together, and identifiers typed in other ways",
        arguments: [
            ("Arafat", "arafat", .transliterated), ("Yasser Arafat", "arafat", .transliterated),
            ("Mahmoud Abbas", "abbas", .transliterated), ("نيكولاس مادورو", "maduro", .transliterated),
            ("Ben-Gurion", "ben-gurion", .transliterated), ("Xi Jinping", "xi", .transliterated),
            ("Kim Jong-un", "kim", .transliterated), ("Indira Gandhi", "gandhi", .transliterated),
            ("Nikol Pashinyan", "pashinyan", nil), ("Athina", "athens", nil), ("Gorbachev", "gorbachev", nil),
            ("Gorbatschow", "gorbachev", nil), ("Shchukin", "shchukin", .transliterated),
            ("Walesa", "walesa", .part),
            ("A. Lukashenko", "lukashenko", .initials), ("M. Zakharova", "zakharova", .initials),
            ("Zakharova M.", "zakharova", .initials), ("K. Mitsotakis", "mitsotakis", .initials),
            ("M. Abbas", "abbas", .initials), ("B. Assad", "assad", .initials),
            ("Bashar al-Assad", "assad", .transliterated), ("al-Assad", "assad", .transliterated),
            ("Khrushchev", "khrushchev", .transliterated), ("N. Khrushchev", "khrushchev", .initials),
            ("Abdel Fattah el-Sisi", "sisi", .transliterated),
            ("Lodz", "lodz", nil), ("President Maduro", "maduro", .part), ("Mr. Maduro", "maduro", .part),
            ("Diaz Canel M.", "canel", .initials), ("Miguel Diazcanel", "canel", .folded),
            ("q3561028", "maduro", .identifier), ("viaf 46763123", "maduro", .identifier),
            ("VIAF: 46763123", "maduro", .identifier), ("ISNI 0000 0001 2103 2683", "maduro", .identifier),
            ("5493001kjtiigc8y1r12", "imf", .identifier),
            ("https://viaf.org/viaf/46763123/", "maduro", .identifier),
        ] as [(String, String, Candidate.Reason?)])
    func findsElsewhere(mention: String, key: String, reason: Candidate.Reason?) throws {
        let found = try Self.world.get().resolve(mention)
        #expect(found.first?.thing.key == key, "\(found)")
        if let reason { #expect(found.first?.reason == reason, "\(found)") }
    }

    @Test("finds names in other scripts that another tool wrote, and keeps nothing of plain ones")
    func sounds() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("file")
        let kb = try KnowledgeBase(at: path)
        try kb.edit(by: "desk") { try $0.person("ana", name: "Ana Núñez") }
        let written = try sqlite3(
            path,
            """
            INSERT INTO revision (author) VALUES ('eva');
            INSERT INTO entity (id, key, kind, name, revision_id) VALUES (50, 'arafat', 'person', 'ياسر عرفات', 2);
            INSERT INTO person (id, revision_id) VALUES (50, 2);
            SELECT sound, name_id FROM name_sound;
            """)
        #expect(written.output == "|100\n", "\(written.errors)")
        #expect(try kb.resolve("Yasser Arafat").first?.thing.key == "arafat")
        try kb.edit(by: "desk") { try $0.person("ben", name: "Ben") }
        let kept = try kb.sql("SELECT sound FROM name_sound").all(String.self)
        #expect(kept.count > 1 && !kept.contains(""))
        #expect(try kb.resolve("Yasser Arafat").first?.thing.key == "arafat")
        try kb.edit(by: "desk") { edit in
            _ = try edit.revision()
            try edit.connection.execute("DELETE FROM entity WHERE id = 50")
        }
        #expect(try kb.sql("SELECT sound FROM name_sound").all(String.self).isEmpty)
    }

    @Test("gives all that a mention may mean, the nearest first, and only those of a kind")
    func ranks() throws {
        let kb = try Self.people.get()
        #expect(try kb.resolve("Garcia").map(\.thing.key) == ["ana-garcia", "anna-garcia"])
        #expect(try kb.resolve("Anna Garcia").first?.thing.key == "anna-garcia")
        #expect(try kb.resolve("Canel").map(\.thing.key) == ["canel", "miguel-diaz-canel"])
        #expect(try kb.resolve("Canel", kind: .person).map(\.thing.key) == ["miguel-diaz-canel"])
        #expect(try kb.resolve("Canel", limit: 1).count == 1)
        #expect(try kb.resolve("IMF", kind: .person).isEmpty)
    }

    @Test(
        "takes anything as a mention, and finds nothing for nothing",
        arguments: [
            "", " ", "\"", "' OR 1=1 --", "*", "a:b:c", "://", "...", "😀", "\u{0}", "NEAR(a b)", "-", "{x}:",
            "%",
            String(repeating: "very long ", count: 1000), "Q", "Xyzzyx Qwrtpl", "\u{301}\u{301}",
        ])
    func anything(mention: String) throws {
        let kb = try Self.people.get()
        #expect(try kb.resolve(mention).isEmpty)
        #expect(try kb.resolve(mention, kind: .event, limit: 0).isEmpty)
    }

    @Test("follows what is judged, renamed and deleted, by whatever tool")
    func follows() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("names.sqlite")
        let kb = try KnowledgeBase(at: path)
        try kb.edit(by: "desk") { edit in
            let fund = try edit.organization(
                "fund", name: "International Monetary Fund", kind: .intergovernmental)
            let imf = try edit.organization("imf-washington", name: "Monetary Fund", kind: .intergovernmental)
            try edit.judge(fund, imf, .same, preferring: imf, reason: "one address")
        }
        #expect(try kb.resolve("International Monetary Fund").map(\.thing.key) == ["imf-washington"])
        #expect(try kb.resolve("IMF").map(\.thing.key) == ["imf-washington"])
        let shell = try sqlite3(
            path,
            """
            INSERT INTO revision (author) VALUES ('shell');
            UPDATE entity SET name = 'World Health Organization', revision_id = 2 WHERE key = 'fund';
            INSERT INTO name (entity_id, text, kind, revision_id) SELECT id, 'Organización Mundial de la Salud', 'alias', 2 FROM entity WHERE key = 'fund';
            DELETE FROM identity_judgement;
            """)
        #expect(shell.status == 0, "\(shell.errors)")
        #expect(try kb.resolve("IMF").isEmpty)
        #expect(try kb.resolve("WHO").map(\.thing.key) == ["fund"])
        #expect(try kb.resolve("OMS").map(\.thing.key) == ["fund"])
        let gone = try sqlite3(
            path,
            """
            INSERT INTO revision (author) VALUES ('shell');
            UPDATE name SET text = 'Salud', revision_id = 3; DELETE FROM entity WHERE key = 'fund';
            SELECT count(*) FROM name_initial WHERE initials <> 'MF';
            """)
        #expect(gone.output == "0\n", "\(gone.errors)")
    }

    @Test("suggests things that may be one, by their names, but not those that are judged")
    func duplicates() throws {
        let twins = try KnowledgeBase.inMemory()
        try twins.edit(by: "desk") { edit in
            for (key, name) in [
                ("lavrov-ru", "Сергей Лавров"), ("lavrov", "Sergei Lavrov"),
                ("medvedev-ru", "Дмитрий Медведев"),
                ("medvedev", "Dmitry Medvedev"), ("tsipras-gr", "Αλέξης Τσίπρας"),
                ("tsipras", "Alexis Tsipras"),
                ("ana", "Ana"),
            ] { try edit.person(key, name: name) }
        }
        #expect(
            try Set(twins.duplicates().all().map { "\($0.one.key) \($0.other.key)" }) == [
                "lavrov lavrov-ru", "medvedev medvedev-ru", "tsipras tsipras-gr",
            ])
        // Nor does one of another kind hide two of one name.
        try twins.edit(by: "desk") { edit in
            try edit.place("georgia", name: "Republic Georgia", kind: .country)
            try edit.organization("georgia-1", name: "Republic Georgia", kind: .state)
            try edit.organization("georgia-2", name: "Georgia Republic", kind: .state)
            for number in 0..<60 {
                try edit.organization(
                    "georgia-party-\(number)", name: "Republic Georgia \(number * 97)", kind: .party)
            }
        }
        #expect(
            try twins.duplicates().all().contains { $0.one.key == "georgia-1" && $0.other.key == "georgia-2" }
        )
        // One that is exact does not hide one in another script.
        #expect(
            try twins.read { try $0.resolve("Sergei Lavrov").map(\.thing.key) } == ["lavrov", "lavrov-ru"])
        let kb = try KnowledgeBase.inMemory()
        let people = try kb.edit(by: "desk") { edit in
            // Words that many names have are no reason to compare two.
            for number in 0..<60 {
                try edit.person("maria-\(number)", name: "Maria Lopez Number\(number * 7919)")
            }
            try edit.organization("maduro-inc", name: "Nicolas Maduro", kind: .company)
            try edit.person("maria-twice", name: "Lopez, María")
            try edit.person("maria", name: "Maria Lopez")
            try edit.person("putin", name: "Владимир Путин")
            try edit.person("vladimir-putin", name: "Vladimir Putin")
            return [
                try edit.person("maduro", name: "Nicolás Maduro"),
                try edit.person("n-maduro", name: "Nicolas Madurro"),
                try edit.person("maduro-moros", name: "Nicolás Maduro Moros"),
            ]
        }
        func pairs() throws -> [String] {
            try kb.duplicates().of(.person).all().filter {
                !$0.one.key.hasPrefix("maria-") || $0.one.key == "maria-twice"
            }
            .map { "\($0.one.key) \($0.other.key) \($0.reason.rawValue)" }.sorted()
        }
        let all = try pairs()
        #expect(all.contains("maduro n-maduro misspelt"))
        #expect(all.contains("maduro maduro-moros part"))
        #expect(all.contains("maria maria-twice reordered"))
        #expect(all.contains("putin vladimir-putin transliterated"))
        #expect(all.allSatisfy { !$0.contains("inc") })
        let scores = try kb.duplicates().all().map(\.score)
        #expect(scores == scores.sorted(by: >) && scores.allSatisfy { $0 >= 0.8 })
        #expect(try kb.duplicates().limited(to: 1).all().count == 1)
        try kb.edit(by: "desk") { edit in
            try edit.judge(people[0], people[1], .unsure, reason: "it may be a slip")
            try edit.judge(people[0], people[2], .same, reason: "one man")
        }
        let left = try pairs()
        #expect(left.allSatisfy { !$0.contains("maduro") }, "\(left)")
        #expect(left.count == all.count { !$0.contains("maduro") })
    }

    @Test(
        "goes with identifiers that can be right: a wrong check digit or form is a problem of the file",
        arguments: [
            ("wikidata", "Q241", true), ("wikidata", "Q0241", false), ("wikidata", "241", false),
            ("viaf", "113230702", true),
            ("viaf", "VIAF1", false), ("isni", "0000000121032683", true),
            ("isni", "0000 0001 2103 2683", true),
            ("isni", "0000000121032684", false), ("isni", "000000012103268", false),
            ("orcid", "0000-0002-1825-0097", true),
            ("orcid", "0000-0002-1694-233X", true), ("orcid", "0000-0002-1694-2333", false),
            ("lei", "5493001KJTIIGC8Y1R12", true), ("lei", "5493001KJTIIGC8Y1R13", false),
            ("lei", "5493001KJTIIGC8Y1r12", false), ("lei", "", false), ("other", "anything", true),
        ])
    func identifiers(scheme: String, value: String, isRight: Bool) throws {
        let kb = try KnowledgeBase.inMemory()
        let written: Void? = try? kb.edit(by: "desk") { edit in
            try edit.identifier(value, scheme: scheme, of: edit.person("ana", name: "Ana"))
        }
        let problems = try kb.read { try $0.problems() }
        #expect((written != nil && problems.isEmpty) == isRight, "\(problems)")
    }

    @Test("keeps the script of a name, in the file, its history and a dossier, and refuses what is none")
    func script() throws {
        let kb = try KnowledgeBase.inMemory()
        let folder = try TemporaryFolder()
        func dossier(_ script: String) throws -> String {
            try folder.write(
                #"{dossier: "d", author: "desk", people: [{key: "ana", name: "Ana", names: [{text: "Ана", language: "sr", script: "\#(script)"}]}]}"#,
                to: "d.json")
        }
        try kb.importDossier(at: dossier("Cyrl"))
        #expect(try kb.sql("SELECT script FROM name").all(String.self) == ["Cyrl"])
        #expect(throws: StandpointError.self) { try kb.importDossier(at: dossier("cyrillic")) }
        try kb.edit(by: "desk") { edit in
            #expect(throws: SQLiteError.self) {
                try edit.name("Ана", of: edit.person("ana", name: "Ana"), script: "Cyrillic")
            }
        }
    }

    @Test("takes any text", arguments: ["#", "##", "/", "//#", ":", "\u{0}", ""])
    func anyText(_ text: String) throws {
        let kb = try KnowledgeBase.inMemory()
        #expect(try kb.resolve(text).isEmpty)
    }
}
