package mail

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestWritable(t *testing.T) {
	for addr, want := range map[string]bool{
		"ana@correo.example": true, "d'angelo.o&g/legal@correo.example": true, "oscar..perez.@docomo.example": true,
		".ana@correo.example":         true,
		"contacto@peña-legal.example": true, "contacto@xn--pea-legal-m6a.example": true, "josé.ñahui@correo.example": true,
		"用户@例子.example":       true,
		"ana@my_host.example": true, "a+b=c@correo.example": true,
		"": false, "ana": false, "@correo.example": false, "ana@": false, `"ana maria"@correo.example`: false,
		`""@correo.example`:        false,
		"ana maria@correo.example": false, "ana@correo example": false, "ana@x@y.example": false,
		"ana>@correo.example": false, "...@correo.example": false,
		"ana@correo.example\r\nBcc: x@y.example": false, "ana@\xff.example": false, "<ana@correo.example>": false,
		"ana,eva@correo.example":                       false,
		"ana@ñ" + strings.Repeat("ñ", 80) + ".example": false,
	} {
		if got := (Address{Addr: addr}).Writable(); got != want {
			t.Errorf("%q: writable %v, want %v", addr, got, want)
		}
	}
}

func TestSameAddress(t *testing.T) {
	for _, pair := range [][2]string{
		{"contacto@peña-legal.example", "contacto@xn--pea-legal-m6a.example"},
		{"contacto@PEÑA-legal.example", "Contacto@peña-legal.example"},
		{"oscar..perez.@docomo.example", `"oscar..perez."@docomo.example`},
		{"ana@correo.example", " ANA@Correo.example"},
	} {
		if !SameAddress(pair[0], pair[1]) {
			t.Errorf("%q are two mailboxes", pair)
		}
	}
	for _, pair := range [][2]string{{"", ""}, {"ana@correo.example", "eva@correo.example"}, {
		"ana@correo.example", "ana@correo.example.evil.test",
	}, {"pena@x.example", "peña@x.example"}} {
		if SameAddress(pair[0], pair[1]) {
			t.Errorf("%q are one mailbox", pair)
		}
	}
}

// A letter to an international domain goes out in A-labels, header and envelope; odd dots are quoted in both.
func TestComposeForOddAddresses(t *testing.T) {
	for to, c := range map[string]struct{ header, rcpt string }{
		"contacto@peña-legal.example":       {"<contacto@xn--pea-legal-m6a.example>", "contacto@xn--pea-legal-m6a.example"},
		"oscar..perez.@docomo.example":      {`<"oscar..perez."@docomo.example>`, `"oscar..perez."@docomo.example`},
		"d'angelo.o&g/legal@correo.example": {"<d'angelo.o&g/legal@correo.example>", "d'angelo.o&g/legal@correo.example"},
		"josé.ñahui@peña-legal.example": {
			"<josé.ñahui@xn--pea-legal-m6a.example>", "josé.ñahui@xn--pea-legal-m6a.example",
		},
	} {
		o := Outgoing{
			From: Address{Name: "Mesa", Addr: "foja@agencia.test"}, To: Address{Name: "Óscar", Addr: to},
			Archive: "archivo@agencia.test",
			Subject: "Cargo", MessageID: "1@agencia.test", Date: time.Now(), Text: "Hola.",
		}
		r, err := Compose(o)
		if err != nil {
			t.Errorf("%s: %v", to, err)
			continue
		}
		if !strings.Contains(strings.ReplaceAll(string(r.Raw), "\r\n ", " "), c.header) || r.Rcpts[0] != c.rcpt {
			t.Errorf("%s: to %q\n%s", to, r.Rcpts[0], r.Raw)
		}
		if m := Parse(r.Raw); len(m.To) != 1 || !SameAddress(m.To[0].Addr, to) || m.To[0].Name != "Óscar" {
			t.Errorf("%s is read back as %+v", to, m.To)
		}
	}
}

func TestSubmitToOddAddresses(t *testing.T) {
	send := func(r *relay, to string) error {
		_, err := (&Submitter{Addr: r.addr, TLS: TLSNone, Timeout: 5 * time.Second}).Submit(t.Context(), letter,
			"foja@agencia.test", []string{to, "archivo@agencia.test"})
		return err
	}
	plain := newRelay(t, nil, nil)
	for to, want := range map[string]string{
		"contacto@peña-legal.example":  "contacto@xn--pea-legal-m6a.example", // prepared before this was known
		"oscar..perez.@docomo.example": `oscar..perez.@docomo.example`,
	} {
		if err := send(plain, to); err != nil {
			t.Errorf("%s: %v", to, err)
		}
		got := plain.got()
		if last := got[len(got)-1]; !SameAddress(last.rcpts[0], want) {
			t.Errorf("%s went to %q", to, last.rcpts)
		}
	}
	// Without SMTPUTF8 a letter to a local part that is not ASCII fails for good, before the server saw it.
	err := send(plain, "josé.ñahui@correo.example")
	wantFailure(t, err, Permanent, StepUTF8, 553)
	if n := len(plain.got()); n != 2 {
		t.Errorf("%d letters were taken", n)
	}
	var se *SubmitError
	if !errors.As(err, &se) || strings.Contains(se.Response+err.Error(), "ñahui") {
		t.Errorf("the error shows an address: %v %q", err, se.Response)
	}
	international := newRelay(t, nil, nil)
	international.utf8.EnableSMTPUTF8 = true
	if err := send(international, "josé.ñahui@correo.example"); err != nil {
		t.Error(err)
	}
	if got := international.got(); len(got) != 1 || got[0].rcpts[0] != "josé.ñahui@correo.example" {
		t.Errorf("%+v", got)
	}
}
