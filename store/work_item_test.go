package store

import (
	"fmt"
	"slices"
	"testing"

	"foja/calendar"
	"foja/docket"
)

// What is to be done is found by owner and by role, counted as it is listed, and gone with the case's end.
func TestWork(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		me, writer := "u-me", "u-writer"
		officer, boss := []docket.Role{docket.RoleOfficer}, []docket.Role{docket.RoleManager}
		due := date(t, "2026-03-16")
		task := func(id int, kind docket.TaskKind, role docket.Role) docket.Task {
			return docket.Task{ID: id, Kind: kind, State: docket.TaskOpen, Role: role, OpenedAt: noon}
		}
		project(t, s, register(t, s, registration("1")), func(c *docket.Case) {
			c.Holder, c.DueOn, c.AlarmOn = me, due, due
			c.Tasks = []docket.Task{
				task(1, docket.TaskAnswer, docket.RoleOfficer),
				task(2, docket.TaskReview, docket.RoleManager),
			}
			c.Proposal = &docket.Proposal{Writers: []string{writer, me}}
		})
		project(t, s, register(t, s, registration("2")), func(c *docket.Case) {
			c.Tasks = []docket.Task{
				task(1, docket.TaskAnswer, docket.RoleOfficer),
				task(2, docket.TaskReadMessage, docket.RoleOfficer),
			}
		})
		kinds := func(f WorkFor) (all []string) {
			rows, err := s.Work(ctx, f, due, 10)
			must(t, err)
			for _, r := range rows {
				all = append(all, fmt.Sprint(r.Kind))
			}
			slices.Sort(all)
			return all
		}
		for name, c := range map[string]struct {
			f     WorkFor
			until calendar.Date
			want  []string
			n     int
		}{
			"her own, due later": {WorkFor{Owners: []string{me}, User: me}, due.AddDays(-1), []string{"answer"}, 0},
			"her own, due":       {WorkFor{Owners: []string{me}, User: me}, due, []string{"answer"}, 1},
			"her own and the role's": {
				WorkFor{Owners: []string{me}, Roles: officer, User: me},
				due,
				[]string{"answer", "read_message"},
				2,
			},
			"another office": {WorkFor{Owners: []string{me}, Roles: officer, Office: "cusco", User: me}, due, nil, 0},
			"a manager":      {WorkFor{Owners: []string{"u-boss"}, Roles: boss, User: "u-boss"}, due, []string{"review"}, 1},
			"who wrote it":   {WorkFor{Owners: []string{writer}, Roles: boss, User: writer}, due, nil, 0},
			"the head": {
				WorkFor{Owners: []string{"u-head"}, Roles: []docket.Role{docket.RoleHead}, Head: true, User: "u-head"},
				due,
				[]string{"review"},
				1,
			},
			"nobody's at all": {WorkFor{User: me}, due, nil, 0},
		} {
			if got := kinds(c.f); !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
			if n, err := s.CountWork(ctx, c.f, c.until); err != nil || n != c.n {
				t.Errorf("%s: counted %d, %v; want %d", name, n, err, c.n)
			}
		}
		before := kinds(WorkFor{Owners: []string{me}, User: me})
		_, err := s.write.ExecContext(ctx, `DELETE FROM work_item`)
		must(t, err)
		_, err = s.write.ExecContext(ctx, `DELETE FROM setting WHERE key='work_items'`)
		must(t, err)
		must(t, s.fillWork(ctx))
		if again := kinds(WorkFor{Owners: []string{me}, User: me}); !slices.Equal(again, before) {
			t.Errorf("filled again: %v, was %v", again, before)
		}
	})
}
