-- Sources that are watched: what is visited, when, and what became of it.
--
--     source ── watch ──< visit            the last fifty visits of each
--        │
--        └──< page ── dispatch             pages that are read: the texts behind a feed's entries,
--                                          and what a watched page links to
--     origin                               what a host asks of its visitors
--
-- source.name is the address as it was added and never changes, since identities rest on it;
-- watch.address is where it is found now. What is due stays due until its visit is kept, in the
-- transaction that keeps what the visit brought: whoever is killed between loses nothing and visits
-- again only what was under way.

CREATE TABLE watch (
    source         INTEGER PRIMARY KEY REFERENCES source,
    kind           TEXT    NOT NULL,      -- 'unknown' (until the first visit), 'feed', 'page',
                                          -- 'sitemap', 'folder', 'warc'
    address        TEXT    NOT NULL UNIQUE,  -- http(s), or an absolute path of this machine
    host           TEXT    NOT NULL,      -- of the address; '' for a path
    title          TEXT    NOT NULL,      -- given by a person; '': as the source calls itself
    category       TEXT    NOT NULL,      -- 'Presse/Europe'; '' none
    full_text      TEXT    NOT NULL,      -- 'auto', 'always', 'never': whether pages are fetched
    summaries_only INTEGER,               -- whether the feed gives no more; NULL: not known
    added          INTEGER NOT NULL,

    paused         INTEGER NOT NULL,      -- 1: by a person
    due            INTEGER,               -- next visit; NULL: paused or gone
    health       TEXT    NOT NULL,      -- 'new', 'well', 'failing', 'missing' (404), 'gone' (410),
                                          -- 'forbidden' (401, 403), 'barred' (451), 'excluded'
                                          -- (robots.txt)
    trouble        TEXT    NOT NULL,      -- of the last visit, for people; '' none
    failures       INTEGER NOT NULL,      -- in a row
    last_visit     INTEGER,
    last_success   INTEGER,

    etag           TEXT    NOT NULL,      -- of the last answer, as sent; '' none
    last_modified  TEXT    NOT NULL,
    content        BLOB,                  -- digest of the bytes that were read last
    wait           INTEGER NOT NULL,      -- seconds between visits that the source asks for
    skip_hours     INTEGER NOT NULL,      -- bit h: no visit from h:00 to h:59 UTC
    skip_days      INTEGER NOT NULL,      -- bit d: none on this day; 0 is Sunday
    heard_items    REAL    NOT NULL,      -- how often it speaks: news/rhythm.h
    heard_hours    REAL    NOT NULL
) STRICT;
CREATE INDEX watch_due ON watch (due) WHERE due IS NOT NULL;

CREATE TABLE visit (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    source      INTEGER NOT NULL REFERENCES source,
    at          INTEGER NOT NULL,
    took        INTEGER NOT NULL,         -- milliseconds
    health    TEXT    NOT NULL,         -- as in watch
    unchanged   INTEGER NOT NULL,         -- 1: 304, or the same bytes
    status      INTEGER NOT NULL,         -- HTTP; 0: no answer
    bytes       INTEGER NOT NULL,         -- decompressed
    created     INTEGER NOT NULL,         -- dispatches
    edited      INTEGER NOT NULL,
    trouble     TEXT    NOT NULL
) STRICT;
CREATE INDEX visit_of ON visit (source, id);

CREATE TABLE page (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    source      INTEGER NOT NULL REFERENCES source,
    key         BLOB    NOT NULL UNIQUE,  -- digest of source and address
    address     TEXT    NOT NULL,         -- '' once its dispatch was erased
    host        TEXT    NOT NULL,
    dispatch    INTEGER REFERENCES dispatch,  -- whose text it holds; NULL: not known yet
    found       INTEGER NOT NULL,
    state       TEXT    NOT NULL,         -- 'waiting', 'read', 'failed'
    due         INTEGER,                  -- NULL: not visited again
    tries       INTEGER NOT NULL,
    visited     INTEGER,
    health    TEXT    NOT NULL,         -- as in watch
    trouble     TEXT    NOT NULL
) STRICT;
CREATE INDEX page_due ON page (due) WHERE due IS NOT NULL;
CREATE INDEX page_of ON page (dispatch) WHERE dispatch IS NOT NULL;
CREATE INDEX page_found ON page (source, state);

-- robots.txt and Retry-After hold for a host, whichever of its addresses is visited.
CREATE TABLE origin (
    name           TEXT    NOT NULL PRIMARY KEY,  -- 'https://example.org'
    robots         TEXT    NOT NULL,      -- as fetched
    robots_status  INTEGER NOT NULL,      -- HTTP; 0: no answer
    robots_fetched INTEGER,               -- NULL: never
    not_before     INTEGER                -- NULL: any time
) STRICT, WITHOUT ROWID;

-- Of a feed's entry: NULL for what the feed gives, else the page behind it, read for its full text.
-- Both are readings of the same edition; the better one is shown (dispatch.reading). Without
-- REFERENCES, which would scan this table whenever a page is deleted.
ALTER TABLE reading ADD COLUMN page INTEGER;
