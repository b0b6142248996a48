package attempts

import (
	"context"
	"net/netip"
	"time"

	"foja/docket"
	"foja/store"
)

// Limits bounds what a person can hand in. Zero fields take the defaults.
type Limits struct {
	FileBytes int64 // of one file; 25 MB
	Files     int   // of one form; 20
	Text      int   // characters of a text; 200 000
	MailBytes int64 // beyond which a mail is not read; 50 MB

	UploadFile    int64 // of one file of an upload link; 200 MB
	UploadLink    int64 // of all files of one link; 500 MB
	UploadAll     int64 // of all links whose mail nobody has decided about; 20 GB
	StrangerBytes int64 // that people without an account may hand in within a day; 10 GB
}

func (l Limits) orDefaults() Limits {
	if l.FileBytes == 0 {
		l.FileBytes = 25_000_000
	}
	if l.Files == 0 {
		l.Files = 20
	}
	if l.Text == 0 {
		l.Text = 200_000
	}
	if l.MailBytes == 0 {
		l.MailBytes = 50 << 20
	}
	for _, one := range []struct {
		limit     *int64
		otherwise int64
	}{{&l.UploadFile, 200_000_000}, {&l.UploadLink, 500_000_000}, {&l.UploadAll, 20_000_000_000}, {&l.StrangerBytes, 10_000_000_000}} {
		if *one.limit == 0 {
			*one.limit = one.otherwise
		}
	}
	return l
}

// limit bounds one kind of thing that people without an account can do, or try.
type limit struct {
	kind   string // stands in the register: a new meaning needs a new name
	Most   int64  // at once
	Window time.Duration
}

// Every limit on what strangers do. Those that an operator sets stand in Limits. A school, a library or an office behind one router
// is one address with many people.
var (
	LimitLogin   = limit{"login", 5, 15 * time.Minute}            // wrong passwords of one login
	LimitCode    = limit{"code", 5, 15 * time.Minute}             // wrong second factors of one account
	LimitSignIn  = limit{"sign-in address", 20, 15 * time.Minute} // both, from one address
	LimitStatus  = limit{"status address", 10, 100 * time.Second} // wrong numbers and codes; 50 random bits stand behind one
	limitLink    = limit{"link address", 10, 100 * time.Second}   // wrong links of units, downloads and uploads
	LimitAsk     = limit{"ask address", 20, time.Hour}            // requests by the public form
	LimitAskFor  = limit{"ask email", 10, 24 * time.Hour}         // the same whose receipts go to one e-mail address
	LimitVerify  = limit{"verify address", 20, 10 * time.Minute}  // clock receipts to check
	limitBytes   = limit{"bytes address", 250_000_000, time.Hour} // bytes of files that one address hands in without an account
	limitEveryB  = limit{"bytes", 0, 24 * time.Hour}              // the same of everybody; Limits.StrangerBytes
	LimitTyped   = limit{"kept form address", 20, time.Hour}      // forms that are kept for after the sign-in
	LimitEveryT  = limit{"kept form", 500, 2 * time.Hour}         // the same of everybody; at most 256 KiB each
	LimitMore    = limit{"unit days", 5, 24 * time.Hour}          // a unit's requests for more days, for one question
	LimitMoving  = limit{"moving message", 1, time.Minute}        // of one message at the same time
	LimitFetched = limit{"download", 1, 10 * time.Minute}         // fetches of one link that are recorded
)

// Of is one use of the limit by somebody or something.
func (l limit) Of(value string) store.LimitUse { return l.times(value, 1) }

func (l limit) times(value string, n int64) store.LimitUse {
	return store.LimitUse{Limit: store.Limit{Key: store.LimitKey{Kind: l.kind, Value: value}, Most: l.Most, Window: l.Window}, N: n}
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

// MaySpare refuses whoever has no use left, and counts nothing: it spares the work that would come before reserve.
func (s *Service) MaySpare(ctx context.Context, uses ...store.LimitUse) error {
	over, err := s.Store.Exhausted(ctx, s.Now(), uses...)
	if err != nil || over == nil {
		return err
	}
	return s.exceeded(over)
}

// Refund gives uses back, even when whoever made them has gone. Without it they would come back by themselves, later.
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
	case LimitLogin.kind, LimitCode.kind, LimitSignIn.kind:
		return docket.TooMany(wait, "attempts.sign_in", "minutes", minutes)
	case LimitStatus.kind:
		return docket.TooMany(wait, "attempts.status", "minutes", minutes)
	case limitLink.kind:
		return docket.TooMany(wait, "attempts.link", "minutes", minutes)
	case LimitAsk.kind, limitBytes.kind:
		return docket.TooMany(wait, "attempts.upload", "minutes", minutes)
	case LimitAskFor.kind:
		return docket.TooMany(wait, "attempts.requests_of_email", "minutes", minutes)
	case limitEveryB.kind:
		return docket.TooMany(wait, "attempts.uploads_of_day", "minutes", minutes)
	case LimitMore.kind:
		return docket.TooMany(wait, "attempts.more_days", "minutes", minutes)
	default:
		return docket.TooMany(wait, "attempts.calls", "minutes", minutes)
	}
}

// StrangerBytes counts files that somebody without an account hands in, before they are kept.
func (s *Service) StrangerBytes(ip string, n int64) []store.LimitUse {
	every := limitEveryB
	every.Most = s.Limits.StrangerBytes
	return []store.LimitUse{limitBytes.times(Network(ip), max(1, n)), every.times("", max(1, n))}
}
