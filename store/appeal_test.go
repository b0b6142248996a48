package store

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

// appealStory is an appeal that was filed, reached the Tribunal and was declared inadmissible,
// with the appeal after each event.
func appealStory(t testing.TB, r docket.Request, n int) (events []docket.AppealEvent, after []docket.Appeal) {
	t.Helper()
	officer := docket.Actor{User: "u1", Role: docket.RoleOfficer}
	events, err := docket.OpenAppeal(docket.AppealOpening{
		Request: r.ID, N: n, Office: r.Office, Against: docket.AgainstDenial, Route: docket.ThroughUs, FiledAt: noon,
		By: officer, Text: "doc-appeal",
	}, noon)
	must(t, err)
	for i, kind := range []docket.Action{docket.ActSendUp, docket.ActAppealReceived, docket.ActAppealDecided} {
		e := docket.AppealEvent{
			Seq: i + 2, At: noon.Add(time.Duration(i+1) * time.Hour), On: noon, Kind: kind, By: officer, Text: "doc-proof",
		}
		if kind == docket.ActAppealDecided {
			e.Ruling = docket.RulingInadmissible
		}
		events = append(events, e)
	}
	var a docket.Appeal
	for _, e := range events {
		a.Apply(e)
		after = append(after, a.Clone())
	}
	return events, after
}

func TestProjectAppealIsIdempotentAndOrdered(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		r := register(t, s, registration("1"))
		events, after := appealStory(t, r, 1)

		must(t, s.ProjectAppeal(ctx, events[:2], after[1]))
		must(t, s.ProjectAppeal(ctx, events[:2], after[1])) // a retry
		must(t, s.ProjectAppeal(ctx, events[1:3], after[2]))
		must(t, s.ProjectAppeal(ctx, events[:1], after[0])) // late
		if err := s.ProjectAppeal(ctx, nil, after[3]); err == nil {
			t.Error("an appeal ahead of its events was projected")
		}
		changed := events[1]
		changed.Text = "doc-other"
		if err := s.ProjectAppeal(ctx, []docket.AppealEvent{changed}, after[1]); err == nil {
			t.Error("an event was said again with other words")
		}
		gap := events[3]
		gap.Seq = 5
		if err := s.ProjectAppeal(ctx, []docket.AppealEvent{gap}, after[3]); err == nil {
			t.Error("a gap was projected")
		}

		got, err := s.AppealEvents(ctx, r.ID, 1)
		must(t, err)
		if diff := cmp.Diff(events[:3], got); diff != "" {
			t.Error(diff)
		}
		appeals, err := s.Appeals(ctx, r.ID)
		must(t, err)
		if diff := cmp.Diff([]docket.Appeal{after[2]}, appeals); diff != "" {
			t.Error(diff)
		}
		if ok, at, err := s.VerifyAppealChain(ctx, r.ID, 1); !ok || err != nil {
			t.Errorf("the chain breaks at %d, %v", at, err)
		}
		_, err = s.write.ExecContext(ctx, `UPDATE appeal_event SET body=replace(body,'doc-proof','doc-other') WHERE seq=2`)
		must(t, err)
		if ok, at, err := s.VerifyAppealChain(ctx, r.ID, 1); ok || at != 2 || err != nil {
			t.Errorf("a forged event passes: %t at %d, %v", ok, at, err)
		}
	})
}

func TestAppeals_ofOneRequestStandBesideEachOther(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		r, other := register(t, s, registration("1")), register(t, s, registration("2"))
		for _, n := range []int{2, 1} {
			events, after := appealStory(t, r, n)
			must(t, s.ProjectAppeal(ctx, events, after[3]))
		}
		appeals, err := s.Appeals(ctx, r.ID)
		must(t, err)
		if len(appeals) != 2 || appeals[0].N != 1 || appeals[1].N != 2 {
			t.Errorf("%+v", appeals)
		}
		all, err := s.AllAppeals(ctx, "")
		must(t, err)
		elsewhere, err := s.AllAppeals(ctx, "another office")
		must(t, err)
		if len(all) != 2 || len(elsewhere) != 0 {
			t.Errorf("%d in all, %d of another office", len(all), len(elsewhere))
		}
		none, err := s.Appeals(ctx, other.ID)
		must(t, err)
		if len(none) != 0 {
			t.Errorf("%+v", none)
		}
		events, after := appealStory(t, docket.Request{ID: "nobody's"}, 1)
		if err := s.ProjectAppeal(ctx, events, after[3]); err == nil {
			t.Error("an appeal of no request was kept")
		}
	})
}

// law: R51
func TestR51_anAppealLeavesTheRequestsRowsAlone(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		r := register(t, s, registration("1"))
		history, cases := story(r, 2)
		cases[1].Outcome = "denied"
		must(t, s.Project(ctx, history, cases[1]))
		look := func() string {
			var all strings.Builder
			for _, table := range []string{"request", "request_case", "event", "task"} {
				all.WriteString(wholeTable(t, s, table))
			}
			return all.String()
		}
		before := look()
		events, after := appealStory(t, r, 1)
		must(t, s.ProjectAppeal(ctx, events, after[3]))
		if diff := cmp.Diff(before, look()); diff != "" {
			t.Error(diff)
		}
		if !strings.Contains(before, "denied") {
			t.Error("the look itself is blind")
		}
	})
}
