package web

import (
	"net/http"
	"net/url"

	"foja/desk/links"

	"github.com/gorilla/mux"
)

type downloadPage struct {
	links.Download
	Token string
}

// download shows what a link leads to: anyone who opens it sees what it is before anything is fetched, and a program that only looks at
// links fetches nothing.
func (s *server) download(w http.ResponseWriter, r *http.Request) error {
	token := mux.Vars(r)["token"]
	found, err := s.Desk.Links.Download(r.Context(), token, s.ip(r))
	if err != nil {
		return err
	}
	secretAddress(w)
	status := http.StatusOK
	if found.Expired {
		status = http.StatusGone
	}
	return s.show(w, r, status, "download", printerOf(r).T("Descargar {name}", "name", found.Name), downloadPage{found, token})
}

func (s *server) fetchDownload(w http.ResponseWriter, r *http.Request) error {
	token := mux.Vars(r)["token"]
	ticket, err := s.Desk.Links.FetchDownload(r.Context(), token, s.ip(r))
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/d/"+url.PathEscape(token)+"/"+url.PathEscape(ticket), http.StatusSeeOther)
	return nil
}

// downloadFile hands the file out by an address that a browser can go on with after an interruption.
func (s *server) downloadFile(w http.ResponseWriter, r *http.Request) error {
	secretAddress(w)
	v := mux.Vars(r)
	return saved(w, r)(s.Desk.Links.DownloadFile(r.Context(), v["token"], v["ticket"], s.ip(r)))
}
