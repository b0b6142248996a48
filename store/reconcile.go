package store

import (
	"context"
	"database/sql"
	"fmt"

	"foja/docket"
)

// Reconciliation counts everything that came in and went out.
type Reconciliation struct {
	// Messages is the sum of the nine fields after it.
	Messages, Unsettled, BecameRequest, Replies, Duplicates, Reports, Automatic, Own, Held, Dismissed int

	// Requests is the sum of the three fields after it.
	Requests, RequestsByMail, RequestsByCounter, RequestsByWeb int
	Unstarted                                                  int      // registered, but no event projected
	MessagesWithoutRequest                                     []string // settled as a request that does not exist
	RequestsWithoutMessage                                     []string // came by mail, but their message is not kept
	NumberGaps                                                 []string // numbers that the register skipped
	CounterMismatch                                            []int    // years whose counter is not the last number

	// Letters is the sum of the six fields after it.
	Letters, LettersWaiting, LettersSending, LettersSent, LettersFailed, LettersToPrint, LettersDelivered int

	LettersUnproved int // sent by mail, archive copy not seen yet
}

// Balanced reports whether the accounts agree: nothing lost, no number skipped.
func (r Reconciliation) Balanced() bool {
	return len(r.MessagesWithoutRequest)+len(r.RequestsWithoutMessage)+len(r.NumberGaps)+len(r.CounterMismatch) == 0
}

// Reconcile counts everything in one snapshot.
func (s *Store) Reconcile(ctx context.Context) (Reconciliation, error) {
	var r Reconciliation
	tx, err := s.snapshot(ctx)
	if err != nil {
		return r, explain("reconcile: begin", err)
	}
	defer func() { _ = tx.Rollback() }() // read only
	for _, step := range []func(context.Context, *sql.Tx) error{r.messages, r.requests, r.register, r.letters} {
		if err := step(ctx, tx); err != nil {
			return Reconciliation{}, explain("reconcile", err)
		}
	}
	return r, nil
}

type tally struct {
	key string
	n   int
}

func readTally(row scanner) (t tally, err error) {
	err = row.Scan(&t.key, &t.n)
	return t, err
}

// sortInto adds rows of (word, number) to their counters; an unknown word is an error, because it would be lost.
func sortInto(ctx context.Context, tx *sql.Tx, total *int, places map[string]*int, query string) error {
	rows, err := list(ctx, tx, readTally, query)
	if err != nil {
		return err
	}
	for _, row := range rows {
		place, ok := places[row.key]
		if !ok {
			return fmt.Errorf("%d rows have an unknown state %q", row.n, row.key)
		}
		*place += row.n
		*total += row.n
	}
	return nil
}

func (r *Reconciliation) messages(ctx context.Context, tx *sql.Tx) error {
	err := sortInto(ctx, tx, &r.Messages, map[string]*int{
		"":                           &r.Unsettled,
		string(docket.FateRequest):   &r.BecameRequest,
		string(docket.FateReply):     &r.Replies,
		string(docket.FateDuplicate): &r.Duplicates,
		string(docket.FateReport):    &r.Reports,
		string(docket.FateAutomatic): &r.Automatic,
		string(docket.FateOwn):       &r.Own,
		string(docket.FateHeld):      &r.Held,
		string(docket.FateDismissed): &r.Dismissed,
	}, `SELECT fate, count(*) FROM message GROUP BY fate`)
	if err != nil {
		return err
	}
	r.MessagesWithoutRequest, err = list(ctx, tx, word, `SELECT id FROM message m WHERE fate='request'
		AND NOT EXISTS (SELECT 1 FROM request r WHERE r.id=m.request) ORDER BY id`)
	return err
}

func (r *Reconciliation) requests(ctx context.Context, tx *sql.Tx) error {
	err := sortInto(ctx, tx, &r.Requests, map[string]*int{
		string(docket.ChannelEmail): &r.RequestsByMail, string(docket.ChannelCounter): &r.RequestsByCounter,
		string(docket.ChannelWeb): &r.RequestsByWeb,
	}, `SELECT channel, count(*) FROM request GROUP BY channel`)
	if err != nil {
		return err
	}
	if r.Unstarted, err = count(ctx, tx, `SELECT count(*) FROM request WHERE seq=0`); err != nil {
		return err
	}
	r.RequestsWithoutMessage, err = list(ctx, tx, word, `SELECT id FROM request r WHERE channel='email'
		AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id=r.message)
		AND NOT EXISTS (SELECT 1 FROM imported i WHERE i.request=r.id) ORDER BY id`)
	return err
}

// register looks for gaps: within a year ordinals run from 1 to the counter. Numbers missing below an imported
// case were assigned by the other system.
func (r *Reconciliation) register(ctx context.Context, tx *sql.Tx) error {
	type year struct {
		year        int
		last, given int64
	}
	years, err := list(ctx, tx, func(row scanner) (y year, err error) {
		err = row.Scan(&y.year, &y.last, &y.given)
		return y, err
	}, `SELECT c.year, c.last, COALESCE((SELECT max(ordinal) FROM request WHERE ordinal/1000000=c.year), 0)
		FROM register_counter c ORDER BY c.year`)
	if err != nil {
		return err
	}
	for _, y := range years {
		if y.given%1_000_000 != y.last {
			r.CounterMismatch = append(r.CounterMismatch, y.year)
		}
	}
	type hole struct{ after, before int64 }
	holes, err := list(ctx, tx, func(row scanner) (h hole, err error) {
		err = row.Scan(&h.after, &h.before)
		return h, err
	}, `SELECT before_it, ordinal FROM (SELECT id, ordinal,
		COALESCE(lag(ordinal) OVER (PARTITION BY ordinal/1000000 ORDER BY ordinal), ordinal/1000000*1000000) AS before_it
			FROM request) n
		WHERE ordinal <> before_it+1 AND NOT EXISTS (SELECT 1 FROM imported i WHERE i.request=n.id) ORDER BY ordinal`)
	for _, h := range holes {
		for n := h.after + 1; n < h.before && len(r.NumberGaps) < 1000; n++ {
			r.NumberGaps = append(r.NumberGaps, fmt.Sprintf("%06d-%d", n%1_000_000, n/1_000_000))
		}
	}
	return err
}

func (r *Reconciliation) letters(ctx context.Context, tx *sql.Tx) error {
	err := sortInto(ctx, tx, &r.Letters, map[string]*int{
		string(docket.LetterWaiting): &r.LettersWaiting, string(LetterSending): &r.LettersSending,
		string(docket.LetterSent):   &r.LettersSent,
		string(docket.LetterFailed): &r.LettersFailed, string(docket.LetterToPrint): &r.LettersToPrint,
		string(docket.LetterDelivered): &r.LettersDelivered,
	}, `SELECT state, count(*) FROM letter GROUP BY state`)
	if err != nil {
		return err
	}
	r.LettersUnproved, err = count(ctx, tx, `SELECT count(*) FROM letter WHERE state='sent' AND proof=''`)
	return err
}
