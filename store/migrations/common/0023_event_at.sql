-- +goose Up
-- Who did what when, over all cases.
CREATE INDEX event_at ON event (at);
