package figures_test

import (
	"strings"
	"testing"

	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/figures"
	"foja/docket"
)

// Who did what is found over all cases, in words, by person and day; a manager of an office sees that office's.
func TestTheAuditFindsDeeds(t *testing.T) {
	h := desktest.New(t) // Monday 2 March 2026
	clerk, officer, auditor := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer), h.Person("Auditora", "", docket.RoleAuditor)
	r := h.Register(clerk, desktest.Form("t1"))
	h.Sent(r.ID)
	h.Do(officer, r.ID, acts.Command{Action: docket.ActClaim})
	found, err := h.Figures.Audit(h.Ctx, auditor, figures.AuditFilter{Person: officer.ID, Limit: 10})
	h.Must(err)
	if found.Total != 1 || desktest.Words(found.Rows[0].Who) != "Luis" || desktest.Words(found.Rows[0].What) != "Tomó el expediente" || found.Rows[0].Number != r.Number || found.Rows[0].Role != docket.RoleOfficer {
		t.Errorf("%+v", found)
	}
	if found.From != desktest.Day(t, "2026-01-31") || found.To != desktest.Day(t, "2026-03-02") {
		t.Errorf("from %s to %s", found.From, found.To)
	}
	found, err = h.Figures.Audit(h.Ctx, auditor, figures.AuditFilter{Number: r.Number, Limit: 10})
	h.Must(err)
	var what []string
	for _, row := range found.Rows {
		what = append(what, desktest.Words(row.What))
	}
	if all := strings.Join(what, "; "); !strings.Contains(all, "Solicitud recibida") || found.Total < 4 {
		t.Errorf("%s", all)
	}
	for name, f := range map[string]figures.AuditFilter{
		"another month": {From: desktest.Day(t, "2026-01-01"), To: desktest.Day(t, "2026-01-31")},
		"another case":  {Number: "999999-2026"},
	} {
		if found, err := h.Figures.Audit(h.Ctx, auditor, f); err != nil || found.Total != 0 {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
	}
	if found, err := h.Figures.Audit(h.Ctx, h.Person("Jefa", "trujillo", docket.RoleManager), figures.AuditFilter{}); err != nil || found.Total != 0 {
		t.Errorf("of another office: %+v, %v", found, err)
	}
	_, err = h.Figures.Audit(h.Ctx, auditor, figures.AuditFilter{From: desktest.Day(t, "2026-03-02"), To: calendar.Date{Year: 2026, Month: 3, Day: 1}})
	h.Code("from the end to the beginning", err, docket.CodeInvalid)
}
