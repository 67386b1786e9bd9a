-- WebSub: subscriptions of ours at the hubs of sources, and those of others at our hub.
CREATE TABLE subscription (
    source      INTEGER PRIMARY KEY REFERENCES source,
    hub         TEXT    NOT NULL,
    topic       TEXT    NOT NULL,
    callback    TEXT    NOT NULL UNIQUE,  -- last part of our address that the hub calls
    secret      TEXT    NOT NULL,
    due         INTEGER NOT NULL,         -- when to ask (again)
    failures    INTEGER NOT NULL,         -- to ask, in a row
    trouble     TEXT    NOT NULL,         -- of the last try, for people; '' none
    lease_ends  INTEGER                   -- NULL: the hub did not call back yet
) STRICT;
CREATE INDEX subscription_due ON subscription (due);

CREATE TABLE listener (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    callback      TEXT    NOT NULL,
    topic         TEXT    NOT NULL,       -- an address of a feed of ours
    secret        TEXT    NOT NULL,       -- '' none
    lease_ends    INTEGER,                -- NULL: not called back yet
    told          BLOB,                   -- digest of the feed as it was sent last
    failures      INTEGER NOT NULL,
    trouble       TEXT    NOT NULL,
    due           INTEGER NOT NULL,       -- nothing is sent before
    wished        INTEGER NOT NULL,       -- when it asked last
    wished_lease  INTEGER,                -- seconds; 0: to end; NULL: it was called back
    wished_secret TEXT    NOT NULL,
    UNIQUE (callback, topic)
) STRICT;
