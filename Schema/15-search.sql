-- Full-text search (FTS5): names, the texts of documents, and quotes. Accents and case do not matter:
--     SELECT entity_id, text FROM name_search WHERE name_search MATCH 'canel';
--     SELECT quote FROM passage WHERE id IN (SELECT rowid FROM passage_search WHERE passage_search MATCH '"the blockade"');
-- Triggers keep each in step with its table. After a repair: INSERT INTO document_search (document_search) VALUES ('rebuild').

CREATE VIRTUAL TABLE name_search USING fts5 ( -- What things are called: entity.name under rowid 2 * entity.id, name.text under 2 * name.id + 1
    text, -- The name
    entity_id UNINDEXED, -- The thing
    tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE VIRTUAL TABLE name_trigram USING fts5 ( -- The same by every three letters, for names that are misspelt; rowids as in name_search
    text, -- The name
    content = '', tokenize = "trigram", detail = none);
CREATE VIRTUAL TABLE document_search USING fts5 ( -- The words of documents, under document.id
    title, -- The title
    text, -- The archived text
    content="document", content_rowid="id", tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE passage_search USING fts5 ( -- The words of quotes, under passage.id
    quote, -- The quote
    content="passage", content_rowid="id", tokenize = "unicode61 remove_diacritics 2");

CREATE TRIGGER entity_search_insert AFTER INSERT ON entity
BEGIN
    INSERT INTO name_search (rowid, text, entity_id) VALUES (2 * NEW.id, NEW.name, NEW.id);
    INSERT INTO name_trigram (rowid, text) VALUES (2 * NEW.id, NEW.name);
END;

CREATE TRIGGER entity_search_update AFTER UPDATE ON entity WHEN NEW.name <> OLD.name
BEGIN
    UPDATE name_search SET text = NEW.name WHERE rowid = 2 * OLD.id;
    INSERT INTO name_trigram (name_trigram, rowid, text) VALUES ('delete', 2 * OLD.id, OLD.name);
    INSERT INTO name_trigram (rowid, text) VALUES (2 * OLD.id, NEW.name);
END;

CREATE TRIGGER entity_search_delete AFTER DELETE ON entity
BEGIN
    DELETE FROM name_search WHERE rowid = 2 * OLD.id;
    INSERT INTO name_trigram (name_trigram, rowid, text) VALUES ('delete', 2 * OLD.id, OLD.name);
END;

CREATE TRIGGER name_search_insert AFTER INSERT ON name
BEGIN
    INSERT INTO name_search (rowid, text, entity_id) VALUES (2 * NEW.id + 1, NEW.text, NEW.entity_id);
    INSERT INTO name_trigram (rowid, text) VALUES (2 * NEW.id + 1, NEW.text);
END;

CREATE TRIGGER name_search_update AFTER UPDATE ON name WHEN NEW.text <> OLD.text OR NEW.entity_id <> OLD.entity_id
BEGIN
    UPDATE name_search SET text = NEW.text, entity_id = NEW.entity_id WHERE rowid = 2 * OLD.id + 1;
    INSERT INTO name_trigram (name_trigram, rowid, text) VALUES ('delete', 2 * OLD.id + 1, OLD.text);
    INSERT INTO name_trigram (rowid, text) VALUES (2 * OLD.id + 1, NEW.text);
END;

CREATE TRIGGER name_search_delete AFTER DELETE ON name
BEGIN
    DELETE FROM name_search WHERE rowid = 2 * OLD.id + 1;
    INSERT INTO name_trigram (name_trigram, rowid, text) VALUES ('delete', 2 * OLD.id + 1, OLD.text);
END;

CREATE TRIGGER document_search_insert AFTER INSERT ON document
BEGIN
    INSERT INTO document_search (rowid, title, text) VALUES (NEW.id, NEW.title, NEW.text);
END;

CREATE TRIGGER document_search_update AFTER UPDATE ON document WHEN NEW.title <> OLD.title OR NEW.text IS NOT OLD.text
BEGIN
    INSERT INTO document_search (document_search, rowid, title, text) VALUES ('delete', OLD.id, OLD.title, OLD.text);
    INSERT INTO document_search (rowid, title, text) VALUES (NEW.id, NEW.title, NEW.text);
END;

CREATE TRIGGER document_search_delete AFTER DELETE ON document
BEGIN
    INSERT INTO document_search (document_search, rowid, title, text) VALUES ('delete', OLD.id, OLD.title, OLD.text);
END;

-- Also what has no words: the index has a row for each of its table. What a quote says never changes.
CREATE TRIGGER passage_search_insert AFTER INSERT ON passage
BEGIN
    INSERT INTO passage_search (rowid, quote) VALUES (NEW.id, NEW.quote);
END;

CREATE TRIGGER passage_search_delete AFTER DELETE ON passage
BEGIN
    INSERT INTO passage_search (passage_search, rowid, quote) VALUES ('delete', OLD.id, OLD.quote);
END;
