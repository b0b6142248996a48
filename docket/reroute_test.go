package docket_test

import (
	"testing"

	"foja/docket"
)

var norte = docket.Office{ID: "norte", Region: "La Libertad", Zone: "America/Lima", Opens: "08:00", Closes: "16:30"}

func reroute(to string) docket.Command {
	return docket.Command{Action: docket.ActReroute, Office: to, Text: "doc-why"}
}

func TestR17_misroutingMovesTheCaseAndNotItsTenDays(t *testing.T) {
	law := shippedLaw(t, "public-information")
	ana, manager := people[1], people[3]
	s := opened(t, law, true, false).do(t, law, ana, docket.Command{Action: docket.ActClaim})
	due := s.DueOn
	s = s.do(t, law, ana, reroute("norte"))
	if s.Office != "norte" || s.Holder != "" || s.State != "open" || s.DueOn != due {
		t.Fatalf("office %s, holder %q, state %s, due %s", s.Office, s.Holder, s.State, s.DueOn)
	}
	for _, task := range s.OpenTasks(docket.TaskAnswer) {
		if task.Holder != "" || task.State != docket.TaskOpen {
			t.Errorf("the old office still has work: %+v", task)
		}
	}
	if err := s.Check(law.Procedure, docket.Command{
		Key: "x", Action: docket.ActClaim, By: manager,
	}); docket.CodeOf(err) != docket.CodeForbidden {
		t.Errorf("the old office claims it: %v", err)
	}
	there := docket.Actor{User: "nora", Role: docket.RoleOfficer, Office: "norte"}
	if err := s.Check(law.Procedure, docket.Command{Key: "x", Action: docket.ActClaim, By: there}); err != nil {
		t.Errorf("the new office cannot claim it: %v", err)
	}
	// Read with the new office's calendar, in which no day differs here, the date is the same.
	law.Office = norte
	events, err := s.ApplyCalendarVersion(law, s.now)
	if err != nil || len(events) != 1 || events[0].Rule != "R5" {
		t.Fatalf("%v %+v", err, events)
	}
	s = s.then(events)
	if s.DueOn != due || s.Moved {
		t.Errorf("due %s, moved %v", s.DueOn, s.Moved)
	}
	if events, err := s.ApplyCalendarVersion(law, s.now); err != nil || events != nil {
		t.Errorf("it is counted anew twice: %v %+v", err, events)
	}
}

func TestReroute_theOldOfficesLawDoesNotSettleIt(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := opened(t, law, true, false).do(t, law, people[1], reroute("norte"))
	if events, err := s.ApplyCalendarVersion(law, s.now); err != nil || events != nil {
		t.Errorf("%v %+v", err, events)
	}
}

func TestReroute_needsAnotherOfficeAndAReason(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := opened(t, law, true, false)
	for name, cmd := range map[string]docket.Command{
		"none": reroute(""), "its own": reroute("lima"), "no reason": {Action: docket.ActReroute, Office: "norte"},
	} {
		cmd.Key, cmd.By = "x", people[0]
		if err := s.Check(law.Procedure, cmd); docket.CodeOf(err) != docket.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
