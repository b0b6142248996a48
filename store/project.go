package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"foja/calendar"
	"foja/docket"
)

// Project writes events and the case after them in one transaction. Existing events are skipped, so a repeated call
// changes nothing; a different event under an existing number, or a gap, is an error. The case's rows change only
// when c is newer.
func (s *Store) Project(ctx context.Context, events []docket.Event, c docket.Case) error {
	return s.inTx(ctx, "project "+c.Request, func(tx *sql.Tx) error { return s.project(ctx, tx, events, c) })
}

func (s *Store) project(ctx context.Context, tx *sql.Tx, events []docket.Event, c docket.Case) error {
	var head int
	var chain string
	// An UPDATE, to lock the row: two projections of one case run one after the other.
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
	if err := s.writeCase(ctx, tx, c, chain); err != nil {
		return err
	}
	return writeWork(ctx, tx, c, newer(events, head))
}

// newer are the events after head.
func newer(events []docket.Event, head int) []docket.Event {
	return slices.DeleteFunc(slices.Clone(events), func(e docket.Event) bool { return e.Seq <= head })
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

// sameEvent compares the stored event with the repeated one. Both are decoded as today's Event, so that fields added
// since do not count as a difference.
func sameEvent(ctx context.Context, tx *sql.Tx, request string, e docket.Event) error {
	var kept string
	if err := tx.QueryRowContext(ctx, `SELECT body FROM event WHERE request=$1 AND seq=$2`, request,
		e.Seq).Scan(&kept); err != nil {
		return fmt.Errorf("event %d: %w", e.Seq, err)
	}
	return sameBody(kept, e, e.Seq)
}

// sameBody refuses a stored event that differs, decoded as today's type, from the repeated one.
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

// answeredOn is the day of an answer in the office's zone; zero when there is none.
func (s *Store) answeredOn(office string, answered time.Time) calendar.Date {
	if answered.IsZero() {
		return calendar.Date{}
	}
	return calendar.DateOf(answered.In(s.zones(office)))
}

// How a case was closed. Open cases have none of these: whether one is overdue depends on the date, but whether an
// answer was in time does not.
const (
	closedInTime     = "in_time"
	closedLate       = "late"
	closedUnanswered = "unanswered"
)

// closedAs compares the day of the answer, in the office's zone, with the due day.
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
		request, a.ID, a.Rung, string(a.Kind), at(a.FiredAt), a.Escalations, at(a.AckedAt), a.AckedBy, a.Obsolete)
	return err
}
