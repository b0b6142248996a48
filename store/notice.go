package store

import "time"

// Notice is an internal notice to one user. No personal data of a citizen in Text.
type Notice struct {
	ID       string // "" = NoticeID(Key)
	Key      string // idempotency: the same key is the same notice
	User     string
	Request  string
	Number   string
	Alarm    string
	Kind     string
	Text     string
	At       time.Time
	ReadAt   time.Time
	MailedAt time.Time
}
