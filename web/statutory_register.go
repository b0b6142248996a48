package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/figures"
	"foja/languages"
)

type registerPage struct {
	form
	figures.StatutoryRegister
	Pager     pager
	Only      string
	Everybody string // address of the same register with every case
	CSV, XLSX string
	Returns   bool // may see the yearly return
}

// registerURL is the part of the register that a filter names.
func registerURL(f figures.RegisterFilter) string { return registerAddress("/register", f) }

func registerAddress(path string, f figures.RegisterFilter) string {
	// An absent procedure means the usual one, an empty one means all.
	q := url.Values{"procedure": {f.Procedure}}
	for name, value := range map[string]string{"from": f.From.String(), "to": f.To.String(), "office": f.Office, "only": f.Only} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return (&url.URL{Path: path, RawQuery: q.Encode()}).String()
}

// registerFilter reads a part of the register from an address.
func (s *server) registerFilter(q url.Values, u access.User) (figures.RegisterFilter, error) {
	f := figures.RegisterFilter{Procedure: q.Get("procedure"), Office: q.Get("office"), Only: q.Get("only")}
	if !q.Has("procedure") {
		f.Procedure = s.registerOf(u)
	}
	return f, parseDays(q.Get, dayAt{"from", &f.From}, dayAt{"to", &f.To})
}

// registerOf is the procedure whose register the law asks for, if the agency has it.
func (s *server) registerOf(u access.User) string {
	for _, p := range s.Desk.Core.Procedures(s.Desk.Core.Today(u.Office)) {
		if p.Key == "public-information" {
			return p.Key
		}
	}
	return ""
}

// registerQuestions are the questions about scope that register and return share.
func (s *server) registerQuestions(u access.User, own ...field) []section {
	first, more := s.filterQuestions(u)
	for _, q := range append(first[0].Fields, more.Fields...) {
		if q.Name == "procedure" || q.Name == "office" && u.Office == "" {
			own = append(own, q)
		}
	}
	return []section{{Fields: own}}
}

func (s *server) statutoryRegister(w http.ResponseWriter, r *http.Request, u access.User) error {
	q := r.URL.Query()
	page := registerPage{Returns: u.Has(access.Watchers...)}
	page.Sections = s.registerQuestions(u,
		field{Name: "from", Label: "Recibidas desde", Kind: kindDate}, field{Name: "to", Label: "Recibidas hasta", Kind: kindDate})
	f, err := s.registerFilter(q, u)
	page.fill(q)
	status, at := http.StatusOK, registerOffset(q)
	if err == nil {
		f.Limit, f.Offset = pageSize, at
		page.StatutoryRegister, err = s.Desk.Figures.StatutoryRegister(r.Context(), u, f)
	}
	if err != nil {
		if !page.refuse(err) {
			return err
		}
		status = http.StatusUnprocessableEntity
	}
	f.From, f.To = page.From, page.To
	page.answered(map[string]string{"from": f.From.String(), "to": f.To.String(), "procedure": f.Procedure})
	page.Pager = registerPager(f, at, len(page.Rows), page.Total)
	page.CSV, page.XLSX = registerAddress("/register.csv", f), registerAddress("/register.xlsx", f)
	if page.Only = s.onlyWords(printerOf(r), f.Only); page.Only != "" {
		f.Only = ""
		page.Everybody = registerURL(f)
	}
	return s.show(w, r, status, "register", "Registro", page)
}

// answered shows the answers that were taken for those not given.
func (f *form) answered(taken map[string]string) {
	f.each(func(q *field) {
		if q.Value == "" {
			q.Value = taken[q.Name]
		}
	})
}

// registerOffset reads where the page begins: "from" is the period's here.
func registerOffset(q url.Values) int {
	n, err := strconv.Atoi(q.Get("at"))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func registerPager(f figures.RegisterFilter, at, shown, total int) pager {
	p := pager{From: at + min(1, shown), To: at + shown, Total: total}
	if at > 0 {
		p.Previous = registerURL(f) + "&at=" + strconv.Itoa(max(0, at-pageSize))
	}
	if shown > 0 && at+shown < total {
		p.Next = registerURL(f) + "&at=" + strconv.Itoa(at+pageSize)
	}
	return p
}

var onlyNames = map[string]string{
	figures.AttendedInTime: "atendidas dentro del plazo", figures.AttendedLate: "atendidas fuera del plazo", figures.StillOpen: "en trámite",
	figures.Unattended: "no atendidas", "overdue": "en trámite y vencidas", "extended": "con prórroga", "answered": "respondidas",
	figures.Annulled: "anuladas", "counted": "las que cuenta el informe, sin las anuladas",
}

// onlyWords says which cases a number of the return chose.
func (s *server) onlyWords(p *languages.Printer, only string) string {
	kind, key, _ := strings.Cut(only, ":")
	for _, law := range s.Desk.Core.Procedures(s.Desk.Core.Today("")) {
		if o, ok := law.Outcome(key); ok && kind == "outcome" {
			return p.T("tipo de respuesta: {name}", "name", o.Name)
		}
		if g, ok := law.Extension.Ground(key); ok && kind == "extension" {
			return p.T("prorrogadas por: {name}", "name", g.Name)
		}
		if g, ok := law.Ground(key); ok && kind == "ground" {
			return p.T("denegadas por: {name}", "name", g.Name)
		}
	}
	switch name := onlyNames[only]; {
	case name != "":
		return p.T(name)
	case kind == "hands":
		return p.T("con días en manos de una de las partes")
	}
	return only
}

func (s *server) registerFile(w http.ResponseWriter, r *http.Request, u access.User) error {
	f, err := s.registerFilter(r.URL.Query(), u)
	if err != nil {
		return err
	}
	return saved(w, r)(s.Desk.Figures.RegisterFile(r.Context(), u, f, mux.Vars(r)["format"]))
}
