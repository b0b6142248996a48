package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/figures"
	"foja/languages"
)

type dashboardPage struct {
	figures.Figures
	form
	Bar    []slice
	Tables []figureTable
	Plan   *planPart
	XLSX   string // addresses of the same figures as files
	PDF    string
}

type figureTable struct {
	Title, Column string
	Rows          []figures.FigureRow
}

// slice is one part of the bar of open cases, in hundredths of its width.
type slice struct {
	Class, Glyph, Name string
	N                  int
	X, W               string
	Href               string
}

func (s *server) dashboard(w http.ResponseWriter, r *http.Request, u access.User) error {
	q := r.URL.Query()
	page := dashboardPage{}
	page.Sections = []section{{Fields: []field{
		{Name: "from", Label: "Desde", Kind: kindDate},
		{Name: "to", Label: "Hasta", Kind: kindDate},
		{Name: "as_of", Label: "Como se conocía el", Kind: kindMoment, Optional: true},
	}}}
	questions, more := s.filterQuestions(u)
	for _, f := range append(questions[0].Fields, more.Fields...) {
		if f.Name == "procedure" || f.Name == "office" {
			page.Sections[0].Fields = append(page.Sections[0].Fields, f)
		}
	}
	page.fill(q)
	f, err := dashboardFilter(q)
	status := http.StatusOK
	if err != nil {
		page.refuse(err)
		status = http.StatusUnprocessableEntity
	}
	var plan *figures.Plan
	if page.Figures, plan, err = s.Desk.Figures.Board(r.Context(), u, f); err != nil {
		if !page.refuse(err) {
			return err
		}
		status = http.StatusUnprocessableEntity
	}
	if status == http.StatusOK && plan != nil {
		part := newPlan(printerOf(r), *plan)
		page.Plan = &part
	}
	page.answered(map[string]string{"from": page.From.String(), "to": page.To.String()})
	page.XLSX, page.PDF = "/dashboard.xlsx?"+q.Encode(), "/dashboard.pdf?"+q.Encode()
	page.Bar = barOf(printerOf(r), page.Figures)
	p := printerOf(r)
	page.Tables = []figureTable{
		{p.T("Por responsable"), p.T("Responsable"), page.ByOfficer},
		{p.T("Por sede"), p.T("Sede"), page.ByOffice},
		{p.T("Por procedimiento"), p.T("Procedimiento"), page.ByProcedure},
	}
	return s.show(w, r, status, "dashboard", "Tablero", page)
}

func dashboardFilter(q url.Values) (figures.DashboardFilter, error) {
	f := figures.DashboardFilter{Procedure: q.Get("procedure"), Office: q.Get("office"), When: q.Get("as_of")}
	return f, parseDays(q.Get, dayAt{"from", &f.From}, dayAt{"to", &f.To})
}

// boardFile is the page as a file.
func (s *server) boardFile(w http.ResponseWriter, r *http.Request, u access.User) error {
	f, err := dashboardFilter(r.URL.Query())
	if err != nil {
		return err
	}
	return saved(w, r)(s.Desk.Figures.BoardFile(r.Context(), u, f, mux.Vars(r)["format"]))
}

// barOf splits the open cases by how near their limit is. DueThisWeek includes today.
func barOf(p *languages.Printer, f figures.Figures) []slice {
	week := max(0, f.DueThisWeek.N-f.DueToday.N)
	later := max(0, f.Open.N-f.Overdue.N-f.DueToday.N-week)
	parts := []slice{
		{Class: "late", Glyph: "▲", Name: p.N(f.Overdue.N, "vencida", "vencidas"), N: f.Overdue.N, Href: requestsURL(f.Overdue.Filter)},
		{Class: "today", Glyph: "◆", Name: p.N(f.DueToday.N, "vence hoy", "vencen hoy"), N: f.DueToday.N, Href: requestsURL(f.DueToday.Filter)},
		{Class: "soon", Glyph: "◐", Name: p.N(week, "vence esta semana", "vencen esta semana"), N: week, Href: requestsURL(f.DueThisWeek.Filter)},
		{Class: "calm", Glyph: "●", Name: p.N(later, "vence después", "vencen después"), N: later, Href: requestsURL(f.Open.Filter)},
	}
	total := 0
	for _, p := range parts {
		total += p.N
	}
	if total == 0 {
		return nil
	}
	at := 0
	for i := range parts {
		parts[i].X = strconv.FormatFloat(100*float64(at)/float64(total), 'f', 2, 64)
		parts[i].W = strconv.FormatFloat(100*float64(parts[i].N)/float64(total), 'f', 2, 64)
		at += parts[i].N
	}
	return parts
}
