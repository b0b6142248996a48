package activities_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"foja/docket"
	"foja/mail"
	"foja/store"
)

const unit = "archivo@spn.example"

// asks opens a question to a unit on a case of its own, with its mail.
func (b *bench) asks() (docket.Request, store.UnitMail) {
	b.t.Helper()
	ctx := b.t.Context()
	must(b.t, b.post.AddUser(unit, "x"))
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	question, err := b.Store.KeepDocument(ctx, store.NewDocument{
		Request: r.ID, Kind: "text", Name: "texto", Type: "text/plain", Bytes: []byte("¿Tienen el acta de 2019?"), Key: "q",
	})
	must(b.t, err)
	task := docket.Task{
		ID: 1, Kind: docket.TaskConsult, State: docket.TaskOpen, Unit: "archivo", Ref: question.ID,
		OpenedAt: friday, DueOn: r.DueOn.AddDays(-4),
	}
	c, err := b.Store.Case(ctx, r.ID)
	must(b.t, err)
	c.Seq, c.Tasks = c.Seq+1, []docket.Task{task}
	must(b.t, b.Store.Project(ctx, []docket.Event{{Seq: c.Seq, Kind: docket.EventTaskOpened, At: friday, Task: &task}}, c))
	m := store.UnitMail{
		Request: r.ID, Task: 1, Unit: "Archivo Central", Address: unit, MessageID: "unit.una@spn.example",
		Token: "permiso", MadeAt: friday,
	}
	must(b.t, b.Store.MakeUnitMail(ctx, m))
	return r, m
}

func TestAUnitIsAskedByMailAndAnswersByMail(t *testing.T) {
	b, _ := newBench(t)
	r, asked := b.asks()
	for range 2 { // once
		must(t, b.MailUnits(t.Context()))
	}
	got := b.inbox(unit)
	if len(got) != 1 {
		t.Fatalf("%d mails", len(got))
	}
	m := got[0]
	for _, part := range []string{"Archivo Central:", "¿Tienen el acta de 2019?", "/u/permiso", "contestar este correo"} {
		if !strings.Contains(m.Text, part) {
			t.Errorf("it does not say %q:\n%s", part, m.Text)
		}
	}
	if strings.Contains(m.Text+m.Subject, "Ana") || !strings.Contains(m.Subject, r.Number) ||
		!strings.Contains(m.ReplyTo[0].Addr, "+"+r.ReplyToken+"@") {
		t.Errorf("%s, Reply-To %v:\n%s", m.Subject, m.ReplyTo, m.Text)
	}
	if as := b.classify(b.keepCopy(0)); as.Fate != docket.FateAutomatic {
		t.Errorf("our own copy: %+v", as)
	}
	// What comes of it: the copy is filed away, each way of replying joins the case for somebody to read, and a bounce
	// waits for a person.
	reply := "From: Archivo <" + unit + ">\nSubject: RE: " + m.Subject
	for name, c := range map[string]struct {
		headers, text string
		fate          docket.Fate
		suggested     bool
	}{
		"a forged copy": {"From: " + agency + "\nTo: " + unit + "\nMessage-ID: <" + asked.MessageID + ">\nX-Loop: " +
			agency + "\nSubject: x", "Copia", docket.FateHeld, false},
		"to the reply's": {reply + "\nTo: " + m.ReplyTo[0].Addr, "Aquí va.", docket.FateReply, true},
		"to the sender's": {
			reply + "\nTo: " + agency + "\nIn-Reply-To: <" + asked.MessageID + ">", "Aquí va también.", docket.FateReply, true,
		},
		"it never got there": {
			"From: MAILER-DAEMON@spn.example\nTo: " + agency + "\nIn-Reply-To: <" + asked.MessageID +
				">\nAuto-Submitted: auto-replied\nSubject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=b",
			report(unit), docket.FateHeld, true,
		},
	} {
		as := b.classify(b.keep(friday.Add(time.Hour), c.headers, c.text))
		if as.Fate != c.fate || as.FromRequester || (as.Request == r.ID) != c.suggested {
			t.Errorf("%s: %+v", name, as)
		}
	}
}

// report is the body of a bounce.
func report(address string) string {
	return fmt.Sprintf("--b\nContent-Type: text/plain\n\nNo such user\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; %s\nAction: failed\nStatus: 5.1.1\n\n--b--",
		address)
}

func TestMailToAUnitIsNotSentTwiceAfterACrash(t *testing.T) {
	b, way := newBench(t)
	_, asked := b.asks()
	way.after = func(error) error { return &mail.SubmitError{Kind: mail.Unknown, Err: errors.New("the line went dead")} }
	if err := b.MailUnits(t.Context()); err == nil {
		t.Error("it is not said that nobody knows")
	}
	way.after = nil
	must(t, b.MailUnits(t.Context()))
	if n := len(b.inbox(unit)); n != 1 || way.calls != 1 {
		t.Errorf("%d mails, %d attempts", n, way.calls)
	}
	kept, err := b.Store.UnitMailByMessageID(t.Context(), asked.MessageID)
	must(t, err)
	if kept.MailedAt.IsZero() || kept.Failure != "" {
		t.Errorf("%+v", kept)
	}
}

func TestAnAddressThatIsRefusedIsSaid(t *testing.T) {
	b, way := newBench(t)
	_, asked := b.asks()
	way.before = func() error { return &mail.SubmitError{Kind: mail.Temporary, Err: errors.New("try later")} }
	if err := b.MailUnits(t.Context()); err == nil {
		t.Error("it is not said that it waits")
	}
	way.before = func() error { return &mail.SubmitError{Kind: mail.Permanent, Err: errors.New("no such user")} }
	must(t, b.MailUnits(t.Context()))
	must(t, b.MailUnits(t.Context()))
	kept, err := b.Store.UnitMailByMessageID(t.Context(), asked.MessageID)
	must(t, err)
	if !strings.Contains(kept.Failure, "permanent failure") || way.calls != 2 {
		t.Errorf("%+v after %d attempts", kept, way.calls)
	}
}
