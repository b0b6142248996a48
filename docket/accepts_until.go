package docket

import "time"

// AcceptsUntil is until when a closed case accepts messages and acts: the end of the AfterClose-th business day after
// it closed; zero for an open case. Where the calendar does not reach that far, weeks of five days are counted:
// nothing legal depends on it. A grant keeps it accepting until its last day.
func (c *Case) AcceptsUntil(law Law) time.Time {
	if !c.Closed() {
		return time.Time{}
	}
	closed := law.Zone.DateOf(c.ClosedAt)
	last, _, err := law.View().AddBusinessDays(closed, law.Procedure.AfterClose)
	if err != nil {
		last = closed.AddDays(law.Procedure.AfterClose * 7 / 5)
	}
	return law.Zone.Instant(latestDate(last, c.lastExpiry()).AddDays(1), 0, 0)
}
