-- +goose Up
-- Mail without a Message-ID is compared with that of the days before.
CREATE INDEX message_without_id ON message (received_at) WHERE message_id = '';
