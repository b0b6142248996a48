-- +goose Up
-- What the parser made of a message, without the bytes of its files: pages, rules and the search read this. The raw message stays the
-- evidence; a row of an older parser is made again when it is wanted.
CREATE TABLE message_outline (
    message TEXT PRIMARY KEY REFERENCES message (id),
    version INTEGER NOT NULL,
    body    TEXT NOT NULL
);
