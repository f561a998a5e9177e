-- What rows said before: each table has a twin for earlier versions, filled by triggers, so that what was
-- held at any revision is in the table (revision_id up to it) or in the twin (and until_revision_id after it).
-- A row that changes again in the revision that wrote it leaves no trace: a revision is one step.
-- The key of a twin begins with the revision that ended the version, so that a revision writes its versions side by side.
-- Its columns come first: where they do not, integrity_check of SQLite 3.40 takes one column for another.

CREATE TABLE entity_history ( -- Earlier versions of rows of entity
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, key TEXT, kind TEXT, name TEXT, description TEXT, canonical_id INTEGER,
    extra TEXT, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX entity_history_id ON entity_history (id, until_revision_id);

CREATE TRIGGER entity_history_update AFTER UPDATE ON entity WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO entity_history VALUES (
        NEW.revision_id, OLD.id, OLD.key, OLD.kind, OLD.name, OLD.description, OLD.canonical_id, OLD.extra,
        OLD.revision_id);
END;

CREATE TRIGGER entity_history_delete AFTER DELETE ON entity
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'entity' AND row_id = OLD.id;
    INSERT INTO entity_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.key, OLD.kind, OLD.name, OLD.description, OLD.canonical_id, OLD.extra, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE person_history ( -- Earlier versions of rows of person
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, gender TEXT, date TEXT, earliest TEXT, latest TEXT,
    revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_history_id ON person_history (id, until_revision_id);

CREATE TRIGGER person_history_update AFTER UPDATE ON person WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO person_history VALUES (
        NEW.revision_id, OLD.id, OLD.gender, OLD.date, OLD.earliest, OLD.latest, OLD.revision_id);
END;

CREATE TRIGGER person_history_delete AFTER DELETE ON person
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'person' AND row_id = OLD.id;
    INSERT INTO person_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.gender, OLD.date, OLD.earliest, OLD.latest, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE organization_history ( -- Earlier versions of rows of organization
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, kind TEXT, place_id INTEGER, date TEXT, earliest TEXT, latest TEXT,
    revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX organization_history_id ON organization_history (id, until_revision_id);

CREATE TRIGGER organization_history_update AFTER UPDATE ON organization WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO organization_history VALUES (
        NEW.revision_id, OLD.id, OLD.kind, OLD.place_id, OLD.date, OLD.earliest, OLD.latest, OLD.revision_id);
END;

CREATE TRIGGER organization_history_delete AFTER DELETE ON organization
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'organization' AND row_id = OLD.id;
    INSERT INTO organization_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.kind, OLD.place_id, OLD.date, OLD.earliest, OLD.latest, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE place_history ( -- Earlier versions of rows of place
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, kind TEXT, part_of_id INTEGER, latitude REAL, longitude REAL,
    revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX place_history_id ON place_history (id, until_revision_id);

CREATE TRIGGER place_history_update AFTER UPDATE ON place WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO place_history VALUES (
        NEW.revision_id, OLD.id, OLD.kind, OLD.part_of_id, OLD.latitude, OLD.longitude, OLD.revision_id);
END;

CREATE TRIGGER place_history_delete AFTER DELETE ON place
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'place' AND row_id = OLD.id;
    INSERT INTO place_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.kind, OLD.part_of_id, OLD.latitude, OLD.longitude, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE topic_history ( -- Earlier versions of rows of topic
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, kind TEXT, broader_id INTEGER, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX topic_history_id ON topic_history (id, until_revision_id);

CREATE TRIGGER topic_history_update AFTER UPDATE ON topic WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO topic_history VALUES (
        NEW.revision_id, OLD.id, OLD.kind, OLD.broader_id, OLD.revision_id);
END;

CREATE TRIGGER topic_history_delete AFTER DELETE ON topic
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'topic' AND row_id = OLD.id;
    INSERT INTO topic_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.kind, OLD.broader_id, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE event_history ( -- Earlier versions of rows of event
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, kind TEXT, date TEXT, earliest TEXT, latest TEXT, place_id INTEGER,
    part_of_id INTEGER, series_id INTEGER, edition INTEGER, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_history_id ON event_history (id, until_revision_id);

CREATE TRIGGER event_history_update AFTER UPDATE ON event WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO event_history VALUES (
        NEW.revision_id, OLD.id, OLD.kind, OLD.date, OLD.earliest, OLD.latest, OLD.place_id, OLD.part_of_id,
        OLD.series_id, OLD.edition, OLD.revision_id);
END;

CREATE TRIGGER event_history_delete AFTER DELETE ON event
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'event' AND row_id = OLD.id;
    INSERT INTO event_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.kind, OLD.date, OLD.earliest, OLD.latest, OLD.place_id, OLD.part_of_id, OLD.series_id,
        OLD.edition, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE name_history ( -- Earlier versions of rows of name
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, entity_id INTEGER, text TEXT, kind TEXT, language TEXT, script TEXT, date TEXT,
    earliest TEXT, latest TEXT, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX name_history_id ON name_history (id, until_revision_id);

CREATE TRIGGER name_history_update AFTER UPDATE ON name WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO name_history VALUES (
        NEW.revision_id, OLD.id, OLD.entity_id, OLD.text, OLD.kind, OLD.language, OLD.script, OLD.date,
        OLD.earliest, OLD.latest, OLD.revision_id);
END;

CREATE TRIGGER name_history_delete AFTER DELETE ON name
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'name' AND row_id = OLD.id;
    INSERT INTO name_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.entity_id, OLD.text, OLD.kind, OLD.language, OLD.script, OLD.date, OLD.earliest,
        OLD.latest, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE identifier_history ( -- Earlier versions of rows of identifier
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, entity_id INTEGER, scheme TEXT, value TEXT, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX identifier_history_id ON identifier_history (id, until_revision_id);

CREATE TRIGGER identifier_history_update AFTER UPDATE ON identifier WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO identifier_history VALUES (
        NEW.revision_id, OLD.id, OLD.entity_id, OLD.scheme, OLD.value, OLD.revision_id);
END;

CREATE TRIGGER identifier_history_delete AFTER DELETE ON identifier
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'identifier' AND row_id = OLD.id;
    INSERT INTO identifier_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.entity_id, OLD.scheme, OLD.value, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE identity_judgement_history ( -- Earlier versions of rows of identity_judgement
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, left_id INTEGER, right_id INTEGER, verdict TEXT, author TEXT, reason TEXT,
    preferred_id INTEGER, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_judgement_history_id ON identity_judgement_history (id, until_revision_id);

CREATE TRIGGER identity_judgement_history_update AFTER UPDATE ON identity_judgement WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO identity_judgement_history VALUES (
        NEW.revision_id, OLD.id, OLD.left_id, OLD.right_id, OLD.verdict, OLD.author, OLD.reason,
        OLD.preferred_id, OLD.revision_id);
END;

CREATE TRIGGER identity_judgement_history_delete AFTER DELETE ON identity_judgement
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'identity_judgement' AND row_id = OLD.id;
    INSERT INTO identity_judgement_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.left_id, OLD.right_id, OLD.verdict, OLD.author, OLD.reason, OLD.preferred_id,
        OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;
