package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/calendar"
	"foja/docket"
)

// story makes the history of a case, event by event, with the case after each.
func story(r docket.Request, n int) (events []docket.Event, after []docket.Case) {
	c := docket.Case{
		Request: r.ID, Procedure: r.Procedure, Version: r.Version, Office: r.Office, Channel: r.Channel,
		State: "registered", Hands: docket.HandsOfficer, DueOn: r.DueOn, AlarmOn: r.DueOn,
	}
	for i := 1; i <= n; i++ {
		e := docket.Event{
			Seq: i, Kind: docket.EventKind(docket.ActNote), At: noon.Add(time.Duration(i) * time.Minute),
			By:    docket.Actor{User: "u1", Role: docket.RoleOfficer},
			Hands: docket.HandsOfficer, Text: fmt.Sprintf("document-%d", i),
		}
		c.Seq, c.State = i, fmt.Sprintf("state-%d", i)
		c.Tasks = []docket.Task{
			{ID: 1, Kind: docket.TaskAnswer, State: docket.TaskOpen, Role: docket.RoleOfficer, OpenedAt: noon},
		}
		c.Alarms = []docket.Alarm{{ID: "half", Rung: "half", Kind: docket.RungRemind, At: noon, Escalations: i}}
		events, after = append(events, e), append(after, c)
	}
	return events, after
}

func TestProjectIsIdempotentAndOrdered(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		r := register(t, s, registration("1"))
		events, after := story(r, 5)

		must(t, s.Project(ctx, events[:2], after[1]))
		must(t, s.Project(ctx, events[:2], after[1]))                 // a retry
		must(t, s.Project(ctx, events[1:4], after[3]))                // overlapping
		must(t, s.Project(ctx, events[:1], after[0]))                 // late
		must(t, s.Project(ctx, nil, after[3]))                        // nothing
		if err := s.Project(ctx, events[1:2], after[4]); err == nil { // ahead of its events
			t.Error("a case ahead of its events was projected")
		}

		got, err := s.Events(ctx, r.ID)
		must(t, err)
		if len(got) != 4 {
			t.Fatalf("%d events", len(got))
		}
		for i, e := range got {
			if e.Seq != i+1 || e.Text != events[i].Text || !e.At.Equal(events[i].At) {
				t.Errorf("event %d is %+v", i+1, e)
			}
		}
		c, err := s.Case(ctx, r.ID)
		must(t, err)
		if diff := cmp.Diff(after[3], c); diff != "" {
			t.Errorf("case differs:\n%s", diff)
		}
		if unstarted, err := s.UnstartedRequests(ctx, noon.Add(time.Hour)); err != nil || len(unstarted) != 0 {
			t.Errorf("unstarted: %v %v", unstarted, err)
		}

		beyond := events[4]
		beyond.Seq = 6
		if err := s.Project(ctx, []docket.Event{beyond}, after[4]); err == nil {
			t.Error("a gap was projected")
		}
		other := events[1]
		other.Text = "another"
		if err := s.Project(ctx, []docket.Event{other}, after[3]); err == nil ||
			!strings.Contains(err.Error(), "something else") {
			t.Errorf("another event under the same number: %v", err)
		}
		stranger := after[0]
		stranger.Request = "none"
		wantCode(t, s.Project(ctx, events[:1], stranger), docket.CodeNotFound)
		ok, at, err := s.VerifyChain(ctx, r.ID)
		if err != nil || !ok {
			t.Errorf("chain breaks at %d: %v", at, err)
		}
	})
}

// Many workers project pieces of one case, some twice, some too early: what is kept is always
// a beginning of the story, and in the end all of it.
func TestProjectByManyHands(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		r := register(t, s, registration("1"))
		events, after := story(r, 30)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 40 {
					from := rand.IntN(len(events))
					to := from + 1 + rand.IntN(min(5, len(events)-from))
					_ = s.Project(ctx, events[from:to], after[to-1]) // too early is refused
				}
			})
		}
		wg.Wait()
		must(t, s.Project(ctx, events, after[29]))
		ok, at, err := s.VerifyChain(ctx, r.ID)
		if err != nil || !ok {
			t.Errorf("chain breaks at %d: %v", at, err)
		}
		c, err := s.Case(ctx, r.ID)
		must(t, err)
		if diff := cmp.Diff(after[29], c); diff != "" {
			t.Errorf("case differs:\n%s", diff)
		}
	})
}

