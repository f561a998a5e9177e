-- What two files say differently of one thing, found when they were merged.

CREATE TABLE conflict ( -- A value that a merge did not put in its column, because another file has another one there
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice
    table_name TEXT NOT NULL, -- The table
    row_id INTEGER NOT NULL, -- The id of the row
    column_name TEXT NOT NULL, -- The column
    value TEXT NOT NULL, -- The value as a text; a thing or a document by its key
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    UNIQUE (table_name, row_id, column_name, value)
) STRICT;

CREATE INDEX conflict_revision ON conflict (revision_id);
CREATE INDEX conflict_link ON conflict (value) WHERE column_name GLOB '*_id';

CREATE TRIGGER conflict_inserted BEFORE INSERT ON conflict
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'conflict.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM conflict WHERE id = NEW.id)
            THEN RAISE(ABORT, 'conflict.id: that id is taken; leave it out')
        -- What is noted already stays as it is, whoever finds it again.
        WHEN EXISTS (SELECT 1 FROM conflict WHERE table_name = NEW.table_name AND row_id = NEW.row_id AND column_name = NEW.column_name AND value = NEW.value)
            THEN RAISE(IGNORE)
    END;
END;

CREATE TRIGGER conflict_updated BEFORE UPDATE ON conflict
BEGIN
    SELECT RAISE(ABORT, 'conflict: set the column to the value that is right; where that is the one it has, delete the row');
END;

CREATE TABLE conflict_history ( -- Earlier versions of rows of conflict
    until_revision_id INTEGER NOT NULL, -- The revision that deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, table_name TEXT, row_id INTEGER, column_name TEXT, value TEXT, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX conflict_history_id ON conflict_history (id, until_revision_id);

CREATE TRIGGER conflict_history_written AFTER INSERT ON conflict_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'conflict_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change conflict, whose triggers write its history');
END;

CREATE TRIGGER conflict_history_changes BEFORE UPDATE ON conflict_history
BEGIN
    SELECT RAISE(ABORT, 'conflict_history: history is kept as it was; change conflict');
END;

