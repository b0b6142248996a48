package api

import (
	"net/http"
	"time"

	"foja/access"
	"foja/desk/lists"
)

// noticeView is an internal notice to the user. It is answered by the action acknowledge on
// its request.
type noticeView struct {
	ID           string    `json:"id"`
	Request      string    `json:"request"`
	Number       string    `json:"number"`
	Alarm        string    `json:"alarm,omitempty"`
	Kind         string    `json:"kind"`
	Text         string    `json:"text"`
	At           time.Time `json:"at"`
	ReadAt       time.Time `json:"read_at,omitzero"`
	Acknowledged bool      `json:"acknowledged"`
}

func (s *server) notices(w http.ResponseWriter, r *http.Request, u access.User) error {
	limit, offset, err := window(r.URL.Query())
	if err != nil {
		return err
	}
	all, total, err := s.Desk.Lists.Notices(r.Context(), u, limit, offset)
	if err != nil {
		return err
	}
	zone := s.zones.of(u.Office)
	return sendPage(w, r, page[noticeView]{each(all, func(n lists.Notice) noticeView {
		return noticeView{n.ID, n.Request, n.Number, n.Alarm, n.Kind, n.Text, n.At.In(zone), n.ReadAt.In(zone), n.Acked}
	}), total, limit, offset})
}
