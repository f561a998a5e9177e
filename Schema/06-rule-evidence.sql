-- The rules of names, identities and evidence, kept by triggers so that they hold in every tool, foreign keys on or off.
-- Each table has one trigger before INSERT and one before UPDATE; the first rule that is broken speaks.

CREATE TRIGGER name_inserted BEFORE INSERT ON name
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'name.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM name WHERE id = NEW.id)
            THEN RAISE(ABORT, 'name.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.entity_id)
            THEN RAISE(ABORT, 'name.entity_id: it must be a thing that is in entity')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'name.kind' AND value = NEW.kind)
            THEN RAISE(ABORT, 'name.kind: not a known word; SELECT value, meaning FROM term WHERE field = ''name.kind'' lists them, INSERT INTO term adds one')
    END;
END;

CREATE TRIGGER name_updated BEFORE UPDATE ON name
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'name.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'name.id: it never changes')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.entity_id)
            THEN RAISE(ABORT, 'name.entity_id: it must be a thing that is in entity')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'name.kind' AND value = NEW.kind)
            THEN RAISE(ABORT, 'name.kind: not a known word; SELECT value, meaning FROM term WHERE field = ''name.kind'' lists them, INSERT INTO term adds one')
    END;
END;

CREATE TRIGGER identifier_inserted BEFORE INSERT ON identifier
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'identifier.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM identifier WHERE id = NEW.id)
            THEN RAISE(ABORT, 'identifier.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.entity_id)
            THEN RAISE(ABORT, 'identifier.entity_id: it must be a thing that is in entity')
        WHEN EXISTS (SELECT 1 FROM identifier WHERE scheme = NEW.scheme AND value = NEW.value AND id <> coalesce(NEW.id, -1))
            THEN RAISE(ABORT, 'identifier: it is another thing''s already, or this one has it; SELECT entity_id FROM identifier WHERE scheme = … AND value = … says whose')
    END;
END;

CREATE TRIGGER identifier_updated BEFORE UPDATE ON identifier
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'identifier.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'identifier.id: it never changes')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.entity_id)
            THEN RAISE(ABORT, 'identifier.entity_id: it must be a thing that is in entity')
        WHEN EXISTS (SELECT 1 FROM identifier WHERE scheme = NEW.scheme AND value = NEW.value AND id <> coalesce(NEW.id, -1))
            THEN RAISE(ABORT, 'identifier: it is another thing''s already, or this one has it; SELECT entity_id FROM identifier WHERE scheme = … AND value = … says whose')
    END;
END;

CREATE TRIGGER identity_judgement_inserted BEFORE INSERT ON identity_judgement
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'identity_judgement.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM identity_judgement WHERE id = NEW.id)
            THEN RAISE(ABORT, 'identity_judgement.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.left_id)
            THEN RAISE(ABORT, 'identity_judgement.left_id: it must be a thing that is in entity')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.right_id)
            THEN RAISE(ABORT, 'identity_judgement.right_id: it must be a thing that is in entity')
    END;
END;

CREATE TRIGGER identity_judgement_updated BEFORE UPDATE ON identity_judgement
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'identity_judgement.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'identity_judgement.id: it never changes')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.left_id)
            THEN RAISE(ABORT, 'identity_judgement.left_id: it must be a thing that is in entity')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.right_id)
            THEN RAISE(ABORT, 'identity_judgement.right_id: it must be a thing that is in entity')
    END;
END;

CREATE TRIGGER document_inserted BEFORE INSERT ON document
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'document.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM document WHERE id = NEW.id)
            THEN RAISE(ABORT, 'document.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN EXISTS (SELECT 1 FROM document WHERE key = NEW.key)
            THEN RAISE(ABORT, 'document.key: that key is taken; a later capture of a page is a document of its own, with supersedes_id')
        WHEN EXISTS (SELECT 1 FROM document d WHERE d.key >= substr(NEW.key, 1, instr(NEW.key || '--', '--') - 1) AND d.key < substr(NEW.key, 1, instr(NEW.key || '--', '--') - 1) || '-.' AND d.id <> NEW.id AND d.text IS NEW.text)
            THEN RAISE(ABORT, 'document.key: the document of this key and text is there already; use it')
        WHEN NEW.authors IS NOT NULL AND CASE WHEN json_valid(NEW.authors) AND json_type(NEW.authors) = 'array' THEN EXISTS (SELECT 1 FROM json_each(NEW.authors) WHERE type <> 'text') ELSE 1 END
            THEN RAISE(ABORT, 'document.authors: it must be a JSON array of names')
        WHEN NEW.supersedes_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM document WHERE id = NEW.supersedes_id)
            THEN RAISE(ABORT, 'document.supersedes_id: it must be the id of a document')
    END;
