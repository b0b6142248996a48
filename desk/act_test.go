package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"foja/calendar"
	"foja/docket"
)

// What each role is offered on a case of its office, by the case's place in life. A change of
// the procedure's data that changes who may do what has to be made here too.
var offered = map[string]map[docket.Role]string{
	"open": {
		docket.RoleReception:     "reroute note add_message withdraw appeal",
		docket.RoleOfficer:       "claim reroute note add_message withdraw appeal",
		docket.RoleManager:       "claim assign reroute note add_message withdraw appeal",
		docket.RoleHead:          "note",
		docket.RoleAdministrator: "",
		docket.RoleAuditor:       "",
	},
	"in_progress": {
		docket.RoleReception: "note add_message withdraw appeal",
		docket.RoleOfficer:   "note add_message withdraw appeal", // another officer holds it
		docket.RoleManager:   "draft submit respond deny not_held respond_items consult ask_correction extend forward cost_notice make_available assign return reroute note add_message withdraw appeal",
		docket.RoleHead:      "note",
	},
	"in_review": {
		docket.RoleReception: "note add_message withdraw appeal",
		docket.RoleOfficer:   "note add_message withdraw appeal",
		docket.RoleManager:   "approve send_back draft assign note add_message withdraw appeal",
		docket.RoleHead:      "approve send_back note",
		docket.RoleAuditor:   "",
	},
}

var every = []docket.Action{
	docket.ActClaim, docket.ActAssign, docket.ActReturn, docket.ActNote, docket.ActConsult, docket.ActConsultAnswer, docket.ActDraft,
	docket.ActSubmit, docket.ActApprove, docket.ActSendBack, docket.ActRespond, docket.ActDeny, docket.ActWithdraw, docket.ActAddMessage,
	docket.ActDone, docket.ActDelivered, docket.ActDeposited, docket.ActResend, docket.ActPrint, docket.ActAcknowledge,
	docket.ActNotHeld, docket.ActRespondItems, docket.ActReroute, docket.ActAskCorrection, docket.ActCorrect, docket.ActExtend, docket.ActDeliverPart, docket.ActForward,
	docket.ActCostNotice, docket.ActPaid, docket.ActMakeAvailable, docket.ActCollected, docket.ActNotified,
}

// command is a well-formed one for the action, so that only permission can refuse it.
func command(a docket.Action, colleague User) Command {
	c := Command{Key: "try", Action: a, Text: "palabras"}
	switch a {
	case docket.ActAssign:
		c.User = colleague.ID
	case docket.ActConsult:
		c.Unit = "archivo"
	case docket.ActDeny:
		c.Ground, c.Until = "confidential-personal", "mientras viva"
	case docket.ActReroute:
		c.Office = "trujillo"
	case docket.ActRespondItems:
		c.Items = []Item{{Asked: "Todo", Outcome: docket.ItemGiven}}
	case docket.ActExtend:
		c.Ground, c.To = "volume", calendar.Date{Year: 2026, Month: 3, Day: 31}
	case docket.ActForward:
		c.Entity = "Ministerio de Ejemplo"
	case docket.ActCostNotice:
		c.Cents = 1250
	}
	return c
}

func TestEveryRoleEveryAction(t *testing.T) {
	for state, byRole := range offered {
		for role, want := range byRole {
			t.Run(state+"/"+string(role), func(t *testing.T) {
				h := newHouse(t)
				holder := h.person("Holder", "lima", docket.RoleOfficer)
				colleague := h.person("Colleague", "lima", docket.RoleOfficer)
				u := h.person("User", "lima", role)
				at := func(token string) string {
					id := h.register(holder, form(token)).ID
					if state != "open" {
						h.do(holder, id, Command{Action: docket.ActClaim})
					}
					if state == "in_review" {
						h.do(holder, id, command(docket.ActDeny, colleague))
					}
					return id
				}
				look := at("look")
				p, err := h.Request(h.ctx, u, look)
				h.must(err)
				var got []string
				for _, b := range p.Buttons {
					got = append(got, string(b.Action))
					if b.Label == "" {
						t.Errorf("%s has no words", b.Action)
					}
				}
				if strings.Join(got, " ") != want {
					t.Errorf("offered %q, want %q", strings.Join(got, " "), want)
				}
				for _, a := range every {
					id := look // where it is refused, the case stays as it is
					if slices.Contains(got, string(a)) {
						id = at(string(a))
					}
					before := h.cases.acts
					_, err := h.Act(h.ctx, u, id, command(a, colleague))
					if may := slices.Contains(got, string(a)); may != (err == nil) {
						t.Errorf("%s: offered %t, answered %v", a, may, err)
					}
					if err != nil && h.cases.acts != before {
						t.Errorf("%s was refused only by the workflow", a)
					}
					if err != nil && docket.CodeOf(err) != docket.CodeForbidden && docket.CodeOf(err) != docket.CodeConflict {
						t.Errorf("%s: %v", a, err)
					}
				}
			})
		}
	}
}

