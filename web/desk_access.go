package web

import (
	"context"

	"foja/access"
)

// Access is what this package asks of foja/access.
type Access interface {
	AccountEvents(ctx context.Context, by access.User, user string, limit int, offset int) ([]access.AccountEventRow, int, error)
	// BeginSecondFactor makes a new secret. It guards nothing until ConfirmSecondFactor has seen a code of it.
	BeginSecondFactor(ctx context.Context, by access.User) (access.Enrolment, error)
	// ConfirmSecondFactor: the codes are shown only this once.
	ConfirmSecondFactor(ctx context.Context, by access.User, code string, ip string) (recovery []string, err error)
	// DropIdentity lets a user's account be tied to another identity: for administrators.
	DropIdentity(ctx context.Context, by access.User, id string) error
	// DropSecondFactor: one's own.
	DropSecondFactor(ctx context.Context, by access.User, password string, ip string) error
	// EndSession: one of one's own.
	EndSession(ctx context.Context, by access.User, id string) error
	Fresh(by access.User) bool
	// InviteIdentity makes the permit for somebody's account, good once, and told once: for administrators.
	InviteIdentity(ctx context.Context, by access.User, id string) (permit string, err error)
	OwnEvents(ctx context.Context, by access.User, seen bool) ([]access.AccountEventRow, error)
	// OwnIdentity makes the permit for one's own account.
	OwnIdentity(ctx context.Context, by access.User, password string, ip string) (permit string, err error)
	// Prove: as one who has just proved who she is.
	Prove(ctx context.Context, by access.User, password string, ip string) (access.User, error)
	// SecondFactor: one's own.
	SecondFactor(ctx context.Context, by access.User) (access.SecondFactor, error)
	// Sessions: one's own.
	Sessions(ctx context.Context, by access.User) ([]access.OpenSession, error)
	// SignIn: rate-limited; CodeForbidden with one message for every cause.
	SignIn(ctx context.Context, login string, password string, ip string) (access.User, error)
	// SignInAs is SignIn with the word of an identity provider in place of the password. permit is what led to the
	// provider, if anything did: InviteIdentity's or OwnIdentity's; the latter is good only for the user who is
	// signed in.
	SignInAs(ctx context.Context, i access.Identity, permit string, signedIn string) (access.User, error)
	// SignInCode: after SignIn; a recovery code does too; rate-limited.
	SignInCode(ctx context.Context, user string, code string, ip string) (access.User, error)
	// TakeSecondFactor: somebody's who lost hers: for administrators.
	TakeSecondFactor(ctx context.Context, by access.User, id string) error
	UnseenEvents(ctx context.Context, by access.User) (bool, error)
	// UserByID: active users only.
	UserByID(ctx context.Context, id string) (access.User, error)
}
