package store

import (
	"context"

	"foja/calendar"
	"foja/docket"
)

// TaskFilter selects open and claimed tasks; zero fields do not filter.
type TaskFilter struct {
	Holder    string
	Role      docket.Role
	Office    string
	Unit      string
	Kinds     []docket.TaskKind
	Unclaimed bool
	Page
}

// TaskRow is a task in a list, with what a person needs to choose it.
type TaskRow struct {
	Request       string
	Number        string
	RequesterName string
	Subject       string
	Procedure     string
	Office        string
	docket.Task
	HolderName string
	CaseDueOn  calendar.Date
	AlarmOn    calendar.Date
	// State is the case's; the task's own is Task.State.
	State string
}

const taskColumns = `t.request, r.number, q.name, q.subject, r.procedure, r.office, t.id, t.kind, t.state, t.role, t.holder, t.unit,
	t.opened_at, t.due_on, t.ref, COALESCE(u.name, ''), r.due_on, r.alarm_on, r.state`

func readTask(row scanner) (t TaskRow, err error) {
	err = row.Scan(&t.Request, &t.Number, &t.RequesterName, &t.Subject, &t.Procedure, &t.Office, &t.ID,
		&t.Kind, &t.Task.State,
		&t.Role, &t.Task.Holder, &t.Unit, toTime(&t.OpenedAt), toDate(&t.DueOn), &t.Ref, &t.HolderName, toDate(&t.CaseDueOn),
		toDate(&t.AlarmOn), &t.State)
	return t, err
}

// Tasks lists the selected open and claimed tasks by due day (the task's own, else the case's), and their number.
func (s *Store) Tasks(ctx context.Context, f TaskFilter) ([]TaskRow, int, error) {
	c := &conditions{}
	c.add("t.state <> 'done'")
	for _, same := range []struct{ column, value string }{
		{"t.holder", f.Holder},
		{"t.role", string(f.Role)},
		{"r.office", f.Office},
		{"t.unit", f.Unit},
	} {
		if same.value != "" {
			c.add(same.column+" = ?", clean(same.value))
		}
	}
	addIn(c, "t.kind", f.Kinds)
	if f.Unclaimed {
		c.add("t.holder = ''")
	}
	from := ` FROM task t JOIN request r ON r.id = t.request`
	total, err := count(ctx, s.read, `SELECT count(*)`+from+c.where(), c.args...)
	if err != nil {
		return nil, 0, explain("count tasks", err)
	}
	limit, args := c.page(f.Page)
	rows, err := list(ctx, s.read, readTask, `SELECT `+taskColumns+from+` JOIN requester q ON q.request = r.id
		LEFT JOIN app_user u ON u.id = t.holder`+c.where()+` ORDER BY t.next_on, t.opened_at, t.request, t.id`+limit, args...)
	return rows, total, explain("list tasks", err)
}
