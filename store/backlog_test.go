package store

import (
	"testing"
	"time"
)

func TestTheFirstLookIsKeptOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		at := s.now().Truncate(time.Second)
		if _, found, err := s.MailStart(ctx, "agency"); err != nil || found {
			t.Fatalf("before the first look: %v %v", found, err)
		}
		first, err := s.BeginMail(ctx, MailStart{Account: "agency", At: at, UIDValidity: 7, UIDNext: 100})
		must(t, err)
		again, err := s.BeginMail(ctx, MailStart{Account: "agency", At: at.Add(time.Hour), UIDValidity: 8, UIDNext: 500})
		must(t, err)
		if !first.At.Equal(at) || first.UIDNext != 100 || again != first {
			t.Errorf("the first look is the one that counts: %+v, %+v", first, again)
		}
		since := at.Add(-time.Hour)
		must(t, s.CountBacklog(ctx, "agency", since, 12, 3))
		got, found, err := s.MailStart(ctx, "agency")
		if err != nil || !found || got.Waiting != 12 || got.Left != 3 || !got.Since.Equal(since) || got.CountedAt.IsZero() {
			t.Errorf("%+v %v %v", got, found, err)
		}
		if all, err := s.MailStarts(ctx); err != nil || len(all) != 1 || all[0] != got {
			t.Errorf("%+v %v", all, err)
		}
	})
}

// A register that is older than this feature goes on reading its mailbox: what came while the program was being
// replaced is no backlog.
func TestARegisterWithMailStartedWithItsFirstMessage(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		m := mail(1)
		m.Account = "agency"
		id := keep(t, s, m)
		row, err := s.Message(ctx, id)
		must(t, err)
		start, err := s.BeginMail(ctx, MailStart{
			Account: "agency", At: s.now().Add(24 * time.Hour), UIDValidity: 7, UIDNext: 100,
		})
		must(t, err)
		if !start.At.Equal(row.KeptAt) || start.UIDNext != 1 {
			t.Errorf("%+v, want the start at %v and no message from before", start, row.KeptAt)
		}
	})
}

func TestTheLastDecisionAboutAMessageCounts(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		at := s.now()
		must(t, s.DecideMail(ctx, []MailDecision{
			{Account: "agency", UIDValidity: 7, UID: 1, At: at, Arrival: "left", By: "ana", Reason: "propaganda"},
			{Account: "agency", UIDValidity: 7, UID: 2, At: at, Arrival: "held", By: "ana"},
			{Account: "agency", UIDValidity: 8, UID: 1, At: at, Arrival: "taken", By: "ana"},
		}))
		later := at.Add(time.Minute)
		must(t, s.DecideMail(ctx, []MailDecision{
			{Account: "agency", UIDValidity: 7, UID: 1, At: later, Arrival: "taken", By: "luis", Reason: "es una solicitud"},
		}))
		got, err := s.MailDecisions(ctx, "agency", 7)
		if err != nil || len(got) != 2 || got[1].Arrival != "taken" || got[1].By != "luis" || got[2].Arrival != "held" {
			t.Errorf("%+v %v", got, err)
		}
		if when, err := s.LastMailDecision(ctx, "agency"); err != nil || !when.Equal(later) {
			t.Errorf("%v %v, want %v", when, err, later)
		}
		if when, err := s.LastMailDecision(ctx, "other"); err != nil || !when.IsZero() {
			t.Errorf("%v %v", when, err)
		}
	})
}

func TestHowAMessageCameIsKept(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		m := mail(3)
		m.Arrival = "old"
		row, err := s.Message(t.Context(), keep(t, s, m))
		if err != nil || row.Arrival != "old" {
			t.Errorf("%+v %v", row, err)
		}
	})
}
