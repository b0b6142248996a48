package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"foja/desk"
)

type downloadPage struct {
	desk.Download
	Token string
}

// download shows what a link leads to: whoever opens it sees what it is before anything is fetched, and a program that only looks at links
// fetches nothing.
func (s *server) download(w http.ResponseWriter, r *http.Request) error {
	token := mux.Vars(r)["token"]
	found, err := s.Desk.Download(r.Context(), token, s.ip(r))
	if err != nil {
		return err
	}
	secretAddress(w)
	status := http.StatusOK
	if found.Expired {
		status = http.StatusGone
	}
	return s.show(w, r, status, "download", "Descargar "+found.Name, downloadPage{found, token})
}

func (s *server) fetchDownload(w http.ResponseWriter, r *http.Request) error {
	return saved(w)(s.Desk.FetchDownload(r.Context(), mux.Vars(r)["token"], s.ip(r)))
}
