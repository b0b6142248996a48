package activities

import (
	"context"
	"fmt"
	"strings"

	"foja/docket"
	"foja/intake"
	"foja/mail"
	"foja/procedures"
	"foja/store"
	"foja/workflows"
)

// Classify asks intake what a stored message is.
func (a *Activities) Classify(ctx context.Context, in workflows.MessageInput) (workflows.Classified, error) {
	row, err := a.Store.Message(ctx, in.Message)
	if err != nil {
		return workflows.Classified{}, refusal(err)
	}
	if as, err := a.settled(ctx, row); err != nil || as != nil {
		if err != nil {
			return workflows.Classified{}, err
		}
		return *as, nil
	}
	raw, err := a.Store.MessageRaw(ctx, in.Message)
	if err != nil {
		return workflows.Classified{}, err
	}
	if row.TooBig {
		return workflows.Classified{Fate: docket.FateHeld, Reason: string(docket.HeldTooBig)}, a.recordSender(ctx, row, raw)
	}
	if as, err := a.scanForViruses(ctx, raw); err != nil || as != nil {
		if err != nil {
			return workflows.Classified{}, err
		}
		return *as, a.recordSender(ctx, row, raw)
	}
	m, err := a.Messages.Outline(ctx, in.Message)
	if err != nil {
		return workflows.Classified{}, err
	}
	clues := intake.FindClues(m, a.Agency.Addresses()...)
	found, err := a.find(ctx, clues, intake.Requester(m, a.Agency.Addresses()...))
	if err != nil {
		return workflows.Classified{}, err
	}
	if err := a.recogniseOwn(ctx, row, raw, clues.OwnID, &found); err != nil {
		return workflows.Classified{}, err
	}
	if !found.OwnCopy { // any copy of a letter proves it
		if twin, err := a.duplicate(ctx, row, m); err != nil || twin != nil {
			if err != nil {
				return workflows.Classified{}, err
			}
			return *twin, nil
		}
	}
	if a.knownSender(m.From.Addr) { // a portal marks all its mail as bulk
		m.Signals.List, m.Signals.Precedence = "", ""
	}
	v := intake.Judge(m, clues, found, a.Agency.Addresses()...)
	if v, err = a.applySenderPolicy(ctx, row, raw, m, holdBacklog(row, v)); err != nil {
		return workflows.Classified{}, err
	}
	as := workflows.Classified{
		Fate: v.Fate, Request: v.Request, Reason: string(v.Reason), Letter: v.Letter,
		FromRequester: v.FromRequester, Bounce: v.Bounce, Doubt: v.Doubt, Status: v.Status,
	}
	for _, more := range v.More {
		as.More = append(as.More, workflows.Further{Request: more.Request, FromRequester: more.FromRequester})
	}
	return as, nil
}

// settled is the stored verdict on a message, when a crash interrupted the workflow. A new verdict could differ,
// because the register has changed since.
func (a *Activities) settled(ctx context.Context, row store.Message) (*workflows.Classified, error) {
	if row.Fate != "" {
		as := workflows.Classified{
			Fate: row.Fate, Reason: row.Reason, Request: row.Request, Letter: row.Letter, Note: row.Note,
		}
		if row.Fate == docket.FateHeld {
			as.Request = row.SuggestedRequest
		}
		return &as, nil
	}
	r, err := a.Store.RequestByKey(ctx, "mail:"+row.ID)
	if err != nil {
		return nil, ignoreNotFound(err)
	}
	return &workflows.Classified{Fate: docket.FateRequest, Request: r.ID}, nil
}

