package figures

import (
	"context"
	"strconv"

	"foja/store"
)

// lineVersion is raised when registerRow comes to reckon something differently: then every line is computed again.
const lineVersion = 1

// linesAtOnce is how many histories are in memory while lines are computed.
const linesAtOnce = 500

// ReckonLines computes the lines of the register whose requests have moved since, or that stand on another calendar. What asks for
// them calls it first, and finds little to do, because a round calls it every minute.
func (s *Service) ReckonLines(ctx context.Context) error {
	now, err := s.core.Days(ctx)
	if err != nil {
		return err
	}
	basis := now.Calendar.Version + " " + strconv.Itoa(lineVersion)
	for {
		entries, err := s.core.Store.OutdatedLines(ctx, basis, linesAtOnce)
		if err != nil {
			return err
		}
		lines := make([]store.RegisterLine, len(entries))
		for i, e := range entries {
			row, err := s.registerRow(ctx, now, e)
			if err != nil {
				return err
			}
			lines[i] = row.line(len(e.Events))
		}
		if err := s.core.Store.PutLines(ctx, basis, lines); err != nil {
			return err
		}
		if len(entries) < linesAtOnce {
			return nil // what moved while these were computed is of after the question
		}
	}
}

// line is what the return asks of a row that has so many events.
func (r RegisterRow) line(events int) store.RegisterLine {
	if r.Standing == Annulled {
		return store.RegisterLine{
			Request: r.ID, Seq: events, Standing: r.Standing, Outcome: r.Outcome, DueOn: r.DueOn, CalendarDays: -1, BusinessDays: -1,
		}
	}
	return store.RegisterLine{
		Request: r.ID, Seq: events, Standing: r.Standing, Outcome: r.Outcome, Ground: r.Ground, DueOn: r.DueOn, AnsweredOn: r.AnsweredOn,
		RecountOn: r.Recount, Recounted: r.Recounted, Extended: r.Extended, Extensions: r.ExtensionGrounds,
		CalendarDays: r.CalendarDays, BusinessDays: r.BusinessDays, Hands: r.Hands,
	}
}
