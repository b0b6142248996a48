package activities

import (
	"context"
	"fmt"
	"slices"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/workflows"
)

// lawYears is how many years of calendar a workflow carries at least, including the reception year; for an older
// case, until the end of next year. It loads the law again at the end.
const lawYears = 3

// LoadLaw reads the registration and the law in force for it.
func (a *Activities) LoadLaw(ctx context.Context, in workflows.RequestInput) (workflows.Loaded, error) {
	r, err := a.Store.Request(ctx, in.Request)
	if err != nil {
		return workflows.Loaded{}, refusal(err)
	}
	law, err := a.law(ctx, r)
	if err != nil {
		return workflows.Loaded{}, refusal(err)
	}
	known, err := a.caseInRegister(ctx, r.ID)
	if err != nil {
		return workflows.Loaded{}, refusal(err)
	}
	by := docket.System()
	if r.ReceivedBy != "" {
		by = docket.Actor{User: r.ReceivedBy, Role: docket.RoleReception, Office: r.Office}
	}
	return workflows.Loaded{
		Law: law, Office: r.Office, Channel: r.Channel,
		ReceivedAt: r.ReceivedAt, ReceivedOn: r.ReceivedOn.String(), Policy: r.Policy,
		By:      by,
		ByEmail: r.Requester.Email != "" && r.Requester.EmailConsent, // law: R41
		Remote:  remote(law.Procedure, r.DeliveryMode),
		Counter: r.Channel == docket.ChannelCounter,
		Case:    known,
	}, nil
}

// remote says whether a delivery mode of the procedure is free of cost.
func remote(p docket.Procedure, mode string) bool {
	return slices.ContainsFunc(p.DeliveryModes, func(m docket.DeliveryMode) bool { return m.Key == mode && m.Remote })
}

// caseInRegister is the case as the register has it; nil while it has no events.
func (a *Activities) caseInRegister(ctx context.Context, request string) (*docket.Case, error) {
	c, err := a.Store.Case(ctx, request)
	if err != nil || c.Seq == 0 {
		return nil, err
	}
	return &c, nil
}

// law is the procedure version and the part of the calendar that a case is counted with.
func (a *Activities) law(ctx context.Context, r docket.Request) (docket.Law, error) {
	office, ok := a.Agency.Office(r.Office)
	if !ok {
		return docket.Law{}, fmt.Errorf("office %q of request %s is not in the agency file", r.Office, r.ID)
	}
	loc, err := zone(office)
	if err != nil {
		return docket.Law{}, err
	}
	p, err := a.Procedures.Current(r.Procedure, r.Version, calendar.DateOf(a.Now().In(loc))) // law: R58
	if err != nil {
		return docket.Law{}, err
	}
	p.Duties = nil // texts for people, which no workflow reads
	// From a month before: under the other reception policy day zero is earlier, perhaps in the year before (law:
	// R15).
	from := r.ReceivedOn.AddDays(-31)
	to := calendar.Date{Year: max(r.ReceivedOn.Year+lawYears-1, a.Now().Year()+1), Month: time.December, Day: 31}
	days, err := a.calendars.InForce(ctx) // law: R9
	if err != nil {
		return docket.Law{}, err
	}
	slice, err := days.Slice(from, to)
	if err != nil {
		return docket.Law{}, err
	}
	return docket.Law{
		Procedure: p, Calendar: slice, Office: office, Undo: a.Undo, BothReadings: true,
		Zone: docket.ZoneOf(loc, from.At(0, 0, loc).AddDate(0, 0, -1), to.At(0, 0, loc).AddDate(0, 0, 2)),
	}, nil
}

func zone(o docket.Office) (*time.Location, error) {
	loc, err := time.LoadLocation(o.Zone)
	if err != nil {
		return nil, fmt.Errorf("office %s: %w", o.ID, err)
	}
	return loc, nil
}

// Project writes events and the case's row; a repeated call changes nothing. It also marks in the outbox the letters
// that were delivered on paper.
func (a *Activities) Project(ctx context.Context, in workflows.Projection) error {
	if err := a.Store.Project(ctx, in.Events, in.Case); err != nil {
		// The case is blocked until this succeeds, so the operator must see it.
		a.Logger.Error("a case's events cannot be written", "request", in.Case.Request, "event", in.Case.Seq, "error", err)
		return refusal(err)
	}
	for _, e := range in.Events {
		if e.Letter == nil || e.Letter.State != docket.LetterDelivered {
			continue
		}
		at := e.On
		if at.IsZero() {
			at = e.At
		}
		// A receipt printed at the counter has no outbox row.
		if err := ignoreNotFound(a.Store.MarkLetterDelivered(ctx, e.Letter.ID, at)); err != nil {
			return refusal(err)
		}
	}
	return nil
}
