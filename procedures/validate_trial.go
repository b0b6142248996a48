package procedures

import (
	"fmt"
	"time"

	"foja/calendar"
	"foja/docket"
)

// Admit fills what the law says of a registration: the legal day of reception under the
// policy, the version of the procedure in force on it, and the due date. Every door (mail,
// counter, API) passes here, so that the same arrival gets the same dates everywhere.
//
// ReceivedAt, Channel and Procedure must be set. It refuses (CodeInvalid) an unknown procedure
// and days that the calendar or the procedure does not know, and nothing else: formalities
// are read in favour of admission.
func Admit(set *Set, cal calendar.Calendar, office docket.Office, policy docket.ReceptionPolicy,
	reg *docket.Registration,
) error {
	zone, err := zoneAround(office, reg.ReceivedAt)
	if err != nil {
		return err
	}
	view := cal.For(office.Region, office.ID)
	on, err := docket.Receive(reg.ReceivedAt, reg.Channel, policy, office, zone, view) // law: R12 R13 R14
	if err != nil {
		return err
	}
	p, err := set.For(reg.Procedure, on) // law: R58
	if err != nil {
		return err
	}
	start := docket.LedgerEntry{
		Kind: docket.LedgerStart, On: on, Received: reg.ReceivedAt, Policy: policy, Calendar: cal.Version, Event: 1,
	}
	deadline, err := docket.Fold([]docket.LedgerEntry{start}, p, view) // law: R1
	if err != nil {
		return err
	}
	reg.Office, reg.Policy = office.ID, policy // law: R15
	reg.Version, reg.ReceivedOn, reg.DueOn = p.Version, on, deadline.DueOn
	return nil
}

// zoneAround is the office's zone for the years in which a case received at t can live.
func zoneAround(office docket.Office, t time.Time) (docket.Zone, error) {
	loc, err := time.LoadLocation(office.Zone)
	if err != nil {
		return docket.Zone{}, fmt.Errorf("office %s: %w", office.ID, err)
	}
	return docket.ZoneOf(loc, t.AddDate(-1, 0, 0), t.AddDate(3, 0, 0)), nil
}
