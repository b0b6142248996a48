package web

import (
	"net/http"

	"foja/docket"

	"foja/access"
	"foja/desk/core"
	"foja/desk/figures"
)

type auditPage struct {
	form
	Rows []figures.AuditRow
	pager
}

// audit searches who did what, over all cases.
func (s *server) audit(w http.ResponseWriter, r *http.Request, u access.User) error {
	people, err := s.Desk.Figures.People(r.Context(), u)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	page := auditPage{form: form{Sections: []section{{Fields: []field{
		{Name: "since", Label: "Desde", Kind: kindDate},
		{Name: "until", Label: "Hasta", Kind: kindDate},
		{Name: "person", Label: "Persona", Kind: kindSelect, Choices: append([]core.Choice{{Words: docket.Say("Todas, y foja")}}, people...)},
		{Name: "number", Label: "Expediente", Kind: kindText, Optional: true},
	}}}}}
	page.fill(q)
	f := figures.AuditFilter{Person: q.Get("person"), Number: q.Get("number"), Limit: pageSize, Offset: offsetOf(r)}
	var found figures.Audit
	if err = parseDays(q.Get, dayAt{"since", &f.From}, dayAt{"until", &f.To}); err == nil {
		found, err = s.Desk.Figures.Audit(r.Context(), u, f)
	}
	status := http.StatusOK
	if err != nil {
		if !page.refuse(err) {
			return err
		}
		status = http.StatusUnprocessableEntity
	}
	page.answered(map[string]string{"since": found.From.String(), "until": found.To.String()})
	page.Rows = found.Rows
	page.pager = newPager(r, f.Offset, len(page.Rows), found.Total)
	return s.show(w, r, status, "audit", "Auditoría", page)
}
