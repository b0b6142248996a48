package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/core"
	"foja/docket"
)

// unitsPage lists the areas that are asked for records.
type unitsPage struct {
	form
	Units   []docket.Unit
	Offices map[string]string // names
	May     bool
}

// unitCardPage is one of them.
type unitCardPage struct {
	form
	Unit docket.Unit
	May  bool
}

func (s *server) newUnits(r *http.Request, u access.User) (unitsPage, error) {
	all, err := s.Desk.Norms.Units(r.Context(), u)
	return unitsPage{Units: all, Offices: s.officeNames(), May: u.Has(access.AccountKeepers...), form: s.unitQuestions(docket.Unit{})}, err
}

func (s *server) unitQuestions(u docket.Unit) form {
	office := field{Name: "office", Label: "Sede", Kind: kindSelect, Width: "half", Value: u.Office, Choices: s.officeChoices()}
	if len(office.Choices) > 1 {
		office.Choices = append([]core.Choice{{Label: "Elija"}}, office.Choices...)
	}
	return form{Key: newKey(), Sections: []section{{Fields: []field{
		{Name: "name", Label: "Nombre del área", Kind: kindText, Width: "half", Value: u.Name, Autocomplete: "off"},
		office,
		{Name: "email", Label: "Correo", Kind: kindEmail, Width: "half", Value: u.Email, Optional: true, Autocomplete: "off", Hint: "Allí le llegan las consultas, cada una con su enlace."},
	}}}}
}

func (s *server) units(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newUnits(r, u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "units", "Áreas", page)
}

func (s *server) addUnit(w http.ResponseWriter, r *http.Request, u access.User) error {
	unit := docket.Unit{Name: r.PostFormValue("name"), Office: r.PostFormValue("office"), Email: r.PostFormValue("email")}
	err := s.Desk.Norms.SaveUnit(r.Context(), u, unit)
	if err == nil {
		return s.unitSaved(w, r, "El área se añadió. Ya se le puede consultar.")
	}
	page, again := s.newUnits(r, u)
	if again != nil {
		return again
	}
	page.fill(r.PostForm)
	if !page.refuse(err) {
		return err
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "units", "Áreas", page)
}

func (s *server) newUnitCard(r *http.Request, u access.User) (unitCardPage, error) {
	all, err := s.Desk.Norms.Units(r.Context(), u)
	if err != nil {
		return unitCardPage{}, err
	}
	for _, unit := range all {
		if unit.ID == mux.Vars(r)["id"] {
			return unitCardPage{form: s.unitQuestions(unit), Unit: unit, May: u.Has(access.AccountKeepers...)}, nil
		}
	}
	return unitCardPage{}, docket.Refuse(docket.CodeNotFound, "No existe esa área.")
}

func (s *server) unitCard(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newUnitCard(r, u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "unit_card", "Área", page)
}

// changeUnit saves an area, closes it or opens it again.
func (s *server) changeUnit(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newUnitCard(r, u)
	if err != nil {
		return err
	}
	unit, said := page.Unit, ""
	switch r.PostFormValue("do") {
	case "retire":
		unit.Retired, said = true, "El área quedó cerrada: ya no se le consulta. Lo que se le consultó antes lo puede responder."
	case "reopen":
		unit.Retired, said = false, "El área quedó abierta."
	default:
		unit.Name, unit.Office, unit.Email = r.PostFormValue("name"), r.PostFormValue("office"), r.PostFormValue("email")
		said = "Los cambios se guardaron."
	}
	err = s.Desk.Norms.SaveUnit(r.Context(), u, unit)
	if err == nil {
		return s.unitSaved(w, r, said)
	}
	page.fill(r.PostForm)
	if !page.refuse(err) {
		return err
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "unit_card", "Área", page)
}

func (s *server) unitSaved(w http.ResponseWriter, r *http.Request, said string) error {
	s.flash(r, said)
	http.Redirect(w, r, "/admin/units", http.StatusSeeOther)
	return nil
}
