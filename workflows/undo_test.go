package workflows_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"foja/docket"
	"foja/workflows"
)

func undo() docket.Command { return docket.Command{Action: docket.ActUndo} }

// holdMessage is a case by mail whose answers wait before they leave.
func holdMessage(t testing.TB, received string, window time.Duration) *stage {
	s := byMail(t, received)
	s.activities.loaded.Law.Undo = window
	return s
}

func responses(s *stage) (at []string) {
	for _, sent := range s.activities.sent {
		if strings.Contains(sent, string(docket.LetterResponse)) {
			at = append(at, sent)
		}
	}
	return at
}

func TestUndo_anAnswerTakenBackNeverLeavesAndTheNextOneDoes(t *testing.T) {
	s := holdMessage(t, "2026-03-02 10:00", 10*time.Minute)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-02 12:00", ana, respond())
	back := s.do("2026-03-02 12:09", ana, undo())
	var between docket.Case
	s.at("2026-03-02 12:30", func() { between = s.activities.last.Clone() })
	again := s.do("2026-03-02 13:00", ana, respond())
	c := s.run("2026-03-02 14:00")
	accepted(t, a, b, back, again)
	if between.State != "in_progress" || between.Proposal == nil || len(between.OpenTasks(docket.TaskAnswer)) != 1 ||
		between.Holder != "u-ana" || !between.AnsweredAt.IsZero() {
		t.Errorf("after it: %s, proposal %v, %v, answered %v", between.State, between.Proposal, between.OpenTasks(),
			between.AnsweredAt)
	}
	if got := responses(s); c.State != "closed" || len(got) != 1 || !strings.HasPrefix(got[0], "2026-03-02 13:10") ||
		slices.ContainsFunc(s.activities.prepared, func(id string) bool { return strings.HasSuffix(id, "response.1") }) {
		t.Errorf("%s; sent %v, prepared %v", c.State, got, s.activities.prepared)
	}
}

func TestUndo_atTheSameInstantTheLetterLeaves(t *testing.T) {
	s := holdMessage(t, "2026-03-02 10:00", 10*time.Minute)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-02 12:00", ana, respond())
	late := s.do("2026-03-02 12:10", ana, undo())
	later := s.do("2026-03-02 12:11", ana, undo())
	c := s.run("2026-03-02 14:00")
	accepted(t, a, b)
	for _, r := range []*answer{late, later} {
		if e := workflows.RefusalOf(r.err); e == nil || e.Code != docket.CodeConflict {
			t.Errorf("taken back after it left: %v", r.err)
		}
	}
	if got := responses(s); c.State != "closed" || len(got) != 1 {
		t.Errorf("%s, %v", c.State, got)
	}
}

// No second thought makes an answer late. law: R16 R37
func TestUndo_theDueDayCutsItShort(t *testing.T) {
	s := holdMessage(t, "2026-03-02 10:00", 10*time.Minute) // due on Monday 16 March
	a, b := s.do("2026-03-03 11:00", ana, claim()), s.do("2026-03-16 23:55", ana, respond())
	c := s.run("2026-03-17 09:00")
	accepted(t, a, b)
	if got := responses(s); len(got) != 1 || !strings.HasPrefix(got[0], "2026-03-16 23:59") {
		t.Errorf("sent %v", got)
	}
	if c.Outcome != s.activities.loaded.Law.Procedure.Closing.RespondInTime {
		t.Errorf("outcome %q", c.Outcome)
	}
}
