package web

import (
	"net/http"
	"net/url"

	"github.com/gorilla/mux"

	"foja/desk"
)

type unitPage struct {
	form
	desk.UnitQuestion
	Token string
}

func (s *server) newUnit(r *http.Request) (unitPage, error) {
	token := mux.Vars(r)["token"]
	q, err := s.Desk.UnitQuestion(r.Context(), token, s.ip(r))
	page := unitPage{UnitQuestion: q, Token: token}
	page.form = form{Key: newKey(), Sections: []section{{Fields: []field{
		{Name: "text", Label: "Respuesta", Kind: kindLong, Rows: 6, Optional: true},
		{Name: "files", Label: "Archivos", Kind: kindFiles, Optional: true},
	}}}}
	return page, err
}

// unitQuestion is a page without an account: its address is the permission, so it must not travel to another site.
func (s *server) unitQuestion(w http.ResponseWriter, r *http.Request) error {
	page, err := s.newUnit(r)
	if err != nil {
		return err
	}
	w.Header().Set("X-Robots-Tag", "noindex")
	w.Header().Set("Referrer-Policy", "no-referrer")
	return s.show(w, r, http.StatusOK, "unit", "Consulta "+page.Number, page)
}

func (s *server) unitAnswer(w http.ResponseWriter, r *http.Request) error {
	page, err := s.newUnit(r)
	if err != nil {
		return err
	}
	page.fill(r.PostForm)
	page.Key = keyOf(r)
	files, release, err := uploads(r, "files")
	if err == nil {
		defer release()
		err = s.Desk.AnswerAsUnit(r.Context(), page.Token, s.ip(r), desk.UnitAnswer{
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
	return s.show(w, r, http.StatusUnprocessableEntity, "unit", "Consulta "+page.Number, page)
}
