-- The rules of things, kept by triggers so that they hold in every tool, foreign keys on or off.
-- Each table has one trigger before INSERT and one before UPDATE; the first rule that is broken speaks.

CREATE TRIGGER entity_inserted BEFORE INSERT ON entity
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'entity.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM entity WHERE id = NEW.id)
            THEN RAISE(ABORT, 'entity.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN EXISTS (SELECT 1 FROM entity WHERE key = NEW.key)
            THEN RAISE(ABORT, 'entity.key: that key is taken; use the thing that has it, or choose another key')
        WHEN NEW.extra IS NOT NULL AND (SELECT type FROM json_tree(NEW.extra) WHERE parent IS NULL) IS NOT 'object'
            THEN RAISE(ABORT, 'entity.extra: it must be a JSON object')
        WHEN NEW.canonical_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entity WHERE id = NEW.canonical_id AND kind = NEW.kind AND canonical_id IS NULL)
            THEN RAISE(ABORT, 'entity.canonical_id: it must be a thing of the same kind that stands for itself')
        WHEN NEW.canonical_id IS NOT NULL AND EXISTS (SELECT 1 FROM entity WHERE canonical_id = NEW.id)
            THEN RAISE(ABORT, 'entity.canonical_id: other things stand for this one; point them at the new one first')
    END;
END;

CREATE TRIGGER entity_updated BEFORE UPDATE ON entity
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'entity.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'entity.id: it never changes')
        WHEN NEW.kind <> OLD.kind
            THEN RAISE(ABORT, 'entity.kind: it never changes; make another thing')
        WHEN NEW.key <> OLD.key AND EXISTS (SELECT 1 FROM entity WHERE key = NEW.key)
            THEN RAISE(ABORT, 'entity.key: that key is taken; use the thing that has it, or choose another key')
        WHEN NEW.extra IS NOT NULL AND (SELECT type FROM json_tree(NEW.extra) WHERE parent IS NULL) IS NOT 'object'
            THEN RAISE(ABORT, 'entity.extra: it must be a JSON object')
    END;
END;

-- A thing goes with its names, its identifiers and what only its kind has, but never with a fact.
CREATE TRIGGER entity_deleted BEFORE DELETE ON entity
BEGIN
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM stance WHERE holder_id = OLD.id)
            OR EXISTS (SELECT 1 FROM stance WHERE on_behalf_of_id = OLD.id)
            OR EXISTS (SELECT 1 FROM stance WHERE target_id = OLD.id)
            OR EXISTS (SELECT 1 FROM stance WHERE addressee_id = OLD.id)
            OR EXISTS (SELECT 1 FROM stance WHERE event_id = OLD.id)
            OR EXISTS (SELECT 1 FROM participation WHERE event_id = OLD.id)
            OR EXISTS (SELECT 1 FROM participation WHERE participant_id = OLD.id)
            OR EXISTS (SELECT 1 FROM participation WHERE on_behalf_of_id = OLD.id)
            OR EXISTS (SELECT 1 FROM membership WHERE member_id = OLD.id)
            OR EXISTS (SELECT 1 FROM membership WHERE organization_id = OLD.id)
            OR EXISTS (SELECT 1 FROM membership WHERE on_behalf_of_id = OLD.id)
            OR EXISTS (SELECT 1 FROM relation WHERE subject_id = OLD.id)
            OR EXISTS (SELECT 1 FROM relation WHERE object_id = OLD.id)
            OR EXISTS (SELECT 1 FROM figure WHERE entity_id = OLD.id)
            OR EXISTS (SELECT 1 FROM attribute WHERE entity_id = OLD.id)
            THEN RAISE(ABORT, 'entity: facts are about it; delete them first, or set canonical_id to the thing it is the same as')
        WHEN EXISTS (SELECT 1 FROM entity WHERE canonical_id = OLD.id)
            OR EXISTS (SELECT 1 FROM organization WHERE place_id = OLD.id)
            OR EXISTS (SELECT 1 FROM place WHERE part_of_id = OLD.id)
            OR EXISTS (SELECT 1 FROM topic WHERE broader_id = OLD.id)
            OR EXISTS (SELECT 1 FROM event WHERE place_id = OLD.id)
            OR EXISTS (SELECT 1 FROM event WHERE part_of_id = OLD.id)
            OR EXISTS (SELECT 1 FROM event WHERE series_id = OLD.id)
            THEN RAISE(ABORT, 'entity: another thing lies in it, is part of it or stands for it; change that one first')
        WHEN EXISTS (SELECT 1 FROM identity_judgement WHERE left_id = OLD.id)
            OR EXISTS (SELECT 1 FROM identity_judgement WHERE right_id = OLD.id)
            THEN RAISE(ABORT, 'entity: somebody judged its identity; delete the judgement first')
    END;
    DELETE FROM name WHERE entity_id = OLD.id;
    DELETE FROM identifier WHERE entity_id = OLD.id;
    DELETE FROM person WHERE id = OLD.id;
    DELETE FROM organization WHERE id = OLD.id;
    DELETE FROM event WHERE id = OLD.id;
    DELETE FROM place WHERE id = OLD.id;
    DELETE FROM topic WHERE id = OLD.id;
