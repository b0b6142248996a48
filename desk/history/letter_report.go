package history

import (
	"time"
)

// LetterReport is what a mail server or a mail program told of a letter afterwards.
type LetterReport struct {
	At      time.Time
	Action  string // as store.DeliveryFact has it
	Text    string // Spanish
	Message string // the report itself
}
