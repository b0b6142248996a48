package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/documents"
	"foja/desk/pen"
	"foja/docket"
)

// messageView is a mail that was kept.
type messageView struct {
	ID          string           `json:"id"`
	ReceivedAt  time.Time        `json:"received_at"`
	FromName    string           `json:"from_name"`
	FromEmail   string           `json:"from_email"`
	Subject     string           `json:"subject"`
	Text        string           `json:"text"`
	Attachments []attachmentView `json:"attachments"`
	Defects     []string         `json:"defects"`
	Fate        string           `json:"fate"`
	Reason      string           `json:"reason,omitempty"` // why it is held
	Suggested   *rowView         `json:"suggested,omitempty"`
	Addresses   []addressView    `json:"addresses"`         // that it names, the likeliest requester first
	Request     string           `json:"request,omitempty"` // the case that it is in
	Requester   bool             `json:"from_requester"`    // its address is the requester's, and nothing speaks against it
	Whose       string           `json:"whose,omitempty"`   // what else it is, in Spanish
	Movable     bool             `json:"movable"`           // the user may take it out of its case
	Fixed       string           `json:"fixed,omitempty"`   // why it cannot leave its case
	Trail       []trailView      `json:"trail"`             // cases in which it was before, the first first
}

type addressView struct {
	Name       string `json:"name"`
	Email      string `json:"email"`
	Role       string `json:"role"`
	Answerable bool   `json:"answerable"`
}

type trailView struct {
	Request string    `json:"request,omitempty"`
	Number  string    `json:"number"`
	Who     string    `json:"who"`
	At      time.Time `json:"at"`
	Reason  string    `json:"reason,omitempty"`
}

type attachmentView struct {
	N      int    `json:"n"`
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

func (s *server) messageOf(m pen.Message, zone *time.Location) messageView {
	v := messageView{
		ID: m.ID, ReceivedAt: m.ReceivedAt.In(zone), FromName: m.FromName, FromEmail: m.FromEmail, Subject: m.Subject, Text: m.Text,
		Attachments: each(m.Attachments, func(a pen.MessageAttachment) attachmentView {
			return attachmentView{a.N, a.Name, a.Type, a.Size, a.SHA256}
		}),
		Defects: append([]string{}, each(m.Defects, spanishWords.Say)...), Fate: m.Fate, Reason: spanishWords.Say(m.Reason),
		Addresses: each(m.Addresses, func(a pen.MessageAddress) addressView {
			return addressView{a.Name, a.Email, a.Role, a.Answerable}
		}),
		Requester: m.From.Requester, Whose: spanishWords.Say(m.From.Words), Movable: m.Movable, Fixed: spanishWords.Say(m.Fixed),
		Trail: each(m.Trail, func(t pen.MessageTrail) trailView {
			return trailView{t.Request, t.Number, t.Who, t.At.In(zone), t.Reason}
		}),
	}
	if m.Case != nil {
		v.Request = m.Case.ID
	}
	if m.Suggested != nil {
		row := s.row(*m.Suggested)
		v.Suggested = &row
	}
	return v
}

func (s *server) heldList(w http.ResponseWriter, r *http.Request, u access.User) error {
	limit, offset, err := window(r.URL.Query())
	if err != nil {
		return err
	}
	all, total, err := s.Desk.Pen.Held(r.Context(), u, r.URL.Query().Get("dismissed") == "yes", limit, offset)
	if err != nil {
		return err
	}
	zone := s.zones.of(u.Office)
	return sendPage(w, r, page[messageView]{each(all, func(m pen.Message) messageView { return s.messageOf(m, zone) }), total, limit, offset})
}

func (s *server) held(w http.ResponseWriter, r *http.Request, u access.User) error {
	m, err := s.Desk.Pen.HeldMessage(r.Context(), u, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, s.messageOf(m, s.zones.of(u.Office)))
}

// decisionInput settles a held message. Its own time and files go with it into a request.
type decisionInput struct {
	Do      string     `json:"do"`
	Request *formInput `json:"request"` // do = request
	Number  string     `json:"number"`  // do = join
	Reason  string     `json:"reason"`  // do = dismiss

	Address   string `json:"address"`   // do = register
	Procedure string `json:"procedure"` // do = register
}

type decidedView struct {
	Request string `json:"request,omitempty"` // the case it became or joined
}

func (s *server) decide(r *http.Request, u access.User, key string, in decisionInput, _ []documents.Upload) (answer, error) {
	d := pen.Decision{Key: key, Do: in.Do, Number: in.Number, Reason: in.Reason, Address: in.Address}
	if in.Do == "register" {
		d.Form.Procedure = in.Procedure
	}
	field := func(name string) string { return name }
	if in.Do == "request" {
		if in.Request == nil {
			return answer{}, docket.Invalid("request", "api.request_missing")
		}
		field = func(name string) string { return "request." + formField(name) }
		var err error
		if d.Form, err = in.Request.form(); err != nil {
			return answer{}, renamed(err, field)
		}
	}
	request, err := s.Desk.Pen.Decide(r.Context(), u, mux.Vars(r)["id"], d)
	if err != nil {
		return answer{}, renamed(err, field)
	}
	a := answer{status: http.StatusOK, body: decidedView{request}}
	if request != "" {
		a.location = requestURL(request)
	}
	return a, nil
}

// messageRaw hands out a mail as it came over the wire.
func (s *server) messageRaw(w http.ResponseWriter, r *http.Request, u access.User) error {
	f, err := s.Desk.Pen.RawMessage(r.Context(), u, mux.Vars(r)["id"])
	if err == nil {
		sendFile(w, r, f)
	}
	return err
}

func (s *server) messageFile(w http.ResponseWriter, r *http.Request, u access.User) error {
	n, err := strconv.Atoi(mux.Vars(r)["n"])
	if err != nil {
		return errNoPath
	}
	f, err := s.Desk.Pen.MessageFile(r.Context(), u, mux.Vars(r)["id"], n)
	if err == nil {
		sendFile(w, r, f)
	}
	return err
}
