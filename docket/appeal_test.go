package docket_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

// appealing plays an appeal in Lima's calendar; times are Lima's.
type appealing struct {
	t   testing.TB
	law docket.Law
	a   docket.Appeal
}

var (
	appealOfficer = docket.Actor{User: "u-ana", Role: docket.RoleOfficer, Office: "lima"}
	appealManager = docket.Actor{User: "u-manager", Role: docket.RoleManager, Office: "lima"}
)

func appealLaw(t testing.TB) docket.Law {
	t.Helper()
	return docket.Law{Calendar: peru(t), Office: lima, Zone: limaTime}
}

func moment(t testing.TB, s string) time.Time {
	t.Helper()
	if s == "" {
		return time.Time{}
	}
	wall, err := time.Parse("2006-01-02 15:04", s)
	if err != nil {
		t.Fatal(err)
	}
	return wall.Add(5 * time.Hour)
}

func appealed(t testing.TB, route docket.AppealRoute, filed string) *appealing {
	t.Helper()
	at := moment(t, filed)
	events, err := docket.OpenAppeal(docket.AppealOpening{
		Request: "r-1", N: 1, Office: "lima", Against: docket.AgainstSilence, Route: route, FiledAt: at, By: appealOfficer,
	}, at)
	if err != nil {
		t.Fatal(err)
	}
	s := &appealing{t: t, law: appealLaw(t)}
	s.apply(events)
	return s
}

func (s *appealing) apply(events []docket.AppealEvent) {
	s.t.Helper()
	for _, e := range events {
		if e.Seq != s.a.Seq+1 {
			s.t.Fatalf("event %d follows event %d", e.Seq, s.a.Seq)
		}
		s.a.Apply(e)
	}
}

// try records an act at a wall time, with a proof of it.
func (s *appealing) try(when string, cmd docket.AppealCommand) error {
	s.t.Helper()
	if cmd.By == (docket.Actor{}) {
		cmd.By = appealOfficer
	}
	if cmd.Text == "" {
		cmd.Text = "doc-proof"
	}
	now := moment(s.t, when)
	events, err := s.a.Decide(s.law, cmd, now)
	s.apply(events)
	return err
}

func (s *appealing) do(when string, actions ...docket.Action) {
	s.t.Helper()
	for _, action := range actions {
		if err := s.try(when, docket.AppealCommand{Action: action}); err != nil {
			s.t.Fatalf("%s: %v", action, err)
		}
	}
}

func (s *appealing) wake(when string) []docket.AppealEvent {
	s.t.Helper()
	events, err := s.a.Wake(s.law, moment(s.t, when))
	if err != nil {
		s.t.Fatal(err)
	}
	s.apply(events)
	return events
}

// wantTraps holds the running terms against "action day rule hands" of each.
func (s *appealing) wantTraps(want ...string) {
	s.t.Helper()
	subs, err := s.law.AppealSubDeadlines(s.a)
	if err != nil {
		s.t.Fatal(err)
	}
	var got []string
	for _, sub := range subs {
		got = append(got, strings.Join([]string{string(sub.Action), sub.On.String(), sub.Rule, string(sub.Hands)}, " "))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("terms: %s", diff)
	}
}

// law: R44
func TestR44_bothDatesAreShownAndNeitherRefuses(t *testing.T) {
	shorter, longer, err := appealLaw(t).AppealTerm(docket.AgainstDenial, moment(t, "2026-03-16 10:00"))
	if err != nil || shorter != day(t, "2026-03-31") || longer != day(t, "2026-04-08") {
		t.Errorf("%s and %s (%v)", shorter, longer, err)
	}
	filed := moment(t, "2026-12-01 10:00")
	events, err := docket.OpenAppeal(docket.AppealOpening{
		Request: "r-1", N: 1, Office: "lima", Against: docket.AgainstDenial, Route: docket.ThroughUs, FiledAt: filed,
		By: appealOfficer,
	}, filed)
	if err != nil || len(events) != 1 {
		t.Errorf("an appeal nine months later: %v, %v", events, err)
	}
}

