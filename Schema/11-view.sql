-- Views to read: names instead of numbers, things that were judged the same shown as one.
--
-- Each finds its rows by a key in a few milliseconds, however large the file (WHERE target_key = 'peace'). For that
-- the joins say twice which thing stands for which: the one way finds the name of a row's thing, the other the rows
-- of a thing. The plus keeps SQLite from taking the second for the first.

CREATE VIEW stances AS -- Who stands where on what, when, at which event, on whose behalf, and the words that prove it
SELECT
    s.id AS id, -- The stance
    s.date AS date, -- When it was expressed, EDTF
    holder.name AS holder, -- Who takes it
    behalf.name AS on_behalf_of, -- For whom the holder speaks
    s.act AS act, -- By which act
    cast(s.polarity as INTEGER) AS polarity, -- 1 in favour of the target, -1 against it, 0 neither
    target.name AS target, -- Toward what
    s.proposition AS proposition, -- Which aspect of it, in words
    addressee.name AS addressee, -- Of whom it is demanded
    s.ordinal AS ordinal, -- Its place in a list
    event.name AS event, -- Where it was expressed
    p.quote AS quote, -- The words that prove it
    p.locator AS locator, -- Where it stands in a source without archived text
    d.title AS document, -- The document that has them
    d.publisher AS publisher, -- Who published it
    d.published AS published, -- When, EDTF
    s.strength AS strength, -- How strongly, 1 to 10
    s.conditional AS conditional, -- 1 where it is tied to a condition
    s.reported AS reported, -- 1 where the document tells it in its own words
    s.confidence AS confidence, -- How sure the coder is, 0 to 1
    s.rank AS rank, -- preferred, normal or deprecated
    s.earliest AS earliest, -- The first day that the date allows
    s.latest AS latest, -- The last day that the date allows
    holder.key AS holder_key, -- Key of the holder
    behalf.key AS on_behalf_of_key, -- Key of the one spoken for
    target.key AS target_key, -- Key of the target
    addressee.key AS addressee_key, -- Key of the addressee
    event.key AS event_key, -- Key of the event
    d.key AS document_key, -- Key of the document
    p.start_offset AS start_offset, -- Where the quote starts, in code points
    p.end_offset AS end_offset, -- Where it ends
    s.revision_id AS revision_id -- The revision that wrote it
FROM stance s
JOIN entity h ON h.id = s.holder_id JOIN entity holder ON holder.id = coalesce(h.canonical_id, h.id) AND coalesce(h.canonical_id, h.id) = +holder.id
JOIN entity t ON t.id = s.target_id JOIN entity target ON target.id = coalesce(t.canonical_id, t.id) AND coalesce(t.canonical_id, t.id) = +target.id
JOIN passage p ON p.id = s.passage_id
JOIN document d ON d.id = p.document_id
LEFT JOIN entity behalf ON behalf.id = coalesce((SELECT canonical_id FROM entity WHERE id = s.on_behalf_of_id), s.on_behalf_of_id)
    AND (s.on_behalf_of_id = behalf.id OR s.on_behalf_of_id IN (SELECT id FROM entity WHERE canonical_id = behalf.id))
LEFT JOIN entity addressee ON addressee.id = coalesce((SELECT canonical_id FROM entity WHERE id = s.addressee_id), s.addressee_id)
    AND (s.addressee_id = addressee.id OR s.addressee_id IN (SELECT id FROM entity WHERE canonical_id = addressee.id))
LEFT JOIN entity event ON event.id = coalesce((SELECT canonical_id FROM entity WHERE id = s.event_id), s.event_id)
    AND (s.event_id = event.id OR s.event_id IN (SELECT id FROM entity WHERE canonical_id = event.id));

