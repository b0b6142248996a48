-- +goose Up
-- Bytes may lie outside the database, under the same SHA-256: the column of bytes is then empty.
ALTER TABLE blob ADD COLUMN outside BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE message_raw ADD COLUMN outside BOOLEAN NOT NULL DEFAULT FALSE;
