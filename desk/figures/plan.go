package figures

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"foja/access"
	"foja/calendar"
	"foja/desk/lists"
	"foja/docket"
	"foja/store"
)

// Plan is what the next three weeks ask for, held against what the people who are there can answer; and how it went by month.
type Plan struct {
	Days   []PlanDay
	Rate   float64         // answers of one officer on one business day, lately
	Basis  docket.Sentence // from what the rate and the forecast were made
	Late   int             // requests that the forecast sees late within the plan
	Months []PlanMonth
	// By the history of similar cases, those of the same procedure and office in the last year: how many of the plan's would be late,
	// from how many answers that is known (0 = too few to say), and how many cases have too few similar ones.
	Risk    float64
	Similar int
	Unknown int
	Hands   []BoardRow // why what is open has no answer yet, the most overdue first
	Units   []BoardRow // what units that hold information owe
	Past    *Past      // nil for one procedure, and before it was counted
}

// PlanDay is one business day of the plan.
type PlanDay struct {
	On       calendar.Date
	Due      Figure  // due on the day, not answered yet
	Present  int     // officers who are not absent
	Capacity float64 // answers that they give on the day, at the rate
	Ahead    float64 // capacity until then, less what is due until then; negative = late
	Risk     float64 // how many of Due would be late if they went as similar ones did
}

// PlanMonth is a month's answers.
type PlanMonth struct {
	Month    calendar.Date // its first day
	Answered Figure
	InTime   Figure // by the due date as it stood (extensions and decrees in)
	Original Figure // by the first date, which the receipt said
}

const (
	planDays     = 15 // business days
	planLookback = 60 // calendar days from which the rate is taken
	planMonths   = 12
)

// Plan looks ahead. What is overdue already is due at once.
func (s *Service) Plan(ctx context.Context, by access.User, f DashboardFilter) (Plan, error) {
	if err := by.Must(access.Watchers); err != nil {
		return Plan{}, err
	}
	if by.Office != "" {
		f.Office = by.Office
	}
	now, err := s.core.Days(ctx)
	if err != nil {
		return Plan{}, err
	}
	today, view := s.core.Today(f.Office), now.View(s.core.Office(f.Office))
	days, err := businessDays(view, today, planDays)
	if err != nil {
		return Plan{}, err
	}
	var p Plan
	// Each fills fields of its own. The register is asked for all at the same time: a manager waits for the slowest, not for their sum.
	err = together(
		func() error {
			if err := s.ahead(ctx, &p, f, view, days, today); err != nil {
				return err
			}
			return s.forecast(ctx, &p, f, today)
		},
		func() error { return s.waiting(ctx, &p, f, today) },
		func() (err error) { p.Months, err = s.months(ctx, f, today); return err },
		func() error {
			if f.Procedure != "" {
				return nil
			}
			past, found, err := s.lately(ctx, f.Office)
			if found {
				p.Past = &past
			}
			return err
		},
	)
	return p, err
}

// together runs functions at the same time and returns what went wrong.
func together(all ...func() error) error {
	errs := make([]error, len(all))
	var group sync.WaitGroup
	for i, f := range all {
		group.Go(func() { errs[i] = f() })
	}
	group.Wait()
	return errors.Join(errs...)
}

func businessDays(view calendar.View, from calendar.Date, n int) ([]calendar.Date, error) {
	var list []calendar.Date
	next, err := view.Roll(from)
	for ; err == nil && len(list) < n; next, err = view.NextBusinessDay(next) {
		list = append(list, next)
	}
	return list, err
}

func firstOfMonth(day calendar.Date) calendar.Date {
	return calendar.Date{Year: day.Year, Month: day.Month, Day: 1}
}

