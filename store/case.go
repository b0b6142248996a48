package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"foja/docket"
)

// Case returns the projection of a case: as of its last event, or as registered when its workflow has written no
// event yet (Seq 0, State "").
func (s *Store) Case(ctx context.Context, id string) (docket.Case, error) {
	body, err := one(s.read.QueryRowContext(ctx, `SELECT body FROM request_case WHERE request=$1`, id), word,
		"read case", nil)
	if errors.Is(err, errNoRow) {
		r, err := s.Request(ctx, id)
		if err != nil {
			return docket.Case{}, err
		}
		return unstartedCase(r), nil
	}
	if err != nil {
		return docket.Case{}, err
	}
	return readCase(id, body)
}

// unstartedCase is the case of a request whose workflow has written no event yet.
func unstartedCase(r docket.Request) docket.Case {
	return docket.Case{
		Request: r.ID, Procedure: r.Procedure, Version: r.Version, Office: r.Office, Channel: r.Channel,
		Hands: docket.HandsReception, DueOn: r.DueOn, AlarmOn: r.DueOn,
	}
}

func readCase(id, body string) (c docket.Case, err error) {
	if err = json.Unmarshal([]byte(body), &c); err != nil {
		err = fmt.Errorf("read case %s: %w", id, err)
	}
	return c, err
}

// extraColumn is a row with one column more than a reader scans.
type extraColumn struct {
	scanner
	last any
}

func (l extraColumn) Scan(dest ...any) error { return l.scanner.Scan(append(dest, l.last)...) }

// RequestCase is a request with the projection of its case.
type RequestCase struct {
	Request docket.Request
	Case    docket.Case
}

// Cases returns Request and Case for many IDs, in their order. An unknown ID is an error.
func (s *Store) Cases(ctx context.Context, ids []string) ([]RequestCase, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	c := &conditions{}
	addIn(c, "r.id", ids)
	found, err := list(ctx, s.read, func(row scanner) (o RequestCase, err error) {
		var body string
		if o.Request, err = readRequest(extraColumn{row, &body}); err != nil {
			return o, err
		}
		if o.Case = unstartedCase(o.Request); body != "" {
			o.Case, err = readCase(o.Request.ID, body)
		}
		return o, err
	}, requestColumns+`, COALESCE(c.body, '')`+requestTables+` LEFT JOIN request_case c ON c.request = r.id`+c.where(),
		c.args...)
	if err != nil {
		return nil, explain("read cases", err)
	}
	byID := make(map[string]RequestCase, len(found))
	for _, o := range found {
		byID[o.Request.ID] = o
	}
	all := make([]RequestCase, len(ids))
	for i, id := range ids {
		one, known := byID[id]
		if !known {
			return nil, noRequest()
		}
		all[i] = one
	}
	return all, nil
}
