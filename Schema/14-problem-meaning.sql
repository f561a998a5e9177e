-- The rest of what `problem` looks for: rules of meaning, beyond references.

CREATE VIEW problem_meaning AS -- Rows that break a rule of meaning
SELECT
    'entity' AS table_name, -- The table
    entity.id AS row_id, -- The id of the row
    'there is no row in ' || kind || ' for it' AS problem -- What is wrong
FROM entity
WHERE NOT EXISTS (
    SELECT 1 FROM person WHERE kind = 'person' AND person.id = entity.id
    UNION ALL SELECT 1 FROM organization o WHERE entity.kind = 'organization' AND o.id = entity.id
    UNION ALL SELECT 1 FROM event e WHERE entity.kind = 'event' AND e.id = entity.id
    UNION ALL SELECT 1 FROM place p WHERE entity.kind = 'place' AND p.id = entity.id
    UNION ALL SELECT 1 FROM topic t WHERE entity.kind = 'topic' AND t.id = entity.id
)
UNION ALL SELECT 'person', person.id, 'the entity is of kind ' || entity.kind FROM person JOIN entity ON entity.id = person.id WHERE entity.kind <> 'person'
UNION ALL SELECT 'organization', organization.id, 'the entity is of kind ' || entity.kind FROM organization JOIN entity ON entity.id = organization.id WHERE entity.kind <> 'organization'
UNION ALL SELECT 'event', event.id, 'the entity is of kind ' || entity.kind FROM event JOIN entity ON entity.id = event.id WHERE entity.kind <> 'event'
UNION ALL SELECT 'place', place.id, 'the entity is of kind ' || entity.kind FROM place JOIN entity ON entity.id = place.id WHERE entity.kind <> 'place'
UNION ALL SELECT 'topic', topic.id, 'the entity is of kind ' || entity.kind FROM topic JOIN entity ON entity.id = topic.id WHERE entity.kind <> 'topic'
UNION ALL SELECT 'organization', f.id, 'place_id: it must be a place, not a ' || e.kind FROM organization f JOIN entity e ON e.id = f.place_id WHERE e.kind <> 'place'
UNION ALL SELECT 'place', f.id, 'part_of_id: it must be a place, not a ' || e.kind FROM place f JOIN entity e ON e.id = f.part_of_id WHERE e.kind <> 'place'
UNION ALL SELECT 'topic', f.id, 'broader_id: it must be a topic, not a ' || e.kind FROM topic f JOIN entity e ON e.id = f.broader_id WHERE e.kind <> 'topic'
UNION ALL SELECT 'event', f.id, 'place_id: it must be a place, not a ' || e.kind FROM event f JOIN entity e ON e.id = f.place_id WHERE e.kind <> 'place'
UNION ALL SELECT 'event', f.id, 'part_of_id: it must be an event, not a ' || e.kind FROM event f JOIN entity e ON e.id = f.part_of_id WHERE e.kind <> 'event'
UNION ALL SELECT 'event', f.id, 'series_id: it must be an event, not a ' || e.kind FROM event f JOIN entity e ON e.id = f.series_id WHERE e.kind <> 'event'
UNION ALL SELECT 'stance', f.id, 'holder_id: it must be a person, an organization or an event, not a ' || e.kind FROM stance f JOIN entity e ON e.id = f.holder_id WHERE e.kind NOT IN ('person', 'organization', 'event')
UNION ALL SELECT 'stance', f.id, 'on_behalf_of_id: it must be a person or an organization, not a ' || e.kind FROM stance f JOIN entity e ON e.id = f.on_behalf_of_id WHERE e.kind NOT IN ('person', 'organization')
UNION ALL SELECT 'stance', f.id, 'addressee_id: it must be a person, an organization or an event, not a ' || e.kind FROM stance f JOIN entity e ON e.id = f.addressee_id WHERE e.kind NOT IN ('person', 'organization', 'event')
UNION ALL SELECT 'stance', f.id, 'event_id: it must be an event, not a ' || e.kind FROM stance f JOIN entity e ON e.id = f.event_id WHERE e.kind <> 'event'
UNION ALL SELECT 'participation', f.id, 'event_id: it must be an event, not a ' || e.kind FROM participation f JOIN entity e ON e.id = f.event_id WHERE e.kind <> 'event'
UNION ALL SELECT 'participation', f.id, 'participant_id: it must be a person or an organization, not a ' || e.kind FROM participation f JOIN entity e ON e.id = f.participant_id WHERE e.kind NOT IN ('person', 'organization')
UNION ALL SELECT 'participation', f.id, 'on_behalf_of_id: it must be a person or an organization, not a ' || e.kind FROM participation f JOIN entity e ON e.id = f.on_behalf_of_id WHERE e.kind NOT IN ('person', 'organization')
UNION ALL SELECT 'membership', f.id, 'member_id: it must be a person or an organization, not a ' || e.kind FROM membership f JOIN entity e ON e.id = f.member_id WHERE e.kind NOT IN ('person', 'organization')
UNION ALL SELECT 'membership', f.id, 'organization_id: it must be an organization, not a ' || e.kind FROM membership f JOIN entity e ON e.id = f.organization_id WHERE e.kind <> 'organization'
UNION ALL SELECT 'membership', f.id, 'on_behalf_of_id: it must be a person or an organization, not a ' || e.kind FROM membership f JOIN entity e ON e.id = f.on_behalf_of_id WHERE e.kind NOT IN ('person', 'organization')
UNION ALL SELECT 'organization', id, 'kind: ' || kind || ' is not a known word; INSERT INTO term adds one' FROM organization WHERE NOT EXISTS (SELECT 1 FROM term WHERE field = 'organization.kind' AND value = organization.kind)
UNION ALL SELECT 'event', id, 'kind: ' || kind || ' is not a known word; INSERT INTO term adds one' FROM event WHERE NOT EXISTS (SELECT 1 FROM term WHERE field = 'event.kind' AND value = event.kind)
UNION ALL SELECT 'place', id, 'kind: ' || kind || ' is not a known word; INSERT INTO term adds one' FROM place WHERE NOT EXISTS (SELECT 1 FROM term WHERE field = 'place.kind' AND value = place.kind)
UNION ALL SELECT 'topic', id, 'kind: ' || kind || ' is not a known word; INSERT INTO term adds one' FROM topic WHERE NOT EXISTS (SELECT 1 FROM term WHERE field = 'topic.kind' AND value = topic.kind)
UNION ALL SELECT 'name', id, 'kind: ' || kind || ' is not a known word; INSERT INTO term adds one' FROM name WHERE NOT EXISTS (SELECT 1 FROM term WHERE field = 'name.kind' AND value = name.kind)
UNION ALL SELECT 'participation', id, 'role: ' || role || ' is not a known word; INSERT INTO term adds one' FROM participation WHERE NOT EXISTS (SELECT 1 FROM term WHERE field = 'participation.role' AND value = participation.role)
UNION ALL SELECT 'relation', id, 'predicate: ' || predicate || ' is not a known word; INSERT INTO term adds one' FROM relation WHERE NOT EXISTS (SELECT 1 FROM term WHERE field = 'relation.predicate' AND value = relation.predicate)
UNION ALL SELECT 'entity', e.id, 'canonical_id: it must be a thing of the same kind that stands for itself'
    FROM entity e JOIN entity c ON c.id = e.canonical_id WHERE c.kind <> e.kind OR c.canonical_id IS NOT NULL
