-- +goose Up
-- In which language letters are rendered as a courtesy, besides Spanish: '' or 'en'.
ALTER TABLE requester ADD COLUMN language TEXT NOT NULL DEFAULT '';
