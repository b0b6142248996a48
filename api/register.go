package api

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/documents"
	"foja/docket"
	"foja/languages"
)

// formInput is a request as it is handed in. What must be filled in is the desk's to say.
type formInput struct {
	Procedure    string            `json:"procedure"`
	Office       string            `json:"office"`  // "" = the user's
	Channel      string            `json:"channel"` // "" = counter
	Requester    requesterInput    `json:"requester"`
	Subject      string            `json:"subject"`
	Text         string            `json:"text"`
	DeliveryMode string            `json:"delivery_mode"`
	Fields       map[string]string `json:"fields"`
	Sheets       int               `json:"sheets"`
	ReceivedAt   string            `json:"received_at"` // "" = now
}

type requesterInput struct {
	Name         string `json:"name"`
	IDKind       string `json:"id_kind"`
	IDNumber     string `json:"id_number"`
	Address      string `json:"address"`
	Email        string `json:"email"`
	Phone        string `json:"phone"`
	EmailConsent bool   `json:"email_consent"`
	Language     string `json:"language"`
}

type registerInput struct {
	formInput
	Files []file `json:"files"`
}

func (in *registerInput) lock() []file {
	files := in.Files
	in.Files = nil
	return files
}

// form is the input as the desk takes it.
func (in formInput) form() (acts.Form, error) {
	at, err := parseMoment("received_at", in.ReceivedAt)
	if l := in.Requester.Language; err == nil && l != "" && (l == languages.Spanish || !languages.Known(l)) {
		known := strings.Join(languages.Codes()[1:], ", ")
		err = renamed(docket.Invalid("language", "request.language_unknown", "languages", known), formField)
	}
	return acts.Form{
		Procedure: in.Procedure, Office: in.Office, Channel: docket.Channel(in.Channel),
		Requester: docket.Requester{
			Name: in.Requester.Name, IDKind: in.Requester.IDKind, IDNumber: in.Requester.IDNumber, Address: in.Requester.Address,
			Email: in.Requester.Email, Phone: in.Requester.Phone, EmailConsent: in.Requester.EmailConsent, Language: in.Requester.Language,
		},
		Subject: in.Subject, Text: in.Text, DeliveryMode: in.DeliveryMode, Fields: in.Fields, Sheets: in.Sheets, ReceivedAt: at,
	}, err
}

// formField maps the desk's name of a field, which is that of a flat form, to its path here.
func formField(name string) string {
	requester := []string{"name", "id_kind", "id_number", "address", "email", "phone", "email_consent", "language"}
	if slices.Contains(requester, name) {
		return "requester." + name
	}
	if key, ok := strings.CutPrefix(name, "field_"); ok {
		return "fields." + key
	}
	return name
}

type registeredView struct {
	ID         string        `json:"id"`
	Number     string        `json:"number"`
	StatusCode string        `json:"status_code"`
	ReceivedAt time.Time     `json:"received_at"`
	DueOn      calendar.Date `json:"due_on,omitzero"`
}

// register makes a request of what was handed in.
func (s *server) register(r *http.Request, u access.User, key string, in registerInput, files []documents.Upload) (answer, error) {
	f, err := in.form()
	if err != nil {
		return answer{}, err
	}
	f.Token, f.Files = key, files
	done, err := s.Desk.Acts.Register(r.Context(), u, f)
	if err != nil {
		return answer{}, renamed(err, formField)
	}
	office := in.Office
	if office == "" {
		office = u.Office
	}
	return answer{
		status: http.StatusCreated, location: requestURL(done.ID), again: done.Existed,
		body: registeredView{done.ID, done.Number, done.StatusCode, done.ReceivedAt.In(s.zones.of(office)), done.DueOn},
	}, nil
}
