package norms_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"foja/access"
	"foja/desk"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/links"
	"foja/docket"
)

func TestAUnitIsAddedChangedAndRetired(t *testing.T) {
	h := desktest.New(t)
	admin := h.Person("Pilar", "", docket.RoleAdministrator)
	officer, id := h.Claimed()
	offered := func() string {
		page, err := h.Cases.Request(h.Ctx, officer, id)
		h.Must(err)
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
	h.Must(h.Norms.SaveUnit(h.Ctx, admin, docket.Unit{Name: "  Oficina de   Estadística y Ñandúes", Office: "lima", Email: "e@spn.example"}))
	const estadistica = "oficina-de-estadistica-y-nan"
	if got := offered(); !strings.Contains(got, estadistica+"=Oficina de Estadística y Ñandúes") {
		t.Errorf("offered: %s", got)
	}
	h.Must(h.Norms.SaveUnit(h.Ctx, admin, docket.Unit{Name: "Oficina de Estadística y Ñandúes", Office: "trujillo"}))
	if got := offered(); !strings.Contains(got, estadistica+"-2=") {
		t.Errorf("another office's of the same name: %s", got)
	}
	h.Do(officer, id, acts.Command{Action: docket.ActConsult, Unit: estadistica, Text: "¿Lo tienen?"})
	page, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	if len(page.UnitLinks) != 1 || page.UnitLinks[0].Email != "e@spn.example" {
		t.Errorf("its link: %+v", page.UnitLinks)
	}
	// Retired, it keeps its name in the case and its link, and is not asked again.
	h.Must(h.Norms.SaveUnit(h.Ctx, admin, docket.Unit{ID: estadistica, Name: "Estadística", Office: "lima", Retired: true}))
	token := strings.TrimPrefix(page.UnitLinks[0].Path, "/u/")
	q, err := h.Links.UnitQuestion(h.Ctx, token, "192.0.2.1")
	h.Must(err)
	if q.Unit != "Estadística" {
		t.Errorf("its question names %q", q.Unit)
	}
	_, err = h.Acts.Act(h.Ctx, officer, id, acts.Command{Key: "again", Action: docket.ActConsult, Unit: estadistica, Text: "¿Y esto?"})
	h.Code("asked again", err, docket.CodeInvalid)
	// A unit of the agency's file is changed like any other, and another process knows it.
	first := h.Core.AgencyFile.Units[0]
	first.Name = "Gestión Documental"
	h.Must(h.Norms.SaveUnit(h.Ctx, admin, first))
	other, err := desk.New(h.Deps)
	h.Must(err)
	h.Must(other.Core.ReadUnits(h.Ctx))
	if u, _ := other.Core.Agency().Unit(first.ID); u.Name != "Gestión Documental" || len(other.Core.Agency().Units) != len(h.Core.AgencyFile.Units)+2 {
		t.Errorf("%+v of %d", u, len(other.Core.Agency().Units))
	}
}

func TestWhatAUnitNeeds(t *testing.T) {
	h := desktest.New(t)
	admin := h.Person("Pilar", "", docket.RoleAdministrator)
	there := h.Core.AgencyFile.Units[0]
	for field, u := range map[string]docket.Unit{
		"name":   {Office: "lima"},
		"office": {Name: "Nueva", Office: "cusco"},
		"email":  {Name: "Nueva", Office: "lima", Email: "no es"},
	} {
		var wrong access.FieldErrors
		if err := h.Norms.SaveUnit(h.Ctx, admin, u); !errors.As(err, &wrong) || len(wrong) != 1 || wrong[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	h.Code("twice", h.Norms.SaveUnit(h.Ctx, admin, docket.Unit{Name: strings.ToUpper(there.Name), Office: there.Office}), docket.CodeInvalid)
	h.Code("too long", h.Norms.SaveUnit(h.Ctx, admin, docket.Unit{Name: strings.Repeat("x", 121), Office: "lima"}), docket.CodeInvalid)
	h.Code("unknown", h.Norms.SaveUnit(h.Ctx, admin, docket.Unit{ID: "x", Name: "X", Office: "lima"}), docket.CodeNotFound)
}

func TestTheQuestionToAUnitGoesOutByMail(t *testing.T) {
	h := desktest.New(t)
	admin := h.Person("Pilar", "", docket.RoleAdministrator)
	officer, id := h.Claimed()
	h.Do(officer, id, acts.Command{Action: docket.ActConsult, Unit: "archivo", Text: "¿Lo tienen?"})
	link := func() links.UnitLink {
		t.Helper()
		h.Must(h.Links.AskUnits(h.Ctx))
		page, err := h.Cases.Request(h.Ctx, officer, id)
		h.Must(err)
		return page.UnitLinks[0]
	}
	if l := link(); l.Soon || l.Email != "" || l.Unit != "Archivo Central" {
		t.Errorf("without an address: %+v", l)
	}
	h.Must(h.Norms.SaveUnit(h.Ctx, admin, docket.Unit{ID: "archivo", Name: "Archivo Central", Office: "lima", Email: "archivo@spn.example"}))
	l := link()
	waiting, err := h.Core.Store.UnmailedUnitMails(h.Ctx)
	h.Must(err)
	if !l.Soon || len(waiting) != 1 || waiting[0].Address != "archivo@spn.example" || "/u/"+waiting[0].Token != l.Path || !strings.HasSuffix(waiting[0].MessageID, "@spn.example") {
		t.Fatalf("with one: %+v, %+v", l, waiting)
	}
	h.Must(h.Core.Store.UnitMailed(h.Ctx, waiting[0].MessageID, h.Now, "no such user"))
	if l = link(); l.Soon || l.Failure != "no such user" {
		t.Errorf("refused: %+v", l)
	}
	if waiting, err = h.Core.Store.UnmailedUnitMails(h.Ctx); err != nil || len(waiting) != 0 {
		t.Errorf("again: %+v, %v", waiting, err)
	}
	// A question of last week is not mailed because its unit has an address since today.
	h.Do(officer, id, acts.Command{Action: docket.ActConsult, Unit: "personal", Text: "¿Y ustedes?"})
	h.Now = h.Now.Add(links.AskLate + time.Hour)
	h.Must(h.Norms.SaveUnit(h.Ctx, admin, docket.Unit{ID: "personal", Name: "Personal", Office: "lima", Email: "p@spn.example"}))
	h.Must(h.Links.AskUnits(h.Ctx))
	page, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	if waiting, err = h.Core.Store.UnmailedUnitMails(h.Ctx); err != nil || len(waiting) != 0 || page.UnitLinks[1].Soon || page.UnitLinks[1].Email == "" {
		t.Errorf("%+v, %+v, %v", page.UnitLinks[1], waiting, err)
	}
}

func TestAMailIsRecordedAsTheUnitsAnswer(t *testing.T) {
	h := desktest.New(t)
	officer, id := h.Claimed()
	h.Do(officer, id, acts.Command{Action: docket.ActConsult, Unit: "archivo", Text: "¿Lo tienen?"})
	message := h.Joins(id, "Sí, va adjunto.")
	waiting := func() (kinds []docket.TaskKind) {
		page, err := h.Cases.Request(h.Ctx, officer, id)
		h.Must(err)
		for _, task := range page.Tasks {
			if task.State != docket.TaskDone && task.Kind != docket.TaskAnswer {
				kinds = append(kinds, task.Kind)
			}
		}
		return kinds
	}
	if got := waiting(); len(got) != 2 {
		t.Fatalf("waiting: %v", got)
	}
	for range 2 { // the same click again
		if _, err := h.Acts.Act(h.Ctx, officer, id, acts.Command{Key: "k", Action: docket.ActConsultAnswer, Message: message}); err != nil {
			t.Fatal(err)
		}
	}
	page, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	if got := waiting(); len(got) != 0 || page.Case.Hands != docket.HandsOfficer {
		t.Errorf("waiting: %v, in the hands of %s", got, page.Case.Hands)
	}
	var titles []string
	for _, line := range page.Timeline {
		if line.Message == message {
			titles = append(titles, desktest.Words(line.Title))
		}
	}
	if got := strings.Join(titles, ", "); !strings.HasPrefix(got, "Llegó un mensaje, Registró la respuesta de Archivo Central") {
		t.Errorf("the history says of it: %s", got)
	}
}
