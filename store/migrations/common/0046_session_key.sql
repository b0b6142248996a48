-- +goose Up
-- From now on the key of a session is the hash of its token. Who was signed in signs in again.
DELETE FROM session;
