package desk

import (
	"context"
	"errors"

	"foja/docket"
	"foja/store"
)

// sweepProcedures begins to tell the open cases of the versions that hold by now and take them over (law: R58).
func (d *Desk) sweepProcedures(ctx context.Context) error {
	var failures []error
	for _, p := range d.Deps.Procedures.All() {
		if len(p.Moves) == 0 || p.ValidFrom.After(d.Today("")) {
			continue
		}
		name := docket.LawName(p.Key, p.Version)
		_, told, err := d.Store.GetSetting(ctx, store.AnnouncedSetting(name))
		if err == nil && !told {
			err = d.Cases.Decree(ctx, name)
		}
		failures = append(failures, err)
	}
	return errors.Join(failures...)
}

// previewMoves folds every open case that a version would take over under it, as it would be on the day of its coming into force.
func (d *Desk) previewMoves(ctx context.Context, p docket.Procedure) (CalendarPreview, error) {
	out := CalendarPreview{Version: p.Version}
	days, err := d.days(ctx)
	if err != nil {
		return out, err
	}
	var from []string
	for _, m := range p.Moves {
		from = append(from, m.From)
	}
	for last := 0; len(from) > 0; {
		ids, place, err := d.Store.OpenCasesOf(ctx, p.Key, from, last, previewPage)
		if err != nil || len(ids) == 0 {
			return out, err
		}
		cases, err := d.readAll(ctx, ids)
		if err != nil {
			return out, err
		}
		for _, o := range cases {
			o.procedure = p
			out.add(d.move(o, days))
		}
		last = place
	}
	return out, nil
}
