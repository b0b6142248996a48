package web

import (
	"context"
	"time"

	"foja/access"
	"foja/desk/cases"
	"foja/docket"
)

// RequestAsOf knows one moment, and refuses the others as the real desk does.
func (f fakeCasesRoom) RequestAsOf(ctx context.Context, by access.User, id, when string) (cases.Page, error) {
	p, err := f.Request(ctx, by, id)
	if err != nil {
		return p, err
	}
	if when != "2026-03-30T10:00" {
		return p, access.FieldErrors{docket.Invalid("as_of", "Ese momento todavía no ha llegado. Elija uno del pasado.")}
	}
	p.AsOf, p.Timeline, p.Buttons, p.Suggested, p.Messages = time.Date(2026, 3, 30, 15, 0, 0, 0, time.UTC), p.Timeline[:3], nil, nil, nil
	return p, nil
}
