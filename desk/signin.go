package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"sync"
	"time"

	"foja/docket"
	"foja/store"
)

// How many wrong passwords are borne, and for how long they are remembered.
const (
	failuresByLogin   = 5
	failuresByAddress = 20
	failureWindow     = 15 * time.Minute
)

// refused is the one answer to every login that was checked: who guesses learns nothing from it.
func refused() error {
	return docket.Refuse(docket.CodeForbidden, "Usuario o contraseña incorrectos. Revíselos; después de varios intentos hay que esperar 15 minutos.")
}

// locked is the answer to a login that was not checked. Unknown names are locked like known
// ones, and nobody is told that a right password is wrong.
func locked() error {
	return docket.TooMany(failureWindow, "Demasiados intentos. Espere 15 minutos y vuelva a ingresar.")
}

// nobody's hash takes as long to check as anybody's.
var nobody = sync.OnceValue(func() string {
	hash, err := HashPassword("nobody has this password")
	if err != nil {
		panic(err) // the password is a constant of ours
	}
	return hash
})

// SignIn checks a login. Failures are counted in the store, by login and by network address,
// so that they survive a restart and hold for all processes.
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

// checkPassword is a login as far as the password goes.
func (d *Desk) checkPassword(ctx context.Context, login, password, ip string) (User, error) {
	login = strings.TrimSpace(login)
	if err := d.mayTry(ctx, login, ip); err != nil {
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
	select {
	case d.hashes <- struct{}{}:
	case <-ctx.Done():
		return User{}, ctx.Err()
	}
	right := VerifyPassword(hash, password)
	<-d.hashes
	if right && known {
		return userOf(u), d.Store.ClearLoginFailures(ctx, login)
	}
	if err := d.failed(ctx, login, ip); err != nil {
		return User{}, err
	}
	return User{}, refused()
}

// mayTry refuses whoever has failed too often of late, by what was tried and by network address.
func (d *Desk) mayTry(ctx context.Context, what, ip string) error {
	for _, c := range []struct {
		key  string
		most int
	}{{what, failuresByLogin}, {"ip:" + network(ip), failuresByAddress}} {
		n, err := d.Store.LoginFailures(ctx, c.key, d.Now().Add(-failureWindow))
		if err != nil {
			return err
		}
		if n >= c.most {
			d.Logger.Warn("login refused: too many failures", "limit", c.most)
			return locked()
		}
	}
	return nil
}

func (d *Desk) failed(ctx context.Context, what, ip string) error {
	if err := d.Store.LoginFailure(ctx, what, ip, d.Now()); err != nil {
		return err
	}
	return d.Store.LoginFailure(ctx, "ip:"+network(ip), ip, d.Now())
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
