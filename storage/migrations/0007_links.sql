-- Links that are handed out: a code a household or a person.

CREATE TABLE link_batch (
    -- Links made together, for one mailing or one stack of cards.
    campaign     TEXT NOT NULL REFERENCES campaign (id),
    name         TEXT NOT NULL,
    single_use   INTEGER NOT NULL CHECK (single_use IN (0, 1)),
    expires_on   TEXT NOT NULL,          -- last day on which they can be used, or ""
    created_on   TEXT NOT NULL,          -- day
    withdrawn_on TEXT NOT NULL,          -- day since when they are worth nothing, or ""
    PRIMARY KEY (campaign, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE link (
    -- In the order of their hashes: nothing says which was made or used before which. `used` has no day, and nothing here
    -- names a response: on a day with one answer, a day would join the two.
    token_hash BLOB PRIMARY KEY,         -- HMAC-SHA256 of the code with a key that is not in this file
    campaign   TEXT NOT NULL,
    batch      TEXT NOT NULL,
    prefilled  TEXT NOT NULL,            -- JSON: question -> choice
    used       INTEGER NOT NULL CHECK (used IN (0, 1)),  -- only where the batch is for single use
    FOREIGN KEY (campaign, batch) REFERENCES link_batch (campaign, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_of_batch ON link (campaign, batch, used);
