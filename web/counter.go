package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/cases"
	"foja/desk/core"
	"foja/docket"
	"foja/languages"
)

var idKinds = []core.Choice{{Key: "DNI", Label: "DNI"}, {Key: "CE", Label: "Carné de extranjería"}, {Key: "PASSPORT", Words: docket.Say("Pasaporte")}, {Key: "RUC", Label: "RUC"}}

type counterPage struct {
	form
	Procedure  docket.Procedure
	Procedures []docket.Procedure
	Hints      []acts.DuplicateHint
	HintsAsked bool // hints were asked for by button
}

// procedure finds the one asked for among those in force today; the first one when none is.
func (s *server) procedure(key, office string) (docket.Procedure, []docket.Procedure, error) {
	all := s.Desk.Core.Procedures(s.Desk.Core.Today(office))
	if len(all) == 0 {
		return docket.Procedure{}, nil, docket.Refuse(docket.CodeUnavailable, "procedure.none_in_force")
	}
	for _, p := range all {
		if p.Key == key {
			return p, all, nil
		}
	}
	if key != "" {
		return docket.Procedure{}, nil, docket.Invalid("procedure", "procedure.not_in_force")
	}
	return all[0], all, nil
}

func (s *server) newCounter(words *languages.Printer, u access.User, p docket.Procedure, all []docket.Procedure) counterPage {
	who := section{Legend: "Solicitante", Fields: []field{
		{Name: "name", Label: "Nombre completo o razón social", Kind: kindText, Autofocus: true, AccessKey: "n"},
		{Name: "id_kind", Label: "Documento", Kind: kindSelect, Choices: idKinds, Width: "short", Value: "DNI"},
		{Name: "id_number", Label: "Número de documento", Kind: kindText, Width: "half"},
		{Name: "address", Label: "Domicilio", Kind: kindText},
		{Name: "phone", Label: "Teléfono", Kind: kindText, Width: "half", InputMode: "tel", Optional: true},
		{Name: "email", Label: "Correo electrónico", Kind: kindEmail, Width: "half", Optional: true},
		{
			Name: "email_consent", Label: "Autoriza expresamente que se le notifique por correo", Kind: kindCheck, Value: "0",
			Hint: "Sin esta autorización, las cartas se imprimen y se entregan en papel.",
		},
		letterLanguage(),
	}}
	what := section{Legend: "Solicitud", Fields: []field{
		{Name: "subject", Label: "Asunto", Kind: kindText, Optional: true},
		{Name: "text", Label: "Qué solicita", Kind: kindLong, Rows: 6, AccessKey: "q", Hint: "Con las palabras del solicitante."},
	}}
	for _, extra := range p.Fields {
		kind := map[string]string{"long": kindLong, "date": kindDate, "number": kindNumber}[extra.Type]
		if kind == "" {
			kind = kindText
		}
		what.Fields = append(what.Fields, field{Name: "field_" + extra.Key, Label: words.Text(extra.Name), Hint: words.Text(extra.Hint), Kind: kind, Rows: 3, Optional: !extra.Required})
	}
	if len(p.DeliveryModes) > 0 {
		// None is ticked for the requester: what silence means is the law's to say, not the form's.
		modes := field{Name: "delivery_mode", Label: "Forma de entrega", Kind: kindRadios, Choices: []core.Choice{{Words: docket.Say("No lo indica")}}}
		for _, m := range p.DeliveryModes {
			modes.Choices = append(modes.Choices, textChoice(m.Key, m.Name))
		}
		what.Fields = append(what.Fields, modes)
	}
	paper := section{Legend: "Lo presentado", Fields: []field{
		{Name: "sheets", Label: "Folios", Hint: "Hojas que entrega, contando la solicitud.", Kind: kindNumber, Width: "half", Value: "1"},
		{Name: "received_at", Label: "Recibida antes", Hint: "Solo si no fue ahora: fecha y hora.", Kind: kindMoment, Width: "half", Optional: true},
		{Name: "files", Label: "Archivos adjuntos", Hint: "Por ejemplo, la solicitud escaneada.", Kind: kindFiles, Optional: true},
	}}
	if offices := s.Desk.Core.Agency().Offices; u.Office == "" && len(offices) > 1 {
		paper.Fields = append(paper.Fields, field{Name: "office", Label: "Sede", Kind: kindSelect, Width: "half", Value: offices[0].ID, Choices: s.officeChoices()})
	}
	return counterPage{form: form{Key: newKey(), Sections: []section{who, what, paper}}, Procedure: p, Procedures: all}
}

func (s *server) counterForm(w http.ResponseWriter, r *http.Request, u access.User) error {
	p, all, err := s.procedure(r.URL.Query().Get("procedure"), u.Office)
	if err != nil {
		return err
	}
	return s.showCounter(w, r, http.StatusOK, s.newCounter(printerOf(r), u, p, all))
}

