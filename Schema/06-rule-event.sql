-- The rules of events, as those of other things.

CREATE TRIGGER event_inserted BEFORE INSERT ON event
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
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
        WHEN NEW.part_of_id IS NOT NULL AND NEW.id IN (
                WITH RECURSIVE above (id) AS (
                    SELECT NEW.part_of_id UNION SELECT part_of_id FROM above JOIN event ON event.id = above.id WHERE part_of_id IS NOT NULL
                ) SELECT id FROM above)
            THEN RAISE(ABORT, 'event.part_of_id: an event is not a part of itself, directly or through others')
        WHEN NEW.id = NEW.series_id
            THEN RAISE(ABORT, 'event.series_id: an event is not its own series')
    END;
END;

CREATE TRIGGER event_updated BEFORE UPDATE ON event
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
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
        WHEN NEW.part_of_id IS NOT NULL AND NEW.id IN (
                WITH RECURSIVE above (id) AS (
                    SELECT NEW.part_of_id UNION SELECT part_of_id FROM above JOIN event ON event.id = above.id WHERE part_of_id IS NOT NULL
                ) SELECT id FROM above)
            THEN RAISE(ABORT, 'event.part_of_id: an event is not a part of itself, directly or through others')
        WHEN NEW.id = NEW.series_id
            THEN RAISE(ABORT, 'event.series_id: an event is not its own series')
    END;
END;
