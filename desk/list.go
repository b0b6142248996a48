package desk

import (
	"context"

	"foja/calendar"
	"foja/docket"
	"foja/store"
)

// Requests lists what a filter chooses and how many there are in all. A user with an office
// sees that office's only, whatever the filter says.
func (d *Desk) Requests(ctx context.Context, by User, f Filter) ([]Row, int, error) {
	if err := by.must(staff); err != nil {
		return nil, 0, err
	}
	if by.Office != "" {
		f.Office = by.Office
	}
	chosen, err := f.store(d.Today(f.Office))
	if err != nil {
		return nil, 0, err
	}
	if _, err := d.days(ctx); err != nil {
		return nil, 0, err
	}
	found, total, err := d.Store.Requests(ctx, chosen)
	if err != nil {
		return nil, 0, err
	}
	rows := make([]Row, 0, len(found))
	for _, r := range found {
		rows = append(rows, d.row(r))
	}
	return rows, total, nil
}

// nobodyHolds is the Holder of a filter that wants the unclaimed ones.
const nobodyHolds = "none"

// store puts the filter into the store's terms, on a day. Closed figures and lists must mean
// the same thing: the dashboard's filters pass through here too.
func (f Filter) store(today calendar.Date) (store.RequestFilter, error) {
	out := store.RequestFilter{
		Text: f.Text, Procedure: f.Procedure, Office: f.Office, Channel: docket.Channel(f.Channel), Outcome: f.Outcome,
		Hands: docket.Hands(f.Hands), Unit: f.Unit,
		ReceivedFrom: f.ReceivedFrom, ReceivedTo: f.ReceivedTo, DueFrom: f.DueFrom, DueTo: f.DueTo,
		AnsweredFrom: f.AnsweredFrom, AnsweredTo: f.AnsweredTo, InTerm: f.InTerm,
		Sort: f.Sort, Page: store.Page{Limit: f.Limit, Offset: f.Offset},
	}
	if f.State != "" {
		out.States = []string{f.State}
	}
	if out.Unclaimed = f.Holder == nobodyHolds; !out.Unclaimed {
		out.Holder = f.Holder
	}
	var wrong FieldErrors
	yes, no := true, false
	for _, q := range []struct {
		field, value string
		into         **bool
	}{{"open", f.Open, &out.Open}, {"late", f.Late, &out.Late}, {"answered", f.Answered, &out.Answered}} {
		switch q.value {
		case "":
		case "yes":
			*q.into = &yes
		case "no":
			*q.into = &no
		default:
			wrong = append(wrong, docket.Invalid(q.field, "Use yes o no."))
		}
	}
	if f.InTerm != "" && f.InTerm != store.InDue && f.InTerm != store.InFirst {
		wrong = append(wrong, docket.Invalid("in_term", "Use due o first."))
	}
	switch f.Due {
	case "":
	case "today":
		out.Open, out.Answered, out.DueFrom, out.DueTo = &yes, &no, today, today
	case "week":
		out.Open, out.Answered, out.DueFrom, out.DueTo = &yes, &no, today, weekEnd(today)
	default:
		wrong = append(wrong, docket.Invalid("due", "Use today o week."))
	}
	if f.Overdue {
		out.Open, out.OverdueOn = &yes, today
	}
	if len(wrong) > 0 {
		return out, wrong
	}
	return out, nil
}

// weekEnd is the Sunday of the day's week.
func weekEnd(today calendar.Date) calendar.Date {
	return today.AddDays((7 - int(today.Weekday())) % 7)
}

// row is a line of a list in words.
func (d *Desk) row(r store.RequestRow) Row {
	p := d.lastVersion(r.Procedure)
	today := d.Today(r.Office)
	return Row{
		ID: r.ID, Number: r.Number, Procedure: p.Name.ES, ProcedureKey: r.Procedure, Office: d.office(r.Office).Name, Channel: r.Channel,
		RequesterName: r.RequesterName, Subject: r.Subject, State: r.State, StateName: stateName(p, r.State), Hands: r.Hands,
		Holder: r.HolderName, ReceivedAt: r.ReceivedAt, ReceivedOn: r.ReceivedOn, DueOn: r.DueOn,
		Left: left(d.seen.Load().view(d.office(r.Office)), today, r.DueOn), Overdue: overdue(r.DueOn, today, !r.ClosedAt.IsZero() || !r.AnsweredAt.IsZero()),
		Outcome: outcomeName(p, r.Outcome), ClosedAt: r.ClosedAt,
	}
}

// rowOf is the line of an open case.
func (d *Desk) rowOf(o opened) Row {
	r, c := o.request, o.kase
	return d.row(store.RequestRow{
		ID: r.ID, Number: r.Number, Procedure: r.Procedure, Office: r.Office, Channel: r.Channel, RequesterName: r.Requester.Name,
		Subject: r.Subject, State: c.State, Hands: c.Hands, Holder: c.Holder, ReceivedAt: r.ReceivedAt, ReceivedOn: r.ReceivedOn,
		DueOn: c.DueOn, AlarmOn: c.AlarmOn, Outcome: c.Outcome, AnsweredAt: c.AnsweredAt, ClosedAt: c.ClosedAt,
	})
}

// lastVersion lends its names to lists: states and outcomes keep their keys over the versions.
func (d *Desk) lastVersion(key string) docket.Procedure {
	last := docket.Procedure{Key: key, Name: docket.Text{ES: key}}
	for _, p := range d.Deps.Procedures.All() {
		if p.Key == key {
			last = p
		}
	}
	return last
}
