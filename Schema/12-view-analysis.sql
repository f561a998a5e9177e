-- Views that draw conclusions: what happened when, who stands where by now, who is said to stand where they do not.

CREATE VIEW events AS -- What took place when and where
SELECT
    entity.id AS id, -- The event
    e.date AS date, -- When, EDTF
    entity.name AS event, -- Its name
    e.kind AS kind, -- meeting, ceremony, declaration …
    place.name AS place, -- Where
    whole.name AS part_of, -- The event that it was part of
    series.name AS series, -- The series that it was an edition of
    e.edition AS edition, -- Which edition
    entity.description AS description, -- What it was
    e.earliest AS earliest, -- The first day that the date allows
    e.latest AS latest, -- The last day that the date allows
    entity.key AS key, -- Its key
    place.key AS place_key, -- Key of the place
    whole.key AS part_of_key, -- Key of the event that it was part of
    series.key AS series_key -- Key of the series
FROM event e
JOIN entity ON entity.id = e.id AND entity.canonical_id IS NULL
LEFT JOIN entity place ON place.id = coalesce((SELECT canonical_id FROM entity WHERE id = e.place_id), e.place_id)
    AND (e.place_id = place.id OR e.place_id IN (SELECT id FROM entity WHERE canonical_id = place.id))
LEFT JOIN entity whole ON whole.id = coalesce((SELECT canonical_id FROM entity WHERE id = e.part_of_id), e.part_of_id)
    AND (e.part_of_id = whole.id OR e.part_of_id IN (SELECT id FROM entity WHERE canonical_id = whole.id))
LEFT JOIN entity series ON series.id = coalesce((SELECT canonical_id FROM entity WHERE id = e.series_id), e.series_id)
    AND (e.series_id = series.id OR e.series_id IN (SELECT id FROM entity WHERE canonical_id = series.id));

CREATE VIEW timeline AS -- Everything that has a date, to be read in the order of earliest
SELECT
    earliest AS earliest, -- The first day that the date allows
    latest AS latest, -- The last day that the date allows
    date AS date, -- When, EDTF
    'event' AS what, -- event, stance, participation, membership, relation or figure
    event AS subject, -- Whom or what it is about
    kind || coalesce(', ' || place, '') AS detail, -- What happened, in words
    key AS subject_key, -- Key of the subject
    cast(NULL as TEXT) AS object_key, -- Key of the other thing, where there is one
    cast(NULL as TEXT) AS quote -- The words that prove it
FROM events WHERE earliest IS NOT NULL
UNION ALL
SELECT earliest, latest, date, 'stance', holder,
    act || CASE WHEN act IN (SELECT key FROM act WHERE polarity IS NULL) THEN CASE polarity WHEN 1 THEN ' (for)' WHEN -1 THEN ' (against)' ELSE ' (neither)' END ELSE '' END || ' ' || target || coalesce(': ' || proposition, ''),
    holder_key, target_key, quote
FROM stances WHERE earliest IS NOT NULL
UNION ALL
SELECT f.earliest, f.latest, f.date, 'participation', v.participant, v.role || coalesce(' (' || v.post || ')', '') || ', ' || v.event, v.participant_key, v.event_key, v.quote
FROM participation f JOIN participations v ON v.id = f.id
WHERE f.earliest IS NOT NULL
UNION ALL
SELECT e.earliest, e.latest, e.date, 'participation', v.participant, v.role || coalesce(' (' || v.post || ')', '') || ', ' || v.event, v.participant_key, v.event_key, v.quote
FROM events e JOIN participations v ON v.event_key = e.key JOIN participation f ON f.id = v.id
WHERE e.earliest IS NOT NULL AND f.earliest IS NULL AND f.role <> 'member'
UNION ALL
SELECT earliest, latest, date, 'membership', member, coalesce(post || ', ', role || ', ', '') || organization, member_key, organization_key, quote
FROM memberships WHERE earliest IS NOT NULL
UNION ALL
SELECT earliest, latest, date, 'relation', subject, predicate || ' ' || object, subject_key, object_key, quote
FROM relations WHERE earliest IS NOT NULL
UNION ALL
SELECT earliest, latest, date, 'figure', entity, measure || ' ' || value, entity_key, NULL, quote
FROM figures WHERE earliest IS NOT NULL;

-- Who prints the text of another word for word is no source of its own. SQLite's lower() and trim() know ASCII alone:
-- ÉTOILE and étoile are two.
CREATE VIEW publishers AS -- Whose each document is, where independent sources are counted
SELECT
    d.id AS document_id, -- The document
    d.key AS document_key, -- Its key
    CASE WHEN f.supersedes_id IS NULL THEN nullif(lower(trim(f.publisher)), '') ELSE (
        WITH RECURSIVE capture (publisher, earlier_id, place) AS (
            SELECT f.publisher, f.supersedes_id, 0
            UNION ALL
            SELECT e.publisher, e.supersedes_id, capture.place + 1 FROM capture JOIN document e ON e.id = capture.earlier_id WHERE capture.place < 1000
        )
        SELECT lower(trim(publisher)) FROM capture WHERE trim(publisher) <> '' ORDER BY place DESC LIMIT 1
    ) END AS publisher -- Its publisher in small letters, without spaces around; of several documents of one text, that of the first published; of a later capture, that of the first one that has any
