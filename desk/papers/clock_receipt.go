package papers

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"

	"foja/access"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/papers/proof"
)

// ClockReceipt hands out the signed receipt of a case's count to a person who may read the case.
func (s *Service) ClockReceipt(ctx context.Context, by access.User, request string) (documents.File, error) {
	o, err := s.core.Open(ctx, by, request)
	if err != nil {
		return documents.File{}, err
	}
	return s.ClockReceiptOf(ctx, o)
}

// ClockReceiptOf is made anew each time: it tells the count as it stands now.
func (s *Service) ClockReceiptOf(ctx context.Context, o core.LoadedCase) (documents.File, error) {
	key, err := s.attempts.SigningKey(ctx)
	if err != nil {
		return documents.File{}, err
	}
	file, err := proof.Make(proof.Facts{
		Number: o.Request.Number, Agency: s.core.AgencyFile.Name, Channel: o.Request.Channel,
		MessageSHA256: o.Request.Message, // a message's ID is the SHA-256 of its bytes
		Ledger:        o.Case.Ledger, IssuedAt: s.core.Now(),
	}, o.Law, key)
	if err != nil {
		return documents.File{}, err
	}
	return documents.File{Name: fmt.Sprintf("computo-%s.json", o.Request.Number), Type: "application/json", Bytes: file}, nil
}

// ReceiptKey is the public key of clock receipts, for publishing.
func (s *Service) ReceiptKey(ctx context.Context) (string, error) {
	key, err := s.attempts.SigningKey(ctx)
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(key[ed25519.SeedSize:]), nil // a private key ends with the public one
}

// ReceiptVerdict is what checking a clock receipt gives.
type ReceiptVerdict = proof.Verdict

// VerifyReceipt counts a receipt again, as foja verify does. Only our own key is trusted.
func (s *Service) VerifyReceipt(ctx context.Context, file []byte) (ReceiptVerdict, error) {
	key, err := s.attempts.SigningKey(ctx)
	if err != nil {
		return ReceiptVerdict{}, err
	}
	public, _ := key.Public().(ed25519.PublicKey)
	return proof.Verify(file, public), nil
}
