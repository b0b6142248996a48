package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

func letterTo(r docket.Request, n int, byEmail bool) NewLetter {
	l := NewLetter{
		ID: docket.LetterID(r.ID, docket.LetterResponse,
			n), Request: r.ID, Kind: docket.LetterResponse, N: n, ByEmail: byEmail,
		To: "citizen@example.pe", Subject: "Respuesta", MessageID: fmt.Sprintf("<%s.%d@agency.example>", r.ID, n),
		PDF: "p1", At: noon,
	}
	if byEmail {
		l.Raw, l.EnvelopeFrom, l.Rcpts = fmt.Appendf(nil, "letter %d\r\n\x00", n), "bounce@agency.example",
			[]string{"citizen@example.pe", "copy@agency.example"}
	}
	return l
}

func TestFirstRenderingWins(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		r := register(t, s, registration("1"))
		l := letterTo(r, 1, true)
		row, existed, err := s.PutLetter(ctx, l)
		must(t, err)
		want := LetterRow{
			ID: l.ID, Request: r.ID, Kind: docket.LetterResponse, N: 1, State: docket.LetterWaiting,
			MessageID: l.MessageID, ByEmail: true,
			To: l.To, Subject: l.Subject, RawSHA256: sum(l.Raw), PDF: "p1", PreparedAt: noon.Truncate(time.Microsecond),
		}
		if diff := cmp.Diff(want, row); diff != "" || existed {
			t.Errorf("existed %v, differs:\n%s", existed, diff)
		}
		again := l
		again.Raw, again.To = []byte("another rendering"), "else@example.pe"
		row, existed, err = s.PutLetter(ctx, again)
		must(t, err)
		if diff := cmp.Diff(want, row); diff != "" || !existed {
			t.Errorf("again: existed %v, differs:\n%s", existed, diff)
		}
		raw, from, rcpts, err := s.LetterRaw(ctx, l.ID)
		must(t, err)
		if string(raw) != string(l.Raw) || from != l.EnvelopeFrom || !cmp.Equal(rcpts, l.Rcpts) {
			t.Errorf("%q from %s to %v", raw, from, rcpts)
		}
		byID, err := s.LetterByMessageID(ctx, l.MessageID)
		must(t, err)
		all, err := s.Letters(ctx, r.ID)
		must(t, err)
		if byID.ID != l.ID || len(all) != 1 {
			t.Errorf("%v, %v", byID, all)
		}
		_, err = s.LetterByMessageID(ctx, "")
		wantCode(t, err, docket.CodeNotFound)

		naked := letterTo(r, 2, true)
		naked.Raw = nil
		if _, _, err := s.PutLetter(ctx, naked); err == nil {
			t.Error("a letter without bytes was put into the outbox")
		}
		paper := letterTo(r, 3, false)
		paper.MessageID = ""
		if row, _, err = s.PutLetter(ctx, paper); err != nil || row.State != docket.LetterToPrint {
			t.Errorf("%v, %v", row, err)
		}
		if raw, _, _, err := s.LetterRaw(ctx, paper.ID); err != nil || raw != nil {
			t.Errorf("paper on the wire: %q, %v", raw, err)
		}
	})
}

func TestSpoiledLetterIsNotSent(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		l := letterTo(register(t, s, registration("1")), 1, true)
		_, _, err := s.PutLetter(t.Context(), l)
		must(t, err)
		_, err = s.write.ExecContext(t.Context(), `UPDATE letter SET raw=$1`, []byte("spoiled"))
		must(t, err)
		if raw, _, _, err := s.LetterRaw(t.Context(), l.ID); err == nil {
			t.Errorf("%q would go out", raw)
		}
	})
}

