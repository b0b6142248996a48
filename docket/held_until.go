package docket

import "time"

// heldFor is how long a held mail may wait in office hours before somebody is called, and then somebody above.
const heldFor = time.Hour

// HeldUntil is when a mail that came into the holding pen has waited for one hour of the office.
func (law Law) HeldUntil(from time.Time) (time.Time, error) {
	return law.afterOpen(from, heldFor)
}

// HeldTooLong is when it has waited for two.
func (law Law) HeldTooLong(from time.Time) (time.Time, error) {
	return law.afterOpen(from, 2*heldFor)
}

// afterOpen is the instant after which the office was open for a time that is shorter than its day.
func (law Law) afterOpen(from time.Time, d time.Duration) (time.Time, error) {
	start, err := law.NextOpen(from)
	if err != nil {
		return time.Time{}, err
	}
	_, closes, err := law.hours()
	if err != nil {
		return time.Time{}, err
	}
	day, _, _ := law.Zone.Local(start)
	closing := law.Zone.Instant(day, closes/60, closes%60)
	if end := start.Add(d); !end.After(closing) {
		return end, nil
	}
	next, err := law.NextOpen(closing.Add(time.Minute))
	return next.Add(d - closing.Sub(start)), err
}
