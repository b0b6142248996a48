package activities

import (
	"context"
	"log/slog"
	"time"

	"foja/docket"
	"foja/intake"
	"foja/mail"
	"foja/store"
)

// Backlog knows when foja was put to work on a mailbox, and keeps its hands off what lay there before.
type Backlog struct {
	Store   *store.Store // nil: only Standings may be asked, which tells how a first start would go
	Account string
	Since   time.Time // the setting; zero = the first start
	Started time.Time // of this process: kept as the first start when there was none before
	Now     func() time.Time
	Logger  *slog.Logger

	waiting, left int // as last counted
	counted       bool
}

// start is when the mailbox was first looked into; validity is its inbox's UIDVALIDITY and lying all that lies in it now. The first look ever is
// kept when begin says so; else it is only told how it would be.
func (b *Backlog) start(ctx context.Context, validity uint32, lying []mail.Lying, begin bool) (intake.Start, error) {
	var row store.MailStart
	var found bool
	var err error
	if b.Store != nil {
		row, found, err = b.Store.MailStart(ctx, b.Account)
	}
	if err == nil && !found {
		row = store.MailStart{Account: b.Account, At: b.Started.Truncate(time.Second), UIDValidity: validity, UIDNext: 1} // a server's times have no fractions
		for _, l := range lying {
			row.UIDNext = max(row.UIDNext, l.UID+1)
		}
		if begin {
			if row, err = b.Store.BeginMail(ctx, row); err == nil {
				b.Logger.Info("first look into the mailbox", "account", b.Account, "at", row.At, "since", b.Since, "messages", len(lying))
			}
		}
	}
	return intake.Start{At: row.At, Since: b.Since, UIDValidity: row.UIDValidity, UIDNext: row.UIDNext}, err
}

// Standing is a message in the inbox, and what is done with it.
type Standing struct {
	mail.Lying
	intake.Arrival
	By string // who decided it; "" = nobody
}

// Standings says of everything in an inbox what is done with it, and from which instant on mail is read. It changes nothing.
func (b *Backlog) Standings(ctx context.Context, lying []mail.Lying) (all []Standing, begin time.Time, err error) {
	validity := uint32(0)
	if len(lying) > 0 {
		validity = lying[0].UIDValidity
	}
	start, err := b.start(ctx, validity, lying, false)
	if err != nil || len(lying) == 0 {
		return nil, start.Begin(), err
	}
	var decided map[uint32]store.MailDecision
	if b.Store != nil {
		decided, err = b.Store.MailDecisions(ctx, b.Account, validity)
	}
	for _, l := range lying {
		all = append(all, Standing{l, arrivalOf(start, decided, l, b.Now()), decided[l.UID].By})
	}
	return all, start.Begin(), err
}

// Leave names the messages that stay in the inbox (mail.Watcher.Leave).
func (b *Backlog) Leave(ctx context.Context, validity uint32, lying []mail.Lying) (map[uint32]bool, error) {
	start, err := b.start(ctx, validity, lying, true)
	if err != nil {
		return nil, err
	}
	stay, waiting, left := map[uint32]bool{}, 0, 0
	if len(lying) > 0 {
		decided, err := b.Store.MailDecisions(ctx, b.Account, validity)
		if err != nil {
			return nil, err
		}
		for _, l := range lying {
			switch as := arrivalOf(start, decided, l, b.Now()); as {
			case intake.ArrivalBacklog:
				stay[l.UID], waiting = true, waiting+1
			case intake.ArrivalLeft:
				stay[l.UID], left = true, left+1
			default:
			}
		}
	}
	if b.counted && waiting == b.waiting && left == b.left {
		return stay, nil
	}
	if err := b.Store.CountBacklog(ctx, b.Account, b.Since, waiting, left); err != nil {
		return nil, err
	}
	if waiting > b.waiting {
		b.Logger.Warn("mail from before the start waits for an operator's decision",
			"account", b.Account, "messages", waiting, "since", start.Begin())
	}
	b.waiting, b.left, b.counted = waiting, left, true
	return stay, nil
}

// Arrival says how a fetched message came to lie in the inbox.
func (b *Backlog) Arrival(ctx context.Context, f mail.Fetched) (intake.Arrival, error) {
	l := mail.Lying{UIDValidity: f.UIDValidity, UID: f.UID, InternalDate: f.InternalDate, Answered: f.Answered}
	start, err := b.start(ctx, f.UIDValidity, []mail.Lying{l}, true)
	if err != nil {
		return "", err
	}
	decided, err := b.Store.MailDecisions(ctx, b.Account, f.UIDValidity)
	if err != nil {
		return "", err
	}
	return arrivalOf(start, decided, l, b.Now()), nil
}

func arrivalOf(start intake.Start, decided map[uint32]store.MailDecision, l mail.Lying, now time.Time) intake.Arrival {
	if d, there := decided[l.UID]; there {
		return intake.Arrival(d.Arrival)
	}
	return start.Arrival(l, now)
}

// arrived holds what must not be registered and answered by itself because of the way it came. What belongs to a case
// joins it all the same, and reports and copies of ours are evidence whatever their day: none of these is answered.
// What an operator put into the pen waits there, whatever it is.
func arrived(row store.Message, v intake.Verdict) intake.Verdict {
	why, held := docket.HeldOld, false
	switch intake.Arrival(row.Arrival) {
	case intake.ArrivalOld, intake.ArrivalBacklog, intake.ArrivalLeft:
		held = v.Fate == docket.FateRequest
	case intake.ArrivalAnswered:
		why, held = docket.HeldAnswered, v.Fate == docket.FateRequest
	case intake.ArrivalHeld:
		held = v.Fate == docket.FateRequest || v.Fate == docket.FateReply
	default:
	}
	if !held {
		return v
	}
	return intake.Verdict{Fate: docket.FateHeld, Reason: why, Request: v.Request}
}
