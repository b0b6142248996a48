package attempts

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"foja/docket"
)

// SigningKey is the Ed25519 key of the settings or, without one, that of the register.
func (s *Service) SigningKey(ctx context.Context) (ed25519.PrivateKey, error) {
	seed := s.SigningSeed
	if len(seed) == 0 {
		var err error
		if seed, err = s.Store.SigningSeed(ctx); err != nil {
			return nil, err
		}
	}
	if len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("desk: a signing key's seed has %d bytes, not %d", ed25519.SeedSize, len(seed))
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// SignLink makes the part of an address that is the permission: what it claims, signed with the key of the clock receipts. The purpose
// keeps a signature from being good for anything else.
func (s *Service) SignLink(ctx context.Context, purpose string, claim any) (string, error) {
	key, err := s.SigningKey(ctx)
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

// OpenLink reads a claim that signLink signed for the same purpose; false when it did not.
func (s *Service) OpenLink(ctx context.Context, purpose, token string, claim any) (bool, error) {
	key, err := s.SigningKey(ctx)
	if err != nil {
		return false, err
	}
	public, _ := key.Public().(ed25519.PublicKey)
	first, second, _ := strings.Cut(token, ".")
	body, err1 := base64.RawURLEncoding.DecodeString(first)
	signature, err2 := base64.RawURLEncoding.DecodeString(second)
	return err1 == nil && err2 == nil && ed25519.Verify(public, append([]byte(purpose), body...), signature) && json.Unmarshal(body, claim) == nil, nil
}

// ByLinkFrom opens what a link leads to, by open; open says false of a link that is false or has ended. Tries are counted by address
// before they are looked at, and a right one is given back.
func (s *Service) ByLinkFrom(ctx context.Context, ip string, open func() (bool, error), noLink *docket.Error) error {
	use := limitLink.FromAddress(ip)
	if err := s.Reserve(ctx, use); err != nil {
		return err
	}
	good, err := open()
	if err == nil && !good {
		return noLink
	}
	s.Refund(ctx, use)
	return err
}
