package store

import (
	"fmt"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
)

// The board's counts, on both engines, are the totals of their lists.
func TestBoardCounts(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx, today := t.Context(), date(t, "2026-03-12")
		for i := range 4 {
			reg := registration(fmt.Sprint(i))
			project(t, s, register(t, s, reg), func(c *docket.Case) {
				switch i {
				case 0: // asked of the archive, and overdue
					c.Hands, c.DueOn = docket.HandsUnit, date(t, "2026-03-10")
					for n := range 2 { // asked twice is still one case
						c.Tasks = append(c.Tasks, docket.Task{
							ID: n + 1, Kind: docket.TaskConsult, Unit: "archive",
							State: docket.TaskOpen, DueOn: date(t, "2026-03-06"), OpenedAt: noon,
						})
					}
				case 1: // its clock stands
					c.Hands, c.DueOn = docket.HandsRequester, calendar.Date{}
				case 2: // answered, and not closed yet
					c.AnsweredAt, c.Hands = time.Date(2026, 3, 11, 20, 0, 0, 0, time.UTC), docket.HandsCarrier
				}
			})
		}
		hands, err := s.LoadByHands(ctx, today, "lima", "public-information")
		must(t, err)
		if got := fmt.Sprint(hands); got != "[{unit 1 1 2026-03-10} {officer 1 0 2026-03-16} {requester 1 0 }]" {
			t.Errorf("by hands: %s", got)
		}
		units, err := s.LoadByUnit(ctx, today, "", "")
		must(t, err)
		if got := fmt.Sprint(units); got != "[{archive 1 1 2026-03-06}]" {
			t.Errorf("by unit: %s", got)
		}
		for _, c := range []struct {
			f    RequestFilter
			want int
		}{{RequestFilter{Hands: docket.HandsUnit}, 1}, {RequestFilter{Unit: "archive"}, 1}, {
			RequestFilter{Unit: "kitchen"}, 0,
		}} {
			if _, total, err := s.Requests(ctx, c.f); err != nil || total != c.want {
				t.Errorf("%+v: %d, %v", c.f, total, err)
			}
		}
		due, err := s.DueByDay(ctx, date(t, "2026-03-01"), date(t, "2026-03-31"), "", "")
		must(t, err)
		if got := fmt.Sprint(due); got != "[{2026-03-10 1} {2026-03-16 1}]" {
			t.Errorf("due by day: %s", got)
		}
		paces, err := s.AnswerDurations(ctx, date(t, "2026-01-01"), date(t, "2026-12-31"), "", "")
		must(t, err)
		if got := fmt.Sprint(paces); got != "[{public-information lima 9 1}]" {
			t.Errorf("paces: %s", got)
		}
		pending, err := s.PendingBetween(ctx, date(t, "2026-03-11"), date(t, "2026-03-31"), "lima", "public-information")
		must(t, err)
		if got := fmt.Sprint(pending); got != "[{public-information lima 2026-03-02 2026-03-16 1}]" {
			t.Errorf("pending: %s", got)
		}
		months, err := s.AnsweredByMonth(ctx, date(t, "2026-01-01"), "", "")
		must(t, err)
		if got := fmt.Sprint(months); got != "[{2026-03-01 1 1 1}]" {
			t.Errorf("by month: %s", got)
		}
	})
}
