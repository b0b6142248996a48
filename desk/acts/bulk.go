package acts

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"foja/access"
	"foja/desk/core"
	"foja/desk/lists"
	"foja/docket"
)

// ClaimAll takes cases from the pool. key is the form's; the same form again takes nothing twice.
func (s *Service) ClaimAll(ctx context.Context, by access.User, key string, requests []string) ([]lists.ClaimedCase, error) {
	if err := by.Must(access.Workers); err != nil {
		return nil, err
	}
	if len(requests) == 0 || len(requests) > lists.TodayPool {
		return nil, docket.Invalid("requests", "bulk.choose_to_take")
	}
	return s.each(ctx, by, requests, func(id string) Command { return Command{Key: key + ":" + id, Action: docket.ActClaim} })
}

// AssignAll gives cases to somebody; whether it may be done is each case's procedure to say.
func (s *Service) AssignAll(ctx context.Context, by access.User, key, user string, requests []string) ([]lists.ClaimedCase, error) {
	if err := by.Must(access.Assigners); err != nil {
		return nil, err
	}
	var wrong access.FieldErrors
	if len(requests) == 0 || len(requests) > lists.MostAtOnce {
		wrong = append(wrong, docket.Invalid("requests", "bulk.choose_to_assign", "most", lists.MostAtOnce))
	}
	if user == "" {
		wrong = append(wrong, docket.Invalid("user", "bulk.choose_assignee"))
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return s.each(ctx, by, requests, func(id string) Command { return Command{Key: key + ":" + id, Action: docket.ActAssign, User: user} })
}

// Assignees are the officers to whom one may give cases of the offices that one works for.
func (s *Service) Assignees(ctx context.Context, by access.User) ([]core.Choice, error) {
	if err := by.Must(access.Staff); err != nil || !by.Has(access.Assigners...) {
		return nil, err
	}
	users, err := s.core.Store.Users(ctx)
	var list []core.Choice
	for _, u := range users {
		if !u.Disabled && access.UserOf(u).Has(access.Holders...) && access.UserOf(u).Of(by.Office) {
			list = append(list, core.Choice{Key: u.ID, Label: u.Name})
		}
	}
	slices.SortFunc(list, func(a, b core.Choice) int { return cmp.Compare(a.Label, b.Label) })
	return list, err
}

// each does one act on many cases, each by itself: one that is refused stops none of the others.
func (s *Service) each(ctx context.Context, by access.User, requests []string, act func(id string) Command) ([]lists.ClaimedCase, error) {
	var done []lists.ClaimedCase
	for _, id := range requests {
		var refusal *docket.Error
		o, err := s.core.Open(ctx, by, id)
		c := lists.ClaimedCase{Number: o.Request.Number}
		if errors.As(err, &refusal) { // gone, or another office's: told on its own line
			done = append(done, lists.ClaimedCase{Number: "—", Refusal: refusal.Reason})
			continue
		}
		if err != nil {
			return done, err
		}
		_, err = s.Act(ctx, by, id, act(id))
		switch {
		case err == nil:
		case errors.As(err, &refusal):
			c.Refusal = refusal.Reason
		default:
			return done, err
		}
		done = append(done, c)
	}
	slices.SortFunc(done, func(a, b lists.ClaimedCase) int { return cmp.Compare(a.Number, b.Number) })
	return done, nil
}
