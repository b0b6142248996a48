package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"foja/docket"
)

// ClaimedCase is what became of one case of a bulk claim, or of a bulk assignment.
type ClaimedCase struct {
	Number  string
	Refusal string // Spanish; "" = it is done
}

// mostAtOnce is one page of a list.
const mostAtOnce = 100

// ClaimAll takes cases from the pool. key is the form's; the same form again takes nothing twice.
func (d *Desk) ClaimAll(ctx context.Context, by User, key string, requests []string) ([]ClaimedCase, error) {
	if err := by.must(workers); err != nil {
		return nil, err
	}
	if len(requests) == 0 || len(requests) > todayPool {
		return nil, docket.Invalid("requests", "Marque las solicitudes que va a tomar.")
	}
	return d.each(ctx, by, requests, func(id string) Command { return Command{Key: key + ":" + id, Action: docket.ActClaim} })
}

// AssignAll gives cases to somebody; whether it may be done is each case's procedure to say.
func (d *Desk) AssignAll(ctx context.Context, by User, key, user string, requests []string) ([]ClaimedCase, error) {
	if err := by.must(keepersOfWork); err != nil {
		return nil, err
	}
	var wrong FieldErrors
	if len(requests) == 0 || len(requests) > mostAtOnce {
		wrong = append(wrong, docket.Invalid("requests", "Marque las solicitudes que va a asignar, hasta %d.", mostAtOnce))
	}
	if user == "" {
		wrong = append(wrong, docket.Invalid("user", "Elija a quién se asignan."))
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return d.each(ctx, by, requests, func(id string) Command { return Command{Key: key + ":" + id, Action: docket.ActAssign, User: user} })
}

// keepersOfWork give work to others.
var keepersOfWork = []docket.Role{docket.RoleManager}

// Assignees are the officers to whom one may give cases of the offices that one works for.
func (d *Desk) Assignees(ctx context.Context, by User) ([]Choice, error) {
	if err := by.must(staff); err != nil || !by.Has(keepersOfWork...) {
		return nil, err
	}
	users, err := d.Store.Users(ctx)
	var list []Choice
	for _, u := range users {
		if !u.Disabled && userOf(u).Has(docket.RoleOfficer, docket.RoleManager) && userOf(u).of(by.Office) {
			list = append(list, Choice{u.ID, u.Name})
		}
	}
	slices.SortFunc(list, func(a, b Choice) int { return cmp.Compare(a.Label, b.Label) })
	return list, err
}

// each does one act on many cases, each by itself: one that is refused stops none of the others.
func (d *Desk) each(ctx context.Context, by User, requests []string, act func(id string) Command) ([]ClaimedCase, error) {
	var done []ClaimedCase
	for _, id := range requests {
		var refusal *docket.Error
		o, err := d.open(ctx, by, id)
		c := ClaimedCase{Number: o.request.Number}
		if errors.As(err, &refusal) { // gone, or another office's: told on its own line
			done = append(done, ClaimedCase{Number: "—", Refusal: refusal.Message})
			continue
		}
		if err != nil {
			return done, err
		}
		_, err = d.Act(ctx, by, id, act(id))
		switch {
		case err == nil:
		case errors.As(err, &refusal):
			c.Refusal = refusal.Message
		default:
			return done, err
		}
		done = append(done, c)
	}
	slices.SortFunc(done, func(a, b ClaimedCase) int { return cmp.Compare(a.Number, b.Number) })
	return done, nil
}
