package lists

import (
	"context"
	"slices"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
	"foja/papers/letters"
	"foja/store"
)

// TodayGroup is work with the same next legal trap on the same day.
type TodayGroup struct {
	On    calendar.Date
	When  string // Spanish: "Hoy", "Mañana", "El lunes 13 de abril"
	What  string // Spanish: what has to happen until the end of that day
	Rule  string
	Late  bool
	Cases []TodayCase
}

// TodayCase is one case of a group.
type TodayCase struct {
	Row
	Waits string              // Spanish: who owes the next step
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
		c, trap, err := s.todayCase(o)
		switch {
		case err != nil:
			return Today{}, err
		case o.Case.Closed(): // since the list was made
		case o.Case.Holder == "":
			out.Pool = append(out.Pool, c)
		case o.Case.Holder == by.ID:
			out.put(c, trap, o.Today)
		}
	}
	slices.SortStableFunc(out.Groups, func(a, b TodayGroup) int { return a.On.Compare(b.On) })
	out.Later, out.More, out.May = all-len(mine), total-len(pool), by.Has(access.Holders...)
	return out, nil
}

// todayCase is a case with the trap that comes next: a sub-deadline that is ours or awaited, or its own last day.
func (s *Service) todayCase(o core.LoadedCase) (TodayCase, docket.SubDeadline, error) {
	deadline, _, err := o.Deadlines()
	if err != nil {
		return TodayCase{}, docket.SubDeadline{}, err
	}
	traps, err := o.SubDeadlines()
	if err != nil {
		return TodayCase{}, docket.SubDeadline{}, err
	}
	c := TodayCase{Row: s.RowOf(o), Strip: deadline.Days, Waits: core.HandsWords[o.Case.Hands], Day: o.Today}
	next := docket.SubDeadline{Key: "answer", On: deadline.DueOn, Name: "Responder la solicitud", Rule: o.Procedure.TimeLimit.Rule}
	if o.Case.Hands == docket.HandsUnit {
		for _, t := range o.Case.OpenTasks(docket.TaskConsult) {
			if !t.DueOn.IsZero() && (next.On.IsZero() || t.DueOn.Before(next.On)) {
				next = docket.SubDeadline{Key: "consult", On: t.DueOn, Name: "Recibir la respuesta de " + s.core.UnitName(t.Unit)}
			}
		}
	}
	for _, t := range traps {
		if !t.On.Before(o.Today) && (next.On.IsZero() || t.On.Before(next.On)) && (!o.Case.AnsweredAt.IsZero() || deadline.DueOn.IsZero() || !deadline.DueOn.Before(o.Today)) {
			next = t
			break // they come soonest first
		}
	}
	return c, next, nil
}

// put adds a case to the group of its trap.
func (t *Today) put(c TodayCase, trap docket.SubDeadline, today calendar.Date) {
	i := slices.IndexFunc(t.Groups, func(g TodayGroup) bool { return g.On == trap.On && g.What == trap.Name })
	if i < 0 {
		t.Groups = append(t.Groups, TodayGroup{
			On: trap.On, When: whenOf(trap.On, today), What: trap.Name, Rule: trap.Rule, Late: !trap.On.IsZero() && trap.On.Before(today),
		})
		i = len(t.Groups) - 1
	}
	t.Groups[i].Cases = append(t.Groups[i].Cases, c)
}

func whenOf(on, today calendar.Date) string {
	switch {
	case on.IsZero():
		return "Sin fecha: el plazo está suspendido"
	case on.Before(today):
		return "Venció el " + letters.LongDate(on)
	case on == today:
		return "Hoy es el último día"
	case on == today.AddDays(1):
		return "Mañana es el último día"
	default:
		return "Hasta el " + letters.LongDate(on)
	}
}
