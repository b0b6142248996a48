package core

import (
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"go.temporal.io/sdk/client"

	"foja/calendar"
	"foja/docket"
	"foja/procedures"
	"foja/store"
	"foja/store/parsed"
)

// Deps is what every room of the desk works with.
type Deps struct {
	Store    *store.Store
	Messages *parsed.Messages // nil = of Store
	// Temporal reaches the workflows; Workflows replaces it in tests.
	Temporal        client.Client
	Workflows       Workflows
	ProcedureSet    *procedures.Set
	ShippedCalendar calendar.Calendar // it counts until another is published
	AgencyFile      docket.Agency     // as in the file; Agency adds what administrators changed
	Policy          docket.ReceptionPolicy
	// EmailConsent: asking by e-mail counts as consent to be answered by e-mail (law: R41).
	EmailConsent bool
	Now          func() time.Time
	Logger       *slog.Logger
	MailOffice   string // that requests to the agency's own mailbox belong to; "" = the first
}

// Service loads cases and knows the law of the day.
type Service struct {
	Deps
	offices  map[string]OfficeZone         // by office
	unitsNow atomic.Pointer[[]docket.Unit] // of the agency file with what administrators changed; nil = as in the file

	calendars *store.CalendarSource
	inForce   atomic.Pointer[Days] // the calendar in force when it was last asked for
	older     sync.Map             // by version: *Days, of calendars that were in force before
}

// New checks that nothing is missing and that every office's zone is known.
func New(d Deps) (*Service, error) {
	if d.Store == nil || d.ProcedureSet == nil || d.Logger == nil {
		return nil, errors.New("desk: store, procedures and logger are needed")
	}
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Messages == nil {
		d.Messages = parsed.New(d.Store)
	}
	if d.Workflows == nil {
		if d.Temporal == nil {
			return nil, errors.New("desk: a Temporal client is needed")
		}
		d.Workflows = temporalWorkflows{d.Temporal}
	}
	if len(d.AgencyFile.Offices) == 0 {
		return nil, errors.New("desk: the agency has no office")
	}
	if d.Policy != docket.OfficeHours && d.Policy != docket.SameDay24x7 {
		return nil, fmt.Errorf("desk: reception policy %q: use %s or %s", d.Policy, docket.OfficeHours, docket.SameDay24x7)
	}
	s := &Service{Deps: d, offices: map[string]OfficeZone{}}
	for _, o := range d.AgencyFile.Offices {
		zone, err := time.LoadLocation(o.Zone)
		if err != nil {
			return nil, fmt.Errorf("desk: office %s: %w", o.ID, err)
		}
		view := d.ShippedCalendar.For(o.Region, o.ID)
		// A misspelt region would be a holiday lost, on every case: not a day to start on.
		var region *calendar.UnknownRegionError
		if _, err := view.Day(calendar.DateOf(d.Now().In(zone))); errors.As(err, &region) {
			return nil, fmt.Errorf("desk: office %s: %w", o.ID, err)
		}
		s.offices[o.ID] = OfficeZone{zone, docket.ZoneOf(zone, ZoneFrom, ZoneTo)}
	}
	s.calendars = store.NewCalendarSource(d.Store, d.ShippedCalendar)
	s.inForce.Store(s.DaysOf(d.ShippedCalendar))
	return s, nil
}
