package desktest

import (
	"fmt"
	"time"

	"foja/access"
	"foja/desk/acts"
	"foja/docket"
)

// YearOf makes cases whose days were counted by hand on the calendar of March 2026, which has
// no holiday before Thursday 2 April:
//
//	1 received Mon 2, answered Wed 4: 2 business days, in time
//	2 received Mon 2, with the unit from Wed 4 to Tue 17, answered Wed 18 (due Mon 16): 12, late
//	3 received Tue 3, denied on Thu 5: 2
//	4 received Tue 3, withdrawn
//	5 received Tue 3, never answered (due Tue 17)
//	6 received on Wed 18 in Trujillo, still in time
func (h *Env) YearOf() (manager, officer access.User) {
	h.Helper()
	clerk, manager := h.Person("Rosa", "", docket.RoleReception), h.Person("Carmen", "", docket.RoleManager)
	officer = h.Person("Julio", "lima", docket.RoleOfficer)
	at := func(day, hour int) { h.Now = time.Date(2026, 3, day, hour+5, 0, 0, 0, time.UTC) }
	ids := map[int]string{}
	take := func(n int, office string) {
		f := Form(fmt.Sprint("case ", n))
		f.Office, f.Requester.Name = office, fmt.Sprint("Persona ", n)
		if n == 1 {
			f.Requester.Name, f.Text = "=HYPERLINK(\"http://malo.example\")", "  +1;\"dos\"\ntres"
		}
		ids[n] = h.Register(clerk, f).ID
		if office == "lima" {
			h.Do(officer, ids[n], acts.Command{Action: docket.ActClaim})
		}
	}
	at(2, 10)
	take(1, "lima")
	take(2, "lima")
	at(3, 10)
	take(3, "lima")
	take(4, "lima")
	take(5, "lima")
	h.Do(officer, ids[4], acts.Command{Action: docket.ActWithdraw, Text: "Lo pidió."})
	at(4, 11)
	h.Do(officer, ids[1], acts.Command{Action: docket.ActRespond, Text: "Va."})
	h.Sent(ids[1])
	h.Do(officer, ids[2], acts.Command{Action: docket.ActConsult, Unit: h.Core.Agency().Units[0].ID, Text: "¿Lo tienen?"})
	at(5, 11)
	h.Do(officer, ids[3], acts.Command{Action: docket.ActDeny, Ground: "confidential-personal", Text: "Son datos personales.", Until: "Siempre"})
	h.Do(manager, ids[3], acts.Command{Action: docket.ActApprove})
	h.Sent(ids[3])
	at(17, 15)
	h.Do(officer, ids[2], acts.Command{Action: docket.ActConsultAnswer, Text: "Sí."})
	at(18, 12)
	h.Do(officer, ids[2], acts.Command{Action: docket.ActRespond, Text: "Va, tarde."})
	h.Sent(ids[2])
	take(6, "trujillo")
	return manager, officer
}