END;

CREATE TRIGGER document_updated BEFORE UPDATE ON document
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'document.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'document.id: it never changes')
        WHEN NEW.text <> OLD.text
            THEN RAISE(ABORT, 'document.text: what was archived stays; a later capture of a page is a document of its own, with supersedes_id')
        WHEN NEW.text IS NULL AND OLD.text IS NOT NULL AND EXISTS (SELECT 1 FROM passage WHERE document_id = OLD.id AND start_offset IS NOT NULL)
            THEN RAISE(ABORT, 'document.text: passages rest on it')
        WHEN NEW.key <> OLD.key AND EXISTS (SELECT 1 FROM document WHERE key = NEW.key)
            THEN RAISE(ABORT, 'document.key: that key is taken')
        -- As that of a thing.
        WHEN NEW.key <> OLD.key AND (OLD.revision_id <> NEW.revision_id OR EXISTS (SELECT 1 FROM document_history WHERE id = OLD.id)) AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
            THEN RAISE(ABORT, 'document.key: it never changes, as dossiers and other files know the document by it; its title may')
        WHEN (NEW.key, NEW.text) IS NOT (OLD.key, OLD.text) AND EXISTS (SELECT 1 FROM document d WHERE d.key >= substr(NEW.key, 1, instr(NEW.key || '--', '--') - 1) AND d.key < substr(NEW.key, 1, instr(NEW.key || '--', '--') - 1) || '-.' AND d.id <> NEW.id AND d.text IS NEW.text)
            THEN RAISE(ABORT, 'document.key: the document of this key and text is there already; use it')
        WHEN NEW.authors IS NOT NULL AND CASE WHEN json_valid(NEW.authors) AND json_type(NEW.authors) = 'array' THEN EXISTS (SELECT 1 FROM json_each(NEW.authors) WHERE type <> 'text') ELSE 1 END
            THEN RAISE(ABORT, 'document.authors: it must be a JSON array of names')
        WHEN NEW.supersedes_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM document WHERE id = NEW.supersedes_id)
            THEN RAISE(ABORT, 'document.supersedes_id: it must be the id of a document')
        WHEN NEW.supersedes_id IS NOT OLD.supersedes_id AND NEW.supersedes_id IS NOT NULL AND NEW.id IN (
                WITH RECURSIVE earlier (id) AS (
                    SELECT NEW.supersedes_id UNION SELECT supersedes_id FROM earlier JOIN document ON document.id = earlier.id WHERE supersedes_id IS NOT NULL
                ) SELECT id FROM earlier)
            THEN RAISE(ABORT, 'document.supersedes_id: a document does not supersede itself, directly or through others')
    END;
END;

-- A document goes with its passages, but never with a fact.
CREATE TRIGGER document_deleted BEFORE DELETE ON document
BEGIN
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM stance JOIN passage ON passage.id = stance.passage_id WHERE document_id = OLD.id)
            OR EXISTS (SELECT 1 FROM participation JOIN passage ON passage.id = participation.passage_id WHERE document_id = OLD.id)
            OR EXISTS (SELECT 1 FROM membership JOIN passage ON passage.id = membership.passage_id WHERE document_id = OLD.id)
            OR EXISTS (SELECT 1 FROM relation JOIN passage ON passage.id = relation.passage_id WHERE document_id = OLD.id)
            OR EXISTS (SELECT 1 FROM figure JOIN passage ON passage.id = figure.passage_id WHERE document_id = OLD.id)
            OR EXISTS (SELECT 1 FROM attribute JOIN passage ON passage.id = attribute.passage_id WHERE document_id = OLD.id)
            THEN RAISE(ABORT, 'document: facts rest on it; delete them first')
        WHEN EXISTS (SELECT 1 FROM document WHERE supersedes_id = OLD.id)
            THEN RAISE(ABORT, 'document: a later capture supersedes it; change that one first')
    END;
    DELETE FROM passage WHERE document_id = OLD.id;