CREATE VIEW participations AS -- Who took part in which event, in which role and office
SELECT
    f.id AS id, -- The participation
    coalesce(f.date, detail.date) AS date, -- When, EDTF: its own date or the event's
    event.name AS event, -- The event
    participant.name AS participant, -- Who took part
    f.role AS role, -- As what
    f.post AS post, -- In which office
    behalf.name AS on_behalf_of, -- For whom
    p.quote AS quote, -- The words that prove it
    p.locator AS locator, -- Where it stands in a source without archived text
    d.title AS document, -- The document that has them
    f.confidence AS confidence, -- How sure the coder is, 0 to 1
    f.rank AS rank, -- preferred, normal or deprecated
    coalesce(f.earliest, detail.earliest) AS earliest, -- The first day that the date allows
    coalesce(f.latest, detail.latest) AS latest, -- The last day that the date allows
    event.key AS event_key, -- Key of the event
    participant.key AS participant_key, -- Key of the participant
    behalf.key AS on_behalf_of_key, -- Key of the one represented
    d.key AS document_key, -- Key of the document
    f.revision_id AS revision_id -- The revision that wrote it
FROM participation f
JOIN entity e ON e.id = f.event_id JOIN entity event ON event.id = coalesce(e.canonical_id, e.id) AND coalesce(e.canonical_id, e.id) = +event.id
JOIN entity m ON m.id = f.participant_id JOIN entity participant ON participant.id = coalesce(m.canonical_id, m.id) AND coalesce(m.canonical_id, m.id) = +participant.id
JOIN passage p ON p.id = f.passage_id
JOIN document d ON d.id = p.document_id
LEFT JOIN event detail ON detail.id = event.id
LEFT JOIN entity behalf ON behalf.id = coalesce((SELECT canonical_id FROM entity WHERE id = f.on_behalf_of_id), f.on_behalf_of_id)
    AND (f.on_behalf_of_id = behalf.id OR f.on_behalf_of_id IN (SELECT id FROM entity WHERE canonical_id = behalf.id));

CREATE VIEW memberships AS -- Who belongs to which organization, or holds which office in it
SELECT
    f.id AS id, -- The membership
    f.date AS date, -- From when to when, EDTF
    member.name AS member, -- Who belongs
    organization.name AS organization, -- To what
    f.role AS role, -- What part the member has in it
    f.post AS post, -- The office held
    behalf.name AS on_behalf_of, -- For whom the seat is held
    p.quote AS quote, -- The words that prove it
    p.locator AS locator, -- Where it stands in a source without archived text
    d.title AS document, -- The document that has them
    f.confidence AS confidence, -- How sure the coder is, 0 to 1
    f.rank AS rank, -- preferred, normal or deprecated
    f.earliest AS earliest, -- The first day that the date allows
    f.latest AS latest, -- The last day that the date allows
    member.key AS member_key, -- Key of the member
    organization.key AS organization_key, -- Key of the organization
    behalf.key AS on_behalf_of_key, -- Key of the one the seat is held for
    d.key AS document_key, -- Key of the document
    f.revision_id AS revision_id -- The revision that wrote it
FROM membership f
JOIN entity m ON m.id = f.member_id JOIN entity member ON member.id = coalesce(m.canonical_id, m.id) AND coalesce(m.canonical_id, m.id) = +member.id
JOIN entity o ON o.id = f.organization_id JOIN entity organization ON organization.id = coalesce(o.canonical_id, o.id) AND coalesce(o.canonical_id, o.id) = +organization.id
JOIN passage p ON p.id = f.passage_id
JOIN document d ON d.id = p.document_id
LEFT JOIN entity behalf ON behalf.id = coalesce((SELECT canonical_id FROM entity WHERE id = f.on_behalf_of_id), f.on_behalf_of_id)
    AND (f.on_behalf_of_id = behalf.id OR f.on_behalf_of_id IN (SELECT id FROM entity WHERE canonical_id = behalf.id));

CREATE VIEW relations AS -- Which thing is linked to which, and how
SELECT
    f.id AS id, -- The relation
    f.date AS date, -- From when to when, EDTF
    subject.name AS subject, -- The one thing
    f.predicate AS predicate, -- What it does or is to the other
    object.name AS object, -- The other thing
    p.quote AS quote, -- The words that prove it
    p.locator AS locator, -- Where it stands in a source without archived text
    d.title AS document, -- The document that has them
    f.confidence AS confidence, -- How sure the coder is, 0 to 1
    f.rank AS rank, -- preferred, normal or deprecated
    f.earliest AS earliest, -- The first day that the date allows
    f.latest AS latest, -- The last day that the date allows
    subject.key AS subject_key, -- Key of the one
    object.key AS object_key, -- Key of the other
    d.key AS document_key, -- Key of the document
    f.revision_id AS revision_id -- The revision that wrote it