FROM document d JOIN document f ON f.id = coalesce((SELECT c.id FROM document c WHERE c.sha256 = d.sha256 AND trim(c.publisher) <> '' ORDER BY c.published_earliest, c.key LIMIT 1), d.id);

-- The latest stance is the last in the order of the first day that its date allows, then the last: one of 2019-11-30
-- is later than one of 2019, and one of 2015/.. is no later than the year 2015 that it starts with. Of several of the
-- same days it is that of the document published last, then of the last key, then the last in the text. Those without a
-- date come before all others. The numbers count what differs within a group: all is by window, so that SQLite takes
-- the key that is asked for into the innermost SELECT.
CREATE VIEW positions AS -- Each holder's latest stance on each target, since when, and how many sources there are
SELECT
    g.holder AS holder, -- Who
    g.target AS target, -- On what
    s.polarity AS polarity, -- Where the holder stands by now: 1 for, -1 against, 0 neither
    s.act AS act, -- By which act it was last expressed
    s.date AS date, -- When, EDTF
    nullif(g.since, '') AS since, -- When the holder first took this side without having left it since, EDTF
    g.stances AS stances, -- How many stances there are, on whatever side
    g.documents AS documents, -- In how many documents
    g.publishers AS publishers, -- By how many publishers, as the view publishers has them: documents without one count none
    p.quote AS quote, -- The words of the latest
    g.holder_key AS holder_key, -- Key of the holder
    g.target_key AS target_key, -- Key of the target
    g.id AS stance_id -- The latest stance
FROM (
    SELECT *, count(*) OVER g AS stances, max(document_number) OVER g AS documents,
        max(publisher_number) OVER g - max(publisher IS NULL) OVER g AS publishers,
        substr(max(CASE WHEN before IS NOT polarity THEN printf('%09d', place) || coalesce(date, '') END) OVER g, 10) AS since
    FROM (
        SELECT id, holder, target, holder_key, target_key, polarity, date, publisher,
            row_number() OVER w AS place, lead(id) OVER w IS NULL AS is_last,
            lag(CASE WHEN date IS NOT NULL THEN polarity END) OVER w AS before,
            dense_rank() OVER (PARTITION BY holder_key, target_key ORDER BY document_key) AS document_number,
            dense_rank() OVER (PARTITION BY holder_key, target_key ORDER BY publisher) AS publisher_number
        FROM (
            SELECT s.id, s.holder, s.target, s.holder_key, s.target_key, s.polarity, s.date, s.earliest, s.latest, s.rank, s.document_key,
                s.start_offset, (SELECT published_earliest FROM document WHERE key = s.document_key) AS published_earliest,
                (SELECT x.publisher FROM publishers x WHERE x.document_key = s.document_key) AS publisher
            FROM stances s WHERE s.rank <> 'deprecated'
        )
        WINDOW w AS (PARTITION BY holder_key, target_key ORDER BY earliest, latest, rank = 'preferred', published_earliest, document_key, start_offset, id)
    )
    WINDOW g AS (PARTITION BY holder_key, target_key)
) g
JOIN stance s ON s.id = g.id
JOIN passage p ON p.id = s.passage_id
WHERE g.is_last;

CREATE VIEW contradictions AS -- Two documents that put one holder on both sides of one target at what may be the same time
SELECT
    a.holder AS holder, -- Who
    a.target AS target, -- On what
    a.date AS for_date, -- When it was for, EDTF
    a.act AS for_act, -- By which act
    a.quote AS for_quote, -- The words that say so
    a.document AS for_document, -- The document that has them
    b.date AS against_date, -- When it was against, EDTF
    b.act AS against_act, -- By which act
    b.quote AS against_quote, -- The words that say so
    b.document AS against_document, -- The document that has them
    a.holder_key AS holder_key, -- Key of the holder
    a.target_key AS target_key, -- Key of the target
    a.id AS for_stance_id, -- The stance for
    b.id AS against_stance_id -- The stance against
FROM stances a JOIN stances b ON b.holder_key = a.holder_key AND b.target_key = a.target_key
WHERE a.polarity = 1 AND b.polarity = -1 AND a.document_key <> b.document_key
    AND a.rank <> 'deprecated' AND b.rank <> 'deprecated'
    AND (a.date IS NULL OR b.date IS NULL OR (a.earliest <= b.latest AND b.earliest <= a.latest));

