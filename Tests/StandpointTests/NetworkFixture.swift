// A small file in the format of the Discourse Network Analyzer 3, made by SQL, with what goes wrong in such files.

import Foundation
import StandpointTestSupport
import Testing

@testable import Standpoint

/// Ana and Ben speak for the Union, Cleo for the League, and the League speaks without a person.
///
/// | document  | day        | who, for whom | concept | agrees |
/// |-----------|------------|---------------|---------|--------|
/// | First     | 2019-12-30 | Ana, Union    | Peace   | yes    |
/// | First     |            | Ana, Union    | Peace   | yes    |
/// | First     |            | Cleo, League  | Peace   | no     |
/// | Second    | 2020-01-05 | Ben, Union    | Trade   | no     |
/// | Second    |            | League        | Trade   | yes    |
/// | Second    |            | League        | Trade   | no     |
/// | Third     | 2020-01-20 | Cleo, League  | Peace   | yes    |
/// | Third     |            | Front         | “A; B”, C's | yes |
/// | Third     |            | nobody        | Peace   | yes    |
///
/// The last is no stance. 2019-12-30 and 2020-01-05 are in one ISO week, in two months and years.
enum DNAFixture {
    static let sql = """
        CREATE TABLE SETTINGS(Property TEXT PRIMARY KEY, Value TEXT NOT NULL);
        CREATE TABLE CODERS(ID INTEGER PRIMARY KEY, Name TEXT NOT NULL);
        CREATE TABLE DOCUMENTS(ID INTEGER PRIMARY KEY, Title TEXT NOT NULL, Text TEXT NOT NULL, Coder INTEGER,
            Author TEXT NOT NULL DEFAULT '', Source TEXT NOT NULL DEFAULT '', Section TEXT NOT NULL DEFAULT '',
            Notes TEXT NOT NULL DEFAULT '', Type TEXT NOT NULL DEFAULT '', Date INTEGER NOT NULL);
        CREATE TABLE STATEMENTTYPES(ID INTEGER PRIMARY KEY, Label TEXT NOT NULL);
        CREATE TABLE VARIABLES(ID INTEGER PRIMARY KEY, Variable TEXT NOT NULL, DataType TEXT NOT NULL, StatementTypeId INTEGER);
        CREATE TABLE STATEMENTS(ID INTEGER PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER,
            Start INTEGER NOT NULL, Stop INTEGER NOT NULL, Coder INTEGER);
        CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY, VariableId INTEGER NOT NULL, Value TEXT NOT NULL DEFAULT '', ChildOf INTEGER);
        CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value INTEGER, UNIQUE (StatementId, VariableId));
        CREATE TABLE DATAINTEGER(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value INTEGER, UNIQUE (StatementId, VariableId));
        CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Entity INTEGER, UNIQUE (StatementId, VariableId));
        CREATE TABLE ATTRIBUTEVARIABLES(ID INTEGER PRIMARY KEY, VariableId INTEGER, AttributeVariable TEXT);
        CREATE TABLE ATTRIBUTEVALUES(ID INTEGER PRIMARY KEY, EntityId INTEGER, AttributeVariableId INTEGER, AttributeValue TEXT);
        INSERT INTO SETTINGS VALUES ('version', '3.0.7');
        INSERT INTO CODERS VALUES (1, 'Admin'), (2, 'Rosa'), (3, 'Emil');
        INSERT INTO STATEMENTTYPES VALUES (1, 'Statement'), (2, 'Annotation');
        INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1),
            (3, 'concept', 'short text', 1), (4, 'agreement', 'boolean', 1), (5, 'note', 'long text', 2);
        INSERT INTO DOCUMENTS (ID, Title, Text, Coder, Author, Source, Date) VALUES
            (1, 'First: Été', '🕊️🇮🇹 Ana is for peace, for peace! Cleo: no peace.', 2, 'A. Writer', 'Daily', 1577664000),
            (2, 'Second', 'Ben and the League on trade.', 3, '', 'Weekly', 1578182400),
            (3, '第三', 'Cleo now wants peace; the Front has a concept of its own.', NULL, '', '', 1579478400);
        INSERT INTO ENTITIES VALUES (1, 1, '', NULL), (2, 1, 'Ana', NULL), (3, 1, 'Ben', NULL), (4, 1, 'Cleo', NULL),
            (5, 2, '', NULL), (6, 2, 'Union', NULL), (7, 2, 'League', NULL), (8, 2, 'Front', NULL), (9, 2, 'Nobody''s', NULL),
            (10, 3, 'Peace', NULL), (11, 3, 'Trade', NULL), (12, 3, '“A; B”, C''s "own"', 10);
        INSERT INTO ATTRIBUTEVARIABLES VALUES (1, 2, 'Type'), (2, 1, 'Type');
        INSERT INTO ATTRIBUTEVALUES VALUES (1, 6, 1, 'Labour'), (2, 7, 1, 'Business'), (3, 2, 2, 'Left'), (4, 3, 2, '');
        INSERT INTO STATEMENTS VALUES (1, 1, 1, 8, 24, 2), (2, 1, 1, 26, 35, 2), (3, 1, 1, 37, 51, 3),
            (4, 1, 2, 0, 3, 3), (5, 1, 2, 8, 18, 3), (6, 1, 2, 19, 27, 3), (7, 1, 3, 0, 20, NULL),
            (8, 1, 3, 22, 31, NULL), (9, 1, 3, 5, 8, NULL), (10, 2, 3, 0, 4, 2);
        INSERT INTO DATASHORTTEXT (StatementId, VariableId, Entity) VALUES
            (1, 1, 2), (1, 2, 6), (1, 3, 10), (2, 1, 2), (2, 2, 6), (2, 3, 10), (3, 1, 4), (3, 2, 7), (3, 3, 10),
            (4, 1, 3), (4, 2, 6), (4, 3, 11), (5, 1, 1), (5, 2, 7), (5, 3, 11), (6, 1, 1), (6, 2, 7), (6, 3, 11),
            (7, 1, 4), (7, 2, 7), (7, 3, 10), (8, 1, 1), (8, 2, 8), (8, 3, 12), (9, 1, 1), (9, 2, 5), (9, 3, 10);
        INSERT INTO DATABOOLEAN (StatementId, VariableId, Value) VALUES
            (1, 4, 1), (2, 4, 1), (3, 4, 0), (4, 4, 0), (5, 4, 1), (6, 4, 0), (7, 4, 1), (8, 4, 1), (9, 4, 1);
        """

    /// The file, made anew, and with other rows where changes are given.
    static func make(in folder: TemporaryFolder, changes: String = "") throws -> String {
        let path = folder.path("fixture.dna")
        try? FileManager.default.removeItem(atPath: path)
        let made = try sqlite3(path, sql + changes)
        try #require(made.status == 0, "\(made.errors)")
        return path
    }

    /// A knowledge base that holds it.
    static func imported() throws -> KnowledgeBase {
        let folder = try TemporaryFolder()
        let kb = try KnowledgeBase.inMemory()
        try kb.importDNA(at: make(in: folder), by: "archive")
        return kb
    }
}