// duplicate is the verdict on a mail that was delivered before: fetched again, or sent twice. The first copy must be
// settled first, so that this one can refer to its outcome.
func (a *Activities) duplicate(ctx context.Context, row store.Message, m mail.Message) (*workflows.Classified, error) {
	earlier, err := a.Store.FindMessageByContent(ctx, row)
	if err != nil {
		return nil, err
	}
	for _, e := range earlier {
		if e.ID == row.ID || e.TooBig || row.ReceivedAt.Sub(e.ReceivedAt).Abs() > intake.DuplicateWindow(m) {
			continue
		}
		before, err := a.Messages.Outline(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		if !intake.Same(before, m) {
			continue
		}
		if e.Fate == "" {
			return nil, fmt.Errorf("the message it repeats, %s, is not settled yet", e.ID)
		}
		if e.Fate == docket.FateOwn { // another copy of a letter is proved by its own bytes only
			return nil, nil
		}
		return &workflows.Classified{Fate: docket.FateDuplicate, Request: e.Request}, nil
	}
	return nil, nil
}

// find looks the clues up in the register. sender is the author of the mail, as far as its headers say.
func (a *Activities) find(ctx context.Context, c intake.Clues, sender mail.Address) (intake.Found, error) {
	f := intake.Found{Archive: a.ArchiveAddress}
	if err := a.findByToken(ctx, c, &f); err != nil {
		return f, err
	}
	for _, id := range c.MessageIDs {
		l, err := a.Store.LetterByMessageID(ctx, id)
		if err := ignoreNotFound(err); err != nil {
			return f, err
		}
		if l.ID != "" {
			f.ReplyRequest, f.ReplyLetter = l.Request, l.ID
			if !l.BeganAt.IsZero() {
				f.ReplyTo = l.To
			}
			break
		}
	}
	for _, id := range c.MessageIDs {
		if f.TokenRequest+f.ReplyRequest+f.UnitRequest != "" {
			break // a letter is stronger evidence than a question to a unit
		}
		m, err := a.Store.UnitMailByMessageID(ctx, id)
		if err := ignoreNotFound(err); err != nil {
			return f, err
		}
		f.UnitRequest = m.Request
	}
	if f.ReplyRequest != "" && f.ReplyRequest != f.TokenRequest {
		r, err := a.Store.Request(ctx, f.ReplyRequest)
		if err != nil {
			return f, err
		}
		if f.TokenRequest == "" {
			f.RequesterEmail = r.Requester.Email
		} else {
			f.More = append(f.More, caseOf(r)) // sent to one case, answering a letter of another: both get it
		}
	}
	if c.OwnID != "" {
		l, err := a.Store.LetterByMessageID(ctx, c.OwnID)
		if err := ignoreNotFound(err); err != nil {
			return f, err
		}
		f.OwnLetter, f.OwnRequest = l.ID, l.Request
	}
	if f.TokenRequest+f.ReplyRequest != "" {
		return f, nil
	}
	return f, a.findCaseOfSender(ctx, c, sender, &f)
}

// findByToken looks up the tokens of the addresses that the mail was sent to: the first is its case, others are further
// cases.
func (a *Activities) findByToken(ctx context.Context, c intake.Clues, f *intake.Found) error {
	for _, token := range append([]string{c.Token}, c.MoreTokens...) {
		if token == "" {
			continue
		}
		r, err := a.Store.RequestByReplyToken(ctx, token)
		if err := ignoreNotFound(err); err != nil {
			return err
		}
		switch {
		case r.ID == "":
		case f.TokenRequest == "":
			f.TokenRequest, f.RequesterEmail = r.ID, r.Requester.Email
			last, err := a.Store.LastMailed(ctx, r.ID)
			if err := ignoreNotFound(err); err != nil {
				return err
			}
			f.LastLetter, f.LastTo = last.ID, last.To
		default:
			f.More = append(f.More, caseOf(r))
		}
	}
	return nil
}

// findCaseOfSender looks for the case of a mail without a token or a letter of ours: the case of an earlier mail in
// its headers, the cases whose numbers it contains, and those of its sender.
func (a *Activities) findCaseOfSender(ctx context.Context, c intake.Clues, sender mail.Address, f *intake.Found) error {
	for _, id := range c.MessageIDs {
		earlier, err := a.Store.MessagesByMessageID(ctx, id)
		if err != nil {
			return err
		}
		for _, m := range earlier {
			switch {
			case m.Fate == docket.FateHeld && strings.EqualFold(m.FromAddress, sender.Addr):
				f.ThreadHeld = true
			case m.Request != "" && (m.Fate == docket.FateRequest || m.Fate == docket.FateReply) && f.Thread.Request == "":
				r, err := a.Store.Request(ctx, m.Request)
				if err != nil {
					return err
				}
				f.Thread = caseOf(r)
			}
		}
		if f.Thread.Request != "" || f.ThreadHeld {
			break // the nearest one
		}
	}
	for _, number := range c.Numbers {
		r, err := a.Store.RequestByNumber(ctx, number)
		if err := ignoreNotFound(err); err != nil {
			return err
		}
		if r.ID != "" {
			f.Numbered = append(f.Numbered, caseOf(r))
		}
	}
	own, err := a.Store.RequestsOfEmail(ctx, sender.Addr, maxSenderCases)
	if err != nil {
		return err
	}
	for _, r := range own {
		f.Own = append(f.Own, caseOf(r))
	}
	return nil
}

// maxSenderCases is how many cases of one sender are considered, the newest first.
const maxSenderCases = 50

func caseOf(r docket.Request) intake.Case {
	return intake.Case{Request: r.ID, Email: r.Requester.Email, Subjects: []string{r.Subject, r.ThreadSubject}}
}

func ignoreNotFound(err error) error {
	if err != nil && docket.CodeOf(err) == docket.CodeNotFound {
		return nil
	}
	return err
}

// RegisterMessage registers a request from a message and returns the request's ID. Idempotent by the hash of the
// message's bytes.
func (a *Activities) RegisterMessage(ctx context.Context, in workflows.MessageInput) (string, error) {
	row, err := a.Store.Message(ctx, in.Message)
	if err != nil {
		return "", refusal(err)
	}
	m, err := a.Messages.Whole(ctx, in.Message)
	if err != nil {
		return "", err
	}
	who := intake.Requester(m, a.Agency.Addresses()...)
	to, further := a.Agency.Mailbox(row.Account)
	if !further {
		to.Office, to.Procedure = a.MailOffice, a.MailProcedure
	}
	office, _ := a.Agency.Office(to.Office) // New has checked the office
	reg := docket.Registration{
		Key: "mail:" + in.Message, Procedure: to.Procedure, Office: office.ID, Channel: docket.ChannelEmail,
		Requester:  docket.Requester{Name: nameOf(who), Email: who.Addr, EmailConsent: a.EmailConsent},
		Subject:    intake.Subject(m),
		Text:       m.Text,
		ReceivedAt: row.ReceivedAt, Message: in.Message,
		ThreadMessageID: m.MessageID, ThreadReferences: m.References, ThreadSubject: m.Subject,
	}
	days, err := a.calendars.InForce(ctx)
	if err != nil {
		return "", err
	}
	if err := procedures.Admit(a.Procedures, days, office, a.Policy, &reg); err != nil {
		return "", refusal(err)
	}
	loc, err := zone(office)
	if err != nil {
		return "", err
	}
	now := a.Now()
	request, _, err := a.Store.Register(ctx, reg, store.RegisterOptions{At: now, Year: now.In(loc).Year()})
	if err != nil {
		return "", refusal(err)
	}
	return request.ID, a.keepAttachments(ctx, request.ID, in.Message, m)
}

func nameOf(who mail.Address) string {
	if who.Name != "" {
		return who.Name
	}
	return who.Addr
}

// keepAttachments stores a message's attachments as documents, keyed by message and position, so that a repetition
// finds them.
func (a *Activities) keepAttachments(ctx context.Context, request, message string, m mail.Message) error {
	return a.keepAttachmentsAs(ctx, request, "message:"+message, m)
}

func (a *Activities) keepAttachmentsAs(ctx context.Context, request, key string, m mail.Message) error {
	for i, at := range m.Attachments {
		if _, err := a.Store.KeepDocument(ctx, store.NewDocument{
			Request: request, Kind: "attachment", Name: at.Name, Type: at.Type, Bytes: at.Data,
			Key: fmt.Sprintf("%s:%d", key, i),
		}); err != nil {
			return err
		}
	}
	return nil
}

// Settle records a message's fate and updates letters and documents accordingly.
func (a *Activities) Settle(ctx context.Context, in workflows.SettleInput) error {
	s := store.Settlement{
		Fate: in.As.Fate, Reason: in.As.Reason, Request: in.As.Request, Letter: in.As.Letter, Note: in.As.Note, At: a.Now(),
	}
	if in.As.Fate == docket.FateHeld {
		s.Request, s.Suggested = "", in.As.Request
	}
	switch in.As.Fate {
	case docket.FateReply:
		m, err := a.Messages.Whole(ctx, in.Message)
		if err != nil {
			return err
		}
		if err := a.keepAttachments(ctx, in.As.Request, in.Message, m); err != nil {
			return err
		}
		for _, more := range in.As.More {
			if err := a.keepAttachmentsAs(ctx, more.Request, "message:"+in.Message+":"+more.Request, m); err != nil {
				return err
			}
			s.More = append(s.More, more.Request)
		}
	case docket.FateOwn:
		if err := a.Store.MarkLetterProved(ctx, in.As.Letter, in.Message, a.Now()); err != nil {
			return err
		}
	case docket.FateReport:
		if err := a.recordReport(ctx, in); err != nil {
			return err
		}
		if err := a.markReported(ctx, in); err != nil {
			return err
		}
	default:
	}
	return refusal(a.Store.SettleMessage(ctx, in.Message, s))
}
