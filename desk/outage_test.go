package desk

import (
	"strings"
	"testing"
	"time"

	"foja/docket"
	"foja/store"
)

// A letter of Thursday 26 March, 15:00, read on Friday 27 at 11:00 counts from Thursday, and the certificate says so.
func TestAnOutageCostsTheOfficeAndNotTheCitizen(t *testing.T) {
	h := newHouse(t)
	chief, clerk := h.person("Jefa Una", "", docket.RoleManager), h.person("Rosa Dos", "", docket.RoleReception)
	began := time.Date(2026, 3, 26, 19, 0, 0, 0, time.UTC) // 14:00 in Lima
	h.must(h.MailboxSeen(h.ctx, "agency", began))
	last, err := h.MailboxLastSeen(h.ctx, "agency")
	h.must(err)
	h.must(h.MailboxLost(h.ctx, "agency", last, "no answer"))
	h.must(h.MailboxLost(h.ctx, "agency", last, "no answer")) // told once
	_, _, err = h.Store.KeepMessage(h.ctx, store.NewMessage{Raw: []byte("Subject: x\r\n\r\ny"), Account: "agency", UID: 1, ReceivedAt: began.Add(time.Hour)})
	h.must(err)
	open, err := h.Outages(h.ctx, chief)
	h.must(err)
	if len(open) != 1 || !open[0].EndedAt.IsZero() || !open[0].FromAt.Equal(began) {
		t.Fatalf("%+v", open)
	}
	if _, err := h.OutageCertificate(h.ctx, chief, open[0].ID); docket.CodeOf(err) != docket.CodeConflict {
		t.Errorf("a certificate of what has not ended: %v", err)
	}
	h.must(h.MailboxSeen(h.ctx, "agency", time.Date(2026, 3, 27, 16, 0, 0, 0, time.UTC)))
	done, err := h.Outages(h.ctx, chief)
	h.must(err)
	if len(done) != 1 || len(done[0].Late) != 1 {
		t.Fatalf("%+v", done)
	}
	if m := done[0].Late[0]; m.LegalOn.String() != "2026-03-26" || !m.Affected() || m.Lost < 1 {
		t.Errorf("%+v", m)
	}
	file, err := h.OutageCertificate(h.ctx, chief, done[0].ID)
	h.must(err)
	if !strings.HasPrefix(string(file.Bytes), "%PDF-") || file.Name != "constancia-interrupcion-2026-03-26-1400.pdf" {
		t.Errorf("%s: %d bytes", file.Name, len(file.Bytes))
	}
	notices, _, err := h.Notices(h.ctx, chief, 10, 0)
	h.must(err)
	if len(notices) != 2 {
		t.Errorf("told of the beginning and of the end, not %d times", len(notices))
	}
	if _, err := h.Outages(h.ctx, clerk); docket.CodeOf(err) != docket.CodeForbidden {
		t.Errorf("reception reads outages: %v", err)
	}
}
