-- The rules of facts, kept by triggers so that they hold in every tool, foreign keys on or off.
-- Each table has one trigger before INSERT and one before UPDATE; the first rule that is broken speaks.

CREATE TRIGGER stance_inserted BEFORE INSERT ON stance
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'stance.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM stance WHERE id = NEW.id)
            THEN RAISE(ABORT, 'stance.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN NOT EXISTS (SELECT 1 FROM passage WHERE id = NEW.passage_id)
            THEN RAISE(ABORT, 'stance.passage_id: no fact without evidence; INSERT INTO passage the words that prove it, and give its id')
        WHEN coalesce((SELECT kind FROM entity WHERE id = NEW.holder_id), '') NOT IN ('person', 'organization', 'event')
            THEN RAISE(ABORT, 'stance.holder_id: a stance is held by a person, an organization or an event whose assembly adopted it')
        WHEN NOT EXISTS (SELECT 1 FROM act WHERE key = NEW.act)
            THEN RAISE(ABORT, 'stance.act: not a known act; SELECT key, meaning FROM act lists them, INSERT INTO act adds one')
        WHEN NEW.polarity IS NULL
            THEN RAISE(ABORT, 'stance.polarity: say 1 (for), -1 (against) or 0 (neither); SELECT polarity FROM act tells which acts leave it open')
        WHEN NEW.polarity <> (SELECT polarity FROM act WHERE key = NEW.act)
            THEN RAISE(ABORT, 'stance.polarity: this act always has the other one; SELECT polarity FROM act WHERE key = … says which')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.target_id)
            THEN RAISE(ABORT, 'stance.target_id: it must be a thing that is in entity')
        WHEN NEW.on_behalf_of_id IS NOT NULL AND coalesce((SELECT kind FROM entity WHERE id = NEW.on_behalf_of_id), '') NOT IN ('person', 'organization')
            THEN RAISE(ABORT, 'stance.on_behalf_of_id: it must be a person or an organization that is in entity')
        WHEN NEW.addressee_id IS NOT NULL AND coalesce((SELECT kind FROM entity WHERE id = NEW.addressee_id), '') NOT IN ('person', 'organization', 'event')
            THEN RAISE(ABORT, 'stance.addressee_id: it must be a person, an organization or an event that is in entity')
        WHEN NEW.event_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.event_id) IS NOT 'event'
            THEN RAISE(ABORT, 'stance.event_id: it must be an event that is in entity')
    END;
END;

CREATE TRIGGER stance_updated BEFORE UPDATE ON stance
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'stance.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'stance.id: it never changes')
        WHEN NOT EXISTS (SELECT 1 FROM passage WHERE id = NEW.passage_id)
            THEN RAISE(ABORT, 'stance.passage_id: no fact without evidence; INSERT INTO passage the words that prove it, and give its id')
        WHEN coalesce((SELECT kind FROM entity WHERE id = NEW.holder_id), '') NOT IN ('person', 'organization', 'event')
            THEN RAISE(ABORT, 'stance.holder_id: a stance is held by a person, an organization or an event whose assembly adopted it')
        WHEN NOT EXISTS (SELECT 1 FROM act WHERE key = NEW.act)
            THEN RAISE(ABORT, 'stance.act: not a known act; SELECT key, meaning FROM act lists them, INSERT INTO act adds one')
        WHEN NEW.polarity IS NULL
            THEN RAISE(ABORT, 'stance.polarity: say 1 (for), -1 (against) or 0 (neither); SELECT polarity FROM act tells which acts leave it open')
        WHEN NEW.polarity <> (SELECT polarity FROM act WHERE key = NEW.act)
            THEN RAISE(ABORT, 'stance.polarity: this act always has the other one; SELECT polarity FROM act WHERE key = … says which')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.target_id)
            THEN RAISE(ABORT, 'stance.target_id: it must be a thing that is in entity')
        WHEN NEW.on_behalf_of_id IS NOT NULL AND coalesce((SELECT kind FROM entity WHERE id = NEW.on_behalf_of_id), '') NOT IN ('person', 'organization')
            THEN RAISE(ABORT, 'stance.on_behalf_of_id: it must be a person or an organization that is in entity')
        WHEN NEW.addressee_id IS NOT NULL AND coalesce((SELECT kind FROM entity WHERE id = NEW.addressee_id), '') NOT IN ('person', 'organization', 'event')
            THEN RAISE(ABORT, 'stance.addressee_id: it must be a person, an organization or an event that is in entity')
        WHEN NEW.event_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.event_id) IS NOT 'event'
            THEN RAISE(ABORT, 'stance.event_id: it must be an event that is in entity')
    END;
