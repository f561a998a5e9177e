-- The facts. Each row is an attestation: one thing that one passage of one document says. The same fact in
-- two documents is two rows, and corroboration is a count of documents.

CREATE TABLE stance ( -- Somebody takes a position toward something, by a speech act
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice
    holder_id INTEGER NOT NULL REFERENCES entity (id), -- Who takes it: a person, an organization, or an event whose assembly adopted it
    on_behalf_of_id INTEGER REFERENCES entity (id), -- For whom the holder speaks: an organization or a person
    act TEXT NOT NULL REFERENCES act (key), -- By which act: supports, demands, condemns, votes-for … (see act)
    polarity INTEGER NOT NULL, -- 1 in favour of the target, -1 against it, 0 neither
    strength INTEGER, -- How strongly, 1 to 10; empty where nobody graded it
    target_id INTEGER NOT NULL REFERENCES entity (id), -- Toward what: anything
    addressee_id INTEGER REFERENCES entity (id), -- Of whom something is demanded or requested
    ordinal INTEGER, -- Its place in a list: 1 is the first of several priorities
    proposition TEXT, -- Which aspect of the target it is about, in words
    conditional INTEGER NOT NULL DEFAULT 0, -- 1 where the holder ties it to a condition
    reported INTEGER NOT NULL DEFAULT 0, -- 1 where the document tells it in its own words, 0 where it quotes the holder
    event_id INTEGER REFERENCES entity (id), -- The event at which it was expressed
    date TEXT, -- When it was expressed, EDTF; that of the event where the source says no more
    earliest TEXT, -- The first day that the date allows
    latest TEXT, -- The last day that the date allows
    passage_id INTEGER NOT NULL REFERENCES passage (id), -- The words that prove it
    confidence REAL, -- How sure the coder is that the passage says so, 0 to 1
    rank TEXT NOT NULL DEFAULT 'normal', -- preferred, normal or deprecated
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "stance.polarity is 1 (for), -1 (against) or 0 (neither)" CHECK (polarity IN (-1, 0, 1)),
    CONSTRAINT "stance.strength: 1 to 10" CHECK (strength BETWEEN 1 AND 10),
    CONSTRAINT "stance.ordinal counts from 1" CHECK (ordinal > 0),
    CONSTRAINT "stance.conditional and stance.reported are 0 or 1" CHECK (conditional IN (0, 1) AND reported IN (0, 1)),
    CONSTRAINT "date, earliest and latest go together" CHECK ((date IS NULL) = (earliest IS NULL) AND (date IS NULL) = (latest IS NULL)),
    CONSTRAINT "earliest and latest are days: YYYY-MM-DD" CHECK (earliest IS date(earliest, '+0 days') AND latest IS date(latest, '+0 days')),
    CONSTRAINT "earliest is after latest: swap them" CHECK (earliest <= latest),
    CONSTRAINT "confidence: 0 to 1" CHECK (confidence BETWEEN 0 AND 1),
    CONSTRAINT "rank is preferred, normal or deprecated" CHECK (rank IN ('preferred', 'normal', 'deprecated'))
) STRICT;

CREATE INDEX stance_holder ON stance (holder_id, earliest);
CREATE INDEX stance_target ON stance (target_id, earliest);
CREATE INDEX stance_date ON stance (earliest);
-- Those of more than a day by their last: what began before a time and may reach into it.
CREATE INDEX stance_span ON stance (latest, earliest) WHERE latest > earliest;
CREATE INDEX stance_holder_span ON stance (holder_id, latest, earliest) WHERE latest > earliest;
CREATE INDEX stance_target_span ON stance (target_id, latest, earliest) WHERE latest > earliest;
CREATE INDEX stance_on_behalf_of_span ON stance (on_behalf_of_id, latest, earliest) WHERE on_behalf_of_id IS NOT NULL AND latest > earliest;
CREATE INDEX stance_position ON stance (holder_id, target_id, earliest);
CREATE INDEX stance_polarity ON stance (polarity, earliest);
CREATE INDEX stance_rank ON stance (rank) WHERE rank <> 'normal';
CREATE INDEX stance_act ON stance (act, earliest);
CREATE INDEX stance_on_behalf_of ON stance (on_behalf_of_id, earliest) WHERE on_behalf_of_id IS NOT NULL;
CREATE INDEX stance_addressee ON stance (addressee_id, earliest) WHERE addressee_id IS NOT NULL;
CREATE INDEX stance_event ON stance (event_id, earliest) WHERE event_id IS NOT NULL;
CREATE INDEX stance_passage ON stance (passage_id);
CREATE INDEX stance_revision ON stance (revision_id);

