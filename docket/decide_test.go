package docket_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"foja/calendar"
	"foja/docket"
	"foja/procedures"
)

var people = []docket.Actor{
	{User: "clerk", Role: docket.RoleReception, Office: "lima"},
	{User: "ana", Role: docket.RoleOfficer, Office: "lima"},
	{User: "bruno", Role: docket.RoleOfficer, Office: "lima"},
	{User: "manager", Role: docket.RoleManager, Office: "lima"},
	{User: "head", Role: docket.RoleHead},
	{User: "admin", Role: docket.RoleAdministrator},
	{User: "auditor", Role: docket.RoleAuditor},
	{Role: docket.RoleUnit}, // by its link
}

func shippedLaw(t testing.TB, key string) docket.Law {
	t.Helper()
	set, err := procedures.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := set.For(key, day(t, "2026-03-02"))
	if err != nil {
		t.Fatal(err)
	}
	return docket.Law{Procedure: p, Calendar: peru(t), Office: lima, Zone: limaTime}
}

// story is a case with its whole history and the moment at which it stands.
type story struct {
	docket.Case
	events []docket.Event
	now    time.Time
}

func opened(t testing.TB, law docket.Law, byEmail, printed bool) story {
	t.Helper()
	received := at(t, "2026-03-02", 10, 0)
	s := story{now: received.Add(time.Minute)}
	events, err := docket.Open(law, docket.Opening{
		Request: "r", Procedure: law.Procedure.Key, Version: law.Procedure.Version, Office: "lima",
		Channel: docket.ChannelEmail, ByEmail: byEmail, Printed: printed,
	}, docket.LedgerEntry{On: day(t, "2026-03-02"), Received: received, Policy: docket.OfficeHours},
		docket.System(), s.now)
	if err != nil {
		t.Fatal(err)
	}
	return s.then(events)
}

// then is the story with more events; the one before stays as it was.
func (s story) then(events []docket.Event) story {
	next := story{Case: s.Clone(), events: slices.Concat(s.events, events), now: s.now.Add(time.Minute)}
	for _, e := range events {
		next.Apply(e)
	}
	return next
}

// kind is what tells one situation from another for a person with buttons before her.
func (s story) kind() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s|%s|%t|", s.State, s.Holder, s.Overdue)
	if s.Proposal != nil {
		fmt.Fprintf(&b, "%s %t %v|", s.Proposal.Closes, s.Proposal.Submitted, s.Proposal.Writers)
	}
	var open []string
	for _, task := range s.OpenTasks() {
		open = append(open, string(task.Kind))
	}
	slices.Sort(open)
	fmt.Fprintf(&b, "%v|", slices.Compact(open))
	for _, l := range s.Letters {
		fmt.Fprintf(&b, "%s %s,", l.Kind, l.State)
	}
	fmt.Fprintf(&b, "|%d", len(s.PendingAlarms()))
	return b.String()
}

// byItself are the things that can happen to a case without a person of ours.
func (s story) byItself(t testing.TB, law docket.Law) []story {
	t.Helper()
	var next []story
	for _, l := range s.LettersIn(docket.LetterWaiting) {
		next = append(next, s.then(s.LetterSent(law, l.ID, s.now, s.now)), s.then(s.LetterFailed(law, l.ID, "", s.now)))
	}
	if len(s.OpenTasks(docket.TaskReadMessage)) == 0 && len(s.Tasks) < 6 {
		next = append(next, s.then(s.Arrive(law, fmt.Sprintf("m%d", s.Seq), true, s.now)))
	}
	if wake, err := s.NextWake(law, s.now); err == nil && !wake.IsZero() && len(s.Alarms) < 2 {
		later := s
		later.now = wake.Add(time.Second)
		events, err := s.Wake(law, later.now)
		if err != nil {
			t.Fatal(err)
		}
		next = append(next, later.then(events))
	}
	return next
}

