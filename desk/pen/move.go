package pen

import (
	"context"
	"fmt"
	"strings"
	"time"

	"foja/access"
	"foja/access/attempts"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// MessageMove says where a message goes.
type MessageMove struct {
	Key    string
	From   string // request ID of the case that it leaves; "" = the one where it is
	To     docket.MoveTo
	Number string // MoveToCase: number of the case
	Reason string
	// Form of the request that is made of it (MoveToNew). Without one the message waits in the holding pen, where it is registered.
	Form *acts.Form
}

// MessageTrail is one case in which a message was before.
type MessageTrail struct {
	Request string // "" = of another office
	Number  string
	Who     string // who moved it
	At      time.Time
	Reason  string
}

// Message shows a message, whatever became of it.
func (s *Service) Message(ctx context.Context, by access.User, id string) (Message, error) {
	row, err := s.seeMessage(ctx, by, id)
	if err != nil {
		return Message{}, err
	}
	out, err := s.Show(ctx, by, row, false)
	if err != nil || row.Request == "" {
		return out, err
	}
	o, err := s.core.Open(ctx, by, row.Request)
	if err != nil {
		return Message{}, err
	}
	events, err := s.core.Store.Events(ctx, o.Request.ID)
	if err != nil {
		return Message{}, err
	}
	out.Case = new(s.lists.RowOf(o))
	return out, s.Place(ctx, by, o, row, events, &out)
}

// Place adds to a message what its case makes of it: whose it is, and whether the user may move it.
func (s *Service) Place(ctx context.Context, by access.User, o core.LoadedCase, row store.Message, events []docket.Event, out *Message) (err error) {
	if out.From, err = s.history.Sender(ctx, o, row, events); err != nil {
		return err
	}
	if refusal := fixed(o, row); refusal != nil {
		out.Fixed = refusal.Reason
		return nil
	}
	out.Movable = by.Has(access.Registrars...)
	return nil
}

// fixed says why a message cannot leave its case, or nil.
func fixed(o core.LoadedCase, row store.Message) *docket.Error {
	switch {
	case row.Fate == docket.FateRequest || row.ID == o.Request.Message:
		return docket.Refuse(docket.CodeConflict, "move.is_the_request")
	case row.Fate == docket.FateOwn:
		return docket.Refuse(docket.CodeConflict, "move.is_a_letter_copy")
	}
	return nil
}

// MoveMessage tells both cases. The one that takes the message gets its event first: should anything stop between the two, the message
// is in both, and never in none; the same move again ends it.
func (s *Service) MoveMessage(ctx context.Context, by access.User, id string, m MessageMove) (string, error) {
	if err := by.Must(access.Registrars); err != nil {
		return "", err
	}
	// A move is made of several acts: one at a time, or two people would put one message into two cases.
	moving := attempts.LimitMoving.Of(id)
	if over, err := s.core.Store.Reserve(ctx, s.core.Now(), moving); err != nil || over != nil {
		if err == nil {
			err = movedAlready()
		}
		return "", err
	}
	defer s.attempts.Refund(ctx, moving)
	row, err := s.core.Store.Message(ctx, id)
	if err != nil {
		return "", err
	}
	if m.From == "" {
		m.From = row.Request
	}
	if m.From == "" {
		return "", docket.Refuse(docket.CodeConflict, "move.in_no_case")
	}
	o, err := s.acts.Begun(ctx, by, m.From)
	if err != nil {
		return "", err
	}
	if m.Key == "" {
		return "", docket.Invalid("key", "operation.key_missing")
	}
	if m.Reason = strings.TrimSpace(m.Reason); m.Reason == "" {
		return "", docket.Invalid("reason", "move.say_why")
	}
	key := by.ID + "/" + m.Key
	c := acts.Command{Action: docket.ActMoveMessage, Message: id, Text: m.Reason, Move: &docket.MessageMove{To: m.To}}
	done := o.Case.HasApplied(key)
	if !done {
		if refusal := fixed(o, row); refusal != nil {
			return "", refusal
		}
		if c.Move.Follows, err = s.restingOn(ctx, o, id); err != nil {
			return "", err
		}
	}
	if m.To == docket.MoveToCase {
		return s.moveToCase(ctx, by, o, row, m, c, key)
	}
	if !done && row.Request != m.From {
		return "", movedAlready()
	}
	if _, err := s.acts.ActAs(ctx, by, o, c, key, docket.Actor{}); err != nil {
		return "", err
	}
	if m.To != docket.MoveToNew || m.Form == nil {
		return "", nil
	}
	return s.Decide(ctx, by, id, Decision{Key: m.Key, Do: "request", Form: *m.Form})
}

func movedAlready() *docket.Error {
	return docket.Refuse(docket.CodeConflict, "move.moved_meanwhile")
}

func (s *Service) moveToCase(ctx context.Context, by access.User, o core.LoadedCase, row store.Message, m MessageMove, c acts.Command, key string) (string, error) {
	target, err := s.named(ctx, by, m.Number)
	if err != nil {
		return "", err
	}
	if target.ID == o.Request.ID {
		return "", docket.Invalid("number", "move.same_case")
	}
	// After the first half the message is in the target already.
	if !o.Case.HasApplied(key) && row.Request != o.Request.ID && row.Request != target.ID {
		return "", movedAlready()
	}
	into, err := s.acts.Begun(ctx, by, target.ID)
	if err != nil {
		return "", err
	}
	c.Move.Case = target.ID
	if _, err := s.acts.ActorFor(o, by, c.ForLaw(key), c); err != nil {
		return "", err // before the other case hears of it
	}
	take := c
	take.Action, take.Move = docket.ActTakeMessage, &docket.MessageMove{To: docket.MoveToCase, Case: o.Request.ID}
	if _, err := s.acts.ActAs(ctx, by, into, take, key+"/take", docket.Actor{}); err != nil {
		return "", err
	}
	if err := s.FetchAttachments(ctx, target.ID, row); err != nil {
		return "", err
	}
	_, err = s.acts.ActAs(ctx, by, o, c, key, docket.Actor{})
	return target.ID, err
}

// restingOn are the events of a case that rest on a message.
func (s *Service) restingOn(ctx context.Context, o core.LoadedCase, message string) (list []int, err error) {
	events, err := s.core.Store.Events(ctx, o.Request.ID)
	for _, e := range events {
		if e.Message == message && e.DependsOnMessage() {
			list = append(list, e.Seq)
		}
	}
	return list, err
}

// trail is where a message was before, as the user may know it. The first is the first.
func (s *Service) trail(ctx context.Context, by access.User, message string) ([]MessageTrail, error) {
	moves, err := s.core.Store.MovesOf(ctx, message)
	if err != nil || len(moves) == 0 {
		return nil, err
	}
	names, err := s.access.Names(ctx)
	if err != nil {
		return nil, err
	}
	var list []MessageTrail
	for _, m := range moves {
		r, err := s.core.Store.Request(ctx, m.Request)
		if err != nil {
			return nil, err
		}
		t := MessageTrail{Number: r.Number, Who: names[m.By], At: m.At}
		if by.Sees(r.Office) {
			t.Request = r.ID
			if t.Reason, err = s.reason(ctx, m); err != nil {
				return nil, err
			}
		}
		list = append(list, t)
	}
	return list, nil
}

func (s *Service) reason(ctx context.Context, m store.MovedMessage) (string, error) {
	if m.Reason == "" {
		return "", nil
	}
	words, err := s.core.Store.DocumentBytes(ctx, m.Reason)
	return string(words), err
}

// welcome tells a case that got a message from the holding pen where it had been before; false when it had been nowhere. born says that
// the case was made of it.
func (s *Service) welcome(ctx context.Context, by access.User, request, message string, born bool) (bool, error) {
	moves, err := s.core.Store.MovesOf(ctx, message)
	if err != nil || len(moves) == 0 {
		return false, err
	}
	last := moves[len(moves)-1]
	why, err := s.reason(ctx, last)
	if err != nil {
		return false, err
	}
	o, err := s.acts.Begun(ctx, by, request)
	if err != nil {
		return false, err
	}
	to := docket.MoveToCase
	if born {
		to = docket.MoveToNew
	}
	// The key is the message's and the move's: however often it is decided, the case hears of it once.
	_, err = s.acts.ActAs(ctx, by, o, acts.Command{
		Action: docket.ActTakeMessage, Message: message, Text: why, Move: &docket.MessageMove{To: to, Case: last.Request},
	}, fmt.Sprintf("held:%s:%d", message, len(moves)), docket.Actor{})
	return true, err
}
