-- +goose Up
-- Where a case comes from that another system had before. started: its workflow has begun, or it needs none.
CREATE TABLE imported (
    request TEXT PRIMARY KEY REFERENCES request (id),
    number  TEXT NOT NULL,
    source  TEXT NOT NULL,
    line    INTEGER NOT NULL,
    at      TEXT NOT NULL,
    started BOOLEAN NOT NULL
);
CREATE INDEX imported_waiting ON imported (request) WHERE NOT started;
