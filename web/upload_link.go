package web

import (
	"net/http"
	"net/url"

	"foja/desk/links"

	"github.com/gorilla/mux"
)

type uploadPage struct {
	form
	links.UploadLink
	Token string
	Sized string // the largest file, in bytes, for the script
}

func (s *server) newUpload(r *http.Request) (uploadPage, error) {
	token := mux.Vars(r)["token"]
	l, err := s.Desk.Links.UploadLink(r.Context(), token, s.ip(r))
	page := uploadPage{UploadLink: l, Token: token}
	page.form = form{Key: newKey(), Sections: []section{{Fields: []field{
		{Name: "text", Label: "Lo que pide", Hint: "Con sus palabras, como lo escribió en el correo.", Kind: kindLong, Rows: 6},
		{Name: "files", Label: "Archivos", Kind: kindFiles, Optional: true},
	}}}}
	return page, err
}

// uploadForm is a page without an account: its address is the permission.
func (s *server) uploadForm(w http.ResponseWriter, r *http.Request) error {
	page, err := s.newUpload(r)
	if err != nil {
		return err
	}
	secretAddress(w)
	return s.show(w, r, http.StatusOK, "upload", "Entregue sus archivos", page)
}

// mayHandIn looks at the link before what comes with it is read.
func (s *server) mayHandIn(r *http.Request) error {
	_, err := s.Desk.Links.UploadLink(r.Context(), mux.Vars(r)["token"], s.ip(r))
	return err
}

func (s *server) handIn(w http.ResponseWriter, r *http.Request) error {
	page, err := s.newUpload(r)
	if err != nil {
		return err
	}
	page.fill(r.PostForm)
	here := "/up/" + url.PathEscape(page.Token)
	if id := r.PostFormValue("drop"); id != "" {
		if err := s.Desk.Links.DropUpload(r.Context(), page.Token, s.ip(r), id); err != nil {
			return err
		}
		http.Redirect(w, r, here, http.StatusSeeOther)
		return nil
	}
	files, release, err := uploads(r, "files")
	if err == nil {
		defer release()
		err = s.Desk.Links.HandIn(r.Context(), page.Token, s.ip(r), r.PostFormValue("text"), files)
	}
	if err == nil {
		http.Redirect(w, r, here, http.StatusSeeOther)
		return nil
	}
	if !page.refuse(err) {
		return err
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "upload", "Entregue sus archivos", page)
}
