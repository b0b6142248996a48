package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"foja/docket"
)

// move updates a letter whose state is one of from; set may use $1 (the ID) and $2…, the values. It returns the
// letter before and whether it changed. Of two concurrent calls one wins: the UPDATE contains the state that was
// read.
func (s *Store) move(ctx context.Context, id string, from []docket.LetterState, set string,
	values ...any,
) (was LetterRow, moved bool, err error) {
	err = s.inTx(ctx, "letter "+id, func(tx *sql.Tx) error {
		// An UPDATE, to lock the row until the end of the transaction.
		was, err = one(tx.QueryRowContext(ctx, `UPDATE letter SET state=state WHERE id=$1 RETURNING `+letterColumns,
			id), readLetter,
			"read letter", noLetter())
		if err != nil || !slices.Contains(from, was.State) {
			return err
		}
		moved, err = change(ctx, tx, `UPDATE letter SET `+set+` WHERE id=$1`, append([]any{id}, values...)...)
		return err
	})
	return was, moved, err
}

func wrongState(was LetterRow, want string) error {
	return docket.Refuse(docket.CodeConflict, "letter.state_not_possible", "state", was.State, "wanted", want)
}

// BeginSending records that the letter is about to be submitted: the state becomes sending and attempts increases.
// previous is the state before: after "sending" an earlier attempt may have been accepted; a sent letter stays sent
// and must not be sent again. A failed letter may be tried again at a person's request.
func (s *Store) BeginSending(ctx context.Context, id string,
	when time.Time,
) (previous docket.LetterState, attempts int, err error) {
	was, moved, err := s.move(ctx, id, []docket.LetterState{docket.LetterWaiting, LetterSending, docket.LetterFailed},
		`state=$2, attempts=attempts+1, sending_at=$3, began_at=COALESCE(began_at, $3), bounce='', bounce_status=''`,
		string(LetterSending), at(s.orNow(when)))
	switch {
	case err != nil:
		return "", 0, err
	case moved:
		return was.State, was.Attempts + 1, nil
	case was.State == docket.LetterSent:
		return was.State, was.Attempts, nil
	}
	return was.State, was.Attempts, wrongState(was, string(LetterSending))
}

// MarkLetterSent stores the mail server's acceptance. The first one stays.
func (s *Store) MarkLetterSent(ctx context.Context, id string, when time.Time, response string) error {
	was, moved, err := s.move(ctx, id, []docket.LetterState{docket.LetterWaiting, LetterSending},
		`state=$2, sent_at=$3, response=$4, last_error=''`, string(docket.LetterSent), at(s.orNow(when)), clean(response))
	if err != nil || moved || was.State == docket.LetterSent || was.Bounce != "" {
		return err
	}
	return wrongState(was, string(docket.LetterSent))
}

// MarkLetterProved records the letter's archive copy, whose bytes the caller has compared: the letter was accepted,
// whatever the last attempt returned. The first copy stays. A letter that has failed since stays failed, and one
// without an attempt does not change.
func (s *Store) MarkLetterProved(ctx context.Context, id, message string, when time.Time) error {
	l, err := s.Letter(ctx, id)
	if err != nil || l.BeganAt.IsZero() || l.Proof != "" {
		return err
	}
	_, moved, err := s.move(ctx, id, []docket.LetterState{docket.LetterWaiting, LetterSending},
		`state=$2, sent_at=$3, proof=$4, last_error=''`, string(docket.LetterSent), at(s.orNow(when)), message)
	if err != nil || moved {
		return err
	}
	_, _, err = s.move(ctx, id, []docket.LetterState{
		docket.LetterSent, docket.LetterFailed, docket.LetterToPrint, docket.LetterDelivered,
	}, `proof=$2`, message)
	return err
}

// MarkLetterFailed records that the letter was refused for good. An accepted letter can only bounce.
func (s *Store) MarkLetterFailed(ctx context.Context, id, reason string) error {
	was, moved, err := s.move(ctx, id, []docket.LetterState{docket.LetterWaiting, LetterSending, docket.LetterFailed},
		`state=$2, last_error=$3`, string(docket.LetterFailed), clean(reason))
	if err != nil || moved {
		return err
	}
	return wrongState(was, string(docket.LetterFailed))
}

