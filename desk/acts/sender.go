package acts

import (
	"context"
	"strings"

	"foja/access"
	"foja/desk/core"
	"foja/desk/history"
	"foja/docket"
)

// askSenderReason asks whose act is recorded when a message is its evidence that came from another address. The answer stays in the history.
func (s *Service) askSenderReason(ctx context.Context, o core.LoadedCase, c *Command) error {
	c.SenderReason = strings.TrimSpace(c.SenderReason)
	if c.Message == "" || !history.RequesterActs[c.Action] && c.Action != docket.ActConsultAnswer {
		c.SenderReason = ""
		return nil
	}
	row, err := s.core.Store.Message(ctx, c.Message)
	if err != nil {
		return err
	}
	events, err := s.core.Store.Events(ctx, o.Request.ID)
	if err != nil {
		return err
	}
	name, claimed := o.Request.Requester.Name, false
	if c.Action == docket.ActConsultAnswer {
		unit := askedUnit(s.core, o, c.Task)
		if unit.Owns(row.FromAddress) {
			if claimed, err = s.history.UnprovedUnit(ctx, row, events); err != nil {
				return err
			}
		}
		if unit.Email == "" || unit.Owns(row.FromAddress) && !claimed {
			c.SenderReason = ""
			return nil
		}
		name = unit.Name
	} else {
		sender, err := s.history.Sender(ctx, o, row, events)
		if err != nil {
			return err
		}
		if sender.Requester {
			c.SenderReason = ""
			return nil
		}
		claimed = sender.Claimed
	}
	if c.SenderReason == "" {
		warning := SenderWarning(name, row.FromAddress, claimed)
		return access.FieldErrors{docket.Invalid("vouch", "sender.vouch", "warning", warning)}
	}
	return nil
}

// SenderWarning names whose act would be recorded, and whose mail says so. claimed: the address is that person's, and
// the agency's server did not confirm it.
func SenderWarning(name, address string, claimed bool) docket.Sentence {
	switch {
	case address == "":
		return docket.Say("sender.nobody", "name", name)
	case claimed:
		return docket.Say("sender.not_proved", "name", name, "address", address)
	default:
		return docket.Say("sender.other", "name", name, "address", address)
	}
}

// askedUnit is the unit whose answer a task waits for.
func askedUnit(in *core.Service, o core.LoadedCase, task int) docket.Unit {
	for _, t := range o.Case.OpenTasks(docket.TaskConsult) {
		if t.ID == task || task == 0 {
			u, _ := in.Agency().Unit(t.Unit)
			return u
		}
	}
	return docket.Unit{}
}
