package lists

import (
	"context"

	"foja/access"
)

// Watch says whether the user may watch; the pulse itself tells nothing but that something changed.
func (s *Service) Watch(ctx context.Context, by access.User, request string) (func(context.Context) (string, error), error) {
	if err := by.Must(access.Staff); err != nil {
		return nil, err
	}
	if request == "" {
		return s.core.Store.ListChangeMark, nil
	}
	if _, err := s.core.Open(ctx, by, request); err != nil {
		return nil, err
	}
	return func(ctx context.Context) (string, error) { return s.core.Store.CaseChangeMark(ctx, request) }, nil
}
