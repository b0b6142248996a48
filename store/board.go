package store

import (
	"context"

	"foja/calendar"
	"foja/docket"
)

// HandsLoad is how many open, unanswered requests are in somebody's hands, and how many of them are overdue.
type HandsLoad struct {
	Hands         docket.Hands
	Open, Overdue int
	// the earliest day on which one of them is or was due; zero = their clocks are suspended
	Oldest calendar.Date
}

// LoadByHands counts the open, unanswered requests by whose hands they are in, as of today; the most overdue first. A
// request whose workflow has written no event yet is in nobody's hands.
func (s *Store) LoadByHands(ctx context.Context, today calendar.Date, office, procedure string) ([]HandsLoad, error) {
	all, err := list(ctx, s.read, func(row scanner) (l HandsLoad, err error) {
		err = row.Scan(&l.Hands, &l.Open, &l.Overdue, toDate(&l.Oldest))
		return l, err
	}, `SELECT hands, count(*), count(*) FILTER (WHERE due_on < $1) AS late, min(due_on) FROM request
		WHERE closed_as='' AND answered_at IS NULL AND hands<>'' AND ($2='' OR office=$2) AND ($3='' OR procedure=$3)
		GROUP BY hands ORDER BY late DESC, count(*) DESC, hands`, on(today), office, procedure)
	return all, explain("count by hands", err)
}

// UnitLoad is how many open requests wait for a holding unit, and how many of them are overdue.
type UnitLoad struct {
	Unit          string
	Open, Overdue int
	Oldest        calendar.Date // the earliest day on which the unit's answer is or was due; zero = without a date
}

// LoadByUnit counts the open requests that wait for a unit, as of today; the most overdue first.
func (s *Store) LoadByUnit(ctx context.Context, today calendar.Date, office, procedure string) ([]UnitLoad, error) {
	all, err := list(ctx, s.read, func(row scanner) (l UnitLoad, err error) {
		err = row.Scan(&l.Unit, &l.Open, &l.Overdue, toDate(&l.Oldest))
		return l, err
	}, `SELECT t.unit, count(DISTINCT r.id), count(DISTINCT r.id) FILTER (WHERE r.answered_at IS NULL
			AND r.due_on < $1) AS late, min(t.due_on)
		FROM task t JOIN request r ON r.id=t.request
		WHERE t.state<>'done' AND t.unit<>'' AND r.closed_as='' AND ($2='' OR r.office=$2) AND ($3='' OR r.procedure=$3)
		GROUP BY t.unit ORDER BY late DESC, count(DISTINCT r.id) DESC, t.unit`, on(today), office, procedure)
	return all, explain("count by unit", err)
}
