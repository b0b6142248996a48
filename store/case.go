package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"foja/docket"
)

// Case returns the projection of a case: as of its last event, or as it was registered when
// its workflow has not spoken yet (Seq 0, State "").
func (s *Store) Case(ctx context.Context, id string) (docket.Case, error) {
	body, err := one(s.read.QueryRowContext(ctx, `SELECT body FROM request_case WHERE request=$1`, id), word,
		"read case", nil)
	if errors.Is(err, errNone) {
		r, err := s.Request(ctx, id)
		if err != nil {
			return docket.Case{}, err
		}
		return unspoken(r), nil
	}
	if err != nil {
		return docket.Case{}, err
	}
	return readCase(id, body)
}

// unspoken is the case of a request of which the workflow has not spoken yet.
func unspoken(r docket.Request) docket.Case {
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

// longer is a row with one column more than a reader knows.
type longer struct {
	scanner
	last any
}

func (l longer) Scan(dest ...any) error { return l.scanner.Scan(append(dest, l.last)...) }

// Opened is a request with the projection of its case.
type Opened struct {
	Request docket.Request
	Case    docket.Case
}

// Cases returns what Request and Case return, for many: one for each ID, in their order. An ID of no request is an
// error.
func (s *Store) Cases(ctx context.Context, ids []string) ([]Opened, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	c := &conditions{}
	addIn(c, "r.id", ids)
	found, err := list(ctx, s.read, func(row scanner) (o Opened, err error) {
		var body string
		if o.Request, err = readRequest(longer{row, &body}); err != nil {
			return o, err
		}
		if o.Case = unspoken(o.Request); body != "" {
			o.Case, err = readCase(o.Request.ID, body)
		}
		return o, err
	}, requestColumns+`, COALESCE(c.body, '')`+requestTables+` LEFT JOIN request_case c ON c.request = r.id`+c.where(),
		c.args...)
	if err != nil {
		return nil, explain("read cases", err)
	}
	byID := make(map[string]Opened, len(found))
	for _, o := range found {
		byID[o.Request.ID] = o
	}
	all := make([]Opened, len(ids))
	for i, id := range ids {
		one, known := byID[id]
		if !known {
			return nil, noRequest()
		}
		all[i] = one
	}
	return all, nil
}
