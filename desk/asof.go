package desk

import (
	"context"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
)

// asOfField is the input that names the moment, on screens and in the API.
const asOfField = "as_of"

// moment reads the moment of an as-of view as the office's wall time; a date alone means its end.
// The future is refused: nothing is known of it.
func (d *Desk) moment(text, office string) (time.Time, error) {
	text, zone := strings.TrimSpace(text), d.zone(office)
	at := time.Time{}
	if day, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		at = day.AddDate(0, 0, 1).Add(-time.Microsecond)
		if now := d.Now(); at.After(now) && !day.After(now) {
			at = now // today is not over
		}
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			at = t
		}
	}
	switch {
	case at.IsZero():
		return at, FieldErrors{docket.Invalid(asOfField, "Escriba una fecha, o una fecha y hora, que existan; por ejemplo 2026-03-12T10:00.")}
	case at.After(d.Now()):
		return at, FieldErrors{docket.Invalid(asOfField, "Ese momento todavía no ha llegado. Elija uno del pasado.")}
	}
	return at.In(zone), nil
}

// RequestAsOf shows a case as it was known at a moment: of its events, those recorded by then.
// What was recorded later is not in it, even when it tells of an earlier day. Nobody acts on
// the past: the page has no buttons.
func (d *Desk) RequestAsOf(ctx context.Context, by User, id, when string) (Page, error) {
	o, err := d.open(ctx, by, id)
	if err != nil {
		return Page{}, err
	}
	at, err := d.moment(when, o.request.Office)
	if err != nil {
		return Page{}, err
	}
	all, err := d.Store.Events(ctx, id)
	if err != nil {
		return Page{}, err
	}
	events := knownAt(all, at)
	if len(events) == 0 {
		return Page{}, FieldErrors{docket.Invalid(asOfField, "En ese momento el expediente todavía no estaba registrado. Elija uno posterior.")}
	}
	o.kase = docket.Replay(events)
	if o.procedure, err = d.Deps.Procedures.Version(o.kase.Procedure, o.kase.Version); err != nil {
		return Page{}, err
	}
	now, err := d.days(ctx)
	if err != nil {
		return Page{}, err
	}
	days, err := d.daysAt(ctx, now, o.kase.CalendarVersion()) // as it was counted then
	if err != nil {
		return Page{}, err
	}
	o.law = d.law(o.procedure, o.office, days)
	o.view, o.today = days.view(o.office), calendar.DateOf(at)
	return d.past(ctx, o, events, at)
}

// past is the page of a case that was put back to a moment.
func (d *Desk) past(ctx context.Context, o opened, events []docket.Event, at time.Time) (Page, error) {
	deadline, other, err := o.deadlines()
	if err != nil {
		return Page{}, err
	}
	names, err := d.names(ctx)
	if err != nil {
		return Page{}, err
	}
	docs, err := d.Store.Documents(ctx, o.request.ID)
	if err != nil {
		return Page{}, err
	}
	h := history{desk: d, o: o, names: names, docs: documents(docs)}
	p := Page{
		AsOf: at, Request: o.request, Case: o.kase, Procedure: o.procedure, StateName: stateName(o.procedure, o.kase.State), Office: o.office,
		Holder: names[o.kase.Holder], Deadline: deadline, Other: other, Today: o.today, Left: o.left(deadline.DueOn),
		Overdue:  overdue(deadline.DueOn, o.today, o.kase.Closed() || !o.kase.AnsweredAt.IsZero()),
		Expiries: o.expiries(), Tasks: o.kase.Tasks, Alarms: o.kase.Alarms,
	}
	p.Next = d.next(o, p.Holder, deadline)
	for _, doc := range docs {
		if !doc.At.After(at) {
			p.Documents = append(p.Documents, documentOf(doc))
		}
	}
	if p.Timeline, err = h.timeline(ctx, events); err != nil {
		return Page{}, err
	}
	if p.Letters, err = d.lettersAt(ctx, o, at); err != nil {
		return Page{}, err
	}
	p.Proposal, err = h.proposal(ctx)
	return p, err
}

// lettersAt are the letters decided by then. What the outbox learned later is left out.
func (d *Desk) lettersAt(ctx context.Context, o opened, at time.Time) ([]Letter, error) {
	all, err := d.letters(ctx, o)
	for i := range all {
		if l := &all[i]; l.SentAt.IsZero() || l.SentAt.After(at) {
			l.SentAt, l.Response, l.Error, l.Attempts = time.Time{}, "", "", 0
		}
	}
	return all, err
}

// knownAt are the events recorded by a moment.
func knownAt(events []docket.Event, at time.Time) []docket.Event {
	for i, e := range events {
		if e.At.After(at) { // events are numbered as they are recorded: the rest is later
			return events[:i]
		}
	}
	return events
}
