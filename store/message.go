package store

import "time"

// NewMessage is a raw message as it was read from the mailbox, before anyone looked into it.
type NewMessage struct {
	Raw         []byte // every byte as the server gave it
	Account     string
	Mailbox     string
	UIDValidity uint32
	UID         uint32
	ReceivedAt  time.Time // INTERNALDATE: the agency's own server's word, UTC
	MessageID   string
	FromAddress string
	Subject     string
	Size        int64 // as the server counts it; larger than len(Raw) when TooBig
	TooBig      bool  // Raw holds only the beginning
}

// Message is a kept message and what became of it. ID is the SHA-256 of Raw in hexadecimal.
// Fate is "" until it is settled; the words are those of workflows.Fate.
type Message struct {
	ID               string
	Account          string
	Mailbox          string
	UIDValidity      uint32
	UID              uint32
	ReceivedAt       time.Time
	MessageID        string
	FromAddress      string
	Subject          string
	Size             int64
	TooBig           bool
	KeptAt           time.Time
	Fate             string
	Reason           string // why it is held, as a code
	Request          string // the request it made or joined
	SuggestedRequest string
	Letter           string // the letter it reports on or proves
	SettledAt        time.Time
	SettledBy        string // user ID; "" = foja
	Note             string // why a person dismissed it
}

// Settlement is what became of a message.
type Settlement struct {
	Fate      string
	Reason    string
	Request   string
	Suggested string
	Letter    string
	By        string // user ID; "" = foja
	Note      string
	At        time.Time // zero = now
}
