CREATE TABLE campaign_version (
    -- The versions of its questionnaire that a campaign asked, oldest first; the last one is campaign.form_version. The text that
    -- people saw is form_version.document of response.form_version: this table says since when and what changed.
    campaign TEXT NOT NULL REFERENCES campaign (id),
    position INTEGER NOT NULL,           -- 1 is the version that the campaign began with
    version  TEXT NOT NULL,
    since    TEXT NOT NULL,              -- instant from which it is asked; devices may bring the one before for weeks
    who      TEXT NOT NULL,              -- login name, or "cli:" and the name at the keyboard; '' for the first version
    changes  TEXT NOT NULL,              -- JSON array of {"change","subject","where",...}; [] for the first version
    PRIMARY KEY (campaign, position)
) STRICT, WITHOUT ROWID;

INSERT INTO campaign_version SELECT id, 1, form_version, created_at, '', '[]' FROM campaign;

CREATE TRIGGER campaign_begins_with_a_version AFTER INSERT ON campaign
BEGIN INSERT INTO campaign_version VALUES (new.id, 1, new.form_version, new.created_at, '', '[]'); END;

CREATE TRIGGER campaign_version_never_changes BEFORE UPDATE ON campaign_version
BEGIN SELECT RAISE(ABORT, 'the history of versions is only added to'); END;
