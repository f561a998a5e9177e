// The rules of the file, tried from the plain `sqlite3` shell with foreign keys off, as other tools have them.

import StandpointTestSupport
import Testing

/// A change that the file refuses, and what it says.
struct Refusal: Sendable, CustomTestStringConvertible {
    let what: String
    let sql: String
    let says: String
    var testDescription: String { what }

    init(_ what: String, _ sql: String, _ says: String) {
        (self.what, self.sql, self.says) = (what, sql, says)
    }
}

@Suite("The file refuses in any tool, and says why")
struct RuleTests {
    static let stance =
        "INSERT INTO stance (holder_id, act, polarity, target_id, passage_id, revision_id) VALUES"

    static let facts: [Refusal] = [
        Refusal(
            "a quote that is not in the document at that position",
            "INSERT INTO passage (document_id, start_offset, end_offset, quote, revision_id) VALUES (1, 0, 5, 'peace', 1)",
            "passage.quote: the document does not say that at these offsets"),
        Refusal(
            "a position that counts UTF-16 units where emoji stand before the words",
            "INSERT INTO passage (document_id, start_offset, end_offset, quote, revision_id) VALUES (1, 12, 27, 'asked for peace', 1)",
            "passage.quote: the document does not say that at these offsets"),
        Refusal(
            "a passage without words, position or locator",
            "INSERT INTO passage (document_id, revision_id) VALUES (1, 1)",
            "start_offset, end_offset and quote go together, or give a locator"),
        Refusal(
            "words that do not stand before the quote",
            "UPDATE passage SET prefix = 'never said', revision_id = 1 WHERE start_offset IS NOT NULL",
            "passage.quote: the document does not say that at these offsets, or not between prefix and suffix"
        ),
        Refusal(
            "a revision out of order", "INSERT INTO revision (id, author) VALUES (9223372036854775807, 'x')",
            "revision.id: revisions are numbered one after the other"),
        Refusal(
            "another author of a row",
            "INSERT INTO origin (table_name, row_id, author, created_at, merged_in) VALUES ('stance', 1, 'x', '2019-11-06T00:00:00.000Z', 1)",
            "origin: merges write it"),
        Refusal(
            "a revision that says it was made long ago",
            "INSERT INTO revision (author, created_at) VALUES ('x', '2001-01-01T00:00:00.000Z')",
            "revision.created_at: it says when the revision was opened, which is now; leave it out"),
        Refusal(
            "a revision whose time is none",
            "INSERT INTO revision (author, created_at) VALUES ('x', 'yesterday')",
            "revision.created_at: a time in UTC"),
        Refusal(
            "a revision before all others", "INSERT INTO revision (id, author) VALUES (-5, 'x')",
            "revision.id: revisions are numbered"),
        Refusal(
            "a time that is none", "UPDATE document SET retrieved_at = 'yesterday', revision_id = 1",
            "document.retrieved_at: a day or a time in UTC"),
        Refusal(
            "a passage that is there already",
            "INSERT INTO passage (document_id, start_offset, end_offset, quote, revision_id) SELECT document_id, start_offset, end_offset, quote, 1 FROM passage",
            "use that passage's id"),
        Refusal(
            "a stance without passage", "\(stance) (1, 'supports', 1, 2, NULL, 1)",
            "stance.passage_id: no fact without evidence"),
        Refusal(
            "a stance whose passage is not there", "\(stance) (1, 'supports', 1, 2, 77, 1)",
            "stance.passage_id: no fact without evidence"),
        Refusal(
            "a stance without revision", "\(stance) (1, 'supports', 1, 2, 1, NULL)",
            "stance.revision_id: every row belongs to the open revision"),
        Refusal(
            "a stance held by a topic", "\(stance) (2, 'supports', 1, 2, 1, 1)",
            "stance.holder_id: a stance is held by a person, an organization or an event"),
        Refusal(
            "a stance held by a place", "\(stance) (5, 'supports', 1, 2, 1, 1)",
            "stance.holder_id: a stance is held by"),
        Refusal(
            "a stance held by nobody known", "\(stance) (99, 'supports', 1, 2, 1, 1)",
            "stance.holder_id: a stance is held by"),
        Refusal(
            "a stance toward nothing known", "\(stance) (1, 'supports', 1, 99, 1, 1)",
            "stance.target_id: it must be a thing"),
        Refusal("an unknown act", "\(stance) (1, 'suports', 1, 2, 1, 1)", "stance.act: not a known act"),
        Refusal(
            "an act on the wrong side", "\(stance) (1, 'condemns', 1, 2, 1, 1)",
            "stance.polarity: this act always has the other one"),
        Refusal(
            "an open act without a side", "\(stance) (1, 'demands', NULL, 2, 1, 1)",
            "stance.polarity: say 1 (for), -1 (against) or 0"),
        Refusal(
            "earliest after latest",
            "UPDATE stance SET date = '2019', earliest = '2019-12-31', latest = '2019-01-01'",
            "earliest is after latest: swap them"),
        Refusal(
            "a day that is not in the calendar",
            "UPDATE stance SET date = '2019-02', earliest = '2019-02-01', latest = '2019-02-30'",
            "earliest and latest are days: YYYY-MM-DD"),
        Refusal(
            "a date without its bounds", "UPDATE event SET date = '2019'",
            "date, earliest and latest go together"),
        Refusal(
            "a participation of a topic",
            "INSERT INTO participation (event_id, participant_id, role, passage_id, revision_id) VALUES (4, 2, 'speaker', 1, 1)",
            "participation.participant_id: it must be a person or an organization"),
        Refusal(
            "a participation in a person",
            "INSERT INTO participation (event_id, participant_id, role, passage_id, revision_id) VALUES (1, 1, 'speaker', 1, 1)",
            "participation.event_id: it must be an event"),
        Refusal(
            "an unknown role",
            "INSERT INTO participation (event_id, participant_id, role, passage_id, revision_id) VALUES (4, 1, 'dancer', 1, 1)",
            "participation.role: not a known word"),
        Refusal(
            "a participation without passage",
            "INSERT INTO participation (event_id, participant_id, role, revision_id) VALUES (4, 1, 'speaker', 1)",
            "participation.passage_id: no fact without evidence"),
        Refusal(
            "a membership in a person",
            "INSERT INTO membership (member_id, organization_id, passage_id, revision_id) VALUES (3, 1, 1, 1)",
            "membership.organization_id: it must be an organization"),
        Refusal(
            "a membership without passage",
            "INSERT INTO membership (member_id, organization_id, revision_id) VALUES (1, 3, 1)",
            "membership.passage_id: no fact without evidence"),
        Refusal(
            "a membership in itself",
            "INSERT INTO membership (member_id, organization_id, passage_id, revision_id) VALUES (3, 3, 1, 1)",
            "nothing is a member of itself"),
        Refusal(
            "an unknown predicate",
            "INSERT INTO relation (subject_id, predicate, object_id, passage_id, revision_id) VALUES (1, 'likes', 2, 1, 1)",
            "relation.predicate: not a known word"),
        Refusal(
            "a relation without passage",
            "INSERT INTO relation (subject_id, predicate, object_id, revision_id) VALUES (1, 'leads', 3, 1)",
            "relation.passage_id: no fact without evidence"),
        Refusal(
            "a figure without a number",
            "INSERT INTO figure (entity_id, measure, passage_id, revision_id) VALUES (4, 'delegates', 1, 1)",
            "figure: give low, high or both"),
        Refusal(
            "a figure without passage",
            "INSERT INTO figure (entity_id, measure, low, revision_id) VALUES (4, 'delegates', 1, 1)",
            "figure.passage_id: no fact without evidence"),
        Refusal(
            "an attribute without passage",
            "INSERT INTO attribute (entity_id, property, value, revision_id) VALUES (4, 'date', '2019', 1)",
            "attribute.passage_id: no fact without evidence"),
        Refusal("a confidence above 1", "UPDATE stance SET confidence = 1.5", "confidence: 0 to 1"),
        Refusal(
            "an unknown rank", "UPDATE stance SET rank = 'best'", "rank is preferred, normal or deprecated"),
    ]

