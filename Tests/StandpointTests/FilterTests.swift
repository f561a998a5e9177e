// The filters of things and facts that the other tests of questions do not ask for.

import Standpoint
import Testing

@Suite("A filter")
struct FilterTests {
    /// A company of two people, founded in 1990, at a meeting of some forty.
    private static func file() throws -> KnowledgeBase {
        let kb = try KnowledgeBase.inMemory()
        try kb.edit(by: "desk") { edit in
            let report = try edit.document(
                "report", title: "Report", text: "Ana presides. Ben serves. Forty came.", published: "2019-11"
            )
            let film = try edit.document("film", title: "Film", published: "2021", language: "es")
            let ana = try edit.person("ana", name: "Ana", date: "1950/2000")
            let ben = try edit.person("ben", name: "Ben", date: "1980/..")
            let firm = try edit.organization("firm", name: "Firm", kind: .company, date: "1990/..")
            let meeting = try edit.event("meeting", name: "Meeting", kind: .meeting, date: "2019-10")
            try edit.membership(
                of: ana, in: firm, post: "President", role: "chair", evidence: report.quoting("Ana presides"))
            try edit.membership(of: ben, in: firm, role: "clerk", evidence: report.quoting("Ben serves"))
            try edit.participation(of: ana, in: meeting, as: .speaker, evidence: film.at("00:01"))
            try edit.participation(
                of: ben, in: meeting, as: .attendee, date: "2020", evidence: film.at("00:02"))
            try edit.figure(
                of: meeting, "people", low: 40, high: 40, date: "2019", evidence: report.quoting("Forty"))
            try edit.figure(of: meeting, "people", low: 30, evidence: film.at("00:03"))
            try edit.relation(ana, .leads, firm, date: "1995/1999", evidence: report.quoting("Ana presides"))
            try edit.stance(of: ana, .supports, toward: firm, evidence: report.quoting("Ana presides"))
            try edit.stance(of: ben, .opposes, toward: ana, evidence: film.at("00:04"))
        }
        return kb
    }

    @Test("of a time finds who lived and what existed then, for certain or perhaps")
    func times() throws {
        let kb = try Self.file()
        #expect(try kb.people.living(in: "1970").all().map(\.key) == ["ana"])
        #expect(try kb.people.living(in: "1990").all().map(\.key) == ["ana", "ben"])
        #expect(try kb.people.living(in: "1900/2010", certainly: true).all().map(\.key) == ["ana"])
        #expect(try kb.organizations.existing(in: "1980").all().isEmpty)
        #expect(try kb.organizations.existing(in: "1991").all().map(\.key) == ["firm"])
        #expect(try kb.relations.held(in: "1996").count() == 1)
        #expect(try kb.relations.held(in: "2000").count() == 0)
        #expect(try kb.figures.held(in: "2019").all().map(\.high) == [40])
        // By its own date, or else by that of the event.
        #expect(try kb.participations.held(in: "2019").all().map(\.participant.key) == ["ana"])
        #expect(try kb.participations.held(in: "2020").all().map(\.participant.key) == ["ben"])
    }

    @Test("of what a fact or a document says finds those that say it")
    func words() throws {
        let kb = try Self.file()
        #expect(try kb.memberships.holding(post: "President").all().map(\.member.key) == ["ana"])
        #expect(try kb.memberships.as("clerk").all().map(\.member.key) == ["ben"])
        #expect(try kb.figures.reaching(35).count() == 2)
        #expect(try kb.figures.reaching(45).all().map(\.low) == [30])
        #expect(try kb.stances.toward(kind: .person).all().map(\.holder.key) == ["ben"])
        #expect(try kb.stances.toward(kind: .organization, .topic).all().map(\.holder.key) == ["ana"])
        #expect(try kb.documents.archived().all().map(\.key) == ["report"])
        #expect(try kb.documents.archived(false).language("es").all().map(\.key) == ["film"])
        #expect(try kb.stances.published(in: "2019").all().map(\.holder.key) == ["ana"])
        #expect(try kb.stances.published(in: "2021-05").all().map(\.holder.key) == ["ben"])
        #expect(try kb.stances.published(in: "2021-05", certainly: true).count() == 0)
    }
}
