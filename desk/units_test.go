package desk

import (
	"errors"
	"strings"
	"testing"
	"time"

	"foja/docket"
	"foja/store"
)

// claimed is a case in the hands of an officer.
func (h *house) claimed() (officer User, id string) {
	h.Helper()
	officer = h.person("Julio", "lima", docket.RoleOfficer)
	id = h.register(h.person("Rosa", "lima", docket.RoleReception), form("u1")).ID
	h.sent(id)
	h.do(officer, id, Command{Action: docket.ActClaim})
	return officer, id
}

func TestAUnitIsAddedChangedAndRetired(t *testing.T) {
	h := newHouse(t)
	admin := h.person("Pilar", "", docket.RoleAdministrator)
	officer, id := h.claimed()
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

func TestTheQuestionToAUnitGoesOutByMail(t *testing.T) {
	h := newHouse(t)
	admin := h.person("Pilar", "", docket.RoleAdministrator)
	officer, id := h.claimed()
	h.do(officer, id, Command{Action: docket.ActConsult, Unit: "archivo", Text: "¿Lo tienen?"})
	link := func() UnitLink {
		t.Helper()
		h.must(h.AskUnits(h.ctx))
		page, err := h.Request(h.ctx, officer, id)
		h.must(err)
		return page.UnitLinks[0]
	}
	if l := link(); l.Soon || l.Email != "" || l.Unit != "Archivo Central" {
		t.Errorf("without an address: %+v", l)
	}
	h.must(h.SaveUnit(h.ctx, admin, docket.Unit{ID: "archivo", Name: "Archivo Central", Office: "lima", Email: "archivo@spn.example"}))
	l := link()
	waiting, err := h.Store.UnmailedUnitMails(h.ctx)
	h.must(err)
	if !l.Soon || len(waiting) != 1 || waiting[0].Address != "archivo@spn.example" || "/u/"+waiting[0].Token != l.Path || !strings.HasSuffix(waiting[0].MessageID, "@spn.example") {
		t.Fatalf("with one: %+v, %+v", l, waiting)
	}
	h.must(h.Store.UnitMailed(h.ctx, waiting[0].MessageID, h.now, "no such user"))
	if l = link(); l.Soon || l.Failure != "no such user" {
		t.Errorf("refused: %+v", l)
	}
	if waiting, err = h.Store.UnmailedUnitMails(h.ctx); err != nil || len(waiting) != 0 {
		t.Errorf("again: %+v, %v", waiting, err)
	}
	// A question of last week is not mailed because its unit has an address since today.
	h.do(officer, id, Command{Action: docket.ActConsult, Unit: "personal", Text: "¿Y ustedes?"})
	h.now = h.now.Add(askLate + time.Hour)
	h.must(h.SaveUnit(h.ctx, admin, docket.Unit{ID: "personal", Name: "Personal", Office: "lima", Email: "p@spn.example"}))
	h.must(h.AskUnits(h.ctx))
	page, err := h.Request(h.ctx, officer, id)
	h.must(err)
	if waiting, err = h.Store.UnmailedUnitMails(h.ctx); err != nil || len(waiting) != 0 || page.UnitLinks[1].Soon || page.UnitLinks[1].Email == "" {
		t.Errorf("%+v, %+v, %v", page.UnitLinks[1], waiting, err)
	}
}

// joins plays a mail of somebody else that joins a case.
func (h *house) joins(request, text string) (message string) {
	h.Helper()
	raw := "From: archivo@spn.example\r\nSubject: RE: Consulta\r\nMessage-ID: <u1@spn.example>\r\n\r\n" + text + "\r\n"
	message, _, err := h.Store.KeepMessage(h.ctx, store.NewMessage{Raw: []byte(raw), Account: "a", Mailbox: "INBOX", UID: 9, ReceivedAt: h.now, FromAddress: "archivo@spn.example"})
	h.must(err)
	h.must(h.Store.SettleMessage(h.ctx, message, store.Settlement{Fate: docket.FateReply, Request: request}))
	r, err := h.Store.Request(h.ctx, request)
	h.must(err)
	c, err := h.Store.Case(h.ctx, request)
	h.must(err)
	_, err = h.cases.project(h.ctx, c, c.Arrive(h.cases.law(r), message, false, h.now))
	h.must(err)
	return message
}

func TestAMailIsRecordedAsTheUnitsAnswer(t *testing.T) {
	h := newHouse(t)
	officer, id := h.claimed()
	h.do(officer, id, Command{Action: docket.ActConsult, Unit: "archivo", Text: "¿Lo tienen?"})
	message := h.joins(id, "Sí, va adjunto.")
	waiting := func() (kinds []docket.TaskKind) {
		page, err := h.Request(h.ctx, officer, id)
		h.must(err)
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
		if _, err := h.Act(h.ctx, officer, id, Command{Key: "k", Action: docket.ActConsultAnswer, Message: message}); err != nil {
			t.Fatal(err)
		}
	}
	page, err := h.Request(h.ctx, officer, id)
	h.must(err)
	if got := waiting(); len(got) != 0 || page.Case.Hands != docket.HandsOfficer {
		t.Errorf("waiting: %v, in the hands of %s", got, page.Case.Hands)
	}
	var titles []string
	for _, line := range page.Timeline {
		if line.Message == message {
			titles = append(titles, line.Title)
		}
	}
	if got := strings.Join(titles, ", "); !strings.HasPrefix(got, "Llegó un mensaje, Registró la respuesta de Archivo Central") {
		t.Errorf("the history says of it: %s", got)
	}
}
