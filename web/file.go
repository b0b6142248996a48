package web

import (
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/gorilla/mux"
	"github.com/klauspost/compress/gzhttp"

	"foja/access"
	"foja/desk/documents"
	"foja/webserver"
)

// send hands a file out to be saved, never to be opened inside our pages: what a citizen
// attached must not run here. inline is for PDFs that foja itself made.
func send(w http.ResponseWriter, r *http.Request, f documents.File, inline bool) {
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
	w.Header().Set(gzhttp.HeaderNoCompression, "1") // a compressed file has no parts, and no ETag of its own
	content := f.Open()
	defer content.Close() //nolint:errcheck // only read
	webserver.ServeFile(w, r, f.SHA256, content)
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

// saved hands out what was asked for, or returns what was wrong: return saved(w, r)(s.Desk.Document(...)).
func saved(w http.ResponseWriter, r *http.Request) func(documents.File, error) error {
	return handOut(w, r, false)
}

// shown is saved for PDFs and calendars that foja itself made, which the browser may open.
func shown(w http.ResponseWriter, r *http.Request) func(documents.File, error) error {
	return handOut(w, r, true)
}

func handOut(w http.ResponseWriter, r *http.Request, inline bool) func(documents.File, error) error {
	return func(f documents.File, err error) error {
		if err == nil {
			send(w, r, f, inline)
		}
		return err
	}
}

func (s *server) document(w http.ResponseWriter, r *http.Request, u access.User) error {
	return saved(w, r)(s.Desk.Documents.Document(r.Context(), u, mux.Vars(r)["id"], mux.Vars(r)["document"]))
}

func (s *server) letter(w http.ResponseWriter, r *http.Request, u access.User) error {
	return saved(w, r)(s.Desk.Documents.LetterPDF(r.Context(), u, mux.Vars(r)["id"], mux.Vars(r)["letter"]))
}

func (s *server) receiptPDF(w http.ResponseWriter, r *http.Request, u access.User) error {
	return shown(w, r)(s.Desk.Papers.Receipt(r.Context(), u, mux.Vars(r)["id"]))
}

func (s *server) receiptTicket(w http.ResponseWriter, r *http.Request, u access.User) error {
	return shown(w, r)(s.Desk.Papers.ReceiptTicket(r.Context(), u, mux.Vars(r)["id"]))
}

func (s *server) messageRaw(w http.ResponseWriter, r *http.Request, u access.User) error {
	return saved(w, r)(s.Desk.Pen.RawMessage(r.Context(), u, mux.Vars(r)["id"]))
}

func (s *server) messageFile(w http.ResponseWriter, r *http.Request, u access.User) error {
	n, err := strconv.Atoi(mux.Vars(r)["n"])
	if err != nil {
		return errNoPage
	}
	return saved(w, r)(s.Desk.Pen.MessageFile(r.Context(), u, mux.Vars(r)["id"], n))
}

func (s *server) clockReceipt(w http.ResponseWriter, r *http.Request, u access.User) error {
	return saved(w, r)(s.Desk.Papers.ClockReceipt(r.Context(), u, mux.Vars(r)["id"]))
}

func (s *server) statusClockReceipt(w http.ResponseWriter, r *http.Request) error {
	return saved(w, r)(s.Desk.Links.StatusClockReceipt(r.Context(), mux.Vars(r)["number"], mux.Vars(r)["code"], s.ip(r)))
}
