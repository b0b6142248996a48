-- +goose Up
-- Texts that officers begin their letters with, shared by the agency.
CREATE TABLE stock_text (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    text       TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by TEXT NOT NULL
);
