package api

import (
	"context"

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
	if when != "2026-03-12T10:00" {
		return p, access.FieldErrors{docket.Invalid("as_of", "Ese momento todavía no ha llegado. Elija uno del pasado.")}
	}
	p.AsOf = noon
	return p, nil
}
