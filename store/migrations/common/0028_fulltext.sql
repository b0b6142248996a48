-- +goose Up
-- Whether the words of a case's documents and messages are in its search already.
ALTER TABLE document ADD COLUMN searched BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX document_unsearched ON document (id) WHERE NOT searched AND request <> '';
ALTER TABLE message ADD COLUMN searched BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX message_unsearched ON message (id) WHERE NOT searched AND request <> '';
