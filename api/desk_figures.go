package api

import (
	"context"

	"foja/access"
	"foja/desk/figures"
)

// Figures is what this package asks of foja/desk/figures.
type Figures interface {
	// StatutoryRegister: the statutory register.
	StatutoryRegister(ctx context.Context, by access.User, f figures.RegisterFilter) (figures.StatutoryRegister, error)
	Dashboard(ctx context.Context, by access.User, f figures.DashboardFilter) (figures.Figures, error)
	// Plan: the next three weeks, and by month.
	Plan(ctx context.Context, by access.User, f figures.DashboardFilter) (figures.Plan, error)
	// Return: the yearly return.
	Return(ctx context.Context, by access.User, f figures.ReturnFilter) (figures.Return, error)
}
