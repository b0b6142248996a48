-- +goose Up
-- What is limited, by kind and by a hash of the value: full_at is the instant at which all its uses are free again. Nothing that was
-- typed is kept, and a row in the past says nothing and is removed.
CREATE TABLE limit_use (
    kind    TEXT NOT NULL,
    value   TEXT NOT NULL,
    full_at BIGINT NOT NULL,
    PRIMARY KEY (kind, value)
);
CREATE INDEX limit_use_full_at ON limit_use (full_at);
DROP TABLE login_failure;

-- When the last bytes of a file came: what stops coming is removed.
ALTER TABLE upload ADD COLUMN touched_at TIMESTAMPTZ;
UPDATE upload SET touched_at = begun_at;
-- What upload links may bring together is counted from here.
CREATE INDEX upload_begun ON upload (begun_at);

-- How an administrator lets the identity provider's word open an account for the first time.
CREATE TABLE identity_invitation (
    app_user   TEXT PRIMARY KEY REFERENCES app_user (id),
    hash       TEXT NOT NULL,
    by_user    TEXT NOT NULL,
    made_at    TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
