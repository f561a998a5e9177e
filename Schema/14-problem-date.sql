-- The bounds of the dates that most sources state: days, months and years, decades, centuries, months and days that are
-- not known, intervals of them and open ones, each with a qualifier behind it or without. `standpoint check` knows all of EDTF.
CREATE VIEW problem_date AS -- Texts that are no date, and dates whose first or last day is not the one that the text allows
WITH
    stated (table_name, row_id, date, earliest, latest, prefix) AS (
    SELECT 'person', id, date, earliest, latest, '' FROM person WHERE date IS NOT NULL
    UNION ALL SELECT 'organization', id, date, earliest, latest, '' FROM organization WHERE date IS NOT NULL
    UNION ALL SELECT 'event', id, date, earliest, latest, '' FROM event WHERE date IS NOT NULL
    UNION ALL SELECT 'name', id, date, earliest, latest, '' FROM name WHERE date IS NOT NULL
    UNION ALL SELECT 'stance', id, date, earliest, latest, '' FROM stance WHERE date IS NOT NULL
    UNION ALL SELECT 'participation', id, date, earliest, latest, '' FROM participation WHERE date IS NOT NULL
    UNION ALL SELECT 'membership', id, date, earliest, latest, '' FROM membership WHERE date IS NOT NULL
    UNION ALL SELECT 'relation', id, date, earliest, latest, '' FROM relation WHERE date IS NOT NULL
    UNION ALL SELECT 'figure', id, date, earliest, latest, '' FROM figure WHERE date IS NOT NULL
    UNION ALL SELECT 'document', id, published, published_earliest, published_latest, 'published_' FROM document WHERE published IS NOT NULL
    ),
    -- What stands before and behind the slash, without qualifiers.
    part (table_name, row_id, date, earliest, latest, prefix, first, last) AS (
        SELECT *,
            rtrim(CASE WHEN instr(date, '/') THEN substr(date, 1, instr(date, '/') - 1) ELSE date END, '?~%'),
            rtrim(CASE WHEN instr(date, '/') THEN substr(date, instr(date, '/') + 1) ELSE date END, '?~%')
        FROM stated
    ),
    bound (table_name, row_id, date, earliest, latest, prefix, first_day, last_day) AS (
        SELECT table_name, row_id, date, earliest, latest, prefix,
            CASE
                WHEN first IN ('', '..') AND instr(date, '/') THEN '0000-01-01'
                WHEN first GLOB '[0-9][0-9][0-9][0-9]' OR first GLOB '[0-9][0-9][0-9][0-9]-XX' OR first GLOB '[0-9][0-9][0-9][0-9]-XX-XX' THEN substr(first, 1, 4) || '-01-01'
                WHEN first GLOB '[0-9][0-9][0-9]X' OR first GLOB '[0-9][0-9]XX' THEN replace(first, 'X', '0') || '-01-01'
                WHEN replace(first, '-XX', '') GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]' AND substr(first, 6, 2) BETWEEN '01' AND '12' THEN substr(first, 1, 7) || '-01'
                WHEN first GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]' AND date(first, '+0 days') = first THEN first
            END,
            CASE
                WHEN last IN ('', '..') AND instr(date, '/') THEN '9999-12-31'
                WHEN last GLOB '[0-9][0-9][0-9][0-9]' OR last GLOB '[0-9][0-9][0-9][0-9]-XX' OR last GLOB '[0-9][0-9][0-9][0-9]-XX-XX' THEN substr(last, 1, 4) || '-12-31'
                WHEN last GLOB '[0-9][0-9][0-9]X' OR last GLOB '[0-9][0-9]XX' THEN replace(last, 'X', '9') || '-12-31'
                WHEN replace(last, '-XX', '') GLOB '[0-9][0-9][0-9][0-9]-12' THEN substr(last, 1, 7) || '-31'
                WHEN replace(last, '-XX', '') GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]' AND substr(last, 6, 2) BETWEEN '01' AND '11' THEN date(substr(last, 1, 7) || '-01', '+1 month', '-1 day')
                WHEN last GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]' AND date(last, '+0 days') = last THEN last
            END
        FROM part
    )
SELECT
    table_name AS table_name, -- The table
    row_id AS row_id, -- The id of the row
    prefix || 'earliest: the first day that ' || date || ' allows is ' || first_day || ', not ' || coalesce(earliest, 'none') AS problem -- What is wrong
FROM bound WHERE first_day IS NOT NULL AND earliest IS NOT first_day
UNION ALL SELECT table_name, row_id, prefix || 'latest: the last day that ' || date || ' allows is ' || last_day || ', not ' || coalesce(latest, 'none')
    FROM bound WHERE last_day IS NOT NULL AND latest IS NOT last_day
UNION ALL SELECT table_name, row_id, iif(prefix = '', 'date', 'published') || ': ‘' || date || '’ is not a date; write it as EDTF: 2019-11-06, 2019-11, 2019~, 2018/..'
    FROM part
    WHERE date GLOB '*[^]0-9XYESTZ:+/.,[{}?~%-]*' OR date NOT GLOB '*[0-9X]*' OR date GLOB '*/*/*'
        OR first GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]' AND substr(first, 6) NOT BETWEEN '01' AND '12' AND substr(first, 6) NOT BETWEEN '21' AND '41'
        OR last GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]' AND substr(last, 6) NOT BETWEEN '01' AND '12' AND substr(last, 6) NOT BETWEEN '21' AND '41'
        OR first GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(first, '+0 days') IS NOT first
        OR last GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(last, '+0 days') IS NOT last;
