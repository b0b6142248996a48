-- +goose Up
-- What was too large for mail, or could not be let in, its sender hands in by a link: one for each message.
CREATE TABLE upload_link (
    message    TEXT PRIMARY KEY REFERENCES message (id),
    token      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    address    TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    made_at    TIMESTAMPTZ NOT NULL,
    sending_at TIMESTAMPTZ,
    mailed_at  TIMESTAMPTZ,
    failure    TEXT NOT NULL DEFAULT '',
    text       TEXT NOT NULL DEFAULT '',
    done_at    TIMESTAMPTZ
);
-- A file on its way: its parts come in order, and go when the document is whole.
CREATE TABLE upload (
    id       TEXT PRIMARY KEY,
    message  TEXT NOT NULL REFERENCES upload_link (message),
    name     TEXT NOT NULL,
    size     BIGINT NOT NULL,
    document TEXT NOT NULL DEFAULT '',
    begun_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX upload_message ON upload (message);
CREATE TABLE upload_part (
    upload TEXT NOT NULL REFERENCES upload (id),
    start  BIGINT NOT NULL,
    bytes  BYTEA NOT NULL,
    PRIMARY KEY (upload, start)
);