CREATE TRIGGER conflict_history_stays BEFORE DELETE ON conflict_history
BEGIN
    SELECT RAISE(ABORT, 'conflict_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER conflict_history_delete AFTER DELETE ON conflict
BEGIN
    INSERT INTO conflict_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.table_name, OLD.row_id, OLD.column_name, OLD.value, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

-- Who sets a column decides what was open about it. A merge keeps the books itself, and so does who takes one back.
CREATE TRIGGER act_conflict_update AFTER UPDATE OF plover, cameo, meaning ON act
WHEN EXISTS (SELECT 1 FROM conflict WHERE table_name = 'act' AND row_id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
BEGIN
    DELETE FROM conflict WHERE table_name = 'act' AND row_id = OLD.id AND revision_id < NEW.revision_id
        AND (column_name = 'plover' AND NEW.plover IS NOT OLD.plover
            OR column_name = 'cameo' AND NEW.cameo IS NOT OLD.cameo
            OR column_name = 'meaning' AND NEW.meaning IS NOT OLD.meaning);
END;

CREATE TRIGGER term_conflict_update AFTER UPDATE OF meaning ON term
WHEN EXISTS (SELECT 1 FROM conflict WHERE table_name = 'term' AND row_id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
BEGIN
    DELETE FROM conflict WHERE table_name = 'term' AND row_id = OLD.id AND revision_id < NEW.revision_id
        AND (column_name = 'meaning' AND NEW.meaning IS NOT OLD.meaning);
END;

CREATE TRIGGER entity_conflict_update AFTER UPDATE OF name, description, extra ON entity
WHEN EXISTS (SELECT 1 FROM conflict WHERE table_name = 'entity' AND row_id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
BEGIN
    DELETE FROM conflict WHERE table_name = 'entity' AND row_id = OLD.id AND revision_id < NEW.revision_id
        AND (column_name = 'name' AND NEW.name IS NOT OLD.name
            OR column_name = 'description' AND NEW.description IS NOT OLD.description
            OR column_name = 'extra' AND NEW.extra IS NOT OLD.extra);
END;

CREATE TRIGGER person_conflict_update AFTER UPDATE OF gender, date ON person
WHEN EXISTS (SELECT 1 FROM conflict WHERE table_name = 'person' AND row_id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
BEGIN
    DELETE FROM conflict WHERE table_name = 'person' AND row_id = OLD.id AND revision_id < NEW.revision_id
        AND (column_name = 'gender' AND NEW.gender IS NOT OLD.gender
            OR column_name = 'date' AND NEW.date IS NOT OLD.date);
END;

CREATE TRIGGER organization_conflict_update AFTER UPDATE OF kind, place_id, date ON organization
WHEN EXISTS (SELECT 1 FROM conflict WHERE table_name = 'organization' AND row_id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
BEGIN
    DELETE FROM conflict WHERE table_name = 'organization' AND row_id = OLD.id AND revision_id < NEW.revision_id
        AND (column_name = 'kind' AND NEW.kind IS NOT OLD.kind
            OR column_name = 'place_id' AND NEW.place_id IS NOT OLD.place_id
            OR column_name = 'date' AND NEW.date IS NOT OLD.date);
END;

CREATE TRIGGER place_conflict_update AFTER UPDATE OF kind, part_of_id, latitude, longitude ON place
WHEN EXISTS (SELECT 1 FROM conflict WHERE table_name = 'place' AND row_id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
BEGIN
    DELETE FROM conflict WHERE table_name = 'place' AND row_id = OLD.id AND revision_id < NEW.revision_id
        AND (column_name = 'kind' AND NEW.kind IS NOT OLD.kind
            OR column_name = 'part_of_id' AND NEW.part_of_id IS NOT OLD.part_of_id
            OR column_name = 'latitude' AND (NEW.latitude, NEW.longitude) IS NOT (OLD.latitude, OLD.longitude));
END;

CREATE TRIGGER topic_conflict_update AFTER UPDATE OF kind, broader_id ON topic
WHEN EXISTS (SELECT 1 FROM conflict WHERE table_name = 'topic' AND row_id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
BEGIN
    DELETE FROM conflict WHERE table_name = 'topic' AND row_id = OLD.id AND revision_id < NEW.revision_id
        AND (column_name = 'kind' AND NEW.kind IS NOT OLD.kind
            OR column_name = 'broader_id' AND NEW.broader_id IS NOT OLD.broader_id);
END;

CREATE TRIGGER event_conflict_update AFTER UPDATE OF kind, date, place_id, part_of_id, series_id, edition ON event
WHEN EXISTS (SELECT 1 FROM conflict WHERE table_name = 'event' AND row_id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
BEGIN
    DELETE FROM conflict WHERE table_name = 'event' AND row_id = OLD.id AND revision_id < NEW.revision_id
        AND (column_name = 'kind' AND NEW.kind IS NOT OLD.kind
            OR column_name = 'date' AND NEW.date IS NOT OLD.date
            OR column_name = 'place_id' AND NEW.place_id IS NOT OLD.place_id
            OR column_name = 'part_of_id' AND NEW.part_of_id IS NOT OLD.part_of_id
            OR column_name = 'series_id' AND NEW.series_id IS NOT OLD.series_id
            OR column_name = 'edition' AND NEW.edition IS NOT OLD.edition);
END;

CREATE TRIGGER document_conflict_update AFTER UPDATE OF title, url, publisher, authors, published, language, description, retrieved_at, licence, supersedes_id ON document
WHEN EXISTS (SELECT 1 FROM conflict WHERE table_name = 'document' AND row_id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
BEGIN
    DELETE FROM conflict WHERE table_name = 'document' AND row_id = OLD.id AND revision_id < NEW.revision_id
        AND (column_name = 'title' AND NEW.title IS NOT OLD.title
            OR column_name = 'url' AND NEW.url IS NOT OLD.url
            OR column_name = 'publisher' AND NEW.publisher IS NOT OLD.publisher
            OR column_name = 'authors' AND NEW.authors IS NOT OLD.authors
            OR column_name = 'published' AND NEW.published IS NOT OLD.published
            OR column_name = 'language' AND NEW.language IS NOT OLD.language
            OR column_name = 'description' AND NEW.description IS NOT OLD.description
            OR column_name = 'retrieved_at' AND NEW.retrieved_at IS NOT OLD.retrieved_at
            OR column_name = 'licence' AND NEW.licence IS NOT OLD.licence
            OR column_name = 'supersedes_id' AND NEW.supersedes_id IS NOT OLD.supersedes_id);
END;

CREATE TRIGGER passage_conflict_update AFTER UPDATE OF prefix, suffix ON passage
WHEN EXISTS (SELECT 1 FROM conflict WHERE table_name = 'passage' AND row_id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
BEGIN
    DELETE FROM conflict WHERE table_name = 'passage' AND row_id = OLD.id AND revision_id < NEW.revision_id
        AND (column_name = 'prefix' AND NEW.prefix IS NOT OLD.prefix
            OR column_name = 'suffix' AND NEW.suffix IS NOT OLD.suffix);
END;

CREATE TRIGGER passage_anchor_conflict_update AFTER UPDATE OF outcome, new_passage_id, score, context ON passage_anchor
WHEN EXISTS (SELECT 1 FROM conflict WHERE table_name = 'passage_anchor' AND row_id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
BEGIN
    DELETE FROM conflict WHERE table_name = 'passage_anchor' AND row_id = OLD.id AND revision_id < NEW.revision_id
        AND (column_name = 'outcome' AND (NEW.outcome, NEW.new_passage_id, NEW.score, NEW.context) IS NOT (OLD.outcome, OLD.new_passage_id, OLD.score, OLD.context));
END;

CREATE TRIGGER identifier_conflict_update AFTER UPDATE OF entity_id ON identifier
WHEN EXISTS (SELECT 1 FROM conflict WHERE table_name = 'identifier' AND row_id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
BEGIN
    DELETE FROM conflict WHERE table_name = 'identifier' AND row_id = OLD.id AND revision_id < NEW.revision_id
        AND (column_name = 'entity_id' AND NEW.entity_id IS NOT OLD.entity_id);
END;

-- What was open about a row goes with the row, and so does that another one may be linked to it.
CREATE TRIGGER entity_conflict_delete AFTER DELETE ON entity
BEGIN
    DELETE FROM conflict WHERE table_name = 'entity' AND row_id = OLD.id;
    DELETE FROM conflict WHERE value = OLD.key AND column_name GLOB '*_id' AND column_name <> 'supersedes_id';
END;

CREATE TRIGGER person_conflict_delete AFTER DELETE ON person
BEGIN
    DELETE FROM conflict WHERE table_name = 'person' AND row_id = OLD.id;
END;

CREATE TRIGGER organization_conflict_delete AFTER DELETE ON organization
BEGIN
    DELETE FROM conflict WHERE table_name = 'organization' AND row_id = OLD.id;
END;

CREATE TRIGGER place_conflict_delete AFTER DELETE ON place
BEGIN
    DELETE FROM conflict WHERE table_name = 'place' AND row_id = OLD.id;
END;

CREATE TRIGGER topic_conflict_delete AFTER DELETE ON topic
BEGIN
    DELETE FROM conflict WHERE table_name = 'topic' AND row_id = OLD.id;
END;

CREATE TRIGGER event_conflict_delete AFTER DELETE ON event
BEGIN
    DELETE FROM conflict WHERE table_name = 'event' AND row_id = OLD.id;
END;

CREATE TRIGGER document_conflict_delete AFTER DELETE ON document
BEGIN
    DELETE FROM conflict WHERE table_name = 'document' AND row_id = OLD.id;
    DELETE FROM conflict WHERE value = OLD.key AND column_name GLOB '*_id' AND column_name = 'supersedes_id';
END;

CREATE TRIGGER passage_conflict_delete AFTER DELETE ON passage
BEGIN
    DELETE FROM conflict WHERE table_name = 'passage' AND row_id = OLD.id;
END;

CREATE TRIGGER passage_anchor_conflict_delete AFTER DELETE ON passage_anchor
BEGIN
    DELETE FROM conflict WHERE table_name = 'passage_anchor' AND row_id = OLD.id;
END;

CREATE TRIGGER identifier_conflict_delete AFTER DELETE ON identifier
BEGIN
    DELETE FROM conflict WHERE table_name = 'identifier' AND row_id = OLD.id;
END;

CREATE TRIGGER identity_judgement_conflict_delete AFTER DELETE ON identity_judgement
BEGIN
    DELETE FROM conflict WHERE table_name = 'identity_judgement' AND row_id = OLD.id;
END;

CREATE VIEW conflicts AS -- What is in conflict, and what a merge gave another key: things of a key that one of another kind has, documents of one that another text has
SELECT
    table_name AS table_name, -- The table
    row_id AS row_id, -- The id of the row
    column_name AS column_name, -- The column
    value AS value, -- The value that the column does not show; of a key the one that the other has
    revision_id AS revision_id -- The revision that found it
FROM conflict
UNION ALL SELECT 'entity', e.id, 'key', substr(e.key, 1, instr(e.key, '--') - 1), coalesce(
    (SELECT max(h.until_revision_id) FROM entity_history h WHERE h.id = e.id AND h.key <> e.key),
    (SELECT min(h.revision_id) FROM entity_history h WHERE h.id = e.id), e.revision_id)
FROM entity e WHERE e.key GLOB '*--*'
UNION ALL SELECT 'document', d.id, 'key', substr(d.key, 1, instr(d.key, '--') - 1), coalesce(
    (SELECT max(h.until_revision_id) FROM document_history h WHERE h.id = d.id AND h.key <> d.key),
    (SELECT min(h.revision_id) FROM document_history h WHERE h.id = d.id), d.revision_id)
FROM document d WHERE d.key GLOB '*--*';

-- Columns of the key come first: SQLite 3.40 takes others in another order for NULL when it checks the file.
CREATE TABLE given_up ( -- What a merge met that was said and taken back, so that a third file does not bring it again; and what stands of things that are not here, for one that needs them
    table_name TEXT NOT NULL, -- The table; with a column behind it for a value: person.date
    claim TEXT NOT NULL, -- What was said, as a JSON array with keys for things and documents
    merged_in INTEGER NOT NULL, -- The revision of the merge
    length INTEGER NOT NULL, -- How often it was said or taken back, up to the merge; odd where it stood
    PRIMARY KEY (table_name, claim, merged_in)
) STRICT, WITHOUT ROWID;

CREATE TABLE origin ( -- Who wrote a fact, a name or a judgement before a merge brought it
    table_name TEXT NOT NULL, -- The table of the row
    row_id INTEGER NOT NULL, -- The id of the row
    author TEXT NOT NULL, -- Who wrote it in the file that it comes from
    created_at TEXT NOT NULL, -- When, UTC
    reviser TEXT, -- Who changed it last there, where anybody did
    merged_in INTEGER NOT NULL, -- The revision of the merge
    PRIMARY KEY (table_name, row_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER origin_written BEFORE INSERT ON origin
WHEN NEW.merged_in IS NOT (SELECT id FROM revision WHERE closed_at IS NULL) OR NEW.merged_in NOT IN (SELECT merged_in FROM merged)
    OR EXISTS (SELECT 1 FROM origin WHERE table_name = NEW.table_name AND row_id = NEW.row_id)
BEGIN
    SELECT RAISE(ABORT, 'origin: merges write it; a row of this file has its author in the revision that wrote it');
END;

CREATE TRIGGER origin_changes BEFORE UPDATE ON origin
BEGIN
    SELECT RAISE(ABORT, 'origin: who wrote a row stays as it was');
END;

CREATE TRIGGER origin_stays BEFORE DELETE ON origin
BEGIN
    SELECT RAISE(ABORT, 'origin: who wrote a row stays as it was');
END;

CREATE TABLE merged ( -- Which revisions brought what another file says
    merged_in INTEGER PRIMARY KEY, -- The revision of a merge, or one that took back that it was undone
    source INTEGER NOT NULL -- The revision of the merge
) STRICT;

CREATE TABLE unmerged ( -- Which revisions took merges back: for the merges that follow, what those brought was never here
    merged_in INTEGER NOT NULL, -- The revision that brought it
    undone_in INTEGER NOT NULL, -- The revision that took it back
    PRIMARY KEY (merged_in, undone_in)
) STRICT, WITHOUT ROWID;
