-- One story, once. Dispatches whose texts are near-copies stand in one copy_group; here is how the
-- next copy is found.
--
--     copy_band         keys of a text ──▶ dispatch; by era, 65,536 dispatch ids each
--     copy_signature    dispatch ──▶ its keys there, and a sketch of its text
--
-- Keys are the smallest shingles (language/shingles.h) of a text and of its beginning, 40 bits each.
-- Members of a group share theirs: a key that another member has is not kept again, so that a key
-- counts stories and not copies. Live dispatches alone have any.
CREATE TABLE copy_band (
    era         INTEGER NOT NULL,         -- dispatch >> 16
    key         INTEGER NOT NULL,
    dispatch    INTEGER NOT NULL,
    PRIMARY KEY (era, key, dispatch)
) STRICT, WITHOUT ROWID;
CREATE TABLE copy_signature (
    dispatch    INTEGER PRIMARY KEY,
    keys        BLOB    NOT NULL,         -- its rows in copy_band; 8 bytes each, little-endian
    sketch      BLOB    NOT NULL          -- the upper halves of its 48 smallest shingles; 4 bytes each
) STRICT;

-- 'version': of the shingles that the keys were made with. 'next': what was kept before this
-- migration is being looked at; dispatches of this id and later are not yet.
CREATE TABLE copy_state (
    name        TEXT    NOT NULL PRIMARY KEY,
    value       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- A new archive has nothing to be looked at.
INSERT INTO copy_state SELECT 'version', NOT EXISTS (SELECT 1 FROM dispatch);

-- A line counts the copies behind it, and names the original of one.
DROP INDEX copy_of;
CREATE INDEX copy_of ON copy_member (copy_group, original);
