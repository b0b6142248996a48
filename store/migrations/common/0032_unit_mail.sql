-- +goose Up
-- The mail that brings a question to a holding unit: one for each question, sent once.
CREATE TABLE unit_mail (
    request    TEXT NOT NULL REFERENCES request (id),
    task       INTEGER NOT NULL,
    unit       TEXT NOT NULL, -- its name
    address    TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    token      TEXT NOT NULL, -- of the link
    made_at    TIMESTAMPTZ NOT NULL,
    sending_at TIMESTAMPTZ,   -- it may have left
    mailed_at  TIMESTAMPTZ,
    failure    TEXT NOT NULL DEFAULT '', -- why it will never leave
    PRIMARY KEY (request, task)
);
CREATE INDEX unit_mail_waiting ON unit_mail (made_at) WHERE mailed_at IS NULL AND failure = '';
