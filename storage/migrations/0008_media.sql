-- Recordings and pictures that go with the labels of a campaign's questionnaire.

CREATE TABLE media_bytes (
    -- The files themselves, once each. Their address holds the hash: what is there never changes.
    position INTEGER PRIMARY KEY,
    campaign TEXT NOT NULL REFERENCES campaign (id),
    sha256   TEXT NOT NULL,              -- of the bytes, 64 hexadecimal digits
    type     TEXT NOT NULL,              -- "audio/mpeg": as the bytes say
    bytes    BLOB NOT NULL,
    UNIQUE (campaign, sha256)
) STRICT;

CREATE TABLE media (
    -- What a file is called: as the questionnaire names it, or QUESTION.CHOICE.LANGUAGE.
    campaign TEXT NOT NULL,
    name     TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    size     INTEGER NOT NULL,           -- bytes
    added_on TEXT NOT NULL,              -- day
    PRIMARY KEY (campaign, name),
    FOREIGN KEY (campaign, sha256) REFERENCES media_bytes (campaign, sha256)
) STRICT, WITHOUT ROWID;

-- Pages of the questionnaire are made anew.
CREATE TRIGGER media_added AFTER INSERT ON media BEGIN UPDATE catalogue SET version = version + 1; END;
CREATE TRIGGER media_changed AFTER UPDATE ON media BEGIN UPDATE catalogue SET version = version + 1; END;
CREATE TRIGGER media_removed AFTER DELETE ON media BEGIN UPDATE catalogue SET version = version + 1; END;
