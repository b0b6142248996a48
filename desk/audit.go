package desk

import (
	"context"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/store"
)

// AuditDesk is who did what, over all cases.
type AuditDesk interface {
	Audit(ctx context.Context, by User, f AuditFilter) (Audit, error) // field errors: FieldErrors
	People(ctx context.Context, by User) ([]Choice, error)            // everybody who may have done something, for the filter
}

// AuditFilter chooses deeds by the days on which they were recorded, in the office's zone.
type AuditFilter struct {
	From, To      calendar.Date // zero = the last thirty days
	Person        string        // user ID; "" = everybody, and foja itself
	Number        string        // of a case; "" = all
	Limit, Offset int
}

// Audit is a part of what was found, the newest first.
type Audit struct {
	From, To calendar.Date
	Rows     []AuditRow
	Total    int
}

// AuditRow is one event of a case, in words.
type AuditRow struct {
	At              time.Time   // recorded
	Who, What       string      // Spanish
	Role            docket.Role // in which it was done
	Request, Number string
	Seq             int // in the case's chain
}

// auditDays is how far back one looks unless told otherwise.
const auditDays = 30

// Audit searches what was recorded. A user with an office sees that office's cases.
func (d *Desk) Audit(ctx context.Context, by User, f AuditFilter) (Audit, error) {
	if err := by.must(watchers); err != nil {
		return Audit{}, err
	}
	if f.To.IsZero() {
		f.To = d.Today(by.Office)
	}
	if f.From.IsZero() {
		f.From = f.To.AddDays(-auditDays)
	}
	if f.To.Before(f.From) {
		return Audit{}, FieldErrors{docket.Invalid("to", "El período termina antes de empezar. Corrija las fechas.")}
	}
	zone := d.zone(d.office(by.Office).ID)
	deeds, total, err := d.Store.RecordedEvents(ctx, store.RecordedEventFilter{
		From: f.From.At(0, 0, zone), To: f.To.AddDays(1).At(0, 0, zone), User: f.Person, Number: strings.TrimSpace(f.Number), Office: by.Office,
		Page: store.Page{Limit: f.Limit, Offset: f.Offset},
	})
	if err != nil {
		return Audit{}, err
	}
	names, err := d.names(ctx)
	if err != nil {
		return Audit{}, err
	}
	out := Audit{From: f.From, To: f.To, Total: total}
	for _, deed := range deeds {
		numbers, err := d.numbersOf(ctx, []docket.Event{deed.Event})
		if err != nil {
			return Audit{}, err
		}
		h := history{desk: d, names: names, numbers: numbers, o: opened{request: docket.Request{Registration: docket.Registration{Channel: deed.Channel}}, procedure: d.lastVersion(deed.Procedure)}}
		e := deed.Event
		out.Rows = append(out.Rows, AuditRow{
			At: e.At, Who: h.who(e.By), Role: e.By.Role, What: h.title(e), Request: deed.Request, Number: deed.Number, Seq: e.Seq,
		})
	}
	return out, nil
}

// People lists every account, disabled ones too: what they did stays.
func (d *Desk) People(ctx context.Context, by User) ([]Choice, error) {
	if err := by.must(watchers); err != nil {
		return nil, err
	}
	users, err := d.Store.Users(ctx)
	var list []Choice
	for _, u := range users {
		if userOf(u).of(by.Office) {
			list = append(list, Choice{u.ID, u.Name})
		}
	}
	return list, err
}
