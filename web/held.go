package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/desk/pen"
	"foja/docket"
)

const pageSize = 25

type heldListPage struct {
	Dismissed bool // what was dismissed, instead of what waits
	Messages  []pen.Message
	Undo      *pen.Message // dismissed a moment ago
	Key       string
	Decides   bool // the user may decide what they are; others only read
	pager
}

func (s *server) heldList(w http.ResponseWriter, r *http.Request, u access.User) error {
	at := offsetOf(r)
	page := heldListPage{Decides: u.Has(access.Registrars...), Dismissed: r.URL.Query().Get("show") == "dismissed", Key: newKey()}
	var total int
	var err error
	if page.Messages, total, err = s.Desk.Pen.Held(r.Context(), u, page.Dismissed, pageSize, at); err != nil {
		return err
	}
	if id := r.URL.Query().Get("undo"); id != "" {
		if m, err := s.Desk.Pen.HeldMessage(r.Context(), u, id); err == nil && m.Fate == string(docket.FateDismissed) {
			page.Undo = &m
		}
	}
	page.pager = newPager(r, at, len(page.Messages), total)
	return s.show(w, r, http.StatusOK, "held_list", "Bandeja por clasificar", page)
}

type heldPage struct {
	pen.Message
	Key        string
	Decides    bool // the user may decide what it is; others only read
	Procedure  docket.Procedure
	Procedures []docket.Procedure
	Problems   []problem
	Do         string // decision being corrected
	Register   form   // as the mail says; no sections when nobody can be answered
	Request    form
	Join       form
	Dismiss    form
}

// Unanswerable says whether the mail names an address that cannot be answered, so that anyone who decides has to know.
func (p heldPage) Unanswerable() bool {
	return slices.ContainsFunc(p.Addresses, func(a pen.MessageAddress) bool { return !a.Answerable })
}

func (p heldPage) wrong() bool { return len(p.Problems) > 0 }

func (s *server) held(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newHeld(r, u)
	if err != nil {
		return err
	}
	return s.showHeld(w, r, http.StatusOK, page)
}

func (s *server) showHeld(w http.ResponseWriter, r *http.Request, status int, page heldPage) error {
	return s.show(w, r, status, "held", "Mensaje por clasificar", page)
}

// newHeld puts what foja understood of the message into the three forms.
func (s *server) newHeld(r *http.Request, u access.User) (heldPage, error) {
	m, err := s.Desk.Pen.HeldMessage(r.Context(), u, mux.Vars(r)["id"])
	if err != nil {
		return heldPage{}, err
	}
	p, all, err := s.procedure(r.FormValue("procedure"), u.Office)
	if err != nil {
		return heldPage{}, err
	}
	number := ""
	if m.Suggested != nil {
		number = m.Suggested.Number
	}
	page := heldPage{Message: m, Key: newKey(), Decides: u.Has(access.Registrars...), Procedure: p, Procedures: all}
	page.Request = s.newCounter(printerOf(r), u, p, all).form
	page.Request.each(func(f *field) {
		f.Prefix, f.Autofocus, f.AccessKey = "request-", false, ""
		switch f.Name {
		case "name":
			f.Value = m.FromName
		case "email":
			f.Value = m.FromEmail
		case "subject":
			f.Value = m.Subject
		case "text":
			f.Value = m.Text
		}
	})
	// What only paper has: the message's own time and files are kept with it.
	page.Request.drop("sheets", "files", "received_at")
	if m.Consent {
		page.Request.drop("email_consent")
	}
	page.Register = registerForm(m, p)
	page.Join = form{Sections: []section{{Fields: []field{{Prefix: "join-", Name: "number", Label: "Número de expediente", Kind: kindText, Width: "half", Value: number}}}}}
	page.Dismiss = form{Sections: []section{{Fields: []field{{Prefix: "dismiss-", Name: "reason", Label: "Motivo", Hint: "Queda en el registro. El mensaje no se borra.", Kind: kindLong, Rows: 3}}}}}
	return page, nil
}

