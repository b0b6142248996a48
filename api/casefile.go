package api

import (
	"mime"
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
)

func (s *server) caseFilePDF(w http.ResponseWriter, r *http.Request, u access.User) error {
	f, err := s.Desk.Papers.CaseFilePDF(r.Context(), u, mux.Vars(r)["id"])
	if err == nil {
		sendFile(w, r, f)
	}
	return err
}

// caseFileZIP writes the bundle as it is made. What fails half-way breaks the connection: half a bundle must not pass for one.
func (s *server) caseFileZIP(w http.ResponseWriter, r *http.Request, u access.User) error {
	b, err := s.Desk.Papers.CaseFileZIP(r.Context(), u, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", mediaZIP)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": b.Name}))
	if r.Method == http.MethodHead {
		return nil
	}
	if err := b.Write(w); err != nil {
		if r.Context().Err() == nil {
			s.Logger.Error("case file broke off", "request", mux.Vars(r)["id"], "error", err)
		}
		panic(http.ErrAbortHandler)
	}
	return nil
}
