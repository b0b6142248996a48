package web

import (
	"net/http"
	"strings"

	"foja/access"
	"foja/desk/lists"
)

type todayPage struct {
	lists.Today
	Me       string // ID of the user
	Key      string
	Problems []problem
}

func (p todayPage) wrong() bool { return len(p.Problems) > 0 }

// day is the officer's work, what ends first first.
func (s *server) day(w http.ResponseWriter, r *http.Request, u access.User) error {
	d, err := s.Desk.Lists.Day(r.Context(), u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "today", "Hoy", todayPage{Today: d, Me: u.ID, Key: newKey()})
}

// claimAll takes the cases that were ticked and says of each what became of it.
func (s *server) claimAll(w http.ResponseWriter, r *http.Request, u access.User) error {
	done, err := s.Desk.Acts.ClaimAll(r.Context(), u, keyOf(r), r.PostForm["requests"])
	if err != nil && codeOf(err) != "invalid" {
		return err
	}
	var taken []string
	page := todayPage{Me: u.ID, Key: newKey()}
	for _, c := range done {
		if c.Refusal.IsZero() {
			taken = append(taken, c.Number)
		} else {
			page.Problems = append(page.Problems, problem{"", ofCase(c.Number, c.Refusal)})
		}
	}
	if err != nil {
		page.Problems = []problem{{"pool", messageOf(err)}}
	}
	if len(page.Problems) == 0 {
		s.flashN(r, len(taken), "Tomó {n} solicitud: {numbers}.", "Tomó {n} solicitudes: {numbers}.", "numbers", strings.Join(taken, ", "))
		http.Redirect(w, r, "/today", http.StatusSeeOther)
		return nil
	}
	if page.Today, err = s.Desk.Lists.Day(r.Context(), u); err != nil {
		return err
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "today", "Hoy", page)
}

// lineClass is the colour of a line: how near its last day is.
func lineClass(r lists.TodayRow) string {
	switch {
	case r.Mail && r.Late:
		return "late"
	case r.Mail, r.Legal.IsZero():
		return "new"
	default:
		return due(r.Legal, r.Left, r.Late, false).Class
	}
}