END;

CREATE TRIGGER passage_deleted BEFORE DELETE ON passage
BEGIN
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM stance WHERE passage_id = OLD.id)
            OR EXISTS (SELECT 1 FROM participation WHERE passage_id = OLD.id)
            OR EXISTS (SELECT 1 FROM membership WHERE passage_id = OLD.id)
            OR EXISTS (SELECT 1 FROM relation WHERE passage_id = OLD.id)
            OR EXISTS (SELECT 1 FROM figure WHERE passage_id = OLD.id)
            OR EXISTS (SELECT 1 FROM attribute WHERE passage_id = OLD.id)
            THEN RAISE(ABORT, 'passage: facts rest on it; delete them first')
    END;
END;

CREATE TRIGGER passage_inserted BEFORE INSERT ON passage
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'passage.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM passage WHERE id = NEW.id)
            THEN RAISE(ABORT, 'passage.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN (
                EXISTS (SELECT 1 FROM passage WHERE document_id = NEW.document_id AND start_offset = NEW.start_offset AND end_offset = NEW.end_offset
                    AND coalesce(locator, '') = coalesce(NEW.locator, ''))
                OR (NEW.start_offset IS NULL AND EXISTS (SELECT 1 FROM passage WHERE document_id = NEW.document_id AND start_offset IS NULL
                    AND locator = NEW.locator AND coalesce(quote, '') = coalesce(NEW.quote, ''))))
            THEN RAISE(ABORT, 'passage: these words of the document are there already; use that passage''s id')
        WHEN NOT EXISTS (SELECT 1 FROM document WHERE id = NEW.document_id)
            THEN RAISE(ABORT, 'passage.document_id: it must be the id of a document; INSERT INTO document first')
        WHEN NEW.start_offset IS NOT NULL AND coalesce(NEW.prefix, '') || NEW.quote || coalesce(NEW.suffix, '') IS NOT (SELECT substr(text, NEW.start_offset + 1 - length(coalesce(NEW.prefix, '')), length(coalesce(NEW.prefix, '') || NEW.quote || coalesce(NEW.suffix, ''))) FROM document WHERE id = NEW.document_id)
            THEN RAISE(ABORT, 'passage.quote: the document does not say that at these offsets, or not between prefix and suffix; SELECT instr(text, …) - 1 FROM document says where words start')
        WHEN NEW.start_offset IS NULL AND NEW.quote IS NOT NULL AND (SELECT instr(text, NEW.quote) FROM document WHERE id = NEW.document_id) = 0
            THEN RAISE(ABORT, 'passage.quote: the document does not say that; give its own words, with start_offset and end_offset, or the locator alone')
    END;
END;

CREATE TRIGGER passage_updated BEFORE UPDATE ON passage
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'passage.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'passage.id: it never changes')
        WHEN (NEW.document_id, NEW.start_offset, NEW.end_offset, NEW.locator, NEW.quote) IS NOT (OLD.document_id, OLD.start_offset, OLD.end_offset, OLD.locator, OLD.quote)
            THEN RAISE(ABORT, 'passage: which words it is never changes, as facts rest on them; INSERT INTO passage the others, UPDATE the facts to that passage_id, and DELETE this one')
        WHEN NEW.start_offset IS NOT NULL AND coalesce(NEW.prefix, '') || NEW.quote || coalesce(NEW.suffix, '') IS NOT (SELECT substr(text, NEW.start_offset + 1 - length(coalesce(NEW.prefix, '')), length(coalesce(NEW.prefix, '') || NEW.quote || coalesce(NEW.suffix, ''))) FROM document WHERE id = NEW.document_id)
            THEN RAISE(ABORT, 'passage.quote: the document does not say that at these offsets, or not between prefix and suffix; SELECT instr(text, …) - 1 FROM document says where words start')
    END;
END;
