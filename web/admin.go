package web

import (
	"net/http"

	"foja/docket"

	"foja/access"
	"foja/access/accounts"
	"foja/calendar"
	"foja/desk/core"
)

type adminPage struct {
	form
	Users     []userRow
	Absences  []absenceRow
	MayAssign bool
}

type userRow struct {
	access.User
	OfficeName string
}

type absenceRow struct {
	accounts.Absence
	UserName, DeputyName string
	Now                  bool
}

func (s *server) admin(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newAdmin(r, u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "admin", "Administración", page)
}

func (s *server) newAdmin(r *http.Request, u access.User) (adminPage, error) {
	users, err := s.Desk.Accounts.Users(r.Context(), u)
	if err != nil {
		return adminPage{}, err
	}
	absences, err := s.Desk.Accounts.Absences(r.Context(), u)
	if err != nil {
		return adminPage{}, err
	}
	page, names, choices := adminPage{MayAssign: u.Has(access.Assigners...)}, map[string]string{}, []core.Choice{{Words: docket.Say("Elija")}}
	agency, today := s.Desk.Core.Agency(), s.Desk.Core.Today(u.Office)
	for _, user := range users {
		row := userRow{user, "Todas"}
		if o, ok := agency.Office(user.Office); ok {
			row.OfficeName = o.Name
		}
		page.Users = append(page.Users, row)
		names[user.ID] = user.Name
		choices = append(choices, core.Choice{Key: user.ID, Label: user.Name})
	}
	deputies := append([]core.Choice{{Words: docket.Say("Nadie")}}, choices[1:]...)
	for _, a := range absences {
		page.Absences = append(page.Absences, absenceRow{a, names[a.User], names[a.Deputy], covers(a, today)})
	}
	page.form = form{Key: newKey(), Sections: []section{{Fields: []field{
		{Name: "user", Label: "Quién se ausenta", Kind: kindSelect, Choices: choices},
		{Name: "deputy", Label: "Suplente", Kind: kindSelect, Choices: deputies, Optional: true, Hint: "Ve y hace el trabajo de quien se ausenta, en su nombre. Debe tener las mismas funciones. Sin suplente se avisa a la jefatura."},
		{Name: "from", Label: "Desde", Kind: kindDate, Value: today.String()},
		{Name: "to", Label: "Hasta", Kind: kindDate, Value: today.String()},
	}}}}
	return page, nil
}

func covers(a accounts.Absence, d calendar.Date) bool { return !d.Before(a.From) && !d.After(a.To) }

func (s *server) setAbsence(w http.ResponseWriter, r *http.Request, u access.User) error {
	a := accounts.Absence{
		ID: r.PostFormValue("id"), User: r.PostFormValue("user"), Deputy: r.PostFormValue("deputy"),
		Remove: r.PostFormValue("remove") == "yes",
	}
	err := readDays(r, &a)
	if err == nil {
		err = s.Desk.Accounts.SetAbsence(r.Context(), u, a)
	}
	if err == nil {
		if a.Remove {
			s.flash(r, "La ausencia se retiró.")
		} else {
			s.flash(r, "La ausencia se registró. En esos días su suplente ve y hace su trabajo.")
		}
		to := "/admin"
		if !a.Remove && u.Has(access.Assigners...) {
			if load, err := s.Desk.Lists.Load(r.Context(), u, a.User); err == nil && load.Total > 0 {
				to = loadURL(a.User) // what is hers goes to her deputy, or to whom she chooses
			}
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	page, again := s.newAdmin(r, u)
	if again != nil {
		return again
	}
	page.fill(r.PostForm)
	page.Key = keyOf(r)
	if !page.refuse(err) {
		return err
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "admin", "Administración", page)
}

func readDays(r *http.Request, a *accounts.Absence) error {
	return parseDays(r.PostFormValue, dayAt{"from", &a.From}, dayAt{"to", &a.To})
}
