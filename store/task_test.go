package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

func TestTasks(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		u, err := s.AddUser(ctx, User{Login: "o", Name: "Officer"})
		must(t, err)
		opened := noon.Truncate(time.Microsecond)
		for i, tasks := range [][]docket.Task{
			{{ID: 1, Kind: docket.TaskAnswer, State: docket.TaskOpen, Role: docket.RoleOfficer, OpenedAt: opened}},
			{
				{
					ID: 1, Kind: docket.TaskAnswer, State: docket.TaskClaimed, Role: docket.RoleOfficer, Holder: u.ID,
					OpenedAt: opened,
				},
				{
					ID: 2, Kind: docket.TaskConsult, State: docket.TaskOpen, Role: docket.RoleOfficer, Unit: "archive",
					OpenedAt: opened, DueOn: date(t, "2026-03-05"),
				},
				{
					ID: 3, Kind: docket.TaskReadMessage, State: docket.TaskDone, Role: docket.RoleOfficer,
					OpenedAt: opened, Ref: "m1",
				},
			},
		} {
			reg := registration(fmt.Sprint(i))
			if i == 1 {
				reg.Office = "cusco"
			}
			project(t, s, register(t, s, reg), func(c *docket.Case) { c.Tasks = tasks })
		}
		names := func(rows []TaskRow) (all []string) {
			for _, r := range rows {
				all = append(all, fmt.Sprintf("%s.%d", r.Number[5:6], r.ID))
			}
			return all
		}
		for name, c := range map[string]struct {
			f    TaskFilter
			want []string
		}{
			"all, what is due next first": {TaskFilter{}, []string{"2.2", "1.1", "2.1"}},
			"holder":                      {TaskFilter{Holder: u.ID}, []string{"2.1"}},
			"unclaimed":                   {TaskFilter{Unclaimed: true}, []string{"2.2", "1.1"}},
			"office":                      {TaskFilter{Office: "lima"}, []string{"1.1"}},
			"unit":                        {TaskFilter{Unit: "archive"}, []string{"2.2"}},
			"kinds": {
				TaskFilter{Kinds: []docket.TaskKind{docket.TaskAnswer, docket.TaskReview}}, []string{"1.1", "2.1"},
			},
			"role": {TaskFilter{Role: docket.RoleManager}, nil},
		} {
			rows, total, err := s.Tasks(ctx, c.f)
			must(t, err)
			got := names(rows)
			if name == "all, what is due next first" || name == "kinds" { // equals may come in any order
				if len(got) > 1 && got[len(got)-1] < got[len(got)-2] {
					got[len(got)-1], got[len(got)-2] = got[len(got)-2], got[len(got)-1]
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" || total != len(c.want) {
				t.Errorf("%s: total %d\n%s", name, total, diff)
			}
		}
		rows, total, err := s.Tasks(ctx, TaskFilter{Page: Page{Limit: 1, Offset: 1}})
		must(t, err)
		if total != 3 || len(rows) != 1 {
			t.Errorf("a page: %d of %d", len(rows), total)
		}
		rows, _, err = s.Tasks(ctx, TaskFilter{Holder: u.ID})
		must(t, err)
		got := rows[0]
		if got.HolderName != "Officer" || got.State != "registered" || got.Task.State != docket.TaskClaimed ||
			!got.DueOn.IsZero() ||
			got.CaseDueOn != date(t, "2026-03-16") || got.RequesterName != "Requester 1" || !got.OpenedAt.Equal(opened) {
			t.Errorf("%+v", got)
		}
	})
}

// When the case's day moves, its tasks move in the list.
func TestTasksFollowTheCase(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		open := []docket.Task{
			{ID: 1, Kind: docket.TaskAnswer, State: docket.TaskOpen, Role: docket.RoleOfficer, OpenedAt: noon},
		}
		a, b := register(t, s, registration("a")), register(t, s, registration("b"))
		project(t, s, a, func(c *docket.Case) { c.Tasks, c.DueOn = open, date(t, "2026-03-10") })
		project(t, s, b, func(c *docket.Case) { c.Tasks, c.DueOn = open, date(t, "2026-03-11") })
		project(t, s, a, func(c *docket.Case) { c.DueOn = date(t, "2026-03-12") })
		rows, _, err := s.Tasks(t.Context(), TaskFilter{})
		must(t, err)
		if len(rows) != 2 || rows[0].Request != b.ID {
			t.Errorf("%+v", rows)
		}
		project(t, s, a, func(c *docket.Case) { c.Tasks[0].State = docket.TaskDone })
		if _, total, err := s.Tasks(t.Context(), TaskFilter{}); err != nil || total != 1 {
			t.Errorf("%d left, %v", total, err)
		}
	})
}
