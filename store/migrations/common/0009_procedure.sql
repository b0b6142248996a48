-- +goose Up
-- Versions of procedures that an administrator published, as they were written. Those that come with the program, or from its
-- folder, are not here.
CREATE TABLE procedure_version (
    ordinal      INTEGER PRIMARY KEY,
    key          TEXT NOT NULL,
    version      TEXT NOT NULL,
    author       TEXT NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    hash         TEXT NOT NULL,
    body         TEXT NOT NULL,
    UNIQUE (key, version)
);
