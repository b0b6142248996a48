package store

import (
	"testing"
	"time"
)

// A file that has ended its reader twice is not opened again, also not by a program that was killed while it read; what
// ended for other reasons does not count.
func TestAFileIsReadUntilItHasEndedItsReaderTwice(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		now := time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)
		s.clock = func() time.Time { return now }
		ctx := t.Context()
		begin := func(sha string, want ReadAnswer, failure string) {
			t.Helper()
			got, why, err := s.BeginRead(ctx, sha, "words")
			must(t, err)
			if got != want || want == ReadNever && why != failure {
				t.Errorf("%s: %s %q, want %s %q", sha, got, why, want, failure)
			}
		}
		fail := func(sha, why string, want bool) {
			t.Helper()
			last, err := s.FailRead(ctx, sha, "words", why)
			if must(t, err); last != want {
				t.Errorf("%s: last is %v", sha, last)
			}
		}
		begin("bad", ReadBegun, "")
		fail("bad", "memory", false)
		begin("bad", ReadBegun, "")
		fail("bad", "time", true)
		begin("bad", ReadNever, "time")

		for range 5 { // the program stops while it reads, orderly
			begin("unlucky", ReadBegun, "")
			must(t, s.CancelRead(ctx, "unlucky", "words"))
		}
		for range 5 {
			begin("good", ReadBegun, "")
			must(t, s.EndRead(ctx, "good", "words"))
		}

		// The program is killed again and again while it reads: that is not the file's doing, or hardly.
		for range maxInterrupted {
			begin("killer", ReadBegun, "")
			now = now.Add(time.Hour)
		}
		begin("killer", ReadNever, "")
		for range maxInterrupted {
			begin("innocent", ReadBegun, "")
		}
		begin("innocent", ReadBusy, "") // it is read by several processes at the same time
		must(t, s.EndRead(ctx, "innocent", "words"))
		begin("innocent", ReadBegun, "")

		r := register(t, s, registration("1"))
		doc, err := s.KeepDocument(ctx, NewDocument{
			Request: r.ID, Kind: DocumentAttachment, Name: "a.pdf", Bytes: []byte("x"),
		})
		must(t, err)
		for n := range 2 {
			begin(doc.SHA256, ReadBegun, "")
			fail(doc.SHA256, "crash", n == 1)
		}
		if got, err := s.Unreadable(ctx, "words", r.ID); err != nil || len(got) != 1 || got[doc.SHA256] != "crash" {
			t.Errorf("unreadable: %v, %v", got, err)
		}
		if got, err := s.Unreadable(ctx, "look", r.ID); err != nil || len(got) != 0 {
			t.Errorf("unreadable for another task: %v, %v", got, err)
		}
		must(t, s.AddToSearch(ctx, Unsearched{ID: doc.ID, Request: r.ID}, "a"))
		if known, err := s.AllowRead(ctx, doc.SHA256); err != nil || !known {
			t.Errorf("read again: %v, %v", known, err)
		}
		if known, err := s.AllowRead(ctx, doc.SHA256); err != nil || known {
			t.Errorf("read again what was never refused: %v, %v", known, err)
		}
		begin(doc.SHA256, ReadBegun, "")
		_, err = s.KeepDocument(ctx, NewDocument{Request: r.ID, Kind: DocumentAttachment, Name: "b.pdf", Bytes: []byte("y")})
		must(t, err)
		all, err := s.Unsearched(ctx, 10)
		must(t, err)
		if len(all) < 2 || all[len(all)-1].SHA256 != doc.SHA256 {
			t.Errorf("what ended its reader is not last: %+v", all)
		}
	})
}
