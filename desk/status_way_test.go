package desk

import (
	"strings"
	"testing"

	"foja/docket"
)

// What the citizen reads under "what you can do" while the request waits for her.
func TestStatusSaysWhatIsAskedOfTheCitizenAndUntilWhen(t *testing.T) {
	for _, c := range []struct {
		name   string
		act    Command
		letter string // acknowledged the next day; "" is not
		says   []string
	}{
		{"correction on its way", Command{Action: docket.ActAskCorrection, Text: "Falta la firma."}, "", []string{"2 días hábiles siguientes"}},
		{"correction", Command{Action: docket.ActAskCorrection, Text: "Falta la firma."}, "correction.1", []string{"jueves 5 de marzo de 2026", "no presentada"}},
		{"cost", Command{Action: docket.ActCostNotice, Cents: 1250}, "cost.1", []string{"S/ 12.50", "lunes 6 de abril de 2026"}}, // the 30th is Maundy Thursday
		{"available", Command{Action: docket.ActMakeAvailable}, "", []string{"Recoja la información", "se archiva", "15 días hábiles"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			officer := h.person("Julio", "lima", docket.RoleOfficer)
			f := form("t1")
			f.DeliveryMode = "copy"
			f.Requester.Email, f.Requester.EmailConsent = "rosa@correo.example", true
			r := h.register(officer, f)
			h.do(officer, r.ID, Command{Action: docket.ActClaim})
			h.do(officer, r.ID, c.act)
			h.sent(r.ID)
			if c.letter != "" {
				h.now = h.now.AddDate(0, 0, 1)
				h.do(officer, r.ID, Command{Action: docket.ActNotified, Letter: r.ID + "." + c.letter, Text: "Respondió que la recibió."})
			}
			st, err := h.Status(h.ctx, r.Number, r.StatusCode, "192.0.2.1")
			h.must(err)
			for _, want := range c.says {
				if !strings.Contains(st.Remedy, want) {
					t.Errorf("it does not say %q: %q", want, st.Remedy)
				}
			}
		})
	}
}

// law: R33
func TestWhatWaitsToBeFetchedIsNotOverdue(t *testing.T) {
	h := newHouse(t)
	officer := h.person("Julio", "lima", docket.RoleOfficer)
	r := h.register(officer, form("t1"))
	h.do(officer, r.ID, Command{Action: docket.ActClaim})
	h.do(officer, r.ID, Command{Action: docket.ActMakeAvailable})
	h.now = h.now.AddDate(0, 0, 20)
	st, err := h.Status(h.ctx, r.Number, r.StatusCode, "192.0.2.1")
	h.must(err)
	if st.Overdue || st.Closed || strings.Contains(st.Remedy, "denegada") {
		t.Errorf("overdue %t, closed %t, %q", st.Overdue, st.Closed, st.Remedy)
	}
	p, err := h.Request(h.ctx, officer, r.ID)
	h.must(err)
	if p.Overdue {
		t.Error("its page says that it is overdue")
	}
}
