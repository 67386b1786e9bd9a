-- The archive's first schema. A migration that was released is never edited: what a later one needs
-- is added by it, and nothing that stands here gets another meaning.
--
--     source ──< arrival >── blob                     bytes as they came, each stored once
--        │          │
--     dispatch ──< edition ──< reading ── body        what the source says · what our reader made of it
--        │  │                     └──< annotation_run what our models made of that
--        │  └──< change                               the one order that readers see
--        └──< identity                                how the next arrival is recognised
--
-- Conventions
--   instants     seconds since 1970 UTC
--   spans        begin, end: bytes, half-open, on character boundaries of body.body
--   dates        begin, end: half-open UTC interval; minutes: the source's offset east of UTC, NULL
--                when the source gives none (then the interval is the source's local time as if it
--                were UTC); precision: 'second', 'minute', 'day'
--   digests      BLAKE2b-256, 32 bytes
--   lists        JSON. NULL: the source declares none; '[]': it declares the list and has nothing in it
--   kinds        words, not numbers, and without CHECK, so that later versions may add some. A
--                program that meets a word it does not know leaves the row alone.
-- Rows refer to their parent only (REFERENCES); the columns of `dispatch` that point down to its
-- newest edition, reading and changes carry none, because the writer keeps them in the same
-- transaction and circular constraints would cost a scan.

-- ---- what arrived

-- Whom news comes from: 'desk', 'files', the address of a feed. Name and facts as last seen.
CREATE TABLE source (
    id        INTEGER PRIMARY KEY,
    name      TEXT    NOT NULL UNIQUE,
    added     INTEGER NOT NULL,
    title     TEXT,                       -- what a feed says of itself
    feed_url  TEXT,
    site_url  TEXT,
    language  TEXT,
    hub       TEXT                        -- WebSub
) STRICT;

-- Original bytes, so that a better reader can read them again. Gone when a dispatch in them is
-- erased; a blob that no reading rests on may be pruned.
CREATE TABLE blob (
    id        INTEGER PRIMARY KEY,
    digest    BLOB    NOT NULL UNIQUE,    -- of the bytes before compression
    size      INTEGER NOT NULL,           -- before compression
    codec     TEXT    NOT NULL,           -- 'zstd'
    bytes     BLOB    NOT NULL
) STRICT;

-- The same bytes from the same place are one arrival, seen `times` times.
CREATE TABLE arrival (
    id         INTEGER PRIMARY KEY,
    source     INTEGER NOT NULL REFERENCES source,
    blob       INTEGER REFERENCES blob,   -- NULL: not kept, because something in it is gone
    media_type TEXT    NOT NULL,          -- as declared; '' when nobody said
    url        TEXT    NOT NULL,          -- where the bytes were found; '' for a file or a post
    name       TEXT    NOT NULL,          -- of the file
    received   INTEGER NOT NULL,          -- first
    last_seen  INTEGER NOT NULL,
    times      INTEGER NOT NULL DEFAULT 1,
    notes      TEXT                       -- of the reading as a whole; list
) STRICT;
CREATE UNIQUE INDEX arrival_once ON arrival (blob, source, url) WHERE blob IS NOT NULL;

-- ---- dispatches

-- One piece of news. Rows are never deleted: a withdrawn or erased dispatch stays as a tombstone,
-- and ids, which are in addresses, are never given twice.
CREATE TABLE dispatch (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    source      INTEGER NOT NULL REFERENCES source,
    state       TEXT    NOT NULL,         -- 'live', 'withdrawn', 'erased'
    arrived     INTEGER NOT NULL,         -- first seen
    position    INTEGER NOT NULL,         -- on the wire: change.seq of kind 'new'
    last_change INTEGER NOT NULL,         -- change.seq, of any kind
    edition     INTEGER NOT NULL,         -- the newest
    editions    INTEGER NOT NULL,         -- how many
    reading     INTEGER NOT NULL          -- that is shown: of the newest edition by the newest reader
) STRICT;
CREATE UNIQUE INDEX wire ON dispatch (position) WHERE state = 'live';

