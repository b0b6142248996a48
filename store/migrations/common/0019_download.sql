-- +goose Up
-- Files of a letter that are too large for mail: whoever has the token may fetch the file until its last day. A row for each time it was.
CREATE TABLE download_link (
    token      TEXT PRIMARY KEY,
    request    TEXT NOT NULL REFERENCES request (id),
    letter     TEXT NOT NULL,
    document   TEXT NOT NULL REFERENCES document (id),
    expires_on DATE NOT NULL,
    made_at    TIMESTAMPTZ NOT NULL,
    UNIQUE (letter, document)
);
CREATE INDEX download_link_request ON download_link (request);
CREATE TABLE download (
    token TEXT NOT NULL REFERENCES download_link (token),
    at    TIMESTAMPTZ NOT NULL
);
CREATE INDEX download_token ON download (token, at);
