package docket_test

import (
	"fmt"
	"slices"
	"testing"

	"foja/docket"
)

func TestAnnulment_endsACaseThatIsNoRequest(t *testing.T) {
	law := shippedLaw(t, "public-information")
	clerk, ana, manager := people[0], people[1], people[3]
	for _, tc := range []struct {
		reason string
		told   bool
	}{{"spam", false}, {"complaint", true}, {"tribunal", true}, {"duplicate", true}, {"other", true}} {
		t.Run(tc.reason, func(t *testing.T) {
			s := opened(t, law, true, false)
			s = s.then(s.LetterSent(law, s.Letters[0].ID, s.now, s.now))
			s = s.do(t, law, ana, docket.Command{Action: docket.ActClaim})
			s = s.do(t, law, clerk, docket.Command{Action: docket.ActAnnul, Ground: tc.reason, Text: "why"})
			if open := s.OpenTasks(docket.TaskAnnulment); len(open) != 1 || open[0].Role != docket.RoleManager || s.Closed() {
				t.Fatalf("open: %+v, closed %t", open, s.Closed())
			}
			work := s.WorkOf()
			if i := slices.IndexFunc(work, func(w docket.WorkItem) bool { return w.Kind == docket.WorkAnnulment }); i < 0 ||
				work[i].Kind.Class() != docket.WorkDecide || !slices.Equal(work[i].Barred, []string{"clerk"}) {
				t.Errorf("work: %+v", work)
			}
			s = s.do(t, law, manager, docket.Command{Action: docket.ActConfirmAnnulment})
			if s.State != "closed" || s.Outcome != docket.OutcomeAnnulled || s.Ground != tc.reason || !s.Annulled() ||
				!s.AnsweredAt.IsZero() || len(s.OpenTasks()) != 0 || s.Annulment != nil {
				t.Errorf("%+v", s.Case)
			}
			told := slices.ContainsFunc(s.Letters, func(l docket.Letter) bool {
				return l.Kind == docket.LetterAnnulled && l.Text == "why"
			})
			if told != tc.told {
				t.Errorf("told %t, want %t", told, tc.told)
			}
			if again := docket.Replay(s.events); again.Outcome != s.Outcome || again.State != s.State {
				t.Errorf("replayed: %+v", again)
			}
		})
	}
}

func TestAnnulment_isRefused(t *testing.T) {
	law := shippedLaw(t, "public-information")
	clerk, ana, manager := people[0], people[1], people[3]
	fresh := opened(t, law, true, false)
	proposed := fresh.do(t, law, manager, docket.Command{Action: docket.ActAnnul, Ground: "complaint", Text: "why"})
	deputy := docket.Actor{User: "deputy", Role: docket.RoleManager, For: "manager"}
	for i, tc := range []struct {
		what string
		s    story
		cmd  docket.Command
		by   docket.Actor
		code docket.Code
	}{
		{"without a reason", fresh, docket.Command{Action: docket.ActAnnul, Text: "x"}, clerk, docket.CodeInvalid},
		{"unknown", fresh, docket.Command{Action: docket.ActAnnul, Ground: "late", Text: "x"}, clerk, docket.CodeInvalid},
		{"without words", fresh, docket.Command{Action: docket.ActAnnul, Ground: "spam"}, clerk, docket.CodeInvalid},
		{"not proposed", fresh, docket.Command{Action: docket.ActConfirmAnnulment}, manager, docket.CodeConflict},
		{"twice", proposed, docket.Command{Action: docket.ActAnnul, Ground: "spam", Text: "x"}, ana, docket.CodeConflict},
		{"by who proposed it", proposed, docket.Command{Action: docket.ActConfirmAnnulment}, manager, docket.CodeForbidden},
		{"in her name", proposed, docket.Command{Action: docket.ActConfirmAnnulment}, deputy, docket.CodeForbidden},
		{"by an officer", proposed, docket.Command{Action: docket.ActConfirmAnnulment}, ana, docket.CodeForbidden},
		{"rejected without words", proposed, docket.Command{Action: docket.ActRejectAnnulment}, ana, docket.CodeInvalid},
	} {
		tc.cmd.Key, tc.cmd.By = fmt.Sprint("c", i), tc.by
		if _, err := tc.s.Decide(law, tc.cmd, tc.s.now); docket.CodeOf(err) != tc.code {
			t.Errorf("%s: %v, want %s", tc.what, err, tc.code)
		}
	}
	s := proposed.do(t, law, ana, docket.Command{Action: docket.ActRejectAnnulment, Text: "It asks for a file."})
	if s.Annulment != nil || len(s.OpenTasks(docket.TaskAnnulment)) != 0 || s.Closed() || s.DueOn != fresh.DueOn {
		t.Errorf("%+v", s.Case)
	}
	// An answer that leaves first ends the proposal with the case.
	s = proposed.do(t, law, manager, docket.Command{Action: docket.ActWithdraw, Text: "doc"})
	if s.Annulment != nil || len(s.OpenTasks(docket.TaskAnnulment)) != 0 || s.Annulled() {
		t.Errorf("%+v", s.Case)
	}
}

func TestAnnulment_reasonsOfTheProcedure(t *testing.T) {
	law := shippedLaw(t, "public-information")
	law.Procedure.Annulments = []docket.AnnulmentReason{{Key: "test", Name: docket.Text{ES: "Prueba"}, Silent: true}}
	s := opened(t, law, true, false)
	cmd := docket.Command{Key: "k", Action: docket.ActAnnul, Ground: "complaint", Text: "x", By: people[0]}
	if _, err := s.Decide(law, cmd, s.now); docket.CodeOf(err) != docket.CodeInvalid {
		t.Errorf("a reason that the procedure does not give: %v", err)
	}
	s = s.do(t, law, people[0], docket.Command{Action: docket.ActAnnul, Ground: "test", Text: "x"})
	s = s.do(t, law, people[3], docket.Command{Action: docket.ActConfirmAnnulment})
	if len(s.Letters) != 1 || !s.Annulled() {
		t.Errorf("%+v", s.Case)
	}
}