    static let things: [Refusal] = [
        Refusal(
            "a duplicate identifier",
            "INSERT INTO identifier (entity_id, scheme, value, revision_id) VALUES (3, 'wikidata', 'Q1', 1)",
            "identifier: it is another thing's already"),
        Refusal(
            "a key that is taken",
            "INSERT INTO entity (key, kind, name, revision_id) VALUES ('ana', 'person', 'Other', 1)",
            "entity.key: that key is taken"),
        Refusal(
            "a key with capital letters",
            "INSERT INTO entity (key, kind, name, revision_id) VALUES ('Ana', 'person', 'Other', 1)",
            "entity.key: small letters, digits and single hyphens"),
        Refusal(
            "a replaced row, whose history would be lost",
            "REPLACE INTO entity (id, key, kind, name, revision_id) VALUES (1, 'anna', 'person', 'Anna', 1)",
            "entity.id: that id is taken; change the row with UPDATE"),
        Refusal(
            "a thing of another kind than it was", "UPDATE entity SET kind = 'topic' WHERE id = 1",
            "entity.kind: it never changes"),
        Refusal(
            "a person's row for an organization", "INSERT INTO person (id, revision_id) VALUES (3, 1)",
            "person.id: it must be the id of an entity of kind person"),
        Refusal(
            "a place that is a person", "UPDATE event SET place_id = 1", "event.place_id: it must be a place"),
        Refusal(
            "a thing that stands for another kind", "UPDATE entity SET canonical_id = 3 WHERE id = 1",
            "entity.canonical_id: it follows from the judgements"),
        Refusal(
            "more that is no JSON object", "UPDATE entity SET extra = '[1]' WHERE id = 1",
            "entity.extra: it must be a JSON object"),
        Refusal(
            "an unknown kind of organization", "UPDATE organization SET kind = 'gang'",
            "organization.kind: not a known word"),
        Refusal(
            "an unknown kind of event", "UPDATE event SET kind = 'party'", "event.kind: not a known word"),
        Refusal("an unknown kind of place", "UPDATE place SET kind = 'hole'", "place.kind: not a known word"),
        Refusal(
            "an unknown kind of topic", "UPDATE topic SET kind = 'thing'", "topic.kind: not a known word"),
        Refusal("an unknown kind of name", "UPDATE name SET kind = 'pet'", "name.kind: not a known word"),
        Refusal(
            "a row without revision", "INSERT INTO entity (key, kind, name) VALUES ('b', 'person', 'B')",
            "entity.revision_id: every row belongs to the open revision"),
        Refusal(
            "a row in a revision that is closed",
            "INSERT INTO revision (author) VALUES ('x'); INSERT INTO entity (key, kind, name, revision_id) VALUES ('b', 'person', 'B', 1)",
            "entity.revision_id: every row belongs to the open revision"),
        Refusal(
            "a revision by nobody", "INSERT INTO revision (author) VALUES (' ')",
            "revision.author: say who makes the changes"),
        Refusal("deletion of a revision", "DELETE FROM revision", "revision: history is kept"),
        Refusal(
            "deletion of a document that facts rest on", "DELETE FROM document",
            "document: facts rest on it; delete them first"),
        Refusal(
            "deletion of a passage that facts rest on", "DELETE FROM passage",
            "passage: facts rest on it; delete them first"),
        Refusal(
            "deletion of a thing that facts are about", "DELETE FROM entity WHERE id = 1",
            "entity: facts are about it"),
        Refusal(
            "deletion with no revision open",
            "UPDATE revision SET closed_at = '2999-01-01T00:00:00.000Z'; DELETE FROM stance",
            "open a revision first"),
        Refusal(
            "another text", "UPDATE document SET text = 'peace'", "document.text: what was archived stays"),
        Refusal(
            "passages without their text", "UPDATE document SET text = NULL, sha256 = NULL",
            "document.text: passages rest on it"),
        Refusal(
            "half of a JSON object", "UPDATE entity SET extra = '{bad}', revision_id = 1",
            "entity.extra: it must be a JSON object"),
        Refusal(
            "a text with a NUL character",
            "INSERT INTO document (key, title, text, revision_id) VALUES ('n', 'N', 'a' || char(0) || 'b', 1)",
            "document.text holds a NUL character"),
        Refusal(
            "deletion of an act that stances use", "DELETE FROM act WHERE key = 'supports'",
            "act: stances use it"),
    ]

