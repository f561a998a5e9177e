// A small file that SQL alone has made, for the tests of the rules.

import Foundation
import StandpointTestSupport
import Testing

/// A new file made by hand from the folder Schema, with a few rows in an open revision.
struct SmallFile: Sendable {
    let folder: TemporaryFolder
    let path: String

    /// Loads the schema with plain `sqlite3`.
    static func schema(into path: String) throws -> Outcome {
        try run("sh", ["-c", "cat '\(packageFolder)'/Schema/*.sql | sqlite3 -bail '\(path)'"])
    }

    /// The file, made once; each test has a copy.
    private static let template = Result { () throws -> SmallFile in
        let folder = try TemporaryFolder()
        let file = SmallFile(folder: folder, path: folder.path("small.sqlite"))
        let made = try schema(into: file.path)
        try #require(made.status == 0 && made.errors.isEmpty, "\(made.errors)")
        let filled = try sqlite3(file.path, rows)
        try #require(filled.status == 0, "\(filled.errors)")
        return file
    }

    private init(folder: TemporaryFolder, path: String) { (self.folder, self.path) = (folder, path) }

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("small.sqlite")
        try FileManager.default.copyItem(atPath: SmallFile.template.get().path, toPath: path)
    }

    /// Ana supports peace at a meeting in Turin, says a text that begins with emoji.
    static let rows = """
        INSERT INTO revision (author, note) VALUES ('desk', 'first');
        INSERT INTO entity (id, key, kind, name, revision_id) VALUES
            (1, 'ana', 'person', 'Ana', 1), (2, 'peace', 'topic', 'Peace', 1), (3, 'league', 'organization', 'League', 1),
            (4, 'meeting', 'event', 'Meeting', 1), (5, 'turin', 'place', 'Turin', 1);
        INSERT INTO person (id, revision_id) VALUES (1, 1);
        INSERT INTO topic (id, kind, revision_id) VALUES (2, 'issue', 1);
        INSERT INTO organization (id, kind, revision_id) VALUES (3, 'movement', 1);
        INSERT INTO place (id, kind, revision_id) VALUES (5, 'city', 1);
        INSERT INTO event (id, kind, place_id, revision_id) VALUES (4, 'meeting', 5, 1);
        INSERT INTO name (id, entity_id, text, kind, revision_id) VALUES (1, 1, 'Anita', 'alias', 1);
        INSERT INTO identifier (id, entity_id, scheme, value, revision_id) VALUES (1, 1, 'wikidata', 'Q1', 1);
        INSERT INTO document (id, key, title, text, sha256, revision_id) VALUES
            (1, 'report', 'Report', '🕊️🇮🇹 Ana asked for peace in Turin.',
                'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1);
        INSERT INTO passage (id, document_id, start_offset, end_offset, quote, revision_id)
            SELECT 1, 1, instr(text, 'asked for peace') - 1, instr(text, 'asked for peace') + 14, 'asked for peace', 1 FROM document;
        INSERT INTO stance (id, holder_id, act, polarity, target_id, addressee_id, on_behalf_of_id, event_id, passage_id, revision_id)
            VALUES (1, 1, 'supports', 1, 2, 3, 3, 4, 1, 1);
        INSERT INTO participation (id, event_id, participant_id, role, on_behalf_of_id, passage_id, revision_id)
            VALUES (1, 4, 1, 'speaker', 3, 1, 1);
        INSERT INTO membership (id, member_id, organization_id, on_behalf_of_id, passage_id, revision_id) VALUES (1, 1, 3, 3, 1, 1);
        INSERT INTO relation (id, subject_id, predicate, object_id, passage_id, revision_id) VALUES (1, 3, 'leads', 1, 1, 1);
        INSERT INTO figure (id, entity_id, measure, low, approximate, passage_id, revision_id) VALUES (1, 4, 'delegates', 86, 1, 1, 1);
        INSERT INTO attribute (id, entity_id, property, value, passage_id, revision_id) VALUES (1, 4, 'place', 'turin', 1, 1);
        """
}
