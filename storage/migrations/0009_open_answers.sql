-- What people wrote in their own words, for those who review it: nothing of it is shown to anybody else before it is released.

CREATE TABLE open_answer (
    -- One text of one response, copied from response.answers when somebody with the right first asks for it. A theme that
    -- is given to it later refers to `number`.
    number       INTEGER PRIMARY KEY,    -- random: neither it nor an order by it tells who answered when
    campaign     TEXT NOT NULL REFERENCES campaign (id),
    question     TEXT NOT NULL,
    response_seq INTEGER NOT NULL,
    quartier     TEXT NOT NULL,          -- of the person, or ''
    text         TEXT NOT NULL,          -- as it was written; never changed
    status       TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'released', 'withheld')),
    released     TEXT NOT NULL DEFAULT '',  -- what readers see, names replaced; '' unless released
    decided_by   TEXT NOT NULL DEFAULT '',
    decided_on   TEXT NOT NULL DEFAULT '',  -- day
    CHECK ((status = 'released') = (released <> ''))
) STRICT;
CREATE INDEX open_answer_by_question ON open_answer (campaign, question, status);
CREATE INDEX open_answer_by_response ON open_answer (response_seq);

CREATE TRIGGER open_answer_keeps_its_words BEFORE UPDATE OF number, campaign, question, response_seq, quartier, text ON open_answer
BEGIN SELECT RAISE(ABORT, 'what a person wrote is never changed'); END;

-- Corrected, erased or removed: the text goes at once, and what was released of it too.
CREATE TRIGGER open_answer_goes_with_its_response AFTER DELETE ON response
BEGIN DELETE FROM open_answer WHERE response_seq = old.seq; END;

CREATE TABLE open_answer_read (
    -- How far the responses of a campaign were looked through for the texts of a question.
    campaign TEXT NOT NULL REFERENCES campaign (id),
    question TEXT NOT NULL,
    last_seq INTEGER NOT NULL,
    PRIMARY KEY (campaign, question)
) STRICT, WITHOUT ROWID;

-- The search: accents fold (unicode61 remove_diacritics 2), ligatures by hand. The program fills it and takes rows out, no
-- trigger: it opens files of others without trusting what their schema makes virtual tables do.
CREATE VIEW open_answer_folded AS
SELECT number, replace(replace(replace(replace(text, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae') AS text FROM open_answer;

CREATE VIRTUAL TABLE open_text USING fts5 (
    text, content = 'open_answer_folded', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