    static let open = "INSERT INTO revision (author) VALUES ('x')"
    /// A second passage, of other words than the first.
    static let passage =
        "INSERT INTO passage (id, document_id, start_offset, end_offset, quote, revision_id) VALUES (2, 1, 5, 8, 'Ana', 1)"

    static let losses: [Refusal] = [
        Refusal(
            "a quote beside a locator that the document never says",
            "INSERT INTO passage (document_id, quote, locator, revision_id) VALUES (1, 'war', 'line 1', 1)",
            "passage.quote: the document does not say that"),
        Refusal(
            "a locator that is there already",
            "INSERT INTO passage (document_id, locator, revision_id) VALUES (1, 'line 1', 1), (1, 'line 1', 1)",
            "use that passage's id"),
        Refusal(
            "a passage put in the place of another",
            "\(passage); UPDATE OR REPLACE passage SET (start_offset, end_offset, quote) = (SELECT start_offset, end_offset, quote FROM passage WHERE id = 1) WHERE id = 2",
            "passage: which words it is never changes"),
        Refusal(
            "another key of a document",
            "INSERT INTO revision (author) VALUES ('x'); UPDATE document SET key = 'other', revision_id = 2",
            "document.key: it never changes"),
        Refusal(
            "a key put in the place of another", "UPDATE OR REPLACE entity SET key = 'peace' WHERE id = 1",
            "entity.key: that key is taken"),
        Refusal(
            "another key",
            "INSERT INTO revision (author) VALUES ('x'); UPDATE entity SET key = 'tranquility', revision_id = 2 WHERE key = 'peace'",
            "INSERT INTO entity a thing of the other key"),
        Refusal(
            "another thing under an id that was another's",
            "INSERT INTO revision (author) VALUES ('x'); INSERT INTO entity (id, key, kind, name, revision_id) VALUES (50, 'a', 'person', 'A', 2); INSERT INTO revision (author) VALUES ('x'); DELETE FROM entity WHERE id = 50; INSERT INTO entity (id, key, kind, name, revision_id) VALUES (50, 'b', 'person', 'B', 3)",
            "entity.id: another thing had that id"),
        Refusal(
            "an act put in the place of another",
            "REPLACE INTO act (key, polarity, meaning, revision_id) VALUES ('supports', -1, 'Opposes', 1)",
            "act.key: that act is there"),
        Refusal(
            "an act renamed",
            "UPDATE OR REPLACE act SET key = 'supports', revision_id = 1 WHERE key = 'rejects'",
            "act.key: an act is not renamed"),
        Refusal(
            "another side of an act that stances use",
            "UPDATE act SET polarity = -1, revision_id = 1 WHERE key = 'supports'",
            "act.polarity: stances use the act"),
        Refusal(
            "deletion of a word that rows use", "DELETE FROM term WHERE value = 'movement'",
            "term: rows use that word"),
        Refusal(
            "a word renamed", "UPDATE term SET value = 'rally', revision_id = 1 WHERE value = 'movement'",
            "term: a word is not renamed"),
        Refusal(
            "a word put in the place of another",
            "REPLACE INTO term (field, value, meaning, revision_id) VALUES ('organization.kind', 'movement', 'x', 1)",
            "term: that word is there"),
        Refusal(
            "a dossier put in the place of another",
            "INSERT INTO dossier (key, sha256, revision_id) VALUES ('d', '', 1); REPLACE INTO dossier (key, sha256, revision_id) VALUES ('d', '', 1)",
            "dossier: that id or key is taken"),
        Refusal(
            "deletion of an organization without its thing", "DELETE FROM organization",
            "organization: the thing needs it"),
        Refusal(
            "an event that is a part of itself through another",
            "INSERT INTO entity (id, key, kind, name, revision_id) VALUES (6, 'day', 'event', 'Day', 1); INSERT INTO event (id, kind, part_of_id, revision_id) VALUES (6, 'meeting', 4, 1); UPDATE event SET part_of_id = 6 WHERE id = 4",
            "event.part_of_id: an event is not a part of itself"),
        Refusal(
            "a document that supersedes itself through another",
            "INSERT INTO document (id, key, title, supersedes_id, revision_id) VALUES (2, 'later', 'Later', 1, 1); UPDATE document SET supersedes_id = 2 WHERE id = 1",
            "document.supersedes_id: a document does not supersede itself"),
        Refusal(
            "more that is no JSON", "UPDATE entity SET extra = '{' WHERE id = 1",
            "entity.extra: it must be a JSON object"),
        Refusal(
            "authors that are no names", "UPDATE document SET authors = '[1, {}]', revision_id = 1",
            "document.authors: it must be a JSON array"),
        Refusal(
            "a language that is none", "UPDATE document SET language = 'zz!!', revision_id = 1",
            "document.language: a language of BCP 47"),
        Refusal(
            "a figure without end",
            "INSERT INTO figure (entity_id, measure, low, passage_id, revision_id) VALUES (1, 'm', 9e999, 1, 1)",
            "figure: a number is not infinite"),
        Refusal(
            "authors that are no JSON", "UPDATE document SET authors = 'Ana'",
            "document.authors: it must be a JSON array"),
        Refusal(
            "an earlier version written by hand into a revision that is closed",
            "\(open); INSERT INTO stance_history (id, revision_id, until_revision_id) VALUES (1, 0, 1)",
            "stance_history: open a revision first"),
        Refusal(
            "an earlier version put in the place of another",
            "\(open); UPDATE stance SET strength = 3, revision_id = 2; \(open); REPLACE INTO stance_history (id, revision_id, until_revision_id) VALUES (1, 1, 2)",
            "stance_history: open a revision first"),
        Refusal(
            "an earlier version changed",
            "\(open); UPDATE stance SET strength = 3, revision_id = 2; UPDATE stance_history SET strength = 1",
            "stance_history: history is kept as it was"),
        Refusal(
            "an earlier version deleted",
            "\(open); UPDATE stance SET strength = 3, revision_id = 2; DELETE FROM stance_history",
            "stance_history: history is kept as it was"),
    ]

