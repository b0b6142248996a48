-- +goose Up
-- What the nothing-lost report said, each run as it was said.
CREATE TABLE report (
    at    TIMESTAMPTZ PRIMARY KEY,
    clean BOOLEAN NOT NULL,
    body  TEXT NOT NULL
);
