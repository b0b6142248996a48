package activities_test

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"foja/docket"
	"foja/store"
	"foja/workflows"
)

// reportOn is a mail server's report about a letter (RFC 3464).
func reportOn(messageID, action, status string) (headers, body string) {
	headers = "From: MAILER-DAEMON@correo.example\nTo: transparencia@spn.example\nSubject: Estado de la entrega\nReturn-Path: <>\nMIME-Version: 1.0\n" +
		"Content-Type: multipart/report; report-type=delivery-status; boundary=r"
	body = "--r\nContent-Type: text/plain\n\nSu mensaje.\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.correo.example\n\n" +
		"Final-Recipient: rfc822; ana@correo.example\nAction: " + action + "\nStatus: " + status +
		"\nRemote-MTA: dns; buzon.correo.example\nDiagnostic-Code: smtp; 250 2.0.0 queued as 4F1\n\n" +
		"--r\nContent-Type: text/rfc822-headers\n\nMessage-ID: <" + messageID + ">\n\n--r--\n"
	return headers, body
}

func TestReportsAreFactsOfTheirLetter(t *testing.T) {
	b, _ := newBench(t)
	_, err := b.Store.AddUser(t.Context(), store.User{
		Login: "oficial", Name: "Carlos Huamán", Roles: []docket.Role{docket.RoleOfficer}, PasswordHash: "x",
	})
	must(t, err)
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	letter := b.receipt(r)
	must(t, b.send(letter))
	sent, err := b.Store.Letter(t.Context(), letter)
	must(t, err)
	for _, c := range []struct{ action, status string }{{"delayed", "4.4.1"}, {"delivered", "2.0.0"}} {
		head, body := reportOn(sent.MessageID, c.action, c.status)
		id := b.keep(friday, head, body)
		as := b.classify(id)
		if as.Fate != docket.FateReport || as.Letter != letter || as.Bounce {
			t.Fatalf("%s is %+v", c.action, as)
		}
		for range 2 { // a repetition
			must(t, b.Settle(t.Context(), workflows.SettleInput{Message: id, As: as}))
		}
	}
	facts, err := b.Store.DeliveryFacts(t.Context(), r.ID)
	must(t, err)
	if len(facts) != 2 {
		t.Fatalf("%+v", facts)
	}
	seen := map[string]bool{}
	for _, f := range facts {
		seen[f.Action+" "+f.Status] = true
		if f.Letter != letter || f.RemoteMTA != "buzon.correo.example" || !strings.Contains(f.Diagnostic, "queued as 4F1") ||
			!f.At.Equal(friday) {
			t.Errorf("%+v", f)
		}
	}
	if !seen["delayed 4.4.1"] || !seen["delivered 2.0.0"] {
		t.Errorf("%v", seen)
	}
	row, err := b.Store.Letter(t.Context(), letter)
	must(t, err)
	if row.State != docket.LetterSent { // neither undoes that it was sent, nor proves that the requester has it
		t.Errorf("the letter is %s", row.State)
	}
	officers, err := b.Store.UsersWithRole(t.Context(), docket.RoleOfficer, r.Office)
	must(t, err)
	if len(officers) == 0 {
		t.Fatal("the bench has no officer to tell")
	}
	for _, u := range officers {
		notices, _, err := b.Store.Notices(t.Context(), u.ID, false, store.Page{Limit: 10})
		must(t, err)
		if len(notices) != 1 || !strings.Contains(notices[0].Text, "se demora") {
			t.Errorf("%s was told %+v", u.Login, notices)
		}
	}
}