-- How an arrival is recognised as a dispatch that is here: digest of (source, guid), else of the
-- canonical address, else of source, title and body. A dispatch may get further ones (a merge). Kept
-- for tombstones, so that what was erased does not come back; therefore a digest and not the words.
CREATE TABLE identity (
    key         BLOB    NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL,         -- 'guid', 'url', 'content'
    dispatch    INTEGER NOT NULL REFERENCES dispatch
) STRICT, WITHOUT ROWID;

-- A text of the source. Another one begins when title, body, lead, credit, published, authors or
-- tags change; never because our reader changed: texts are compared under one reader
-- (reading.content).
CREATE TABLE edition (
    id          INTEGER PRIMARY KEY,
    dispatch    INTEGER NOT NULL REFERENCES dispatch,
    number      INTEGER NOT NULL,         -- 1, 2, ...
    arrival     INTEGER NOT NULL REFERENCES arrival,  -- that brought it
    arrived     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX edition_of ON edition (dispatch, number);

-- What one version of our reader made of an edition. Holds what a list shows; the text is in `body`,
-- so that lists do not read it.
CREATE TABLE reading (
    id                  INTEGER PRIMARY KEY,
    edition             INTEGER NOT NULL REFERENCES edition,
    arrival             INTEGER NOT NULL REFERENCES arrival,  -- whose bytes were read
    item                INTEGER NOT NULL,  -- the n-th dispatch in them, from 0
    reader_version      INTEGER NOT NULL,
    made                INTEGER NOT NULL,
    content             BLOB,              -- digest of what makes an edition; NULL once erased
    title               TEXT    NOT NULL,
    summary             TEXT    NOT NULL,  -- lead or beginning, one line, at most 400 code points
    language            TEXT    NOT NULL,  -- BCP 47 primary subtag; '' unknown
    published_begin     INTEGER,
    published_end       INTEGER,
    published_minutes   INTEGER,
    published_precision TEXT,
    modified_begin      INTEGER,
    modified_end        INTEGER,
    modified_minutes    INTEGER,
    modified_precision  TEXT,
    agency              TEXT,              -- of the credit; NULL: no credit
    credit_place        TEXT,              -- 'tail', 'dateline', 'byline', 'metadata'
    authors             TEXT    NOT NULL,  -- list
    tags                TEXT,              -- list; NULL: not declared
    site                TEXT    NOT NULL,
    url                 TEXT    NOT NULL,  -- canonical
    guid                TEXT    NOT NULL,
    notes               TEXT    NOT NULL   -- list
) STRICT;
CREATE INDEX reading_of ON reading (edition);

CREATE TABLE body (
    reading     INTEGER PRIMARY KEY REFERENCES reading,
    lead_begin  INTEGER,
    lead_end    INTEGER,
    blocks      TEXT    NOT NULL,         -- [["paragraph",begin,end],...]
    body        TEXT    NOT NULL
) STRICT;

-- The source's own counter ("Lu: 362"): one row a value.
CREATE TABLE reads_at_source (
    dispatch    INTEGER NOT NULL REFERENCES dispatch,
    seen        INTEGER NOT NULL,         -- first seen at this value
    last_seen   INTEGER NOT NULL,
    count       INTEGER NOT NULL,
    PRIMARY KEY (dispatch, seen)
) STRICT, WITHOUT ROWID;

-- Our own counter, exact.
CREATE TABLE read_count (
    dispatch    INTEGER PRIMARY KEY REFERENCES dispatch,
    reads       INTEGER NOT NULL
) STRICT;

-- How far a journal beside the database has been folded into it; moved in the transaction that
-- folds, so that a crash counts nothing twice. 'reads' for read_count.
CREATE TABLE journal (
    name        TEXT    NOT NULL PRIMARY KEY,
    position    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- ---- the order that readers see

-- Every visible change, numbered by the writer in commit order. The wire, live events, feeds, hooks
-- and caches follow seq, never an id.
CREATE TABLE change (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    dispatch    INTEGER NOT NULL REFERENCES dispatch,
    kind        TEXT    NOT NULL,         -- 'new', 'edition', 'correction', 'withdrawal', 'copy';
                                          -- 'reading' (read again: for caches, not for people)
    edition     INTEGER NOT NULL,         -- the newest then; 0 when it has none any more
    at          INTEGER NOT NULL
) STRICT;

-- Why a dispatch is no longer live; dispatch.state says that it is. Erased: title, summary, body,
-- address and blob are gone from every reading, reading.content is NULL.
CREATE TABLE withdrawal (
    dispatch    INTEGER PRIMARY KEY REFERENCES dispatch,
    state       TEXT    NOT NULL,         -- 'withdrawn', 'erased'
    at          INTEGER NOT NULL,
    asked_by    TEXT    NOT NULL,         -- 'source', 'desk', 'law', a user's name
    notice      TEXT                      -- shown in place of the dispatch
) STRICT;

-- Dispatches that tell the same text. The first is announced, the others are kept.
CREATE TABLE copy_group (
    id          INTEGER PRIMARY KEY,
    made        INTEGER NOT NULL
) STRICT;
CREATE TABLE copy_member (
    dispatch    INTEGER PRIMARY KEY REFERENCES dispatch,
    copy_group  INTEGER NOT NULL REFERENCES copy_group,
    original    INTEGER NOT NULL,         -- 1: the one that is announced
    similarity  REAL    NOT NULL,         -- to the original, 0..1
    set_by      TEXT    NOT NULL,         -- 'person' beats 'model'
    at          INTEGER NOT NULL
) STRICT;
CREATE INDEX copy_of ON copy_member (copy_group);

-- What others still have to be told. A consumer ('hub', 'hook:7') has been told every change up to
-- position, except those that wait in its outbox.
CREATE TABLE consumer (
    name        TEXT    NOT NULL PRIMARY KEY,
    position    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    consumer    TEXT    NOT NULL REFERENCES consumer,
    change      INTEGER NOT NULL REFERENCES change,
    tries       INTEGER NOT NULL,
    next_try    INTEGER NOT NULL,
    last_error  TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (next_try);

-- Sums that would take a scan. Moved in the transaction that changes them:
-- 'dispatches' (live), 'editions' (of live dispatches and tombstones).
CREATE TABLE tally (
    name        TEXT    NOT NULL PRIMARY KEY,
    value       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO tally VALUES ('dispatches', 0), ('editions', 0);

-- ---- who said what

-- What one version of our models made of one reading. The newest finished run of a reading is shown.
CREATE TABLE annotation_run (
    id          INTEGER PRIMARY KEY,
    reading     INTEGER NOT NULL REFERENCES reading,
    models      TEXT    NOT NULL,         -- names and versions; JSON object
    made        INTEGER NOT NULL
) STRICT;
CREATE INDEX run_of ON annotation_run (reading);

-- Actors of the whole archive; ids at the doors are local to a document. A merged one points to
-- where it went and keeps its id, so that the merge can be undone and old links still lead somewhere.
CREATE TABLE actor (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT    NOT NULL,         -- 'person', 'organisation', 'state', 'place', 'office', 'bloc'
    merged_into INTEGER REFERENCES actor,
    made        INTEGER NOT NULL
) STRICT;
CREATE INDEX merged ON actor (merged_into) WHERE merged_into IS NOT NULL;

-- What is known of an actor and who says so. All are kept; of one property the newest by a person is
-- believed, else the newest by a catalogue, else by a model.
CREATE TABLE actor_fact (
    id          INTEGER PRIMARY KEY,
    actor       INTEGER NOT NULL REFERENCES actor,
    property    TEXT    NOT NULL,         -- 'name', 'slug', 'role', 'country', 'wikidata', ...
    value       TEXT,                     -- NULL: a person says that there is none
    language    TEXT    NOT NULL,         -- of the value; '' when it has none
    set_by      TEXT    NOT NULL,         -- 'person', 'catalogue', 'model'
    user        INTEGER REFERENCES user,  -- the person
    run         INTEGER REFERENCES annotation_run,  -- the model
    since       INTEGER,                  -- validity of the fact itself (an office held); NULL: open
    until       INTEGER,
    at          INTEGER NOT NULL
) STRICT;
CREATE INDEX fact_of ON actor_fact (actor, property);

-- Words that may mean an actor, folded for look-up. The same words may mean several.
CREATE TABLE actor_alias (
    alias       TEXT    NOT NULL,
    language    TEXT    NOT NULL,         -- '' any
    actor       INTEGER NOT NULL REFERENCES actor,
    set_by      TEXT    NOT NULL,
    PRIMARY KEY (alias, language, actor)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_of ON actor_alias (actor);

-- Merges and splits, so that each can be undone.
CREATE TABLE actor_history (
    id          INTEGER PRIMARY KEY,
    actor       INTEGER NOT NULL REFERENCES actor,
    other       INTEGER NOT NULL REFERENCES actor,
    kind        TEXT    NOT NULL,         -- 'merge' (actor into other), 'split' (other out of actor)
    set_by      TEXT    NOT NULL,
    user        INTEGER REFERENCES user,
    at          INTEGER NOT NULL
) STRICT;

-- Where a run saw an actor. `local` is its id at the doors; `actor` its link into the archive, moved
-- by merges and splits.
CREATE TABLE mention (
    run         INTEGER NOT NULL REFERENCES annotation_run,
    ordinal     INTEGER NOT NULL,         -- in text order
    local       TEXT    NOT NULL,
    actor       INTEGER REFERENCES actor,
    begin       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    how         TEXT    NOT NULL,         -- 'name', 'title', 'pronoun', ...
    set_by      TEXT    NOT NULL,
    PRIMARY KEY (run, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_of ON mention (actor) WHERE actor IS NOT NULL;

-- A statement's lasting id. key: digest of the words of its content, its speaker's words and its
-- ordinal among equals; while these stay, runs, readings and editions may change around it.
CREATE TABLE statement (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    dispatch    INTEGER NOT NULL REFERENCES dispatch,
    key         BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX statement_key ON statement (dispatch, key);

-- What one run says of it. `parent`: the statement that it is nested in.
CREATE TABLE statement_record (
    run         INTEGER NOT NULL REFERENCES annotation_run,
    statement   INTEGER NOT NULL REFERENCES statement,
    parent      INTEGER REFERENCES statement,
    class       TEXT    NOT NULL,         -- 'speech', 'belief', 'other'
    form        TEXT    NOT NULL,         -- 'direct', 'indirect', 'mixed'
    speaker     INTEGER REFERENCES actor,
    addressee   INTEGER REFERENCES actor,
    stance      TEXT,
    negated     INTEGER NOT NULL,
    said_on     TEXT,                     -- TIMEX3 value
    said_on_how TEXT,
    confidence  REAL    NOT NULL,
    PRIMARY KEY (run, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_of ON statement_record (statement);
CREATE INDEX said_by ON statement_record (speaker) WHERE speaker IS NOT NULL;

CREATE TABLE statement_span (
    run         INTEGER NOT NULL REFERENCES annotation_run,
    statement   INTEGER NOT NULL REFERENCES statement,
    role        TEXT    NOT NULL,         -- 'source', 'cue', 'content', 'addressee', 'said_on'
    ordinal     INTEGER NOT NULL,         -- in text order; content may be in pieces
    begin       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    PRIMARY KEY (run, statement, role, ordinal)
) STRICT, WITHOUT ROWID;

-- ---- readers and programs

CREATE TABLE user (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL UNIQUE,
    password    TEXT,                     -- libsodium's crypto_pwhash_str; NULL: may not log in
    added       INTEGER NOT NULL
) STRICT;

-- What a reader has done with a dispatch.
CREATE TABLE user_state (
    user        INTEGER NOT NULL REFERENCES user,
    dispatch    INTEGER NOT NULL REFERENCES dispatch,
    read_at     INTEGER,                  -- NULL: unread
    starred_at  INTEGER,                  -- NULL: no star
    PRIMARY KEY (user, dispatch)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_stars ON user_state (user, starred_at) WHERE starred_at IS NOT NULL;

-- Tokens of the API. They are 32 random bytes, so a plain digest is as good as a slow one. The
-- ids of removed ones do not come again: idempotency keys are kept under them.
CREATE TABLE api_token (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    digest      BLOB    NOT NULL UNIQUE,
    added       INTEGER NOT NULL,
    user        INTEGER REFERENCES user   -- whose; NULL: the operator's
) STRICT;

-- Requests that were answered, so that a retry gets the same answer.
CREATE TABLE idempotency (
    client      TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    request     BLOB    NOT NULL,         -- digest
    receipt     TEXT    NOT NULL,         -- [[dispatch,"created"],...]
    at          INTEGER NOT NULL,
    PRIMARY KEY (client, key)
) STRICT, WITHOUT ROWID;
