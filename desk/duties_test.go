package desk

import (
	"slices"
	"strings"
	"testing"

	"foja/docket"
)

func TestWhoAnswersForWhatAndWhoIsCalledNext(t *testing.T) {
	h := newHouse(t) // Monday 2 March 2026
	clerk, manager := h.person("Rosa", "lima", docket.RoleReception), h.person("Carmen", "", docket.RoleManager)
	officer, stand := h.person("Julio", "lima", docket.RoleOfficer), h.person("Elena", "lima", docket.RoleOfficer)
	id := h.register(clerk, form("t1")).ID
	h.do(officer, id, Command{Action: docket.ActClaim})
	h.must(h.SetAbsence(h.ctx, manager, Absence{User: officer.ID, Deputy: stand.ID, From: day(t, "2026-03-02"), To: day(t, "2026-03-06")}))
	h.do(officer, id, Command{Action: docket.ActConsult, Unit: h.Agency().Units[0].ID, Text: "¿Lo tienen?"})
	p, err := h.Request(h.ctx, clerk, id)
	h.must(err)
	who := map[string]Duty{}
	for _, d := range p.Duties {
		who[d.Name] = d
		if d.Does == "" || d.Cite == "" {
			t.Errorf("%+v", d)
		}
	}
	for name, person := range map[string]string{
		"Funcionario responsable de atender las solicitudes (FRAI)": "Julio", "FRAI alterno o secretaría general": "Elena",
		"Responsable del área poseedora": h.Agency().Units[0].Name, "FRAI principal": "", "Solicitante": form("t1").Requester.Name,
	} {
		if d, found := who[name]; !found || d.Person != person {
			t.Errorf("%s: %+v, want %q", name, d, person)
		}
	}
	if !who["Responsable del área poseedora"].Now || who["Solicitante"].Now {
		t.Error("the unit has it, and nobody else")
	}
	i := slices.IndexFunc(p.Ladder, func(s LadderStep) bool {
		return strings.Contains(s.To, "el responsable") && strings.Contains(s.Climb, "la jefatura")
	})
	if i < 0 || !slices.IsSortedFunc(p.Ladder, func(a, b LadderStep) int { return a.At.Compare(b.At) }) || !p.Ladder[0].At.After(h.now) {
		t.Errorf("%+v", p.Ladder)
	}
	h.do(officer, id, Command{Action: docket.ActRespond, Text: "Va."})
	h.sent(id)
	if p, err = h.Request(h.ctx, clerk, id); err != nil || len(p.Ladder) != 0 {
		t.Errorf("answered: %+v, %v", p.Ladder, err)
	}
}
