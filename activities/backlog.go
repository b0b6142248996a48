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

// Backlog separates the mail that was in a mailbox before foja was first started on it from the mail that foja
// handles.
type Backlog struct {
	Store   *store.Store // nil: only InboxItems may be called, which then shows what a first start would do
	Account string
	Since   time.Time // FOJA_MAIL_SINCE; zero = the first start
	Started time.Time // start of this process; stored as the first start when there was none before
	Now     func() time.Time
	Logger  *slog.Logger

	waiting, left int // last counts
	counted       bool
}

// start is when foja first read the mailbox; validity is the inbox's UIDVALIDITY and lying the current messages. With
// begin a first start is stored; otherwise it is only computed.
func (b *Backlog) start(ctx context.Context, validity uint32, inbox []mail.FolderMessage,
	begin bool,
) (intake.Start, error) {
	var row store.MailStart
	var found bool
	var err error
	if b.Store != nil {
		row, found, err = b.Store.MailStart(ctx, b.Account)
	}
	if err == nil && !found {
		// a server's times have no fractions of seconds
		row = store.MailStart{Account: b.Account, At: b.Started.Truncate(time.Second), UIDValidity: validity, UIDNext: 1}
		for _, l := range inbox {
			row.UIDNext = max(row.UIDNext, l.UID+1)
		}
		if begin {
			if row, err = b.Store.BeginMail(ctx, row); err == nil {
				b.Logger.Info("first look into the mailbox", "account", b.Account, "at", row.At, "since", b.Since,
					"messages", len(inbox))
			}
		}
	}
	return intake.Start{At: row.At, Since: b.Since, UIDValidity: row.UIDValidity, UIDNext: row.UIDNext}, err
}

// InboxItem is a message in the inbox, with what foja does with it.
type InboxItem struct {
	mail.FolderMessage
	intake.Arrival
	By string // user who decided it; "" = nobody
}

// InboxItems lists the inbox with what foja does with each message, and since when mail is read. It changes nothing.
func (b *Backlog) InboxItems(ctx context.Context,
	inbox []mail.FolderMessage,
) (all []InboxItem, begin time.Time, err error) {
	validity := uint32(0)
	if len(inbox) > 0 {
		validity = inbox[0].UIDValidity
	}
	start, err := b.start(ctx, validity, inbox, false)
	if err != nil || len(inbox) == 0 {
		return nil, start.Begin(), err
	}
	var decided map[uint32]store.MailDecision
	if b.Store != nil {
		decided, err = b.Store.MailDecisions(ctx, b.Account, validity)
	}
	for _, l := range inbox {
		all = append(all, InboxItem{l, arrivalOf(start, decided, l, b.Now()), decided[l.UID].By})
	}
	return all, start.Begin(), err
}

// Leave names the messages that stay in the inbox (mail.Watcher.Leave).
func (b *Backlog) Leave(ctx context.Context, validity uint32, inbox []mail.FolderMessage) (map[uint32]bool, error) {
	start, err := b.start(ctx, validity, inbox, true)
	if err != nil {
		return nil, err
	}
	stay, waiting, left := map[uint32]bool{}, 0, 0
	if len(inbox) > 0 {
		decided, err := b.Store.MailDecisions(ctx, b.Account, validity)
		if err != nil {
			return nil, err
		}
		for _, l := range inbox {
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

// Arrival reports whether a fetched message is backlog.
func (b *Backlog) Arrival(ctx context.Context, f mail.Fetched) (intake.Arrival, error) {
	l := mail.FolderMessage{UIDValidity: f.UIDValidity, UID: f.UID, InternalDate: f.InternalDate, Answered: f.Answered}
	start, err := b.start(ctx, f.UIDValidity, []mail.FolderMessage{l}, true)
	if err != nil {
		return "", err
	}
	decided, err := b.Store.MailDecisions(ctx, b.Account, f.UIDValidity)
	if err != nil {
		return "", err
	}
	return arrivalOf(start, decided, l, b.Now()), nil
}

func arrivalOf(start intake.Start, decided map[uint32]store.MailDecision, l mail.FolderMessage,
	now time.Time,
) intake.Arrival {
	if d, there := decided[l.UID]; there {
		return intake.Arrival(d.Arrival)
	}
	return start.Arrival(l, now)
}

// holdBacklog holds messages that must not be registered and answered automatically because they are backlog. Replies
// to a case still join it, and reports and own copies are evidence at any age: none of these is answered. A message
// that an operator held stays held.
func holdBacklog(row store.Message, v intake.Verdict) intake.Verdict {
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
