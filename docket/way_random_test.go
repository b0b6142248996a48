package docket_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"foja/docket"
)

// Whatever people, the post and the clock do, in whatever order and as often in the same second
// as apart: nothing panics, and the case stays the fold of its events. After Wake nothing that
// was due by then is left undone.
func TestRandomSequences_areFoldsOfTheirEvents(t *testing.T) {
	law := shippedLaw(t, "public-information")
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := opened(t, law, seed%3 > 0, false)
		for range 40 {
			s = randomStep(t, r, law, s)
			if len(s.events) > 120 {
				break
			}
		}
		refolds(t, s)
	}
}

func randomStep(t *testing.T, r *rand.Rand, law docket.Law, s story) story {
	t.Helper()
	now := s.now
	switch wake, err := s.NextWake(law, now); {
	case err != nil:
		t.Fatal(err)
	case r.IntN(4) == 0 && wake.After(now):
		now = wake.Add(time.Duration(r.IntN(3)-1) * time.Second) // just before, at, just after
	case r.IntN(3) == 0:
		now = now.Add(time.Duration(r.IntN(40)) * time.Hour)
	}
	var events []docket.Event
	var err error
	switch what := r.IntN(10); {
	case what == 0:
		events = s.Arrive(law, "m"+now.String(), true, now)
	case what < 3:
		for _, l := range s.LettersIn(docket.LetterWaiting) {
			events = s.LetterSent(law, l.ID, now, now)
			if r.IntN(8) == 0 {
				events = s.LetterFailed(law, l.ID, "", now)
			}
		}
	case what < 5:
		if events, err = s.Wake(law, now); err != nil {
			t.Fatal(err)
		}
	default:
		by := people[r.IntN(len(people))]
		if shown := docket.Permitted(law.Procedure, s.Case, by); len(shown) > 0 {
			cmd := least(s, law.Procedure, shown[r.IntN(len(shown))].Do, by)
			if events, err = s.Decide(law, cmd, now); err != nil && docket.CodeOf(err) == docket.CodeInternal {
				t.Fatal(err) // refused is well, broken is not
			}
		}
	}
	next := s.then(events)
	next.now = now
	for range 20 { // Wake is done with at some time
		events, err := next.Wake(law, now)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) == 0 {
			return next
		}
		next = next.then(events)
		next.now = now
	}
	t.Fatalf("Wake never ends: %+v", next.events[len(next.events)-1])
	return next
}
