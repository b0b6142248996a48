package desk

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"

	"foja/proof"
)

// ClockReceipt hands out the signed receipt of a case's count to whoever may read the case.
func (d *Desk) ClockReceipt(ctx context.Context, by User, request string) (File, error) {
	o, err := d.open(ctx, by, request)
	if err != nil {
		return File{}, err
	}
	return d.clockReceipt(ctx, o)
}

// StatusClockReceipt hands it to the citizen.
func (d *Desk) StatusClockReceipt(ctx context.Context, number, code, ip string) (File, error) {
	o, err := d.citizen(ctx, number, code, ip)
	if err != nil {
		return File{}, err
	}
	return d.clockReceipt(ctx, o)
}

// clockReceipt is made anew each time: it tells the count as it stands now.
func (d *Desk) clockReceipt(ctx context.Context, o opened) (File, error) {
	key, err := d.signingKey(ctx)
	if err != nil {
		return File{}, err
	}
	file, err := proof.Make(proof.Facts{
		Number: o.request.Number, Agency: d.Deps.Agency.Name, Channel: o.request.Channel,
		MessageSHA256: o.request.Message, // a message's ID is the SHA-256 of its bytes
		Ledger:        o.kase.Ledger, IssuedAt: d.Now(),
	}, o.law, key)
	if err != nil {
		return File{}, err
	}
	return File{Name: fmt.Sprintf("computo-%s.json", o.request.Number), Type: "application/json", Bytes: file}, nil
}

// ReceiptKey is the public key of clock receipts, for publishing.
func (d *Desk) ReceiptKey(ctx context.Context) (string, error) {
	key, err := d.signingKey(ctx)
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(key[ed25519.SeedSize:]), nil // a private key ends with the public one
}

func (d *Desk) signingKey(ctx context.Context) (ed25519.PrivateKey, error) {
	seed := d.SigningSeed
	if len(seed) == 0 {
		var err error
		if seed, err = d.Store.SigningSeed(ctx); err != nil {
			return nil, err
		}
	}
	if len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("desk: a signing key's seed has %d bytes, not %d", ed25519.SeedSize, len(seed))
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// ReceiptVerdict is what checking a clock receipt gives.
type ReceiptVerdict = proof.Verdict

// VerifyReceipt counts a receipt again, as foja verify does. Only our own key is trusted.
func (d *Desk) VerifyReceipt(ctx context.Context, file []byte) (ReceiptVerdict, error) {
	key, err := d.signingKey(ctx)
	if err != nil {
		return ReceiptVerdict{}, err
	}
	public, _ := key.Public().(ed25519.PublicKey)
	return proof.Verify(file, public), nil
}
