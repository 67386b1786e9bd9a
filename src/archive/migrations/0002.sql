-- The desk: who may do what, what was done, and what waits for its hour.

-- 'reader', 'editor', 'admin'
ALTER TABLE user ADD COLUMN role TEXT NOT NULL DEFAULT 'reader';
ALTER TABLE user ADD COLUMN last_login INTEGER;

-- Somebody's browser. The token in its cookie is 32 random bytes; a plain digest of it is as good as
-- a slow one.
CREATE TABLE session (
    digest      BLOB    NOT NULL PRIMARY KEY,
    user        INTEGER NOT NULL REFERENCES user,
    begun       INTEGER NOT NULL,
    last_used   INTEGER NOT NULL,         -- noted once an hour
    expires     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of ON session (user);

-- What was done at the desk, by whom. Only ever appended to; never holds a word of a dispatch, so
-- that erasing one leaves it whole. Names are kept as they were: users may be removed.
CREATE TABLE audit (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    by          TEXT    NOT NULL,         -- a user's name, 'token:3', 'console', 'release', 'retention'
    user        INTEGER,                  -- user.id, also of a removed one; NULL: nobody who logs in
    act         TEXT    NOT NULL,         -- 'compose', 'erase', 'log in', ...
    dispatch    INTEGER,
    about       TEXT    NOT NULL          -- a user's name, a role; '' nothing
) STRICT;
CREATE INDEX composed ON audit (id) WHERE act = 'compose';  -- what the desk wrote
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is only appended to'); END;
CREATE TRIGGER audit_is_not_cut BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is only appended to'); END;

-- dispatch.state may be 'embargoed' from here on: composed, position 0, in no list, until the writer
-- gives it its change of kind 'new'. Kept while it is withdrawn, so that it can wait again.
CREATE TABLE embargo (
    dispatch    INTEGER PRIMARY KEY REFERENCES dispatch,
    release     INTEGER NOT NULL
) STRICT;
CREATE INDEX embargo_due ON embargo (release);

-- 'source', or 'correction': written at the desk over what the source says. It is shown until the
-- source publishes another text than the one that was corrected.
ALTER TABLE edition ADD COLUMN kind TEXT NOT NULL DEFAULT 'source';

-- Arrivals that brought a dispatch again, word for word, so that no reading rests on them: their
-- bytes hold it too and go when it is erased.
CREATE TABLE sighting (
    dispatch    INTEGER NOT NULL REFERENCES dispatch,
    arrival     INTEGER NOT NULL REFERENCES arrival,
    PRIMARY KEY (dispatch, arrival)
) STRICT, WITHOUT ROWID;

-- Texts that were erased, as digests of title and body: they do not come back, from wherever.
CREATE TABLE erased_text (
    key         BLOB    NOT NULL PRIMARY KEY,
    dispatch    INTEGER NOT NULL REFERENCES dispatch
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_age ON idempotency (at);