func TestOneLifeOfACase(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Rosa Huamán", "lima", docket.RoleReception)
	officer := h.person("Julio Paredes", "lima", docket.RoleOfficer)
	manager := h.person("Carmen Salas", "lima", docket.RoleManager)
	id := h.register(clerk, form("t1")).ID
	h.sent(id) // the receipt
	h.do(officer, id, Command{Action: docket.ActClaim})
	h.do(officer, id, Command{Action: docket.ActNote, Text: "Llamé al archivo."})
	h.do(officer, id, Command{Action: docket.ActConsult, Unit: "archivo", Text: "¿Tienen los cuadros de 2020?"})
	p, err := h.Request(h.ctx, officer, id)
	h.must(err)
	if !strings.Contains(p.Next, "Archivo Central") {
		t.Errorf("next: %q", p.Next)
	}
	h.do(officer, id, Command{Action: docket.ActConsultAnswer, Text: "Sí", Files: []Upload{upload("cuadros.csv", "a;b\n1;2\n")}})
	h.do(officer, id, Command{Action: docket.ActDeny, Ground: "reserved-prisons", Text: "Pone en riesgo la seguridad.", Until: "hasta 2028", Resolution: "R. 45-2024"})
	p, err = h.Request(h.ctx, manager, id)
	h.must(err)
	if p.Proposal == nil || p.Proposal.Text != "Pone en riesgo la seguridad." || p.Proposal.Until != "hasta 2028" || p.Proposal.Resolution != "R. 45-2024" || p.Proposal.By != "Julio Paredes" {
		t.Errorf("proposal: %+v", p.Proposal)
	}
	h.do(manager, id, Command{Action: docket.ActSendBack, Text: "Falta decir qué parte se entrega."})
	h.do(officer, id, Command{Action: docket.ActRespond, Text: "Adjunto lo pedido.", Files: []Upload{upload("datos.csv", "x")}})
	h.sent(id)
	p, err = h.Request(h.ctx, clerk, id)
	h.must(err)
	if !p.Case.Closed() || p.StateName != "Concluido" || !strings.Contains(p.Next, "Atendida dentro del plazo") || p.Overdue {
		t.Errorf("state %q, next %q", p.StateName, p.Next)
	}
	var titles []string
	for _, l := range p.Timeline {
		titles = append(titles, l.Title)
		if l.Who == "" || l.Title == string(l.Kind) {
			t.Errorf("line %+v is not in words", l)
		}
	}
	for _, want := range []string{
		"Solicitud recibida en mesa de partes y registrada", "Tomó el expediente", "Consultó a Archivo Central", "Registró la respuesta de Archivo Central",
		"Devolvió el proyecto con observaciones", "Respondió la solicitud", "Expediente concluido: Atendida dentro del plazo",
	} {
		if !slices.Contains(titles, want) {
			t.Errorf("the timeline lacks %q:\n%s", want, strings.Join(titles, "\n"))
		}
	}
	for _, l := range p.Timeline {
		if l.Kind == docket.EventKind(docket.ActRespond) && (l.Text != "Adjunto lo pedido." || len(l.Documents) != 1 || l.Documents[0].Name != "datos.csv" || l.Who != "Julio Paredes") {
			t.Errorf("the answer's line: %+v", l)
		}
	}
	if len(p.Letters) != 2 || p.Letters[1].Name == "" {
		t.Errorf("letters: %+v", p.Letters)
	}
	if strings.Contains(h.log.String(), "María") {
		t.Error("personal data in the log")
	}
}

func TestTheSameActTwice(t *testing.T) {
	h := newHouse(t)
	officer := h.person("Julio", "lima", docket.RoleOfficer)
	id := h.register(officer, form("t1")).ID
	note := func(u User) (Acted, error) {
		return h.Act(h.ctx, u, id, Command{Key: "k1", Action: docket.ActNote, Text: "una nota", Files: []Upload{upload("a.txt", "x")}})
	}
	first, err := note(officer)
	h.must(err)
	second, err := note(officer)
	h.must(err)
	if second.Seq != first.Seq {
		t.Errorf("repeated: %+v, then %+v", first, second)
	}
	docs, err := h.Store.Documents(h.ctx, id)
	h.must(err)
	if len(docs) != 2 {
		t.Errorf("%d documents kept of one note with one file", len(docs))
	}
	third, err := note(h.person("Elena", "lima", docket.RoleOfficer))
	h.must(err)
	if third.Seq == first.Seq {
		t.Error("another person's key was answered with this one's act")
	}
}

