package api

import (
	"context"

	"foja/access"
	"foja/access/accounts"
)

// Accounts is what this package asks of foja/access/accounts.
type Accounts interface {
	Accounts(ctx context.Context, by access.User) ([]accounts.Account, error)
	// ApproveLink: shown only this once, to a second administrator.
	ApproveLink(ctx context.Context, by access.User, id string) (url string, err error)
	ConfirmAccount(ctx context.Context, by access.User, id string) error
	// DisableAccount: ends the sessions and the tokens.
	DisableAccount(ctx context.Context, by access.User, id string, disabled bool) error
	// EndSessions: one's own, or anybody's for an administrator; and the tokens.
	EndSessions(ctx context.Context, by access.User, id string) error
	// ResetPassword: ends the password, the sessions and the tokens.
	ResetPassword(ctx context.Context, by access.User, id string) (accounts.AccountLink, error)
	// SaveAccount makes an account (ID "") or changes one. The owner of a new one sets her first password with a
	// link.
	SaveAccount(ctx context.Context, by access.User, f accounts.AccountForm) (id string, link accounts.AccountLink, err error)
}
