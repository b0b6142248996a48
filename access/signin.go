package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"sync"

	"foja/access/attempts"
	"foja/docket"
	"foja/store"
)

// refused is the one answer to every login that was checked: who guesses learns nothing from it.
func refused() error {
	return docket.Refuse(docket.CodeForbidden, "sign_in.wrong")
}

// nobody's hash takes as long to check as anybody's.
var nobody = sync.OnceValue(func() string {
	hash, err := HashPassword("nobody has this password")
	if err != nil {
		panic(err) // the password is a constant of ours
	}
	return hash
})

// SignIn checks a login. Attempts are counted in the store, by login and by network address,
// so that they survive a restart and hold for all processes; a right one is not counted.
//
// Of whom has a second factor it gives the user with an error of CodeSecondFactor: the password was right, and SignInCode comes next.
func (s *Service) SignIn(ctx context.Context, login, password, ip string) (User, error) {
	u, err := s.CheckPassword(ctx, login, password, ip)
	if err != nil {
		return User{}, err
	}
	switch lacksFactor, throughProvider, err := s.lacksSecondFactor(ctx, u); {
	case err != nil:
		return User{}, err
	case lacksFactor && throughProvider: // a password alone is less than what is asked of others
		return User{}, docket.Refuse(docket.CodeForbidden, "sign_in.use_identity")
	}
	return s.secondStep(ctx, u)
}

// secondStep asks for a code, if the account has a second factor.
func (s *Service) secondStep(ctx context.Context, u User) (User, error) {
	guarded, err := s.hasSecondFactor(ctx, u.ID)
	if err == nil && guarded {
		err = docket.Refuse(CodeSecondFactor, "sign_in.code_missing")
	}
	return u, err
}

// CheckPassword is a login as far as the password goes. A login that is not checked is refused in the same words whether its name is
// known or not. Who floods from one address waits behind herself, and the uses are reserved once her turn has come: no more are
// being compared at a time than the limits allow.
func (s *Service) CheckPassword(ctx context.Context, login, password, ip string) (User, error) {
	login = strings.TrimSpace(login)
	uses := []store.LimitUse{attempts.LimitSignIn.FromAddress(ip), attempts.LimitLogin.Of(store.LoginKey(login))}
	if err := s.attempts.MaySpare(ctx, uses...); err != nil {
		return User{}, err
	}
	release, err := s.hashes.take(ctx, attempts.Network(ip))
	if err != nil {
		return User{}, err
	}
	defer release()
	if err := s.attempts.Reserve(ctx, uses...); err != nil {
		return User{}, err
	}
	u, err := s.Store.UserByLogin(ctx, login)
	if err != nil && docket.CodeOf(err) != docket.CodeNotFound {
		return User{}, err
	}
	hash, known := u.PasswordHash, err == nil && !u.Disabled && u.PasswordHash != ""
	if !known {
		hash = nobody()
	}
	if !VerifyPassword(hash, password) || !known {
		return User{}, refused()
	}
	s.attempts.Refund(ctx, uses[0])
	return UserOf(u), s.Store.Reset(ctx, uses[1].Key)
}

// UserByID returns an active user. One who must set up a second factor first comes without roles.
func (s *Service) UserByID(ctx context.Context, id string) (User, error) {
	u, err := s.Store.User(ctx, id)
	if err != nil {
		return User{}, err
	}
	if u.Disabled {
		return User{}, docket.Refuse(docket.CodeNotFound, "account.disabled")
	}
	user := UserOf(u)
	lacksFactor, throughProvider, err := s.lacksSecondFactor(ctx, user)
	if err != nil {
		return User{}, err
	}
	if lacksFactor && !throughProvider { // nothing that looks at roles lets it do anything
		user.NeedsSecondFactor, user.Roles = true, nil
	}
	return s.withAbsent(ctx, user)
}

// UserByToken returns the active owner of an API token that is neither revoked nor expired.
func (s *Service) UserByToken(ctx context.Context, token string) (User, error) {
	bad := docket.Refuse(docket.CodeForbidden, "token.invalid")
	t, err := s.Store.TokenByHash(ctx, TokenHash(token))
	switch {
	case err != nil && docket.CodeOf(err) == docket.CodeNotFound:
		return User{}, bad
	case err != nil:
		return User{}, err
	case !t.RevokedAt.IsZero() || !t.ExpiresAt.IsZero() && !s.Now().Before(t.ExpiresAt):
		return User{}, bad
	}
	u, err := s.UserByID(ctx, t.User)
	if err != nil && docket.CodeOf(err) == docket.CodeNotFound {
		return User{}, bad
	}
	return u, err
}

// NewToken makes the secret of an API token and the hash by which the register knows it.
func NewToken() (plain, hash string) {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails: crypto/rand ends the program instead
	plain = "foja_" + base64.RawURLEncoding.EncodeToString(secret)
	return plain, TokenHash(plain)
}

// TokenHash is what is kept of a token.
func TokenHash(token string) string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(token)))
	return hex.EncodeToString(sum[:])
}

// UserOf is a stored user in the form of the desk.
func UserOf(u store.User) User {
	return User{ID: u.ID, Login: u.Login, Name: u.Name, Email: u.Email, Roles: u.Roles, Office: u.Office, Unit: u.Unit, Digest: u.Digest}
}
