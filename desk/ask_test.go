package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"foja/docket"
)

func online(token string) Form {
	f := form(token)
	f.Office, f.ReceivedAt, f.Sheets = "", time.Time{}, 0
	f.Requester.Email = strings.ReplaceAll(token, " ", "-") + "@correo.example" // one address gets a few a day
	return f
}

// Who goes back in the browser, writes something else and sends the form again has not repeated it.
func TestAnOnlineFormWithOtherWordsIsAnotherRequest(t *testing.T) {
	h := newHouse(t)
	sent := online("t1")
	first, err := h.RegisterOnline(h.ctx, sent, "10.0.0.1")
	h.must(err)
	sent.Text += " Y los de 2019."
	second, err := h.RegisterOnline(h.ctx, sent, "10.0.0.1")
	h.must(err)
	if second.Existed || second.Number == first.Number {
		t.Errorf("what was added is lost: %+v, %+v", first, second)
	}
}

func TestTheOnlineFormIsTheThirdChannel(t *testing.T) {
	h := newHouse(t)
	sent := online("t1")
	sent.Channel, sent.ReceivedAt = docket.ChannelCounter, h.now.AddDate(0, 0, -30) // not hers to say
	r, err := h.RegisterOnline(h.ctx, sent, "10.0.0.1")
	h.must(err)
	again, err := h.RegisterOnline(h.ctx, sent, "10.0.0.1")
	h.must(err)
	got, err := h.Store.Request(h.ctx, r.ID)
	h.must(err)
	if got.Channel != docket.ChannelWeb || got.ReceivedOn.String() != "2026-03-02" || !again.Existed || again.Number != r.Number || got.ReceivedBy != "" {
		t.Errorf("%+v, again %+v", got, again)
	}
	// Out of office hours it is received on the next business day, like mail. law: R13
	h.now = h.now.Add(12 * time.Hour)
	late, err := h.RegisterOnline(h.ctx, online("t2"), "10.0.0.1")
	h.must(err)
	if got, err := h.Store.Request(h.ctx, late.ID); err != nil || got.ReceivedOn.String() != "2026-03-03" {
		t.Errorf("received on %s, %v", got.ReceivedOn, err)
	}
	_, err = h.RegisterOnline(h.ctx, Form{Token: "t3", Procedure: "public-information"}, "10.0.0.1")
	h.code("an empty form", err, docket.CodeInvalid)
	for i := range int(limitAsk.most) - 1 { // one was registered within the hour
		_, err = h.RegisterOnline(h.ctx, online(fmt.Sprint("many-", i)), "10.0.0.1")
		h.must(err)
	}
	_, err = h.RegisterOnline(h.ctx, online("one too many"), "10.0.0.1")
	h.code("one too many", err, docket.CodeTooMany)
	_, err = h.RegisterOnline(h.ctx, online("a neighbour"), "10.0.0.10")
	h.must(err)
}

func TestTheCitizensDatesFeed(t *testing.T) {
	h := newHouse(t)
	clerk, officer := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer)
	r := h.register(clerk, form("t1"))
	h.sent(r.ID)
	f, err := h.StatusDates(h.ctx, r.Number, r.StatusCode, "10.0.0.1")
	h.must(err)
	due := "DTSTART;VALUE=DATE:" + strings.ReplaceAll(r.DueOn.String(), "-", "")
	if text := string(f.Bytes); strings.Count(text, "BEGIN:VEVENT") != 1 || !strings.Contains(text, due) || strings.Contains(text, "maria@") {
		t.Errorf("want %s in\n%s", due, text)
	}
	h.do(officer, r.ID, Command{Action: docket.ActClaim})
	h.do(officer, r.ID, Command{Action: docket.ActAskCorrection, Text: "Falta precisar el año."})
	h.sent(r.ID)
	h.do(clerk, r.ID, Command{Action: docket.ActNotified, Letter: docket.LetterID(r.ID, "correction", 1), Text: "Acusó recibo."})
	f, err = h.StatusDates(h.ctx, r.Number, r.StatusCode, "10.0.0.1")
	h.must(err)
	if text := string(f.Bytes); strings.Count(text, "BEGIN:VEVENT") != 2 || !strings.Contains(text, "Último día para usted") {
		t.Errorf("%s", text)
	}
	_, err = h.StatusDates(h.ctx, r.Number, "AAAAAAAA", "10.0.0.1")
	h.code("with a wrong code", err, docket.CodeNotFound)
}

func TestVerifyReceiptTrustsOurOwnKey(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	r := h.register(clerk, form("t1"))
	f, err := h.ClockReceipt(h.ctx, clerk, r.ID)
	h.must(err)
	if v, err := h.VerifyReceipt(h.ctx, f.Bytes); err != nil || !v.Valid || !v.Trusted || v.DueOn != r.DueOn {
		t.Errorf("%+v, %v", v, err)
	}
	forged := strings.Replace(string(f.Bytes), r.Number, "999999-2026", 1)
	if v, err := h.VerifyReceipt(h.ctx, []byte(forged)); err != nil || v.Valid {
		t.Errorf("a forged one is %+v, %v", v, err)
	}
}

// Whoever types an address need not own it: one address gets so many receipts a day by the form, from wherever they are asked for; and the
// agency's own gets none, since a letter to it would prove its own delivery.
func TestTheFormWritesToOneAddressAFewTimesADay(t *testing.T) {
	h := newHouse(t)
	ask := func(i int, email string) error {
		f := form(fmt.Sprintf("ask-%d-%s", i, email))
		f.Requester.Email = email
		_, err := h.RegisterOnline(h.ctx, f, fmt.Sprintf("192.0.2.%d", i))
		return err
	}
	for i := range 10 {
		h.must(ask(i, []string{"victima@correo.example", "Victima+x@correo.example"}[i%2]))
	}
	if err := ask(11, "victima@correo.example"); err == nil {
		t.Error("the eleventh is taken")
	}
	h.must(ask(12, "otra@correo.example"))
	own := h.Agency().Email
	for _, email := range []string{own, strings.Replace(own, "@", "+x@", 1)} {
		h.code("to "+email, ask(13, email), docket.CodeInvalid)
	}
}
