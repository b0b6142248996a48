// Package store is what is remembered: raw mail, requests, the events and the projection of
// each case, documents, the outbox of letters, people, sessions, and the lists and figures
// that screens show. One SQL text runs on SQLite and on PostgreSQL. It decides nothing: a
// case's rows are written from what its workflow says.
package store

// Page chooses a part of a list. Limit 0 means 50; more than 500 means 500.
type Page struct{ Limit, Offset int }
