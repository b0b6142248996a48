package upkeep

import (
	"context"

	"foja/access"
	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// deputyAhead is how many days before an absence begins a manager is told that nobody stands in.
const deputyAhead = 7

// DeputyWarnings tells the managers of an office, once for each absence, that nobody stands in for somebody who is away or will be soon:
// no deputy was named, or the deputy is away as well, has left, or has lost the role. Call it every minute.
func (s *Service) DeputyWarnings(ctx context.Context) error {
	all, err := s.core.Store.AbsencesFrom(ctx, s.core.Today(""))
	if err != nil {
		return err
	}
	return core.Each(all, func(a store.Absence) error {
		if a.From.After(s.core.Today("").AddDays(deputyAhead)) {
			return nil
		}
		user, err := s.core.Store.User(ctx, a.User)
		if err != nil || user.Disabled || !access.UserOf(user).Has(access.Workers...) {
			return err
		}
		var same []store.Absence
		for _, other := range all {
			if !other.From.After(a.From) || other.ID == a.ID {
				same = append(same, other)
			}
		}
		if id := store.StandIn(same, a.User); id != "" {
			deputy, err := s.core.Store.User(ctx, id)
			if err != nil {
				return err
			}
			if !deputy.Disabled && access.UserOf(deputy).MayStandInFor(access.UserOf(user)) {
				return nil
			}
		}
		return s.core.TellOffice(ctx, docket.RoleManager, user.Office, "no-deputy:"+a.ID, "absence",
			"Nadie suple a "+user.Name+", que se ausenta: nombre a quien haga su trabajo")
	})
}
