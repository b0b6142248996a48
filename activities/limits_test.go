package activities_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"foja/docket"
	"foja/store"
	"foja/workflows"
)

func TestFloodOfOneAddress_isHeldAndReceptionIsTold(t *testing.T) {
	b, _ := newBench(t)
	b.AnswersPerSender, b.AnswersPerKnownSender, b.KnownSenders = 10, 15, []string{"portal.example"}
	clerk, err := b.Store.AddUser(t.Context(),
		store.User{Login: "rosa", Name: "Rosa", Roles: []docket.Role{docket.RoleReception}, PasswordHash: "x"})
	must(t, err)
	n := 0
	write := func(from, more string) (reason string) {
		n++
		as := b.classify(b.keep(friday, fmt.Sprintf("From: %s\nTo: %s\nSubject: pedido %d\n%sMessage-ID: <f%d@x>", from,
			agency, n, more, n), fmt.Sprintf("Solicito el acta %d.", n)))
		if as.Fate != docket.FateRequest && as.Fate != docket.FateHeld {
			t.Fatalf("%s: %+v", from, as)
		}
		return as.Reason
	}
	for i := range 14 { // one mailbox under many names is one mailbox
		got := write(fmt.Sprintf("Ana+%d@Correo.example", i), "")
		if want := ""; i < 10 && got != want || i >= 10 && got != string(docket.HeldTooMany) {
			t.Errorf("mail %d of one address: %q", i+1, got)
		}
	}
	if got := write("luis@correo.example", ""); got != "" {
		t.Errorf("somebody else of the same domain is held: %q", got)
	}
	for i := range 16 {
		if got := write("mesa@portal.example", ""); (got == "") != (i < 15) {
			t.Errorf("mail %d of a known portal: %q", i+1, got)
		}
	}
	// A Reply-To that nobody answers uses up nothing of its owner's; the address that is answered counts, no matter who is
	// named as the author.
	for i := range 12 {
		if got := write(fmt.Sprintf("a%d@muchos.example", i), "Reply-To: victima@correo.example\n"); got != "" {
			t.Errorf("mail %d that names somebody else: %q", i+1, got)
		}
	}
	for i := range 12 {
		if got := write(fmt.Sprintf("no-reply%d@muchos.example", i),
			"Reply-To: victima@correo.example\n"); (got == "") != (i < 10) {
			t.Errorf("mail %d that is answered to the same address: %q", i+1, got)
		}
	}
	notices, total, err := b.Store.Notices(t.Context(), clerk.ID, false, store.Page{Limit: 20})
	must(t, err)
	if total != 3 || !strings.Contains(notices[0].Text, "bandeja por clasificar") {
		t.Errorf("%d notices, want one for each of the three floods: %+v", total, notices)
	}
	b.Now = func() time.Time { return time.Now().Add(25 * time.Hour) }
	if got := write("ana@correo.example", ""); got != "" {
		t.Errorf("the next day: %q", got)
	}
}

func TestForgedSender_getsNoReceiptByItself(t *testing.T) {
	b, _ := newBench(t)
	b.AuthServer, b.AnswersPerSender = "mx.spn.example", 10
	received := "Received: from x by mx.spn.example; Fri, 20 Nov 2026 10:00:00 -0500\n"
	for name, c := range map[string]struct {
		results string
		want    docket.HeldReason
	}{
		"dmarc fails":        {"Authentication-Results: mx.spn.example; dmarc=fail\n", docket.HeldForged},
		"dmarc passes":       {"Authentication-Results: mx.spn.example; dmarc=pass\n", ""},
		"no policy":          {"Authentication-Results: mx.spn.example; dmarc=none\n", ""},
		"somebody's word":    {"Authentication-Results: mx.malo.example; dmarc=fail\n", ""},
		"nothing was said":   {"", ""},
		"only SPF complains": {"Authentication-Results: mx.spn.example; spf=softfail; dmarc=pass\n", ""},
	} {
		id := b.keep(friday, c.results+received+"From: "+citizen+"\nTo: "+agency+"\nSubject: "+name+"\nMessage-ID: <"+
			strings.ReplaceAll(name, " ", "-")+"@x>", "Solicito el acta: "+name)
		as := b.classify(id)
		if as.Reason != string(c.want) || (as.Fate == docket.FateHeld) != (c.want != "") {
			t.Errorf("%s: %+v", name, as)
		}
		if raw, err := b.Store.MessageRaw(t.Context(), id); err != nil || len(raw) == 0 {
			t.Errorf("%s: its bytes are lost: %v", name, err)
		}
	}
}

func TestReceiptCarriesNoAdvertisement(t *testing.T) {
	b, _ := newBench(t)
	subject := "Gane dinero en https://malo.example/x y escriba a ventas@malo.example " + strings.Repeat("ya ", 80)
	id := b.keep(friday, "From: \"Compre ya en www.malo.example\" <"+citizen+">\nTo: "+agency+"\nSubject: "+subject+
		"\nMessage-ID: <spam@x>", "Vea http://malo.example/oferta y solicite S.A.C. según el D.S. 021.")
	r := b.register(id)
	letter := b.receipt(r)
	must(t, b.send(letter))
	m := b.inbox(citizen)[0]
	if strings.Contains(strings.ToLower(string(m.Subject+m.Text+m.HTML+m.To[0].Name)), "malo.example") {
		t.Errorf("the receipt advertises:\n%s\n%s\n%s", m.Subject, m.To[0].Name, m.Text)
	}
	if n := len([]rune(m.Subject)); n > 140 {
		t.Errorf("a subject of %d characters", n)
	}
	if len(m.Attachments) != 1 {
		t.Fatalf("it carries %d files", len(m.Attachments))
	}
	// Our own people see all of it.
	row, err := b.Store.Letter(t.Context(), letter)
	must(t, err)
	paper, err := b.Store.DocumentBytes(t.Context(), row.PDF)
	must(t, err)
	if string(paper) == string(m.Attachments[0].Data) {
		t.Error("the paper in the case was cut too")
	}
	if r.Subject != strings.TrimSpace(subject) && !strings.HasPrefix(r.Subject, "Gane dinero en https://malo.example/x") {
		t.Errorf("the register does not have the whole subject: %q", r.Subject)
	}
}

func TestLetterIsSignedByWhoDecidedIt(t *testing.T) {
	b, _ := newBench(t)
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	boss, err := b.Store.AddUser(t.Context(),
		store.User{Login: "jefa", Name: "Marta Ríos", Roles: []docket.Role{docket.RoleManager}, PasswordHash: "x"})
	must(t, err)
	words, err := b.Store.KeepDocument(t.Context(), store.NewDocument{
		Request: r.ID, Kind: store.DocumentText, Name: "r.txt", Type: "text/plain", Bytes: []byte("No procede."), Key: "w",
	})
	must(t, err)
	l := docket.Letter{ID: docket.LetterID(r.ID, docket.LetterResponse,
		1), Kind: docket.LetterResponse, N: 1, State: docket.LetterWaiting, Text: words.ID, By: boss.ID}
	must(t, b.PrepareLetter(t.Context(), workflows.LetterInput{Request: r.ID, Letter: l}))
	must(t, b.send(l.ID))
	if m := b.inbox(citizen)[0]; !strings.Contains(m.Text, "Marta Ríos") {
		t.Errorf("not signed by who decided it:\n%s", m.Text)
	}
}
