package lists

import (
	"context"
	"slices"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// TodayGroup is work with the same next legal trap on the same day.
type TodayGroup struct {
	On    calendar.Date
	When  docket.Sentence
	What  docket.Sentence // what has to happen until the end of that day
	Rule  string
	Late  bool
	Cases []TodayCase
}

// TodayCase is one case of a group.
type TodayCase struct {
	Row
	Waits docket.Sentence     // who owes the next step
	Strip []docket.CountedDay // of its term
	Day   calendar.Date       // today in its office
}

// Today is an officer's day.
type Today struct {
	Groups []TodayGroup
	Later  int         // of one's own, beyond those: due later
	Pool   []TodayCase // nobody's yet, what is due first
	More   int         // of the pool, beyond those
	May    bool        // claim from the pool
}

// How much one page of work shows; what is beyond is due later.
const (
	TodayMine = 200
	TodayPool = 25
)

// Day groups the open cases that the user holds by their next legal trap, and shows what waits for somebody.
func (s *Service) Day(ctx context.Context, by access.User) (Today, error) {
	if err := by.Must(access.Workers); err != nil {
		return Today{}, err
	}
	yes := true
	mine, all, err := s.core.Store.Requests(ctx, store.RequestFilter{Open: &yes, Holder: by.ID, Office: by.Office, Page: store.Page{Limit: TodayMine}})
	if err != nil {
		return Today{}, err
	}
	pool, total, err := s.core.Store.Requests(ctx, store.RequestFilter{Open: &yes, Unclaimed: true, Office: by.Office, Page: store.Page{Limit: TodayPool}})
	if err != nil {
		return Today{}, err
	}
	var ids []string
	for _, r := range append(mine, pool...) {
		ids = append(ids, r.ID)
	}
	cases, err := s.core.ReadAll(ctx, ids)
	if err != nil {
		return Today{}, err
	}
	var out Today
	for _, o := range cases {
		c, next, err := s.todayCase(o)
		switch {
		case err != nil:
			return Today{}, err
		case o.Case.Closed(): // since the list was made
		case o.Case.Holder == "":
			out.Pool = append(out.Pool, c)
		case o.Case.Holder == by.ID:
			out.put(c, next, o.Today)
		}
	}
	slices.SortStableFunc(out.Groups, func(a, b TodayGroup) int { return a.On.Compare(b.On) })
	out.Later, out.More, out.May = all-len(mine), total-len(pool), by.Has(access.Holders...)
	return out, nil
}

// trap is what comes next in a case: a sub-deadline that is ours or awaited, or its own last day.
type trap struct {
	on   calendar.Date
	what docket.Sentence
	rule string
}

// todayCase is a case with the trap that comes next.
func (s *Service) todayCase(o core.LoadedCase) (TodayCase, trap, error) {
	deadline, _, err := o.Deadlines()
	if err != nil {
		return TodayCase{}, trap{}, err
	}
	traps, err := o.SubDeadlines()
	if err != nil {
		return TodayCase{}, trap{}, err
	}
	c := TodayCase{Row: s.RowOf(o), Strip: deadline.Days, Waits: core.HandsWords(o.Case.Hands), Day: o.Today}
	next := trap{deadline.DueOn, docket.Say("today.answer"), o.Procedure.TimeLimit.Rule}
	if o.Case.Hands == docket.HandsUnit {
		for _, t := range o.Case.OpenTasks(docket.TaskConsult) {
			if !t.DueOn.IsZero() && (next.on.IsZero() || t.DueOn.Before(next.on)) {
				next = trap{on: t.DueOn, what: docket.Say("today.consult", "unit", s.core.UnitName(t.Unit))}
			}
		}
	}
	for _, t := range traps {
		if !t.On.Before(o.Today) && (next.on.IsZero() || t.On.Before(next.on)) && (!o.Case.AnsweredAt.IsZero() || deadline.DueOn.IsZero() || !deadline.DueOn.Before(o.Today)) {
			next = trap{t.On, docket.Say(t.Name), t.Rule}
			break // they come soonest first
		}
	}
	return c, next, nil
}

// put adds a case to the group of its trap.
func (t *Today) put(c TodayCase, next trap, today calendar.Date) {
	i := slices.IndexFunc(t.Groups, func(g TodayGroup) bool { return g.On == next.on && g.What.String() == next.what.String() })
	if i < 0 {
		t.Groups = append(t.Groups, TodayGroup{
			On: next.on, When: whenOf(next.on, today), What: next.what, Rule: next.rule, Late: !next.on.IsZero() && next.on.Before(today),
		})
		i = len(t.Groups) - 1
	}
	t.Groups[i].Cases = append(t.Groups[i].Cases, c)
}

func whenOf(on, today calendar.Date) docket.Sentence {
	switch {
	case on.IsZero():
		return docket.Say("today.suspended")
	case on.Before(today):
		return docket.Say("today.was_due", "on", on)
	case on == today:
		return docket.Say("today.last_day")
	case on == today.AddDays(1):
		return docket.Say("today.tomorrow")
	default:
		return docket.Say("today.until", "on", on)
	}
}
