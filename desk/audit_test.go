package desk

import (
	"strings"
	"testing"

	"foja/calendar"
	"foja/docket"
)

// Who did what is found over all cases, in words, by person and day; a manager of an office sees that office's.
func TestTheAuditFindsDeeds(t *testing.T) {
	h := newHouse(t) // Monday 2 March 2026
	clerk, officer, auditor := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer), h.person("Auditora", "", docket.RoleAuditor)
	r := h.register(clerk, form("t1"))
	h.sent(r.ID)
	h.do(officer, r.ID, Command{Action: docket.ActClaim})
	found, err := h.Audit(h.ctx, auditor, AuditFilter{Person: officer.ID, Limit: 10})
	h.must(err)
	if found.Total != 1 || found.Rows[0].Who != "Luis" || found.Rows[0].What != "Tomó el expediente" || found.Rows[0].Number != r.Number || found.Rows[0].Role != docket.RoleOfficer {
		t.Errorf("%+v", found)
	}
	if found.From != day(t, "2026-01-31") || found.To != day(t, "2026-03-02") {
		t.Errorf("from %s to %s", found.From, found.To)
	}
	found, err = h.Audit(h.ctx, auditor, AuditFilter{Number: r.Number, Limit: 10})
	h.must(err)
	var what []string
	for _, row := range found.Rows {
		what = append(what, row.What)
	}
	if all := strings.Join(what, "; "); !strings.Contains(all, "Solicitud recibida") || found.Total < 4 {
		t.Errorf("%s", all)
	}
	for name, f := range map[string]AuditFilter{
		"another month": {From: day(t, "2026-01-01"), To: day(t, "2026-01-31")},
		"another case":  {Number: "999999-2026"},
	} {
		if found, err := h.Audit(h.ctx, auditor, f); err != nil || found.Total != 0 {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
	}
	if found, err := h.Audit(h.ctx, h.person("Jefa", "trujillo", docket.RoleManager), AuditFilter{}); err != nil || found.Total != 0 {
		t.Errorf("of another office: %+v, %v", found, err)
	}
	_, err = h.Audit(h.ctx, auditor, AuditFilter{From: day(t, "2026-03-02"), To: calendar.Date{Year: 2026, Month: 3, Day: 1}})
	h.code("from the end to the beginning", err, docket.CodeInvalid)
}
