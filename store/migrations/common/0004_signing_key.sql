-- +goose Up

-- The register's own key for clock receipts: one row, made when it is first asked for.
CREATE TABLE signing_key (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    seed BYTEA NOT NULL,
    made TIMESTAMPTZ
);