func (s *server) showCounter(w http.ResponseWriter, r *http.Request, status int, page counterPage) error {
	return s.show(w, r, status, "counter", "Registrar una solicitud", page)
}

func (s *server) counterRegister(w http.ResponseWriter, r *http.Request, u access.User) error {
	p, all, err := s.procedure(r.PostFormValue("procedure"), u.Office)
	if err != nil {
		return err
	}
	page := s.newCounter(printerOf(r), u, p, all)
	page.fill(r.PostForm)
	page.Key = keyOf(r)
	if r.PostFormValue("do") == "look" {
		page.HintsAsked = true
		if page.Hints, err = s.Desk.Acts.Duplicates(r.Context(), u, probeOf(r)); err != nil {
			return err
		}
		return s.showCounter(w, r, http.StatusOK, page)
	}
	sent, err := s.formOf(r, u, p)
	if err == nil {
		var done func()
		if sent.Files, done, err = uploads(r, "files"); err == nil {
			defer done()
			var registered acts.Registered
			if registered, err = s.Desk.Acts.Register(r.Context(), u, sent); err == nil {
				http.Redirect(w, r, "/requests/"+registered.ID+"/receipt", http.StatusSeeOther)
				return nil
			}
		}
	}
	if !page.refuse(err) {
		return err
	}
	if len(sent.Files) > 0 {
		page.Problems = append(page.Problems, problem{"files", docket.Say("form.files_again")})
	}
	return s.showCounter(w, r, http.StatusUnprocessableEntity, page)
}

// formOf reads the counter form; what cannot be read at all is refused here, what it means is
// the desk's to judge.
func (s *server) formOf(r *http.Request, u access.User, p docket.Procedure) (acts.Form, error) {
	get := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	f := acts.Form{
		Token: keyOf(r), Procedure: p.Key, Office: get("office"), Channel: docket.ChannelCounter,
		Requester: docket.Requester{
			Name: get("name"), IDKind: get("id_kind"), IDNumber: get("id_number"), Address: get("address"),
			Email: get("email"), Phone: get("phone"), EmailConsent: get("email_consent") == "1",
		},
		Subject: get("subject"), Text: get("text"), DeliveryMode: get("delivery_mode"), Fields: map[string]string{},
	}
	if code := get("language"); code != languages.Spanish && languages.Known(code) {
		f.Requester.Language = code
	}
	if f.Requester.IDNumber == "" {
		f.Requester.IDKind = "" // the list always has one chosen; without a number it says nothing
	}
	if f.Office == "" && u.Office != "" {
		f.Office = u.Office
	} else if offices := s.Desk.Core.Agency().Offices; f.Office == "" && len(offices) > 0 {
		f.Office = offices[0].ID
	}
	for _, extra := range p.Fields {
		if v := get("field_" + extra.Key); v != "" {
			f.Fields[extra.Key] = v
		}
	}
	var wrong access.FieldErrors
	if v := get("sheets"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 0 || n > 100_000 {
			wrong = append(wrong, docket.Invalid("sheets", "form.sheets_not_a_number"))
		}
		f.Sheets = n
	}
	var err error
	if f.ReceivedAt, err = parseMoment("received_at", get("received_at"), s.zone(f.Office)); err != nil {
		wrong = append(wrong, invalid(err)...)
	}
	if len(wrong) > 0 {
		return f, wrong
	}
	return f, nil
}

func probeOf(r *http.Request) acts.DuplicateProbe {
	return acts.DuplicateProbe{Name: r.PostFormValue("name"), IDNumber: r.PostFormValue("id_number"), Email: r.PostFormValue("email"), Text: r.PostFormValue("text")}
}

// counterDuplicates answers foja.js with the piece of page that shows the hints. It is a POST
// so that names stay out of addresses and logs.
func (s *server) counterDuplicates(w http.ResponseWriter, r *http.Request, u access.User) error {
	hints, err := s.Desk.Acts.Duplicates(r.Context(), u, probeOf(r))
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "duplicates", "Posibles repetidas", hints)
}

type receiptPage struct {
	cases.Page
	Cells  []cell
	Status string // path of the citizen's page
}

func (s *server) receipt(w http.ResponseWriter, r *http.Request, u access.User) error {
	p, err := s.Desk.Cases.Request(r.Context(), u, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	page := receiptPage{Page: p, Cells: strip(p.Deadline, p.Today), Status: "/s/" + p.Request.Number + "/" + p.Request.StatusCode}
	return s.showIn(w, r, http.StatusOK, "receipt", printerOf(r).T("Cargo de recepción {number}", "number", p.Request.Number), page, view{Loc: s.zone(p.Office.ID), Today: p.Today})
}
