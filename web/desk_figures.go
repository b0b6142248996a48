package web

import (
	"context"

	"foja/access"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/figures"
)

// Figures is what this package asks of foja/desk/figures.
type Figures interface {
	// Audit: field errors: FieldErrors.
	Audit(ctx context.Context, by access.User, f figures.AuditFilter) (figures.Audit, error)
	// Board: both, asked for at the same time.
	Board(ctx context.Context, by access.User, f figures.DashboardFilter) (figures.Figures, *figures.Plan, error)
	// BoardFile: xlsx or pdf.
	BoardFile(ctx context.Context, by access.User, f figures.DashboardFilter, format string) (documents.File, error)
	// StatutoryRegister: the statutory register.
	StatutoryRegister(ctx context.Context, by access.User, f figures.RegisterFilter) (figures.StatutoryRegister, error)
	// RegisterFile: csv or xlsx.
	RegisterFile(ctx context.Context, by access.User, f figures.RegisterFilter, format string) (documents.File, error)
	// People: everybody who may have done something, for the filter.
	People(ctx context.Context, by access.User) ([]core.Choice, error)
	// Return: the yearly return.
	Return(ctx context.Context, by access.User, f figures.ReturnFilter) (figures.Return, error)
	// ReturnFile: xlsx.
	ReturnFile(ctx context.Context, by access.User, f figures.ReturnFilter) (documents.File, error)
}