END;

CREATE TRIGGER person_inserted BEFORE INSERT ON person
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'person.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM person WHERE id = NEW.id)
            THEN RAISE(ABORT, 'person.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN (SELECT kind FROM entity WHERE id = NEW.id) IS NOT 'person'
            THEN RAISE(ABORT, 'person.id: it must be the id of an entity of kind person; INSERT INTO entity first')
    END;
END;

CREATE TRIGGER person_updated BEFORE UPDATE ON person
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'person.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'person.id: it never changes')
        WHEN (SELECT kind FROM entity WHERE id = NEW.id) IS NOT 'person'
            THEN RAISE(ABORT, 'person.id: it must be the id of an entity of kind person; INSERT INTO entity first')
    END;
END;

CREATE TRIGGER organization_inserted BEFORE INSERT ON organization
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'organization.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM organization WHERE id = NEW.id)
            THEN RAISE(ABORT, 'organization.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN (SELECT kind FROM entity WHERE id = NEW.id) IS NOT 'organization'
            THEN RAISE(ABORT, 'organization.id: it must be the id of an entity of kind organization; INSERT INTO entity first')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'organization.kind' AND value = NEW.kind)
            THEN RAISE(ABORT, 'organization.kind: not a known word; SELECT value, meaning FROM term WHERE field = ''organization.kind'' lists them, INSERT INTO term adds one')
        WHEN NEW.place_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.place_id) IS NOT 'place'
            THEN RAISE(ABORT, 'organization.place_id: it must be a place that is in entity')
    END;
END;

CREATE TRIGGER organization_updated BEFORE UPDATE ON organization
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'organization.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'organization.id: it never changes')
        WHEN (SELECT kind FROM entity WHERE id = NEW.id) IS NOT 'organization'
            THEN RAISE(ABORT, 'organization.id: it must be the id of an entity of kind organization; INSERT INTO entity first')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'organization.kind' AND value = NEW.kind)
            THEN RAISE(ABORT, 'organization.kind: not a known word; SELECT value, meaning FROM term WHERE field = ''organization.kind'' lists them, INSERT INTO term adds one')
        WHEN NEW.place_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.place_id) IS NOT 'place'
            THEN RAISE(ABORT, 'organization.place_id: it must be a place that is in entity')
    END;
END;

CREATE TRIGGER place_inserted BEFORE INSERT ON place
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'place.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM place WHERE id = NEW.id)
            THEN RAISE(ABORT, 'place.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN (SELECT kind FROM entity WHERE id = NEW.id) IS NOT 'place'
            THEN RAISE(ABORT, 'place.id: it must be the id of an entity of kind place; INSERT INTO entity first')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'place.kind' AND value = NEW.kind)
            THEN RAISE(ABORT, 'place.kind: not a known word; SELECT value, meaning FROM term WHERE field = ''place.kind'' lists them, INSERT INTO term adds one')
        WHEN NEW.part_of_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.part_of_id) IS NOT 'place'
            THEN RAISE(ABORT, 'place.part_of_id: it must be a place that is in entity')
        WHEN NEW.part_of_id = NEW.id
            THEN RAISE(ABORT, 'place.part_of_id: a place is not a part of itself')
    END;
END;

CREATE TRIGGER place_updated BEFORE UPDATE ON place
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'place.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'place.id: it never changes')
        WHEN (SELECT kind FROM entity WHERE id = NEW.id) IS NOT 'place'
            THEN RAISE(ABORT, 'place.id: it must be the id of an entity of kind place; INSERT INTO entity first')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'place.kind' AND value = NEW.kind)
            THEN RAISE(ABORT, 'place.kind: not a known word; SELECT value, meaning FROM term WHERE field = ''place.kind'' lists them, INSERT INTO term adds one')
        WHEN NEW.part_of_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.part_of_id) IS NOT 'place'
            THEN RAISE(ABORT, 'place.part_of_id: it must be a place that is in entity')
        WHEN NEW.part_of_id = NEW.id
            THEN RAISE(ABORT, 'place.part_of_id: a place is not a part of itself')
    END;