UNION ALL SELECT 'stance', s.id, 'polarity: ' || s.act || ' is always ' || act.polarity
    FROM stance s JOIN act ON act.key = s.act WHERE act.polarity <> s.polarity
UNION ALL SELECT 'passage', p.id, 'quote: the document says something else at these offsets: ' || coalesce(substr(substr(d.text, p.start_offset + 1, p.end_offset - p.start_offset), 1, 80), 'it has no text')
    FROM passage p JOIN document d ON d.id = p.document_id
    WHERE p.start_offset IS NOT NULL AND p.quote IS NOT substr(d.text, p.start_offset + 1, p.end_offset - p.start_offset)
UNION ALL SELECT 'passage', p.id, 'prefix, suffix: the document has other words before the quote or behind it'
    FROM passage p JOIN document d ON d.id = p.document_id
    WHERE p.start_offset IS NOT NULL AND p.quote IS substr(d.text, p.start_offset + 1, p.end_offset - p.start_offset)
        AND coalesce(p.prefix, '') || p.quote || coalesce(p.suffix, '') IS NOT substr(d.text, p.start_offset + 1 - length(coalesce(p.prefix, '')), length(coalesce(p.prefix, '') || p.quote || coalesce(p.suffix, '')))
UNION ALL SELECT 'passage', p.id, 'quote: the document does not say that; it has a locator and no offsets'
    FROM passage p JOIN document d ON d.id = p.document_id WHERE p.start_offset IS NULL AND p.quote IS NOT NULL AND instr(d.text, p.quote) = 0
