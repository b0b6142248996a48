-- +goose Up
-- Who is away today is asked for on every page.
CREATE INDEX absence_days ON absence (to_day, from_day);
