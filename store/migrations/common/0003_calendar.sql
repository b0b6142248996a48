-- +goose Up
-- Published versions of the calendar, in the order of publication. None is ever changed: a later
-- one takes its place. body is the whole calendar as JSON; hash identifies its content.
CREATE TABLE calendar_version (
    ordinal      BIGINT PRIMARY KEY,
    version      TEXT NOT NULL UNIQUE,
    author       TEXT NOT NULL,
    confirmed_by TEXT NOT NULL DEFAULT '',
    norm         TEXT NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    hash         TEXT NOT NULL,
    body         TEXT NOT NULL,
    told_at      TIMESTAMPTZ
);
-- Entries that wait for a second person before they are published.
CREATE TABLE calendar_proposal (
    id         TEXT PRIMARY KEY,
    author     TEXT NOT NULL REFERENCES app_user (id),
    norm       TEXT NOT NULL,
    entries    TEXT NOT NULL,
    made_at    TIMESTAMPTZ NOT NULL,
    settled_at TIMESTAMPTZ,
    settled_by TEXT NOT NULL DEFAULT '',
    version    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX calendar_proposal_open ON calendar_proposal (made_at) WHERE settled_at IS NULL;
