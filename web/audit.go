package web

import (
	"net/http"

	"foja/calendar"
	"foja/desk"
)

type auditPage struct {
	form
	Rows []desk.AuditRow
	pager
}

// audit searches who did what, over all cases.
func (s *server) audit(w http.ResponseWriter, r *http.Request, u desk.User) error {
	people, err := s.Desk.People(r.Context(), u)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	page := auditPage{form: form{Sections: []section{{Fields: []field{
		{Name: "since", Label: "Desde", Kind: kindDate},
		{Name: "until", Label: "Hasta", Kind: kindDate},
		{Name: "person", Label: "Persona", Kind: kindSelect, Choices: append([]desk.Choice{{Label: "Todas, y foja"}}, people...)},
		{Name: "number", Label: "Expediente", Kind: kindText, Optional: true},
	}}}}}
	page.fill(q)
	f := desk.AuditFilter{Person: q.Get("person"), Number: q.Get("number"), Limit: pageSize, Offset: offsetOf(r)}
	var wrong desk.FieldErrors
	for name, day := range map[string]*calendar.Date{"since": &f.From, "until": &f.To} {
		if *day, err = parseDay(name, q.Get(name)); err != nil {
			wrong = append(wrong, invalid(err)...)
		}
	}
	var found desk.Audit
	if len(wrong) > 0 {
		err = wrong
	} else {
		found, err = s.Desk.Audit(r.Context(), u, f)
	}
	status := http.StatusOK
	if err != nil {
		if !page.refuse(err) {
			return err
		}
		status = http.StatusUnprocessableEntity
	}
	page.each(func(q *field) {
		if q.Value == "" && q.Name == "since" {
			q.Value = found.From.String()
		}
		if q.Value == "" && q.Name == "until" {
			q.Value = found.To.String()
		}
	})
	page.Rows = found.Rows
	page.pager = newPager(r, f.Offset, len(page.Rows), found.Total)
	return s.show(w, r, status, "audit", "Auditoría", page)
}
