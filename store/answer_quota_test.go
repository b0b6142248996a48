package store

import (
	"fmt"
	"testing"
	"time"
)

func TestTakeTurn_countsByScopeAndTime(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		now := time.Date(2026, 11, 3, 15, 0, 0, 0, time.UTC)
		take := func(scope, id string, at time.Time) bool {
			t.Helper()
			ok, err := s.TakeQuota(t.Context(), scope, id, at, at.Add(-time.Hour), 3)
			if err != nil {
				t.Fatal(err)
			}
			return ok
		}
		for i := range 3 {
			if !take("rosa", fmt.Sprint(i), now.Add(time.Duration(i)*time.Minute)) {
				t.Fatalf("turn %d refused", i)
			}
		}
		if take("rosa", "3", now.Add(4*time.Minute)) {
			t.Error("a fourth turn in the hour")
		}
		if !take("rosa", "1", now.Add(5*time.Minute)) {
			t.Error("who has a turn already is refused it")
		}
		if !take("luis", "3", now.Add(4*time.Minute)) {
			t.Error("another scope pays for the first")
		}
		if !take("rosa", "3", now.Add(61*time.Minute)) {
			t.Error("an hour later there is still no turn")
		}
		if !take("rosa", "4", now.Add(quotaUsesKept+2*time.Hour)) || !take("rosa", "0", now.Add(quotaUsesKept+2*time.Hour)) {
			t.Error("old turns still count")
		}
	})
}

func TestReading_staysAsItWasFirst(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		id, _, err := s.KeepMessage(t.Context(), NewMessage{Raw: []byte("x"), Account: "a", Mailbox: "INBOX", UID: 1})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.SenderCheckOf(t.Context(), id); err == nil {
			t.Error("a reading that nobody kept")
		}
		at := time.Date(2026, 11, 3, 15, 0, 0, 0, time.UTC)
		first := SenderCheck{Message: id, Class: "request", SPF: "pass", DMARC: "fail", At: at}
		for _, r := range []SenderCheck{first, {Message: id, Class: "reply", DMARC: "pass", At: at}} {
			if err := s.KeepSenderCheck(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := s.SenderCheckOf(t.Context(), id); err != nil || got != first {
			t.Errorf("%+v, %v", got, err)
		}
	})
}
