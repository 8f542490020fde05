-- The frozen extracts that protected tables are computed from, and which tables were asked of them.

CREATE TABLE snapshot (
    -- Taken at most once a day and campaign.
    campaign TEXT NOT NULL REFERENCES campaign (id),
    number   INTEGER NOT NULL,           -- 1, 2, 3...
    day      TEXT NOT NULL,
    PRIMARY KEY (campaign, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_part (
    -- How far a snapshot reaches in each quartier: its responses up to last_seq. From one snapshot to the next a
    -- quartier gains nobody, or enough people together that a difference tells nothing of any of them.
    campaign TEXT NOT NULL,
    number   INTEGER NOT NULL,
    quartier TEXT NOT NULL,              -- the answer's name; "" for blank, refused and not asked
    last_seq INTEGER NOT NULL,
    people   INTEGER NOT NULL,           -- how many were in it when it was taken
    PRIMARY KEY (campaign, number, quartier),
    FOREIGN KEY (campaign, number) REFERENCES snapshot (campaign, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE table_query (
    -- Each different table that somebody looked at, once: what was shown can be audited together.
    position     INTEGER PRIMARY KEY,
    campaign     TEXT NOT NULL,
    snapshot     TEXT NOT NULL,          -- its name on the table, "2026-05-17.3"
    who          TEXT NOT NULL,
    audience     TEXT NOT NULL,          -- team, public, none
    question     TEXT NOT NULL,
    by_variables TEXT NOT NULL,          -- separated by commas
    condition    TEXT NOT NULL,          -- of the filter, or ""
    day          TEXT NOT NULL,          -- of the first time
    UNIQUE (campaign, snapshot, who, audience, question, by_variables, condition)
) STRICT;
