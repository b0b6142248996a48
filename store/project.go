package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"foja/calendar"
	"foja/docket"
)

// Project writes events and the case after them in one transaction. Events already there are
// left alone, so a repeated call changes nothing; an event that says something else under the
// same number, or that leaves a gap, is an error. The case's rows change only when c is newer
// than they are.
func (s *Store) Project(ctx context.Context, events []docket.Event, c docket.Case) error {
	return s.inTx(ctx, "project "+c.Request, func(tx *sql.Tx) error { return s.project(ctx, tx, events, c) })
}

func (s *Store) project(ctx context.Context, tx *sql.Tx, events []docket.Event, c docket.Case) error {
	var head int
	var chain string
	// An UPDATE, to hold the row: two projections of one case wait for each other.
	err := tx.QueryRowContext(ctx, `UPDATE request SET seq=seq WHERE id=$1 RETURNING seq, chain`,
		c.Request).Scan(&head, &chain)
	if errors.Is(err, sql.ErrNoRows) {
		return noRequest()
	}
	if err != nil {
		return err
	}
	seq, chain, err := s.appendEvents(ctx, tx, c.Request, head, chain, events)
	if err != nil {
		return err
	}
	if seq == head && c.Seq <= head {
		return nil // a repetition: the rows are as new or newer
	}
	if c.Seq != seq {
		return fmt.Errorf("the case stands at event %d, its last event is %d", c.Seq, seq)
	}
	return s.writeCase(ctx, tx, c, chain)
}

// appendEvents writes the events after head, and holds those up to head against what is kept.
func (s *Store) appendEvents(
	ctx context.Context, tx *sql.Tx, request string, head int, before string, events []docket.Event,
) (seq int, chain string, err error) {
	seq, chain = head, before
	for _, e := range events {
		if e.Seq <= seq {
			if err := sameEvent(ctx, tx, request, e); err != nil {
				return 0, "", err
			}
			continue
		}
		if e.Seq != seq+1 {
			return 0, "", fmt.Errorf("event %d follows event %d", e.Seq, seq)
		}
		if chain, err = insertEvent(ctx, tx, request, chain, e); err != nil {
			return 0, "", err
		}
		if e.Move != nil {
			if err := s.projectMove(ctx, tx, request, e); err != nil {
				return 0, "", err
			}
		}
		seq = e.Seq
	}
	return seq, chain, nil
}

func insertEvent(ctx context.Context, tx *sql.Tx, request, before string, e docket.Event) (hash string, err error) {
	body, err := json.Marshal(e)
	if err != nil {
		return "", err
	}
	hash = link(request, before, body)
	_, err = tx.ExecContext(ctx, `INSERT INTO event (request, seq, kind, at, body, hash) VALUES ($1,$2,$3,$4,$5,$6)`,
		request, e.Seq, string(e.Kind), at(e.At), string(body), hash)
	return hash, err
}

// sameEvent compares what is kept with what is said again. Both pass through today's Event, so
// that a program newer than the row does not take its own new fields for a contradiction.
func sameEvent(ctx context.Context, tx *sql.Tx, request string, e docket.Event) error {
	var kept string
	if err := tx.QueryRowContext(ctx, `SELECT body FROM event WHERE request=$1 AND seq=$2`, request,
		e.Seq).Scan(&kept); err != nil {
		return fmt.Errorf("event %d: %w", e.Seq, err)
	}
	return sameBody(kept, e, e.Seq)
}

// sameBody refuses a kept event that, read as today's type, is not the one that is said again.
func sameBody[T any](kept string, said T, seq int) error {
	var old T
	if err := json.Unmarshal([]byte(kept), &old); err != nil {
		return fmt.Errorf("event %d: %w", seq, err)
	}
	before, err := json.Marshal(old)
	if err != nil {
		return err
	}
	after, err := json.Marshal(said)
	if err != nil {
		return err
	}
	if string(before) != string(after) {
		return fmt.Errorf("event %d is kept already and says something else", seq)
	}
	return nil
}

