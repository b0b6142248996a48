package api

import (
	"net/http"

	"foja/access"
	"foja/calendar"
	"foja/desk/lists"
)

// workView is one line of an officer's work list.
type workView struct {
	Request          string        `json:"request"`
	Number           string        `json:"number"`
	RequesterName    string        `json:"requester_name"`
	Subject          string        `json:"subject"`
	Procedure        string        `json:"procedure"` // name
	StateName        string        `json:"state_name"`
	Task             taskView      `json:"task"`
	Title            string        `json:"title"` // what to do
	About            string        `json:"about,omitempty"`
	HolderName       string        `json:"holder_name,omitempty"`
	DueOn            calendar.Date `json:"due_on,omitzero"` // the task's, or else the case's
	BusinessDaysLeft int           `json:"business_days_left"`
	Overdue          bool          `json:"overdue"`
}

// tasks lists work, what is due next first.
func (s *server) tasks(w http.ResponseWriter, r *http.Request, u access.User) error {
	q := r.URL.Query()
	if wrong := oneOf(q, "whose", "mine", "pool", "all"); wrong != nil {
		return wrong
	}
	f := lists.TaskFilter{Whose: q.Get("whose")}
	if f.Whose == "" {
		f.Whose = "mine"
	}
	var err error
	if f.Limit, f.Offset, err = window(q); err != nil {
		return err
	}
	rows, total, err := s.Desk.Lists.Tasks(r.Context(), u, f)
	if err != nil {
		return err
	}
	zone := s.zones.of(u.Office)
	return sendPage(w, r, page[workView]{each(rows, func(t lists.TaskRow) workView {
		return workView{
			t.Request, t.Number, t.Requester, t.Subject, spanishWords.Text(t.Procedure), spanishWords.Say(t.StateName), taskOf(t.Task, zone), spanishWords.Say(t.Title), t.About, t.Holder, t.DueOn, t.Left, t.Overdue,
		}
	}), total, f.Limit, f.Offset})
}
