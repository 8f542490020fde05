-- Tablets of interviewers. Nothing here says which tablet an answer came from.

CREATE TABLE enrolment (
    -- A code that was shown for a tablet to scan. Gone when it is used; those past their time go when the next one is made.
    token_hash  BLOB PRIMARY KEY,        -- SHA-256; the code itself is nowhere
    expires_at  TEXT NOT NULL,
    interviewer TEXT NOT NULL,           -- a code ("E07"), never a name, or ""
    name        TEXT NOT NULL,           -- of the tablet: "Tablette 3"
    campaigns   TEXT NOT NULL            -- JSON array of ids; [] for all, also those to come
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    -- Tablets of the field: the key alone says which one speaks; nothing here joins one to an answer.
    position    INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,    -- UUID
    key_hash    BLOB NOT NULL UNIQUE,    -- SHA-256 of the key that only the tablet has
    interviewer TEXT NOT NULL,
    name        TEXT NOT NULL,
    campaigns   TEXT NOT NULL,           -- JSON array of ids; [] for all
    enrolled_on TEXT NOT NULL,           -- day
    revoked_on  TEXT NOT NULL,           -- day, or ""
    last_seen   TEXT NOT NULL,           -- rounded down to the half-day, or ""
    collected   INTEGER,                 -- as the tablet last told: interviews made on it
    waiting     INTEGER                  -- and those not sent yet
) STRICT;

CREATE TABLE contact (
    -- People who were met or called on and did not begin: no answer of theirs, only that it happened.
    id          TEXT PRIMARY KEY,        -- UUID made on the tablet: sent twice it counts once
    campaign    TEXT NOT NULL REFERENCES campaign (id),
    outcome     TEXT NOT NULL CHECK (outcome IN ('refused', 'absent')),
    at          TEXT NOT NULL,           -- rounded down to the half-day
    quartier    TEXT NOT NULL,           -- what the field sheet says, or ""
    fingerprint BLOB NOT NULL            -- tells a resend from another contact under the same id
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_of_campaign ON contact (campaign, outcome);

CREATE TABLE quota (
    -- How many interviews a campaign wants of whom; the next file takes the place of the last.
    campaign    TEXT PRIMARY KEY REFERENCES campaign (id),
    variables   TEXT NOT NULL,           -- JSON array of question names: ["quartier","genre","age"]
    imported_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE quota_cell (
    -- How many interviews each group of a campaign should get.
    campaign TEXT NOT NULL REFERENCES quota (campaign) ON DELETE CASCADE,
    position INTEGER NOT NULL,           -- in the order of the file
    levels   TEXT NOT NULL,              -- JSON array, one level a variable
    target   INTEGER NOT NULL CHECK (target >= 0),
    PRIMARY KEY (campaign, position)
) STRICT, WITHOUT ROWID;
