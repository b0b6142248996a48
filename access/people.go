package access

import (
	"context"
)

// Names are the users' names by ID; "" is foja.
func (s *Service) Names(ctx context.Context) (map[string]string, error) {
	users, err := s.Store.Users(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, u := range users {
		names[u.ID] = u.Name
	}
	return names, nil
}
