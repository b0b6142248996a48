package history

import (
	"time"

	"foja/docket"
)

// Letter is a letter of the case with how far it has come.
type Letter struct {
	ID       string
	Kind     docket.LetterKind
	Name     docket.Sentence
	State    docket.LetterState
	ByEmail  bool
	SentAt   time.Time
	Response string // the mail server's answer
	Error    docket.Sentence
	Attempts int
	PDF      string // document ID
	// MessageID is what it goes by in the mail servers' logs; "" on paper. It is for staff: who knows it can claim to have the letter.
	MessageID string
	Doubt     string // message that leaves unknown whether it arrived; "" = there is none
	Reports   []LetterReport
}