// A report that names no letter makes the last one sent doubtful; a person sends it again.
func TestAReportKnownByItsTokenMakesTheLetterDoubtful(t *testing.T) {
	b, _ := newBench(t)
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	letter := b.receipt(r)
	qmail := "Return-Path: <>\nFrom: MAILER-DAEMON@mx.correo.example\nTo: transparencia+" + r.ReplyToken +
		"@spn.example\nSubject: failure notice\nMessage-ID: <%s@mx.correo.example>"
	say := func(id, who string) workflows.Classified {
		return b.settle(b.keep(friday, strings.Replace(qmail, "%s", id, 1),
			"Hi. This is the qmail-send program at mx.correo.example.\n\n<"+who+">:\nMailbox full. (#5.2.2)"))
	}
	if as := say("b1", citizen); as.Fate != docket.FateHeld || b.letter(letter).State != docket.LetterWaiting {
		t.Errorf("before anything was sent: %+v", as)
	}
	must(t, b.send(letter))
	if as := say("b2", "otra@correo.example"); as.Fate != docket.FateHeld || as.Reason != string(docket.HeldReport) ||
		as.Request != r.ID {
		t.Errorf("about somebody else: %+v", as)
	}
	if as := say("b3", agency); as.Fate != docket.FateHeld || as.Reason != string(docket.HeldOwnLost) {
		t.Errorf("about our own copy: %+v", as)
	}
	if now := b.letter(letter); now.State != docket.LetterSent || now.Doubt != "" || now.Bounce != "" {
		t.Fatalf("these changed it: %+v", now)
	}
	as := say("b4", citizen)
	if as.Fate != docket.FateReport || as.Letter != letter || !as.Doubt || as.Bounce {
		t.Fatalf("%+v", as)
	}
	if now := b.letter(letter); now.State != docket.LetterSent || now.Doubt == "" {
		t.Errorf("%+v", now)
	}
	if facts, err := b.Store.DeliveryFacts(t.Context(), r.ID); err != nil || len(facts) != 0 {
		t.Errorf("it is no fact of the letter: %+v, %v", facts, err)
	}
	b.receipt(r) // a person asks for another try
	must(t, b.send(letter))
	b.receipt(r) // a crash repeats the activity
	must(t, b.send(letter))
	if n, now := len(b.inbox(citizen)), b.letter(letter); n != 2 || now.State != docket.LetterSent || now.Doubt != "" {
		t.Errorf("%d letters, %+v", n, now)
	}
}

// What the agency's mail server says of a sender applies to whatever follows by itself.
func TestADeniedSenderMovesNothing(t *testing.T) {
	b, _ := newBench(t)
	b.AuthServer = "mx.spn.example"
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	letter := b.receipt(r)
	must(t, b.send(letter))
	row := b.letter(letter)
	with := func(dmarc, raw string) string {
		if dmarc != "" {
			dmarc = "Authentication-Results: mx.spn.example; dmarc=" + dmarc + "\r\n"
		}
		return dmarc + "Received: from x by mx.spn.example; Mon, 30 Nov 2026 10:00:00 -0500\r\n" + raw
	}
	head, body := reportOn(row.MessageID, "failed", "5.1.1")
	bounce := "Message-ID: <report%s@x>\r\n" + strings.ReplaceAll(head+"\n\n"+body, "\n", "\r\n")
	reply := "From: " + citizen + "\r\nTo: " + agency + "\r\nIn-Reply-To: <" + row.MessageID +
		">\r\nMessage-ID: <%s@x>\r\n\r\nDesisto.\r\n"
	for i, c := range []struct {
		what, dmarc, raw string
		required         bool
		want             workflows.Classified
	}{
		{"a copy denied", "fail", b.raw(letter), false, workflows.Classified{
			Fate: docket.FateHeld, Reason: string(docket.HeldForged), Request: r.ID,
		}},
		{"a copy of which nothing is known", "", b.raw(letter), true, workflows.Classified{
			Fate: docket.FateOwn, Request: r.ID, Letter: letter,
		}},
		{"a copy that passed", "pass", b.raw(letter), true, workflows.Classified{
			Fate: docket.FateOwn, Request: r.ID, Letter: letter,
		}},
		{"a report denied", "fail", bounce, false, workflows.Classified{
			Fate: docket.FateHeld, Reason: string(docket.HeldForged), Request: r.ID,
		}},
		{"a report of which nothing is known", "", bounce, false, workflows.Classified{
			Fate: docket.FateReport, Request: r.ID, Letter: letter, Bounce: true, Status: "5.1.1",
		}},
		{"the same where a pass is required", "none", bounce, true, workflows.Classified{
			Fate: docket.FateReport, Request: r.ID, Letter: letter, Doubt: true, Status: "5.1.1",
		}},
		{"a report that passed", "pass", bounce, true, workflows.Classified{
			Fate: docket.FateReport, Request: r.ID, Letter: letter, Bounce: true, Status: "5.1.1",
		}},
		{"a reply denied", "fail", reply, false, workflows.Classified{Fate: docket.FateReply, Request: r.ID, Letter: letter}},
		{"a reply of which nothing is known", "", reply, false, workflows.Classified{
			Fate: docket.FateReply, Request: r.ID, Letter: letter, FromRequester: true,
		}},
		{"the same where a pass is required", "", reply, true, workflows.Classified{
			Fate: docket.FateReply, Request: r.ID, Letter: letter,
		}},
	} {
		b.AuthRequired = c.required
		// Each comes by another way and is another mail, so that none is the same again.
		raw := "X-Way: " + strings.ReplaceAll(c.what, " ", "-") + "\r\n" +
			with(c.dmarc, strings.Replace(c.raw, "%s", strconv.Itoa(i), 1))
		if as := b.classify(b.keepRaw(time.Now(), raw)); !reflect.DeepEqual(as, c.want) {
			t.Errorf("%s:\n%+v, want\n%+v", c.what, as, c.want)
		}
	}
}
