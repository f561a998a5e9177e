-- Every version of every row, the present ones among them: what was held at revision 12 is
--     SELECT * FROM stance_version WHERE revision_id <= 12 AND until_revision_id > 12;
-- The columns are those of the table; until_revision_id of a row that still stands is as large as a number can be.

CREATE INDEX person_revision ON person (revision_id);
CREATE INDEX organization_revision ON organization (revision_id);
CREATE INDEX place_revision ON place (revision_id);
CREATE INDEX topic_revision ON topic (revision_id);
CREATE INDEX event_revision ON event (revision_id);
CREATE INDEX name_revision ON name (revision_id);
CREATE INDEX identifier_revision ON identifier (revision_id);
CREATE INDEX identity_judgement_revision ON identity_judgement (revision_id);
CREATE INDEX document_revision ON document (revision_id);
CREATE INDEX passage_revision ON passage (revision_id);

CREATE VIEW term_version AS -- Every version of the rows of term
SELECT 9223372036854775807 AS until_revision_id, id, field, value, meaning, coalesce(revision_id, 0) AS revision_id FROM term UNION ALL SELECT * FROM term_history WHERE revision_id < until_revision_id;

CREATE VIEW act_version AS -- Every version of the rows of act
SELECT 9223372036854775807 AS until_revision_id, id, key, polarity, plover, cameo, meaning, coalesce(revision_id, 0) AS revision_id FROM act UNION ALL SELECT * FROM act_history WHERE revision_id < until_revision_id;

CREATE VIEW entity_version AS -- Every version of the rows of entity
SELECT 9223372036854775807 AS until_revision_id, * FROM entity UNION ALL SELECT * FROM entity_history WHERE revision_id < until_revision_id;

CREATE VIEW person_version AS -- Every version of the rows of person
SELECT 9223372036854775807 AS until_revision_id, * FROM person UNION ALL SELECT * FROM person_history WHERE revision_id < until_revision_id;

CREATE VIEW organization_version AS -- Every version of the rows of organization
SELECT 9223372036854775807 AS until_revision_id, * FROM organization UNION ALL SELECT * FROM organization_history WHERE revision_id < until_revision_id;

CREATE VIEW place_version AS -- Every version of the rows of place
SELECT 9223372036854775807 AS until_revision_id, * FROM place UNION ALL SELECT * FROM place_history WHERE revision_id < until_revision_id;

CREATE VIEW topic_version AS -- Every version of the rows of topic
SELECT 9223372036854775807 AS until_revision_id, * FROM topic UNION ALL SELECT * FROM topic_history WHERE revision_id < until_revision_id;

CREATE VIEW event_version AS -- Every version of the rows of event
SELECT 9223372036854775807 AS until_revision_id, * FROM event UNION ALL SELECT * FROM event_history WHERE revision_id < until_revision_id;

CREATE VIEW name_version AS -- Every version of the rows of name
SELECT 9223372036854775807 AS until_revision_id, * FROM name UNION ALL SELECT * FROM name_history WHERE revision_id < until_revision_id;

CREATE VIEW identifier_version AS -- Every version of the rows of identifier
SELECT 9223372036854775807 AS until_revision_id, * FROM identifier UNION ALL SELECT * FROM identifier_history WHERE revision_id < until_revision_id;

CREATE VIEW identity_judgement_version AS -- Every version of the rows of identity_judgement
SELECT 9223372036854775807 AS until_revision_id, * FROM identity_judgement UNION ALL SELECT * FROM identity_judgement_history WHERE revision_id < until_revision_id;

CREATE VIEW document_version AS -- Every version of the rows of document
SELECT 9223372036854775807 AS until_revision_id, * FROM document UNION ALL SELECT * FROM document_history WHERE revision_id < until_revision_id;

CREATE VIEW passage_version AS -- Every version of the rows of passage
SELECT 9223372036854775807 AS until_revision_id, * FROM passage UNION ALL SELECT * FROM passage_history WHERE revision_id < until_revision_id;

CREATE VIEW stance_version AS -- Every version of the rows of stance
SELECT 9223372036854775807 AS until_revision_id, * FROM stance UNION ALL SELECT * FROM stance_history WHERE revision_id < until_revision_id;

CREATE VIEW participation_version AS -- Every version of the rows of participation
SELECT 9223372036854775807 AS until_revision_id, * FROM participation UNION ALL SELECT * FROM participation_history WHERE revision_id < until_revision_id;

CREATE VIEW membership_version AS -- Every version of the rows of membership
SELECT 9223372036854775807 AS until_revision_id, * FROM membership UNION ALL SELECT * FROM membership_history WHERE revision_id < until_revision_id;

CREATE VIEW relation_version AS -- Every version of the rows of relation
SELECT 9223372036854775807 AS until_revision_id, * FROM relation UNION ALL SELECT * FROM relation_history WHERE revision_id < until_revision_id;

CREATE VIEW figure_version AS -- Every version of the rows of figure
SELECT 9223372036854775807 AS until_revision_id, * FROM figure UNION ALL SELECT * FROM figure_history WHERE revision_id < until_revision_id;

CREATE VIEW attribute_version AS -- Every version of the rows of attribute
SELECT 9223372036854775807 AS until_revision_id, * FROM attribute UNION ALL SELECT * FROM attribute_history WHERE revision_id < until_revision_id;

CREATE VIEW passage_anchor_version AS -- Every version of the rows of passage_anchor
SELECT 9223372036854775807 AS until_revision_id, * FROM passage_anchor UNION ALL SELECT * FROM passage_anchor_history WHERE revision_id < until_revision_id;

CREATE VIEW conflict_version AS -- Every version of the rows of conflict
SELECT 9223372036854775807 AS until_revision_id, * FROM conflict UNION ALL SELECT * FROM conflict_history WHERE revision_id < until_revision_id;
