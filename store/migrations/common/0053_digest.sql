-- +goose Up
-- Notices of assignments are mailed at once, or to whoever chose it once a day.
ALTER TABLE app_user ADD COLUMN digest BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX notice_unmailed ON notice (at) WHERE mailed_at IS NULL;
