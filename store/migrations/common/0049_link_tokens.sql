-- +goose Up
-- From now on the key of a download link is the hash of its token; the token is sealed beside it, because its letter is rendered again.
-- The program seals the tokens that stand here in clear when it starts with its key (UseKey).
ALTER TABLE download_link ADD COLUMN sealed TEXT NOT NULL DEFAULT '';
-- Without its reference to download_link: its tokens change together with theirs.
CREATE TABLE download_new (
    token TEXT NOT NULL,
    at    TIMESTAMPTZ NOT NULL
);
INSERT INTO download_new (token, at) SELECT token, at FROM download;
DROP TABLE download;
ALTER TABLE download_new RENAME TO download;
CREATE INDEX download_token ON download (token, at);