    @Test("What would be lost or forged:", arguments: losses)
    func refusesLoss(_ refusal: Refusal) throws { try refuse(refusal) }

    @Test(
        "A row without revision, in every table, whether a revision is open or not", arguments: [true, false])
    func withoutRevision(isOpen: Bool) throws {
        let file = try SmallFile()
        let close =
            isOpen
            ? "" : "UPDATE revision SET closed_at = '2999-01-01T00:00:00.000Z' WHERE closed_at IS NULL;"
        let tables = try sqlite3(
            file.path,
            """
            SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = 'revision_id'
            WHERE m.type = 'table' AND m.name NOT GLOB '*_history' AND m.name <> 'dossier'
            """
        ).output.split(separator: "\n")
        #expect(tables.count == 21)
        for table in tables {
            let says = "\(table).revision_id: every row belongs to the open revision"
            let insert = try sqlite3(file.path, "\(close) INSERT INTO \(table) (id) VALUES (77)")
            #expect(insert.errors.contains(says), "\(insert.errors)")
            guard try sqlite3(file.path, "SELECT count(*) FROM \(table)").output != "0\n" else { continue }
            let update = try sqlite3(file.path, "\(close) UPDATE \(table) SET revision_id = NULL")
            #expect(update.errors.contains(says), "\(update.errors)")
        }
    }

