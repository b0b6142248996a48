package web

import (
	"net/http"

	"foja/access"
	"foja/desk/upkeep"
	"foja/docket"
)

type systemPage struct {
	Settings []upkeep.Setting
	Backlogs []upkeep.MailBacklog
	May      bool // check the mail
	Checks   []check
}

// check is one thing that was tried.
type check struct {
	Class, Glyph, Word string
	Text               any // a sentence, or what a server said
}

// system shows the settings in force.
func (s *server) system(w http.ResponseWriter, r *http.Request, u access.User) error {
	return s.showSystem(w, r, u, nil)
}

// checkMail tries the mail account and says what works.
func (s *server) checkMail(w http.ResponseWriter, r *http.Request, u access.User) error {
	found, err := s.Desk.Upkeep.CheckMail(r.Context(), u)
	if err != nil && codeOf(err) != docket.CodeUnavailable {
		return err
	}
	var checks []check
	if err != nil {
		checks = []check{{"late", "▲", "Mal", messageOf(err)}}
	}
	for _, f := range found {
		switch {
		case f.OK:
			checks = append(checks, check{"calm", "●", "Bien", f.Text})
		case f.Note:
			checks = append(checks, check{"soon", "◐", "Aviso", f.Text})
		default:
			checks = append(checks, check{"late", "▲", "Mal", f.Text})
		}
	}
	return s.showSystem(w, r, u, checks)
}

func (s *server) showSystem(w http.ResponseWriter, r *http.Request, u access.User, checks []check) error {
	settings, err := s.Desk.Upkeep.SettingsInForce(r.Context(), u)
	if err != nil {
		return err
	}
	backlogs, err := s.Desk.Upkeep.MailBacklogs(r.Context(), u)
	if err != nil {
		return err
	}
	page := systemPage{Settings: settings, Backlogs: backlogs, May: u.Has(access.AccountKeepers...), Checks: checks}
	return s.show(w, r, http.StatusOK, "system", "Sistema", page)
}
