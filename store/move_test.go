package store

import (
	"testing"
	"time"

	"foja/docket"
)

// moves gives a case one event more, with the move that it tells of.
func moves(t *testing.T, s *Store, when time.Time, r docket.Request, kind docket.Action, message string,
	m docket.MessageMove,
) {
	t.Helper()
	c, err := s.Case(t.Context(), r.ID)
	must(t, err)
	c.Seq++
	e := docket.Event{Seq: c.Seq, Kind: docket.EventKind(kind), At: when, By: docket.Actor{
		User: "u1", Role: docket.RoleReception,
	}, Message: message, Text: "why", Move: &m}
	for range 2 { // a repetition changes nothing
		must(t, s.Project(t.Context(), []docket.Event{e}, c))
	}
}

func TestMessageMovesWithItsFiles(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		a, b := register(t, s, registration("1")), register(t, s, registration("2"))
		id := keep(t, s, mail(1))
		must(t, s.SettleMessage(ctx, id, Settlement{Fate: docket.FateReply, Request: a.ID}))
		var docs []Document
		for i, name := range []string{"unused.pdf", "answered-with.pdf"} {
			d, err := s.KeepDocument(ctx, NewDocument{
				Request: a.ID, Kind: DocumentAttachment, Name: name, Bytes: []byte(name),
				Key: "message:" + id + ":" + string(rune('0'+i)),
			})
			must(t, err)
			docs = append(docs, d)
			must(t, s.AddToSearch(ctx, Unsearched{ID: d.ID, Request: a.ID}, "secretoajeno"))
		}
		found := func(want int, why string) {
			t.Helper()
			if _, n, err := s.Requests(ctx, RequestFilter{Text: "secretoajeno"}); err != nil || n != want {
				t.Errorf("%s: found by the words of the mail: %d, want %d (%v)", why, n, want, err)
			}
		}
		found(1, "before")
		project(t, s, a, func(*docket.Case) {})
		// An event of the case names the second file: it stays in the case as well.
		c, err := s.Case(ctx, a.ID)
		must(t, err)
		c.Seq++
		must(t, s.Project(ctx, []docket.Event{
			{Seq: c.Seq, Kind: docket.EventKind(docket.ActRespond), At: noon, Documents: []string{docs[1].ID}},
		}, c))

		in := func(request string, want ...string) {
			t.Helper()
			have, err := s.Documents(ctx, request)
			must(t, err)
			got := map[string]bool{}
			for _, d := range have {
				got[d.Name] = true
				if body, err := s.DocumentBytes(ctx, d.ID); err != nil || string(body) != d.Name {
					t.Errorf("%s: %q, %v", d.Name, body, err)
				}
			}
			if len(have) != len(want) {
				t.Errorf("%s has %v, want %v", request, got, want)
			}
			for _, name := range want {
				if !got[name] {
					t.Errorf("%s has %v, want %v", request, got, want)
				}
			}
		}
		moves(t, s, noon, b, docket.ActTakeMessage, id, docket.MessageMove{To: docket.MoveToCase, Case: a.ID})
		moves(t, s, noon, a, docket.ActMoveMessage, id, docket.MessageMove{To: docket.MoveToCase, Case: b.ID})
		m, err := s.Message(ctx, id)
		must(t, err)
		if m.Request != b.ID || m.Fate != docket.FateReply {
			t.Errorf("%+v", m)
		}
		in(a.ID, "answered-with.pdf")
		in(b.ID, "unused.pdf", "answered-with.pdf")
		found(0, "after")
		if kept, err := s.Document(ctx, docs[1].ID); err != nil || kept.Request != a.ID {
			t.Errorf("the file that an event names: %+v, %v", kept, err)
		}

		// Out of b, into the pen; then it is registered, and its files are found by their keys.
		moves(t, s, noon.Add(time.Hour), b, docket.ActMoveMessage, id, docket.MessageMove{To: docket.MoveToHeld})
		if m, err = s.Message(ctx, id); err != nil || m.Request != "" || m.Fate != docket.FateHeld ||
			m.Reason != string(docket.HeldMoved) || m.SettledBy != "u1" {
			t.Errorf("%+v, %v", m, err)
		}
		in(b.ID)
		d := register(t, s, registration("3"))
		for i, name := range []string{"unused.pdf", "answered-with.pdf"} {
			_, err := s.KeepDocument(ctx, NewDocument{
				Request: d.ID, Kind: DocumentAttachment, Name: name, Bytes: []byte(name),
				Key: "message:" + id + ":" + string(rune('0'+i)),
			})
			must(t, err)
		}
		in(d.ID, "unused.pdf", "answered-with.pdf")
		in(a.ID, "answered-with.pdf")

		trace, err := s.MovesOf(ctx, id)
		must(t, err)
		if len(trace) != 2 || trace[0].Request != a.ID || trace[0].Case != b.ID || trace[1].Request != b.ID ||
			trace[1].Case != "" || trace[1].By != "u1" {
			t.Errorf("%+v", trace)
		}
		if from, err := s.MovedFrom(ctx, a.ID); err != nil || len(from) != 1 || from[0].Message != id {
			t.Errorf("%+v, %v", from, err)
		}
	})
}

func TestSummaryOfAMessage(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		id := keep(t, s, mail(1))
		if _, found, err := s.Summary(t.Context(), id, 1); err != nil || found {
			t.Fatalf("%t, %v", found, err)
		}
		must(t, s.KeepSummary(t.Context(), id, 1, []byte(`{"a":1}`)))
		must(t, s.KeepSummary(t.Context(), id, 2, []byte(`{"a":2}`)))
		if _, found, err := s.Summary(t.Context(), id, 1); err != nil || found {
			t.Errorf("an older reading: %t, %v", found, err)
		}
		if body, found, err := s.Summary(t.Context(), id, 2); err != nil || !found || string(body) != `{"a":2}` {
			t.Errorf("%s, %t, %v", body, found, err)
		}
	})
}
