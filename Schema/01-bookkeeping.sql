-- What every other table rests on: who changed what and why, and which words the columns may use. The files of this folder are loaded in the order of their names:
--     cat Schema/*.sql | sqlite3 new.sqlite
-- The comment behind a column is its documentation: the view `dictionary` reads it from the schema.

PRAGMA application_id = 0x53744e64;
PRAGMA user_version = 1;

CREATE TABLE revision ( -- A set of changes that somebody made together, for a reason; every row belongs to one
    id INTEGER PRIMARY KEY, -- Grows with time
    author TEXT NOT NULL, -- Who made the changes: a person, a desk, a program
    note TEXT NOT NULL DEFAULT '', -- Why they were made
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), -- When it was opened, UTC
    closed_at TEXT, -- When it was closed, UTC; empty in the one revision that rows may still be written in
    CONSTRAINT "revision.id: revisions are numbered from 1; leave the id out" CHECK (id > 0),
    CONSTRAINT "revision.author: say who makes the changes" CHECK (trim(author) <> ''),
    CONSTRAINT "revision.created_at: a time in UTC, 2019-11-06T12:00:00.000Z; leave it out"
        CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '+0 days')),
    CONSTRAINT "revision.closed_at: it cannot be before created_at" CHECK (closed_at >= created_at)
) STRICT;

CREATE INDEX revision_open ON revision (id) WHERE closed_at IS NULL;
CREATE INDEX revision_created ON revision (created_at);

-- At most one revision is open: a new one closes the one before.
CREATE TRIGGER revision_opens BEFORE INSERT ON revision
BEGIN
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM revision WHERE id = NEW.id)
            THEN RAISE(ABORT, 'revision.id: that number is taken; leave the id out')
        -- It is -1 where none is given.
        WHEN NEW.id <> -1 AND NEW.id <> coalesce((SELECT max(id) FROM revision), 0) + 1
            THEN RAISE(ABORT, 'revision.id: revisions are numbered one after the other; leave the id out')
        WHEN abs(julianday(NEW.created_at) - julianday('now')) > 1
            THEN RAISE(ABORT, 'revision.created_at: it says when the revision was opened, which is now; leave it out')
    END;
    UPDATE revision SET closed_at = max(created_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) WHERE closed_at IS NULL;
END;

CREATE TRIGGER revision_changes BEFORE UPDATE ON revision
WHEN OLD.closed_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.author <> OLD.author OR NEW.created_at <> OLD.created_at
BEGIN
    SELECT RAISE(ABORT, 'revision: what was done and by whom stays as it was; open a new one: INSERT INTO revision (author, note) VALUES (…)');
END;

CREATE TRIGGER revision_stays BEFORE DELETE ON revision
BEGIN
    SELECT RAISE(ABORT, 'revision: history is kept; a revision is undone by a new one, never deleted');
END;

CREATE TABLE term ( -- The words that a column may use; add your own with INSERT
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice
    field TEXT NOT NULL, -- The column: organization.kind, event.kind, participation.role …
    value TEXT NOT NULL, -- The word, as it stands in the column
    meaning TEXT NOT NULL, -- What it means
    revision_id INTEGER REFERENCES revision (id), -- The revision that wrote this row; empty: the file began with it
    UNIQUE (field, value),
    CONSTRAINT "term.value: small letters, digits and hyphens" CHECK (value <> '' AND value NOT GLOB '*[^a-z0-9-]*')
) STRICT;

CREATE INDEX term_revision ON term (revision_id);

CREATE TRIGGER term_inserted BEFORE INSERT ON term
BEGIN
    SELECT CASE
        WHEN (NEW.revision_id IS NULL AND EXISTS (SELECT 1 FROM revision)) OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'term.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM term WHERE id = NEW.id)
            THEN RAISE(ABORT, 'term.id: that id is taken; leave it out')
        WHEN EXISTS (SELECT 1 FROM term WHERE field = NEW.field AND value = NEW.value)
            THEN RAISE(ABORT, 'term: that word is there; UPDATE term SET meaning = … says better what it means')
    END;
END;

-- Words that rows use stay as they are; what a word means may be put better.
CREATE TRIGGER term_updated BEFORE UPDATE ON term
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'term.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'term.id: it never changes')
        WHEN NEW.field <> OLD.field OR NEW.value <> OLD.value
            THEN RAISE(ABORT, 'term: a word is not renamed; INSERT INTO term the new one, change the rows that use this one, and DELETE it')
    END;
END;

CREATE TRIGGER term_stays BEFORE DELETE ON term
WHEN (OLD.field = 'organization.kind' AND EXISTS (SELECT 1 FROM organization WHERE kind = OLD.value))
    OR (OLD.field = 'event.kind' AND EXISTS (SELECT 1 FROM event WHERE kind = OLD.value))
    OR (OLD.field = 'place.kind' AND EXISTS (SELECT 1 FROM place WHERE kind = OLD.value))
    OR (OLD.field = 'topic.kind' AND EXISTS (SELECT 1 FROM topic WHERE kind = OLD.value))
    OR (OLD.field = 'name.kind' AND EXISTS (SELECT 1 FROM name WHERE kind = OLD.value))
    OR (OLD.field = 'participation.role' AND EXISTS (SELECT 1 FROM participation WHERE role = OLD.value))
    OR (OLD.field = 'relation.predicate' AND EXISTS (SELECT 1 FROM relation WHERE predicate = OLD.value))
BEGIN
    SELECT RAISE(ABORT, 'term: rows use that word; change or delete them first');
END;

CREATE TABLE act ( -- The speech acts by which a stance is taken; add your own with INSERT
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice
    key TEXT NOT NULL UNIQUE, -- The word, as stances use it: condemns, votes-for
    polarity INTEGER, -- 1 in favour of the target, -1 against it, 0 neither; empty where each stance says
    plover TEXT, -- The event type of PLOVER 0.8 that it falls under, where there is one
    cameo TEXT, -- The code of CAMEO 1.1b3 that it falls under, where there is one
    meaning TEXT NOT NULL, -- What it means
    revision_id INTEGER REFERENCES revision (id), -- The revision that wrote this row; empty: the file began with it
    CONSTRAINT "act.key: small letters, digits and hyphens" CHECK (key <> '' AND key NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "act.polarity is 1, 0, -1 or NULL" CHECK (polarity IN (-1, 0, 1)),
    CONSTRAINT "act.cameo: two to four digits" CHECK (length(cameo) BETWEEN 2 AND 4 AND cameo NOT GLOB '*[^0-9]*')
) STRICT;

CREATE INDEX act_revision ON act (revision_id);

CREATE TRIGGER act_inserted BEFORE INSERT ON act
BEGIN
    SELECT CASE
        WHEN (NEW.revision_id IS NULL AND EXISTS (SELECT 1 FROM revision)) OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'act.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM act WHERE id = NEW.id)
            THEN RAISE(ABORT, 'act.id: that id is taken; leave it out')
        WHEN EXISTS (SELECT 1 FROM act WHERE key = NEW.key)
            THEN RAISE(ABORT, 'act.key: that act is there; change it with UPDATE, or choose another key')
    END;
END;

CREATE TRIGGER act_updated BEFORE UPDATE ON act
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'act.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'act.id: it never changes')
        WHEN NEW.key <> OLD.key
            THEN RAISE(ABORT, 'act.key: an act is not renamed; INSERT INTO act the new one, change the stances that use this one, and DELETE it')
        WHEN NEW.polarity IS NOT OLD.polarity AND EXISTS (SELECT 1 FROM stance WHERE act = OLD.key)
            THEN RAISE(ABORT, 'act.polarity: stances use the act; INSERT INTO act another one, and change them first')
    END;
END;

CREATE TRIGGER act_stays BEFORE DELETE ON act
WHEN EXISTS (SELECT 1 FROM stance WHERE act = OLD.key)
BEGIN
    SELECT RAISE(ABORT, 'act: stances use it; change or delete them first');
END;

CREATE TABLE dossier ( -- A folder of facts that was imported; kept so that importing it again updates it
    id INTEGER PRIMARY KEY, -- The file's own number
    key TEXT NOT NULL UNIQUE, -- The name the dossier gives itself
    sha256 TEXT NOT NULL, -- SHA-256 of what was imported, so that an unchanged dossier is left alone; empty: look at it again
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that last changed something in it
    CONSTRAINT "dossier.key: small letters, digits and hyphens" CHECK (key <> '' AND key NOT GLOB '*[^a-z0-9-]*')
) STRICT;

CREATE TRIGGER dossier_inserted BEFORE INSERT ON dossier
WHEN EXISTS (SELECT 1 FROM dossier WHERE id = NEW.id OR key = NEW.key)
BEGIN
    SELECT RAISE(ABORT, 'dossier: that id or key is taken; change the row with UPDATE');
END;

CREATE TRIGGER dossier_updated BEFORE UPDATE ON dossier
WHEN NEW.id <> OLD.id OR (NEW.key <> OLD.key AND EXISTS (SELECT 1 FROM dossier WHERE key = NEW.key))
BEGIN
    SELECT RAISE(ABORT, 'dossier: its id never changes, and no other dossier has its key');
END;

CREATE TABLE dossier_row ( -- The rows that a dossier states; a row that several state stays until the last lets go
    table_name TEXT NOT NULL, -- The table of the row
    row_id INTEGER NOT NULL, -- The id of the row
    dossier_id INTEGER NOT NULL REFERENCES dossier (id) ON DELETE CASCADE, -- The dossier that states it
    is_made INTEGER NOT NULL DEFAULT 1, -- 1: an import wrote it, and it goes with the last dossier; 0: it was there before, and stays
    is_gone INTEGER NOT NULL DEFAULT 0, -- 1: the row was deleted; an undo that brings it back gives it back to the dossier
    column_names TEXT, -- The columns that the dossier gives of those that it may leave out, with spaces between them
    PRIMARY KEY (table_name, row_id, dossier_id),
    CONSTRAINT "dossier_row.is_made is 0 or 1" CHECK (is_made IN (0, 1)),
    CONSTRAINT "dossier_row.is_gone is 0 or 1" CHECK (is_gone IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER dossier_row_updated BEFORE UPDATE ON dossier_row
WHEN (NEW.table_name, NEW.row_id, NEW.dossier_id) IS NOT (OLD.table_name, OLD.row_id, OLD.dossier_id)
BEGIN
    SELECT RAISE(ABORT, 'dossier_row: its row and its dossier never change; DELETE it, and INSERT another');
END;

CREATE INDEX dossier_row_dossier ON dossier_row (dossier_id);
