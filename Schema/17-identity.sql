-- Which things are one. Whoever finds that two are the same, or are not, says so in identity_judgement; what stands
-- for a thing (entity.canonical_id) follows from the judgements that stand, and nothing else writes it: the things
-- that judgements `same` join, directly or through others, are one class. For a class stands the one that judgements
-- prefer, or else that whose key comes first: it depends on nothing but what the file says. Facts stay where they
-- are; taking a judgement back with DELETE parts what it had joined.

CREATE INDEX identity_judgement_different ON identity_judgement (left_id, right_id) WHERE verdict = 'different';

CREATE VIEW identity_precedence AS -- Which things come first in standing for their class
SELECT
    e.id AS entity_id, -- The thing
    coalesce((
        SELECT max(iif(j.preferred_id = e.id, 0, 2)) FROM identity_judgement j
        WHERE j.preferred_id IS NOT NULL AND (j.left_id = e.id OR j.right_id = e.id)
    ), 1) AS precedence, -- 0 where judgements prefer it, 1 where none says so, 2 where any prefers another to it
    e.key AS key -- Its key, by which those of one precedence are ordered
FROM entity e;

CREATE TABLE identity_class ( -- The class that is being settled; empty but within a statement
    entity_id INTEGER PRIMARY KEY, -- A thing of it
    canonical_id INTEGER -- What is to stand for the thing; empty: it stands for itself
) STRICT;

-- A view without rows, as a procedure: its trigger does what the rules below and a repair have in common.
--     INSERT INTO identity_settlement SELECT id FROM entity;
CREATE VIEW identity_settlement AS -- Has no rows; a thing inserted here gets what stands for it, and for all of its class, worked out anew
SELECT
    id AS entity_id -- The thing
FROM entity WHERE 0;

