package docket_test

import (
	"testing"
	"time"
)

func TestAHeldMailWaitsAnHourOfTheOffice(t *testing.T) {
	law := lawOfLima(t)
	at := func(n, hour, minute int) time.Time {
		return law.Zone.Instant(day(t, "2026-03-01").AddDays(n-1), hour, minute)
	}
	for _, c := range []struct{ from, one, two time.Time }{
		{at(2, 10, 0), at(2, 11, 0), at(2, 12, 0)}, // Monday morning
		{at(1, 10, 0), at(2, 9, 0), at(2, 10, 0)},  // Sunday
		{at(2, 16, 0), at(3, 8, 30), at(3, 9, 30)}, // half an hour before closing
	} {
		one, err := law.HeldUntil(c.from)
		two, failed := law.HeldTooLong(c.from)
		if err != nil || failed != nil || !one.Equal(c.one) || !two.Equal(c.two) {
			t.Errorf("%s: %s, want %s; %s, want %s; %v %v", c.from, one, c.one, two, c.two, err, failed)
		}
	}
}
