-- What became of the words of passages when their page was captured again. An anchor says where they stand in the
-- later capture, or that they are gone. No fact moves: it rests on the words that its coder read, and the same page
-- captured twice is one source, not two that agree. An anchor counts as long as its capture is a later one by
-- document.supersedes_id; the view anchors has those that do.

CREATE TABLE passage_anchor ( -- Where the words of a passage stand in a later capture of its document, or that they do not
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice
    passage_id INTEGER NOT NULL REFERENCES passage (id), -- The words, in the capture in which they were read
    document_id INTEGER NOT NULL REFERENCES document (id), -- The later capture
    outcome TEXT NOT NULL, -- exact: there at the same offset; moved: there at another one; fuzzy: only something like them, or in a sentence that is only like theirs; ambiguous: there, but several times or in another sentence; orphaned: gone, or there only where others of the same words stood before
    new_passage_id INTEGER REFERENCES passage (id), -- The words there; empty where they are ambiguous or orphaned
    score REAL, -- How much alike the words are, or, where these are the same, their sentences, 0 to 1
    context REAL, -- How much of what stands around the words is the same, 0 to 1
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "passage_anchor.outcome is exact, moved, fuzzy, ambiguous or orphaned"
        CHECK (outcome IN ('exact', 'moved', 'fuzzy', 'ambiguous', 'orphaned')),
    CONSTRAINT "passage_anchor.new_passage_id: give it where the words were found, and only there"
        CHECK ((new_passage_id IS NOT NULL) = (outcome IN ('exact', 'moved', 'fuzzy'))),
    CONSTRAINT "passage_anchor.score: 0 to 1, for fuzzy and only there"
        CHECK ((score IS NOT NULL) = (outcome = 'fuzzy') AND (score IS NULL OR score BETWEEN 0 AND 1)),
    CONSTRAINT "passage_anchor.context: 0 to 1" CHECK (context BETWEEN 0 AND 1)
) STRICT;

CREATE UNIQUE INDEX passage_anchor_place ON passage_anchor (passage_id, document_id);
CREATE INDEX passage_anchor_document ON passage_anchor (document_id);
CREATE INDEX passage_anchor_new_passage ON passage_anchor (new_passage_id) WHERE new_passage_id IS NOT NULL;
CREATE INDEX passage_anchor_revision ON passage_anchor (revision_id);

CREATE TRIGGER passage_anchor_inserted BEFORE INSERT ON passage_anchor
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'passage_anchor.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN EXISTS (SELECT 1 FROM passage_anchor WHERE id = NEW.id)
            THEN RAISE(ABORT, 'passage_anchor.id: that id is taken; change the row with UPDATE, so that its history is kept')
        WHEN EXISTS (SELECT 1 FROM passage_anchor WHERE passage_id = NEW.passage_id AND document_id = NEW.document_id)
            THEN RAISE(ABORT, 'passage_anchor: the passage has an anchor in this capture; change it with UPDATE')
        WHEN NOT EXISTS (SELECT 1 FROM passage WHERE id = NEW.passage_id)
            THEN RAISE(ABORT, 'passage_anchor.passage_id: it must be the id of a passage')
        -- A merge or an undo may bring one of which somebody says by now that it is of no later capture.
        WHEN (SELECT document_id FROM passage WHERE id = NEW.passage_id) NOT IN (
                WITH RECURSIVE earlier (id) AS (
                    SELECT supersedes_id FROM document WHERE id = NEW.document_id AND supersedes_id IS NOT NULL
                    UNION SELECT supersedes_id FROM earlier JOIN document ON document.id = earlier.id WHERE supersedes_id IS NOT NULL
                ) SELECT id FROM earlier)
            AND NOT EXISTS (SELECT 1 FROM merged WHERE merged_in = NEW.revision_id) AND NOT EXISTS (SELECT 1 FROM unmerged WHERE undone_in = NEW.revision_id)
            THEN RAISE(ABORT, 'passage_anchor.document_id: it must be a later capture of the passage''s document; document.supersedes_id says of which')
        WHEN NEW.new_passage_id IS NOT NULL AND (SELECT document_id FROM passage WHERE id = NEW.new_passage_id) IS NOT NEW.document_id
            THEN RAISE(ABORT, 'passage_anchor.new_passage_id: it must be a passage of the later capture')
    END;
