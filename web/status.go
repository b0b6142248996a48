package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/mux"

	"foja/desk/links"
	"foja/docket"
)

type statusPage struct {
	links.Status
	Cells []cell
	Code  string
}

func statusQuestions() form {
	return form{Sections: []section{{Fields: []field{
		{Name: "number", Label: "Número de expediente", Hint: "Está en su cargo de recepción, por ejemplo 000123-2026.", Kind: kindText, Width: "half", Autofocus: true, Autocomplete: "off"},
		{Name: "code", Label: "Código de consulta", Hint: "Las letras y números que acompañan al expediente en el cargo.", Kind: kindText, Width: "half", Autocomplete: "off"},
	}}}}
}

func (s *server) statusForm(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, "status_form", "Consulte su solicitud", statusQuestions())
}

// statusFind goes on to the page that the receipt's QR code names. The code does not travel
// in a query, where proxies like to keep it.
func (s *server) statusFind(w http.ResponseWriter, r *http.Request) error {
	number, code := strings.TrimSpace(r.PostFormValue("number")), strings.TrimSpace(r.PostFormValue("code"))
	st, err := s.Desk.Links.Status(r.Context(), number, code, s.ip(r))
	switch codeOf(err) {
	case docket.CodeNotFound, docket.CodeInvalid, docket.CodeTooMany:
		f := statusQuestions()
		f.fill(r.PostForm)
		f.Problems = []problem{{"number", messageOf(err)}}
		status, _ := statusOf(codeOf(err))
		askToWait(w, err)
		return s.show(w, r, status, "status_form", "Consulte su solicitud", f)
	default:
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/s/"+url.PathEscape(st.Number)+"/"+url.PathEscape(code), http.StatusSeeOther)
	return nil
}

func (s *server) status(w http.ResponseWriter, r *http.Request) error {
	code := mux.Vars(r)["code"]
	st, err := s.Desk.Links.Status(r.Context(), mux.Vars(r)["number"], code, s.ip(r))
	if err != nil {
		return err
	}
	// The address holds the code: it must not travel to another site or into a search engine.
	w.Header().Set("X-Robots-Tag", "noindex")
	today := s.Desk.Core.Today(st.Office.ID)
	page := statusPage{Status: st, Code: code, Cells: strip(st.Deadline, today)}
	return s.showIn(w, r, http.StatusOK, "status", printerOf(r).T("Solicitud {number}", "number", st.Number), page, view{Loc: s.zone(st.Office.ID), Today: today})
}

func (s *server) statusReceipt(w http.ResponseWriter, r *http.Request) error {
	return shown(w, r)(s.Desk.Links.StatusReceipt(r.Context(), mux.Vars(r)["number"], mux.Vars(r)["code"], s.ip(r)))
}

func (s *server) statusLetter(w http.ResponseWriter, r *http.Request) error {
	v := mux.Vars(r)
	return shown(w, r)(s.Desk.Links.StatusLetter(r.Context(), v["number"], v["code"], v["letter"], s.ip(r)))
}

func (s *server) statusDates(w http.ResponseWriter, r *http.Request) error {
	return shown(w, r)(s.Desk.Links.StatusDates(r.Context(), mux.Vars(r)["number"], mux.Vars(r)["code"], s.ip(r)))
}
