package links

import (
	"context"
	"errors"
	"time"

	"foja/access/attempts"
)

// MayVerify counts a clock receipt that somebody wants checked.
func (s *Service) MayVerify(ctx context.Context, ip string) error {
	return s.attempts.Reserve(ctx, attempts.LimitVerify.FromAddress(ip))
}

// MayKeepForm counts a form that is kept for after the sign-in.
func (s *Service) MayKeepForm(ctx context.Context, ip string) error {
	return s.attempts.Reserve(ctx, attempts.LimitTyped.FromAddress(ip), attempts.LimitEveryT.Of(""))
}

// Seal signs something that a browser keeps for us; Unseal reads it again, and says false of what Seal has not signed
// for the same purpose. It can be read by the person who has it, and lasts until claim itself says otherwise.
func (s *Service) Seal(ctx context.Context, purpose string, claim any) (string, error) {
	return s.attempts.SignLink(ctx, "foja browser\n"+purpose+"\n", claim)
}

// Unseal reads what Seal has signed for the same purpose; false when it has not.
func (s *Service) Unseal(ctx context.Context, purpose, sealed string, claim any) (bool, error) {
	return s.attempts.OpenLink(ctx, "foja browser\n"+purpose+"\n", sealed, claim)
}

// uploadStale is how long a file of an upload link may stop coming before what has come of it is removed.
const uploadStale = 48 * time.Hour

// ownMailLife is how long the bytes of our links and questions are stored after they were written: as long as the longest of those links is
// good. A copy of one that comes back is recognised by them; servers give up within days, and a mailbox that was away for weeks is read within
// this time. Afterwards what the mail carries has ended, and the bytes would only keep its address and its link.
const ownMailLife = linkLife

// DropOldLimits removes what nobody needs any more of people without an account: limits that are over, files that stopped coming, and the
// bytes of mail that carried a link which has ended.
func (s *Service) DropOldLimits(ctx context.Context) error {
	_, err := s.core.Store.ForgetLimits(ctx, s.core.Now())
	dropped, stale := s.core.Store.DropStaleUploads(ctx, s.core.Now().Add(-uploadStale))
	if dropped > 0 {
		s.core.Logger.Info("files that stopped coming were removed", "files", dropped)
	}
	forgotten, own := s.core.Store.ForgetOwnMail(ctx, s.core.Now().Add(-ownMailLife))
	if forgotten > 0 {
		s.core.Logger.Info("mails whose links have ended were removed", "mails", forgotten)
	}
	return errors.Join(err, stale, own)
}
