package web

import (
	"context"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/desk/lists"
	"foja/desk/papers"
)

// Acts is what this package asks of foja/desk/acts.
type Acts interface {
	Act(ctx context.Context, by access.User, request string, c acts.Command) (acts.Acted, error)
	// ActOnAppeal does one act on the n-th appeal of a request, as Act does on the case.
	ActOnAppeal(ctx context.Context, by access.User, request string, n int, c acts.AppealCommand) (acts.AppealActed, error)
	AnswerCampaign(ctx context.Context, by access.User, request string, key string, requests []string, c acts.Command) ([]acts.Answered, error)
	AssignAll(ctx context.Context, by access.User, key string, user string, requests []string) ([]lists.ClaimedCase, error)
	// Assignees: whom one may give cases to; none for who may not.
	Assignees(ctx context.Context, by access.User) ([]core.Choice, error)
	// Campaign: those with the same text.
	Campaign(ctx context.Context, by access.User, request string) (acts.Campaign, error)
	ClaimAll(ctx context.Context, by access.User, key string, requests []string) ([]lists.ClaimedCase, error)
	Duplicates(ctx context.Context, by access.User, p acts.DuplicateProbe) ([]acts.DuplicateHint, error)
	// MayAsk refuses an address that has no request left, before its form is read. It counts nothing.
	MayAsk(ctx context.Context, ip string) error
	PreviewLetter(ctx context.Context, by access.User, request string, c acts.Command) (papers.TemplatePreview, error)
	// Register: field errors: FieldErrors.
	Register(ctx context.Context, by access.User, f acts.Form) (acts.Registered, error)
	// RegisterOnline: the public form; rate-limited.
	RegisterOnline(ctx context.Context, f acts.Form, ip string) (acts.Registered, error)
}
