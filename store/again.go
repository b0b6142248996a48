package store

import (
	"context"

	"foja/docket"
)

// ReopenLetter lets a failed letter be tried again, because a person asked for it: it waits as
// if it were new, and what proved or reported earlier attempts no longer counts.
func (s *Store) ReopenLetter(ctx context.Context, id string) error {
	_, _, err := s.move(ctx, id, []docket.LetterState{docket.LetterFailed},
		`state=$2, proof='', bounce='', bounce_status='', last_error=''`, string(docket.LetterWaiting))
	return err
}

// PrintLetter puts a failed letter on paper instead; its PDF is the one that was rendered
// first.
func (s *Store) PrintLetter(ctx context.Context, id string) error {
	_, _, err := s.move(ctx, id, []docket.LetterState{docket.LetterFailed}, `state=$2`, string(docket.LetterToPrint))
	return err
}
