-- What finding a thing by a mention of it rests on, beside the search of 15-search.sql: identifiers without their
-- scheme, initials, and how common words and letters are. And identifiers that cannot be right.

CREATE INDEX identifier_value ON identifier (value);

CREATE TABLE name_initial ( -- The initials of names of several words, by which acronyms that nobody wrote down are found: IMF
    initials TEXT NOT NULL, -- Of all words, or of those that do not begin with a small letter
    name_id INTEGER NOT NULL, -- Whose: as rowid in name_search
    PRIMARY KEY (initials, name_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX name_initial_name ON name_initial (name_id);

-- A view without rows, as a procedure for the triggers below. To do it for all:
--     INSERT INTO name_initial_source SELECT rowid, text FROM name_search;
CREATE VIEW name_initial_source AS -- Has no rows; a name inserted here gets its initials written
SELECT
    name_id AS name_id, -- As rowid in name_search
    initials AS text -- The name
FROM name_initial WHERE 0;

CREATE TRIGGER name_initial_written INSTEAD OF INSERT ON name_initial_source
BEGIN
    DELETE FROM name_initial WHERE name_id = NEW.name_id;
    INSERT OR IGNORE INTO name_initial
    SELECT initials, NEW.name_id FROM (
        WITH RECURSIVE step (rest, capitals, every) AS (
            SELECT ltrim(replace(replace(replace(NEW.text, '-', ' '), '.', ' '), '/', ' ')) || ' ', '', ''
            WHERE instr(trim(NEW.text), ' ')
            UNION ALL
            SELECT ltrim(substr(rest, instr(rest, ' ') + 1)),
                capitals || iif(substr(rest, 1, 1) BETWEEN 'a' AND 'z' OR substr(rest, 1, 1) < 'A', '', substr(rest, 1, 1)),
                every || upper(substr(rest, 1, 1))
            FROM step WHERE rest <> '' AND length(every) < 11
        )
        SELECT capitals AS initials FROM step WHERE rest = '' AND length(capitals) > 1
        UNION SELECT every FROM step WHERE rest = '' AND length(every) BETWEEN 2 AND 10
    );
END;

CREATE TRIGGER entity_initial_insert AFTER INSERT ON entity WHEN instr(NEW.name, ' ')
BEGIN
    INSERT INTO name_initial_source VALUES (2 * NEW.id, NEW.name);
END;

CREATE TRIGGER entity_initial_update AFTER UPDATE ON entity WHEN NEW.name <> OLD.name
BEGIN
    INSERT INTO name_initial_source VALUES (2 * NEW.id, NEW.name);
END;

CREATE TRIGGER entity_initial_delete AFTER DELETE ON entity
BEGIN
    DELETE FROM name_initial WHERE name_id = 2 * OLD.id;
END;

CREATE TRIGGER name_initial_insert AFTER INSERT ON name WHEN instr(NEW.text, ' ')
BEGIN
    INSERT INTO name_initial_source VALUES (2 * NEW.id + 1, NEW.text);
END;

CREATE TRIGGER name_initial_update AFTER UPDATE ON name WHEN NEW.text <> OLD.text
BEGIN
    INSERT INTO name_initial_source VALUES (2 * NEW.id + 1, NEW.text);
END;

CREATE TRIGGER name_initial_delete AFTER DELETE ON name
BEGIN
    DELETE FROM name_initial WHERE name_id = 2 * OLD.id + 1;
END;

-- Names in other scripts are found in Latin letters by how they sound. SQL cannot write a name in Latin letters; the
-- library does so at the end of each of its edits, and until then reads those that wait.
CREATE TABLE name_sound ( -- The consonants of names that are written in other letters than the search knows, word by word and as one
    sound TEXT NOT NULL, -- The consonants, alike ones as one letter; empty: the name waits for the library to write them
    name_id INTEGER NOT NULL, -- Whose: as rowid in name_search
    PRIMARY KEY (sound, name_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX name_sound_name ON name_sound (name_id);

CREATE TRIGGER entity_sound_insert AFTER INSERT ON entity WHEN NEW.name GLOB '*[^ -~À-ÅÇ-ÏÑ-ÖÙ-Ýà-åç-ïñ-öù-ýÿ-ďĒ-ĥĨ-İĴ-ķĹ-ľŃ-ňŌ-őŔ-ťŨ-žƠơƯưǍ-ǜḀ-ỹ‘’–]*'
BEGIN
    INSERT OR IGNORE INTO name_sound VALUES ('', 2 * NEW.id);
END;

CREATE TRIGGER entity_sound_update AFTER UPDATE ON entity WHEN NEW.name <> OLD.name
BEGIN
    DELETE FROM name_sound WHERE name_id = 2 * OLD.id;
    INSERT INTO name_sound SELECT '', 2 * NEW.id WHERE NEW.name GLOB '*[^ -~À-ÅÇ-ÏÑ-ÖÙ-Ýà-åç-ïñ-öù-ýÿ-ďĒ-ĥĨ-İĴ-ķĹ-ľŃ-ňŌ-őŔ-ťŨ-žƠơƯưǍ-ǜḀ-ỹ‘’–]*';
END;

CREATE TRIGGER entity_sound_delete AFTER DELETE ON entity WHEN OLD.name GLOB '*[^ -~À-ÅÇ-ÏÑ-ÖÙ-Ýà-åç-ïñ-öù-ýÿ-ďĒ-ĥĨ-İĴ-ķĹ-ľŃ-ňŌ-őŔ-ťŨ-žƠơƯưǍ-ǜḀ-ỹ‘’–]*'
BEGIN
    DELETE FROM name_sound WHERE name_id = 2 * OLD.id;
END;

CREATE TRIGGER name_sound_insert AFTER INSERT ON name WHEN NEW.text GLOB '*[^ -~À-ÅÇ-ÏÑ-ÖÙ-Ýà-åç-ïñ-öù-ýÿ-ďĒ-ĥĨ-İĴ-ķĹ-ľŃ-ňŌ-őŔ-ťŨ-žƠơƯưǍ-ǜḀ-ỹ‘’–]*'
BEGIN
    INSERT OR IGNORE INTO name_sound VALUES ('', 2 * NEW.id + 1);
END;

CREATE TRIGGER name_sound_update AFTER UPDATE ON name WHEN NEW.text <> OLD.text
BEGIN
    DELETE FROM name_sound WHERE name_id = 2 * OLD.id + 1;
    INSERT INTO name_sound SELECT '', 2 * NEW.id + 1 WHERE NEW.text GLOB '*[^ -~À-ÅÇ-ÏÑ-ÖÙ-Ýà-åç-ïñ-öù-ýÿ-ďĒ-ĥĨ-İĴ-ķĹ-ľŃ-ňŌ-őŔ-ťŨ-žƠơƯưǍ-ǜḀ-ỹ‘’–]*';
END;

CREATE TRIGGER name_sound_delete AFTER DELETE ON name WHEN OLD.text GLOB '*[^ -~À-ÅÇ-ÏÑ-ÖÙ-Ýà-åç-ïñ-öù-ýÿ-ďĒ-ĥĨ-İĴ-ķĹ-ľŃ-ňŌ-őŔ-ťŨ-žƠơƯưǍ-ǜḀ-ỹ‘’–]*'
BEGIN
    DELETE FROM name_sound WHERE name_id = 2 * OLD.id + 1;
END;

-- FTS5 names the columns of these; the lines within the comment are for the view `dictionary`.
CREATE VIRTUAL TABLE name_word USING fts5vocab ( -- The words of names, without accents and capitals, and where each stands
    name_search, /*
    term, -- The word
    doc, -- The name, as rowid in name_search
    col, -- The column of name_search
    offset, -- The how manieth word it is, from 0
    */ instance);
CREATE VIRTUAL TABLE name_letters USING fts5vocab ( -- Every three letters of names, and where each stands
    name_trigram, /*
    term, -- The three letters
    doc, -- The name, as rowid in name_search
    col, -- Not kept
    offset, -- Not kept
    */ instance);

CREATE VIEW problem_identifier AS -- Identifiers that cannot be what their scheme says
SELECT
    'identifier' AS table_name, -- The table
    id AS row_id, -- The id of the row
    'value: ' || value || CASE scheme
        WHEN 'wikidata' THEN ' is no item of Wikidata: Q and a number'
        WHEN 'viaf' THEN ' is no VIAF: a number of up to 22 digits'
        WHEN 'lei' THEN ' is no LEI: 18 letters and digits and two check digits (ISO 17442), or one of them is wrong'
        WHEN 'isni' THEN ' is no ISNI: 15 digits and a check digit (ISO 27729), or one of them is wrong'
        ELSE ' is no ORCID: 15 digits and a check digit in fours, or one of them is wrong'
    END AS problem -- What is wrong
FROM (SELECT id, scheme, value, replace(replace(value, ' ', ''), '-', '') AS plain FROM identifier WHERE scheme IN ('wikidata', 'viaf', 'lei', 'isni', 'orcid'))
WHERE CASE scheme
    WHEN 'wikidata' THEN value NOT GLOB 'Q[1-9]*' OR substr(value, 2) GLOB '*[^0-9]*'
    WHEN 'viaf' THEN value GLOB '*[^0-9]*' OR length(value) > 22
    -- ISO 7064 MOD 97-10: letters count from A = 10, and the number that all make leaves 1.
    WHEN 'lei' THEN length(value) <> 20 OR value GLOB '*[^A-Z0-9]*' OR substr(value, 19) GLOB '*[^0-9]*' OR 1 <> (
        WITH RECURSIVE step (i, remainder) AS (
            SELECT 0, 0
            UNION ALL SELECT i + 1, iif(substr(value, i + 1, 1) <= '9', remainder * 10 + substr(value, i + 1, 1), remainder * 100 + unicode(substr(value, i + 1, 1)) - 55) % 97
            FROM step WHERE i < 20
        ) SELECT remainder FROM step WHERE i = 20)
    -- ISO 7064 MOD 11-2: each sum is doubled, X is 10.
    ELSE length(plain) <> 16 OR substr(plain, 1, 15) GLOB '*[^0-9]*' OR substr(plain, 16) GLOB '[^0-9X]' OR 1 <> (
        WITH RECURSIVE step (i, sum) AS (
            SELECT 0, 0
            UNION ALL SELECT i + 1, (sum + substr(plain, i + 1, 1)) * 2 % 11 FROM step WHERE i < 15
        ) SELECT (sum + iif(substr(plain, 16) = 'X', 10, substr(plain, 16))) % 11 FROM step WHERE i = 15)
END;
