-- The dates of the file, and what is wrong with them.

CREATE VIEW dates AS -- Every date of the file with its bounds
SELECT
    'person' AS table_name, -- The table
    id AS row_id, -- The id of the row
    'date' AS column_name, -- The column of the date; published in document, whose bounds are published_earliest and published_latest
    date AS date, -- The date, EDTF
    earliest AS earliest, -- The first day that the date allows
    latest AS latest -- The last day that the date allows
FROM person
UNION ALL SELECT 'organization', id, 'date', date, earliest, latest FROM organization
UNION ALL SELECT 'event', id, 'date', date, earliest, latest FROM event
UNION ALL SELECT 'name', id, 'date', date, earliest, latest FROM name
UNION ALL SELECT 'stance', id, 'date', date, earliest, latest FROM stance
UNION ALL SELECT 'participation', id, 'date', date, earliest, latest FROM participation
UNION ALL SELECT 'membership', id, 'date', date, earliest, latest FROM membership
UNION ALL SELECT 'relation', id, 'date', date, earliest, latest FROM relation
UNION ALL SELECT 'figure', id, 'date', date, earliest, latest FROM figure
UNION ALL SELECT 'document', id, 'published', published, published_earliest, published_latest FROM document;

-- The bounds of dates: days, months, years, seasons, digits that are not known, significant digits, times, intervals of
-- them and open ones, with qualifiers anywhere. Of sets, exponents and days such as 2X in February `standpoint check` knows.
CREATE VIEW problem_date AS -- Texts that are no date, and dates whose first or last day is not the one that the text allows
WITH
    stated (table_name, row_id, date, earliest, latest, prefix) AS (
        SELECT table_name, row_id, date, earliest, latest, iif(column_name = 'published', 'published_', '') FROM dates WHERE date IS NOT NULL
    ),
    -- What stands before and behind the slash, without qualifiers and times.
    part (table_name, row_id, date, earliest, latest, prefix, first, last) AS (
        SELECT table_name, row_id, date, earliest, latest, prefix,
            iif(instr(first, 'T'), substr(first, 1, instr(first, 'T') - 1), first), iif(instr(last, 'T'), substr(last, 1, instr(last, 'T') - 1), last)
        FROM (
            SELECT *, iif(instr(plain, '/'), substr(plain, 1, instr(plain, '/') - 1), plain) AS first, iif(instr(plain, '/'), substr(plain, instr(plain, '/') + 1), plain) AS last
            FROM (SELECT *, replace(replace(replace(date, '?', ''), '~', ''), '%', '') AS plain FROM stated))
    ),
    -- The first day of a season, quarter, third or half of a year, and how many months it has; 21 to 24 are those of either half of the earth.
    season (code, start, months) AS (
        VALUES ('21', '-03-01', 9), ('22', '-06-01', 9), ('23', '-03-01', 9), ('24', '-06-01', 9),
            ('25', '-03-01', 3), ('26', '-06-01', 3), ('27', '-09-01', 3), ('28', '-12-01', 3), ('29', '-09-01', 3), ('30', '-12-01', 3), ('31', '-03-01', 3), ('32', '-06-01', 3),
            ('33', '-01-01', 3), ('34', '-04-01', 3), ('35', '-07-01', 3), ('36', '-10-01', 3), ('37', '-01-01', 4), ('38', '-05-01', 4), ('39', '-09-01', 4), ('40', '-01-01', 6), ('41', '-07-01', 6)
    ),
    bound (table_name, row_id, date, earliest, latest, prefix, first_day, last_day) AS (
        SELECT table_name, row_id, date, earliest, latest, prefix,
            CASE
                WHEN first IN ('', '..') THEN iif(instr(date, '/'), '0000-01-01', NULL)
                WHEN first GLOB '-[0-9X][0-9X][0-9X][0-9X]*' OR first GLOB 'Y-[1-9][0-9][0-9][0-9][0-9]*' AND substr(first, 3) NOT GLOB '*[^0-9S]*' THEN '0000-01-01'
                WHEN first GLOB 'Y[1-9][0-9][0-9][0-9][0-9]*' AND substr(first, 2) NOT GLOB '*[^0-9S]*' THEN '9999-12-31'
                WHEN first GLOB '[1-9][0-9][0-9][0-9]S[1-4]' THEN substr(substr(first, 1, substr(first, 6)) || '0000', 1, 4) || '-01-01'
                WHEN first GLOB '[0-9X][0-9X][0-9X][0-9X]-[234][0-9]' THEN (SELECT replace(substr(first, 1, 4), 'X', '0') || start FROM season WHERE code = substr(first, 6))
                WHEN first GLOB '[0-9X][0-9X][0-9X][0-9X]' OR first GLOB '[0-9X][0-9X][0-9X][0-9X]-[01X][0-9X]' OR first GLOB '[0-9X][0-9X][0-9X][0-9X]-[01X][0-9X]-[0-3X][0-9X]' THEN
                    replace(substr(first, 1, 4), 'X', '0') || '-' || CASE substr(first, 6, 2) WHEN '' THEN '01' WHEN 'XX' THEN '01' WHEN '0X' THEN '01' ELSE replace(substr(first, 6, 2), 'X', '0') END
                    || '-' || CASE substr(first, 9) WHEN '' THEN '01' WHEN 'XX' THEN '01' WHEN '0X' THEN '01' ELSE replace(substr(first, 9), 'X', '0') END
            END,
            CASE
                WHEN last IN ('', '..') THEN iif(instr(date, '/'), '9999-12-31', NULL)
                WHEN last GLOB '-[0-9X][0-9X][0-9X][0-9X]*' AND last NOT GLOB '-[0-9X][0-9X][0-9X][0-9X]-[234][0-9]' OR last GLOB 'Y-[1-9][0-9][0-9][0-9][0-9]*' AND substr(last, 3) NOT GLOB '*[^0-9S]*' THEN '0000-01-01'
                WHEN last GLOB 'Y[1-9][0-9][0-9][0-9][0-9]*' AND substr(last, 2) NOT GLOB '*[^0-9S]*' THEN '9999-12-31'
                WHEN last GLOB '[1-9][0-9][0-9][0-9]S[1-4]' THEN substr(substr(last, 1, substr(last, 6)) || '9999', 1, 4) || '-12-31'
                WHEN last GLOB '[0-9X][0-9X][0-9X][0-9X]-[234][0-9]' THEN (SELECT date(replace(substr(last, 1, 4), 'X', '9') || start, '+' || months || ' months', '-1 day') FROM season WHERE code = substr(last, 6))
                WHEN last GLOB '[0-9X][0-9X][0-9X][0-9X]' OR substr(last, 5, 3) IN ('-XX', '-1X', '-12') AND (last GLOB '[0-9X][0-9X][0-9X][0-9X]-[1X][2X]' OR last GLOB '[0-9X][0-9X][0-9X][0-9X]-[1X][2X]-XX') THEN
                    replace(substr(last, 1, 4), 'X', '9') || '-12-31'
                WHEN last GLOB '[0-9X][0-9X][0-9X][0-9X]-[01][0-9X]' OR last GLOB '[0-9X][0-9X][0-9X][0-9X]-[01][0-9X]-XX' THEN
                    date(replace(substr(last, 1, 4), 'X', '9') || '-' || replace(substr(last, 6, 2), 'X', '9') || '-01', '+1 month', '-1 day')
                WHEN last GLOB '[0-9X][0-9X][0-9X][0-9X]-[01X][0-9X]-[0-2X][0-9X]' OR last GLOB '[0-9X][0-9X][0-9X][0-9X]-[01X][0-9X]-3[01]' THEN
                    replace(substr(last, 1, 4), 'X', '9') || '-' || CASE WHEN substr(last, 6, 2) IN ('XX', '1X') THEN '12' WHEN substr(last, 6, 2) = '0X' THEN '09' ELSE replace(substr(last, 6, 2), 'X', iif(substr(last, 7, 1) <= '2', '1', '0')) END
                    || '-' || iif(substr(last, 9) GLOB 'X[0-9]', iif(substr(last, 10) <= '1', '3', '2') || substr(last, 10), replace(substr(last, 9), 'X', '9'))
            END
        FROM part
    )