END;

CREATE TRIGGER participation_inserted BEFORE INSERT ON participation
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'participation.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM participation WHERE id = NEW.id)
            THEN RAISE(ABORT, 'participation.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN NOT EXISTS (SELECT 1 FROM passage WHERE id = NEW.passage_id)
            THEN RAISE(ABORT, 'participation.passage_id: no fact without evidence; INSERT INTO passage the words that prove it, and give its id')
        WHEN (SELECT kind FROM entity WHERE id = NEW.event_id) IS NOT 'event'
            THEN RAISE(ABORT, 'participation.event_id: it must be an event that is in entity')
        WHEN coalesce((SELECT kind FROM entity WHERE id = NEW.participant_id), '') NOT IN ('person', 'organization')
            THEN RAISE(ABORT, 'participation.participant_id: it must be a person or an organization that is in entity')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'participation.role' AND value = NEW.role)
            THEN RAISE(ABORT, 'participation.role: not a known word; SELECT value, meaning FROM term WHERE field = ''participation.role'' lists them, INSERT INTO term adds one')
        WHEN NEW.on_behalf_of_id IS NOT NULL AND coalesce((SELECT kind FROM entity WHERE id = NEW.on_behalf_of_id), '') NOT IN ('person', 'organization')
            THEN RAISE(ABORT, 'participation.on_behalf_of_id: it must be a person or an organization that is in entity')
    END;
END;

CREATE TRIGGER participation_updated BEFORE UPDATE ON participation
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'participation.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'participation.id: it never changes')
        WHEN NOT EXISTS (SELECT 1 FROM passage WHERE id = NEW.passage_id)
            THEN RAISE(ABORT, 'participation.passage_id: no fact without evidence; INSERT INTO passage the words that prove it, and give its id')
        WHEN (SELECT kind FROM entity WHERE id = NEW.event_id) IS NOT 'event'
            THEN RAISE(ABORT, 'participation.event_id: it must be an event that is in entity')
        WHEN coalesce((SELECT kind FROM entity WHERE id = NEW.participant_id), '') NOT IN ('person', 'organization')
            THEN RAISE(ABORT, 'participation.participant_id: it must be a person or an organization that is in entity')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'participation.role' AND value = NEW.role)
            THEN RAISE(ABORT, 'participation.role: not a known word; SELECT value, meaning FROM term WHERE field = ''participation.role'' lists them, INSERT INTO term adds one')
        WHEN NEW.on_behalf_of_id IS NOT NULL AND coalesce((SELECT kind FROM entity WHERE id = NEW.on_behalf_of_id), '') NOT IN ('person', 'organization')
            THEN RAISE(ABORT, 'participation.on_behalf_of_id: it must be a person or an organization that is in entity')
    END;
END;

CREATE TRIGGER membership_inserted BEFORE INSERT ON membership
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'membership.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM membership WHERE id = NEW.id)
            THEN RAISE(ABORT, 'membership.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN NOT EXISTS (SELECT 1 FROM passage WHERE id = NEW.passage_id)
            THEN RAISE(ABORT, 'membership.passage_id: no fact without evidence; INSERT INTO passage the words that prove it, and give its id')
        WHEN coalesce((SELECT kind FROM entity WHERE id = NEW.member_id), '') NOT IN ('person', 'organization')
            THEN RAISE(ABORT, 'membership.member_id: it must be a person or an organization that is in entity')
        WHEN (SELECT kind FROM entity WHERE id = NEW.organization_id) IS NOT 'organization'
            THEN RAISE(ABORT, 'membership.organization_id: it must be an organization that is in entity')
        WHEN NEW.on_behalf_of_id IS NOT NULL AND coalesce((SELECT kind FROM entity WHERE id = NEW.on_behalf_of_id), '') NOT IN ('person', 'organization')
            THEN RAISE(ABORT, 'membership.on_behalf_of_id: it must be a person or an organization that is in entity')
    END;
END;

CREATE TRIGGER membership_updated BEFORE UPDATE ON membership
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'membership.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'membership.id: it never changes')
        WHEN NOT EXISTS (SELECT 1 FROM passage WHERE id = NEW.passage_id)
            THEN RAISE(ABORT, 'membership.passage_id: no fact without evidence; INSERT INTO passage the words that prove it, and give its id')
        WHEN coalesce((SELECT kind FROM entity WHERE id = NEW.member_id), '') NOT IN ('person', 'organization')
            THEN RAISE(ABORT, 'membership.member_id: it must be a person or an organization that is in entity')
        WHEN (SELECT kind FROM entity WHERE id = NEW.organization_id) IS NOT 'organization'
            THEN RAISE(ABORT, 'membership.organization_id: it must be an organization that is in entity')
        WHEN NEW.on_behalf_of_id IS NOT NULL AND coalesce((SELECT kind FROM entity WHERE id = NEW.on_behalf_of_id), '') NOT IN ('person', 'organization')
            THEN RAISE(ABORT, 'membership.on_behalf_of_id: it must be a person or an organization that is in entity')
    END;
END;

CREATE TRIGGER relation_inserted BEFORE INSERT ON relation
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'relation.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM relation WHERE id = NEW.id)
            THEN RAISE(ABORT, 'relation.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN NOT EXISTS (SELECT 1 FROM passage WHERE id = NEW.passage_id)
            THEN RAISE(ABORT, 'relation.passage_id: no fact without evidence; INSERT INTO passage the words that prove it, and give its id')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.subject_id)
            THEN RAISE(ABORT, 'relation.subject_id: it must be a thing that is in entity')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'relation.predicate' AND value = NEW.predicate)
            THEN RAISE(ABORT, 'relation.predicate: not a known word; SELECT value, meaning FROM term WHERE field = ''relation.predicate'' lists them, INSERT INTO term adds one')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.object_id)
            THEN RAISE(ABORT, 'relation.object_id: it must be a thing that is in entity')
    END;
