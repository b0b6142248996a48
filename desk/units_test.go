package desk

import (
	"errors"
	"strings"
	"testing"

	"foja/docket"
)

func TestAUnitIsAddedChangedAndRetired(t *testing.T) {
	h := newHouse(t)
	admin, officer := h.person("Pilar", "", docket.RoleAdministrator), h.person("Julio", "lima", docket.RoleOfficer)
	id := h.register(h.person("Rosa", "lima", docket.RoleReception), form("u1")).ID
	h.sent(id)
	h.do(officer, id, Command{Action: docket.ActClaim})
	offered := func() string {
		page, err := h.Request(h.ctx, officer, id)
		h.must(err)
		for _, b := range page.Buttons {
			if b.Action == docket.ActConsult {
				var names []string
				for _, c := range b.Choices["unit"] {
					names = append(names, c.Key+"="+c.Label)
				}
				return strings.Join(names, ", ")
			}
		}
		return ""
	}
	h.must(h.SaveUnit(h.ctx, admin, docket.Unit{Name: "  Oficina de   Estadística y Ñandúes", Office: "lima", Email: "e@spn.example"}))
	const estadistica = "oficina-de-estadistica-y-nan"
	if got := offered(); !strings.Contains(got, estadistica+"=Oficina de Estadística y Ñandúes") {
		t.Errorf("offered: %s", got)
	}
	h.must(h.SaveUnit(h.ctx, admin, docket.Unit{Name: "Oficina de Estadística y Ñandúes", Office: "trujillo"}))
	if got := offered(); !strings.Contains(got, estadistica+"-2=") {
		t.Errorf("another office's of the same name: %s", got)
	}
	h.do(officer, id, Command{Action: docket.ActConsult, Unit: estadistica, Text: "¿Lo tienen?"})
	page, err := h.Request(h.ctx, officer, id)
	h.must(err)
	if len(page.UnitLinks) != 1 || page.UnitLinks[0].Email != "e@spn.example" {
		t.Errorf("its link: %+v", page.UnitLinks)
	}
	// Retired, it keeps its name in the case and its link, and is not asked again.
	h.must(h.SaveUnit(h.ctx, admin, docket.Unit{ID: estadistica, Name: "Estadística", Office: "lima", Retired: true}))
	token := strings.TrimPrefix(page.UnitLinks[0].Path, "/u/")
	q, err := h.UnitQuestion(h.ctx, token, "192.0.2.1")
	h.must(err)
	if q.Unit != "Estadística" {
		t.Errorf("its question names %q", q.Unit)
	}
	_, err = h.Act(h.ctx, officer, id, Command{Key: "again", Action: docket.ActConsult, Unit: estadistica, Text: "¿Y esto?"})
	h.code("asked again", err, docket.CodeInvalid)
	// A unit of the agency's file is changed like any other, and another process knows it.
	first := h.Deps.Agency.Units[0]
	first.Name = "Gestión Documental"
	h.must(h.SaveUnit(h.ctx, admin, first))
	other, err := New(h.Deps)
	h.must(err)
	h.must(other.ReadUnits(h.ctx))
	if u, _ := other.Agency().Unit(first.ID); u.Name != "Gestión Documental" || len(other.Agency().Units) != len(h.Deps.Agency.Units)+2 {
		t.Errorf("%+v of %d", u, len(other.Agency().Units))
	}
}

func TestWhatAUnitNeeds(t *testing.T) {
	h := newHouse(t)
	admin := h.person("Pilar", "", docket.RoleAdministrator)
	there := h.Deps.Agency.Units[0]
	for field, u := range map[string]docket.Unit{
		"name":   {Office: "lima"},
		"office": {Name: "Nueva", Office: "cusco"},
		"email":  {Name: "Nueva", Office: "lima", Email: "no es"},
	} {
		var wrong FieldErrors
		if err := h.SaveUnit(h.ctx, admin, u); !errors.As(err, &wrong) || len(wrong) != 1 || wrong[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	h.code("twice", h.SaveUnit(h.ctx, admin, docket.Unit{Name: strings.ToUpper(there.Name), Office: there.Office}), docket.CodeInvalid)
	h.code("too long", h.SaveUnit(h.ctx, admin, docket.Unit{Name: strings.Repeat("x", 121), Office: "lima"}), docket.CodeInvalid)
	h.code("unknown", h.SaveUnit(h.ctx, admin, docket.Unit{ID: "x", Name: "X", Office: "lima"}), docket.CodeNotFound)
}