CREATE TABLE participation ( -- Somebody takes part in an event, in a role
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice
    event_id INTEGER NOT NULL REFERENCES entity (id), -- The event
    participant_id INTEGER NOT NULL REFERENCES entity (id), -- Who took part: a person or an organization
    role TEXT NOT NULL, -- attendee, speaker, organizer, host, signatory, delegate, member … (see term)
    on_behalf_of_id INTEGER REFERENCES entity (id), -- For whom: an organization or a person
    post TEXT, -- The office in which the participant was there, in words
    date TEXT, -- When, EDTF; empty where it was as long as the event
    earliest TEXT, -- The first day that the date allows
    latest TEXT, -- The last day that the date allows
    passage_id INTEGER NOT NULL REFERENCES passage (id), -- The words that prove it
    confidence REAL, -- How sure the coder is that the passage says so, 0 to 1
    rank TEXT NOT NULL DEFAULT 'normal', -- preferred, normal or deprecated
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "date, earliest and latest go together" CHECK ((date IS NULL) = (earliest IS NULL) AND (date IS NULL) = (latest IS NULL)),
    CONSTRAINT "earliest and latest are days: YYYY-MM-DD" CHECK (earliest IS date(earliest, '+0 days') AND latest IS date(latest, '+0 days')),
    CONSTRAINT "earliest is after latest: swap them" CHECK (earliest <= latest),
    CONSTRAINT "confidence: 0 to 1" CHECK (confidence BETWEEN 0 AND 1),
    CONSTRAINT "rank is preferred, normal or deprecated" CHECK (rank IN ('preferred', 'normal', 'deprecated'))
) STRICT;

CREATE INDEX participation_event ON participation (event_id, participant_id);
CREATE INDEX participation_participant ON participation (participant_id, event_id);
CREATE INDEX participation_on_behalf_of ON participation (on_behalf_of_id) WHERE on_behalf_of_id IS NOT NULL;
CREATE INDEX participation_date ON participation (earliest, latest) WHERE earliest IS NOT NULL;
CREATE INDEX participation_role ON participation (role);
CREATE INDEX participation_passage ON participation (passage_id);
CREATE INDEX participation_revision ON participation (revision_id);

CREATE TABLE membership ( -- A person or organization belongs to an organization or holds an office in it
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice
    member_id INTEGER NOT NULL REFERENCES entity (id), -- Who belongs: a person or an organization
    organization_id INTEGER NOT NULL REFERENCES entity (id), -- To which organization
    role TEXT, -- What part the member has in it, in a word
    post TEXT, -- The office held, in words: President, Executive Secretary
    on_behalf_of_id INTEGER REFERENCES entity (id), -- For whom the seat is held: an organization or a person
    date TEXT, -- From when to when, EDTF: 2018-04-19/.. still holds, 2014/2019 held, /2019 began nobody knows when
    earliest TEXT, -- The first day that the date allows
    latest TEXT, -- The last day that the date allows
    passage_id INTEGER NOT NULL REFERENCES passage (id), -- The words that prove it
    confidence REAL, -- How sure the coder is that the passage says so, 0 to 1
    rank TEXT NOT NULL DEFAULT 'normal', -- preferred, normal or deprecated
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "membership: nothing is a member of itself" CHECK (member_id <> organization_id),
    CONSTRAINT "date, earliest and latest go together" CHECK ((date IS NULL) = (earliest IS NULL) AND (date IS NULL) = (latest IS NULL)),
    CONSTRAINT "earliest and latest are days: YYYY-MM-DD" CHECK (earliest IS date(earliest, '+0 days') AND latest IS date(latest, '+0 days')),
    CONSTRAINT "earliest is after latest: swap them" CHECK (earliest <= latest),
    CONSTRAINT "confidence: 0 to 1" CHECK (confidence BETWEEN 0 AND 1),
    CONSTRAINT "rank is preferred, normal or deprecated" CHECK (rank IN ('preferred', 'normal', 'deprecated'))
) STRICT;

CREATE INDEX membership_member ON membership (member_id, organization_id);
CREATE INDEX membership_organization ON membership (organization_id, member_id);
CREATE INDEX membership_on_behalf_of ON membership (on_behalf_of_id) WHERE on_behalf_of_id IS NOT NULL;
CREATE INDEX membership_date ON membership (earliest, latest);
CREATE INDEX membership_passage ON membership (passage_id);
CREATE INDEX membership_revision ON membership (revision_id);

CREATE TABLE relation ( -- Anything else that links two things
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice
    subject_id INTEGER NOT NULL REFERENCES entity (id), -- The one thing
    predicate TEXT NOT NULL, -- What it does or is to the other: imposes, leads, party-to … (see term)
    object_id INTEGER NOT NULL REFERENCES entity (id), -- The other thing
    date TEXT, -- From when to when, EDTF
    earliest TEXT, -- The first day that the date allows
    latest TEXT, -- The last day that the date allows
    passage_id INTEGER NOT NULL REFERENCES passage (id), -- The words that prove it
    confidence REAL, -- How sure the coder is that the passage says so, 0 to 1
    rank TEXT NOT NULL DEFAULT 'normal', -- preferred, normal or deprecated
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "date, earliest and latest go together" CHECK ((date IS NULL) = (earliest IS NULL) AND (date IS NULL) = (latest IS NULL)),
    CONSTRAINT "earliest and latest are days: YYYY-MM-DD" CHECK (earliest IS date(earliest, '+0 days') AND latest IS date(latest, '+0 days')),
    CONSTRAINT "earliest is after latest: swap them" CHECK (earliest <= latest),
    CONSTRAINT "confidence: 0 to 1" CHECK (confidence BETWEEN 0 AND 1),
    CONSTRAINT "rank is preferred, normal or deprecated" CHECK (rank IN ('preferred', 'normal', 'deprecated'))
) STRICT;

