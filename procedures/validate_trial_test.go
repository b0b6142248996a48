package procedures_test

import (
	"testing"
	"time"

	"foja/docket"
	"foja/procedures"
)

func TestAdmitGivesOneArrivalItsDates(t *testing.T) {
	set, err := procedures.Load()
	if err != nil {
		t.Fatal(err)
	}
	cal, err := procedures.LoadCalendar()
	if err != nil {
		t.Fatal(err)
	}
	lima := docket.Office{ID: "lima", Region: "Lima", Zone: "America/Lima", Opens: "08:00", Closes: "16:30"}
	for _, c := range []struct {
		name, at        string
		policy          docket.ReceptionPolicy
		version, on, by string
	}{
		{"within hours", "2026-03-02T10:00:00-05:00", docket.OfficeHours, "2024", "2026-03-02", "2026-03-16"},
		// law: R13
		{"after hours, office hours", "2026-03-02T19:30:00-05:00", docket.OfficeHours, "2024", "2026-03-03", "2026-03-17"},
		{"after hours, same day", "2026-03-02T19:30:00-05:00", docket.SameDay24x7, "2024", "2026-03-02", "2026-03-16"},
		{"Holy Week", "2026-03-27T10:00:00-05:00", docket.OfficeHours, "2024", "2026-03-27", "2026-04-14"},
		{"old regulation", "2024-05-02T10:00:00-05:00", docket.OfficeHours, "2019", "2024-05-02", "2024-05-16"}, // law: R58
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		reg := docket.Registration{Procedure: "public-information", Channel: docket.ChannelEmail, ReceivedAt: at.UTC()}
		if err := procedures.Admit(set, cal, lima, c.policy, &reg); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if reg.Version != c.version || reg.ReceivedOn.String() != c.on || reg.DueOn.String() != c.by ||
			reg.Office != "lima" || reg.Policy != c.policy {
			t.Errorf("%s: version %s, received %s, due %s, office %q", c.name, reg.Version, reg.ReceivedOn,
				reg.DueOn, reg.Office)
		}
	}
	reg := docket.Registration{Procedure: "nada", ReceivedAt: time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)}
	if err := procedures.Admit(set, cal, lima, docket.OfficeHours, &reg); docket.CodeOf(err) != docket.CodeInvalid {
		t.Errorf("an unknown procedure gave %v", err)
	}
	reg = docket.Registration{Procedure: "public-information", ReceivedAt: time.Date(1950, 3, 2, 15, 0, 0, 0, time.UTC)}
	if err := procedures.Admit(set, cal, lima, docket.OfficeHours, &reg); docket.CodeOf(err) != docket.CodeInvalid {
		t.Errorf("a year outside the calendar gave %v", err)
	}
}
