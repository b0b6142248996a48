-- +goose Up
-- The second factor of a login (TOTP, RFC 6238).
CREATE TABLE second_factor (
    app_user  TEXT PRIMARY KEY REFERENCES app_user (id),
    secret    TEXT NOT NULL,   -- base32
    since     TIMESTAMPTZ,     -- when its owner proved that she has it; NULL = being set up
    last_step BIGINT NOT NULL, -- of the last code that was taken: each is taken once (RFC 6238 section 5.2)
    recovery  TEXT NOT NULL    -- SHA-256 of the recovery codes that are left, with spaces between
);
