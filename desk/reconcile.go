package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/reconcile"
	"foja/store"
)

// ReconcileReport is one run of the nothing-lost report.
type ReconcileReport = reconcile.Report

// reconcileHour is when the day's report is made, in the zone of the agency's first office: before the office opens.
const reconcileHour = 6

// reconcileDays is how far back the daily report compares the mailbox.
const reconcileDays = 30

// reconcilers may ask for a report now; watchers may read it.
var reconcilers = []docket.Role{docket.RoleAdministrator, docket.RoleManager}

// Reconciliations lists the newest reports first.
func (d *Desk) Reconciliations(ctx context.Context, by User) ([]ReconcileReport, error) {
	if err := by.must(watchers); err != nil {
		return nil, err
	}
	kept, err := d.Store.Reports(ctx, 30)
	if err != nil {
		return nil, err
	}
	all := make([]ReconcileReport, len(kept))
	for i, r := range kept {
		if err := json.Unmarshal(r.Body, &all[i]); err != nil {
			return nil, fmt.Errorf("the report of %s cannot be read: %w", r.At, err)
		}
	}
	return all, nil
}

// Reconcile makes a report now and keeps it. The bytes are hashed again once a day, not at every press of a button.
func (d *Desk) Reconcile(ctx context.Context, by User) (ReconcileReport, error) {
	if err := by.must(reconcilers); err != nil {
		return ReconcileReport{}, err
	}
	return d.reconcile(ctx, true)
}

// ReconcileDaily makes the day's report when its hour has come and nobody made it yet. Call it every minute.
func (d *Desk) ReconcileDaily(ctx context.Context) error {
	zone := d.zone(d.Deps.Agency.Offices[0].ID)
	due := calendar.DateOf(d.Now().In(zone)).At(reconcileHour, 0, zone)
	if d.Now().Before(due) || d.Reconciler == nil {
		return nil
	}
	last, err := d.Store.Reports(ctx, 1)
	if err != nil || len(last) > 0 && !last[0].At.Before(due) {
		return err
	}
	_, err = d.reconcile(ctx, false)
	return err
}

func (d *Desk) reconcile(ctx context.Context, quick bool) (ReconcileReport, error) {
	if d.Reconciler == nil {
		return ReconcileReport{}, docket.Refuse(docket.CodeUnavailable, "El cuadre no puede hacerse desde este proceso. Pida al operador que ejecute foja reconcile.")
	}
	r, err := d.Reconciler(ctx, reconcileDays, quick)
	if err != nil {
		return r, err
	}
	body, err := json.Marshal(r)
	if err != nil {
		return r, err
	}
	if err := d.Store.KeepReport(ctx, store.Report{At: r.At, Clean: r.Clean(), Body: body}); err != nil {
		return r, err
	}
	if r.Clean() {
		return r, nil
	}
	d.Logger.Error("the nothing-lost report found differences", "kinds", len(r.Differences))
	return r, d.tellKeepers(ctx, "reconcile:"+r.At.Format(time.RFC3339), "reconcile",
		fmt.Sprintf("El cuadre del %s no cuadra: vea Administración, Cuadre", r.At.In(d.zone(d.Deps.Agency.Offices[0].ID)).Format("02/01/2006 15:04")))
}

// tellKeepers leaves a notice for every administrator and manager, once per key.
func (d *Desk) tellKeepers(ctx context.Context, key, kind, text string) error {
	return d.tellRoles(ctx, reconcilers, key, kind, text)
}

func (d *Desk) tellRoles(ctx context.Context, roles []docket.Role, key, kind, text string) error {
	var failures []error
	told := map[string]bool{}
	for _, role := range roles {
		people, err := d.Store.UsersWithRole(ctx, role, "")
		failures = append(failures, err)
		for _, u := range people {
			if told[u.ID] || u.Disabled {
				continue
			}
			told[u.ID] = true
			_, err := d.Store.AddNotice(ctx, store.Notice{Key: key + ":" + u.ID, User: u.ID, Kind: kind, Text: text, At: d.Now()})
			failures = append(failures, err)
		}
	}
	return errors.Join(failures...)
}
