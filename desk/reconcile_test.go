package desk

import (
	"context"
	"testing"
	"time"

	"foja/docket"
	"foja/reconcile"
)

func TestTheDailyReportIsMadeOnceAndTellsDifferences(t *testing.T) {
	h := newHouse(t)
	chief := h.person("Jefa Una", "", docket.RoleManager)
	officer := h.person("Luis Dos", "", docket.RoleOfficer)
	runs := 0
	h.Reconciler = func(_ context.Context, days int, quick bool) (reconcile.Report, error) {
		runs++
		r := reconcile.Report{At: h.Now(), Messages: map[string]int{}, Letters: map[string]int{}, Differences: []reconcile.Difference{}}
		if runs == 2 {
			r.Differences = append(r.Differences, reconcile.Difference{Kind: "chain_broken", What: "x", Rows: []string{"r1"}})
		}
		if days != reconcileDays || quick != (runs > 1) {
			t.Errorf("run %d: %d days, quick %v", runs, days, quick)
		}
		return r, nil
	}
	for range 3 { // every minute, once a day
		h.must(h.ReconcileDaily(h.ctx))
	}
	if runs != 1 {
		t.Fatalf("%d reports in a day", runs)
	}
	now := h.Now()
	h.Desk.Now = func() time.Time { return now.Add(time.Minute) }
	r, err := h.Reconcile(h.ctx, chief)
	h.must(err)
	if r.Clean() {
		t.Error("a difference is not clean")
	}
	all, err := h.Reconciliations(h.ctx, chief)
	h.must(err)
	if len(all) != 2 || all[0].Clean() || !all[1].Clean() {
		t.Errorf("%+v", all)
	}
	if notices, _, err := h.Notices(h.ctx, chief, 10, 0); err != nil || len(notices) != 1 {
		t.Errorf("%d notices, %v", len(notices), err)
	}
	if _, err := h.Reconcile(h.ctx, officer); docket.CodeOf(err) != docket.CodeForbidden {
		t.Errorf("an officer makes reports: %v", err)
	}
	if _, err := h.Reconciliations(h.ctx, officer); docket.CodeOf(err) != docket.CodeForbidden {
		t.Errorf("an officer reads reports: %v", err)
	}
}
