package attempts

import (
	"context"
	"net/netip"
	"time"

	"foja/access/limits"
	"foja/docket"
	"foja/store"
)

// limit is a rate that is counted in the register.
type limit limits.Rate

// Every rate that is counted (limits.Rate).
var (
	LimitLogin   = limit(limits.Login)
	LimitCode    = limit(limits.Code)
	LimitSignIn  = limit(limits.SignIn)
	LimitStatus  = limit(limits.Status)
	limitLink    = limit(limits.Link)
	LimitAsk     = limit(limits.Ask)
	LimitAskFor  = limit(limits.AskFor)
	LimitVerify  = limit(limits.Verify)
	limitBytes   = limit(limits.Bytes)
	limitEveryB  = limit(limits.BytesOfAll)
	LimitTyped   = limit(limits.KeptForm)
	LimitEveryT  = limit(limits.KeptFormOfAll)
	LimitMore    = limit(limits.UnitDays)
	LimitMoving  = limit(limits.MovingMessage)
	LimitFetched = limit(limits.Download)
)

// Of is one use of the limit by somebody or something.
func (l limit) Of(value string) store.LimitUse { return l.times(value, 1) }

func (l limit) times(value string, n int64) store.LimitUse {
	return store.LimitUse{Limit: store.Limit{Key: store.LimitKey{Kind: l.Kind, Value: value}, Most: l.Most, Window: l.Window}, N: n}
}

// FromAddress counts by the address, or for IPv6 by its /64: one house has that many.
func (l limit) FromAddress(ip string) store.LimitUse { return l.Of(Network(ip)) }

// Network is what counts as one place.
func Network(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	if addr = addr.Unmap().WithZone(""); addr.Is4() {
		return addr.String()
	}
	return netip.PrefixFrom(addr, 64).Masked().String()
}

// Reserve counts uses before anything is compared, so that those who try at the same moment are counted too. What turns out to be
// right is given back by refund.
func (s *Service) Reserve(ctx context.Context, uses ...store.LimitUse) error {
	over, err := s.Store.Reserve(ctx, s.Now(), uses...)
	if err != nil || over == nil {
		return err
	}
	return s.exceeded(over)
}

// MaySpare refuses anyone who has no use left, and counts nothing: it spares the work that would come before reserve.
func (s *Service) MaySpare(ctx context.Context, uses ...store.LimitUse) error {
	over, err := s.Store.Exhausted(ctx, s.Now(), uses...)
	if err != nil || over == nil {
		return err
	}
	return s.exceeded(over)
}

// Refund gives uses back, even when their creator has gone. Without it they would come back by themselves, later.
func (s *Service) Refund(ctx context.Context, uses ...store.LimitUse) {
	if err := s.Store.Refund(context.WithoutCancel(ctx), uses...); err != nil {
		s.Logger.Warn("uses of a limit were not given back", "error", err)
	}
}

// exceeded is what somebody reads who is over a limit: it says when to come back.
func (s *Service) exceeded(over *store.Exceeded) error {
	s.Logger.Warn("refused: over a limit", "limit", over.Key.Kind)
	minutes := max(1, int((over.Wait+time.Minute-1)/time.Minute))
	wait := time.Duration(minutes) * time.Minute
	switch over.Key.Kind {
	case LimitLogin.Kind, LimitCode.Kind, LimitSignIn.Kind:
		return docket.TooMany(wait, "attempts.sign_in", "minutes", minutes)
	case LimitStatus.Kind:
		return docket.TooMany(wait, "attempts.status", "minutes", minutes)
	case limitLink.Kind:
		return docket.TooMany(wait, "attempts.link", "minutes", minutes)
	case LimitAsk.Kind, limitBytes.Kind:
		return docket.TooMany(wait, "attempts.upload", "minutes", minutes)
	case LimitAskFor.Kind:
		return docket.TooMany(wait, "attempts.requests_of_email", "minutes", minutes)
	case limitEveryB.Kind:
		return docket.TooMany(wait, "attempts.uploads_of_day", "minutes", minutes)
	case LimitMore.Kind:
		return docket.TooMany(wait, "attempts.more_days", "minutes", minutes)
	default:
		return docket.TooMany(wait, "attempts.calls", "minutes", minutes)
	}
}

// AnonymousBytes counts files that somebody without an account hands in, before they are kept.
func (s *Service) AnonymousBytes(ip string, n int64) []store.LimitUse {
	every := limitEveryB
	every.Most = s.Limits.StrangerBytes
	return []store.LimitUse{limitBytes.times(Network(ip), max(1, n)), every.times("", max(1, n))}
}
