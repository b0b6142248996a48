package norms

import (
	"context"
	"errors"

	"foja/docket"
	"foja/store"
)

// SweepProcedures begins to tell the open cases of the versions that hold by now and take them over (law: R58).
func (s *Service) SweepProcedures(ctx context.Context) error {
	var failures []error
	for _, p := range s.core.ProcedureSet.All() {
		if len(p.Moves) == 0 || p.ValidFrom.After(s.core.Today("")) {
			continue
		}
		name := docket.LawName(p.Key, p.Version)
		_, announced, err := s.core.Store.GetSetting(ctx, store.AnnouncedSetting(name))
		if err == nil && !announced {
			err = s.core.Workflows.Decree(ctx, name)
		}
		failures = append(failures, err)
	}
	return errors.Join(failures...)
}

// previewMoves folds every open case that a version would take over under it, as it would be on the day of its coming into force.
func (s *Service) previewMoves(ctx context.Context, p docket.Procedure) (CalendarPreview, error) {
	out := CalendarPreview{Version: p.Version}
	days, err := s.core.Days(ctx)
	if err != nil {
		return out, err
	}
	var from []string
	for _, m := range p.Moves {
		from = append(from, m.From)
	}
	for last := 0; len(from) > 0; {
		ids, place, err := s.core.Store.OpenCasesOf(ctx, p.Key, from, last, previewPage)
		if err != nil || len(ids) == 0 {
			return out, err
		}
		cases, err := s.core.ReadAll(ctx, ids)
		if err != nil {
			return out, err
		}
		for _, o := range cases {
			o.Procedure = p
			out.add(s.move(o, days))
		}
		last = place
	}
	return out, nil
}
