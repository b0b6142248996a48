-- +goose Up
-- The words of a requester row, under the ordinal of its request. Contentless: the words
-- themselves stay in one place.
CREATE VIRTUAL TABLE search USING fts5(words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0");

-- +goose StatementBegin
CREATE TRIGGER requester_search_insert AFTER INSERT ON requester BEGIN
    INSERT INTO search (rowid, words) SELECT ordinal, new.search FROM request WHERE id = new.request;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER requester_search_update AFTER UPDATE OF search ON requester BEGIN
    DELETE FROM search WHERE rowid = (SELECT ordinal FROM request WHERE id = new.request);
    INSERT INTO search (rowid, words) SELECT ordinal, new.search FROM request WHERE id = new.request;
END;
-- +goose StatementEnd
