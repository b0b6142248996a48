package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

// A message that was sent to the letters of several cases is a message of each, and leaves each of them alone.
func TestMessageOfSeveralCases(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		a, b, c := register(t, s, registration("1")), register(t, s, registration("2")), register(t, s, registration("3"))
		id := keep(t, s, mail(1))
		for range 2 {
			must(t, s.SettleMessage(ctx, id, Settlement{Fate: docket.FateReply, Request: a.ID, More: []string{b.ID}}))
		}
		belongs := func(why string, want ...docket.Request) {
			t.Helper()
			var got, all []string
			for _, r := range []docket.Request{a, b, c} {
				rows, err := s.MessagesOf(ctx, r.ID)
				must(t, err)
				for _, m := range rows {
					if m.ID == id {
						got = append(got, r.Number)
					}
				}
			}
			for _, r := range want {
				all = append(all, r.Number)
			}
			if !cmp.Equal(got, all) {
				t.Errorf("%s: it belongs to %v, want %v", why, got, all)
			}
		}
		belongs("after it came", a, b)
		more, err := s.FurtherCases(ctx, id)
		must(t, err)
		if !cmp.Equal(more, []string{b.ID}) {
			t.Errorf("further cases: %v", more)
		}
		for _, r := range []docket.Request{a, b, c} {
			project(t, s, r, func(*docket.Case) {})
		}
		moves(t, s, noon, c, docket.ActTakeMessage, id, docket.MessageMove{To: docket.MoveToCase, Case: b.ID})
		moves(t, s, noon, b, docket.ActMoveMessage, id, docket.MessageMove{To: docket.MoveToCase, Case: c.ID})
		belongs("after it left the second for the third", a, c)
		moves(t, s, noon, c, docket.ActMoveMessage, id, docket.MessageMove{To: docket.MoveToHeld})
		belongs("after it left the third", a)
		if m, err := s.Message(ctx, id); err != nil || m.Fate != docket.FateReply {
			t.Errorf("%+v, %v", m, err)
		}
	})
}

func TestRequestsOfAnAddress(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		var numbers []string
		for _, k := range []string{"1", "2", "3"} {
			reg := registration(k)
			reg.Requester.Email = map[string]string{
				"1": "Ana@Correo.example", "2": "otra@correo.example", "3": "ana@correo.example",
			}[k]
			if r := register(t, s, reg); k != "2" {
				numbers = append([]string{r.Number}, numbers...)
			}
		}
		rows, err := s.RequestsOfEmail(t.Context(), "ANA@correo.example", 10)
		must(t, err)
		var got []string
		for _, r := range rows {
			got = append(got, r.Number)
		}
		if !cmp.Equal(got, numbers) {
			t.Errorf("got %v, want %v", got, numbers)
		}
		for _, nobody := range []string{"", "nadie@correo.example"} {
			if rows, err := s.RequestsOfEmail(t.Context(), nobody, 10); err != nil || len(rows) != 0 {
				t.Errorf("%q: %d, %v", nobody, len(rows), err)
			}
		}
		id := keep(t, s, mail(7))
		same, err := s.MessagesByMessageID(t.Context(), "<7@citizen.example>")
		must(t, err)
		if len(same) != 1 || same[0].ID != id {
			t.Errorf("by Message-ID: %+v", same)
		}
	})
}