CREATE INDEX relation_subject ON relation (subject_id, predicate);
CREATE INDEX relation_object ON relation (object_id, predicate);
CREATE INDEX relation_date ON relation (earliest, latest) WHERE earliest IS NOT NULL;
CREATE INDEX relation_predicate ON relation (predicate);
CREATE INDEX relation_passage ON relation (passage_id);
CREATE INDEX relation_revision ON relation (revision_id);

CREATE TABLE figure ( -- A number that a source gives of a thing
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice
    entity_id INTEGER NOT NULL REFERENCES entity (id), -- The thing
    measure TEXT NOT NULL, -- What is counted: delegates, countries
    low REAL, -- The least it may be; "over 86" is low 86 and no high
    high REAL, -- The most it may be; "up to 40" is high 40 and no low
    approximate INTEGER NOT NULL DEFAULT 0, -- 1 where the source says around, about, some
    unit TEXT, -- The unit, where it is not a plain count
    date TEXT, -- When it held, EDTF
    earliest TEXT, -- The first day that the date allows
    latest TEXT, -- The last day that the date allows
    passage_id INTEGER NOT NULL REFERENCES passage (id), -- The words that prove it
    confidence REAL, -- How sure the coder is that the passage says so, 0 to 1
    rank TEXT NOT NULL DEFAULT 'normal', -- preferred, normal or deprecated
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "figure.measure: small letters, digits and hyphens" CHECK (measure <> '' AND measure NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "figure: give low, high or both" CHECK (low IS NOT NULL OR high IS NOT NULL),
    CONSTRAINT "figure: low is above high: swap them" CHECK (low <= high),
    CONSTRAINT "figure: a number is not infinite; leave low or high out" CHECK (abs(low) < 9e999 AND abs(high) < 9e999),
    CONSTRAINT "figure.approximate is 0 or 1" CHECK (approximate IN (0, 1)),
    CONSTRAINT "date, earliest and latest go together" CHECK ((date IS NULL) = (earliest IS NULL) AND (date IS NULL) = (latest IS NULL)),
    CONSTRAINT "earliest and latest are days: YYYY-MM-DD" CHECK (earliest IS date(earliest, '+0 days') AND latest IS date(latest, '+0 days')),
    CONSTRAINT "earliest is after latest: swap them" CHECK (earliest <= latest),
    CONSTRAINT "confidence: 0 to 1" CHECK (confidence BETWEEN 0 AND 1),
    CONSTRAINT "rank is preferred, normal or deprecated" CHECK (rank IN ('preferred', 'normal', 'deprecated'))
) STRICT;

CREATE INDEX figure_entity ON figure (entity_id, measure);
CREATE INDEX figure_date ON figure (earliest, latest) WHERE earliest IS NOT NULL;
CREATE INDEX figure_measure ON figure (measure);
CREATE INDEX figure_passage ON figure (passage_id);
CREATE INDEX figure_revision ON figure (revision_id);

CREATE TABLE attribute ( -- What a source says of a thing's own columns, or of anything else that is so of it
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice
    entity_id INTEGER NOT NULL REFERENCES entity (id), -- The thing
    property TEXT NOT NULL, -- Which: date, place, edition, part-of …; or slogan, objective …
    value TEXT NOT NULL, -- What the source says; a thing by its key
    passage_id INTEGER NOT NULL REFERENCES passage (id), -- The words that prove it
    confidence REAL, -- How sure the coder is that the passage says so, 0 to 1
    rank TEXT NOT NULL DEFAULT 'normal', -- preferred, normal or deprecated
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "attribute.property: small letters, digits and hyphens" CHECK (property <> '' AND property NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "attribute.value: say what the source says" CHECK (trim(value) <> ''),
    CONSTRAINT "confidence: 0 to 1" CHECK (confidence BETWEEN 0 AND 1),
    CONSTRAINT "rank is preferred, normal or deprecated" CHECK (rank IN ('preferred', 'normal', 'deprecated'))
) STRICT;

CREATE INDEX attribute_entity ON attribute (entity_id, property);
CREATE INDEX attribute_property ON attribute (property);
CREATE INDEX attribute_passage ON attribute (passage_id);
CREATE INDEX attribute_revision ON attribute (revision_id);