// law: R45
func TestR45_againstSilenceThereIsNoLastDay(t *testing.T) {
	shorter, longer, err := appealLaw(t).AppealTerm(docket.AgainstSilence, moment(t, "2026-03-16 10:00"))
	if err != nil || !shorter.IsZero() || !longer.IsZero() {
		t.Errorf("%s and %s (%v)", shorter, longer, err)
	}
}

// law: R46
func TestR46_isSentUpInTwoDays(t *testing.T) {
	s := appealed(t, docket.ThroughUs, "2026-04-06 10:00")
	s.wantTraps("send_up 2026-04-08 R46 officer")
	if events := s.wake("2026-04-08 23:59"); len(events) != 0 {
		t.Errorf("the last day is whole: %+v", events)
	}
	if next, err := s.a.NextWake(s.law); err != nil || !next.Equal(moment(t, "2026-04-09 00:00")) {
		t.Errorf("wakes at %s (%v)", next, err)
	}
	events := s.wake("2026-04-09 00:00")
	if len(events) != 1 || events[0].Kind != docket.AppealEventSubDeadlinePassed || events[0].Rule != "R46" ||
		events[0].SubDeadline != "send_up" {
		t.Errorf("%+v", events)
	}
	if again := s.wake("2026-04-20 00:00"); len(again) != 0 {
		t.Errorf("told twice: %+v", again)
	}
	s.do("2026-04-20 09:00", docket.ActSendUp) // late, and still owed
	if s.a.State() != docket.AppealSentUp || s.a.Hands() != docket.HandsTribunal {
		t.Errorf("%s, %s", s.a.State(), s.a.Hands())
	}
}

// law: R46
func TestR46_filedAtTheTribunalThereIsNothingToSendUp(t *testing.T) {
	s := appealed(t, docket.Directly, "2026-04-08 10:00")
	if s.a.State() != docket.AppealReceived {
		t.Errorf("%s", s.a.State())
	}
	s.wantTraps("appeal_admitted 2026-04-17 R47 tribunal")
}

// law: R47
func TestR47_admissibilityInSevenDaysAndTwoToMend(t *testing.T) {
	s := appealed(t, docket.ThroughUs, "2026-04-06 10:00")
	s.do("2026-04-07 10:00", docket.ActSendUp)
	s.wantTraps()
	s.do("2026-04-08 10:00", docket.ActAppealReceived)
	s.wantTraps("appeal_admitted 2026-04-17 R47 tribunal")
	s.do("2026-04-15 10:00", docket.ActAppealCorrectionAsked)
	s.wantTraps("appeal_mended 2026-04-17 R47 requester")
	if s.a.Hands() != docket.HandsRequester {
		t.Errorf("%s", s.a.Hands())
	}
	s.do("2026-04-16 10:00", docket.ActAppealMended)
	s.wantTraps()
	s.do("2026-04-20 10:00", docket.ActAppealAdmitted)
	s.wantTraps("appeal_decided 2026-05-05 R49 tribunal")
}

func admitted(t testing.TB) *appealing {
	t.Helper()
	s := appealed(t, docket.Directly, "2026-04-08 10:00")
	s.do("2026-04-20 10:00", docket.ActAppealAdmitted)
	return s
}

// law: R48
func TestR48_briefInSevenDays(t *testing.T) {
	s := admitted(t)
	s.do("2026-04-20 11:00", docket.ActBriefAsked)
	s.wantTraps("brief_sent 2026-04-29 R48 officer") // and no date for the decision
	if s.a.Hands() != docket.HandsOfficer {
		t.Errorf("%s", s.a.Hands())
	}
}

// law: R49
func TestR49_decisionInTenDaysThatWaitForTheBriefAndTheHearing(t *testing.T) {
	s := admitted(t)
	s.wantTraps("appeal_decided 2026-05-05 R49 tribunal")
	s.do("2026-04-20 11:00", docket.ActBriefAsked)
	s.do("2026-04-29 11:00", docket.ActBriefSent)
	s.wantTraps("appeal_decided 2026-05-14 R49 tribunal")
	s.do("2026-05-04 11:00", docket.ActAppealHeard)
	s.wantTraps("appeal_decided 2026-05-19 R49 tribunal")
}

