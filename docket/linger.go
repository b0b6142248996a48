package docket

import "time"

// ListensUntil is the instant until which a closed case still takes what comes for it: the end
// of the AfterClose-th business day after it closed; the zero time for an open case. Where the
// calendar does not reach that far, weeks of five days are counted: nothing legal hangs on it. What
// was granted keeps it listening until its last day.
func (c *Case) ListensUntil(law Law) time.Time {
	if !c.Closed() {
		return time.Time{}
	}
	closed := law.Zone.DateOf(c.ClosedAt)
	last, _, err := law.View().AddBusinessDays(closed, law.Procedure.AfterClose)
	if err != nil {
		last = closed.AddDays(law.Procedure.AfterClose * 7 / 5)
	}
	return law.Zone.Instant(latestDate(last, c.listensForExpiry()).AddDays(1), 0, 0)
}
