package docket_test

import (
	"testing"

	"foja/docket"
)

// Sent on 16 March 2026: it lives to 15 April at least, whatever somebody configured.
func TestR36_aDownloadLinkLivesThirtyDays(t *testing.T) {
	for days, want := range map[int]string{0: "2026-04-15", 30: "2026-04-15", 10: "2026-04-15", 60: "2026-05-15"} {
		if got := docket.LinkLastDay(day(t, "2026-03-16"), days); got != day(t, want) {
			t.Errorf("%d days: until %s, want %s", days, got, want)
		}
	}
}
