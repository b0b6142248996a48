// Package sso asks an identity provider who somebody is (OpenID Connect Core 1.0, authorization code flow with PKCE).
// It has no access to users: who may do what is said elsewhere.
package sso

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Settings name the provider and what foja is to it.
type Settings struct {
	Issuer                 string // URL; its discovery document lies below it
	ClientID, ClientSecret string
	Claim                  string // which claim is our login, as preferred_username or email
	Callback               string // URL of ours that people come back to
}

// Identity is who somebody is, as the provider says.
type Identity struct {
	Issuer, Subject string // together for ever the same person
	Login           string // value of the claim
	ByEmail         bool   // Login is an e-mail address that the provider has verified to be hers
}

// Provider is one identity provider. It is asked for its addresses when somebody first wants to sign in, and again
// while it is away: foja starts without it.
type Provider struct {
	settings Settings
	http     *http.Client

	mu    sync.Mutex
	found *oidc.Provider
}

// New names a provider.
func New(s Settings) *Provider {
	return &Provider{settings: s, http: &http.Client{Timeout: 10 * time.Second}}
}

// Attempt is one sign-in under way. It is kept in the browser's session, and is good once.
type Attempt struct {
	URL                    string // where the browser goes
	State, Nonce, Verifier string
}

// Begin makes an attempt.
func (p *Provider) Begin(ctx context.Context) (Attempt, error) {
	provider, err := p.discovered(ctx)
	if err != nil {
		return Attempt{}, err
	}
	a := Attempt{State: oauth2.GenerateVerifier(), Nonce: oauth2.GenerateVerifier(), Verifier: oauth2.GenerateVerifier()}
	a.URL = p.client(provider).AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier))
	return a, nil
}

// ErrRefused says that what came back proves nothing: another attempt may.
var ErrRefused = errors.New("sso: the provider did not say who it is")

// Finish reads what the provider sent the browser back with: state and code as they came. An error that is not
// ErrRefused means that the provider could not be asked.
func (p *Provider) Finish(ctx context.Context, a Attempt, state, code string) (Identity, error) {
	if a.State == "" || state != a.State || code == "" {
		return Identity{}, fmt.Errorf("%w: it is not the answer to this attempt", ErrRefused)
	}
	provider, err := p.discovered(ctx)
	if err != nil {
		return Identity{}, err
	}
	ctx = oidc.ClientContext(ctx, p.http)
	token, err := p.client(provider).Exchange(ctx, code, oauth2.VerifierOption(a.Verifier))
	var no *oauth2.RetrieveError
	if errors.As(err, &no) {
		return Identity{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if err != nil {
		return Identity{}, err
	}
	raw, _ := token.Extra("id_token").(string)
	proof, err := provider.VerifierContext(ctx, &oidc.Config{ClientID: p.settings.ClientID}).Verify(ctx, raw)
	if err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if proof.Nonce != a.Nonce {
		return Identity{}, fmt.Errorf("%w: its nonce is another's", ErrRefused)
	}
	return p.identity(ctx, provider, proof, token)
}

// identity reads the claim, from the ID token or, where that is short, from the provider's userinfo.
func (p *Provider) identity(ctx context.Context, provider *oidc.Provider, proof *oidc.IDToken,
	token *oauth2.Token,
) (Identity, error) {
	var claims map[string]any
	if err := proof.Claims(&claims); err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	byEmail := p.settings.Claim == "email"
	if (claims[p.settings.Claim] == nil || byEmail && claims["email_verified"] == nil) &&
		provider.UserInfoEndpoint() != "" {
		info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil {
			return Identity{}, err
		}
		if info.Subject != proof.Subject {
			return Identity{}, fmt.Errorf("%w: two subjects", ErrRefused)
		}
		if err := info.Claims(&claims); err != nil {
			return Identity{}, fmt.Errorf("%w: %w", ErrRefused, err)
		}
	}
	login, _ := claims[p.settings.Claim].(string)
	if byEmail && claims["email_verified"] != true && claims["email_verified"] != "true" { // some providers write words
		return Identity{}, fmt.Errorf("%w: the address is not verified", ErrRefused)
	}
	if login = strings.TrimSpace(login); login == "" {
		return Identity{}, fmt.Errorf("%w: there is no claim %s", ErrRefused, p.settings.Claim)
	}
	return Identity{Issuer: proof.Issuer, Subject: proof.Subject, Login: login, ByEmail: byEmail}, nil
}

func (p *Provider) discovered(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	// The keys are fetched again for as long as the provider lives: not by the context of the first who signs in.
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.http), p.settings.Issuer)
	if err != nil {
		return nil, fmt.Errorf("sso: %s: %w", p.settings.Issuer, err)
	}
	p.found = found
	return found, nil
}

func (p *Provider) client(found *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.settings.ClientID, ClientSecret: p.settings.ClientSecret, Endpoint: found.Endpoint(),
		RedirectURL: p.settings.Callback,
		Scopes:      []string{oidc.ScopeOpenID, "profile", "email"},
	}
}
