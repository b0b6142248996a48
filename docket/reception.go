package docket

import (
	"errors"
	"fmt"
	"time"

	"foja/calendar"
)

// Receive returns the legal day of reception, day zero of the term, of something filed at an instant. The policy is
// the agency's choice, because the law has two interpretations (law: R15).
//
// The channel changes nothing today: mail, form and counter have one rule. Somebody who reached the counter within
// hours was received within hours however late the stamp, so the instant is that of arrival. Days are those of zone;
// exactly at closing time is still in time.
func Receive(at time.Time, _ Channel, policy ReceptionPolicy, office Office, zone Zone,
	view calendar.View,
) (calendar.Date, error) {
	r, err := receive(at, policy, office, zone, view)
	return r.on, err
}

// reception is a legal day with the rule that determined it.
type reception struct {
	on   calendar.Date
	rule string
}

func receive(at time.Time, policy ReceptionPolicy, office Office, zone Zone, view calendar.View) (reception, error) {
	filed := zone.DateOf(at)
	day, err := view.Day(filed)
	if err != nil {
		return reception{}, calendarRefusal(err)
	}
	hour, minute, err := ParseClock(office.Closes)
	if err != nil {
		return reception{}, fmt.Errorf("office %s, closing time: %w", office.ID, err)
	}
	rule := "R12"
	switch {
	case !day.Business:
		rule = "R14"
	case at.After(zone.Instant(filed, hour, minute)):
		rule = "R13"
	}
	switch {
	case policy != OfficeHours && policy != SameDay24x7:
		return reception{}, Invalid("reception", "reception.policy_unknown", "policy", policy, "one", OfficeHours,
			"other", SameDay24x7)
	case policy == SameDay24x7 || rule == "R12":
		return reception{filed, rule}, nil // law: R12 R13 R14
	}
	next, err := view.NextBusinessDay(filed) // law: R13 R14
	if err != nil {
		return reception{}, calendarRefusal(err)
	}
	return reception{next, rule}, nil
}

// otherPolicy is the interpretation that the agency did not choose.
func otherPolicy(p ReceptionPolicy) ReceptionPolicy {
	if p == OfficeHours {
		return SameDay24x7
	}
	return OfficeHours
}

// calendarRefusal explains to a person what the calendar lacks. The cause stays in the chain.
func calendarRefusal(err error) error {
	var year *calendar.UnknownYearError
	var region *calendar.UnknownRegionError
	switch {
	case errors.As(err, &year):
		return fmt.Errorf("%w (%w)", Refuse(CodeInvalid,
			"calendar.year_unknown", "calendar", year.Version, "first", year.First, "last", year.Last, "on", year.Date), err)
	case errors.As(err, &region):
		return fmt.Errorf("%w (%w)", Refuse(CodeInvalid,
			"calendar.region_unknown", "calendar", region.Version, "region", region.Region), err)
	default:
		return err
	}
}