// Every way through the outbox: a list of moves, the state after each, "!" where it is refused.
func TestOutboxMoves(t *testing.T) {
	moves := map[string]func(s *Store, t *testing.T, id string) error{
		"begin": func(s *Store, t *testing.T, id string) error {
			_, _, err := s.BeginSending(t.Context(), id, noon)
			return err
		},
		"sent": func(s *Store, t *testing.T, id string) error {
			return s.MarkLetterSent(t.Context(), id, noon, "250 ok")
		},
		"proved":    func(s *Store, t *testing.T, id string) error { return s.MarkLetterProved(t.Context(), id, "m1", noon) },
		"failed":    func(s *Store, t *testing.T, id string) error { return s.MarkLetterFailed(t.Context(), id, "550 no") },
		"not_taken": func(s *Store, t *testing.T, id string) error { return s.LetterNotTaken(t.Context(), id, "451 later") },
		"unknown":   func(s *Store, t *testing.T, id string) error { return s.NoteLetterError(t.Context(), id, "EOF") },
		"bounce":    func(s *Store, t *testing.T, id string) error { return s.BounceLetter(t.Context(), id, "m2", "5.1.1") },
		"delay":     func(s *Store, t *testing.T, id string) error { return s.DelayLetter(t.Context(), id, "4.4.1") },
		"gave_up":   func(s *Store, t *testing.T, id string) error { return s.BounceLetter(t.Context(), id, "m2", "4.4.7") },
		"doubt":     func(s *Store, t *testing.T, id string) error { return s.DoubtLetter(t.Context(), id, "m3") },
		"delivered": func(s *Store, t *testing.T, id string) error { return s.MarkLetterDelivered(t.Context(), id, noon) },
		"retry":     func(s *Store, t *testing.T, id string) error { return s.RetryLetter(t.Context(), id) },
		"print":     func(s *Store, t *testing.T, id string) error { return s.PrintLetter(t.Context(), id) },
	}
	paths := []string{
		"begin:sending sent:sent sent:sent begin:sent failed:sent! not_taken:sent unknown:sent retry:sent print:sent delivered:sent! proved:sent",
		"begin:sending unknown:sending begin:sending proved:sent sent:sent",
		"begin:sending not_taken:waiting begin:sending sent:sent",
		"begin:sending failed:failed failed:failed begin:sending sent:sent",
		"begin:sending failed:failed retry:waiting begin:sending sent:sent",
		"begin:sending failed:failed print:to_print begin:to_print! sent:to_print! failed:to_print! proved:to_print delivered:delivered delivered:delivered",
		"begin:sending failed:failed proved:failed",
		// sending had not begun
		"proved:waiting begin:sending proved:sent",
		// nor can anything be reported
		"bounce:waiting doubt:waiting begin:sending sent:sent",
		"begin:sending failed:failed retry:waiting proved:waiting begin:sending not_taken:waiting proved:sent", // nor again
		"begin:sending sent:sent gave_up:failed",
		"begin:sending sent:sent doubt:sent retry:waiting retry:waiting begin:sending sent:sent retry:sent",
		"begin:sending sent:sent doubt:sent print:to_print delivered:delivered",
		"begin:sending failed:failed sent:failed!",
		"begin:sending sent:sent delay:sent bounce:failed proved:failed sent:failed retry:waiting begin:sending sent:sent",
		"begin:sending bounce:failed sent:failed",
		"sent:sent",
		"delivered:waiting!",
		"paper delivered:delivered begin:delivered! bounce:delivered print:delivered",
		"paper begin:to_print! sent:to_print! retry:to_print not_taken:to_print",
	}
	eachEngine(t, func(t *testing.T, s *Store) {
		r := register(t, s, registration("1"))
		for n, path := range paths {
			steps, paper := strings.CutPrefix(path, "paper ")
			l := letterTo(r, n+1, !paper)
			_, _, err := s.PutLetter(t.Context(), l)
			must(t, err)
			for i, step := range strings.Fields(steps) {
				move, want, _ := strings.Cut(step, ":")
				want, refused := strings.CutSuffix(want, "!")
				err := moves[move](s, t, l.ID)
				if refused {
					wantCode(t, err, docket.CodeConflict)
				} else {
					must(t, err)
				}
				row, err := s.Letter(t.Context(), l.ID)
				must(t, err)
				if string(row.State) != want {
					t.Fatalf("%s: after step %d the state is %s", path, i+1, row.State)
				}
			}
		}
	})
}

func TestTheLastLetterMailed(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		r := register(t, s, registration("1"))
		_, err := s.LastMailed(ctx, r.ID)
		wantCode(t, err, docket.CodeNotFound)
		for n := 1; n <= 4; n++ {
			l := letterTo(r, n, n != 4)
			_, _, err := s.PutLetter(ctx, l)
			must(t, err)
			if n <= 2 {
				_, _, err = s.BeginSending(ctx, l.ID, noon.Add(time.Duration(n)*time.Hour))
				must(t, err)
				must(t, s.MarkLetterSent(ctx, l.ID, noon.Add(3*time.Hour), "250"))
			}
		}
		if l, err := s.LastMailed(ctx, r.ID); err != nil || l.N != 2 ||
			!l.BeganAt.Equal(noon.Add(2*time.Hour).Truncate(time.Microsecond)) {
			t.Errorf("%+v, %v", l, err)
		}
	})
}

