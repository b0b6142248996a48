package activities_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"foja/mail"
)

// Where the agency signs here, every letter that leaves is signed, and is found again by its Message-ID as ever.
func TestLettersAreSigned(t *testing.T) {
	b, _ := newBench(t)
	_, key, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	must(t, err)
	b.Signer, err = mail.NewSigner("spn.example", "foja", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	must(t, err)
	must(t, b.send(b.receipt(b.register(b.keep(friday, letterOfAna, "Solicito el acta.")))))
	stored, err := b.post.Messages(t.Context(), citizen, "INBOX")
	must(t, err)
	if head, _, _ := strings.Cut(string(stored[0].Raw), "\r\n\r\n"); !strings.Contains(head, "DKIM-Signature:") ||
		!strings.Contains(head, "d=spn.example") {
		t.Errorf("not signed:\n%s", head)
	}
}
