-- What people read with: the state of each reader, for the programs that they read the wire with,
-- and searches that are told to others.

-- A dispatch is read when it lies at or below its reader's floor on the wire and is not kept
-- unread, or when its row says so. The floor is the highest of the reader's marks and of what moves
-- with the wire (archive/shelf.h).
ALTER TABLE user_state ADD COLUMN kept_unread INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user_state ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX user_kept ON user_state (user) WHERE kept_unread = 1;
CREATE INDEX user_changed ON user_state (user, changed);

-- "All is read up to here": of the whole wire, or of one source.
CREATE TABLE read_mark (
    user        INTEGER NOT NULL REFERENCES user,
    source      INTEGER NOT NULL,         -- 0: all
    position    INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (user, source, position)
) STRICT, WITHOUT ROWID;

-- A number for each category that a source is or was listed under: programs ask for them by number.
-- 1: what is listed under none.
CREATE TABLE category (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL UNIQUE
) STRICT;
INSERT INTO category (id, name) VALUES (1, '');
INSERT OR IGNORE INTO category (name) SELECT DISTINCT category FROM watch ORDER BY category;
CREATE TRIGGER category_of_new_watch AFTER INSERT ON watch
BEGIN INSERT OR IGNORE INTO category (name) VALUES (NEW.category); END;
CREATE TRIGGER category_of_watch AFTER UPDATE OF category ON watch
BEGIN INSERT OR IGNORE INTO category (name) VALUES (NEW.category); END;

CREATE INDEX wire_of_source ON dispatch (source, position) WHERE state = 'live';

-- 1: made when a program logged in with its user's password; goes when that changes.
ALTER TABLE api_token ADD COLUMN login INTEGER NOT NULL DEFAULT 0;

-- A search whose new matches are sent to an address. It is a consumer of changes under the name
-- 'hook:' and its id; what waits for it stands in the outbox.
CREATE TABLE alert (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    query       TEXT    NOT NULL,
    address     TEXT    NOT NULL,
    secret      TEXT    NOT NULL,         -- deliveries are signed with it
    added       INTEGER NOT NULL,
    added_by    TEXT    NOT NULL,         -- a user's name, 'console'
    delivered   INTEGER NOT NULL DEFAULT 0,
    last_success INTEGER,
    failures    INTEGER NOT NULL DEFAULT 0,  -- in a row
    trouble     TEXT    NOT NULL DEFAULT ''  -- of the last try, for people; '' none
) STRICT;
CREATE INDEX outbox_of ON outbox (consumer, id);
