package docket

import (
	"slices"
	"time"
)

// elsewhere are the acts that happen away from the screen and are recorded afterwards: somebody hands over,
// acknowledges, completes, pays, collects or appeals. Every other act is the recording itself.
var elsewhere = []Action{ActDelivered, ActDeposited, ActNotified, ActCorrect, ActPaid, ActCollected, ActAppeal}

// SaysWhen says whether the act may be said to have happened earlier than it is recorded.
func (perm Permission) SaysWhen() bool { return perm.At || slices.Contains(elsewhere, perm.Do) }

// checkSaid keeps a person from dating an act: only acts that the procedure lets say when may, and none before the act
// that it follows. An answer that is recorded today was given today, or a late one would be in time. A case that comes
// with its past does not pass here.
func (c *Case) checkSaid(p Procedure, cmd Command) error {
	if cmd.At.IsZero() {
		return nil
	}
	perm, err := c.permission(p, cmd.Action, cmd.By)
	if err != nil {
		return err
	}
	if !perm.SaysWhen() {
		return Invalid("at", "Este acto se registra con la fecha y hora en que se hace. Deje en blanco cuándo ocurrió.")
	}
	// Forms give minutes: what happened within the same minute is not before.
	if since := c.follows(cmd); cmd.At.Before(since.Truncate(time.Minute)) {
		return Invalid("at", "La fecha y hora es anterior al acto del expediente que lo hace posible. Corríjala.")
	}
	return nil
}

// follows is when the act happened on which this one depends; zero when it depends on none.
func (c *Case) follows(cmd Command) time.Time {
	switch cmd.Action {
	case ActDelivered, ActDeposited, ActNotified:
		l, err := c.theLetter(cmd)
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
