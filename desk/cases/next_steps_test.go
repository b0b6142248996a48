package cases_test

import (
	"slices"
	"strings"
	"testing"

	"foja/access/accounts"
	"foja/desk/acts"
	"foja/desk/cases"
	"foja/desk/desktest"
	"foja/docket"
)

func TestWhoAnswersForWhatAndWhoIsCalledNext(t *testing.T) {
	h := desktest.New(t) // Monday 2 March 2026
	clerk, manager := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Carmen", "", docket.RoleManager)
	officer, stand := h.Person("Julio", "lima", docket.RoleOfficer), h.Person("Elena", "lima", docket.RoleOfficer)
	id := h.Register(clerk, desktest.Form("t1")).ID
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	h.Must(h.Accounts.SetAbsence(h.Ctx, manager, accounts.Absence{User: officer.ID, Deputy: stand.ID, From: desktest.Day(t, "2026-03-02"), To: desktest.Day(t, "2026-03-06")}))
	h.Do(officer, id, acts.Command{Action: docket.ActConsult, Unit: h.Core.Agency().Units[0].ID, Text: "¿Lo tienen?"})
	p, err := h.Cases.Request(h.Ctx, clerk, id)
	h.Must(err)
	who := map[string]cases.Duty{}
	for _, d := range p.Duties {
		who[d.Name.ES] = d
		if d.Does.ES == "" || d.Cite == "" {
			t.Errorf("%+v", d)
		}
	}
	for name, person := range map[string]string{
		"Funcionario responsable de atender las solicitudes (FRAI)": "Julio", "FRAI alterno o secretaría general": "Elena",
		"Responsable del área poseedora": h.Core.Agency().Units[0].Name, "FRAI principal": "", "Solicitante": desktest.Form("t1").Requester.Name,
	} {
		if d, found := who[name]; !found || d.Person != person {
			t.Errorf("%s: %+v, want %q", name, d, person)
		}
	}
	if !who["Responsable del área poseedora"].Now || who["Solicitante"].Now {
		t.Error("the unit has it, and nobody else")
	}
	i := slices.IndexFunc(p.Ladder, func(s cases.LadderStep) bool {
		return strings.Contains(desktest.Words(s.To), "el responsable") && strings.Contains(desktest.Words(s.EscalateTo), "la jefatura")
	})
	if i < 0 || !slices.IsSortedFunc(p.Ladder, func(a, b cases.LadderStep) int { return a.At.Compare(b.At) }) || !p.Ladder[0].At.After(h.Now) {
		t.Errorf("%+v", p.Ladder)
	}
	h.Do(officer, id, acts.Command{Action: docket.ActRespond, Text: "Va."})
	h.Sent(id)
	if p, err = h.Cases.Request(h.Ctx, clerk, id); err != nil || len(p.Ladder) != 0 {
		t.Errorf("answered: %+v, %v", p.Ladder, err)
	}
}
