-- The rules of things, kept by triggers so that they hold in every tool, foreign keys on or off.
-- Each table has one trigger before INSERT and one before UPDATE; the first rule that is broken speaks.

CREATE TRIGGER entity_inserted BEFORE INSERT ON entity
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'entity.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM entity WHERE id = NEW.id)
            THEN RAISE(ABORT, 'entity.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN NEW.id <> -1 AND EXISTS (SELECT 1 FROM entity_history WHERE id = NEW.id) AND NOT EXISTS (SELECT 1 FROM entity_history WHERE id = NEW.id AND key = NEW.key AND kind = NEW.kind)
            THEN RAISE(ABORT, 'entity.id: another thing had that id; leave it out')
        WHEN EXISTS (SELECT 1 FROM entity WHERE key = NEW.key)
            THEN RAISE(ABORT, 'entity.key: that key is taken; use the thing that has it, or choose another key')
        WHEN EXISTS (SELECT 1 FROM entity WHERE key = CASE WHEN NEW.key GLOB '*--*' THEN substr(NEW.key, 1, instr(NEW.key, '--') - 1) ELSE NEW.key || '--' || NEW.kind END AND kind = NEW.kind AND id <> NEW.id)
            THEN RAISE(ABORT, 'entity.key: the thing is there already; a merge has put its kind behind its key, because a thing of another kind had the key too')
        WHEN NEW.extra IS NOT NULL AND CASE WHEN json_valid(NEW.extra) THEN json_type(NEW.extra) END IS NOT 'object'
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
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'entity.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'entity.id: it never changes')
        WHEN NEW.kind <> OLD.kind
            THEN RAISE(ABORT, 'entity.kind: it never changes; make another thing')
        WHEN NEW.key <> OLD.key AND EXISTS (SELECT 1 FROM entity WHERE key = NEW.key)
            THEN RAISE(ABORT, 'entity.key: that key is taken; use the thing that has it, or choose another key')
        WHEN NEW.key <> OLD.key AND EXISTS (SELECT 1 FROM entity WHERE key = CASE WHEN NEW.key GLOB '*--*' THEN substr(NEW.key, 1, instr(NEW.key, '--') - 1) ELSE NEW.key || '--' || NEW.kind END AND kind = NEW.kind AND id <> NEW.id)
            THEN RAISE(ABORT, 'entity.key: the thing is there already; a merge has put its kind behind its key, because a thing of another kind had the key too')
        -- Nobody knows it yet in the revision that made it. Of two things of one key and different kinds, a merge gives one another.
        WHEN NEW.key <> OLD.key AND (OLD.revision_id <> NEW.revision_id OR EXISTS (SELECT 1 FROM entity_history WHERE id = OLD.id)) AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
            THEN RAISE(ABORT, 'entity.key: it never changes, as dossiers and other files know the thing by it; INSERT INTO entity a thing of the other key, and INSERT INTO identity_judgement (left_id, right_id, verdict, author, reason, preferred_id, revision_id) that both are the same')
        WHEN NEW.extra IS NOT NULL AND CASE WHEN json_valid(NEW.extra) THEN json_type(NEW.extra) END IS NOT 'object'
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
            THEN RAISE(ABORT, 'entity: facts are about it; delete them first; or where it is the same as another, INSERT INTO identity_judgement (left_id, right_id, verdict, author, reason, revision_id) that it is')
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
END;

-- What only its kind has goes last: while the thing stands, it must stay.
CREATE TRIGGER entity_kind_deleted AFTER DELETE ON entity
BEGIN
    DELETE FROM person WHERE id = OLD.id;
    DELETE FROM organization WHERE id = OLD.id;
    DELETE FROM event WHERE id = OLD.id;
    DELETE FROM place WHERE id = OLD.id;
    DELETE FROM topic WHERE id = OLD.id;
END;

CREATE TRIGGER person_deleted BEFORE DELETE ON person WHEN EXISTS (SELECT 1 FROM entity WHERE id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'person: the thing needs it; DELETE FROM entity WHERE id = … deletes both');
END;

CREATE TRIGGER organization_deleted BEFORE DELETE ON organization WHEN EXISTS (SELECT 1 FROM entity WHERE id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'organization: the thing needs it; DELETE FROM entity WHERE id = … deletes both');
END;

CREATE TRIGGER event_deleted BEFORE DELETE ON event WHEN EXISTS (SELECT 1 FROM entity WHERE id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'event: the thing needs it; DELETE FROM entity WHERE id = … deletes both');
END;

CREATE TRIGGER place_deleted BEFORE DELETE ON place WHEN EXISTS (SELECT 1 FROM entity WHERE id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'place: the thing needs it; DELETE FROM entity WHERE id = … deletes both');
END;

CREATE TRIGGER topic_deleted BEFORE DELETE ON topic WHEN EXISTS (SELECT 1 FROM entity WHERE id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'topic: the thing needs it; DELETE FROM entity WHERE id = … deletes both');
END;

CREATE TRIGGER person_inserted BEFORE INSERT ON person
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
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
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
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
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
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
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
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
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'place.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM place WHERE id = NEW.id)
            THEN RAISE(ABORT, 'place.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN (SELECT kind FROM entity WHERE id = NEW.id) IS NOT 'place'
            THEN RAISE(ABORT, 'place.id: it must be the id of an entity of kind place; INSERT INTO entity first')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'place.kind' AND value = NEW.kind)
            THEN RAISE(ABORT, 'place.kind: not a known word; SELECT value, meaning FROM term WHERE field = ''place.kind'' lists them, INSERT INTO term adds one')
        WHEN NEW.part_of_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.part_of_id) IS NOT 'place'
            THEN RAISE(ABORT, 'place.part_of_id: it must be a place that is in entity')
        WHEN NEW.part_of_id IS NOT NULL AND NEW.id IN (
                WITH RECURSIVE above (id) AS (
                    SELECT NEW.part_of_id UNION SELECT part_of_id FROM above JOIN place ON place.id = above.id WHERE part_of_id IS NOT NULL
                ) SELECT id FROM above)
            THEN RAISE(ABORT, 'place.part_of_id: a place is not a part of itself, directly or through others')
    END;
