package upkeep_test

import (
	"context"
	"testing"
	"time"

	"foja/desk/desktest"
	"foja/desk/upkeep"
	"foja/docket"
	"foja/reconcile"
)

func TestTheDailyReportIsMadeOnceAndTellsDifferences(t *testing.T) {
	h := desktest.New(t)
	chief := h.Person("Jefa Una", "", docket.RoleManager)
	officer := h.Person("Luis Dos", "", docket.RoleOfficer)
	runs := 0
	h.Upkeep.Reconciler = func(_ context.Context, days int, quick bool) (reconcile.Report, error) {
		runs++
		r := reconcile.Report{At: h.Core.Now(), Messages: map[string]int{}, Letters: map[string]int{}, Differences: []reconcile.Difference{}}
		if runs == 2 {
			r.Differences = append(r.Differences, reconcile.Difference{Kind: "chain_broken", What: "x", Rows: []string{"r1"}})
		}
		if days != upkeep.ReconcileDays || quick != (runs > 1) {
			t.Errorf("run %d: %d days, quick %v", runs, days, quick)
		}
		return r, nil
	}
	for range 3 { // every minute, once a day
		h.Must(h.Upkeep.ReconcileDaily(h.Ctx))
	}
	if runs != 1 {
		t.Fatalf("%d reports in a day", runs)
	}
	now := h.Core.Now()
	h.Desk.Core.Now = func() time.Time { return now.Add(time.Minute) }
	r, err := h.Upkeep.Reconcile(h.Ctx, chief)
	h.Must(err)
	if r.Clean() {
		t.Error("a difference is not clean")
	}
	all, err := h.Upkeep.Reconciliations(h.Ctx, chief)
	h.Must(err)
	if len(all) != 2 || all[0].Clean() || !all[1].Clean() {
		t.Errorf("%+v", all)
	}
	if notices, _, err := h.Lists.Notices(h.Ctx, chief, 10, 0); err != nil || len(notices) != 1 {
		t.Errorf("%d notices, %v", len(notices), err)
	}
	if _, err := h.Upkeep.Reconcile(h.Ctx, officer); docket.CodeOf(err) != docket.CodeForbidden {
		t.Errorf("an officer makes reports: %v", err)
	}
	if _, err := h.Upkeep.Reconciliations(h.Ctx, officer); docket.CodeOf(err) != docket.CodeForbidden {
		t.Errorf("an officer reads reports: %v", err)
	}
}
