package upkeep

import (
	"context"
	"strconv"

	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// OpenWorkWarnings tells the managers of an office, once a day, that somebody whose account is closed still holds cases. Call it every minute.
func (s *Service) OpenWorkWarnings(ctx context.Context) error {
	users, err := s.core.Store.Users(ctx)
	if err != nil {
		return err
	}
	yes := true
	return core.Each(users, func(u store.User) error {
		if !u.Disabled {
			return nil
		}
		_, open, err := s.core.Store.Requests(ctx, store.RequestFilter{Open: &yes, Holder: u.ID, Page: store.Page{Limit: 1}})
		if err != nil || open == 0 {
			return err
		}
		return s.core.TellOffice(ctx, docket.RoleManager, u.Office, "open-work:"+u.ID+":"+s.core.Today(u.Office).String(), "open_work",
			"Se cerró la cuenta de "+u.Name+", que tiene "+strconv.Itoa(open)+" expedientes abiertos: traspáselos")
	})
}
