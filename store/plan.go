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
	yes, no := true, false
	c := s.requestConditions(RequestFilter{
		Open: &yes, Answered: &no, DueFrom: from, DueTo: to, Office: office, Procedure: procedure,
	})
	days, err := list(ctx, s.read, func(row scanner) (d DueDay, err error) {
		err = row.Scan(toDate(&d.On), &d.N)
		return d, err
	}, `SELECT due_on, count(*) FROM request r`+c.where()+` GROUP BY due_on ORDER BY due_on`, c.args...)
	return days, explain("count due by day", err)
}

// AnsweredMonth counts the answers of a month: how many went out, and how many of them by the due date as it stood, and
// by the first one.
type AnsweredMonth struct {
	Month                     calendar.Date // its first day
	Answered, InTime, InFirst int
}

// AnsweredByMonth counts the answers from a day on, by the month of the office's day.
func (s *Store) AnsweredByMonth(ctx context.Context, from calendar.Date,
	office, procedure string,
) ([]AnsweredMonth, error) {
	c := s.requestConditions(RequestFilter{AnsweredFrom: from, Office: office, Procedure: procedure})
	// By day in the order of the index, and grouped by month here: computing the month of each answer in SQL is slow.
	days, err := list(ctx, s.read, func(row scanner) (m AnsweredMonth, err error) {
		err = row.Scan(toDate(&m.Month), &m.Answered, &m.InTime, &m.InFirst)
		m.Month.Day = 1
		return m, err
	}, `SELECT answered_on, count(*), count(*) FILTER (WHERE due_on IS NULL OR answered_on <= due_on),
		count(*) FILTER (WHERE answered_on <= first_due_on) FROM request r`+c.where()+
		` GROUP BY answered_on ORDER BY answered_on`, c.args...)
	var months []AnsweredMonth
	for _, d := range days {
		last := len(months) - 1
		if last < 0 || months[last].Month != d.Month {
			months = append(months, d)
			continue
		}
		months[last].Answered += d.Answered
		months[last].InTime += d.InTime
		months[last].InFirst += d.InFirst
	}
	return months, explain("count answers by month", err)
}

// AnsweredBetween counts the answers from one day to another.
func (s *Store) AnsweredBetween(ctx context.Context, from, to calendar.Date, office, procedure string) (int, error) {
	c := s.requestConditions(RequestFilter{AnsweredFrom: from, AnsweredTo: to, Office: office, Procedure: procedure})
	n, err := count(ctx, s.read, `SELECT count(*) FROM request r`+c.where(), c.args...)
	return n, explain("count answers", err)
}

// PastRequest is a request with what a figure of the past needs.
type PastRequest struct {
	ID, Office, Procedure, Holder, ClosedAs string
	ReceivedOn                              calendar.Date
	ClosedAt                                time.Time
}

// RegisteredBy returns the requests registered by an instant.
func (s *Store) RegisteredBy(ctx context.Context, by time.Time, office, procedure string) ([]PastRequest, error) {
	all, err := list(ctx, s.read, func(row scanner) (v PastRequest, err error) {
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
