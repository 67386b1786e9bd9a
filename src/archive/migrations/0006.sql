-- Subjects that models propose for a dispatch: codes of the IPTC Media Topics, the surest first.
CREATE TABLE topic (
    run         INTEGER NOT NULL REFERENCES annotation_run,
    ordinal     INTEGER NOT NULL,
    code        TEXT    NOT NULL,         -- "medtop:16000000"
    label       TEXT    NOT NULL,         -- in the dispatch's language
    confidence  REAL    NOT NULL,         -- 0..1
    PRIMARY KEY (run, ordinal)
) STRICT, WITHOUT ROWID;
