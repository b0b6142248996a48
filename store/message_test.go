package store

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

func mail(n int) NewMessage {
	return NewMessage{
		Raw: fmt.Appendf(nil, "Subject: %d\r\n\r\n\x00\xff",
			n), Account: "agency", Mailbox: "INBOX", UIDValidity: 4_000_000_000, UID: uint32(n),
		ReceivedAt: noon, MessageID: fmt.Sprintf("<%d@citizen.example>", n), FromAddress: "Citizen@example.pe",
		Subject: "Asunto ñ", Size: 20,
	}
}

func keep(t testing.TB, s *Store, m NewMessage) string {
	t.Helper()
	id, _, err := s.KeepMessage(t.Context(), m)
	must(t, err)
	return id
}

func TestMessageIsKeptOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		m := mail(1)
		id, existed, err := s.KeepMessage(ctx, m)
		must(t, err)
		if existed || id != sum(m.Raw) {
			t.Fatalf("id %s, existed %v", id, existed)
		}
		raw, err := s.MessageRaw(ctx, id)
		must(t, err)
		if !bytes.Equal(raw, m.Raw) {
			t.Errorf("raw is %q", raw)
		}
		got, err := s.Message(ctx, id)
		must(t, err)
		want := Message{
			ID: id, Account: m.Account, Mailbox: m.Mailbox, UIDValidity: m.UIDValidity, UID: 1,
			ReceivedAt: noon.Truncate(time.Microsecond),
			MessageID:  m.MessageID, FromAddress: m.FromAddress, Subject: m.Subject, Size: 20, KeptAt: got.KeptAt,
		}
		if diff := cmp.Diff(want, got); diff != "" || got.KeptAt.IsZero() {
			t.Errorf("message differs:\n%s", diff)
		}

		// The same bytes elsewhere are the same message, seen in two places.
		m.UID, m.UIDValidity = 77, 2
		for range 2 {
			again, existed, err := s.KeepMessage(ctx, m)
			must(t, err)
			if !existed || again != id {
				t.Errorf("again: %s, existed %v", again, existed)
			}
		}
		n, err := count(ctx, s.read, `SELECT count(*) FROM message_sighting WHERE message=$1`, id)
		must(t, err)
		if n != 2 {
			t.Errorf("seen in %d places", n)
		}
		_, err = s.MessageRaw(ctx, "none")
		wantCode(t, err, docket.CodeNotFound)
	})
}

func TestMessageKeptByManyHandsAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		var wg sync.WaitGroup
		var mu sync.Mutex
		fresh := 0
		for range 20 {
			wg.Go(func() {
				_, existed, err := s.KeepMessage(t.Context(), mail(1))
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if !existed {
					fresh++
				}
			})
		}
		wg.Wait()
		if fresh != 1 {
			t.Errorf("kept %d times", fresh)
		}
	})
}

func TestMessagesWithoutBytesAreNotOne(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		a, b := mail(1), mail(2)
		a.Raw, b.Raw, a.TooBig, b.TooBig = nil, nil, true, true
		if keep(t, s, a) == keep(t, s, b) {
			t.Error("two big messages became one")
		}
	})
}

func TestSettle(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		id := keep(t, s, mail(1))
		held := Settlement{Fate: docket.FateHeld, Reason: "empty", Suggested: "r9"}
		request := Settlement{Fate: docket.FateRequest, Request: "r1", By: "u1", At: noon}
		for i, step := range []struct {
			as   Settlement
			code docket.Code // "" = accepted
		}{
			{Settlement{}, docket.CodeInvalid},
			{held, ""},
			{held, ""},
			{Settlement{Fate: docket.FateHeld, Reason: "no_sender"}, ""},
			{request, ""},
			{request, ""}, // said again by a retry
			{held, docket.CodeConflict},
			{Settlement{Fate: docket.FateRequest, Request: "r2"}, docket.CodeConflict},
			{Settlement{Fate: docket.FateDismissed, Note: "nothing"}, docket.CodeConflict},
		} {
			err := s.SettleMessage(ctx, id, step.as)
			if step.code == "" {
				must(t, err)
			} else if err == nil || docket.CodeOf(err) != step.code {
				t.Errorf("step %d: %v, want %s", i, err, step.code)
			}
		}
		m, err := s.Message(ctx, id)
		must(t, err)
		if m.Fate != docket.FateRequest || m.Request != "r1" || m.SettledBy != "u1" ||
			!m.SettledAt.Equal(noon.Truncate(time.Microsecond)) || m.Reason != "" {
			t.Errorf("%+v", m)
		}
		wantCode(t, s.SettleMessage(ctx, "none", held), docket.CodeNotFound)
	})
}

