-- +goose Up
-- The office's day of the answer: what is counted by day and month is counted by it, and found by it. Earlier answers get theirs when the
-- program migrates, for the zone of an office is not in the database.
ALTER TABLE request ADD COLUMN answered_on DATE;
CREATE INDEX request_answered_on ON request (answered_on) WHERE answered_on IS NOT NULL;
