package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"foja/docket"
)

// ProjectAppeal writes an appeal's events and the appeal after them in one transaction, like Project: a repeated call
// changes nothing; a different event under an existing number, or a gap, is an error.
func (s *Store) ProjectAppeal(ctx context.Context, events []docket.AppealEvent, a docket.Appeal) error {
	what := fmt.Sprintf("project appeal %d of %s", a.N, a.Request)
	return s.inTx(ctx, what, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO appeal (request, n) VALUES ($1,$2) ON CONFLICT (request, n) DO NOTHING`,
			a.Request, a.N); err != nil {
			return err
		}
		var head int
		var chain string
		// An UPDATE, to lock the row: two projections of one appeal run one after the other.
		err := tx.QueryRowContext(ctx, `UPDATE appeal SET seq=seq WHERE request=$1 AND n=$2 RETURNING seq, chain`, a.Request,
			a.N).Scan(&head, &chain)
		if err != nil {
			return err
		}
		seq := head
		for _, e := range events {
			switch {
			case e.Seq <= seq:
				err = sameAppealEvent(ctx, tx, a, e)
			case e.Seq != seq+1:
				err = fmt.Errorf("event %d follows event %d", e.Seq, seq)
			default:
				chain, err = insertAppealEvent(ctx, tx, a, chain, e)
				seq = e.Seq
			}
			if err != nil {
				return err
			}
		}
		if seq == head && a.Seq <= head {
			return nil // a repetition: the row is as new or newer
		}
		if a.Seq != seq {
			return fmt.Errorf("the appeal stands at event %d, its last event is %d", a.Seq, seq)
		}
		body, err := json.Marshal(a)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx,
			`UPDATE appeal SET seq=$3, chain=$4, state=$5, hands=$6, body=$7 WHERE request=$1 AND n=$2`,
			a.Request, a.N, seq, chain, string(a.State()), string(a.Hands()), string(body))
		return err
	})
}

func insertAppealEvent(ctx context.Context, tx *sql.Tx, a docket.Appeal, before string,
	e docket.AppealEvent,
) (hash string, err error) {
	body, err := json.Marshal(e)
	if err != nil {
		return "", err
	}
	hash = link(appealRoot(a.Request, a.N), before, body)
	_, err = tx.ExecContext(ctx,
		`INSERT INTO appeal_event (request, n, seq, kind, at, body, hash) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
		a.Request, a.N, e.Seq, string(e.Kind), at(e.At), string(body), hash)
	return hash, err
}

// appealRoot is the root of the hash chain of an appeal.
func appealRoot(request string, n int) string { return fmt.Sprintf("%s/appeal/%d", request, n) }

// sameAppealEvent compares the stored event with the repeated one, both decoded as today's AppealEvent.
func sameAppealEvent(ctx context.Context, tx *sql.Tx, a docket.Appeal, e docket.AppealEvent) error {
	var kept string
	err := tx.QueryRowContext(ctx, `SELECT body FROM appeal_event WHERE request=$1 AND n=$2 AND seq=$3`, a.Request, a.N,
		e.Seq).Scan(&kept)
	if err != nil {
		return fmt.Errorf("event %d: %w", e.Seq, err)
	}
	return sameBody(kept, e, e.Seq)
}

// Appeals returns the appeals of a request, the first one first.
func (s *Store) Appeals(ctx context.Context, request string) ([]docket.Appeal, error) {
	bodies, err := list(ctx, s.read, word, `SELECT body FROM appeal WHERE request=$1 ORDER BY n`, request)
	if err != nil {
		return nil, explain("list appeals", err)
	}
	appeals := make([]docket.Appeal, len(bodies))
	for i, body := range bodies {
		if err := json.Unmarshal([]byte(body), &appeals[i]); err != nil {
			return nil, explain("read appeal", err)
		}
	}
	return appeals, nil
}