func (s *Store) writeCase(ctx context.Context, tx *sql.Tx, c docket.Case, chain string) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx,
		`UPDATE request SET seq=$2, chain=$3, state=$4, hands=$5, holder=$6, due_on=$7, alarm_on=$8,
		outcome=$9, answered_at=$10, closed_at=$11, closed_as=$12,
		office=COALESCE(NULLIF(CAST($13 AS TEXT), ''), office),
		version=COALESCE(NULLIF(CAST($14 AS TEXT), ''), version), answered_on=$15 WHERE id=$1`, c.Request, c.Seq, chain,
		c.State, string(c.Hands),
		c.Holder, on(c.DueOn), on(c.AlarmOn), c.Outcome, at(c.AnsweredAt), at(c.ClosedAt), s.closedAs(c), c.Office, c.Version,
		on(s.answeredOn(c.Office, c.AnsweredAt))); err != nil {
		return err
	}
	if err := outdateLine(ctx, tx, c.Request); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO request_case (request, body) VALUES ($1,$2)
		ON CONFLICT (request) DO UPDATE SET body=excluded.body`, c.Request, string(body)); err != nil {
		return err
	}
	for _, t := range c.Tasks {
		if err := writeTask(ctx, tx, c, t); err != nil {
			return err
		}
	}
	for _, a := range c.Alarms {
		if err := writeAlarm(ctx, tx, c.Request, a); err != nil {
			return err
		}
	}
	return nil
}

// answeredOn is the office's day of an answer; zero when there is none.
func (s *Store) answeredOn(office string, answered time.Time) calendar.Date {
	if answered.IsZero() {
		return calendar.Date{}
	}
	return calendar.DateOf(answered.In(s.zones(office)))
}

// How a case was closed. An open case is none of these: whether it is overdue is asked of a
// date, but whether an answer came in time no longer changes with the days.
const (
	closedInTime     = "in_time"
	closedLate       = "late"
	closedUnanswered = "unanswered"
)

// closedAs compares the office's day of the answer with the day on which it was due.
func (s *Store) closedAs(c docket.Case) string {
	switch {
	case c.ClosedAt.IsZero():
		return ""
	case c.AnsweredAt.IsZero():
		return closedUnanswered
	case !c.DueOn.IsZero() && s.answeredOn(c.Office, c.AnsweredAt).After(c.DueOn):
		return closedLate
	}
	return closedInTime
}

func writeTask(ctx context.Context, tx *sql.Tx, c docket.Case, t docket.Task) error {
	next := t.DueOn
	if next.IsZero() {
		next = c.DueOn
	}
	_, err := tx.ExecContext(ctx,
		`INSERT INTO task (request, id, kind, state, role, holder, unit, opened_at, due_on, next_on, ref)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)
		ON CONFLICT (request, id) DO UPDATE SET kind=excluded.kind, state=excluded.state, role=excluded.role,
			holder=excluded.holder,
		unit=excluded.unit, opened_at=excluded.opened_at, due_on=excluded.due_on, next_on=excluded.next_on, ref=excluded.ref`,
		c.Request, t.ID, string(t.Kind), string(t.State), string(t.Role), t.Holder, t.Unit, at(t.OpenedAt), on(t.DueOn),
		on(next), t.Ref)
	return err
}

func writeAlarm(ctx context.Context, tx *sql.Tx, request string, a docket.Alarm) error {
	_, err := tx.ExecContext(ctx,
		`INSERT INTO alarm (request, id, rung, kind, fired_at, climbed, acked_at, acked_by, obsolete)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)
		ON CONFLICT (request, id) DO UPDATE SET rung=excluded.rung, kind=excluded.kind, fired_at=excluded.fired_at,
		climbed=excluded.climbed, acked_at=excluded.acked_at, acked_by=excluded.acked_by, obsolete=excluded.obsolete`,
		request, a.ID, a.Rung, string(a.Kind), at(a.FiredAt), a.Climbed, at(a.AckedAt), a.AckedBy, a.Obsolete)
	return err
}