UNION ALL SELECT 'document', id, 'sha256: the text has none, so that damage to it would not be seen' FROM document WHERE text IS NOT NULL AND sha256 IS NULL
-- What hangs from one that is part of nothing is in no circle; only the rest is followed upwards.
UNION ALL SELECT 'place', id, 'part_of_id: it is a part of itself, through others' FROM place
    WHERE part_of_id IS NOT NULL AND id NOT IN (
        WITH RECURSIVE below (id) AS (SELECT id FROM place WHERE part_of_id IS NULL UNION ALL SELECT u.id FROM below JOIN place u ON u.part_of_id = below.id)
        SELECT id FROM below) AND id IN (
        WITH RECURSIVE above (id) AS (SELECT place.part_of_id UNION SELECT u.part_of_id FROM place u JOIN above ON u.id = above.id WHERE u.part_of_id IS NOT NULL)
        SELECT id FROM above)
UNION ALL SELECT 'event', id, 'part_of_id: it is a part of itself, through others' FROM event
    WHERE part_of_id IS NOT NULL AND id NOT IN (
        WITH RECURSIVE below (id) AS (SELECT id FROM event WHERE part_of_id IS NULL UNION ALL SELECT u.id FROM below JOIN event u ON u.part_of_id = below.id)
        SELECT id FROM below) AND id IN (
        WITH RECURSIVE above (id) AS (SELECT event.part_of_id UNION SELECT u.part_of_id FROM event u JOIN above ON u.id = above.id WHERE u.part_of_id IS NOT NULL)
        SELECT id FROM above)
UNION ALL SELECT 'topic', id, 'broader_id: it is a case of itself, through others' FROM topic
    WHERE broader_id IS NOT NULL AND id NOT IN (
        WITH RECURSIVE below (id) AS (SELECT id FROM topic WHERE broader_id IS NULL UNION ALL SELECT u.id FROM below JOIN topic u ON u.broader_id = below.id)
        SELECT id FROM below) AND id IN (
        WITH RECURSIVE above (id) AS (SELECT topic.broader_id UNION SELECT u.broader_id FROM topic u JOIN above ON u.id = above.id WHERE u.broader_id IS NOT NULL)
        SELECT id FROM above)
UNION ALL SELECT 'document', id, 'supersedes_id: it supersedes itself, through others' FROM document
    WHERE supersedes_id IS NOT NULL AND id NOT IN (
        WITH RECURSIVE below (id) AS (SELECT id FROM document WHERE supersedes_id IS NULL UNION ALL SELECT u.id FROM below JOIN document u ON u.supersedes_id = below.id)
        SELECT id FROM below) AND id IN (
        WITH RECURSIVE above (id) AS (SELECT document.supersedes_id UNION SELECT u.supersedes_id FROM document u JOIN above ON u.id = above.id WHERE u.supersedes_id IS NOT NULL)
        SELECT id FROM above);
