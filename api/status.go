package api

import (
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"foja/calendar"
)

// statusView is what a citizen sees of her request: no personal data, not even her own.
type statusView struct {
	Number           string        `json:"number"`
	Procedure        string        `json:"procedure"` // name
	Office           officeView    `json:"office"`
	ReceivedAt       time.Time     `json:"received_at"`
	ReceivedOn       calendar.Date `json:"received_on"`
	StateName        string        `json:"state_name"`
	Where            string        `json:"where"`
	Closed           bool          `json:"closed"`
	Outcome          string        `json:"outcome,omitempty"`
	AnsweredAt       time.Time     `json:"answered_at,omitzero"`
	Overdue          bool          `json:"overdue"`
	BusinessDaysLeft int           `json:"business_days_left"`
	Remedy           string        `json:"remedy,omitempty"`  // what the citizen can do now
	Appeals          []string      `json:"appeals,omitempty"` // where each of her appeals is
	Expiries         []expiryView  `json:"expiries,omitempty"`
	Clock            clockView     `json:"clock"`
}

// status is open to anyone who knows number and code. The desk limits guessing.
func (s *server) status(w http.ResponseWriter, r *http.Request) error {
	st, err := s.Desk.Links.Status(r.Context(), mux.Vars(r)["number"], mux.Vars(r)["code"], s.ip(r))
	if err != nil {
		return err
	}
	zone := s.zones.of(st.Office.ID)
	return send(w, http.StatusOK, statusView{
		Number: st.Number, Procedure: st.Procedure, Office: officeOf(st.Office), ReceivedAt: st.ReceivedAt.In(zone), ReceivedOn: st.ReceivedOn,
		StateName: spanishWords.Say(st.StateName), Where: st.Where, Closed: st.Closed, Outcome: spanishWords.Say(st.Outcome), AnsweredAt: st.AnsweredAt.In(zone),
		Overdue: st.Overdue, BusinessDaysLeft: st.Left, Remedy: st.Remedy, Appeals: each(st.Appeals, spanishWords.Say), Expiries: each(st.Expiries, expiryOf), Clock: clockOf(st.Deadline),
	})
}
