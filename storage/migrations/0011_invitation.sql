-- A campaign may take answers of residents through its links (/l/...) alone.
ALTER TABLE campaign ADD COLUMN by_invitation INTEGER NOT NULL DEFAULT 0 CHECK (by_invitation IN (0, 1));
