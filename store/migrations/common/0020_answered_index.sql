-- +goose Up
-- The board counts a year of answers by month: the index holds all that the count looks at.
DROP INDEX request_answered_on;
CREATE INDEX request_answered_on ON request (answered_on, office, procedure, due_on, first_due_on, received_on) WHERE answered_on IS NOT NULL;
