-- +goose Up

-- What was made of a message when it was read: its class and what the agency's own server said of its sender.
CREATE TABLE message_reading (
    message TEXT PRIMARY KEY REFERENCES message (id),
    class   TEXT NOT NULL,
    spf     TEXT NOT NULL,
    dkim    TEXT NOT NULL,
    dmarc   TEXT NOT NULL,
    read_at TIMESTAMPTZ NOT NULL
);

-- Turns that automatic answers took, so that two robots cannot write to each other for ever. A scope is one
-- correspondent, or all of them together.
CREATE TABLE automatic_answer (
    scope TEXT NOT NULL,
    id    TEXT NOT NULL,
    at    TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (scope, id)
);
CREATE INDEX automatic_answer_at ON automatic_answer (scope, at);
CREATE INDEX automatic_answer_old ON automatic_answer (at);