FROM relation f
JOIN entity s ON s.id = f.subject_id JOIN entity subject ON subject.id = coalesce(s.canonical_id, s.id) AND coalesce(s.canonical_id, s.id) = +subject.id
JOIN entity o ON o.id = f.object_id JOIN entity object ON object.id = coalesce(o.canonical_id, o.id) AND coalesce(o.canonical_id, o.id) = +object.id
JOIN passage p ON p.id = f.passage_id
JOIN document d ON d.id = p.document_id;

CREATE VIEW figures AS -- Which numbers the sources give of which things
SELECT
    f.id AS id, -- The figure
    entity.name AS entity, -- The thing
    f.measure AS measure, -- What is counted
    CASE WHEN f.approximate THEN 'around ' ELSE '' END
        || CASE
            WHEN f.high IS NULL THEN 'over ' || printf('%.15g', f.low)
            WHEN f.low IS NULL THEN 'up to ' || printf('%.15g', f.high)
            WHEN f.low = f.high THEN printf('%.15g', f.low)
            ELSE printf('%.15g', f.low) || ' to ' || printf('%.15g', f.high)
        END || coalesce(' ' || f.unit, '') AS value, -- The number in words: around 1350, over 86
    f.low AS low, -- The least it may be
    f.high AS high, -- The most it may be
    f.approximate AS approximate, -- 1 where the source says around, about, some
    f.unit AS unit, -- The unit
    f.date AS date, -- When it held, EDTF
    p.quote AS quote, -- The words that prove it
    p.locator AS locator, -- Where it stands in a source without archived text
    d.title AS document, -- The document that has them
    f.confidence AS confidence, -- How sure the coder is, 0 to 1
    f.rank AS rank, -- preferred, normal or deprecated
    f.earliest AS earliest, -- The first day that the date allows
    f.latest AS latest, -- The last day that the date allows
    entity.key AS entity_key, -- Key of the thing
    d.key AS document_key, -- Key of the document
    f.revision_id AS revision_id -- The revision that wrote it
FROM figure f
JOIN entity e ON e.id = f.entity_id JOIN entity ON entity.id = coalesce(e.canonical_id, e.id) AND coalesce(e.canonical_id, e.id) = +entity.id
JOIN passage p ON p.id = f.passage_id
JOIN document d ON d.id = p.document_id;

-- A value that is a thing is its key, which may have got its kind behind it in a merge since.
CREATE VIEW attributes AS -- What the sources say of the things themselves
SELECT
    f.id AS id, -- The attribute
    entity.name AS entity, -- The thing
    f.property AS property, -- Which property
    coalesce(named.name, f.value) AS value, -- What the source says; the name, where it is a thing
    p.quote AS quote, -- The words that prove it
    p.locator AS locator, -- Where it stands in a source without archived text
    d.title AS document, -- The document that has them
    f.confidence AS confidence, -- How sure the coder is, 0 to 1
    f.rank AS rank, -- preferred, normal or deprecated
    entity.key AS entity_key, -- Key of the thing
    d.key AS document_key, -- Key of the document
    f.revision_id AS revision_id -- The revision that wrote it
FROM attribute f
JOIN entity e ON e.id = f.entity_id JOIN entity ON entity.id = coalesce(e.canonical_id, e.id) AND coalesce(e.canonical_id, e.id) = +entity.id
JOIN passage p ON p.id = f.passage_id
JOIN document d ON d.id = p.document_id
LEFT JOIN entity named ON named.key IN (f.value, f.value || '--' || CASE f.property WHEN 'place' THEN 'place' WHEN 'series' THEN 'event' WHEN 'broader' THEN 'topic' WHEN 'part-of' THEN e.kind END)
    AND named.kind = CASE f.property WHEN 'place' THEN 'place' WHEN 'series' THEN 'event' WHEN 'broader' THEN 'topic' WHEN 'part-of' THEN e.kind END;