    @Test(
        "A locator may stand with words that the document says, and alone")
    func locators() throws {
        let file = try SmallFile()
        let outcome = try sqlite3(
            file.path,
            """
            INSERT INTO passage (document_id, quote, locator, revision_id) VALUES (1, 'peace', 'line 1', 1), (1, NULL, 'line 1', 1);
            INSERT INTO document (id, key, title, revision_id) VALUES (2, 'book', 'Book', 1);
            INSERT INTO passage (document_id, quote, locator, revision_id) VALUES (2, 'war', 'page 1', 1);
            SELECT count(*), (SELECT count(*) FROM problem) FROM passage;
            """)
        #expect(outcome.errors == "")
        #expect(outcome.output == "4|0\n")
    }

    @Test("Facts:", arguments: facts)
    func refusesFact(_ refusal: Refusal) throws { try refuse(refusal) }

    @Test("Things, documents and revisions:", arguments: things)
    func refusesThing(_ refusal: Refusal) throws { try refuse(refusal) }

    private func refuse(_ refusal: Refusal) throws {
        let file = try SmallFile()
        let before = try sqlite3(file.path, ".dump").output
        let outcome = try sqlite3(file.path, "BEGIN; " + refusal.sql + "; COMMIT;")
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains(refusal.says), "\(refusal.sql)\n\(outcome.errors)")
        #expect(try sqlite3(file.path, ".dump").output == before, "something of it landed")
    }

    @Test("What keeps the rules goes in, with the same statements in the same shell")
    func accepts() throws {
        let file = try SmallFile()
        let outcome = try sqlite3(
            file.path,
            """
            \(RuleTests.stance) (3, 'demands', -1, 2, 1, 1), (4, 'condemns', -1, 1, 1, 1);
            UPDATE stance SET date = '2019', earliest = '2019-01-01', latest = '2019-12-31';
            INSERT INTO revision (author, note) VALUES ('desk', 'second');
            DELETE FROM stance; DELETE FROM participation; DELETE FROM membership; DELETE FROM relation;
            DELETE FROM figure; DELETE FROM attribute; DELETE FROM document; DELETE FROM entity WHERE id <> 5;
            SELECT count(*), (SELECT count(*) FROM passage), (SELECT count(*) FROM name) FROM entity;
            """)
        #expect(outcome.errors == "")
        #expect(outcome.output == "1|0|0\n")
    }

    @Test("A new act and a new word may be used as soon as they are inserted")
    func vocabularyIsOpen() throws {
        let file = try SmallFile()
        let outcome = try sqlite3(
            file.path,
            """
            INSERT INTO act (key, polarity, meaning, revision_id) VALUES ('mocks', -1, 'Laughs at it', 1);
            INSERT INTO term (field, value, meaning, revision_id) VALUES ('organization.kind', 'choir', 'People who sing', 1);
            \(RuleTests.stance) (1, 'mocks', -1, 2, 1, 1);
            UPDATE organization SET kind = 'choir';
            SELECT act FROM stances WHERE id = 2;
            """)
        #expect(outcome.errors == "")
        #expect(outcome.output == "mocks\n")
    }
}
