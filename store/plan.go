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

// AnsweredMonth counts the answers of a month: how many went out, and how many of them by the due date as it stood, and by the first one.
type AnsweredMonth struct {
	Month                     calendar.Date // its first day
	Answered, InTime, InFirst int
}

// AnsweredByMonth counts the answers from a day on, by the month of the office's day.
func (s *Store) AnsweredByMonth(ctx context.Context, from calendar.Date, office, procedure string) ([]AnsweredMonth, error) {
	day := "answered_on"
	if s.engine == postgres {
		day = "to_char(answered_on, 'YYYY-MM-DD')"
	}
	all, err := list(ctx, s.read, func(row scanner) (m AnsweredMonth, err error) {
		var month string
		if err = row.Scan(&month, &m.Answered, &m.InTime, &m.InFirst); err == nil {
			m.Month, err = calendar.ParseDate(month + "-01")
		}
		return m, err
	}, `SELECT substr(`+day+`, 1, 7) AS month, count(*), count(*) FILTER (WHERE due_on IS NULL OR answered_on <= due_on),
		count(*) FILTER (WHERE answered_on <= first_due_on) FROM request WHERE answered_on>=$1
		AND ($2='' OR office=$2) AND ($3='' OR procedure=$3) GROUP BY month ORDER BY month`, on(from), office, procedure)
	return all, explain("count answers by month", err)
}

// AnsweredBetween counts the answers from one day to another.
func (s *Store) AnsweredBetween(ctx context.Context, from, to calendar.Date, office, procedure string) (int, error) {
	n, err := count(ctx, s.read, `SELECT count(*) FROM request WHERE answered_on>=$1 AND answered_on<=$2
		AND ($3='' OR office=$3) AND ($4='' OR procedure=$4)`, on(from), on(to), office, procedure)
	return n, explain("count answers", err)
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
