package activities_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"foja/docket"
	"foja/mail"
	"foja/store"
	"foja/workflows"
)

// hostile is every mail that was written to do harm, and those that are too big to lie in a folder.
func hostile(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("../mail/testdata/hostile/*.eml")
	if err != nil || len(files) < 50 {
		t.Fatal(len(files), err)
	}
	all := map[string][]byte{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		must(t, err)
		all[strings.TrimSuffix(filepath.Base(file), ".eml")] = raw
	}
	if raced { // the large ones take minutes there; "make plain" runs them all
		return all
	}
	const head = "From: malo@correo.example\r\nTo: " + agency + "\r\nSubject: bomba\r\n"
	var nested strings.Builder
	for i := range 10000 {
		fmt.Fprintf(&nested, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	all["10000-nested-parts"] = []byte(head + nested.String())
	all["100000-flat-parts"] = []byte(head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" +
		strings.Repeat("--b\r\n\r\nx\r\n", 100000) + "--b--\r\n")
	all["20000-parameters"] = []byte(head + "Content-Type: text/plain" + strings.Repeat(";\r\n a=b", 20000) + "\r\n\r\nx")
	all["header-of-10-MB"] = []byte(head + strings.Repeat("X-A: "+strings.Repeat("x", 900)+"\r\n", 11000) + "\r\nx")
	all["line-of-20-MB"] = append([]byte(head+"\r\n"), bytes.Repeat([]byte("x"), 20<<20)...)
	all["html-of-100000-divs"] = []byte(head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<div>", 100000) + "x")
	return all
}

// After each of them an ordinary mail gets its receipt, and whatever it became, its bytes are kept and it has a fate.
func TestHostileMail_stopsNothing(t *testing.T) {
	b, _ := newBench(t)
	n := 0
	for name, raw := range hostile(t) {
		m := mail.Parse(raw)
		id, _, err := b.Store.KeepMessage(t.Context(), store.NewMessage{
			Raw: raw, Account: "agency", Mailbox: "INBOX", UID: uint32(1000 + n), ReceivedAt: friday, MessageID: m.MessageID,
			FromAddress: m.From.Addr, Subject: m.Subject, Size: int64(len(raw)),
		})
		must(t, err)
		as := b.classify(id)
		if as.Fate == "" {
			t.Errorf("%s has no fate", name)
		}
		if m.Truncated && as.Fate != docket.FateHeld {
			t.Errorf("%s was not read whole and became %+v", name, as)
		}
		if as.Fate == docket.FateRequest {
			r := b.register(id)
			if err := b.send(b.receipt(r)); err != nil {
				t.Logf("%s: its receipt is refused: %v", name, err) // an address that nobody can write to
			}
		}
		if as.Fate != docket.FateRequest { // as the workflow does: the next one may be the same mail
			must(t, b.Settle(t.Context(), workflows.SettleInput{Message: id, As: as}))
		}
		if kept, err := b.Store.MessageRaw(t.Context(), id); err != nil || !bytes.Equal(kept, raw) {
			t.Errorf("%s: its bytes are not kept (%v)", name, err)
		}
		n++
		ordinary := b.keep(friday, fmt.Sprintf("From: %s\nTo: %s\nSubject: acta %d\nMessage-ID: <%d@correo.example>", citizen,
			agency, n, n), "Solicito el acta.")
		if as := b.classify(ordinary); as.Fate != docket.FateRequest {
			t.Fatalf("after %s an ordinary mail became %+v", name, as)
		}
		must(t, b.send(b.receipt(b.register(ordinary))))
	}
	if got := len(b.inbox(citizen)); got != n {
		t.Errorf("%d receipts for %d ordinary mails", got, n)
	}
	// Nobody but those who wrote got anything, whatever headers were smuggled in.
	for _, m := range b.inbox(citizen) {
		for _, to := range append(m.To, m.Cc...) {
			if to.Addr != citizen {
				t.Errorf("a receipt goes to %s, too", to.Addr)
			}
		}
	}
}
