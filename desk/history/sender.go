package history

import (
	"context"
	"slices"

	"foja/desk/core"
	"foja/docket"
	"foja/mail"
	"foja/store"
)

// Sender is whose mail a message of a case is, as far as the register can say.
type Sender struct {
	Address   string          // as the message says it; "" = it names none
	Requester bool            // it is the requester's address, and nothing speaks against it
	Claimed   bool            // it is the requester's address, and the agency's server did not confirm it
	Words     docket.Sentence // what else it is; nothing = the requester's
}

// Sender compares a message's address with the requester's. events are the case's.
func (s *Service) Sender(ctx context.Context, o core.LoadedCase, row store.Message, events []docket.Event) (Sender, error) {
	out := Sender{Address: row.FromAddress}
	want := o.Request.Requester.Email
	switch {
	case out.Address == "":
		out.Words = docket.Say("sender.unnamed")
	case want == "":
		out.Words = docket.Say("sender.no_registered_address", "address", out.Address)
	case !mail.SameAddress(out.Address, want):
		out.Words = docket.Say("sender.other_address", "address", out.Address, "registered", want)
	default:
		doubted, err := s.doubted(ctx, o, row, events)
		if err != nil {
			return out, err
		}
		if doubted {
			out.Claimed, out.Words = true, docket.Say("sender.not_vouched", "address", out.Address)
		}
	}
	out.Requester = out.Words.IsZero()
	return out, nil
}

// doubted says whether nothing proves that the message comes from the address in its From: foja did not take it for the requester's when it
// joined the case, or it did not join by itself (it is held, or a person put it there) and the agency's server did not confirm it.
func (s *Service) doubted(ctx context.Context, o core.LoadedCase, row store.Message, events []docket.Event) (bool, error) {
	joined := row.ID == o.Request.Message
	for _, e := range events {
		if e.Kind == docket.EventMessage && e.Message == row.ID {
			if e.By.Role != docket.RoleRequester {
				return true, nil
			}
			joined = true
		}
	}
	return s.unproved(ctx, row, joined)
}

// UnprovedUnit says whether nothing proves that a message comes from the address of a unit that stands in its From.
func (s *Service) UnprovedUnit(ctx context.Context, row store.Message, events []docket.Event) (bool, error) {
	return s.unproved(ctx, row, slices.ContainsFunc(events, func(e docket.Event) bool {
		return e.Kind == docket.EventMessage && e.Message == row.ID
	}))
}

// unproved asks what the agency's server said of the From when the message was read. joined: foja itself found the case, by a token or a
// letter that the message answers, and only a failed check speaks against it.
func (s *Service) unproved(ctx context.Context, row store.Message, joined bool) (bool, error) {
	r, err := s.core.Store.SenderCheckOf(ctx, row.ID)
	if docket.CodeOf(err) == docket.CodeNotFound { // read by an earlier program
		return !joined, nil
	}
	return r.DMARC == "fail" || !joined && r.DMARC != "pass", err
}

// RequesterActs are the acts that the law takes for the requester's own.
var RequesterActs = map[docket.Action]bool{
	docket.ActWithdraw: true, docket.ActCorrect: true, docket.ActPaid: true, docket.ActCollected: true, docket.ActAppeal: true, docket.ActNotified: true,
}

// RequesterAct says whether an act is the requester's own by law.
func RequesterAct(a docket.Action) bool { return RequesterActs[a] }