// Of two clerks who take the same message out of the pen, one is told.
func TestTwoClerksSettleOneMessage(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		id := keep(t, s, mail(1))
		must(t, s.SettleMessage(t.Context(), id, Settlement{Fate: docket.FateHeld}))
		errs := make(chan error, 10)
		for i := range cap(errs) {
			go func() {
				errs <- s.SettleMessage(t.Context(), id, Settlement{Fate: docket.FateReply, Request: fmt.Sprint(i)})
			}()
		}
		won := 0
		for range cap(errs) {
			if err := <-errs; err == nil {
				won++
			} else if docket.CodeOf(err) != docket.CodeConflict {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d won", won)
		}
	})
}

func TestMessageLists(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		start := noon
		s.clock = func() time.Time { start = start.Add(time.Minute); return start }
		var ids []string
		for i := range 6 {
			ids = append(ids, keep(t, s, mail(i)))
		}
		must(t, s.SettleMessage(ctx, ids[0], Settlement{Fate: docket.FateHeld}))
		must(t, s.SettleMessage(ctx, ids[1], Settlement{Fate: docket.FateHeld}))
		must(t, s.SettleMessage(ctx, ids[2], Settlement{Fate: docket.FateReply, Request: "r1"}))

		held, total, err := s.HeldMessages(ctx, Mailboxes{}, Page{Limit: 1, Offset: 1})
		must(t, err)
		if total != 2 || len(held) != 1 || held[0].ID != ids[1] {
			t.Errorf("held: %d %v", total, held)
		}
		must(t,
			s.SettleMessage(ctx, ids[1], Settlement{Fate: docket.FateDismissed, By: "u1", Note: "publicidad", Reason: "bulk"}))
		dismissed, total, err := s.DismissedMessages(ctx, Mailboxes{}, Page{})
		must(t, err)
		if total != 1 || dismissed[0].ID != ids[1] || dismissed[0].Reason != "bulk" {
			t.Errorf("dismissed: %d %v", total, dismissed)
		}
		for range 2 { // put back, and said again
			must(t, s.RestoreMessage(ctx, ids[1], "devuelto", "u2", time.Time{}))
		}
		if held, total, err = s.HeldMessages(ctx, Mailboxes{}, Page{}); err != nil || total != 2 ||
			held[1].Note != "devuelto" || held[1].Reason != "bulk" || held[1].SettledBy != "u2" {
			t.Errorf("put back: %d %v %v", total, held, err)
		}
		if err := s.RestoreMessage(ctx, ids[2], "devuelto", "u2", time.Time{}); docket.CodeOf(err) != docket.CodeConflict {
			t.Errorf("what joined a case was put back: %v", err)
		}
		unsettled, err := s.UnsettledMessages(ctx, noon.Add(5*time.Minute+time.Second))
		must(t, err)
		if diff := cmp.Diff(ids[3:5], unsettled); diff != "" {
			t.Errorf("unsettled:\n%s", diff)
		}
		joined, err := s.MessagesOf(ctx, "r1")
		must(t, err)
		if len(joined) != 1 || joined[0].ID != ids[2] {
			t.Errorf("joined: %v", joined)
		}
		if none, err := s.MessagesOf(ctx, ""); err != nil || len(none) != 0 {
			t.Errorf("messages of no request: %v %v", none, err)
		}

		again := mail(3)
		again.Raw = append(again.Raw, "X-Copy: 1"...)
		copied, err := s.Message(ctx, keep(t, s, again))
		must(t, err)
		copied.FromAddress = "citizen@EXAMPLE.pe"
		same, err := s.FindMessageByContent(ctx, copied)
		must(t, err)
		if len(same) != 1 || same[0].ID != ids[3] {
			t.Errorf("same content: %v", same)
		}
		stranger := copied
		stranger.FromAddress = "other@example.pe"
		if other, err := s.FindMessageByContent(ctx, stranger); err != nil || len(other) != 0 {
			t.Errorf("of another sender: %v %v", other, err)
		}
		// Without an ID: the same sender and subject within a week.
		bare := again
		bare.MessageID = ""
		bare.Raw = []byte("without an ID")
		first := keep(t, s, bare)
		bare.Raw = []byte("without an ID, by another way")
		second, err := s.Message(ctx, keep(t, s, bare))
		must(t, err)
		if found, err := s.FindMessageByContent(ctx, second); err != nil || len(found) != 1 || found[0].ID != first {
			t.Errorf("without Message-ID: %v %v", found, err)
		}
		other := second
		other.Subject += "!"
		late := second
		late.ReceivedAt = late.ReceivedAt.AddDate(0, 0, 8)
		nobody := second
		nobody.FromAddress = ""
		for what, m := range map[string]Message{"subject": other, "week": late, "sender": nobody} {
			if none, err := s.FindMessageByContent(ctx, m); err != nil || len(none) != 0 {
				t.Errorf("of another %s: %v %v", what, none, err)
			}
		}
	})
}
