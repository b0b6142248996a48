package api

import (
	"net/http"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/figures"
	"foja/desk/lists"
)

// figureView is a number and the list of the cases behind it.
type figureView struct {
	N        int    `json:"n"`
	Requests string `json:"requests,omitempty"` // address of the list; figures of the past have none
}

func figureOf(f figures.Figure) figureView {
	if f.Filter == (lists.Filter{}) {
		return figureView{N: f.N}
	}
	return figureView{f.N, requestsURL(f.Filter)}
}

type figuresView struct {
	AsOf        time.Time       `json:"as_of"`
	Today       calendar.Date   `json:"today"`
	From        calendar.Date   `json:"from"`
	To          calendar.Date   `json:"to"`
	Received    figureView      `json:"received"`
	Open        figureView      `json:"open"`
	DueToday    figureView      `json:"due_today"`
	DueThisWeek figureView      `json:"due_this_week"`
	Overdue     figureView      `json:"overdue"`
	InTime      figureView      `json:"in_time"`
	Late        figureView      `json:"late"`
	OnTimeShare *float64        `json:"on_time_share"` // 0..1; null when nothing was answered
	ByOffice    []figureRowView `json:"by_office"`
	ByOfficer   []figureRowView `json:"by_officer"`
	ByProcedure []figureRowView `json:"by_procedure"`
}

type figureRowView struct {
	keyName
	Open        figureView `json:"open"`
	DueToday    figureView `json:"due_today"`
	DueThisWeek figureView `json:"due_this_week"`
	Overdue     figureView `json:"overdue"`
	InTime      figureView `json:"in_time"`
	Late        figureView `json:"late"`
	OnTimeShare *float64   `json:"on_time_share"`
}

func figureRowOf(f figures.FigureRow) figureRowView {
	return figureRowView{
		keyName{f.Key, spanishWords.Say(f.Name)},
		figureOf(f.Open), figureOf(f.DueToday), figureOf(f.DueThisWeek), figureOf(f.Overdue), figureOf(f.InTime),
		figureOf(f.Late), share(f.OnTimeShare),
	}
}

func share(v float64) *float64 {
	if v < 0 {
		return nil
	}
	return &v
}

// dashboard tells the manager's figures for a period; the current year by default.
func (s *server) dashboard(w http.ResponseWriter, r *http.Request, u access.User) error {
	q := r.URL.Query()
	from, wrongFrom := day(q, "from")
	to, wrongTo := day(q, "to")
	if wrong := append(wrongFrom, wrongTo...); len(wrong) > 0 {
		return wrong
	}
	f, err := s.Desk.Figures.Dashboard(r.Context(), u, figures.DashboardFilter{From: from, To: to, Procedure: q.Get("procedure"), Office: q.Get("office"), When: q.Get("as_of")})
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, figuresView{
		AsOf: f.AsOf.In(s.zones.of(u.Office)), Today: f.Today, From: f.From, To: f.To, Received: figureOf(f.Received), Open: figureOf(f.Open),
		DueToday: figureOf(f.DueToday), DueThisWeek: figureOf(f.DueThisWeek), Overdue: figureOf(f.Overdue), InTime: figureOf(f.InTime),
		Late: figureOf(f.Late), OnTimeShare: share(f.OnTimeShare), ByOffice: each(f.ByOffice, figureRowOf),
		ByOfficer: each(f.ByOfficer, figureRowOf), ByProcedure: each(f.ByProcedure, figureRowOf),
	})
}
