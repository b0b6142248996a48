package web

import (
	"net/http"

	"foja/access"
	"foja/desk/lists"
)

type tasksPage struct {
	Whose string
	Tabs  []tab
	Rows  []lists.TaskRow
	pager
}

type tab struct {
	Href, Text string
	Current    bool
}

func (s *server) tasks(w http.ResponseWriter, r *http.Request, u access.User) error {
	whose := r.URL.Query().Get("whose")
	if whose != "pool" && whose != "all" {
		whose = "mine"
	}
	at := offsetOf(r)
	rows, total, err := s.Desk.Lists.Tasks(r.Context(), u, lists.TaskFilter{Whose: whose, Limit: pageSize, Offset: at})
	if err != nil {
		return err
	}
	page := tasksPage{Whose: whose, Rows: rows, pager: newPager(r, at, len(rows), total), Tabs: []tab{
		{"/tasks", "Mías", whose == "mine"},
		{"/tasks?whose=pool", "Por asignar", whose == "pool"},
		{"/tasks?whose=all", "Todas", whose == "all"},
	}}
	return s.show(w, r, http.StatusOK, "tasks", "Tareas", page)
}
