package store

import (
	"context"
	"encoding/json"
	"time"

	"foja/docket"
)

// RecordedEvent is an event of any case, with the case's number and procedure.
type RecordedEvent struct {
	Request, Number, Procedure, Office string
	Channel                            docket.Channel
	Event                              docket.Event
}

// RecordedEventFilter selects events by when they were recorded; every other field is optional.
type RecordedEventFilter struct {
	From, To time.Time // from the first instant on, before the second
	User     string    // user who acted
	Number   string    // of the case
	Office   string
	Page
}

// RecordedEvents lists the events of all cases, newest first, and their total number.
func (s *Store) RecordedEvents(ctx context.Context, f RecordedEventFilter) ([]RecordedEvent, int, error) {
	c := &conditions{}
	c.add("e.at >= ?", at(f.From))
	c.add("e.at < ?", at(f.To))
	if f.User != "" {
		by := "json_extract(e.body, '$.by.user')"
		if s.engine == postgres {
			by = "e.body::json->'by'->>'user'"
		}
		c.add(by+" = ?", f.User)
	}
	if f.Number != "" {
		c.add("r.number = ?", clean(f.Number))
	}
	if f.Office != "" {
		c.add("r.office = ?", f.Office)
	}
	from := ` FROM event e JOIN request r ON r.id=e.request` + c.where()
	total, err := count(ctx, s.read, `SELECT count(*)`+from, c.args...)
	if err != nil {
		return nil, 0, explain("count deeds", err)
	}
	limit, args := c.page(f.Page)
	all, err := list(ctx, s.read, func(row scanner) (d RecordedEvent, err error) {
		var body string
		if err = row.Scan(&d.Request, &d.Number, &d.Procedure, &d.Office, &d.Channel, &body); err == nil {
			err = json.Unmarshal([]byte(body), &d.Event)
		}
		return d, err
	}, `SELECT r.id, r.number, r.procedure, r.office, r.channel, e.body`+from+` ORDER BY e.at DESC, e.request, e.seq DESC`+
		limit, args...)
	return all, total, explain("list deeds", err)
}
