package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"foja/docket"
)

// move changes a letter whose state is one of from; set may use $1 (the ID) and $2…, the
// values. It returns the letter as it was and whether it moved. Two movers never both win: the
// UPDATE names the state that was read.
func (s *Store) move(ctx context.Context, id string, from []docket.LetterState, set string, values ...any) (was LetterRow, moved bool, err error) {
	err = s.inTx(ctx, "letter "+id, func(tx *sql.Tx) error {
		// An UPDATE, to hold the row until the end of the transaction.
		was, err = one(tx.QueryRowContext(ctx, `UPDATE letter SET state=state WHERE id=$1 RETURNING `+letterColumns, id), readLetter,
			"read letter", noLetter())
		if err != nil || !slices.Contains(from, was.State) {
			return err
		}
		moved, err = change(ctx, tx, `UPDATE letter SET `+set+` WHERE id=$1`, append([]any{id}, values...)...)
		return err
	})
	return was, moved, err
}

func misplaced(was LetterRow, want string) error {
	return docket.Refuse(docket.CodeConflict, "La carta está en estado «%s» y no puede pasar a «%s». Actualice la página.", was.State, want)
}

// BeginSending says that the letter is about to be handed to the mail server: the state
// becomes sending and attempts grows. previous is the state that it found: "sending" means
// that an earlier attempt may have been accepted; a letter that is sent stays sent and must
// not be sent again. A failed letter may be tried again: a person asked for it.
func (s *Store) BeginSending(ctx context.Context, id string, when time.Time) (previous docket.LetterState, attempts int, err error) {
	was, moved, err := s.move(ctx, id, []docket.LetterState{docket.LetterWaiting, LetterSending, docket.LetterFailed},
		`state=$2, attempts=attempts+1, sending_at=$3, bounce='', bounce_status=''`, string(LetterSending), at(s.or(when)))
	switch {
	case err != nil:
		return "", 0, err
	case moved:
		return was.State, was.Attempts + 1, nil
	case was.State == docket.LetterSent:
		return was.State, was.Attempts, nil
	}
	return was.State, was.Attempts, misplaced(was, string(LetterSending))
}

// MarkLetterSent keeps the mail server's word that it took the letter. The first word stays.
func (s *Store) MarkLetterSent(ctx context.Context, id string, when time.Time, response string) error {
	was, moved, err := s.move(ctx, id, []docket.LetterState{docket.LetterWaiting, LetterSending},
		`state=$2, sent_at=$3, response=$4, last_error=''`, string(docket.LetterSent), at(s.or(when)), clean(response))
	if err != nil || moved || was.State == docket.LetterSent || was.Bounce != "" {
		return err
	}
	return misplaced(was, string(docket.LetterSent))
}

// MarkLetterProved records the letter's archive copy: whatever we thought, it was accepted.
// A letter that has bounced since stays failed.
func (s *Store) MarkLetterProved(ctx context.Context, id, message string, when time.Time) error {
	was, _, err := s.move(ctx, id, []docket.LetterState{docket.LetterSent}, `proof=$2`, message)
	if err != nil || was.State == docket.LetterSent {
		return err
	}
	if was.Bounce != "" || !was.ByEmail {
		_, _, err := s.move(ctx, id, []docket.LetterState{was.State}, `proof=$2`, message)
		return err
	}
	_, _, err = s.move(ctx, id, []docket.LetterState{docket.LetterWaiting, LetterSending, docket.LetterFailed},
		`state=$2, sent_at=$3, proof=$4, last_error=''`, string(docket.LetterSent), at(s.or(when)), message)
	return err
}

// MarkLetterFailed says that the letter was refused for good. A letter that was accepted can
// only bounce.
func (s *Store) MarkLetterFailed(ctx context.Context, id, reason string) error {
	was, moved, err := s.move(ctx, id, []docket.LetterState{docket.LetterWaiting, LetterSending, docket.LetterFailed},
		`state=$2, last_error=$3`, string(docket.LetterFailed), clean(reason))
	if err != nil || moved {
		return err
	}
	return misplaced(was, string(docket.LetterFailed))
}

// MarkLetterDelivered says that the letter was handed over on paper.
func (s *Store) MarkLetterDelivered(ctx context.Context, id string, when time.Time) error {
	was, moved, err := s.move(ctx, id, []docket.LetterState{docket.LetterToPrint}, `state=$2, delivered_at=$3`,
		string(docket.LetterDelivered), at(s.or(when)))
	if err != nil || moved || was.State == docket.LetterDelivered {
		return err
	}
	return misplaced(was, string(docket.LetterDelivered))
}

// NoteLetterError keeps the error of an attempt that may yet have succeeded (the connection
// broke while the server answered): the letter stays sending, and evidence is looked for.
func (s *Store) NoteLetterError(ctx context.Context, id, reason string) error {
	_, _, err := s.move(ctx, id, []docket.LetterState{docket.LetterWaiting, LetterSending, docket.LetterFailed}, `last_error=$2`, clean(reason))
	return err
}

// LetterNotTaken keeps the error of an attempt that certainly failed for now (no connection,
// a 4xx answer): the letter waits again, and the next attempt need not look for evidence.
func (s *Store) LetterNotTaken(ctx context.Context, id, reason string) error {
	_, _, err := s.move(ctx, id, []docket.LetterState{docket.LetterWaiting, LetterSending}, `state=$2, last_error=$3`,
		string(docket.LetterWaiting), clean(reason))
	return err
}

// RetryLetter lets a letter that failed wait again: a person asked for another attempt. Any
// other letter stays as it is.
func (s *Store) RetryLetter(ctx context.Context, id string) error {
	_, _, err := s.move(ctx, id, []docket.LetterState{docket.LetterFailed}, `state=$2, proof='', bounce='', bounce_status=''`, string(docket.LetterWaiting))
	return err
}

// PrintLetter lets a letter that failed by mail go on paper: a person asked for it. The bytes
// that were refused stay, as evidence. Any other letter stays as it is.
func (s *Store) PrintLetter(ctx context.Context, id string) error {
	_, _, err := s.move(ctx, id, []docket.LetterState{docket.LetterFailed}, `state=$2, by_email=FALSE`, string(docket.LetterToPrint))
	return err
}

// BounceLetter records a delivery report about the letter: message is the report, status its
// RFC 3463 code. A permanent one (5.x.x, or none given) makes the letter failed; a delay
// (4.x.x) is only noted. A later attempt clears it.
func (s *Store) BounceLetter(ctx context.Context, id, message, status string) error {
	mail := []docket.LetterState{docket.LetterWaiting, LetterSending, docket.LetterSent, docket.LetterFailed}
	if strings.HasPrefix(status, "4") || strings.HasPrefix(status, "2") {
		_, _, err := s.move(ctx, id, mail, `last_error=$2`, "informe de entrega "+clean(status))
		return err
	}
	_, _, err := s.move(ctx, id, mail, `state=$2, bounce=$3, bounce_status=$4, last_error=$5`, string(docket.LetterFailed), message,
		clean(status), "informe de entrega "+clean(status))
	return err
}
