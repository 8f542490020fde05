-- The first shape of the data file. Read storage/DESIGN.md beside it.
--
-- Instants are ISO 8601 UTC ("2026-05-17T12:00:00Z"), days "2026-05-17"; an empty text means "none".
-- Everything is readable with sqlite3 or Datasette; to write by hand, stop the server first and keep a copy.

CREATE TABLE form_version (
    -- Published questionnaires. A version never changes: a correction is another version.
    id           TEXT NOT NULL,
    version      TEXT NOT NULL,
    document     TEXT NOT NULL,          -- the JSON as it was published
    published_at TEXT NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;

CREATE TRIGGER form_version_never_changes BEFORE UPDATE ON form_version
BEGIN SELECT RAISE(ABORT, 'a published form never changes'); END;

CREATE TABLE territory (
    -- Quartiers and the survey areas around them, in the order of first import.
    position      INTEGER PRIMARY KEY,
    code          TEXT NOT NULL UNIQUE,  -- "QN06901M"
    name          TEXT NOT NULL,
    kind          TEXT NOT NULL,         -- QPV, QVA, sector, commune, outside
    generation    TEXT NOT NULL,         -- geography of "2015" or "2024", or ""
    commune       TEXT NOT NULL,         -- its name
    parent        TEXT NOT NULL,         -- code of the territory that it belongs to, or ""
    population    INTEGER,
    women_percent REAL,
    youth_index   REAL,
    source        TEXT NOT NULL,         -- where the figures come from
    vintage       TEXT NOT NULL,         -- and of which year
    status        TEXT NOT NULL          -- what became of it in the next generation, as the file says
) STRICT;

CREATE TABLE campaign (
    -- One questionnaire in the field, between two days, for some territories.
    position      INTEGER PRIMARY KEY,   -- order of creation
    id            TEXT NOT NULL UNIQUE,
    title         TEXT NOT NULL,
    form_id       TEXT NOT NULL,
    form_version  TEXT NOT NULL,
    series        TEXT NOT NULL,
    wave          TEXT NOT NULL,
    opens         TEXT NOT NULL,         -- first day, or ""
    closes        TEXT NOT NULL,         -- last day, included, or ""
    open          INTEGER NOT NULL CHECK (open IN (0, 1)),           -- the switch of `campaign open` and `close`
    closed_at     TEXT NOT NULL,         -- day of the last `campaign close`, or ""
    demonstration INTEGER NOT NULL CHECK (demonstration IN (0, 1)),  -- 1: its data is invented
    organisation  TEXT NOT NULL,         -- who asks
    created_at    TEXT NOT NULL,
    FOREIGN KEY (form_id, form_version) REFERENCES form_version (id, version)
) STRICT;

CREATE TABLE campaign_territory (
    -- The territories that a campaign offers as its list "quartiers". A code may be imported after the campaign was made.
    campaign  TEXT NOT NULL REFERENCES campaign (id),
    position  INTEGER NOT NULL,
    territory TEXT NOT NULL,
    PRIMARY KEY (campaign, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE campaign_list (
    -- Other lists of choices attached to a campaign.
    campaign TEXT NOT NULL REFERENCES campaign (id),
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    choices  TEXT NOT NULL,              -- JSON array
    PRIMARY KEY (campaign, position)
) STRICT;

CREATE TABLE catalogue (
    -- Goes up with every change of a form, a territory or a campaign, also one made by another program, and when responses
    -- were removed (who follows seq must start again); not when they arrive.
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO catalogue VALUES (1, 0);

CREATE TRIGGER form_version_added AFTER INSERT ON form_version BEGIN UPDATE catalogue SET version = version + 1; END;
CREATE TRIGGER territory_added AFTER INSERT ON territory BEGIN UPDATE catalogue SET version = version + 1; END;
CREATE TRIGGER territory_changed AFTER UPDATE ON territory BEGIN UPDATE catalogue SET version = version + 1; END;
CREATE TRIGGER territory_removed AFTER DELETE ON territory BEGIN UPDATE catalogue SET version = version + 1; END;
CREATE TRIGGER campaign_added AFTER INSERT ON campaign BEGIN UPDATE catalogue SET version = version + 1; END;
CREATE TRIGGER campaign_changed AFTER UPDATE ON campaign BEGIN UPDATE catalogue SET version = version + 1; END;
CREATE TRIGGER campaign_removed AFTER DELETE ON campaign BEGIN UPDATE catalogue SET version = version + 1; END;

CREATE TABLE response (
    -- One row a person. Inserted once, never updated. seq follows the order of commits and is never used twice, so that a
    -- reader who remembers the last one it saw misses nobody.
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,   -- UUID made where the answers were given
    campaign     TEXT NOT NULL REFERENCES campaign (id),
    form_version TEXT NOT NULL,
    language     TEXT NOT NULL,
    channel      TEXT NOT NULL,          -- tablet, link, kiosk, phone, paper, import, odk
    started_at   TEXT NOT NULL,          -- these three are rounded down to the half-day
    ended_at     TEXT NOT NULL,
    received_at  TEXT NOT NULL,
    minutes      INTEGER,                -- how long the interview took
    simulated    INTEGER NOT NULL CHECK (simulated IN (0, 1)),  -- 1: a made-up respondent
    refusal      INTEGER NOT NULL CHECK (refusal IN (0, 1)),    -- 1: did not agree to begin; counted, not tabulated
    fingerprint  BLOB NOT NULL,          -- of the answers as sent: tells a resend from a conflict
    receipt_hash BLOB NOT NULL,          -- SHA-256 of the receipt code, or empty
    answers      TEXT NOT NULL           -- JSON: key absent = not asked, null = no answer, "refused" = prefers not to say
) STRICT;

-- Follows one campaign in order of seq. The hash of the receipt rides along so that a receipt is found without reading
-- the answers: an index sorted by hash would be quicker, but would cost a random page for each response kept.
CREATE INDEX response_in_order ON response (campaign, seq, receipt_hash);

CREATE TRIGGER response_never_changes BEFORE UPDATE ON response
BEGIN SELECT RAISE(ABORT, 'a response is never updated'); END;

CREATE TABLE received (
    -- How many came in each day. The writer adds to it once a group, in the transaction of the group.
    campaign  TEXT NOT NULL REFERENCES campaign (id),
    day       TEXT NOT NULL,
    responses INTEGER NOT NULL,          -- without refusals
    refusals  INTEGER NOT NULL,
    simulated INTEGER NOT NULL,          -- among both
    PRIMARY KEY (campaign, day)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER response_removed AFTER DELETE ON response
BEGIN
    UPDATE received SET responses = responses - (1 - old.refusal), refusals = refusals - old.refusal,
                        simulated = simulated - old.simulated
    WHERE campaign = old.campaign AND day = substr(old.received_at, 1, 10);
END;

CREATE TABLE user (
    -- People who log in.
    position      INTEGER PRIMARY KEY,
    login         TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,         -- Argon2id
    role          TEXT NOT NULL,         -- administrator, facilitator, institution, coach
    disabled      INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    created_at    TEXT NOT NULL
) STRICT;

CREATE TABLE session (
    -- Who is logged in. The token itself is only in the person's browser.
    token_hash BLOB PRIMARY KEY,
    login      TEXT NOT NULL REFERENCES user (login),
    csrf_token TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of_user ON session (login);
CREATE INDEX session_by_end ON session (expires_at);

CREATE TABLE setup_token (
    -- The one-time link that creates the administrator, while it is not used.
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    token_hash BLOB NOT NULL
) STRICT;

CREATE TABLE audit_entry (
    -- Who did what. Each hash covers the entry and the hash before it, so that a change shows (`ecoute audit verify`).
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    at      TEXT NOT NULL,
    who     TEXT NOT NULL,
    what    TEXT NOT NULL,               -- "responses.export", "user.add"; never an answer
    subject TEXT NOT NULL,
    hash    TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_entry_never_changes BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER audit_entry_never_goes BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
