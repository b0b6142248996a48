package api

import (
	"net/http"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/lists"
	"foja/docket"
)

// rowView is a request in a list.
type rowView struct {
	ID               string         `json:"id"`
	Number           string         `json:"number"`
	Procedure        keyName        `json:"procedure"`
	Office           string         `json:"office"` // name
	Channel          docket.Channel `json:"channel"`
	RequesterName    string         `json:"requester_name"`
	Subject          string         `json:"subject"`
	State            string         `json:"state"` // "" until its workflow has spoken
	StateName        string         `json:"state_name"`
	Hands            docket.Hands   `json:"hands"`
	HolderName       string         `json:"holder_name,omitempty"`
	ReceivedAt       time.Time      `json:"received_at"`
	ReceivedOn       calendar.Date  `json:"received_on"`
	DueOn            calendar.Date  `json:"due_on,omitzero"`
	BusinessDaysLeft int            `json:"business_days_left"`
	Overdue          bool           `json:"overdue"`
	Outcome          string         `json:"outcome,omitempty"` // name
	ClosedAt         time.Time      `json:"closed_at,omitzero"`
}

func (s *server) row(r lists.Row) rowView {
	zone := s.zones.named(r.Office)
	return rowView{
		ID: r.ID, Number: r.Number, Procedure: keyName{r.ProcedureKey, spanishWords.Text(r.Procedure)}, Office: r.Office, Channel: r.Channel,
		RequesterName: r.RequesterName, Subject: r.Subject, State: r.State, StateName: spanishWords.Say(r.StateName), Hands: r.Hands, HolderName: r.Holder,
		ReceivedAt: r.ReceivedAt.In(zone), ReceivedOn: r.ReceivedOn, DueOn: r.DueOn, BusinessDaysLeft: r.Left, Overdue: r.Overdue,
		Outcome: spanishWords.Say(r.Outcome), ClosedAt: r.ClosedAt.In(zone),
	}
}

// requests lists the requests that a filter chooses and the user may see.
func (s *server) requests(w http.ResponseWriter, r *http.Request, u access.User) error {
	f, err := filterOf(r.URL.Query())
	if err != nil {
		return err
	}
	if f.Limit, f.Offset, err = window(r.URL.Query()); err != nil {
		return err
	}
	rows, total, err := s.Desk.Lists.Requests(r.Context(), u, f)
	if err != nil {
		return err
	}
	return sendPage(w, r, page[rowView]{each(rows, s.row), total, f.Limit, f.Offset})
}
