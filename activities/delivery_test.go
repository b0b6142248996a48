package activities_test

import (
	"strings"
	"testing"

	"foja/docket"
	"foja/store"
	"foja/workflows"
)

// reportOn is a mail server's report about a letter (RFC 3464).
func reportOn(messageID, action, status string) (headers, body string) {
	headers = "From: MAILER-DAEMON@correo.example\nTo: transparencia@spn.example\nSubject: Estado de la entrega\nReturn-Path: <>\nMIME-Version: 1.0\n" +
		"Content-Type: multipart/report; report-type=delivery-status; boundary=r"
	body = "--r\nContent-Type: text/plain\n\nSu mensaje.\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.correo.example\n\n" +
		"Final-Recipient: rfc822; ana@correo.example\nAction: " + action + "\nStatus: " + status + "\nRemote-MTA: dns; buzon.correo.example\nDiagnostic-Code: smtp; 250 2.0.0 queued as 4F1\n\n" +
		"--r\nContent-Type: text/rfc822-headers\n\nMessage-ID: <" + messageID + ">\n\n--r--\n"
	return headers, body
}

func TestReportsAreFactsOfTheirLetter(t *testing.T) {
	b, _ := newBench(t)
	_, err := b.Store.AddUser(t.Context(), store.User{Login: "oficial", Name: "Carlos Huamán", Roles: []docket.Role{docket.RoleOfficer}, PasswordHash: "x"})
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
		if f.Letter != letter || f.RemoteMTA != "buzon.correo.example" || !strings.Contains(f.Diagnostic, "queued as 4F1") || !f.At.Equal(friday) {
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
