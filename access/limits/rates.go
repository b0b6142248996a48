package limits

import "time"

// Rate bounds how often people without an account can do one thing, or try it: so many at once, and so many again in
// each window. Kind stands in the register: a new meaning needs a new name.
type Rate struct {
	Kind   string
	Most   int64
	Window time.Duration
}

// The rates. Those of bytes that an operator sets stand in Limits. A school, a library or an office behind one router
// is one address with many people.
var (
	Login         = Rate{"login", 5, 15 * time.Minute}            // wrong passwords of one login
	Code          = Rate{"code", 5, 15 * time.Minute}             // wrong second factors of one account
	SignIn        = Rate{"sign-in address", 20, 15 * time.Minute} // both, from one address
	Status        = Rate{"status address", 10, 100 * time.Second} // wrong numbers and codes; 50 random bits stand behind one
	Link          = Rate{"link address", 10, 100 * time.Second}   // wrong links of units, downloads and uploads
	Ask           = Rate{"ask address", 20, time.Hour}            // requests by the public form
	AskFor        = Rate{"ask email", 10, 24 * time.Hour}         // the same whose receipts go to one e-mail address
	Verify        = Rate{"verify address", 20, 10 * time.Minute}  // clock receipts to check
	Bytes         = Rate{"bytes address", 250_000_000, time.Hour} // of files that one address hands in without an account
	BytesOfAll    = Rate{"bytes", 0, 24 * time.Hour}              // the same of everybody: Limits.StrangerBytes
	KeptForm      = Rate{"kept form address", 20, time.Hour}      // forms that are kept for after the sign-in
	KeptFormOfAll = Rate{"kept form", 500, 2 * time.Hour}         // the same of everybody; at most 256 KiB each
	UnitDays      = Rate{"unit days", 5, 24 * time.Hour}          // a unit's requests for more days, for one question
	MovingMessage = Rate{"moving message", 1, time.Minute}        // of one message at the same time
	Download      = Rate{"download", 1, 10 * time.Minute}         // fetches of one link that are recorded
)
