package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/documents"
	"foja/desk/norms"
	"foja/desk/papers"
	"foja/docket"
)

type templatePage struct {
	form
	norms.LetterTemplate
	Preview *papers.TemplatePreview
	May     bool
	Sent    string // where a trial went
}

func (s *server) letterTemplates(w http.ResponseWriter, r *http.Request, u access.User) error {
	all, err := s.Desk.Norms.Templates(r.Context(), u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "letter_templates", "Plantillas", all)
}

func (s *server) newTemplate(r *http.Request, u access.User) (templatePage, error) {
	t, err := s.Desk.Norms.Template(r.Context(), u, docket.LetterKind(mux.Vars(r)["kind"]))
	page := templatePage{LetterTemplate: t, May: u.Has(access.TemplateWriters...)}
	page.form = form{Key: newKey(), Sections: []section{{Fields: []field{
		{Name: "body", Label: "Texto de la carta", Kind: kindLong, Rows: 18, Value: t.Body, Hint: "Lo que va entre llaves dobles lo pone foja. «subject» es el asunto."},
		{Name: "number", Label: "Probar con el expediente", Kind: kindText, Width: "half", Optional: true, Hint: "Vacío: el último."},
	}}}}
	return page, err
}

func (s *server) letterTemplate(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newTemplate(r, u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "letter_template", printerOf(r).T("Plantilla: {letter}", "letter", page.Name), page)
}

// setTemplate shows what a letter would be, hands out its PDF, saves it, or goes back to the one that came with foja.
func (s *server) setTemplate(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newTemplate(r, u)
	if err != nil {
		return err
	}
	page.fill(r.PostForm)
	body := r.PostFormValue("body")
	switch r.PostFormValue("do") {
	case "save":
		_, err = s.Desk.Norms.SaveTemplate(r.Context(), u, page.Kind, body)
	case "shipped":
		_, err = s.Desk.Norms.SaveTemplate(r.Context(), u, page.Kind, "")
	case "mail":
		var to string
		if to, err = s.Desk.Norms.MailTemplate(r.Context(), u, page.Kind, body, r.PostFormValue("number")); err == nil {
			page.Sent = to
			return s.show(w, r, http.StatusOK, "letter_template", printerOf(r).T("Plantilla: {letter}", "letter", page.Name), page)
		}
	default:
		var p papers.TemplatePreview
		if p, err = s.Desk.Norms.PreviewTemplate(r.Context(), u, page.Kind, body, r.PostFormValue("number")); err == nil {
			if r.PostFormValue("do") == "pdf" {
				send(w, r, documents.File{Name: "vista-previa.pdf", Type: "application/pdf", Bytes: p.PDF}, true)
				return nil
			}
			page.Preview = &p
			return s.show(w, r, http.StatusOK, "letter_template", printerOf(r).T("Plantilla: {letter}", "letter", page.Name), page)
		}
	}
	if err == nil {
		s.flash(r, "La plantilla se guardó. Las cartas que se decidan desde ahora la usan.")
		http.Redirect(w, r, "/templates", http.StatusSeeOther)
		return nil
	}
	if !page.refuse(err) {
		return err
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "letter_template", printerOf(r).T("Plantilla: {letter}", "letter", page.Name), page)
}