CREATE VIEW codings AS -- Who wrote each stance, here or in the file that a merge brought it from
SELECT
    s.id AS stance_id, -- The stance
    coalesce(o.author, first.author) AS coded_by, -- Who wrote it
    coalesce(o.created_at, first.created_at) AS coded_at, -- When, UTC
    CASE WHEN s.revision_id <> coalesce(o.merged_in, first.id) AND s.revision_id NOT IN (SELECT merged_in FROM merged WHERE source = o.merged_in)
        THEN (SELECT author FROM revision WHERE id = s.revision_id) ELSE o.reviser END AS revised_by -- Who changed it last, where anybody did
FROM stance s
JOIN revision first ON first.id = coalesce((SELECT min(h.revision_id) FROM stance_history h WHERE h.id = s.id), s.revision_id)
LEFT JOIN origin o ON o.table_name = 'stance' AND o.row_id = s.id;

CREATE VIEW evidence_grades AS -- How good the evidence of each stance is: in whose words, who said it, who reported it, who coded it
SELECT
    s.id AS stance_id, -- The stance
    CASE WHEN s.reported = 1 OR s.quote IS NULL THEN 'paraphrased' ELSE 'quoted' END AS wording, -- quoted: in the holder's own words; paraphrased: in those of the document, or only by a place in it
    s.holder AS said_by, -- Who said it
    s.act AS act, -- By which act
    s.target AS target, -- Toward what
    s.publisher AS reported_by, -- Who reported it: the publisher of the document
    d.authors AS authors, -- Who wrote that, a JSON array of names
    c.coded_by AS coded_by, -- Who wrote the stance, here or in the file that a merge brought it from
    c.coded_at AS coded_at, -- When, UTC
    c.revised_by AS revised_by, -- Who changed it last, where anybody did
    s.confidence AS confidence, -- How sure the coder is, 0 to 1
    s.quote AS quote, -- The words that prove it
    s.holder_key AS holder_key, -- Key of the holder
    s.target_key AS target_key, -- Key of the target
    s.document_key AS document_key -- Key of the document
FROM stances s
JOIN document d ON d.key = s.document_key
JOIN codings c ON c.stance_id = s.id;

CREATE VIEW corroboration AS -- By how many independent sources it is attested that somebody stands on one side of something
SELECT
    s.holder AS holder, -- Who
    s.target AS target, -- On what
    s.polarity AS polarity, -- On which side: 1 for, -1 against, 0 neither
    count(DISTINCT p.publisher) AS publishers, -- By how many publishers, as the view publishers has them: sources are independent when their publishers are; documents without one count none
    count(DISTINCT s.document_key) AS documents, -- In how many documents
    count(*) AS stances, -- In how many stances; deprecated ones do not count
    count(CASE WHEN s.reported = 0 AND s.quote IS NOT NULL THEN 1 END) AS quoted, -- How many of them in the holder's own words
    min(s.earliest) AS earliest, -- The first day on which it may have been expressed
    max(s.latest) AS latest, -- The last such day
    s.holder_key AS holder_key, -- Key of the holder
    s.target_key AS target_key -- Key of the target
FROM stances s JOIN publishers p ON p.document_key = s.document_key
WHERE s.rank <> 'deprecated'
GROUP BY s.holder_key, s.target_key, s.polarity;

-- One line of a CREATE statement is one column, and what stands behind it is its meaning.
CREATE VIEW dictionary AS -- Every table and view of the file, every column, and what they mean
WITH RECURSIVE
    -- Put together here, so that this view's own code does not look like what it looks for.
    mark (comment, named) AS (VALUES (' ' || '--' || ' ', ' ' || 'AS' || ' ')),
    line (name, type, number, line, rest) AS (
        SELECT name, type, -1, '', sql || char(10) FROM sqlite_schema, mark
        WHERE type IN ('table', 'view') AND instr(sql, comment)
        UNION ALL
        SELECT name, type, number + 1, substr(rest, 1, instr(rest, char(10)) - 1), substr(rest, instr(rest, char(10)) + 1)
        FROM line WHERE rest <> ''
    ),
    part (name, type, number, code, meaning) AS (
        SELECT name, type, number, rtrim(trim(substr(line, 1, instr(line, comment))), ','), substr(line, instr(line, comment) + 4)
        FROM line, mark WHERE instr(line, comment) AND trim(line) NOT LIKE '--%'
    ),
    entry (name, type, number, column_name, meaning) AS (
        SELECT name, type, number,
            CASE
                WHEN number = 0 THEN NULL
                WHEN type = 'view' THEN substr(code, instr(code, named) + 4)
                ELSE substr(code, 1, instr(code || ' ', ' ') - 1)
            END,
            meaning
        FROM part, mark
    )
SELECT
    name AS table_name, -- The table or view
    type AS table_type, -- table or view
    column_name AS column_name, -- The column; empty for the table itself
    meaning AS meaning -- What it is
FROM entry
ORDER BY table_type, table_name, number;
