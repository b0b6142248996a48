package cases

import (
	"context"

	"foja/access"
)

// Logged is the service as people and programs outside use it: it writes to the security log who read a case.
type Logged struct{ *Service }

func (l Logged) Request(ctx context.Context, by access.User, id string) (Page, error) {
	p, err := l.Service.Request(ctx, by, id)
	l.access.LogRead(ctx, "read.case", by, err, "case", id)
	return p, err
}
