package store

import (
	"context"

	"foja/calendar"
)

// AnswerDuration is how many requests of a procedure and an office took so many calendar days from reception to
// answer.
type AnswerDuration struct {
	Procedure, Office string
	Days, N           int
}

// AnswerDurations counts the answers between two days by how long each took.
func (s *Store) AnswerDurations(
	ctx context.Context, since, until calendar.Date, office, procedure string,
) ([]AnswerDuration, error) {
	days := "CAST(julianday(answered_on) - julianday(received_on) AS INTEGER)"
	if s.engine == postgres {
		days = "answered_on - received_on"
	}
	all, err := list(ctx, s.read, func(row scanner) (p AnswerDuration, err error) {
		err = row.Scan(&p.Procedure, &p.Office, &p.Days, &p.N)
		return p, err
	}, `SELECT procedure, office, `+days+` AS days, count(*) FROM request WHERE answered_on >= $1
		AND answered_on <= $4 AND ($2='' OR office=$2) AND ($3='' OR procedure=$3) GROUP BY procedure, office, days`,
		on(since), office, procedure, on(until))
	return all, explain("count paces", err)
}

// Pending is how many open, unanswered requests of a procedure and an office were received on one day and are due on
// another.
type Pending struct {
	Procedure, Office string
	ReceivedOn, DueOn calendar.Date
	N                 int
}

// PendingBetween counts the open, unanswered requests due from one day to another.
func (s *Store) PendingBetween(ctx context.Context, from, to calendar.Date,
	office, procedure string,
) ([]Pending, error) {
	all, err := list(ctx, s.read, func(row scanner) (p Pending, err error) {
		err = row.Scan(&p.Procedure, &p.Office, toDate(&p.ReceivedOn), toDate(&p.DueOn), &p.N)
		return p, err
	}, `SELECT procedure, office, received_on, due_on, count(*) FROM request WHERE closed_as='' AND answered_at IS NULL
			AND due_on>=$1 AND due_on<=$2
		AND ($3='' OR office=$3) AND ($4='' OR procedure=$4) GROUP BY procedure, office, received_on, due_on`, on(from),
		on(to), office, procedure)
	return all, explain("count pending", err)
}
