package api

import (
	"net/http"

	"foja/access"
	"foja/desk/acts"
)

type probeInput struct {
	Name     string `json:"name"`
	IDNumber string `json:"id_number"`
	Email    string `json:"email"`
	Text     string `json:"text"`
}

type duplicateView struct {
	Request rowView  `json:"request"`
	Why     []string `json:"why"`
}

// duplicates hints at requests that the one being written may repeat. It is a POST because
// personal data has no place in an address; it changes nothing.
func (s *server) duplicates(w http.ResponseWriter, r *http.Request, u access.User) error {
	var in probeInput
	if _, err := read(w, r, &in); err != nil {
		return err
	}
	hints, err := s.Desk.Acts.Duplicates(r.Context(), u, acts.DuplicateProbe{Name: in.Name, IDNumber: in.IDNumber, Email: in.Email, Text: in.Text})
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, items[duplicateView]{each(hints, func(h acts.DuplicateHint) duplicateView {
		return duplicateView{s.row(h.Row), append([]string{}, h.Why...)}
	})})
}
