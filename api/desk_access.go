package api

import (
	"context"

	"foja/access"
)

// Access is what this package asks of foja/access.
type Access interface {
	AccountEvents(ctx context.Context, by access.User, user string, limit int, offset int) ([]access.AccountEventRow, int, error)
	// DropIdentity lets a user's account be tied to another identity: for administrators.
	DropIdentity(ctx context.Context, by access.User, id string) error
	// Prove: as one who has just proved who she is.
	Prove(ctx context.Context, by access.User, password string, ip string) (access.User, error)
	// SignIn: rate-limited; CodeForbidden with one message for every cause.
	SignIn(ctx context.Context, login string, password string, ip string) (access.User, error)
	// SignInCode: after SignIn; a recovery code does too; rate-limited.
	SignInCode(ctx context.Context, user string, code string, ip string) (access.User, error)
	// TakeSecondFactor: somebody's who lost hers: for administrators.
	TakeSecondFactor(ctx context.Context, by access.User, id string) error
	UserByToken(ctx context.Context, token string) (access.User, error)
}
