package lists

import (
	"cmp"
	"context"
	"slices"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/history"
	"foja/docket"
)

// AppealRow is a line of the list of appeals.
type AppealRow struct {
	Request, Number, Office string
	N                       int
	StateName, AgainstName  docket.Sentence
	Hands                   docket.Hands
	FiledAt                 time.Time
	Next                    docket.Sentence
	Until                   calendar.Date // last day of the next term; zero = none runs
	Late                    bool          // a term of ours has passed
	Ended                   bool
}

// Appeals lists those of the user's offices: the open ones first, by the day that comes next.
func (s *Service) Appeals(ctx context.Context, by access.User) ([]AppealRow, error) {
	if err := by.Must(access.Staff); err != nil {
		return nil, err
	}
	all, err := s.core.Store.AllAppeals(ctx, by.Office)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, a := range all {
		ids = append(ids, a.Request)
	}
	cases, err := s.core.ReadAll(ctx, ids)
	if err != nil {
		return nil, err
	}
	days, err := s.core.Days(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]AppealRow, 0, len(all))
	for i, a := range all {
		o := cases[i]
		v, err := history.ShowAppeal(a, s.core.Law(o.Procedure, o.Office, days))
		if err != nil {
			return nil, err
		}
		row := AppealRow{
			Request: o.Request.ID, Number: o.Request.Number, Office: o.Office.Name, N: a.N, StateName: v.StateName, AgainstName: v.AgainstName,
			Hands: a.Hands(), FiledAt: a.FiledAt, Next: v.Next, Ended: a.Ended(),
		}
		for _, t := range v.Late {
			row.Late = row.Late || t.Hands == docket.HandsOfficer
		}
		if len(v.SubDeadlines) > 0 {
			row.Until = v.SubDeadlines[0].On
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b AppealRow) int { return cmp.Compare(a.place(), b.place()) })
	return rows, nil
}

// place orders: what is late, then by the next day, then what waits without a day, then what has ended.
func (r AppealRow) place() string {
	switch {
	case r.Ended:
		return "3"
	case r.Late:
		return "0"
	case r.Until.IsZero():
		return "2"
	default:
		return "1 " + r.Until.String()
	}
}