END;

CREATE TRIGGER topic_inserted BEFORE INSERT ON topic
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'topic.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM topic WHERE id = NEW.id)
            THEN RAISE(ABORT, 'topic.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN (SELECT kind FROM entity WHERE id = NEW.id) IS NOT 'topic'
            THEN RAISE(ABORT, 'topic.id: it must be the id of an entity of kind topic; INSERT INTO entity first')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'topic.kind' AND value = NEW.kind)
            THEN RAISE(ABORT, 'topic.kind: not a known word; SELECT value, meaning FROM term WHERE field = ''topic.kind'' lists them, INSERT INTO term adds one')
        WHEN NEW.broader_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.broader_id) IS NOT 'topic'
            THEN RAISE(ABORT, 'topic.broader_id: it must be a topic that is in entity')
        WHEN NEW.broader_id = NEW.id
            THEN RAISE(ABORT, 'topic.broader_id: a topic is not broader than itself')
    END;
END;

CREATE TRIGGER topic_updated BEFORE UPDATE ON topic
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'topic.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'topic.id: it never changes')
        WHEN (SELECT kind FROM entity WHERE id = NEW.id) IS NOT 'topic'
            THEN RAISE(ABORT, 'topic.id: it must be the id of an entity of kind topic; INSERT INTO entity first')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'topic.kind' AND value = NEW.kind)
            THEN RAISE(ABORT, 'topic.kind: not a known word; SELECT value, meaning FROM term WHERE field = ''topic.kind'' lists them, INSERT INTO term adds one')
        WHEN NEW.broader_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.broader_id) IS NOT 'topic'
            THEN RAISE(ABORT, 'topic.broader_id: it must be a topic that is in entity')
        WHEN NEW.broader_id = NEW.id
            THEN RAISE(ABORT, 'topic.broader_id: a topic is not broader than itself')
    END;
END;

CREATE TRIGGER event_inserted BEFORE INSERT ON event
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'event.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
            THEN RAISE(ABORT, 'event.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN (SELECT kind FROM entity WHERE id = NEW.id) IS NOT 'event'
            THEN RAISE(ABORT, 'event.id: it must be the id of an entity of kind event; INSERT INTO entity first')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'event.kind' AND value = NEW.kind)
            THEN RAISE(ABORT, 'event.kind: not a known word; SELECT value, meaning FROM term WHERE field = ''event.kind'' lists them, INSERT INTO term adds one')
        WHEN NEW.place_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.place_id) IS NOT 'place'
            THEN RAISE(ABORT, 'event.place_id: it must be a place that is in entity')
        WHEN NEW.part_of_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.part_of_id) IS NOT 'event'
            THEN RAISE(ABORT, 'event.part_of_id: it must be an event that is in entity')
        WHEN NEW.series_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.series_id) IS NOT 'event'
            THEN RAISE(ABORT, 'event.series_id: it must be an event that is in entity')
        WHEN NEW.id IN (NEW.part_of_id, NEW.series_id)
            THEN RAISE(ABORT, 'event: an event is not a part of itself, nor its own series')
    END;
END;

CREATE TRIGGER event_updated BEFORE UPDATE ON event
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'event.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'event.id: it never changes')
        WHEN (SELECT kind FROM entity WHERE id = NEW.id) IS NOT 'event'
            THEN RAISE(ABORT, 'event.id: it must be the id of an entity of kind event; INSERT INTO entity first')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'event.kind' AND value = NEW.kind)
            THEN RAISE(ABORT, 'event.kind: not a known word; SELECT value, meaning FROM term WHERE field = ''event.kind'' lists them, INSERT INTO term adds one')
        WHEN NEW.place_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.place_id) IS NOT 'place'
            THEN RAISE(ABORT, 'event.place_id: it must be a place that is in entity')
        WHEN NEW.part_of_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.part_of_id) IS NOT 'event'
            THEN RAISE(ABORT, 'event.part_of_id: it must be an event that is in entity')
        WHEN NEW.series_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.series_id) IS NOT 'event'
            THEN RAISE(ABORT, 'event.series_id: it must be an event that is in entity')
        WHEN NEW.id IN (NEW.part_of_id, NEW.series_id)
            THEN RAISE(ABORT, 'event: an event is not a part of itself, nor its own series')
    END;
END;
