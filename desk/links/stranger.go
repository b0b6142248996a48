package links

import (
	"context"
	"errors"
	"time"

	"foja/access/attempts"
)

// StrangerDesk is what screens ask about people without an account before they take anything from them.
type StrangerDesk interface {
	// MayAsk refuses an address that has no request left, before its form is read. It counts nothing.
	MayAsk(ctx context.Context, ip string) error
	// MayVerify counts a clock receipt that somebody wants checked.
	MayVerify(ctx context.Context, ip string) error
	// MayKeepForm counts a form that is kept for after the sign-in.
	MayKeepForm(ctx context.Context, ip string) error
	// Seal signs something that a browser keeps for us; Unseal reads it again, and says false of what Seal has not signed for the same
	// purpose. It can be read by whoever has it, and lasts until claim itself says otherwise.
	Seal(ctx context.Context, purpose string, claim any) (string, error)
	Unseal(ctx context.Context, purpose, sealed string, claim any) (bool, error)
}

// MayVerify implements StrangerDesk.
func (s *Service) MayVerify(ctx context.Context, ip string) error {
	return s.attempts.Reserve(ctx, attempts.LimitVerify.FromAddress(ip))
}

// MayKeepForm implements StrangerDesk.
func (s *Service) MayKeepForm(ctx context.Context, ip string) error {
	return s.attempts.Reserve(ctx, attempts.LimitTyped.FromAddress(ip), attempts.LimitEveryT.Of(""))
}

// Seal implements StrangerDesk.
func (s *Service) Seal(ctx context.Context, purpose string, claim any) (string, error) {
	return s.attempts.SignLink(ctx, "foja browser\n"+purpose+"\n", claim)
}

// Unseal implements StrangerDesk.
func (s *Service) Unseal(ctx context.Context, purpose, sealed string, claim any) (bool, error) {
	return s.attempts.OpenLink(ctx, "foja browser\n"+purpose+"\n", sealed, claim)
}

// uploadStale is how long a file of an upload link may stop coming before what has come of it is removed.
const uploadStale = 48 * time.Hour

// ForgetStrangers removes what nobody needs any more of people without an account: limits that are over, and files that stopped coming.
func (s *Service) ForgetStrangers(ctx context.Context) error {
	_, err := s.core.Store.ForgetLimits(ctx, s.core.Now())
	dropped, stale := s.core.Store.DropStaleUploads(ctx, s.core.Now().Add(-uploadStale))
	if dropped > 0 {
		s.core.Logger.Info("files that stopped coming were removed", "files", dropped)
	}
	return errors.Join(err, stale)
}
