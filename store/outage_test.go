package store

import (
	"testing"
	"time"

	"foja/docket"
)

func TestOutage(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		began := s.now().Add(-2 * time.Hour)
		first, existed, err := s.BeginOutage(ctx,
			Outage{Account: "agency", FromAt: began, NoticedAt: began.Add(time.Minute), Cause: "no answer"})
		must(t, err)
		again, twice, err := s.BeginOutage(ctx,
			Outage{Account: "agency", FromAt: began.Add(time.Hour), NoticedAt: began.Add(time.Hour)})
		must(t, err)
		if existed || !twice || again.ID != first.ID || !again.FromAt.Equal(first.FromAt) {
			t.Errorf("an outage goes on, it does not begin again: %v %v", first, again)
		}
		if _, other, err := s.BeginOutage(ctx, Outage{Account: "second", FromAt: began, NoticedAt: began}); err != nil ||
			other {
			t.Errorf("another account has its own: %v", err)
		}
		// One that came before it, one during it, both read now; the outage ended a moment ago.
		for n, at := range []time.Time{began.Add(-time.Minute), began.Add(time.Hour)} {
			m := mail(n)
			m.Account, m.ReceivedAt = "agency", at
			keep(t, s, m)
		}
		ended := s.now().Add(-time.Minute)
		done, err := s.EndOutage(ctx, "agency", ended)
		must(t, err)
		if once, err := s.EndOutage(ctx, "agency", s.now()); err != nil || once || !done {
			t.Errorf("ended %v, and once more %v %v", done, once, err)
		}
		got, err := s.Outage(ctx, first.ID)
		must(t, err)
		if !got.EndedAt.Equal(ended) || got.Cause != "no answer" {
			t.Errorf("%+v", got)
		}
		late, err := s.LateMessages(ctx, got)
		must(t, err)
		if len(late) != 1 || !late[0].ReceivedAt.Equal(began.Add(time.Hour)) {
			t.Errorf("read late: %+v", late)
		}
		if all, err := s.Outages(ctx, 10); err != nil || len(all) != 2 {
			t.Errorf("%v %v", all, err)
		}
		if _, err := s.Outage(ctx, "none"); docket.CodeOf(err) != docket.CodeNotFound {
			t.Errorf("no such outage: %v", err)
		}
	})
}
