-- +goose Up
-- What was asked, without whoever asked it: a key that is the same for the same text. Empty for short texts, and for requests from
-- before this migration.
ALTER TABLE request ADD COLUMN text_key TEXT NOT NULL DEFAULT '';
CREATE INDEX request_text_key ON request (text_key, received_on) WHERE text_key <> '';
