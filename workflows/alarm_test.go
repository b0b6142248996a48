package workflows_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"foja/docket"
)

// Received Monday 2 March 2026, due Monday 16 March; no holiday lies between.
const monday = "2026-03-02 10:00"

// ofAlarm are the notices of one rung.
func ofAlarm(notices []string, rung string) []string {
	return slices.DeleteFunc(slices.Clone(notices), func(n string) bool { return !strings.Contains(n, " "+rung+" ") })
}

// quietly acknowledges whatever rings, a minute after it does, so that nothing climbs.
func (s *stage) quietly(when string, by docket.Actor, alarm string) *answer {
	s.t.Helper()
	return s.do(when, by, docket.Command{Action: docket.ActAcknowledge, Alarm: alarm})
}

func TestUnclaimedAfterOneBusinessDay_theOfficersUnitIsTold(t *testing.T) {
	s := byMail(t, monday)
	s.run("2026-03-03 12:00")
	same(t, "notices", s.activities.notices, []string{"2026-03-03 09:00 unclaimed -> [officer]"})
}

func TestClaimedInTime_nobodyIsRemindedOfClaimingIt(t *testing.T) {
	s := byMail(t, monday)
	accepted := s.do("2026-03-03 08:59", ana, claim())
	c := s.run("2026-03-06 12:00")
	if accepted.err != nil || len(s.activities.notices) != 0 || len(c.Alarms) != 0 {
		t.Errorf("%v, %v", accepted.err, s.activities.notices)
	}
}

func TestClaimedLate_theReminderIsOver(t *testing.T) {
	s := byMail(t, monday)
	a := s.do("2026-03-03 10:00", ana, claim())
	c := s.run("2026-03-06 12:00")
	accepted(t, a)
	same(t, "notices", s.activities.notices, []string{"2026-03-03 09:00 unclaimed -> [officer]"}) // it does not climb
	if !c.Alarms[0].Obsolete {
		t.Errorf("%+v", c.Alarms)
	}
}

// The whole ladder of a case that is claimed and then left lying, every rung acknowledged.
func TestLadder_eachRungRingsAtItsMinuteAndForItsPeople(t *testing.T) {
	s := byMail(t, monday)
	answers := []*answer{
		s.do("2026-03-02 11:00", ana, claim()),
		s.quietly("2026-03-09 09:01", ana, "half"),
		s.quietly("2026-03-11 09:01", ana, "three-left"),
		s.quietly("2026-03-13 09:01", ana, "one-left"),
		s.quietly("2026-03-16 08:31", manager, "due"),
	}
	c := s.run("2026-03-19 12:00")
	accepted(t, answers...)
	want := []string{
		"three-left -> [holder deputy]", "one-left -> [holder deputy]", "due -> [manager]",
		"breach -> [head]", "breach-2 -> [head]", "breach-3 -> [head]",
	}
	var got []string
	for _, n := range s.activities.notices {
		if !strings.Contains(n, " half ") {
			got = append(got, n[len("2026-03-11 09:00 "):])
		}
	}
	same(t, "rungs", got, want)
	same(t, "half", ofAlarm(s.activities.notices, "half"), []string{s.activities.notices[0]})
	for rung, minute := range map[string]string{
		"three-left": "2026-03-11 09:00", "one-left": "2026-03-13 09:00", "due": "2026-03-16 08:30",
		"breach": "2026-03-17 08:30", "breach-2": "2026-03-18 08:30", "breach-3": "2026-03-19 08:30",
	} {
		if n := ofAlarm(s.activities.notices, rung); len(n) != 1 || !strings.HasPrefix(n[0], minute) {
			t.Errorf("%s: %v, want %s", rung, n, minute)
		}
	}
	if c.State != "in_progress" || !c.Overdue {
		t.Errorf("%s, overdue %t", c.State, c.Overdue)
	}
}

func TestHalfTime_theHolderIsTold(t *testing.T) {
	s := byMail(t, monday)
	a := s.do("2026-03-02 11:00", ana, claim())
	s.run("2026-03-09 23:00")
	accepted(t, a)
	if len(s.activities.notices) != 1 || !strings.HasSuffix(s.activities.notices[0], "half -> [holder]") {
		t.Errorf("%v", s.activities.notices)
	}
	at := s.activities.find(docket.EventAlarm).At
	if d := peruTime.DateOf(at); d.String() < "2026-03-06" || d.String() > "2026-03-09" || clock(at)[11:] != "09:00" {
		t.Errorf("at %s", clock(at))
	}
}

func TestUnacknowledged_itClimbsOneRoleAStep(t *testing.T) {
	s := byMail(t, monday)
	s.run("2026-03-05 23:00")
	same(t, "notices", s.activities.notices, []string{
		"2026-03-03 09:00 unclaimed -> [officer]",
		"2026-03-04 09:00 unclaimed -> [manager]",
		"2026-03-05 09:00 unclaimed -> [head]",
	})
	if s.activities.steps[0] != 0 || s.activities.steps[1] != 1 || s.activities.steps[2] != 2 {
		t.Errorf("steps %v", s.activities.steps)
	}
}

func TestAcknowledged_itDoesNotClimb(t *testing.T) {
	s := byMail(t, monday)
	a := s.quietly("2026-03-03 10:00", bruno, "unclaimed")
	again := s.quietly("2026-03-03 10:01", bruno, "unclaimed")
	c := s.run("2026-03-05 23:00")
	accepted(t, a)
	refused(t, again, docket.CodeConflict, "alertas")
	if len(s.activities.notices) != 1 || c.Alarms[0].AckedBy != "u-bruno" {
		t.Errorf("%v %+v", s.activities.notices, c.Alarms)
	}
}

