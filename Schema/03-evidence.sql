-- What proves the facts: documents, and the passages of them that say so.

CREATE TABLE document ( -- A source as it was captured at one time; a later capture is a document of its own
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice; what travels between files is the key
    key TEXT NOT NULL UNIQUE, -- Its readable name for dossiers, SQL and links; stays from the revision on that made the document; a merge makes it report--649b6b55, by the SHA-256, where another text is report
    title TEXT NOT NULL, -- Its title
    url TEXT, -- Where it was found
    publisher TEXT, -- Who published it; sources are independent when their publishers are
    authors TEXT, -- Who wrote it, a JSON array of names
    published TEXT, -- When it was published, EDTF
    published_earliest TEXT, -- The first day that the date allows
    published_latest TEXT, -- The last day that the date allows
    language TEXT, -- Its language, BCP 47
    description TEXT, -- How it came to be and what it rests on
    text TEXT, -- Its archived text, never changed; empty for sources cited by locator
    sha256 TEXT, -- SHA-256 of the text in UTF-8, 64 hexadecimal digits
    retrieved_at TEXT, -- When it was captured, UTC
    licence TEXT, -- What one may do with it
    supersedes_id INTEGER REFERENCES document (id), -- The earlier capture of the same source
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "document.key: small letters, digits and single hyphens, as in havana-report"
        CHECK (key <> '' AND key NOT GLOB '*[^a-z0-9-]*' AND key NOT GLOB '-*' AND key NOT GLOB '*-' AND (key NOT GLOB '*--*' OR substr(key, instr(key, '--')) GLOB '--[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]')),
    CONSTRAINT "document.title: give it a title" CHECK (trim(title) <> ''),
    CONSTRAINT "document.text holds a NUL character, which SQLite tools cannot show: remove it" CHECK (instr(CAST(text AS BLOB), x'00') = 0),
    CONSTRAINT "document.sha256: 64 small hexadecimal digits, and only with a text"
        CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*' AND (sha256 IS NULL OR text IS NOT NULL)),
    CONSTRAINT "published, published_earliest and published_latest go together"
        CHECK ((published IS NULL) = (published_earliest IS NULL) AND (published IS NULL) = (published_latest IS NULL)),
    CONSTRAINT "published_earliest and published_latest are days: YYYY-MM-DD"
        CHECK (published_earliest IS date(published_earliest, '+0 days') AND published_latest IS date(published_latest, '+0 days')),
    CONSTRAINT "published_earliest is after published_latest: swap them" CHECK (published_earliest <= published_latest),
    CONSTRAINT "document.language: a language of BCP 47, as in es or pt-BR" CHECK (language GLOB '[A-Za-z]*' AND language NOT GLOB '*[^A-Za-z0-9-]*'),
    CONSTRAINT "document.retrieved_at: a day or a time in UTC, YYYY-MM-DDThh:mm:ssZ" CHECK (retrieved_at IS NULL OR (julianday(retrieved_at) IS NOT NULL AND retrieved_at GLOB '[0-9][0-9][0-9][0-9]-*')),
    CONSTRAINT "document.supersedes_id: a document does not supersede itself" CHECK (supersedes_id <> id)
) STRICT;

CREATE INDEX document_published ON document (published_earliest, published_latest);
CREATE INDEX document_publisher ON document (publisher);
CREATE INDEX document_supersedes ON document (supersedes_id) WHERE supersedes_id IS NOT NULL;
CREATE INDEX document_sha256 ON document (sha256, published_earliest, key) WHERE sha256 IS NOT NULL;

CREATE TABLE passage ( -- The words of a document that prove something (W3C Web Annotation selectors)
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- The file's own number, never given twice
    document_id INTEGER NOT NULL REFERENCES document (id), -- The document
    start_offset INTEGER, -- Where the quote starts in the text: Unicode code points before it
    end_offset INTEGER, -- Where it ends: code points before and in it
    quote TEXT, -- The words, exactly as the document has them
    prefix TEXT, -- The words just before, to find the place again in a later capture
    suffix TEXT, -- The words just after
    locator TEXT, -- A place in a source without archived text: a page, a record, a time
    revision_id INTEGER NOT NULL REFERENCES revision (id), -- The revision that wrote this row
    CONSTRAINT "passage: start_offset, end_offset and quote go together, or give a locator"
        CHECK ((start_offset IS NULL) = (end_offset IS NULL) AND (start_offset IS NULL OR quote IS NOT NULL)
               AND (start_offset IS NOT NULL OR coalesce(trim(locator), '') <> '')),
    CONSTRAINT "passage: offsets count code points from 0, and the quote has end_offset - start_offset of them"
        CHECK (start_offset >= 0 AND end_offset > start_offset AND length(quote) = end_offset - start_offset)
) STRICT;

CREATE UNIQUE INDEX passage_place ON passage (document_id, start_offset, end_offset, coalesce(locator, ''));
-- To an index no NULL is the same as another.
CREATE UNIQUE INDEX passage_locator ON passage (document_id, locator, coalesce(quote, '')) WHERE start_offset IS NULL;
