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

// RegisterLine is what the yearly return needs of a request, computed from its history.
type RegisterLine struct {
	Request      string
	Seq          int // the last event included
	Standing     string
	Outcome      string
	Ground       string
	DueOn        calendar.Date
	AnsweredOn   calendar.Date
	RecountOn    calendar.Date // last day of a closed one by the calendar in force, when it differs
	Recounted    string
	Extended     bool
	Extensions   []string           // keys of grounds
	CalendarDays int                // taken to answer; -1 without an answer
	BusinessDays int                // likewise
	Hands        []docket.HandsDays // the business days, by whose hands
}

// daysColumn is the column of the days in somebody's hands.
func daysColumn(h docket.Hands) (column string, known bool) {
	for _, ours := range docket.AllHands {
		if h == ours {
			return "days_" + string(h), true
		}
	}
	return "", false
}

// outdateLine marks a request's line for recomputation. It creates the line of a new request.
func outdateLine(ctx context.Context, tx *sql.Tx, request string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO register_line (request, ordinal, procedure, office, received_on)
		SELECT id, ordinal, procedure, office, received_on FROM request WHERE id=$1
		ON CONFLICT (request) DO UPDATE SET basis='', office=excluded.office`, request)
	return err
}

// OutdatedLines reads some of the requests whose lines were not computed on a basis, with their histories.
func (s *Store) OutdatedLines(ctx context.Context, basis string, limit int) (all []RegisterEntry, err error) {
	tx, err := s.snapshot(ctx)
	if err != nil {
		return nil, explain("read outdated lines: begin", err)
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	// Below and above, instead of "not equal", so that an index finds the few among the many.
	ids, err := list(ctx, tx, word, `SELECT request FROM register_line WHERE basis < $1
		UNION ALL SELECT request FROM register_line WHERE basis > $1 LIMIT $2`, basis, limit)
	if err != nil || len(ids) == 0 {
		return nil, explain("list outdated lines", err)
	}
	c := &conditions{}
	addIn(c, "l.request", ids)
	return histories(ctx, tx, c)
}

// PutLines stores lines computed on a basis. A line whose request has newer events stays marked.
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
				l.Extended, padWords(l.Extensions), nullableDays(l.CalendarDays), nullableDays(l.BusinessDays),
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

// padWords puts a space before and after each word, so that LIKE can match whole words.
func padWords(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return " " + strings.Join(words, " ") + " "
}

func nullableDays(days int) any {
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
