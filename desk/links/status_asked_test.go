package links_test

import (
	"strings"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/docket"
)

// What the citizen reads under "what you can do" while the request waits for her.
func TestStatusSaysWhatIsAskedOfTheCitizenAndUntilWhen(t *testing.T) {
	for _, c := range []struct {
		name   string
		act    acts.Command
		letter string // acknowledged the next day; "" is not
		says   []string
	}{
		{"correction on its way", acts.Command{Action: docket.ActAskCorrection, Text: "Falta la firma."}, "", []string{"2 días hábiles siguientes"}},
		{"correction", acts.Command{Action: docket.ActAskCorrection, Text: "Falta la firma."}, "correction.1", []string{"jueves 5 de marzo de 2026", "no presentada"}},
		{"cost", acts.Command{Action: docket.ActCostNotice, Cents: 1250}, "cost.1", []string{"S/ 12.50", "lunes 6 de abril de 2026"}}, // the 30th is Maundy Thursday
		{"available", acts.Command{Action: docket.ActMakeAvailable}, "", []string{"Recoja la información", "se archiva", "15 días hábiles"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := desktest.New(t)
			officer := h.Person("Julio", "lima", docket.RoleOfficer)
			f := desktest.Form("t1")
			f.DeliveryMode = "copy"
			f.Requester.Email, f.Requester.EmailConsent = "rosa@correo.example", true
			r := h.Register(officer, f)
			h.Do(officer, r.ID, acts.Command{Action: docket.ActClaim})
			h.Do(officer, r.ID, c.act)
			h.Sent(r.ID)
			if c.letter != "" {
				h.Now = h.Now.AddDate(0, 0, 1)
				h.Do(officer, r.ID, acts.Command{Action: docket.ActNotified, Letter: r.ID + "." + c.letter, Text: "Respondió que la recibió."})
			}
			st, err := h.Links.Status(h.Ctx, r.Number, r.StatusCode, "192.0.2.1")
			h.Must(err)
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
	h := desktest.New(t)
	officer := h.Person("Julio", "lima", docket.RoleOfficer)
	r := h.Register(officer, desktest.Form("t1"))
	h.Do(officer, r.ID, acts.Command{Action: docket.ActClaim})
	h.Do(officer, r.ID, acts.Command{Action: docket.ActMakeAvailable})
	h.Now = h.Now.AddDate(0, 0, 20)
	st, err := h.Links.Status(h.Ctx, r.Number, r.StatusCode, "192.0.2.1")
	h.Must(err)
	if st.Overdue || st.Closed || strings.Contains(st.Remedy, "denegada") {
		t.Errorf("overdue %t, closed %t, %q", st.Overdue, st.Closed, st.Remedy)
	}
	p, err := h.Cases.Request(h.Ctx, officer, r.ID)
	h.Must(err)
	if p.Overdue {
		t.Error("its page says that it is overdue")
	}
}
