package web

import (
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/gorilla/mux"

	"foja/desk"
)

// send hands a file out to be saved, never to be opened inside our pages: what a citizen
// attached must not run here. inline is for PDFs that foja itself made.
func send(w http.ResponseWriter, f desk.File, inline bool) {
	kind, disposition := "application/octet-stream", "attachment"
	if t, _, err := mime.ParseMediaType(f.Type); err == nil {
		kind = t
	}
	if inline && kind == "application/pdf" {
		disposition = "inline"
	} else {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": fileName(f.Name)}))
	w.Header().Set("Content-Length", strconv.Itoa(len(f.Bytes)))
	_, _ = w.Write(f.Bytes) // the reader has gone: nobody to tell
}

// fileName keeps a name from meaning a place or holding characters that hide what it is.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, name)
	if name == "" || name == "." || name == "/" {
		return "documento"
	}
	return name
}

func (s *server) document(w http.ResponseWriter, r *http.Request, u desk.User) error {
	f, err := s.Desk.Document(r.Context(), u, mux.Vars(r)["id"], mux.Vars(r)["document"])
	if err == nil {
		send(w, f, false)
	}
	return err
}

func (s *server) letter(w http.ResponseWriter, r *http.Request, u desk.User) error {
	f, err := s.Desk.LetterPDF(r.Context(), u, mux.Vars(r)["id"], mux.Vars(r)["letter"])
	if err == nil {
		send(w, f, false)
	}
	return err
}

func (s *server) receiptPDF(w http.ResponseWriter, r *http.Request, u desk.User) error {
	f, err := s.Desk.Receipt(r.Context(), u, mux.Vars(r)["id"])
	if err == nil {
		send(w, f, true)
	}
	return err
}

func (s *server) receiptTicket(w http.ResponseWriter, r *http.Request, u desk.User) error {
	f, err := s.Desk.ReceiptTicket(r.Context(), u, mux.Vars(r)["id"])
	if err == nil {
		send(w, f, true)
	}
	return err
}

func (s *server) messageRaw(w http.ResponseWriter, r *http.Request, u desk.User) error {
	f, err := s.Desk.RawMessage(r.Context(), u, mux.Vars(r)["id"])
	if err == nil {
		send(w, f, false)
	}
	return err
}

func (s *server) messageFile(w http.ResponseWriter, r *http.Request, u desk.User) error {
	n, err := strconv.Atoi(mux.Vars(r)["n"])
	if err != nil {
		return errNoPage
	}
	f, err := s.Desk.MessageFile(r.Context(), u, mux.Vars(r)["id"], n)
	if err == nil {
		send(w, f, false)
	}
	return err
}

func (s *server) clockReceipt(w http.ResponseWriter, r *http.Request, u desk.User) error {
	f, err := s.Desk.ClockReceipt(r.Context(), u, mux.Vars(r)["id"])
	if err == nil {
		send(w, f, false)
	}
	return err
}

func (s *server) statusClockReceipt(w http.ResponseWriter, r *http.Request) error {
	f, err := s.Desk.StatusClockReceipt(r.Context(), mux.Vars(r)["number"], mux.Vars(r)["code"], s.ip(r))
	if err == nil {
		send(w, f, false)
	}
	return err
}