END;

CREATE TRIGGER place_updated BEFORE UPDATE ON place
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'place.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'place.id: it never changes')
        WHEN (SELECT kind FROM entity WHERE id = NEW.id) IS NOT 'place'
            THEN RAISE(ABORT, 'place.id: it must be the id of an entity of kind place; INSERT INTO entity first')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'place.kind' AND value = NEW.kind)
            THEN RAISE(ABORT, 'place.kind: not a known word; SELECT value, meaning FROM term WHERE field = ''place.kind'' lists them, INSERT INTO term adds one')
        WHEN NEW.part_of_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.part_of_id) IS NOT 'place'
            THEN RAISE(ABORT, 'place.part_of_id: it must be a place that is in entity')
        WHEN NEW.part_of_id IS NOT NULL AND NEW.id IN (
                WITH RECURSIVE above (id) AS (
                    SELECT NEW.part_of_id UNION SELECT part_of_id FROM above JOIN place ON place.id = above.id WHERE part_of_id IS NOT NULL
                ) SELECT id FROM above)
            THEN RAISE(ABORT, 'place.part_of_id: a place is not a part of itself, directly or through others')
    END;
END;

CREATE TRIGGER topic_inserted BEFORE INSERT ON topic
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'topic.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM topic WHERE id = NEW.id)
            THEN RAISE(ABORT, 'topic.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN (SELECT kind FROM entity WHERE id = NEW.id) IS NOT 'topic'
            THEN RAISE(ABORT, 'topic.id: it must be the id of an entity of kind topic; INSERT INTO entity first')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'topic.kind' AND value = NEW.kind)
            THEN RAISE(ABORT, 'topic.kind: not a known word; SELECT value, meaning FROM term WHERE field = ''topic.kind'' lists them, INSERT INTO term adds one')
        WHEN NEW.broader_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.broader_id) IS NOT 'topic'
            THEN RAISE(ABORT, 'topic.broader_id: it must be a topic that is in entity')
        WHEN NEW.broader_id IS NOT NULL AND NEW.id IN (
                WITH RECURSIVE above (id) AS (
                    SELECT NEW.broader_id UNION SELECT broader_id FROM above JOIN topic ON topic.id = above.id WHERE broader_id IS NOT NULL
                ) SELECT id FROM above)
            THEN RAISE(ABORT, 'topic.broader_id: a topic is not broader than itself, directly or through others')
    END;
END;

CREATE TRIGGER topic_updated BEFORE UPDATE ON topic
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'topic.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'topic.id: it never changes')
        WHEN (SELECT kind FROM entity WHERE id = NEW.id) IS NOT 'topic'
            THEN RAISE(ABORT, 'topic.id: it must be the id of an entity of kind topic; INSERT INTO entity first')
        WHEN NOT EXISTS (SELECT 1 FROM term WHERE field = 'topic.kind' AND value = NEW.kind)
            THEN RAISE(ABORT, 'topic.kind: not a known word; SELECT value, meaning FROM term WHERE field = ''topic.kind'' lists them, INSERT INTO term adds one')
        WHEN NEW.broader_id IS NOT NULL AND (SELECT kind FROM entity WHERE id = NEW.broader_id) IS NOT 'topic'
            THEN RAISE(ABORT, 'topic.broader_id: it must be a topic that is in entity')
        WHEN NEW.broader_id IS NOT NULL AND NEW.id IN (
                WITH RECURSIVE above (id) AS (
                    SELECT NEW.broader_id UNION SELECT broader_id FROM above JOIN topic ON topic.id = above.id WHERE broader_id IS NOT NULL
                ) SELECT id FROM above)
            THEN RAISE(ABORT, 'topic.broader_id: a topic is not broader than itself, directly or through others')
    END;
END;
