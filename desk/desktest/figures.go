package desktest

import (
	"fmt"

	"foja/access"
	"foja/desk/acts"
	"foja/docket"
)

// ManyCases fills the register with cases of both offices in every state.
func (h *Env) ManyCases() (manager access.User) {
	h.Helper()
	officers := []access.User{h.Person("Julio", "lima", docket.RoleOfficer), h.Person("Elena", "lima", docket.RoleOfficer), h.Person("Iván", "trujillo", docket.RoleOfficer)}
	clerk := h.Person("Rosa", "", docket.RoleReception)
	manager = h.Person("Carmen", "", docket.RoleManager) // who alone may authorise religious assistance
	start := h.Now
	for i := range 24 {
		f := Form(fmt.Sprint("crowd ", i))
		officer := officers[i%3]
		f.Office = officer.Office
		if i%4 == 0 {
			f.Procedure, f.DeliveryMode = "religious-assistance", ""
		}
		h.Now = start.AddDate(0, 0, -i*2)
		id := h.Register(clerk, f).ID
		h.Now = start
		if i%5 == 0 {
			continue // nobody takes it
		}
		h.Do(officer, id, acts.Command{Action: docket.ActClaim})
		switch i % 5 {
		case 1:
			h.Do(manager, id, acts.Command{Action: docket.ActRespond, Text: "Va."})
			h.Sent(id)
		case 2:
			h.Do(officer, id, acts.Command{Action: docket.ActWithdraw, Text: "Lo dijo por teléfono."})
		}
	}
	return manager
}
