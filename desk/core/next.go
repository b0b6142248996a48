package core

import (
	"foja/calendar"
	"foja/docket"
)

// Next says what is due next and on whom it waits.
func (s *Service) Next(o LoadedCase, holder string, deadline docket.Deadline) docket.Sentence {
	if o.Case.Closed() {
		return docket.Say("next.closed", "outcome", OutcomeName(o.Procedure, o.Case.Outcome))
	}
	waits := s.waits(o, holder)
	due := deadline.DueOn
	switch {
	case due.IsZero():
		return docket.Say("next.suspended", "waits", waits)
	case Overdue(due, o.Today, false):
		return docket.Say("next.was_due", "waits", waits, "on", due, "left", lateness(o, due))
	default:
		return docket.Say("next.due", "waits", waits, "on", due, "left", lateness(o, due))
	}
}

// waits says on whom a case waits.
func (s *Service) waits(o LoadedCase, holder string) docket.Sentence {
	c := o.Case
	held := o.Held(s.Now())
	switch {
	case c.Hands == docket.HandsUnit:
		var units []docket.Sentence
		for _, t := range c.OpenTasks(docket.TaskConsult) {
			units = append(units, docket.Say("next.unit_until", "unit", s.UnitName(t.Unit), "on", t.DueOn))
		}
		return docket.Say("next.with_unit", "units", Listed("list.semicolon", units...))
	case c.Hands == docket.HandsReviewer:
		return docket.Say("next.with_reviewer")
	case c.Hands == docket.HandsRequester:
		return docket.Say("next.with_requester")
	case held != nil:
		return docket.Say("next.held", "time", held.HeldUntil.In(s.Zone(o.Office.ID)).Format("15:04"))
	case c.Hands == docket.HandsCarrier && len(c.LettersIn(docket.LetterToPrint)) > 0:
		return docket.Say("next.to_print")
	case c.Hands == docket.HandsCarrier && len(c.LettersIn(docket.LetterFailed)) > 0:
		return docket.Say("next.letter_failed")
	case c.Hands == docket.HandsCarrier:
		return docket.Say("next.letter_leaving")
	case holder != "":
		return docket.Say("next.with_person", "person", holder)
	case c.Seq == 0:
		return docket.Say("next.registering")
	default:
		return docket.Say("next.nobody")
	}
}

// lateness says how many business days are left. On the days off after the due day none has passed, and it is late all
// the same.
func lateness(o LoadedCase, due calendar.Date) docket.Sentence {
	n := o.Left(due)
	switch {
	case n == 0 && due.Before(o.Today):
		return docket.Say("left.past")
	case n == 0:
		return docket.Say("left.today")
	case n > 0:
		return docket.Say("left.ahead", "n", n)
	default:
		return docket.Say("left.late", "n", -n)
	}
}
