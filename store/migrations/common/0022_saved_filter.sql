-- +goose Up
-- Lists that a person looks at often, by a name of her own.
CREATE TABLE saved_filter (
    app_user TEXT NOT NULL REFERENCES app_user (id),
    name     TEXT NOT NULL,
    query    TEXT NOT NULL, -- of the list's address
    PRIMARY KEY (app_user, name)
);
