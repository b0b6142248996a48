-- +goose Up
-- What lists and case pages show of a message, so that they need not read its bytes. version says which reading made
-- it: a summary of an older one is made again.
CREATE TABLE message_summary (
    message TEXT PRIMARY KEY REFERENCES message (id),
    version INTEGER NOT NULL,
    body    TEXT NOT NULL
);
