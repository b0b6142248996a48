package api

import (
	"net/http"
	"strings"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/figures"
	"foja/desk/lists"
)

type todayItem struct {
	Verb    string        `json:"verb"` // what to do, in Spanish
	Also    []string      `json:"also,omitempty"`
	Hint    string        `json:"hint,omitempty"`
	Until   calendar.Date `json:"until,omitzero"`
	For     string        `json:"for,omitempty"` // the person for whom a deputy does it
	Case    *rowView      `json:"case,omitempty"`
	Message *todayMail    `json:"message,omitempty"`
}

type todayMail struct {
	ID      string    `json:"id"`
	From    string    `json:"from"`
	Subject string    `json:"subject"`
	KeptAt  time.Time `json:"kept_at"`
}

type todayBand struct {
	Band  lists.Band  `json:"band"`
	Title string      `json:"title"`
	Items []todayItem `json:"items"`
}

// day is what waits for the caller, in bands.
func (s *server) day(w http.ResponseWriter, r *http.Request, u access.User) error {
	d, err := s.Desk.Lists.Day(r.Context(), u)
	if err != nil {
		return err
	}
	one := func(row lists.TodayRow) todayItem {
		item := todayItem{Verb: spanishWords.Say(row.Verb), Until: row.Until, For: row.Whose, Also: each(row.Also, spanishWords.Say)}
		if !row.Hint.IsZero() {
			item.Hint = spanishWords.Say(row.Hint)
		}
		if row.Mail {
			item.Message = &todayMail{strings.TrimPrefix(row.Href, "/held/"), row.RequesterName, row.Subject, row.ReceivedAt}
			return item
		}
		view := s.row(row.Row)
		item.Case = &view
		return item
	}
	return send(w, http.StatusOK, map[string]any{
		"bands": each(d.Bands, func(b lists.TodayBand) todayBand {
			return todayBand{b.Band, spanishWords.Say(b.Band.Words()), each(b.Rows, one)}
		}),
		"pool": each(d.Pool, one), "more": d.More, "later": d.Later, "asks": d.Asks, "held": d.Held,
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
