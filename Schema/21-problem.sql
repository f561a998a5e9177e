-- All that can be wrong in a file, in one view.

-- Versions of a row follow each other: each is compared with that before it and that behind it. In a view of the past `revision` ends where it looks from, and so does this.
CREATE VIEW problem_history AS -- Earlier versions that nobody can have held: beside another of the row, or before or beyond all revisions
SELECT
    'entity_history' AS table_name, -- The table
    h.id AS row_id, -- The id of the row
    'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' AS problem -- What is wrong
FROM entity_history h
WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM entity c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM entity_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM entity_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'term_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM term_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM term c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM term_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM term_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR h.revision_id > 0 AND NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'act_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM act_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM act c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM act_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM act_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR h.revision_id > 0 AND NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'person_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM person_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM person c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM person_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM person_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'organization_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM organization_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM organization c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM organization_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM organization_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'place_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM place_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM place c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM place_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM place_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'topic_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM topic_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM topic c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM topic_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM topic_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'event_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM event_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM event c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM event_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM event_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'name_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM name_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM name c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM name_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM name_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'identifier_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM identifier_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM identifier c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM identifier_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM identifier_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'identity_judgement_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM identity_judgement_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM identity_judgement c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM identity_judgement_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM identity_judgement_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'document_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM document_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM document c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM document_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM document_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'passage_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM passage_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM passage c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM passage_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM passage_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'stance_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM stance_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM stance c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM stance_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM stance_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'participation_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM participation_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM participation c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM participation_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM participation_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'membership_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM membership_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM membership c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM membership_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM membership_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'relation_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM relation_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM relation c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM relation_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM relation_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'figure_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM figure_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM figure c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM figure_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM figure_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'attribute_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM attribute_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM attribute c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM attribute_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM attribute_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'passage_anchor_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM passage_anchor_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM passage_anchor c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM passage_anchor_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM passage_anchor_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id))
UNION ALL SELECT 'conflict_history', h.id, 'until_revision_id: the row was not changed in revision ' || h.until_revision_id || ', or two of its versions stood at once' FROM conflict_history h WHERE h.until_revision_id <= (SELECT max(id) FROM revision) AND (
    EXISTS (SELECT 1 FROM conflict c WHERE c.id = h.id AND c.revision_id < h.until_revision_id)
    OR (SELECT max(o.until_revision_id) FROM conflict_history o WHERE o.id = h.id AND o.until_revision_id < h.until_revision_id) > h.revision_id
    OR (SELECT o.revision_id FROM conflict_history o WHERE o.id = h.id AND o.until_revision_id > h.until_revision_id ORDER BY o.until_revision_id LIMIT 1) < h.until_revision_id
    OR h.revision_id >= h.until_revision_id OR NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = h.revision_id));

CREATE VIEW problem AS -- Every violation of a rule of this file, one row each; none in a healthy file
SELECT
    table_name AS table_name, -- The table
    row_id AS row_id, -- The id of the row
    problem AS problem -- What is wrong
FROM problem_reference
UNION ALL SELECT table_name, row_id, problem FROM problem_meaning
UNION ALL SELECT table_name, row_id, problem FROM problem_identity
UNION ALL SELECT table_name, row_id, problem FROM problem_identifier
UNION ALL SELECT table_name, row_id, problem FROM problem_date
UNION ALL SELECT table_name, row_id, problem FROM problem_value
UNION ALL SELECT table_name, row_id, problem FROM problem_history
UNION ALL SELECT table_name, row_id, problem FROM problem_anchor;
