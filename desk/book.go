package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/store"
)

// bookReaders may read the statutory register: those who watch, and officers, who are seen to
// by their office.
var bookReaders = append([]docket.Role{docket.RoleOfficer}, watchers...)

// Book is the statutory register of a period: one line per request received in it. A user with
// an office sees that office's only, whatever the filter says.
func (d *Desk) Book(ctx context.Context, by User, f BookFilter) (Book, error) {
	if err := by.must(bookReaders); err != nil {
		return Book{}, err
	}
	if by.Office != "" {
		f.Office = by.Office
	}
	f, err := f.period(d.Today(f.Office))
	if err != nil {
		return Book{}, err
	}
	if f.Only != "" {
		if err := d.ReckonLines(ctx); err != nil {
			return Book{}, err
		}
	}
	var entries []store.RegisterEntry
	total := 0
	if f.Limit > 0 {
		entries, total, err = d.Store.RegisterPage(ctx, d.chosen(f), store.Page{Limit: f.Limit, Offset: f.Offset})
	} else {
		entries, err = d.Store.RegisterEntries(ctx, d.chosen(f))
		total = len(entries)
	}
	if err != nil {
		return Book{}, err
	}
	now, err := d.days(ctx)
	if err != nil {
		return Book{}, err
	}
	book := Book{From: f.From, To: f.To, Total: total, Rows: make([]BookRow, len(entries))}
	for i, e := range entries {
		if book.Rows[i], err = d.bookRow(ctx, now, e); err != nil {
			return Book{}, err
		}
	}
	return book, nil
}

// chosen is a filter as the store knows it.
func (d *Desk) chosen(f BookFilter) store.RegisterFilter {
	return store.RegisterFilter{From: f.From, To: f.To, Procedure: f.Procedure, Office: f.Office, Only: f.Only, Today: d.Today(f.Office)}
}

func (f BookFilter) period(today calendar.Date) (BookFilter, error) {
	if f.From.IsZero() {
		year := today.Year
		if !f.To.IsZero() {
			year = f.To.Year
		}
		f.From = calendar.Date{Year: year, Month: time.January, Day: 1}
	}
	if f.To.IsZero() {
		f.To = calendar.Date{Year: f.From.Year, Month: time.December, Day: 31}
	}
	if f.To.Before(f.From) {
		return f, FieldErrors{docket.Invalid("to", "El período termina antes de empezar. Corrija las fechas.")}
	}
	return f, nil
}

// bookRow is a request as the register tells it.
func (d *Desk) bookRow(ctx context.Context, now *days, e store.RegisterEntry) (BookRow, error) {
	p, err := d.Deps.Procedures.Version(e.Procedure, e.Version)
	if err != nil {
		return BookRow{}, err
	}
	seat := d.seat(e.Office)
	today := d.Today(e.Office)
	recorded := docket.Recorded(e.Events) // law: R51
	c := docket.Replay(recorded)
	row := BookRow{
		ID: e.ID, Number: e.Number, Procedure: p.Name.ES, Office: d.office(e.Office).Name, Requester: e.RequesterName,
		Subject: e.Subject, Text: e.Text, ReceivedOn: e.ReceivedOn, DueOn: c.DueOn, BusinessDays: -1, CalendarDays: -1,
		StateName: stateName(p, ""), Standing: StillOpen,
	}
	if len(e.Events) == 0 {
		row.DueOn = e.FirstDueOn
	} else {
		row.StateName = stateName(p, e.Events[len(e.Events)-1].State)
	}
	row.close(c, p)
	until := today
	if !c.AnsweredAt.IsZero() {
		row.AnsweredOn = seat.lawZone.DateOf(c.AnsweredAt)
		until = row.AnsweredOn
	}
	row.Late = !row.AnsweredOn.IsZero() && !row.DueOn.IsZero() && row.AnsweredOn.After(row.DueOn)
	row.Overdue = row.AnsweredOn.IsZero() && overdue(row.DueOn, today, c.Closed())
	counted, err := d.daysAt(ctx, now, c.CalendarVersion())
	if err != nil {
		return BookRow{}, err
	}
	days, err := takenDays(c.Ledger, p, counted.view(d.office(e.Office)), e.ReceivedOn, until)
	var unknown *calendar.UnknownYearError
	if err != nil && !errors.As(err, &unknown) {
		return BookRow{}, fmt.Errorf("desk: register, %s: %w", e.Number, err)
	}
	parts := docket.DaysByHands(recorded, days, seat.lawZone)
	// A case older than the calendar has its line all the same, without the days that nobody can
	// count.
	if !row.AnsweredOn.IsZero() && err == nil {
		// What came on a Saturday and was answered on the Sunday was answered before its legal day: it took no day, not less.
		row.BusinessDays, row.CalendarDays, row.Hands = len(days), max(0, e.ReceivedOn.DaysUntil(row.AnsweredOn)), parts
	}
	if row.Late || row.Overdue {
		row.Lateness = latenessReason(parts)
	}
	row.observe(c)
	for _, e := range recorded {
		if len(e.Ledger) > 0 && e.Ledger[0].Kind == docket.LedgerExtension && e.Ground != "" && !slices.Contains(row.ExtensionGrounds, e.Ground) {
			row.ExtensionGrounds = append(row.ExtensionGrounds, e.Ground)
		}
	}
	row.recount(c, p, now.view(d.office(e.Office)))
	return row, nil
}

// close tells how the case was closed the first time.
func (r *BookRow) close(c docket.Case, p docket.Procedure) {
	if !c.Closed() {
		return
	}
	r.Outcome, r.OutcomeName, r.Ground = c.Outcome, outcomeName(p, c.Outcome), c.Ground
	if o, ok := p.Outcome(c.Outcome); ok {
		r.Numeral = o.Code
	}
	switch c.Outcome {
	case p.Closing.RespondInTime:
		r.Standing = AttendedInTime
	case p.Closing.RespondLate:
		r.Standing = AttendedLate
	default:
		r.Standing = Unattended
	}
	for i, key := range c.Grounds() { // several where items were denied apart
		if i > 0 {
			r.Denial += "; "
		}
		r.Denial += groundName(p, key)
		if g, ok := p.Ground(key); ok && g.Cite != "" {
			r.Denial += " (" + g.Cite + ")"
		}
	}
}

// observe notes what the history itself says. Officers' notes are internal and stay out.
func (r *BookRow) observe(c docket.Case) {
	var notes []string
	for _, entry := range c.Ledger {
		if entry.Kind == docket.LedgerExtension {
			r.Extended = true
			notes = append(notes, "Prórroga hasta el "+numericDay(entry.To)+".")
		}
	}
	if c.Overdue {
		notes = append(notes, "El plazo terminó sin respuesta.")
	}
	r.Observations = strings.Join(notes, " ")
}

func numericDay(d calendar.Date) string {
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
}
