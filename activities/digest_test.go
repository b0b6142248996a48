package activities_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"foja/docket"
	"foja/store"
)

// Notices of assignments are mailed at once, or to the person who chose it as one mail after the morning.
func TestAssignmentsAreMailedOrCollected(t *testing.T) {
	b, _ := newBench(t)
	now := time.Date(2026, 3, 3, 22, 0, 0, 0, time.UTC) // Tuesday 17:00 in Lima
	b.Now = func() time.Time { return now }
	at, once := b.colleague("ana", docket.RoleOfficer), b.colleague("luis", docket.RoleOfficer)
	must(t, b.Store.SetDigest(t.Context(), once.ID, true))
	for i := range 2 {
		for _, u := range []store.User{at, once} {
			_, err := b.Store.AddNotice(t.Context(), store.Notice{
				Key: fmt.Sprint(u.ID, i), User: u.ID, Request: fmt.Sprint("r", i), Number: fmt.Sprint(i),
				Kind: store.NoticeAssigned, Text: fmt.Sprintf("Le asignaron el expediente %d", i), At: now,
			})
			must(t, err)
		}
	}
	must(t, b.MailNotices(t.Context()))
	if n, m := len(b.inbox(at.Email)), len(b.inbox(once.Email)); n != 2 || m != 0 {
		t.Fatalf("%d and %d mails on the same day", n, m)
	}
	now = now.Add(16 * time.Hour) // Wednesday 9:00
	for range 2 {
		must(t, b.MailNotices(t.Context()))
	}
	got := b.inbox(once.Email)
	if len(got) != 1 || strings.Count(got[0].Text, "Le asignaron el expediente") != 2 {
		t.Errorf("%d mails: %+v", len(got), got)
	}
}
