package api

import (
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/documents"
	"foja/desk/pen"
	"foja/docket"
)

// message shows a mail, whatever became of it.
func (s *server) message(w http.ResponseWriter, r *http.Request, u access.User) error {
	m, err := s.Desk.Pen.Message(r.Context(), u, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, s.messageOf(m, s.zones.of(u.Office)))
}

// moveInput takes a message out of its case.
type moveInput struct {
	From    string     `json:"from"` // "" = the case where it is
	To      string     `json:"to"`
	Number  string     `json:"number"` // to = case
	Reason  string     `json:"reason"`
	Request *formInput `json:"request"` // to = request; without it the message waits in the holding pen
}

func (s *server) moveMessage(r *http.Request, u access.User, key string, in moveInput, _ []documents.Upload) (answer, error) {
	m := pen.MessageMove{Key: key, From: in.From, To: docket.MoveTo(in.To), Number: in.Number, Reason: in.Reason}
	field := func(name string) string { return name }
	if in.Request != nil {
		field = func(name string) string {
			if name == "reason" || name == "to" || name == "number" {
				return name
			}
			return "request." + formField(name)
		}
		f, err := in.Request.form()
		if err != nil {
			return answer{}, renamed(err, field)
		}
		m.Form = &f
	}
	request, err := s.Desk.Pen.MoveMessage(r.Context(), u, mux.Vars(r)["id"], m)
	if err != nil {
		return answer{}, renamed(err, field)
	}
	a := answer{status: http.StatusOK, body: decidedView{request}}
	if request != "" {
		a.location = requestURL(request)
	}
	return a, nil
}
