-- +goose Up
-- What happened to accounts: who may sign in, with what, and who changed it.
CREATE TABLE account_event (
    id       TEXT PRIMARY KEY,
    app_user TEXT NOT NULL, -- whose account
    kind     TEXT NOT NULL,
    at       TIMESTAMPTZ NOT NULL,
    by_user  TEXT NOT NULL, -- '' = the operator, on the machine
    place    TEXT NOT NULL, -- network address; '' = the machine itself
    detail   TEXT NOT NULL  -- Spanish: what exactly
);
CREATE INDEX account_event_user ON account_event (app_user, at);
CREATE INDEX account_event_at ON account_event (at);
CREATE INDEX account_event_by ON account_event (by_user, at);

-- Who is told of it: on her page, and by mail where she has an address. Each mail is sent once.
CREATE TABLE account_notice (
    id         TEXT PRIMARY KEY,
    event      TEXT NOT NULL REFERENCES account_event (id),
    app_user   TEXT NOT NULL,
    address    TEXT NOT NULL, -- as it was before the event; '' = none
    seen_at    TIMESTAMPTZ,
    sending_at TIMESTAMPTZ,   -- it may have left
    mailed_at  TIMESTAMPTZ,
    failure    TEXT NOT NULL DEFAULT '' -- why it will never leave
);
CREATE INDEX account_notice_user ON account_notice (app_user, seen_at);
CREATE INDEX account_notice_waiting ON account_notice (event) WHERE mailed_at IS NULL AND failure = '' AND address <> '';

-- A link with which the owner of an account sets her password, once. Only the hash of its token is kept, and none before it is handed out.
CREATE TABLE account_link (
    id          TEXT PRIMARY KEY,
    app_user    TEXT NOT NULL,
    made_at     TIMESTAMPTZ NOT NULL,
    made_by     TEXT NOT NULL,
    approved_by TEXT NOT NULL DEFAULT '', -- the second administrator, where there is no address that proves the owner
    address     TEXT NOT NULL,            -- where it goes; '' = the second administrator hands it over
    token_hash  TEXT NOT NULL DEFAULT '',
    expires_at  TIMESTAMPTZ NOT NULL,
    ended_at    TIMESTAMPTZ,              -- used, or replaced by a newer one
    sending_at  TIMESTAMPTZ,
    mailed_at   TIMESTAMPTZ,
    failure     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX account_link_user ON account_link (app_user, made_at);
CREATE INDEX account_link_token ON account_link (token_hash) WHERE token_hash <> '';

-- Passwords that an account had, as hashes: the last ones are not taken again.
CREATE TABLE password_history (
    app_user TEXT NOT NULL,
    hash     TEXT NOT NULL,
    at       TIMESTAMPTZ NOT NULL
);
CREATE INDEX password_history_user ON password_history (app_user, at);
