package acts_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"foja/access"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/docket"
)

// What each role is offered on a case of its office, by the case's place in life. A change of
// the procedure's data that changes who may do what has to be made here too.
var offered = map[string]map[docket.Role]string{
	"open": {
		docket.RoleReception:     "reroute note add_message withdraw annul appeal",
		docket.RoleOfficer:       "claim reroute note add_message withdraw annul appeal",
		docket.RoleManager:       "claim assign reroute note add_message withdraw annul appeal",
		docket.RoleHead:          "note",
		docket.RoleAdministrator: "",
		docket.RoleAuditor:       "",
	},
	"in_progress": {
		docket.RoleReception: "note add_message withdraw annul appeal",
		docket.RoleOfficer:   "note add_message withdraw annul appeal", // another officer holds it
		docket.RoleManager:   "draft submit respond deny not_held respond_items consult ask_correction extend forward cost_notice make_available assign return reroute note add_message withdraw annul appeal",
		docket.RoleHead:      "note",
	},
	"in_review": {
		docket.RoleReception: "note add_message withdraw annul appeal",
		docket.RoleOfficer:   "note add_message withdraw annul appeal",
		docket.RoleManager:   "approve send_back draft assign note add_message withdraw annul appeal",
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
func command(a docket.Action, colleague access.User) acts.Command {
	c := acts.Command{Key: "try", Action: a, Text: "palabras"}
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
		c.Items = []history.Item{{Asked: "Todo", Outcome: docket.ItemGiven}}
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
				h := desktest.New(t)
				holder := h.Person("Holder", "lima", docket.RoleOfficer)
				colleague := h.Person("Colleague", "lima", docket.RoleOfficer)
				u := h.Person("User", "lima", role)
				at := func(token string) string {
					id := h.Register(holder, desktest.Form(token)).ID
					if state != "open" {
						h.Do(holder, id, acts.Command{Action: docket.ActClaim})
					}
					if state == "in_review" {
						h.Do(holder, id, command(docket.ActDeny, colleague))
					}
					return id
				}
				look := at("look")
				p, err := h.Cases.Request(h.Ctx, u, look)
				h.Must(err)
				var got []string
				for _, b := range p.Buttons {
					got = append(got, string(b.Action))
					if desktest.Words(b.Label) == "" {
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
					before := h.Workflows.Acts
					_, err := h.Acts.Act(h.Ctx, u, id, command(a, colleague))
					if may := slices.Contains(got, string(a)); may != (err == nil) {
						t.Errorf("%s: offered %t, answered %v", a, may, err)
					}
					if err != nil && h.Workflows.Acts != before {
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
	h := desktest.New(t)
	clerk := h.Person("Rosa Huamán", "lima", docket.RoleReception)
	officer := h.Person("Julio Paredes", "lima", docket.RoleOfficer)
	manager := h.Person("Carmen Salas", "lima", docket.RoleManager)
	id := h.Register(clerk, desktest.Form("t1")).ID
	h.Sent(id) // the receipt
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	h.Do(officer, id, acts.Command{Action: docket.ActNote, Text: "Llamé al archivo."})
	h.Do(officer, id, acts.Command{Action: docket.ActConsult, Unit: "archivo", Text: "¿Tienen los cuadros de 2020?"})
	p, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	if !strings.Contains(desktest.Words(p.Next), "Archivo Central") {
		t.Errorf("next: %q", p.Next)
	}
	h.Do(officer, id, acts.Command{Action: docket.ActConsultAnswer, Text: "Sí", Files: []documents.Upload{desktest.Upload("cuadros.csv", "a;b\n1;2\n")}})
	h.Do(officer, id, acts.Command{Action: docket.ActDeny, Ground: "reserved-prisons", Text: "Pone en riesgo la seguridad.", Until: "hasta 2028", Resolution: "R. 45-2024"})
	p, err = h.Cases.Request(h.Ctx, manager, id)
	h.Must(err)
	if p.Proposal == nil || p.Proposal.Text != "Pone en riesgo la seguridad." || p.Proposal.Until != "hasta 2028" || p.Proposal.Resolution != "R. 45-2024" || p.Proposal.By != "Julio Paredes" {
		t.Errorf("proposal: %+v", p.Proposal)
	}
	h.Do(manager, id, acts.Command{Action: docket.ActSendBack, Text: "Falta decir qué parte se entrega."})
	h.Do(officer, id, acts.Command{Action: docket.ActRespond, Text: "Adjunto lo pedido.", Files: []documents.Upload{desktest.Upload("datos.csv", "x")}})
	h.Sent(id)
	p, err = h.Cases.Request(h.Ctx, clerk, id)
	h.Must(err)
	if !p.Case.Closed() || desktest.Words(p.StateName) != "Concluido" || !strings.Contains(desktest.Words(p.Next), "Atendida dentro del plazo") || p.Overdue {
		t.Errorf("state %q, next %q", p.StateName, p.Next)
	}
	var titles []string
	for _, l := range p.Timeline {
		titles = append(titles, desktest.Words(l.Title))
		if desktest.Words(l.Who) == "" || desktest.Words(l.Title) == string(l.Kind) {
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
		if l.Kind == docket.EventKind(docket.ActRespond) && (l.Text != "Adjunto lo pedido." || len(l.Documents) != 1 || l.Documents[0].Name != "datos.csv" || desktest.Words(l.Who) != "Julio Paredes") {
			t.Errorf("the answer's line: %+v", l)
		}
	}
	if len(p.Letters) != 2 || desktest.Words(p.Letters[1].Name) == "" {
		t.Errorf("letters: %+v", p.Letters)
	}
	if strings.Contains(h.Log.String(), "María") {
		t.Error("personal data in the log")
	}
}

func TestTheSameActTwice(t *testing.T) {
	h := desktest.New(t)
	officer := h.Person("Julio", "lima", docket.RoleOfficer)
	id := h.Register(officer, desktest.Form("t1")).ID
	note := func(u access.User) (acts.Acted, error) {
		return h.Acts.Act(h.Ctx, u, id, acts.Command{Key: "k1", Action: docket.ActNote, Text: "una nota", Files: []documents.Upload{desktest.Upload("a.txt", "x")}})
	}
	first, err := note(officer)
	h.Must(err)
	second, err := note(officer)
	h.Must(err)
	if second.Seq != first.Seq {
		t.Errorf("repeated: %+v, then %+v", first, second)
	}
	docs, err := h.Core.Store.Documents(h.Ctx, id)
	h.Must(err)
	if len(docs) != 2 {
		t.Errorf("%d documents kept of one note with one file", len(docs))
	}
	third, err := note(h.Person("Elena", "lima", docket.RoleOfficer))
	h.Must(err)
	if third.Seq == first.Seq {
		t.Error("another person's key was answered with this one's act")
	}
}

func TestRefusedInputsOfAnAct(t *testing.T) {
	h := desktest.New(t)
	officer := h.Person("Julio", "lima", docket.RoleOfficer)
	auditor := h.Person("Pedro", "lima", docket.RoleAuditor)
	north := h.Person("Iván", "trujillo", docket.RoleOfficer)
	id := h.Register(officer, desktest.Form("t1")).ID
	other := h.Register(officer, desktest.Form("t2")).ID
	h.Do(officer, other, acts.Command{Action: docket.ActNote, Text: "ajena"})
	docs, err := h.Core.Store.Documents(h.Ctx, other)
	h.Must(err)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	for _, c := range []struct {
		field string
		c     acts.Command
	}{
		{"key", acts.Command{Action: docket.ActNote, Text: "x"}},
		{"text", acts.Command{Key: "1", Action: docket.ActNote, Text: " \n "}},
		{"user", acts.Command{Key: "2", Action: docket.ActAssign}},
		{"user", acts.Command{Key: "3", Action: docket.ActAssign, User: "nadie"}},
		{"user", acts.Command{Key: "4", Action: docket.ActAssign, User: auditor.ID}},
		{"user", acts.Command{Key: "5", Action: docket.ActAssign, User: north.ID}},
		{"unit", acts.Command{Key: "6", Action: docket.ActConsult, Unit: "luna", Text: "x"}},
		{"ground", acts.Command{Key: "7", Action: docket.ActDeny, Text: "x"}},
		{"ground", acts.Command{Key: "8", Action: docket.ActDeny, Text: "x", Ground: "porque sí"}},
		{"resolution", acts.Command{Key: "9", Action: docket.ActDeny, Text: "x", Ground: "reserved-prisons"}},
		{"documents", acts.Command{Key: "10", Action: docket.ActRespond, Text: "x", Documents: []string{docs[0].ID}}},
		{"message", acts.Command{Key: "11", Action: docket.ActAddMessage, Message: "0123"}},
		{"files", acts.Command{Key: "12", Action: docket.ActNote, Text: "x", Files: []documents.Upload{desktest.Upload("a", strings.Repeat("x", 2001))}}},
		{"at", acts.Command{Key: "13", Action: docket.ActNote, Text: "x", At: h.Now.AddDate(0, 0, 1)}},
	} {
		before := h.Workflows.Acts
		_, err := h.Acts.Act(h.Ctx, officer, id, c.c)
		h.Code(fmt.Sprintf("%s %+v", c.field, c.c), err, docket.CodeInvalid)
		if err == nil || !strings.Contains(err.Error(), c.field+":") {
			t.Errorf("%s: %v", c.field, err)
		}
		if h.Workflows.Acts != before {
			t.Errorf("%s reached the workflow", c.field)
		}
	}
	_, err = h.Acts.Act(h.Ctx, north, id, acts.Command{Key: "20", Action: docket.ActNote, Text: "x"})
	h.Code("another office", err, docket.CodeNotFound)
}

func TestNoEventWithoutWords(t *testing.T) {
	h := desktest.New(t)
	officer := h.Person("Julio", "lima", docket.RoleOfficer)
	o, err := h.Core.Open(h.Ctx, officer, h.Register(officer, desktest.Form("t1")).ID)
	h.Must(err)
	kinds := []docket.EventKind{
		docket.EventRegistered, docket.EventTaskOpened, docket.EventTaskDone, docket.EventLetterOpened, docket.EventLetterSent, docket.EventLetterFailed,
		docket.EventLetterPrint, docket.EventAlarm, docket.EventAlarmEscalated, docket.EventAlarmOvertaken, docket.EventOverdue, docket.EventMessage, docket.EventClosed,
	}
	for _, a := range every {
		kinds = append(kinds, docket.EventKind(a))
	}
	for _, kind := range kinds {
		e := docket.Event{
			Kind: kind, Task: &docket.Task{Kind: docket.TaskAnswer}, Letter: &docket.Letter{Kind: docket.LetterDenial},
			Alarm: &docket.Alarm{Rung: "half", To: []docket.Role{docket.RoleManager}},
		}
		if title := desktest.Words(h.History.Of(o, nil, nil).Title(e)); title == string(kind) || strings.Contains(title, "_") {
			t.Errorf("%s is shown as %q", kind, title)
		}
	}
}
