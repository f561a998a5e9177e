-- The things that facts are about: people, organizations, events, places and topics share one table of
-- ids and keys, `entity`; what only one kind has stands in a table of its own under the same id.
-- A date is three columns: the EDTF text as stated, and the first and last day it allows. Where it has no
-- first day (or one before the year 0) `earliest` is 0000-01-01; where it has no last, `latest` is 9999-12-31.

CREATE TABLE entity ( -- A person, organization, event, place or topic
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice; what travels between files is the key
    key TEXT NOT NULL UNIQUE, -- Its readable name for dossiers, SQL and links: nicolas-maduro; stays from the revision on that made the thing; a merge makes it georgia--place where a thing of another kind is georgia
    kind TEXT NOT NULL, -- person, organization, event, place or topic; never changes
    name TEXT NOT NULL, -- What to call it
    description TEXT, -- A sentence that tells it from others of the same name
    canonical_id INTEGER REFERENCES entity (id), -- The thing that it was judged to be the same as; empty: it stands for itself
    extra TEXT, -- Anything else, a JSON object
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "entity.key: small letters, digits and single hyphens, as in nicolas-maduro"
        CHECK (key <> '' AND key NOT GLOB '*[^a-z0-9-]*' AND key NOT GLOB '-*' AND key NOT GLOB '*-' AND (key NOT GLOB '*--*' OR substr(key, instr(key, '--')) = '--' || kind)),
    CONSTRAINT "entity.kind is person, organization, event, place or topic"
        CHECK (kind IN ('person', 'organization', 'event', 'place', 'topic')),
    CONSTRAINT "entity.name: give it a name" CHECK (trim(name) <> ''),
    CONSTRAINT "entity.canonical_id: leave it empty where a thing stands for itself" CHECK (canonical_id <> id)
) STRICT;

-- Finds the things that stand for one, by the id of the one.
CREATE INDEX entity_canonical ON entity (coalesce(canonical_id, id));
CREATE INDEX entity_merged ON entity (canonical_id) WHERE canonical_id IS NOT NULL;
CREATE INDEX entity_kind ON entity (kind, key);
CREATE INDEX entity_name ON entity (name);
CREATE INDEX entity_revision ON entity (revision_id);

CREATE TABLE person ( -- What only people have
    id INTEGER PRIMARY KEY REFERENCES entity (id), -- The entity
    gender TEXT, -- As the person states it
    date TEXT, -- From birth to death, EDTF: 1962-11-23/.. lives, 1926-08-13/2016-11-25 died, 1962/ is not known
    earliest TEXT, -- The first day that the date allows
    latest TEXT, -- The last day that the date allows
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "date, earliest and latest go together" CHECK ((date IS NULL) = (earliest IS NULL) AND (date IS NULL) = (latest IS NULL)),
    CONSTRAINT "earliest and latest are days: YYYY-MM-DD" CHECK (earliest IS date(earliest, '+0 days') AND latest IS date(latest, '+0 days')),
    CONSTRAINT "earliest is after latest: swap them" CHECK (earliest <= latest)
) STRICT;

CREATE TABLE organization ( -- What only organizations have: all that acts as a body, states and peoples among them
    id INTEGER PRIMARY KEY REFERENCES entity (id), -- The entity
    kind TEXT NOT NULL, -- state, government, party, movement, union, coalition … (see term)
    place_id INTEGER REFERENCES entity (id), -- Its seat, or a state's territory
    date TEXT, -- From founding to dissolution, EDTF
    earliest TEXT, -- The first day that the date allows
    latest TEXT, -- The last day that the date allows
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "date, earliest and latest go together" CHECK ((date IS NULL) = (earliest IS NULL) AND (date IS NULL) = (latest IS NULL)),
    CONSTRAINT "earliest and latest are days: YYYY-MM-DD" CHECK (earliest IS date(earliest, '+0 days') AND latest IS date(latest, '+0 days')),
    CONSTRAINT "earliest is after latest: swap them" CHECK (earliest <= latest)
) STRICT;

CREATE INDEX organization_kind ON organization (kind);
CREATE INDEX organization_place ON organization (place_id) WHERE place_id IS NOT NULL;

CREATE TABLE place ( -- What only places have
    id INTEGER PRIMARY KEY REFERENCES entity (id), -- The entity
    kind TEXT NOT NULL, -- continent, region, country, city, venue … (see term)
    part_of_id INTEGER REFERENCES entity (id), -- The place that it lies in
    latitude REAL, -- Degrees north, WGS 84
    longitude REAL, -- Degrees east, WGS 84
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "place.latitude: -90 to 90, with a longitude" CHECK (latitude BETWEEN -90 AND 90 AND (latitude IS NULL) = (longitude IS NULL)),
    CONSTRAINT "place.longitude: -180 to 180" CHECK (longitude BETWEEN -180 AND 180)
) STRICT;

CREATE INDEX place_kind ON place (kind);
CREATE INDEX place_part_of ON place (part_of_id) WHERE part_of_id IS NOT NULL;

CREATE TABLE topic ( -- What only topics have: what one can stand for or against
    id INTEGER PRIMARY KEY REFERENCES entity (id), -- The entity
    kind TEXT NOT NULL, -- issue, policy, treaty, motion, concept, cause … (see term)
    broader_id INTEGER REFERENCES entity (id), -- The topic that it is a part or case of (SKOS broader)
    revision_id INTEGER NOT NULL REFERENCES revision (id) -- The revision that wrote this row
) STRICT;

