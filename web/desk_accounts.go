package web

import (
	"context"

	"foja/access"
	"foja/access/accounts"
)

// Accounts is what this package asks of foja/access/accounts.
type Accounts interface {
	Absences(ctx context.Context, by access.User) ([]accounts.Absence, error)
	Accounts(ctx context.Context, by access.User) ([]accounts.Account, error)
	// ApproveLink: shown only this once, to a second administrator.
	ApproveLink(ctx context.Context, by access.User, id string) (url string, err error)
	// ChangePassword: one's own; ends all sessions and tokens.
	ChangePassword(ctx context.Context, by access.User, old string, next string, ip string) error
	ConfirmAccount(ctx context.Context, by access.User, id string) error
	// CreateToken: shown only this once.
	CreateToken(ctx context.Context, by access.User, user string, name string, days int) (plain string, err error)
	// DisableAccount: ends the sessions and the tokens.
	DisableAccount(ctx context.Context, by access.User, id string, disabled bool) error
	// EndSessions: one's own, or anybody's for an administrator; and the tokens.
	EndSessions(ctx context.Context, by access.User, id string) error
	PasswordLink(ctx context.Context, token string) (login string, err error)
	// ResetPassword: ends the password, the sessions and the tokens.
	ResetPassword(ctx context.Context, by access.User, id string) (accounts.AccountLink, error)
	RevokeToken(ctx context.Context, by access.User, user string, id string) error
	// SaveAccount makes an account (ID "") or changes one. The owner of a new one sets her first password with a
	// link.
	SaveAccount(ctx context.Context, by access.User, f accounts.AccountForm) (id string, link accounts.AccountLink, err error)
	// SetDigest: notices of assignments once a day.
	SetDigest(ctx context.Context, by access.User, digest bool) error
	SetAbsence(ctx context.Context, by access.User, a accounts.Absence) error
	SetPassword(ctx context.Context, token string, next string, ip string) (login string, err error)
	Tokens(ctx context.Context, by access.User, user string) ([]accounts.Token, error)
	Users(ctx context.Context, by access.User) ([]access.User, error)
}
