package docket

import (
	"cmp"
	"slices"
	"time"

	"foja/calendar"
)

// SubDeadline is the last day for something other than the answer, each with its own timer and line of history. The
// procedure says what happens when it passes.
type SubDeadline struct {
	Key    string        `json:"key"`         // stable within the case
	On     calendar.Date `json:"on"`          // last day, whole unless At says otherwise
	At     time.Time     `json:"at,omitzero"` // its end, where the limit is in hours
	Rule   string        `json:"rule"`
	Name   string        `json:"name"`             // Spanish: what has to happen until then
	Missed string        `json:"missed,omitempty"` // Spanish: the consequence afterwards
	Action Action        `json:"action,omitempty"` // possible, or awaited, until then
	Hands  Hands         `json:"hands"`            // who is to do it
	Letter string        `json:"letter,omitempty"`
	wait   *Wait
}

// Ends is the first instant after its last day, in the office's zone: the whole day counts, for the agency and for
// the requester (law: R16).
func (t SubDeadline) Ends(zone Zone) time.Time {
	if !t.At.IsZero() {
		return t.At
	}
	return zone.Instant(t.On.AddDays(1), 0, 0)
}

// SubDeadlines lists the open sub-deadlines of the case, soonest first.
func (law Law) SubDeadlines(c Case) ([]SubDeadline, error) {
	var subs []SubDeadline
	for _, list := range []func(Case) ([]SubDeadline, error){
		law.windows, law.awaited, law.deliveries, law.unproved, law.granting, law.expiries,
	} {
		some, err := list(c)
		if err != nil {
			return nil, err
		}
		subs = append(subs, some...)
	}
	slices.SortStableFunc(subs, func(a, b SubDeadline) int { return cmp.Or(a.On.Compare(b.On), a.At.Compare(b.At)) })
	return subs, nil
}

// windows are the acts of the agency that the law closes after some days.
func (law Law) windows(c Case) ([]SubDeadline, error) {
	if c.Closed() || !c.AnsweredAt.IsZero() || c.Seq == 0 {
		return nil, nil
	}
	var subs []SubDeadline
	for _, w := range law.Procedure.Windows {
		key := c.windowKey(w)
		if w.Missed.ES == "" || slices.Contains(c.Passed, key) || c.used(w.Action) {
			continue
		}
		on, at, err := law.windowEnd(c, w)
		if err != nil {
			return nil, err
		}
		subs = append(subs, SubDeadline{
			Key: key, On: on, At: at, Rule: w.Limit.Rule, Name: w.Name.ES, Missed: w.Missed.ES,
			Action: w.Action, Hands: HandsOfficer,
		})
	}
	return subs, nil
}

// windowEnd is when a window closes: in days from its day zero, or in hours from the filing or the correction.
func (law Law) windowEnd(c Case, w Window) (on calendar.Date, at time.Time, err error) {
	if w.Limit.Unit != UnitHours {
		on, err = law.last(w.Limit, c.windowFrom(w))
		return on, at, err
	}
	from := c.Received()
	for _, e := range c.Ledger {
		if w.Restarts && e.Kind == LedgerCorrectionReceived {
			from = e.At
		}
	}
	return law.end(w.Limit, from)
}

// windowFrom is the day zero of a window: the reception, or the last restart if the window restarts with the term.
func (c *Case) windowFrom(w Window) calendar.Date {
	var from calendar.Date
	for _, e := range c.Ledger {
		if e.Kind == LedgerStart || w.Restarts && e.Kind == LedgerCorrectionReceived {
			from = latestDate(from, e.On)
		}
	}
	return from
}

func (c *Case) windowKey(w Window) string {
	key := string(w.Action)
	if from := c.windowFrom(w); w.Restarts && from != c.receivedOn() {
		key += movedMark + from.String()
	}
	return key
}

func (c *Case) receivedOn() calendar.Date { return c.windowFrom(Window{}) }

// used reports whether the act of the window was done: then the window ends silently.
func (c *Case) used(do Action) bool {
	spec, _ := SpecOf(do)
	return slices.ContainsFunc(c.Letters, func(l Letter) bool { return l.Kind == spec.Letter })
}