// From every situation that a case can get into, every button that is shown works, every one
// that is not shown is refused, and the case is the fold of its events, also after a journey
// through JSON. Every permission of the procedure is met on the way.
func TestNoDeadButton(t *testing.T) {
	for _, key := range []string{"public-information", "religious-assistance", "direct-access"} {
		t.Run(key, func(t *testing.T) {
			law := shippedLaw(t, key)
			law.Undo = 5 * time.Minute
			p := law.Procedure
			queue := []story{opened(t, law, true, false), opened(t, law, false, false), opened(t, law, false, true)}
			queue = append(queue, wayside(t, law)...)
			seen, met := map[string]bool{}, map[string]bool{}
			for len(queue) > 0 && len(seen) < 700 {
				s := queue[0]
				queue = queue[1:]
				if len(s.events) > 45 || seen[s.kind()] {
					continue
				}
				seen[s.kind()] = true
				for _, by := range people {
					shown := docket.Permitted(p, s.Case, by)
					for _, perm := range shown {
						met[s.State+" "+string(perm.Do)+" "+string(by.Role)] = true
						if perm.Do == docket.ActUndo &&
							!slices.ContainsFunc(s.Letters, func(l docket.Letter) bool { return l.Held(s.now) }) {
							continue // its hour has come: the screens do not show it, the engine has the letter on its way
						}
						cmd := least(s, p, perm.Do, by)
						if err := s.Check(p, cmd); err != nil {
							t.Fatalf("%s sees %q in %s, and it fails: %v", by.User, perm.Do, s.kind(), err)
						}
						events, err := s.Decide(law, cmd, s.now)
						if err != nil || len(events) == 0 {
							t.Fatalf("%s does %q in %s: %d events, %v", by.User, perm.Do, s.kind(), len(events), err)
						}
						next := s.then(events)
						if !next.HasApplied(cmd.Key) {
							t.Fatalf("%q forgets its command", perm.Do)
						}
						queue = append(queue, next)
					}
					for _, do := range everyAction(p) {
						if slices.ContainsFunc(shown, func(perm docket.Permission) bool { return perm.Do == do }) {
							continue
						}
						if err := s.Check(p, least(s, p, do, by)); err == nil {
							t.Fatalf("%s sees no %q in %s, and it would be taken", by.User, do, s.kind())
						}
					}
				}
				queue = append(queue, s.byItself(t, law)...)
				refolds(t, s)
			}
			for _, state := range p.States {
				for _, perm := range state.Actions {
					for _, role := range perm.By {
						if what := state.Key + " " + string(perm.Do) + " " + string(role); !met[what] {
							t.Errorf("never met: %s (%d situations)", what, len(seen))
						}
					}
				}
			}
			t.Logf("%d situations", len(seen))
		})
	}
}

// wayside are situations that lie many steps from the start: each state with its letters out,
// and the same some days later, with an alarm that waits for somebody.
func wayside(t testing.TB, law docket.Law) []story {
	t.Helper()
	ana := people[1]
	begin := opened(t, law, true, false)
	claimed := begin.do(t, law, ana, docket.Command{Action: docket.ActClaim})
	list := []story{begin, claimed, claimed.do(t, law, ana,
		docket.Command{Action: docket.ActDeny, Ground: law.Procedure.Grounds[0].Key, Text: "doc"})}
	for _, do := range []docket.Action{
		docket.ActAskCorrection, docket.ActMakeAvailable, docket.ActForward, docket.ActExtend, docket.ActCostNotice,
	} {
		cmd := least(claimed, law.Procedure, do, ana)
		cmd.Schedule = nil
		if do == docket.ActExtend {
			cmd.Schedule = []calendar.Date{cmd.To}
		}
		if claimed.Check(law.Procedure, cmd) != nil {
			continue // the procedure has no such act
		}
		s := claimed.do(t, law, ana, cmd)
		list = append(list, s)
		if do == docket.ActCostNotice { // the payment may come while nobody has it, or it is being read
			list = append(list, s.do(t, law, ana, docket.Command{Action: docket.ActReturn}),
				s.do(t, law, ana, docket.Command{Action: docket.ActNotHeld, Text: "doc"}))
		}
		if do == docket.ActExtend {
			list = append(list, s.do(t, law, ana, docket.Command{Action: docket.ActReturn}),
				s.do(t, law, ana, docket.Command{Action: docket.ActNotHeld, Text: "doc"}),
				s.do(t, law, ana, docket.Command{Action: docket.ActRespond, Text: "doc"}))
		}
	}
	for _, s := range list {
		for _, l := range s.LettersIn(docket.LetterWaiting) {
			s = s.then(s.LetterSent(law, l.ID, s.now, s.now))
		}
		list = append(list, s)
		s.now = at(t, "2026-03-11", 12, 0)
		events, err := s.Wake(law, s.now)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, s.then(events))
	}
	return list
}

func everyAction(p docket.Procedure) []docket.Action {
	var list []docket.Action
	for _, s := range p.States {
		for _, perm := range s.Actions {
			if !slices.Contains(list, perm.Do) {
				list = append(list, perm.Do)
			}
		}
	}
	return list
}

func refolds(t *testing.T, s story) {
	t.Helper()
	text, err := json.Marshal(s.events)
	if err != nil {
		t.Fatal(err)
	}
	var events []docket.Event
	if err := json.Unmarshal(text, &events); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s.Case, docket.Replay(events), cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%s is not the fold of its events: %s", s.kind(), diff)
	}
	for i, e := range s.events {
		if e.Seq != i+1 || e.Hands == "" || e.State == "" || e.By.Role == "" || e.At.IsZero() {
			t.Fatalf("event %d is not whole: %+v", i+1, e)
		}
	}
}

