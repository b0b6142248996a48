package core

import (
	"context"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/docket"
)

func noRequest() *docket.Error {
	return docket.Refuse(docket.CodeNotFound, "request.not_found")
}

// LoadedCase is a case as the desk reads it, with the law that it lives under.
type LoadedCase struct {
	Request   docket.Request
	Case      docket.Case
	Procedure docket.Procedure
	Office    docket.Office
	View      calendar.View // of the calendar in force
	Law       docket.Law    // that the case is counted with: a closed one stays with its own calendar (law: R9)
	Today     calendar.Date
}

// Open reads a case for a user. A case of another office does not exist for her.
func (s *Service) Open(ctx context.Context, by access.User, request string) (LoadedCase, error) {
	if err := by.Must(access.Staff); err != nil {
		return LoadedCase{}, err
	}
	r, err := s.Store.Request(ctx, request)
	if err != nil {
		return LoadedCase{}, err
	}
	if !by.Sees(r.Office) {
		return LoadedCase{}, noRequest()
	}
	return s.Read(ctx, r)
}

// Read joins a request with its case and its law.
func (s *Service) Read(ctx context.Context, r docket.Request) (LoadedCase, error) {
	days, err := s.Days(ctx)
	if err != nil {
		return LoadedCase{}, err
	}
	c, err := s.Store.Case(ctx, r.ID)
	if err != nil {
		return LoadedCase{}, err
	}
	return s.joined(ctx, days, r, c)
}

// ReadAll reads many cases, in the order of their IDs, as read does one: the register is asked once for all.
func (s *Service) ReadAll(ctx context.Context, ids []string) ([]LoadedCase, error) {
	days, err := s.Days(ctx)
	if err != nil {
		return nil, err
	}
	found, err := s.Store.Cases(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]LoadedCase, len(found))
	for i, f := range found {
		if list[i], err = s.joined(ctx, days, f.Request, f.Case); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s *Service) joined(ctx context.Context, now *Days, r docket.Request, c docket.Case) (LoadedCase, error) {
	p, err := s.ProcedureSet.Version(r.Procedure, r.Version)
	if err != nil {
		return LoadedCase{}, err
	}
	if len(c.Ledger) == 0 { // registered a moment ago: its workflow has not spoken yet
		c.Request, c.Procedure, c.Version, c.Office, c.Channel = r.ID, r.Procedure, r.Version, r.Office, r.Channel
		c.Ledger = []docket.LedgerEntry{{Kind: docket.LedgerStart, At: r.RegisteredAt, On: r.ReceivedOn, Received: r.ReceivedAt, Policy: r.Policy, Calendar: now.Calendar.Version}}
		c.DueOn, c.AlarmOn, c.Hands = r.DueOn, r.DueOn, docket.HandsReception
	}
	office := s.Office(r.Office)
	counted, err := s.DaysAt(ctx, now, c.CalendarVersion())
	if err != nil {
		return LoadedCase{}, err
	}
	return LoadedCase{
		Request: r, Case: c, Procedure: p, Office: office, View: now.View(office), Law: s.Law(p, office, counted), Today: s.Today(r.Office),
	}, nil
}

// Deadlines folds the ledger, under both readings of the reception rule (law: R15).
func (o LoadedCase) Deadlines() (docket.Deadline, *docket.Deadline, error) {
	deadline, other, _, err := o.Law.Readings(o.Case.Ledger)
	return deadline, other, err
}

// Left counts the business days from today to the due day; negative when it has passed. Days
// that the calendar does not know count as none: a list must not fail for an old case.
func (o LoadedCase) Left(due calendar.Date) int { return Left(o.View, o.Today, due) }

// Held is the letter that still can be taken back, nil when there is none.
func (o LoadedCase) Held(now time.Time) *docket.Letter {
	for _, l := range o.Case.Letters {
		if l.Held(now) {
			return &l
		}
	}
	return nil
}
