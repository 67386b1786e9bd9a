-- What is understood of dispatches. The tables of migration 1 hold it; here is what finding it takes.

-- How dispatches introduce an actor: "le président de la République". One row a dispatch, so that
-- an erased one takes its words with it.
CREATE TABLE introduction (
    actor       INTEGER NOT NULL REFERENCES actor,
    role        TEXT    NOT NULL,
    dispatch    INTEGER NOT NULL REFERENCES dispatch,
    at          INTEGER NOT NULL,         -- arrival of the dispatch
    PRIMARY KEY (actor, role, dispatch)
) STRICT, WITHOUT ROWID;
CREATE INDEX introduction_in ON introduction (dispatch);

CREATE UNIQUE INDEX actor_slug ON actor_fact (value) WHERE property = 'slug';
CREATE INDEX spoken_to ON statement_record (addressee) WHERE addressee IS NOT NULL;
CREATE INDEX nested_in ON statement_record (parent) WHERE parent IS NOT NULL;
