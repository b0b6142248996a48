package figures

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// StatutoryRegister is the statutory register of a period: one line per request received in it. A user with
// an office sees that office's only, whatever the filter says.
func (s *Service) StatutoryRegister(ctx context.Context, by access.User, f RegisterFilter) (StatutoryRegister, error) {
	if err := by.Must(access.RegisterReaders); err != nil {
		return StatutoryRegister{}, err
	}
	if by.Office != "" {
		f.Office = by.Office
	}
	f, err := f.period(s.core.Today(f.Office))
	if err != nil {
		return StatutoryRegister{}, err
	}
	if f.Only != "" {
		if err := s.ReckonLines(ctx); err != nil {
			return StatutoryRegister{}, err
		}
	}
	var entries []store.RegisterEntry
	total := 0
	if f.Limit > 0 {
		entries, total, err = s.core.Store.RegisterPage(ctx, s.chosen(f), store.Page{Limit: f.Limit, Offset: f.Offset})
	} else {
		entries, err = s.core.Store.RegisterEntries(ctx, s.chosen(f))
		total = len(entries)
	}
	if err != nil {
		return StatutoryRegister{}, err
	}
	now, err := s.core.Days(ctx)
	if err != nil {
		return StatutoryRegister{}, err
	}
	register := StatutoryRegister{From: f.From, To: f.To, Total: total, Rows: make([]RegisterRow, len(entries))}
	for i, e := range entries {
		if register.Rows[i], err = s.registerRow(ctx, now, e); err != nil {
			return StatutoryRegister{}, err
		}
	}
	return register, nil
}

// chosen is a filter in the form of the store.
func (s *Service) chosen(f RegisterFilter) store.RegisterFilter {
	return store.RegisterFilter{From: f.From, To: f.To, Procedure: f.Procedure, Office: f.Office, Only: f.Only, Today: s.core.Today(f.Office)}
}

func (f RegisterFilter) period(today calendar.Date) (RegisterFilter, error) {
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
		return f, access.FieldErrors{docket.Invalid("to", "period.ends_before_it_begins")}
	}
	return f, nil
}

// registerRow is a request as the register tells it.
func (s *Service) registerRow(ctx context.Context, now *core.Days, e store.RegisterEntry) (RegisterRow, error) {
	p, err := s.core.ProcedureSet.Version(e.Procedure, e.Version)
	if err != nil {
		return RegisterRow{}, err
	}
	seat := s.core.Zones(e.Office)
	today := s.core.Today(e.Office)
	recorded := docket.Recorded(e.Events) // law: R51
	c := docket.Replay(recorded)
	row := RegisterRow{
		ID: e.ID, Number: e.Number, Procedure: p.Name, Office: s.core.Office(e.Office).Name, Requester: e.RequesterName,
		Subject: e.Subject, Text: e.Text, ReceivedOn: e.ReceivedOn, DueOn: c.DueOn, BusinessDays: -1, CalendarDays: -1,
		StateName: core.StateName(p, ""), Standing: StillOpen,
	}
	if len(e.Events) == 0 {
		row.DueOn = e.FirstDueOn
	} else {
		row.StateName = core.StateName(p, e.Events[len(e.Events)-1].State)
	}
	row.close(c, p)
	until := today
	if !c.AnsweredAt.IsZero() {
		row.AnsweredOn = seat.LawZone.DateOf(c.AnsweredAt)
		until = row.AnsweredOn
	}
	row.Late = !row.AnsweredOn.IsZero() && !row.DueOn.IsZero() && row.AnsweredOn.After(row.DueOn)
	row.Overdue = row.AnsweredOn.IsZero() && core.Overdue(row.DueOn, today, c.Closed())
	counted, err := s.core.DaysAt(ctx, now, c.CalendarVersion())
	if err != nil {
		return RegisterRow{}, err
	}
	days, err := takenDays(c.Ledger, p, counted.View(s.core.Office(e.Office)), e.ReceivedOn, until)
	var unknown *calendar.UnknownYearError
	if err != nil && !errors.As(err, &unknown) {
		return RegisterRow{}, fmt.Errorf("desk: register, %s: %w", e.Number, err)
	}
	parts := docket.DaysByHands(recorded, days, seat.LawZone)
	// A case older than the calendar has its line all the same, without the days that nobody can
	// count.
	if !row.AnsweredOn.IsZero() && err == nil {
		// What came on a Saturday and was answered on the Sunday was answered before its legal day: it took no day, not less.
		row.BusinessDays, row.CalendarDays, row.Hands = len(days), max(0, e.ReceivedOn.DaysUntil(row.AnsweredOn)), parts
	}
	if row.Late || row.Overdue {
		row.Lateness = latenessReason(parts)
	}
	row.observe(c, p)
	for _, e := range recorded {
		if len(e.Ledger) > 0 && e.Ledger[0].Kind == docket.LedgerExtension && e.Ground != "" && !slices.Contains(row.ExtensionGrounds, e.Ground) {
			row.ExtensionGrounds = append(row.ExtensionGrounds, e.Ground)
		}
	}
	row.recount(c, p, now.View(s.core.Office(e.Office)))
	return row, nil
}

// close tells how the case was closed the first time.
func (r *RegisterRow) close(c docket.Case, p docket.Procedure) {
	if !c.Closed() {
		return
	}
	if c.Annulled() {
		r.Outcome, r.OutcomeName, r.Standing = c.Outcome, core.OutcomeName(p, c.Outcome), Annulled
		return
	}
	r.Outcome, r.OutcomeName, r.Ground = c.Outcome, core.OutcomeName(p, c.Outcome), c.Ground
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
	var grounds []docket.Sentence
	for _, key := range c.Grounds() { // several where items were denied apart
		name := core.GroundName(p, key)
		if g, ok := p.Ground(key); ok && g.Cite != "" {
			name = docket.Say("name.with_cite", "name", name, "cite", g.Cite)
		}
		grounds = append(grounds, name)
	}
	r.Denial = core.Listed("list.semicolon", grounds...)
}

// observe notes what the history itself says. Officers' notes are internal and stay out.
func (r *RegisterRow) observe(c docket.Case, p docket.Procedure) {
	var notes []docket.Sentence
	if c.Annulled() {
		notes = append(notes, docket.Say("book.annulled", "reason", core.AnnulmentName(p, c.Ground)))
	}
	for _, entry := range c.Ledger {
		if entry.Kind == docket.LedgerExtension {
			r.Extended = true
			notes = append(notes, docket.Say("book.extended_until", "on", entry.To))
		}
	}
	if c.Overdue {
		notes = append(notes, docket.Say("book.overdue"))
	}
	r.Observations = core.Listed("list.space", notes...)
}