func TestRefusedInputsOfAnAct(t *testing.T) {
	h := newHouse(t)
	officer := h.person("Julio", "lima", docket.RoleOfficer)
	auditor := h.person("Pedro", "lima", docket.RoleAuditor)
	north := h.person("Iván", "trujillo", docket.RoleOfficer)
	id := h.register(officer, form("t1")).ID
	other := h.register(officer, form("t2")).ID
	h.do(officer, other, Command{Action: docket.ActNote, Text: "ajena"})
	docs, err := h.Store.Documents(h.ctx, other)
	h.must(err)
	h.do(officer, id, Command{Action: docket.ActClaim})
	for _, c := range []struct {
		field string
		c     Command
	}{
		{"key", Command{Action: docket.ActNote, Text: "x"}},
		{"text", Command{Key: "1", Action: docket.ActNote, Text: " \n "}},
		{"user", Command{Key: "2", Action: docket.ActAssign}},
		{"user", Command{Key: "3", Action: docket.ActAssign, User: "nadie"}},
		{"user", Command{Key: "4", Action: docket.ActAssign, User: auditor.ID}},
		{"user", Command{Key: "5", Action: docket.ActAssign, User: north.ID}},
		{"unit", Command{Key: "6", Action: docket.ActConsult, Unit: "luna", Text: "x"}},
		{"ground", Command{Key: "7", Action: docket.ActDeny, Text: "x"}},
		{"ground", Command{Key: "8", Action: docket.ActDeny, Text: "x", Ground: "porque sí"}},
		{"resolution", Command{Key: "9", Action: docket.ActDeny, Text: "x", Ground: "reserved-prisons"}},
		{"documents", Command{Key: "10", Action: docket.ActRespond, Text: "x", Documents: []string{docs[0].ID}}},
		{"message", Command{Key: "11", Action: docket.ActAddMessage, Message: "0123"}},
		{"files", Command{Key: "12", Action: docket.ActNote, Text: "x", Files: []Upload{upload("a", strings.Repeat("x", 2001))}}},
		{"at", Command{Key: "13", Action: docket.ActNote, Text: "x", At: h.now.AddDate(0, 0, 1)}},
	} {
		before := h.cases.acts
		_, err := h.Act(h.ctx, officer, id, c.c)
		h.code(fmt.Sprintf("%s %+v", c.field, c.c), err, docket.CodeInvalid)
		if err == nil || !strings.Contains(err.Error(), c.field+":") {
			t.Errorf("%s: %v", c.field, err)
		}
		if h.cases.acts != before {
			t.Errorf("%s reached the workflow", c.field)
		}
	}
	_, err = h.Act(h.ctx, north, id, Command{Key: "20", Action: docket.ActNote, Text: "x"})
	h.code("another office", err, docket.CodeNotFound)
}

func TestNoEventWithoutWords(t *testing.T) {
	h := newHouse(t)
	officer := h.person("Julio", "lima", docket.RoleOfficer)
	o, err := h.open(h.ctx, officer, h.register(officer, form("t1")).ID)
	h.must(err)
	kinds := []docket.EventKind{
		docket.EventRegistered, docket.EventTaskOpened, docket.EventTaskDone, docket.EventLetterOpened, docket.EventLetterSent, docket.EventLetterFailed,
		docket.EventLetterPrint, docket.EventAlarm, docket.EventAlarmClimbed, docket.EventAlarmOvertaken, docket.EventOverdue, docket.EventMessage, docket.EventClosed,
	}
	for _, a := range every {
		kinds = append(kinds, docket.EventKind(a))
	}
	for _, kind := range kinds {
		e := docket.Event{
			Kind: kind, Task: &docket.Task{Kind: docket.TaskAnswer}, Letter: &docket.Letter{Kind: docket.LetterDenial},
			Alarm: &docket.Alarm{Rung: "half", To: []docket.Role{docket.RoleManager}},
		}
		if title := (history{desk: h.Desk, o: o}).title(e); title == string(kind) || strings.Contains(title, "_") {
			t.Errorf("%s is shown as %q", kind, title)
		}
	}
}