CREATE INDEX topic_kind ON topic (kind);
CREATE INDEX topic_broader ON topic (broader_id) WHERE broader_id IS NOT NULL;

CREATE TABLE event ( -- What only events have
    id INTEGER PRIMARY KEY REFERENCES entity (id), -- The entity
    kind TEXT NOT NULL, -- meeting, ceremony, declaration, election, process, series … (see term)
    date TEXT, -- When it took place, EDTF: 2019-11-01/2019-11-03
    earliest TEXT, -- The first day that the date allows
    latest TEXT, -- The last day that the date allows
    place_id INTEGER REFERENCES entity (id), -- Where it took place
    part_of_id INTEGER REFERENCES entity (id), -- The event that it was part of
    series_id INTEGER REFERENCES entity (id), -- The series that it was an edition of
    edition INTEGER, -- Which edition: 3 is the third
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "date, earliest and latest go together" CHECK ((date IS NULL) = (earliest IS NULL) AND (date IS NULL) = (latest IS NULL)),
    CONSTRAINT "earliest and latest are days: YYYY-MM-DD" CHECK (earliest IS date(earliest, '+0 days') AND latest IS date(latest, '+0 days')),
    CONSTRAINT "earliest is after latest: swap them" CHECK (earliest <= latest),
    CONSTRAINT "event.edition counts from 1" CHECK (edition > 0)
) STRICT;

CREATE INDEX event_date ON event (earliest, latest);
CREATE INDEX event_kind ON event (kind);
CREATE INDEX event_place ON event (place_id) WHERE place_id IS NOT NULL;
CREATE INDEX event_part_of ON event (part_of_id) WHERE part_of_id IS NOT NULL;
CREATE INDEX event_series ON event (series_id, edition) WHERE series_id IS NOT NULL;

CREATE TABLE name ( -- What a thing is called beside entity.name
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice
    entity_id INTEGER NOT NULL REFERENCES entity (id), -- The thing
    text TEXT NOT NULL, -- The name
    kind TEXT NOT NULL DEFAULT 'alias', -- official, alias, acronym, short, former, birth, transliteration (see term)
    language TEXT, -- Its language, BCP 47: es, pt-BR
    script TEXT, -- Its script, ISO 15924: Latn, Cyrl, Arab
    date TEXT, -- When it was in use, EDTF
    earliest TEXT, -- The first day that the date allows
    latest TEXT, -- The last day that the date allows
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "name.language: a language of BCP 47, as in es or pt-BR" CHECK (language GLOB '[A-Za-z]*' AND language NOT GLOB '*[^A-Za-z0-9-]*'),
    CONSTRAINT "name.text: give the name" CHECK (trim(text) <> ''),
    CONSTRAINT "name.script: four letters of ISO 15924, as in Latn or Cyrl" CHECK (script GLOB '[A-Z][a-z][a-z][a-z]'),
    CONSTRAINT "date, earliest and latest go together" CHECK ((date IS NULL) = (earliest IS NULL) AND (date IS NULL) = (latest IS NULL)),
    CONSTRAINT "earliest and latest are days: YYYY-MM-DD" CHECK (earliest IS date(earliest, '+0 days') AND latest IS date(latest, '+0 days')),
    CONSTRAINT "earliest is after latest: swap them" CHECK (earliest <= latest)
) STRICT;

CREATE INDEX name_entity ON name (entity_id);
CREATE INDEX name_text ON name (text);

CREATE TABLE identifier ( -- The number or code under which others know a thing
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice
    entity_id INTEGER NOT NULL REFERENCES entity (id), -- The thing
    scheme TEXT NOT NULL, -- Whose: wikidata, viaf, isni, lei, iso-3166-1 …
    value TEXT NOT NULL, -- The identifier
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    UNIQUE (scheme, value),
    CONSTRAINT "identifier.scheme: small letters, digits and hyphens" CHECK (scheme <> '' AND scheme NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "identifier.value: give the identifier, without spaces around it" CHECK (value <> '' AND value = trim(value))
) STRICT;

CREATE INDEX identifier_entity ON identifier (entity_id);

CREATE TABLE identity_judgement ( -- Somebody's judgement whether two things are the same
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice
    left_id INTEGER NOT NULL REFERENCES entity (id), -- The one thing
    right_id INTEGER NOT NULL REFERENCES entity (id), -- The other thing
    verdict TEXT NOT NULL, -- same, different or unsure
    author TEXT NOT NULL, -- Who judges
    reason TEXT NOT NULL, -- Why
    preferred_id INTEGER REFERENCES entity (id), -- Of two that are the same, the one to stand for both; empty: the one whose key comes first
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "identity_judgement: two things, the one with the smaller id on the left" CHECK (left_id < right_id),
    CONSTRAINT "identity_judgement.verdict is same, different or unsure" CHECK (verdict IN ('same', 'different', 'unsure')),
    CONSTRAINT "identity_judgement.preferred_id: one of the two, where they are the same" CHECK (preferred_id IS NULL OR (preferred_id IN (left_id, right_id) AND verdict = 'same')),
    CONSTRAINT "identity_judgement.author: say who judges" CHECK (trim(author) <> ''),
    CONSTRAINT "identity_judgement.reason: say why" CHECK (trim(reason) <> '')
) STRICT;

CREATE INDEX identity_judgement_left ON identity_judgement (left_id, right_id);
CREATE INDEX identity_judgement_right ON identity_judgement (right_id);
