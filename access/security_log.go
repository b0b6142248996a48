package access

import (
	"context"

	"foja/docket"
)

// Logged is the service as people and programs outside use it: it writes to the security log who came and who was refused. What
// happens to accounts and tokens is written where it is done.
type Logged struct{ *Service }

func (l Logged) came(ctx context.Context, event string, u User, ip, login string, err error) {
	if u.Place = ip; u.Login == "" && err == nil {
		u.Login = login
	}
	if docket.CodeOf(err) == CodeSecondFactor {
		l.Secure(ctx, event, u, "outcome", "code_wanted")
		return
	}
	l.Secure(ctx, event, u, "outcome", outcome(err))
}

// SignIn writes the account of a login that was refused, and nothing of a login that nobody has: people type their
// password into the wrong box.
func (l Logged) SignIn(ctx context.Context, login, password, ip string) (User, error) {
	u, err := l.Service.SignIn(ctx, login, password, ip)
	if err != nil && u.ID == "" {
		if known, failed := l.Store.UserByLogin(ctx, login); failed == nil {
			u.ID = known.ID
		}
	}
	l.came(ctx, "sign_in.password", u, ip, login, err)
	return u, err
}

func (l Logged) SignInCode(ctx context.Context, user, code, ip string) (User, error) {
	u, err := l.Service.SignInCode(ctx, user, code, ip)
	if u.ID == "" {
		u.ID = user
	}
	l.came(ctx, "sign_in.code", u, ip, "", err)
	return u, err
}

func (l Logged) SignInAs(ctx context.Context, i Identity, permit, signedIn string) (User, error) {
	u, err := l.Service.SignInAs(ctx, i, permit, signedIn)
	l.came(ctx, "sign_in.identity", u, "", "", err)
	return u, err
}

// UserByToken writes only refusals: a program calls often, and what it reads is written by itself.
func (l Logged) UserByToken(ctx context.Context, token string) (User, error) {
	u, err := l.Service.UserByToken(ctx, token)
	if err != nil {
		l.Secure(ctx, "refused.token", u, "outcome", outcome(err))
	}
	return u, err
}
