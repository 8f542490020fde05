CREATE TABLE release (
    -- Exact sets of tables that were published. A campaign that has one shows no protected tables any more.
    campaign     TEXT NOT NULL REFERENCES campaign (id),
    number       INTEGER NOT NULL,       -- 1, 2, 3...
    snapshot     TEXT NOT NULL,          -- name of the extract
    published_at TEXT NOT NULL,
    who          TEXT NOT NULL,
    audience     TEXT NOT NULL,          -- team, public: the thresholds; the same in all releases of a campaign
    tables       TEXT NOT NULL,          -- JSON, as `ecoute audit tables` reads it
    page         TEXT NOT NULL,          -- the report as it was published, with places where released words go
    PRIMARY KEY (campaign, number),
    UNIQUE (campaign, snapshot)
) STRICT;

CREATE TABLE release_part (
    -- How far a release reaches in each quartier, and how many people it held: who left since can be told by it.
    campaign TEXT NOT NULL,
    number   INTEGER NOT NULL,
    quartier TEXT NOT NULL,              -- the answer's name; "" for blank, refused and not asked
    last_seq INTEGER NOT NULL,
    people   INTEGER NOT NULL,
    PRIMARY KEY (campaign, number, quartier),
    FOREIGN KEY (campaign, number) REFERENCES release (campaign, number)
) STRICT, WITHOUT ROWID;
