package acts_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"foja/access/attempts"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/docket"
)

// Who goes back in the browser, writes something else and sends the form again has not repeated it.
func TestAnOnlineFormWithOtherWordsIsAnotherRequest(t *testing.T) {
	h := desktest.New(t)
	sent := desktest.Online("t1")
	first, err := h.Acts.RegisterOnline(h.Ctx, sent, "10.0.0.1")
	h.Must(err)
	sent.Text += " Y los de 2019."
	second, err := h.Acts.RegisterOnline(h.Ctx, sent, "10.0.0.1")
	h.Must(err)
	if second.Existed || second.Number == first.Number {
		t.Errorf("what was added is lost: %+v, %+v", first, second)
	}
}

func TestTheOnlineFormIsTheThirdChannel(t *testing.T) {
	h := desktest.New(t)
	sent := desktest.Online("t1")
	sent.Channel, sent.ReceivedAt = docket.ChannelCounter, h.Now.AddDate(0, 0, -30) // not hers to say
	r, err := h.Acts.RegisterOnline(h.Ctx, sent, "10.0.0.1")
	h.Must(err)
	again, err := h.Acts.RegisterOnline(h.Ctx, sent, "10.0.0.1")
	h.Must(err)
	got, err := h.Core.Store.Request(h.Ctx, r.ID)
	h.Must(err)
	if got.Channel != docket.ChannelWeb || got.ReceivedOn.String() != "2026-03-02" || !again.Existed || again.Number != r.Number || got.ReceivedBy != "" {
		t.Errorf("%+v, again %+v", got, again)
	}
	// Out of office hours it is received on the next business day, like mail. law: R13
	h.Now = h.Now.Add(12 * time.Hour)
	late, err := h.Acts.RegisterOnline(h.Ctx, desktest.Online("t2"), "10.0.0.1")
	h.Must(err)
	if got, err := h.Core.Store.Request(h.Ctx, late.ID); err != nil || got.ReceivedOn.String() != "2026-03-03" {
		t.Errorf("received on %s, %v", got.ReceivedOn, err)
	}
	_, err = h.Acts.RegisterOnline(h.Ctx, acts.Form{Token: "t3", Procedure: "public-information"}, "10.0.0.1")
	h.Code("an empty form", err, docket.CodeInvalid)
	for i := range int(attempts.LimitAsk.Most) - 1 { // one was registered within the hour
		_, err = h.Acts.RegisterOnline(h.Ctx, desktest.Online(fmt.Sprint("many-", i)), "10.0.0.1")
		h.Must(err)
	}
	_, err = h.Acts.RegisterOnline(h.Ctx, desktest.Online("one too many"), "10.0.0.1")
	h.Code("one too many", err, docket.CodeTooMany)
	_, err = h.Acts.RegisterOnline(h.Ctx, desktest.Online("a neighbour"), "10.0.0.10")
	h.Must(err)

	// What one e-mail address may send is said of the address, not of the connection.
	for i := range int(attempts.LimitAskFor.Most) + 1 {
		form := desktest.Online(fmt.Sprint("address-", i))
		form.Requester.Email = "eva@correo.example"
		if _, err = h.Acts.RegisterOnline(h.Ctx, form, fmt.Sprint("10.0.1.", i)); i < int(attempts.LimitAskFor.Most) {
			h.Must(err)
		}
	}
	h.Code("one too many of an address", err, docket.CodeTooMany)
	if said := desktest.Refusal(err); strings.Contains(said, "conexión") || !strings.Contains(said, "con ese correo electrónico") {
		t.Error(said)
	}
}

func TestTheCitizensDatesFeed(t *testing.T) {
	h := desktest.New(t)
	clerk, officer := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer)
	r := h.Register(clerk, desktest.Form("t1"))
	h.Sent(r.ID)
	f, err := h.Links.StatusDates(h.Ctx, r.Number, r.StatusCode, "10.0.0.1")
	h.Must(err)
	due := "DTSTART;VALUE=DATE:" + strings.ReplaceAll(r.DueOn.String(), "-", "")
	if text := string(f.Bytes); strings.Count(text, "BEGIN:VEVENT") != 1 || !strings.Contains(text, due) || strings.Contains(text, "maria@") {
		t.Errorf("want %s in\n%s", due, text)
	}
	h.Do(officer, r.ID, acts.Command{Action: docket.ActClaim})
	h.Do(officer, r.ID, acts.Command{Action: docket.ActAskCorrection, Text: "Falta precisar el año."})
	h.Sent(r.ID)
	h.Do(clerk, r.ID, acts.Command{Action: docket.ActNotified, Letter: docket.LetterID(r.ID, "correction", 1), Text: "Acusó recibo."})
	f, err = h.Links.StatusDates(h.Ctx, r.Number, r.StatusCode, "10.0.0.1")
	h.Must(err)
	if text := string(f.Bytes); strings.Count(text, "BEGIN:VEVENT") != 2 || !strings.Contains(text, "Último día para usted") {
		t.Errorf("%s", text)
	}
	_, err = h.Links.StatusDates(h.Ctx, r.Number, "AAAAAAAA", "10.0.0.1")
	h.Code("with a wrong code", err, docket.CodeNotFound)
}

func TestVerifyReceiptTrustsOurOwnKey(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	r := h.Register(clerk, desktest.Form("t1"))
	f, err := h.Papers.ClockReceipt(h.Ctx, clerk, r.ID)
	h.Must(err)
	if v, err := h.Papers.VerifyReceipt(h.Ctx, f.Bytes); err != nil || !v.Valid || !v.Trusted || v.DueOn != r.DueOn {
		t.Errorf("%+v, %v", v, err)
	}
	forged := strings.Replace(string(f.Bytes), r.Number, "999999-2026", 1)
	if v, err := h.Papers.VerifyReceipt(h.Ctx, []byte(forged)); err != nil || v.Valid {
		t.Errorf("a forged one is %+v, %v", v, err)
	}
}

// Anyone who types an address need not own it: one address gets so many receipts a day by the form, from wherever they are asked for; and
// the agency's own gets none, since a letter to it would prove its own delivery.
func TestTheFormWritesToOneAddressAFewTimesADay(t *testing.T) {
	h := desktest.New(t)
	ask := func(i int, email string) error {
		f := desktest.Form(fmt.Sprintf("ask-%d-%s", i, email))
		f.Requester.Email = email
		_, err := h.Acts.RegisterOnline(h.Ctx, f, fmt.Sprintf("192.0.2.%d", i))
		return err
	}
	for i := range 10 {
		h.Must(ask(i, []string{"victima@correo.example", "Victima+x@correo.example"}[i%2]))
	}
	if err := ask(11, "victima@correo.example"); err == nil {
		t.Error("the eleventh is taken")
	}
	h.Must(ask(12, "otra@correo.example"))
	own := h.Core.Agency().Email
	for _, email := range []string{own, strings.Replace(own, "@", "+x@", 1)} {
		h.Code("to "+email, ask(13, email), docket.CodeInvalid)
	}
}
