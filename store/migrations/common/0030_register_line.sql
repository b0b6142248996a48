-- +goose Up
-- What the yearly return asks of a request, reckoned from its history: counting a year of histories takes many seconds, counting these
-- rows takes none. They are a memory, not a record: they can be emptied at any time and are reckoned again.
CREATE TABLE register_line (
    request        TEXT PRIMARY KEY REFERENCES request (id) ON DELETE CASCADE,
    basis          TEXT NOT NULL DEFAULT '', -- what it was reckoned on: calendar and manner of reckoning; '' = to be reckoned
    ordinal        BIGINT NOT NULL,          -- these four as in request, so that the return reads one table
    procedure      TEXT NOT NULL,
    office         TEXT NOT NULL,
    received_on    DATE NOT NULL,
    standing       TEXT NOT NULL DEFAULT '', -- in-time, late, open, unattended
    outcome        TEXT NOT NULL DEFAULT '',
    ground         TEXT NOT NULL DEFAULT '',
    due_on         DATE,
    answered_on    DATE,
    recount_on     DATE,                     -- last day of a closed one by the calendar in force, where that is another
    recounted      TEXT NOT NULL DEFAULT '', -- whether that would change its standing
    extended       BOOLEAN NOT NULL DEFAULT FALSE,
    extensions     TEXT NOT NULL DEFAULT '', -- grounds of extensions, a space before and after each
    calendar_days  INTEGER,                  -- taken to answer; NULL without an answer
    business_days  INTEGER,                  -- likewise, and below whose they were
    days_reception INTEGER NOT NULL DEFAULT 0,
    days_officer   INTEGER NOT NULL DEFAULT 0,
    days_unit      INTEGER NOT NULL DEFAULT 0,
    days_reviewer  INTEGER NOT NULL DEFAULT 0,
    days_carrier   INTEGER NOT NULL DEFAULT 0,
    days_requester INTEGER NOT NULL DEFAULT 0,
    days_nobody    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX register_line_basis ON register_line (basis, request);
-- With the days, so that how long answers took is counted without looking at the rows.
CREATE INDEX register_line_received ON register_line (received_on, procedure, office, business_days, calendar_days);
INSERT INTO register_line (request, ordinal, procedure, office, received_on) SELECT id, ordinal, procedure, office, received_on FROM request;
