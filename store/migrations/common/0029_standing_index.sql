-- +goose Up
-- What an officer holds is counted without looking at the rows, whichever office she is of.
DROP INDEX request_holder;
CREATE INDEX request_holder ON request (holder, closed_as, due_on, ordinal, office);
-- What is open is little beside what was closed: the board's figures of today look at nothing else.
CREATE INDEX request_standing ON request (office, procedure, holder, due_on, answered_at, hands, received_on) WHERE closed_as = '';
