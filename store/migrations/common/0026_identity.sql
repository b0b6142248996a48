-- +goose Up
-- Who an identity provider says that a user is. The subject is the same person for ever; a login may be given to somebody else.
CREATE TABLE identity (
    issuer   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    app_user TEXT NOT NULL REFERENCES app_user (id),
    since    TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE UNIQUE INDEX identity_user ON identity (app_user);
