CREATE TABLE indicator (
    -- Official figures of territories beside those of surveys: one a territory and name, the last one that was imported. The year before
    -- is not kept: below the commune two vintages tell no change (INSEE's own warning), so nobody should find them side by side.
    position  INTEGER PRIMARY KEY,       -- order of first import
    territory TEXT NOT NULL REFERENCES territory (code),
    name      TEXT NOT NULL,             -- as the file says: "Taux de pauvreté"
    value     REAL,                      -- null: its source publishes none for this territory
    unit      TEXT NOT NULL,             -- "%", "€", or ""
    year      TEXT NOT NULL,             -- "2021", "2019-2021", or ""
    source    TEXT NOT NULL,             -- never blank: a figure without source is not shown as official
    UNIQUE (territory, name)
) STRICT;