// Mail of ours goes when what it carried has ended, but not while it is still to be sent.
func TestOwnMailIsForgotten(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		r := register(t, s, registration("1"))
		message, _, err := s.KeepMessage(ctx, NewMessage{Raw: []byte("m")})
		must(t, err)
		other, _, err := s.KeepMessage(ctx, NewMessage{Raw: []byte("n")})
		must(t, err)
		now := s.now()
		for i, id := range []string{message, other} {
			must(t, s.MakeUploadLink(ctx, UploadLink{Message: id, Token: "t", Address: "a@b.pe", ExpiresAt: now}))
			must(t, s.MakeUnitMail(ctx, UnitMail{Request: r.ID, Task: i, MessageID: fmt.Sprintf("u.%d@x", i), Token: "t"}))
			for _, m := range []OwnMail{
				{Ref: "upload:" + id, MessageID: "l" + id, Raw: []byte("r"), KeptAt: now.AddDate(0, 0, -61)},
				{Ref: fmt.Sprintf("unit:%s:%d", r.ID, i), MessageID: fmt.Sprintf("u.%d@x",
					i), Raw: []byte("r"), KeptAt: now.AddDate(0, 0, -61)},
			} {
				_, err := s.KeepOwnMail(ctx, m)
				must(t, err)
			}
		}
		young, err := s.KeepOwnMail(ctx, OwnMail{
			Ref: "unit:x:1", MessageID: "young@x", Raw: []byte("r"), KeptAt: now.AddDate(0, 0, -59),
		})
		must(t, err)
		must(t, s.UploadLinkMailed(ctx, message, now, ""))
		must(t, s.UnitMailed(ctx, "u.0@x", now, "the server refused it"))
		for _, want := range []int64{2, 0} {
			if n, err := s.ForgetOwnMail(ctx, now.AddDate(0, 0, -60)); err != nil || n != want {
				t.Errorf("%d were removed, want %d, %v", n, want, err)
			}
		}
		for ref, stays := range map[string]bool{
			"upload:" + message: false, "upload:" + other: true, "unit:" + r.ID + ":0": false, "unit:" + r.ID + ":1": true,
			young.Ref: true,
		} {
			if _, err := s.OwnMail(ctx, ref); (err == nil) != stays {
				t.Errorf("%s: %v, should stay: %v", ref, err, stays)
			}
		}
	})
}

func TestOwnMailIsKeptOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		m := OwnMail{Ref: "unit:r:1", MessageID: "a@x", Raw: []byte("uno\r\n\x00"), EnvelopeFrom: "b@x", Rcpts: []string{
			"c@y", "b@x",
		}, KeptAt: noon.Truncate(time.Microsecond)}
		again := m
		again.MessageID, again.Raw = "z@x", []byte("dos")
		for _, put := range []OwnMail{m, again} {
			got, err := s.KeepOwnMail(ctx, put)
			must(t, err)
			if diff := cmp.Diff(m, got); diff != "" {
				t.Error(diff)
			}
		}
		byRef, err := s.OwnMail(ctx, m.Ref)
		must(t, err)
		byID, err := s.OwnMailByMessageID(ctx, m.MessageID)
		must(t, err)
		if !cmp.Equal(byRef, m) || !cmp.Equal(byID, m) {
			t.Errorf("%+v, %+v", byRef, byID)
		}
		_, err = s.OwnMailByMessageID(ctx, again.MessageID)
		wantCode(t, err, docket.CodeNotFound)
	})
}

func TestOutboxRemembers(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		l := letterTo(register(t, s, registration("1")), 1, true)
		_, _, err := s.PutLetter(ctx, l)
		must(t, err)
		for i, want := range []docket.LetterState{docket.LetterWaiting, LetterSending} {
			previous, attempts, err := s.BeginSending(ctx, l.ID, noon)
			must(t, err)
			if previous != want || attempts != i+1 {
				t.Errorf("attempt %d found %s", attempts, previous)
			}
		}
		must(t, s.NoteLetterError(ctx, l.ID, "EOF"))
		must(t, s.MarkLetterSent(ctx, l.ID, noon, "250 first"))
		must(t, s.MarkLetterSent(ctx, l.ID, noon.Add(time.Hour), "250 second"))
		must(t, s.MarkLetterProved(ctx, l.ID, "m1", noon))
		if previous, attempts, err := s.BeginSending(ctx, l.ID, noon); err != nil || previous != docket.LetterSent ||
			attempts != 2 {
			t.Errorf("a sent letter: %s, %d, %v", previous, attempts, err)
		}
		must(t, s.BounceLetter(ctx, l.ID, "m2", "5.1.1"))
		row, err := s.Letter(ctx, l.ID)
		must(t, err)
		if row.Response != "250 first" || !row.SentAt.Equal(noon.Truncate(time.Microsecond)) || row.Proof != "m1" ||
			row.Bounce != "m2" ||
			row.BounceStatus != "5.1.1" || row.Attempts != 2 {
			t.Errorf("%+v", row)
		}
		_, _, err = s.BeginSending(ctx, "none", noon)
		wantCode(t, err, docket.CodeNotFound)
	})
}
