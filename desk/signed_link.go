package desk

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"strings"

	"foja/docket"
)

// signLink makes the part of an address that is the permission: what it claims, signed with the key of the clock receipts. The purpose
// keeps a signature from being good for anything else.
func (d *Desk) signLink(ctx context.Context, purpose string, claim any) (string, error) {
	key, err := d.signingKey(ctx)
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(claim)
	if err != nil {
		return "", err
	}
	signature := ed25519.Sign(key, append([]byte(purpose), body...))
	return base64.RawURLEncoding.EncodeToString(body) + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// openLink reads a claim that signLink signed for the same purpose; false when it did not.
func (d *Desk) openLink(ctx context.Context, purpose, token string, claim any) (bool, error) {
	key, err := d.signingKey(ctx)
	if err != nil {
		return false, err
	}
	public, _ := key.Public().(ed25519.PublicKey)
	first, second, _ := strings.Cut(token, ".")
	body, err1 := base64.RawURLEncoding.DecodeString(first)
	signature, err2 := base64.RawURLEncoding.DecodeString(second)
	return err1 == nil && err2 == nil && ed25519.Verify(public, append([]byte(purpose), body...), signature) && json.Unmarshal(body, claim) == nil, nil
}

// guess counts a false address by whoever tried it, and answers as for one that has ended.
func (d *Desk) guess(ip, words string) error {
	d.guests.wrong(ip, d.Now())
	return docket.Refuse(docket.CodeNotFound, "%s", words)
}

// mayGuess refuses somebody who has tried too many false addresses.
func (d *Desk) mayGuess(ip string) error {
	if d.guests.spent(ip, d.Now()) {
		return docket.TooMany(guessWait, "Demasiados intentos. Espere un minuto y vuelva a abrir el enlace.")
	}
	return nil
}
