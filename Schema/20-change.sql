-- What each revision did, row by row.

CREATE VIEW changes AS -- Which rows each revision inserted, updated or deleted; the versions are in the table's own _version
SELECT
    c.revision_id AS revision_id, -- The revision
    r.author AS author, -- Who made it
    r.note AS note, -- Why
    r.created_at AS created_at, -- When, UTC
    c.table_name AS table_name, -- The table
    c.row_id AS row_id, -- The id of the row
    c.change AS change -- insert, update or delete
FROM (
    SELECT a.revision_id AS revision_id, 'entity' AS table_name, a.id AS row_id, iif(b.id IS NULL, 'insert', 'update') AS change
    FROM entity_version a LEFT JOIN entity_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'entity', b.id, 'delete' FROM entity_history b
    WHERE NOT EXISTS (SELECT 1 FROM entity a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM entity_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'person', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM person_version a LEFT JOIN person_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'person', b.id, 'delete' FROM person_history b
    WHERE NOT EXISTS (SELECT 1 FROM person a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM person_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'organization', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM organization_version a LEFT JOIN organization_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'organization', b.id, 'delete' FROM organization_history b
    WHERE NOT EXISTS (SELECT 1 FROM organization a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM organization_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'place', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM place_version a LEFT JOIN place_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'place', b.id, 'delete' FROM place_history b
    WHERE NOT EXISTS (SELECT 1 FROM place a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM place_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'topic', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM topic_version a LEFT JOIN topic_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'topic', b.id, 'delete' FROM topic_history b
    WHERE NOT EXISTS (SELECT 1 FROM topic a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM topic_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'event', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM event_version a LEFT JOIN event_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'event', b.id, 'delete' FROM event_history b
    WHERE NOT EXISTS (SELECT 1 FROM event a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM event_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'name', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM name_version a LEFT JOIN name_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'name', b.id, 'delete' FROM name_history b
    WHERE NOT EXISTS (SELECT 1 FROM name a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM name_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'identifier', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM identifier_version a LEFT JOIN identifier_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'identifier', b.id, 'delete' FROM identifier_history b
    WHERE NOT EXISTS (SELECT 1 FROM identifier a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM identifier_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'identity_judgement', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM identity_judgement_version a LEFT JOIN identity_judgement_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'identity_judgement', b.id, 'delete' FROM identity_judgement_history b
    WHERE NOT EXISTS (SELECT 1 FROM identity_judgement a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM identity_judgement_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'document', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM document_version a LEFT JOIN document_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'document', b.id, 'delete' FROM document_history b
    WHERE NOT EXISTS (SELECT 1 FROM document a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM document_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'passage', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM passage_version a LEFT JOIN passage_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'passage', b.id, 'delete' FROM passage_history b
    WHERE NOT EXISTS (SELECT 1 FROM passage a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM passage_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'stance', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM stance_version a LEFT JOIN stance_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'stance', b.id, 'delete' FROM stance_history b
    WHERE NOT EXISTS (SELECT 1 FROM stance a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM stance_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'participation', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM participation_version a LEFT JOIN participation_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'participation', b.id, 'delete' FROM participation_history b
    WHERE NOT EXISTS (SELECT 1 FROM participation a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM participation_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'membership', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM membership_version a LEFT JOIN membership_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'membership', b.id, 'delete' FROM membership_history b
    WHERE NOT EXISTS (SELECT 1 FROM membership a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM membership_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'relation', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM relation_version a LEFT JOIN relation_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'relation', b.id, 'delete' FROM relation_history b
    WHERE NOT EXISTS (SELECT 1 FROM relation a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM relation_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'figure', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM figure_version a LEFT JOIN figure_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'figure', b.id, 'delete' FROM figure_history b
    WHERE NOT EXISTS (SELECT 1 FROM figure a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM figure_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'attribute', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM attribute_version a LEFT JOIN attribute_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'attribute', b.id, 'delete' FROM attribute_history b
    WHERE NOT EXISTS (SELECT 1 FROM attribute a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM attribute_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'passage_anchor', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM passage_anchor_version a LEFT JOIN passage_anchor_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'passage_anchor', b.id, 'delete' FROM passage_anchor_history b
    WHERE NOT EXISTS (SELECT 1 FROM passage_anchor a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM passage_anchor_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'conflict', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM conflict_version a LEFT JOIN conflict_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'conflict', b.id, 'delete' FROM conflict_history b
    WHERE NOT EXISTS (SELECT 1 FROM conflict a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM conflict_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'term', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM term_version a LEFT JOIN term_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'term', b.id, 'delete' FROM term_history b
    WHERE NOT EXISTS (SELECT 1 FROM term a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM term_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
    UNION ALL
    SELECT a.revision_id, 'act', a.id, iif(b.id IS NULL, 'insert', 'update')
    FROM act_version a LEFT JOIN act_history b ON b.id = a.id AND b.until_revision_id = a.revision_id
    UNION ALL SELECT b.until_revision_id, 'act', b.id, 'delete' FROM act_history b
    WHERE NOT EXISTS (SELECT 1 FROM act a WHERE a.id = b.id AND a.revision_id = b.until_revision_id)
        AND NOT EXISTS (SELECT 1 FROM act_history a WHERE a.id = b.id AND a.revision_id = b.until_revision_id AND a.until_revision_id > b.until_revision_id)
) c
JOIN revision r ON r.id = c.revision_id;
