package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

func TestReconcile(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		empty, err := s.Reconcile(ctx)
		must(t, err)
		if diff := cmp.Diff(Reconciliation{}, empty); diff != "" || !empty.Balanced() {
			t.Errorf("nothing is:\n%s", diff)
		}
		fates := []docket.Fate{
			docket.FateRequest, docket.FateReply, docket.FateDuplicate, docket.FateReport, docket.FateAutomatic, docket.FateOwn,
			docket.FateHeld,
			docket.FateDismissed,
		}
		reg := registration("mail:1")
		reg.Channel, reg.Message = docket.ChannelEmail, keep(t, s, mail(0))
		byMail := register(t, s, reg)
		atCounter := register(t, s, registration("form:1"))
		project(t, s, atCounter, func(*docket.Case) {})
		for i, fate := range fates {
			must(t, s.SettleMessage(ctx, keep(t, s, mail(i)), Settlement{Fate: fate, Request: byMail.ID}))
		}
		keep(t, s, mail(99))
		for n := 1; n <= 2; n++ {
			l := letterTo(byMail, n, true)
			_, _, err := s.PutLetter(ctx, l)
			must(t, err)
			if n == 1 {
				must(t, s.MarkLetterSent(ctx, l.ID, noon, "250"))
			}
		}
		got, err := s.Reconcile(ctx)
		must(t, err)
		want := Reconciliation{
			Messages: 9, Unsettled: 1, BecameRequest: 1, Replies: 1, Duplicates: 1, Reports: 1, Automatic: 1, Own: 1,
			Held: 1, Dismissed: 1,
			Requests: 2, RequestsByMail: 1, RequestsByCounter: 1, Unstarted: 1,
			Letters: 2, LettersWaiting: 1, LettersSent: 1, LettersUnproved: 1,
		}
		if diff := cmp.Diff(want, got); diff != "" || !got.Balanced() {
			t.Errorf("reconciliation differs:\n%s", diff)
		}
	})
}

func TestReconcileShowsLosses(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		lost := registration("mail:lost")
		lost.Channel, lost.Message = docket.ChannelEmail, "gone"
		r := register(t, s, lost)
		id := keep(t, s, mail(1))
		must(t, s.SettleMessage(ctx, id, Settlement{Fate: docket.FateRequest, Request: "gone"}))
		for _, key := range []string{"2", "3", "4", "5"} {
			register(t, s, registration(key))
		}
		for _, sql := range []string{
			`DELETE FROM requester WHERE request IN (SELECT id FROM request WHERE number IN ('000003-2026', '000005-2026'))`,
			`DELETE FROM request WHERE number IN ('000003-2026', '000005-2026')`,
		} {
			_, err := s.write.ExecContext(ctx, sql)
			must(t, err)
		}
		got, err := s.Reconcile(ctx)
		must(t, err)
		want := Reconciliation{
			Messages: 1, BecameRequest: 1, Requests: 3, RequestsByMail: 1, RequestsByCounter: 2, Unstarted: 3,
			MessagesWithoutRequest: []string{id}, RequestsWithoutMessage: []string{r.ID}, NumberGaps: []string{"000003-2026"},
			CounterMismatch: []int{2026},
		}
		if diff := cmp.Diff(want, got); diff != "" || got.Balanced() {
			t.Errorf("reconciliation differs:\n%s", diff)
		}
	})
}
