package history

import (
	"time"

	"foja/docket"
)

// LetterReport is what a mail server or a mail program told of a letter afterwards.
type LetterReport struct {
	At      time.Time
	Action  string // as store.DeliveryFact has it
	Text    docket.Sentence
	Message string // the report itself
}
