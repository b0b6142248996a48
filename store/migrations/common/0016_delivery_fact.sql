-- +goose Up
-- What mail servers and mail programs reported about a letter after it was sent: one row for each report.
CREATE TABLE delivery_fact (
    letter     TEXT NOT NULL REFERENCES letter (id),
    message    TEXT NOT NULL REFERENCES message (id),
    action     TEXT NOT NULL,
    status     TEXT NOT NULL,
    remote_mta TEXT NOT NULL,
    diagnostic TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (letter, message)
);
