package lists

import (
	"context"

	"foja/access"
	"foja/store"
)

// MostAtOnce is how many cases are given to somebody in one step.
const MostAtOnce = 500

// Load is the open work of a person, before it is given to another.
type Load struct {
	User, Name string
	Rows       []Row // what is due first first
	Total      int
}

// Load lists the open cases that somebody holds, for those who may give them to others.
func (s *Service) Load(ctx context.Context, by access.User, user string) (Load, error) {
	if err := by.Must(access.Assigners); err != nil {
		return Load{}, err
	}
	u, err := s.core.Store.User(ctx, user)
	if err != nil {
		return Load{}, err
	}
	yes := true
	rows, total, err := s.core.Store.Requests(ctx, store.RequestFilter{Open: &yes, Holder: u.ID, Office: by.Office, Page: store.Page{Limit: MostAtOnce}})
	if err != nil {
		return Load{}, err
	}
	out := Load{User: u.ID, Name: u.Name, Total: total}
	for _, r := range rows {
		out.Rows = append(out.Rows, s.Row(r))
	}
	return out, nil
}
