-- What the CHECK constraints refuse: it comes in where another tool has `PRAGMA ignore_check_constraints` on.

CREATE VIEW problem_value AS -- Values that a column may not hold
WITH
    dated (table_name, row_id, date, earliest, latest, prefix) AS (
        SELECT table_name, row_id, date, earliest, latest, iif(column_name = 'published', 'published_', '') FROM dates
    ),
    graded (table_name, row_id, confidence, rank) AS (
        SELECT 'stance', id, confidence, rank FROM stance
        UNION ALL SELECT 'participation', id, confidence, rank FROM participation
        UNION ALL SELECT 'membership', id, confidence, rank FROM membership
        UNION ALL SELECT 'relation', id, confidence, rank FROM relation
        UNION ALL SELECT 'figure', id, confidence, rank FROM figure
        UNION ALL SELECT 'attribute', id, confidence, rank FROM attribute
    )
SELECT
    table_name AS table_name, -- The table
    row_id AS row_id, -- The id of the row
    'confidence: 0 to 1, not ' || confidence AS problem -- What is wrong
FROM graded WHERE confidence NOT BETWEEN 0 AND 1
UNION ALL SELECT table_name, row_id, 'rank: preferred, normal or deprecated, not ' || rank FROM graded WHERE rank NOT IN ('preferred', 'normal', 'deprecated')
UNION ALL SELECT table_name, row_id, prefix || 'earliest: the date, its first and its last day go together' FROM dated
    WHERE (date IS NULL) <> (earliest IS NULL) OR (date IS NULL) <> (latest IS NULL)
