package web

import (
	"fmt"
	"html"
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
)

// mailPolicy lets a citizen's HTML do nothing at all, even if something had slipped through its cleaning.
const mailPolicy = "default-src 'none'; sandbox allow-popups allow-popups-to-escape-sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// messageHTML shows a mail as its sender formatted it, on a page of its own that belongs to nobody.
func (s *server) messageHTML(w http.ResponseWriter, r *http.Request, u access.User) error {
	m, err := s.Desk.Pen.MessageHTML(r.Context(), u, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", mailPolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	p, blocked := printerOf(r), ""
	if m.Remote > 0 {
		blocked = "<p><em>" + html.EscapeString(p.T("Contenidos de otros servidores que se bloquearon: {n}. Cargarlos diría al remitente quién leyó su correo y cuándo.", "n", m.Remote)) + "</em></p><hr>"
	}
	// The HTML was made harmless by mail.SafeHTML; the rest is escaped.
	//nolint:gosec // the line above
	_, _ = fmt.Fprintf(w, "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>%s</title></head><body>%s<main>%s</main></body></html>\n",
		p.Code(), html.EscapeString(m.Subject), blocked, m.HTML)
	return nil
}
