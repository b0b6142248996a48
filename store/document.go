package store

import "time"

// The kinds of document.
const (
	DocumentText       = "text"
	DocumentAttachment = "attachment"
	DocumentDraft      = "draft"
	DocumentReasons    = "reasons"
	DocumentEvidence   = "evidence"
	DocumentLetter     = "letter"
	DocumentReceipt    = "receipt"
	DocumentNote       = "note"
	DocumentQuestion   = "question"
)

// NewDocument is something to keep as it is for ever.
type NewDocument struct {
	Request string // "" until linked
	Kind    string
	Name    string
	Type    string // media type
	Bytes   []byte
	By      string // user ID; "" = foja
	Key     string // idempotency: the same key is the same document; "" = none
}

// Document is a kept document without its bytes. It never changes.
type Document struct {
	ID      string // UUID
	Request string
	Kind    string
	Name    string
	Type    string
	Size    int64
	SHA256  string // hexadecimal
	By      string
	At      time.Time
}
