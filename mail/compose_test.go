package mail

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func outgoing() Outgoing {
	return Outgoing{
		From: Address{"Mesa de Partes", "foja@agencia.test"}, To: Address{"Ñusta Pérez, Ana", "ana@correo.test"},
		Archive: "archivo@agencia.test",
		ReplyTo: Address{"", "foja+r.abc@agencia.test"}, EnvelopeFrom: "rebote@agencia.test",
		Subject:   "Respuesta a su solicitud N.° 000123-2026 — información sobre las visitas de los últimos años en la región",
		MessageID: "000123-2026.carta.1@foja.test", Date: time.Date(2026, 11, 3, 9, 30, 0, 0, time.FixedZone("", -5*3600)),
		InReplyTo: "CA+x@correo.test", References: []string{"a@correo.test", "CA+x@correo.test"},
		Text: "Estimada señora:\n\nSe adjunta lo pedido.\n.\n.línea que empieza con punto\n" +
			strings.Repeat("muy larga ", 300) + "\n",
		HTML: "<p>Estimada señora:</p><p>Se adjunta lo pedido.</p>",
		Attachments: []Attachment{
			{Name: "Informe N° 12 – año 2026.pdf", Type: "application/pdf", Data: bytes.Repeat([]byte{0, 1, 2, 0xff, '\r', '\n'},
				1000)},
			{Name: "../../etc/passwd", Type: "text/plain", Data: []byte("hola\n")},
		},
		AutoSubmitted: AutoReplied, Loop: "foja@agencia.test", Header: map[string]string{"X-Foja": "000123-2026"},
	}
}

func TestComposeReadsBack(t *testing.T) {
	o := outgoing()
	r, err := Compose(o)
	if err != nil {
		t.Fatal(err)
	}
	if r.From != o.EnvelopeFrom || cmp.Diff(r.Rcpts, []string{"ana@correo.test", "archivo@agencia.test"}) != "" {
		t.Errorf("envelope %q %q", r.From, r.Rcpts)
	}
	raw := string(r.Raw)
	for _, absent := range []string{"archivo@", "User-Agent", "X-Mailer", "go-mail"} {
		if strings.Contains(raw, absent) {
			t.Errorf("the message shows %q", absent)
		}
	}
	for _, present := range []string{
		"Auto-Submitted: auto-replied\r\n", "X-Loop: foja@agencia.test\r\n", "X-Foja: 000123-2026\r\n",
	} {
		if !strings.Contains(raw, present) {
			t.Errorf("the message lacks %q", present)
		}
	}
	if strings.Contains(strings.ReplaceAll(raw, "\r\n", ""), "\n") ||
		strings.Contains(strings.ReplaceAll(raw, "\r\n", ""), "\r") {
		t.Error("a line does not end in CRLF")
	}
	for _, l := range strings.Split(raw, "\r\n") {
		if len(l) > 998 {
			t.Errorf("line of %d bytes", len(l))
		}
	}
	if !isASCII(raw) {
		t.Error("8-bit bytes")
	}

	m := Parse(r.Raw)
	if len(m.Defects) > 0 {
		t.Errorf("defects of our own message: %q", m.Defects)
	}
	want := Message{
		From: o.From, Authors: []Address{o.From}, To: []Address{o.To}, ReplyTo: []Address{o.ReplyTo}, Subject: o.Subject,
		MessageID: o.MessageID, InReplyTo: o.InReplyTo, References: o.References,
		Text: strings.TrimRight(o.Text, " \n"), NewText: strings.TrimSpace(o.Text), Charset: "UTF-8", HTML: o.HTML,
		Class: ClassAutoReply, Signals: Signals{AutoSubmitted: "auto-replied", Loop: []string{"foja@agencia.test"}},
		Attachments: []Attachment{
			{
				Name: "Informe N° 12 – año 2026.pdf", Type: "application/pdf", Size: 6000, SHA256: sum(o.Attachments[0].Data),
				Data: o.Attachments[0].Data,
			},
			{Name: "passwd.txt", Type: "text/plain", Size: 5, SHA256: sum([]byte("hola\n")), Data: []byte("hola\n")},
		},
	}
	if !m.Date.Equal(o.Date) {
		t.Errorf("date %v", m.Date)
	}
	m.Date = time.Time{}
	m.HTML = strings.TrimRight(m.HTML, "\n")
	want.Formatted = true
	if diff := cmp.Diff(want, m); diff != "" {
		t.Error(diff)
	}
	if Classify(m, "foja@agencia.test") != ClassOwn {
		t.Error("our own mail coming back is not known")
	}
}

func TestComposePlain(t *testing.T) {
	o := outgoing()
	o.HTML, o.Attachments, o.Archive, o.EnvelopeFrom, o.AutoSubmitted, o.Loop = "", nil, o.To.Addr, "", "", ""
	r, err := Compose(o)
	if err != nil {
		t.Fatal(err)
	}
	if m := Parse(r.Raw); m.Class != ClassHuman || m.HTML != "" || !strings.HasPrefix(m.Text, "Estimada señora:") {
		t.Errorf("%s %q", m.Class, m.Text)
	}
	if r.From != o.From.Addr || len(r.Rcpts) != 1 {
		t.Errorf("envelope %q %q", r.From, r.Rcpts)
	}
}

func TestComposeManyReferencesFold(t *testing.T) {
	o := outgoing()
	for range 60 {
		o.References = append(o.References, strings.Repeat("x", 60)+"@correo.test")
	}
	r, err := Compose(o)
	if err != nil {
		t.Fatal(err)
	}
	if m := Parse(r.Raw); len(m.References) != 20 || m.References[0] != "a@correo.test" || len(m.Defects) > 0 {
		t.Errorf("%d references, defects %q", len(m.References), m.Defects)
	}
}

func TestComposeRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*Outgoing){
		"no recipient":            func(o *Outgoing) { o.To.Addr = "" },
		"two recipients in one":   func(o *Outgoing) { o.To.Addr = "a@b.test, c@d.test" },
		"line break in address":   func(o *Outgoing) { o.To.Addr = "a@b.test\r\nBcc: c@d.test" },
		"line break in archive":   func(o *Outgoing) { o.Archive = "a@b.test>\r\nRCPT TO:<c@d.test" },
		"line break in a field":   func(o *Outgoing) { o.Header = map[string]string{"X-A": "b\r\nBcc: c@d.test"} },
		"colon in a field's name": func(o *Outgoing) { o.Header = map[string]string{"X-A: b\r\nBcc": "c@d.test"} },
		"line break in an ID":     func(o *Outgoing) { o.InReplyTo = "a@b\r\nBcc:" },
		"no ID":                   func(o *Outgoing) { o.MessageID = "" },
		"brackets in the ID":      func(o *Outgoing) { o.MessageID = "<a@b>" },
		"unknown origin":          func(o *Outgoing) { o.AutoSubmitted = "yes" },
		"no date":                 func(o *Outgoing) { o.Date = time.Time{} },
		"no text":                 func(o *Outgoing) { o.Text = " \n" },
	} {
		o := outgoing()
		spoil(&o)
		if _, err := Compose(o); err == nil {
			t.Errorf("%s: composed", name)
		}
	}
	o := outgoing()
	o.Subject, o.To.Name = "hola\r\nBcc: c@d.test", "Ana\r\nBcc: c@d.test"
	r, err := Compose(o)
	if err == nil && strings.Contains(string(r.Raw), "\nBcc") {
		t.Error("a header was injected")
	}
}