// law: R48 R49
func TestR49_withoutABriefTheTribunalWaitsNoLongerThanItsTerm(t *testing.T) {
	s := admitted(t)
	s.do("2026-04-20 11:00", docket.ActBriefAsked)
	if events := s.wake("2026-04-30 00:00"); len(events) != 1 || events[0].SubDeadline != "brief_sent" {
		t.Fatalf("%+v", events)
	}
	s.wantTraps("appeal_decided 2026-05-14 R49 tribunal")
	s.do("2026-05-04 11:00", docket.ActBriefSent) // late: it changes nothing
	s.wantTraps("appeal_decided 2026-05-14 R49 tribunal")
	if events := s.wake("2026-05-15 00:00"); len(events) != 1 || events[0].Rule != "R49" {
		t.Errorf("%+v", events)
	}
	s.do("2026-06-01 10:00") // and the Tribunal may decide all the same
	if err := s.try("2026-06-01 10:00", docket.AppealCommand{
		Action: docket.ActAppealDecided, Ruling: docket.RulingDenied,
	}); err != nil {
		t.Error(err)
	}
	if !s.a.Ended() || s.a.Hands() != docket.HandsNobody {
		t.Errorf("%s", s.a.State())
	}
}

// law: R50
func TestR50_compliesInSevenDaysOrInTheRulingsFewer(t *testing.T) {
	for days, want := range map[int]string{0: "2026-05-26", 3: "2026-05-20", 7: "2026-05-26", 15: "2026-05-26"} {
		s := admitted(t)
		err := s.try("2026-05-15 10:00", docket.AppealCommand{
			Action: docket.ActAppealDecided, Ruling: docket.RulingPartly, Days: days,
		})
		if err != nil {
			t.Fatal(err)
		}
		s.wantTraps("complied " + want + " R50 officer")
		if s.a.Ended() {
			t.Error("it ends before the ruling is complied with")
		}
		s.do("2026-05-19 10:00", docket.ActComplied)
		s.wantTraps()
		if !s.a.Ended() {
			t.Errorf("%s", s.a.State())
		}
	}
}

// law: R51
func TestR51_theRequestKeepsItsOutcome(t *testing.T) {
	// The case is not in the appeal's reach: nothing that an appeal's events hold is a state, an
	// outcome or an answer of the request.
	s := admitted(t)
	if err := s.try("2026-05-15 10:00", docket.AppealCommand{
		Action: docket.ActAppealDecided, Ruling: docket.RulingUpheld,
	}); err != nil {
		t.Fatal(err)
	}
	c := docket.Case{Request: "r-1", State: "closed", Outcome: "denied", Ground: "confidential-personal"}
	before := c.Clone()
	s.do("2026-05-19 10:00", docket.ActComplied)
	if diff := cmp.Diff(before, c); diff != "" {
		t.Error(diff)
	}
}