// MarkLetterDelivered records that the letter was delivered on paper.
func (s *Store) MarkLetterDelivered(ctx context.Context, id string, when time.Time) error {
	was, moved, err := s.move(ctx, id, []docket.LetterState{docket.LetterToPrint}, `state=$2, delivered_at=$3`,
		string(docket.LetterDelivered), at(s.orNow(when)))
	if err != nil || moved || was.State == docket.LetterDelivered {
		return err
	}
	return wrongState(was, string(docket.LetterDelivered))
}

// NoteLetterError stores the error of an attempt with unknown outcome (the connection broke while the server
// answered): the letter stays sending, and evidence is looked for.
func (s *Store) NoteLetterError(ctx context.Context, id, reason string) error {
	_, _, err := s.move(ctx, id, []docket.LetterState{docket.LetterWaiting, LetterSending, docket.LetterFailed},
		`last_error=$2`, clean(reason))
	return err
}

// LetterNotTaken stores the error of an attempt that certainly failed (no connection, a 4xx answer): the letter waits
// again, and the next attempt needs no evidence.
func (s *Store) LetterNotTaken(ctx context.Context, id, reason string) error {
	_, _, err := s.move(ctx, id, []docket.LetterState{docket.LetterWaiting, LetterSending}, `state=$2, last_error=$3`,
		string(docket.LetterWaiting), clean(reason))
	return err
}

// failedOrDoubted are the states in which a person may decide again.
func (s *Store) failedOrDoubted(ctx context.Context, id string) ([]docket.LetterState, error) {
	l, err := s.Letter(ctx, id)
	if err == nil && l.State == docket.LetterSent && l.Doubt != "" {
		return []docket.LetterState{docket.LetterSent}, nil
	}
	return []docket.LetterState{docket.LetterFailed}, err
}

// RetryLetter resets a failed or doubtful letter for another attempt at a person's request. Proofs and reports of
// earlier attempts do not count for it. Any other letter does not change.
func (s *Store) RetryLetter(ctx context.Context, id string) error {
	from, err := s.failedOrDoubted(ctx, id)
	if err != nil {
		return err
	}
	_, _, err = s.move(ctx, id, from, `state=$2, began_at=NULL, proof='', bounce='', bounce_status='', doubt=''`,
		string(docket.LetterWaiting))
	return err
}

// PrintLetter changes a failed or doubtful letter to paper at a person's request. The mail's bytes stay, as evidence.
// Any other letter does not change.
func (s *Store) PrintLetter(ctx context.Context, id string) error {
	from, err := s.failedOrDoubted(ctx, id)
	if err != nil {
		return err
	}
	_, _, err = s.move(ctx, id, from, `state=$2, by_email=FALSE, doubt=''`, string(docket.LetterToPrint))
	return err
}

// mailed are the states in which a report can be about a letter.
var mailed = []docket.LetterState{docket.LetterWaiting, LetterSending, docket.LetterSent, docket.LetterFailed}

// BounceLetter records a report that the letter will never arrive: message is the report, status its RFC 3463 code, if
// it gives one. The code does not matter: a server that gives up after days says 4.4.7. A later attempt clears it. A
// letter that nobody has begun to send stays as it is.
func (s *Store) BounceLetter(ctx context.Context, id, message, status string) error {
	l, err := s.Letter(ctx, id)
	if err != nil || l.BeganAt.IsZero() {
		return err
	}
	_, _, err = s.move(ctx, id, mailed, `state=$2, bounce=$3, bounce_status=$4, last_error=$5`,
		string(docket.LetterFailed), message,
		clean(status), "informe de entrega "+clean(status))
	return err
}

// DelayLetter records that a server reported a delay.
func (s *Store) DelayLetter(ctx context.Context, id, status string) error {
	_, _, err := s.move(ctx, id, mailed, `last_error=$2`, "informe de entrega "+clean(status))
	return err
}

// DoubtLetter records a message that makes the delivery of the letter doubtful: a person may send it again. A letter
// that was not sent does not change.
func (s *Store) DoubtLetter(ctx context.Context, id, message string) error {
	_, _, err := s.move(ctx, id, []docket.LetterState{docket.LetterSent}, `doubt=$2`, message)
	return err
}
