-- +goose Up
-- Messages that left a case: the projection of its move_message events. to_request is the case that it went to; ''
-- when it went to the holding pen. reason is a document of the case that it left.
CREATE TABLE message_move (
    request    TEXT NOT NULL,
    seq        INTEGER NOT NULL,
    message    TEXT NOT NULL,
    move_to    TEXT NOT NULL,
    to_request TEXT NOT NULL,
    reason     TEXT NOT NULL,
    by_user    TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (request, seq)
);
CREATE INDEX message_move_message ON message_move (message, at);
