-- +goose Up
-- What there is to do on each case, and for whom: the first page of everybody reads it. It is a projection of the case and holds no words.
-- Cases from before get theirs when the program migrates.
CREATE TABLE work_item (
    request TEXT NOT NULL REFERENCES request (id),
    key     TEXT NOT NULL,
    kind    TEXT NOT NULL,
    class   TEXT NOT NULL, -- due, decide, came, pool
    owner   TEXT NOT NULL, -- '' = whoever has the role in the office
    role    TEXT NOT NULL,
    office  TEXT NOT NULL,
    on_day  DATE,
    since   TIMESTAMPTZ,
    ref     TEXT NOT NULL,
    barred  TEXT NOT NULL, -- ',user,user,' who may not do it
    news    BOOLEAN NOT NULL,
    PRIMARY KEY (request, key)
);
CREATE INDEX work_item_owner ON work_item (owner, class, on_day, request);
CREATE INDEX work_item_role ON work_item (role, office, class, on_day, request) WHERE owner = '';
-- The counts of the menu are read on every page.
CREATE INDEX notice_unread ON notice (user_id) WHERE read_at IS NULL;
CREATE INDEX appeal_hands ON appeal (hands, request);
