package cases

import (
	"context"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/docket"
)

// RequestAsOf shows a case as it was known at a moment: of its events, those recorded by then.
// What was recorded later is not in it, even when it tells of an earlier day. Nobody acts on
// the past: the page has no buttons.
func (s *Service) RequestAsOf(ctx context.Context, by access.User, id, when string) (Page, error) {
	o, err := s.core.Open(ctx, by, id)
	if err != nil {
		return Page{}, err
	}
	at, err := s.core.Moment(when, o.Request.Office)
	if err != nil {
		return Page{}, err
	}
	all, err := s.core.Store.Events(ctx, id)
	if err != nil {
		return Page{}, err
	}
	events := core.KnownAt(all, at)
	if len(events) == 0 {
		return Page{}, access.FieldErrors{docket.Invalid(core.AsOfField, "moment.before_registration")}
	}
	o.Case = docket.Replay(events)
	if o.Procedure, err = s.core.ProcedureSet.Version(o.Case.Procedure, o.Case.Version); err != nil {
		return Page{}, err
	}
	now, err := s.core.Days(ctx)
	if err != nil {
		return Page{}, err
	}
	days, err := s.core.DaysAt(ctx, now, o.Case.CalendarVersion()) // as it was counted then
	if err != nil {
		return Page{}, err
	}
	o.Law = s.core.Law(o.Procedure, o.Office, days)
	o.View, o.Today = days.View(o.Office), calendar.DateOf(at)
	return s.past(ctx, o, events, at)
}

// past is the page of a case that was put back to a moment.
func (s *Service) past(ctx context.Context, o core.LoadedCase, events []docket.Event, at time.Time) (Page, error) {
	deadline, other, err := o.Deadlines()
	if err != nil {
		return Page{}, err
	}
	names, err := s.access.Names(ctx)
	if err != nil {
		return Page{}, err
	}
	docs, err := s.core.Store.Documents(ctx, o.Request.ID)
	if err != nil {
		return Page{}, err
	}
	h := s.history.Of(o, names, history.ByID(docs))
	p := Page{
		AsOf: at, Request: o.Request, Case: o.Case, Procedure: o.Procedure, StateName: core.StateName(o.Procedure, o.Case.State), Office: o.Office,
		Holder: names[o.Case.Holder], Deadline: deadline, Other: other, Today: o.Today, Left: o.Left(deadline.DueOn),
		Overdue:  core.Overdue(deadline.DueOn, o.Today, o.Case.Closed() || !o.Case.AnsweredAt.IsZero()),
		Expiries: o.Expiries(), Tasks: o.Case.Tasks, Alarms: o.Case.Alarms,
	}
	p.Next = s.core.Next(o, p.Holder, deadline)
	for _, doc := range docs {
		if !doc.At.After(at) {
			p.Documents = append(p.Documents, documents.DocumentOf(doc))
		}
	}
	if p.Timeline, err = h.Timeline(ctx, events); err != nil {
		return Page{}, err
	}
	if p.Letters, err = s.lettersAt(ctx, o, at); err != nil {
		return Page{}, err
	}
	p.Proposal, err = h.Proposal(ctx)
	return p, err
}

// lettersAt are the letters decided by then. What the outbox learned later is left out.
func (s *Service) lettersAt(ctx context.Context, o core.LoadedCase, at time.Time) ([]history.Letter, error) {
	all, err := s.letters(ctx, o)
	for i := range all {
		if l := &all[i]; l.SentAt.IsZero() || l.SentAt.After(at) {
			l.SentAt, l.Response, l.Error, l.Attempts = time.Time{}, "", docket.Sentence{}, 0
		}
	}
	return all, err
}
