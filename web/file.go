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

// saved hands out what was asked for, or returns what was wrong: return saved(w)(s.Desk.Document(...)).
func saved(w http.ResponseWriter) func(desk.File, error) error { return handOut(w, false) }

// shown is saved for PDFs and calendars that foja itself made, which the browser may open.
func shown(w http.ResponseWriter) func(desk.File, error) error { return handOut(w, true) }

func handOut(w http.ResponseWriter, inline bool) func(desk.File, error) error {
	return func(f desk.File, err error) error {
		if err == nil {
			send(w, f, inline)
		}
		return err
	}
}

func (s *server) document(w http.ResponseWriter, r *http.Request, u desk.User) error {
	return saved(w)(s.Desk.Document(r.Context(), u, mux.Vars(r)["id"], mux.Vars(r)["document"]))
}

func (s *server) letter(w http.ResponseWriter, r *http.Request, u desk.User) error {
	return saved(w)(s.Desk.LetterPDF(r.Context(), u, mux.Vars(r)["id"], mux.Vars(r)["letter"]))
}

func (s *server) receiptPDF(w http.ResponseWriter, r *http.Request, u desk.User) error {
	return shown(w)(s.Desk.Receipt(r.Context(), u, mux.Vars(r)["id"]))
}

func (s *server) receiptTicket(w http.ResponseWriter, r *http.Request, u desk.User) error {
	return shown(w)(s.Desk.ReceiptTicket(r.Context(), u, mux.Vars(r)["id"]))
}

func (s *server) messageRaw(w http.ResponseWriter, r *http.Request, u desk.User) error {
	return saved(w)(s.Desk.RawMessage(r.Context(), u, mux.Vars(r)["id"]))
}

func (s *server) messageFile(w http.ResponseWriter, r *http.Request, u desk.User) error {
	n, err := strconv.Atoi(mux.Vars(r)["n"])
	if err != nil {
		return errNoPage
	}
	return saved(w)(s.Desk.MessageFile(r.Context(), u, mux.Vars(r)["id"], n))
}

func (s *server) clockReceipt(w http.ResponseWriter, r *http.Request, u desk.User) error {
	return saved(w)(s.Desk.ClockReceipt(r.Context(), u, mux.Vars(r)["id"]))
}

func (s *server) statusClockReceipt(w http.ResponseWriter, r *http.Request) error {
	return saved(w)(s.Desk.StatusClockReceipt(r.Context(), mux.Vars(r)["number"], mux.Vars(r)["code"], s.ip(r)))
}