UNION ALL SELECT table_name, row_id, prefix || 'earliest: ' || earliest || ' is not a day, YYYY-MM-DD' FROM dated WHERE earliest IS NOT date(earliest, '+0 days')
UNION ALL SELECT table_name, row_id, prefix || 'latest: ' || latest || ' is not a day, YYYY-MM-DD' FROM dated WHERE latest IS NOT date(latest, '+0 days')
UNION ALL SELECT table_name, row_id, prefix || 'earliest: it is after the last day' FROM dated WHERE earliest > latest
UNION ALL SELECT 'revision', id, 'author: say who makes the changes' FROM revision WHERE trim(author) = ''
UNION ALL SELECT 'revision', id, 'created_at: a time in UTC, 2019-11-06T12:00:00.000Z, not ' || created_at FROM revision WHERE created_at IS NOT strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '+0 days')
UNION ALL SELECT 'revision', id, 'closed_at: it cannot be before created_at' FROM revision WHERE closed_at < created_at
UNION ALL SELECT 'term', id, 'value: ‘' || value || '’ of ' || field || ' has not only small letters, digits and hyphens' FROM term WHERE value = '' OR value GLOB '*[^a-z0-9-]*'
UNION ALL SELECT 'act', id, 'key: ‘' || key || '’ has not only small letters, digits and hyphens' FROM act WHERE key = '' OR key GLOB '*[^a-z0-9-]*'
UNION ALL SELECT 'act', id, 'polarity: that of ' || key || ' is 1, 0, -1 or NULL, not ' || polarity FROM act WHERE polarity NOT IN (-1, 0, 1)
UNION ALL SELECT 'act', id, 'cameo: that of ' || key || ' has two to four digits, not ' || cameo FROM act WHERE length(cameo) NOT BETWEEN 2 AND 4 OR cameo GLOB '*[^0-9]*'
UNION ALL SELECT 'dossier', id, 'key: small letters, digits and hyphens, not ‘' || key || '’' FROM dossier WHERE key = '' OR key GLOB '*[^a-z0-9-]*'
UNION ALL SELECT 'dossier_row', row_id, 'is_made: it and is_gone are 0 or 1' FROM dossier_row WHERE is_made NOT IN (0, 1) OR is_gone NOT IN (0, 1)
UNION ALL SELECT 'entity', id, 'key: small letters, digits and single hyphens, not ‘' || key || '’' FROM entity WHERE key = '' OR key GLOB '*[^a-z0-9-]*' OR key GLOB '-*' OR key GLOB '*-' OR (key GLOB '*--*' AND substr(key, instr(key, '--')) <> '--' || kind)
UNION ALL SELECT 'entity', id, 'kind: person, organization, event, place or topic, not ' || kind FROM entity WHERE kind NOT IN ('person', 'organization', 'event', 'place', 'topic')
UNION ALL SELECT 'entity', id, 'name: it has none' FROM entity WHERE trim(name) = ''
UNION ALL SELECT 'entity', id, 'canonical_id: it stands for itself; leave it empty' FROM entity WHERE canonical_id = id
UNION ALL SELECT 'entity', id, 'extra: it must be a JSON object' FROM entity WHERE extra IS NOT NULL AND (substr(ltrim(extra, char(9, 10, 13, 32)), 1, 1) <> '{' OR substr(rtrim(extra, char(9, 10, 13, 32)), -1) <> '}')
UNION ALL SELECT 'place', id, 'latitude: -90 to 90, with a longitude' FROM place WHERE latitude NOT BETWEEN -90 AND 90 OR (latitude IS NULL) <> (longitude IS NULL)
UNION ALL SELECT 'place', id, 'longitude: -180 to 180' FROM place WHERE longitude NOT BETWEEN -180 AND 180
UNION ALL SELECT 'event', id, 'edition: it counts from 1' FROM event WHERE edition <= 0
UNION ALL SELECT 'name', id, 'text: it is empty' FROM name WHERE trim(text) = ''
UNION ALL SELECT 'name', id, 'script: four letters of ISO 15924, as in Latn or Cyrl, not ' || script FROM name WHERE script NOT GLOB '[A-Z][a-z][a-z][a-z]'
UNION ALL SELECT 'name', id, 'language: a language of BCP 47, as in es or pt-BR, not ‘' || language || '’' FROM name WHERE language NOT GLOB '[A-Za-z]*' OR language GLOB '*[^A-Za-z0-9-]*'
UNION ALL SELECT 'identifier', id, 'scheme: small letters, digits and hyphens, not ‘' || scheme || '’' FROM identifier WHERE scheme = '' OR scheme GLOB '*[^a-z0-9-]*'
UNION ALL SELECT 'identifier', id, 'value: it is empty or has spaces around it' FROM identifier WHERE value = '' OR value <> trim(value)
UNION ALL SELECT 'identity_judgement', id, 'left_id: two things, the one with the smaller id on the left' FROM identity_judgement WHERE left_id >= right_id
UNION ALL SELECT 'identity_judgement', id, 'verdict: same, different or unsure, not ' || verdict FROM identity_judgement WHERE verdict NOT IN ('same', 'different', 'unsure')
UNION ALL SELECT 'identity_judgement', id, 'preferred_id: one of the two, where they are the same' FROM identity_judgement WHERE preferred_id IS NOT NULL AND (preferred_id NOT IN (left_id, right_id) OR verdict <> 'same')
UNION ALL SELECT 'identity_judgement', id, 'author: say who judges' FROM identity_judgement WHERE trim(author) = ''
UNION ALL SELECT 'identity_judgement', id, 'reason: say why' FROM identity_judgement WHERE trim(reason) = ''
UNION ALL SELECT 'document', id, 'key: small letters, digits and single hyphens, not ‘' || key || '’' FROM document WHERE key = '' OR key GLOB '*[^a-z0-9-]*' OR key GLOB '-*' OR key GLOB '*-' OR (key GLOB '*--*' AND substr(key, instr(key, '--')) NOT GLOB '--[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]')
UNION ALL SELECT 'document', id, 'title: it has none' FROM document WHERE trim(title) = ''
UNION ALL SELECT 'document', id, 'language: a language of BCP 47, as in es or pt-BR, not ‘' || language || '’' FROM document WHERE language NOT GLOB '[A-Za-z]*' OR language GLOB '*[^A-Za-z0-9-]*'
UNION ALL SELECT 'document', id, 'retrieved_at: a day or a time in UTC, YYYY-MM-DDThh:mm:ssZ, not ‘' || retrieved_at || '’' FROM document WHERE retrieved_at IS NOT NULL AND (julianday(retrieved_at) IS NULL OR retrieved_at NOT GLOB '[0-9][0-9][0-9][0-9]-*')
UNION ALL SELECT 'document', id, 'authors: it must be a JSON array of names' FROM document WHERE authors IS NOT NULL AND (substr(ltrim(authors, char(9, 10, 13, 32)), 1, 1) <> '[' OR substr(rtrim(authors, char(9, 10, 13, 32)), -1) <> ']')
UNION ALL SELECT 'document', id, 'text: it holds a NUL character, which SQLite tools cannot show' FROM document WHERE instr(CAST(text AS BLOB), x'00')
UNION ALL SELECT 'document', id, 'sha256: 64 small hexadecimal digits, and only with a text' FROM document WHERE length(sha256) <> 64 OR sha256 GLOB '*[^0-9a-f]*' OR (sha256 IS NOT NULL AND text IS NULL)
UNION ALL SELECT 'document', id, 'supersedes_id: a document does not supersede itself' FROM document WHERE supersedes_id = id
UNION ALL SELECT 'passage', id, 'start_offset, end_offset and quote go together, or give a locator' FROM passage WHERE (start_offset IS NULL) <> (end_offset IS NULL) OR (start_offset IS NOT NULL AND quote IS NULL) OR (start_offset IS NULL AND coalesce(trim(locator), '') = '')
UNION ALL SELECT 'passage', id, 'start_offset: offsets count code points from 0, and the quote has end_offset - start_offset of them' FROM passage WHERE start_offset < 0 OR end_offset <= start_offset OR length(quote) <> end_offset - start_offset
UNION ALL SELECT 'stance', id, 'polarity: 1 (for), -1 (against) or 0 (neither), not ' || polarity FROM stance WHERE polarity NOT IN (-1, 0, 1)
UNION ALL SELECT 'stance', id, 'strength: 1 to 10, not ' || strength FROM stance WHERE strength NOT BETWEEN 1 AND 10
UNION ALL SELECT 'stance', id, 'ordinal: it counts from 1' FROM stance WHERE ordinal <= 0
UNION ALL SELECT 'stance', id, 'conditional and reported are 0 or 1' FROM stance WHERE conditional NOT IN (0, 1) OR reported NOT IN (0, 1)
UNION ALL SELECT 'membership', id, 'member_id: nothing is a member of itself' FROM membership WHERE member_id = organization_id
UNION ALL SELECT 'figure', id, 'measure: small letters, digits and hyphens, not ‘' || measure || '’' FROM figure WHERE measure = '' OR measure GLOB '*[^a-z0-9-]*'
UNION ALL SELECT 'figure', id, 'low: give low, high or both' FROM figure WHERE low IS NULL AND high IS NULL
UNION ALL SELECT 'figure', id, 'low: a number is not infinite; leave low or high out' FROM figure WHERE abs(low) >= 9e999 OR abs(high) >= 9e999
UNION ALL SELECT 'figure', id, 'low: it is above high' FROM figure WHERE low > high
UNION ALL SELECT 'figure', id, 'approximate: 0 or 1' FROM figure WHERE approximate NOT IN (0, 1)
UNION ALL SELECT 'attribute', id, 'property: small letters, digits and hyphens, not ‘' || property || '’' FROM attribute WHERE property = '' OR property GLOB '*[^a-z0-9-]*'
UNION ALL SELECT 'attribute', id, 'value: it is empty' FROM attribute WHERE trim(value) = ''
UNION ALL SELECT 'passage_anchor', id, 'outcome: exact, moved, fuzzy, ambiguous or orphaned, not ' || outcome FROM passage_anchor WHERE outcome NOT IN ('exact', 'moved', 'fuzzy', 'ambiguous', 'orphaned')
UNION ALL SELECT 'passage_anchor', id, 'new_passage_id: where the words were found, and only there' FROM passage_anchor WHERE (new_passage_id IS NOT NULL) <> (outcome IN ('exact', 'moved', 'fuzzy'))
UNION ALL SELECT 'passage_anchor', id, 'score: 0 to 1, for fuzzy and only there' FROM passage_anchor WHERE (score IS NOT NULL) <> (outcome = 'fuzzy') OR score NOT BETWEEN 0 AND 1
UNION ALL SELECT 'passage_anchor', id, 'context: 0 to 1, not ' || context FROM passage_anchor WHERE context NOT BETWEEN 0 AND 1;
