-- +goose Up
-- Appeals to the Tribunal. Each is the projection of its own workflow, beside the request's.
-- No words and no names: bodies refer to documents by ID.

CREATE TABLE appeal (
    request TEXT NOT NULL REFERENCES request (id),
    n       INTEGER NOT NULL,
    seq     INTEGER NOT NULL DEFAULT 0,
    chain   TEXT NOT NULL DEFAULT '',
    state   TEXT NOT NULL DEFAULT '',
    hands   TEXT NOT NULL DEFAULT '',
    body    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (request, n)
);

CREATE TABLE appeal_event (
    request TEXT NOT NULL,
    n       INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    at      TIMESTAMPTZ NOT NULL,
    body    TEXT NOT NULL,
    hash    TEXT NOT NULL,
    PRIMARY KEY (request, n, seq),
    FOREIGN KEY (request, n) REFERENCES appeal (request, n)
);