func TestAppeal_refusals(t *testing.T) {
	filed := func(t testing.TB) *appealing { return appealed(t, docket.ThroughUs, "2026-04-06 10:00") }
	for _, c := range []struct {
		name string
		from func(testing.TB) *appealing
		cmd  docket.AppealCommand
		code docket.Code
		at   string
	}{
		{"reception", filed, docket.AppealCommand{
			Action: docket.ActSendUp, By: docket.Actor{User: "x", Role: docket.RoleReception, Office: "lima"},
		}, docket.CodeForbidden, ""},
		{"auditor", filed, docket.AppealCommand{
			Action: docket.ActSendUp, By: docket.Actor{User: "x", Role: docket.RoleAuditor},
		}, docket.CodeForbidden, ""},
		{"another office", filed, docket.AppealCommand{
			Action: docket.ActSendUp, By: docket.Actor{User: "x", Role: docket.RoleOfficer, Office: "trujillo"},
		}, docket.CodeForbidden, ""},
		{"too early a stage", filed, docket.AppealCommand{Action: docket.ActComplied}, docket.CodeConflict, ""},
		{"unknown act", filed, docket.AppealCommand{Action: docket.ActClaim}, docket.CodeConflict, ""},
		{
			"before it was filed", filed,
			docket.AppealCommand{Action: docket.ActSendUp},
			docket.CodeInvalid, "2026-04-06 09:59",
		},
		{"in the future", filed, docket.AppealCommand{Action: docket.ActSendUp}, docket.CodeInvalid, "2026-05-15 10:01"},
		{"no ruling", admitted, docket.AppealCommand{Action: docket.ActAppealDecided}, docket.CodeInvalid, ""},
		{"negative days", admitted, docket.AppealCommand{
			Action: docket.ActAppealDecided, Ruling: docket.RulingUpheld, Days: -1,
		}, docket.CodeInvalid, ""},
		{"brief nobody asked for", admitted, docket.AppealCommand{Action: docket.ActBriefSent}, docket.CodeConflict, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := c.from(t)
			before := s.a.Clone()
			c.cmd.At = moment(t, c.at)
			err := s.try("2026-05-15 10:00", c.cmd)
			if docket.CodeOf(err) != c.code {
				t.Errorf("%v, want %s", err, c.code)
			}
			if diff := cmp.Diff(before, s.a); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAppeal_proofIsAskedFor(t *testing.T) {
	s := appealed(t, docket.ThroughUs, "2026-04-06 10:00")
	err := s.a.Check(docket.AppealCommand{Action: docket.ActSendUp, By: appealManager}, moment(t, "2026-04-07 10:00"))
	if docket.CodeOf(err) != docket.CodeInvalid {
		t.Errorf("sent up without a proof: %v", err)
	}
}

func TestAppeal_aRepeatedCommandIsTakenOnce(t *testing.T) {
	s := appealed(t, docket.ThroughUs, "2026-04-06 10:00")
	for range 2 {
		if err := s.try("2026-04-07 10:00", docket.AppealCommand{Key: "form-1", Action: docket.ActSendUp}); err != nil {
			t.Fatal(err)
		}
	}
	if s.a.Seq != 2 {
		t.Errorf("%d events", s.a.Seq)
	}
}

func TestAppeal_recordedLaterItCountsFromTheDayItHappened(t *testing.T) {
	s := appealed(t, docket.Directly, "2026-04-08 10:00")
	if err := s.try("2026-04-24 10:00", docket.AppealCommand{
		Action: docket.ActAppealAdmitted, At: moment(t, "2026-04-20 10:00"),
	}); err != nil {
		t.Fatal(err)
	}
	s.wantTraps("appeal_decided 2026-05-05 R49 tribunal")
}

func TestAppeal_whatIsPermittedIsWhatIsTaken(t *testing.T) {
	s := admitted(t)
	want := []docket.Action{docket.ActAppealDecided, docket.ActBriefAsked, docket.ActAppealHeard}
	if diff := cmp.Diff(want, s.a.Permitted(appealManager)); diff != "" {
		t.Error(diff)
	}
	if acts := s.a.Permitted(docket.Actor{User: "x", Role: docket.RoleAuditor}); len(acts) != 0 {
		t.Errorf("an auditor may %v", acts)
	}
}

func TestOpenAppeal_asksForWhatItNeeds(t *testing.T) {
	now := moment(t, "2026-04-06 10:00")
	whole := docket.AppealOpening{
		Request: "r-1", N: 1, Office: "lima", Against: docket.AgainstOther, Route: docket.Directly, FiledAt: now,
	}
	for field, spoil := range map[string]func(*docket.AppealOpening){
		"against": func(o *docket.AppealOpening) { o.Against = "" },
		"route":   func(o *docket.AppealOpening) { o.Route = "" },
		"at":      func(o *docket.AppealOpening) { o.FiledAt = now.Add(time.Minute) },
	} {
		o := whole
		spoil(&o)
		if _, err := docket.OpenAppeal(o, now); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
}
