package lists

import (
	"cmp"
	"slices"

	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
)

// caseRow is a case without what is to be done about it.
func (s *Service) caseRow(o core.LoadedCase) (TodayRow, error) {
	row := TodayRow{Row: s.RowOf(o), Href: "/requests/" + o.Request.ID, Day: o.Today, Closed: o.Case.Closed() || !o.Case.AnsweredAt.IsZero()}
	if row.Closed {
		return row, nil
	}
	deadline, other, err := o.Deadlines()
	if err != nil {
		return TodayRow{}, err
	}
	row.Until = o.Case.AlarmOn
	row.legal(o, o.Case.AlarmOn)
	if other != nil && !other.DueOn.IsZero() && !deadline.DueOn.IsZero() {
		row.Truth = docket.Say("today.readings", "on", deadline.DueOn, "how", readingWords(deadline.Policy),
			"other_on", other.DueOn, "other_how", readingWords(other.Policy))
		if row.Late && !deadline.DueOn.Before(o.Today) { // late under one reading only
			row.legal(o, deadline.DueOn)
		} else if row.Late && !other.DueOn.Before(o.Today) {
			row.legal(o, other.DueOn)
		}
	}
	row.Strip = lastTen(deadline.Days)
	return row, nil
}

// readingWords say how a reception is counted (law: R15).
func readingWords(p docket.ReceptionPolicy) docket.Sentence {
	if p == docket.OfficeHours {
		return docket.Say("reading.office_hours")
	}
	return docket.Say("reading.same_day")
}

// lastTen are the last ten counted days of a term: the strip of a line.
func lastTen(days []docket.CountedDay) []docket.CountedDay {
	var counted []docket.CountedDay
	for _, d := range days {
		if d.Counted {
			counted = append(counted, d)
		}
	}
	return counted[max(0, len(counted)-10):]
}

// todo is a work item with its last day and its band.
type todo struct {
	docket.WorkItem
	until calendar.Date
	band  Band
}

// todayRow is the row of a case, in the band of what is most urgent on it; "" = nothing is to be done.
func (s *Service) todayRow(o core.LoadedCase, work []docket.WorkItem) (TodayRow, Band, error) {
	row, err := s.caseRow(o)
	if err != nil {
		return TodayRow{}, "", err
	}
	var todos []todo
	for _, w := range work {
		until := lastDay(o, w)
		band := bandOf(w.Kind.Class(), until, o.Today)
		if until == o.Case.AlarmOn && band == BandOverdue && !row.Late && !row.Closed {
			band = BandToday // its last day has passed under one reading only
		}
		todos = append(todos, todo{w, until, band})
	}
	if len(todos) == 0 {
		return TodayRow{}, "", nil
	}
	slices.SortStableFunc(todos, func(a, b todo) int {
		return cmp.Or(cmp.Compare(a.band.place(), b.band.place()), cmp.Compare(placeOf(a.Kind), placeOf(b.Kind)))
	})
	first := todos[0]
	row.Verb = s.verb(o, first.WorkItem)
	if !first.until.IsZero() {
		row.Until = first.until
	}
	said := []string{row.Verb.String()}
	for _, t := range todos[1:] {
		verb := s.verb(o, t.WorkItem)
		if t.Kind != docket.WorkAnswer && !slices.Contains(said, verb.String()) {
			row.Also, said = append(row.Also, verb), append(said, verb.String())
		}
	}
	switch {
	case row.Closed:
		row.legal(o, first.until)
	case first.band == BandOverdue && !row.Late:
		row.Hint = docket.Say("today.since", "on", first.until)
		return row, first.band, nil
	}
	row.Hint, err = s.hint(o)
	return row, first.band, err
}

func (b Band) place() int {
	if i := slices.Index(bands, b); i >= 0 {
		return i
	}
	return len(bands)
}

// placeOf orders the work on one case within a band: what came is read before it is answered.
func placeOf(k docket.WorkKind) int {
	switch k.Class() {
	case docket.WorkDecide:
		return 0
	case docket.WorkCame:
		if k == docket.WorkAlarm {
			return 3
		}
		return 1
	default:
		return 2
	}
}

// lastDay is the last day of a work item. What came without a day is looked at on the next business day.
func lastDay(o core.LoadedCase, w docket.WorkItem) calendar.Date {
	if !w.On.IsZero() || w.Kind.Class() != docket.WorkCame || w.Since.IsZero() {
		return w.On
	}
	day, _, _ := o.Law.Zone.Local(w.Since)
	next, err := o.View.NextBusinessDay(day)
	if err != nil {
		return day // the calendar does not reach that far
	}
	return next
}

// bandOf places a work item.
func bandOf(class docket.WorkClass, until, today calendar.Date) Band {
	switch {
	case !until.IsZero() && until.Before(today):
		return BandOverdue
	case until == today && class != docket.WorkCame:
		return BandToday
	case class == docket.WorkDecide:
		return BandDecide
	case class == docket.WorkCame:
		return BandCame
	case !until.IsZero() && !until.After(today.AddDays(weekAhead)):
		return BandWeek
	default:
		return bandLater
	}
}

// verb says what a work item asks of a person.
func (s *Service) verb(o core.LoadedCase, w docket.WorkItem) docket.Sentence {
	switch w.Kind {
	case docket.WorkAnswer:
		switch o.Case.Hands {
		case docket.HandsReviewer:
			return docket.Say("work.answer_in_review")
		case docket.HandsRequester:
			return docket.Say("work.answer_awaiting")
		case docket.HandsCarrier, docket.HandsReception:
			return docket.Say("work.answer_leaving")
		default:
			return docket.Say("work.answer")
		}
	case docket.WorkConsult, docket.WorkUnitAnswered:
		return docket.Say("work."+string(w.Kind), "unit", s.core.UnitName(w.Ref))
	case docket.WorkAlarm:
		for _, a := range o.Case.Alarms {
			if a.ID == w.Ref {
				return docket.Say("work.alarm", "name", core.RungName(o.Procedure, a.Rung))
			}
		}
	default:
	}
	return docket.Say("work." + string(w.Kind))
}

// hint says what one may do until when, or on whom the case waits. It is no headline: nobody owes it.
func (s *Service) hint(o core.LoadedCase) (docket.Sentence, error) {
	if o.Case.Closed() {
		return docket.Sentence{}, nil
	}
	subs, err := o.SubDeadlines()
	if err != nil {
		return docket.Sentence{}, err
	}
	for _, t := range subs {
		switch {
		case t.On.Before(o.Today), t.Action == docket.ActDeliverPart, t.Action == docket.ActExpiry, t.Action == "":
		case t.Hands == docket.HandsRequester:
			return docket.Say("today.awaits", "what", docket.Say(t.Name), "on", t.On), nil
		default:
			return docket.Say("today.may", "what", docket.Say(t.Name), "on", t.On), nil
		}
	}
	if o.Case.Hands == docket.HandsUnit {
		for _, t := range o.Case.OpenTasks(docket.TaskConsult) {
			return docket.Say("today.asked", "unit", s.core.UnitName(t.Unit), "on", t.DueOn), nil
		}
	}
	return docket.Sentence{}, nil
}
