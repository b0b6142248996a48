package store

import "time"

// Token lets a program act for a user. Only the hash of the secret is kept.
type Token struct {
	ID        string
	User      string
	Name      string
	Hash      string
	CreatedAt time.Time
	ExpiresAt time.Time // zero = never
	RevokedAt time.Time
}
