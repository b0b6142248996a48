package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"foja/docket"
	"foja/store"
)

// Identity is who somebody is, as an identity provider says (package sso).
type Identity struct {
	Issuer, Subject, Login string
	ByEmail                bool // Login is an e-mail address that the provider has verified
}

const (
	permitPurpose = "foja identity permit 1\n"
	inviteLife    = 7 * 24 * time.Hour
	ownLife       = 10 * time.Minute
)

// permitClaim says whose account may be tied. An invitation has a secret, which is spent with it.
type permitClaim struct {
	User    string `json:"u"`
	Secret  string `json:"s,omitempty"`
	Expires int64  `json:"e"` // Unix seconds
}

// SignInAs is SignIn with the word of an identity provider in place of the password. permit is what led to the
// provider, if anything did: InviteIdentity's or OwnIdentity's; the latter is good only for the user who is signed
// in. The subject decides whose account it is, so that a login that is given to somebody else opens nothing.
func (s *Service) SignInAs(ctx context.Context, i Identity, permit, signedIn string) (User, error) {
	id, err := s.Store.IdentityUser(ctx, i.Issuer, i.Subject)
	if docket.CodeOf(err) == docket.CodeNotFound && err != nil {
		if id, err = s.tie(ctx, i, permit, signedIn); err == nil {
			err = s.HappenedTo(ctx, User{ID: id}, id, AccountTied, "")
		}
	}
	if err != nil {
		return User{}, err
	}
	u, err := s.UserByID(ctx, id)
	if docket.CodeOf(err) == docket.CodeNotFound && err != nil {
		return User{}, noAccount(i)
	}
	if err != nil {
		return User{}, err
	}
	return s.secondStep(ctx, u)
}

func noAccount(i Identity) error {
	return docket.Refuse(docket.CodeForbidden, "identity.without_account", "login", i.Login)
}

// tie gives an account its identity, and returns whose it is.
func (s *Service) tie(ctx context.Context, i Identity, permit, signedIn string) (string, error) {
	if permit == "" {
		return "", noAccount(i)
	}
	spent := docket.Refuse(docket.CodeForbidden, "identity.invitation_over")
	var c permitClaim
	signed, err := s.attempts.OpenLink(ctx, permitPurpose, permit, &c)
	if err != nil {
		return "", err
	}
	if !signed || s.Now().Unix() > c.Expires || c.Secret == "" && signedIn != c.User {
		return "", spent
	}
	u, err := s.UserByID(ctx, c.User)
	if err != nil {
		return "", err
	}
	if c.Secret == "" {
		tied, err := s.Store.LinkIdentity(ctx, i.Issuer, i.Subject, u.ID, s.Now())
		if err == nil && !tied {
			err = docket.Refuse(docket.CodeForbidden, "identity.other_joined")
		}
		return u.ID, err
	}
	// Anyone who invites does not choose the identity: it must have the account's own login or verified address.
	if store.LoginKey(i.Login) != store.LoginKey(u.Login) && (!i.ByEmail || !strings.EqualFold(i.Login, u.Email)) {
		s.Logger.Warn("an invitation was used by an identity of another name", "user", u.ID)
		return "", docket.Refuse(docket.CodeForbidden, "identity.invitation_of_another", "login", i.Login)
	}
	tied, err := s.Store.LinkInvitedIdentity(ctx, i.Issuer, i.Subject, u.ID, secretHash(c.Secret), s.Now())
	if err == nil && !tied {
		err = spent
	}
	if err == nil {
		s.Logger.Info("an identity was tied to an account by invitation", "user", u.ID)
	}
	return u.ID, err
}

func secretHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// InviteIdentity makes the permit for somebody's account, good once, and told once: for administrators.
func (s *Service) InviteIdentity(ctx context.Context, by User, id string) (string, error) {
	if err := by.Must(AccountKeepers); err != nil {
		return "", err
	}
	if err := s.Proved(by); err != nil {
		return "", err
	}
	u, err := s.UserByID(ctx, id)
	if err != nil {
		return "", err
	}
	c := permitClaim{User: u.ID, Secret: rand.Text(), Expires: s.Now().Add(inviteLife).Unix()}
	if err := s.Store.Invite(ctx, store.Invitation{User: u.ID, Hash: secretHash(c.Secret), By: by.ID, ExpiresAt: s.Now().Add(inviteLife)}); err != nil {
		return "", err
	}
	s.Logger.Info("somebody was invited to sign in at the identity provider", "user", u.ID, "by", by.ID)
	if err := s.HappenedTo(ctx, by, u.ID, AccountInvited, ""); err != nil {
		return "", err
	}
	return s.attempts.SignLink(ctx, permitPurpose, c)
}

// OwnIdentity makes the permit for one's own account.
func (s *Service) OwnIdentity(ctx context.Context, by User, password, ip string) (string, error) {
	if err := by.Must(Staff); err != nil {
		return "", err
	}
	if _, err := s.CheckPassword(ctx, by.Login, password, ip); err != nil {
		if docket.CodeOf(err) == docket.CodeForbidden {
			return "", docket.Invalid("identity_password", "account.password_wrong")
		}
		return "", err
	}
	return s.attempts.SignLink(ctx, permitPurpose, permitClaim{User: by.ID, Expires: s.Now().Add(ownLife).Unix()})
}

// DropIdentity lets a user's account be tied to another identity: for administrators.
func (s *Service) DropIdentity(ctx context.Context, by User, id string) error {
	if err := by.Must(AccountKeepers); err != nil {
		return err
	}
	if err := s.Proved(by); err != nil {
		return err
	}
	if err := s.Store.UnlinkIdentity(ctx, id); err != nil {
		return err
	}
	return s.HappenedTo(ctx, by, id, AccountIdentity, "")
}

// lacksSecondFactor says whether an account has a role that must have a second factor and has none of ours; and whether an identity provider
// confirms it, which then has the factors that it asks for.
func (s *Service) lacksSecondFactor(ctx context.Context, u User) (lacksFactor, throughProvider bool, err error) {
	if !u.Has(s.FactorRoles...) {
		return false, false, nil
	}
	guarded, err := s.hasSecondFactor(ctx, u.ID)
	if err != nil || guarded {
		return false, false, err
	}
	throughProvider, err = s.Store.HasIdentity(ctx, u.ID)
	return true, throughProvider, err
}
