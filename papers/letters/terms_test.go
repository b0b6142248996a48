package letters

import (
	"testing"
)

func TestBothReadingsOfTheAppealTerm(t *testing.T) { // law: R44
	d := sample(t)
	if len(d.Remedies) != 1 || len(d.Remedies[0].Terms) != 2 {
		t.Fatalf("remedies: %+v", d.Remedies)
	}
	// Friday 10 April 2026 + 15 calendar days = Saturday 25, rolled to Monday 27; + 15 business
	// days = Friday 1 May in a calendar without holidays.
	for i, want := range []string{"2026-04-27", "2026-05-01"} {
		if got := d.Remedies[0].Terms[i].Last.String(); got != want {
			t.Errorf("term %d ends %s, want %s", i, got, want)
		}
	}
}

func TestReasonsSplitAsTheyWereJoined(t *testing.T) {
	for _, c := range [][3]string{
		{"Porque sí.\n\nY más.", "hasta 2028", "R. 45"},
		{"Solo razones", "", ""},
		{"x", "", "R. 1"},
		{"x", "2 años", ""},
		{"", "", ""},
	} {
		text, until, resolution := SplitReasons(JoinReasons(c[0], c[1], c[2]))
		if text != c[0] || until != c[1] || resolution != c[2] {
			t.Errorf("%q became %q %q %q", c, text, until, resolution)
		}
	}
}
