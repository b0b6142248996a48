package intake_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
	"foja/intake"
	"foja/mail"
)

const agency = "transparencia@spn.example"

// letter builds a mail from header lines and a text.
func letter(text string, headers ...string) mail.Message {
	return mail.Parse([]byte(strings.Join(headers, "\r\n") + "\r\n\r\n" + text))
}

func TestLookFindsTokenIDsAndNumber(t *testing.T) {
	m := letter("hola",
		"From: ana@correo.example",
		"To: Mesa <Transparencia+K7Q2XZ@SPN.example>",
		"Subject: RE: expediente 000042-2026",
		"Message-ID: <own@correo.example>",
		"In-Reply-To: <b@spn.example>",
		"References: <a@spn.example> <b@spn.example>")
	want := intake.Clues{
		Token: "k7q2xz", Numbers: []string{"000042-2026"}, OwnID: "own@correo.example",
		MessageIDs: []string{"b@spn.example", "b@spn.example", "a@spn.example"},
	}
	if diff := cmp.Diff(want, intake.FindClues(m, agency)); diff != "" {
		t.Error(diff)
	}
}

func TestLookIsNotFooledByOtherAddresses(t *testing.T) {
	for _, to := range []string{
		"transparencia@spn.example", "otra+K7@spn.example", "transparencia+K7@elsewhere.example",
		"transparencia+@spn.example",
	} {
		if c := intake.FindClues(letter("x", "From: a@b.example", "To: "+to), agency); c.Token != "" {
			t.Errorf("%s gives the token %q", to, c.Token)
		}
	}
}

func TestReplyAddressIsReadBack(t *testing.T) {
	m := letter("x", "From: a@b.example", "To: "+intake.ReplyAddress(agency, "tok3n"))
	if got := intake.FindClues(m, agency).Token; got != "tok3n" {
		t.Errorf("read back %q", got)
	}
}

