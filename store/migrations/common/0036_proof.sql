-- +goose Up
-- When the first attempt at sending a letter began, since it was decided or since a person asked for it again: a copy proves nothing before.
ALTER TABLE letter ADD COLUMN began_at TIMESTAMPTZ;
UPDATE letter SET began_at = prepared_at WHERE sending_at IS NOT NULL;
-- The message because of which nobody knows whether the letter arrived; '' = there is none.
ALTER TABLE letter ADD COLUMN doubt TEXT NOT NULL DEFAULT '';
-- Mail of ours that is no letter of a case, as it is sent: a copy that comes back is known by its bytes.
CREATE TABLE own_mail (
    ref           TEXT PRIMARY KEY, -- what it is for
    message_id    TEXT NOT NULL UNIQUE,
    raw           BYTEA NOT NULL,
    envelope_from TEXT NOT NULL,
    rcpts         TEXT NOT NULL,
    kept_at       TIMESTAMPTZ NOT NULL
);
