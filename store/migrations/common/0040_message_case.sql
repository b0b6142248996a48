-- +goose Up
-- Further cases of a message that belongs to several: it was sent to the letters of each. message.request is the first.
CREATE TABLE message_case (
    message TEXT NOT NULL REFERENCES message (id),
    request TEXT NOT NULL REFERENCES request (id),
    PRIMARY KEY (message, request)
);
CREATE INDEX message_case_request ON message_case (request);
