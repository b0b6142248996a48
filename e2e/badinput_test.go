package e2e_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"foja/harness"
)

// pen is one message of the holding pen, as the API shows it.
type pen struct {
	ID        string   `json:"id"`
	Subject   string   `json:"subject"`
	Text      string   `json:"text"`
	Reason    string   `json:"reason"`
	Defects   []string `json:"defects"`
	FromEmail string   `json:"from_email"`
	Suggested *struct{ Number string }
}

func (p *place) held() []pen {
	p.t.Helper()
	var list struct{ Items []pen }
	p.get("reception", "/held?limit=100", &list)
	return list.Items
}

// holds waits for a message in the holding pen whose subject is this one.
func (p *place) holds(subject string) pen {
	p.t.Helper()
	var found pen
	harness.Eventually(p.t, soon, func() error {
		for _, m := range p.held() {
			if m.Subject == subject {
				found = m
				return nil
			}
		}
		return fmt.Errorf("%q is not held", subject)
	})
	return found
}

// alive sends an ordinary letter and waits for its receipt: whatever came before, the service is up.
func (p *place) alive(after string) mailIn {
	p.t.Helper()
	// another subject each time: it is no robot's
	l := p.letterOf("Pedido corriente tras "+after, "Solicito el cuadro de personal.")
	p.post(l)
	return p.citizen().receipt(p.t, l.MessageID)
}

// TestBadInput sends what no program expects: a clear outcome each time, nothing lost, the service up afterwards.
func TestBadInput(t *testing.T) {
	t.Parallel()
	p := embedded(t)
	from, to := "From: Ana Flores <"+p.citizen().Address+">\r\n", "To: "+p.agency().Address+"\r\n"
	for _, c := range []struct {
		name string
		raw  string
		want func(subject string)
	}{
		{"no From", to + "Subject: sin remitente\r\nMessage-ID: <b1@x>\r\n\r\nSolicito el acta.\r\n", func(string) {
			if m := p.holds("sin remitente"); m.Reason == "" || !strings.Contains(m.Text, "Solicito el acta") {
				t.Errorf("held as %+v", m)
			}
		}},
		{
			"broken MIME", from + to +
				"Subject: partes rotas\r\nMessage-ID: <b2@x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"abc\"\r\n\r\n" +
				"--abc\r\nContent-Type: text/plain\r\n\r\nSolicito el padron\r\n--abc\r\nContent-Type: application/pdf; name=\"x.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n@@@no-es-base64@@@",
			func(string) {
				if c := p.find("partes"); !strings.Contains(c.Text, "Solicito el padron") {
					t.Errorf("what could be read is not there: %q", c.Text)
				}
			},
		},
		{"wrong charset", from + to +
			"Subject: =?utf-8?Q?juego_de_caracteres?=\r\nMessage-ID: <b3@x>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
			"Solicito informaci\xf3n del a\xf1o 2025\r\n", func(string) {
			if c := p.find("caracteres"); !strings.Contains(c.Text, "información del año 2025") {
				t.Errorf("read as %q", c.Text)
			}
		}},
		{
			"unknown charset", from + to +
				"Subject: charset inventado\r\nMessage-ID: <b4@x>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=x-marciano\r\n\r\nSolicito la directiva.\r\n",
			func(string) {
				if c := p.find("inventado"); !strings.Contains(c.Text, "Solicito la directiva") {
					t.Errorf("read as %q", c.Text)
				}
			},
		},
		{"empty text", from + to + "Subject: sin texto\r\nMessage-ID: <b5@x>\r\n\r\n", func(string) {
			if m := p.holds("sin texto"); m.Reason != "No trae texto." {
				t.Errorf("held because %q", m.Reason)
			}
		}},
		{"no header at all", "\r\nuna sola linea\r\n", func(string) { p.holds("") }},
		{"an endless header", from + to + "Subject: " + strings.Repeat("largo ", 20_000) +
			"\r\nMessage-ID: <b6@x>\r\n\r\nSolicito algo.\r\n", func(string) { p.find("largo") }},
	} {
		t.Log(c.name)
		p.postRaw([]byte(c.raw))
		c.want(c.name)
		p.alive(c.name)
	}
	p.bigMail()
	p.automatic()
	p.twice()
	p.bareNumber()
	p.impossibleDates()
	p.nothingLost()
}

// bigMail has thirty megabytes in one attachment: it is kept whole, and is a request like any other.
func (p *place) bigMail() {
	p.t.Log("a 30 MB mail")
	l := p.letterOf("Mensaje enorme", "Adjunto todo el legajo.")
	l.FileName, l.File = "legajo.pdf", bytes.Repeat([]byte("0123456789abcdef"), 22_500_000/16)
	raw := l.raw()
	if len(raw) < 30_000_000 {
		p.t.Fatalf("it has only %d bytes", len(raw))
	}
	p.postRaw(raw)
	p.citizen().receipt(p.t, l.MessageID)
	c := p.find("enorme")
	var kept []byte
	p.get("officer", "/requests/"+c.ID+"/documents/"+c.document("legajo.pdf").ID, &kept)
	if !bytes.Equal(kept, l.File) {
		p.t.Errorf("the attachment comes back with %d bytes, not the same", len(kept))
	}
	p.alive("el enorme")
}