func TestChainShowsTampering(t *testing.T) {
	forgeries := map[string]struct {
		sql string
		at  int
	}{
		"a word changed": {
			`UPDATE event SET body=replace(body, 'document-3', 'document-x') WHERE seq=3 AND request=$1`, 3,
		},
		"a hash changed":      {`UPDATE event SET hash='00' WHERE seq=2 AND request=$1`, 2},
		"one taken out":       {`DELETE FROM event WHERE seq=3 AND request=$1`, 3},
		"the first taken out": {`DELETE FROM event WHERE seq=1 AND request=$1`, 1},
		"the last taken off":  {`DELETE FROM event WHERE seq=5 AND request=$1`, 5},
		"all taken out":       {`DELETE FROM event WHERE request=$1`, 1},
		"one added": {`INSERT INTO event (request, seq, kind, at, body, hash)
			SELECT request, 6, kind, at, body, hash FROM event WHERE seq=5 AND request=$1`, 6},
		"the end forged":       {`UPDATE request SET seq=4 WHERE id=$1`, 5},
		"the last hash forged": {`UPDATE request SET chain='00' WHERE id=$1`, 6},
	}
	eachEngine(t, func(t *testing.T, s *Store) {
		for name, forgery := range forgeries {
			r := register(t, s, registration(name))
			events, after := story(r, 5)
			must(t, s.Project(t.Context(), events, after[4]))
			changed, err := change(t.Context(), s.write, forgery.sql, r.ID)
			must(t, err)
			if !changed {
				t.Fatalf("%s: nothing was forged", name)
			}
			ok, at, err := s.VerifyChain(t.Context(), r.ID)
			must(t, err)
			if ok || at != forgery.at {
				t.Errorf("%s: ok %v at %d, want broken at %d", name, ok, at, forgery.at)
			}
		}
	})
}

// A history cannot be moved to another request.
func TestChainStandsOnItsRequest(t *testing.T) {
	if link("a", "", []byte("x")) == link("b", "", []byte("x")) {
		t.Error("the first event hashes alike in two requests")
	}
	eachEngine(t, func(t *testing.T, s *Store) {
		_, _, err := s.VerifyChain(t.Context(), "none")
		wantCode(t, err, docket.CodeNotFound)
	})
}

// The tables that may not hold a citizen's data do not.
func TestEventsHoldNoPersonalData(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		reg := registration("1")
		reg.Requester = docket.Requester{
			Name: "Zoraida Planted", IDNumber: "48151623", Email: "planted@example.pe",
			Address: "Planted 1", Phone: "999planted",
		}
		reg.Subject, reg.Text = "planted subject", "planted text"
		reg.Fields = map[string]string{"x": "planted field"}
		r := register(t, s, reg)
		events, after := story(r, 2)
		must(t, s.Project(t.Context(), events, after[1]))
		for _, table := range []string{"request", "request_case", "event", "task", "alarm"} {
			found := wholeTable(t, s, table)
			if found == "" {
				t.Errorf("%s is empty: nothing was looked at", table)
			}
			if strings.Contains(strings.ToLower(found), "planted") || strings.Contains(found, "48151623") {
				t.Errorf("%s: %s", table, found)
			}
		}
		if found := wholeTable(t, s, "requester"); !strings.Contains(found, "Planted") {
			t.Error("the look itself is blind")
		}
	})
}

// wholeTable prints every value of a table.
func wholeTable(t testing.TB, s *Store, table string) string {
	t.Helper()
	rows, err := s.read.QueryContext(t.Context(), "SELECT * FROM "+table)
	must(t, err)
	defer func() { must(t, rows.Close()) }()
	names, err := rows.Columns()
	must(t, err)
	var all strings.Builder
	for rows.Next() {
		values := make([]any, len(names))
		into := make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		must(t, rows.Scan(into...))
		fmt.Fprintf(&all, "%s\n", values)
	}
	must(t, rows.Err())
	return all.String()
}

// An answer is in time by the office's day, not by UTC's.
func TestAnsweredOnIsTheOfficesDay(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		for i, c := range []struct {
			answered time.Time
			late     bool
		}{
			{time.Date(2026, 3, 17, 4, 59, 59, 0, time.UTC), false}, // 23:59:59 of the due day in Lima
			{time.Date(2026, 3, 17, 5, 0, 0, 0, time.UTC), true},
		} {
			r := register(t, s, registration(fmt.Sprint(i)))
			events, after := story(r, 1)
			after[0].AnsweredAt, after[0].ClosedAt, after[0].DueOn = c.answered, c.answered,
				calendar.Date{Year: 2026, Month: 3, Day: 16}
			must(t, s.Project(t.Context(), events, after[0]))
			rows, _, err := s.Requests(t.Context(), RequestFilter{Late: &c.late, Text: r.Number})
			must(t, err)
			if len(rows) != 1 || rows[0].ID != r.ID {
				t.Errorf("answered %v: late is not %v", c.answered, c.late)
			}
		}
	})
}
