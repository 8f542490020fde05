-- Files that belong to answers.

CREATE TABLE attachment (
    -- Photos, voices, films and files: an answer names its file, the file stands here.
    number   INTEGER PRIMARY KEY,        -- in order of arrival
    campaign TEXT NOT NULL REFERENCES campaign (id),
    response TEXT NOT NULL,              -- id of the response; no place, no device, no day
    question TEXT NOT NULL,              -- its name
    name     TEXT NOT NULL,              -- of the file, as the answer says it
    type     TEXT NOT NULL,              -- "image/jpeg": as the bytes say
    sha256   TEXT NOT NULL,              -- of the bytes, 64 hexadecimal digits
    size     INTEGER NOT NULL,           -- bytes
    bytes    BLOB NOT NULL,
    UNIQUE (response, name)
) STRICT;
CREATE INDEX attachment_of_campaign ON attachment (campaign, response, name, question, type, sha256, size);

CREATE TABLE attachment_piece (
    -- Of a large file on its way from a tablet, until all its pieces are here.
    position INTEGER PRIMARY KEY,
    campaign TEXT NOT NULL REFERENCES campaign (id),
    response TEXT NOT NULL,
    name     TEXT NOT NULL,
    sha256   TEXT NOT NULL,              -- of the whole
    piece    INTEGER NOT NULL,           -- from 0
    pieces   INTEGER NOT NULL,
    bytes    BLOB NOT NULL,
    UNIQUE (response, name, piece)
) STRICT;
