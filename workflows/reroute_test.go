package workflows_test

import (
	"testing"

	"foja/docket"
)

// A case that goes to La Libertad is counted with that region's holidays from then on (law: R5);
// the day of reception stays (law: R17).
func TestR17_aReroutedCaseIsCountedWhereItIs(t *testing.T) {
	s := byMail(t, "2025-12-22 10:00")
	a := s.do("2025-12-22 11:00", ana, claim())
	before := s.do("2025-12-22 11:30", ana, docket.Command{Action: docket.ActReroute, Office: "trujillo", Text: "doc-why"})
	s.at("2025-12-22 11:29", func() {
		s.activities.loaded.Office = "trujillo"
		s.activities.loaded.Law.Office = docket.Office{
			ID: "trujillo", Region: "La Libertad", Zone: "America/Lima", Opens: "08:00", Closes: "16:30",
		}
	})
	c := s.run("2025-12-23 12:00")
	accepted(t, a, before)
	if c.Office != "trujillo" || c.DueOn.String() != "2026-01-12" || c.Moved {
		t.Errorf("%s, due %s, moved %v", c.Office, c.DueOn, c.Moved)
	}
	if n := s.activities.count(docket.EventCalendarChanged); n != 1 {
		t.Errorf("it is counted anew %d times", n)
	}
}