END;

CREATE TRIGGER passage_anchor_updated BEFORE UPDATE ON passage_anchor
BEGIN
    SELECT CASE
        WHEN NEW.revision_id IS NULL OR NEW.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL)
            THEN RAISE(ABORT, 'passage_anchor.revision_id: every row belongs to the open revision; INSERT INTO revision (author, note) VALUES (…), and give its id')
        WHEN NEW.id <> OLD.id
            THEN RAISE(ABORT, 'passage_anchor.id: it never changes')
        WHEN NEW.passage_id <> OLD.passage_id OR NEW.document_id <> OLD.document_id
            THEN RAISE(ABORT, 'passage_anchor: passage_id and document_id say which anchor it is; write another one')
        WHEN NEW.new_passage_id IS NOT NULL AND (SELECT document_id FROM passage WHERE id = NEW.new_passage_id) IS NOT NEW.document_id
            THEN RAISE(ABORT, 'passage_anchor.new_passage_id: it must be a passage of the later capture')
    END;
END;

-- An anchor goes with either of its ends: it can be found again from what is left, and its history is kept.
CREATE TRIGGER passage_anchor_passage_deleted BEFORE DELETE ON passage
BEGIN
    DELETE FROM passage_anchor WHERE passage_id = OLD.id OR new_passage_id = OLD.id;
END;

CREATE TRIGGER passage_anchor_document_deleted BEFORE DELETE ON document
BEGIN
    DELETE FROM passage_anchor WHERE document_id = OLD.id;
END;