// registerForm asks only whose request it is: the rest is as the mail says.
func registerForm(m pen.Message, p docket.Procedure) form {
	var whose []core.Choice
	for _, a := range m.Addresses {
		if a.Answerable {
			name := a.Email
			if a.Name != "" && a.Name != a.Email {
				name = a.Name + " <" + a.Email + ">"
			}
			whose = append(whose, core.Choice{Key: a.Email, Label: name + ", " + a.Words})
		}
	}
	if len(whose) == 0 {
		return form{}
	}
	likeliest := ""
	if len(whose) == 1 { // of several a person chooses: one click must not register anyone who only forwards it
		likeliest = whose[0].Key
	}
	return form{Sections: []section{{Fields: []field{
		{Name: "procedure", Kind: kindHidden, Value: p.Key},
		{Prefix: "register-", Name: "address", Label: "¿Quién lo solicita?", Kind: kindRadios, Choices: whose, Value: likeliest},
	}}}}
}

// drop takes questions out of a form, and sections that are left empty.
func (f *form) drop(names ...string) {
	var kept []section
	for _, sec := range f.Sections {
		var fields []field
		for _, q := range sec.Fields {
			if !slices.Contains(names, q.Name) {
				fields = append(fields, q)
			}
		}
		if len(fields) > 0 {
			kept = append(kept, section{sec.Legend, fields})
		}
	}
	f.Sections = kept
}

func (s *server) heldDecide(w http.ResponseWriter, r *http.Request, u access.User) error {
	d := pen.Decision{
		Key: keyOf(r), Do: r.PostFormValue("do"),
		Number: strings.TrimSpace(r.PostFormValue("number")), Reason: strings.TrimSpace(r.PostFormValue("reason")),
	}
	id, err := mux.Vars(r)["id"], error(nil)
	switch d.Do {
	case "request":
		d.Form, err = s.heldForm(r, u)
	case "register":
		d.Address, d.Form.Procedure = strings.TrimSpace(r.PostFormValue("address")), r.PostFormValue("procedure")
		if d.Address == "" {
			err = docket.Invalid("address", "held.requester_not_chosen")
		}
	}
	request := ""
	if err == nil {
		request, err = s.Desk.Pen.Decide(r.Context(), u, id, d)
	}
	if err == nil {
		switch d.Do {
		case "request", "register":
			http.Redirect(w, r, "/requests/"+request+"/receipt", http.StatusSeeOther)
		case "join":
			s.flash(r, "El mensaje se unió al expediente.")
			http.Redirect(w, r, "/requests/"+request, http.StatusSeeOther)
		case "restore":
			s.flash(r, "El mensaje volvió a la bandeja.")
			http.Redirect(w, r, "/held/"+id, http.StatusSeeOther)
		default:
			http.Redirect(w, r, "/held?"+url.Values{"undo": {id}}.Encode(), http.StatusSeeOther)
		}
		return nil
	}
	page, again := s.newHeld(r, u)
	if again != nil {
		return err
	}
	page.Key, page.Do = d.Key, d.Do
	f := map[string]*form{"request": &page.Request, "register": &page.Register, "join": &page.Join, "dismiss": &page.Dismiss, "restore": {}}[d.Do]
	if f == nil {
		return docket.Refuse(docket.CodeInvalid, "held.undecided")
	}
	f.fill(r.PostForm)
	code := codeOf(err)
	switch {
	case f.refuse(err):
		page.Problems = f.Problems
	case code == docket.CodeConflict, code == docket.CodeNotFound && d.Do == "join":
		page.Problems = []problem{{"", messageOf(err)}}
	default:
		return err
	}
	status, _ := statusOf(code)
	return s.showHeld(w, r, status, page)
}

func (s *server) heldForm(r *http.Request, u access.User) (acts.Form, error) {
	p, _, err := s.procedure(r.PostFormValue("procedure"), u.Office)
	if err != nil {
		return acts.Form{}, err
	}
	f, err := s.formOf(r, u, p)
	f.Channel, f.FromMessage = docket.ChannelEmail, mux.Vars(r)["id"]
	return f, err
}
