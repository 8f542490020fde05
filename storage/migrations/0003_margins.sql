-- Population counts that samples are weighted to, and the weights that came of them.

CREATE TABLE margin (
    -- One file of `ecoute margins import`: population by one variable, or by several crossed. A new file for the same
    -- variables takes the place of the old one.
    campaign    TEXT NOT NULL REFERENCES campaign (id),
    variables   TEXT NOT NULL,           -- JSON array of question names: ["age","genre"]
    position    INTEGER NOT NULL,        -- in order of first import: totals are brought to the first one's
    source      TEXT NOT NULL,           -- where the counts come from, or ""
    vintage     TEXT NOT NULL,           -- of which year, or ""
    imported_at TEXT NOT NULL,
    PRIMARY KEY (campaign, variables)
) STRICT;

CREATE TABLE margin_cell (
    -- One level of a margin, or one combination of levels, with how many people it stands for.
    campaign   TEXT NOT NULL,
    variables  TEXT NOT NULL,
    position   INTEGER NOT NULL,         -- in the order of the file
    levels     TEXT NOT NULL,            -- JSON array, one level a variable: ["60_74|75_plus","femme"]
    population REAL NOT NULL CHECK (population >= 0),
    PRIMARY KEY (campaign, variables, position),
    FOREIGN KEY (campaign, variables) REFERENCES margin (campaign, variables) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE weighting (
    -- One run of `ecoute weights`. Never changed: the next run is another one, and the youngest is in force.
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign  TEXT NOT NULL REFERENCES campaign (id),
    made_at   TEXT NOT NULL,
    last_seq  INTEGER NOT NULL,          -- of the youngest response in the extract
    people    INTEGER NOT NULL,          -- in the extract, refusals left out
    low       REAL,                      -- bounds asked for, ratio to the base weight; null: none
    high      REAL,
    margins   TEXT NOT NULL,             -- JSON: the margins as they were used
    diagnosis TEXT NOT NULL              -- JSON: what `ecoute weights --format json` said
) STRICT;
CREATE INDEX weighting_of_campaign ON weighting (campaign, id);

CREATE TABLE response_weight (
    -- What one response counts for in a run of `ecoute weights`.
    weighting INTEGER NOT NULL REFERENCES weighting (id) ON DELETE CASCADE,
    response  TEXT NOT NULL,             -- id of the response
    weight    REAL NOT NULL,             -- people that it stands for
    PRIMARY KEY (weighting, response)
) STRICT, WITHOUT ROWID;
CREATE INDEX response_weight_of_response ON response_weight (response);

-- A weight goes with its response.
CREATE TRIGGER response_removed_with_its_weights AFTER DELETE ON response
BEGIN DELETE FROM response_weight WHERE response = old.id; END;

CREATE TABLE territory_correspondence (
    -- What became of a territory from one geography to the next: which part of its people live in which territory now.
    -- No row: nobody said. A target "": that part left the priority geography.
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    part   REAL NOT NULL CHECK (part > 0 AND part <= 1),
    PRIMARY KEY (source, target)
) STRICT, WITHOUT ROWID;
