package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/norms"
)

// proceduresPage is the shelf of versions with the form for a new one; Check is what the text that was handed in would be.
type proceduresPage struct {
	form
	Lines    []norms.ProcedureLine
	MayWrite bool
	Check    *norms.ProcedureCheck
}

func (s *server) procedures(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newProcedures(r, u)
	if err != nil {
		return err
	}
	if key := r.URL.Query().Get("key"); key != "" { // to start from a version
		f, err := s.Desk.Norms.ProcedureFile(r.Context(), u, key, r.URL.Query().Get("version"))
		if err != nil {
			return err
		}
		page.each(func(one *field) { one.Value = string(f.Bytes) })
	}
	return s.show(w, r, http.StatusOK, "procedures", "Procedimientos", page)
}

func (s *server) newProcedures(r *http.Request, u access.User) (proceduresPage, error) {
	lines, err := s.Desk.Norms.ProcedureShelf(r.Context(), u)
	page := proceduresPage{Lines: lines, MayWrite: u.Has(access.ProcedureWriters...)}
	page.form = form{Key: newKey(), Sections: []section{{Fields: []field{{
		Name: "body", Label: "Procedimiento (YAML)", Kind: kindLong, Rows: 24,
		Hint: "Cambie la versión y la fecha desde la que rige. Los expedientes abiertos conservan la versión con la que entraron.",
	}}}}}
	return page, err
}

// setProcedure says what is wrong with a text, or what it would be; then it publishes it.
func (s *server) setProcedure(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newProcedures(r, u)
	if err != nil {
		return err
	}
	page.fill(r.PostForm)
	do := s.Desk.Norms.CheckProcedure
	publish := r.PostFormValue("do") == "publish"
	if publish {
		do = s.Desk.Norms.PublishProcedure
	}
	check, err := do(r.Context(), u, r.PostFormValue("body"))
	switch {
	case err != nil && !page.refuse(err):
		return err
	case err == nil && publish && len(check.Mistakes) == 0:
		s.flash(r, "Se publicó "+check.Key+" "+check.Version+". Rige desde el "+longDay(check.ValidFrom)+".")
		http.Redirect(w, r, "/procedures", http.StatusSeeOther)
		return nil
	case err == nil:
		page.Check = &check
	}
	status := http.StatusOK
	if err != nil || len(check.Mistakes) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return s.show(w, r, status, "procedures", "Procedimientos", page)
}

func (s *server) procedureFile(w http.ResponseWriter, r *http.Request, u access.User) error {
	return saved(w, r)(s.Desk.Norms.ProcedureFile(r.Context(), u, mux.Vars(r)["key"], mux.Vars(r)["version"]))
}
