package core

import (
	"context"
	"errors"

	"foja/access"
	"foja/docket"
	"foja/store"
)

// TellKeepers leaves a notice for every administrator and manager, once per key.
func (s *Service) TellKeepers(ctx context.Context, key, kind, text string) error {
	return s.TellRoles(ctx, access.Reconcilers, key, kind, text)
}

// TellRoles leaves a notice for everybody who has one of the roles, once per key.
func (s *Service) TellRoles(ctx context.Context, roles []docket.Role, key, kind, text string) error {
	var failures []error
	told := map[string]bool{}
	for _, role := range roles {
		people, err := s.Store.UsersWithRole(ctx, role, "")
		failures = append(failures, err)
		for _, u := range people {
			if told[u.ID] || u.Disabled {
				continue
			}
			told[u.ID] = true
			_, err := s.Store.AddNotice(ctx, store.Notice{Key: key + ":" + u.ID, User: u.ID, Kind: kind, Text: text, At: s.Now()})
			failures = append(failures, err)
		}
	}
	return errors.Join(failures...)
}