// automatic mail is never answered: a robot that answers robots never stops.
func (p *place) automatic() {
	p.t.Log("automatic mail")
	for name, header := range map[string]string{
		"ausente": "Auto-Submitted: auto-replied", "boletin": "List-Id: <novedades.example>", "rebote": "Precedence: bulk",
	} {
		l := p.letterOf("Automatico "+name, "Estoy de vacaciones.")
		l.Header = []string{header}
		p.post(l)
		p.holds("Automatico " + name)
		p.alive(name)
		all, err := p.citizen().read("INBOX")
		if err != nil {
			p.t.Fatal(err)
		}
		for _, m := range all {
			if m.answers(l.MessageID) {
				p.t.Errorf("%s was answered: %s", name, m.Subject)
			}
		}
	}
}

// twice is the same mail delivered twice, which servers do: one request, one receipt.
func (p *place) twice() {
	p.t.Log("the same mail twice")
	l := p.letterOf("Pedido gemelo", "Solicito el plan anual.")
	p.post(l)
	p.post(l)
	p.alive("el duplicado")
	p.post(l)
	p.alive("el triplicado")
	p.find("gemelo") // exactly one
	p.citizen().receipt(p.t, l.MessageID)
	// The same Message-ID with other words is another letter.
	other := l
	other.Text = "Solicito otra cosa, y mi programa repite su identificador: xilofono."
	p.post(other)
	p.find("xilofono")
}

// bareNumber is not proof of anything: anyone who writes a number may have guessed it.
func (p *place) bareNumber() {
	p.t.Log("a bare number in the subject")
	number := p.alive("nada").number()
	l := p.letterOf("Consulta por "+number, "¿En qué estado está?")
	p.post(l)
	if m := p.holds("Consulta por " + number); m.Suggested == nil || m.Suggested.Number != number {
		p.t.Errorf("held without its case suggested: %+v", m)
	}
}

// impossibleDates come by the API and by the form: refused by name, nothing registered.
func (p *place) impossibleDates() {
	p.t.Log("impossible dates")
	var before, after struct{ Total int }
	p.get("manager", "/requests", &before)
	tomorrow := time.Now().Add(24 * time.Hour).UTC().Format(time.RFC3339)
	for _, at := range []string{
		"2026-02-30T10:00:00-05:00", "ayer", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", tomorrow,
	} {
		err := p.do("reception", "/requests", obj{
			"procedure": "public-information", "text": "Solicito algo", "requester": obj{"name": "Ana"}, "received_at": at,
		}, nil)
		var no *refusal
		if !errors.As(err, &no) || no.Status != http.StatusUnprocessableEntity || len(no.Errors) == 0 ||
			no.Errors[0].Field != "received_at" {
			p.t.Errorf("received_at %s: %v", at, err)
		}
	}
	w := p.window("badinput")
	w.signsIn(p.user("reception"))
	w.goes("/counter/new")
	w.fills("#name", "Ana Flores")
	w.fills("#text", "Solicito el acta de hoy")
	// The browser's own field lets no wrong date through; anyone who sends the form by hand does.
	w.do("write an impossible date", chromedp.Evaluate(
		`(() => { const f = document.querySelector("#received_at"); f.type = "text"; f.value = "2026-02-30T10:00" })()`, nil,
	))
	if status := w.status("send the form",
		chromedp.Click(`button[value="register"]`, chromedp.ByQuery)); status != http.StatusUnprocessableEntity {
		p.t.Errorf("the form is answered with %d", status)
	}
	w.says("Escriba una fecha y hora que existan")
	w.shot("impossible-date")
	if got := w.value("#text"); got != "Solicito el acta de hoy" {
		p.t.Errorf("what was typed is gone: %q", got)
	}
	p.get("manager", "/requests", &after)
	if before.Total != after.Total {
		p.t.Errorf("%d requests before, %d after", before.Total, after.Total)
	}
	p.alive("las fechas")
}

// nothingLost counts at the end: every message of the agency's mailbox is somewhere, and the INBOX is empty.
func (p *place) nothingLost() {
	harness.Eventually(p.t, soon, func() error {
		left, err := p.agency().read("INBOX")
		if err == nil && len(left) > 0 {
			err = fmt.Errorf("%d messages left in the INBOX: %q", len(left), subjects(left))
		}
		return err
	})
	held, err := p.agency().read("foja-retenido")
	if err != nil {
		p.t.Fatal(err)
	}
	if pen := p.held(); len(pen) != len(held) {
		p.t.Errorf("%d messages in the folder of held ones, %d in the holding pen", len(held), len(pen))
	}
}