END;

CREATE TRIGGER relation_updated BEFORE UPDATE ON relation
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'relation.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'relation.id: it never changes')
        WHEN NOT EXISTS (SELECT 1 FROM passage WHERE id = NEW.passage_id)
            THEN RAISE(ABORT, 'relation.passage_id: no fact without evidence; INSERT INTO passage the words that prove it, and give its id')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.subject_id)
            THEN RAISE(ABORT, 'relation.subject_id: it must be a thing that is in entity')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'relation.predicate' AND value = NEW.predicate)
            THEN RAISE(ABORT, 'relation.predicate: not a known word; SELECT value, meaning FROM term WHERE field = ''relation.predicate'' lists them, INSERT INTO term adds one')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.object_id)
            THEN RAISE(ABORT, 'relation.object_id: it must be a thing that is in entity')
    END;
END;

CREATE TRIGGER figure_inserted BEFORE INSERT ON figure
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'figure.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM figure WHERE id = NEW.id)
            THEN RAISE(ABORT, 'figure.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN NOT EXISTS (SELECT 1 FROM passage WHERE id = NEW.passage_id)
            THEN RAISE(ABORT, 'figure.passage_id: no fact without evidence; INSERT INTO passage the words that prove it, and give its id')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.entity_id)
            THEN RAISE(ABORT, 'figure.entity_id: it must be a thing that is in entity')
    END;
END;

CREATE TRIGGER figure_updated BEFORE UPDATE ON figure
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'figure.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'figure.id: it never changes')
        WHEN NOT EXISTS (SELECT 1 FROM passage WHERE id = NEW.passage_id)
            THEN RAISE(ABORT, 'figure.passage_id: no fact without evidence; INSERT INTO passage the words that prove it, and give its id')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.entity_id)
            THEN RAISE(ABORT, 'figure.entity_id: it must be a thing that is in entity')
    END;
END;

CREATE TRIGGER attribute_inserted BEFORE INSERT ON attribute
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'attribute.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM attribute WHERE id = NEW.id)
            THEN RAISE(ABORT, 'attribute.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN NOT EXISTS (SELECT 1 FROM passage WHERE id = NEW.passage_id)
            THEN RAISE(ABORT, 'attribute.passage_id: no fact without evidence; INSERT INTO passage the words that prove it, and give its id')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.entity_id)
            THEN RAISE(ABORT, 'attribute.entity_id: it must be a thing that is in entity')
    END;
END;

CREATE TRIGGER attribute_updated BEFORE UPDATE ON attribute
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'attribute.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'attribute.id: it never changes')
        WHEN NOT EXISTS (SELECT 1 FROM passage WHERE id = NEW.passage_id)
            THEN RAISE(ABORT, 'attribute.passage_id: no fact without evidence; INSERT INTO passage the words that prove it, and give its id')
        WHEN NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.entity_id)
            THEN RAISE(ABORT, 'attribute.entity_id: it must be a thing that is in entity')
    END;
END;