SELECT
    table_name AS table_name, -- The table
    row_id AS row_id, -- The id of the row
    prefix || 'earliest: the first day that ' || date || ' allows is ' || first_day || ', not ' || coalesce(earliest, 'none') AS problem -- What is wrong
FROM bound WHERE first_day = date(first_day, '+0 days') AND earliest IS NOT first_day
UNION ALL SELECT table_name, row_id, prefix || 'latest: the last day that ' || date || ' allows is ' || last_day || ', not ' || coalesce(latest, 'none')
    FROM bound WHERE last_day = date(last_day, '+0 days') AND latest IS NOT last_day
UNION ALL SELECT table_name, row_id, iif(prefix = '', 'date', 'published') || ': ‘' || date || '’ is not a date; write it as EDTF: 2019-11-06, 2019-11, 2019~, 2018/..'
    FROM part
    WHERE date GLOB '*[^]0-9XYESTZ:+/.,[{}?~%-]*' OR date NOT GLOB '*[0-9X]*' OR date GLOB '*/*/*' OR date GLOB '*[?~%][?~%]*'
        OR first GLOB '[0-9]*S[5-9]*' OR last GLOB '[0-9]*S[5-9]*' OR (date GLOB '[[{]*') <> (date GLOB '*[]}]')
        OR first GLOB '[0-9X]*' AND first NOT GLOB '*[^0-9X-]*' AND first NOT GLOB '[0-9X][0-9X][0-9X][0-9X]' AND first NOT GLOB '[0-9X][0-9X][0-9X][0-9X]-[0-9X][0-9X]' AND first NOT GLOB '[0-9X][0-9X][0-9X][0-9X]-[0-9X][0-9X]-[0-9X][0-9X]'
        OR last GLOB '[0-9X]*' AND last NOT GLOB '*[^0-9X-]*' AND last NOT GLOB '[0-9X][0-9X][0-9X][0-9X]' AND last NOT GLOB '[0-9X][0-9X][0-9X][0-9X]-[0-9X][0-9X]' AND last NOT GLOB '[0-9X][0-9X][0-9X][0-9X]-[0-9X][0-9X]-[0-9X][0-9X]'
        OR first GLOB 'Y[0-9]*' AND length(first) < 6 AND first NOT GLOB '*[ES]*'
        OR first GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]' AND substr(first, 6) NOT BETWEEN '01' AND '12' AND substr(first, 6) NOT BETWEEN '21' AND '41'
        OR last GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]' AND substr(last, 6) NOT BETWEEN '01' AND '12' AND substr(last, 6) NOT BETWEEN '21' AND '41'
        OR first GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(first, '+0 days') IS NOT first
        OR last GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(last, '+0 days') IS NOT last;
