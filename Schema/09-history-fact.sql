-- What evidence and facts said before, as for things.

CREATE TABLE document_history ( -- Earlier versions of rows of document
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, key TEXT, title TEXT, url TEXT, publisher TEXT, authors TEXT, published TEXT,
    published_earliest TEXT, published_latest TEXT, language TEXT, description TEXT, text TEXT,
    sha256 TEXT, retrieved_at TEXT, licence TEXT, supersedes_id INTEGER, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_history_id ON document_history (id, until_revision_id);

CREATE TRIGGER document_history_update AFTER UPDATE ON document WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO document_history VALUES (
        NEW.revision_id, OLD.id, OLD.key, OLD.title, OLD.url, OLD.publisher, OLD.authors, OLD.published,
        OLD.published_earliest, OLD.published_latest, OLD.language, OLD.description, OLD.text, OLD.sha256,
        OLD.retrieved_at, OLD.licence, OLD.supersedes_id, OLD.revision_id);
END;

CREATE TRIGGER document_history_delete AFTER DELETE ON document
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'document' AND row_id = OLD.id;
    INSERT INTO document_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.key, OLD.title, OLD.url, OLD.publisher, OLD.authors, OLD.published,
        OLD.published_earliest, OLD.published_latest, OLD.language, OLD.description, OLD.text, OLD.sha256,
        OLD.retrieved_at, OLD.licence, OLD.supersedes_id, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE passage_history ( -- Earlier versions of rows of passage
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, document_id INTEGER, start_offset INTEGER, end_offset INTEGER, quote TEXT,
    prefix TEXT, suffix TEXT, locator TEXT, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX passage_history_id ON passage_history (id, until_revision_id);

CREATE TRIGGER passage_history_update AFTER UPDATE ON passage WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO passage_history VALUES (
        NEW.revision_id, OLD.id, OLD.document_id, OLD.start_offset, OLD.end_offset, OLD.quote, OLD.prefix,
        OLD.suffix, OLD.locator, OLD.revision_id);
END;

CREATE TRIGGER passage_history_delete AFTER DELETE ON passage
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'passage' AND row_id = OLD.id;
    INSERT INTO passage_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.document_id, OLD.start_offset, OLD.end_offset, OLD.quote, OLD.prefix, OLD.suffix,
        OLD.locator, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE stance_history ( -- Earlier versions of rows of stance
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, holder_id INTEGER, on_behalf_of_id INTEGER, act TEXT, polarity INTEGER,
    strength INTEGER, target_id INTEGER, addressee_id INTEGER, ordinal INTEGER, proposition TEXT,
    conditional INTEGER, reported INTEGER, event_id INTEGER, date TEXT, earliest TEXT, latest TEXT,
    passage_id INTEGER, confidence REAL, rank TEXT, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX stance_history_id ON stance_history (id, until_revision_id);

CREATE TRIGGER stance_history_update AFTER UPDATE ON stance WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO stance_history VALUES (
        NEW.revision_id, OLD.id, OLD.holder_id, OLD.on_behalf_of_id, OLD.act, OLD.polarity, OLD.strength,
        OLD.target_id, OLD.addressee_id, OLD.ordinal, OLD.proposition, OLD.conditional, OLD.reported,
        OLD.event_id, OLD.date, OLD.earliest, OLD.latest, OLD.passage_id, OLD.confidence, OLD.rank,
        OLD.revision_id);
END;

CREATE TRIGGER stance_history_delete AFTER DELETE ON stance
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'stance' AND row_id = OLD.id;
    INSERT INTO stance_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.holder_id, OLD.on_behalf_of_id, OLD.act, OLD.polarity, OLD.strength, OLD.target_id,
        OLD.addressee_id, OLD.ordinal, OLD.proposition, OLD.conditional, OLD.reported, OLD.event_id,
        OLD.date, OLD.earliest, OLD.latest, OLD.passage_id, OLD.confidence, OLD.rank, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE participation_history ( -- Earlier versions of rows of participation
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, event_id INTEGER, participant_id INTEGER, role TEXT, on_behalf_of_id INTEGER,
    post TEXT, date TEXT, earliest TEXT, latest TEXT, passage_id INTEGER, confidence REAL, rank TEXT,
    revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX participation_history_id ON participation_history (id, until_revision_id);

CREATE TRIGGER participation_history_update AFTER UPDATE ON participation WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO participation_history VALUES (
        NEW.revision_id, OLD.id, OLD.event_id, OLD.participant_id, OLD.role, OLD.on_behalf_of_id, OLD.post,
        OLD.date, OLD.earliest, OLD.latest, OLD.passage_id, OLD.confidence, OLD.rank, OLD.revision_id);
END;

CREATE TRIGGER participation_history_delete AFTER DELETE ON participation
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'participation' AND row_id = OLD.id;
    INSERT INTO participation_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.event_id, OLD.participant_id, OLD.role, OLD.on_behalf_of_id, OLD.post, OLD.date,
        OLD.earliest, OLD.latest, OLD.passage_id, OLD.confidence, OLD.rank, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE membership_history ( -- Earlier versions of rows of membership
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, member_id INTEGER, organization_id INTEGER, role TEXT, post TEXT,
    on_behalf_of_id INTEGER, date TEXT, earliest TEXT, latest TEXT, passage_id INTEGER, confidence REAL,
    rank TEXT, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX membership_history_id ON membership_history (id, until_revision_id);

CREATE TRIGGER membership_history_update AFTER UPDATE ON membership WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO membership_history VALUES (
        NEW.revision_id, OLD.id, OLD.member_id, OLD.organization_id, OLD.role, OLD.post,
        OLD.on_behalf_of_id, OLD.date, OLD.earliest, OLD.latest, OLD.passage_id, OLD.confidence, OLD.rank,
        OLD.revision_id);
END;

CREATE TRIGGER membership_history_delete AFTER DELETE ON membership
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'membership' AND row_id = OLD.id;
    INSERT INTO membership_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.member_id, OLD.organization_id, OLD.role, OLD.post, OLD.on_behalf_of_id, OLD.date,
        OLD.earliest, OLD.latest, OLD.passage_id, OLD.confidence, OLD.rank, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE relation_history ( -- Earlier versions of rows of relation
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, subject_id INTEGER, predicate TEXT, object_id INTEGER, date TEXT,
    earliest TEXT, latest TEXT, passage_id INTEGER, confidence REAL, rank TEXT,
    revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX relation_history_id ON relation_history (id, until_revision_id);

CREATE TRIGGER relation_history_update AFTER UPDATE ON relation WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO relation_history VALUES (
        NEW.revision_id, OLD.id, OLD.subject_id, OLD.predicate, OLD.object_id, OLD.date, OLD.earliest,
        OLD.latest, OLD.passage_id, OLD.confidence, OLD.rank, OLD.revision_id);
END;

CREATE TRIGGER relation_history_delete AFTER DELETE ON relation
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'relation' AND row_id = OLD.id;
    INSERT INTO relation_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.subject_id, OLD.predicate, OLD.object_id, OLD.date, OLD.earliest, OLD.latest,
        OLD.passage_id, OLD.confidence, OLD.rank, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE figure_history ( -- Earlier versions of rows of figure
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, entity_id INTEGER, measure TEXT, low REAL, high REAL, approximate INTEGER,
    unit TEXT, date TEXT, earliest TEXT, latest TEXT, passage_id INTEGER, confidence REAL, rank TEXT,
    revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX figure_history_id ON figure_history (id, until_revision_id);

CREATE TRIGGER figure_history_update AFTER UPDATE ON figure WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO figure_history VALUES (
        NEW.revision_id, OLD.id, OLD.entity_id, OLD.measure, OLD.low, OLD.high, OLD.approximate, OLD.unit,
        OLD.date, OLD.earliest, OLD.latest, OLD.passage_id, OLD.confidence, OLD.rank, OLD.revision_id);
END;

CREATE TRIGGER figure_history_delete AFTER DELETE ON figure
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'figure' AND row_id = OLD.id;
    INSERT INTO figure_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.entity_id, OLD.measure, OLD.low, OLD.high, OLD.approximate, OLD.unit, OLD.date,
        OLD.earliest, OLD.latest, OLD.passage_id, OLD.confidence, OLD.rank, OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TABLE attribute_history ( -- Earlier versions of rows of attribute
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, entity_id INTEGER, property TEXT, value TEXT, passage_id INTEGER,
    confidence REAL, rank TEXT, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX attribute_history_id ON attribute_history (id, until_revision_id);

CREATE TRIGGER attribute_history_update AFTER UPDATE ON attribute WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO attribute_history VALUES (
        NEW.revision_id, OLD.id, OLD.entity_id, OLD.property, OLD.value, OLD.passage_id, OLD.confidence,
        OLD.rank, OLD.revision_id);
END;

CREATE TRIGGER attribute_history_delete AFTER DELETE ON attribute
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'attribute' AND row_id = OLD.id;
    INSERT INTO attribute_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.entity_id, OLD.property, OLD.value, OLD.passage_id, OLD.confidence, OLD.rank,
        OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE VIEW history AS -- Every version that a row had before the one it has now; the row itself is in the table's own _history
SELECT
    'entity' AS table_name, -- The table
    id AS row_id, -- The id of the row
    revision_id AS revision_id, -- The revision that wrote this version
    until_revision_id AS until_revision_id -- The revision that changed or deleted it
FROM entity_history
UNION ALL SELECT 'person', id, revision_id, until_revision_id FROM person_history
UNION ALL SELECT 'organization', id, revision_id, until_revision_id FROM organization_history
UNION ALL SELECT 'place', id, revision_id, until_revision_id FROM place_history
UNION ALL SELECT 'topic', id, revision_id, until_revision_id FROM topic_history
UNION ALL SELECT 'event', id, revision_id, until_revision_id FROM event_history
UNION ALL SELECT 'name', id, revision_id, until_revision_id FROM name_history
UNION ALL SELECT 'identifier', id, revision_id, until_revision_id FROM identifier_history
UNION ALL SELECT 'identity_judgement', id, revision_id, until_revision_id FROM identity_judgement_history
UNION ALL SELECT 'document', id, revision_id, until_revision_id FROM document_history
UNION ALL SELECT 'passage', id, revision_id, until_revision_id FROM passage_history
UNION ALL SELECT 'stance', id, revision_id, until_revision_id FROM stance_history
UNION ALL SELECT 'participation', id, revision_id, until_revision_id FROM participation_history
UNION ALL SELECT 'membership', id, revision_id, until_revision_id FROM membership_history
UNION ALL SELECT 'relation', id, revision_id, until_revision_id FROM relation_history
UNION ALL SELECT 'figure', id, revision_id, until_revision_id FROM figure_history
UNION ALL SELECT 'attribute', id, revision_id, until_revision_id FROM attribute_history
UNION ALL SELECT 'passage_anchor', id, revision_id, until_revision_id FROM passage_anchor_history
UNION ALL SELECT 'conflict', id, revision_id, until_revision_id FROM conflict_history
UNION ALL SELECT 'term', id, revision_id, until_revision_id FROM term_history
UNION ALL SELECT 'act', id, revision_id, until_revision_id FROM act_history;