// VerifyAppealChain is VerifyChain for the history of an appeal.
func (s *Store) VerifyAppealChain(ctx context.Context, request string, n int) (ok bool, atSeq int, err error) {
	tx, err := s.snapshot(ctx)
	if err != nil {
		return false, 0, explain("verify chain of an appeal: begin", err)
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	var last int
	var chain string
	if err = tx.QueryRowContext(ctx, `SELECT seq, chain FROM appeal WHERE request=$1 AND n=$2`, request, n).Scan(&last,
		&chain); err != nil {
		return false, 0, explain("verify chain of an appeal", err)
	}
	rows, err := appealEvents(ctx, tx, request, n)
	if err != nil {
		return false, 0, explain("verify chain of an appeal", err)
	}
	ok, atSeq = verifyChain(appealRoot(request, n), rows, last, chain)
	return ok, atSeq, nil
}

// AllAppeals returns those of an office's requests ("" = every office): the open ones, and of the ended ones the latest
// two hundred.
func (s *Store) AllAppeals(ctx context.Context, office string) ([]docket.Appeal, error) {
	bodies, err := list(ctx, s.read, word, `SELECT body FROM (
			SELECT a.body, a.request, a.n FROM appeal a JOIN request r ON r.id=a.request
				WHERE a.seq>0 AND a.state<>'ended' AND ($1='' OR r.office=$1)
			UNION ALL SELECT body, request, n FROM (SELECT a.body, a.request, a.n FROM appeal a JOIN request r ON r.id=a.request
				WHERE a.state='ended' AND ($1='' OR r.office=$1) ORDER BY r.ordinal DESC, a.n LIMIT 200) ended
		) both_kinds ORDER BY request, n`, office)
	if err != nil {
		return nil, explain("list all appeals", err)
	}
	appeals := make([]docket.Appeal, len(bodies))
	for i, body := range bodies {
		if err := json.Unmarshal([]byte(body), &appeals[i]); err != nil {
			return nil, explain("read appeal", err)
		}
	}
	return appeals, nil
}

// owedAppeals selects the open appeals in which the agency is to act: those of people's cases, and of cases that nobody
// holds for those who may take them.
func owedAppeals(f WorkFor) (string, *conditions) {
	c := &conditions{}
	c.add("a.hands = ?", string(docket.HandsOfficer))
	owners := f.Owners
	if slices.Contains(f.Roles, docket.RoleOfficer) || slices.Contains(f.Roles, docket.RoleManager) {
		owners = append([]string{""}, owners...)
	}
	addIn(c, "r.holder", owners)
	if f.Office != "" {
		c.add("r.office = ?", f.Office)
	}
	return ` FROM appeal a JOIN request r ON r.id=a.request`, c
}

// AppealsOwed lists the open appeals in which somebody is to act.
func (s *Store) AppealsOwed(ctx context.Context, f WorkFor, limit int) ([]docket.Appeal, error) {
	from, c := owedAppeals(f)
	bound, args := c.page(Page{Limit: limit})
	bodies, err := list(ctx, s.read, word, `SELECT a.body`+from+c.where()+` ORDER BY a.request, a.n`+bound, args...)
	if err != nil {
		return nil, explain("list appeals owed", err)
	}
	appeals := make([]docket.Appeal, len(bodies))
	for i, body := range bodies {
		if err := json.Unmarshal([]byte(body), &appeals[i]); err != nil {
			return nil, explain("read appeal", err)
		}
	}
	return appeals, nil
}

// CountAppealsOwed counts them.
func (s *Store) CountAppealsOwed(ctx context.Context, f WorkFor) (int, error) {
	from, c := owedAppeals(f)
	n, err := count(ctx, s.read, `SELECT count(*)`+from+c.where(), c.args...)
	return n, explain("count appeals owed", err)
}

// AppealEvents returns the history of an appeal in order.
func (s *Store) AppealEvents(ctx context.Context, request string, n int) ([]docket.AppealEvent, error) {
	rows, err := appealEvents(ctx, s.read, request, n)
	if err != nil {
		return nil, explain("list events of an appeal", err)
	}
	all := make([]docket.AppealEvent, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal([]byte(row.body), &all[i]); err != nil {
			return nil, explain("read event of an appeal", err)
		}
	}
	return all, nil
}

func appealEvents(ctx context.Context, q querier, request string, n int) ([]eventRow, error) {
	return list(ctx, q, readEvent,
		`SELECT seq, body, hash FROM appeal_event WHERE request=$1 AND n=$2 ORDER BY seq`, request, n)
}