// ahead fills the days. The rate is what one officer answered on one business day of the last sixty days, no matter who was
// away then; the forecast lets everybody who is not absent go on at that rate, what is due first answered first.
func (s *Service) ahead(ctx context.Context, p *Plan, f DashboardFilter, view calendar.View, days []calendar.Date, today calendar.Date) error {
	due, err := s.core.Store.DueByDay(ctx, calendar.Date{Year: 2000, Month: 1, Day: 1}, days[len(days)-1], f.Office, f.Procedure)
	if err != nil {
		return err
	}
	officers, absences, err := s.present(ctx, f.Office)
	if err != nil {
		return err
	}
	since := today.AddDays(-planLookback)
	recent, err := s.core.Store.AnsweredBetween(ctx, since, today.AddDays(-1), f.Office, f.Procedure)
	if err != nil {
		return err
	}
	worked, err := view.BusinessDaysBetween(since, today.AddDays(-1))
	if err != nil || worked < 1 {
		worked = 1
	}
	if len(officers) > 0 {
		p.Rate = float64(recent) / float64(worked) / float64(len(officers))
	}
	p.Basis = docket.Say("plan.basis", "answers", docket.Say("plan.answers", "n", recent), "days", docket.Say("plan.business_days", "n", worked),
		"officers", docket.Say("plan.officers", "n", len(officers)), "rate", fmt.Sprintf("%.2f", p.Rate))
	ahead, last := 0.0, calendar.Date{}
	for i, on := range days {
		day := PlanDay{On: on, Due: Figure{Filter: lists.Filter{Open: "yes", Answered: "no", Office: f.Office, Procedure: f.Procedure, DueTo: on}}}
		for _, c := range due { // what is due on a day off is due on the business day before it is too late: here, on the next
			if !c.On.After(on) && (i == 0 || c.On.After(last)) {
				day.Due.N += c.N
			}
		}
		if i > 0 {
			day.Due.Filter.DueFrom = last.AddDays(1)
		}
		for _, u := range officers {
			if !away(absences, u, on) {
				day.Present++
			}
		}
		day.Capacity = float64(day.Present) * p.Rate
		ahead += day.Capacity - float64(day.Due.N)
		day.Ahead = ahead
		if missing := int(-ahead + 0.999); missing > p.Late {
			p.Late = missing
		}
		p.Days, last = append(p.Days, day), on
	}
	return nil
}

// present are the officers of the offices, and who is away when.
func (s *Service) present(ctx context.Context, office string) (officers []string, absences []store.Absence, err error) {
	users, err := s.core.Store.Users(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, u := range users {
		person := access.UserOf(u)
		if !u.Disabled && person.Has(docket.RoleOfficer) && person.Of(office) {
			officers = append(officers, u.ID)
		}
	}
	absences, err = s.core.Store.Absences(ctx)
	return officers, absences, err
}

func away(absences []store.Absence, user string, on calendar.Date) bool {
	for _, a := range absences {
		if a.User == user && !on.Before(a.From) && !on.After(a.To) {
			return true
		}
	}
	return false
}

// months counts the answers of the last twelve months, each number with its list.
func (s *Service) months(ctx context.Context, f DashboardFilter, today calendar.Date) ([]PlanMonth, error) {
	first := firstOfMonth(today)
	for range planMonths - 1 {
		first = firstOfMonth(first.AddDays(-1))
	}
	counted, err := s.core.Store.AnsweredByMonth(ctx, first, f.Office, f.Procedure)
	if err != nil {
		return nil, err
	}
	var list []PlanMonth
	for month := first; !month.After(today); month = firstOfMonth(month.AddDays(31)) {
		behind := lists.Filter{Office: f.Office, Procedure: f.Procedure, AnsweredFrom: month, AnsweredTo: firstOfMonth(month.AddDays(31)).AddDays(-1)}
		inTime, original := behind, behind
		inTime.InTerm, original.InTerm = store.InDue, store.InFirst
		m := PlanMonth{Month: month, Answered: Figure{Filter: behind}, InTime: Figure{Filter: inTime}, Original: Figure{Filter: original}}
		for _, c := range counted {
			if c.Month == month {
				m.Answered.N, m.InTime.N, m.Original.N = c.Answered, c.InTime, c.InFirst
			}
		}
		list = append(list, m)
	}
	return list, nil
}
