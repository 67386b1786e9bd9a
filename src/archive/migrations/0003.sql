-- Search. Live dispatches stand in full-text indexes (FTS5), one for each 262,144 positions of the
-- wire: search_0, search_1, ... The writer makes them when they are first needed:
--
--     CREATE VIRTUAL TABLE search_N USING fts5(title, lead, body, facets,
--                                              content='', columnsize=0, tokenize='chappe')
--
-- rowid: dispatch.position. The columns hold terms, not text: what language/search_words makes of
-- it, places parted by a space, several terms of one place by U+001F. `facets` holds what filters
-- ask for ("l:fr", "s:12", see archive/search_index.cc). The tokenizer is the program's own. Being
-- contentless, a table forgets a row only when it is told the row's terms once more.
CREATE TABLE search_part (
    part        INTEGER PRIMARY KEY,      -- position >> 18
    purge       INTEGER NOT NULL          -- 1: words of what was erased still lie in it;
                                          -- 2: the same, and more is being erased
) STRICT;

-- 'words': the version of the words that the indexes were made with. 'next': they are being made;
-- dispatches of this position and later are not in yet. 'fold': what was erased may still lie in
-- the write-ahead log.
CREATE TABLE search_state (
    name        TEXT    NOT NULL PRIMARY KEY,
    value       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO search_state VALUES ('words', 0);

-- Live dispatches of each source, agency, language and day; moved with the index. newest: arrival.
CREATE TABLE source_tally (
    source      INTEGER PRIMARY KEY REFERENCES source,
    dispatches  INTEGER NOT NULL,
    newest      INTEGER NOT NULL
) STRICT;
CREATE TABLE agency_tally (
    agency      TEXT    NOT NULL PRIMARY KEY,
    dispatches  INTEGER NOT NULL,
    newest      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE language_tally (
    language    TEXT    NOT NULL PRIMARY KEY,
    dispatches  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE day_tally (
    day         INTEGER PRIMARY KEY,      -- since 1970-01-01: of publication where known, else of arrival
    dispatches  INTEGER NOT NULL
) STRICT;
