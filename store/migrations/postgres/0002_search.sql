-- +goose Up
-- The column holds stems already: a text parser would only split and change them.
ALTER TABLE requester ADD COLUMN words tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(search, ' '))) STORED;
CREATE INDEX requester_words ON requester USING gin (words);
