package docket

import "time"

// MayBackdate reports whether the act may be said to have happened earlier than it is recorded.
func (perm Permission) MayBackdate() bool {
	spec, _ := SpecOf(perm.Do)
	return perm.At || spec.Backdated
}

// checkOccurredAt keeps a person from backdating an act unless the procedure allows it, and from dating it before the
// act that it follows. Otherwise a late answer could be recorded as in time. Acts of a case's history are not checked
// here.
func (c *Case) checkOccurredAt(p Procedure, cmd Command) error {
	if cmd.At.IsZero() {
		return nil
	}
	perm, err := c.permission(p, cmd.Action, cmd.By)
	if err != nil {
		return err
	}
	if !perm.MayBackdate() {
		return Invalid("at", "Este acto se registra con la fecha y hora en que se hace. Deje en blanco cuándo ocurrió.")
	}
	// Forms have a resolution of minutes.
	if since := c.precededBy(cmd); cmd.At.Before(since.Truncate(time.Minute)) {
		return Invalid("at", "La fecha y hora es anterior al acto del expediente que lo hace posible. Corríjala.")
	}
	return nil
}

// precededBy is the time of the act on which this one depends; zero when there is none.
func (c *Case) precededBy(cmd Command) time.Time {
	switch cmd.Action {
	case ActDelivered, ActDeposited, ActNotified:
		l, err := c.findLetter(cmd)
		if err != nil {
			return time.Time{}
		}
		return l.DecidedAt
	case ActCorrect, ActPaid, ActCollected:
		for _, a := range c.Awaiting {
			if a.For == cmd.Action && !a.Done {
				return a.Since
			}
		}
		return time.Time{}
	case ActAppeal:
		if cmd.Against == AgainstDenial {
			return c.AnsweredAt
		}
		return time.Time{}
	default:
	}
	return c.StateSince
}
