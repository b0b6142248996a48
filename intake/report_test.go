package intake_test

import (
	"reflect"
	"testing"

	"foja/docket"
	"foja/intake"
	"foja/mail"
)

const (
	requester = "ana.flores@correo.example"
	returned  = "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: " + agency + "\r\nTo: " + requester +
		"\r\nReply-To: transparencia+k7q2xz@spn.example\r\nSubject: x\r\n\r\nx\r\n"
)

// about is a delivery report with a block for each recipient: address, action, status.
func about(blocks ...[3]string) mail.Message {
	text := "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
	for _, b := range blocks {
		if b[0] != "" {
			text += "Final-Recipient: rfc822; " + b[0] + "\r\n"
		}
		text += "Action: " + b[1] + "\r\nStatus: " + b[2] + "\r\n\r\n"
	}
	return letter(text+"--b--\r\n", "From: postmaster@mx.example", "Return-Path: <>", "To: "+agency, "MIME-Version: 1.0",
		"Content-Type: multipart/mixed; boundary=b")
}

func TestAReportCountsForItsLetterAndItsRecipient(t *testing.T) {
	byID := intake.Found{ReplyRequest: "r1", ReplyLetter: "l1", ReplyTo: requester}
	byToken := intake.Found{TokenRequest: "r1", LastLetter: "l9", LastTo: requester}
	failed, delayed, got := [3]string{requester, "failed", "5.1.1"}, [3]string{requester, "delayed", "4.4.1"},
		[3]string{requester, "delivered", "2.0.0"}
	copyFailed := [3]string{agency, "failed", "5.2.2"}
	text := func(said string) mail.Message {
		return letter(said, "From: MAILER-DAEMON@mx.example", "Return-Path: <>", "To: "+agency, "Subject: failure notice")
	}
	held := func(why docket.HeldReason) intake.Verdict {
		return intake.Verdict{Fate: docket.FateHeld, Reason: why, Request: "r1"}
	}
	for name, c := range map[string]struct {
		m     mail.Message
		found intake.Found
		want  intake.Verdict
	}{
		"it failed": {about(failed), byID, intake.Verdict{
			Fate: docket.FateReport, Request: "r1", Letter: "l1", Bounce: true, Status: "5.1.1",
		}},
		"the server gave up after days": {about([3]string{requester, "failed", "4.4.7"}), byID, intake.Verdict{
			Fate: docket.FateReport, Request: "r1", Letter: "l1", Bounce: true, Status: "4.4.7",
		}},
		"it is late": {
			about(delayed), byID, intake.Verdict{Fate: docket.FateReport, Request: "r1", Letter: "l1", Status: "4.4.1"},
		},
		"only our copy failed": {
			about(got, copyFailed), byID, intake.Verdict{Fate: docket.FateReport, Request: "r1", Letter: "l1", Status: "2.0.0"},
		},
		"our copy alone": {about(copyFailed), byID, held(docket.HeldOwnLost)},
		"our copy elsewhere": {about([3]string{"archivo@copias.example", "failed", "5.2.2"}), intake.Found{
			ReplyRequest: "r1", ReplyLetter: "l1", ReplyTo: requester, Archive: "archivo@copias.example",
		}, held(docket.HeldOwnLost)},
		"our copy alone, at the token": {
			about([3]string{"transparencia+k7q2xz@spn.example", "failed", "5.2.2"}), byID, held(docket.HeldOwnLost),
		},
		"our copy alone, in words": {
			text("<" + agency + ">:\r\nMailbox full. (#5.2.2)\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nTo: " +
				requester + "\r\n"), byToken, held(docket.HeldOwnLost),
		},
		"somebody else": {
			about([3]string{"otra@correo.example", "failed", "5.1.1"}), byID, held(docket.HeldReport),
		},
		"somebody else, by the token": {
			about([3]string{"otra@correo.example", "failed", "5.1.1"}), byToken, held(docket.HeldReport),
		},
		"nobody named": {about([3]string{"", "failed", "5.0.0"}), byID, intake.Verdict{
			Fate: docket.FateReport, Request: "r1", Letter: "l1", Doubt: true, Status: "5.0.0",
		}},
		"a letter that was never sent": {
			about(failed), intake.Found{ReplyRequest: "r1", ReplyLetter: "l1"}, held(docket.HeldReport),
		},
		"known by its token alone": {about(failed), byToken, intake.Verdict{
			Fate: docket.FateReport, Request: "r1", Letter: "l9", Doubt: true, Status: "5.1.1",
		}},
		"late, known by its token": {
			about(delayed), byToken, intake.Verdict{Fate: docket.FateReport, Request: "r1", Status: "4.4.1"},
		},
		"qmail, by its token": {text(
			"<" + requester + ">:\r\nuser is over quota. (#5.2.2)",
		), byToken, intake.Verdict{Fate: docket.FateReport, Request: "r1", Letter: "l9", Doubt: true, Status: "5.2.2"}},
		"Spanish Exchange, by its token": {text("No se pudo entregar el mensaje a " + requester +
			". Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'"), byToken, intake.Verdict{
			Fate: docket.FateReport, Request: "r1", Letter: "l9", Doubt: true, Status: "5.1.10",
		}},
		"a token of which nothing is sent": {about(failed), intake.Found{TokenRequest: "r1"}, held(docket.HeldReport)},
		"of nothing of ours": {
			about(failed), intake.Found{}, intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldReport},
		},
	} {
		if got := intake.Judge(c.m, intake.FindClues(c.m, agency), c.found, agency); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n%+v, want\n%+v", name, got, c.want)
		}
	}
}

func TestAReadReceiptElsewhereStatesNothing(t *testing.T) {
	m := letter("--b\r\nContent-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822; otra@correo.example\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b--\r\n",
		"From: otra@correo.example", "MIME-Version: 1.0",
		"Content-Type: multipart/report; report-type=disposition-notification; boundary=b")
	v := intake.Judge(m, intake.FindClues(m, agency),
		intake.Found{ReplyRequest: "r1", ReplyLetter: "l1", ReplyTo: requester}, agency)
	if !reflect.DeepEqual(v, intake.Verdict{Fate: docket.FateReport, Request: "r1"}) {
		t.Errorf("%+v", v)
	}
}

func TestTheTokenOfAReturnedCopyIsRead(t *testing.T) {
	m := letter("--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; "+requester+
		"\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"+returned+"--b--\r\n",
		"From: postmaster@mx.example", "To: "+agency, "MIME-Version: 1.0",
		"Content-Type: multipart/report; report-type=delivery-status; boundary=b")
	if c := intake.FindClues(m, agency); c.Token != "k7q2xz" {
		t.Errorf("%+v", c)
	}
}
