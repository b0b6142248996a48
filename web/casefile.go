package web

import (
	"mime"
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
)

func (s *server) caseFilePDF(w http.ResponseWriter, r *http.Request, u access.User) error {
	return saved(w, r)(s.Desk.Papers.CaseFilePDF(r.Context(), u, mux.Vars(r)["id"]))
}

// caseFileZIP writes the bundle as it is made: a case may hold more than memory should. What fails half-way can no longer be
// told in words, so the connection breaks off, and the browser says that the download failed.
func (s *server) caseFileZIP(w http.ResponseWriter, r *http.Request, u access.User) error {
	b, err := s.Desk.Papers.CaseFileZIP(r.Context(), u, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fileName(b.Name)}))
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
