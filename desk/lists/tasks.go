package lists

import (
	"cmp"
	"context"
	"slices"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// Tasks lists open work, what is due next first. "mine" is what the user holds, and
// those whose deputy she is; "pool" is what
// somebody in her roles should take; "all" is her office's.
func (s *Service) Tasks(ctx context.Context, by access.User, f TaskFilter) ([]TaskRow, int, error) {
	if err := by.Must(access.Workers); err != nil {
		return nil, 0, err
	}
	filters, err := taskFilters(by, f.Whose)
	if err != nil {
		return nil, 0, err
	}
	if f.Limit <= 0 {
		f.Limit = 50
	}
	f.Offset = max(f.Offset, 0)
	var found []store.TaskRow
	total := 0
	for _, q := range filters {
		// Each part from its beginning: the parts are merged by due day and then cut.
		q.Page = store.Page{Limit: f.Offset + f.Limit}
		if len(filters) == 1 {
			q.Page = store.Page{Limit: f.Limit, Offset: f.Offset}
		}
		rows, n, err := s.core.Store.Tasks(ctx, q)
		if err != nil {
			return nil, 0, err
		}
		found, total = append(found, rows...), total+n
	}
	if len(filters) > 1 {
		slices.SortStableFunc(found, func(a, b store.TaskRow) int {
			return cmp.Or(dueOf(a).Compare(dueOf(b)), a.OpenedAt.Compare(b.OpenedAt))
		})
		found = found[min(f.Offset, len(found)):min(f.Offset+f.Limit, len(found))]
	}
	var ids []string
	for _, t := range found {
		ids = append(ids, t.Request)
	}
	cases, err := s.core.ReadAll(ctx, ids)
	if err != nil {
		return nil, 0, err
	}
	list := make([]TaskRow, 0, len(found))
	for i, t := range found {
		row, err := s.taskRow(t, cases[i])
		if err != nil {
			return nil, 0, err
		}
		if row.About, err = s.core.TaskAbout(ctx, cases[i].Office.ID, t.Task); err != nil {
			return nil, 0, err
		}
		list = append(list, row)
	}
	return list, total, nil
}

// taskFilters are the parts of a work list; no task is in two of them.
func taskFilters(u access.User, whose string) ([]store.TaskFilter, error) {
	switch whose {
	case "mine", "":
		var parts []store.TaskFilter
		for _, owner := range u.Owners() {
			parts = append(parts, store.TaskFilter{Holder: owner, Office: u.Office})
		}
		return parts, nil
	case "all":
		return []store.TaskFilter{{Office: u.Office}}, nil
	case "pool":
		if u.Has(docket.RoleManager, docket.RoleHead) {
			return []store.TaskFilter{{Office: u.Office, Unclaimed: true}}, nil
		}
		var parts []store.TaskFilter
		for _, r := range []docket.Role{docket.RoleReception, docket.RoleOfficer} {
			if u.Has(r) {
				parts = append(parts, store.TaskFilter{Office: u.Office, Role: r, Unclaimed: true})
			}
		}
		return parts, nil
	default:
		return nil, docket.Invalid("whose", "filter.mine_pool_or_all")
	}
}

// dueOf is the task's own due day or else the case's.
func dueOf(t store.TaskRow) calendar.Date {
	if !t.DueOn.IsZero() {
		return t.DueOn
	}
	return t.CaseDueOn
}

func (s *Service) taskRow(t store.TaskRow, o core.LoadedCase) (TaskRow, error) {
	deadline, _, err := o.Deadlines()
	if err != nil {
		return TaskRow{}, err
	}
	due, closed := dueOf(t), o.Case.Closed()
	if closed {
		due, deadline.Days = t.DueOn, nil // the case's own day is past and owes nothing
	}
	return TaskRow{
		Request: t.Request, Number: t.Number, Requester: t.RequesterName, Subject: t.Subject, Procedure: o.Procedure.Name,
		Task: t.Task, Title: s.core.TaskTitle(t.Task), Holder: t.HolderName, DueOn: due, Left: o.Left(due),
		Overdue: core.Overdue(due, o.Today, closed && due.IsZero()), Closed: closed, StateName: core.StateName(o.Procedure, t.State), Strip: deadline.Days,
	}, nil
}

// TaskRow is one line of an officer's work list.
type TaskRow struct {
	Request   string
	Number    string
	Requester string
	Subject   string
	Procedure docket.Text
	Task      docket.Task
	Title     docket.Sentence // what to do
	About     string          // the message to read, where several tasks have the title; "" = nothing more to tell
	Holder    string          // name
	DueOn     calendar.Date   // of the task or else of the case
	Left      int
	Overdue   bool
	StateName docket.Sentence
	Closed    bool                // the case is closed; the task is what came after
	Strip     []docket.CountedDay // the case's days, for the strip; none when it is closed
}

// TaskFilter narrows the work list.
type TaskFilter struct {
	Whose  string // "mine", "pool" or "all"
	Limit  int
	Offset int
}
