package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"sync"

	"foja/docket"
	"foja/store"
)

// refused is the one answer to every login that was checked: who guesses learns nothing from it.
func refused() error {
	return docket.Refuse(docket.CodeForbidden, "Usuario o contraseña incorrectos. Revíselos; después de varios intentos hay que esperar.")
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
func (d *Desk) SignIn(ctx context.Context, login, password, ip string) (User, error) {
	u, err := d.checkPassword(ctx, login, password, ip)
	if err != nil {
		return User{}, err
	}
	switch unguarded, vouched, err := d.unguarded(ctx, u); {
	case err != nil:
		return User{}, err
	case unguarded && vouched: // a password alone is less than what is asked of others
		return User{}, docket.Refuse(docket.CodeForbidden, "Su cuenta se abre con la identidad de la entidad: use el botón de abajo.")
	}
	return d.secondStep(ctx, u)
}

// secondStep asks for a code, if the account has a second factor.
func (d *Desk) secondStep(ctx context.Context, u User) (User, error) {
	guarded, err := d.guarded(ctx, u.ID)
	if err == nil && guarded {
		err = docket.Refuse(CodeSecondFactor, "Falta el código de su aplicación de autenticación.")
	}
	return u, err
}

// checkPassword is a login as far as the password goes. A login that is not checked is refused in the same words whether its name is
// known or not. Who floods from one address waits behind herself, and the uses are reserved once her turn has come: no more are
// being compared at a time than the limits allow.
func (d *Desk) checkPassword(ctx context.Context, login, password, ip string) (User, error) {
	login = strings.TrimSpace(login)
	uses := []store.LimitUse{limitSignIn.fromAddress(ip), limitLogin.of(store.LoginKey(login))}
	if err := d.maySpare(ctx, uses...); err != nil {
		return User{}, err
	}
	release, err := d.hashes.take(ctx, network(ip))
	if err != nil {
		return User{}, err
	}
	defer release()
	if err := d.reserve(ctx, uses...); err != nil {
		return User{}, err
	}
	u, err := d.Store.UserByLogin(ctx, login)
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
	d.refund(ctx, uses[0])
	return userOf(u), d.Store.Reset(ctx, uses[1].Key)
}

// UserByID returns an active user. One who must set up a second factor first comes without roles.
func (d *Desk) UserByID(ctx context.Context, id string) (User, error) {
	u, err := d.Store.User(ctx, id)
	if err != nil {
		return User{}, err
	}
	if u.Disabled {
		return User{}, docket.Refuse(docket.CodeNotFound, "Esa cuenta está deshabilitada. Hable con la administración.")
	}
	user := userOf(u)
	unguarded, vouched, err := d.unguarded(ctx, user)
	if err != nil {
		return User{}, err
	}
	if unguarded && !vouched { // nothing that looks at roles lets it do anything
		user.Bare, user.Roles = true, nil
	}
	return user, nil
}

// UserByToken returns the active owner of an API token that is neither revoked nor expired.
func (d *Desk) UserByToken(ctx context.Context, token string) (User, error) {
	bad := docket.Refuse(docket.CodeForbidden, "La credencial no es válida. Pida una nueva a la administración.")
	t, err := d.Store.TokenByHash(ctx, tokenHash(token))
	switch {
	case err != nil && docket.CodeOf(err) == docket.CodeNotFound:
		return User{}, bad
	case err != nil:
		return User{}, err
	case !t.RevokedAt.IsZero() || !t.ExpiresAt.IsZero() && !d.Now().Before(t.ExpiresAt):
		return User{}, bad
	}
	u, err := d.UserByID(ctx, t.User)
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
	return plain, tokenHash(plain)
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(token)))
	return hex.EncodeToString(sum[:])
}

func userOf(u store.User) User {
	return User{ID: u.ID, Login: u.Login, Name: u.Name, Email: u.Email, Roles: u.Roles, Office: u.Office, Unit: u.Unit}
}