func TestAlarmToTheManager_isNotSilencedByTheOfficer(t *testing.T) {
	s := byMail(t, monday)
	a := s.do("2026-03-02 11:00", ana, claim())
	b := s.quietly("2026-03-16 09:00", ana, "due")
	d := s.quietly("2026-03-16 09:01", head, "due")
	c := s.run("2026-03-16 12:00")
	accepted(t, a, d)
	refused(t, b, docket.CodeInvalid, "corresponde")
	if i := slices.IndexFunc(c.Alarms, func(a docket.Alarm) bool { return a.ID == "due" }); i < 0 ||
		c.Alarms[i].AckedBy != "u-head" {
		t.Errorf("%+v", c.Alarms)
	}
}

func TestNights_weekendsAndHolidaysAreQuiet(t *testing.T) {
	// Friday 27 March 2026; Holy Week; due Tuesday 14 April. Then left alone for three weeks more.
	s := byMail(t, "2026-03-27 10:00")
	s.run("2026-05-06 00:00")
	law := s.activities.loaded.Law
	if len(s.activities.notices) < 20 {
		t.Fatalf("%d notices", len(s.activities.notices))
	}
	for _, n := range s.activities.notices {
		at := local(t, n[:len("2026-03-27 10:00")])
		day, err := law.View().Day(peruTime.DateOf(at))
		if hour := clock(at)[11:]; err != nil || !day.Business || hour < "08:00" || hour > "16:30" {
			t.Errorf("%s (%v)", n, err)
		}
	}
	same(t, "due", ofAlarm(s.activities.notices, "due")[:1], []string{"2026-04-14 08:30 due -> [manager]"})
}

func TestDueDayEnds_theCaseStaysOpenAndSaysSo(t *testing.T) {
	s := byMail(t, monday)
	a := s.do("2026-03-02 11:00", ana, claim())
	b := s.do("2026-03-17 10:00", ana, respond())
	c := s.run("2026-03-17 12:00")
	accepted(t, a, b)
	e := s.activities.find(docket.EventOverdue)
	if clock(e.At) != "2026-03-17 00:00" || e.State != "in_progress" || e.Rule != "R38" {
		t.Errorf("%s %s %s", clock(e.At), e.State, e.Rule)
	}
	if c.Outcome != "delivered-late" {
		t.Errorf("%s", c.Outcome)
	}
}

func TestBackDatedCase_onlyTheLoudestRungRings(t *testing.T) {
	// It came on 2 March, and is registered on Thursday 19 March in the evening, three days late.
	s := newStage(t, "public-information", monday, local(t, "2026-03-19 20:00"))
	c := s.run("2026-03-20 08:15")
	if len(s.activities.notices) != 1 || !strings.HasPrefix(s.activities.notices[0], "2026-03-20 08:") ||
		!strings.Contains(s.activities.notices[0], "breach") {
		t.Errorf("notices %v", s.activities.notices) // and not at night
	}
	rung := 0
	for _, a := range c.Alarms {
		if !a.Obsolete {
			rung++
		} else if !a.FiredAt.IsZero() {
			t.Errorf("%s rang and was overtaken at once", a.ID)
		}
	}
	if rung != 1 || len(c.Alarms) < 5 || !c.Overdue {
		t.Errorf("%+v", c.Alarms)
	}
}

func TestAnswered_nothingRingsAnyMore(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-03 10:00", ana, claim()), s.do("2026-03-04 10:00", ana, respond())
	c := s.run("2026-05-04 10:00")
	accepted(t, a, b)
	same(t, "notices", s.activities.notices, []string{"2026-03-03 09:00 unclaimed -> [officer]"})
	if len(c.PendingAlarms()) != 0 {
		t.Errorf("%+v", c.PendingAlarms())
	}
}

func TestLetterUnderWay_theClockStillRuns(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-03 08:00", ana, claim()), s.do("2026-03-16 08:00", ana, respond())
	s.activities.send = func(int) error {
		if s.env.Now().After(local(t, "2026-03-16 07:00")) {
			return errors.New("connection refused")
		}
		return nil
	}
	c := s.run("2026-03-17 12:00")
	accepted(t, a, b)
	if len(ofAlarm(s.activities.notices, "due")) == 0 || len(ofAlarm(s.activities.notices, "breach")) != 1 ||
		c.State != "notifying" {
		t.Errorf("%s, %v", c.State, s.activities.notices)
	}
}

func TestTimer_onlyOneIsArmedAndItIsNotMovedInVain(t *testing.T) {
	s := byMail(t, monday)
	var armed []string
	s.env.SetOnTimerScheduledListener(func(_ string, d time.Duration) { armed = append(armed, clock(s.env.Now().Add(d))) })
	a := s.do("2026-03-02 11:00", clerk, note())
	b := s.do("2026-03-02 12:00", clerk, note())
	d := s.do("2026-03-02 13:00", ana, claim())
	s.run("2026-03-02 14:00")
	accepted(t, a, b, d)
	if len(armed) != 2 || armed[0] != "2026-03-03 09:00" || armed[1] != "2026-03-05 00:00" {
		t.Errorf("timers for %v", armed)
	}
}
