-- +goose Up
-- When the mailbox was not read: from the last look that succeeded to the first one after it.
CREATE TABLE outage (
    id         TEXT PRIMARY KEY,
    account    TEXT NOT NULL,
    from_at    TIMESTAMPTZ NOT NULL,
    noticed_at TIMESTAMPTZ NOT NULL,
    ended_at   TIMESTAMPTZ,
    cause      TEXT NOT NULL
);
-- One at a time for each account.
CREATE UNIQUE INDEX outage_open ON outage (account) WHERE ended_at IS NULL;
CREATE INDEX outage_from ON outage (from_at);