CREATE TABLE passage_anchor_history ( -- Earlier versions of rows of passage_anchor
    until_revision_id INTEGER NOT NULL, -- The revision that changed or deleted the row; revision_id says since when it stood
    id INTEGER NOT NULL, passage_id INTEGER, document_id INTEGER, outcome TEXT, new_passage_id INTEGER,
    score REAL, context REAL, revision_id INTEGER NOT NULL,
    PRIMARY KEY (until_revision_id, id),
    CONSTRAINT "a version ends in a later revision than it began" CHECK (revision_id < until_revision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX passage_anchor_history_id ON passage_anchor_history (id, until_revision_id);

CREATE TRIGGER passage_anchor_history_written AFTER INSERT ON passage_anchor_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'passage_anchor_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change passage_anchor, whose triggers write its history');
END;

CREATE TRIGGER passage_anchor_history_changes BEFORE UPDATE ON passage_anchor_history
BEGIN
    SELECT RAISE(ABORT, 'passage_anchor_history: history is kept as it was; change passage_anchor');
END;

CREATE TRIGGER passage_anchor_history_stays BEFORE DELETE ON passage_anchor_history
BEGIN
    SELECT RAISE(ABORT, 'passage_anchor_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER passage_anchor_history_update AFTER UPDATE ON passage_anchor WHEN NEW.revision_id <> OLD.revision_id
BEGIN
    INSERT INTO passage_anchor_history VALUES (
        NEW.revision_id, OLD.id, OLD.passage_id, OLD.document_id, OLD.outcome, OLD.new_passage_id,
        OLD.score, OLD.context, OLD.revision_id);
END;

CREATE TRIGGER passage_anchor_history_delete AFTER DELETE ON passage_anchor
BEGIN
    UPDATE dossier_row SET is_gone = 1 WHERE table_name = 'passage_anchor' AND row_id = OLD.id;
    INSERT INTO passage_anchor_history SELECT
        coalesce((SELECT id FROM revision WHERE closed_at IS NULL), 9223372036854775807),
        OLD.id, OLD.passage_id, OLD.document_id, OLD.outcome, OLD.new_passage_id, OLD.score, OLD.context,
        OLD.revision_id
    WHERE OLD.revision_id IS NOT (SELECT id FROM revision WHERE closed_at IS NULL);
END;

CREATE VIEW facts AS -- Every fact of whatever kind, in words
SELECT
    'stance' AS table_name, -- The table of the fact
    s.id AS row_id, -- Its id
    s.holder || ' ' || replace(s.act, '-', ' ')
        || CASE WHEN act.polarity IS NULL THEN CASE s.polarity WHEN 1 THEN ' (for)' WHEN -1 THEN ' (against)' ELSE ' (neither)' END ELSE '' END
        || ' ' || s.target || coalesce(': ' || s.proposition, '') AS fact, -- What it says
    f.passage_id AS passage_id -- The words that prove it
FROM stances s JOIN stance f ON f.id = s.id JOIN act ON act.key = s.act
UNION ALL SELECT 'participation', p.id, p.participant || ', ' || p.role || coalesce(' (' || p.post || ')', '') || ': ' || p.event, f.passage_id
FROM participations p JOIN participation f ON f.id = p.id
UNION ALL SELECT 'membership', m.id, m.member || ', ' || coalesce(m.post, m.role, 'member') || ': ' || m.organization, f.passage_id
FROM memberships m JOIN membership f ON f.id = m.id
UNION ALL SELECT 'relation', r.id, r.subject || ' ' || replace(r.predicate, '-', ' ') || ' ' || r.object, f.passage_id
FROM relations r JOIN relation f ON f.id = r.id
UNION ALL SELECT 'figure', n.id, n.entity || ', ' || n.measure || ': ' || n.value, f.passage_id
FROM figures n JOIN figure f ON f.id = n.id
UNION ALL SELECT 'attribute', a.id, a.entity || ', ' || a.property || ': ' || a.value, f.passage_id
FROM attributes a JOIN attribute f ON f.id = a.id;

CREATE VIEW anchors AS -- The anchors that count: those in a capture that is a later one still
SELECT
    a.id AS id, -- The anchor
    a.passage_id AS passage_id, -- The words, in the capture in which they were read
    a.document_id AS document_id, -- The later capture
    a.outcome AS outcome, -- exact, moved, fuzzy, ambiguous or orphaned
    a.new_passage_id AS new_passage_id, -- The words there
    a.score AS score, -- How much alike they or their sentences are where they are fuzzy, 0 to 1
    a.context AS context, -- How much of what stands around is the same, 0 to 1
    a.revision_id AS revision_id -- The revision that wrote it
FROM passage_anchor a JOIN passage p ON p.id = a.passage_id
WHERE p.document_id IN (
    WITH RECURSIVE earlier (id) AS (
        SELECT supersedes_id FROM document WHERE id = a.document_id AND supersedes_id IS NOT NULL
        UNION SELECT supersedes_id FROM earlier JOIN document ON document.id = earlier.id WHERE supersedes_id IS NOT NULL
    ) SELECT id FROM earlier);

CREATE VIEW last_anchors AS -- What became of each passage in the last capture in which it was looked for, through all captures between
WITH RECURSIVE
    capture (document_id, number) AS (
        SELECT DISTINCT supersedes_id, 0 FROM document AS d
        WHERE supersedes_id IS NOT NULL AND (SELECT supersedes_id FROM document WHERE id = d.supersedes_id) IS NULL
        UNION ALL SELECT d.id, number + 1 FROM capture JOIN document d ON d.supersedes_id = capture.document_id
    ),
    -- From capture to capture along the words that stayed the same.
    trace (passage_id, document_id, outcome, new_passage_id, score, context) AS (
        SELECT passage_id, document_id, outcome, new_passage_id, score, context FROM anchors
        UNION SELECT t.passage_id, a.document_id, a.outcome, a.new_passage_id, a.score, a.context
        FROM trace t JOIN anchors a ON a.passage_id = t.new_passage_id WHERE t.outcome IN ('exact', 'moved')
    ),
    placed AS (
        SELECT t.*, row_number() OVER (
            PARTITION BY t.passage_id
            ORDER BY coalesce(c.number, 0) DESC, t.document_id DESC, t.outcome IN ('exact', 'moved') DESC, t.outcome = 'fuzzy' DESC
        ) AS place
        FROM trace t LEFT JOIN capture c ON c.document_id = t.document_id
    )
SELECT
    passage_id AS passage_id, -- The passage as it was read
    document_id AS document_id, -- The last capture in which it was looked for
    outcome AS outcome, -- exact, moved, fuzzy, ambiguous or orphaned
    new_passage_id AS new_passage_id, -- The words there
    score AS score, -- How much alike they or their sentences are where they are fuzzy, 0 to 1
    context AS context -- How much of what stands around is the same, 0 to 1
FROM placed WHERE place = 1;

CREATE VIEW orphans AS -- Facts whose words are gone from the last capture of their page, or not known to be there
WITH RECURSIVE
-- The next capture of each that has a text.
following (earlier_id, id, has_text) AS (
    SELECT supersedes_id, id, text IS NOT NULL FROM document WHERE supersedes_id IS NOT NULL
    UNION SELECT f.earlier_id, d.id, d.text IS NOT NULL FROM following f JOIN document d ON d.supersedes_id = f.id WHERE NOT f.has_text
),
lost (passage_id, document_id, outcome) AS (
    SELECT passage_id, document_id, outcome FROM last_anchors WHERE outcome IN ('orphaned', 'ambiguous')
    -- Nobody has looked for them in the capture that follows.
    UNION ALL SELECT l.passage_id, n.id, NULL FROM last_anchors l JOIN following n ON n.earlier_id = l.document_id
        WHERE l.outcome IN ('exact', 'moved', 'fuzzy') AND n.has_text
    UNION ALL SELECT p.id, n.id, NULL FROM following n JOIN passage p ON p.document_id = n.earlier_id
        WHERE n.has_text AND p.quote IS NOT NULL AND NOT EXISTS (SELECT 1 FROM anchors a WHERE a.passage_id = p.id)
)
SELECT
    facts.fact AS fact, -- What the fact says
    p.quote AS quote, -- The words that proved it
    l.outcome AS outcome, -- orphaned: they are gone; ambiguous: they stand there, but several times or in another sentence; empty: nobody has looked for them yet
    d.title AS document, -- The document that had them
    later.title AS capture, -- The later capture
    facts.table_name AS table_name, -- The table of the fact
    facts.row_id AS row_id, -- Its id
    p.id AS passage_id, -- The passage
    d.key AS document_key, -- Key of the document
    later.key AS capture_key -- Key of the later capture
FROM lost l
JOIN passage p ON p.id = l.passage_id
JOIN document d ON d.id = p.document_id
JOIN document later ON later.id = l.document_id
JOIN facts ON facts.passage_id = l.passage_id;

CREATE VIEW problem_anchor AS -- Anchors that lead to what is not there or does not belong there
SELECT
    'passage_anchor' AS table_name, -- The table
    id AS row_id, -- The id of the row
    'passage_id: there is no passage ' || passage_id AS problem -- What is wrong
FROM passage_anchor WHERE NOT EXISTS (SELECT 1 FROM passage p WHERE p.id = passage_anchor.passage_id)
UNION ALL SELECT 'passage_anchor', id, 'document_id: there is no document ' || document_id FROM passage_anchor WHERE NOT EXISTS (SELECT 1 FROM document p WHERE p.id = passage_anchor.document_id)
UNION ALL SELECT 'passage_anchor', id, 'new_passage_id: there is no passage ' || new_passage_id FROM passage_anchor WHERE new_passage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM passage p WHERE p.id = passage_anchor.new_passage_id)
UNION ALL SELECT 'passage_anchor', id, 'revision_id: there is no revision ' || revision_id FROM passage_anchor WHERE revision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM revision p WHERE p.id = passage_anchor.revision_id)
UNION ALL SELECT 'passage_anchor', a.id, 'outcome: its words stand at another offset; the outcome is moved'
    FROM passage_anchor a JOIN passage p ON p.id = a.passage_id JOIN passage n ON n.id = a.new_passage_id
    WHERE a.outcome = 'exact' AND n.start_offset IS NOT p.start_offset
UNION ALL SELECT 'passage_anchor', a.id, 'new_passage_id: it is not a passage of the later capture'
    FROM passage_anchor a JOIN passage p ON p.id = a.new_passage_id WHERE p.document_id <> a.document_id;