// do takes a command that has to succeed.
func (s story) do(t testing.TB, law docket.Law, by docket.Actor, cmd docket.Command) story {
	t.Helper()
	cmd.Key, cmd.By = fmt.Sprintf("k%d", s.Seq), by
	events, err := s.Decide(law, cmd, s.now)
	if err != nil {
		t.Fatal(err)
	}
	return s.then(events)
}

func TestDecide_leavesTheCaseAlone(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := opened(t, law, true, false)
	before := s.Clone()
	s.do(t, law, people[1], docket.Command{Action: docket.ActClaim})
	if diff := cmp.Diff(before, s.Case, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestSecondPerson_isNoneOfThoseWhoWrote(t *testing.T) {
	law := shippedLaw(t, "public-information")
	ana, manager, head := people[1], people[3], people[4]
	s := opened(t, law, true, false).
		do(t, law, manager, docket.Command{Action: docket.ActClaim}).
		do(t, law, manager, docket.Command{Action: docket.ActDraft, Text: "doc-1"}).
		do(t, law, manager, docket.Command{Action: docket.ActAssign, User: "ana"}).
		do(t, law, ana, docket.Command{Action: docket.ActSubmit, Text: "doc-2"})
	err := s.Check(law.Procedure, docket.Command{Key: "x", Action: docket.ActApprove, By: manager})
	if docket.CodeOf(err) != docket.CodeForbidden {
		t.Errorf("who wrote the first draft approves the last: %v", err)
	}
	s = s.do(t, law, head, docket.Command{Action: docket.ActApprove})
	if s.State != "notifying" || s.Proposal.By != "ana" {
		t.Errorf("%s %+v", s.State, s.Proposal)
	}
}

func TestDenialSentBack_canBecomeAnAnswer(t *testing.T) {
	law := shippedLaw(t, "public-information")
	ana, manager := people[1], people[3]
	s := opened(t, law, true, false).
		do(t, law, ana, docket.Command{Action: docket.ActClaim}).
		do(t, law, ana, docket.Command{Action: docket.ActDeny, Ground: "confidential-other", Text: "doc-no"}).
		do(t, law, manager, docket.Command{Action: docket.ActSendBack, Text: "doc-why"})
	again := s.do(t, law, ana, docket.Command{Action: docket.ActSubmit})
	if again.Proposal.Closes != docket.ActDeny || again.Proposal.Ground != "confidential-other" ||
		!again.Proposal.Submitted {
		t.Errorf("submitted again it is a denial still: %+v", again.Proposal)
	}
	if err := s.Check(law.Procedure, docket.Command{
		Key: "x", Action: docket.ActRespond, By: ana,
	}); docket.CodeOf(err) != docket.CodeInvalid {
		t.Errorf("the reasons of a denial are sent as an answer: %v", err)
	}
	s = s.do(t, law, ana, docket.Command{Action: docket.ActDraft, Text: "doc-yes"}).
		do(t, law, ana, docket.Command{Action: docket.ActRespond})
	if l, _ := s.Letter(docket.LetterID("r", docket.LetterResponse, 1)); l.Text != "doc-yes" ||
		l.Closes != docket.ActRespond || l.Ground != "" {
		t.Errorf("%+v", l)
	}
}

func TestReturn_takesTheOfficersOtherWorkAlong(t *testing.T) {
	law := shippedLaw(t, "public-information")
	ana := people[1]
	s := opened(t, law, true, false).
		do(t, law, ana, docket.Command{Action: docket.ActClaim}).
		do(t, law, ana, docket.Command{Action: docket.ActConsult, Unit: "archivo"}).
		do(t, law, ana, docket.Command{Action: docket.ActReturn})
	for _, task := range s.OpenTasks() {
		if task.Holder != "" || task.State != docket.TaskOpen {
			t.Errorf("%+v", task)
		}
	}
	if s.Hands != docket.HandsOfficer { // nobody of ours has it: the delay is not the unit's
		t.Errorf("in the hands of %s", s.Hands)
	}
}

func TestListensUntil_countsBusinessDays(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := opened(t, law, true, false)
	if !s.AcceptsUntil(law).IsZero() {
		t.Error("an open case has no end")
	}
	s = s.do(t, law, people[0], docket.Command{Action: docket.ActWithdraw, Text: "doc"})
	if got := s.AcceptsUntil(law); !got.Equal(at(t, "2026-04-16", 0, 0)) {
		t.Errorf("%s", got)
	}
	s.ClosedAt = at(t, "2030-12-20", 10, 0) // the calendar ends with the year
	if got := s.AcceptsUntil(law); !got.Equal(at(t, "2031-02-01", 0, 0)) {
		t.Errorf("%s", got)
	}
}
