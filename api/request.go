package api

import (
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/cases"
)

func (s *server) request(w http.ResponseWriter, r *http.Request, u access.User) error {
	var p cases.Page
	var err error
	if when := r.URL.Query().Get("as_of"); when != "" {
		p, err = s.Desk.Cases.RequestAsOf(r.Context(), u, mux.Vars(r)["id"], when)
	} else {
		p, err = s.Desk.Cases.Request(r.Context(), u, mux.Vars(r)["id"])
	}
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, s.requestOf(p))
}

func (s *server) requestByNumber(w http.ResponseWriter, r *http.Request, u access.User) error {
	p, err := s.Desk.Cases.RequestByNumber(r.Context(), u, mux.Vars(r)["number"])
	if err != nil {
		return err
	}
	w.Header().Set("Content-Location", requestURL(p.Request.ID))
	return send(w, http.StatusOK, s.requestOf(p))
}

func requestURL(id string) string { return base + "/requests/" + id }

func (s *server) receipt(w http.ResponseWriter, r *http.Request, u access.User) error {
	f, err := s.Desk.Papers.Receipt(r.Context(), u, mux.Vars(r)["id"])
	if err == nil {
		sendFile(w, r, f)
	}
	return err
}

func (s *server) document(w http.ResponseWriter, r *http.Request, u access.User) error {
	f, err := s.Desk.Documents.Document(r.Context(), u, mux.Vars(r)["id"], mux.Vars(r)["document"])
	if err == nil {
		sendFile(w, r, f)
	}
	return err
}

func (s *server) letter(w http.ResponseWriter, r *http.Request, u access.User) error {
	f, err := s.Desk.Documents.LetterPDF(r.Context(), u, mux.Vars(r)["id"], mux.Vars(r)["letter"])
	if err == nil {
		sendFile(w, r, f)
	}
	return err
}
