-- +goose Up
-- How a message came to lie in the inbox (intake.Arrival): '' = as usual.
ALTER TABLE message ADD COLUMN arrival TEXT NOT NULL DEFAULT '';
-- When foja was first put to work on a mailbox, how its inbox stood then, and what of before lies there now.
CREATE TABLE mail_start (
    account     TEXT PRIMARY KEY,
    at          TIMESTAMPTZ NOT NULL,
    uidvalidity BIGINT NOT NULL,
    uidnext     BIGINT NOT NULL,
    since       TIMESTAMPTZ,
    waiting     BIGINT NOT NULL DEFAULT 0,
    left_there  BIGINT NOT NULL DEFAULT 0,
    counted_at  TIMESTAMPTZ
);
-- What an operator decided about a message from before. The last one counts; all stay.
CREATE TABLE mail_decision (
    account     TEXT NOT NULL,
    uidvalidity BIGINT NOT NULL,
    uid         BIGINT NOT NULL,
    at          TIMESTAMPTZ NOT NULL,
    arrival     TEXT NOT NULL,
    decided_by  TEXT NOT NULL,
    reason      TEXT NOT NULL,
    PRIMARY KEY (account, uidvalidity, uid, at)
);
