-- What words and acts meant before; see 08-history-thing.sql. What the file began with stands since revision 0.

CREATE TABLE term_history ( -- Earlier versions of rows of term
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, field TEXT, value TEXT, meaning TEXT, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX term_history_id ON term_history (id, until_revision_id);

CREATE TRIGGER term_history_written AFTER INSERT ON term_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'term_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change term, whose triggers write its history');
END;

CREATE TRIGGER term_history_changes BEFORE UPDATE ON term_history
BEGIN
    SELECT RAISE(ABORT, 'term_history: history is kept as it was; change term');
END;

CREATE TRIGGER term_history_stays BEFORE DELETE ON term_history
BEGIN
    SELECT RAISE(ABORT, 'term_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER term_history_update AFTER UPDATE ON term WHEN NEW.revision_id IS NOT OLD.revision_id
BEGIN
    INSERT INTO term_history VALUES (NEW.revision_id, OLD.id, OLD.field, OLD.value, OLD.meaning, coalesce(OLD.revision_id, 0));
END;

CREATE TRIGGER term_history_delete AFTER DELETE ON term
BEGIN
    INSERT INTO term_history SELECT coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807), OLD.id, OLD.field, OLD.value, OLD.meaning, coalesce(OLD.revision_id, 0)
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TRIGGER term_conflict_delete AFTER DELETE ON term
BEGIN
    DELETE FROM conflict WHERE table_name = 'term' AND row_id = OLD.id;
END;

CREATE TABLE act_history ( -- Earlier versions of rows of act
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, key TEXT, polarity INTEGER, plover TEXT, cameo TEXT, meaning TEXT, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX act_history_id ON act_history (id, until_revision_id);

CREATE TRIGGER act_history_written AFTER INSERT ON act_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'act_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change act, whose triggers write its history');
END;

CREATE TRIGGER act_history_changes BEFORE UPDATE ON act_history
BEGIN
    SELECT RAISE(ABORT, 'act_history: history is kept as it was; change act');
END;

CREATE TRIGGER act_history_stays BEFORE DELETE ON act_history
BEGIN
    SELECT RAISE(ABORT, 'act_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER act_history_update AFTER UPDATE ON act WHEN NEW.revision_id IS NOT OLD.revision_id
BEGIN
    INSERT INTO act_history VALUES (NEW.revision_id, OLD.id, OLD.key, OLD.polarity, OLD.plover, OLD.cameo, OLD.meaning, coalesce(OLD.revision_id, 0));
END;

CREATE TRIGGER act_history_delete AFTER DELETE ON act
BEGIN
    INSERT INTO act_history SELECT coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807), OLD.id, OLD.key, OLD.polarity, OLD.plover, OLD.cameo, OLD.meaning, coalesce(OLD.revision_id, 0)
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE TRIGGER act_conflict_delete AFTER DELETE ON act
BEGIN
    DELETE FROM conflict WHERE table_name = 'act' AND row_id = OLD.id;
END;
