// What a newsroom or a political scientist asks of such a file: the question in Swift, the same in SQL, the answer.

import Foundation
import Standpoint
import StandpointTestSupport
import Testing

@Suite("A question")
struct QuestionTests {
    /// The Havana example as a file that `sqlite3` can read beside the library.
    struct Havana: Sendable {
        let folder: TemporaryFolder
        let kb: KnowledgeBase

        init() throws {
            folder = try TemporaryFolder()
            kb = try KnowledgeBase(at: folder.path("havana.sqlite"))
            try kb.importDossier(at: DossierFolder.example)
        }

        /// What `sqlite3` answers, a line a row.
        func sqlite(_ sql: String) throws -> [String] {
            let outcome = try sqlite3(folder.path("havana.sqlite"), sql + ";", options: ["-readonly"])
            try #require(outcome.status == 0, "\(outcome.errors)")
            return outcome.output.split(separator: "\n").map(String.init)
        }
    }

    static let havana = Result { try Havana() }

    @Test("who opposes the blockade, since when, on how many independent sources?")
    func opponents() throws {
        let havana = try Self.havana.get()
        let positions = try havana.kb.stances.toward("us-blockade-of-cuba").positions(.opposes).all()
        #expect(positions.map(\.holder.key) == ["solidarity-meeting-2019"])
        #expect(
            try havana.sqlite(
                "SELECT holder_key, date, documents, publishers FROM positions WHERE target_key = 'us-blockade-of-cuba' AND polarity = -1"
            ) == ["solidarity-meeting-2019|2019-11-01/2019-11-03|1|1"])
        #expect(positions.first?.since?.description == "2019-11-01/2019-11-03")
        #expect(positions.first.map { [$0.stances, $0.documents, $0.publishers] } == [1, 1, 1])
        #expect(positions.first?.latest.act == .demands)
        #expect(try havana.kb.stances.toward("us-blockade-of-cuba").positions(.supports).all().isEmpty)
    }

    @Test("what does Maduro stand for, by date, with the sentence; and what is said on behalf of somebody?")
    func maduro() throws {
        let havana = try Self.havana.get()
        let stances = try havana.kb.stances.held(by: "nicolas-maduro").all()
        #expect(
            stances.map { "\($0.date?.description ?? "")|\($0.act)|\($0.target.key)|\($0.evidence.quote)" }
                == (try havana.sqlite(
                    "SELECT date, act, target_key, quote FROM stances WHERE holder_key = 'nicolas-maduro' ORDER BY earliest, id"
                )))
        #expect(stances.count == 11 && stances.last?.target.key == "neoliberalism")
        let behalf = try havana.kb.stances.onBehalf(of: "cuba").all()
        #expect(
            behalf.map(\.id.description)
                == (try havana.sqlite(
                    "SELECT id FROM stances WHERE on_behalf_of_key = 'cuba' ORDER BY earliest, id")))
    }

    @Test("what does the meeting demand, and of whom?")
    func demands() throws {
        let havana = try Self.havana.get()
        let demands = try havana.kb.stances.held(by: "solidarity-meeting-2019").by(.demands).all()
        #expect(
            demands.map { "\($0.target.key)|\($0.addressee?.key ?? "")" } == [
                "justice-for-cuba|", "us-blockade-of-cuba|",
                "farc-peace-accords-implementation|colombian-government",
                "eln-peace-talks-resumption|colombian-government",
            ])
        #expect(
            try havana.sqlite(
                "SELECT target_key, addressee_key FROM stances WHERE holder_key = 'solidarity-meeting-2019' AND act = 'demands' ORDER BY earliest, id"
            )
                == demands.map { "\($0.target.key)|\($0.addressee?.key ?? "")" })
    }

    @Test("what did the meeting make its priorities, in order?")
    func priorities() throws {
        let havana = try Self.havana.get()
        let query = havana.kb.stances.held(by: "solidarity-meeting-2019").by(.prioritizes).sorted(
            by: .ordinal)
        #expect(
            try query.all().map { "\($0.ordinal ?? 0) \($0.target.key)" } == [
                "1 chilean-rebellion", "2 haitian-uprising", "3 battle-of-morales-and-maduro",
                "4 freedom-of-lula",
            ])
        #expect(query.sql.hasSuffix("ORDER BY f.ordinal, f.id"))
        #expect(try query.sorted(by: .ordinal, descending: true).first()?.target.key == "freedom-of-lula")
    }

    @Test("who was at the closing ceremony, in which office at that time?")
    func offices() throws {
        let havana = try Self.havana.get()
        let offices = try havana.kb.participations.in("closing-ceremony").offices().all()
        #expect(
            offices.map { "\($0.participant.key): \($0.held ?? "-"), \($0.organization?.key ?? "-")" } == [
                "miguel-diaz-canel: President, cuba", "monica-valente: Executive Secretary, sao-paulo-forum",
                "nicolas-maduro: President, venezuela",
                "raul-castro: First Secretary, communist-party-of-cuba",
                "salvador-sanchez-ceren: former President, el-salvador",
            ])
        #expect(
            try havana.sqlite(
                "SELECT participant_key FROM participations WHERE event_key = 'closing-ceremony' ORDER BY 1")
                == offices.map(\.participant.key))
    }

    @Test("does not count an office that was held at another time")
    func formerOffice() throws {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "test") { edit in
            let report = try edit.document("report", title: "Report")
            let ana = try edit.person("ana", name: "Ana")
            let (party, union) = (
                try edit.organization("party", name: "Party", kind: .party),
                try edit.organization("union", name: "Union", kind: .union)
            )
            let event = try edit.event("meeting", name: "Meeting", kind: .meeting, date: "2019-11-02")
            try edit.participation(of: ana, in: event, as: .speaker, evidence: report.at("1"))
            try edit.membership(
                of: ana, in: party, post: "Chair", date: "2010/2018", evidence: report.at("2"))
            try edit.membership(
                of: ana, in: union, post: "Secretary", date: "2019~/..", evidence: report.at("3"))
        }
        #expect(try kb.participations.in("meeting").offices().all().map(\.held) == ["Secretary"])
    }

    @Test("who else was at two or more events with them?")
    func together() throws {
        let havana = try Self.havana.get()
        let ceremony = try havana.kb.participations.by("nicolas-maduro").together(atLeast: 1).all()
        #expect(
            ceremony.map(\.other.key) == [
                "miguel-diaz-canel", "monica-valente", "raul-castro", "salvador-sanchez-ceren",
            ])
        #expect(ceremony.allSatisfy { $0.one.key == "nicolas-maduro" && $0.events == ["closing-ceremony"] })
        #expect(try havana.kb.participations.in("closing-ceremony").together().all().isEmpty)

        // Ana, Ben and Cleo meet twice, Dora is there once; Ana was found to be Anna.
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "test") { edit in
            let report = try edit.document("report", title: "Report")
            let people = try ["ana", "anna", "ben", "cleo", "dora"].map { try edit.person($0, name: $0) }
            let events = try ["one", "two", "three"].map { try edit.event($0, name: $0, kind: .meeting) }
            for (person, event) in [(0, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1), (4, 0), (4, 2)] {
                try edit.participation(
                    of: people[person], in: events[event], as: .attendee,
                    evidence: report.at("\(person)-\(event)"))
            }
            try edit.judge(people[0], people[1], .same, reason: "one woman")
        }
        let pairs = try kb.participations.together().all()
        #expect(pairs.map { "\($0.one.key) \($0.other.key)" } == ["ana ben", "ana cleo", "ben cleo"])
        #expect(pairs.allSatisfy { $0.events == ["one", "two"] })
        #expect(try kb.participations.by("anna").together().all().map(\.other.key) == ["ben", "cleo"])
    }

    @Test("which organizations belong to the process, directly or through a coalition?")
    func belonging() throws {
        let havana = try Havana()
        try havana.kb.edit(by: "test") { edit in
            let note = try edit.document("note", title: "Note")
            let cloc = try #require(
                try edit.connection.value(ID<Organization>.self, "SELECT id FROM entity WHERE key = 'cloc'"))
            let union = try edit.organization("farm-union", name: "Farm union", kind: .union)
            let branch = try edit.organization("farm-branch", name: "Branch of the farm union", kind: .union)
            let ana = try edit.person("ana", name: "Ana")
            try edit.membership(of: union, in: cloc, evidence: note.at("1"))
            try edit.membership(of: branch, in: union, evidence: note.at("2"))
            try edit.membership(of: ana, in: branch, evidence: note.at("3"))
            try edit.membership(of: cloc, in: branch, evidence: note.at("4"))  // a circle ends
        }
        let members = try havana.kb.belonging(to: "continental-gathering").all()
        #expect(
            members.filter { $0.distance == 1 }.map(\.member.key)
                == (try havana.sqlite(
                    "SELECT participant_key FROM participations WHERE event_key = 'continental-gathering' AND role = 'member' ORDER BY 1"
                )))
        #expect(
            members.filter { $0.distance > 1 }.map {
                "\($0.distance) \($0.member.key) through \($0.through?.key ?? "-")"
            } == [
                "2 farm-union through cloc", "3 farm-branch through farm-union",
            ])
        #expect(
            try havana.kb.belonging(to: "continental-gathering", .person).all().map(\.member.key) == ["ana"])
    }

    @Test("what happened in Latin America in the autumn of 2019, certainly or perhaps?")
    func autumn() throws {
        let havana = try Havana()
        try havana.kb.edit(by: "test") { edit in
            let place = try #require(
                try edit.connection.value(ID<Place>.self, "SELECT id FROM entity WHERE key = 'havana'"))
            let chile = try #require(
                try edit.connection.value(ID<Place>.self, "SELECT id FROM entity WHERE key = 'chile'"))
            let turin = try edit.place("turin", name: "Turin", kind: .city)
            try edit.event(
                "some-time", name: "Some time in the year", kind: .meeting, date: "2019", place: place)
            try edit.event("october", name: "About October", kind: .meeting, date: "2019-10~", place: chile)
            try edit.event("summer", name: "In summer", kind: .meeting, date: "2019-07", place: chile)
            try edit.event("elsewhere", name: "Elsewhere", kind: .meeting, date: "2019-10", place: turin)
        }
        let autumn = try EDTF("2019-27"[...])
        let latinAmerica = "latin-america-and-the-caribbean"
        let events = havana.kb.timeline(in: "2019-27", located: latinAmerica, kinds: [.event])
        let found = try events.all()
        #expect(
            Set(found.map(\.subject.key)).isSuperset(of: ["solidarity-meeting-2019", "some-time", "october"]))
        #expect(Set(found.map(\.subject.key)).isDisjoint(with: ["summer", "elsewhere"]))
        let certain = found.filter { $0.date.certainlyFalls(within: autumn) }
        #expect(
            certain.map(\.subject.key).sorted()
                == found.map(\.subject.key).filter { !["some-time", "october"].contains($0) }.sorted())
        #expect(
            try havana.kb.timeline(in: "2019-27", certainly: true, located: latinAmerica, kinds: [.event])
                .all() == certain)
        #expect(
            try havana.kb.events.held(in: "2019-27", certainly: true).located(in: latinAmerica).all().map(
                \.key
            ).sorted()
                == certain.map(\.subject.key).sorted())
        // What was said there, too: the meeting was in Havana, its closing ceremony was part of it.
        let said = try havana.kb.timeline(in: "2019-11", located: latinAmerica, kinds: [.stance]).all()
        #expect(said.contains { $0.subject.key == "nicolas-maduro" && $0.object?.key == "neoliberalism" })
        #expect(
            try havana.kb.stances.expressed(in: "2019-11").located(in: latinAmerica).count() == said.count)
        // And by topic, with everything narrower.
        #expect(
            try havana.kb.timeline(about: "peace-in-colombia", includingNarrower: true, kinds: [.stance])
                .all()
                .map(\.object?.key) == ["farc-peace-accords-implementation", "eln-peace-talks-resumption"])
    }

    @Test("how many stances are there by holder and side, and by year?")
    func counts() throws {
        let havana = try Self.havana.get()
        let counts = try havana.kb.stances.counts(by: .holder, .polarity).all()
        #expect(
            counts.map { "\($0.groups[0].key ?? "")|\($0.groups[1].key ?? "")|\($0.stances)" }.sorted()
                == (try havana.sqlite("SELECT holder_key, polarity, count(*) FROM stances GROUP BY 1, 2"))
                .sorted())
        #expect(counts.first?.groups[0].name?.hasPrefix("Third Anti-Imperialist") == true)
        let years = try havana.kb.stances.counts(per: .year).all()
        #expect(
            years.map { "\($0.period ?? "")|\($0.stances)" }
                == (try havana.sqlite(
                    "SELECT substr(earliest, 1, 4), count(*) FROM stances GROUP BY 1 ORDER BY 1")))
    }

    @Test("whose position turned around, when, at which event?")
    func turnarounds() throws {
        let kb = try Self.disputed()
        let found = try kb.stances.turnarounds().all()
        #expect(
            found.map {
                "\($0.holder.key) \($0.target.key): \($0.before.polarity) to \($0.after.polarity) in \($0.after.date?.description ?? "") at \($0.after.event?.key ?? "")"
            }
                == [
                    "ana peace: supports to opposes in 2018-05 at congress",
                    "party peace: supports to opposes in 2019-06 at ",
                    "ana peace: opposes to supports in 2020 at ",
                ])
        #expect(try kb.stances.held(by: "ben").turnarounds().all().isEmpty)
        #expect(try kb.stances.expressed(in: "../2019").turnarounds().all().count == 2)
        let positions = try kb.stances.held(by: "ana").positions().all()
        #expect(
            positions.map { "\($0.latest.polarity) since \($0.since?.description ?? "")" } == [
                "supports since 2020"
            ])
        #expect(positions.first.map { [$0.stances, $0.documents, $0.publishers] } == [5, 3, 2])
    }

    @Test("where do two sources contradict each other?")
    func contradictions() throws {
        let kb = try Self.disputed()
        let found = try kb.stances.contradictions().all()
        #expect(
            found.map {
                "\($0.holder.key): \($0.supporting.evidence.document.key) \($0.opposing.evidence.document.key)"
            }
                == ["ben: gazette herald"])
        #expect(
            try kb.sql("SELECT holder_key, for_stance_id, against_stance_id FROM contradictions")
                .all(String.self, Int64.self, Int64.self).map { "\($0) \($1) \($2)" }
                == found.map { "\($0.holder.key) \($0.supporting.id) \($0.opposing.id)" })
    }

    @Test("where does a member depart from its organization's line?")
    func departures() throws {
        let kb = try Self.disputed()
        let found = try kb.stances.departures().all()
        #expect(
            found.map {
                "\($0.member.key) \($0.stance.date?.description ?? "") departs from \($0.organization.key) of \($0.line.date?.description ?? "")"
            }
                == ["ana 2018-05 departs from party of 2015"])
    }

    /// Ana supports peace, opposes it in 2018 and supports it again; Ben is reported on both sides; the party of
    /// which Ana was a member supports it, until 2019 takes it back.
    private static func disputed() throws -> KnowledgeBase {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "test") { edit in
            let peace = try edit.topic("peace", name: "Peace", kind: .issue)
            let (ana, ben) = (try edit.person("ana", name: "Ana"), try edit.person("ben", name: "Ben"))
            let party = try edit.organization("party", name: "Party", kind: .party)
            let congress = try edit.event("congress", name: "Congress", kind: .meeting, date: "2018-05")
            let gazette = try edit.document("gazette", title: "Gazette", publisher: "Gazette")
            let herald = try edit.document("herald", title: "Herald", publisher: "Herald")
            let reprint = try edit.document("reprint", title: "Reprint", publisher: "Herald")
            func says(
                _ holder: ID<some StanceHolder>, _ act: Act, _ date: String?, _ document: ID<Document>,
                at: ID<Event>? = nil,
                rank: Rank = .normal
            ) throws {
                try edit.stance(
                    of: holder, act, toward: peace, at: at, date: date,
                    evidence: document.at("\(holder) \(act) \(date ?? "") \(rank)"), rank: rank)
            }
            try says(ana, .supports, "2016", gazette)
            try says(ana, .praises, "2017-02-03", herald)
            try says(ana, .opposes, "2018-05", herald, at: congress)
            try says(ana, .abstains, "2019", reprint)
            try says(ana, .supports, "2020", reprint)
            try says(ana, .opposes, "2021", reprint, rank: .deprecated)
            try says(ben, .supports, "2018", gazette)
            try says(ben, .opposes, "2018-03", herald)
            try says(party, .supports, "2015", gazette)
            try says(party, .opposes, "2019-06", gazette)
            try edit.membership(of: ana, in: party, date: "2010/2019", evidence: gazette.at("member"))
        }
        return kb
    }
}
