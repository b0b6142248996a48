package docket_test

import (
	"testing"

	"foja/docket"
)

func byItems(items ...docket.Item) docket.Command {
	return docket.Command{Action: docket.ActRespondItems, Text: "doc-items", Items: items}
}

// sent follows an answer by items to the end of the case.
func (s story) approvedAndSent(t testing.TB, law docket.Law, items ...docket.Item) story {
	t.Helper()
	s = s.do(t, law, people[1], byItems(items...)).do(t, law, people[3], docket.Command{Action: docket.ActApprove})
	for _, l := range s.LettersIn(docket.LetterWaiting) {
		if l.Kind == docket.LetterItems {
			s = s.then(s.LetterSent(law, l.ID, s.now, s.now))
		}
	}
	return s
}

// The register has one type of answer for the whole request (Reg. 2.12).
func TestItems_givenInPartIsAttended_nothingGivenIsDenied(t *testing.T) {
	law := shippedLaw(t, "public-information")
	given, notHeld, elsewhere := docket.Item{Outcome: docket.ItemGiven}, docket.Item{Outcome: docket.ItemNotHeld},
		docket.Item{Outcome: docket.ItemElsewhere}
	denied := docket.Item{Outcome: docket.ItemDenied, Ground: "reserved-prisons"}
	part := docket.Item{Outcome: docket.ItemPart, Ground: "confidential-personal"}
	for _, c := range []struct {
		name    string
		items   []docket.Item
		outcome string
		ground  string
		grounds int
	}{
		{"all given", []docket.Item{given, given}, "delivered-in-time", "", 0},
		{"one denied", []docket.Item{given, denied}, "delivered-in-time", "reserved-prisons", 1},
		{"two grounds", []docket.Item{part, denied, part}, "delivered-in-time", "confidential-personal", 2},
		{"all denied", []docket.Item{denied, denied}, "denied", "reserved-prisons", 1},
		{"denied or absent", []docket.Item{notHeld, denied}, "denied", "reserved-prisons", 1},
		{"absent", []docket.Item{notHeld, elsewhere}, "delivered-in-time", "", 0},
		{"not ours", []docket.Item{elsewhere}, "forwarded", "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := opened(t, law, true, false).do(t, law, people[1], docket.Command{Action: docket.ActClaim}).approvedAndSent(t,
				law, c.items...)
			if !s.Closed() || s.Outcome != c.outcome || s.Ground != c.ground || len(s.Grounds()) != c.grounds {
				t.Errorf("%q %q %v", s.Outcome, s.Ground, s.Grounds())
			}
		})
	}
}

func TestItems_areReadByASecondPerson(t *testing.T) {
	law := shippedLaw(t, "public-information")
	ana, manager := people[1], people[3]
	s := opened(t, law, true, false).do(t, law, ana, docket.Command{Action: docket.ActClaim}).
		do(t, law, ana, byItems(docket.Item{Outcome: docket.ItemPart, Ground: "confidential-personal"}))
	if s.State != "in_review" || len(s.LettersIn(docket.LetterWaiting)) > 1 { // the receipt alone
		t.Fatalf("%s %+v", s.State, s.Letters)
	}
	back := s.do(t, law, manager, docket.Command{Action: docket.ActSendBack, Text: "doc-why"})
	again := back.do(t, law, ana, docket.Command{Action: docket.ActSubmit})
	if p := again.Proposal; p.Closes != docket.ActRespondItems || len(p.Items) != 1 || !p.Submitted {
		t.Errorf("submitted again it is not the same answer: %+v", p)
	}
	if err := back.Check(law.Procedure, docket.Command{
		Key: "x", Action: docket.ActSubmit, By: ana, Text: "doc-other",
	}); docket.CodeOf(err) != docket.CodeInvalid {
		t.Errorf("words that are of no item are submitted: %v", err)
	}
	if err := back.Check(law.Procedure, docket.Command{
		Key: "x", Action: docket.ActRespond, By: ana,
	}); docket.CodeOf(err) != docket.CodeInvalid {
		t.Errorf("it goes out without its second reader: %v", err)
	}
	plain := back.do(t, law, ana, docket.Command{Action: docket.ActDraft, Text: "doc-all"})
	if p := plain.Proposal; p.Closes != docket.ActRespond || len(p.Items) != 0 {
		t.Errorf("the draft of an ordinary answer keeps the items: %+v", p)
	}
	rewritten := s.do(t, law, ana, docket.Command{Action: docket.ActDraft, Text: "doc-2", Items: []docket.Item{
		{Outcome: docket.ItemGiven}, {Outcome: docket.ItemNotHeld},
	}})
	if p := rewritten.Proposal; p.Closes != docket.ActRespondItems || len(p.Items) != 2 || p.Submitted {
		t.Errorf("%+v", p)
	}
}

func TestItems_refusalsSayWhichOne(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := opened(t, law, true, false).do(t, law, people[1], docket.Command{Action: docket.ActClaim})
	for name, items := range map[string][]docket.Item{
		"none":              nil,
		"no outcome":        {{}},
		"an invented one":   {{Outcome: "maybe"}},
		"denied groundless": {{Outcome: docket.ItemGiven}, {Outcome: docket.ItemDenied}},
		"ground not listed": {{Outcome: docket.ItemPart, Ground: "because"}},
		"given on a ground": {{Outcome: docket.ItemGiven, Ground: "confidential-personal"}},
		"too many":          make([]docket.Item, 51),
	} {
		cmd := byItems(items...)
		cmd.Key, cmd.By = "x", people[1]
		if err := s.Check(law.Procedure, cmd); docket.CodeOf(err) != docket.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
