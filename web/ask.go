package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"foja/access"
	"foja/desk/acts"
	"foja/docket"
	"foja/languages"
)

// The public form is guarded without anybody else's service: a field that people do not see, the time that a person needs to write,
// and a limit for each address. When it was shown stands sealed in the form itself: nothing is kept of who only looks at it.
const (
	honeypotField = "pagina" // filled by robots alone
	shownField    = "shown"
	sealedAsk     = "ask"
	shownLasts    = 24 * time.Hour
)

// askShown is when a form was first shown.
type askShown struct {
	At int64 `json:"at"` // Unix milliseconds
}

// askLeast is the shortest time in which a person fills the form in; tests have less.
var askLeast = 4 * time.Second

type askPage struct {
	form
	Procedure  docket.Procedure
	Procedures []docket.Procedure
	Honeypot   string
	Shown      string // sealed askShown
	Email      string // the agency's: another way to ask
}

func (s *server) newAsk(words *languages.Printer, p docket.Procedure, all []docket.Procedure) askPage {
	counter := s.newCounter(words, access.User{}, p, all)
	who, what := counter.Sections[0], counter.Sections[1]
	for i := range who.Fields {
		f := &who.Fields[i]
		f.Autofocus = false // her own words come first on this page, and what it says before them
		f.AccessKey = ""
		switch f.Name {
		case "name":
			f.Autocomplete = "name"
		case "email":
			f.Autocomplete, f.Optional, f.Hint = "email", false, "Ahí le enviaremos el cargo de recepción."
		case "phone":
			f.Autocomplete = "tel"
		case "address":
			f.Autocomplete = "street-address"
		case "email_consent":
			f.Label = "Autorizo expresamente que se me notifique por correo"
			f.Hint = "Sin esta autorización deberá recoger la respuesta en papel."
		}
	}
	for i := range what.Fields {
		what.Fields[i].AccessKey = ""
		if what.Fields[i].Name == "text" {
			what.Fields[i].Hint, what.Fields[i].Rows = "Con sus palabras. No hace falta decir para qué la quiere.", 8
		}
	}
	what.Fields = append(what.Fields, field{Name: "files", Label: "Archivos adjuntos", Kind: kindFiles, Optional: true})
	if offices := s.Desk.Core.Agency().Offices; len(offices) > 1 {
		what.Fields = append(what.Fields, field{Name: "office", Label: "Sede", Kind: kindSelect, Value: offices[0].ID, Choices: s.officeChoices()})
	}
	who.Legend, what.Legend = "Usted", "Su solicitud"
	return askPage{form: form{Key: newKey(), Sections: []section{what, who}}, Procedure: p, Procedures: all, Honeypot: honeypotField, Email: s.Desk.Core.Agency().Email}
}

func (s *server) askForm(w http.ResponseWriter, r *http.Request) error {
	p, all, err := s.procedure(r.URL.Query().Get("procedure"), "")
	if err != nil {
		return err
	}
	page := s.newAsk(printerOf(r), p, all)
	if page.Shown, err = s.shownNow(r); err != nil {
		return err
	}
	if code := printerOf(r).Code(); code != languages.Spanish { // who reads it here will want to read it in the letters
		page.each(func(f *field) {
			if f.Name == "language" {
				f.Value = code
			}
		})
	}
	return s.show(w, r, http.StatusOK, "ask", "Presente una solicitud", page)
}

// mayAsk refuses an address that has no request left before the form is read.
func (s *server) mayAsk(r *http.Request) error { return s.Desk.Acts.MayAsk(r.Context(), s.ip(r)) }

func (s *server) shownNow(r *http.Request) (string, error) {
	return s.Desk.Links.Seal(r.Context(), sealedAsk, askShown{time.Now().UnixMilli()})
}

// shownFor is since when the sender has had the form; 0 when that is not known.
func (s *server) shownFor(r *http.Request) time.Duration {
	var shown askShown
	good, err := s.Desk.Links.Unseal(r.Context(), sealedAsk, r.PostFormValue(shownField), &shown)
	since := time.Since(time.UnixMilli(shown.At))
	if err != nil || !good || since > shownLasts {
		return 0
	}
	return max(since, 1)
}

// ask registers what the citizen wrote and leads her to its status page, which has her receipt.
func (s *server) ask(w http.ResponseWriter, r *http.Request) error {
	p, all, err := s.procedure(r.PostFormValue("procedure"), "")
	if err != nil {
		return err
	}
	page := s.newAsk(printerOf(r), p, all)
	page.fill(r.PostForm)
	page.Key = keyOf(r)
	registered, err := s.askDesk(r, p)
	if err == nil {
		s.flash(r, "Su solicitud quedó registrada. Guarde el número y el código: con ellos puede seguirla.")
		http.Redirect(w, r, "/s/"+url.PathEscape(registered.Number)+"/"+url.PathEscape(registered.StatusCode), http.StatusSeeOther)
		return nil
	}
	status := http.StatusUnprocessableEntity
	if codeOf(err) == docket.CodeTooMany {
		status = http.StatusTooManyRequests
		askToWait(w, err)
		page.Problems = []problem{{"", messageOf(err)}}
	} else if !page.refuse(err) {
		return err
	}
	if page.Shown = r.PostFormValue(shownField); s.shownFor(r) == 0 {
		if page.Shown, err = s.shownNow(r); err != nil {
			return err
		}
	}
	return s.show(w, r, status, "ask", "Presente una solicitud", page)
}

func (s *server) askDesk(r *http.Request, p docket.Procedure) (acts.Registered, error) {
	sent, err := s.formOf(r, access.User{}, p)
	if err != nil {
		return acts.Registered{}, err
	}
	switch {
	case strings.TrimSpace(r.PostFormValue(honeypotField)) != "":
		return acts.Registered{}, docket.Invalid("text", "ask.trap_filled")
	case s.shownFor(r) == 0, s.shownFor(r) < askLeast:
		// A form of yesterday, or a robot: people read it once more and send again.
		return acts.Registered{}, docket.Invalid("text", "ask.too_fast")
	case sent.Requester.Email == "":
		return acts.Registered{}, docket.Invalid("email", "ask.without_mail")
	}
	files, done, err := uploads(r, "files")
	if err != nil {
		return acts.Registered{}, err
	}
	defer done()
	sent.Files = files
	return s.Desk.Acts.RegisterOnline(r.Context(), sent, s.ip(r))
}
