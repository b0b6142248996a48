-- +goose Up
-- Holding units that an administrator added or changed. What stands here is in force in place of the agency file's unit of the same ID.
CREATE TABLE unit (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    office     TEXT NOT NULL,
    email      TEXT NOT NULL,
    retired    BOOLEAN NOT NULL, -- not asked any more; old cases still name it
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by TEXT NOT NULL
);
