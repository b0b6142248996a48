package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"foja/calendar"
	"foja/docket"
)

// RegisterFilter selects the requests of the statutory register; zero fields do not filter.
type RegisterFilter struct {
	From, To  calendar.Date // by legal day zero
	Procedure string
	Office    string
	// those of a kind that the yearly return counts (LineInTime and the like), by their lines: see that none is outdated
	Only  string
	Today calendar.Date // on which Only asks what is overdue
}

// RegisterEntry is a request with its whole history, for the statutory register. Of the requester it has only the
// name.
type RegisterEntry struct {
	ID, Number         string
	Procedure, Version string
	Office             string
	RequesterName      string
	Subject, Text      string
	ReceivedOn         calendar.Date
	FirstDueOn         calendar.Date // as computed at registration; the ledger is the truth
	Events             []docket.Event
}

func readEntry(row scanner) (b RegisterEntry, err error) {
	err = row.Scan(&b.ID, &b.Number, &b.Procedure, &b.Version, &b.Office, &b.RequesterName, &b.Subject, &b.Text,
		toDate(&b.ReceivedOn), toDate(&b.FirstDueOn))
	return b, err
}

type entryEvent struct{ request, body string }

func readEntryEvent(row scanner) (e entryEvent, err error) {
	err = row.Scan(&e.request, &e.body)
	return e, err
}

// RegisterEntries reads the selected requests in the order of their numbers, in one snapshot.
func (s *Store) RegisterEntries(ctx context.Context, f RegisterFilter) ([]RegisterEntry, error) {
	all, _, err := s.registerEntries(ctx, f, nil)
	return all, err
}

// RegisterPage reads a part of RegisterEntries, and the total number. It reads no history of the others.
func (s *Store) RegisterPage(ctx context.Context, f RegisterFilter, p Page) ([]RegisterEntry, int, error) {
	return s.registerEntries(ctx, f, &p)
}

func (s *Store) registerEntries(ctx context.Context, f RegisterFilter, p *Page) (
	all []RegisterEntry, total int, err error,
) {
	c, err := f.conditions()
	if err != nil {
		return nil, 0, err
	}
	tx, err := s.snapshot(ctx)
	if err != nil {
		return nil, 0, explain("read register: begin", err)
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	if p != nil {
		if total, err = count(ctx, tx, `SELECT count(*) FROM register_line l`+c.where(), c.args...); err != nil {
			return nil, 0, explain("count register", err)
		}
		limit, args := c.page(*p)
		ids, err := list(ctx, tx, word,
			`SELECT l.request FROM register_line l`+c.where()+` ORDER BY l.ordinal`+limit, args...)
		if err != nil || len(ids) == 0 {
			return nil, total, explain("choose from register", err)
		}
		c = &conditions{} // selected once, for requests and events
		addIn(c, "l.request", ids)
	}
	all, err = histories(ctx, tx, c)
	return all, total, err
}

// histories reads the selected requests in the order of their numbers, each with its events.
func histories(ctx context.Context, q querier, c *conditions) ([]RegisterEntry, error) {
	all, err := list(ctx, q, readEntry,
		`SELECT r.id, r.number, r.procedure, r.version, r.office, q.name, q.subject, q.text,
		r.received_on, r.first_due_on FROM register_line l JOIN request r ON r.id = l.request
			JOIN requester q ON q.request = r.id`+
			c.where()+` ORDER BY l.ordinal`, c.args...)
	if err != nil {
		return nil, explain("read register", err)
	}
	events, err := list(ctx, q, readEntryEvent,
		`SELECT e.request, e.body FROM event e JOIN register_line l ON l.request = e.request`+
			c.where()+` ORDER BY l.ordinal, e.seq`, c.args...)
	if err != nil {
		return nil, explain("read register's events", err)
	}
	place := make(map[string]int, len(all))
	for i, b := range all {
		place[b.ID] = i
	}
	for _, e := range events {
		var event docket.Event
		if err := json.Unmarshal([]byte(e.body), &event); err != nil {
			return nil, fmt.Errorf("store: read event of %s: %w", e.request, err)
		}
		b := &all[place[e.request]]
		b.Events = append(b.Events, event)
	}
	return all, nil
}
