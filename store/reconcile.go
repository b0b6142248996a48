package store

// Reconciliation is the account of everything that came in and went out.
type Reconciliation struct {
	// Messages is the sum of the eight that follow it.
	Messages, Unsettled, BecameRequest, Replies, Reports, Automatic, Own, Held, Dismissed int

	Requests, RequestsByMail, RequestsByCounter int
	Unstarted                                   int      // registered, but no event projected
	MessagesWithoutRequest                      []string // settled as a request that does not exist
	RequestsWithoutMessage                      []string // came by mail, but their message is not kept
	NumberGaps                                  []string // numbers that the register skipped
	CounterMismatch                             []int    // years whose counter is not the last number

	// Letters is the sum of the six that follow it.
	Letters, LettersWaiting, LettersSending, LettersSent, LettersFailed, LettersToPrint, LettersDelivered int

	LettersUnproved int // sent by mail, archive copy not seen yet
}
