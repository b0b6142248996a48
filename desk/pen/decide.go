package pen

import (
	"context"
	"fmt"
	"strings"

	"foja/access"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/docket"
	"foja/papers/letters"
	"foja/store"
)

// Decide settles a held message: it becomes a request, joins a case, or is dismissed with a
// reason; a dismissed one can be put back. Repeating a decision answers with what it did; a different one after it is a
// conflict. It returns the request concerned, "" when there is none.
func (s *Service) Decide(ctx context.Context, by access.User, message string, dec Decision) (string, error) {
	if err := by.Must(access.Registrars); err != nil {
		return "", err
	}
	row, err := s.core.Store.Message(ctx, message)
	if err != nil {
		return "", err
	}
	if row.Request == "" && !by.Sees(s.core.OfficeOf(row)) {
		return "", core.NoMessage()
	}
	switch dec.Do {
	case "request":
		f := dec.Form
		f.FromMessage, f.Token = message, dec.Key
		r, err := s.acts.Register(ctx, by, f)
		if words := s.choiceOf(ctx, message); err == nil && !r.Existed && words != "" {
			s.noteChoice(ctx, by, r.ID, message, words)
		}
		if err == nil {
			_, err = s.welcome(ctx, by, r.ID, message, true)
		}
		return r.ID, err
	case "register": // as the mail says, with one click
		f, err := s.asItSays(ctx, by, row, dec)
		if err != nil {
			return "", err
		}
		dec.Do, dec.Form = "request", f
		return s.Decide(ctx, by, message, dec)
	case "join":
		return s.join(ctx, by, row, dec.Number)
	case "dismiss":
		return "", s.dismiss(ctx, by, row, dec.Reason)
	case "restore":
		return "", s.restore(ctx, by, row)
	default:
		return "", docket.Invalid("do", "pen.choose")
	}
}

// join puts the message into a case, where it is work for its officer.
func (s *Service) join(ctx context.Context, by access.User, row store.Message, number string) (string, error) {
	r, err := s.named(ctx, by, number)
	if err != nil {
		return "", err
	}
	if !acts.Open(row) {
		if row.Fate == docket.FateReply && row.Request == r.ID {
			return r.ID, nil
		}
		return "", acts.Settled()
	}
	m, err := s.core.Messages.Whole(ctx, row.ID)
	if err != nil {
		return "", err
	}
	if err := s.acts.KeepAttachments(ctx, r.ID, row, m); err != nil {
		return "", err
	}
	if been, err := s.welcome(ctx, by, r.ID, row.ID, false); err != nil || been {
		if err != nil {
			return "", err
		}
		return r.ID, s.core.Store.SettleMessage(ctx, row.ID, store.Settlement{Fate: docket.FateReply, Request: r.ID, By: by.ID, At: s.core.Now()})
	}
	// The key is the message's: however often it is decided, the case hears of it once.
	if _, err := s.acts.ActWithKey(ctx, by, r.ID, acts.Command{Key: "held:" + row.ID, Action: docket.ActAddMessage, Message: row.ID}, "held:"+row.ID); err != nil {
		return "", err
	}
	return r.ID, s.core.Store.SettleMessage(ctx, row.ID, store.Settlement{Fate: docket.FateReply, Request: r.ID, By: by.ID, At: s.core.Now()})
}

// named finds the case of a register number that a person typed.
func (s *Service) named(ctx context.Context, by access.User, number string) (docket.Request, error) {
	number = strings.TrimSpace(number)
	if number == "" {
		return docket.Request{}, docket.Invalid("number", "case.write_number")
	}
	r, err := s.core.Store.RequestByNumber(ctx, core.Padded(number))
	if err != nil && docket.CodeOf(err) == docket.CodeNotFound || err == nil && !by.Sees(r.Office) {
		return docket.Request{}, docket.Invalid("number", "pen.case_unknown", "number", number)
	}
	return r, err
}

func (s *Service) dismiss(ctx context.Context, by access.User, row store.Message, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return docket.Invalid("reason", "pen.say_why_no_request")
	}
	if !acts.Open(row) {
		if row.Fate == docket.FateDismissed {
			return nil
		}
		return acts.Settled()
	}
	return s.core.Store.SettleMessage(ctx, row.ID, store.Settlement{
		Fate: docket.FateDismissed, By: by.ID, Note: reason, At: s.core.Now(),
		Reason: row.Reason, Suggested: row.SuggestedRequest, // as it was held, should it be put back
	})
}

// restore undoes a dismissal: what was taken for nothing may be somebody's request, and its term has been running since it came.
func (s *Service) restore(ctx context.Context, by access.User, row store.Message) error {
	note := row.Note
	if row.Fate == docket.FateDismissed {
		names, err := s.access.Names(ctx)
		if err != nil {
			return err
		}
		note = fmt.Sprintf("Se había descartado: %s (%s, %s). Lo devolvió %s.", row.Note, names[row.SettledBy], letters.PlainDate(calendar.DateOf(row.SettledAt.In(s.core.Zone(by.Office)))), by.Name)
	}
	return s.core.Store.RestoreMessage(ctx, row.ID, note, by.ID, s.core.Now())
}

// Decision settles a held message.
type Decision struct {
	Key     string
	Do      string    // "request", "register", "join", "dismiss" or "restore"
	Form    acts.Form // request; of register only what the mail does not say: procedure and office
	Address string    // register: whose request it is, of the addresses that the mail names; "" = the likeliest
	Number  string    // join: number of the case
	Reason  string    // dismiss
}
