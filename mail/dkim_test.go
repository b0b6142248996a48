package mail

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"
)

// signer makes a key and what the DNS would say of it.
func signer(t *testing.T) (*Signer, func(string) ([]string, error)) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSigner("SPN.example", "foja1",
		pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return s, func(name string) ([]string, error) {
		if name != "foja1._domainkey.spn.example" {
			t.Errorf("asked for %s", name)
		}
		return []string{"v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(public)}, nil
	}
}

// Our own words, a file and a long subject: another program finds the signature good, and finds each change.
func TestSignedMailIsVerifiedAndATamperedOneIsNot(t *testing.T) {
	s, lookup := signer(t)
	m, err := Compose(Outgoing{
		From: Address{Name: "Servicio Penitenciario (Ñ)", Addr: "transparencia@spn.example"},
		To:   Address{Addr: "ana@correo.example"}, Subject: strings.Repeat("Respuesta a su solicitud ", 6),
		MessageID: "x@spn.example", Date: time.Date(2026, 3, 2, 15, 0, 0, 0,
			time.UTC), Text: "Señora:\n\nVa el acta.\n", HTML: "<p>Va el acta.</p>",
		Attachments: []Attachment{{Name: "acta.pdf", Type: "application/pdf", Data: []byte("%PDF-1.4")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	before := m.SHA256
	if m, err = s.Sign(m); err != nil || m.SHA256 == before || !bytes.HasPrefix(m.Raw, []byte("DKIM-Signature:")) {
		t.Fatalf("%v\n%s", err, m.Raw)
	}
	check := func(raw []byte) error {
		found, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{LookupTXT: lookup})
		if err != nil || len(found) != 1 {
			t.Fatalf("%d signatures, %v", len(found), err)
		}
		return found[0].Err
	}
	if err := check(m.Raw); err != nil {
		t.Errorf("as it was sent: %v", err)
	}
	for _, change := range [][2]string{
		{"Va el acta.", "Va el acto."}, {"\r\nFrom:", "\r\nFrom: <juez@pj.example>\r\nFrom:"}, {"To: <ana@", "To: <eva@"},
	} {
		if !bytes.Contains(m.Raw, []byte(change[0])) {
			t.Fatalf("no %q in\n%s", change[0], m.Raw)
		}
		if check(bytes.Replace(m.Raw, []byte(change[0]), []byte(change[1]), 1)) == nil {
			t.Errorf("%q for %q was not noticed", change[1], change[0])
		}
	}
	if got := Parse(m.Raw); got.MessageID != "x@spn.example" || len(got.Attachments) != 1 {
		t.Errorf("read back: %+v", got)
	}
}

func TestNewSigner_saysWhatIsWrongWithAKey(t *testing.T) {
	for file, want := range map[string]string{
		"": "openssl", "-----BEGIN X-----\nAAAA\n-----END X-----\n": "no private key",
	} {
		if _, err := NewSigner("spn.example", "foja1", []byte(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", file, err)
		}
	}
	var none *Signer
	if m, err := none.Sign(Rendered{SHA256: "x"}); err != nil || m.SHA256 != "x" {
		t.Errorf("no signer: %+v, %v", m, err)
	}
}
