package figures

import (
	"context"

	"foja/calendar"
	"foja/store"
)

const (
	forecastLookback = 365 // calendar days of answers that are asked
	fewSimilar       = 20  // fewer answered cases allow no forecast
)

// answerHistory are the history of answers, by procedure and office, and of the procedure everywhere.
type answerHistory struct {
	here, anywhere map[[2]string][]store.AnswerDuration
}

func newAnswerHistory(all []store.AnswerDuration) answerHistory {
	p := answerHistory{map[[2]string][]store.AnswerDuration{}, map[[2]string][]store.AnswerDuration{}}
	for _, one := range all {
		p.here[[2]string{one.Procedure, one.Office}] = append(p.here[[2]string{one.Procedure, one.Office}], one)
		p.anywhere[[2]string{one.Procedure}] = append(p.anywhere[[2]string{one.Procedure}], one)
	}
	return p
}

// risk is the share of similar answered cases that took longer than allowed, of those that had got as old as this one: a case that is
// old already is compared with slow ones only. Days are calendar days. ok is false when too few are similar.
func (p answerHistory) risk(of store.Pending, today calendar.Date) (share float64, ok bool) {
	age, allowed := of.ReceivedOn.DaysUntil(today), of.ReceivedOn.DaysUntil(of.DueOn)
	for _, similar := range [][]store.AnswerDuration{p.here[[2]string{of.Procedure, of.Office}], p.anywhere[[2]string{of.Procedure}]} {
		asOld, late := 0, 0
		for _, s := range similar {
			if s.Days >= age {
				asOld += s.N
			}
			if s.Days > allowed && s.Days >= age {
				late += s.N
			}
		}
		if asOld >= fewSimilar {
			return float64(late) / float64(asOld), true
		}
	}
	return 0, false
}

// forecast fills in how many of each day's cases would be late if they went as similar ones did.
func (s *Service) forecast(ctx context.Context, p *Plan, f DashboardFilter, today calendar.Date) error {
	if len(p.Days) == 0 {
		return nil
	}
	had, err := s.answerHistoryOf(ctx, f, today)
	if err != nil {
		return err
	}
	for _, one := range had {
		p.Similar += one.N
	}
	if p.Similar < fewSimilar {
		p.Similar = 0
		return nil
	}
	pending, err := s.core.Store.PendingBetween(ctx, today, p.Days[len(p.Days)-1].On, f.Office, f.Procedure)
	if err != nil {
		return err
	}
	all := newAnswerHistory(had)
	for _, of := range pending {
		share, ok := all.risk(of, today)
		if !ok {
			p.Unknown += of.N
			continue
		}
		for i := range p.Days {
			if !of.DueOn.After(p.Days[i].On) {
				p.Days[i].Risk += share * float64(of.N)
				break
			}
		}
		p.Risk += share * float64(of.N)
	}
	return nil
}

// answerHistoryKey is what a year's history is kept under: it is the slowest of the board's questions, and a day changes nothing of its answer that
// a forecast would notice.
type answerHistoryKey struct {
	on                calendar.Date
	office, procedure string
}

// answerHistoryOf is the history of answers until yesterday, asked once a day.
func (s *Service) answerHistoryOf(ctx context.Context, f DashboardFilter, today calendar.Date) ([]store.AnswerDuration, error) {
	key := answerHistoryKey{today, f.Office, f.Procedure}
	if had, ok := s.paced.Load(key); ok {
		return had.([]store.AnswerDuration), nil //nolint:forcetypeassert // nothing else is kept there
	}
	had, err := s.core.Store.AnswerDurations(ctx, today.AddDays(-forecastLookback), today.AddDays(-1), f.Office, f.Procedure)
	if err != nil {
		return nil, err
	}
	s.paced.Range(func(old, _ any) bool { // yesterday's is of no use any more
		if old.(answerHistoryKey).on.Before(today) { //nolint:forcetypeassert // as above
			s.paced.Delete(old)
		}
		return true
	})
	s.paced.Store(key, had)
	return had, nil
}
