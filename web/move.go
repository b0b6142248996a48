package web

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/core"
	"foja/desk/pen"
	"foja/docket"
)

// messagePage is one message with what may be done with it.
type messagePage struct {
	pen.Message
	Key      string
	Move     form
	Problems []problem
}

func (p messagePage) wrong() bool { return len(p.Problems) > 0 }

// message shows a mail of a case, whatever became of it.
func (s *server) message(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newMessage(r, u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "message", "Mensaje", page)
}

func (s *server) newMessage(r *http.Request, u access.User) (messagePage, error) {
	m, err := s.Desk.Pen.Message(r.Context(), u, mux.Vars(r)["id"])
	if err != nil {
		return messagePage{}, err
	}
	page := messagePage{Message: m, Key: newKey()}
	from := ""
	if m.Case != nil {
		from = m.Case.ID
	}
	page.Move = form{Sections: []section{{Fields: []field{
		{Name: "from", Kind: kindHidden, Value: from},
		{Name: "to", Label: "Adónde va", Kind: kindRadios, Choices: []core.Choice{
			{Key: string(docket.MoveToCase), Words: docket.Say("A otro expediente")},
			{Key: string(docket.MoveToHeld), Words: docket.Say("A la bandeja por clasificar")},
			{Key: string(docket.MoveToNew), Words: docket.Say("Es una solicitud nueva: se registra con el día en que llegó")},
		}},
		{Name: "number", Label: "Número del otro expediente", Kind: kindText, Width: "half", Optional: true, Hint: "Solo si va a otro expediente."},
		{Name: "reason", Label: "Por qué se mueve", Kind: kindLong, Rows: 3, Hint: "Queda en el historial de los dos expedientes. Lo que ya se registró con el mensaje no se deshace: el responsable recibe una tarea para revisarlo."},
	}}}}
	return page, nil
}

// move takes a message out of its case. A new request is made on the page of the holding pen, where foja has filled in what it read.
func (s *server) move(w http.ResponseWriter, r *http.Request, u access.User) error {
	id := mux.Vars(r)["id"]
	get := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	m := pen.MessageMove{Key: keyOf(r), From: get("from"), To: docket.MoveTo(get("to")), Number: get("number"), Reason: get("reason")}
	request, err := s.Desk.Pen.MoveMessage(r.Context(), u, id, m)
	if err == nil {
		switch {
		case request != "":
			s.flash(r, "El mensaje se movió a este expediente.")
			http.Redirect(w, r, "/requests/"+request, http.StatusSeeOther)
		case m.To == docket.MoveToNew:
			s.flash(r, "El mensaje salió del expediente. Complete los datos para registrarlo.")
			http.Redirect(w, r, "/held/"+id, http.StatusSeeOther)
		default:
			s.flash(r, "El mensaje volvió a la bandeja.")
			http.Redirect(w, r, "/requests/"+m.From, http.StatusSeeOther)
		}
		return nil
	}
	code := codeOf(err)
	if code != docket.CodeInvalid && code != docket.CodeConflict {
		return err
	}
	page, again := s.newMessage(r, u)
	if again != nil {
		return err
	}
	page.Key = m.Key
	page.Move.fill(r.PostForm)
	if page.Move.refuse(err) {
		page.Problems = page.Move.Problems
	} else {
		page.Problems = []problem{{"", messageOf(err)}}
	}
	status, _ := statusOf(code)
	return s.show(w, r, status, "message", "Mensaje", page)
}
