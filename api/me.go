package api

import (
	"net/http"

	"foja/access"
	"foja/calendar"
	"foja/docket"
)

type userView struct {
	ID     string        `json:"id"`
	Login  string        `json:"login"`
	Name   string        `json:"name"`
	Email  string        `json:"email"`
	Roles  []docket.Role `json:"roles"`
	Office string        `json:"office,omitempty"` // absent: every office
	Unit   string        `json:"unit,omitempty"`
}

func userOf(u access.User) userView {
	return userView{u.ID, u.Login, u.Name, u.Email, append([]docket.Role{}, u.Roles...), u.Office, u.Unit}
}

type officeView struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Address string `json:"address"`
	Region  string `json:"region"`
	Zone    string `json:"zone"`
	Opens   string `json:"opens"`
	Closes  string `json:"closes"`
}

func officeOf(o docket.Office) officeView {
	return officeView{o.ID, o.Name, o.Address, o.Region, o.Zone, o.Opens, o.Closes}
}

type meView struct {
	User    userView      `json:"user"`
	Agency  string        `json:"agency"`
	Offices []officeView  `json:"offices"` // for which the user works
	Today   calendar.Date `json:"today"`   // in the user's office
}

// me tells a caller who it is and for which offices it works.
func (s *server) me(w http.ResponseWriter, _ *http.Request, u access.User) error {
	agency := s.Desk.Core.Agency()
	var own []docket.Office
	for _, o := range agency.Offices {
		if u.Office == "" || u.Office == o.ID {
			own = append(own, o)
		}
	}
	return send(w, http.StatusOK, meView{userOf(u), agency.Name, each(own, officeOf), s.Desk.Core.Today(u.Office)})
}
