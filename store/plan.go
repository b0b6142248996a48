package store

import (
	"context"
	"time"

	"foja/calendar"
)

// DueDay is how many open, unanswered requests are due on a day.
type DueDay struct {
	On calendar.Date
	N  int
}

// DueByDay counts the open, unanswered requests due from a day on, by day. office and procedure narrow it; "" is all.
func (s *Store) DueByDay(ctx context.Context, from, to calendar.Date, office, procedure string) ([]DueDay, error) {
	days, err := list(ctx, s.read, func(row scanner) (d DueDay, err error) {
		err = row.Scan(toDate(&d.On), &d.N)
		return d, err
	}, `SELECT due_on, count(*) FROM request WHERE closed_as='' AND answered_at IS NULL AND due_on>=$1 AND due_on<=$2
		AND ($3='' OR office=$3) AND ($4='' OR procedure=$4) GROUP BY due_on ORDER BY due_on`, on(from), on(to), office, procedure)
	return days, explain("count due by day", err)
}

// Answered is one request that was answered.
type Answered struct {
	Office, Procedure, Version, Holder string
	ReceivedOn, DueOn                  calendar.Date
	At                                 time.Time
}

// AnsweredSince returns the requests answered from an instant on.
func (s *Store) AnsweredSince(ctx context.Context, since time.Time, office, procedure string) ([]Answered, error) {
	all, err := list(ctx, s.read, func(row scanner) (a Answered, err error) {
		err = row.Scan(&a.Office, &a.Procedure, &a.Version, &a.Holder, toDate(&a.ReceivedOn), toDate(&a.DueOn), toTime(&a.At))
		return a, err
	}, `SELECT office, procedure, version, holder, received_on, due_on, answered_at FROM request WHERE answered_at>=$1
		AND ($2='' OR office=$2) AND ($3='' OR procedure=$3)`, at(since), office, procedure)
	return all, explain("list answered", err)
}

// Standing is a request as far as a figure of the past needs it.
type Standing struct {
	ID, Office, Procedure, Holder, ClosedAs string
	ReceivedOn                              calendar.Date
	ClosedAt                                time.Time
}

// RegisteredBy returns the requests that were registered by an instant.
func (s *Store) RegisteredBy(ctx context.Context, by time.Time, office, procedure string) ([]Standing, error) {
	all, err := list(ctx, s.read, func(row scanner) (v Standing, err error) {
		err = row.Scan(&v.ID, &v.Office, &v.Procedure, &v.Holder, &v.ClosedAs, toDate(&v.ReceivedOn), toTime(&v.ClosedAt))
		return v, err
	}, `SELECT id, office, procedure, holder, closed_as, received_on, closed_at FROM request WHERE registered_at<=$1
		AND ($2='' OR office=$2) AND ($3='' OR procedure=$3)`, at(by), office, procedure)
	return all, explain("list registered", err)
}

// Answered late, in time or not at all: what a closed request's ClosedAs says.
const (
	ClosedInTime = closedInTime
	ClosedLate   = closedLate
)
