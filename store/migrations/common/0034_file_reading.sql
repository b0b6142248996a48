-- +goose Up
-- Files whose reading was begun and did not end well. A row is written before a file is opened, and deleted when that went well.
CREATE TABLE file_reading (
    sha256   TEXT NOT NULL,
    task     TEXT NOT NULL,             -- what it was opened for: words, look
    attempts INTEGER NOT NULL,          -- that ended the reader
    cut_off  INTEGER NOT NULL,          -- attempts of which nobody knows how they ended: the program was killed meanwhile
    failure  TEXT NOT NULL DEFAULT '',  -- how the last one ended: memory, time, crash; '' = nobody knows
    begun_at TIMESTAMPTZ,               -- an attempt that is under way, or whose end nobody knows
    PRIMARY KEY (sha256, task)
);
