-- What a person may do with their own answers after sending them, and before.

CREATE TABLE response_past (
    -- Earlier revisions of responses that their authors corrected. Tables and exports read `response`, which holds the latest.
    seq          INTEGER PRIMARY KEY,    -- as it was in response
    id           TEXT NOT NULL,
    campaign     TEXT NOT NULL REFERENCES campaign (id),
    form_version TEXT NOT NULL,
    language     TEXT NOT NULL,
    channel      TEXT NOT NULL,
    started_at   TEXT NOT NULL,
    ended_at     TEXT NOT NULL,
    received_at  TEXT NOT NULL,
    minutes      INTEGER,
    simulated    INTEGER NOT NULL,
    refusal      INTEGER NOT NULL,
    fingerprint  BLOB NOT NULL,
    receipt_hash BLOB NOT NULL,
    answers      TEXT NOT NULL,
    replaced_at  TEXT NOT NULL           -- rounded down to the half-day
) STRICT;
CREATE INDEX response_past_by_id ON response_past (id);

CREATE TRIGGER response_past_never_changes BEFORE UPDATE ON response_past
BEGIN SELECT RAISE(ABORT, 'a response is never updated'); END;

CREATE TABLE tombstone (
    -- Responses that their authors had erased: nothing of what they said. The id keeps a tablet from bringing it back.
    id           TEXT PRIMARY KEY,
    campaign     TEXT NOT NULL,
    receipt_hash BLOB NOT NULL,          -- so that the code answers "erased", not "unknown"
    erased_on    TEXT NOT NULL           -- day
) STRICT, WITHOUT ROWID;
CREATE INDEX tombstone_by_receipt ON tombstone (receipt_hash);

CREATE TRIGGER erased_stays_erased BEFORE INSERT ON response WHEN EXISTS (SELECT 1 FROM tombstone WHERE id = new.id)
BEGIN SELECT RAISE(IGNORE); END;

CREATE TABLE draft (
    -- Partial answers that somebody asked to keep, to go on from another device. Sealed with a key made from the code that
    -- only they have. Gone when the answers are sent, or when the day has come.
    code_hash  BLOB PRIMARY KEY,         -- SHA-256 of the code
    campaign   TEXT NOT NULL REFERENCES campaign (id),
    sealed     TEXT NOT NULL,            -- base64
    expires_on TEXT NOT NULL             -- day: the last on which it can be opened
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_by_end ON draft (expires_on);
