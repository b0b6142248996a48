package mail

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"github.com/emersion/go-msgauth/dkim"
)

// Signer signs our own mail (DKIM, RFC 6376) for agencies whose mail server does not.
type Signer struct {
	Domain, Selector string // the public key is at SELECTOR._domainkey.DOMAIN
	key              crypto.Signer
}

// signed are the signed header fields: those that a reader sees, and those for threading. From is listed twice, so
// that no second one can be added (RFC 6376 section 8.15).
var signed = []string{
	"From", "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "In-Reply-To", "References",
	"MIME-Version", "Content-Type", "Auto-Submitted",
}

// NewSigner reads a private key in PEM (RSA of 2048 bits or more, or Ed25519).
func NewSigner(domain, selector string, file []byte) (*Signer, error) {
	block, _ := pem.Decode(file)
	if block == nil {
		return nil, errors.New("it holds no PEM block: make one with openssl genrsa -out dkim.pem 2048")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		if parsed, err = x509.ParsePKCS1PrivateKey(block.Bytes); err != nil {
			return nil, fmt.Errorf("it is no private key: %w", err)
		}
	}
	key, ok := parsed.(crypto.Signer)
	if !ok {
		return nil, errors.New("it is a key that cannot sign")
	}
	return &Signer{Domain: strings.ToLower(domain), Selector: selector, key: key}, nil
}

// Sign adds the signature to a rendered message. A nil Signer returns it unchanged.
func (s *Signer) Sign(m Rendered) (Rendered, error) {
	if s == nil {
		return m, nil
	}
	var out bytes.Buffer
	err := dkim.Sign(&out, bytes.NewReader(m.Raw), &dkim.SignOptions{
		Domain: s.Domain, Selector: s.Selector, Signer: s.key, HeaderKeys: signed,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	})
	if err != nil {
		return m, fmt.Errorf("mail: sign: %w", err)
	}
	m.Raw, m.SHA256 = out.Bytes(), sum(out.Bytes())
	return m, nil
}
