package upkeep_test

import (
	"strings"
	"testing"
	"time"

	"foja/desk/desktest"
	"foja/docket"
	"foja/store"
)

// A letter of Thursday 26 March, 15:00, read on Friday 27 at 11:00 counts from Thursday, and the certificate says so.
func TestAnOutageCostsTheOfficeAndNotTheCitizen(t *testing.T) {
	h := desktest.New(t)
	chief, clerk := h.Person("Jefa Una", "", docket.RoleManager), h.Person("Rosa Dos", "", docket.RoleReception)
	began := time.Date(2026, 3, 26, 19, 0, 0, 0, time.UTC) // 14:00 in Lima
	h.Must(h.Upkeep.MailboxSeen(h.Ctx, "agency", began))
	last, err := h.Upkeep.MailboxLastSeen(h.Ctx, "agency")
	h.Must(err)
	h.Must(h.Upkeep.MailboxLost(h.Ctx, "agency", last, "no answer"))
	h.Must(h.Upkeep.MailboxLost(h.Ctx, "agency", last, "no answer")) // told once
	_, _, err = h.Core.Store.KeepMessage(h.Ctx, store.NewMessage{Raw: []byte("Subject: x\r\n\r\ny"), Account: "agency", UID: 1, ReceivedAt: began.Add(time.Hour)})
	h.Must(err)
	open, err := h.Upkeep.Outages(h.Ctx, chief)
	h.Must(err)
	if len(open) != 1 || !open[0].EndedAt.IsZero() || !open[0].FromAt.Equal(began) {
		t.Fatalf("%+v", open)
	}
	if _, err := h.Upkeep.OutageCertificate(h.Ctx, chief, open[0].ID); docket.CodeOf(err) != docket.CodeConflict {
		t.Errorf("a certificate of what has not ended: %v", err)
	}
	h.Must(h.Upkeep.MailboxSeen(h.Ctx, "agency", time.Date(2026, 3, 27, 16, 0, 0, 0, time.UTC)))
	done, err := h.Upkeep.Outages(h.Ctx, chief)
	h.Must(err)
	if len(done) != 1 || len(done[0].Late) != 1 {
		t.Fatalf("%+v", done)
	}
	if m := done[0].Late[0]; m.LegalOn.String() != "2026-03-26" || !m.Affected() || m.Lost < 1 {
		t.Errorf("%+v", m)
	}
	file, err := h.Upkeep.OutageCertificate(h.Ctx, chief, done[0].ID)
	h.Must(err)
	if !strings.HasPrefix(string(file.Bytes), "%PDF-") || file.Name != "constancia-interrupcion-2026-03-26-1400.pdf" {
		t.Errorf("%s: %d bytes", file.Name, len(file.Bytes))
	}
	notices, _, err := h.Lists.Notices(h.Ctx, chief, 10, 0)
	h.Must(err)
	if len(notices) != 2 {
		t.Errorf("told of the beginning and of the end, not %d times", len(notices))
	}
	if _, err := h.Upkeep.Outages(h.Ctx, clerk); docket.CodeOf(err) != docket.CodeForbidden {
		t.Errorf("reception reads outages: %v", err)
	}
}