CREATE TRIGGER identity_settled INSTEAD OF INSERT ON identity_settlement
BEGIN
    SELECT RAISE(ABORT, 'open a revision first: INSERT INTO revision (author, note) VALUES (…)')
    WHERE NOT EXISTS (SELECT 1 FROM revision WHERE closed_at IS NULL);
    INSERT INTO identity_class SELECT id, nullif(first_value(id) OVER (ORDER BY p.precedence, p.key), id) FROM (
        WITH RECURSIVE class (id) AS (
            SELECT NEW.entity_id
            UNION SELECT j.right_id FROM class JOIN identity_judgement j ON j.left_id = class.id WHERE j.verdict = 'same'
            UNION SELECT j.left_id FROM class JOIN identity_judgement j ON j.right_id = class.id WHERE j.verdict = 'same'
        ) SELECT id FROM class
    ) CROSS JOIN identity_precedence p ON p.entity_id = id;
    -- RAISE takes nothing but a literal before SQLite 3.47. A path that is none makes json_extract fail with the path
    -- in its message, and so the refusal can say who judged what and why.
    SELECT json_extract('{}', replace('identity_judgement: ' || l.key || ' and ' || r.key || ' cannot be different and the same at once; different: '
        || d.author || ', "' || d.reason || '" (judgement ' || d.id || '); the same, directly or through others: ' || (
            SELECT group_concat(author || ', "' || reason || '" (judgement ' || id || ')', ', ') FROM (
                SELECT j.author, j.reason, j.id FROM identity_class c CROSS JOIN identity_judgement j ON j.left_id = c.entity_id
                WHERE j.verdict = 'same' ORDER BY j.id LIMIT 9)
        ) || '; leave it, or take one of them back first: DELETE FROM identity_judgement WHERE id = ...', '''', '’'))
    FROM identity_class c CROSS JOIN identity_judgement d ON d.left_id = c.entity_id AND d.verdict = 'different'
    JOIN entity l ON l.id = d.left_id JOIN entity r ON r.id = d.right_id
    WHERE d.right_id IN (SELECT entity_id FROM identity_class);
    UPDATE entity SET canonical_id = c.canonical_id, revision_id = (SELECT id FROM revision WHERE closed_at IS NULL)
    FROM identity_class c WHERE entity.id = c.entity_id AND entity.canonical_id IS NOT c.canonical_id;
    DELETE FROM identity_class;
END;

CREATE TRIGGER identity_judgement_made AFTER INSERT ON identity_judgement WHEN NEW.verdict <> 'unsure'
BEGIN
    SELECT RAISE(ABORT, 'identity_judgement: only things of one kind can be the same')
    WHERE NEW.verdict = 'same' AND (SELECT kind FROM entity WHERE id = NEW.left_id) IS NOT (SELECT kind FROM entity WHERE id = NEW.right_id);
    INSERT INTO identity_settlement VALUES (NEW.left_id);
END;

CREATE TRIGGER identity_judgement_changed AFTER UPDATE ON identity_judgement WHEN NEW.verdict <> 'unsure' OR OLD.verdict <> 'unsure'
BEGIN
    SELECT RAISE(ABORT, 'identity_judgement: only things of one kind can be the same')
    WHERE NEW.verdict = 'same' AND (SELECT kind FROM entity WHERE id = NEW.left_id) IS NOT (SELECT kind FROM entity WHERE id = NEW.right_id);
    INSERT INTO identity_settlement VALUES (OLD.left_id), (OLD.right_id), (NEW.left_id);
END;

CREATE TRIGGER identity_judgement_taken_back AFTER DELETE ON identity_judgement WHEN OLD.verdict = 'same'
BEGIN
    INSERT INTO identity_settlement VALUES (OLD.left_id), (OLD.right_id);
END;

-- Another key may be the first of its class.
CREATE TRIGGER entity_key_changed AFTER UPDATE OF key ON entity
WHEN NEW.key <> OLD.key AND (NEW.canonical_id IS NOT NULL OR EXISTS (SELECT 1 FROM entity WHERE canonical_id = NEW.id))
BEGIN
    INSERT INTO identity_settlement VALUES (NEW.id);
END;

-- A thing that comes back from its history stands for itself until its judgements come back too.
CREATE TRIGGER entity_canonical_restored AFTER INSERT ON entity WHEN NEW.canonical_id IS NOT NULL
BEGIN
    INSERT INTO identity_settlement VALUES (NEW.id);
END;

CREATE TRIGGER entity_canonical_inserted BEFORE INSERT ON entity
WHEN NEW.canonical_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entity_history WHERE id = NEW.id AND canonical_id = NEW.canonical_id)
BEGIN
    SELECT RAISE(ABORT, 'entity.canonical_id: it follows from the judgements; leave it empty, and INSERT INTO identity_judgement (left_id, right_id, verdict, author, reason, revision_id)');
END;

CREATE TRIGGER entity_canonical_updated BEFORE UPDATE OF canonical_id ON entity WHEN NEW.canonical_id IS NOT OLD.canonical_id
BEGIN
    SELECT RAISE(ABORT, 'entity.canonical_id: it follows from the judgements; INSERT INTO identity_judgement (left_id, right_id, verdict, author, reason, revision_id), or DELETE one')
    WHERE NOT EXISTS (SELECT 1 FROM identity_class WHERE entity_id = NEW.id AND canonical_id IS NEW.canonical_id);
END;

CREATE VIEW judgements AS -- Who judged which things to be the same, different or unsure, when and why
SELECT
    j.id AS id, -- The judgement
    l.name AS one, -- The one thing
    j.verdict AS verdict, -- same, different or unsure
    r.name AS other, -- The other
    j.author AS author, -- Who judges
    j.reason AS reason, -- Why
    coalesce(o.created_at, v.created_at) AS judged_at, -- When, UTC, here or in the file that a merge brought it from
    (SELECT value FROM conflict WHERE table_name = 'identity_judgement' AND column_name = 'verdict' AND row_id = j.id) AS said, -- What the author said, where that gave way in a merge to what stands against it
    p.name AS preferred, -- Which of the two is to stand for both
    l.key AS one_key, -- Key of the one
    r.key AS other_key, -- Key of the other
    p.key AS preferred_key, -- Key of the preferred
    j.revision_id AS revision_id -- The revision that wrote it
FROM identity_judgement j
JOIN entity l ON l.id = j.left_id JOIN entity r ON r.id = j.right_id
JOIN revision v ON v.id = coalesce((SELECT min(h.revision_id) FROM identity_judgement_history h WHERE h.id = j.id), j.revision_id)
LEFT JOIN entity p ON p.id = j.preferred_id
LEFT JOIN origin o ON o.table_name = 'identity_judgement' AND o.row_id = j.id;

CREATE VIEW identities AS -- The things that another stands for, because judgements join them
SELECT
    e.key AS key, -- The thing
    e.name AS name, -- What it is called
    c.key AS canonical_key, -- The thing that stands for it
    c.name AS canonical_name, -- What that is called
    e.kind AS kind -- What they are
FROM entity e JOIN entity c ON c.id = e.canonical_id;

CREATE VIEW unshown AS -- What things say of themselves that is not shown, because the thing that stands for them says something else or nothing
SELECT
    c.key AS canonical_key, -- The thing that stands for it
    e.key AS key, -- The thing
    'description' AS property, -- What is said: description, gender, date, kind, place, part_of, coordinates, broader, series or edition
    cast(e.description as TEXT) AS value, -- What the thing says, other things by their keys
    cast(c.description as TEXT) AS shown -- What is shown in its place; empty where nothing is
FROM entity e JOIN entity c ON c.id = e.canonical_id WHERE e.description IS NOT NULL AND e.description IS NOT c.description
UNION ALL SELECT c.key, e.key, 'gender', cast(t.gender as TEXT), cast(s.gender as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN person t ON t.id = e.id JOIN person s ON s.id = c.id
    WHERE t.gender IS NOT NULL AND t.gender IS NOT s.gender
UNION ALL SELECT c.key, e.key, 'date', cast(t.date as TEXT), cast(s.date as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN person t ON t.id = e.id JOIN person s ON s.id = c.id
    WHERE t.date IS NOT NULL AND t.date IS NOT s.date
UNION ALL SELECT c.key, e.key, 'kind', cast(t.kind as TEXT), cast(s.kind as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN organization t ON t.id = e.id JOIN organization s ON s.id = c.id
    WHERE t.kind IS NOT NULL AND t.kind IS NOT s.kind
UNION ALL SELECT c.key, e.key, 'place', cast((SELECT k.key FROM entity r JOIN entity k ON k.id = coalesce(r.canonical_id, r.id) WHERE r.id = t.place_id) as TEXT), cast((SELECT k.key FROM entity r JOIN entity k ON k.id = coalesce(r.canonical_id, r.id) WHERE r.id = s.place_id) as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN organization t ON t.id = e.id JOIN organization s ON s.id = c.id
    WHERE t.place_id IS NOT NULL AND (SELECT coalesce(canonical_id, id) FROM entity WHERE id = t.place_id) IS NOT (SELECT coalesce(canonical_id, id) FROM entity WHERE id = s.place_id)
UNION ALL SELECT c.key, e.key, 'date', cast(t.date as TEXT), cast(s.date as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN organization t ON t.id = e.id JOIN organization s ON s.id = c.id
    WHERE t.date IS NOT NULL AND t.date IS NOT s.date
UNION ALL SELECT c.key, e.key, 'kind', cast(t.kind as TEXT), cast(s.kind as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN place t ON t.id = e.id JOIN place s ON s.id = c.id
    WHERE t.kind IS NOT NULL AND t.kind IS NOT s.kind
UNION ALL SELECT c.key, e.key, 'part_of', cast((SELECT k.key FROM entity r JOIN entity k ON k.id = coalesce(r.canonical_id, r.id) WHERE r.id = t.part_of_id) as TEXT), cast((SELECT k.key FROM entity r JOIN entity k ON k.id = coalesce(r.canonical_id, r.id) WHERE r.id = s.part_of_id) as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN place t ON t.id = e.id JOIN place s ON s.id = c.id
    WHERE t.part_of_id IS NOT NULL AND (SELECT coalesce(canonical_id, id) FROM entity WHERE id = t.part_of_id) IS NOT (SELECT coalesce(canonical_id, id) FROM entity WHERE id = s.part_of_id)
UNION ALL SELECT c.key, e.key, 'coordinates', cast(t.latitude || ', ' || t.longitude as TEXT), cast(s.latitude || ', ' || s.longitude as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN place t ON t.id = e.id JOIN place s ON s.id = c.id
    WHERE t.latitude IS NOT NULL AND t.latitude || ', ' || t.longitude IS NOT s.latitude || ', ' || s.longitude
UNION ALL SELECT c.key, e.key, 'kind', cast(t.kind as TEXT), cast(s.kind as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN topic t ON t.id = e.id JOIN topic s ON s.id = c.id
    WHERE t.kind IS NOT NULL AND t.kind IS NOT s.kind
UNION ALL SELECT c.key, e.key, 'broader', cast((SELECT k.key FROM entity r JOIN entity k ON k.id = coalesce(r.canonical_id, r.id) WHERE r.id = t.broader_id) as TEXT), cast((SELECT k.key FROM entity r JOIN entity k ON k.id = coalesce(r.canonical_id, r.id) WHERE r.id = s.broader_id) as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN topic t ON t.id = e.id JOIN topic s ON s.id = c.id
    WHERE t.broader_id IS NOT NULL AND (SELECT coalesce(canonical_id, id) FROM entity WHERE id = t.broader_id) IS NOT (SELECT coalesce(canonical_id, id) FROM entity WHERE id = s.broader_id)
UNION ALL SELECT c.key, e.key, 'kind', cast(t.kind as TEXT), cast(s.kind as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN event t ON t.id = e.id JOIN event s ON s.id = c.id
    WHERE t.kind IS NOT NULL AND t.kind IS NOT s.kind
UNION ALL SELECT c.key, e.key, 'date', cast(t.date as TEXT), cast(s.date as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN event t ON t.id = e.id JOIN event s ON s.id = c.id
    WHERE t.date IS NOT NULL AND t.date IS NOT s.date
UNION ALL SELECT c.key, e.key, 'place', cast((SELECT k.key FROM entity r JOIN entity k ON k.id = coalesce(r.canonical_id, r.id) WHERE r.id = t.place_id) as TEXT), cast((SELECT k.key FROM entity r JOIN entity k ON k.id = coalesce(r.canonical_id, r.id) WHERE r.id = s.place_id) as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN event t ON t.id = e.id JOIN event s ON s.id = c.id
    WHERE t.place_id IS NOT NULL AND (SELECT coalesce(canonical_id, id) FROM entity WHERE id = t.place_id) IS NOT (SELECT coalesce(canonical_id, id) FROM entity WHERE id = s.place_id)
UNION ALL SELECT c.key, e.key, 'part_of', cast((SELECT k.key FROM entity r JOIN entity k ON k.id = coalesce(r.canonical_id, r.id) WHERE r.id = t.part_of_id) as TEXT), cast((SELECT k.key FROM entity r JOIN entity k ON k.id = coalesce(r.canonical_id, r.id) WHERE r.id = s.part_of_id) as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN event t ON t.id = e.id JOIN event s ON s.id = c.id
    WHERE t.part_of_id IS NOT NULL AND (SELECT coalesce(canonical_id, id) FROM entity WHERE id = t.part_of_id) IS NOT (SELECT coalesce(canonical_id, id) FROM entity WHERE id = s.part_of_id)
UNION ALL SELECT c.key, e.key, 'series', cast((SELECT k.key FROM entity r JOIN entity k ON k.id = coalesce(r.canonical_id, r.id) WHERE r.id = t.series_id) as TEXT), cast((SELECT k.key FROM entity r JOIN entity k ON k.id = coalesce(r.canonical_id, r.id) WHERE r.id = s.series_id) as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN event t ON t.id = e.id JOIN event s ON s.id = c.id
    WHERE t.series_id IS NOT NULL AND (SELECT coalesce(canonical_id, id) FROM entity WHERE id = t.series_id) IS NOT (SELECT coalesce(canonical_id, id) FROM entity WHERE id = s.series_id)
UNION ALL SELECT c.key, e.key, 'edition', cast(t.edition as TEXT), cast(s.edition as TEXT) FROM entity e JOIN entity c ON c.id = e.canonical_id JOIN event t ON t.id = e.id JOIN event s ON s.id = c.id
    WHERE t.edition IS NOT NULL AND t.edition IS NOT s.edition;

CREATE VIEW problem_identity AS -- Where what stands for a thing is not what the judgements say, and judgements that exclude each other
WITH RECURSIVE
    root (id) AS (SELECT DISTINCT canonical_id FROM entity WHERE canonical_id IS NOT NULL),
    reached (root_id, id) AS (
        SELECT id, id FROM root
        UNION SELECT reached.root_id, j.right_id FROM reached JOIN identity_judgement j ON j.left_id = reached.id WHERE j.verdict = 'same'
        UNION SELECT reached.root_id, j.left_id FROM reached JOIN identity_judgement j ON j.right_id = reached.id WHERE j.verdict = 'same'
    ),
    rated (id, class_id, precedence, key) AS (
        SELECT e.id, coalesce(e.canonical_id, e.id), p.precedence, e.key
        FROM entity e JOIN identity_precedence p ON p.entity_id = e.id
        WHERE e.canonical_id IS NOT NULL OR e.id IN (SELECT id FROM root)
    )
SELECT
    'entity' AS table_name, -- The table
    e.id AS row_id, -- The id of the row
    'canonical_id: no judgement joins it to what stands for it; INSERT INTO identity_settlement VALUES (' || e.id || ') mends it' AS problem -- What is wrong
FROM entity e WHERE e.canonical_id IS NOT NULL AND (e.canonical_id, e.id) NOT IN (SELECT root_id, id FROM reached)
UNION ALL SELECT 'entity', e.id, 'canonical_id: ' || e.key || ' should stand for its class, not ' || c.key || '; INSERT INTO identity_settlement VALUES (' || e.id || ') mends it'
    FROM rated e JOIN rated c ON c.id = e.class_id WHERE e.id <> c.id AND (e.precedence, e.key) < (c.precedence, c.key)
UNION ALL SELECT 'identity_judgement', j.id, 'verdict: it says same, but not the same thing stands for both; INSERT INTO identity_settlement VALUES (' || j.left_id || ') mends it'
    FROM identity_judgement j JOIN entity l ON l.id = j.left_id JOIN entity r ON r.id = j.right_id
    WHERE j.verdict = 'same' AND l.kind = r.kind AND coalesce(l.canonical_id, l.id) <> coalesce(r.canonical_id, r.id)
UNION ALL SELECT 'identity_judgement', j.id, 'verdict: only things of one kind can be the same'
    FROM identity_judgement j JOIN entity l ON l.id = j.left_id JOIN entity r ON r.id = j.right_id WHERE j.verdict = 'same' AND l.kind <> r.kind
UNION ALL SELECT 'identity_judgement', j.id, 'verdict: it says different, but other judgements make them the same'
    FROM identity_judgement j JOIN entity l ON l.id = j.left_id JOIN entity r ON r.id = j.right_id
    WHERE j.verdict = 'different' AND coalesce(l.canonical_id, l.id) = coalesce(r.canonical_id, r.id);
