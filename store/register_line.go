package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"foja/calendar"
	"foja/docket"
)

// RegisterLine is what the yearly return asks of a request, reckoned from its history.
type RegisterLine struct {
	Request      string
	Seq          int // the event up to which it was reckoned
	Standing     string
	Outcome      string
	Ground       string
	DueOn        calendar.Date
	AnsweredOn   calendar.Date
	RecountOn    calendar.Date // last day of a closed one by the calendar in force, where that is another
	Recounted    string
	Extended     bool
	Extensions   []string           // keys of grounds
	CalendarDays int                // taken to answer; -1 without an answer
	BusinessDays int                // likewise
	Hands        []docket.HandsDays // the business days, by whose hands
}

// daysColumn is where the days with somebody stand. Only names of ours are columns.
func daysColumn(h docket.Hands) (column string, known bool) {
	for _, ours := range docket.AllHands {
		if h == ours {
			return "days_" + string(h), true
		}
	}
	return "", false
}

// outdateLine lets a request's line be reckoned again. It makes the line of a new one.
func outdateLine(ctx context.Context, tx *sql.Tx, request string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO register_line (request, ordinal, procedure, office, received_on)
		SELECT id, ordinal, procedure, office, received_on FROM request WHERE id=$1
		ON CONFLICT (request) DO UPDATE SET basis='', office=excluded.office`, request)
	return err
}

// Outdated reads some of the requests whose lines do not stand on a basis, with their histories.
func (s *Store) Outdated(ctx context.Context, basis string, limit int) (all []BookEntry, err error) {
	tx, err := s.snapshot(ctx)
	if err != nil {
		return nil, explain("read outdated lines: begin", err)
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	// Below and above, and not "other than": so an index finds the few among the many.
	ids, err := list(ctx, tx, word, `SELECT request FROM register_line WHERE basis < $1
		UNION ALL SELECT request FROM register_line WHERE basis > $1 LIMIT $2`, basis, limit)
	if err != nil || len(ids) == 0 {
		return nil, explain("list outdated lines", err)
	}
	c := &conditions{}
	addIn(c, "l.request", ids)
	return histories(ctx, tx, c)
}

// PutLines keeps lines reckoned on a basis. A line of which more has happened meanwhile is left to be reckoned again.
func (s *Store) PutLines(ctx context.Context, basis string, lines []RegisterLine) error {
	var days strings.Builder
	for i, h := range docket.AllHands {
		column, _ := daysColumn(h)
		days.WriteString(", " + column + "=$" + strconv.Itoa(15+i))
	}
	//nolint:gosec // only constants of this file are joined
	update := `UPDATE register_line SET basis=$3, standing=$4, outcome=$5, ground=$6, due_on=$7, answered_on=$8,
			recount_on=$9, recounted=$10,
		extended=$11, extensions=$12, calendar_days=$13, business_days=$14` + days.String() +
		` WHERE request=$1 AND EXISTS (SELECT 1 FROM request WHERE id=$1 AND seq=$2)`
	return s.inTx(ctx, "keep register lines", func(tx *sql.Tx) error {
		for _, l := range lines {
			args := []any{
				l.Request, l.Seq, basis, l.Standing, l.Outcome, l.Ground, on(l.DueOn), on(l.AnsweredOn),
				on(l.RecountOn), l.Recounted,
				l.Extended, spaced(l.Extensions), taken(l.CalendarDays), taken(l.BusinessDays),
			}
			for _, h := range docket.AllHands {
				args = append(args, daysWith(l.Hands, h))
			}
			if _, err := tx.ExecContext(ctx, update, args...); err != nil {
				return err
			}
		}
		return nil
	})
}

// spaced puts a space before and after each word, so that a whole one can be looked for.
func spaced(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return " " + strings.Join(words, " ") + " "
}

func taken(days int) any {
	if days < 0 {
		return nil
	}
	return days
}

func daysWith(parts []docket.HandsDays, h docket.Hands) int {
	for _, p := range parts {
		if p.Hands == h {
			return p.Days
		}
	}
	return 0
}
