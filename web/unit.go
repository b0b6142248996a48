package web

import (
	"net/http"
	"net/url"

	"github.com/gorilla/mux"

	"foja/calendar"
	"foja/desk/core"
	"foja/desk/links"
)

type unitPage struct {
	form
	links.UnitQuestion
	Token string
	More  form // asks for more days
}

func (s *server) newUnit(r *http.Request) (unitPage, error) {
	token := mux.Vars(r)["token"]
	q, err := s.Desk.Links.UnitQuestion(r.Context(), token, s.ip(r))
	page := unitPage{UnitQuestion: q, Token: token}
	page.form = form{Key: newKey(), Sections: []section{{Fields: []field{
		{Name: "text", Label: "Respuesta", Kind: kindLong, Rows: 6, Optional: true},
		{Name: "files", Label: "Archivos", Kind: kindFiles, Optional: true},
	}}}}
	p := printerOf(r)
	until := field{Name: "on", Label: "Hasta qué día", Kind: kindSelect}
	for _, m := range q.MoreDays {
		what := p.N(m.Left, "{on:long}: quedarían {n} día hábil para responder al ciudadano",
			"{on:long}: quedarían {n} días hábiles para responder al ciudadano", "on", m.On)
		switch {
		case m.Left == 0:
			what = p.T("{on:long}: el mismo día en que hay que responder al ciudadano", "on", m.On)
		case m.Left < 0:
			what = p.T("{on:long}: el ciudadano recibiría su respuesta tarde", "on", m.On)
		}
		until.Choices = append(until.Choices, core.Choice{Key: m.On.String(), Label: what})
	}
	page.More = form{Key: newKey(), Sections: []section{{Fields: []field{until, {Name: "why", Label: "Por qué", Kind: kindLong, Rows: 3}}}}}
	return page, err
}

// unitQuestion is a page without an account: its address is the permission, so it must not travel to another site.
func (s *server) unitQuestion(w http.ResponseWriter, r *http.Request) error {
	page, err := s.newUnit(r)
	if err != nil {
		return err
	}
	secretAddress(w)
	return s.show(w, r, http.StatusOK, "unit", printerOf(r).T("Consulta {number}", "number", page.Number), page)
}

// mayAnswer looks at the link before what comes with it is read.
func (s *server) mayAnswer(r *http.Request) error {
	_, err := s.Desk.Links.UnitQuestion(r.Context(), mux.Vars(r)["token"], s.ip(r))
	return err
}

func (s *server) unitAnswer(w http.ResponseWriter, r *http.Request) error {
	page, err := s.newUnit(r)
	if err != nil {
		return err
	}
	if r.PostFormValue("do") == "more" {
		return s.unitMore(w, r, page)
	}
	page.fill(r.PostForm)
	page.Key = keyOf(r)
	files, release, err := uploads(r, "files")
	if err == nil {
		defer release()
		err = s.Desk.Links.AnswerAsUnit(r.Context(), page.Token, s.ip(r), links.UnitAnswer{
			Key: page.Key, Text: r.PostFormValue("text"), Files: files, NotOurs: r.PostFormValue("do") == "not_ours",
		})
	}
	if err == nil {
		s.flash(r, "Gracias. Su respuesta quedó en el expediente.")
		http.Redirect(w, r, "/u/"+url.PathEscape(page.Token), http.StatusSeeOther)
		return nil
	}
	if !page.refuse(err) {
		return err
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "unit", printerOf(r).T("Consulta {number}", "number", page.Number), page)
}

func (s *server) unitMore(w http.ResponseWriter, r *http.Request, page unitPage) error {
	page.More.fill(r.PostForm)
	page.More.Key = keyOf(r)
	on, err := calendar.ParseDate(r.PostFormValue("on"))
	if err != nil {
		on = calendar.Date{} // none of the days that are offered: the desk says so
	}
	err = s.Desk.Links.AskMoreDays(r.Context(), page.Token, s.ip(r), links.UnitMore{Key: page.More.Key, On: on, Text: r.PostFormValue("why")})
	if err == nil {
		s.flash(r, "Quien le consultó ya sabe que necesita más días. Le contestará; mientras tanto, el plazo del ciudadano sigue.")
		http.Redirect(w, r, "/u/"+url.PathEscape(page.Token), http.StatusSeeOther)
		return nil
	}
	if !page.More.refuse(err) {
		return err
	}
	page.Problems = page.More.Problems
	return s.show(w, r, http.StatusUnprocessableEntity, "unit", printerOf(r).T("Consulta {number}", "number", page.Number), page)
}
