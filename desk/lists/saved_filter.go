package lists

import (
	"context"
	"strings"
	"unicode/utf8"

	"foja/access"
	"foja/docket"
	"foja/store"
)

// SavedFilter is a list that a person looks at often.
type SavedFilter = store.SavedFilter

const (
	MostFilters    = 30
	LongestName    = 60
	longestAddress = 2000
)

// SavedFilters lists one's own.
func (s *Service) SavedFilters(ctx context.Context, by access.User) ([]SavedFilter, error) {
	if err := by.Must(access.Staff); err != nil {
		return nil, err
	}
	return s.core.Store.SavedFilters(ctx, by.ID)
}

// SaveFilter keeps the address of a list under a name. It gives nobody a right: anyone who opens it sees what she may
// see.
func (s *Service) SaveFilter(ctx context.Context, by access.User, f SavedFilter) error {
	if err := by.Must(access.Staff); err != nil {
		return err
	}
	f.Name = strings.Join(strings.Fields(f.Name), " ")
	if f.Name == "" || utf8.RuneCountInString(f.Name) > LongestName || len(f.Query) > longestAddress {
		return docket.Invalid("name", "filter.name_missing_or_long", "most", LongestName)
	}
	all, err := s.core.Store.SavedFilters(ctx, by.ID)
	if err != nil {
		return err
	}
	if len(all) >= MostFilters {
		return docket.Invalid("name", "filter.too_many", "most", MostFilters)
	}
	return s.core.Store.SaveFilter(ctx, by.ID, f)
}

// DropFilter forgets one of one's own.
func (s *Service) DropFilter(ctx context.Context, by access.User, name string) error {
	if err := by.Must(access.Staff); err != nil {
		return err
	}
	return s.core.Store.DropFilter(ctx, by.ID, name)
}