// awaited are the requester's terms. One whose notice is not proved has not begun (law: R23). It does not pass while
// a message that came in time is unread, because that may be the awaited act.
func (law Law) awaited(c Case) ([]SubDeadline, error) {
	if c.Closed() {
		return nil, nil
	}
	var subs []SubDeadline
	for _, a := range c.Awaiting {
		i := slices.IndexFunc(law.Procedure.Waits, func(w Wait) bool { return w.Action == a.For })
		if a.Done || i < 0 || !law.Procedure.Takes(c.State, a.For) {
			continue
		}
		w := law.Procedure.Waits[i]
		from := a.Since
		if w.From == FromNotice {
			l, _ := c.Letter(a.Letter)
			from = l.NotifiedAt
		}
		if from.IsZero() {
			continue
		}
		on, at, err := law.end(w.Limit, from)
		if err != nil {
			return nil, err
		}
		subs = append(subs, SubDeadline{
			Key: string(a.For) + movedMark + a.Letter, On: on, At: at, Rule: w.Limit.Rule, Name: w.Name.ES,
			Missed: w.Missed.ES, Action: a.For,
			Hands: HandsRequester, Letter: a.Letter, wait: &w,
		})
	}
	return subs, nil
}

// Takes reports whether the state permits the action; other actions are not awaited in it.
func (p Procedure) Takes(state string, do Action) bool {
	s, _ := p.State(state)
	return slices.ContainsFunc(s.Actions, func(perm Permission) bool { return perm.Do == do })
}

// unread reports whether a message that came before an instant is unread.
func (c *Case) unread(before time.Time) bool {
	return slices.ContainsFunc(c.OpenTasks(TaskReadMessage), func(t Task) bool { return t.OpenedAt.Before(before) })
}

// deliveries are the remaining dates of an extension's schedule (law: R29).
func (law Law) deliveries(c Case) ([]SubDeadline, error) {
	if c.Closed() || !c.AnsweredAt.IsZero() {
		return nil, nil
	}
	var subs []SubDeadline
	for _, d := range c.Schedule {
		if key := keyDelivery + movedMark + d.On.String(); !d.Met && !slices.Contains(c.Passed, key) {
			subs = append(subs, SubDeadline{
				Key: key, On: d.On, Rule: "R29", Action: ActDeliverPart, Hands: HandsOfficer,
				Name: deliveryName, Missed: deliveryMissed,
			})
		}
	}
	return subs, nil
}

// unproved are the mailed notices without acknowledgement (law: R40). They outlive the case: an answer that was not
// notified was not given.
func (law Law) unproved(c Case) ([]SubDeadline, error) {
	rule := law.Procedure.Notice
	if rule.Ack.N == 0 {
		return nil, nil
	}
	var subs []SubDeadline
	for _, l := range c.Letters {
		if l.State != LetterSent || !l.NotifiedAt.IsZero() || l.SentAt.IsZero() || !slices.Contains(rule.Letters, l.Kind) {
			continue
		}
		on, at, err := law.end(rule.Ack, l.SentAt)
		if err != nil {
			return nil, err
		}
		subs = append(subs, SubDeadline{
			Key: keyAck + movedMark + l.ID, On: on, At: at, Rule: rule.Ack.Rule, Action: ActNotified,
			Hands: HandsRequester, Letter: l.ID,
			Name: ackName, Missed: ackMissed,
		})
	}
	return subs, nil
}

// last is the last day of a limit counted from a day zero.
func (law Law) last(limit TimeLimit, from calendar.Date) (day calendar.Date, err error) {
	view := law.View()
	switch {
	case limit.N == 0:
		return calendar.Date{}, nil
	case limit.Unit == UnitBusiness:
		day, _, err = view.AddBusinessDays(from, limit.N)
	case limit.Unit == UnitCalendar:
		day, _, err = view.AddCalendarDays(from, limit.N) // law: R32 R33
	default:
		day, err = view.AddMonths(from, limit.N) // law: R10
	}
	if err != nil {
		return calendar.Date{}, calendarRefusal(err)
	}
	return day, nil
}