func TestJudge(t *testing.T) {
	from := "From: Ana <ana@correo.example>"
	report := "Content-Type: multipart/report; report-type=delivery-status; boundary=b"
	for name, c := range map[string]struct {
		text    string
		headers []string
		found   intake.Found
		want    intake.Verdict
	}{
		"a plain letter is a request": {
			"Solicito…", []string{from}, intake.Found{}, intake.Verdict{Fate: docket.FateRequest},
		},
		"an attachment alone is a request": {
			"--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n%PDF\r\n--b--\r\n",
			[]string{from, "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b"},
			intake.Found{},
			intake.Verdict{Fate: docket.FateRequest},
		},
		"no sender is held": {"Solicito…", []string{"Subject: x"}, intake.Found{}, intake.Verdict{
			Fate: docket.FateHeld, Reason: docket.HeldNoSender,
		}},
		"a sender that nobody can write to": {"Solicito…", []string{
			`From: "ana maria"@correo.example`,
		}, intake.Found{}, intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldBadSender}},
		"what a filter calls spam is held": {"Compre", []string{
			from, "X-Spam-Flag: YES",
		}, intake.Found{}, intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldSpam}},
		"a reply that a filter calls spam joins": {"Gracias", []string{from, "X-Spam-Flag: YES"}, intake.Found{
			ReplyRequest: "r1", ReplyLetter: "l1",
		}, intake.Verdict{Fate: docket.FateReply, Request: "r1", Letter: "l1"}},
		"nothing to read is held": {
			"", []string{from, "Subject: x"}, intake.Found{}, intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldEmpty},
		},
		"a number only suggests": {"¿Qué pasó?", []string{from}, intake.Found{
			Numbered: []intake.Case{{Request: "r1", Email: "ana@correo.example"}},
		}, intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldNumber, Request: "r1"}},
		"a reply to our letter joins": {"Gracias", []string{from}, intake.Found{
			ReplyRequest: "r1", ReplyLetter: "l1", RequesterEmail: "ANA@correo.example",
		}, intake.Verdict{Fate: docket.FateReply, Request: "r1", Letter: "l1", FromRequester: true}},
		"the token joins": {"Gracias", []string{from}, intake.Found{
			TokenRequest: "r2", RequesterEmail: "ana@correo.example",
		}, intake.Verdict{Fate: docket.FateReply, Request: "r2", FromRequester: true}},
		"a stranger joins but is not the sender": {"Yo", []string{"From: x@y.example"}, intake.Found{
			TokenRequest: "r2", RequesterEmail: "ana@correo.example",
		}, intake.Verdict{Fate: docket.FateReply, Request: "r2"}},
		"a mail of ours is filed away": {"carta", []string{
			"From: " + agency, "X-Loop: " + agency,
		}, intake.Found{OwnServiceMail: true}, intake.Verdict{Fate: docket.FateAutomatic}},
		"its prefix alone is not": {"carta", []string{
			"From: " + agency, "Message-ID: <foja-check.1@spn.example>", "X-Loop: " + agency,
		}, intake.Found{}, intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldOwnAddress}},
		"our copy is evidence": {
			"carta", []string{"From: " + agency, "Auto-Submitted: auto-replied"}, intake.Found{
				OwnLetter: "l1", OwnRequest: "r1", OwnCopy: true,
			}, intake.Verdict{Fate: docket.FateOwn, Request: "r1", Letter: "l1"},
		},
		"our Message-ID alone is none": {
			"carta", []string{"From: " + agency, "Auto-Submitted: auto-replied"}, intake.Found{
				OwnLetter: "l1", OwnRequest: "r1",
			}, intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldOwnCopy, Request: "r1"},
		},
		"a stranger with our ID is no evidence": {
			"carta", []string{from}, intake.Found{OwnLetter: "l1", OwnRequest: "r1"}, intake.Verdict{Fate: docket.FateRequest},
		},
		"mail that claims to be ours is held": {"carta", []string{"From: " + agency}, intake.Found{}, intake.Verdict{
			Fate: docket.FateHeld, Reason: docket.HeldOwnAddress,
		}},
		"an automatic answer to us is automatic": {
			"De vacaciones",
			[]string{from, "Auto-Submitted: auto-replied"},
			intake.Found{ReplyRequest: "r1", ReplyLetter: "l1"},
			intake.Verdict{Fate: docket.FateAutomatic, Request: "r1", Letter: "l1"},
		},
		"an automatic answer to nobody is held": {"De vacaciones", []string{
			from, "Auto-Submitted: auto-replied",
		}, intake.Found{}, intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldAutomatic}},
		"a reply that only sounds automatic is read": {
			"Me encuentro de vacaciones hasta el lunes.",
			[]string{from},
			intake.Found{ReplyRequest: "r1", ReplyLetter: "l1"},
			intake.Verdict{Fate: docket.FateReply, Request: "r1", Letter: "l1"},
		},
		"one that answers nothing is held": {"Me encuentro de vacaciones hasta el lunes.", []string{
			from,
		}, intake.Found{}, intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldAutomatic}},
		"an invitation is held": {"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR", []string{
			from, "Content-Type: text/calendar; method=REQUEST",
		}, intake.Found{}, intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldCalendar}},
		"an answer to an invitation joins its case": {"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR", []string{
			from, "Content-Type: text/calendar; method=REPLY",
		}, intake.Found{TokenRequest: "r1"}, intake.Verdict{Fate: docket.FateReply, Request: "r1"}},
		"an encrypted block in the text is held": {
			"Va:\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----",
			[]string{from},
			intake.Found{Numbered: []intake.Case{{Request: "r1", Email: "ana@correo.example"}}},
			intake.Verdict{
				Fate: docket.FateHeld, Reason: docket.HeldEncrypted, Request: "r1",
			},
		},
		"a text that cannot be decoded is held": {
			"\xd1\xee\xeb\xe8 \xf1\xe8\xf2\xee \xef\xf0\xee\xf8\xf3 \xea\xee\xef\xe8\xfe", []string{
				from, "Content-Type: text/plain; charset=x-perdido",
			}, intake.Found{}, intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldUnreadable},
		},
		"list mail is held": {"Novedades", []string{from, "List-Id: <n.example>"}, intake.Found{}, intake.Verdict{
			Fate: docket.FateHeld, Reason: docket.HeldBulk,
		}},
		"a bounce of our letter is a report": {
			"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; ana@correo.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n",
			[]string{"From: MAILER-DAEMON@mx.example", "MIME-Version: 1.0", report},
			intake.Found{ReplyRequest: "r1", ReplyLetter: "l1", ReplyTo: "Ana@correo.example"},
			intake.Verdict{Fate: docket.FateReport, Request: "r1", Letter: "l1", Bounce: true, Status: "5.1.1"},
		},
		"a bounce of nothing of ours is held": {"no se pudo", []string{
			"From: MAILER-DAEMON@mx.example", "Return-Path: <>",
		}, intake.Found{}, intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldReport}},
	} {
		t.Run(name, func(t *testing.T) {
			m := letter(c.text, c.headers...)
			if diff := cmp.Diff(c.want, intake.Judge(m, intake.FindClues(m, agency), c.found, agency)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSame(t *testing.T) {
	a := letter("Solicito el acta", "From: ana@correo.example", "Subject: acta", "Message-ID: <1@x>")
	again := letter("Solicito el acta", "Received: by another.example", "From: ana@correo.example", "Subject: acta",
		"Message-ID: <1@x>")
	other := letter("Solicito otra acta", "From: ana@correo.example", "Subject: acta", "Message-ID: <1@x>")
	noID := letter("Solicito el acta", "From: ana@correo.example", "Subject: acta")
	if !intake.Same(a, again) {
		t.Error("the same mail delivered twice is not recognised")
	}
	if intake.Same(a, other) {
		t.Error("another text under the same ID is taken for the same mail")
	}
	dated := func(date string) mail.Message {
		return letter("Solicito el acta", "From: ana@correo.example", "Subject: acta",
			"Date: Mon, 30 Nov 2026 09:10:"+date+" -0500")
	}
	if !intake.Same(dated("00"), dated("00")) || intake.Same(dated("00"), dated("01")) || intake.Same(dated("00"), noID) {
		t.Error("without an ID the second in which it was written tells one mail from two")
	}
	if intake.Same(a, dated("00")) {
		t.Error("mail with an ID is taken for one without")
	}
	if nobody := letter("Solicito el acta", "Subject: acta"); intake.Same(nobody, nobody) {
		t.Error("mail without ID and sender can never be proved the same")
	}
	for window, m := range map[time.Duration]mail.Message{10 * time.Minute: noID, 5 * 24 * time.Hour: dated("00")} {
		if got := intake.DuplicateWindow(m); got != window {
			t.Errorf("window %v, want %v", got, window)
		}
	}
}

func TestSubjectFallsBackToTheFirstLine(t *testing.T) {
	if got := intake.Subject(letter("Solicito el acta\n\nGracias", "From: a@b.example")); got != "Solicito el acta" {
		t.Errorf("got %q", got)
	}
	if got := []rune(
		intake.Subject(letter("x", "From: a@b.example", "Subject: "+strings.Repeat("ñ", 300))),
	); len(got) != 200 {
		t.Errorf("%d runes", len(got))
	}
}
