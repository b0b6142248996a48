package api

import (
	"net/http"

	"foja/access"
	"foja/calendar"
	"foja/desk/figures"
	"foja/desk/lists"
)

type todayCase struct {
	rowView
	Waits string `json:"waits"` // who owes the next step
}

type todayGroup struct {
	On    calendar.Date `json:"on,omitzero"`
	When  string        `json:"when"`
	What  string        `json:"what"`
	Rule  string        `json:"rule,omitempty"`
	Late  bool          `json:"late"`
	Cases []todayCase   `json:"cases"`
}

// day is the caller's work by next legal trap.
func (s *server) day(w http.ResponseWriter, r *http.Request, u access.User) error {
	d, err := s.Desk.Lists.Day(r.Context(), u)
	if err != nil {
		return err
	}
	one := func(c lists.TodayCase) todayCase { return todayCase{s.row(c.Row), spanishWords.Say(c.Waits)} }
	return send(w, http.StatusOK, map[string]any{
		"groups": each(d.Groups, func(g lists.TodayGroup) todayGroup {
			return todayGroup{g.On, spanishWords.Say(g.When), spanishWords.Say(g.What), g.Rule, g.Late, each(g.Cases, one)}
		}),
		"pool": each(d.Pool, one), "more": d.More, "later": d.Later,
	})
}

type planDay struct {
	On       calendar.Date `json:"on"`
	Due      figureView    `json:"due"`
	Present  int           `json:"present"`
	Capacity float64       `json:"capacity"`
	Ahead    float64       `json:"ahead"`
	Risk     float64       `json:"risk"` // how many would be late if they went as similar ones did
}

type planMonth struct {
	Month    calendar.Date `json:"month"` // its first day
	Answered figureView    `json:"answered"`
	InTime   figureView    `json:"in_time"`          // by the due date as it stood
	Original figureView    `json:"in_original_term"` // by the first one
}

type boardRow struct {
	Key     string        `json:"key"`
	Name    string        `json:"name"` // Spanish
	Open    figureView    `json:"open"`
	Overdue figureView    `json:"overdue"`
	Oldest  calendar.Date `json:"oldest,omitzero"`
}

func boardRowOf(r figures.BoardRow) boardRow {
	return boardRow{r.Key, spanishWords.Say(r.Name), figureOf(r.Open), figureOf(r.Overdue), r.Oldest}
}

// plan looks three weeks ahead, and twelve months back.
func (s *server) plan(w http.ResponseWriter, r *http.Request, u access.User) error {
	p, err := s.Desk.Figures.Plan(r.Context(), u, figures.DashboardFilter{Procedure: r.URL.Query().Get("procedure"), Office: r.URL.Query().Get("office")})
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, map[string]any{
		"hands": each(p.Hands, boardRowOf), "units": each(p.Units, boardRowOf),
		"risk": p.Risk, "similar": p.Similar, "unknown": p.Unknown,
		"rate": p.Rate, "basis": spanishWords.Say(p.Basis), "late": p.Late,
		"days": each(p.Days, func(d figures.PlanDay) planDay {
			return planDay{d.On, figureOf(d.Due), d.Present, d.Capacity, d.Ahead, d.Risk}
		}),
		"months": each(p.Months, func(m figures.PlanMonth) planMonth {
			return planMonth{m.Month, figureOf(m.Answered), figureOf(m.InTime), figureOf(m.Original)}
		}),
	})
}
