package upkeep

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"foja/access"
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

// Reconciliations lists the newest reports first.
func (s *Service) Reconciliations(ctx context.Context, by access.User) ([]ReconcileReport, error) {
	if err := by.Must(access.Watchers); err != nil {
		return nil, err
	}
	kept, err := s.core.Store.Reports(ctx, 30)
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
func (s *Service) Reconcile(ctx context.Context, by access.User) (ReconcileReport, error) {
	if err := by.Must(access.Reconcilers); err != nil {
		return ReconcileReport{}, err
	}
	return s.reconcile(ctx, true)
}

// ReconcileDaily makes the day's report when its hour has come and nobody made it yet. Call it every minute.
func (s *Service) ReconcileDaily(ctx context.Context) error {
	zone := s.core.Zone(s.core.AgencyFile.Offices[0].ID)
	due := calendar.DateOf(s.core.Now().In(zone)).At(reconcileHour, 0, zone)
	if s.core.Now().Before(due) || s.Reconciler == nil {
		return nil
	}
	last, err := s.core.Store.Reports(ctx, 1)
	if err != nil || len(last) > 0 && !last[0].At.Before(due) {
		return err
	}
	_, err = s.reconcile(ctx, false)
	return err
}

func (s *Service) reconcile(ctx context.Context, quick bool) (ReconcileReport, error) {
	if s.Reconciler == nil {
		return ReconcileReport{}, docket.Refuse(docket.CodeUnavailable, "reconcile.not_from_here")
	}
	r, err := s.Reconciler(ctx, reconcileDays, quick)
	if err != nil {
		return r, err
	}
	body, err := json.Marshal(r)
	if err != nil {
		return r, err
	}
	if err := s.core.Store.KeepReport(ctx, store.Report{At: r.At, Clean: r.Clean(), Body: body}); err != nil {
		return r, err
	}
	if r.Clean() {
		return r, nil
	}
	s.core.Logger.Error("the nothing-lost report found differences", "kinds", len(r.Differences))
	return r, s.core.TellKeepers(ctx, "reconcile:"+r.At.Format(time.RFC3339), "reconcile",
		fmt.Sprintf("El cuadre del %s no cuadra: vea Administración, Cuadre", r.At.In(s.core.Zone(s.core.AgencyFile.Offices[0].ID)).Format("02/01/2006 15:04")))
}
