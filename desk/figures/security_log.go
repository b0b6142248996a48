package figures

import (
	"context"

	"foja/access"
	"foja/desk/documents"
)

// Logged is the service as people and programs outside use it: it writes to the security log who took out figures.
type Logged struct{ *Service }

func (l Logged) RegisterFile(ctx context.Context, by access.User, f RegisterFilter, format string) (documents.File, error) {
	file, err := l.Service.RegisterFile(ctx, by, f, format)
	l.access.LogRead(ctx, "export.register", by, err)
	return file, err
}

func (l Logged) BoardFile(ctx context.Context, by access.User, f DashboardFilter, format string) (documents.File, error) {
	file, err := l.Service.BoardFile(ctx, by, f, format)
	l.access.LogRead(ctx, "export.dashboard", by, err)
	return file, err
}

func (l Logged) ReturnFile(ctx context.Context, by access.User, f ReturnFilter) (documents.File, error) {
	file, err := l.Service.ReturnFile(ctx, by, f)
	l.access.LogRead(ctx, "export.return", by, err)
	return file, err
}
