package store

import "context"

// SavedFilter is a list that a user saved.
type SavedFilter struct {
	Name  string
	Query string // of the list's address
}

// SavedFilters lists a user's by name.
func (s *Store) SavedFilters(ctx context.Context, user string) ([]SavedFilter, error) {
	all, err := list(ctx, s.read, func(row scanner) (f SavedFilter, err error) {
		err = row.Scan(&f.Name, &f.Query)
		return f, err
	}, `SELECT name, query FROM saved_filter WHERE app_user=$1 ORDER BY name`, user)
	return all, explain("list saved filters", err)
}

// SaveFilter stores one, replacing any of the same name.
func (s *Store) SaveFilter(ctx context.Context, user string, f SavedFilter) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO saved_filter (app_user, name, query) VALUES ($1,$2,$3)
		ON CONFLICT (app_user, name) DO UPDATE SET query=$3`, user, clean(f.Name), clean(f.Query))
	return explain("save filter", err)
}

// DropFilter deletes one, if it exists.
func (s *Store) DropFilter(ctx context.Context, user, name string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM saved_filter WHERE app_user=$1 AND name=$2`, user, name)
	return explain("drop filter", err)
}
